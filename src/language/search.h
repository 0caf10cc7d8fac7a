/* search.h: the arcs of a sentence: arc-hybrid moves, chosen by beam search.
 *
 *   stack … s1 s0 | b0 b1 …    SHIFT: b0 goes on the stack; LEFT: s0 becomes a child of b0; RIGHT: s0 of s1
 *
 * M. Kuhlmann et al., ACL 2011 (moves); Y. Zhang, J. Nivre, ACL 2011 (features); L. Huang et al., NAACL
 * 2012 (training by the greatest violation, in train/). A sentence of n words takes 2n - 1 moves, and the
 * last word left is its root. */
#ifndef LANGUAGE_SEARCH_H
#define LANGUAGE_SEARCH_H
#include "language/features.h"

enum { SHIFT, LEFT, RIGHT };
enum { BEAM_MAX = 64 };

/* A state on the way: what is on the stack and in front, by node. */
typedef struct { int64_t score; uint32_t stack, front, before; uint8_t move; } search_state;

typedef struct {
  const tree_word *words; uint32_t n;            /* [n + 1] */
  const weights *moves;
  uint32_t width;
  int64_t margin;              /* states further behind the best are given up; 0: none is */
  tree_node *nodes; uint32_t n_nodes;            /* 0: none; 1 … n: the words before anything happened */
  search_state *states;        /* [2n][width] by number of moves made */
  uint8_t *counts;             /* [2n] */
  uint32_t made;               /* moves made */
} search;

/* Bytes of `room` that a sentence needs; extra: further states the caller will make by search_move. */
size_t search_room(uint32_t n, uint32_t width, uint32_t extra);
void search_begin(search *s, void *room, const tree_word *words, uint32_t n, const weights *moves,
                  uint32_t width);
static inline uint32_t search_moves(const search *s) { return 2 * s->n - 1; }
/* The best states one move on; `before` is their place in the layer they come from. */
void search_step(search *s);
static inline search_state *search_layer(const search *s, uint32_t made) {
  return &s->states[(size_t)made * s->width];
}

bool search_allows(const search *s, const search_state *at, unsigned move);
search_state search_move(search *s, const search_state *at, unsigned move);
uint32_t search_features(const search *s, const search_state *at, feature *f);
/* Heads (0: root), [n + 1], of the best way through; after search_moves steps. */
void search_heads(const search *s, uint32_t *heads);
#endif
