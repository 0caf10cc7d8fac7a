/* The arithmetic of the network: what it computes, and the fast code against the plain one, bit by bit. */
#include "test.h"
#include "language/products.h"

static uint32_t dice = 3;
static uint32_t next(void) { return (dice = dice * 1664525u + 1013904223u) >> 8; }

/* Any number but -32768, most of them small; `edges`: often the greatest. */
static int16_t any(bool edges) {
  if (edges && next() % 3 == 0) return next() % 2 ? INT16_MAX : -INT16_MAX;
  return (int16_t)((int32_t)(next() % 65535) - INT16_MAX);
}

static int16_t *many(size_t n, bool edges) {
  int16_t *x = ARENA_ARRAY(fix.a, int16_t, n);
  for (size_t i = 0; i < n; i++) x[i] = any(edges);
  return x;
}

static product_matrix some_matrix(uint32_t in, uint32_t out, int32_t most) {
  int16_t *w = ARENA_ARRAY(fix.a, int16_t, (size_t)in * out);
  int32_t *bias = ARENA_ARRAY(fix.a, int32_t, out);
  for (size_t i = 0; i < (size_t)in * out; i++)
    w[i] = (int16_t)((int32_t)(next() % (2 * (uint32_t)most + 1)) - most);
  for (uint32_t i = 0; i < out; i++) bias[i] = (int32_t)(next() % 100000) - 50000;
  return (product_matrix){w, bias, in, out, next() % 12};
}

static void fast_and_plain_agree(void **state) {
  (void)state;
  const products *fast = products_best(), *plain = &products_plain;
  for (int k = 0; k < 300; k++) {
    uint32_t in = 2 * (1 + next() % 60), out = 16 * (1 + next() % 6), n = 1 + next() % 11;
    size_t stride = in + next() % 3;
    product_matrix m = some_matrix(in, out, 65536 / (int32_t)in / 2);
    int16_t *x = many(n * stride, k % 2), *y[2];
    int32_t *z[2];
    assert_true(products_fit(&m));
    for (int i = 0; i < 2; i++) {
      y[i] = ARENA_ARRAY(fix.a, int16_t, (size_t)n * out);
      z[i] = ARENA_ARRAY(fix.a, int32_t, (size_t)n * out);
      (i ? fast : plain)->narrow(y[i], out, x, stride, n, &m);
      (i ? fast : plain)->wide(z[i], out, x, stride, n, &m);
    }
    int16_t joined[2][96];
    const int16_t *const parts[3] = {y[0], y[1] + (size_t)(n - 1) * out, many(out, true)};
    plain->join(joined[0], parts, out);
    fast->join(joined[1], parts, out);
    assert_memory_equal(joined[0], joined[1], out * sizeof **joined);
    assert_memory_equal(y[0], y[1], (size_t)n * out * sizeof **y);
    assert_memory_equal(z[0], z[1], (size_t)n * out * sizeof **z);
    arena_reset(fix.a);
  }
}

static void states_and_squash_agree(void **state) {
  (void)state;
  const products *fast = products_best(), *plain = &products_plain;
  for (int k = 0; k < 100; k++) {
    uint32_t half = 16 * (1 + next() % 4), words = 1 + next() % 9;
    int16_t *acts = many((size_t)words * 4 * half, k % 2), *y[2], room[64];
    for (int i = 0; i < 2; i++) {
      const products *by = i ? fast : plain;
      ptrdiff_t last = (ptrdiff_t)words - 1, gates = 4 * (ptrdiff_t)half, wide = 2 * (ptrdiff_t)half;
      y[i] = ARENA_ARRAY(fix.a, int16_t, (size_t)words * 2 * half);
      by->states(y[i], wide, acts, gates, words, half, room);
      by->states(y[i] + last * wide + half, -wide, acts + last * gates + wide, -gates, words, half, room);
      by->squash(acts, acts, 0);
    }
    assert_memory_equal(y[0], y[1], (size_t)words * 2 * half * sizeof **y);
    int16_t *a = many(half, true), *b = many(half, false);
    plain->squash(room, a, half);
    fast->squash(a, a, half);
    assert_memory_equal(room, a, half * sizeof *a);
    for (uint32_t i = 0; i < half; i++) b[i] = (int16_t)(b[i] / 8);
    assert_int_equal(plain->dot(a, b, half), fast->dot(a, b, half));
    const int16_t *const rows[4] = {b, a, b, room};
    int32_t sums[2][4];
    plain->dots(sums[0], a, rows, half);
    fast->dots(sums[1], a, rows, half);
    assert_memory_equal(sums[0], sums[1], sizeof sums[0]);
    assert_int_equal(sums[0][2], plain->dot(a, b, half));
    arena_reset(fix.a);
  }
}

/* y = x · w + bias for one small matrix, by hand. */
static void what_is_computed(void **state) {
  (void)state;
  int16_t w[2 * 16] = {0}, x[2] = {100, -7}, y[16];
  int32_t bias[16] = {0}, z[16];
  w[2 * 3] = 5, w[2 * 3 + 1] = 9;                          /* output 3 */
  bias[3] = 1;
  product_matrix m = {w, bias, 2, 16, 2};
  products_plain.wide(z, 16, x, 2, 1, &m);
  products_plain.narrow(y, 16, x, 2, 1, &m);
  assert_int_equal(z[3], 100 * 5 - 7 * 9 + 1);
  assert_int_equal(y[3], (438 + 2) >> 2);
  assert_int_equal(z[4], 0);
}

