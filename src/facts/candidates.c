/* candidates.c: the statements of one sentence: its cues, their subjects, their contents. */
#include "facts/drafts.h"

typedef struct { const scene *s; candidate *items; uint32_t n, cap; } sentence_cues;

/* How sure the rules are, in thousandths; measured on held-out news once the rules stand. */
enum { P_QUOTE = 950, P_THAT = 900, P_CLAUSE = 850, P_OBJECT = 700, P_TAG = 850, P_WEAK = 600 };

/* Cues looked at in one sentence: no written sentence has as many. */
#define MAX_CUES 64

/* ---- finding cues -------------------------------------------------------------------------------------- */

/* Bounds of what a cue at i may look at. */
static void set_bounds(const scene *s, candidate *c, const sentence *at) {
  c->lo = at->first;
  c->hi = at->end;
  uint32_t q = s->quote[c->hit.first];
  if (q == NONE) return;
  const quote *in = &s->d->quotes[q];
  if (in->open + 1 > c->lo) c->lo = in->open + 1;
  if (in->close < c->hi && in->closed) c->hi = in->close;
}

static bool row_of(const candidate *c, cue_class class, const cue **out) {
  for (uint32_t k = 0; k < c->hit.n_rows; k++)
    if (c->hit.rows[k]->class == class) {
      *out = c->hit.rows[k];
      return true;
    }
  return false;
}

static bool row_tags(const candidate *c) {
  for (uint32_t k = 0; k < c->hit.n_rows; k++)
    if (c->hit.rows[k]->frames & (FRAME_TAG | FRAME_QUOTE_TAG)) return true;
  return false;
}

/* Chooses the class among those the cue's words may have, by the tags. */
static bool choose_class(const scene *s, candidate *c) {
  const token *t = &s->t[c->hit.first];
  bool passive = c->group.passive;
  if (row_of(c, CUE_NOTHING, &c->cue)) return false;
  if (t->upos == UPOS_NOUN && row_of(c, CUE_NOUN, &c->cue)) return true;
  if (row_of(c, CUE_ADVERB, &c->cue) || row_of(c, CUE_PREP, &c->cue) || row_of(c, CUE_SILENCE, &c->cue))
    return true;
  if (t->upos != UPOS_VERB && row_of(c, CUE_ADJ, &c->cue)) return c->group.be;
  if (passive && row_of(c, CUE_PASSIVE, &c->cue)) return true;
  if (passive && row_of(c, CUE_RUMOUR, &c->cue)) return true;
  return row_of(c, CUE_VERB, &c->cue);
}

static void gather(sentence_cues *x, uint32_t number) {
  const scene *s = x->s;
  const sentence *at = &s->d->sentences[number];
  for (uint32_t i = at->first; i < at->end; i++) {
    candidate c = {.sentence = number, .controller = NONE, .stop = NONE, .sub.who.mention = NONE};
    if (s->mark[i] || !cues_match(s->cues, s->t, i, at->end, &c.hit)) continue;
    set_bounds(s, &c, at);
    c.group = speakers_group(s, c.lo, c.hit.first);
    if (!choose_class(s, &c)) continue;
    if (x->n == MAX_CUES) return;
    *ARENA_PUSH(s->a, x->items, x->n, x->cap) = c;
    i = c.hit.end - 1;
  }
}

/* ---- subjects ------------------------------------------------------------------------------------------ */

static bool is_verbal(const candidate *c) {
  return c->cue->class == CUE_VERB || c->cue->class == CUE_SILENCE || c->cue->class == CUE_ADJ ||
         c->cue->class == CUE_PASSIVE || c->cue->class == CUE_RUMOUR;
}

static bool same_voice(const candidate *a, const candidate *b) {
  return a->lo == b->lo && a->group.have == b->group.have;
}

/* The candidate before k whose subject k shares: the nearest in the same tense, else the nearest; what is
 * said goes on with what was said ("Vale admitted that she was aware of it but declined to say more"). */
