/* coref_entities.c: entities while a report is read: which of them a mention may be of, and what they learn. */
#include "facts/coref.h"

enum { COREF_PERSONAL = (1 << (COREF_SHE + 1)) - 1 };
enum {
  BACK_PRONOUN = 7,           /* entities looked at for a pronoun */
  BACK_PHRASE = 3,             /* … for a phrase whose head was not seen before */
  BACK_ALIKE = 5,             /* earlier mentions with the same head looked at */
  BACK_STEPS = 64              /* entities passed over, whatever they are */
};

void coref_begin(coref *c) {
  c->n_entities = 0;
  c->newest = NONE;
  if (!c->of_actor) c->of_actor = ARENA_ARRAY(c->a, uint32_t, c->f->n_actors + (size_t)1);
  for (uint32_t i = 0; i < c->f->n_actors; i++) c->of_actor[i] = NONE;
  for (uint32_t i = 0; i < c->n; i++) c->mentions[i].entity = NONE;
  for (uint32_t i = 0; i < COREF_TYPES; i++) c->last_pronoun[i] = NONE;
}

/* ---- candidates -------------------------------------------------------------------------------------- */

static bool covers(const coref_mention *a, const coref_mention *b) {
  return a->first <= b->first && a->end >= b->end;
}

/* He is no woman; two actors of the rules are two; an owner is not what it owns. */
static bool may_be(const coref *c, const coref_mention *m, const coref_entity *e) {
  const coref_mention *o = &c->mentions[e->last];
  if (m->gender && e->gender && !(m->gender & e->gender)) return false;
  if (m->actor != NONE && e->actor != NONE && m->actor != e->actor) return false;
  return !(o->sentence == m->sentence && (covers(m, o) || covers(o, m)));
}

typedef struct { uint32_t *all, n, mark; } choosing;

static void choose(choosing *k, coref *c, const coref_mention *m, uint32_t e) {
  coref_entity *x = &c->entities[e];
  if (x->seen == k->mark || k->n == COREF_MOST) return;
  x->seen = k->mark;
  if (may_be(c, m, x)) k->all[k->n++] = e;
}

/* Those of earlier mentions of the same head or pronoun. */
static void choose_alike(choosing *k, coref *c, const coref_mention *m, uint32_t from) {
  uint32_t left = BACK_ALIKE;
  for (uint32_t o = from; o != NONE && left > 0; o = c->mentions[o].same_head, left--)
    if (c->mentions[o].entity != NONE) choose(k, c, m, c->mentions[o].entity);
}

/* What "I" and "she" cannot be, nor a phrase of another kind. */
static bool is_thing(const coref_mention *m, const coref_entity *e) {
  if (!coref_is_pronoun(m->type)) return m->kind != coref_kind_of(e);
  return m->type <= COREF_SHE && !(e->types & COREF_PERSONAL) && e->actor == NONE &&
         coref_kind_of(e) != COREF_PERSON;
}

static uint32_t how_far(const coref_mention *m) {
  if (coref_is_pronoun(m->type)) return BACK_PRONOUN;
  return m->kind == COREF_NO_ACTOR ? 0 : BACK_PHRASE;
}

uint32_t coref_candidates(uint32_t *out, bool *sure, coref *c, uint32_t at) {
  const coref_mention *m = &c->mentions[at];
  choosing k = {out, 0, at + 1};
  *sure = m->actor != NONE && c->of_actor[m->actor] != NONE;
  if (*sure) {
    out[0] = c->of_actor[m->actor];
    return 1;
  }
  uint32_t left = how_far(m), steps = BACK_STEPS;
  for (uint32_t e = c->newest; e != NONE && left > 0 && steps > 0; e = c->entities[e].older, steps--) {
    if (is_thing(m, &c->entities[e])) continue;
    choose(&k, c, m, e);
    left--;
  }
  choose_alike(&k, c, m, m->same_head);
  if (m->type == COREF_I) choose_alike(&k, c, m, c->last_pronoun[COREF_YOU]);
  if (m->type == COREF_YOU) choose_alike(&k, c, m, c->last_pronoun[COREF_I]);
  return k.n;
}

/* ---- kinds ------------------------------------------------------------------------------------------- */

void coref_set_kind(coref_mention *m, const int32_t *sums, int32_t step) {
  uint32_t best = 0;
  int32_t next = INT32_MIN;
  for (uint32_t y = 1; y < COREF_KINDS; y++)
    if (sums[y] > sums[best]) best = y;
  for (uint32_t y = 0; y < COREF_KINDS; y++)
    if (y != best && sums[y] > next) next = sums[y];
  int32_t steps = (sums[best] - next) / step;
  m->kind = (uint8_t)best;
  m->sure = (uint8_t)(steps > 3 ? 3 : steps);
}

coref_kind coref_kind_of(const coref_entity *e) {
  uint32_t best = COREF_PERSON, all = 0;
  for (uint32_t k = COREF_PERSON; k < COREF_KINDS; k++) {
    all += e->of_kind[k];
    if (e->of_kind[k] > e->of_kind[best]) best = k;
  }
  return all >= e->of_kind[COREF_NO_ACTOR] ? (coref_kind)best : COREF_NO_ACTOR;
}

/* ---- joining ----------------------------------------------------------------------------------------- */

static void unlink_entity(coref *c, coref_entity *e) {
  if (e->newer != NONE) c->entities[e->newer].older = e->older;
  else c->newest = e->older;
  if (e->older != NONE) c->entities[e->older].newer = e->newer;
}

static void link_newest(coref *c, uint32_t at) {
  coref_entity *e = &c->entities[at];
  e->newer = NONE;
  e->older = c->newest;
  if (c->newest != NONE) c->entities[c->newest].newer = at;
  c->newest = at;
}

/* Whether a mention tells better what the entity is called than the one known. */
static bool calls_better(const coref_mention *m, const coref_mention *known) {
  if (coref_is_pronoun(m->type)) return false;
  return !known || m->type == COREF_NAME || known->type != COREF_NAME;
}

void coref_join(coref *c, uint32_t at, uint32_t e) {
  coref_mention *m = &c->mentions[at];
  if (e == NONE) {
    e = c->n_entities;
    *ARENA_PUSH(c->a, c->entities, c->n_entities, c->cap_entities) =
        (coref_entity){.called = NONE, .actor = NONE, .newer = NONE, .older = NONE};
  } else {
    unlink_entity(c, &c->entities[e]);
  }
  coref_entity *x = &c->entities[e];
  x->last = at;
  x->n++;
  x->types |= 1u << m->type;
  x->number |= m->number;
  x->gender |= m->gender;
  if (x->of_kind[m->kind] < UINT16_MAX - 4) x->of_kind[m->kind] += 1 + m->sure;
  if (calls_better(m, x->called == NONE ? NULL : &c->mentions[x->called])) x->called = at;
  if (x->actor == NONE && m->actor != NONE) {
    x->actor = m->actor;
    c->of_actor[m->actor] = e;
  }
  m->entity = e;
  if (coref_is_pronoun(m->type)) c->last_pronoun[m->type] = at;
  link_newest(c, e);
}