/* A table of rows within ± most; -128 is in it where most is 128. */
static int8_t *some_table(uint32_t n_rows, uint32_t width, int32_t most) {
  int8_t *table = ARENA_ARRAY(fix.a, int8_t, (size_t)n_rows * width);
  for (size_t i = 0; i < (size_t)n_rows * width; i++) {
    int32_t x = (int32_t)(next() % (2 * (uint32_t)most + 1)) - most;
    table[i] = (int8_t)(x > INT8_MAX ? INT8_MAX : x);
  }
  return table;
}

static void gathers_agree(void **state) {
  (void)state;
  for (uint32_t k = 0; k < 300; k++) {
    uint32_t width = 64 * (1 + next() % 4), n_rows = 2 + next() % 50, n = k % 10 ? next() % 201 : 0;
    uint32_t shift = k % 16, *rows = ARENA_ARRAY(fix.a, uint32_t, n + 1);
    const int8_t *table = some_table(n_rows, width, k % 3 ? 3 : 128);
    int16_t *y[2] = {many(width, false), many(width, true)};         /* what was there is of no account */
    for (uint32_t i = 0; i < n; i++) rows[i] = next() % n_rows;
    products_plain.gather(y[0], table, width, rows, n, shift);
    products_best()->gather(y[1], table, width, rows, n, shift);
    assert_memory_equal(y[0], y[1], width * sizeof *y[0]);
    for (uint32_t i = 0; i < width; i++) {
      int32_t sum = table[i], most = INT16_MAX >> shift;
      for (uint32_t r = 0; r < n; r++) sum += table[rows[r] * width + i];
      assert_int_equal(y[0][i], (sum > most ? most : sum < -most ? -most : sum) * (1 << shift));
    }
    arena_reset(fix.a);
  }
}

/* The most rows, all at an end: sums hold them, and what is shifted is cut off evenly at both ends. */
static void gathers_are_cut_off(void **state) {
  (void)state;
  static const struct { uint32_t shift; int16_t high, low; } all[] = {
    {0, 201 * 127, -201 * 128}, {1, 32766, -32766}, {2, 32764, -32764}, {12, 28672, -28672}, {14, 16384, -16384},
    {15, 0, 0}};
  const products *const by[] = {&products_plain, products_best()};
  int8_t table[2 * 64];
  uint32_t rows[200];
  int16_t y[64];
  for (int i = 0; i < 200; i++) rows[i] = 1;
  for (int i = 0; i < 128; i++) table[i] = i % 2 ? INT8_MIN : INT8_MAX;
  for (size_t k = 0; k < sizeof all / sizeof *all; k++)
    for (int p = 0; p < 2; p++) {
      by[p]->gather(y, table, 64, rows, 200, all[k].shift);
      for (int i = 0; i < 64; i++) assert_int_equal(y[i], i % 2 ? all[k].low : all[k].high);
      by[p]->gather(y, table, 64, NULL, 0, all[k].shift);            /* row 0 alone */
      int32_t most = INT16_MAX >> all[k].shift;
      assert_int_equal(y[0], (most < 127 ? most : 127) << all[k].shift);
      assert_int_equal(y[1], -(most < 128 ? most : 128) * (1 << all[k].shift));
    }
}

/* Close to the parabola in reals, and odd. */
static void squash_is_a_parabola(void **state) {
  (void)state;
  for (int32_t x = -INT16_MAX; x <= INT16_MAX; x += 16) {
    int16_t in[16] = {(int16_t)x, (int16_t)-x}, out[16];
    double r = x / 4096.0, u = r < 0 ? -r : r, want = u >= 2 ? (r < 0 ? -1 : 1) : r * (1 - u / 4);
    products_plain.squash(out, in, 16);
    assert_true(out[0] / 8192.0 - want < 0.001 && want - out[0] / 8192.0 < 0.001);
  }
}

/* A matrix whose sums might not fit in 32 bits is not used. */
static void what_does_not_fit(void **state) {
  (void)state;
  product_matrix m = some_matrix(64, 16, 100);
  assert_true(products_fit(&m));
  for (uint32_t i = 0; i < 64 * 16; i++) ((int16_t *)(uintptr_t)m.w)[i] = 1025;
  assert_false(products_fit(&m));
  m = some_matrix(64, 16, 100);
  m.shift = 31;
  assert_false(products_fit(&m));
  m = some_matrix(64, 16, 100);
  ((int32_t *)(uintptr_t)m.bias)[7] = INT32_MIN;
  assert_false(products_fit(&m));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(fast_and_plain_agree), cmocka_unit_test(states_and_squash_agree),
    cmocka_unit_test(gathers_agree), cmocka_unit_test(gathers_are_cut_off),
    cmocka_unit_test(what_is_computed), cmocka_unit_test(squash_is_a_parabola),
    cmocka_unit_test(what_does_not_fit)};
  return cmocka_run_group_tests(tests, open_language, close_language);
}
