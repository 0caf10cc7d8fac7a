#include "base/str.h"

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

int str_cmp(str a, str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

str str_trim(str s) {
  while (s.len && is_blank(s.ptr[0])) s = str_sub(s, 1, s.len);
  while (s.len && is_blank(s.ptr[s.len - 1])) s.len--;
  return s;
}

bool str_starts(str s, str prefix) {
  return s.len >= prefix.len && str_eq((str){s.ptr, prefix.len}, prefix);
}

bool str_ends(str s, str suffix) {
  return s.len >= suffix.len && (!suffix.len || !memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len));
}

size_t str_find(str s, str needle) {
  if (!needle.len) return 0;
  const char *at = s.len < needle.len ? NULL : memmem(s.ptr, s.len, needle.ptr, needle.len);
  return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

bool str_split(str *rest, char sep, str *piece) {
  if (!rest->ptr) return false;
  const char *at = memchr(rest->ptr, sep, rest->len);
  if (!at) {
    *piece = *rest;
    *rest = (str){NULL, 0};
    return true;
  }
  size_t n = (size_t)(at - rest->ptr);
  *piece = (str){rest->ptr, n};
  *rest = str_sub(*rest, n + 1, rest->len);
  return true;
}

bool str_u32(str s, uint32_t *out) {
  uint64_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    n = 10 * n + (uint64_t)(s.ptr[i] - '0');
    if (n > UINT32_MAX) return false;
  }
  if (!s.len) return false;
  *out = (uint32_t)n;
  return true;
}
