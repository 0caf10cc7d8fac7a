/* chances.h: chances of choices, and how far they are from what is right. */
#ifndef TRAIN_CHANCES_H
#define TRAIN_CHANCES_H
#include "base/base.h"

/* e^x for x within ± 80, the same on every machine. */
float chances_exp(float x);
/* p: [n] scores, which become chances (softmax). */
void chances_make(float *p, uint32_t n);
/* p: the chance of what is right. */
double chances_loss(float p);
/* Chances to slopes of the loss, against what is right and, as far as they are trusted, what teachers say.
 * All are [n]; teachers NULL: they say nothing. `to` may be `p`. */
void chances_slopes(float *to, const float *p, uint32_t n, uint32_t right, const float *teachers, float trust,
                    float scale);
#endif