static uint32_t controller_of(const sentence_cues *x, uint32_t k) {
  uint32_t near = NONE, other = NONE;
  for (uint32_t j = k; j-- > 0;) {
    const candidate *c = &x->items[j];
    if (!is_verbal(c) || c->sub.link == LINK_NONE || c->lo != x->items[k].lo || c->cue->class == CUE_RUMOUR)
      continue;
    if (c->group.infinitive || c->hit.end > x->items[k].sub.before) continue;
    if (same_voice(c, &x->items[k]) && c->cue->act == x->items[k].cue->act) return j;
    if (same_voice(c, &x->items[k]) && other == NONE) other = j;
    if (near == NONE) near = j;
  }
  return other != NONE ? other : near;
}

/* "Noting that …, Vale said": the subject comes with the next cue. */
static void share_with_next(sentence_cues *x, uint32_t k) {
  for (uint32_t j = k + 1; j < x->n; j++)
    if (x->items[j].sub.link == LINK_SUBJECT && x->items[j].lo == x->items[k].lo) {
      x->items[k].sub.who = x->items[j].sub.who;
      x->items[k].controller = j;
      return;
    }
  x->items[k].sub.link = LINK_NONE;
}

static void share_subject(sentence_cues *x, uint32_t k) {
  candidate *c = &x->items[k];
  if (c->sub.before <= c->lo) {
    share_with_next(x, k);
    return;
  }
  c->controller = controller_of(x, k);
  if (c->controller != NONE) c->sub.who = x->items[c->controller].sub.who;
  else if (!speakers_of_clause_before(x->s, c->lo, c->sub.before, &c->sub.who)) c->sub.link = LINK_NONE;
}

/* Subject of a verb, an adjective, a silence. */
static void find_subjects(sentence_cues *x) {
  for (uint32_t k = 0; k < x->n; k++) {
    candidate *c = &x->items[k];
    if (is_verbal(c)) c->sub = speakers_subject(x->s, c->lo, c->hi, &c->group, c->hit.end, row_tags(c));
  }
  for (uint32_t k = 0; k < x->n; k++) {
    subject_link link = x->items[k].sub.link;
    if (link == LINK_SHARED || link == LINK_CONTROL) share_subject(x, k);
  }
}

/* ---- what is no statement ------------------------------------------------------------------------------ */

static bool first_or_second_person(const scene *s, const nominal *np) {
  return s->t[np->head].upos == UPOS_PRON && (s->t[np->head].morph & (MORPH_P1 | MORPH_P2));
}

static bool supposed(const scene *s, const candidate *c) {
  uint32_t b = c->sub.link == LINK_SUBJECT ? c->sub.who.first : c->sub.before;
  return b > c->lo && scene_is(s, b - 1, WORD_HYPOTHETICAL);
}

/* "Neither side said", "nobody said". */
static bool nobody(const scene *s, const nominal *np) {
  return np->end > np->first && (scene_is(s, np->first, WORD_NOBODY) || scene_is(s, np->head, WORD_NOBODY));
}

/* Whether it was really said: not denied, not asked for, not to come. */
static bool is_actual(const scene *s, const candidate *c) {
  const verb_group *g = &c->group;
  if (c->sub.link == LINK_NONE) return false;
  if (c->cue->class == CUE_SILENCE) return !g->infinitive && !supposed(s, c);
  if (g->negative || g->infinitive || supposed(s, c) || nobody(s, &c->sub.who)) return false;
  if (g->modal && !(c->cue->frames & FRAME_MODAL)) return false;
  if (g->first > c->lo && scene_is(s, g->first - 1, WORD_WITHOUT)) return false;
  return !(s->quote[c->hit.first] != NONE && first_or_second_person(s, &c->sub.who));
}

/* ---- where contents stop ------------------------------------------------------------------------------- */

