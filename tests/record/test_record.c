/* Keep as a function of the set: any order and any batches, again, rebuilt, as of a day. */
#include "kit.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static kit_report reports[KIT_RANDOM];

static char *dump_of(const int *order, int n, uint64_t batches) {
  record *r = kit_open(":memory:");
  for (int i = 0; i < n; i++) {
    kit_add(r, &reports[order[i]], CH_ADDED_NEW);
    if (batches && !number_in(&batches, 0, 6)) kit_keep(r);
  }
  kit_keep(r);
  char *out = kit_dump(r);
  record_close(r);
  return out;
}

static void shuffle(int *order, int n, uint64_t *seed) {
  for (int i = n - 1; i > 0; i--) {
    int w = number_in(seed, 0, i), kept = order[i];
    order[i] = order[w];
    order[w] = kept;
  }
}

static void same(const char *got, const char *want, const char *what, uint64_t at) {
  if (!strcmp(got, want)) return;
  size_t i = 0, line = 0;
  for (; got[i] && got[i] == want[i]; i++)
    if (got[i] == '\n') line = i + 1;
  fail_msg("%s %d differs:\n%.1500s\n--- want\n%.1500s", what, (int)at, got + line, want + line);
}

static void test_any_order(void **state) {
  (void)state;
  for (uint64_t set = 1; set <= 3; set++) {
    int order[KIT_RANDOM];
    uint64_t seed = set * 77;
    kit_random(reports, set);
    for (int i = 0; i < KIT_RANDOM; i++) order[i] = i;
    char *want = dump_of(order, KIT_RANDOM, 0);
    for (int round = 0; round < 20; round++) {
      shuffle(order, KIT_RANDOM, &seed);
      char *got = dump_of(order, KIT_RANDOM, round % 5 ? next_number(&seed) | 1 : 0);
      same(got, want, "order", set * 100 + (uint64_t)round);
      free(got);
    }
    free(want);
  }
}

static void test_one_by_one(void **state) {
  (void)state;
  int order[KIT_RANDOM];
  kit_random(reports, 9);
  for (int i = 0; i < KIT_RANDOM; i++) order[i] = KIT_RANDOM - 1 - i;
  char *want = dump_of(order, KIT_RANDOM, 0);
  record *r = kit_open(kit_path("single.db"));
  for (int i = 0; i < KIT_RANDOM; i++) {
    kit_add(r, &reports[i], CH_ADDED_NEW);
    kit_keep(r);
  }
  char *got = kit_dump(r);
  same(got, want, "one by one", 0);
  free(got);
  free(want);
  record_close(r);
}

/* After every single report the record is what a rebuild makes of it. */
static void test_each_step(void **state) {
  (void)state;
  for (uint64_t set = 101; set <= 106; set++) {
    int order[KIT_RANDOM];
    uint64_t seed = set;
    kit_random(reports, set);
    for (int i = 0; i < KIT_RANDOM; i++) order[i] = i;
    shuffle(order, KIT_RANDOM, &seed);
    record *r = kit_open(":memory:");
    for (int i = 0; i < KIT_RANDOM; i++) {
      kit_add(r, &reports[order[i]], CH_ADDED_NEW);
      kit_keep(r);
      char *kept = kit_dump(r);
      assert_int_equal(record_rebuild(r, NULL), CH_OK);
      char *rebuilt = kit_dump(r);
      same(kept, rebuilt, "step", set * 100 + (uint64_t)i);
      free(kept);
      free(rebuilt);
    }
    record_close(r);
  }
}

static void test_rebuild(void **state) {
  (void)state;
  kit_random(reports, 5);
  record *r = kit_open(kit_path("rebuild.db"));
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  char *before = kit_dump(r);
  assert_int_equal(record_rebuild(r, NULL), CH_OK);
  char *after = kit_dump(r);
  same(after, before, "rebuild", 0);
  free(before);
  free(after);
  record_close(r);
}

static void test_added_twice(void **state) {
  (void)state;
  kit_random(reports, 6);
  int order[KIT_RANDOM];
  for (int i = 0; i < KIT_RANDOM; i++) order[i] = i;
  char *want = dump_of(order, KIT_RANDOM, 0);
  record *r = kit_open(kit_path("twice.db"));
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_add(r, &reports[3], CH_ADDED_AGAIN);
  kit_keep(r);
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_AGAIN);
  kit_keep(r);
  char *got = kit_dump(r);
  same(got, want, "twice", 0);
  free(got);
  free(want);
  record_close(r);
}

