/* matrix.h: matrices of floats, for training only: readers use integers (src/language/network.c).
 *
 * Sums are made in the same order everywhere. Products are fused with them in matrix_multiply, on any
 * machine, and nowhere else (the build turns that off). So the same treebanks give the same weights, with
 * vectors or without. */
#ifndef TRAIN_MATRIX_H
#define TRAIN_MATRIX_H
#include "base/base.h"

/* Rows of `stride` floats, a multiple of 16; what lies behind the columns is zero. */
typedef struct { float *v; uint32_t rows, cols, stride; } matrix;
#define MATRIX_STRIDE(cols) (((cols) + 15u) & ~15u)

/* The fastest code this processor has, of the same source: the results are the same. For static functions
 * only: compilers do not agree what others are called. Sanitizers start before the choice can be made. */
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN) && defined(__GLIBC__) && \
  !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define VECTORS
#endif
#define INLINED static inline __attribute__((always_inline))

matrix matrix_new(arena *a, uint32_t rows, uint32_t cols);
static inline float *matrix_row(const matrix *m, uint32_t i) { return m->v + (size_t)i * m->stride; }
/* Has so many rows then, at most as many as it was made for, and all are zeros. */
void matrix_clear(matrix *m, uint32_t rows);
/* y += x · w. */
void matrix_multiply(matrix *y, const matrix *x, const matrix *w);
/* out: cols × rows of x; its `rows`, `cols` and `stride` are set, its room must suffice. */
void matrix_transpose(matrix *out, const matrix *x);

/* ---- rows: of n floats; inlined, so that they are as fast as VECTORS makes what calls them ------------ */

/* to += f × from */
INLINED void row_add(float *to, const float *from, float f, uint32_t n) {
  for (uint32_t k = 0; k < n; k++) to[k] += f * from[k];
}
/* Σ a × b: eight sums side by side, added in an order that does not hang on the processor. */
INLINED float row_product(const float *a, const float *b, uint32_t n) {
  float sum[8] = {0};
  uint32_t k = 0;
  for (; k + 8 <= n; k += 8)
    for (int j = 0; j < 8; j++) sum[j] += a[k + j] * b[k + j];
  for (; k < n; k++) sum[0] += a[k] * b[k];
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}
#endif
