/* circumstances.c: to whom, where and through whom a statement was made, over tags and words of the pack. */
#include "facts/circumstances.h"

/* Tokens between a verb and the words for whom it is said to, or between "quoted" and "as saying". */
#define MAX_BETWEEN 20
/* Drafts on either side that may stand in the same sentence. */
#define MAX_NEAR 12

/* ---- the clause ------------------------------------------------------------------------------------------ */

/* A statement's sentence, or its quotation inside it, and the places there that are neither speaker nor cue. */
typedef struct {
  const scene *s;
  draft_list *all;
  draft *d;
  uint32_t lo, hi;
  run cue, who, behind, between, inside, before;      /* inside: behind a comma among the speaker's words */
} clause;

static bool in_runs(const draft *d, uint32_t i) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) return true;
  return false;
}

static bool is_gone(const draft *d) { return d->end == d->first; }
static void drop(draft *d) { d->end = d->first; }

/* "citing two officials" taken for a statement of its own. */
static bool is_half(const scene *s, const draft *d) {
  uint32_t i = d->cue_first;
  if (d->cue_end != i + 1 || !scene_is(s, i, WORD_CITE)) return false;
  return (s->t[i].morph & MORPH_PART_PRES) || (i > 1 && scene_is(s, i - 1, WORD_REL) && s->mark[i - 2] == ',');
}

/* Where another statement's part of the sentence begins, behind token `from`. */
static uint32_t next_part(const clause *c, uint32_t from) {
  uint32_t k = (uint32_t)(c->d - c->all->items), stop = c->hi;
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++) {
    const draft *o = &c->all->items[j];
    if (j == k || is_gone(o) || !o->cue_end || in_runs(c->d, o->cue_first) || is_half(c->s, o)) continue;
    uint32_t first = o->has_who && !o->shared && o->who.first < o->cue_first ? o->who.first : o->cue_first;
    if (c->d->has_who && o->has_who && o->who.first == c->d->who.first) first = o->cue_first;
    if (first >= from && first < stop) stop = first;
  }
  return stop;
}

static clause clause_of(const scene *s, draft_list *all, draft *d) {
  const sentence *at = &s->d->sentences[d->sentence];
  clause c = {.s = s, .all = all, .d = d, .lo = at->first, .hi = at->end};
  uint32_t q = s->quote[d->cue_first];
  if (q != NONE) {
    const quote *in = &s->d->quotes[q];
    if (in->open + 1 > c.lo) c.lo = in->open + 1;
    if (in->closed && in->close < c.hi) c.hi = in->close;
  }
  bool ahead = d->has_who && d->who.first < d->cue_first;
  uint32_t from = d->has_who && d->who.first >= d->cue_end && d->who.first <= d->cue_end + 1 ? d->who.end : d->cue_end;
  c.cue = (run){d->cue_first, d->cue_end};
  c.who = ahead ? (run){d->who.first, d->who.end} : (run){0, 0};
  c.behind = (run){from, next_part(&c, from)};
  c.between = ahead && d->who.end < d->cue_first ? (run){d->who.end, d->cue_first} : (run){0, 0};
  c.before = (run){c.lo, ahead ? d->who.first : d->cue_first};
  for (uint32_t i = d->who.first; d->has_who && i < d->who.end && !c.inside.end; i++)
    if (s->mark[i] == ',') c.inside = (run){i, d->who.end};
  return c;
}

/* The next token of a place at or behind i that is not said, or its end. */
static uint32_t pass_runs(const clause *c, run place, uint32_t i) {
  for (uint32_t r = 0; r < c->d->n_runs; r++)
    if (c->d->runs[r].first <= i && i < c->d->runs[r].end) i = c->d->runs[r].end, r = UINT32_MAX;
  return i < place.end ? i : place.end;
}

/* ---- who ------------------------------------------------------------------------------------------------- */

static const actor *actor_of(const scene *s, const nominal *np) {
  uint32_t m = np->mention;
  return m == NONE || s->f->mentions[m].actor == NONE ? NULL : &s->f->actors[s->f->mentions[m].actor];
}

static bool is_phrase_of(const scene *s, const nominal *np, uint64_t class) {
  return scene_is(s, np->head, class) || scene_is(s, np->end - 1, class);
}

static bool can_hear(const scene *s, const nominal *np) {
  const actor *a = actor_of(s, np);
  return (a && a->kind != ACTOR_PLACE) || is_phrase_of(s, np, WORD_LISTENER) || s->t[np->head].upos == UPOS_PRON;
}

/* The noun phrase at i, with "of …"; over a quotation mark. */
static bool phrase_at(const scene *s, uint32_t i, uint32_t hi, nominal *out) {
  if (i < hi && s->mark[i] == 'o') i++;
  if (i >= hi || s->time[i] != NONE) return false;
  uint32_t m = s->mention[i];
  bool known = m != NONE && s->f->mentions[m].first == i && s->f->mentions[m].end <= hi;       /* "both capitals" */
  if (known) *out = (nominal){i, s->f->mentions[m].end, s->f->mentions[m].head, m, false};
  nominal wide;
  if (scene_noun_after(s, i, hi, false, &wide) && (!known || wide.end >= out->end)) *out = wide;
  else if (!known) return false;
  nominal more;
  while (out->end + 1 < hi && scene_is(s, out->end, WORD_OF) && scene_noun_after(s, out->end + 1, hi, false, &more))
    out->end = more.end;
  return true;
}

