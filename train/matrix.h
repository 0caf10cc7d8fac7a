/* matrix.h: matrices of floats, for training only: readers use integers (src/language/network.c).
 *
 * Sums are made in the same order everywhere and products are not fused (the build turns that off), so the
 * same treebanks give the same weights on every machine, with vectors or without. */
#ifndef TRAIN_MATRIX_H
#define TRAIN_MATRIX_H
#include "base/base.h"

/* Rows of `stride` floats, a multiple of 16; what lies behind the columns is zero. */
typedef struct { float *v; uint32_t rows, cols, stride; } matrix;
#define MATRIX_STRIDE(cols) (((cols) + 15u) & ~15u)

/* The fastest code this processor has, of the same source: the results are the same. */
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define VECTORS
#endif

matrix matrix_new(arena *a, uint32_t rows, uint32_t cols);
static inline float *matrix_row(const matrix *m, uint32_t i) { return m->v + (size_t)i * m->stride; }
void matrix_clear(matrix *m);
/* The first `rows` rows of a matrix made for more. */
static inline matrix matrix_top(const matrix *m, uint32_t rows) {
  return (matrix){m->v, rows, m->cols, m->stride};
}
/* y += x · w. */
void matrix_multiply(matrix *y, const matrix *x, const matrix *w);
/* out: cols × rows of x; its `rows` and `cols` are set, its room must suffice. */
void matrix_transpose(matrix *out, const matrix *x);
#endif
