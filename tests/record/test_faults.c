/* A full disk, a short write, a failed sync at the n-th call, for every n: an error, and nothing kept is
 * lost. Files that are no records, damaged ones, locked ones, and lines that are no facts. */
#include "kit.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- a file system that fails at the n-th write or sync ------------------------------------------------ */

typedef enum { FAULT_FULL, FAULT_SHORT, FAULT_SYNC, FAULT_KINDS } fault_kind;

static struct {
  fault_kind kind;
  int countdown;               /* calls until it fails; negative: never */
  bool hit;
} fault = {FAULT_FULL, -1, false};

typedef struct { sqlite3_file base; const sqlite3_io_methods *real; sqlite3_file inner[]; } faulty_file;

static sqlite3_vfs *real_vfs;

static sqlite3_file *inner(sqlite3_file *f) { return ((faulty_file *)(void *)f)->inner; }

/* After the fault the disk stays as it is: full, or broken. */
static bool due(fault_kind kind) {
  if (fault.kind != kind || fault.countdown < 0) return false;
  if (fault.countdown > 0) fault.countdown--;
  if (fault.countdown) return false;
  return fault.hit = true;
}

static int f_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at) {
  if (due(FAULT_FULL)) return SQLITE_FULL;
  if (due(FAULT_SHORT)) {
    inner(f)->pMethods->xWrite(inner(f), bytes, n / 2, at);
    return SQLITE_IOERR_WRITE;
  }
  return inner(f)->pMethods->xWrite(inner(f), bytes, n, at);
}

static int f_sync(sqlite3_file *f, int flags) {
  return due(FAULT_SYNC) ? SQLITE_IOERR_FSYNC : inner(f)->pMethods->xSync(inner(f), flags);
}

static int f_close(sqlite3_file *f) { return inner(f)->pMethods->xClose(inner(f)); }
static int f_read(sqlite3_file *f, void *b, int n,
                  sqlite3_int64 at) { return inner(f)->pMethods->xRead(inner(f), b, n, at); }
static int f_truncate(sqlite3_file *f, sqlite3_int64 n) { return inner(f)->pMethods->xTruncate(inner(f), n); }
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return inner(f)->pMethods->xFileSize(inner(f), n); }
static int f_lock(sqlite3_file *f, int how) { return inner(f)->pMethods->xLock(inner(f), how); }
static int f_unlock(sqlite3_file *f, int how) { return inner(f)->pMethods->xUnlock(inner(f), how); }
static int f_reserved(sqlite3_file *f,
                      int *out) { return inner(f)->pMethods->xCheckReservedLock(inner(f), out); }
static int f_control(sqlite3_file *f, int op,
                     void *arg) { return inner(f)->pMethods->xFileControl(inner(f), op, arg); }
static int f_sector(sqlite3_file *f) { return inner(f)->pMethods->xSectorSize(inner(f)); }
static int f_traits(sqlite3_file *f) { return inner(f)->pMethods->xDeviceCharacteristics(inner(f)); }
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
  return inner(f)->pMethods->xShmMap(inner(f), page, size, extend, out);
}
static int f_shm_lock(sqlite3_file *f, int at, int n,
                      int flags) { return inner(f)->pMethods->xShmLock(inner(f), at, n, flags); }
static void f_shm_barrier(sqlite3_file *f) { inner(f)->pMethods->xShmBarrier(inner(f)); }
static int f_shm_unmap(sqlite3_file *f, int drop) { return inner(f)->pMethods->xShmUnmap(inner(f), drop); }

static const sqlite3_io_methods faulty_methods = {
    2, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock, f_unlock, f_reserved, f_control,
        f_sector, f_traits,
    f_shm_map, f_shm_lock, f_shm_barrier, f_shm_unmap, NULL, NULL};

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out_flags) {
  (void)v;
  int rc = real_vfs->xOpen(real_vfs, name, inner(f), flags, out_flags);
  f->pMethods = inner(f)->pMethods ? &faulty_methods : NULL;
  return rc;
}