/* Place where candidate j, that stands for itself, begins a part of its own: "…, though Vale insists". */
static uint32_t own_part(const scene *s, const candidate *j) {
  uint32_t b = j->sub.before;
  if (j->cue->class == CUE_PREP)
    return j->hit.first > j->lo && s->mark[j->hit.first - 1] == ',' ? j->hit.first - 1 : NONE;
  if (!is_verbal(j) || j->sub.link != LINK_SUBJECT || b < j->lo + 2) return NONE;
  bool comma = s->mark[b - 2] == ',';
  if (s->t[b - 1].upos == UPOS_CCONJ) return comma ? b - 2 : b - 1;
  return comma && scene_is(s, b - 1, WORD_SUBORDINATE) ? b - 2 : NONE;
}

/* End of the content before a later tag that holds this cue: "Vale wants a truce, Orm said". */
static uint32_t inner_part(const candidate *c, const candidate *later) {
  bool around = later->hit.first > c->hit.first && later->runs[0].first <= c->hit.first;
  return around ? later->runs[0].end : NONE;
}

/* Candidates after k have their contents: where theirs begins, k's ends. */
static void set_stop(sentence_cues *x, uint32_t k) {
  candidate *c = &x->items[k];
  c->stop = c->hi;
  for (uint32_t j = k + 1; j < x->n; j++) {
    const candidate *later = &x->items[j];
    if (later->lo != c->lo || !later->rule) continue;
    bool shares = later->controller != NONE && later->controller <= k && later->sub.link != LINK_NONE;
    uint32_t part = shares ? later->sub.before : own_part(x->s, later);
    if (later->n_runs && inner_part(c, later) != NONE) part = inner_part(c, later);
    if (part != NONE && part >= c->hit.end && part < c->stop) c->stop = part;
  }
}

/* ---- contents by class --------------------------------------------------------------------------------- */

static bool read_verb(const scene *s, candidate *c) {
  bool inverted = c->sub.link == LINK_INVERTED, tags = row_tags(c);
  if (tags && !c->group.participle && (inverted || c->sub.link == LINK_SUBJECT) &&
      contents_quote_before(s, c) && contents_tag(s, c))
    return true;
  if (!inverted && contents_after(s, c)) return true;
  if (inverted) {
    uint32_t end = c->hit.end;
    c->hit.end = c->sub.who.end;
    bool colon = c->hit.end < s->d->n_tokens && (s->mark[c->hit.end] == ':' || s->mark[c->hit.end] == ',') &&
                 contents_after(s, c) && c->quoted;
    c->hit.end = end;
    if (colon) return true;
    c->n_runs = 0;
  }
  return tags && (inverted || c->sub.link == LINK_SUBJECT) && contents_tag(s, c);
}

/* "The raid was condemned by Vale": the agent speaks. */
static bool read_agent(const scene *s, candidate *c) {
  nominal object = c->sub.who, agent;
  if (scene_is(s, object.head, WORD_IT)) return false;       /* "that was denied by Vale": said before */
  for (uint32_t i = c->hit.end; i + 1 < c->stop && !scene_finite(s, i); i++) {
    if (!scene_is(s, i, WORD_BY) || !scene_noun_after(s, i + 1, c->stop, true, &agent)) continue;
    if (s->time[i + 1] != NONE || s->t[i + 1].upos == UPOS_VERB) return false;
    contents_add(s, c, object.first, object.end);
    contents_add(s, c, c->hit.end, i);
    c->sub.who = agent;
    c->rule = "passive-by";
    return c->n_runs > 0;
  }
  return false;
}

/* "There was no comment from Vale": who is silent stands behind the cue. */
static void read_silent_agent(const scene *s, candidate *c) {
  uint32_t i = c->hit.end;
  bool there = scene_is(s, c->sub.who.head, WORD_IT) && s->t[c->sub.who.head].upos == UPOS_PRON;
  if (!there || i + 1 >= c->hi || !scene_is(s, i, WORD_BY | WORD_ATTACH)) return;
  nominal who;
  if (!scene_noun_after(s, i + 1, c->hi, false, &who)) return;
  c->sub.who = who;
}

