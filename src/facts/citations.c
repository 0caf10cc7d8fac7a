/* citations.c: who is cited speaks; the outlet that cites him passes his words on. */
#include "facts/setting.h"

const char *citations_translation(const scene *s, run words, bool outlet) {
  for (uint32_t i = words.first; i < words.end; i++)
    if (scene_is(s, i, WORD_OFFICIAL)) return "official";
  return outlet ? "outlet" : "unknown";
}

static bool has_translation(const scene *s, run words) {
  for (uint32_t i = words.first; i < words.end; i++)
    if (scene_is(s, i, WORD_TRANSLATION)) return true;
  return false;
}

bool citations_translator(const scene *s, run words, nominal *out) {
  for (uint32_t i = words.first; i + 1 < words.end; i++) {
    if (scene_is(s, i, WORD_BY)) return setting_phrase(s, i + 1, words.end, out);
    bool owner = i > words.first && (s->t[i].morph & MORPH_POSS) && s->t[i].upos == UPOS_PART;
    if (owner && scene_noun_before(s, words.first, i, out)) return true;
  }
  return false;
}

/* ---- "citing two officials" ---------------------------------------------------------------------------- */

/* The half "citing two officials" at token i goes; what those cited say is theirs alone. */
static void drop_halves(const setting *x, uint32_t i, const nominal *outlet) {
  uint32_t j = 0;
  for (draft *o; (o = setting_next(x, &j));) {
    bool theirs = o->has_who && o->who.first == x->d->who.first;
    if (o->has_via && !theirs && o->via.first == outlet->first) o->has_via = false;
    if (o->cue_end && o->cue_first <= i && i < o->cue_end) setting_drop(o);
  }
}

/* Whether words that name nobody's body may be those of an outlet: "Marad Hoje said, citing two
 * officials". Of what looks like a person only where it reports, or "citing" at token i was taken for a
 * statement. */
static bool is_nobodys(const setting *x, uint32_t i, const nominal *np) {
  const scene *s = x->s;
  const actor *a = setting_actor(s, np);
  if (scene_is(s, setting_last_word(s, np->first, np->end), WORD_MEDIA)) return true;
  if (s->t[np->head].upos != UPOS_PROPN || (a && (a->party.ptr || a->n_roles))) return false;
  if (!a || a->kind == ACTOR_ORGANISATION || scene_is(s, x->d->cue_end - 1, WORD_REPORT)) return true;
  uint32_t j = 0;
  for (const draft *o; (o = setting_next(x, &j));)
    if (o->cue_end && o->cue_first == i) return true;
  return false;
}

/* Somebody who may be cited: a person or body, no outlet; a document. */
static bool can_be_cited(const setting *x, const nominal *np) {
  const actor *a = setting_actor(x->s, np);
  if (scene_is(x->s, np->first, WORD_NOBODY) || setting_is_outlet(x, np)) return false;
  return (a && a->kind != ACTOR_PLACE) || setting_is_of(x->s, np, WORD_INFORMANT | WORD_DOCUMENT);
}

/* "…, citing two officials" at token i: they speak, through the outlet that was taken for the speaker. */
static bool take_cited(const setting *x, uint32_t i, nominal outlet) {
  const scene *s = x->s;
  nominal cited, more;
  if (!setting_phrase(s, i + 1, x->hi, &cited) || !can_be_cited(x, &cited)) return false;
  bool informs = setting_is_of(s, &cited, WORD_INFORMANT);
  if (!setting_is_outlet(x, &outlet) && !(informs && is_nobodys(x, i, &outlet))) return false;
  if (scene_noun_after(s, cited.first, x->hi, true, &more)) cited.end = more.end;
  setting_set_who(x->d, &cited);
  setting_set_via(x->d, &outlet);
  drop_halves(x, i, &outlet);
  return true;
}

/* The speaker's words up to a comma, as a noun phrase of their own. */
static nominal before_comma(const scene *s, const nominal *who, uint32_t comma) {
  nominal np = *who;
  if (comma >= who->end || comma <= who->first) return np;
  if (!scene_noun_after(s, who->first, comma, true, &np)) np = *who;
  np.end = comma;
  return np;
}

