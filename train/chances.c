#include "chances.h"
#include <math.h>

/* e^x, the same on every machine: a power of 2 times a polynomial, for what is left of x in [-0.35, 0.35]. */
float chances_exp(float x) {
  x = x < -80 ? -80 : x > 80 ? 80 : x;
  float y = x * 1.44269504f, whole = floorf(y + 0.5f), f = (y - whole) * 0.693147181f;
  float p = 1 + f * (1 + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * 0.00833333333f))));
  union { uint32_t bits; float value; } power = {(uint32_t)((int32_t)whole + 127) << 23};
  return p * power.value;
}

void chances_make(float *p, uint32_t n) {
  float most = p[0], sum = 0;
  for (uint32_t i = 1; i < n; i++) most = p[i] > most ? p[i] : most;
  for (uint32_t i = 0; i < n; i++) sum += p[i] = chances_exp(p[i] - most);
  for (uint32_t i = 0; i < n; i++) p[i] /= sum;
}

double chances_loss(float p) { return -log((double)p + 1e-9); }

void chances_slopes(float *to, const float *p, uint32_t n, uint32_t right, const float *teachers, float trust,
                    float scale) {
  if (!teachers) trust = 0;
  for (uint32_t k = 0; k < n; k++) {
    float want = (k == right ? 1 - trust : 0) + (teachers ? trust * teachers[k] : 0);
    to[k] = (p[k] - want) * scale;
  }
}
