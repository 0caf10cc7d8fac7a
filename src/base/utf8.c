#include "base/utf8.h"
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* Bytes of the valid character at p (n bytes left, n > 0), or 0. Table 3-7 of the Unicode Standard. */
static size_t char_at(const unsigned char *p, size_t n) {
  unsigned char c = p[0];
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  if (n < 2 || !is_tail(p[1])) return 0;
  if (c < 0xE0) return 2;
  if (n < 3 || !is_tail(p[2])) return 0;
  if (c < 0xF0) return (c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ? 0 : 3;
  if (n < 4 || !is_tail(p[3])) return 0;
  return (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

uint32_t utf8_next(str s, size_t *i) {
  const unsigned char *p = (const unsigned char *)s.ptr + *i;
  if (p[0] < 0x80) {
    ++*i;
    return p[0];
  }
  size_t n = char_at(p, s.len - *i);
  *i += n ? n : 1;
  if (!n) return REPLACEMENT;
  uint32_t c = p[0] & (0xFFu >> (n + 1));
  for (size_t k = 1; k < n; k++) c = c << 6 | (p[k] & 0x3F);
  return c;
}

static size_t put_len(uint32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

size_t utf8_put(uint32_t c, char out[4]) {
  if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = REPLACEMENT;
  size_t n = put_len(c);
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = n; i-- > 1; c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)(lead[n] | c);
  return n;
}

/* Bytes of ASCII at p, eight at a time as far as that goes. */
static size_t ascii_run(const char *p, size_t n) {
  size_t i = 0;
  for (uint64_t word; i + sizeof word <= n; i += sizeof word) {
    memcpy(&word, p + i, sizeof word);
    if (word & UINT64_C(0x8080808080808080)) break;
  }
  while (i < n && (unsigned char)p[i] < 0x80) i++;
  return i;
}

size_t utf8_valid(str s) {
  size_t i = 0;
  while (i < s.len) {
    if ((unsigned char)s.ptr[i] < 0x80) {
      i += ascii_run(s.ptr + i, s.len - i);
      continue;
    }
    size_t n = char_at((const unsigned char *)s.ptr + i, s.len - i);
    if (!n) return i;
    i += n;
  }
  return s.len;
}

static utf8proc_category_t category(uint32_t c) { return utf8proc_category((utf8proc_int32_t)c); }

bool utf8_is_letter(uint32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  utf8proc_category_t kind = category(c);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_digit(uint32_t c) {
  return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_upper(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  utf8proc_category_t kind = category(c);
  return kind == UTF8PROC_CATEGORY_LU || kind == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_space(uint32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  if (c >= 0x2000 && c <= 0x200A) return true;
  return c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

uint32_t utf8_lower(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
  return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t utf8_upper(uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 0x20 : c;
  return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

static bool is_invisible(uint32_t c) {   /* soft hyphen, zero width, marks of direction, BOM */
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* The folded character; 0: none. */
static uint32_t fold_char(uint32_t c) {
  if (is_invisible(c)) return 0;
  if (c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F)) return '"';
  if (c == 0x2BC || (c >= 0x2018 && c <= 0x201B) || c == 0x2039 || c == 0x203A) return '\'';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
  return utf8_lower(c);
}

size_t utf8_fold(str s, char *out, size_t cap) {
  size_t n = 0;
  for (size_t i = 0; i < s.len;) {
    unsigned char c = (unsigned char)s.ptr[i];
    if (c < 0x80) {
      if (n == cap) return SIZE_MAX;
      out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
      i++;
      continue;
    }
    uint32_t folded = fold_char(utf8_next(s, &i));
    if (!folded) continue;
    if (put_len(folded) > cap - n) return SIZE_MAX;
    n += utf8_put(folded, out + n);
  }
  return n;
}

str utf8_folded(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  size_t n = utf8_fold(s, out, s.len);
  if (n == SIZE_MAX) {                       /* rare: a few letters are longer in lower case */
    out = arena_array(a, s.len, 3);
    n = utf8_fold(s, out, 3 * s.len);
  }
  return (str){out, n};
}

/* Writes c without its marks to out (NULL: only counts); gives the bytes. */
static size_t put_bare(uint32_t c, char *out) {
  utf8proc_int32_t parts[16];
  utf8proc_ssize_t n_parts = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 16,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, NULL);
  size_t n = 0;
  char one[4];
  for (utf8proc_ssize_t i = 0; i < n_parts && i < 16; i++) {
    n += utf8_put((uint32_t)parts[i], out ? out + n : one);
  }
  return n;
}

str utf8_bare(arena *a, str s) {
  str folded = utf8_folded(a, s);
  if (ascii_run(folded.ptr, folded.len) == folded.len) return folded;
  size_t n = 0;
  for (size_t i = 0; i < folded.len;) n += put_bare(utf8_next(folded, &i), NULL);
  char *out = arena_alloc(a, n + 1);
  n = 0;
  for (size_t i = 0; i < folded.len;) n += put_bare(utf8_next(folded, &i), out + n);
  return (str){out, n};
}

size_t utf8_width(str s) {
  size_t width = 0;
  for (size_t i = 0; i < s.len;) {
    int columns = utf8proc_charwidth((utf8proc_int32_t)utf8_next(s, &i));
    width += columns > 0 ? (size_t)columns : 0;
  }
  return width;
}