/* "Vale, quoted by the agency", "quoted in the paper", "published on Monday by the agency" at token i. */
static bool take_passive(const setting *x, uint32_t i) {
  const scene *s = x->s;
  nominal by;
  uint32_t k = setting_pass_times(s, i + 1, x->hi);
  bool in = k < x->hi && scene_is(s, i, WORD_CITE) && scene_is(s, k, WORD_WITHIN);
  if (k >= x->hi || !(in || scene_is(s, k, WORD_BY)) || !setting_phrase(s, k + 1, x->hi, &by)) return false;
  if (in && !setting_is_outlet(x, &by)) return false;
  setting_set_via(x->d, &by);
  drop_halves(x, i, &by);
  return true;
}

/* "a translation by the agency", "translated from Arabic by the agency" at token i. */
static void take_translation(const setting *x, uint32_t i) {
  uint32_t first = i > x->lo + 2 ? i - 2 : x->lo, at = i;
  while (at + 2 < x->hi && !x->s->mark[at + 1] && !scene_is(x->s, at + 1, WORD_BY)) at++;
  bool by = take_passive(x, at);
  x->d->translation = citations_translation(x->s, (run){first, by ? x->d->via.end : i + 1}, by);
}

/* "The agency, citing Vale, said" where Vale was taken for the speaker. */
static bool take_outlet_before(const setting *x) {
  const scene *s = x->s;
  nominal np;
  if (!x->d->has_who || x->d->who.first < x->lo + 3) return false;
  uint32_t q = x->d->who.first - 1;
  bool citing = scene_is(s, q, WORD_CITE) && setting_is_verb(s, q, MORPH_PART_PRES);
  if (s->mark[q - 1] != ',' || !citing) return false;
  if (!scene_noun_before(s, x->lo, q - 1, &np) || !setting_is_outlet(x, &np)) return false;
  setting_set_via(x->d, &np);
  drop_halves(x, q, &np);
  return true;
}

/* "Two diplomats quoted by the paper said": all taken for the speaker's words. */
static bool take_inside(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  for (uint32_t i = x->who.first + 1; i + 1 < x->who.end; i++) {
    bool cited = scene_is(s, i, WORD_CITE) && setting_is_verb(s, i, MORPH_PART_PAST | MORPH_PAST);
    if (!cited || !take_passive(x, i)) continue;
    d->who.end = s->mark[i - 1] ? i - 1 : i;
    if (s->t[d->who.end - 1].upos == UPOS_SCONJ) d->who.end--;       /* "as quoted by" */
    return true;
  }
  return false;
}

/* "…, citing Vale", "…, which cited Vale", and at the sentence's start. */
static bool take_active(const setting *x, run place, uint32_t i) {
  const scene *s = x->s;
  const nominal *who = &x->d->who;
  if (!x->d->has_who || !scene_is(s, i, WORD_CITE)) return false;
  bool relative = i > place.first + 1 && scene_is(s, i - 1, WORD_REL) && s->mark[i - 2] == ',';
  if (relative && scene_finite(s, i) && take_cited(x, i, before_comma(s, who, i - 2))) return true;
  if (!setting_is_verb(s, i, MORPH_PART_PRES)) return false;
  bool comma = i > place.first && s->mark[i - 1] == ',';
  return (comma || i == x->lo) && take_cited(x, i, before_comma(s, who, i - comma));
}

static bool take_citing(const setting *x, run place) {
  const scene *s = x->s;
  for (uint32_t i = place.first; (i = setting_pass_runs(x, place, i)) < place.end; i++) {
    if (!scene_is(s, i, WORD_CITE | WORD_CARRIED | WORD_TRANSLATION)) continue;
    if (scene_is(s, i, WORD_TRANSLATION) && i + 1 < x->hi && s->t[i + 1].upos == UPOS_ADP) {
      take_translation(x, i);
      return true;
    }
    if (setting_is_verb(s, i, MORPH_PART_PAST | MORPH_PAST) && take_passive(x, i)) return true;
    if (take_active(x, place, i)) return true;
  }
  return false;
}

