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

int32_t weights_sum(const weights *w, const feature *f, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t place = weights_place(w, f[i]);
    sum += w->wide ? w->wide[place] : w->scale[w->bytes[place]];
  }
  return sum;
}
