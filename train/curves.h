/* curves.h: functions of one number that layers bend their sums with, and their slopes. */
#ifndef TRAIN_CURVES_H
#define TRAIN_CURVES_H
#include <math.h>

/* Squashing by a parabola: close to tanh, and the same in integers (src/language/products.h). Slopes are told
 * by the results. */
static inline float curve_squash(float x) {
  float u = fabsf(x);
  return u >= 2 ? (x < 0 ? -1.0f : 1.0f) : x * (1 - 0.25f * u);
}
static inline float curve_squash_slope(float y) { return sqrtf(1 - fabsf(y)); }

/* From 0 to 1: how much of a candidate is taken into a state. */
static inline float curve_gate(float x) { return 0.5f + 0.5f * curve_squash(0.5f * x); }
static inline float curve_gate_slope(float z) { return 0.25f * curve_squash_slope(2 * z - 1); }
#endif
