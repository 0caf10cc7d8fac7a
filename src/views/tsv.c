#include "views/tsv.h"

enum { DELETE = 0x7F, LAST_CONTROL = 0x9F, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

void tsv_begin(tsv *t, buf *out, uint32_t columns) { *t = (tsv){out, columns, 0, out->len, 0}; }

static bool is_break(uint32_t c) {
  return c <= ' ' || (c >= DELETE && c <= LAST_CONTROL) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
}

static void put_char(tsv *t, uint32_t c) {
  char bytes[4];
  buf_add(t->out, bytes, utf8_put(c, bytes));
}

/* Adds what is not white space, with one space where there was some between. */
static void put_clean(tsv *t, str s, bool in_list) {
  bool space = false, first = true;
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (is_break(c)) {
      space = true;
      continue;
    }
    if (space && !first) buf_char(t->out, ' ');
    space = first = false;
    put_char(t, c == '"' ? '\'' : c == '\\' ? '/' : c == ';' && in_list ? ',' : c);
  }
}

void tsv_text(tsv *t, str s) { put_clean(t, s, false); }

void tsv_number(tsv *t, int64_t n) { buf_i64(t->out, n); }

void tsv_item(tsv *t, str s) {
  if (t->items++) buf_char(t->out, ';');
  put_clean(t, s, true);
}

void tsv_url(tsv *t, str s) {
  static const char hex[] = "0123456789ABCDEF";
  if (t->items++) buf_char(t->out, ';');
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    if (c > ' ' && c < DELETE && c != '"' && c != '\'' && c != '\\' && c != ';') {
      buf_char(t->out, (char)c);
      continue;
    }
    buf_char(t->out, '%');
    buf_char(t->out, hex[c >> 4]);
    buf_char(t->out, hex[c & 15]);
  }
}

/* A list whose items are all empty says nothing: the field is empty. */
static void end_field(tsv *t) {
  buf *out = t->out;
  size_t i = t->start;
  while (!out->status && i < out->len && out->ptr[i] == ';') i++;
  if (t->items && !out->status && i == out->len) out->len = t->start;
  t->at++;
  t->items = 0;
}

static void misuse(tsv *t) {
  if (!t->out->status) t->out->status = CH_ERR_ARG;
}

void tsv_next(tsv *t) {
  end_field(t);
  if (t->at >= t->columns) misuse(t);
  buf_char(t->out, '\t');
  t->start = t->out->len;
}

void tsv_end(tsv *t) {
  end_field(t);
  if (t->at != t->columns) misuse(t);
  buf_char(t->out, '\n');
  t->start = t->out->len;
}
