#include "kit.h"
#include <stdlib.h>
#include <string.h>

static ch_source *opened(const char *path, const ch_source_options *o) {
  ch_source *source = NULL;
  ch_error err = {0};
  assert_int_equal(ch_source_open(&source, path, "name", o, &err), CH_OK);
  return source;
}

static void a_text_file_is_one_report(void **state) {
  (void)state;
  char *path = kit_file("a.txt", kit_report);
  ch_source *source = opened(path, NULL);
  ch_input in;
  assert_int_equal(ch_source_next(source, &in, NULL), CH_OK);
  assert_int_equal(in.format, CH_FORMAT_TEXT);
  assert_int_equal(in.bytes.len, strlen(kit_report));
  assert_memory_equal(in.bytes.ptr, kit_report, in.bytes.len);
  assert_int_equal(in.name.len, 4);
  assert_memory_equal(in.name.ptr, "name", 4);
  assert_null(in.given_id.ptr);
  assert_null(in.published.ptr);
  assert_int_equal(in.line, 0);
  assert_int_equal(ch_source_next(source, &in, NULL), CH_END);
  assert_int_equal(ch_source_next(source, &in, NULL), CH_END);
  ch_source_close(source);
  free(path);
}

static void the_ending_tells_the_format(void **state) {
  (void)state;
  char *path = kit_file("a.md", "# A title\n\nA paragraph.\n");
  ch_source *source = opened(path, NULL);
  ch_input in;
  assert_int_equal(ch_source_next(source, &in, NULL), CH_OK);
  assert_int_equal(in.format, CH_FORMAT_MARKDOWN);
  ch_source_close(source);
  ch_source_options o = CH_SOURCE_OPTIONS_INIT;
  o.format = CH_FORMAT_TEXT;
  source = opened(path, &o);
  assert_int_equal(ch_source_next(source, &in, NULL), CH_OK);
  assert_int_equal(in.format, CH_FORMAT_TEXT);
  ch_source_close(source);
  free(path);
}

static void json_lines_go_on_after_a_bad_one(void **state) {
  (void)state;
  char *path = kit_file("a.jsonl", "{\"id\":\"one\",\"text\":\"First.\",\"published\":\"2024-03-05\"}\n{\"text\": \n"
                                   "\n{\"id\":\"two\",\"text\":\"Second.\"}\n");
  ch_source *source = opened(path, NULL);
  ch_input in;
  ch_error err = {0};
  assert_int_equal(ch_source_next(source, &in, &err), CH_OK);
  assert_memory_equal(in.given_id.ptr, "one", 3);
  assert_memory_equal(in.published.ptr, "2024-03-05", 10);
  assert_int_equal(in.line, 1);
  assert_int_equal(ch_source_next(source, &in, &err), CH_ERR_INPUT);
  assert_int_equal(err.code, CH_ERR_INPUT);
  assert_int_equal(ch_source_next(source, &in, &err), CH_OK);
  assert_memory_equal(in.bytes.ptr, "Second.", 7);
  assert_int_equal(in.line, 4);
  assert_int_equal(ch_source_next(source, &in, &err), CH_END);
  ch_source_close(source);
  free(path);
}

static void refused(const char *path, const ch_source_options *o, ch_status code) {
  ch_source *source = (ch_source *)(void *)&source;
  ch_error err = {0};
  ch_status s = ch_source_open(&source, path, NULL, o, &err);
  if (s == CH_OK) {
    ch_input in;
    s = ch_source_next(source, &in, &err);
    ch_source_close(source);
  } else assert_null(source);
  assert_int_equal(s, code);
  assert_true(strlen(err.msg) > 0 && !strchr(err.msg, '\n'));
}

static void what_is_no_file_is_refused(void **state) {
  (void)state;
  char *path = kit_file("none.txt", NULL), *empty = kit_file("empty.txt", "");
  refused(path, NULL, CH_ERR_IO);
  refused("/tmp", NULL, CH_ERR_IO);
  refused(empty, NULL, CH_ERR_INPUT);
  assert_int_equal(ch_source_open(NULL, empty, NULL, NULL, NULL), CH_ERR_ARG);
  ch_source *source = NULL;
  assert_int_equal(ch_source_open(&source, NULL, NULL, NULL, NULL), CH_ERR_ARG);
  ch_source_options o = CH_SOURCE_OPTIONS_INIT;
  o.size = 1;
  refused(empty, &o, CH_ERR_ARG);
  free(path), free(empty);
}

static void the_ceiling_holds(void **state) {
  (void)state;
  char *path = kit_file("a.txt", kit_report);
  ch_source_options o = CH_SOURCE_OPTIONS_INIT;
  o.max_bytes = strlen(kit_report) - 1;
  refused(path, &o, CH_ERR_LIMIT);
  free(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_text_file_is_one_report),        cmocka_unit_test(the_ending_tells_the_format),
      cmocka_unit_test(json_lines_go_on_after_a_bad_one), cmocka_unit_test(what_is_no_file_is_refused),
      cmocka_unit_test(the_ceiling_holds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
