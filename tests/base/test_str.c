#include "test.h"

static void cmp_is_bytewise_shorter_first(void **state) {
  (void)state;
  assert_int_equal(str_cmp(STR(""), STR("")), 0);
  assert_int_equal(str_cmp((str){NULL, 0}, STR("")), 0);
  assert_true(str_cmp(STR("talk"), STR("talks")) < 0);
  assert_true(str_cmp(STR("talks"), STR("talk")) > 0);
  assert_true(str_cmp(STR("z"), STR("\xC3\xA9")) < 0);
}

static void trim_takes_ascii_white_space(void **state) {
  (void)state;
  assert_str(str_trim(STR(" \t a b \r\n")), "a b");
  assert_str(str_trim(STR("  ")), "");
  assert_str(str_trim(STR("\xC2\xA0x")), "\xC2\xA0x");
}

static void starts_ends_find(void **state) {
  (void)state;
  assert_true(str_starts(STR("envoy"), STR("env")));
  assert_true(str_starts(STR("envoy"), STR("")));
  assert_false(str_starts(STR("en"), STR("env")));
  assert_true(str_ends(STR("envoy"), STR("voy")));
  assert_false(str_ends(STR("oy"), STR("voy")));
  assert_true(str_ends((str){NULL, 0}, (str){NULL, 0}));
  assert_int_equal(str_find(STR("the talks"), STR("talk")), 4);
  assert_int_equal(str_find(STR("the talks"), STR("walk")), SIZE_MAX);
  assert_int_equal(str_find(STR("x"), STR("")), 0);
  assert_int_equal(str_find((str){NULL, 0}, STR("x")), SIZE_MAX);
}

static void split_gives_every_piece(void **state) {
  (void)state;
  static const char *const want[] = {"a", "", " b", ""};
  str rest = STR("a;; b;"), piece;
  for (size_t i = 0; i < 4; i++) {
    assert_true(str_split(&rest, ';', &piece));
    assert_str(piece, want[i]);
  }
  assert_false(str_split(&rest, ';', &piece));
  rest = STR("");
  assert_true(str_split(&rest, ';', &piece));
  assert_false(str_split(&rest, ';', &piece));
}

static void u32_takes_whole_numbers_only(void **state) {
  (void)state;
  uint32_t n = 7;
  assert_true(str_u32(STR("0"), &n) && n == 0);
  assert_true(str_u32(STR("4294967295"), &n) && n == UINT32_MAX);
  static const char *const wrong[] = {"", "4294967296", "99999999999999999999999", "-1", "+1", " 1", "1 ",
                                      "1x"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(str_u32(str_of(wrong[i]), &n));
  assert_int_equal(n, UINT32_MAX);
}

static void errors_are_one_line_of_whole_characters(void **state) {
  (void)state;
  ch_error err;
  assert_int_equal(err_set(NULL, CH_ERR_IO, "x"), CH_ERR_IO);
  assert_int_equal(err_at(&err, CH_ERR_INPUT, 12, "line %d\nof \"%s\"", 3, "a\tb"), CH_ERR_INPUT);
  assert_string_equal(err.msg, "line 3 of \"a b\"");
  assert_int_equal(err.position, 12);
  char text[sizeof err.msg + 8];
  for (size_t shift = 0; shift < 4; shift++) {
    memset(text, 'x', shift);
    for (size_t i = shift; i + 3 < sizeof text; i += 3) memcpy(text + i, "\xE2\x82\xAC", 4);
    err_set(&err, CH_ERR_IO, "%s", text);
    assert_int_equal(strlen(err.msg), shift + (sizeof err.msg - 1 - shift) / 3 * 3);
    assert_int_equal(utf8_valid(str_of(err.msg)), strlen(err.msg));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(cmp_is_bytewise_shorter_first), cmocka_unit_test(trim_takes_ascii_white_space),
    cmocka_unit_test(starts_ends_find), cmocka_unit_test(split_gives_every_piece),
    cmocka_unit_test(u32_takes_whole_numbers_only), cmocka_unit_test(errors_are_one_line_of_whole_characters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
