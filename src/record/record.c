#include "record/record.h"
#include "record/asof.h"
#include "record/keep.h"
#include "record/rows.h"
#include <stdlib.h>

struct record {
  store *s;
  shelf *shelf;
  record_index *index;
  record_context context;
  arena *work, *step;
  uint64_t staged;             /* reports added since the last commit */
  ch_status lost;              /* an add failed in the store and all since the last commit is gone; CH_OK: no */
  buf out, packed;
};

/* ---- opening ------------------------------------------------------------------------------------------- */

void record_close(record *r) {
  if (!r) return;
  store_close(r->s);
  index_free(r->index);
  shelf_free(r->shelf);
  arena_free(r->work);
  arena_free(r->step);
  buf_free(&r->out);
  buf_free(&r->packed);
  free(r);
}

/* path NULL: in memory. */
static record *record_new(const record_context *c, const char *path) {
  record *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->context = *c;
  r->shelf = shelf_new(c->copies);
  r->index = index_new(path, c->copies, r->shelf);
  r->work = arena_new(0);
  r->step = arena_new(0);
  if (r->shelf && r->index && r->work && r->step) return r;
  record_close(r);
  return NULL;
}

ch_status record_open(record **out, const record_context *c, const char *path, unsigned flags,
                      ch_error *err) {
  *out = NULL;
  if (!path || !c->copies || !c->model)
    return err_set(err, CH_ERR_ARG, "a path, thresholds of copying and of merging");
  record *r = record_new(c, *path && strcmp(path, ":memory:") ? path : NULL);
  if (!r) return err_set(err, CH_ERR_MEMORY, "no memory for the record");
  ch_status status = store_open(&r->s, path, flags, err);
  if (status) record_close(r);
  else *out = r;
  return status;
}

/* ---- adding -------------------------------------------------------------------------------------------- */

static int64_t find_report(store *s, str name) {
  sqlite3_stmt *q = store_sql(s, "SELECT n FROM report WHERE id = ?");
  put_str(q, 1, name);
  int64_t n = store_row(s, q) ? get_int(q, 0) : 0;
  if (q) sqlite3_reset(q);
  return n;
}

/* The last day of the date a report gives itself. An open end is as good as none. */
static cal_day own_day(const report *rep) {
  return cal_known(rep->published) && rep->published.hi != CAL_OPEN_HI ? rep->published.hi : STORE_UNDATED;
}

static int64_t insert_report(store *s, const report *rep) {
  sqlite3_stmt *q = store_sql(s, "INSERT INTO report(id, day, lo, hi, basis, title, url, publisher,"
                                 " publisher_basis) VALUES(?,?,?,?,?,?,?,?,?)");
  put_str(q, 1, id_str(&rep->id));
  put_int(q, 2, own_day(rep));
  if (cal_known(rep->published) && rep->published.lo != CAL_OPEN_LO) put_int(q, 3, rep->published.lo);
  if (cal_known(rep->published) && rep->published.hi != CAL_OPEN_HI) put_int(q, 4, rep->published.hi);
  put_str(q, 5, str_of(date_basis_text(rep->published_basis)));
  put_str(q, 6, rep->title);
  put_str(q, 7, rep->url);
  put_str(q, 8, rep->publisher);
  put_str(q, 9, rep->publisher_basis);
  return store_run(s, q) ? store_last(s) : 0;
}

static void insert_line(record *r, int64_t n, str line) {
  buf_clear(&r->packed);
  shelf_pack(r->s, &r->packed, line);
  sqlite3_stmt *q = store_sql(r->s, "INSERT INTO line VALUES(?,?)");
  put_int(q, 1, n);
  put_blob(q, 2, r->packed.ptr, r->packed.len);
  store_run(r->s, q);
}

/* True: the report was not yet known by this name. */
static bool insert_given(store *s, int64_t n, const char *what, str value) {
  sqlite3_stmt *q = store_sql(s, "INSERT OR IGNORE INTO given VALUES(?,?,?) RETURNING 1");
  if (!value.ptr) return false;
  put_int(q, 1, n);
  put_str(q, 2, str_of(what));
  put_str(q, 3, value);
  bool fresh = store_row(s, q);
  if (q) sqlite3_reset(q);
  return fresh;
}

