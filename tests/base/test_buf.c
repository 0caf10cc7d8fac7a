#include "test.h"
#include <inttypes.h>
#include <stdio.h>

static void adds_pieces(void **state) {
  (void)state;
  buf b = {0};
  buf_add(&b, NULL, 0);
  assert_null(b.ptr);
  buf_str(&b, STR("talks"));
  buf_char(&b, ' ');
  buf_printf(&b, "%s-%d", "round", 3);
  buf_printf(&b, "%s", "");
  assert_str(buf_get(&b), "talks round-3");
  buf_clear(&b);
  buf_printf(&b, "%5000d", 1);
  assert_int_equal(b.len, 5000);
  buf_free(&b);
  assert_int_equal(b.cap, 0);
}

static void numbers_are_written_as_printf_would(void **state) {
  (void)state;
  uint64_t seed = 3;
  buf b = {0};
  char want[32];
  for (int i = 0; i < 20000; i++) {
    uint64_t n = next_number(&seed) >> (i % 64);
    if (i == 0) n = 0;
    if (i == 1) n = UINT64_MAX;
    if (i == 2) n = (uint64_t)INT64_MAX + 1;
    buf_clear(&b);
    buf_u64(&b, n);
    snprintf(want, sizeof want, "%" PRIu64, n);
    assert_str(buf_get(&b), want);
    buf_clear(&b);
    buf_i64(&b, (int64_t)n);
    snprintf(want, sizeof want, "%" PRId64, (int64_t)n);
    assert_str(buf_get(&b), want);
  }
  buf_free(&b);
}

static void ceiling_is_exact_and_the_error_stays(void **state) {
  (void)state;
  buf b = {.max = 100};
  for (int i = 0; i < 100; i++) buf_char(&b, 'x');
  assert_int_equal(b.status, CH_OK);
  buf_char(&b, 'y');
  assert_int_equal(b.status, CH_ERR_LIMIT);
  assert_int_equal(b.len, 100);
  buf_clear(&b);
  buf_str(&b, STR("again"));
  assert_int_equal(b.status, CH_OK);
  buf_printf(&b, "%100d", 1);
  buf_char(&b, 'z');
  assert_int_equal(b.status, CH_ERR_LIMIT);
  assert_str(buf_get(&b), "again");
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(adds_pieces), cmocka_unit_test(numbers_are_written_as_printf_would),
    cmocka_unit_test(ceiling_is_exact_and_the_error_stays),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
