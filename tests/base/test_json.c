#include "test.h"
#include <stdio.h>

/* One buf for all tests, outside of any arena_run, so that it can be freed. */
static buf out;

static int clean(void **state) {
  (void)state;
  buf_free(&out);
  return 0;
}

static void every_kind(void *a) {
  jw *j = jw_new(a, &out);
  jw_object(j);
  jw_key_str(j, "s", STR("Geneva"));
  jw_key_str(j, "none", (str){NULL, 0});
  jw_key_str(j, "empty", STR(""));
  jw_key_int(j, "n", INT64_MIN);
  jw_key_bool(j, "b", true);
  jw_key_null(j, "0");
  jw_key_span(j, "span", (span){3, UINT32_MAX});
  jw_key(j, "list");
  jw_array(j);
  jw_int(j, 1);
  jw_array(j);
  jw_end(j);
  jw_object(j);
  jw_end(j);
  jw_raw(j, STR("{\"x\":1}"));
  jw_bool(j, false);
  jw_end(j);
  jw_end(j);
}

static void keys_are_sorted(void **state) {
  (void)state;
  with_arena(every_kind);
  assert_int_equal(out.status, CH_OK);
  assert_str(buf_get(&out), "{\"0\":null,\"b\":true,\"empty\":\"\",\"list\":[1,[],{},{\"x\":1},false],"
             "\"n\":-9223372036854775808,\"none\":null,\"s\":\"Geneva\",\"span\":[3,4294967295]}");
}

static void strings(void *a) {
  jw *j = jw_new(a, &out);
  jw_array(j);
  jw_str(j, STR("q\" b\\ s/ \b\f\n\r\t \x0B\x1F\x7F\0"));
  jw_str(j, STR("é — 中 \xF0\x9F\x95\x8A"));
  jw_str(j, STR("x\xFF\xC3(\xE2\x82"));
  jw_end(j);
}

static void strings_are_escaped_as_asked_and_no_more(void **state) {
  (void)state;
  with_arena(strings);
  assert_str(buf_get(&out), "[\"q\\\" b\\\\ s/ \\b\\f\\n\\r\\t \\u000b\\u001f\x7F\\u0000\","
             "\"é — 中 \xF0\x9F\x95\x8A\","
             "\"x\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\"]");
}

enum { MANY = 50000 };

static void many_members(void *payload) {
  arena *a = payload;
  jw *j = jw_new(a, &out);
  jw_object(j);
  for (uint32_t i = 0; i < MANY; i++) jw_key_int(j, arena_printf(a, "k%05u", i * 7919 % MANY).ptr, i);
  jw_end(j);
}

static void big_objects_are_sorted(void **state) {
  (void)state;
  with_arena(many_members);
  assert_int_equal(out.status, CH_OK);
  str rest = str_sub(buf_get(&out), 1, out.len - 1), piece;
  char want[16];
  for (uint32_t i = 0; i < MANY; i++) {
    assert_true(str_split(&rest, ',', &piece));
    snprintf(want, sizeof want, "\"k%05u\":", i);
    assert_true(str_starts(piece, str_of(want)));
  }
  assert_false(str_split(&rest, ',', &piece));
}

enum { DEEP = 200000 };

static void nest(void *a) {
  jw *j = jw_new(a, &out);
  for (int i = 0; i < DEEP; i++) {
    jw_object(j);
    jw_key(j, "a");
    jw_array(j);
  }
  for (int i = 0; i < 2 * DEEP; i++) jw_end(j);
}

static void nesting_has_no_floor(void **state) {
  (void)state;
  with_arena(nest);
  assert_int_equal(out.status, CH_OK);
  assert_int_equal(out.len, (size_t)DEEP * 8);
}

static void two_lines(void *a) {
  jw *j = jw_new(a, &out);
  for (int i = 0; i < 2; i++) {
    jw_object(j);
    jw_key_int(j, "b", i);
    jw_key(j, "a");
    jw_object(j);
    jw_key_int(j, "z", 1);
    jw_key_int(j, "y", 2);
    jw_end(j);
    jw_end(j);
    buf_char(&out, '\n');
  }
}

static void a_writer_may_write_many_values(void **state) {
  (void)state;
  with_arena(two_lines);
  assert_str(buf_get(&out), "{\"a\":{\"y\":2,\"z\":1},\"b\":0}\n{\"a\":{\"y\":2,\"z\":1},\"b\":1}\n");
}

/* Each letter is a call: { [ e(nd) k(ey k) l(key l) n(umber). */
static const char *calls;

static void play(void *a) {
  jw *j = jw_new(a, &out);
  for (const char *c = calls; *c; c++) {
    if (*c == '{') jw_object(j);
    if (*c == '[') jw_array(j);
    if (*c == 'e') jw_end(j);
    if (*c == 'k') jw_key(j, "k");
    if (*c == 'l') jw_key(j, "l");
    if (*c == 'n') jw_int(j, 1);
  }
}

static void misuse_sets_the_status(void **state) {
  (void)state;
  static const char *const wrong[] = {"e", "{ee", "{n", "{{", "k", "[k", "{kk", "{ke", "{knkne", "{lnknkne",
                                      "{knlnkne"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    buf_clear(&out);
    calls = wrong[i];
    with_arena(play);
    if (out.status != CH_ERR_ARG) fail_msg("%s was taken", calls);
  }
  static const char *const right[] = {"n", "{e", "[e", "[nn[{kne{lnkne]e", "{k[el{ee"};
  for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
    buf_clear(&out);
    calls = right[i];
    with_arena(play);
    if (out.status) fail_msg("%s was not taken", calls);
  }
}

static void a_full_buf_is_left_in_peace(void **state) {
  (void)state;
  with_arena(every_kind);
  size_t whole = out.len;
  buf_free(&out);
  for (size_t max = 1; max < whole + 5; max++) {
    out.max = max;
    with_arena(every_kind);
    assert_true(out.len <= max);
    assert_int_equal(out.status, max >= whole ? CH_OK : CH_ERR_LIMIT);
    buf_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(keys_are_sorted, clean),
    cmocka_unit_test_teardown(strings_are_escaped_as_asked_and_no_more, clean),
    cmocka_unit_test_teardown(big_objects_are_sorted, clean),
    cmocka_unit_test_teardown(nesting_has_no_floor, clean),
    cmocka_unit_test_teardown(a_writer_may_write_many_values, clean),
    cmocka_unit_test_teardown(misuse_sets_the_status, clean),
    cmocka_unit_test_teardown(a_full_buf_is_left_in_peace, clean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