/* The last word of a noun phrase before what hangs on it. */
static uint32_t last_word(const scene *s, uint32_t first, uint32_t end) {
  uint32_t i = first + 1;
  while (i < end && s->t[i].upos != UPOS_ADP && (!s->mark[i] || s->mark[i] == '-')) i++;
  return i - 1;
}

/* Whether words name an outlet: a noun of class outlet as their head, or before a name or an agency. */
static bool names_outlet(const scene *s, uint32_t first, uint32_t end) {
  uint32_t head = last_word(s, first, end);
  if (scene_is(s, head, WORD_OUTLET)) return true;
  if (s->t[head].upos != UPOS_PROPN && !scene_is(s, head, WORD_MEDIA | WORD_REPORT)) return false;
  if (first && s->t[first].upos == UPOS_PROPN && scene_is(s, first - 1, WORD_OUTLET)) return true;     /* "the daily Marad" */
  for (uint32_t i = first; i < head; i++)
    if (scene_is(s, i, WORD_OUTLET)) return true;
  return false;
}

static bool is_outlet(const scene *s, const nominal *np) {
  const actor *a = actor_of(s, np);
  uint32_t head = last_word(s, np->first, np->end);
  bool named = a && (a->kind == ACTOR_PERSON || a->kind == ACTOR_GROUP) && s->f->mentions[np->mention].form != MENTION_NOMINAL;
  bool kind = s->t[np->first].upos == UPOS_PROPN &&            /* "the daily Marad", "Radio Marad", "Marad Herald" */
              (scene_is(s, np->first, WORD_OUTLET) || scene_is(s, head, WORD_OUTLET) ||
               (np->first && scene_is(s, np->first - 1, WORD_OUTLET)));
  for (uint32_t i = head + 1; i < np->end && !kind; i++) kind = scene_is(s, i, WORD_OUTLET);       /* "Marad, a weekly" */
  if ((named && !kind) || scene_is(s, head, WORD_INFORMANT)) return false;
  if (kind || names_outlet(s, np->first, np->end)) return true;
  uint32_t who = a && a->kind != ACTOR_PERSON ? s->f->mentions[np->mention].actor : NONE;
  for (uint32_t m = 0; who != NONE && m < s->f->n_mentions; m++)      /* "it", "the agency": a news agency before */
    if (s->f->mentions[m].actor == who && names_outlet(s, s->f->mentions[m].first, s->f->mentions[m].end)) return true;
  return false;
}

static void widen(draft *d, uint32_t first, uint32_t end) {
  if (first < d->first) d->first = first;
  if (end > d->end) d->end = end;
}

static void set_via(draft *d, const nominal *via) {
  d->via = *via;
  d->has_via = true;
  widen(d, via->first, via->end);
}

static void set_who(draft *d, const nominal *who) {
  d->who = *who;
  d->has_who = true;
  d->shared = false;
  widen(d, who->first, who->end);
}

/* ---- who is cited ---------------------------------------------------------------------------------------- */

static bool is_participle(const scene *s, uint32_t i, uint16_t form) {
  return s->t[i].upos == UPOS_VERB && (s->t[i].morph & form);
}

/* The speaker's words up to a comma, as a noun phrase of their own. */
static nominal before_comma(const scene *s, const nominal *who, uint32_t comma) {
  nominal np = *who;
  if (comma >= who->end || comma <= who->first) return np;
  if (!scene_noun_after(s, who->first, comma, true, &np)) np = *who;
  np.end = comma;
  return np;
}

/* Whether words that name nobody's body may be those of an outlet: "Marad Hoje said, citing two officials". Of persons
 * only where "citing" has been taken for words of its own. */
static bool is_nobodys(const clause *c, uint32_t i, const nominal *np) {
  const scene *s = c->s;
  const actor *a = actor_of(s, np);
  if (scene_is(s, last_word(s, np->first, np->end), WORD_MEDIA)) return true;
  if (s->t[np->head].upos != UPOS_PROPN || (a && (a->party.ptr || a->n_roles))) return false;
  if (!a || a->kind == ACTOR_ORGANISATION) return true;
  uint32_t k = (uint32_t)(c->d - c->all->items);
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++)
    if (j != k && c->all->items[j].cue_end && c->all->items[j].cue_first == i) return true;
  return false;
}

/* The half "citing two officials" at token i goes; what stands in the words of those cited is theirs alone. */
static void drop_halves(const clause *c, uint32_t i, const nominal *outlet) {
  uint32_t k = (uint32_t)(c->d - c->all->items);
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++) {
    draft *o = &c->all->items[j];
    if (j != k && o->cue_end && o->cue_first <= i && i < o->cue_end) drop(o);
    bool theirs = o->has_who && o->who.first == c->d->who.first;
    if (j != k && o->has_via && !theirs && o->via.first == outlet->first) o->has_via = false;
  }
}

