#include "views/order.h"
#include "views/statement.h"
#include "views/table.h"

static void print_statement(buf *out, const view_rows *rows, const json_t *s, const view_options *o) {
  buf text = {0};
  str when;
  row_when(s, &when);
  uint32_t indent = 14;
  table_when(&text, when);
  uint32_t at = table_cell(out, buf_get(&text), indent);
  table_reset(out, &text);
  statement_head(&text, rows, s);
  if (at > indent) {
    buf_char(out, '\n');
    at = 0;
  }
  while (at < indent) buf_char(out, ' '), at++;
  table_bold(out, o, buf_get(&text));
  buf_char(out, '\n');
  table_reset(out, &text);
  statement_words(&text, s);
  table_wrap(out, buf_get(&text), table_width(o), indent, 0);
  table_reset(out, &text);
  row_sources(&text, rows, s);
  buf_printf(&text, " · %.10s", row_str(s, "id").ptr);
  table_dim_begin(out, o);
  table_wrap(out, buf_get(&text), table_width(o), indent, 0);
  table_dim_end(out, o);
  table_drop(out, &text);
}

ch_status view_said(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  order list;
  ch_status status = order_make(&list, rows, ROW_STATEMENT, ROW_STATEMENT, o, err);
  for (size_t i = 0; !status && i < list.n; i++) print_statement(out, rows, list.rows[i].row, o);
  if (!status && !list.n) buf_str(out, STR("no statements\n"));
  order_free(&list);
  return status;
}
