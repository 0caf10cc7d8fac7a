#include "views/statement.h"

void statement_head(buf *out, const view_rows *rows, const json_t *s) {
  row_actor(out, rows, row_str(s, "speaker"), row_str(s, "party"), "nobody named");
  str mode = row_str(s, "mode");
  buf_printf(out, " · %.*s", (int)mode.len, mode.ptr ? mode.ptr : "");
}

static bool opens_with_mark(str s) {
  static const char *const marks[] = {"\"", "“", "«", "„", "‘", "'"};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (str_starts(s, str_of(marks[i]))) return true;
  return false;
}

void statement_words(buf *out, const json_t *s) {
  str content = row_str(s, "content"), mode = row_str(s, "mode");
  if (str_eq(mode, STR("declined"))) {
    buf_str(out, STR("no comment"));
    if (content.len) buf_printf(out, " on: %.*s", (int)content.len, content.ptr);
    return;
  }
  bool bare = str_eq(mode, STR("direct")) && !opens_with_mark(content);
  buf_printf(out, "%s%.*s%s", bare ? "“" : "", (int)content.len, content.ptr ? content.ptr : "", bare ? "”" : "");
}