/* "…, citing two officials" at token i: those cited speak, through the outlet that was taken for the speaker. */
static bool take_cited(const clause *c, uint32_t i, nominal outlet) {
  const scene *s = c->s;
  nominal cited;
  if (!phrase_at(s, i + 1, c->hi, &cited)) return false;
  const actor *a = actor_of(s, &cited);
  bool informs = scene_is(s, cited.head, WORD_INFORMANT), speaks = informs || (a && a->kind != ACTOR_PLACE);
  bool passes = is_outlet(s, &outlet) || (informs && is_nobodys(c, i, &outlet));
  if (!passes || scene_is(s, cited.first, WORD_NOBODY) || !(speaks || scene_is(s, cited.head, WORD_DOCUMENT)) || is_outlet(s, &cited)) return false;
  nominal more;
  if (scene_noun_after(s, cited.first, c->hi, true, &more)) cited.end = more.end;
  set_who(c->d, &cited);
  set_via(c->d, &outlet);
  drop_halves(c, i, &outlet);
  return true;
}

/* "Vale, quoted by the agency": the agency passes on. */
static bool take_passive(const clause *c, uint32_t i) {
  nominal by;
  uint32_t k = i + 1;
  while (k + 1 < c->hi && (c->s->time[k] != NONE || (c->s->t[k].upos == UPOS_ADP && c->s->time[k + 1] != NONE))) k++;
  if (k >= c->hi || !scene_is(c->s, k, WORD_BY) || !phrase_at(c->s, k + 1, c->hi, &by)) return false;
  set_via(c->d, &by);
  drop_halves(c, i, &by);
  return true;
}

static const char *translation_of(const scene *s, uint32_t first, uint32_t end, bool outlet) {
  for (uint32_t i = first; i < end; i++)
    if (scene_is(s, i, WORD_OFFICIAL)) return "official";
  return outlet ? "outlet" : "unknown";
}

/* "a translation by the agency", "translated from Arabic by the agency" at token i. */
static void take_translation(const clause *c, uint32_t i) {
  uint32_t first = i > c->lo + 2 ? i - 2 : c->lo, at = i;
  while (at + 2 < c->hi && !c->s->mark[at + 1] && !scene_is(c->s, at + 1, WORD_BY)) at++;
  bool by = take_passive(c, at);
  c->d->translation = translation_of(c->s, first, by ? c->d->via.end : i + 1, by);
}

/* "The agency, citing Vale, said" where Vale was taken for the speaker. */
static bool take_outlet_before(const clause *c) {
  const scene *s = c->s;
  const draft *d = c->d;
  uint32_t q = d->who.first - 1;
  if (!d->has_who || d->who.first < c->lo + 3 || !scene_is(s, q, WORD_CITE) || s->mark[q - 1] != ',') return false;
  nominal np;
  bool outlet = is_participle(s, q, MORPH_PART_PRES) && scene_noun_before(s, c->lo, q - 1, &np) && is_outlet(s, &np);
  if (!outlet) return false;
  set_via(c->d, &np);
  drop_halves(c, q, &np);
  return true;
}

/* "Two diplomats quoted by the paper said": taken for the speaker's words. */
static bool take_citing_inside(const clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  for (uint32_t i = c->who.first + 1; i + 1 < c->who.end; i++) {
    if (!scene_is(s, i, WORD_CITE) || !is_participle(s, i, MORPH_PART_PAST | MORPH_PAST) || !take_passive(c, i)) continue;
    d->who.end = s->mark[i - 1] ? i - 1 : i;
    if (s->t[d->who.end - 1].upos == UPOS_SCONJ) d->who.end--;       /* "as quoted by" */
    return true;
  }
  return false;
}

static bool take_citing(const clause *c, run place) {
  const scene *s = c->s;
  draft *d = c->d;
  for (uint32_t i = pass_runs(c, place, place.first); i < place.end; i = pass_runs(c, place, i + 1)) {
    if (scene_is(s, i, WORD_TRANSLATION) && i + 1 < c->hi && s->t[i + 1].upos == UPOS_ADP) return take_translation(c, i), true;
    if (!scene_is(s, i, WORD_CITE | WORD_CARRIED)) continue;
    if (is_participle(s, i, MORPH_PART_PAST | MORPH_PAST) && take_passive(c, i)) return true;
    if (!d->has_who || !scene_is(s, i, WORD_CITE)) continue;
    bool relative = i > place.first + 1 && scene_is(s, i - 1, WORD_REL) && scene_finite(s, i);      /* ", which cited" */
    if (relative && s->mark[i - 2] == ',' && take_cited(c, i, before_comma(s, &d->who, i - 2))) return true;
    if (!is_participle(s, i, MORPH_PART_PRES)) continue;
    bool said = i > place.first && s->mark[i - 1] == ',';
    if ((said || i == c->lo) && take_cited(c, i, before_comma(s, &d->who, i - said))) return true;
  }
  return false;
}

