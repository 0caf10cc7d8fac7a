#include "language/heads.h"

#define ROOT_PENALTY (INT64_C(1) << 48)  /* more than any tree is worth: one word hangs under the root */

typedef struct { uint16_t head, word; } arc;               /* between words of the sentence */
/* Nodes that hang in a ring, made one node: the first of them. */
typedef struct {
  uint16_t *node; arc *in; uint32_t n;           /* the ring's nodes and the best arc into each */
  uint16_t *of;                                  /* [n + 1] the node each word was in before */
} ring;

typedef struct {
  uint32_t size;               /* words and the root */
  arena *a;
  int64_t *scores;             /* [size × size] word (row) under head; of nodes, when rings are made one */
  arc *arcs;                   /* [size × size] the arc of words that a score is of */
  uint16_t *of;                /* [size] node of a word */
  uint16_t *nodes; uint32_t n_nodes;   /* those left, without the root */
  uint16_t *best;              /* [size] the best head of a node */
  ring *rings; uint32_t n_rings, cap_rings;
} search;

static inline int64_t *score(search *s, uint32_t d, uint32_t h) {
  return &s->scores[(size_t)d * s->size + h];
}
static inline arc *arc_of(search *s, uint32_t d, uint32_t h) { return &s->arcs[(size_t)d * s->size + h]; }

/* ---- the common case ----------------------------------------------------------------------------------- */

static bool is_tree(const uint32_t *heads, uint32_t n, uint16_t *seen) {
  uint32_t roots = 0;
  for (uint32_t i = 1; i <= n; i++) roots += !heads[i];
  if (roots != 1) return false;
  for (uint32_t i = 0; i <= n; i++) seen[i] = 0;
  for (uint32_t i = 1; i <= n; i++) {
    uint32_t k = i;
    for (; k && !seen[k]; k = heads[k]) seen[k] = (uint16_t)i;
    if (k && seen[k] == i) return false;
  }
  return true;
}

static void best_heads(uint32_t *heads, const int32_t *scores, uint32_t n) {
  for (uint32_t d = 1; d <= n; d++) {
    const int32_t *row = &scores[(size_t)d * (n + 1)];
    uint32_t best = d == 1 ? 2 : 1;
    if (n == 1) best = 0;
    for (uint32_t h = 0; h <= n; h++)
      if (h != d && (row[h] > row[best] || (row[h] == row[best] && h < best))) best = h;
    heads[d] = best;
  }
}

/* ---- rings --------------------------------------------------------------------------------------------- */

static void choose(search *s) {
  for (uint32_t k = 0; k < s->n_nodes; k++) {
    uint16_t d = s->nodes[k];
    uint16_t best = 0;
    int64_t most = *score(s, d, 0);
    for (uint32_t i = 0; i < s->n_nodes; i++) {
      uint16_t h = s->nodes[i];
      if (h != d && *score(s, d, h) > most) most = *score(s, d, best = h);
    }
    s->best[d] = best;
  }
}

/* A node that stands in a ring of best heads, or 0. */
static uint16_t find_ring(const search *s, uint16_t *seen) {
  for (uint32_t i = 0; i < s->size; i++) seen[i] = 0;
  for (uint32_t k = 0; k < s->n_nodes; k++) {
    uint16_t start = s->nodes[k], i = start;
    for (; i && !seen[i]; i = s->best[i]) seen[i] = start;
    if (i && seen[i] == start) return i;
  }
  return 0;
}

static ring *keep_ring(search *s, uint16_t first) {
  ring *r = ARENA_PUSH(s->a, s->rings, s->n_rings, s->cap_rings);
  uint16_t i = first;
  *r = (ring){0};
  do r->n++; while ((i = s->best[i]) != first);
  r->node = ARENA_ARRAY(s->a, uint16_t, r->n);
  r->in = ARENA_ARRAY(s->a, arc, r->n);
  r->of = ARENA_ARRAY(s->a, uint16_t, s->size);
  for (uint32_t k = 0; k < r->n; k++, i = s->best[i]) {
    r->node[k] = i;
    r->in[k] = *arc_of(s, i, s->best[i]);
  }
  memcpy(r->of, s->of, s->size * sizeof *r->of);
  return r;
}

