#include "pack_matrices.h"
#include <math.h>

float pack_most(const matrix *m) {
  float most = 0;
  for (uint32_t i = 0; i < m->rows; i++)
    for (uint32_t k = 0; k < m->cols; k++) most = fmaxf(most, fabsf(matrix_row(m, i)[k]));
  return most;
}

int32_t pack_whole(float x, uint32_t bits) {
  double y = (double)x * (double)(UINT64_C(1) << bits);
  return (int32_t)(y < 0 ? ceil(y - 0.5) : floor(y + 0.5));
}

void pack_put(buf *b, uint32_t x, int bytes) {
  for (int i = 0; i < bytes; i++) buf_char(b, (char)(x >> 8 * i));
}

/* ---- matrices ------------------------------------------------------------------------------------------ */

/* w: [in][out] without its bias, packed as products.h says, with this many bits. */
static product_matrix packed(arena *a, const matrix *w, const float *bias, uint32_t bits) {
  uint32_t in = w->rows, out = (w->cols + PRODUCT_OUT - 1) / PRODUCT_OUT * PRODUCT_OUT;
  int16_t *p = ARENA_ARRAY(a, int16_t, (size_t)in * out);
  int32_t *b = ARENA_ARRAY(a, int32_t, out);
  for (uint32_t o = 0; o < w->cols; o++) {
    for (uint32_t k = 0; k < in; k++)
      p[((size_t)(o / PRODUCT_OUT) * (in / 2) + k / 2) * 2 * PRODUCT_OUT + o % PRODUCT_OUT * 2 + k % 2] =
        (int16_t)pack_whole(matrix_row(w, k)[o], bits);
    b[o] = pack_whole(bias[o], bits + ACTIVATION_BITS);
  }
  return (product_matrix){p, b, in, out, 0};
}

void pack_matrix(packed_matrices *k, const parameter *p, uint32_t out_bits) {
  matrix w = {p->v.v, p->v.rows - 1, p->v.cols, p->v.stride};
  const float *bias = matrix_row(&p->v, w.rows);
  uint32_t bits = 14;
  while (bits > 1 && pack_most(&w) * (float)(1u << bits) > INT16_MAX) bits--;
  product_matrix m = packed(k->a, &w, bias, bits);
  for (;; m = packed(k->a, &w, bias, --bits)) {
    m.shift = bits + ACTIVATION_BITS - out_bits;
    if (products_fit(&m)) break;
    if (bits == 1) fail("a matrix of the network has weights too large for integers");
  }
  for (size_t i = 0; i < (size_t)m.in * m.out; i++) pack_put(&k->w, (uint16_t)m.w[i], 2);
  for (uint32_t i = 0; i < m.out; i++) pack_put(&k->bias, (uint32_t)m.bias[i], 4);
  pack_put(&k->shift, m.shift, 4);
}

void pack_rows(packed_matrices *k, const matrix *m) {
  uint32_t bits = 14, in = m->cols - 1;
  float most = 0;
  for (uint32_t i = 0; i < m->rows; i++) {
    float sum = fabsf(matrix_row(m, i)[in]);
    for (uint32_t c = 0; c < in; c++) sum += fabsf(matrix_row(m, i)[c]) * 4;
    most = fmaxf(most, sum);
  }
  while (bits > 1 && (pack_most(m) * (float)(1u << bits) > INT16_MAX ||
                      most * (float)(1u << bits) * (1 << ACTIVATION_BITS) > (float)(INT32_MAX / 2)))
    bits--;
  for (uint32_t i = 0; i < m->rows; i++) {
    for (uint32_t c = 0; c < in; c++) pack_put(&k->w, (uint16_t)pack_whole(matrix_row(m, i)[c], bits), 2);
    pack_put(&k->bias, (uint32_t)pack_whole(matrix_row(m, i)[in], bits + ACTIVATION_BITS), 4);
  }
}

void pack_vectors(packed_matrices *k, const matrix *m, uint32_t bits, int32_t most) {
  for (uint32_t i = 0; i < m->rows; i++)
    for (uint32_t c = 0; c < m->cols; c++) {
      int32_t x = pack_whole(matrix_row(m, i)[c], bits);
      pack_put(&k->w, (uint16_t)(x > most ? most : x < -most ? -most : x), 2);
    }
}

str pack_kept(arena *a, buf *b) {
  if (b->status) fail("out of memory for the network");
  str s = arena_str(a, b->len ? buf_get(b) : STR(""));
  buf_free(b);
  return s;
}