/* "The agency, citing two officials, said": what no label and no rule took for the speaker. */
static void find_outlet(clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  if (d->has_who || d->mode == MODE_HEARSAY) return;
  bool cites = false;
  for (uint32_t i = c->lo; i < d->cue_first && !cites; i++) cites = scene_is(s, i, WORD_CITE);
  if (!cites) return;
  uint32_t verb = d->cue_first;
  while (verb + 1 < d->cue_end && s->t[verb].upos != UPOS_VERB) verb++;
  verb_group g = speakers_group(s, c->lo, verb);
  subject sub = speakers_subject(s, c->lo, c->hi, &g, d->cue_end, true);
  if (sub.link != LINK_SUBJECT || !is_outlet(s, &sub.who)) {
    uint32_t comma = c->lo;
    while (comma + 1 < d->cue_first && !s->mark[comma]) comma++;
    sub.who = (nominal){c->lo, comma, comma - 1, NONE, false};       /* "A business daily", whatever its tags */
    if (comma == c->lo || !scene_is(s, comma + 1, WORD_CITE) || !is_outlet(s, &sub.who)) return;
  }
  set_who(d, &sub.who);
  *c = clause_of(s, c->all, d);
}

/* ---- "quoted as saying" ---------------------------------------------------------------------------------- */

/* The word of citing that a statement's cue is, or hangs on; NONE. `as`: that between it and the verb of speech. */
static uint32_t quoting_verb(const clause *c, uint32_t *as) {
  const scene *s = c->s;
  const draft *d = c->d;
  uint32_t v = d->cue_first;
  if (v > c->lo && scene_is(s, v - 1, WORD_AS)) {
    *as = v - 1;
    for (uint32_t q = v - 1, left = MAX_BETWEEN; q-- > c->lo && left--;)
      if (scene_is(s, q, WORD_QUOTED_AS) && s->t[q].upos == UPOS_VERB) return q;
    return NONE;
  }
  for (uint32_t q = v; q < d->cue_end; q++) {
    if (!scene_is(s, q, WORD_QUOTED_AS)) continue;
    for (uint32_t i = q + 1, left = MAX_BETWEEN; i + 1 < c->hi && left--; i++)
      if (scene_is(s, i, WORD_AS) && is_participle(s, i + 1, MORPH_PART_PRES)) return *as = i, q;
  }
  return NONE;
}

/* Other drafts of the same words of citing: the one with the most content stays. */
static bool another_tells(const clause *c, uint32_t q, uint32_t as) {
  uint32_t k = (uint32_t)(c->d - c->all->items);
  bool here = c->d->cue_first > as;
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++) {
    draft *o = &c->all->items[j];
    if (j == k || is_gone(o) || o->cue_first < q || o->cue_first > as + 1) continue;
    bool better = (o->n_runs > 0) != (c->d->n_runs > 0) ? o->n_runs > 0 : o->cue_first > as && !here;
    if (better) return true;
    drop(o);
  }
  return false;
}

/* "…, the agency quoted Vale as saying" at the sentence's end: the words before are his. */
static void take_words_before(const clause *c, uint32_t end) {
  draft *d = c->d;
  uint32_t stop = d->via.first;
  if (d->n_runs || stop < c->lo + 2 || c->s->mark[stop - 1] != ',' || (end < c->hi && !c->s->mark[end])) return;
  run *said = ARENA_NEW(c->s->a, run);
  *said = (run){c->lo, stop - 1};
  d->runs = said;
  d->n_runs = 1;
  widen(d, said->first, said->end);
}

/* What is said is not the words of citing themselves. */
static void drop_citing_words(const clause *c, uint32_t q, uint32_t end) {
  draft *d = c->d;
  run *left = ARENA_ARRAY(c->s->a, run, d->n_runs + (size_t)1);
  uint32_t n = 0;
  for (uint32_t r = 0; r < d->n_runs; r++) {
    run x = d->runs[r];
    if (x.first > q && x.first < end) x.first = end;
    if (x.first < x.end) left[n++] = x;
  }
  uint32_t stop = end;
  while (stop < c->hi && !c->s->mark[stop]) stop++;
  if (!n && stop > end) left[n++] = (run){end, stop};
  d->runs = left;
  d->n_runs = n;
}

/* "The agency quoted the minister: “…”". */
static bool take_quoted(const clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  uint32_t q = d->cue_end - 1;
  nominal np, via = d->who;
  if (!d->has_who || via.end > d->cue_first || !scene_is(s, q, WORD_CITE) || !is_outlet(s, &via)) return false;
  if (!phrase_at(s, q + 1, c->hi, &np) || np.end + 1 >= c->hi || (s->mark[np.end] != ':' && s->mark[np.end] != ',')) return false;
  if (s->mark[np.end + 1] != 'o') return false;
  drop_citing_words(c, q, np.end + 1);
  set_who(d, &np);
  set_via(d, &via);
  return true;
}