static void install(void) {
  static sqlite3_vfs faulty;
  real_vfs = sqlite3_vfs_find(NULL);
  faulty = *real_vfs;
  faulty.zName = "faulty";
  faulty.szOsFile = (int)sizeof(faulty_file) + real_vfs->szOsFile;
  faulty.xOpen = v_open;
  assert_int_equal(sqlite3_vfs_register(&faulty, 1), SQLITE_OK);
}

/* ---- faults -------------------------------------------------------------------------------------------- */

static kit_report reports[KIT_RANDOM];
enum { FIRST = 4, ALL = 8 };

static void remove_record(const char *path) {
  char other[240], command[260];
  const char *const ends[] = {"", "-wal", "-shm"};
  snprintf(command, sizeof command, "rm -rf '%s-index'", path);
  assert_int_equal(system(command), 0);
  for (int i = 0; i < 3; i++) {
    snprintf(other, sizeof other, "%s%s", path, ends[i]);
    unlink(other);
  }
}

static ch_status add_rest(record *r) {
  ch_status status = CH_OK;
  for (int i = FIRST; i < ALL && !status; i++) {
    char *line = kit_facts(&reports[i]);
    status = record_add(r, str_of(line), NULL, NULL);
    free(line);
  }
  return status;
}

/* Whether all were known: of those that were added last, all or none. */
static bool add_again(record *r) {
  int known = 0;
  for (int i = 0; i < ALL; i++) {
    ch_added added;
    char *line = kit_facts(&reports[i]);
    assert_int_equal(record_add(r, str_of(line), &added, NULL), CH_OK);
    free(line);
    known += added == CH_ADDED_AGAIN;
  }
  assert_true(known == FIRST || known == ALL);
  return known == ALL;
}

