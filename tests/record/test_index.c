/* The index of keys beside the record: chunks, commits, names that come late, and files that are missing or damaged. */
#include "kit.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MANY = 2300, BATCHES = 5 };     /* MANY: more than one chunk of record_keep */

static kit_report reports[KIT_RANDOM];

static void same(const char *got, const char *want, const char *what) {
  size_t i = 0, line = 0;
  if (!strcmp(got, want)) return;
  for (; got[i] && got[i] == want[i]; i++)
    if (got[i] == '\n') line = i + 1;
  fail_msg("%s differs:\n%.900s\n--- want\n%.900s", what, got + line, want + line);
}

static char *closing_dump(record *r) {
  char *rows = kit_dump(r);
  record_close(r);
  return rows;
}

static void add_some(record *r, int from, int end, ch_added want) {
  for (int i = from; i < end; i++) kit_add(r, &reports[i], want);
}

static char *whole_dump(void) {
  record *r = kit_open(":memory:");
  add_some(r, 0, KIT_RANDOM, CH_ADDED_NEW);
  kit_keep(r);
  return closing_dump(r);
}

static const char *new_path(const char *name) {
  static char path[200];
  snprintf(path, sizeof path, "%s", kit_path(name));
  return path;
}

/* ---- chunks, commits, names ---------------------------------------------------------------------------- */

static void test_chunks(void **state) {
  (void)state;
  static char names[MANY][16], days[MANY][16];
  record *r = kit_open(new_path("chunks.db"));
  for (int i = 0; i < MANY; i++) {
    int k = i * 7 % MANY;      /* not in order of their days */
    kit_report one = {.name = names[k], .published = days[k],
                      .lines = {{(uint32_t)(k / 3 + 1), (uint32_t)(k % 2 + 1), k % 4, 0, false},
                                {(uint32_t)(k / 3 + 2), 1, k % 4, 0, false}}};
    snprintf(names[k], sizeof names[k], "r%d", k);
    snprintf(days[k], sizeof days[k], "20%02d-%02d-%02d", 31 + k / 336, k / 28 % 12 + 1, k % 28 + 1);
    kit_add(r, &one, CH_ADDED_NEW);
  }
  kit_keep(r);
  char *kept = kit_dump(r);
  assert_int_equal(record_rebuild(r, NULL), CH_OK);
  char *rebuilt = closing_dump(r);
  assert_non_null(strstr(kept, "\"row\":\"link\""));
  same(kept, rebuilt, "a keep in chunks");
  free(kept);
  free(rebuilt);
}

/* What was committed is there after the record is opened again, and the next keep brings its rows. */
static void test_commit(void **state) {
  (void)state;
  kit_random(reports, 51);
  char *want = whole_dump();
  const char *path = new_path("commit.db");
  for (int i = 0; i < KIT_RANDOM; i += KIT_RANDOM / BATCHES) {
    record *r = kit_open(path);
    add_some(r, i, i + KIT_RANDOM / BATCHES, CH_ADDED_NEW);
    assert_int_equal(record_commit(r, NULL), CH_OK);
    char *rows = kit_rows(r, "report", NULL, NULL);
    assert_string_equal(rows, "");
    free(rows);
    record_close(r);
  }
  record *r = kit_open(path);
  add_some(r, 0, KIT_RANDOM, CH_ADDED_AGAIN);
  kit_keep(r);
  char *got = closing_dump(r);
  same(got, want, "commits");
  free(got);
  free(want);
}

/* A line that somebody wrote with a space more: what compares reports has to read it too. */
static void test_spaced_lines(void **state) {
  (void)state;
  kit_random(reports, 52);
  char *want = whole_dump();
  const char *path = new_path("spaced.db");
  record *r = kit_open(path);
  for (int i = 0; i < KIT_RANDOM; i++) {
    char *line = kit_facts(&reports[i]), *at = strstr(line, "\"report\":"), *spaced;
    assert_non_null(at);
    assert_true(asprintf(&spaced, "%.*s\"report\": %s", (int)(at - line), line, at + strlen("\"report\":")) > 0);
    assert_int_equal(record_add(r, str_of(spaced), NULL, NULL), CH_OK);
    free(spaced);
    free(line);
  }
  assert_int_equal(record_commit(r, NULL), CH_OK);
  record_close(r);             /* nothing is at hand: all is read from the store */
  r = kit_open(path);
  kit_keep(r);
  char *got = closing_dump(r);
  same(got, want, "spaced lines");
  free(got);
  free(want);
}

/* Another name of a report that is kept already: its row is made again by the next keep, also when the record was closed. */
static void test_renamed(void **state) {
  (void)state;
  kit_report one = {"one", "2031-03-01", NULL, "first.txt", {{1, 1, 1, 0, false}}}, two = one;
  two.source = "second.txt";
  const char *path = new_path("renamed.db");
  record *r = kit_open(path);
  kit_add(r, &one, CH_ADDED_NEW);
  kit_keep(r);
  kit_add(r, &two, CH_ADDED_AGAIN);
  assert_int_equal(record_commit(r, NULL), CH_OK);
  record_close(r);
  r = kit_open(path);
  kit_keep(r);
  char *rows = kit_rows(r, "report", NULL, NULL);
  assert_non_null(strstr(rows, "\"source\":[\"first.txt\",\"second.txt\"]"));
  free(rows);
  record_close(r);
}

