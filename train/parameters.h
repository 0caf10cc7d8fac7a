/* parameters.h: matrices that are learnt, with what Adam keeps of them. */
#ifndef TRAIN_PARAMETERS_H
#define TRAIN_PARAMETERS_H
#include "matrix.h"
#include "train.h"

/* v: the values; the others, of the same size: the gradient, and Adam's averages of it and of its square. */
typedef struct { matrix v, gradient, mean, square; } parameter;

/* All of a network but its table; `MOST_PARAMETERS` is above what the greatest number of layers needs. */
enum { MOST_PARAMETERS = 64 };
typedef struct { parameter *all[MOST_PARAMETERS]; uint32_t n; } parameters;

/* Values about normal around 0; deviation 0: zeros. */
void parameter_init(parameter *p, arena *a, dice *d, uint32_t rows, uint32_t cols, float deviation);
/* [in][out], or [in + 1][out] with a bias of zeros in the last row. */
void parameter_weights(parameter *p, parameters *of, arena *a, dice *d, uint32_t in, uint32_t out, bool bias);
void parameters_add(parameters *of, parameter *p);
#endif
