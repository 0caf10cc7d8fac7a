/* dense.h: products with weights and a bias, forward and backward. */
#ifndef TRAIN_DENSE_H
#define TRAIN_DENSE_H
#include "parameters.h"

/* Room for transposes, x: [widest][most words], w: [widest][widest]. */
typedef struct { matrix x, w; } dense_room;

void dense_room_init(dense_room *r, arena *a, uint32_t most, uint32_t widest);
/* y: [n][out] = x: [n][in] · p: [in + 1][out]; y has as many rows as x then. */
void dense_forward(matrix *y, const matrix *x, const parameter *p);
/* Adds to the gradient of p, and to dx: [n][in], what comes back from dy: [n][out]. */
void dense_back(matrix *dx, parameter *p, const matrix *x, const matrix *dy, dense_room *r);
#endif
