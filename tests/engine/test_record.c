#include "kit.h"
#include <stdlib.h>
#include <string.h>

static ch_record *opened(const ch_engine *engine, const char *path, unsigned flags) {
  ch_record *record = NULL;
  ch_error err = {0};
  if (ch_record_open(&record, engine, path, flags, &err)) print_message("%s\n", err.msg);
  assert_non_null(record);
  return record;
}

static ch_added add(ch_record *record, const ch_engine *engine, const char *text, const char *published) {
  kept line = kit_facts(engine, text, published, 0);
  ch_added what = CH_ADDED_AGAIN;
  assert_int_equal(ch_record_add(record, line.text, line.n, &what, NULL), CH_OK);
  kept_free(&line);
  return what;
}

static kept rows(ch_record *record, const char *kind, const char *id, const char *as_of, uint64_t *left_out) {
  ch_query q = CH_QUERY_INIT;
  q.row = kind, q.id = id, q.as_of = as_of;
  kept k = {0};
  ch_error err = {0};
  ch_status s = ch_record_rows(record, &q, kept_take, &k, left_out, &err);
  if (s) print_message("%s\n", err.msg);
  assert_int_equal(s, CH_OK);
  return k;
}

static int count(ch_record *record, const char *kind, const char *as_of) {
  kept k = rows(record, kind, NULL, as_of, NULL);
  int n = k.calls;
  for (int i = 0; i < n; i++) assert_non_null(strchr(k.text, '\n'));
  kept_free(&k);
  return n;
}

static void reports_are_kept(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  assert_int_equal(add(r, *state, kit_report, "2024-03-05"), CH_ADDED_NEW);
  assert_int_equal(add(r, *state, kit_other, "2024-03-07"), CH_ADDED_NEW);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  assert_int_equal(add(r, *state, kit_report, "2024-03-05"), CH_ADDED_AGAIN);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  assert_int_equal(count(r, "report", NULL), 2);
  assert_true(count(r, "statement", NULL) >= 3);
  assert_int_equal(count(r, "report", "2024-03-06"), 1);
  assert_int_equal(count(r, "report", "2024-03-04"), 0);
  ch_record_close(r);
  r = opened(*state, path, CH_RECORD_READONLY);
  assert_int_equal(count(r, "report", NULL), 2);
  ch_record_close(r);
  free(path);
}

static ch_added add_again(ch_record *record, const ch_input *in) {
  ch_added what = CH_ADDED_NEW;
  assert_int_equal(ch_record_add_again(record, in, &what, NULL), CH_OK);
  return what;
}

/* By the input alone, under any name; one of another text or date is another, though its given id is the same. */
static void kept_reports_need_not_be_read(void **state) {
  ch_record *r = opened(*state, ":memory:", CH_RECORD_CREATE);
  ch_input in = kit_input(kit_report, "2024-03-05");
  assert_int_equal(add_again(r, &in), CH_ADDED_NEW);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  assert_int_equal(count(r, "report", NULL), 0);
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(add_again(r, &in), CH_ADDED_AGAIN);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  in.given_id = in.name = (ch_str){"second", 6};
  assert_int_equal(add_again(r, &in), CH_ADDED_AGAIN);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  kept row = rows(r, "report", NULL, NULL, NULL);
  assert_non_null(strstr(row.text, "\"given_id\":[\"second\"]"));
  assert_non_null(strstr(row.text, "\"source\":[\"report.txt\",\"second\"]"));
  kept_free(&row);
  ch_input changed = kit_input(kit_other, "2024-03-05"), later = kit_input(kit_report, "2024-03-06");
  changed.given_id = later.given_id = in.given_id;
  assert_int_equal(add_again(r, &changed), CH_ADDED_NEW);
  assert_int_equal(add_again(r, &later), CH_ADDED_NEW);
  in.name = (ch_str){"caf\xE9", 4};         /* what a facts line makes of it only reading tells */
  assert_int_equal(add_again(r, &in), CH_ADDED_NEW);
  assert_int_equal(ch_record_add_again(r, NULL, NULL, NULL), CH_ERR_ARG);
  ch_record_close(r);
}

