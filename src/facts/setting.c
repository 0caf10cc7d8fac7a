/* setting.c: a statement's sentence as its circumstances see it, and what an outlet is. */
#include "facts/setting.h"

/* Drafts on either side that may stand in the same sentence. */
#define MAX_NEAR 12
/* Words on either side of a statement's cue and speaker that may tell of it: no written sentence has as many. */
#define MAX_REACH 1000

/* ---- drafts ---------------------------------------------------------------------------------------------- */

bool setting_in_runs(const draft *d, uint32_t i) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) return true;
  return false;
}

bool setting_is_half(const scene *s, const draft *d) {
  uint32_t i = d->cue_first;
  if (d->cue_end != i + 1 || !scene_is(s, i, WORD_CITE)) return false;
  bool relative = i > 1 && scene_is(s, i - 1, WORD_REL) && s->mark[i - 2] == ',';
  return relative || (s->t[i].morph & MORPH_PART_PRES);
}

static void widen(draft *d, const nominal *np) {
  if (np->first < d->first) d->first = np->first;
  if (np->end > d->end) d->end = np->end;
}

void setting_set_who(draft *d, const nominal *who) {
  d->who = *who;
  d->has_who = true;
  d->shared = false;
  widen(d, who);
}

void setting_set_via(draft *d, const nominal *via) {
  d->via = *via;
  d->has_via = true;
  widen(d, via);
}

/* ---- places ---------------------------------------------------------------------------------------------- */

draft *setting_next(const setting *x, uint32_t *from) {
  uint32_t k = (uint32_t)(x->d - x->all->items);
  if (k > MAX_NEAR && *from < k - MAX_NEAR) *from = k - MAX_NEAR;
  for (; *from < x->all->n && *from <= k + MAX_NEAR; ++*from)
    if (*from != k && !setting_is_gone(&x->all->items[*from])) return &x->all->items[(*from)++];
  return NULL;
}

/* Where another statement's part of the sentence begins, behind token `from`. */
static uint32_t next_part(const setting *x, uint32_t from) {
  uint32_t stop = x->hi, j = 0;
  for (const draft *o; (o = setting_next(x, &j));) {
    if (!o->cue_end || setting_in_runs(x->d, o->cue_first) || setting_is_half(x->s, o)) continue;
    bool same = x->d->has_who && o->has_who && o->who.first == x->d->who.first;
    bool own = o->has_who && !o->shared && o->who.first < o->cue_first && !same;
    uint32_t first = own ? o->who.first : o->cue_first;
    if (first >= from && first < stop) stop = first;
  }
  return stop;
}

/* The sentence, as far as it is near: endless ones must not be gone through for each of their statements. */
static run near(const scene *s, const draft *d) {
  const sentence *at = &s->d->sentences[d->sentence];
  uint32_t first = d->cue_first, end = d->cue_end;
  if (d->has_who && d->who.first < first) first = d->who.first;
  if (d->has_who && d->who.end > end) end = d->who.end;
  uint32_t lo = first > MAX_REACH ? first - MAX_REACH : 0, hi = at->end;
  if (end < hi && hi - end > MAX_REACH) hi = end + MAX_REACH;
  return (run){lo > at->first ? lo : at->first, hi};
}

setting setting_of(const scene *s, const bool *outlets, draft_list *all, draft *d) {
  run at = near(s, d);
  setting x = {.s = s, .outlets = outlets, .all = all, .d = d, .lo = at.first, .hi = at.end};
  uint32_t q = s->quote[d->cue_first];
  if (q != NONE) {
    const quote *in = &s->d->quotes[q];
    if (in->open + 1 > x.lo) x.lo = in->open + 1;
    if (in->closed && in->close < x.hi) x.hi = in->close;
  }
  bool ahead = d->has_who && d->who.first < d->cue_first;
  bool inverted = d->has_who && d->who.first >= d->cue_end && d->who.first <= d->cue_end + 1;
  uint32_t from = inverted ? d->who.end : d->cue_end;
  x.cue = (run){d->cue_first, d->cue_end};
  if (d->has_who) x.who = (run){d->who.first, d->who.end};
  if (ahead && d->who.end < d->cue_first) x.between = (run){d->who.end, d->cue_first};
  x.behind = (run){from, next_part(&x, from)};
  x.before = (run){x.lo, ahead ? d->who.first : d->cue_first};
  for (uint32_t i = d->who.first; d->has_who && i < d->who.end && !x.inside.end; i++)
    if (s->mark[i] == ',') x.inside = (run){i, d->who.end};
  return x;
}

