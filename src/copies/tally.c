#include "copies/tally.h"
#include <stdlib.h>

void tally_init(tally *t, arena *a, uint32_t most) {
  *t = (tally){.n_slots = 16};
  while (t->n_slots < 2 * most) t->n_slots *= 2;
  t->slots = ARENA_ARRAY(a, uint32_t, t->n_slots);
  t->items = ARENA_ARRAY(a, tallied, most + (size_t)1);
}

void tally_add(tally *t, uint32_t which, uint16_t day, uint32_t weight) {
  uint32_t mask = t->n_slots - 1, at = (uint32_t)(which * (uint64_t)0x9E3779B97F4A7C15u >> 32) & mask;
  while (t->slots[at] && t->items[t->slots[at] - 1].report != which) at = (at + 1) & mask;
  if (!t->slots[at]) {
    t->items[t->n] = (tallied){which, 0, 0, day};
    t->slots[at] = ++t->n;
  }
  tallied *x = &t->items[t->slots[at] - 1];
  x->weight += weight;
  x->shared++;
}

/* A few are taken out of many, so one pass for each is cheaper than sorting. */
const tallied *tally_take(tally *t, uint32_t least_shared, uint32_t least_weight, const tally_order *order) {
  uint32_t best = UINT32_MAX;
  for (uint32_t i = 0; i < t->n; i++) {
    const tallied *x = &t->items[i];
    if (x->shared < least_shared || x->weight < least_weight) continue;
    if (best == UINT32_MAX || x->weight > t->items[best].weight ||
        (x->weight == t->items[best].weight &&
         order->has_smaller_id(x->report, t->items[best].report, order->payload)))
      best = i;
  }
  if (best == UINT32_MAX) return NULL;
  tallied *end = &t->items[t->n - 1], taken = t->items[best];
  t->items[best] = *end;       /* no more is added: the slots have lost their meaning */
  *end = taken;
  t->n--;
  return end;
}

/* Total order: by number. */
static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

uint32_t tally_distinct(uint32_t *reports, uint32_t n) {
  uint32_t left = 0;
  if (n) qsort(reports, n, sizeof *reports, by_number);
  for (uint32_t i = 0; i < n; i++)
    if (!left || reports[left - 1] != reports[i]) reports[left++] = reports[i];
  return left;
}
