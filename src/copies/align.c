/* Seeds: for each sentence of b the sentences of a that share the most weighed stems. Chain: the heaviest
 * list of seeds that runs through both texts in order, with skips, found with a tree of prefix maxima:
 * near-linear. */
#include "copies/align.h"

enum {
  SEEDS = 4,                   /* partners of a sentence that are looked at */
  MANY = 48                    /* a stem in more sentences than this aligns nothing */
};

typedef struct {
  arena *mem;
  const copies_model *m;
  const copy_text *a, *b;
  const uint32_t *shared;
  uint32_t *overlap;           /* [sentences of a] weight shared with the sentence at hand */
  uint32_t *touched;           /* [sentences of a] those with an overlap */
  aligned *seeds; uint32_t n, cap;     /* by (b, a) */
} aligner;

/* Weight in common against the lighter sentence above all, so that a split sentence still finds its parts. */
static uint16_t likeness(uint32_t common, uint32_t x, uint32_t y) {
  uint64_t lighter = x < y ? x : y, heavier = x < y ? y : x;
  uint64_t score = (uint64_t)common * 10000 / (7 * lighter + 3 * heavier);
  return (uint16_t)(score > 1000 ? 1000 : score);
}

static uint32_t gather(aligner *x, uint32_t at) {
  const copy_text *a = x->a, *b = x->b;
  uint32_t n = 0;
  for (uint32_t i = b->in_sentence_at[at]; i < b->in_sentence_at[at + 1]; i++) {
    uint32_t stem = b->in_sentence[i], k = x->shared[stem];
    if (k == UINT32_MAX || a->holders_at[k + 1] - a->holders_at[k] > MANY) continue;
    for (uint32_t h = a->holders_at[k]; h < a->holders_at[k + 1]; h++) {
      uint32_t s = a->holders[h];
      if (!x->overlap[s]) x->touched[n++] = s;
      x->overlap[s] += b->stems[stem].idf + 1;
    }
  }
  return n;
}

static bool better(const aligned *x, const aligned *y) {
  return x->score != y->score ? x->score > y->score : x->a < y->a;
}

/* Puts a seed among the best few of its sentence, best first. */
static void keep_best(aligned *best, uint32_t *n, aligned s) {
  uint32_t at = *n < SEEDS ? (*n)++ : SEEDS - 1;
  if (at == SEEDS - 1 && *n == SEEDS && best[at].score && !better(&s, &best[at])) return;
  while (at && better(&s, &best[at - 1])) {
    best[at] = best[at - 1];
    at--;
  }
  best[at] = s;
}

static void add_seeds(aligner *x, uint32_t at) {
  aligned best[SEEDS] = {{0}};
  uint32_t n = 0, n_touched = gather(x, at);
  for (uint32_t i = 0; i < n_touched; i++) {
    uint32_t s = x->touched[i];
    uint16_t score = likeness(x->overlap[s], x->a->sentence_weight[s], x->b->sentence_weight[at]);
    x->overlap[s] = 0;
    if (score >= x->m->limits[LIMIT_SEED]) keep_best(best, &n, (aligned){s, at, score, false});
  }
  for (uint32_t i = 1; i < n; i++)      /* by place in a; a few items */
    for (uint32_t k = i; k && best[k].a < best[k - 1].a; k--) {
      aligned swap = best[k];
      best[k] = best[k - 1];
      best[k - 1] = swap;
    }
  for (uint32_t i = 0; i < n; i++) *ARENA_PUSH(x->mem, x->seeds, x->n, x->cap) = best[i];
}

static uint64_t weight_of(const aligner *x, const aligned *s) {
  uint32_t wa = x->a->sentence_weight[s->a], wb = x->b->sentence_weight[s->b];
  return (uint64_t)s->score * (wa < wb ? wa : wb);
}

/* ---- chain --------------------------------------------------------------------------------------------- */

typedef struct {
  uint64_t *sum;               /* [seeds] weight of the best chain that ends with it */
  uint32_t *before;            /* [seeds] seed before it in that chain + 1, 0: none */
  uint32_t *tree; uint32_t n;  /* [sentences of a + 1] prefix maxima: seed + 1 */
} chain;

static uint32_t best_up_to(const chain *c, uint32_t a) {
  uint32_t best = 0;
  for (uint32_t i = a + 1; i; i &= i - 1)
    if (c->tree[i] && (!best || c->sum[c->tree[i] - 1] > c->sum[best - 1])) best = c->tree[i];
  return best;
}

static void note_end(chain *c, uint32_t a, uint32_t seed) {
  for (uint32_t i = a + 1; i <= c->n; i += i & -i)
    if (!c->tree[i] || c->sum[seed] > c->sum[c->tree[i] - 1]) c->tree[i] = seed + 1;
}

static uint64_t mark_chain(aligner *x) {
  chain c = {.n = x->a->w->n_sentences};
  c.sum = ARENA_ARRAY(x->mem, uint64_t, x->n + 1);
  c.before = ARENA_ARRAY(x->mem, uint32_t, x->n + 1);
  c.tree = ARENA_ARRAY(x->mem, uint32_t, c.n + 1);
  for (uint32_t i = 0; i < x->n; i++) {
    c.before[i] = best_up_to(&c, x->seeds[i].a);
    c.sum[i] = weight_of(x, &x->seeds[i]) + (c.before[i] ? c.sum[c.before[i] - 1] : 0);
    note_end(&c, x->seeds[i].a, i);
  }
  uint32_t last = c.n ? best_up_to(&c, c.n - 1) : 0;
  uint64_t sum = last ? c.sum[last - 1] : 0;
  for (; last; last = c.before[last - 1]) x->seeds[last - 1].in_order = true;
  return sum;
}

/* ---- result -------------------------------------------------------------------------------------------- */

/* The best seed of each sentence of b, in the chain if one is; and those of the chain right beside it, which
 * are the other half of a sentence that was split or joined. */
static void select_pairs(aligner *x, alignment *out) {
  aligned *pairs = ARENA_ARRAY(x->mem, aligned, x->n + 1);
  for (uint32_t i = 0, end; i < x->n; i = end) {
    const aligned *best = &x->seeds[i], *chained = NULL;
    for (end = i; end < x->n && x->seeds[end].b == x->seeds[i].b; end++) {
      const aligned *s = &x->seeds[end];
      if (better(s, best)) best = s;
      if (s->in_order && (!chained || better(s, chained))) chained = s;
    }
    out->best += weight_of(x, best);
    if (!chained && best->score >= x->m->limits[LIMIT_STRONG]) pairs[out->n++] = *best;
    for (uint32_t k = i; chained && k < end; k++) {
      const aligned *s = &x->seeds[k];
      if (s->in_order && (s->a + 1 >= chained->a && s->a <= chained->a + 1)) pairs[out->n++] = *s;
    }
  }
  out->pairs = pairs;
}

alignment align_sentences(arena *mem, const copies_model *m, const copy_text *a, const copy_text *b,
                          const uint32_t *shared) {
  aligner x = {.mem = mem, .m = m, .a = a, .b = b, .shared = shared};
  x.overlap = ARENA_ARRAY(mem, uint32_t, a->w->n_sentences + 1);
  x.touched = ARENA_ARRAY(mem, uint32_t, a->w->n_sentences + 1);
  x.cap = 2 * b->w->n_sentences + 8;
  x.seeds = ARENA_ARRAY(mem, aligned, x.cap);
  for (uint32_t s = 0; s < b->w->n_sentences; s++) add_seeds(&x, s);
  alignment out = {0};
  out.chain = mark_chain(&x);
  select_pairs(&x, &out);
  return out;
}
