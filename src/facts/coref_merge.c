/* coref_merge.c: common nouns that the rules made actors of ("a fisherman", "the fisherman"): one each, until learned
 * entities say which of them are one, or are somebody known. */
#include "facts/coref.h"

typedef struct {
  facts *f;
  bool *used;                  /* [n_actors] a statement, event or group rests on it */
  bool *kept;                  /* [n_actors] others were merged into it */
  uint32_t *into;              /* [n_actors] the actor it is merged into, or NONE */
} merging;

static bool is_group(actor_kind k) { return k != ACTOR_PERSON && k != ACTOR_PLACE; }

static bool fit(const actor *x, const actor *y) { return x->kind == y->kind || (is_group(x->kind) && is_group(y->kind)); }

static void see(const merging *k, uint32_t who) {
  if (who != NONE) k->used[who] = true;
}

static void see_slots(const merging *k, const slot *slots, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) see(k, slots[i].actor);
}

static void find_used(const merging *k) {
  const facts *f = k->f;
  for (uint32_t i = 0; i < f->n_statements; i++) {
    const statement *s = &f->statements[i];
    see(k, s->speaker);
    for (uint32_t j = 0; j < s->n_co_speakers; j++) see(k, s->co_speakers[j]);
  }
  for (uint32_t i = 0; i < f->n_events; i++) {
    const event *e = &f->events[i];
    see_slots(k, e->source, e->n_source);
    see_slots(k, e->target, e->n_target);
    see_slots(k, &e->where, e->has_where);
  }
  for (uint32_t i = 0; i < f->n_actors; i++)
    for (uint32_t j = 0; j < f->actors[i].n_members; j++) see(k, f->actors[i].members[j]);
}

/* The first common noun of an entity is its actor where the rules know no other. Who is known takes no statement or
 * event by a learned link: a wrong speaker is worse than a missing one. */
static void choose(merging *k, coref_entity *e, uint32_t noun) {
  if (k->into[noun] != NONE) return;
  if (e->actor != NONE && k->into[e->actor] != NONE) e->actor = k->into[e->actor];
  if (e->actor == NONE) {
    e->actor = noun;
    return;
  }
  const actor *to = &k->f->actors[e->actor];
  if (e->actor == noun || k->kept[noun] || !fit(to, &k->f->actors[noun])) return;
  if (k->used[noun] && !to->noun) return;
  k->into[noun] = e->actor;
  k->kept[e->actor] = true;
}

static uint32_t now(const merging *k, uint32_t who) {
  return who == NONE || k->into[who] == NONE ? who : k->into[who];
}

static const slot *slots_now(const merging *k, arena *a, const slot *slots, uint32_t n) {
  slot *out = ARENA_ARRAY(a, slot, n);
  for (uint32_t i = 0; i < n; i++) {
    out[i] = slots[i];
    out[i].actor = now(k, slots[i].actor);
  }
  return out;
}

/* Those left out that are `first`. */
static const uint32_t *actors_now(const merging *k, arena *a, const uint32_t *all, uint32_t *n, uint32_t first) {
  uint32_t *out = ARENA_ARRAY(a, uint32_t, *n), m = 0;
  for (uint32_t i = 0; i < *n; i++)
    if (now(k, all[i]) != first) out[m++] = now(k, all[i]);
  *n = m;
  return out;
}

static void apply(const merging *k, arena *a) {
  facts *f = k->f;
  for (uint32_t i = 0; i < f->n_mentions; i++) f->mentions[i].actor = now(k, f->mentions[i].actor);
  for (uint32_t i = 0; i < f->n_statements; i++) {
    statement *s = &f->statements[i];
    s->speaker = now(k, s->speaker);
    if (s->n_co_speakers) s->co_speakers = actors_now(k, a, s->co_speakers, &s->n_co_speakers, s->speaker);
  }
  for (uint32_t i = 0; i < f->n_events; i++) {
    event *e = &f->events[i];
    e->source = slots_now(k, a, e->source, e->n_source);
    e->target = slots_now(k, a, e->target, e->n_target);
    e->where.actor = e->has_where ? now(k, e->where.actor) : e->where.actor;
  }
  for (uint32_t i = 0; i < f->n_actors; i++) {
    actor *x = &f->actors[i];
    if (x->n_members) x->members = actors_now(k, a, x->members, &x->n_members, NONE);
    x->merged = k->into[i] != NONE;
  }
}

void coref_merge(coref *c, facts *f) {
  merging k = {f, ARENA_ARRAY(c->a, bool, f->n_actors), ARENA_ARRAY(c->a, bool, f->n_actors),
               ARENA_ARRAY(c->a, uint32_t, f->n_actors)};
  bool any = false;
  for (uint32_t i = 0; i < f->n_actors; i++) k.into[i] = NONE;
  find_used(&k);
  for (uint32_t i = 0; i < c->n; i++) {
    const coref_mention *m = &c->mentions[i];
    if (m->noun != NONE && m->entity != NONE) choose(&k, &c->entities[m->entity], m->noun);
  }
  for (uint32_t i = 0; i < c->n_entities; i++)
    if (c->entities[i].actor != NONE) c->entities[i].actor = now(&k, c->entities[i].actor);
  for (uint32_t i = 0; i < f->n_actors; i++) any |= k.into[i] != NONE;
  if (any) apply(&k, c->a);
}