/* "The agency quoted Vale as saying", "Vale was quoted by the agency as saying", "was quoted as saying by". */
static bool take_quoting(clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  uint32_t as, q = quoting_verb(c, &as);
  if (q == NONE) return take_quoted(c);
  verb_group g = speakers_group(s, c->lo, q);
  nominal np;
  if (another_tells(c, q, as)) return drop(d), true;
  if (g.passive || q + 1 == as) {
    uint32_t by = as + 2;
    subject sub = d->has_who ? (subject){.link = LINK_NONE} : speakers_subject(s, c->lo, c->hi, &g, q + 1, false);
    if (sub.link == LINK_SUBJECT) set_who(d, &sub.who);
    if (scene_is(s, q + 1, WORD_BY) && phrase_at(s, q + 2, as, &np)) set_via(d, &np);
    else if (by < c->hi && scene_is(s, by, WORD_BY) && phrase_at(s, by + 1, c->hi, &np)) set_via(d, &np);
    else if (q + 1 < as && scene_is(s, q + 1, WORD_WITHIN) && phrase_at(s, q + 2, as, &np) && is_outlet(s, &np)) set_via(d, &np);
    return d->has_via;
  }
  if (!scene_noun_after(s, q + 1, as, true, &np)) return false;
  bool outlet = d->has_who && d->who.end <= q;
  subject sub = {.link = LINK_NONE};
  if (!outlet) sub = speakers_subject(s, c->lo, c->hi, &g, q + 1, false);
  nominal via = outlet ? d->who : sub.who;
  if (!outlet && sub.link == LINK_NONE) return false;
  set_who(d, &np);
  set_via(d, &via);
  d->cue_first = as + 1;
  d->cue_end = as + 2;
  drop_citing_words(c, q, as + 2);
  take_words_before(c, as + 2);
  return true;
}

/* ---- who only passes on ---------------------------------------------------------------------------------- */

/* The statement that stands in what d says and makes up all of it; NULL. Behind "according to": any of its clause. */
static draft *told_in(const clause *c) {
  const draft *d = c->d;
  uint32_t k = (uint32_t)(d - c->all->items), end = d->runs[d->n_runs - 1].end;
  bool prep = d->cue && d->cue->class == CUE_PREP;
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++) {
    draft *o = &c->all->items[j];
    if (j == k || is_gone(o) || !o->cue_end || !o->has_who || o->has_via || o->act == ACT_THINKS || o->act == ACT_WANTS) continue;
    if (o->sentence != d->sentence) continue;
    if (prep && !o->n_runs && o->cue_end <= d->cue_first && d->cue_first < d->runs[0].first) return o;
    bool opens = d->runs[0].first <= o->who.first && o->who.first <= d->runs[0].first + 1;
    if (opens && end <= o->cue_first) return o;           /* all that was taken for content is its speaker */
    if (!in_runs(d, o->cue_first)) continue;
    bool all = o->first <= d->runs[0].first + 1 && o->end + 1 >= end;
    if (prep || all) return o;
  }
  return NULL;
}

/* The words behind "by" in "a translation by the agency". */
static bool translator(const scene *s, const nominal *who, nominal *out) {
  for (uint32_t i = who->first; i + 1 < who->end; i++)
    if (scene_is(s, i, WORD_BY)) return phrase_at(s, i + 1, who->end, out);
  return false;
}

/* Whether the rules saw that the speaker only passes on what another statement tells. */
static bool is_via_of_another(const clause *c) {
  uint32_t k = (uint32_t)(c->d - c->all->items);
  for (uint32_t j = k > MAX_NEAR ? k - MAX_NEAR : 0; j < c->all->n && j <= k + MAX_NEAR; j++) {
    const draft *o = &c->all->items[j];
    bool via = j != k && !is_gone(o) && o->has_via && o->via.first < c->d->who.end && c->d->who.first < o->via.end;
    if (via && (!c->d->n_runs || in_runs(c->d, o->cue_first))) return true;
  }
  return false;
}

/* "…, Vale said, the agency reported", "Vale, according to the paper, said": Vale's statement, through the outlet. */
static bool pass_on(const clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  if (d->has_who && !d->has_via && is_via_of_another(c)) return drop(d), true;
  if (!d->has_who || d->has_via || !d->n_runs || d->act == ACT_WANTS || d->act == ACT_THINKS) return false;
  bool translation = false;
  for (uint32_t i = d->who.first; i < d->who.end && !translation; i++) translation = scene_is(s, i, WORD_TRANSLATION);
  bool outlet = is_outlet(s, &d->who) || (is_nobodys(c, NONE, &d->who) && scene_is(s, d->cue_end - 1, WORD_REPORT));
  if (!translation && !outlet) return false;
  draft *told = told_in(c);
  if (!told) return false;
  nominal via = d->who;
  bool by = translation && translator(s, &d->who, &via);
  if (translation) told->translation = translation_of(s, d->who.first, d->who.end, by);
  if (!translation || by) set_via(told, &via);
  if (!told->n_runs) {                     /* "Vale said, according to the paper, that …" */
    told->runs = d->runs;
    told->n_runs = d->n_runs;
    widen(told, d->runs[0].first, d->runs[d->n_runs - 1].end);
  }
  drop(d);
  return true;
}

