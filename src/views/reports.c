#include "views/rows.h"
#include "views/table.h"

/* A report's line: day, outlet, title, file. */
static void print_report(buf *out, const json_t *r, str relation, const view_options *o) {
  const json_t *published = json_object_get(r, "published");
  str day = row_str(published, "value"), title = row_str(r, "title"), publisher = row_str(r, "publisher");
  const json_t *source = json_array_get(json_object_get(r, "source"), 0);
  if (!publisher.ptr) publisher = row_str(json_object_get(r, "publisher"), "name");
  bool member = relation.ptr && !str_eq(relation, STR("head"));
  buf text = {0};
  table_cell(out, day.ptr ? day : STR("no date"), 14);
  if (member) buf_printf(&text, "%.*s of the above: ", (int)relation.len, relation.ptr);
  buf_str(&text, title.ptr ? title : STR("(no title)"));
  if (publisher.ptr) buf_printf(&text, " — %.*s", (int)publisher.len, publisher.ptr);
  buf_printf(&text, " · %s", json_is_string(source) ? json_string_value(source) : "");
  if (str_eq(row_str(published, "basis"), STR("inherited"))) buf_str(&text, STR(" · date inherited"));
  table_wrap(out, buf_get(&text), table_width(o), member ? 16 : 14, 14);
  if (text.status) out->status = text.status;
  buf_free(&text);
}

ch_status view_reports(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  (void)err;
  size_t i, k, families = 0;
  json_t *report, *m;
  json_array_foreach(rows->lists[ROW_REPORT], i, report) {
    const json_t *family = row_by_id(rows, row_str(report, "family"));
    if (family && !str_eq(row_str(family, "head"), row_str(report, "id"))) continue;      /* under its head */
    families++;
    print_report(out, report, (str){NULL, 0}, o);
    json_array_foreach(json_object_get(family, "members"), k, m) {
      if (str_eq(row_str(m, "report"), row_str(report, "id"))) continue;
      print_report(out, row_by_id(rows, row_str(m, "report")), row_str(m, "relation"), o);
      size_t altered = json_array_size(json_object_get(m, "altered_quotes"));
      if (altered) buf_printf(out, "%16s%zu quotation%s altered\n", "", altered, altered == 1 ? "" : "s");
    }
  }
  buf_printf(out, "%zu files, %zu reports\n", json_array_size(rows->lists[ROW_REPORT]), families);
  return CH_OK;
}
