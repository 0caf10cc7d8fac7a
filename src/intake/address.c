#include "intake/address.h"

enum { TAIL_WORDS = 8 };       /* a broken address has no more pieces */

static bool is_url_char(char c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') ||
         (c && strchr("-_./?=&%#~+:@,;!$'()*", c));
}

/* Does what follows a blank look like the rest of an address? */
static bool is_tail(str s, bool sure_end) {
  size_t at = 0;
  str word;
  uint32_t words = 0;
  bool special = false;
  while (word_next(s, &at, &word)) {
    if (++words > TAIL_WORDS) return false;
    for (size_t i = 0; i < word.len; i++) {
      if (!is_url_char(word.ptr[i])) return false;
      special |= memchr("-_/=&%", word.ptr[i], 6) || (word.ptr[i] >= '0' && word.ptr[i] <= '9') ||
                 (word.ptr[i] == '.' && i + 1 < word.len);
    }
  }
  return special || (words == 1 && sure_end && ending_of(s) == END_NONE);
}

static size_t label_len(const intake_model *m, str s) {
  size_t n = phrase_at(&m->url_labels, s, NULL), colon = n;
  while (colon < s.len && (s.ptr[colon] == ' ' || s.ptr[colon] == '\n')) colon++;
  if (n && colon < s.len && s.ptr[colon] == ':') return colon + 1;
  return n;
}

/* Bytes of "example.org" at the head of s, or 0. */
static size_t host_len(str s) {
  size_t dot = 0, i = 0;
  for (; i < s.len; i++) {
    char c = s.ptr[i];
    if (c == '.' && i) dot = i;
    else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) break;
  }
  return dot && i - dot >= 3 && i - dot <= 8 ? i : 0;
}

bool address_is_host(str s) {
  size_t n = host_len(s);
  return n && (n == s.len || (s.ptr[n] == '/' && !memchr(s.ptr, ' ', s.len)));
}

/* Bytes of an address at s[at], with "https://" or, where it has a path, without. */
static size_t address_len(str s, size_t at) {
  size_t n = url_len(s, at);
  if (n) return n;
  str rest = str_sub(s, at, s.len);
  n = host_len(rest);
  if (!n || n >= rest.len || rest.ptr[n] != '/') return 0;
  while (n < rest.len && is_url_char(rest.ptr[n])) n++;
  return n;
}

bool address_starts(str s) { return address_len(s, s.len > 1 && s.ptr[0] == '<') > 0; }

bool address_read(const intake_model *m, str s, bool last, address *out) {
  *out = (address){0};
  size_t at = s.len > 1 && s.ptr[0] == '<', n = address_len(s, at);
  if (!n) {
    if (!(out->label = label_len(m, s))) return false;
    at = out->label;
    while (at < s.len && memchr(" \t\r\n<", s.ptr[at], 5)) at++;
    out->start = out->end = at;
    if (at == s.len) return true;
    if (!(n = address_len(s, at))) return false;
  }
  out->start = at;
  out->end = at + n;
  if (str_ends(s, STR(">"))) s.len--;
  str rest = str_strip(str_sub(s, out->end, s.len));
  if (rest.len && is_tail(rest, last && out->label)) out->end = (size_t)(rest.ptr - s.ptr) + rest.len;
  else if (rest.len && !out->label) return false;
  while (out->end > out->start && memchr(".,;)>", s.ptr[out->end - 1], 5)) out->end--;
  return true;
}

str address_value(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len;) {
    size_t blank = blank_len(s, i);
    if (blank) i += blank;
    else out[n++] = s.ptr[i++];
  }
  return (str){out, n};
}

str address_host(str url) {
  if (url.len && url.ptr[0] == '<') url = str_sub(url, 1, url.len);
  size_t at = str_find(url, STR("://"));
  str host = at == SIZE_MAX ? url : str_sub(url, at + 3, url.len);
  for (size_t i = 0; i < host.len; i++) {
    if (memchr("/?#:", host.ptr[i], 4)) host.len = i;
  }
  return host;
}

bool address_is_social(const intake_model *m, str url) {
  str host = address_host(url);
  if (str_starts(host, STR("www."))) host = str_sub(host, 4, host.len);
  return word_in(&m->social_hosts, host);
}
