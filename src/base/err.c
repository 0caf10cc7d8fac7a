#include "base/err.h"
#include <stdarg.h>
#include <stdio.h>

/* Length of the character that a lead byte announces. */
static size_t char_len(unsigned char lead) { return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

/* Cuts a character in two no longer: where the last one is not whole, it goes. */
static void cut_whole(char *msg, size_t n) {
  size_t last = n;
  while (last > 0 && ((unsigned char)msg[last - 1] & 0xC0) == 0x80) last--;
  if (last > 0 && last - 1 + char_len((unsigned char)msg[last - 1]) > n) msg[last - 1] = 0;
}

__attribute__((format(printf, 4, 0)))
static ch_status fill(ch_error *err, ch_status code, uint64_t position, const char *format, va_list args) {
  if (!err) return code;
  err->code = code;
  err->position = position;
  int n = vsnprintf(err->msg, sizeof err->msg, format, args);
  if (n < 0) err->msg[0] = 0;
  if (n >= (int)sizeof err->msg) cut_whole(err->msg, sizeof err->msg - 1);
  for (char *c = err->msg; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 0x7F) *c = ' ';   /* names of files may hold anything */
  return code;
}

ch_status err_set(ch_error *err, ch_status code, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fill(err, code, 0, format, args);
  va_end(args);
  return code;
}

ch_status err_at(ch_error *err, ch_status code, uint64_t position, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fill(err, code, position, format, args);
  va_end(args);
  return code;
}
