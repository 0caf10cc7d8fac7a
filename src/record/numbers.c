#include "record/numbers.h"

static uint32_t slot_of(const numbers *s, int64_t n) {
  uint32_t mask = s->n_slots - 1;
  uint32_t at = (uint32_t)(((uint64_t)n * 0x9E3779B97F4A7C15u) >> 32) & mask;
  while (s->slots[at] && s->items[s->slots[at] - 1] != n) at = (at + 1) & mask;
  return at;
}

static void grow(numbers *s) {
  s->n_slots = s->n_slots ? 2 * s->n_slots : 16;
  s->slots = ARENA_ARRAY(s->a, uint32_t, s->n_slots);
  for (uint32_t i = 0; i < s->n; i++) s->slots[slot_of(s, s->items[i])] = i + 1;
}

bool numbers_has(const numbers *s, int64_t n) { return s->n && s->slots[slot_of(s, n)]; }

bool numbers_add(numbers *s, int64_t n) {
  if (s->n >= s->n_slots / 4 * 3) grow(s);
  uint32_t at = slot_of(s, n);
  if (s->slots[at]) return false;
  *ARENA_PUSH(s->a, s->items, s->n, s->cap) = n;
  s->slots[at] = s->n;
  return true;
}
