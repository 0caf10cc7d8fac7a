/* Rows with hostile fields: one line each, as many fields as were asked for. */
#include "../base/test.h"
#include "views/tsv.h"

static buf out;

static int clean(void **state) {
  (void)state;
  buf_free(&out);
  return 0;
}

static void one_text(str s, const char *want) {
  tsv t;
  buf_clear(&out);
  tsv_begin(&t, &out, 1);
  tsv_text(&t, s);
  tsv_end(&t);
  assert_int_equal(out.status, CH_OK);
  str line = buf_get(&out);
  assert_true(line.len > 0 && line.ptr[line.len - 1] == '\n');
  assert_str(str_sub(line, 0, line.len - 1), want);
}

static void fields_are_cleaned(void **state) {
  (void)state;
  one_text(STR(""), "");
  one_text((str){NULL, 0}, "");
  one_text(STR("Vienna"), "Vienna");
  one_text(STR("a\tb\nc\r\nd\ve\ff"), "a b c d e f");
  one_text(STR("\t \n edge \r\n"), "edge");
  one_text(STR("\"quoted\" and 'so'"), "'quoted' and 'so'");
  one_text(STR("\"\tall\n\""), "' all '");
  one_text(STR("back\\slash\\t\\"), "back/slash/t/");
  one_text(STR("nul\0here"), "nul here");
  one_text(STR("\x1b[31mred\x7f"), "[31mred");
  one_text(STR("c1 \xc2\x85 next \xe2\x80\xa8 line \xe2\x80\xa9 paragraph"), "c1 next line paragraph");
  one_text(STR("Curaçao, 東京, \xf0\x9f\x95\x8a"), "Curaçao, 東京, \xf0\x9f\x95\x8a");
  one_text(STR("bad \xff\xc3 byte\xe2\x82"), "bad \xef\xbf\xbd\xef\xbf\xbd byte\xef\xbf\xbd\xef\xbf\xbd");
  one_text(STR("a;b | c, d"), "a;b | c, d");
}

static void lists_keep_their_places(void **state) {
  (void)state;
  tsv t;
  buf_clear(&out);
  tsv_begin(&t, &out, 4);
  tsv_item(&t, STR("A; B"));
  tsv_item(&t, (str){NULL, 0});
  tsv_item(&t, STR(";\t;"));
  tsv_next(&t);
  tsv_item(&t, STR(""));
  tsv_item(&t, STR(" "));
  tsv_next(&t);
  tsv_number(&t, INT64_MIN);
  tsv_next(&t);
  tsv_url(&t, STR("http://x.example/a b?q=\"1\"&r=\\'\t;\n\xc3\xa4"));
  tsv_url(&t, STR("y"));
  tsv_end(&t);
  assert_int_equal(out.status, CH_OK);
  assert_str(buf_get(&out), "A, B;;, ,\t\t-9223372036854775808\t"
                            "http://x.example/a%20b?q=%221%22&r=%5C%27%09%3B%0A%C3%A4;y\n");
}

/* Every byte and pairs of bytes: the line has its fields and nothing else that parts. */
static void any_bytes(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (int round = 0; round < 20000; round++) {
    char bytes[24];
    size_t n = (size_t)number_in(&seed, 0, sizeof bytes);
    for (size_t i = 0; i < n; i++) bytes[i] = (char)number_in(&seed, 0, 255);
    tsv t;
    buf_clear(&out);
    tsv_begin(&t, &out, 4);
    tsv_text(&t, (str){bytes, n});
    tsv_next(&t);
    tsv_item(&t, (str){bytes, n});
    tsv_item(&t, (str){bytes, n / 2});
    tsv_next(&t);
    tsv_url(&t, (str){bytes, n});
    tsv_next(&t);
    tsv_end(&t);
    assert_int_equal(out.status, CH_OK);
    str line = buf_get(&out);
    assert_int_equal(utf8_valid(line), line.len);
    size_t tabs = 0;
    for (size_t i = 0; i < line.len; i++) {
      unsigned char c = (unsigned char)line.ptr[i];
      tabs += c == '\t';
      assert_true((c >= ' ' && c != 0x7F && c != '"' && c != '\\') || c == '\t' || (c == '\n' && i + 1 == line.len));
    }
    assert_int_equal(tabs, 3);
  }
}

static void another_number_of_fields_is_misuse(void **state) {
  (void)state;
  tsv t;
  buf_clear(&out);
  tsv_begin(&t, &out, 2);
  tsv_end(&t);
  assert_int_equal(out.status, CH_ERR_ARG);
  buf_clear(&out);
  tsv_begin(&t, &out, 1);
  tsv_next(&t);
  tsv_end(&t);
  assert_int_equal(out.status, CH_ERR_ARG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_are_cleaned),
      cmocka_unit_test(lists_keep_their_places),
      cmocka_unit_test(any_bytes),
      cmocka_unit_test(another_number_of_fields_is_misuse),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
