#include "masks.h"

void mask_draw(matrix *mask, const batch *b, float p, dice *d) {
  uint32_t limit = (uint32_t)(p * 65536);
  for (uint32_t i = 0; i < b->n_sentences; i++)
    for (uint32_t k = 0; k < mask->cols; k++)
      matrix_row(mask, i)[k] = !d ? 1 : dice_below(d, 65536) < limit ? 0 : 1 / (1 - p);
}

VECTORS static void masked(matrix *y, const matrix *x, const matrix *mask, const batch *b, bool add) {
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    const float *m = matrix_row(mask, k);
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      const float *from = matrix_row(x, i);
      float *to = matrix_row(y, i);
      if (add) for (uint32_t c = 0; c < x->cols; c++) to[c] += from[c] * m[c];
      else for (uint32_t c = 0; c < x->cols; c++) to[c] = from[c] * m[c];
    }
  }
}

void mask_apply(matrix *y, const matrix *x, const matrix *mask, const batch *b) {
  y->rows = b->n;
  masked(y, x, mask, b, false);
}

void mask_add(matrix *y, const matrix *x, const matrix *mask, const batch *b) { masked(y, x, mask, b, true); }
