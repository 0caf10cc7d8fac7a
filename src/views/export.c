#include "views/export.h"
#include <stdlib.h>

enum { FLUSH_BYTES = 1 << 16, MOST_DYADS = 1 << 13 };

const char view_export_names[] = "cameo, gdelt, icews, phoenix, plover, polecat";

static const export_format plover = {"plover", NULL, 0, false, false, false};

static const export_format *format_of(const char *name) {
  if (!strcmp(name, plover.name)) return &plover;
  if (!strcmp(name, export_gdelt.name)) return &export_gdelt;
  for (const export_format *f = export_tables; f->name; f++)
    if (!strcmp(name, f->name)) return f;
  return NULL;
}

ch_status view_export_open(view_export **out, const pack *pk, const view_export_options *o, ch_write_fn *write,
                           void *payload, ch_error *err) {
  *out = NULL;
  const export_format *f = format_of(o->as);
  if (!f) return err_set(err, CH_ERR_ARG, "no format '%.40s'; there are %s", o->as, view_export_names);
  view_export *x = calloc(1, sizeof *x);
  if (!x) return err_set(err, CH_ERR_MEMORY, "out of memory");
  *x = (view_export){.format = f, .o = *o, .write = write, .payload = payload, .a = arena_new(0),
                     .step = arena_new(0), .rows = view_rows_new()};
  ch_status status = CH_ERR_MEMORY;
  if (x->a && x->step && x->rows) status = codes_load(&x->codes, x->a, pk, err);
  else err_set(err, status, "out of memory");
  if (status) view_export_close(x);
  else *out = x;
  return status;
}

void view_export_close(view_export *x) {
  if (!x) return;
  arena_free(x->a);
  arena_free(x->step);
  view_rows_free(x->rows);
  buf_free(&x->out);
  free(x);
}

int view_export_know(const char *line, size_t n, void *payload) {
  view_export *x = payload;
  if (!view_rows_take(line, n, x->rows)) return 0;
  err_set(&x->err, CH_ERR_MEMORY, "out of memory");
  return 1;
}

/* ---- rows ---- */

static void write_row(view_export *x, const export_row *r) {
  const export_format *f = x->format;
  tsv t;
  tsv_begin(&t, &x->out, f->n);
  for (uint32_t i = 0; i < f->n; i++) {
    if (i) tsv_next(&t);
    if (f->columns[i].fill) f->columns[i].fill(&t, r, f->columns[i].side);
  }
  tsv_end(&t);
  x->count.rows++;
}

static void write_header(view_export *x) {
  const export_format *f = x->format;
  tsv t;
  x->begun = true;
  if (!f->header) return;
  tsv_begin(&t, &x->out, f->n);
  for (uint32_t i = 0; i < f->n; i++) {
    if (i) tsv_next(&t);
    tsv_text(&t, str_of(f->columns[i].name));
  }
  tsv_end(&t);
}

/* A meeting of three who are all its source: each with each, as CAMEO's coders do. */
static void write_pairs(view_export *x, const export_event *e, export_row *r) {
  for (uint32_t i = 0; i < e->n[SOURCE]; i++)
    for (uint32_t k = 0; k < e->n[SOURCE]; k++) {
      if (i == k) continue;
      r->side[SOURCE] = &e->sides[SOURCE][i];
      r->side[TARGET] = &e->sides[SOURCE][k];
      write_row(x, r);
      r->dyad++;
    }
}

static void write_dyads(view_export *x, const export_event *e, export_row *r) {
  uint32_t n = e->n[SOURCE] ? e->n[SOURCE] : 1, m = e->n[TARGET] ? e->n[TARGET] : 1;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < m; k++) {
      r->side[SOURCE] = e->n[SOURCE] ? &e->sides[SOURCE][i] : NULL;
      r->side[TARGET] = e->n[TARGET] ? &e->sides[TARGET][k] : NULL;
      write_row(x, r);
      r->dyad++;
    }
}

void export_write_rows(view_export *x, const export_event *e) {
  export_row r = {x, e, {NULL, NULL}, 0};
  const plover_type *type = codes_type(x->codes, e->type);
  if (!x->format->dyads) write_row(x, &r);
  else if (type && type->reciprocal && !e->n[TARGET] && e->n[SOURCE] > 1) write_pairs(x, e, &r);
  else write_dyads(x, e, &r);
  if (r.dyad > MOST_DYADS) x->count.shared++;
}

/* ---- events ---- */

static bool in_time(const view_export *x, const export_event *e) {
  if (cal_known(x->o.since) && e->when.hi < x->o.since.lo) return false;
  return !cal_known(x->o.until) || e->when.lo <= x->o.until.hi;
}

/* Whether it goes out; where not, it is counted why (but not what another day was asked for). */
static bool is_wanted(view_export *x, const export_event *e) {
  view_export_count *n = &x->count;
  if (e->dated && !in_time(x, e)) return false;
  bool done = e->standing && e->standing->goes_out && !e->negated;
  if (!done && !x->o.all) return n->not_done++, false;
  if (!e->dated) return n->undated++, false;
  if (x->format->needs_cameo && !e->code) return n->no_code++, false;
  if (!x->format->needs_cameo && !codes_type(x->codes, e->type)) return n->no_type++, false;
  return true;
}

/* Two ids whose first bits are the same stand next to each other, for events come in order of their ids. */
static void check_number(view_export *x, str event_id) {
  size_t n = 12;                        /* letter, '-', and the ten letters of the number */
  if (event_id.len < n || event_id.len > ID_LEN) return;
  if (x->last_id.len >= n && !memcmp(x->last_id.ptr, event_id.ptr, n)) x->count.shared++;
  memcpy(x->last, event_id.ptr, event_id.len);
  x->last_id = (str){x->last, event_id.len};
}

typedef struct { view_export *x; const json_t *row; } event_job;

static void write_event(void *payload) {
  event_job *job = payload;
  view_export *x = job->x;
  const export_event *e = export_event_of(x, job->row);
  if (!is_wanted(x, e)) return;
  check_number(x, e->id);
  x->count.events++;
  if (x->format->columns) export_write_rows(x, e);
  else export_write_plover(x, e);
}

static bool flush(view_export *x) {
  if (x->out.status) err_set(&x->err, x->out.status, "no memory to write the rows");
  else if (x->out.len && x->write(x->out.ptr, x->out.len, x->payload))
    err_set(&x->err, CH_ERR_IO, "the output cannot be written");
  else buf_clear(&x->out);
  return !x->err.code;
}

int view_export_event(const char *line, size_t n, void *payload) {
  view_export *x = payload;
  json_t *row = json_loadb(line, n, 0, NULL);
  if (!x->begun) write_header(x);
  arena_reset(x->step);
  event_job job = {x, row};
  if (!row || !arena_run(x->step, write_event, &job)) err_set(&x->err, CH_ERR_MEMORY, "out of memory");
  json_decref(row);
  if (!x->err.code && (x->out.status || x->out.len >= FLUSH_BYTES)) flush(x);
  return x->err.code != 0;
}

ch_status view_export_end(view_export *x, view_export_count *count, ch_error *err) {
  if (!x->err.code) {
    if (!x->begun) write_header(x);
    flush(x);
  }
  *count = x->count;
  return x->err.code ? err_set(err, x->err.code, "%s", x->err.msg) : CH_OK;
}
