/* adam.h: steps down the gradient (Kingma and Ba, "Adam", ICLR 2015). */
#ifndef TRAIN_ADAM_H
#define TRAIN_ADAM_H
#include "parameters.h"

/* left: what is left in both averages of the zeros that they began with. */
typedef struct { double left[2]; } adam;

void adam_init(adam *a);
/* The sum of the squares of the gradient, of rows [first, first + n). */
double adam_square(const parameter *p, uint32_t first, uint32_t n);
/* Counts a step; the rate, corrected for averages that have just begun. */
float adam_rate(adam *a, float rate);
/* One step of rows [first, first + n), by the gradient × clip; the gradient is cleared. */
void adam_step(parameter *p, uint32_t first, uint32_t n, float rate, float clip);
#endif
