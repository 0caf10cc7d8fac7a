#include "language/name_weights.h"

static const uint8_t *row_of(const name_weights *w, feature f) {
  const uint8_t *row = w->rows + (size_t)name_weights_line(f, w->n_lines) * (NAME_LINE_ROWS * NAME_ROW);
  uint32_t key = name_weights_key(f);
  for (int i = 0; i < NAME_LINE_ROWS; i++, row += NAME_ROW)
    if ((uint32_t)(row[0] | row[1] << 8) == key) return row + 2;
  return NULL;
}

void name_weights_sum(int32_t sums[NAME_LABELS], const name_weights *w, const feature *f, uint32_t n) {
  for (uint32_t k = 0; k < NAME_LABELS; k++) sums[k] = 0;
  for (uint32_t i = 0; i < n; i++)
    __builtin_prefetch(w->rows + (size_t)name_weights_line(f[i], w->n_lines) * (NAME_LINE_ROWS * NAME_ROW));
  for (uint32_t i = 0; i < n; i++) {
    const uint8_t *row = row_of(w, f[i]);
    for (uint32_t k = 0; row && k < NAME_LABELS; k++) sums[k] += w->scale[row[k]];
  }
}