static void test_as_of(void **state) {
  (void)state;
  kit_random(reports, 7);
  record *r = kit_open(kit_path("asof.db"));
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  for (int m = 1; m <= 3; m++)
    for (int d = m == 3 ? 1 : 0; d <= 28; d += 3) {
      char day[24];
      int order[KIT_RANDOM], n = 0;
      snprintf(day, sizeof day, "2031-%02d-%02d", m, d ? d : 1);
      for (int i = 0; i < KIT_RANDOM; i++) {
        cal_date published, limit;
        if (!reports[i].published) continue;
        assert_true(cal_parse(str_of(reports[i].published), &published) && cal_parse(str_of(day), &limit));
        if (published.hi <= limit.hi) order[n++] = i;
      }
      char *view = kit_rows(r, NULL, NULL, day), *only = dump_of(order, n, 0);
      same(view, only, day, 0);
      free(view);
      free(only);
    }
  record_close(r);
}

static bool has_link(const char *rows, const kit_report *a, const kit_report *b, bool best) {
  char want[160];
  id one = kit_report_id(a), other = kit_report_id(b);
  snprintf(want, sizeof want, "\"a\":\"%s\",\"b\":\"%s\",\"best\":%s", one.z, other.z, best ? "true" : "false");
  return strstr(rows, want) != NULL;
}

/* A copy of a rewrite is held against its family's head, which no key leads to. When another head comes late, it is held
 * against that one, and the link to the old one is gone. */
static void test_another_head(void **state) {
  (void)state;
  static const kit_report all[] = {
      {"rewrite", "2031-07-03", NULL, NULL, {{1, 2, 1, 0, false}, {2, 2, 1, 0, false}, {3, 2, 1, 0, false}}},
      {"copy", "2031-07-04", NULL, NULL, {{1, 2, 1, 0, false}, {2, 2, 1, 0, false}, {3, 2, 1, 0, false}}},
      {"head", "2031-07-02", NULL, NULL, {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 1, 0, false}}},
      {"earlier", "2031-07-01", NULL, NULL, {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 1, 0, false}}}};
  const kit_report *rewrite = &all[0], *copy = &all[1], *head = &all[2], *earlier = &all[3];
  record *r = kit_open(":memory:");
  char *rows[4];
  for (int i = 0; i < 4; i++) {
    kit_add(r, &all[i], CH_ADDED_NEW);
    kit_keep(r);
    rows[i] = kit_rows(r, "link", NULL, NULL);
  }
  assert_true(has_link(rows[1], rewrite, copy, true));
  assert_true(has_link(rows[2], head, rewrite, true) && has_link(rows[2], head, copy, false));
  assert_true(has_link(rows[3], earlier, copy, false) && has_link(rows[3], rewrite, copy, true));
  assert_false(has_link(rows[3], head, copy, false));
  char *grown = kit_dump(r);
  assert_int_equal(record_rebuild(r, NULL), CH_OK);
  char *rebuilt = kit_dump(r);
  same(grown, rebuilt, "another head", 0);
  for (int i = 0; i < 4; i++) free(rows[i]);
  free(grown);
  free(rebuilt);
  record_close(r);
}

/* A key that one report too many holds says nothing: also to a report that has nothing else in common with
 * the one that came late. */
static void test_cap_is_crossed(void **state) {
  (void)state;
  enum { CAP = KIT_CAP };
  kit_report all[CAP + 2] = {
      {"parent", "2031-07-01", NULL, NULL, {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {30, 1, 1, 0, false}}},
      {"child", "2031-07-09", NULL, NULL, {{1, 9, 1, 0, false}, {2, 9, 1, 0, false}, {40, 1, 1, 0, false}}}};
  const char *const names[] = {"one", "two", "three", "four", "late"};
  for (uint32_t i = 0; i < CAP; i++)
    all[i + 2] = (kit_report){names[i], "2031-07-02", NULL, NULL,
                              {{1, i + 2, 1, 0, false}, {50 + i, 1, 1, 0, false}}};
  char want[80];
  id child = kit_report_id(&all[1]);
  snprintf(want, sizeof want, "\"b\":\"%s\"", child.z);
  record *r = kit_open(":memory:");
  for (int i = 0; i < CAP + 1; i++) kit_add(r, &all[i], CH_ADDED_NEW);
  kit_keep(r);
  char *before = kit_rows(r, "link", NULL, NULL);
  assert_non_null(strstr(before, want));
  kit_add(r, &all[CAP + 1], CH_ADDED_NEW);
  kit_keep(r);
  char *after = kit_rows(r, "link", NULL, NULL);
  assert_null(strstr(after, want));
  free(before);
  free(after);
  record_close(r);
}

