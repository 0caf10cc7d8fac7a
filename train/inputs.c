#include "inputs.h"
#include "curves.h"
#include "masks.h"

void inputs_init(parameter *t, arena *a, dice *d, uint32_t n_rows, uint32_t input) {
  parameter_init(t, a, d, n_rows, input, 0.25f);
  memset(matrix_row(&t->v, 0), 0, input * sizeof(float));
}

void inputs_room_init(inputs_room *r, arena *a, const parameter *t, uint32_t most, uint32_t sentences) {
  r->x = matrix_new(a, most, t->v.cols);
  r->d_x = matrix_new(a, most, t->v.cols);
  r->mask = matrix_new(a, sentences, t->v.cols);
  r->touched = ARENA_ARRAY(a, uint32_t, t->v.rows);
  r->is_touched = ARENA_ARRAY(a, uint8_t, t->v.rows);
}

/* Some forms are dropped, so that endings and neighbours learn to stand in for them. */
static void drop_forms(const batch *b, float p, dice *d) {
  uint32_t limit = (uint32_t)(p * 65536);
  for (uint32_t i = 0; i < b->n && d; i++)
    if (dice_below(d, 65536) < limit) b->rows[i * BATCH_FEATURES] = 1;
}

VECTORS static void sum_rows(matrix *x, const matrix *t, const batch *b) {
  for (uint32_t i = 0; i < b->n; i++) {
    float *to = matrix_row(x, i);
    memset(to, 0, x->cols * sizeof *to);
    for (uint32_t k = 0; k < BATCH_FEATURES; k++) {
      uint32_t row = b->rows[i * BATCH_FEATURES + k];
      if (row) row_add(to, matrix_row(t, row), 1, x->cols);
    }
    for (uint32_t c = 0; c < x->cols; c++) to[c] = curve_squash(to[c]);
  }
}

void inputs_forward(inputs_room *r, const parameter *t, const batch *b, float drop_form, float drop,
                    dice *d) {
  drop_forms(b, drop_form, d);
  r->x.rows = b->n;
  sum_rows(&r->x, &t->v, b);
  mask_draw(&r->mask, b, drop, d);
  mask_apply(&r->x, &r->x, &r->mask, b);
}

static void touch(inputs_room *r, uint32_t row) {
  if (!r->is_touched[row]) r->is_touched[row] = 1, r->touched[r->n_touched++] = row;
}

/* The slope of a word's squashed sum; x holds it after dropping, dropped ones as 0. */
VECTORS static void back_of_squash(float *slope, const float *x, const float *mask, uint32_t n) {
  for (uint32_t c = 0; c < n; c++) slope[c] *= mask[c] > 0 ? mask[c] * curve_squash_slope(x[c] / mask[c]) : 0;
}

VECTORS static void add_to_rows(inputs_room *r, matrix *gradient, const batch *b, uint32_t i) {
  for (uint32_t k = 0; k < BATCH_FEATURES; k++) {
    uint32_t row = b->rows[i * BATCH_FEATURES + k];
    if (!row) continue;
    touch(r, row);
    row_add(matrix_row(gradient, row), matrix_row(&r->d_x, i), 1, gradient->cols);
  }
}

void inputs_back(inputs_room *r, parameter *t, const batch *b) {
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      back_of_squash(matrix_row(&r->d_x, i), matrix_row(&r->x, i), matrix_row(&r->mask, k), r->x.cols);
      add_to_rows(r, &t->gradient, b, i);
    }
}
