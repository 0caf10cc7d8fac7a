#include "kit.h"
#include <stdlib.h>
#include <string.h>

static void says_its_version(void **state) {
  (void)state;
  assert_string_equal(ch_version(), CH_VERSION);
}

static void every_status_has_a_text(void **state) {
  (void)state;
  for (int s = CH_ERR_STOPPED; s <= CH_END; s++) {
    const char *text = ch_status_text((ch_status)s);
    assert_non_null(text);
    assert_string_not_equal(text, "unknown status");
    for (int t = CH_ERR_STOPPED; t < s; t++) assert_string_not_equal(text, ch_status_text((ch_status)t));
  }
  assert_string_equal(ch_status_text((ch_status)-99), "unknown status");
}

static void pack_is_named(void **state) {
  ch_str pack = ch_engine_pack(*state);
  assert_true(pack.len > 20 && !strncmp(pack.ptr, "en ", 3));
}

static void refused(const ch_engine_options *o, ch_status code) {
  ch_engine *engine = (ch_engine *)(void *)&engine;
  ch_error err = {0};
  assert_int_equal(ch_engine_open(&engine, o, &err), code);
  assert_null(engine);
  assert_int_equal(err.code, code);
  assert_true(strlen(err.msg) > 0 && !strchr(err.msg, '\n'));
  assert_int_equal(ch_engine_open(&engine, o, NULL), code);
}

static void wrong_options_are_refused(void **state) {
  (void)state;
  ch_engine_options o = CH_ENGINE_OPTIONS_INIT;
  refused(NULL, CH_ERR_ARG);
  refused(&o, CH_ERR_ARG);
  o.pack = PACK, o.size = 3;
  refused(&o, CH_ERR_ARG);
  assert_int_equal(ch_engine_open(NULL, &o, NULL), CH_ERR_ARG);
}

static void a_pack_that_is_none_is_refused(void **state) {
  (void)state;
  ch_engine_options o = CH_ENGINE_OPTIONS_INIT;
  ch_engine *engine = NULL;
  ch_error err = {0};
  o.pack = "/nowhere/at/all";
  ch_status s = ch_engine_open(&engine, &o, &err);
  assert_true(s == CH_ERR_PACK || s == CH_ERR_IO);
  assert_null(engine);
  assert_non_null(strstr(err.msg, "/nowhere/at/all"));
}

static void the_options_may_go_after_opening(void **state) {
  (void)state;
  char *pack = strdup(PACK);
  ch_engine_options o = CH_ENGINE_OPTIONS_INIT;
  o.pack = pack;
  ch_engine *engine = NULL;
  assert_int_equal(ch_engine_open(&engine, &o, NULL), CH_OK);
  memset(pack, 'x', strlen(pack));
  free(pack);
  kept line = kit_facts(engine, kit_report, NULL, 0);
  assert_true(line.n > 100);
  kept_free(&line);
  ch_engine_close(engine);
}

static void nothing_may_be_closed_and_freed(void **state) {
  (void)state;
  ch_engine_close(NULL);
  ch_source_close(NULL);
  ch_facts_free(NULL);
  ch_record_close(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(says_its_version),      cmocka_unit_test(every_status_has_a_text),
      cmocka_unit_test(pack_is_named),         cmocka_unit_test(wrong_options_are_refused),
      cmocka_unit_test(a_pack_that_is_none_is_refused), cmocka_unit_test(the_options_may_go_after_opening),
      cmocka_unit_test(nothing_may_be_closed_and_freed),
  };
  return cmocka_run_group_tests(tests, kit_open, kit_close);
}
