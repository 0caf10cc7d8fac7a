#include "views/order.h"
#include <stdlib.h>

/* Total order: an id stands in one row only. */
static int by_time(const void *x, const void *y) {
  const order_row *a = x, *b = y;
  int c = cal_cmp(a->when, b->when);
  if (!c) c = str_cmp(a->known_from, b->known_from);
  return c ? c : str_cmp(a->id, b->id);
}

ch_status order_make(order *out, const view_rows *rows, row_kind from, row_kind to, const view_options *o, ch_error *err) {
  size_t n = 0;
  *out = (order){0};
  for (row_kind k = from; k <= to; k++) n += json_array_size(rows->lists[k]);
  out->rows = calloc(n + 1, sizeof *out->rows);
  if (!out->rows) return err_set(err, CH_ERR_MEMORY, "out of memory");
  for (row_kind k = from; k <= to; k++) {
    size_t i;
    json_t *row;
    json_array_foreach(rows->lists[k], i, row) {
      if (!row_wanted(rows, row, o)) continue;
      order_row *r = &out->rows[out->n++];
      *r = (order_row){.known_from = row_str(row, "known_from"), .id = row_str(row, "id"), .row = row, .kind = k};
      r->when = row_when(row, &r->when_text);
    }
  }
  qsort(out->rows, out->n, sizeof *out->rows, by_time);
  return CH_OK;
}

ch_status order_reports(order *out, const view_rows *rows, ch_error *err) {
  size_t n = json_array_size(rows->lists[ROW_REPORT]), i;
  *out = (order){calloc(n + 1, sizeof *out->rows), n};
  if (!out->rows) return err_set(err, CH_ERR_MEMORY, "out of memory");
  json_t *row;
  json_array_foreach(rows->lists[ROW_REPORT], i, row) {
    str day = row_str(json_object_get(row, "published"), "value");
    out->rows[i] = (order_row){.when_text = day, .id = row_str(row, "id"), .row = row, .kind = ROW_REPORT};
    if (day.ptr) cal_parse(day, &out->rows[i].when);
  }
  qsort(out->rows, n, sizeof *out->rows, by_time);
  return CH_OK;
}

void order_free(order *list) { free(list->rows); }
