#include "intake/encoding.h"
#include <errno.h>
#include <iconv.h>
#include <uchardet.h>

enum {
  DETECT_BYTES = 1 << 20,    /* as much as the detector sees */
  FAR = 200,                 /* one invalid byte in so many: no damaged UTF-8 but another encoding */
  FEW = 4,                   /* with fewer invalid bytes no text is taken for another encoding */
  JUNK = 20                  /* one control byte in so many: no text */
};

/* wide: valid characters of several bytes */
typedef struct { size_t nul, invalid, controls, wide, first_bad; } census;

static bool is_control(unsigned char c) { return c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1B; }

static census count(str s) {
  census c = {.first_bad = s.len};
  for (size_t i = 0; i < s.len;) {
    unsigned char b = (unsigned char)s.ptr[i];
    size_t from = i;
    bool bad = false;
    if (b < 0x80) {
      i++;
      bad = !b;
      c.nul += !b;
      c.controls += is_control(b);
    } else {
      bad = utf8_next(s, &i) == 0xFFFD && i == from + 1;
      c.invalid += bad;
      c.wide += !bad;
    }
    if (bad && c.first_bad == s.len) c.first_bad = from;
  }
  return c;
}

/* Most texts are clean, and that is quickly seen. */
static bool is_clean(str s) { return utf8_valid(s) == s.len && !memchr(s.ptr, 0, s.len); }

/* ---- other encodings ---- */

static const char *bom_encoding(str s, size_t *skip) {
  static const struct { const char *name, *bom; size_t n; } boms[] = {
    {"UTF-32LE", "\xFF\xFE\0\0", 4}, {"UTF-32BE", "\0\0\xFE\xFF", 4}, {"UTF-16LE", "\xFF\xFE", 2},
    {"UTF-16BE", "\xFE\xFF", 2}};
  for (size_t i = 0; i < sizeof boms / sizeof *boms; i++) {
    if (s.len < boms[i].n || memcmp(s.ptr, boms[i].bom, boms[i].n)) continue;
    *skip = boms[i].n;
    return boms[i].name;
  }
  return NULL;
}

/* Two bytes a character without a mark: every other byte of plain English is zero. */
static const char *wide_encoding(str s) {
  size_t odd = 0, even = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (!s.ptr[i]) *(i % 2 ? &odd : &even) += 1;
  }
  if (odd * 5 > s.len * 2 && even * 20 < s.len) return "UTF-16LE";
  return even * 5 > s.len * 2 && odd * 20 < s.len ? "UTF-16BE" : NULL;
}

static void detect(str s, char out[64]) {
  out[0] = 0;
  uchardet_t d = uchardet_new();
  if (!d) return;
  if (!uchardet_handle_data(d, s.ptr, s.len < DETECT_BYTES ? s.len : DETECT_BYTES)) {
    uchardet_data_end(d);
    const char *name = uchardet_get_charset(d);
    size_t n = strlen(name);
    if (n < 64) memcpy(out, name, n + 1);
  }
  uchardet_delete(d);
}

/* All bytes of s to UTF-8 in `out`, which is big enough; what has no character becomes '?'. */
static size_t convert_into(char *out, size_t cap, iconv_t cd, str s, size_t *bad) {
  const char *from = s.ptr;
  size_t left = s.len, room = cap;
  char *in = (char *)(uintptr_t)from, *to = out;      /* iconv writes nothing through its input */
  while (left && room) {
    if (iconv(cd, &in, &left, &to, &room) != (size_t)-1) break;
    if (errno == E2BIG || !left || !room) break;
    in++;
    left--;
    *to++ = '?';
    room--;
    ++*bad;
  }
  return cap - room;
}

/* Nothing that lives in the arena is made while iconv is open. */
static bool convert(arena *a, str s, const char *encoding, str *out, size_t *bad) {
  size_t cap = 3 * s.len + 16;
  char *room = arena_alloc(a, cap);
  iconv_t cd = iconv_open("UTF-8", encoding);
  if (cd == (iconv_t)-1) return false;
  size_t n = convert_into(room, cap, cd, s, bad);
  iconv_close(cd);
  *out = (str){room, n};
  return true;
}