static bool in_ring(const ring *r, uint16_t node) {
  for (uint32_t k = 0; k < r->n; k++)
    if (r->node[k] == node) return true;
  return false;
}

/* Arcs into the ring cost the arc of it that they break; arcs out of it are the best of any of its nodes. */
static void join(search *s, const ring *r, uint16_t x) {
  uint16_t to = r->node[0];
  int64_t in = INT64_MIN, out = INT64_MIN;
  arc in_arc = {0}, out_arc = {0};
  for (uint32_t k = 0; k < r->n; k++) {
    uint16_t v = r->node[k];
    int64_t gain = *score(s, v, x) - *score(s, v, s->best[v]);
    if (gain > in) in = gain, in_arc = *arc_of(s, v, x);
    if (x && *score(s, x, v) > out) out = *score(s, x, v), out_arc = *arc_of(s, x, v);
  }
  *score(s, to, x) = in;
  *arc_of(s, to, x) = in_arc;
  if (!x) return;
  *score(s, x, to) = out;
  *arc_of(s, x, to) = out_arc;
}

static void contract(search *s, uint16_t first) {
  ring *r = keep_ring(s, first);
  uint32_t kept = 0;
  for (uint32_t k = 0; k < s->n_nodes; k++)
    if (!in_ring(r, s->nodes[k])) join(s, r, s->nodes[k]);
  join(s, r, 0);
  for (uint32_t k = 0; k < s->n_nodes; k++)
    if (s->nodes[k] == r->node[0] || !in_ring(r, s->nodes[k])) s->nodes[kept++] = s->nodes[k];
  s->n_nodes = kept;
  for (uint32_t i = 1; i < s->size; i++)
    if (in_ring(r, s->of[i])) s->of[i] = r->node[0];
}

static void expand(search *s, arc *chosen) {
  for (uint32_t k = s->n_rings; k-- > 0;) {
    const ring *r = &s->rings[k];
    arc in = chosen[r->node[0]];
    uint16_t broken = r->of[in.word];
    for (uint32_t i = 0; i < r->n; i++) chosen[r->node[i]] = r->node[i] == broken ? in : r->in[i];
  }
}

static void begin(search *s, arena *a, const int32_t *scores, uint32_t n) {
  *s = (search){.size = n + 1, .a = a};
  s->scores = ARENA_ARRAY(a, int64_t, (size_t)s->size * s->size);
  s->arcs = ARENA_ARRAY(a, arc, (size_t)s->size * s->size);
  s->of = ARENA_ARRAY(a, uint16_t, s->size);
  s->nodes = ARENA_ARRAY(a, uint16_t, n);
  s->best = ARENA_ARRAY(a, uint16_t, s->size);
  for (uint32_t d = 1; d <= n; d++) {
    s->of[d] = s->nodes[s->n_nodes++] = (uint16_t)d;
    for (uint32_t h = 0; h <= n; h++) {
      *score(s, d, h) = scores[(size_t)d * s->size + h] - (h ? 0 : ROOT_PENALTY);
      *arc_of(s, d, h) = (arc){(uint16_t)h, (uint16_t)d};
    }
  }
}

void heads_find(uint32_t *heads, arena *a, const int32_t *scores, uint32_t n) {
  uint16_t *seen = ARENA_ARRAY(a, uint16_t, n + (size_t)1), ring_node;
  heads[0] = 0;
  best_heads(heads, scores, n);
  if (is_tree(heads, n, seen)) return;
  search s;
  begin(&s, a, scores, n);
  for (choose(&s); (ring_node = find_ring(&s, seen)); choose(&s)) contract(&s, ring_node);
  arc *chosen = ARENA_ARRAY(a, arc, s.size);
  for (uint32_t k = 0; k < s.n_nodes; k++) chosen[s.nodes[k]] = *arc_of(&s, s.nodes[k], s.best[s.nodes[k]]);
  expand(&s, chosen);
  for (uint32_t i = 1; i <= n; i++) heads[chosen[i].word] = chosen[i].head;
}
