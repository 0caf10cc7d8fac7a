/* view.c: the commands that read the record: tables for people, rows for programs. */
#include "inputs.h"
#include "progress.h"
#include "view.h"
#include "views/rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef ch_status view_fn(buf *out, const view_rows *rows, const view_options *o, ch_error *err);

/* A view: the table made of rows of the kinds `all` (NULL: of every kind); for programs the rows of the kinds
 * `rows`, or what `tell` makes. */
typedef struct { const char *name, *rows; view_fn *make; const char *all; view_fn *tell; } view;

static uint32_t terminal_width(void) {
  const char *columns = getenv("COLUMNS");
  long n = columns ? strtol(columns, NULL, 10) : 0;
  struct winsize w;
  if (n <= 0 && isatty(1) && !ioctl(1, TIOCGWINSZ, &w)) n = w.ws_col;
  return n >= 40 && n <= 1000 ? (uint32_t)n : 100;
}

static bool want_colour(const options *o) {
  if (!strcmp(o->color, "always")) return true;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  return !strcmp(o->color, "auto") && isatty(1) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

bool view_date_option(cal_date *out, const char *name, const char *value) {
  if (!value) return true;
  if (cal_parse(str_of(value), out) && out->lo != CAL_OPEN_LO && out->hi != CAL_OPEN_HI && !out->no_year) return true;
  complain("--%s takes a date such as 2025-06-25 or 2025-06, not '%s'", name, value);
  return false;
}

static int exit_of(ch_status s) {
  return s == CH_OK ? EXIT_OK : s == CH_ERR_BUSY || s == CH_ERR_RECORD ? EXIT_RECORD : s == CH_ERR_ARG ? EXIT_USAGE : EXIT_ERROR;
}

/* An open record, read-only, with the engine it needs; false: it has been said. */
typedef struct { ch_engine *engine; ch_record *record; } opened;

static ch_status open_record(opened *x, const options *o, unsigned flags) {
  *x = (opened){0};
  ch_error err;
  if (!(x->engine = inputs_engine(o))) return CH_ERR_PACK;
  ch_status s = ch_record_open(&x->record, x->engine, o->record, flags, &err);
  if (s) complain("%s: %s", o->record, err.msg);
  return s;
}

static void close_record(opened *x) {
  ch_record_close(x->record);
  ch_engine_close(x->engine);
}

void view_say_left_out(uint64_t n, const options *o) {
  if (o->as_of && n)
    fprintf(stderr, "%llu report%s without a date left out of the view as of %s\n", (unsigned long long)n, n == 1 ? " is" : "s are",
            o->as_of);
}

/* Rows of the record as JSON lines; `rows` names kinds, separated by spaces, or NULL for all. */
static ch_status print_rows(const opened *x, const options *o, const char *rows, ch_error *err) {
  uint64_t left_out = 0;
  ch_query q = CH_QUERY_INIT;
  q.as_of = o->as_of;
  ch_status s = CH_OK;
  if (!rows) s = ch_record_rows(x->record, &q, to_stdout, NULL, &left_out, err);
  str rest = str_of(rows), kind;
  while (rows && !s && str_split(&rest, ' ', &kind)) {
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)kind.len, kind.ptr);
    q.row = name;
    s = ch_record_rows(x->record, &q, to_stdout, NULL, &left_out, err);
  }
  view_say_left_out(left_out, o);
  return s == CH_ERR_STOPPED ? err_set(err, CH_ERR_IO, "standard output cannot be written") : s;
}

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return ((buf *)payload)->status != CH_OK;
}

/* A report's facts line, for the views. */
static ch_status facts_of(buf *out, void *record, str report_id) {
  char name[64];
  if (report_id.len >= sizeof name) return CH_ERR_ARG;
  memcpy(name, report_id.ptr, report_id.len);
  name[report_id.len] = 0;
  return ch_record_facts(record, name, to_buf, out, NULL);
}

/* Rows of the kinds named, or of all (NULL). */
static ch_status gather(view_rows *rows, const opened *x, const options *o, const char *kinds, uint64_t *left_out,
                        ch_error *err) {
  ch_query q = CH_QUERY_INIT;
  q.as_of = o->as_of;
  ch_status s = kinds ? CH_OK : ch_record_rows(x->record, &q, view_rows_take, rows, left_out, err);
  str rest = str_of(kinds), kind;
  while (kinds && !s && str_split(&rest, ' ', &kind)) {
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)kind.len, kind.ptr);
    q.row = name;
    s = ch_record_rows(x->record, &q, view_rows_take, rows, left_out, err);
  }
  return s == CH_ERR_STOPPED ? err_set(err, CH_ERR_MEMORY, "out of memory") : s;
}

