#include "parameters.h"
#include <math.h>

/* About normal, variance 1: the sum of twelve even throws. */
static float spread(dice *d) {
  float sum = 0;
  for (int i = 0; i < 12; i++) sum += (float)dice_below(d, 1 << 20) / (float)(1 << 20);
  return sum - 6;
}

void parameter_init(parameter *p, arena *a, dice *d, uint32_t rows, uint32_t cols, float deviation) {
  p->v = matrix_new(a, rows, cols);
  p->gradient = matrix_new(a, rows, cols);
  p->mean = matrix_new(a, rows, cols);
  p->square = matrix_new(a, rows, cols);
  for (uint32_t i = 0; i < rows && deviation > 0; i++)
    for (uint32_t k = 0; k < cols; k++) matrix_row(&p->v, i)[k] = deviation * spread(d);
}

void parameters_add(parameters *of, parameter *p) { of->all[of->n++] = p; }

void parameter_weights(parameter *p, parameters *of, arena *a, dice *d, uint32_t in, uint32_t out,
                       bool bias) {
  parameter_init(p, a, d, in + bias, out, sqrtf(1.0f / (float)in));
  if (bias) memset(matrix_row(&p->v, in), 0, out * sizeof(float));
  parameters_add(of, p);
}
