#include "adam.h"
#include <math.h>

void adam_init(adam *a) { a->left[0] = a->left[1] = 1; }

double adam_square(const parameter *p, uint32_t first, uint32_t n) {
  const float *g = matrix_row(&p->gradient, first);
  double sum = 0;
  for (size_t i = 0; i < (size_t)n * p->v.stride; i++) sum += (double)g[i] * (double)g[i];
  return sum;
}

float adam_rate(adam *a, float rate) {
  a->left[0] *= 0.9;
  a->left[1] *= 0.98;
  return rate * (float)(sqrt(1 - a->left[1]) / (1 - a->left[0]));
}

/* v: values; g: gradients; m, q: averages of these and of their squares. All are [n]. */
VECTORS static void step(float *v, float *g, float *m, float *q, size_t n, float rate, float clip) {
  const float b1 = 0.9f, b2 = 0.98f;
  for (size_t i = 0; i < n; i++) {
    float x = g[i] * clip;
    m[i] = b1 * m[i] + (1 - b1) * x;
    q[i] = b2 * q[i] + (1 - b2) * x * x;
    v[i] -= rate * m[i] / (sqrtf(q[i]) + 1e-8f);
    g[i] = 0;
  }
}

void adam_step(parameter *p, uint32_t first, uint32_t n, float rate, float clip) {
  step(matrix_row(&p->v, first), matrix_row(&p->gradient, first), matrix_row(&p->mean, first),
       matrix_row(&p->square, first), (size_t)n * p->v.stride, rate, clip);
}