/* What is shown: a view of all rows, or (v NULL) what ids name. */
static ch_status make(buf *out, const view_rows *rows, const options *o, const view *v, const view_options *vo,
                      ch_error *err) {
  str one = str_of(o->n_args ? o->args[0] : NULL), other = str_of(o->n_args > 1 ? o->args[1] : NULL);
  const json_t *row = NULL;
  if (v) return (o->json ? v->tell : v->make)(out, rows, vo, err);
  ch_status s = other.ptr ? CH_OK : row_find(&row, rows, one, err);
  if (s) return s;
  bool pair = other.ptr || str_eq(row_str(row, "row"), STR("link"));
  return pair ? view_pair(out, rows, one, other, o->json, vo, err) : view_show(out, rows, one, vo, err);
}

static ch_status print_table(const opened *x, const options *o, const view *v, ch_error *err) {
  view_options vo = {terminal_width(), want_colour(o), str_of(o->party), str_of(o->by), CAL_NOTHING, CAL_NOTHING,
                     o->all, facts_of, x->record};
  if (!view_date_option(&vo.since, "since", o->since) || !view_date_option(&vo.until, "until", o->until))
    return err_set(err, CH_ERR_ARG, "nothing was shown");
  view_rows *rows = view_rows_new();
  if (!rows) return err_set(err, CH_ERR_MEMORY, "out of memory");
  buf out = {0};
  uint64_t left_out = 0;
  const char *kinds = v ? v->all : o->n_args > 1 || o->json ? "report link" : NULL;
  ch_status s = gather(rows, x, o, kinds, &left_out, err);
  if (!s) s = make(&out, rows, o, v, &vo, err);
  if (!s && out.status) s = err_set(err, out.status, "out of memory");
  if (!s && to_stdout(out.ptr, out.len, NULL)) s = err_set(err, CH_ERR_IO, "standard output cannot be written");
  if (!s) view_say_left_out(left_out, o);
  buf_free(&out);
  view_rows_free(rows);
  return s;
}

/* Whether --as-of is a day; false: it has been said. */
static bool as_of_is_day(const options *o) {
  cal_date day = CAL_NOTHING;
  if (!o->as_of || (cal_parse(str_of(o->as_of), &day) && day.grain == CAL_DAY && !day.no_year)) return true;
  complain("--as-of takes a day such as 2025-06-25, not '%s'", o->as_of);
  return false;
}

static int run_view(const options *o, const view *v) {
  if (!as_of_is_day(o)) return EXIT_USAGE;
  opened x;
  ch_error err = {0};
  ch_status s = open_record(&x, o, CH_RECORD_READONLY);
  if (!s) {
    bool rows = v && (o->json || !v->make) && !v->tell;
    s = rows ? print_rows(&x, o, v->rows, &err) : print_table(&x, o, v, &err);
    if (s) complain("%s: %s", o->record, err.msg);
  }
  close_record(&x);
  return exit_of(s);
}

int view_run_with(const options *o, view_work *work) {
  if (!as_of_is_day(o)) return EXIT_USAGE;
  opened x;
  ch_error err = {0};
  ch_status s = open_record(&x, o, CH_RECORD_READONLY);
  if (!s && (s = work(x.record, x.engine, o, &err))) complain("%s: %s", o->record, err.msg);
  close_record(&x);
  return exit_of(s);
}

int view_run_reports(const options *o) {
  return run_view(o, &(view){"reports", NULL, view_reports, "report family link thread conflict", view_reports_json});
}
int view_run_timeline(const options *o) {
  return run_view(o, &(view){"timeline", "statement event", view_timeline, NULL, NULL});
}
int view_run_said(const options *o) {
  return run_view(o, &(view){"said", "statement", view_said, NULL, NULL});
}
int dump_run(const options *o) { return run_view(o, &(view){"dump", NULL, NULL, NULL, NULL}); }

/* One row as JSON, by its id or a member's. */
static int show_json(const options *o) {
  opened x;
  ch_error err = {0};
  ch_status s = open_record(&x, o, CH_RECORD_READONLY);
  if (!s) {
    ch_query q = CH_QUERY_INIT;
    q.as_of = o->as_of;
    q.id = o->args[0];
    s = ch_record_rows(x.record, &q, to_stdout, NULL, NULL, &err);
    if (s) complain("%s: %s", o->record, err.msg);
  }
  close_record(&x);
  return exit_of(s);
}

int view_run_show(const options *o) {
  if (o->n_args < 1 || o->n_args > 2) {
    complain("show: name one id of the record, as `chancery said` prints them, or those of two reports");
    return EXIT_USAGE;
  }
  /* a link's id: `l` and its signs (docs/facts.md) */
  return o->json && o->n_args == 1 && strncmp(o->args[0], "l-", 2) ? show_json(o) : run_view(o, NULL);
}

int rebuild_run(const options *o) {
  opened x;
  ch_error err = {0};
  ch_status s = open_record(&x, o, 0);
  if (!s && (s = ch_record_rebuild(x.record, &err))) complain("%s: %s", o->record, err.msg);
  close_record(&x);
  return exit_of(s);
}
