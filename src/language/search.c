#include "language/search.h"

static size_t nodes_of(uint32_t n, uint32_t width,
                       uint32_t extra) { return 1 + n + (size_t)2 * n * width + extra; }

static size_t aligned(size_t bytes) { return (bytes + 15) / 16 * 16; }

size_t search_room(uint32_t n, uint32_t width, uint32_t extra) {
  return aligned(nodes_of(n, width, extra) * sizeof(tree_node)) +
         aligned((size_t)2 * n * width * sizeof(search_state)) + aligned((size_t)2 * n);
}

void search_begin(search *s, void *room, const tree_word *words, uint32_t n, const weights *moves,
                  uint32_t width) {
  char *at = room;
  *s = (search){.words = words, .n = n, .moves = moves, .width = width, .n_nodes = n + 1};
  s->states = (search_state *)(void *)at;
  at += aligned((size_t)2 * n * width * sizeof(search_state));
  s->counts = (uint8_t *)at;
  at += aligned((size_t)2 * n);
  s->nodes = (tree_node *)(void *)at;
  for (uint32_t i = 0; i <= n; i++) s->nodes[i] = (tree_node){.word = i};
  s->states[0] = (search_state){.front = 1};
  s->counts[0] = 1;
}

bool search_allows(const search *s, const search_state *at, unsigned move) {
  switch (move) {
    case SHIFT: return at->front != 0;
    case LEFT: return at->front && at->stack;
    default: return at->stack && s->nodes[at->stack].below;
  }
}

static void take_child(uint32_t outer[2], uint8_t *n, uint32_t child) {
  outer[1] = outer[0];
  outer[0] = child;
  *n += *n < UINT8_MAX;
}

search_state search_move(search *s, const search_state *at, unsigned move) {
  search_state next = *at;
  uint32_t made = s->n_nodes++;
  tree_node *node = &s->nodes[made];
  const tree_node *s0 = &s->nodes[at->stack], *b0 = &s->nodes[at->front];
  next.move = (uint8_t)move;
  if (move == SHIFT) {
    *node = *b0;
    node->below = at->stack;
    next.stack = made;
    next.front = b0->word < s->n ? b0->word + 1 : 0;
  } else if (move == LEFT) {
    *node = *b0;
    take_child(node->left, &node->n_left, s0->word);
    next.stack = s0->below;
    next.front = made;
  } else {
    *node = s->nodes[s0->below];
    take_child(node->right, &node->n_right, s0->word);
    next.stack = made;
  }
  return next;
}

uint32_t search_features(const search *s, const search_state *at, feature *f) {
  const tree_node *s0 = &s->nodes[at->stack], *s1 = &s->nodes[s0->below];
  const tree_node *top[3] = {s0, s1, &s->nodes[s1->below]};
  return features_of_move(f, s->words, s->n, top, &s->nodes[at->front]);
}

typedef struct { int64_t score; uint32_t before; uint8_t move; } option;

/* Keeps the `width` best, the earlier one first where two are equal. */
static void offer(option *best, uint32_t *n, uint32_t width, option o) {
  uint32_t i = *n;
  if (i == width && o.score <= best[i - 1].score) return;
  if (i == width) i--;
  else (*n)++;
  for (; i && o.score > best[i - 1].score; i--) best[i] = best[i - 1];
  best[i] = o;
}

void search_step(search *s) {
  option best[BEAM_MAX];
  feature f[MAX_FEATURES];
  uint32_t n = 0;
  const search_state *layer = search_layer(s, s->made);
  best[0].score = 0;
  for (uint32_t k = 0; k < s->counts[s->made]; k++) {
    int32_t sums[MOVES] = {0};
    bool allowed[MOVES];
    for (unsigned m = 0; m < MOVES; m++) allowed[m] = search_allows(s, &layer[k], m);
    weights_sum_rows(sums, s->moves, f, search_features(s, &layer[k], f));
    for (unsigned m = 0; m < MOVES; m++)
      if (allowed[m]) offer(best, &n, s->width, (option){layer[k].score + sums[m], k, (uint8_t)m});
  }
  while (s->margin && n > 1 && best[n - 1].score < best[0].score - s->margin) n--;
  search_state *next = search_layer(s, ++s->made);
  for (uint32_t k = 0; k < n; k++) {
    next[k] = search_move(s, &layer[best[k].before], best[k].move);
    next[k].score = best[k].score;
    next[k].before = best[k].before;
  }
  s->counts[s->made] = (uint8_t)n;
}

void search_heads(const search *s, uint32_t *heads) {
  uint32_t k = 0;
  heads[0] = 0;
  heads[s->nodes[search_layer(s, s->made)->stack].word] = 0;
  for (uint32_t made = s->made; made > 0; made--) {
    const search_state *at = &search_layer(s, made)[k], *from = &search_layer(s, made - 1)[at->before];
    const tree_node *s0 = &s->nodes[from->stack];
    if (at->move == LEFT) heads[s0->word] = s->nodes[from->front].word;
    if (at->move == RIGHT) heads[s0->word] = s->nodes[s0->below].word;
    k = at->before;
  }
}
