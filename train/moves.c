#include "train.h"

enum { LEAST_SEEN = 2 };       /* features seen less often on right ways learn nothing */

/* ---- the right moves ----------------------------------------------------------------------------------- */

/* Children first: s0 goes to its head as soon as it has all of its own. */
static unsigned right_move(const search *s, const search_state *at, const uint32_t *arcs,
                           const uint8_t *children) {
  const tree_node *s0 = &s->nodes[at->stack], *b0 = &s->nodes[at->front];
  if (!s0->word) return SHIFT;
  if (b0->word && arcs[s0->word] == b0->word) return LEFT;
  uint32_t s1 = s->nodes[s0->below].word;
  bool complete = s0->n_left + s0->n_right == children[s0->word];
  return s1 && arcs[s0->word] == s1 && complete ? RIGHT : SHIFT;
}

static bool has_children_counted(uint8_t *children, const uint32_t *arcs, uint32_t n) {
  memset(children, 0, n + 1);
  for (uint32_t i = 1; i <= n; i++)
    if (++children[arcs[i]] == UINT8_MAX) return false;
  return true;
}

/* ---- learning ------------------------------------------------------------------------------------------ */

typedef struct {
  arena *a;
  table t;
  weights w;
  uint32_t width;
  search s;
  search_state *gold;          /* [2n] the right way */
  uint64_t updates;
} work;

static void learn_state(work *k, const search_state *from, unsigned move, int32_t change) {
  feature f[MAX_FEATURES];
  uint32_t n = search_features(&k->s, from, f);
  for (uint32_t i = 0; i < n; i++)
    if (table_admits(&k->t, f[i])) table_add(&k->t, weights_row(&k->w, f[i]) + move, change);
}

/* The right way, scored; false where the moves cannot make this tree. */
static bool walk_gold(work *k, const uint32_t *arcs, const uint8_t *children) {
  feature f[MAX_FEATURES];
  k->gold[0] = *search_layer(&k->s, 0);
  for (uint32_t i = 0; i < search_moves(&k->s); i++) {
    unsigned move = right_move(&k->s, &k->gold[i], arcs, children);
    int32_t sums[MOVES];
    if (!search_allows(&k->s, &k->gold[i], move)) return false;
    weights_sum_rows(sums, &k->w, f, search_features(&k->s, &k->gold[i], f));
    k->gold[i + 1] = search_move(&k->s, &k->gold[i], move);
    k->gold[i + 1].score = k->gold[i].score + sums[move];
  }
  return true;
}

/* The moves after which the best way is furthest above the right one; 0: the right one won. */
static uint32_t greatest_violation(work *k) {
  uint32_t worst = 0, place = 0;
  bool kept = true;
  int64_t most = -1;
  for (uint32_t made = 1; made <= search_moves(&k->s); made++) {
    const search_state *layer = search_layer(&k->s, made);
    bool found = false;
    for (uint32_t i = 0; kept && i < k->s.counts[made] && !found; i++)
      if (layer[i].before == place && layer[i].move == k->gold[made].move) place = i, found = true;
    kept = found;
    int64_t violation = layer[0].score - k->gold[made].score;
    bool differs = !(kept && place == 0);
    if (differs && violation > most) most = violation, worst = made;
  }
  return kept && place == 0 ? 0 : worst;
}

/* The ways share their features up to where their moves part. */
static void learn_difference(work *k, uint32_t end) {
  const search_state **way = ARENA_ARRAY(k->a, const search_state *, end + (size_t)1);
  uint32_t at = 0, same = 1;
  for (uint32_t made = end + 1; made-- > 0; at = way[made]->before) way[made] = &search_layer(&k->s,
                                                                                              made)[at];
  while (same < end && way[same]->move == k->gold[same].move) same++;
  for (uint32_t made = same; made <= end; made++) {
    learn_state(k, way[made - 1], way[made]->move, -1);
    learn_state(k, &k->gold[made - 1], k->gold[made].move, 1);
  }
}

static void learn(work *k, const train_sentence *s, const tree_word *words) {
  uint8_t *children = arena_alloc(k->a, s->n + (size_t)1);
  if (!has_children_counted(children, s->arcs, s->n)) return;
  void *room = arena_alloc(k->a, search_room(s->n, k->width, 2 * s->n));
  k->gold = ARENA_ARRAY(k->a, search_state, 2 * (size_t)s->n);
  search_begin(&k->s, room, words, s->n, &k->w, k->width);
  if (!walk_gold(k, s->arcs, children)) return;
  while (k->s.made < search_moves(&k->s)) search_step(&k->s);
  uint32_t end = greatest_violation(k);
  k->t.clock++;
  if (!end) return;
  k->updates++;
  learn_difference(k, end);
}

/* How often each feature is seen on the right way. */
static void count(work *k, const train_sentence *s, const tree_word *words) {
  feature f[MAX_FEATURES];
  uint8_t *children = arena_alloc(k->a, s->n + (size_t)1);
  if (!has_children_counted(children, s->arcs, s->n)) return;
  search_begin(&k->s, arena_alloc(k->a, search_room(s->n, 1, 2 * s->n)), words, s->n, &k->w, 1);
  search_state at = *search_layer(&k->s, 0);
  for (uint32_t i = 0; i < search_moves(&k->s); i++) {
    unsigned move = right_move(&k->s, &at, s->arcs, children);
    if (!search_allows(&k->s, &at, move)) return;
    uint32_t n = search_features(&k->s, &at, f);
    for (uint32_t j = 0; j < n; j++) table_see(&k->t, f[j]);
    at = search_move(&k->s, &at, move);
  }
}

void train_moves(arena *a, parser_model *m, const treebank *b, tree_word **words, const settings *k) {
  work w = {.a = arena_new(0), .width = k->beam};
  uint32_t *order = ARENA_ARRAY(a, uint32_t, b->n);
  table_init(&w.t, k->n_moves, LEAST_SEEN);
  w.w = table_wide(&w.t);
  for (uint32_t i = 0; i < b->n; i++) {
    if (b->sentences[i].arcs) count(&w, &b->sentences[i], words[i]);
    arena_reset(w.a);
  }
  for (uint32_t run = 0; run < k->runs; run++) {
    dice d = {k->seed + 7919 * run};
    for (uint32_t i = 0; i < b->n; i++) order[i] = i;
    for (uint32_t epoch = 0; epoch < k->move_epochs; epoch++) {
      dice_shuffle(&d, order, b->n);
      w.updates = 0;
      for (uint32_t i = 0; i < b->n; i++) {
        if (b->sentences[order[i]].arcs) learn(&w, &b->sentences[order[i]], words[order[i]]);
        arena_reset(w.a);
      }
      say("run %u, epoch %u: %llu of %u trees wrong", run + 1, epoch + 1, (unsigned long long)w.updates,
          b->n);
    }
    table_end_run(&w.t);
  }
  m->moves = table_bytes(a, &w.t);
  table_free(&w.t);
  arena_free(w.a);
}
