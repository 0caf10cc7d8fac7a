/* str.h: borrowed strings and spans, by value. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "chancery.h"
#include <stdbool.h>
#include <string.h>

typedef ch_str str;
typedef ch_span span;

#define STR(literal) ((str){"" literal, sizeof(literal) - 1})

static inline str str_of(const char *z) { return (str){z, z ? strlen(z) : 0}; }
static inline str str_sub(str s, size_t start, size_t end) { return (str){s.ptr + start, end - start}; }
static inline str str_at(str text, span s) { return (str){text.ptr + s.start, s.end - s.start}; }
static inline bool str_eq(str a, str b) { return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len)); }
static inline uint32_t span_len(span s) { return s.end - s.start; }
static inline bool span_has(span s, uint32_t at) { return s.start <= at && at < s.end; }
static inline span span_join(span a, span b) {
  return (span){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}
/* Bytewise order, shorter first on a tie: a total order for sorting. */
int str_cmp(str a, str b);
/* Without ASCII white space at both ends. */
str str_trim(str s);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
/* Place of needle in s, or SIZE_MAX. */
size_t str_find(str s, str needle);
/* Takes the piece up to sep off the front of *rest (all of it where there is no sep);
 * false when *rest was already used up (ptr NULL). */
bool str_split(str *rest, char sep, str *piece);
/* Whole string as a decimal number >= 0; false if it is not one or does not fit. */
bool str_u32(str s, uint32_t *out);
#endif