/* A report that came before is shown under its new names too. */
static void insert_names(record *r, int64_t n, ch_added added, str given_id, str source) {
  bool new_id = insert_given(r->s, n, "given_id", given_id);
  bool new_source = insert_given(r->s, n, "source", source);
  r->staged++;
  if (added == CH_ADDED_NEW || !(new_id || new_source)) return;
  sqlite3_stmt *q = store_sql(r->s, "INSERT OR IGNORE INTO renamed VALUES(?)");
  put_int(q, 1, n);
  store_run(r->s, q);
}

typedef struct {
  record *r;
  str line;
  json_t *root;
  arena *a;                    /* of the factset: goes to the shelf, or is freed */
  const factset *facts;
  ch_added added;
  ch_status status;
  ch_error *err;
} adding;

static void read_job(void *payload) {
  adding *x = payload;
  x->status = factset_read(&x->facts, x->a, x->root, x->err);
}

static void insert_job(void *payload) {
  adding *x = payload;
  record *r = x->r;
  const report *rep = x->facts->report;
  int64_t n = find_report(r->s, id_str(&rep->id));
  x->added = n ? CH_ADDED_AGAIN : CH_ADDED_NEW;
  if (!n) {
    n = insert_report(r->s, rep);
    insert_line(r, n, x->line);
  }
  insert_names(r, n, x->added, rep->given_id, rep->source);
  if (x->added == CH_ADDED_AGAIN || !store_ok(r->s)) return;
  shelf_put(r->shelf, n, x->facts, x->a);
  x->a = NULL;
}

/* What was added since the last commit is gone: numbers of reports will be given again. */
static void drop_staged(record *r) {
  store_rollback(r->s);
  shelf_clear(r->shelf);
  index_forget(r->index);
  r->staged = 0;
}

/* After a failure of the store nothing is left of what was added, and the next commit or keep has to say so. */
static ch_status settle(record *r, ch_error *err) {
  ch_status status = store_status(r->s, err);
  if (!status) return CH_OK;
  if (r->staged) r->lost = status;
  drop_staged(r);
  return status;
}

static ch_status insert(adding *x) {
  record *r = x->r;
  arena_reset(r->step);
  if (store_begin(r->s) && !arena_run(r->step, insert_job, x))
    store_fail(r->s, CH_ERR_MEMORY, "out of memory");
  return settle(r, x->err);
}

static ch_status read_facts(adding *x) {
  ch_status status = factset_json(&x->root, x->line, x->err);
  if (status) return status;
  x->a = arena_new(0);
  if (!x->a || !arena_run(x->a, read_job, x)) return err_set(x->err, CH_ERR_MEMORY, "no memory for a report");
  return x->status;
}

/* Whether just this line came before: then nothing in it is news, and it need not be parsed. Should what looks like the
 * report's id be another's, the lines differ. */
static bool is_kept(record *r, str line) {
  const str key = STR("\"id\":\"r-");
  size_t at = str_find(line, key);
  if (at == SIZE_MAX || line.len - at < key.len + ID_LEN) return false;
  at += key.len - 2;
  int64_t n = find_report(r->s, str_sub(line, at, at + ID_LEN));
  return n && shelf_holds(r->s, n, line);
}

ch_status record_add(record *r, str facts_line, ch_added *out, ch_error *err) {
  adding x = {.r = r, .line = str_trim(facts_line), .err = err};
  if (is_kept(r, x.line)) {
    if (out) *out = CH_ADDED_AGAIN;
    return CH_OK;
  }
  ch_status status = read_facts(&x);
  json_decref(x.root);
  if (!status) status = insert(&x);
  arena_free(x.a);
  if (!status && out) *out = x.added;
  return status;
}

ch_status record_add_again(record *r, str report_id, str given_id, str source, ch_added *out, ch_error *err) {
  int64_t n = find_report(r->s, report_id);
  *out = n ? CH_ADDED_AGAIN : CH_ADDED_NEW;
  if (n && store_begin(r->s)) insert_names(r, n, CH_ADDED_AGAIN, given_id, source);
  return settle(r, err);
}

