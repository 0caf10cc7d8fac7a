/* table.h: text laid out for a terminal: wrapped by display width, indented, dimmed. */
#ifndef VIEWS_TABLE_H
#define VIEWS_TABLE_H
#include "views/views.h"

/* Adds text broken at white space to lines of at most `width` columns, each after `indent` spaces (the first
 * line goes on at column `at`), and ends the last line. Control characters and bidirectional overrides of a
 * hostile report are shown as `?`. */
void table_wrap(buf *out, str text, uint32_t width, uint32_t indent, uint32_t at);
/* The same on one line: what goes beyond the width is cut, with an ellipsis. */
void table_line(buf *out, str text, uint32_t width, uint32_t indent);
/* Adds text as it can be shown. */
void table_safe(buf *out, str text);
uint32_t table_columns(str text);                     /* it then takes */
size_t table_fitting(str text, uint32_t columns);     /* bytes of its beginning that take at most so many */
void table_spaces(buf *out, uint32_t n);
/* Adds text and spaces up to `columns`, at least one space. Returns the columns used. */
uint32_t table_cell(buf *out, str text, uint32_t columns);
/* Empties a scratch buffer for its next use; a failure in it becomes one of out. table_drop also frees it. */
void table_reset(buf *out, buf *scratch);
void table_drop(buf *out, buf *scratch);
/* A date for people: "by 2025-06-16" for "../2025-06-16", "from …" for an open end, "no date" for none. */
void table_when(buf *out, str value);
void table_bold(buf *out, const view_options *o, str text);
void table_dim_begin(buf *out, const view_options *o);
void table_dim_end(buf *out, const view_options *o);
uint32_t table_width(const view_options *o);
#endif
