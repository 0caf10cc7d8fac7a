#include "views/table.h"

/* Characters that would change the terminal's state or the reading order of what follows. */
static bool unsafe(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 ||
         c == 0x2029 || c == 0xFFFD;
}

void table_safe(buf *out, str word) {
  for (size_t i = 0; i < word.len;) {
    size_t start = i;
    if (unsafe(utf8_next(word, &i))) buf_char(out, '?');
    else buf_add(out, word.ptr + start, i - start);
  }
}

void table_spaces(buf *out, uint32_t n) {
  while (n--) buf_char(out, ' ');
}

uint32_t table_columns(str word) {
  size_t n = 0;
  for (size_t i = 0; i < word.len;) {
    size_t start = i;
    n += unsafe(utf8_next(word, &i)) ? 1 : utf8_width(str_sub(word, start, i));
  }
  return (uint32_t)n;
}

static bool next_word(str text, size_t *at, str *word) {
  while (*at < text.len && strchr(" \t\r\n\f", text.ptr[*at])) ++*at;
  size_t start = *at;
  while (*at < text.len && !strchr(" \t\r\n\f", text.ptr[*at])) ++*at;
  *word = str_sub(text, start, *at);
  return word->len > 0;
}

void table_wrap(buf *out, str text, uint32_t width, uint32_t indent, uint32_t at) {
  if (at < indent) table_spaces(out, indent - at), at = indent;
  str word;
  bool first = true;
  for (size_t i = 0; next_word(text, &i, &word); first = false) {
    uint32_t w = table_columns(word);
    if (!first && at + 1 + w > width) {
      buf_char(out, '\n');
      table_spaces(out, indent);
      at = indent;
    } else if (!first) {
      buf_char(out, ' ');
      at++;
    }
    table_safe(out, word);
    at += w;
  }
  buf_char(out, '\n');
}

size_t table_fitting(str word, uint32_t columns) {
  size_t i = 0;
  while (i < word.len) {
    size_t next = i;
    utf8_next(word, &next);
    if (table_columns(str_sub(word, 0, next)) > columns) break;
    i = next;
  }
  return i;
}

void table_line(buf *out, str text, uint32_t width, uint32_t indent) {
  uint32_t at = indent;
  str word;
  bool first = true;
  table_spaces(out, indent);
  for (size_t i = 0; next_word(text, &i, &word); first = false) {
    size_t more = i;
    str next;
    uint32_t w = table_columns(word), gap = first ? 0 : 1, end = next_word(text, &more, &next) ? 2 : 0;
    if (at + gap + w + end > width) {
      if (first) table_safe(out, str_sub(word, 0, table_fitting(word, width > at + 1 ? width - at - 1 : 0)));
      buf_str(out, first ? STR("…") : STR(" …"));
      break;
    }
    table_spaces(out, gap);
    table_safe(out, word);
    at += gap + w;
  }
  buf_char(out, '\n');
}

uint32_t table_cell(buf *out, str text, uint32_t columns) {
  uint32_t w = table_columns(text), pad = w < columns ? columns - w : 1;
  table_safe(out, text);
  table_spaces(out, pad);
  return w + pad;
}

void table_reset(buf *out, buf *scratch) {
  if (scratch->status && !out->status) out->status = scratch->status;
  buf_clear(scratch);
}

void table_drop(buf *out, buf *scratch) {
  table_reset(out, scratch);
  buf_free(scratch);
}

void table_when(buf *out, str value) {
  if (!value.ptr) buf_str(out, STR("no date"));
  else if (str_starts(value, STR("../"))) buf_printf(out, "by %.*s", (int)value.len - 3, value.ptr + 3);
  else if (str_ends(value, STR("/.."))) buf_printf(out, "from %.*s", (int)value.len - 3, value.ptr);
  else buf_str(out, value);
}

void table_bold(buf *out, const view_options *o, str text) {
  if (o->colour) buf_str(out, STR("\033[1m"));
  table_safe(out, text);
  if (o->colour) buf_str(out, STR("\033[0m"));
}

void table_dim_begin(buf *out, const view_options *o) {
  if (o->colour) buf_str(out, STR("\033[2m"));
}

void table_dim_end(buf *out, const view_options *o) {
  if (o->colour) buf_str(out, STR("\033[0m"));
}

uint32_t table_width(const view_options *o) { return o->width ? o->width : 80; }
