#include "views/rows.h"
#include "views/table.h"
#include <stdlib.h>

static void print_value(buf *out, const view_rows *rows, const char *key, const json_t *v) {
  const json_t *actor = json_is_string(v) ? row_by_id(rows, str_of(json_string_value(v))) : NULL;
  str name = strcmp(key, "id") ? row_str(actor, "name") : (str){NULL, 0};
  if (name.ptr) buf_printf(out, "%.*s (%s)", (int)name.len, name.ptr, json_string_value(v));
  else if (json_is_string(v)) buf_str(out, str_of(json_string_value(v)));
  else if (json_is_null(v)) buf_str(out, STR("unknown"));
  else if (json_is_integer(v)) buf_i64(out, json_integer_value(v));
  else if (json_is_boolean(v)) buf_str(out, json_is_true(v) ? STR("yes") : STR("no"));
}

static void print_list(buf *out, const view_rows *rows, const char *key, const json_t *list) {
  size_t i;
  json_t *v;
  json_array_foreach(list, i, v) {
    if (i) buf_str(out, STR("; "));
    if (!strcmp(key, "support")) {
      str role = row_str(v, "role");
      row_place(out, rows, v);
      buf_printf(out, " (%.*s%s)", (int)role.len, role.ptr ? role.ptr : "", json_is_true(json_object_get(v, "altered")) ? ", altered" : "");
    } else if (json_is_object(v)) {
      str title = row_str(v, "title"), party = row_str(v, "party");
      buf_str(out, title.ptr ? title : party.ptr ? party : STR("…"));
    } else print_value(out, rows, key, v);
  }
}

ch_status view_show(buf *out, const view_rows *rows, str row_id, const view_options *o, ch_error *err) {
  const json_t *row;
  ch_status status = row_find(&row, rows, row_id, err);
  if (status) return status;
  const char *key;
  json_t *v;
  buf text = {0};
  json_object_foreach((json_t *)(uintptr_t)row, key, v) {
    table_reset(out, &text);
    if (json_is_array(v)) print_list(&text, rows, key, v);
    else if (json_is_object(v)) {
      char *z = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS);
      str value = row_str(v, "value");
      buf_str(&text, value.ptr ? value : str_of(z));
      free(z);
    } else print_value(&text, rows, key, v);
    table_wrap(out, buf_get(&text), table_width(o), 16, table_cell(out, str_of(key), 16));
  }
  table_drop(out, &text);
  return CH_OK;
}