/* "Calls to the ministry were not returned", "went unanswered": who is silent ends the subject. */
static void read_silent_goal(const scene *s, candidate *c) {
  nominal *who = &c->sub.who;
  if (who->end <= who->first || !scene_is(s, who->head, WORD_REMARKS)) return;
  uint32_t last = who->end - 1, m = s->mention[last];
  if (who->head < last && m != NONE && s->f->mentions[m].first > who->head)
    *who = (nominal){s->f->mentions[m].first, who->end, s->f->mentions[m].head, m, false};
}

static bool read_silence(const scene *s, candidate *c) {
  uint32_t end = c->hit.end;
  read_silent_agent(s, c);
  read_silent_goal(s, c);
  if (c->sub.who.first > end) c->hit.end = c->sub.who.end;       /* the content lies behind both */
  if (!contents_after(s, c)) c->rule = "silence";
  c->hit.end = end;
  return true;
}

/* "is said to …", "it is believed that …". */
static bool read_rumour(const scene *s, candidate *c) {
  if (!scene_is(s, c->sub.who.head, WORD_IT)) contents_add(s, c, c->sub.who.first, c->sub.who.end);
  if (!contents_after(s, c)) return false;
  c->rule = "rumour";
  return true;
}

/* The words up to the next mark, where the tags show no noun phrase. */
static bool words_after(const scene *s, uint32_t i, uint32_t hi, nominal *out) {
  uint32_t end = i;
  while (end < hi && !s->mark[end]) end++;
  if (end == i) return false;
  *out = (nominal){i, end, end - 1, s->mention[end - 1]};
  return true;
}

/* End of ", who led the team" between commas at i, or i. */
static uint32_t over_relative(const scene *s, const candidate *c, uint32_t i) {
  if (i + 1 >= c->hi || !scene_is(s, i + 1, WORD_REL)) return i;
  for (uint32_t k = i + 1; k < c->hi; k++)
    if (s->mark[k] == ',') return k;
  return i;
}

/* "According to Vale, …": the speaker stands behind the cue. */
static bool read_preposition(const scene *s, candidate *c) {
  if (!scene_noun_after(s, c->hit.end, c->hi, true, &c->sub.who) &&
      !words_after(s, c->hit.end, c->hi, &c->sub.who))
    return false;
  uint32_t end = c->sub.who.end;
  if (end + 1 < c->hi && s->mark[end] == ',') {            /* "according to Anna Vale, the minister, …" */
    nominal more;
    bool own = scene_noun_after(s, end + 1, c->hi, true, &more) && more.end < c->hi &&
               (s->mark[more.end] == ',' || s->mark[more.end] == '.');
    if (own && !scene_has_finite(s, end + 1, more.end) && c->hit.first > c->lo)
      end = c->sub.who.end = more.end;
    end = over_relative(s, c, end);
  }
  c->sub.link = LINK_SUBJECT;
  c->sub.before = c->hit.first;
  c->rule = "according-to";
  return contents_around(s, c, end);
}

/* "allegedly": behind a comma its own phrase is hearsay, else its clause. */
static bool read_hearsay(const scene *s, candidate *c) {
  uint32_t i = c->hit.first, end = c->hit.end;
  uint32_t first = i, stop = end;
  while (first > c->lo && s->mark[first - 1] != ',' && s->mark[first - 1] != ';' &&
         s->t[first - 1].upos != UPOS_CCONJ && s->t[first - 1].upos != UPOS_SCONJ)
    first--;
  while (stop < c->stop && s->mark[stop] != ',' && s->mark[stop] != ';') stop++;
  contents_add(s, c, first, i);
  contents_add(s, c, end, stop);
  c->rule = "hearsay";
  return c->n_runs > 0;
}

