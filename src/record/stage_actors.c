/* Actors: one a key; without a key each stays by itself.
 *
 * Block: the key. Fold: the attributes of the first member in canonical order, the union of the names and
 * roles, each with the days it was used. These are minima and unions, so members are folded in as they
 * come, in any order. Actors that coreference alone made ("the two men") are of their report, not of the record. */
#include "record/actors.h"
#include "record/keep.h"
#include "record/rows.h"
#include "record/spellings.h"

static str key_of(const set_actor *x) { return x->key.ptr ? x->key : x->id; }

/* ptr NULL: no person's, or none that spellings are told apart by. */
static str spelling(keeping *k, const set_actor *x) {
  if (!str_eq(x->kind, STR("person")) || !x->n_names || !x->name.ptr) return (str){NULL, 0};
  return spelling_of(k->work, k->context->model, x->name);
}

static void fold_attributes(keeping *k, const set_actor *x, const place_in_time *at, uint32_t place) {
  str spelled = spelling(k, x);
  sqlite3_stmt *q = store_sql(
      k->s, "INSERT INTO actor(key, local, id, day, report, place, name, kind, party, code, spelling, lo, hi)"
            " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13) ON CONFLICT(key) DO UPDATE SET id=?3, day=?4,"
            " report=?5, place=?6, name=?7, kind=?8, party=?9, code=?10, spelling=?11, lo=?12, hi=?13"
            " WHERE (?4,?5,?6) < (day, report, place)");
  put_str(q, 1, key_of(x));
  put_int(q, 2, !x->key.ptr);
  put_str(q, 3, x->id);
  put_int(q, 4, at->day);
  put_str(q, 5, id_str(&at->id));
  put_int(q, 6, place);
  put_str(q, 7, x->name);
  put_str(q, 8, x->kind);
  put_str(q, 9, x->party);
  put_str(q, 10, x->code);
  put_str(q, 11, spelled);
  put_int(q, 12, x->at.start);
  put_int(q, 13, x->at.end);
  store_run(k->s, q);
  if (spelled.ptr && !map_get(&k->spellings, spelled)) map_put(&k->spellings, spelled, NULL);
}

static void fold_member(keeping *k, const set_actor *x, int64_t rep) {
  sqlite3_stmt *q = store_sql(k->s, "INSERT OR IGNORE INTO actor_member VALUES(?,?,?)");
  put_str(q, 1, x->id);
  put_str(q, 2, key_of(x));
  put_int(q, 3, rep);
  store_run(k->s, q);
}

static void fold_name(keeping *k, const set_actor *x, str name, cal_day day) {
  sqlite3_stmt *q = store_sql(k->s,
                              "INSERT INTO actor_alias VALUES(?1,?2,?3) ON CONFLICT(key, name) DO UPDATE"
                                    " SET day = min(day, ?3) WHERE ?3 < day");
  if (!name.len) return;
  put_str(q, 1, key_of(x));
  put_str(q, 2, name);
  put_int(q, 3, day);
  store_run(k->s, q);
}

static void fold_role(keeping *k, const set_actor *x, const set_role *r, cal_day day) {
  sqlite3_stmt *q = store_sql(k->s, "INSERT OR IGNORE INTO actor_role VALUES(?,?,?,?)");
  put_str(q, 1, key_of(x));
  put_str(q, 2, r->title);
  put_str(q, 3, r->of.ptr ? r->of : STR(""));
  put_int(q, 4, day);
  store_run(k->s, q);
}

static void fold(keeping *k, const set_actor *x, const place_in_time *at, uint32_t place) {
  fold_attributes(k, x, at, place);
  fold_member(k, x, at->n);
  if (x->name.ptr) fold_name(k, x, x->name, at->day);
  for (uint32_t i = 0; i < x->n_names; i++) fold_name(k, x, x->names[i], at->day);
  for (uint32_t i = 0; i < x->n_roles; i++) fold_role(k, x, &x->roles[i], at->day);
  if (!map_get(&k->actors, key_of(x))) map_put(&k->actors, arena_str(k->work, key_of(x)), NULL);
}

void actors_fold(keeping *k, const factset *f, const place_in_time *at) {
  for (uint32_t x = 0; x < f->n_actors && store_ok(k->s); x++)
    if (!f->actors[x].unnamed) fold(k, &f->actors[x], at, x);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void write_aliases(keeping *k, jw *j, str key, str name) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT name, day FROM actor_alias WHERE key = ?1 AND name IS NOT ?2"
                                    " ORDER BY name");
  put_str(q, 1, key);
  put_str(q, 2, name);
  jw_key(j, "aliases");
  jw_array(j);
  while (store_row(k->s, q)) {
    jw_object(j);
    rows_known(k, j, (cal_day)get_int(q, 1));
    jw_key_str(j, "name", peek_str(q, 0));
    jw_end(j);
  }
  jw_end(j);
}

static void write_bound(keeping *k, jw *j, const char *key, cal_day lo, cal_day hi) {
  jw_key_str(j, key, cal_str(k->step, cal_between(lo, hi)));
}

/* A role was held at the latest on the first day it was used, and still on the last: open intervals, for
 * when it began and ended is not known. */
static void write_roles(keeping *k, jw *j, str key) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT title, body, min(day), max(day) FILTER (WHERE day < 2147483647)"
                                    " FROM actor_role WHERE key = ? GROUP BY title, body"
                                    " ORDER BY title, body");
  put_str(q, 1, key);
  jw_key(j, "roles");
  jw_array(j);
  while (store_row(k->s, q)) {
    bool dated_use = !get_null(q, 3);
    jw_object(j);
    if (dated_use) write_bound(k, j, "from", CAL_OPEN_LO, (cal_day)get_int(q, 2));
    else jw_key_null(j, "from");
    rows_known(k, j, (cal_day)get_int(q, 2));
    jw_key_str(j, "of", sqlite3_column_bytes(q, 1) ? peek_str(q, 1) : (str){NULL, 0});
    jw_key_str(j, "title", peek_str(q, 0));
    if (dated_use) write_bound(k, j, "until", (cal_day)get_int(q, 3), CAL_OPEN_HI);
    else jw_key_null(j, "until");
    jw_end(j);
  }
  jw_end(j);
}

void actor_row(keeping *k, str key) {
  sqlite3_stmt *q = store_sql(k->s,
                              "SELECT id, local, day, name, kind, party, code, n FROM actor WHERE key = ?");
  put_str(q, 1, key);
  if (!store_row(k->s, q)) return;
  str name_of_row = get_str(k->step, q, 0), name = get_str(k->step, q, 3);
  int64_t owner = get_int(q, 7);
  rows_drop(k, "actor", owner);
  jw *j = rows_begin(k, "actor", name_of_row);
  jw_key_str(j, "code", peek_str(q, 6));
  jw_key_str(j, "key", get_int(q, 1) ? (str){NULL, 0} : key);
  jw_key_str(j, "kind", peek_str(q, 4));
  rows_known(k, j, (cal_day)get_int(q, 2));
  jw_key_str(j, "name", name);
  jw_key_str(j, "party", peek_str(q, 5));
  sqlite3_reset(q);
  write_aliases(k, j, key, name);
  write_roles(k, j, key);
  jw_end(j);
  rows_write(k, "actor", name_of_row, owner);
}
