#include "record/keep.h"

/* The last report in canonical order, among the dated or the undated, that has been through the stages before. */
static place_in_time last_old(keeping *k, const char *sql) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  if (!store_row(k->s, q)) return (place_in_time){0};
  int64_t n = get_int(q, 0);
  sqlite3_reset(q);
  return place_of(k->s, n);
}

static void add_all(keeping *k) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT n FROM report");
  while (store_row(k->s, q)) numbers_add(&k->added, get_int(q, 0));
}

static void forget_derived(keeping *k) {
  store_exec(k->s, "DELETE FROM link; DELETE FROM story; DELETE FROM thread_first; DELETE FROM block; DELETE FROM fact; DELETE FROM standing;"
                   "DELETE FROM actor; DELETE FROM actor_member; DELETE FROM actor_alias;"
                   "DELETE FROM actor_role; DELETE FROM row");
}

static void prepare(keeping *k) {
  agenda *const agendas[] = {&k->copies, &k->families, &k->threads, &k->dates, &k->statements, &k->events};
  numbers *const sets[] = {&k->added, &k->redated, &k->reports, &k->family_heads, &k->thread_heads,
                           &k->roots};
  for (size_t i = 0; i < sizeof agendas / sizeof agendas[0]; i++) agenda_init(agendas[i], k->work);
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) numbers_init(sets[i], k->work);
  map_init(&k->actors, k->work, 64);
  map_init(&k->spellings, k->work, 64);
}

typedef struct { keeping *k; keep_list added, again; bool rebuild; bool whole; } run;

static void run_stages(void *payload) {
  run *r = payload;
  keeping *k = r->k;
  prepare(k);
  for (size_t i = 0; i < r->added.n; i++) numbers_add(&k->added, r->added.items[i]);
  if (r->rebuild) {
    forget_derived(k);
    index_empty(k->index);
    add_all(k);
  } else {
    k->last_dated = last_old(k, "SELECT r.n FROM report r JOIN standing s ON s.report = r.n WHERE r.day < 2147483647"
                                " ORDER BY r.day DESC, r.id DESC LIMIT 1");
    k->last_undated = last_old(k, "SELECT r.n FROM report r JOIN standing s ON s.report = r.n WHERE r.day = 2147483647"
                                  " ORDER BY r.id DESC LIMIT 1");
  }
  for (uint32_t i = 0; i < k->added.n; i++) agenda_put(&k->copies, k->s, k->added.items[i]);
  for (size_t i = 0; i < r->again.n; i++) numbers_add(&k->reports, r->again.items[i]);
  stage_copies(k);
  stage_families(k);
  stage_threads(k);
  stage_dates(k);
  stage_facts(k);
  stage_statements(k);
  stage_events(k);
  stage_rows(k);
}

static void run_with_step(void *payload) {
  run *r = payload;
  r->whole = arena_run(r->k->step, run_stages, payload);
}

bool keep_run(keeping *k, keep_list added, keep_list again, bool rebuild) {
  run r = {k, added, again, rebuild, false};
  return arena_run(k->work, run_with_step, &r) && r.whole;
}

/* ---- rows only ----------------------------------------------------------------------------------------- */

static void add_each(keeping *k, numbers *out, const char *sql) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  while (store_row(k->s, q)) numbers_add(out, get_int(q, 0));
}

static void put_each(keeping *k, map *out, const char *sql) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  while (store_row(k->s, q)) map_put(out, get_str(k->work, q, 0), NULL);
}

static void make_rows(void *payload) {
  run *r = payload;
  keeping *k = r->k;
  prepare(k);
  add_each(k, &k->reports, "SELECT n FROM report");
  add_each(k, &k->family_heads, "SELECT family FROM standing");
  add_each(k, &k->thread_heads, "SELECT thread FROM standing");
  add_each(k, &k->roots, "SELECT root FROM fact");
  put_each(k, &k->actors, "SELECT key FROM actor");
  put_each(k, &k->spellings, "SELECT DISTINCT spelling FROM actor WHERE spelling IS NOT NULL");
  stage_rows(k);
}

static void make_rows_with_step(void *payload) {
  run *r = payload;
  r->whole = arena_run(r->k->step, make_rows, payload);
}

bool keep_rows(keeping *k) {
  run r = {.k = k};
  return arena_run(k->work, make_rows_with_step, &r) && r.whole;
}