/* ---- files --------------------------------------------------------------------------------------------- */

typedef void spoil(const char *path);

static void spoil_remove(const char *path) { assert_int_equal(unlink(path), 0); }

static void spoil_cut(const char *path) { assert_int_equal(truncate(path, 50), 0); }

static void spoil_flip(const char *path) {
  FILE *f = fopen(path, "r+b");
  assert_non_null(f);
  assert_int_equal(fseek(f, 9, SEEK_SET), 0);
  assert_int_equal(fputc(0xA5, f), 0xA5);
  assert_int_equal(fclose(f), 0);
}

/* Spoils every file of the index, or all but the first. How many there are. */
static int spoil_index(const char *path, spoil *how) {
  char folder[220], file[520];
  int n = 0;
  snprintf(folder, sizeof folder, "%s-index", path);
  DIR *d = opendir(folder);
  if (!d) return 0;
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    snprintf(file, sizeof file, "%s/%s", folder, e->d_name);
    n++;
    if (how) how(file);
  }
  closedir(d);
  return n;
}

/* All of the index can be made again from the facts: nothing is lost with it, and nobody is told. */
static void test_spoilt_index(void **state) {
  (void)state;
  static spoil *const ways[] = {spoil_remove, spoil_cut, spoil_flip};
  kit_random(reports, 52);
  char *want = whole_dump();
  for (int i = 0; i < 3; i++) {
    char name[24];
    snprintf(name, sizeof name, "spoilt-%d.db", i);
    const char *path = new_path(name);
    record *r = kit_open(path);
    add_some(r, 0, KIT_RANDOM - 9, CH_ADDED_NEW);
    kit_keep(r);
    record_close(r);
    assert_true(spoil_index(path, ways[i]) > 0);
    r = kit_open(path);
    add_some(r, KIT_RANDOM - 9, KIT_RANDOM, CH_ADDED_NEW);
    kit_keep(r);
    char *got = closing_dump(r);
    same(got, want, "after damage");
    free(got);
  }
  free(want);
}

/* A record that is made again writes no file that the record still names: killed before it is done, all is as it was. */
static void test_rebuild_takes_other_names(void **state) {
  (void)state;
  static char old[64][520];
  int n = 0;
  kit_random(reports, 54);
  const char *path = new_path("names.db");
  record *r = kit_open(path);
  add_some(r, 0, KIT_RANDOM, CH_ADDED_NEW);
  kit_keep(r);
  char folder[220];
  snprintf(folder, sizeof folder, "%s-index", path);
  DIR *d = opendir(folder);
  assert_non_null(d);
  for (struct dirent *e; (e = readdir(d)) && n < 64;)
    if (e->d_name[0] != '.') snprintf(old[n++], sizeof old[0], "%s/%s", folder, e->d_name);
  closedir(d);
  assert_true(n > 0);
  assert_int_equal(record_rebuild(r, NULL), CH_OK);
  assert_true(spoil_index(path, NULL) > 0);
  for (int i = 0; i < n; i++) assert_int_not_equal(access(old[i], F_OK), 0);
  record_close(r);
}

/* Many keeps leave few files, and none that nothing names. */
static void test_few_files(void **state) {
  (void)state;
  kit_random(reports, 53);
  char *want = whole_dump();
  const char *path = new_path("few.db");
  for (int i = 0; i < KIT_RANDOM; i++) {
    record *r = kit_open(path);
    add_some(r, i, i + 1, CH_ADDED_NEW);
    kit_keep(r);
    record_close(r);
    assert_true(spoil_index(path, NULL) < 24);
  }
  char stray[240];
  snprintf(stray, sizeof stray, "%s-index/lasting-00000000000000ff", path);
  FILE *f = fopen(stray, "wb");        /* as a crash leaves one */
  assert_non_null(f);
  fclose(f);
  record *r = kit_open(path);
  kit_report more = {"more", "2031-01-01", NULL, NULL, {{99, 1, 1, 0, false}}};
  char *got = kit_dump(r);
  same(got, want, "one by one");
  kit_add(r, &more, CH_ADDED_NEW);
  kit_keep(r);
  assert_int_not_equal(access(stray, F_OK), 0);
  record_close(r);
  free(got);
  free(want);
}

/* Two that write in turn: each takes up the runs of the other. */
static void test_in_turn(void **state) {
  (void)state;
  kit_random(reports, 54);
  char *want = whole_dump();
  const char *path = new_path("turn.db");
  record *both[] = {kit_open(path), kit_open(path)};
  for (int i = 0; i < KIT_RANDOM; i += 4) {
    add_some(both[i / 4 % 2], i, i + 4, CH_ADDED_NEW);
    kit_keep(both[i / 4 % 2]);
  }
  char *one = closing_dump(both[0]), *other = closing_dump(both[1]);
  same(one, want, "one in turn");
  same(other, want, "the other in turn");
  free(one);
  free(other);
  free(want);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_chunks),       cmocka_unit_test(test_commit),
                                     cmocka_unit_test(test_renamed),      cmocka_unit_test(test_spoilt_index),
                                     cmocka_unit_test(test_rebuild_takes_other_names), cmocka_unit_test(test_few_files),    cmocka_unit_test(test_in_turn),
                                     cmocka_unit_test(test_spaced_lines)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  kit_end();
  return failed;
}