static bool is_other_encoding(str s, const census *c) {
  if (c->invalid < FEW) return false;
  return c->invalid > (c->invalid * FAR > s.len ? c->wide : 4 * c->wide);
}

/* The encoding of text that is neither UTF-8 nor marked. Few odd bytes are the quotation marks of Windows. */
static void guess(str s, const census *c, char out[64]) {
  static const char windows[] = "WINDOWS-1252";
  if (c->invalid * FAR > s.len) detect(s, out);
  else out[0] = 0;
  bool latin = !out[0] || !strcmp(out, "ISO-8859-1") || !strcmp(out, "ASCII") || !strcmp(out, "UTF-8");
  if (latin) memcpy(out, windows, sizeof windows);
}

/* ---- the text ---- */

static str repaired(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  for (size_t i = 0; i < s.len;) {
    size_t from = i;
    uint32_t c = utf8_next(s, &i);
    if (!c || (c == 0xFFFD && i == from + 1)) out[from] = '?';
    else memcpy(out + from, s.ptr + from, i - from);
  }
  return (str){out, s.len};
}

static void note_bad(report *r, arena *a, const census *c) {
  size_t n = c->nul + c->invalid;
  const char *what = n == 1 ? "byte that is" : "bytes that are";
  str text = arena_printf(a, "%zu %s no UTF-8 read as \"?\", the first at %zu", n, what, c->first_bad);
  span at = {(uint32_t)c->first_bad, (uint32_t)c->first_bad + 1};
  report_note(a, r, STR("encoding"), text, &at);
}

static ch_status take_utf8(report *r, arena *a, str name, str bytes, ch_error *err) {
  if (is_clean(bytes)) {
    r->text = arena_str(a, bytes);
    return CH_OK;
  }
  census c = count(bytes);
  if (c.controls * JUNK > bytes.len) {
    return err_at(err, CH_ERR_INPUT, c.first_bad, "%.*s: not text: %zu of %zu bytes are control characters",
                  (int)name.len, name.ptr, c.controls, bytes.len);
  }
  r->text = repaired(a, bytes);
  note_bad(r, a, &c);
  return CH_OK;
}

static ch_status take_converted(report *r, arena *a, str name, str bytes, const char *encoding,
                                const char *how, ch_error *err) {
  size_t bad = 0;
  str text;
  if (!convert(a, bytes, encoding, &text, &bad)) return take_utf8(r, a, name, bytes, err);
  report_note(a, r, STR("encoding"), arena_printf(a, "read as %s (%s)", encoding, how), NULL);
  if (bad) {
    str text_of_note = arena_printf(a, "%zu bytes have no character in %s", bad, encoding);
    report_note(a, r, STR("encoding"), text_of_note, NULL);
  }
  return take_utf8(r, a, name, text, err);
}

static ch_status choose(report *r, arena *a, str name, str bytes, ch_error *err) {
  size_t skip = 0;
  const char *marked = bom_encoding(bytes, &skip);
  str unmarked = str_sub(bytes, skip, bytes.len);
  if (marked) return take_converted(r, a, name, unmarked, marked, "its mark says so", err);
  if (is_clean(bytes)) return take_utf8(r, a, name, bytes, err);
  const char *wide = wide_encoding(bytes);
  if (wide) return take_converted(r, a, name, bytes, wide, "guessed", err);
  census c = count(bytes);
  char name_of[64];
  bool junk = c.controls * JUNK > bytes.len;
  if (junk || !is_other_encoding(bytes, &c)) return take_utf8(r, a, name, bytes, err);
  guess(bytes, &c, name_of);
  return take_converted(r, a, name, bytes, name_of, "guessed", err);
}

ch_status encoding_read(report *r, arena *a, str name, str bytes, size_t max_text, ch_error *err) {
  size_t max = max_text && max_text < UINT32_MAX ? max_text : UINT32_MAX - 1;
  const char *too_long = "%.*s: the text is longer than %zu bytes: raise the ceiling or cut it";
  if (bytes.len > 4 * max) return err_set(err, CH_ERR_LIMIT, too_long, (int)name.len, name.ptr, max);
  ch_status s = choose(r, a, name, bytes, err);
  if (!s && r->text.len > max) s = err_set(err, CH_ERR_LIMIT, too_long, (int)name.len, name.ptr, max);
  return s;
}
