/* views.h: rows of the record as tables for people. Reads only what record rows say (canonical JSON lines of
 * FACTS.md); no fact is made here. Pure but for the write callback. */
#ifndef VIEWS_H
#define VIEWS_H
#include "base/base.h"

/* The facts line of a report, by its id, added to `out`. Not CH_OK: it is not to be had. */
typedef ch_status view_facts_fn(buf *out, void *reader, str report_id);

typedef struct {
  uint32_t width;          /* columns of the terminal; 0: 80 */
  bool colour;             /* ANSI: bold and dim only */
  str party, speaker;      /* filters, folded substring or party id; ptr NULL: all */
  cal_date since, until;   /* filter on `when`; unknown: all */
  bool all;                /* long lists whole */
  view_facts_fn *facts;    /* for the views that show what reports say; NULL: they do without */
  void *reader;
} view_options;

typedef struct view_rows view_rows;      /* rows gathered for a view, indexed by id */
view_rows *view_rows_new(void);          /* NULL: out of memory */
void view_rows_free(view_rows *rows);
/* Takes one JSON line; for use as the callback of ch_record_rows (payload: view_rows). Non-zero: no memory. */
int view_rows_take(const char *line, size_t n, void *rows);

/* Threads, their families, and what is new in each member. Rows: report, family, link, thread, conflict. */
ch_status view_reports(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
/* The rows report, family, link and thread; each member of a family with `new` (thousandths of its text) and
 * `new_span` (the first new sentence), null where that is not known. */
ch_status view_reports_json(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
ch_status view_timeline(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
ch_status view_said(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
/* Any row by its id, a member's id, or the first six or more characters of either. CH_ERR_ARG: no such row, or
 * several. */
ch_status view_show(buf *out, const view_rows *rows, str row_id, const view_options *o, ch_error *err);

/* Two reports beside each other, what they share numbered and marked. Rows: report, link. `one` and `other` are
 * reports, or `one` is a link and other.ptr NULL. json: as a line of JSON, with the words of the passages. */
ch_status view_pair(buf *out, const view_rows *rows, str one, str other, bool json, const view_options *o,
                    ch_error *err);

/* Merged events in the formats of event data (docs/export.md): rows are written as they come. The callbacks of
 * ch_record_rows take first the rows of reports and of actors (know), then those of events, in dump order. */
typedef struct {
  const char *as;          /* a name of view_export_names */
  bool all;                /* also what did not happen */
  cal_date since, until;   /* filter on `when`; unknown: all */
  str coder, pack;         /* names that some formats have a field for */
} view_export_options;
typedef struct {
  uint64_t events, rows;                            /* written */
  uint64_t undated, not_done, no_code, no_type;     /* left out */
  uint64_t shared;                                  /* events whose number another one has too */
} view_export_count;

typedef struct view_export view_export;
extern const char view_export_names[];                      /* "cameo, gdelt, …" */
/* Borrows the pack, write and payload. Errors: CH_ERR_ARG (no such format), CH_ERR_PACK, CH_ERR_MEMORY. */
ch_status view_export_open(view_export **out, const pack *pk, const view_export_options *o, ch_write_fn *write,
                           void *payload, ch_error *err);
void view_export_close(view_export *x);
int view_export_know(const char *line, size_t n, void *x);
int view_export_event(const char *line, size_t n, void *x);
/* Writes what is left to write. Why a callback stopped, if one did. */
ch_status view_export_end(view_export *x, view_export_count *count, ch_error *err);
#endif
