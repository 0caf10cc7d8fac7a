#include "intake/shape.h"

static bool is_ascii_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

size_t blank_len(str s, size_t at) {
  const unsigned char *p = (const unsigned char *)s.ptr + at;
  size_t left = s.len - at;
  if (!left) return 0;
  if (*p < 0x80) return is_ascii_blank((char)*p);
  if (*p == 0xC2 && left > 1) return p[1] == 0xA0 || p[1] == 0x85 ? 2 : 0;
  if (left < 3) return 0;
  if (*p == 0xE2 && p[1] == 0x80) {
    bool space = p[2] <= 0x8F || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF;
    return space && p[2] >= 0x80 ? 3 : 0;
  }
  if (*p == 0xE2 && p[1] == 0x81 && p[2] == 0xA0) return 3;
  return *p == 0xEF && p[1] == 0xBB && p[2] == 0xBF ? 3 : 0;
}

str str_strip(str s) {
  for (size_t n; s.len && (n = blank_len(s, 0));) s = str_sub(s, n, s.len);
  while (s.len) {
    size_t n = 0;
    for (size_t k = 1; k <= 3 && k <= s.len && !n; k++) n = blank_len(s, s.len - k) == k ? k : 0;
    if (!n) break;
    s.len -= n;
  }
  return s;
}

bool word_next(str s, size_t *at, str *word) {
  size_t i = *at;
  while (i < s.len && is_ascii_blank(s.ptr[i])) i++;
  size_t start = i;
  while (i < s.len && !is_ascii_blank(s.ptr[i])) i++;
  *word = str_sub(s, start, i);
  *at = i;
  return i > start;
}

str last_word(str s) {
  s = str_trim(s);
  size_t start = s.len;
  while (start && !is_ascii_blank(s.ptr[start - 1])) start--;
  return str_sub(s, start, s.len);
}

size_t trailing_marks(str word) {
  size_t n = word.len;
  while (n && memchr(",.;:!?", word.ptr[n - 1], 6)) n--;
  return word.len - n;
}

str str_of_trimmed(str s) {
  s.len -= trailing_marks(s);
  return s;
}

bool is_closer(str s, size_t end, size_t *start) {
  if (!end) return false;
  const unsigned char *p = (const unsigned char *)s.ptr + end;
  *start = end - 1;
  if (memchr("\"')]*_", p[-1], 6)) return true;
  if (end >= 2 && p[-2] == 0xC2 && p[-1] == 0xBB) return *start = end - 2, true;      /* » */
  if (end < 3 || p[-3] != 0xE2 || p[-2] != 0x80) return false;
  *start = end - 3;
  return p[-1] == 0x99 || p[-1] == 0x9D || p[-1] == 0xBA;                             /* ’ ” › */
}

/* A dot that ends a word with dots inside ("U.S.") or a single capital ends no sentence for sure. */
static bool is_abbreviation(str s) {
  str word = last_word(s);
  size_t dots = 0, letters = 0;
  for (size_t i = 0; i + 1 < word.len; i++) {
    dots += word.ptr[i] == '.';
    letters += word.ptr[i] != '.';
  }
  if (letters == 1 && !dots) return is_capitalised(word) && word.len == 2;
  return letters && dots && letters <= dots + 1;
}

ending ending_of(str s) {
  s = str_strip(s);
  for (size_t start; is_closer(s, s.len, &start);) s.len = start;
  if (!s.len) return END_NONE;
  if (str_ends(s, STR("\xE2\x80\xA6"))) return END_STOP;
  switch (s.ptr[s.len - 1]) {
    case '.': return is_abbreviation(s) ? END_ABBR : END_STOP;
    case '!': case '?': return END_MARK;
    case ':': return END_COLON;
    case ',': case ';': return END_COMMA;
    case '-': return END_HYPHEN;
    default:
      return str_ends(s, STR("\xE2\x80\x94")) || str_ends(s, STR("\xE2\x80\x93")) ? END_HYPHEN : END_NONE;
  }
}

/* The first letter or digit of s, or 0. */
static uint32_t first_letter(str s) {
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (utf8_is_letter(c) || utf8_is_digit(c)) return c;
    if (i > 12) break;                       /* a handful of quotes and brackets, no more */
  }
  return 0;
}

bool has_digit(str s) {
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] >= '0' && s.ptr[i] <= '9') return true;
  }
  return false;
}

bool is_capitalised(str word) { return utf8_is_upper(first_letter(word)); }

bool starts_small(str s) {
  uint32_t c = first_letter(s);
  return c && utf8_is_letter(c) && utf8_lower(c) == c && !utf8_is_upper(c);
}

/* Whether the last byte of a character that ends in `tail` and begins with `lead` is in s. */
static bool has_char(str s, unsigned char tail, str lead) {
  const char *at = s.ptr, *end = s.ptr + s.len;
  while ((at = memchr(at, tail, (size_t)(end - at)))) {
    size_t before = (size_t)(at - s.ptr);
    if (before >= lead.len && !memcmp(at - lead.len, lead.ptr, lead.len)) return true;
    at++;
  }
  return false;
}

static bool has_quotes(str s) {
  return memchr(s.ptr, '"', s.len) || has_char(s, 0x9C, STR("\xE2\x80")) || has_char(s, 0xAB, STR("\xC2"));
}

static bool all_caps(str s) {
  size_t capitals = 0;
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (utf8_is_upper(c)) capitals++;
    else if (utf8_is_letter(c)) return false;
  }
  return capitals > 1;
}

/* Letters of another script and none of ours. */
static bool is_foreign(str s) {
  uint32_t letters = 0;
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (!utf8_is_letter(c)) continue;
    if (c < 0x250) return false;
    letters++;
  }
  return letters >= 3;
}

shape shape_of(str s) {
  shape out = {.end = ending_of(s), .small_start = starts_small(s)};
  size_t at = 0;
  str word;
  while (word_next(s, &at, &word)) {
    uint32_t c = first_letter(word);
    out.words++;
    out.capitals += utf8_is_upper(c) || utf8_is_digit(c);
  }
  if (out.words > 60) return out;            /* the rest is asked of short stretches only */
  out.quotes = s.len && has_quotes(s);
  out.caps = all_caps(s);
  out.foreign = is_foreign(s);
  return out;
}
