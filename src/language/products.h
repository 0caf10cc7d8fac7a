/* products.h: the arithmetic of the network, in integers of 16 bits, for many words at once.
 *
 * Numbers stand for reals by a fixed point: Q12 has 12 bits behind it. Sums are of 32 bits and cannot
 * overflow: products_fit says so of a matrix when it is loaded. Each function is written twice, plainly
 * and with AVX2 where the processor has it; both give the same bits (tests/language/test_products.c).
 *
 *   activations   Q13, within ± 4      what goes into a product
 *   sums          Q12, within ± 8      what comes out of it, cut off there
 *   states        Q14, within ± 1      of gates, candidates and recurrences */
#ifndef LANGUAGE_PRODUCTS_H
#define LANGUAGE_PRODUCTS_H
#include "base/base.h"

enum { PRODUCT_OUT = 16, ACTIVATION_BITS = 13, SUM_BITS = 12, STATE_BITS = 14 };

/* w: [out / 16][in / 2][16][2], for sums of pairs; bias: [out]. in: even; out: a multiple of 16. A sum is
 * shifted right by `shift`, with rounding, to have the bits it is wanted in; where sums are taken as they
 * are, `shift` is their bits. */
typedef struct { const int16_t *w; const int32_t *bias; uint32_t in, out, shift; } product_matrix;

/* The most that Σ |x · w| + |bias| of an output may be is below 2^31, whatever the x. */
bool products_fit(const product_matrix *m);

typedef struct {
  /* y: [n][y_stride] = x: [n][x_stride] · w + bias, shifted, cut off at ± 32767; no x is -32768 */
  void (*narrow)(int16_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
                 const product_matrix *m);
  /* the same, 32 bits, not shifted */
  void (*wide)(int32_t *y, size_t y_stride, const int16_t *x, size_t x_stride, uint32_t n,
               const product_matrix *m);
  /* y = (a + b) + c, each sum cut off as it is made, at ± 32767 in the end; n: a multiple of 16 */
  void (*join)(int16_t *y, const int16_t *const parts[3], uint32_t n);
  /* sum += row; n: a multiple of 16 */
  void (*add)(int16_t *sum, const int8_t *row, uint32_t n);
  /* sum = Σ rows of a table [ ][width], row 0 and those named, cut off so that × 2^shift fits, and so multiplied; at
   * most 200 rows; width: a multiple of 64 */
  void (*gather)(int16_t *sum, const int8_t *table, uint32_t width, const uint32_t *rows, uint32_t n, uint32_t shift);
  /* Σ a · b; n: a multiple of 16 */
  int32_t (*dot)(const int16_t *a, const int16_t *b, uint32_t n);
  /* The same for four rows at once, of which a caller may give one twice. */
  void (*dots)(int32_t sums[4], const int16_t *a, const int16_t *const rows[4], uint32_t n);
  /* A parabola close to tanh: x (1 - |x| / 4) within ± 2, else ± 1; Q12 to Q13. n: a multiple of 16. */
  void (*squash)(int16_t *y, const int16_t *x, uint32_t n);
  /* States of one direction through a sentence. acts: [words][stride] Q12: gates, then candidates, `half`
   * each; y: [words][y_stride] Q13, `half` each. Strides are negative from the last word on (pointers at the
   * last one). state: [half], room. half: a multiple of 16. */
  void (*states)(int16_t *y, ptrdiff_t y_stride, const int16_t *acts, ptrdiff_t stride, uint32_t words,
                 uint32_t half, int16_t *state);
} products;

/* What this processor does fastest; `plain`: what any does. */
const products *products_best(void);
extern const products products_plain;
#endif