/* The owner of a noun of speech: "Vale's claim", "the claim by Vale". */
static bool owner_of(const scene *s, candidate *c, uint32_t *after) {
  uint32_t noun = c->hit.first, behind = c->hit.end;
  *after = behind;
  bool phrase = behind + 1 < c->hi && s->t[behind].upos == UPOS_ADP && s->time[behind + 1] == NONE;
  if (phrase && scene_is(s, behind, WORD_BY | WORD_ATTACH) &&
      scene_noun_after(s, behind + 1, c->hi, true, &c->sub.who)) {
    *after = c->sub.who.end;
    return true;
  }
  nominal np;
  if (!scene_noun_before(s, c->lo, c->hit.end, &np)) return false;
  for (uint32_t i = noun; i > np.first; i--) {
    uint32_t p = i - 1;
    if (!(s->t[p].morph & MORPH_POSS)) continue;
    bool pronoun = s->t[p].upos == UPOS_PRON || s->t[p].upos == UPOS_DET;
    if (!pronoun && p == np.first) return false;
    uint32_t head = pronoun ? p : p - 1;
    c->sub.who = (nominal){pronoun ? p : np.first, head + 1, head, s->mention[head]};
    return true;
  }
  return false;
}

static bool read_noun(const scene *s, candidate *c) {
  uint32_t after;
  if (!owner_of(s, c, &after) || after + 1 >= c->stop || !scene_is(s, after, WORD_THAT)) return false;
  uint32_t stop = after + 1;
  while (stop < c->stop && s->mark[stop] != ',' && s->mark[stop] != ';') stop++;
  contents_add(s, c, after + 1, stop);
  c->sub.link = LINK_SUBJECT;
  c->sub.before = c->sub.who.first;
  c->rule = "noun-that";
  return c->n_runs > 0;
}

static bool read_class(const scene *s, candidate *c) {
  switch (c->cue->class) {
  case CUE_PREP: return read_preposition(s, c);
  case CUE_ADVERB: return s->quote[c->hit.first] == NONE && read_hearsay(s, c);
  case CUE_NOUN: return read_noun(s, c);
  case CUE_SILENCE: return is_actual(s, c) && read_silence(s, c);
  case CUE_RUMOUR: return is_actual(s, c) && read_rumour(s, c);
  case CUE_VERB:
    if (!is_actual(s, c) || (c->group.passive && c->cue->act != ACT_SAYS)) return false;
    return c->group.passive ? read_agent(s, c) : read_verb(s, c);
  default: return is_actual(s, c) && read_verb(s, c);
  }
}

/* Finds the content; rule stays NULL where there is none. */
static void read_content(sentence_cues *x, uint32_t k) {
  set_stop(x, k);
  if (!read_class(x->s, &x->items[k])) x->items[k].rule = NULL;
}

/* ---- drafts -------------------------------------------------------------------------------------------- */

/* How much of the content is quoted, and what that makes of it. */
static statement_mode mode_of(const scene *s, const candidate *c) {
  bool quoted = false, plain = false;
  if (c->cue->class == CUE_SILENCE) return MODE_DECLINED;
  if (c->cue->class == CUE_ADVERB || c->cue->class == CUE_RUMOUR) return MODE_HEARSAY;
  for (uint32_t k = 0; k < c->n_runs; k++)
    for (uint32_t i = c->runs[k].first; i < c->runs[k].end; i++) {
      if (s->mark[i]) continue;
      if (s->t[i].flags & TOK_QUOTED) quoted = true;
      else plain = true;
    }
  if (!quoted) return MODE_INDIRECT;
  return plain || !c->quoted ? MODE_MIXED : MODE_DIRECT;
}

/* What a text or survey tells is shown; what is being demanded is a wish. */
static statement_act act_of(const scene *s, const candidate *c, statement_mode mode) {
  uint32_t m = c->sub.who.mention;
  bool person = m != NONE && s->f->mentions[m].actor != NONE &&
                s->f->actors[s->f->mentions[m].actor].kind == ACTOR_PERSON;
  if (!person && c->sub.link != LINK_NONE && scene_is(s, c->sub.who.head, WORD_DOCUMENT)) return ACT_SHOWS;
  bool standing = c->group.progressive && mode == MODE_INDIRECT && (c->cue->frames & FRAME_NP);
  return c->cue->act == ACT_SAYS && standing ? ACT_WANTS : c->cue->act;
}