/* Adds and keeps with the fault at the n-th call. True: it was met. */
static bool with_fault(fault_kind kind, int n, const char *kept, const char *whole) {
  const char *path = kit_path("fault.db");
  remove_record(path);
  record *r = kit_open(path);
  for (int i = 0; i < FIRST; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  fault.kind = kind;
  fault.countdown = n;
  fault.hit = false;
  ch_error err = {0};
  ch_status added = add_rest(r), status = record_keep(r, &err);
  if (status) assert_true(err.msg[0]);
  record_close(r);
  bool hit = fault.hit;
  fault.countdown = -1;
  if (!hit) assert_int_equal(status, CH_OK);
  r = kit_open(path);
  char *got = kit_dump(r);
  /* A commit that failed to sync may yet have come through, and what was added may be there before its rows are. */
  bool came_through = !status || (!added && !strcmp(got, whole));
  assert_string_equal(got, came_through ? whole : kept);
  free(got);
  assert_true(add_again(r) || !came_through);
  kit_keep(r);
  got = kit_dump(r);
  assert_string_equal(got, whole);
  free(got);
  record_close(r);
  return hit;
}

static char *dump_of(int n) {
  record *r = kit_open(":memory:");
  for (int i = 0; i < n; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  char *out = kit_dump(r);
  record_close(r);
  return out;
}

static void test_faults(void **state) {
  (void)state;
  kit_random(reports, 21);
  char *kept = dump_of(FIRST), *whole = dump_of(ALL);
  for (int kind = 0; kind < FAULT_KINDS; kind++) {
    int n = 1;
    while (with_fault((fault_kind)kind, n, kept, whole)) n++;
    assert_true(n > (kind == FAULT_SYNC ? 1 : 10));      /* the fault was met at least so often */
  }
  free(kept);
  free(whole);
}

/* ---- files --------------------------------------------------------------------------------------------- */

static ch_status open_status(const char *path, unsigned flags, ch_error *err) {
  record_context c = kit_context();
  record *r;
  ch_status status = record_open(&r, &c, path, flags, err);
  if (!status) record_close(r);
  else assert_null(r);
  return status;
}

static void write_file(const char *path, const void *bytes, size_t n, long at) {
  FILE *f = fopen(path, at < 0 ? "wb" : "r+b");
  assert_non_null(f);
  if (at >= 0) assert_int_equal(fseek(f, at, SEEK_SET), 0);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  assert_int_equal(fclose(f), 0);
}

static void test_no_record(void **state) {
  (void)state;
  ch_error err;
  const char *path = kit_path("letter.txt");
  char text[5000];
  memset(text, 'x', sizeof text);
  write_file(path, text, sizeof text, -1);
  assert_int_equal(open_status(path, CH_RECORD_CREATE, &err), CH_ERR_RECORD);
  assert_int_equal(open_status(kit_path("absent.db"), 0, &err), CH_ERR_IO);
  assert_int_equal(open_status(kit_path("no/folder.db"), CH_RECORD_CREATE, &err), CH_ERR_IO);
}

static void test_foreign_database(void **state) {
  (void)state;
  sqlite3 *db;
  ch_error err;
  const char *path = kit_path("foreign.db");
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL);
  sqlite3_close(db);
  assert_int_equal(open_status(path, CH_RECORD_CREATE, &err), CH_ERR_RECORD);
  assert_non_null(strstr(err.msg, "not a Chancery record"));
}

static void test_newer_version(void **state) {
  (void)state;
  sqlite3 *db;
  ch_error err;
  const char *path = kit_path("newer.db");
  record_close(kit_open(path));
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
  sqlite3_close(db);
  assert_int_equal(open_status(path, CH_RECORD_CREATE, &err), CH_ERR_RECORD);
  assert_non_null(strstr(err.msg, "newer version"));
}

static void test_damaged(void **state) {
  (void)state;
  kit_random(reports, 22);
  const char *path = kit_path("damaged.db");
  record *r = kit_open(path);
  for (int i = 0; i < KIT_RANDOM; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  record_close(r);
  char rubbish[4096];
  memset(rubbish, 0xA5, sizeof rubbish);
  for (long page = 1; page < 60; page++) write_file(path, rubbish, sizeof rubbish, page * 4096);
  ch_error err = {0};
  record_context c = kit_context();
  ch_status status = record_open(&r, &c, path, 0, &err);
  if (!status) {
    ch_query q = CH_QUERY_INIT;
    buf out = {0};
    status = record_rows(r, &q, kit_collect, &out, NULL, &err);
    buf_free(&out);
    record_close(r);
  }
  assert_int_equal(status, CH_ERR_RECORD);
  assert_non_null(strstr(err.msg, "damaged"));
}

static void test_busy(void **state) {
  (void)state;
  const char *path = kit_path("busy.db");
  kit_random(reports, 23);
  record *one = kit_open(path), *other = kit_open(path);
  kit_add(one, &reports[0], CH_ADDED_NEW);
  char *line = kit_facts(&reports[1]);
  ch_error err;
  assert_int_equal(record_add(other, str_of(line), NULL, &err), CH_ERR_BUSY);
  kit_keep(one);
  assert_int_equal(record_add(other, str_of(line), NULL, &err), CH_OK);
  kit_keep(other);
  free(line);
  char *x = kit_dump(one), *y = kit_dump(other);
  assert_string_equal(x, y);
  free(x);
  free(y);
  record_close(one);
  record_close(other);
}

static void test_read_only(void **state) {
  (void)state;
  const char *path = kit_path("readonly.db");
  kit_random(reports, 24);
  record *r = kit_open(path);
  kit_add(r, &reports[0], CH_ADDED_NEW);
  kit_keep(r);
  record_close(r);
  record_context c = kit_context();
  assert_int_equal(record_open(&r, &c, path, CH_RECORD_READONLY, NULL), CH_OK);
  char *line = kit_facts(&reports[1]), *rows = kit_rows(r, "report", NULL, NULL);
  assert_non_null(strstr(rows, reports[0].name));
  assert_int_equal(record_add(r, str_of(line), NULL, NULL), CH_ERR_IO);
  free(line);
  free(rows);
  record_close(r);
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static void refuse(record *r, const char *line, const char *why) {
  ch_error err = {0};
  assert_int_equal(record_add(r, str_of(line), NULL, &err), CH_ERR_INPUT);
  if (!strstr(err.msg, why)) fail_msg("no \"%s\" in \"%s\"", why, err.msg);
}

/* The facts with one text put in place of another. */
static char *changed(const char *line, const char *old, const char *new) {
  const char *at = strstr(line, old);
  assert_non_null(at);
  buf out = {0};
  buf_add(&out, line, (size_t)(at - line));
  buf_str(&out, str_of(new));
  buf_str(&out, str_of(at + strlen(old)));
  buf_char(&out, 0);
  return out.ptr;
}

static void test_wrong_lines(void **state) {
  (void)state;
  static const kit_report plain = {"plain", "2031-06-01", NULL, NULL, {{1, 1, 1, 0, false}}};
  const char *const wrong[][3] = {
      {"\"chancery\":1", "\"chancery\":2", "version of the contract"}, {"\"text\":", "\"txt\":", "no text"},
      {"\"id\":\"r-", "\"id\":\"q", "report.id"}, {"\"id\":\"s-", "\"id\":\"s", "an id"},
      {"\"span\":[0,", "\"span\":[900000,", "span"}, {"\"content\":[[", "\"content\":[[-5,7],[", "span"},
      {"\"speaker\":\"a-", "\"speaker\":\"", "an id"}};
  char *line = kit_facts(&plain);
  record *r = kit_open(":memory:");
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char *bad = changed(line, wrong[i][0], wrong[i][1]);
    refuse(r, bad, wrong[i][2]);
    free(bad);
  }
  refuse(r, "", "not a facts line");
  refuse(r, "{\"chancery\":1", "not a facts line");
  refuse(r, "[]", "facts");
  kit_add(r, &plain, CH_ADDED_NEW);
  kit_keep(r);
  kit_add(r, &plain, CH_ADDED_AGAIN);
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {      /* nor as a report that is kept */
    char *bad = changed(line, wrong[i][0], wrong[i][1]);
    refuse(r, bad, wrong[i][2]);
    free(bad);
  }
  free(line);
  record_close(r);
}

static void test_asking_wrongly(void **state) {
  (void)state;
  ch_query q = CH_QUERY_INIT;
  buf out = {0};
  record *r = kit_open(":memory:");
  q.as_of = "yesterday";
  assert_int_equal(record_rows(r, &q, kit_collect, &out, NULL, NULL), CH_ERR_ARG);
  assert_int_equal(record_facts(r, STR("r-absent"), kit_collect, &out, NULL), CH_ERR_ARG);
  buf_free(&out);
  record_close(r);
}

static int stop_at_once(const char *bytes, size_t n, void *payload) {
  (void)bytes;
  (void)n;
  ++*(int *)payload;
  return 1;
}

static void test_stop_and_facts(void **state) {
  (void)state;
  static const kit_report plain = {"plain", "2031-06-01", NULL, NULL,
                                   {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}}};
  ch_query q = CH_QUERY_INIT;
  int calls = 0;
  buf out = {0};
  id name = kit_report_id(&plain);
  record *r = kit_open(":memory:");
  kit_add(r, &plain, CH_ADDED_NEW);
  kit_keep(r);
  assert_int_equal(record_rows(r, &q, stop_at_once, &calls, NULL, NULL), CH_ERR_STOPPED);
  assert_int_equal(calls, 1);
  assert_int_equal(record_facts(r, id_str(&name), kit_collect, &out, NULL), CH_OK);
  char *line = kit_facts(&plain);
  assert_int_equal(out.len, strlen(line) + 1);
  assert_memory_equal(out.ptr, line, strlen(line));
  free(line);
  buf_free(&out);
  record_close(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_faults), cmocka_unit_test(test_no_record),
          cmocka_unit_test(test_foreign_database),
      cmocka_unit_test(test_newer_version), cmocka_unit_test(test_damaged), cmocka_unit_test(test_busy),
      cmocka_unit_test(test_read_only), cmocka_unit_test(test_wrong_lines),
          cmocka_unit_test(test_asking_wrongly),
      cmocka_unit_test(test_stop_and_facts)};
  install();
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  kit_end();
  return failed;
}