/* ---- keeping ------------------------------------------------------------------------------------------- */

static str read_meta(store *s, arena *a, const char *name) {
  sqlite3_stmt *q = store_sql(s, "SELECT value FROM meta WHERE name = ?");
  put_str(q, 1, str_of(name));
  str value = store_row(s, q) ? get_str(a, q, 0) : (str){NULL, 0};
  if (q) sqlite3_reset(q);
  return value;
}

static void write_meta(store *s, const char *name, str value) {
  sqlite3_stmt *q = store_sql(s, "INSERT OR REPLACE INTO meta VALUES(?,?)");
  put_str(q, 1, str_of(name));
  put_str(q, 2, value);
  store_run(s, q);
}

/* The versions that made the derived rows; those in use where there are none yet. */
static record_context versions_of(const record_context *c, store *s, arena *a) {
  record_context out = *c;
  str engine = read_meta(s, a, "engine"), pack_text = read_meta(s, a, "pack");
  if (engine.ptr) out.engine = engine;
  if (pack_text.ptr) out.pack = pack_text;
  return out;
}

static void list_numbers(store *s, arena *a, keep_list *out, sqlite3_stmt *q) {
  int64_t *items = NULL;
  uint32_t n = 0, cap = 0;
  while (store_row(s, q)) *ARENA_PUSH(a, items, n, cap) = get_int(q, 0);
  *out = (keep_list){items, n};
}

/* Reports whose turn has not come yet, the first in canonical order, so that none that comes after them touches them: a few
 * at first, so that one that is always killed soon comes to its end all the same, then ever more, for that takes less time. */
enum { FIRST_CHUNK = 64, CHUNK = 2048 };

typedef struct { record *r; int chunk; bool stale; keep_list added, renamed; } preparing;

static void prepare(void *payload) {
  preparing *x = payload;
  store *s = x->r->s;
  /* rows made by another build or pack do not go with new ones: all are made again */
  record_context made = versions_of(&x->r->context, s, x->r->work);
  x->stale = !str_eq(made.engine, x->r->context.engine) || !str_eq(made.pack, x->r->context.pack);
  sqlite3_stmt *q = store_sql(s, "SELECT r.n FROM report r LEFT JOIN standing s ON s.report = r.n"
                                 " WHERE s.report IS NULL ORDER BY r.day, r.id LIMIT ?");
  put_int(q, 1, x->chunk);
  list_numbers(s, x->r->work, &x->added, q);
  list_numbers(s, x->r->work, &x->renamed, store_sql(s, "SELECT report FROM renamed"));
}

/* One chunk, or all again, in the open transaction. False: nothing was left to do. */
static bool run(record *r, int chunk, bool rebuild) {
  keeping k = {.s = r->s, .shelf = r->shelf, .index = r->index, .context = &r->context, .work = r->work, .step = r->step};
  preparing x = {.r = r, .chunk = chunk};
  arena_reset(r->work);
  arena_reset(r->step);
  bool whole = arena_run(r->work, prepare, &x);
  if (whole && store_ok(r->s) && !x.added.n && !x.renamed.n && !rebuild && !x.stale) return false;
  if (!index_open(r->index, r->s)) x.stale = true;
  whole = whole && store_ok(r->s) && keep_run(&k, x.added, x.renamed, rebuild || x.stale);
  buf_free(&k.out);
  if (!whole) store_fail(r->s, CH_ERR_MEMORY, "out of memory");
  store_exec(r->s, "DELETE FROM renamed");
  write_meta(r->s, "engine", r->context.engine);
  write_meta(r->s, "pack", r->context.pack);
  index_save(r->index);
  return true;
}

static ch_status say_lost(record *r, ch_error *err) {
  ch_status status = err_set(err, r->lost, "an add failed, and all since the last commit went too; add it again");
  r->lost = CH_OK;
  drop_staged(r);
  return status;
}

static ch_status commit(record *r, ch_error *err) {
  store_commit(r->s);
  ch_status status = store_status(r->s, err);
  if (status) drop_staged(r);
  r->staged = 0;
  return status;
}

ch_status record_commit(record *r, ch_error *err) { return r->lost ? say_lost(r, err) : commit(r, err); }

