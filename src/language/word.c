#include "language/word.h"

enum { LOWER = 1, CAPITAL, CAPITALS, MIXED, NUMBER, SIGN, HAS_HYPHEN = 8, HAS_DIGIT = 16, FIRST = 32,
       HEADLINE = 64 };

static word_key key_of(uint32_t template, uint64_t value) {
  uint64_t h = (value ^ (template + 1) * UINT64_C(0xD6E8FEB86659FD93)) * UINT64_C(0x9E3779B97F4A7C15);
  return (h ^ h >> 29) | 1;
}

static size_t character_before(const char *s, size_t i) {
  do i--; while (i && ((unsigned char)s[i] & 0xC0) == 0x80);
  return i;
}

void word_keys(word_key keys[WORD_KEYS], str folded, char *room) {
  str s = {room, folded.len};
  size_t from = s.len, to = 0;
  for (size_t i = 0; i < s.len; i++)
    room[i] = folded.ptr[i] >= '0' && folded.ptr[i] <= '9' ? '0' : folded.ptr[i];
  keys[WORD_FORM] = key_of(WORD_FORM, map_hash(s));
  for (uint32_t k = WORD_END_1; k <= WORD_END_4; k++) {
    if (from) from = character_before(s.ptr, from);
    keys[k] = key_of(k, map_hash(str_sub(s, from, s.len)));
  }
  for (uint32_t k = WORD_BEGIN_1; k <= WORD_BEGIN_3; k++) {
    if (to < s.len) utf8_next(s, &to);
    keys[k] = key_of(k, map_hash(str_sub(s, 0, to)));
  }
}

/* ---- how it is written --------------------------------------------------------------------------------- */

static unsigned case_of(str form) {
  bool letter = false, digit = false, upper = false, lower = false;
  size_t first_end = 0;
  uint32_t first = utf8_next(form, &first_end);
  if (utf8_is_digit(first)) return NUMBER;
  for (size_t i = 0; i < form.len;) {
    uint32_t c = utf8_next(form, &i);
    if (!utf8_is_letter(c)) { digit |= utf8_is_digit(c); continue; }
    letter = true;
    if (i == first_end) continue;
    if (utf8_is_upper(c)) upper = true; else lower = true;
  }
  if (!letter) return digit ? NUMBER : SIGN;
  if (utf8_is_upper(first)) return lower ? upper ? MIXED : CAPITAL : upper ? CAPITALS : CAPITAL;
  return upper ? MIXED : LOWER;
}

bool word_has_letter(str form) {
  for (size_t i = 0; i < form.len;) {
    uint32_t c = utf8_next(form, &i);
    if (utf8_is_letter(c) || utf8_is_digit(c)) return true;
  }
  return false;
}

uint8_t word_shape(str form, bool first, bool headline) {
  unsigned has = 0;
  if (!form.len) return 0;
  for (size_t i = 0; i < form.len; i++) {
    if (form.ptr[i] >= '0' && form.ptr[i] <= '9') has |= HAS_DIGIT;
    if (form.ptr[i] == '-') has |= HAS_HYPHEN;
  }
  return word_shape_at((uint8_t)(case_of(form) | has), first, headline);
}

uint8_t word_shape_at(uint8_t shape, bool first, bool headline) {
  return shape ? (uint8_t)(shape | (first ? FIRST : 0) | (headline ? HEADLINE : 0)) : 0;
}

word_key word_shape_key(uint8_t shape) { return key_of(WORD_KEYS, shape); }
word_key word_style_key(uint32_t style) { return style ? key_of(WORD_KEYS + 1, style) : 0; }

word_key word_class_key(uint32_t kind) { return kind ? key_of(WORD_KEYS + 2, kind) : 0; }

void word_headline_add(word_headline *h, str form) {
  size_t at = 0;
  if (form.len < 4) return;
  uint32_t c = utf8_next(form, &at);
  if (!utf8_is_letter(c)) return;
  h->longer++;
  h->capitals += utf8_is_upper(c);
}
