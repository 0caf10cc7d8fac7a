/* kill -9 at any moment: what was kept is there, whole batches only, and the rest can be added again. */
#include "kit.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 20, BATCH = 4 };

static kit_report reports[KIT_RANDOM];

static _Noreturn void write_until_killed(const char *path) {
  record *r = kit_open(path);
  for (int i = 0; i < KIT_RANDOM; i += BATCH) {
    ch_added added;
    for (int w = i; w < i + BATCH; w++) {
      char *line = kit_facts(&reports[w]);
      if (record_add(r, str_of(line), &added, NULL)) _exit(1);
      free(line);
    }
    if (record_keep(r, NULL)) _exit(1);
  }
  record_close(r);
  _exit(0);
}

static int count_reports(record *r) {
  char *rows = kit_rows(r, "report", NULL, NULL);
  int n = 0;
  for (const char *c = rows; *c; c++) n += *c == '\n';
  free(rows);
  return n;
}

/* Runs the writer and kills it after a while; how many reports are kept then. */
static int kill_after(const char *path, useconds_t after) {
  int status;
  pid_t child = fork();
  assert_true(child >= 0);
  if (!child) write_until_killed(path);
  usleep(after);
  kill(child, SIGKILL);
  assert_int_equal(waitpid(child, &status, 0), child);
  if (WIFEXITED(status)) assert_int_equal(WEXITSTATUS(status), 0);
  record *r = kit_open(path);
  int n = count_reports(r);
  char *view = kit_rows(r, "record", NULL, NULL);
  free(view);
  record_close(r);
  return n;
}

/* A batch that was put on the disk may not have come to its rows: then it is known though no row tells of it. */
static void add_rest(record *r, int n) {
  for (int i = 0; i < KIT_RANDOM; i++) {
    ch_added added;
    char *line = kit_facts(&reports[i]);
    assert_int_equal(record_add(r, str_of(line), &added, NULL), CH_OK);
    free(line);
    if (i < n) assert_int_equal(added, CH_ADDED_AGAIN);
    if (i >= n + BATCH) assert_int_equal(added, CH_ADDED_NEW);
  }
}

static void test_kill(void **state) {
  (void)state;
  uint64_t seed = 3;
  int cut_short = 0;
  kit_random(reports, 11);
  record *whole = kit_open(":memory:");
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(whole, &reports[i], CH_ADDED_NEW);
  kit_keep(whole);
  char *want = kit_dump(whole);
  record_close(whole);
  for (int round = 0; round < ROUNDS; round++) {
    char name[24], path[200];
    snprintf(name, sizeof name, "kill-%d.db", round);
    snprintf(path, sizeof path, "%s", kit_path(name));
    int n = kill_after(path, (useconds_t)number_in(&seed, 1000, 200000));
    assert_int_equal(n % BATCH, 0);
    cut_short += n < KIT_RANDOM;
    record *r = kit_open(path);
    add_rest(r, n);
    kit_keep(r);
    char *got = kit_dump(r);
    assert_string_equal(got, want);
    free(got);
    record_close(r);
  }
  assert_true(cut_short > 0);
  free(want);
}

static _Noreturn void die_before_merging(const char *path) {
  record *r = kit_open(path);
  for (int i = 0; i < KIT_RANDOM; i++) {
    kit_add(r, &reports[i], CH_ADDED_NEW);
    if (i == KIT_RANDOM / 2 && record_keep(r, NULL)) _exit(1);
  }
  if (record_commit(r, NULL)) _exit(1);
  kill(getpid(), SIGKILL);
  _exit(1);
}

/* Killed between the last commit and the merge: all is kept, and the next keep merges it. */
static void test_kill_before_merge(void **state) {
  (void)state;
  int status;
  kit_random(reports, 13);
  record *r = kit_open(":memory:");
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  char *want = kit_dump(r);
  record_close(r);
  const char *path = kit_path("merge.db");
  pid_t child = fork();
  assert_true(child >= 0);
  if (!child) die_before_merging(path);
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  r = kit_open(path);
  assert_int_equal(count_reports(r), KIT_RANDOM / 2 + 1);
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_AGAIN);
  kit_keep(r);
  char *got = kit_dump(r);
  assert_string_equal(got, want);
  free(got);
  free(want);
  record_close(r);
}

static void test_close_drops(void **state) {
  (void)state;
  kit_random(reports, 12);
  const char *path = kit_path("close.db");
  record *r = kit_open(path);
  kit_add(r, &reports[0], CH_ADDED_NEW);
  kit_keep(r);
  kit_add(r, &reports[1], CH_ADDED_NEW);
  record_close(r);
  r = kit_open(path);
  assert_int_equal(count_reports(r), 1);
  kit_add(r, &reports[1], CH_ADDED_NEW);
  record_close(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill), cmocka_unit_test(test_kill_before_merge),
                                     cmocka_unit_test(test_close_drops)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  kit_end();
  return failed;
}
