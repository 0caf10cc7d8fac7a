#include "record/asof.h"

/* A report is kept once it has a standing; what was added after the last keep has none. Of a table t, the
 * rows of reports kept and published up to day ?1. */
#define OF_REPORT(column) \
  " JOIN standing s ON s.report = " column " JOIN report r ON r.n = " column " WHERE r.day <= ?1"
#define UP_TO_DAY " WHERE t.day <= ?1"

/* Parents before children, as foreign keys ask. Rows are made again, except those of pairs of reports,
 * which hang on nothing else. */
static const struct { const char *table, *select; } tables[] = {
    {"meta", "SELECT t.* FROM meta t WHERE ?1 IS NOT NULL"},
    {"report", "SELECT t.* FROM report t" OF_REPORT("t.n")},
    {"given", "SELECT t.* FROM given t" OF_REPORT("t.report")},
    {"link", "SELECT t.* FROM link t" OF_REPORT("t.b")},
    {"standing", "SELECT t.* FROM standing t" OF_REPORT("t.report")},
    {"actor", "SELECT t.* FROM actor t" UP_TO_DAY},
    {"actor_member", "SELECT t.* FROM actor_member t" OF_REPORT("t.report")},
    {"actor_alias", "SELECT t.* FROM actor_alias t" UP_TO_DAY},
    {"actor_role", "SELECT t.* FROM actor_role t" UP_TO_DAY},
    {"fact", "SELECT t.* FROM fact t" OF_REPORT("t.report")},
    {"row", "SELECT t.* FROM row t" OF_REPORT("-t.owner") " AND t.kind IN ('link', 'conflict')"}};

static void copy(store *to, store *from, const char *table, const char *select, cal_day day) {
  sqlite3_stmt *in = store_sql(from, select);
  put_int(in, 1, day);
  store_copy(to, table, from, in);
}

ch_status asof_copy(store *to, store *from, cal_day day, ch_error *err) {
  bool own = !store_writing(from);
  if (!store_begin(to) || !store_begin_read(from)) return store_status(store_ok(to) ? from : to, err);
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
    copy(to, from, tables[i].table, tables[i].select, day);
  if (own) store_commit(from);
  return store_ok(from) ? store_status(to, err) : store_status(from, err);
}

ch_status asof_left_out(uint64_t *out, store *s, ch_error *err) {
  sqlite3_stmt *q = store_sql(s, "SELECT count(*) FROM report r JOIN standing s ON s.report = r.n"
                                 " WHERE r.day = 2147483647");
  *out = store_row(s, q) ? (uint64_t)get_int(q, 0) : 0;
  if (q) sqlite3_reset(q);
  return store_status(s, err);
}
