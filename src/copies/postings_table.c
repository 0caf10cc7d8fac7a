#include "copies/postings_table.h"
#include "copies/large.h"
#include <stdlib.h>

enum { LEAST_SLOTS = 1 << 12, LEAST_ENTRIES = 1 << 14 };

static uint32_t first_slot(const table *t, uint32_t key) {
  return (uint32_t)(key * (uint64_t)0x9E3779B97F4A7C15u >> 32) & (t->n_slots - 1);
}

static table_slot *slot_of(const table *t, uint32_t key) {
  uint32_t mask = t->n_slots - 1, at = first_slot(t, key);
  while (t->slots[at].n && t->slots[at].key != key) at = (at + 1) & mask;
  return &t->slots[at];
}

static bool grow_slots(table *t) {
  table_slot *old = t->slots;
  uint32_t n_old = t->n_slots, n = n_old ? 2 * n_old : LEAST_SLOTS;
  table_slot *slots = large_new(n * sizeof *slots);
  if (!slots) return false;
  t->slots = slots;
  t->n_slots = n;
  for (uint32_t i = 0; i < n_old; i++)
    if (old[i].n) *slot_of(t, old[i].key) = old[i];
  free(old);
  return true;
}

/* ---- pieces -------------------------------------------------------------------------------------------- */

static unsigned size_of(uint32_t n) {          /* of the piece that holds n: its logarithm */
  unsigned size = 0;
  while ((uint32_t)1 << size < n) size++;
  return size;
}

static bool take_piece(table *t, unsigned size, uint32_t *at) {
  if (t->free[size]) {
    *at = t->free[size] - 1;
    t->free[size] = t->entries[*at].report;
    return true;
  }
  uint32_t need = (uint32_t)1 << size;
  if (need > UINT32_MAX / 2 - t->used) return false;
  if (t->used + need > t->cap) {
    uint32_t cap = t->cap ? t->cap : LEAST_ENTRIES;
    while (cap < t->used + need) cap *= 2;
    table_entry *entries = realloc(t->entries, cap * sizeof *entries);
    if (!entries) return false;
    t->entries = entries;
    t->cap = cap;
  }
  *at = t->used;
  t->used += need;
  return true;
}

static void give_piece(table *t, unsigned size, uint32_t at) {
  t->entries[at].report = t->free[size];
  t->free[size] = at + 1;
}

/* Makes room for one more. */
static bool widen(table *t, table_slot *s) {
  uint32_t at;
  unsigned size = size_of(s->n + 1);
  if (s->n && size == size_of(s->n)) return true;
  if (!take_piece(t, size, &at)) return false;
  if (s->n) {
    memcpy(t->entries + at, t->entries + s->first, s->n * sizeof *t->entries);
    give_piece(t, size - 1, s->first);
  }
  s->first = at;
  return true;
}

/* ---- putting and asking -------------------------------------------------------------------------------- */

static bool is_after(const table_entry *x, const table_entry *y) {
  if (x->day != y->day) return x->day > y->day;
  return x->tie != y->tie ? x->tie > y->tie : x->report > y->report;
}

bool table_put(table *t, uint32_t key, table_entry x) {
  if (2 * t->n_keys >= t->n_slots && !grow_slots(t)) return false;
  table_slot *s = slot_of(t, key);
  if (!widen(t, s)) return false;
  table_entry *all = t->entries + s->first;
  uint32_t at = s->n;
  for (; at && is_after(&all[at - 1], &x); at--) all[at] = all[at - 1];        /* nearly always it comes last */
  all[at] = x;
  t->n_keys += !s->n;
  s->key = key;
  s->n++;
  t->n++;
  return true;
}

void table_expect(const table *t, const uint32_t *keys, uint32_t n) {
  for (uint32_t i = 0; i < n && t->n_slots; i++) __builtin_prefetch(&t->slots[first_slot(t, keys[i])]);
}

void table_find(const table *t, const uint32_t *keys, uint32_t n, const table_slot **out) {
  static const table_slot none = {0};
  table_expect(t, keys, n);
  for (uint32_t i = 0; i < n; i++) {
    out[i] = t->n_slots ? slot_of(t, keys[i]) : &none;
    if (out[i]->n) __builtin_prefetch(&t->entries[out[i]->first]);
  }
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* One pass of a radix sort. */
static void sort_digit(const table_slot *from, table_slot *to, uint32_t n, unsigned shift) {
  uint32_t at[DIGITS + 1] = {0};
  for (uint32_t i = 0; i < n; i++) at[(from[i].key >> shift & (DIGITS - 1)) + 1]++;
  for (uint32_t d = 1; d < DIGITS; d++) at[d] += at[d - 1];
  for (uint32_t i = 0; i < n; i++) to[at[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

const table_slot *table_sort(table *t, uint32_t *n) {
  table_slot *taken = malloc((t->n_keys + (size_t)1) * sizeof *taken);
  *n = 0;
  if (!taken) return NULL;
  for (uint32_t i = 0; i < t->n_slots; i++)
    if (t->slots[i].n) taken[(*n)++] = t->slots[i];
  sort_digit(taken, t->slots, *n, 0);          /* half of the slots are free, so they have room */
  sort_digit(t->slots, taken, *n, DIGIT_BITS);
  sort_digit(taken, t->slots, *n, 2 * DIGIT_BITS);
  free(taken);
  return t->slots;
}

void table_empty(table *t) {
  if (t->slots) memset(t->slots, 0, t->n_slots * sizeof *t->slots);
  memset(t->free, 0, sizeof t->free);
  t->n = t->n_keys = t->used = 0;
}

void table_free(table *t) {
  free(t->slots);
  free(t->entries);
}