/* ---- to whom --------------------------------------------------------------------------------------------- */

static void set_audience(draft *d, const nominal *np) { d->audience = (run){np->first, np->end}; }

/* "They were told by Vale": the subject hears, who stands behind "by" speaks, or nobody. */
static void take_passive_hearer(const clause *c, const verb_group *g) {
  const scene *s = c->s;
  draft *d = c->d;
  subject sub = speakers_subject(s, c->lo, c->hi, g, d->cue_end, false);
  bool heard = d->has_who && d->who.end <= g->first;
  bool found = sub.link == LINK_SUBJECT || sub.link == LINK_RELATIVE ||
               (sub.link == LINK_SHARED && speakers_of_clause_before(s, c->lo, sub.before, &sub.who));
  if (found && can_hear(s, &sub.who)) set_audience(d, &sub.who);
  else if (heard && can_hear(s, &d->who)) set_audience(d, &d->who);
  if (!heard) return;
  nominal by;
  d->has_who = false;
  d->act = ACT_SAYS;
  for (uint32_t i = d->cue_end; i < c->hi && i < d->cue_end + 4; i++)
    if (scene_is(s, i, WORD_BY) && phrase_at(s, i + 1, c->hi, &by) && (can_hear(s, &by) || s->t[by.head].upos == UPOS_PROPN))
      set_who(d, &by);
}

/* Whether a clause, an infinitive or what is asked for follows at i. */
static bool clause_follows(const clause *c, uint32_t i) {
  const scene *s = c->s;
  if (i >= c->hi) return false;
  if (s->mark[i]) return s->mark[i] != '.';
  return scene_is(s, i, WORD_TO | WORD_THAT | WORD_WH | WORD_WH_WIDE) || s->t[i].upos == UPOS_ADP || s->t[i].upos == UPOS_SCONJ ||
         scene_noun_start(s, i);
}

/* "told reporters", "asked Vale to go". */
static bool take_object(const clause *c, uint32_t verb) {
  const scene *s = c->s;
  nominal np;
  uint32_t i = verb + 1;
  if (i < c->hi && s->t[i].upos == UPOS_ADV) i++;
  if (scene_is(s, verb, WORD_HEARER_ON)) {
    if (i + 1 >= c->hi || !scene_is(s, i, WORD_ALONG) || s->time[i + 1] != NONE) return false;
    i++;
  }
  if (!phrase_at(s, i, c->hi, &np) || (c->d->has_who && c->d->who.first < np.end && np.first < c->d->who.end)) return false;
  bool surely = scene_is(s, verb, WORD_HEARER) || (can_hear(s, &np) && clause_follows(c, np.end));
  if (surely) set_audience(c->d, &np);
  return surely;
}

/* "said to Vale", "denied this to reporters"; behind other objects only who is sure to listen. */
static void take_goal(const clause *c, uint32_t verb) {
  const scene *s = c->s;
  nominal np;
  bool object = false;
  for (uint32_t i = verb + 1, left = MAX_BETWEEN / 3; i + 1 < c->behind.end && left--; i++) {
    if (i < c->behind.first && i >= c->d->cue_end) i = c->behind.first;       /* "said Vale to reporters" */
    if (s->mark[i] || scene_finite(s, i) || s->t[i].upos == UPOS_SCONJ) return;
    if (s->t[i].upos == UPOS_ADP && !scene_is(s, i, WORD_TO) && s->time[i + 1] == NONE) return;
    object = object || s->t[i].upos == UPOS_NOUN || s->t[i].upos == UPOS_PROPN;
    if (!scene_is(s, i, WORD_TO)) continue;
    bool hears = phrase_at(s, i + 1, c->hi, &np) && (object ? is_phrase_of(s, &np, WORD_LISTENER) : can_hear(s, &np));
    if (hears) set_audience(c->d, &np);
    return;
  }
}

static void find_audience(const clause *c) {
  const scene *s = c->s;
  draft *d = c->d;
  if (d->mode == MODE_DECLINED) return;
  for (uint32_t v = d->cue_end; v-- > d->cue_first;) {
    if (scene_is(s, v, WORD_HEARER | WORD_HEARER_OF_CLAUSE | WORD_HEARER_ON)) {
      verb_group g = speakers_group(s, c->lo, v);
      if (g.passive) return take_passive_hearer(c, &g);
      if (take_object(c, v)) return;
    }
    if (scene_is(s, v, WORD_HEARER_TO)) take_goal(c, v);
    if (d->audience.end) return;
  }
}

/* ---- in what --------------------------------------------------------------------------------------------- */

