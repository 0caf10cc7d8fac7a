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
#endif