uint32_t setting_pass_runs(const setting *x, run place, uint32_t i) {
  const draft *d = x->d;
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) i = d->runs[r].end, r = UINT32_MAX;       /* all again */
  return i < place.end ? i : place.end;
}

uint32_t setting_pass_times(const scene *s, uint32_t i, uint32_t hi) {
  while (i + 1 < hi && (s->time[i] != NONE || (s->t[i].upos == UPOS_ADP && s->time[i + 1] != NONE))) i++;
  return i;
}

/* ---- noun phrases ---------------------------------------------------------------------------------------- */

const actor *setting_actor(const scene *s, const nominal *np) {
  uint32_t m = np->mention;
  return m == NONE || s->f->mentions[m].actor == NONE ? NULL : &s->f->actors[s->f->mentions[m].actor];
}

bool setting_is_of(const scene *s, const nominal *np, uint64_t word_class) {
  return scene_is(s, np->head, word_class) || scene_is(s, np->end - 1, word_class);
}

bool setting_phrase(const scene *s, uint32_t i, uint32_t hi, nominal *out) {
  if (i < hi && s->mark[i] == 'o') i++;
  if (i >= hi || s->time[i] != NONE) return false;
  uint32_t m = s->mention[i];
  const mention *at = m == NONE ? NULL : &s->f->mentions[m];
  bool known = at && at->first == i && at->end <= hi;       /* "both capitals", whatever the tags */
  if (known) *out = (nominal){i, at->end, at->head, m, false};
  nominal more;
  if (scene_noun_after(s, i, hi, false, &more) && (!known || more.end >= out->end)) *out = more;
  else if (!known) return false;
  for (uint32_t of; (of = out->end) + 1 < hi && scene_is(s, of, WORD_OF); out->end = more.end)
    if (!scene_noun_after(s, of + 1, hi, false, &more)) break;
  return true;
}

uint32_t setting_last_word(const scene *s, uint32_t first, uint32_t end) {
  uint32_t i = first + 1;
  while (i < end && s->t[i].upos != UPOS_ADP && (!s->mark[i] || s->mark[i] == '-')) i++;
  return i - 1;
}

/* ---- outlets --------------------------------------------------------------------------------------------- */

/* A noun of class outlet as the head, or before a name or an agency. */
static bool names_outlet(const scene *s, uint32_t first, uint32_t end) {
  uint32_t head = setting_last_word(s, first, end);
  if (scene_is(s, head, WORD_OUTLET)) return true;
  if (s->t[head].upos != UPOS_PROPN && !scene_is(s, head, WORD_MEDIA | WORD_REPORT)) return false;
  for (uint32_t i = first; i < head; i++)
    if (scene_is(s, i, WORD_OUTLET)) return true;
  return false;
}

const bool *setting_outlets(const scene *s) {
  bool *all = ARENA_ARRAY(s->a, bool, s->f->n_actors + (size_t)1);
  for (uint32_t m = 0; m < s->f->n_mentions; m++) {
    const mention *at = &s->f->mentions[m];
    bool body = at->actor != NONE && s->f->actors[at->actor].kind != ACTOR_PERSON;
    if (body && names_outlet(s, at->first, at->end)) all[at->actor] = true;
  }
  return all;
}

/* "the daily Marad", "Radio Marad", "Marad Herald", "Marad, a weekly". */
static bool is_named_outlet(const scene *s, const nominal *np) {
  uint32_t head = setting_last_word(s, np->first, np->end);
  bool name = s->t[np->first].upos == UPOS_PROPN;
  if (name && (scene_is(s, np->first, WORD_OUTLET) || scene_is(s, head, WORD_OUTLET))) return true;
  if (name && np->first && scene_is(s, np->first - 1, WORD_OUTLET)) return true;
  for (uint32_t i = head + 1; i < np->end; i++)
    if (scene_is(s, i, WORD_OUTLET)) return true;
  return false;
}

bool setting_is_outlet(const setting *x, const nominal *np) {
  const scene *s = x->s;
  const actor *a = setting_actor(s, np);
  if (scene_is(s, setting_last_word(s, np->first, np->end), WORD_INFORMANT)) return false;
  if (is_named_outlet(s, np)) return true;
  if (a && a->kind == ACTOR_PERSON && s->f->mentions[np->mention].form != MENTION_NOMINAL) return false;
  return names_outlet(s, np->first, np->end) || (a && x->outlets[s->f->mentions[np->mention].actor]);
}