/* Goes on over what hangs on it: "posted on its website", "with a newspaper", "to reporters". */
static uint32_t channel_end(const clause *c, uint32_t i) {
  const scene *s = c->s;
  nominal np;
  bool carried = false;
  for (;;) {
    if (i < c->hi && !in_runs(c->d, i) && scene_is(s, i, WORD_CARRIED) && s->t[i].upos == UPOS_VERB) {
      carried = true;
      i++;
      continue;
    }
    uint32_t k = i;                        /* "published on Monday by" */
    while (carried && k + 1 < c->hi && (s->time[k] != NONE || (s->t[k].upos == UPOS_ADP && s->time[k + 1] != NONE))) k++;
    if (k > i && scene_is(s, k, WORD_BY)) i = k;
    bool joins = i + 1 < c->hi && !in_runs(c->d, i) && !s->mark[i] && !in_runs(c->d, i + 1) && s->time[i + 1] == NONE &&
                 (s->t[i].upos == UPOS_ADP || scene_is(s, i, WORD_TO));
    if (!joins || !phrase_at(s, i + 1, c->hi, &np)) return i;
    if (scene_is(s, i, WORD_TO) && !c->d->audience.end && can_hear(s, &np)) set_audience(c->d, &np);
    bool passed = carried && scene_is(s, i, WORD_BY);
    if (passed && !c->d->has_via) set_via(c->d, &np);
    i = np.end;
  }
}

/* "in a statement", "on television", "through a spokesman" at token i. */
static bool channel_at(const clause *c, uint32_t i, run *out) {
  const scene *s = c->s;
  bool within = scene_is(s, i, WORD_WITHIN), along = scene_is(s, i, WORD_ALONG);
  if ((!within && !along) || i + 1 >= c->hi || s->time[i + 1] != NONE) return false;
  if (i > c->lo && scene_is(s, i, WORD_BY) && scene_is(s, i - 1, WORD_CITE)) return false;
  uint64_t class = (within ? WORD_UTTERANCE : 0) | (along ? WORD_MEDIUM : 0) | (within && along ? WORD_SPOKESMAN | WORD_INTERPRETER : 0);
  nominal np = {i + 1, i + 2, i + 1, NONE, false};
  bool found = scene_noun_after(s, i + 1, c->hi, false, &np);
  const actor *relay = found && within && along ? actor_of(s, &np) : NULL;
  found = found && is_phrase_of(s, &np, class);
  if (!found && relay && relay->kind != ACTOR_PLACE && s->t[np.head].upos != UPOS_PRON && !scene_is(s, i + 1, class)) {
    if (!c->d->has_via) set_via(c->d, &np);
    return false;
  }
  if (!found && !scene_is(s, i + 1, class)) return false;
  if (!found) np = (nominal){i + 1, i + 2, i + 1, NONE, false};
  bool bare = np.end == i + 2 && np.end < c->hi && scene_is(s, np.end, WORD_TO);
  if (bare && within) return false;                 /* "in response to" */
  if (is_phrase_of(s, &np, WORD_INTERPRETER)) {
    if (!c->d->has_via) set_via(c->d, &np);
    c->d->translation = "unknown";
    return false;
  }
  *out = (run){i, channel_end(c, np.end)};
  if (np.end > i + 2 && scene_is(s, np.end - 2, WORD_ENGLISH)) c->d->translation = "official";
  return true;
}

static bool channel_in(const clause *c, run place, run *out) {
  for (uint32_t i = pass_runs(c, place, place.first); i < place.end; i = pass_runs(c, place, i + 1)) {
    bool in_cue = c->d->cue_first <= i && i < c->d->cue_end;
    if (!in_cue && (scene_finite(c->s, i) || scene_is(c->s, i, WORD_THAT | WORD_REL))) return false;
    if (channel_at(c, i, out)) return true;
  }
  return false;
}

/* "In a letter on Monday, Vale said": opens the clause, and nothing but a time stands between. */
static bool channel_before(const clause *c, run *out) {
  const scene *s = c->s;
  for (uint32_t i = c->before.first; i < c->before.end; i++) {
    bool opens = i == c->lo || s->mark[i - 1] || s->t[i - 1].upos == UPOS_CCONJ;
    bool speaking = i + 2 < c->before.end && scene_is(s, i, WORD_WITHIN) && scene_is(s, i, WORD_ALONG) &&
                    scene_is(s, i + 2, WORD_INTERPRETER);
    if (speaking && channel_at(c, i, out)) return false;
    if (!opens || in_runs(c->d, i) || !channel_at(c, i, out)) continue;
    uint32_t k = out->end;
    while (k < c->before.end && (s->mark[k] || s->time[k] != NONE || (s->t[k].upos == UPOS_ADP && s->time[k + 1] != NONE))) k++;
    if (k == c->before.end) return true;
  }
  return false;
}

/* "denied this in an e-mail", where all of it was taken for what is denied. */
static bool channel_behind_object(const clause *c, run *out) {
  const scene *s = c->s;
  draft *d = c->d;
  if (!d->n_runs) return false;
  run *last = ARENA_ARRAY(s->a, run, d->n_runs), *tail = &last[d->n_runs - 1];
  memcpy(last, d->runs, d->n_runs * sizeof *last);
  if (tail->first < d->cue_end || tail->end > c->hi || scene_has_finite(s, tail->first, tail->end)) return false;
  for (uint32_t i = tail->first + 1; i + 1 < tail->end; i++) {
    if (!scene_is(s, i, WORD_WITHIN)) continue;
    uint32_t end = tail->end, n = d->n_runs;
    const run *runs = d->runs;
    tail->end = i;                   /* what is said ends before it, if it is one */
    d->runs = last;
    if (channel_at(c, i, out) && out->end >= end) return true;
    tail->end = end;
    d->runs = runs;
    d->n_runs = n;
  }
  return false;
}

