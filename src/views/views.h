/* views.h: rows of the record as tables for people. Reads only what record rows say (canonical JSON lines of
 * FACTS.md); no fact is made here. Pure but for the write callback. */
#ifndef VIEWS_H
#define VIEWS_H
#include "base/base.h"

typedef struct {
  uint32_t width;          /* columns of the terminal; 0: 80 */
  bool colour;             /* ANSI: bold and dim only */
  str party, speaker;      /* filters, folded substring or party id; ptr NULL: all */
  cal_date since, until;   /* filter on `when`; unknown: all */
} view_options;

typedef struct view_rows view_rows;      /* rows gathered for a view, indexed by id */
view_rows *view_rows_new(void);          /* NULL: out of memory */
void view_rows_free(view_rows *rows);
/* Takes one JSON line; for use as the callback of ch_record_rows (payload: view_rows). Non-zero: no memory. */
int view_rows_take(const char *line, size_t n, void *rows);

ch_status view_reports(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
ch_status view_timeline(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
ch_status view_said(buf *out, const view_rows *rows, const view_options *o, ch_error *err);
/* Any row by its id, a member's id, or the first six or more characters of either. CH_ERR_ARG: no such row, or
 * several. */
ch_status view_show(buf *out, const view_rows *rows, str row_id, const view_options *o, ch_error *err);

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
