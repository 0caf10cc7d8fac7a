#include "kit.h"

static const uint64_t *keys_of(kit *k, const char *text, uint32_t *n) {
  const uint64_t *keys;
  str f = copies_fingerprint(k->a, k->m, kit_report(k, text, NULL, NULL));
  assert_true(copies_keys(k->a, f, &keys, n));
  return keys;
}

static uint32_t in_both(const uint64_t *x, uint32_t n, const uint64_t *y, uint32_t m) {
  uint32_t both = 0;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = 0; j < m; j++) both += x[i] == y[j];
  return both;
}

static void round_trip(kit *k) {
  uint32_t n, m;
  const uint64_t *x = keys_of(k, original, &n), *y = keys_of(k, original, &m);
  assert_true(n >= 80 && n <= 350);
  assert_int_equal(n, m);
  assert_memory_equal(x, y, n * sizeof *x);
  for (uint32_t i = 1; i < n; i++) assert_true(x[i - 1] < x[i]);
  str f = copies_fingerprint(k->a, k->m, kit_report(k, original, NULL, NULL));
  for (size_t i = 0; i < f.len; i++)
    assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", f.ptr[i]));
}

static void layout_keeps_the_keys(kit *k) {
  uint32_t n, m, l;
  const uint64_t *x = keys_of(k, original, &n), *y = keys_of(k, kit_wrapped(k, original, 64), &m);
  assert_true(in_both(x, n, y, m) * 100 >= n * 99);
  const str parts[] = {STR("\xEF\xBB\xBF"), str_of(original), STR("\r\n\r\n")};
  const uint64_t *z = keys_of(k, arena_join(k->a, parts, 3, STR("")).ptr, &l);
  assert_int_equal(in_both(x, n, z, l), n);
}

static void a_rewrite_keeps_some(kit *k) {
  uint32_t n, m, l;
  const uint64_t *x = keys_of(k, original, &n), *y = keys_of(k, rewritten, &m),
                 *z = keys_of(k, unrelated, &l);
  assert_true(in_both(x, n, y, m) >= 4 * copies_limits(k->m).min_shared);
  assert_true(in_both(x, n, z, l) < copies_limits(k->m).min_shared);
}

static void not_a_fingerprint(kit *k) {
  const uint64_t *keys;
  uint32_t n = 9;
  const str wrong[] = {STR(""), STR("A"), STR("!!!!"), STR("AAAA"), STR("AQ=="), STR("AQID"), STR("AgAAAAAB"),
                       STR("AQAAAAACAAAAAAE")};      /* bad letters, version, length, order */
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    assert_false(copies_keys(k->a, wrong[i], &keys, &n));
  }
  assert_true(copies_keys(k->a, STR("AQ"), &keys, &n));
  assert_int_equal(n, 0);
}

static void an_empty_report(kit *k) {
  uint32_t n;
  keys_of(k, "", &n);
  assert_int_equal(n, 0);
}

static void many_words_few_keys(kit *k) {
  buf b = {0};
  uint64_t state = 3;
  for (int i = 0; i < 20000; i++) {
    for (int l = 0; l < 7; l++) buf_char(&b, (char)number_in(&state, 'a', 'z'));
    buf_str(&b, i % 12 ? STR(" ") : STR(". "));
  }
  buf_char(&b, '\0');
  assert_int_equal(b.status, CH_OK);
  uint32_t n;
  keys_of(k, b.ptr, &n);
  assert_true(n > 500 && n <= 1200);
  buf_free(&b);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(round_trip)
KIT_TEST(layout_keeps_the_keys)
KIT_TEST(a_rewrite_keeps_some)
KIT_TEST(not_a_fingerprint)
KIT_TEST(an_empty_report)
KIT_TEST(many_words_few_keys)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),           cmocka_unit_test(test_layout_keeps_the_keys),
      cmocka_unit_test(test_a_rewrite_keeps_some), cmocka_unit_test(test_not_a_fingerprint),
      cmocka_unit_test(test_an_empty_report),      cmocka_unit_test(test_many_words_few_keys)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
