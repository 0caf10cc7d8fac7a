#include "record/asof.h"

/* A report is kept once it has a standing; what was added after the last keep has none. */
#define KEPT " FROM report r JOIN standing s ON s.report = r.n"

/* Copies the rows of a query into a table of as many columns. */
static void copy(store *to, store *from, const char *select, const char *insert, int columns, cal_day day) {
  sqlite3_stmt *in = store_sql(from, select);
  put_int(in, 1, day);
  while (store_row(from, in) && store_ok(to)) {
    sqlite3_stmt *out = store_sql(to, insert);
    for (int i = 0; i < columns && out; i++) sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
    store_run(to, out);
  }
  if (in) sqlite3_reset(in);
}

ch_status asof_copy(store *to, store *from, cal_day day, ch_error *err) {
  static const char reports[] = "SELECT r.n, r.id, r.day, r.lo, r.hi, r.basis, r.title, r.url, r.publisher,"
                                " r.publisher_basis" KEPT " WHERE r.day <= ?";
  static const char lines[] = "SELECT l.report, l.facts" KEPT " JOIN line l ON l.report = r.n WHERE r.day <= ?";
  static const char given[] = "SELECT g.report, g.what, g.value" KEPT " JOIN given g ON g.report = r.n WHERE r.day <= ?";
  static const char keys[] = "SELECT k.key, k.day, k.report FROM key k JOIN standing s ON s.report = k.report"
                             " WHERE k.day <= ?";
  bool own = !store_writing(from);
  if (!store_begin(to) || !store_begin_read(from)) return store_status(store_ok(to) ? from : to, err);
  copy(to, from, reports, "INSERT INTO report VALUES(?,?,?,?,?,?,?,?,?,?)", 10, day);
  copy(to, from, lines, "INSERT INTO line VALUES(?,?)", 2, day);
  copy(to, from, given, "INSERT INTO given VALUES(?,?,?)", 3, day);
  copy(to, from, keys, "INSERT INTO key VALUES(?,?,?)", 3, day);
  if (own) store_commit(from);
  return store_ok(from) ? store_status(to, err) : store_status(from, err);
}

ch_status asof_left_out(uint64_t *out, store *s, ch_error *err) {
  sqlite3_stmt *q = store_sql(s, "SELECT count(*)" KEPT " WHERE r.day = 2147483647");
  *out = store_row(s, q) ? (uint64_t)get_int(q, 0) : 0;
  if (q) sqlite3_reset(q);
  return store_status(s, err);
}
