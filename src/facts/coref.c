/* coref.c: who is who by the models' weights, and what of it becomes facts. */
#include "facts/coref.h"

/* ---- the models -------------------------------------------------------------------------------------- */

typedef struct { const uint8_t *pairs, *kinds; uint32_t n_pairs, n_kinds; } coref_model;

static bool load(coref_model *m, const language_model *l) {
  str pairs = language_section(l, "coref-links"), kinds = language_section(l, "coref-kinds");
  *m = (coref_model){(const uint8_t *)pairs.ptr, (const uint8_t *)kinds.ptr, (uint32_t)(pairs.len / 2),
                     (uint32_t)(kinds.len / (2 * COREF_KINDS))};
  return m->n_pairs && m->n_kinds;
}

static int32_t weight(const uint8_t *w, uint32_t i) {
  return (int16_t)(uint16_t)(w[2 * (size_t)i] | w[2 * (size_t)i + 1] << 8);
}

/* ---- reading ----------------------------------------------------------------------------------------- */

/* A quarter of sureness for each step the best kind is before the next. */
enum { SURE_STEP = 512 };

static void find_kind(const coref_model *k, coref *c, uint32_t m) {
  uint32_t at[COREF_KIND_FEATURES];
  int32_t sum[COREF_KINDS] = {0};
  coref_features f = {k->n_kinds, at, 0};
  coref_kind_features(&f, c, m);
  for (uint32_t i = 0; i < f.count; i++)
    for (uint32_t y = 0; y < COREF_KINDS; y++) sum[y] += weight(k->kinds, at[i] * COREF_KINDS + y);
  coref_set_kind(&c->mentions[m], sum, SURE_STEP);
}

static int32_t score(const coref_model *k, const coref *c, uint32_t m, uint32_t e, uint32_t rank) {
  uint32_t at[COREF_PAIR_FEATURES];
  coref_features f = {k->n_pairs, at, 0};
  int32_t sum = 0;
  coref_pair_features(&f, c, m, e, rank);
  for (uint32_t i = 0; i < f.count; i++) sum += weight(k->pairs, at[i]);
  return sum;
}

static uint32_t best_entity(const coref_model *k, coref *c, uint32_t m) {
  uint32_t all[COREF_MOST], best = NONE;
  bool sure;
  uint32_t n = coref_candidates(all, &sure, c, m);
  if (sure) return all[0];
  if (!n) return NONE;
  int32_t top = score(k, c, m, NONE, 0);
  for (uint32_t i = 0; i < n; i++) {
    int32_t s = score(k, c, m, all[i], coref_rank(i));
    if (s > top) top = s, best = all[i];
  }
  return best;
}

/* ---- facts ------------------------------------------------------------------------------------------- */

static mention_form form_of(const coref_mention *m) {
  if (coref_is_pronoun(m->type)) return MENTION_PRONOUN;
  return m->type == COREF_NAME ? MENTION_NAME : MENTION_NOMINAL;
}

/* Of an actor, and no mention that the rules have already. */
static bool is_told(const coref *c, const coref_mention *m) {
  return c->entities[m->entity].actor != NONE && m->rule_mention == NONE && m->type != COREF_ADJECTIVE;
}

static uint32_t make_actor(coref *c, facts *f, const coref_entity *e, coref_kind kind) {
  static const actor_kind kinds[COREF_KINDS] = {ACTOR_GROUP, ACTOR_PERSON, ACTOR_ORGANISATION, ACTOR_PLACE};
  const coref_mention *m = &c->mentions[e->called == NONE ? e->last : e->called];
  bool many = kind == COREF_PERSON && (e->number & COREF_PLURAL) && !(e->number & COREF_SINGULAR);
  actor x = {.name = doc_line(c->a, c->d, m->first, m->end), .kind = many ? ACTOR_GROUP : kinds[kind], .plural = many,
             .anonymous = m->type != COREF_NAME, .rule = "actor-coref", .p = 500,
             .gender = e->gender == COREF_MASCULINE ? 'm' : e->gender == COREF_FEMININE ? 'f' : 0};
  *ARENA_PUSH(c->a, f->actors, f->n_actors, f->cap_actors) = x;
  return f->n_actors - 1;
}

static void make_actors(coref *c, facts *f) {
  for (uint32_t i = 0; i < c->n_entities; i++) {
    coref_entity *e = &c->entities[i];
    coref_kind kind = coref_kind_of(e);
    if (e->actor == NONE && e->n > 1 && kind != COREF_NO_ACTOR) e->actor = make_actor(c, f, e, kind);
  }
}

/* By place: mentions come in the order of their ends, so they are counted by first tokens. */
static void add_mentions(coref *c, facts *f) {
  uint32_t n = 0, *start = ARENA_ARRAY(c->a, uint32_t, c->d->n_tokens + (size_t)2);
  for (uint32_t i = 0; i < c->n; i++)
    if (is_told(c, &c->mentions[i])) start[c->mentions[i].first + 1]++, n++;
  for (uint32_t t = 0; t < c->d->n_tokens; t++) start[t + 1] += start[t];
  f->also = ARENA_ARRAY(c->a, mention, n + (size_t)1);
  f->n_also = f->cap_also = n;
  for (uint32_t i = 0; i < c->n; i++) {
    const coref_mention *m = &c->mentions[i];
    if (!is_told(c, m)) continue;
    f->also[start[m->first]++] = (mention){
        .at = doc_span(c->d, m->first, m->end), .first = m->first, .end = m->end, .head = m->head,
        .sentence = m->sentence, .actor = c->entities[m->entity].actor, .form = form_of(m)};
  }
}

/* How much better another actor has to look. */
enum { DOUBT = 2048 };

/* Whether the learned links alone would take a pronoun for another actor than the rules do, by far. */
static bool is_doubtful(const coref_model *k, coref *c, uint32_t m) {
  coref_mention *x = &c->mentions[m];
  uint32_t who = x->actor;
  if (who == NONE || x->type < COREF_HE || x->type > COREF_THEY) return false;
  x->actor = NONE;
  uint32_t e = best_entity(k, c, m);
  x->actor = who;
  if (e == NONE || c->entities[e].actor == NONE || c->entities[e].actor == who || c->of_actor[who] == NONE) return false;
  return score(k, c, m, e, 0) - score(k, c, m, c->of_actor[who], 0) > DOUBT;
}

/* [n_tokens] heads of the words that name statements' speakers */
static bool *speaker_heads(arena *a, const facts *f) {
  bool *heads = ARENA_ARRAY(a, bool, f->doc->n_tokens + (size_t)1);
  for (uint32_t i = 0; i < f->n_statements; i++)
    if (f->statements[i].has_speaker_at && f->statements[i].speaker_head != NONE)
      heads[f->statements[i].speaker_head] = true;
  return heads;
}

void coref_find(arena *a, facts *f) {
  coref_model k;
  coref *c = load(&k, f->language) ? coref_mentions_find(a, f) : NULL;
  if (!c) return;
  const bool *speaks = speaker_heads(a, f);
  bool *doubtful = ARENA_ARRAY(a, bool, c->n + (size_t)1);
  coref_begin(c);
  for (uint32_t m = 0; m < c->n; m++) {
    find_kind(&k, c, m);
    doubtful[m] = speaks[c->mentions[m].head] && is_doubtful(&k, c, m);
    coref_join(c, m, best_entity(&k, c, m));
  }
  coref_merge(c, f);
  make_actors(c, f);
  coref_speakers(c, f, doubtful);
  add_mentions(c, f);
}
