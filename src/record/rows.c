#include "record/rows.h"
#include "record/actors.h"
#include "record/spellings.h"
#include "record/standing.h"
#include "record/trees.h"

/* ---- storing ------------------------------------------------------------------------------------------- */

jw *rows_begin(keeping *k, const char *kind, str id_text) {
  buf_clear(&k->out);
  jw *j = jw_new(k->step, &k->out);
  jw_object(j);
  jw_key_str(j, "id", id_text);
  jw_key_str(j, "row", str_of(kind));
  return j;
}

void rows_ref(jw *j, arena *a, str ref) {
  if (ref.ptr) jw_raw(j, arena_printf(a, "\x01%.*s\x02", (int)ref.len, ref.ptr));
  else jw_null(j);
}

void rows_day(keeping *k, jw *j, const char *key, cal_day d) {
  jw_key_str(j, key, d == STORE_UNDATED ? (str){NULL, 0} : cal_str(k->step, cal_one_day(d)));
}

void rows_known(keeping *k, jw *j, cal_day d) { rows_day(k, j, "known_from", d); }

void rows_write(keeping *k, const char *kind, str id_text, int64_t owner) {
  sqlite3_stmt *q = store_sql(k->s, "INSERT OR REPLACE INTO row VALUES(?,?,?,?)");
  if (k->out.status) store_fail(k->s, k->out.status, "a row cannot be written");
  put_str(q, 1, str_of(kind));
  put_str(q, 2, id_text);
  put_int(q, 3, owner);
  put_str(q, 4, buf_get(&k->out));
  store_run(k->s, q);
  buf_clear(&k->out);
}

void rows_drop(keeping *k, const char *kind, int64_t owner) {
  sqlite3_stmt *q = store_sql(k->s, "DELETE FROM row WHERE owner = ? AND kind = ?");
  put_int(q, 1, owner);
  put_str(q, 2, str_of(kind));
  store_run(k->s, q);
}

/* ---- rows of reports ----------------------------------------------------------------------------------- */

static void write_given(keeping *k, jw *j, const char *what, int64_t rep) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT value FROM given WHERE report = ? AND what = ? ORDER BY value");
  put_int(q, 1, rep);
  put_str(q, 2, str_of(what));
  jw_key(j, what);
  jw_array(j);
  while (store_row(k->s, q)) jw_str(j, peek_str(q, 0));
  jw_end(j);
}

static void write_published(keeping *k, jw *j, const standing *st, str basis) {
  jw_key(j, "published");
  if (!cal_known(st->published)) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, "basis", st->inherited ? STR("inherited") : basis);
  jw_key_str(j, "value", cal_str(k->step, st->published));
  jw_end(j);
}

static void write_publisher(jw *j, str name, str basis) {
  jw_key(j, "publisher");
  if (!name.ptr) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, "basis", basis);
  jw_key_str(j, "name", name);
  jw_end(j);
}

static void report_row(keeping *k, int64_t rep) {
  standing st;
  place_in_time at = place_of(k->s, rep);
  if (!standing_get(k->s, &st, rep)) return;
  id family_head = place_of(k->s, st.family).id, thread_head = place_of(k->s, st.thread).id;
  id family = family_id(&family_head), thread = thread_id(&thread_head);
  sqlite3_stmt *q = store_sql(k->s,
                              "SELECT title, url, publisher, publisher_basis, basis FROM report WHERE n = ?");
  put_int(q, 1, rep);
  if (!store_row(k->s, q)) return;
  jw *j = rows_begin(k, "report", id_str(&at.id));
  jw_key_str(j, "family", id_str(&family));
  rows_known(k, j, at.day);
  jw_key_str(j, "thread", id_str(&thread));
  jw_key_str(j, "title", peek_str(q, 0));
  jw_key_str(j, "url", peek_str(q, 1));
  write_publisher(j, peek_str(q, 2), peek_str(q, 3));
  write_published(k, j, &st, peek_str(q, 4));
  sqlite3_reset(q);
  write_given(k, j, "given_id", rep);
  write_given(k, j, "source", rep);
  jw_end(j);
  rows_write(k, "report", id_str(&at.id), owner_report(rep));
}

/* ---- the stage ----------------------------------------------------------------------------------------- */

static void make_each(keeping *k, const numbers *which, void (*make)(keeping *, int64_t)) {
  for (uint32_t i = 0; i < which->n && store_ok(k->s); i++) {
    arena_reset(k->step);
    make(k, which->items[i]);
  }
}