/* "The agency said that it was closed, citing Vale", where all of that was taken for what it said. */
static bool take_tail(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  if (!d->has_who || !d->n_runs || !setting_is_outlet(x, &d->who)) return false;
  run last = d->runs[d->n_runs - 1];
  for (uint32_t i = last.end; i-- > last.first + 1;) {
    if (scene_finite(s, i)) return false;
    bool cites = s->mark[i - 1] == ',' && scene_is(s, i, WORD_CITE) && setting_is_verb(s, i, MORPH_PART_PRES);
    if (!cites || !take_cited(x, i, d->who)) continue;
    run *cut = ARENA_ARRAY(s->a, run, d->n_runs);
    memcpy(cut, d->runs, d->n_runs * sizeof *cut);
    cut[d->n_runs - 1].end = i - 1;
    d->runs = cut;
    return true;
  }
  return false;
}

/* "A business daily, citing …" whatever its tags: all words up to the comma. */
static bool outlet_opens(const setting *x, nominal *out) {
  uint32_t comma = x->lo;
  while (comma + 1 < x->d->cue_first && !x->s->mark[comma]) comma++;
  if (comma == x->lo || !scene_is(x->s, comma + 1, WORD_CITE)) return false;
  *out = (nominal){x->lo, comma, comma - 1, NONE, false};
  return setting_is_outlet(x, out);
}

/* "The agency, citing two officials, said", of which neither labels nor rules saw the speaker. */
static void find_outlet(setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  bool cites = false;
  if (d->has_who || d->mode == MODE_HEARSAY) return;
  for (uint32_t i = x->lo; i < d->cue_first && !cites; i++) cites = scene_is(s, i, WORD_CITE);
  if (!cites) return;
  uint32_t verb = d->cue_first;
  while (verb + 1 < d->cue_end && s->t[verb].upos != UPOS_VERB) verb++;
  verb_group g = speakers_group(s, x->lo, verb);
  subject sub = speakers_subject(s, x->lo, x->hi, &g, d->cue_end, true);
  bool found = sub.link == LINK_SUBJECT && setting_is_outlet(x, &sub.who);
  if (!found && !outlet_opens(x, &sub.who)) return;
  setting_set_who(d, &sub.who);
  *x = setting_of(s, x->outlets, x->all, d);
}

/* ---- "quoted as saying" -------------------------------------------------------------------------------- */

/* The word of citing that a cue is, or hangs on; NONE. *as: that between it and the verb of speech. */
static uint32_t quoting_verb(const setting *x, uint32_t *as) {
  const scene *s = x->s;
  uint32_t v = x->d->cue_first, left = SETTING_MAX_BETWEEN;
  if (v > x->lo && scene_is(s, v - 1, WORD_AS)) {
    *as = v - 1;
    for (uint32_t q = v - 1; q-- > x->lo && left--;)
      if (scene_is(s, q, WORD_QUOTED_AS) && s->t[q].upos == UPOS_VERB) return q;
    return NONE;
  }
  uint32_t q = v;
  while (q < x->d->cue_end && !scene_is(s, q, WORD_QUOTED_AS)) q++;
  for (uint32_t i = q + 1; q < x->d->cue_end && i + 1 < x->hi && left--; i++)
    if (scene_is(s, i, WORD_AS) && (s->t[i + 1].morph & MORPH_PART_PRES)) return *as = i, q;
  return NONE;
}

/* Other drafts of the same words of citing: the one with the most content stays. */
static bool another_tells(const setting *x, uint32_t q, uint32_t as) {
  const draft *d = x->d;
  uint32_t j = 0;
  for (draft *o; (o = setting_next(x, &j));) {
    if (o->cue_first < q || o->cue_first > as + 1) continue;
    bool fuller = (o->n_runs > 0) != (d->n_runs > 0);
    if (fuller ? o->n_runs > 0 : o->cue_first > as && d->cue_first <= as) return true;
    setting_drop(o);
  }
  return false;
}

static void set_content(const setting *x, run words) {
  run *said = ARENA_NEW(x->s->a, run);
  *said = words;
  x->d->runs = said;
  x->d->n_runs = 1;
  draft_widen(x->d, words.first, words.end);
}

/* What is said is not the words of citing, (q, end), themselves. */
static void drop_citing_words(const setting *x, uint32_t q, uint32_t end) {
  draft *d = x->d;
  run *left = ARENA_ARRAY(x->s->a, run, d->n_runs + (size_t)1);
  uint32_t n = 0, stop = end;
  for (uint32_t r = 0; r < d->n_runs; r++) {
    run words = d->runs[r];
    if (words.first > q && words.first < end) words.first = end;
    if (words.first < words.end) left[n++] = words;
  }
  d->runs = left;
  d->n_runs = n;
  while (stop < x->hi && !x->s->mark[stop]) stop++;
  if (!n && stop > end) set_content(x, (run){end, stop});
}