static ch_status keep(record *r, bool rebuild, ch_error *err) {
  ch_status status = record_commit(r, err);
  int chunk = FIRST_CHUNK;
  for (bool more = true; more && !status; rebuild = false) {
    more = store_begin(r->s) && run(r, chunk, rebuild);
    status = commit(r, err);
    if (!status) index_saved(r->index);
    chunk = chunk < CHUNK ? 2 * chunk : CHUNK;
  }
  return status;
}

ch_status record_keep(record *r, ch_error *err) { return keep(r, false, err); }
ch_status record_rebuild(record *r, ch_error *err) { return keep(r, true, err); }

/* ---- asking -------------------------------------------------------------------------------------------- */

typedef struct { giving g; const record_context *context; } asking;

static void ask_job(void *payload) {
  asking *x = payload;
  record_context versions = versions_of(x->context, x->g.s, x->g.a);
  x->g.context = &versions;
  rows_give(&x->g);
}

static ch_status ask(record *r, const ch_query *q, ch_write_fn *write, void *payload, ch_error *err) {
  asking x = {{.s = r->s, .query = q, .write = write, .payload = payload, .a = r->step}, &r->context};
  bool staged = store_writing(r->s);
  arena_reset(r->step);
  if (store_begin_read(r->s) && !arena_run(r->step, ask_job, &x))
    store_fail(r->s, CH_ERR_MEMORY, "out of memory");
  buf_free(&x.g.line);
  buf_free(&x.g.made);
  if (!staged) store_commit(r->s);
  ch_status status = settle(r, err);
  return status ? status : x.g.stopped ? err_set(err, CH_ERR_STOPPED, "stopped") : CH_OK;
}

static void make_rows(record *r) {
  keeping k = {.s = r->s, .shelf = r->shelf, .context = &r->context, .work = r->work, .step = r->step};
  if (!keep_rows(&k)) store_fail(r->s, CH_ERR_MEMORY, "out of memory");
  buf_free(&k.out);
  store_commit(r->s);
}

/* The view as of a day is a record of its own, in memory. */
static ch_status view(record **out, record *r, cal_day day, ch_error *err) {
  *out = record_new(&r->context, NULL);
  if (!*out) return err_set(err, CH_ERR_MEMORY, "no memory for the view");
  ch_status status = store_open(&(*out)->s, NULL, CH_RECORD_CREATE, err);
  if (!status) status = asof_copy((*out)->s, r->s, day, err);
  if (!status) make_rows(*out);
  if (!status) status = settle(*out, err);
  if (!status) return CH_OK;
  record_close(*out);
  *out = NULL;
  return status;
}

ch_status record_rows(record *r, const ch_query *q, ch_write_fn *write, void *payload, uint64_t *left_out,
                      ch_error *err) {
  cal_date day;
  record *seen;
  if (left_out) *left_out = 0;
  if (!q->as_of) return ask(r, q, write, payload, err);
  if (!cal_parse(str_of(q->as_of), &day) || day.no_year || day.hi == CAL_OPEN_HI)
    return err_set(err, CH_ERR_ARG, "\"%.40s\" is not a day; write it as 2025-06-25", q->as_of);
  ch_status status = view(&seen, r, day.hi, err);
  if (status) return status;
  status = ask(seen, q, write, payload, err);
  record_close(seen);
  if (!status && left_out) status = asof_left_out(left_out, r->s, err);
  return status;
}

ch_status record_facts(record *r, str report_id, ch_write_fn *write, void *payload, ch_error *err) {
  int64_t n = find_report(r->s, report_id);
  buf_clear(&r->out);
  if (n && shelf_unpack(r->s, &r->out, n)) buf_char(&r->out, '\n');
  ch_status status = settle(r, err);
  if (status) return status;
  if (!n) return err_set(err, CH_ERR_ARG, "no report %.*s in the record", (int)report_id.len, report_id.ptr);
  if (r->out.status) return err_set(err, r->out.status, "out of memory");
  return write(r->out.ptr, r->out.len, payload) ? err_set(err, CH_ERR_STOPPED, "stopped") : CH_OK;
}
