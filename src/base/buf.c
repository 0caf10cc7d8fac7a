#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_free(buf *b) {
  free(b->ptr);
  *b = (buf){0};
}

void buf_clear(buf *b) {
  b->len = 0;
  b->status = CH_OK;
}

/* Makes room for n more bytes; false, with the status set, where that cannot be. */
static bool make_room(buf *b, size_t n) {
  if (b->status) return false;
  if (n <= b->cap - b->len && (!b->max || n + b->len <= b->max)) return true;
  size_t need, most = b->max ? b->max : SIZE_MAX / 2;
  if (__builtin_add_overflow(b->len, n, &need) || need > most) {
    b->status = b->max ? CH_ERR_LIMIT : CH_ERR_MEMORY;
    return false;
  }
  size_t cap = b->cap > most / 2 ? most : 2 * b->cap;
  if (cap < 64) cap = 64;
  if (cap < need) cap = need;
  char *ptr = realloc(b->ptr, cap);
  if (!ptr) {
    b->status = CH_ERR_MEMORY;
    return false;
  }
  b->ptr = ptr;
  b->cap = cap;
  return true;
}

void buf_add(buf *b, const void *bytes, size_t n) {
  if (!n || !make_room(b, n)) return;
  memcpy(b->ptr + b->len, bytes, n);
  b->len += n;
}

void buf_str(buf *b, str s) { buf_add(b, s.ptr, s.len); }

void buf_char_slow(buf *b, char c) {
  if (!make_room(b, 1)) return;
  b->ptr[b->len++] = c;
}

void buf_u64(buf *b, uint64_t n) {
  static const char pairs[] =
      "00010203040506070809101112131415161718192021222324"
      "25262728293031323334353637383940414243444546474849"
      "50515253545556575859606162636465666768697071727374"
      "75767778798081828384858687888990919293949596979899";
  char text[20];
  size_t at = sizeof text;
  for (; n >= 100; n /= 100) {
    at -= 2;
    memcpy(text + at, pairs + 2 * (n % 100), 2);
  }
  text[--at] = pairs[2 * n + 1];
  if (n >= 10) text[--at] = pairs[2 * n];
  buf_add(b, text + at, sizeof text - at);
}

void buf_i64(buf *b, int64_t n) {
  if (n < 0) buf_char(b, '-');
  buf_u64(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

void buf_printf(buf *b, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (n <= 0 || !make_room(b, (size_t)n)) return;
  /* vsnprintf wants a place for its NUL, which make_room need not have left. */
  char small[256], *text = (size_t)n < sizeof small ? small : malloc((size_t)n + 1);
  if (!text) {
    b->status = CH_ERR_MEMORY;
    return;
  }
  va_start(args, format);
  vsnprintf(text, (size_t)n + 1, format, args);
  va_end(args);
  buf_add(b, text, (size_t)n);
  if (text != small) free(text);
}