/* "…, the agency quoted Vale as saying" at the sentence's end: the words before are his. */
static void take_words_before(const setting *x, uint32_t end) {
  uint32_t stop = x->d->via.first;
  bool closes = end >= x->hi || x->s->mark[end];
  if (x->d->n_runs || !closes || stop < x->lo + 2 || x->s->mark[stop - 1] != ',') return;
  set_content(x, (run){x->lo, stop - 1});
}

/* "The agency quoted the minister: “…”". */
static bool take_quoted(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  uint32_t q = d->cue_end - 1;
  nominal np, via = d->who;
  if (!d->has_who || via.end > d->cue_first || !scene_is(s, q, WORD_CITE)) return false;
  if (!setting_is_outlet(x, &via) || !setting_phrase(s, q + 1, x->hi, &np)) return false;
  if (np.end + 1 >= x->hi || s->mark[np.end + 1] != 'o') return false;
  if (s->mark[np.end] != ':' && s->mark[np.end] != ',') return false;
  drop_citing_words(x, q, np.end + 1);
  setting_set_who(d, &np);
  setting_set_via(d, &via);
  return true;
}

/* "Vale was quoted by the agency as saying", "as saying by the agency", "is quoted in the daily as
 * saying". */
static bool take_quoted_passive(const setting *x, const verb_group *g, uint32_t as) {
  const scene *s = x->s;
  draft *d = x->d;
  uint32_t q = g->verb, by = as + 2;
  nominal np;
  if (!d->has_who) {
    subject sub = speakers_subject(s, x->lo, x->hi, g, q + 1, false);
    if (sub.link == LINK_SUBJECT) setting_set_who(d, &sub.who);
  }
  bool named = scene_is(s, q + 1, WORD_BY | WORD_WITHIN) && setting_phrase(s, q + 2, as, &np) &&
               (scene_is(s, q + 1, WORD_BY) || setting_is_outlet(x, &np));
  if (!named) named = by < x->hi && scene_is(s, by, WORD_BY) && setting_phrase(s, by + 1, x->hi, &np);
  if (named) setting_set_via(d, &np);
  return named;
}

/* "The agency quoted Vale as saying". */
static bool take_quoting(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  nominal np;
  uint32_t as, q = quoting_verb(x, &as);
  if (q == NONE) return take_quoted(x);
  verb_group g = speakers_group(s, x->lo, q);
  if (another_tells(x, q, as)) {
    setting_drop(d);
    return true;
  }
  if (g.passive || q + 1 == as) return take_quoted_passive(x, &g, as);
  subject sub = {.link = LINK_SUBJECT, .who = d->who};
  if (!d->has_who || d->who.end > q) sub = speakers_subject(s, x->lo, x->hi, &g, q + 1, false);
  bool having = s->t[as + 1].upos == UPOS_AUX && as + 3 <= x->hi;              /* "as having said" */
  uint32_t from = s->mark[q + 1] == 'o' ? q + 2 : q + 1, end = having ? as + 3 : as + 2;
  if (sub.link == LINK_NONE || !scene_noun_after(s, from, as, true, &np)) return false;
  setting_set_who(d, &np);
  setting_set_via(d, &sub.who);
  d->cue_first = as + 1;
  d->cue_end = end;
  drop_citing_words(x, q, end);
  take_words_before(x, end);
  return true;
}

/* The rules took "according to the agency's translation" for somebody who passes on: the agency does. */
static void mend_via(const setting *x) {
  draft *d = x->d;
  run words = {d->via.first, d->via.end};
  if (!d->has_via || !has_translation(x->s, words)) return;
  d->has_via = citations_translator(x->s, words, &d->via);
  d->translation = citations_translation(x->s, words, d->has_via);
}

void citations_take(setting *x) {
  mend_via(x);
  if (take_quoting(x)) return;
  find_outlet(x);
  if (take_outlet_before(x) || take_inside(x) || take_citing(x, x->behind)) return;
  if (take_citing(x, x->between) || take_citing(x, x->inside)) return;
  if (!take_citing(x, x->before)) take_tail(x);
}