static const char *who_translates(const clause *c) {
  for (uint32_t i = c->who.first; i < c->who.end; i++)
    if (scene_is(c->s, i, WORD_OFFICIAL | WORD_ENGLISH)) return "official";
  return is_outlet(c->s, &c->d->who) ? "outlet" : "unknown";
}

static void find_channel(const clause *c) {
  draft *d = c->d;
  run at;
  if (channel_in(c, c->cue, &at) || channel_in(c, c->behind, &at) || channel_in(c, c->between, &at) || channel_in(c, c->inside, &at) ||
      channel_before(c, &at) || channel_behind_object(c, &at))
    d->channel = at;
  for (uint32_t i = c->who.first; i < c->who.end && !d->translation; i++)        /* "the ministry's English version said" */
    if (scene_is(c->s, i, WORD_TRANSLATION)) d->translation = who_translates(c);
  if (!d->channel.end || d->translation) return;
  for (uint32_t i = d->channel.first; i < d->channel.end; i++)
    if (scene_is(c->s, i, WORD_TRANSLATION)) d->translation = d->has_via ? "outlet" : "official";
}

/* ---- what one verb has from another ---------------------------------------------------------------------- */

/* "said on Telegram that …, and warned": the second verb of one subject. */
static void share(draft_list *all, uint32_t k) {
  draft *d = &all->items[k];
  for (uint32_t j = k, left = MAX_NEAR; j-- > 0 && left--;) {
    const draft *o = &all->items[j];
    if (is_gone(o) || o->sentence != d->sentence || !o->has_who || !d->has_who) continue;
    bool same = o->who.first == d->who.first || (d->shared && in_runs(o, d->who.first) && !in_runs(o, d->cue_first));
    bool passed = o->has_via && o->via.first == d->who.first;
    if (passed && !d->has_via && o->via.first < o->who.first && o->who.first < o->cue_first)
      d->who = o->who, d->via = o->via, d->has_via = true;
    if (!same || o->cue_end > d->cue_first || d->channel.end || !o->channel.end) continue;
    d->channel = o->channel;
    if (!d->audience.end && o->channel.first <= o->audience.first && o->audience.end <= o->channel.end) d->audience = o->audience;
  }
}

/* "The agency, citing Vale, said that …" with the cue "citing" alone: Vale is the first of its words, the rest is said.
 * Without more it is half of another statement. */
static void mend_half(const scene *s, draft *d) {
  nominal cited;
  if (!is_half(s, d) || !d->n_runs || d->runs[0].first < d->cue_end) return;
  bool whose = d->has_who && is_outlet(s, &d->who), informs = phrase_at(s, d->runs[0].first, d->runs[0].end, &cited) && scene_is(s, cited.head, WORD_INFORMANT);
  if (!d->has_who && informs) return drop(d);
  if (!whose) return;
  if (d->n_runs < 2 || !phrase_at(s, d->runs[0].first, d->runs[0].end, &cited)) return drop(d);
  cited.end = d->runs[0].end;
  nominal outlet = d->who;
  set_via(d, &outlet);
  set_who(d, &cited);
  d->runs++;
  d->n_runs--;
  for (uint32_t i = cited.end; i < d->runs[0].first; i++)
    if (s->t[i].upos == UPOS_VERB && scene_finite(s, i)) d->cue_first = i, d->cue_end = i + 1;
}

void circumstances_find(const scene *s, draft_list *drafts) {
  for (uint32_t k = 0; k < drafts->n; k++) {
    draft *d = &drafts->items[k];
    if (!d->cue_end || is_gone(d)) continue;
    clause c = clause_of(s, drafts, d);
    if (take_quoting(&c)) continue;
    find_outlet(&c);
    if (!take_outlet_before(&c) && !take_citing_inside(&c) && !take_citing(&c, c.behind) && !take_citing(&c, c.between) && !take_citing(&c, c.inside)) take_citing(&c, c.before);
  }
  for (uint32_t k = 0; k < drafts->n; k++) {
    draft *d = &drafts->items[k];
    if (!d->cue_end || is_gone(d)) continue;
    clause c = clause_of(s, drafts, d);
    if (pass_on(&c)) continue;
    if (!d->has_via) mend_half(s, d);
    if (is_gone(d)) continue;
    find_audience(&c);
    find_channel(&c);
  }
  uint32_t n = 0;
  for (uint32_t k = 0; k < drafts->n; k++) share(drafts, k);
  for (uint32_t k = 0; k < drafts->n; k++)
    if (!is_gone(&drafts->items[k])) drafts->items[n++] = drafts->items[k];
  drafts->n = n;
}
