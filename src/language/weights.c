#include "language/weights.h"

static void sum_wide_choices(int32_t *sums, const weights *w, const feature *f, uint32_t n,
                             const uint32_t *which,
                             uint32_t n_choices) {
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&w->wide[weights_line(w, f[i])]);
  for (uint32_t i = 0; i < n; i++) {
    const int32_t *line = &w->wide[weights_line(w, f[i])];
    for (uint32_t k = 0; k < n_choices; k++) sums[k] += line[weights_in_line(f[i], which[k])];
  }
}

void weights_sum_choices(int32_t *sums, const weights *w, const feature *f, uint32_t n, const uint32_t *which,
                         uint32_t n_choices) {
  for (uint32_t k = 0; k < n_choices; k++) sums[k] = 0;
  if (w->wide) {
    sum_wide_choices(sums, w, f, n, which, n_choices);
    return;
  }
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&w->bytes[weights_line(w, f[i])]);
  for (uint32_t i = 0; i < n; i++) {
    const uint8_t *line = &w->bytes[weights_line(w, f[i])];
    for (uint32_t k = 0; k < n_choices; k++) sums[k] += w->scale[line[weights_in_line(f[i], which[k])]];
  }
}

static void sum_wide_rows(int32_t sums[MOVES], const weights *w, const feature *f, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&w->wide[weights_row(w, f[i])]);
  for (uint32_t i = 0; i < n; i++) {
    const int32_t *row = &w->wide[weights_row(w, f[i])];
    for (int k = 0; k < MOVES; k++) sums[k] += row[k];
  }
}

void weights_sum_rows(int32_t sums[MOVES], const weights *w, const feature *f, uint32_t n) {
  for (int k = 0; k < MOVES; k++) sums[k] = 0;
  if (w->wide) {
    sum_wide_rows(sums, w, f, n);
    return;
  }
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&w->bytes[weights_row(w, f[i])]);
  for (uint32_t i = 0; i < n; i++) {
    const uint8_t *row = &w->bytes[weights_row(w, f[i])];
    for (int k = 0; k < MOVES; k++) sums[k] += w->scale[row[k]];
  }
}

int32_t weights_sum(const weights *w, const feature *f, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t place = weights_place(w, f[i]);
    sum += w->wide ? w->wide[place] : w->scale[w->bytes[place]];
  }
  return sum;
}

choices lists_find(const lists *l, feature f) {
  if (!l->n_slots) return (choices){NULL, 0};
  uint32_t key = lists_key(f), mask = l->n_slots - 1, i = lists_slot(key, l->n_slots);
  for (uint32_t tried = 0; tried < l->n_slots && l->keys[i]; tried++, i = (i + 1) & mask)
    if (l->keys[i] == key) return (choices){&l->items[l->at[i] / (LIST_MAX + 1)], l->at[i] % (LIST_MAX + 1)};
  return (choices){NULL, 0};
}
