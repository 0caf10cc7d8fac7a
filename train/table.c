#include "train.h"
#include <stdlib.h>

uint32_t dice_below(dice *d, uint32_t n) {
  d->state ^= d->state >> 12;
  d->state ^= d->state << 25;
  d->state ^= d->state >> 27;
  return (uint32_t)(((d->state * UINT64_C(2685821657736338717)) >> 32) * n >> 32);
}

void dice_shuffle(dice *d, uint32_t *items, uint32_t n) {
  for (uint32_t i = n; i > 1; i--) {
    uint32_t k = dice_below(d, i), kept = items[i - 1];
    items[i - 1] = items[k];
    items[k] = kept;
  }
}

void table_init(table *t, uint32_t n, uint8_t least) {
  *t = (table){calloc(n, sizeof *t->now), calloc(n, sizeof *t->later), calloc(n, sizeof *t->total), n, 1,
               calloc(SEEN, 1), least};
  if (!t->now || !t->later || !t->total || !t->seen) fail("out of memory for %u weights", n);
}

void table_free(table *t) {
  free(t->now);
  free(t->later);
  free(t->total);
  free(t->seen);
}

void table_end_run(table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    t->total[i] += (t->now[i] * t->clock - t->later[i]) * 4096 / t->clock;
    t->now[i] = 0;
    t->later[i] = 0;
  }
  t->clock = 1;
}

weights table_wide(const table *t) { return (weights){NULL, NULL, t->now, t->n}; }

static int by_size(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static const int16_t *make_scale(arena *a) {
  int16_t *scale = ARENA_ARRAY(a, int16_t, SCALE);
  for (int k = 1; k < SCALE; k++) scale[k] = weight_of_byte((uint8_t)k);
  scale[0] = scale[1];                           /* is not used */
  return scale;
}

/* The byte whose value is nearest. */
static uint8_t byte_for(const int16_t *scale, int64_t value) {
  int lo = 1, hi = SCALE - 1;
  while (lo < hi) {
    int mid = (lo + hi) / 2;
    if (scale[mid] < value) lo = mid + 1;
    else hi = mid;
  }
  return (uint8_t)(lo > 1 && value - scale[lo - 1] <= scale[lo] - value ? lo - 1 : lo);
}

/* What becomes the largest value: the size that one weight in 20,000 is above. */
static int64_t full_size(const table *t) {
  int64_t *sizes = malloc((size_t)t->n * sizeof *sizes);
  uint32_t n = 0;
  if (!sizes) fail("out of memory");
  for (uint32_t i = 0; i < t->n; i++)
    if (t->total[i]) sizes[n++] = t->total[i] < 0 ? -t->total[i] : t->total[i];
  qsort(sizes, n, sizeof *sizes, by_size);
  int64_t full = n ? sizes[n - 1 - n / 20000] : 1;
  free(sizes);
  return full;
}

weights table_bytes(arena *a, const table *t) {
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, t->n + (size_t)1);
  const int16_t *scale = make_scale(a);
  int64_t full = full_size(t), most = scale[SCALE - 1];
  for (uint32_t i = 0; i < t->n; i++) {
    int64_t w = (2 * t->total[i] * most + (t->total[i] < 0 ? -full : full)) / (2 * full);
    bytes[i] = byte_for(scale, w);
  }
  bytes[t->n] = SCALE / 2;
  return (weights){bytes, scale, NULL, t->n};
}