static void what_is_not_kept_is_dropped(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  add(r, *state, kit_other, "2024-03-07");
  ch_record_close(r);
  r = opened(*state, path, 0);
  assert_int_equal(count(r, "report", NULL), 1);
  assert_int_equal(add(r, *state, kit_other, "2024-03-07"), CH_ADDED_NEW);
  ch_record_close(r);
  free(path);
}

static void rebuilding_changes_nothing(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  add(r, *state, kit_other, NULL);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  kept before = rows(r, NULL, NULL, NULL, NULL);
  assert_int_equal(ch_record_rebuild(r, NULL), CH_OK);
  kept after = rows(r, NULL, NULL, NULL, NULL);
  assert_string_equal(before.text, after.text);
  kept_free(&before), kept_free(&after);
  ch_record_close(r);
  free(path);
}

static void undated_reports_are_counted(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  add(r, *state, kit_report, "2024-03-05");
  add(r, *state, kit_other, NULL);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  uint64_t left_out = 9;
  kept k = rows(r, NULL, NULL, "2024-12-31", &left_out);
  assert_int_equal(left_out, 1);
  kept_free(&k);
  k = rows(r, NULL, NULL, NULL, &left_out);
  assert_int_equal(left_out, 0);
  kept_free(&k);
  ch_record_close(r);
  free(path);
}

/* The id that begins after `before` in a line. */
static void id_after(char out[29], const char *line, const char *before) {
  const char *at = strstr(line, before);
  assert_non_null(at);
  memcpy(out, at + strlen(before), 28);
  out[28] = 0;
}

static void facts_come_back_as_they_were(void **state) {
  char *path = kit_file("r.db", NULL), id[29];
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  kept line = kit_facts(*state, kit_report, "2024-03-05", 0), back = {0};
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  const char *report = strstr(line.text, "\"id\":\"r-");
  assert_non_null(report);
  id_after(id, report, "\"id\":\"");
  assert_int_equal(ch_record_facts(r, id, kept_take, &back, NULL), CH_OK);
  assert_string_equal(back.text, line.text);
  assert_int_equal(ch_record_facts(r, "r-none", kept_take, &back, NULL), CH_ERR_ARG);
  kept_free(&line), kept_free(&back);
  ch_record_close(r);
  free(path);
}

static void a_row_is_found_by_its_id(void **state) {
  char *path = kit_file("r.db", NULL), id[29];
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  kept all = rows(r, "statement", NULL, NULL, NULL);
  id_after(id, all.text, "\"members\":[\"");
  kept one = rows(r, NULL, id, NULL, NULL);
  assert_int_equal(one.calls, 1);
  assert_non_null(strstr(all.text, one.text));
  kept_free(&all), kept_free(&one);
  ch_record_close(r);
  free(path);
}

static void a_callback_can_stop(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  add(r, *state, kit_report, "2024-03-05");
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  kept k = {.stop_at = 2};
  assert_int_equal(ch_record_rows(r, NULL, kept_take, &k, NULL, NULL), CH_ERR_STOPPED);
  assert_int_equal(k.calls, 2);
  kept_free(&k);
  assert_true(count(r, NULL, NULL) > 2);
  ch_record_close(r);
  free(path);
}

static void what_is_no_facts_line_is_refused(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  kept bare = kit_facts(*state, kit_report, NULL, CH_WRITE_NO_TEXT);
  ch_added what;
  ch_error err = {0};
  assert_int_equal(ch_record_add(r, bare.text, bare.n, &what, &err), CH_ERR_INPUT);
  for (const char *const *bad = (const char *const[]){"", "{}", "[]", "null", "nonsense", "{\"chancery\":1}", "{\"chancery\":2}", NULL};
       *bad; bad++) {
    assert_int_equal(ch_record_add(r, *bad, strlen(*bad), &what, &err), CH_ERR_INPUT);
    assert_true(strlen(err.msg) > 0 && !strchr(err.msg, '\n'));
  }
  assert_int_equal(add(r, *state, kit_other, NULL), CH_ADDED_NEW);     /* the bad ones left the batch whole */
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  assert_int_equal(count(r, "report", NULL), 1);
  kept_free(&bare);
  ch_record_close(r);
  free(path);
}

static void cannot_open(const ch_engine *engine, const char *path, unsigned flags) {
  ch_record *record = (ch_record *)(void *)&record;
  ch_error err = {0};
  ch_status s = ch_record_open(&record, engine, path, flags, &err);
  assert_true(s == CH_ERR_IO || s == CH_ERR_RECORD);
  assert_null(record);
  assert_int_equal(err.code, s);
  assert_true(strlen(err.msg) > 0);
}