static uint16_t sureness(const candidate *c) {
  if (c->quoted) return P_QUOTE;
  if (str_eq(str_of(c->rule), STR("cue-that")) || str_eq(str_of(c->rule), STR("according-to"))) return P_THAT;
  if (str_eq(str_of(c->rule), STR("cue-clause"))) return P_CLAUSE;
  if (str_eq(str_of(c->rule), STR("tag"))) return P_TAG;
  return str_eq(str_of(c->rule), STR("cue-np")) ? P_OBJECT : P_WEAK;
}

static bool is_reported(const scene *s, const candidate *c) {
  uint16_t morph = s->t[c->hit.first].morph;
  return c->cue->class == CUE_PREP || c->group.have || c->group.progressive ||
         ((morph & MORPH_PRESENT) && !(morph & MORPH_PAST));
}

static void add_draft(const scene *s, const candidate *c, draft_list *out) {
  draft d = {.first = c->hit.first, .end = c->hit.end, .sentence = c->sentence, .cue = c->cue};
  d.cue_first = c->hit.first;
  d.cue_end = c->hit.end;
  d.has_who = c->sub.link != LINK_NONE && c->cue->class != CUE_RUMOUR && c->cue->class != CUE_ADVERB;
  d.who = c->sub.who;
  d.runs = c->runs;
  d.n_runs = c->n_runs;
  d.mode = mode_of(s, c);
  d.act = act_of(s, c, d.mode);
  d.quoted = c->quoted;
  d.reported = is_reported(s, c);
  d.shared = c->controller != NONE;
  d.via = c->via;
  d.has_via = c->has_via;
  d.rule = c->rule;
  d.p = sureness(c);
  bool own = c->sub.link != LINK_SHARED && c->sub.link != LINK_CONTROL;
  if (d.has_who && own) draft_widen(&d, d.who.first, d.who.end);
  for (uint32_t k = 0; k < d.n_runs; k++) draft_widen(&d, d.runs[k].first, d.runs[k].end);
  *ARENA_PUSH(s->a, out->items, out->n, out->cap) = d;
}

/* Hearsay inside what somebody said is his own hedge. */
static bool inside_earlier(const candidate *c, const draft_list *out, uint32_t from) {
  for (uint32_t k = from; k < out->n; k++)
    for (uint32_t r = 0; r < out->items[k].n_runs; r++)
      if (out->items[k].runs[r].first <= c->hit.first && c->hit.first < out->items[k].runs[r].end)
        return true;
  return false;
}

/* Whether c only passes on what another cue in its content tells: "…, Vale said, the agency reported". */
static bool passes_on(sentence_cues *x, const candidate *c) {
  bool media = false;
  for (uint32_t i = c->sub.who.first; c->sub.link != LINK_NONE && i < c->sub.who.end; i++)
    media = media || scene_is(x->s, i, WORD_MEDIA);
  for (uint32_t k = 0; media && k < x->n; k++) {
    candidate *o = &x->items[k];
    bool told = o != c && o->rule && o->lo == c->lo && o->cue->act == ACT_SAYS && is_verbal(o);
    for (uint32_t r = 0; told && r < c->n_runs; r++)
      if (c->runs[r].first <= o->hit.first && o->hit.first < c->runs[r].end) {
        o->via = c->sub.who;
        o->has_via = true;
        return true;
      }
  }
  return false;
}

/* Drops those that only pass on what another tells. */
static void drop_passing(sentence_cues *x) {
  for (uint32_t k = 0; k < x->n; k++)
    if (x->items[k].rule && passes_on(x, &x->items[k])) x->items[k].rule = NULL;
}

void candidates_read(const scene *s, uint32_t number, draft_list *out) {
  sentence_cues x = {.s = s};
  uint32_t before = out->n;
  gather(&x, number);
  if (!x.n) return;
  find_subjects(&x);
  for (uint32_t k = x.n; k-- > 0;) read_content(&x, k);
  drop_passing(&x);
  for (uint32_t k = 0; k < x.n; k++) {
    candidate *c = &x.items[k];
    if (!c->rule) continue;
    if (c->cue->class != CUE_ADVERB || !inside_earlier(c, out, before)) add_draft(s, c, out);
  }
}
