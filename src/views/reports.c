#include "views/order.h"
#include "views/table.h"

enum { DAY_COLUMNS = 16 };       /* "from 1985-01-09" and a space */

/* A report's line: day, outlet, title, file. */
static void print_report(buf *out, const json_t *r, str relation, const view_options *o) {
  const json_t *published = json_object_get(r, "published");
  str day = row_str(published, "value"), title = row_str(r, "title"), publisher = row_str(r, "publisher");
  const json_t *source = json_array_get(json_object_get(r, "source"), 0);
  if (!publisher.ptr) publisher = row_str(json_object_get(r, "publisher"), "name");
  bool member = relation.ptr && !str_eq(relation, STR("head"));
  str relation_words = str_eq(relation, STR("same_report")) ? STR("copy") : relation;
  buf text = {0};
  buf when = {0};
  table_when(&when, day);
  uint32_t at = table_cell(out, buf_get(&when), DAY_COLUMNS);
  table_drop(out, &when);
  if (member) buf_printf(&text, "%.*s of the above: ", (int)relation_words.len, relation_words.ptr);
  buf_str(&text, title.ptr ? title : STR("(no title)"));
  if (publisher.ptr) buf_printf(&text, " — %.*s", (int)publisher.len, publisher.ptr);
  buf_printf(&text, " · %s", json_is_string(source) ? json_string_value(source) : "");
  if (str_eq(row_str(published, "basis"), STR("inherited"))) buf_str(&text, STR(" · date inherited"));
  table_wrap(out, buf_get(&text), table_width(o), DAY_COLUMNS + (member ? 2 : 0), at);
  table_drop(out, &text);
}

/* Copies and rewrites stand under the report they were made from. */
static void print_members(buf *out, const view_rows *rows, const json_t *family, str head, const view_options *o) {
  size_t i;
  json_t *m;
  json_array_foreach(json_object_get(family, "members"), i, m) {
    if (str_eq(row_str(m, "report"), head)) continue;
    print_report(out, row_by_id(rows, row_str(m, "report")), row_str(m, "relation"), o);
    size_t altered = json_array_size(json_object_get(m, "altered_quotes"));
    if (altered) buf_printf(out, "%*s%zu quotation%s altered\n", DAY_COLUMNS + 2, "", altered, altered == 1 ? "" : "s");
  }
}

ch_status view_reports(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  order list;
  ch_status status = order_reports(&list, rows, err);
  size_t heads = 0;
  for (size_t i = 0; !status && i < list.n; i++) {
    const json_t *family = row_by_id(rows, row_str(list.rows[i].row, "family"));
    if (family && !str_eq(row_str(family, "head"), list.rows[i].id)) continue;
    heads++;
    print_report(out, list.rows[i].row, (str){NULL, 0}, o);
    print_members(out, rows, family, list.rows[i].id, o);
  }
  if (!status) buf_printf(out, "%zu file%s, %zu report%s\n", list.n, list.n == 1 ? "" : "s", heads, heads == 1 ? "" : "s");
  order_free(&list);
  return status;
}
