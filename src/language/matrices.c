#include "language/matrices.h"
#include <stdio.h>

ch_status matrices_open(matrices *k, arena *a, const model_file *f, const char *name, ch_error *err) {
  char section[MODEL_NAME + 8];
  const uint16_t *w = NULL;
  const uint32_t *bias = NULL;
  *k = (matrices){0};
  snprintf(section, sizeof section, "%s-w", name);
  ch_status status = model_file_u16(&w, &k->n_w, f, a, section, err);
  snprintf(section, sizeof section, "%s-bias", name);
  if (!status) status = model_file_u32(&bias, &k->n_bias, f, a, section, err);
  snprintf(section, sizeof section, "%s-shift", name);
  if (!status) status = model_file_u32(&k->shift, &k->n_shift, f, a, section, err);
  k->w = (const int16_t *)w;
  k->bias = (const int32_t *)bias;
  return status;
}

const int16_t *matrices_weights(matrices *k, size_t n) {
  if (n > k->n_w - k->used_w) {
    k->short_of = true;
    return NULL;
  }
  k->used_w += (uint32_t)n;
  return k->w + k->used_w - n;
}

const int32_t *matrices_biases(matrices *k, size_t n) {
  if (n > k->n_bias - k->used_bias) {
    k->short_of = true;
    return NULL;
  }
  k->used_bias += (uint32_t)n;
  return k->bias + k->used_bias - n;
}

product_matrix matrices_take(matrices *k, uint32_t in, uint32_t out) {
  product_matrix p = {.in = in, .out = (out + PRODUCT_OUT - 1) / PRODUCT_OUT * PRODUCT_OUT};
  p.w = matrices_weights(k, (size_t)p.in * p.out);
  p.bias = matrices_biases(k, p.out);
  if (k->used_shift == k->n_shift) k->short_of = true;
  else p.shift = k->shift[k->used_shift++];
  if (!k->short_of && !products_fit(&p)) k->short_of = true;
  return p;
}

bool matrices_are_used(const matrices *k) {
  return !k->short_of && k->used_w == k->n_w && k->used_bias == k->n_bias && k->used_shift == k->n_shift;
}