void stage_rows(keeping *k) {
  make_each(k, &k->reports, report_row);
  make_each(k, &k->family_heads, family_row);
  make_each(k, &k->thread_heads, thread_row);
  make_each(k, &k->roots, tree_row);
  for (uint32_t i = 0; i < k->actors.n && store_ok(k->s); i++) {
    arena_reset(k->step);
    actor_row(k, k->actors.entries[i].key);
  }
  for (uint32_t i = 0; i < k->spellings.n && store_ok(k->s); i++) {
    arena_reset(k->step);
    spelling_rows(k, k->spellings.entries[i].key);
  }
}

/* ---- giving out ---------------------------------------------------------------------------------------- */

/* The id of the row that an id (its own or a member's) resolves to, in quotes; false: there is none. */
static bool add_row_of(giving *g, str ref) {
  static const char of_actor[] =
      "SELECT a.id FROM actor_member m JOIN actor a ON a.key = m.key WHERE m.id = ?";
  static const char of_fact[] = "SELECT r.id FROM fact f JOIN fact r ON r.n = f.root WHERE f.id = ?";
  const char *const sql[] = {of_actor, of_fact};
  for (int i = 0; i < 2; i++) {
    sqlite3_stmt *q = store_sql(g->s, sql[i]);
    put_str(q, 1, ref);
    if (!store_row(g->s, q)) continue;
    buf_char(&g->line, '"');
    buf_str(&g->line, peek_str(q, 0));
    buf_char(&g->line, '"');
    sqlite3_reset(q);
    return true;
  }
  return false;
}

static void give(giving *g, str stored) {
  buf_clear(&g->line);
  for (str rest = stored, plain; str_split(&rest, 1, &plain);) {
    str ref;
    buf_str(&g->line, plain);
    if (rest.ptr && str_split(&rest, 2, &ref) && !add_row_of(g, ref)) buf_str(&g->line, STR("null"));
  }
  buf_char(&g->line, '\n');
  if (g->line.status) store_fail(g->s, g->line.status, "out of memory");
  if (store_ok(g->s) && g->write(g->line.ptr, g->line.len, g->payload)) g->stopped = true;
}

static int64_t count_reports(store *s) {
  sqlite3_stmt *q = store_sql(s, "SELECT count(*) FROM row WHERE kind = 'report'");
  int64_t n = store_row(s, q) ? get_int(q, 0) : 0;
  if (q) sqlite3_reset(q);
  return n;
}

/* The row `record` is not stored: it is made of versions and a count. */
static void give_record(giving *g) {
  buf_clear(&g->made);
  jw *j = jw_new(g->a, &g->made);
  jw_object(j);
  jw_key_int(j, "chancery", CH_CONTRACT);
  jw_key_str(j, "engine", g->context->engine);
  jw_key_str(j, "id", STR("record"));
  jw_key_str(j, "pack", g->context->pack);
  jw_key_int(j, "reports", count_reports(g->s));
  jw_key_str(j, "row", STR("record"));
  jw_end(j);
  give(g, buf_get(&g->made));
}

static sqlite3_stmt *select_rows(giving *g) {
  static const char by_id[] =
      "SELECT kind, json FROM row WHERE kind IN ('actor', 'conflict', 'event', 'family', 'link',"
                              " 'report', 'statement', 'thread') AND id = ?1 ORDER BY kind";
  static const char by_kind[] = "SELECT kind, json FROM row WHERE kind = ?1 ORDER BY id";
  static const char all[] = "SELECT kind, json FROM row ORDER BY kind, id";
  str name = str_of(g->query->id);
  buf_clear(&g->line);
  if (name.ptr && add_row_of(g, name)) name = arena_str(g->a, str_sub(buf_get(&g->line), 1, g->line.len - 1));
  sqlite3_stmt *q = store_sql(g->s, name.ptr ? by_id : g->query->row ? by_kind : all);
  if (name.ptr) put_str(q, 1, name);
  else if (g->query->row) put_str(q, 1, str_of(g->query->row));
  return q;
}

/* Where the row `record` stands among the others: before this kind, if it is wanted and not yet given. */
static bool record_is_due(const giving *g, const char *kind) {
  const ch_query *q = g->query;
  return !g->record_given && (!q->id || !strcmp(q->id, "record")) && (!kind || strcmp(kind, "record") > 0);
}

static void give_due_record(giving *g, const char *kind) {
  if (!record_is_due(g, kind)) return;
  g->record_given = true;
  if (!g->query->row || !strcmp(g->query->row, "record")) give_record(g);
}

void rows_give(giving *g) {
  sqlite3_stmt *q = select_rows(g);
  while (!g->stopped && store_row(g->s, q)) {
    str kind = peek_str(q, 0);
    give_due_record(g, kind.ptr);
    if (g->query->row && !str_eq(kind, str_of(g->query->row))) continue;
    if (!g->stopped) give(g, peek_str(q, 1));
  }
  if (q) sqlite3_reset(q);
  if (!g->stopped && store_ok(g->s)) give_due_record(g, NULL);
}
