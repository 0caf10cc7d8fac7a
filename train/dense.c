#include "dense.h"

void dense_room_init(dense_room *r, arena *a, uint32_t most, uint32_t widest) {
  r->x = matrix_new(a, widest, most);
  r->w = matrix_new(a, widest, widest);
}

static matrix without_bias(const matrix *m) { return (matrix){m->v, m->rows - 1, m->cols, m->stride}; }

void dense_forward(matrix *y, const matrix *x, const parameter *p) {
  matrix w = without_bias(&p->v);
  const float *bias = matrix_row(&p->v, w.rows);
  y->rows = x->rows;
  for (uint32_t i = 0; i < y->rows; i++) memcpy(matrix_row(y, i), bias, y->stride * sizeof(float));
  matrix_multiply(y, x, &w);
}

/* sum: [cols] += the rows of m */
VECTORS static void add_rows(float *sum, const matrix *m) {
  for (uint32_t i = 0; i < m->rows; i++) row_add(sum, matrix_row(m, i), 1, m->cols);
}

void dense_back(matrix *dx, parameter *p, const matrix *x, const matrix *dy, dense_room *r) {
  matrix w = without_bias(&p->v), gradient = without_bias(&p->gradient);
  matrix_transpose(&r->x, x);
  matrix_multiply(&gradient, &r->x, dy);
  add_rows(matrix_row(&p->gradient, w.rows), dy);
  matrix_transpose(&r->w, &w);
  matrix_multiply(dx, dy, &r->w);
}
