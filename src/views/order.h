/* order.h: rows that pass the filters, in order of time. */
#ifndef VIEWS_ORDER_H
#define VIEWS_ORDER_H
#include "views/rows.h"

typedef struct { cal_date when; str when_text, known_from, id; const json_t *row; row_kind kind; } order_row;
typedef struct { order_row *rows; size_t n; } order;

/* Rows of the kinds from … to, by when they were said or done, then known, then id; undated ones last. */
ch_status order_make(order *out, const view_rows *rows, row_kind from, row_kind to, const view_options *o, ch_error *err);
/* Report rows by publication date, then id; undated ones last. */
ch_status order_reports(order *out, const view_rows *rows, ch_error *err);
void order_free(order *list);
#endif