static void what_is_no_record_is_refused(void **state) {
  char *none = kit_file("none.db", NULL), *junk = kit_file("junk.db", "this is no record, however long it may be, and it goes on");
  cannot_open(*state, none, 0);
  cannot_open(*state, none, CH_RECORD_READONLY);
  cannot_open(*state, junk, 0);
  cannot_open(*state, junk, CH_RECORD_CREATE);
  cannot_open(*state, "/tmp", CH_RECORD_CREATE);
  ch_record *record = NULL;
  assert_int_equal(ch_record_open(NULL, *state, none, CH_RECORD_CREATE, NULL), CH_ERR_ARG);
  assert_int_equal(ch_record_open(&record, NULL, none, CH_RECORD_CREATE, NULL), CH_ERR_ARG);
  assert_int_equal(ch_record_open(&record, *state, NULL, CH_RECORD_CREATE, NULL), CH_ERR_ARG);
  free(none), free(junk);
}

static void a_read_only_record_takes_nothing(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  ch_record_close(r);
  r = opened(*state, path, CH_RECORD_READONLY);
  kept line = kit_facts(*state, kit_report, NULL, 0);
  ch_added what;
  ch_error err = {0};
  ch_status s = ch_record_add(r, line.text, line.n, &what, &err);
  if (!s) s = ch_record_keep(r, &err);
  assert_true(s < 0);
  assert_int_equal(count(r, "report", NULL), 0);
  kept_free(&line);
  ch_record_close(r);
  free(path);
}

static void wrong_queries_are_refused(void **state) {
  char *path = kit_file("r.db", NULL);
  ch_record *r = opened(*state, path, CH_RECORD_CREATE);
  assert_int_equal(ch_record_keep(r, NULL), CH_OK);
  kept k = {0};
  ch_query q = CH_QUERY_INIT;
  q.as_of = "soon";
  assert_int_equal(ch_record_rows(r, &q, kept_take, &k, NULL, NULL), CH_ERR_ARG);
  q.as_of = NULL, q.size = 1;
  assert_int_equal(ch_record_rows(r, &q, kept_take, &k, NULL, NULL), CH_ERR_ARG);
  assert_int_equal(ch_record_rows(r, NULL, NULL, NULL, NULL, NULL), CH_ERR_ARG);
  assert_int_equal(k.calls, 0);
  ch_record_close(r);
  free(path);
}

/* What was committed is kept by the next keep, whoever asks for it. */
static void what_is_committed_is_not_dropped(void **state) {
  char *path = kit_file("committed.db", NULL);
  ch_record *record = opened(*state, path, CH_RECORD_CREATE);
  assert_int_equal(add(record, *state, kit_report, "2025-06-02"), CH_ADDED_NEW);
  assert_int_equal(ch_record_commit(record, NULL), CH_OK);
  assert_int_equal(count(record, "report", NULL), 0);
  ch_record_close(record);
  record = opened(*state, path, 0);
  assert_int_equal(add(record, *state, kit_report, "2025-06-02"), CH_ADDED_AGAIN);
  assert_int_equal(ch_record_keep(record, NULL), CH_OK);
  assert_int_equal(count(record, "report", NULL), 1);
  ch_record_close(record);
  free(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reports_are_kept),             cmocka_unit_test(what_is_not_kept_is_dropped),
      cmocka_unit_test(kept_reports_need_not_be_read),
      cmocka_unit_test(rebuilding_changes_nothing),   cmocka_unit_test(undated_reports_are_counted),
      cmocka_unit_test(facts_come_back_as_they_were), cmocka_unit_test(a_row_is_found_by_its_id),
      cmocka_unit_test(a_callback_can_stop),          cmocka_unit_test(what_is_no_facts_line_is_refused),
      cmocka_unit_test(what_is_no_record_is_refused), cmocka_unit_test(a_read_only_record_takes_nothing),
      cmocka_unit_test(wrong_queries_are_refused),    cmocka_unit_test(what_is_committed_is_not_dropped),
  };
  return cmocka_run_group_tests(tests, kit_open, kit_close);
}
