/* buf.h: bytes that grow (malloc), with a ceiling and a sticky error; for output. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/str.h"

typedef struct {
  char *ptr;
  size_t len, cap, max;    /* max: ceiling in bytes, 0: none */
  ch_status status;        /* CH_OK, CH_ERR_MEMORY or CH_ERR_LIMIT; after a failure nothing is added */
} buf;

void buf_free(buf *b);                           /* zeroes it; a zeroed buf is an empty one */
void buf_clear(buf *b);                          /* empty and no error; memory kept */
void buf_add(buf *b, const void *bytes, size_t n);
void buf_str(buf *b, str s);
void buf_char_slow(buf *b, char c);              /* buf_char where there may be no room */
static inline void buf_char(buf *b, char c) {
  if (b->len < b->cap && !b->status && (!b->max || b->len < b->max)) b->ptr[b->len++] = c;
  else buf_char_slow(b, c);
}
void buf_u64(buf *b, uint64_t n);
void buf_i64(buf *b, int64_t n);
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline str buf_get(const buf *b) { return (str){b->ptr, b->len}; }
#endif