/* ---- who only passes on -------------------------------------------------------------------------------- */

/* The statement that makes up all that d says; behind "according to" any of its clause. NULL: none. */
static draft *told_in(const setting *x) {
  const draft *d = x->d;
  uint32_t j = 0, first = d->runs[0].first, end = d->runs[d->n_runs - 1].end;
  bool prep = d->cue && d->cue->class == CUE_PREP;
  for (draft *o; (o = setting_next(x, &j));) {
    if (!o->cue_end || !o->has_who || o->has_via || o->sentence != d->sentence) continue;
    if (o->act == ACT_THINKS || o->act == ACT_WANTS) continue;
    if (prep && !o->n_runs && o->cue_end <= d->cue_first && d->cue_first < first) return o;
    bool opens = first <= o->who.first && o->who.first <= first + 1;
    if (opens && end <= o->cue_first) return o;           /* all that was taken for content is its speaker */
    bool all = prep || (o->first <= first + 1 && o->end + 1 >= end);
    if (all && draft_says(d, o->cue_first)) return o;
  }
  return NULL;
}

/* Whether the rules saw that the speaker only passes on what another statement tells. */
static bool is_via_of_another(const setting *x) {
  const draft *d = x->d;
  uint32_t j = 0;
  for (const draft *o; (o = setting_next(x, &j));) {
    if (o->has_via && o->via.first == d->cue_end && !d->n_runs) return true;
    bool via = o->has_via && o->via.first < d->who.end && d->who.first < o->via.end;
    if (via && (!d->n_runs || draft_says(d, o->cue_first))) return true;
  }
  return false;
}

/* d passes on what `told` says: an outlet, or a translation and whoever made it. */
static void give_via(const setting *x, draft *told, bool translation) {
  const draft *d = x->d;
  nominal via = d->who;
  run words = {d->who.first, d->who.end};
  bool by = translation && citations_translator(x->s, words, &via);
  if (translation) told->translation = citations_translation(x->s, words, by);
  if (!translation || by) setting_set_via(told, &via);
  if (told->n_runs) return;
  told->runs = d->runs;                      /* "Vale said, according to the paper, that …" */
  told->n_runs = d->n_runs;
  draft_widen(told, d->runs[0].first, d->runs[d->n_runs - 1].end);
}

/* "The agency, citing Vale, said that …" with the cue "citing" alone: Vale is the first of its words, the
 * rest is said. Without a rest it is half of another statement. */
static bool mend_half(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  nominal cited;
  if (d->has_via || !setting_is_half(s, d) || !d->n_runs || d->runs[0].first < d->cue_end) return false;
  bool phrase = setting_phrase(s, d->runs[0].first, d->runs[0].end, &cited);
  if (!d->has_who) return true;            /* "citing delays": a reason */
  if (!setting_is_outlet(x, &d->who)) return false;
  if (d->n_runs < 2 || !phrase) return true;
  nominal outlet = d->who;
  cited.end = d->runs[0].end;
  setting_set_via(d, &outlet);
  setting_set_who(d, &cited);
  d->runs++;
  d->n_runs--;
  for (uint32_t i = cited.end; i < d->runs[0].first; i++)
    if (s->t[i].upos == UPOS_VERB && scene_finite(s, i)) d->cue_first = i, d->cue_end = i + 1;
  return false;
}

/* "…, Vale said, the agency reported", "Vale, according to the paper, said": Vale's, through the outlet. */
static bool tells_through(const setting *x) {
  const scene *s = x->s;
  const draft *d = x->d;
  if (!d->has_who || d->has_via) return false;
  if (is_via_of_another(x)) return true;
  if (!d->n_runs || d->act == ACT_WANTS || d->act == ACT_THINKS) return false;
  bool translation = has_translation(s, (run){d->who.first, d->who.end});
  bool reports = scene_is(s, d->cue_end - 1, WORD_REPORT) && is_nobodys(x, NONE, &d->who);
  if (!translation && !reports && !setting_is_outlet(x, &d->who)) return false;
  draft *told = told_in(x);
  if (told) give_via(x, told, translation);
  return told != NULL;
}

bool citations_pass_on(const setting *x) {
  if (!tells_through(x) && !mend_half(x)) return false;
  setting_drop(x->d);
  return true;
}
