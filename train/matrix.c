#include "matrix.h"
#include <math.h>
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
#include <immintrin.h>
#endif

enum { LANES = 8, BLOCK_ROWS = 6, BLOCK_COLS = 2 * LANES };

matrix matrix_new(arena *a, uint32_t rows, uint32_t cols) {
  uint32_t stride = MATRIX_STRIDE(cols);
  return (matrix){ARENA_ARRAY(a, float, (size_t)rows * stride), rows, cols, stride};
}

void matrix_clear(matrix *m, uint32_t rows) {
  m->rows = rows;
  memset(m->v, 0, (size_t)rows * m->stride * sizeof *m->v);
}

/* y += x · w for `rows` rows and 16 columns, by fused products: rounded once, so the same on every
 * machine. */
static void block_anywhere(float *y, size_t ys, const float *x, size_t xs, const float *w, size_t ws,
                           uint32_t inner, int rows) {
  for (int r = 0; r < rows; r++)
    for (uint32_t k = 0; k < inner; k++)
      for (int c = 0; c < BLOCK_COLS; c++)
        y[(size_t)r * ys + (size_t)c] =
          fmaf(x[(size_t)r * xs + k], w[k * ws + (size_t)c], y[(size_t)r * ys + (size_t)c]);
}

#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
/* All of the sums stay in registers. */
static inline __attribute__((always_inline, target("avx2,fma"))) void block(
  float *y, size_t ys, const float *x, size_t xs, const float *w, size_t ws, uint32_t inner, const int rows) {
  __m256 sum[BLOCK_ROWS][2];
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < 2; c++) sum[r][c] = _mm256_loadu_ps(y + (size_t)r * ys + (size_t)c * LANES);
  for (uint32_t k = 0; k < inner; k++) {
    __m256 w0 = _mm256_loadu_ps(w + k * ws), w1 = _mm256_loadu_ps(w + k * ws + LANES);
    for (int r = 0; r < rows; r++) {
      __m256 f = _mm256_broadcast_ss(x + (size_t)r * xs + k);
      sum[r][0] = _mm256_fmadd_ps(f, w0, sum[r][0]);
      sum[r][1] = _mm256_fmadd_ps(f, w1, sum[r][1]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < 2; c++) _mm256_storeu_ps(y + (size_t)r * ys + (size_t)c * LANES, sum[r][c]);
}

__attribute__((target("avx2,fma"))) static void multiply_fast(matrix *y, const matrix *x, const matrix *w) {
  uint32_t n = x->rows, inner = x->cols;
  for (uint32_t c = 0; c < w->stride; c += BLOCK_COLS) {
    const float *panel = w->v + c;
    uint32_t i = 0;
    for (; i + BLOCK_ROWS <= n; i += BLOCK_ROWS)
      block(matrix_row(y, i) + c, y->stride, matrix_row(x, i), x->stride, panel, w->stride, inner,
            BLOCK_ROWS);
    for (; i < n; i++)
      block(matrix_row(y, i) + c, y->stride, matrix_row(x, i), x->stride, panel, w->stride, inner, 1);
  }
}
#endif

void matrix_multiply(matrix *y, const matrix *x, const matrix *w) {
#if defined(__x86_64__) && !defined(CHANCERY_PLAIN)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    multiply_fast(y, x, w);
    return;
  }
#endif
  for (uint32_t i = 0; i < x->rows; i++)
    for (uint32_t c = 0; c < w->stride; c += BLOCK_COLS)
      block_anywhere(matrix_row(y, i) + c, y->stride, matrix_row(x, i), x->stride, w->v + c, w->stride,
                     x->cols, 1);
}

void matrix_transpose(matrix *out, const matrix *x) {
  out->rows = x->cols;
  out->cols = x->rows;
  out->stride = MATRIX_STRIDE(x->rows);
  for (uint32_t r = 0; r < out->rows; r++) {
    float *to = matrix_row(out, r);
    for (uint32_t i = 0; i < x->rows; i++) to[i] = x->v[(size_t)i * x->stride + r];
    for (uint32_t i = x->rows; i < out->stride; i++) to[i] = 0;
  }
}
