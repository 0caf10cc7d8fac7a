/* matrices.h: the matrices of a network, one after the other from three sections of a model file: weights
 * of 16 bits, biases of 32, and how far sums are shifted. Whatever the bytes are, what is taken lies
 * inside them and its sums cannot overflow. */
#ifndef LANGUAGE_MATRICES_H
#define LANGUAGE_MATRICES_H
#include "language/model_file.h"
#include "language/products.h"

typedef struct {
  const int16_t *w; uint32_t n_w, used_w;
  const int32_t *bias; uint32_t n_bias, used_bias;
  const uint32_t *shift; uint32_t n_shift, used_shift;
  bool short_of;               /* one was not there or does not fit */
} matrices;

/* Sections NAME-w, NAME-bias, NAME-shift. CH_ERR_PACK: one is missing. */
ch_status matrices_open(matrices *k, arena *a, const model_file *f, const char *name, ch_error *err);
/* n numbers; NULL: there are no more. */
const int16_t *matrices_weights(matrices *k, size_t n);
const int32_t *matrices_biases(matrices *k, size_t n);
/* out: made a multiple of PRODUCT_OUT. */
product_matrix matrices_take(matrices *k, uint32_t in, uint32_t out);
/* Whether all fitted and nothing is left. */
bool matrices_are_used(const matrices *k);
#endif