/* A copy that came before the report it has all letters of was a head, and its keys are there: it is none of the versions
 * that a rewrite is held against all the same, be its id the smaller one. */
static void test_copy_comes_first(void **state) {
  (void)state;
  kit_report all[] = {
      {"first", "2031-07-01", NULL, NULL, {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 1, 0, false}}},
      {"copy", "2031-07-02", NULL, NULL, {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 1, 0, false}}},
      {"rewrite", "2031-07-04", NULL, NULL, {{1, 2, 1, 0, false}, {2, 2, 1, 0, false}, {3, 2, 1, 0, false}}}};
  static const char *const names[] = {"copy", "copy two", "copy three", "copy four", "copy five",
                                      "copy six", "copy seven"};
  id first = kit_report_id(&all[0]), copy;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    all[1].name = names[i];
    copy = kit_report_id(&all[1]);
    if (memcmp(copy.z, first.z, ID_LEN) < 0) break;
  }
  assert_true(memcmp(copy.z, first.z, ID_LEN) < 0);
  record *batch = kit_open(":memory:"), *late = kit_open(":memory:");
  for (int i = 0; i < 3; i++) kit_add(batch, &all[i], CH_ADDED_NEW);
  kit_keep(batch);
  kit_add(late, &all[1], CH_ADDED_NEW);
  kit_add(late, &all[2], CH_ADDED_NEW);
  kit_keep(late);
  kit_add(late, &all[0], CH_ADDED_NEW);
  kit_keep(late);
  char *want = kit_dump(batch), *got = kit_dump(late);
  assert_non_null(strstr(want, "\"relation\":\"rewrite\""));
  same(got, want, "a copy first", 0);
  free(want);
  free(got);
  record_close(batch);
  record_close(late);
}

/* SQLite keeps these in memory, and so does the index of keys. */
static void test_in_memory(void **state) {
  (void)state;
  static const char *const paths[] = {":memory:", ""};
  static const char *const folders[] = {":memory:-index", "-index"};
  for (int i = 0; i < 2; i++) {
    kit_random(reports, 8);
    record *r = kit_open(paths[i]);
    kit_add(r, &reports[0], CH_ADDED_NEW);
    kit_keep(r);
    record_close(r);
    assert_int_not_equal(access(folders[i], F_OK), 0);
  }
}

static void test_left_out(void **state) {
  (void)state;
  static const kit_report dated = {.name = "dated", .published = "2031-03-01",
                                   .lines = {{1, 1, 1, 0, false}}};
  static const kit_report undated = {.name = "undated", .lines = {{1, 1, 1, 0, false}}};
  ch_query q = CH_QUERY_INIT;
  uint64_t left_out = 99;
  record *r = kit_open(kit_path("left.db"));
  kit_add(r, &dated, CH_ADDED_NEW);
  kit_add(r, &undated, CH_ADDED_NEW);
  kit_keep(r);
  q.as_of = "2031-03-01";
  buf out = {0};
  assert_int_equal(record_rows(r, &q, kit_collect, &out, &left_out, NULL), CH_OK);
  assert_int_equal(left_out, 1);
  buf_char(&out, 0);
  assert_non_null(strstr(out.ptr, "\"reports\":1,\"row\":\"record\""));
  buf_free(&out);
  record_close(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_any_order), cmocka_unit_test(test_one_by_one), cmocka_unit_test(test_each_step),
      cmocka_unit_test(test_rebuild),
      cmocka_unit_test(test_added_twice), cmocka_unit_test(test_as_of),
          cmocka_unit_test(test_cap_is_crossed), cmocka_unit_test(test_copy_comes_first),
      cmocka_unit_test(test_another_head), cmocka_unit_test(test_in_memory), cmocka_unit_test(test_left_out)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  kit_end();
  return failed;
}
