#include "test.h"

static bool is_char(uint32_t c) { return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF); }

static void every_character_goes_round(void **state) {
  (void)state;
  for (uint32_t c = 0; c <= 0x110010; c++) {
    char z[4];
    size_t n = utf8_put(c, z), i = 0;
    str s = {z, n};
    assert_int_equal(utf8_valid(s), n);
    assert_int_equal(utf8_next(s, &i), is_char(c) ? c : 0xFFFD);
    assert_int_equal(i, n);
    for (size_t cut = 1; cut < n; cut++) assert_int_equal(utf8_valid((str){z, cut}), 0);
  }
}

/* The bytes of s one character at a time, as numbers. */
static void assert_chars(str s, const uint32_t *want, size_t n) {
  size_t i = 0, k = 0;
  while (i < s.len) {
    assert_true(k < n);
    assert_int_equal(utf8_next(s, &i), want[k++]);
  }
  assert_int_equal(k, n);
}

static void invalid_bytes_move_by_one(void **state) {
  (void)state;
  assert_chars(STR("a\xFF" "b"), (uint32_t[]){'a', 0xFFFD, 'b'}, 3);
  assert_chars(STR("\xC0\x80"), (uint32_t[]){0xFFFD, 0xFFFD}, 2);                   /* overlong */
  assert_chars(STR("\xE0\x9F\xBF"), (uint32_t[]){0xFFFD, 0xFFFD, 0xFFFD}, 3);       /* overlong */
  assert_chars(STR("\xED\xA0\x80"), (uint32_t[]){0xFFFD, 0xFFFD, 0xFFFD}, 3);       /* surrogate */
  assert_chars(STR("\xF4\x90\x80\x80"), (uint32_t[]){0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4);
  assert_chars(STR("\xE2\x82"), (uint32_t[]){0xFFFD, 0xFFFD}, 2);                   /* cut */
  assert_chars(STR("\xE2\x82z"), (uint32_t[]){0xFFFD, 0xFFFD, 'z'}, 3);
}

static void valid_gives_the_first_bad_place(void **state) {
  (void)state;
  assert_int_equal(utf8_valid(STR("")), 0);
  assert_int_equal(utf8_valid((str){NULL, 0}), 0);
  assert_int_equal(utf8_valid(STR("a\0b")), 3);
  char z[64];
  for (size_t at = 0; at < sizeof z; at++) {
    memset(z, 'x', sizeof z);
    z[at] = (char)0x80;
    assert_int_equal(utf8_valid((str){z, sizeof z}), at);
  }
}

static void kinds_of_characters(void **state) {
  (void)state;
  assert_true(utf8_is_letter('z') && utf8_is_letter(0xE9) && utf8_is_letter(0x416) && utf8_is_letter(0x4E2D));
  assert_false(utf8_is_letter('@') || utf8_is_letter('[') || utf8_is_letter('`') || utf8_is_letter('{'));
  assert_false(utf8_is_letter('1') || utf8_is_letter(0xD7) || utf8_is_letter(0x2014));
  assert_true(utf8_is_digit('0') && utf8_is_digit(0x663));
  assert_false(utf8_is_digit(0xB2) || utf8_is_digit('a'));
  assert_true(utf8_is_upper('A') && utf8_is_upper(0xC9) && utf8_is_upper(0x416));
  assert_false(utf8_is_upper('a') || utf8_is_upper(0xE9) || utf8_is_upper('1'));
  assert_true(utf8_is_space(' ') && utf8_is_space('\n') && utf8_is_space(0xA0) && utf8_is_space(0x2009));
  assert_true(utf8_is_space(0x202F) && utf8_is_space(0xFEFF) && utf8_is_space(0x3000));
  assert_false(utf8_is_space('x') || utf8_is_space(0x200B) || utf8_is_space(0));
  assert_int_equal(utf8_lower('Q'), 'q');
  assert_int_equal(utf8_lower(0xC9), 0xE9);
  assert_int_equal(utf8_lower('1'), '1');
  assert_int_equal(utf8_upper('q'), 'Q');
  assert_int_equal(utf8_upper(0x436), 0x416);
  assert_int_equal(utf8_upper('1'), '1');
  assert_int_equal(utf8_upper('Q'), 'Q');
}

static void folds(void *payload) {
  arena *a = payload;
  assert_str(utf8_folded(a, STR("The ENVOY's")), "the envoy's");
  assert_str(utf8_folded(a, STR("“Don’t” ‘x’ «y» „z‟ ‹w›")), "\"don't\" 'x' \"y\" \"z\" 'w'");
  assert_str(utf8_folded(a, STR("a‐b‑c‒d–e—f―g−h")), "a-b-c-d-e-f-g-h");
  assert_str(utf8_folded(a, STR("nego\xC2\xADtia\xE2\x80\x8Btor\xEF\xBB\xBF")), "negotiator");
  assert_str(utf8_folded(a, STR("ÉLAN Ж")), "élan ж");
  assert_str(utf8_folded(a, STR("\xC8\xBA")), "\xE2\xB1\xA5");            /* longer in lower case */
  assert_str(utf8_folded(a, STR("x\xFFy")), "x\xEF\xBF\xBDy");
  assert_str(utf8_folded(a, STR("")), "");
  assert_str(utf8_bare(a, STR("Zoë Ångström-ÉLAN")), "zoe angstrom-elan");
  assert_str(utf8_bare(a, STR("e\xCC\x81t")), "et");
  assert_str(utf8_bare(a, STR("Plain")), "plain");
}

static void folded_and_bare(void **state) {
  (void)state;
  with_arena(folds);
}

static void fold_says_when_it_does_not_fit(void **state) {
  (void)state;
  char out[8];
  assert_int_equal(utf8_fold(STR("abc"), out, 3), 3);
  assert_int_equal(utf8_fold(STR("abc"), out, 2), SIZE_MAX);
  assert_int_equal(utf8_fold(STR("\xC3\x89"), out, 1), SIZE_MAX);
  assert_int_equal(utf8_fold(STR("\xC2\xAD"), out, 0), 0);
}

static void a_folded_form_is_at_most_three_times_as_long(void **state) {
  (void)state;
  for (uint32_t c = 1; c <= 0x10FFFF; c++) {
    char z[4], out[12];
    size_t n = utf8_put(c, z);
    assert_true(utf8_fold((str){z, n}, out, 3 * n) <= 3 * n);
  }
}

static void width_counts_columns(void **state) {
  (void)state;
  assert_int_equal(utf8_width(STR("talks")), 5);
  assert_int_equal(utf8_width(STR("e\xCC\x81")), 1);
  assert_int_equal(utf8_width(STR("中文")), 4);
  assert_int_equal(utf8_width(STR("")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_character_goes_round), cmocka_unit_test(invalid_bytes_move_by_one),
    cmocka_unit_test(valid_gives_the_first_bad_place), cmocka_unit_test(kinds_of_characters),
    cmocka_unit_test(folded_and_bare), cmocka_unit_test(fold_says_when_it_does_not_fit),
    cmocka_unit_test(a_folded_form_is_at_most_three_times_as_long), cmocka_unit_test(width_counts_columns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
