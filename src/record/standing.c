#include "record/standing.h"

/* Ends of a date as two columns: null for an open or unknown end. */
static cal_date get_date(sqlite3_stmt *q, int lo, int hi) {
  if (get_null(q, lo) && get_null(q, hi)) return CAL_NOTHING;
  return cal_between(get_null(q, lo) ? CAL_OPEN_LO : (cal_day)get_int(q, lo),
                     get_null(q, hi) ? CAL_OPEN_HI : (cal_day)get_int(q, hi));
}

static void put_date(sqlite3_stmt *q, int lo, int hi, cal_date d) {
  if (cal_known(d) && d.lo != CAL_OPEN_LO) put_int(q, lo, d.lo);
  else put_null(q, lo);
  if (cal_known(d) && d.hi != CAL_OPEN_HI) put_int(q, hi, d.hi);
  else put_null(q, hi);
}

bool standing_get(store *s, standing *out, int64_t rep) {
  sqlite3_stmt *q = store_sql(s, "SELECT parent, \"by\", relation, family, thread, base_lo, base_hi, lo, hi,"
                                 " inherited FROM standing WHERE report = ?");
  *out = (standing){0};
  put_int(q, 1, rep);
  if (!store_row(s, q)) return false;
  *out = (standing){
      .parent = get_int(q, 0), .by = (relation)get_int(q, 1), .relation = (relation)get_int(q, 2),
      .family = get_int(q, 3), .thread = get_int(q, 4), .base = get_date(q, 5, 6),
      .published = get_date(q, 7, 8), .inherited = get_int(q, 9) != 0};
  sqlite3_reset(q);
  return true;
}

void standing_put(store *s, int64_t rep, const standing *st) {
  sqlite3_stmt *q = store_sql(s, "INSERT OR REPLACE INTO standing VALUES(?,?,?,?,?,?,?,?,?,?,?)");
  put_int(q, 1, rep);
  put_int(q, 2, st->parent);
  if (!st->parent) put_null(q, 2);
  put_int(q, 3, st->by);
  put_int(q, 4, st->relation);
  put_int(q, 5, st->family);
  put_int(q, 6, st->thread);
  put_date(q, 7, 8, st->base);
  put_date(q, 9, 10, st->published);
  put_int(q, 11, st->inherited);
  store_run(s, q);
}

cal_day standing_day(const standing *st) {
  return cal_known(st->base) && st->base.hi != CAL_OPEN_HI ? st->base.hi : STORE_UNDATED;
}
