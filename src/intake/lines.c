#include "intake/lines.h"
#include "intake/shape.h"
#include <strings.h>

enum { WRAP_MIN = 30, WRAP_MAX = 200, WRAP_SLACK = 2 };      /* columns; see find_wrap */

/* Bytes of a line end at s[at] (a break or one of the tags that stand for one), or 0. */
static size_t line_end_at(str s, size_t at, gap *before) {
  static const char *const tags[] = {"<br>", "<br/>", "<br />", "<p>", "</p>"};
  switch (s.ptr[at]) {
    case '\n': return 1;
    case '\r': return at + 1 < s.len && s.ptr[at + 1] == '\n' ? 2 : 1;
    case '\f': return *before = GAP_PAGE, 1;
    case '<': break;
    default: return 0;
  }
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
    size_t n = strlen(tags[i]);
    if (s.len - at < n || strncasecmp(s.ptr + at, tags[i], n)) continue;
    *before = GAP_BLANK;
    return n;
  }
  return 0;
}

/* The next line end at or behind `at`; *len: its bytes, 0 at the end of the text. */
static size_t next_break(str s, size_t at, gap *before, size_t *len) {
  const char *newline = at < s.len ? memchr(s.ptr + at, '\n', s.len - at) : NULL;
  size_t end = newline ? (size_t)(newline - s.ptr) : s.len;
  bool other = false;                        /* the rarer kinds are looked for only where there are any */
  for (size_t i = 0; i < 3; i++) other |= memchr(s.ptr + at, "\r\f<"[i], end - at) != NULL;
  for (; other && at < end; at++) {
    if ((*len = line_end_at(s, at, before))) return at;
  }
  *len = newline != NULL;
  return end;
}

/* A line of nothing but ---, ===, ***, ___ (three or more, blanks between them allowed), or |---|---|. */
static bool is_rule(str s) {
  size_t marks = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (memchr(" \t|:", s.ptr[i], 4)) continue;
    if (!memchr("-=*_~", s.ptr[i], 5)) return false;
    marks++;
  }
  return marks >= 3;
}

/* --- or === below a line that is no sentence makes it a heading. */
static bool underlines(str rule, str above) {
  return (rule.ptr[0] == '-' || rule.ptr[0] == '=') && ending_of(above) != END_STOP;
}

static bool is_quote_mark(str s, size_t at) {
  if (at >= s.len || s.ptr[at] != '>') return false;
  if (at + 1 == s.len) return true;
  unsigned char next = (unsigned char)s.ptr[at + 1];
  return next == ' ' || next == '>' || next == '"' || next >= 0x80 || utf8_is_letter(next);
}

static void take_quotes(line *n, str s) {
  while (n->start < n->end) {
    size_t blank = blank_len(str_sub(s, 0, n->end), n->start);
    if (blank) n->start += (uint32_t)blank;
    else if (is_quote_mark(str_sub(s, 0, n->end), n->start)) n->start++, n->quote += n->quote < UINT8_MAX;
    else break;
  }
}

static size_t bullet_len(str s) {
  static const str marks[] = {STR("- "), STR("* "), STR("+ "), STR("\xC2\xB7 "), STR("\xE2\x80\xA2"),
                              STR("\xE2\x97\x8F "), STR("\xE2\x96\xAA ")};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (str_starts(s, marks[i])) return marks[i].len;
  }
  return 0;
}

static void take_mark(line *n, str text) {
  str s = str_sub(text, n->start, n->end);
  n->body = n->start;
  size_t k = 0;
  while (k < s.len && k < 7 && s.ptr[k] == '#') k++;
  if (k && k < 7 && k < s.len && s.ptr[k] == ' ') {
    n->mark = MARK_HASH;
    n->body += (uint32_t)k;
  } else if ((k = bullet_len(s))) {
    n->mark = MARK_BULLET;
    n->body += (uint32_t)k;
  } else {
    while (k < s.len && k < 3 && s.ptr[k] >= '0' && s.ptr[k] <= '9') k++;
    if (k && k < 3 && k + 1 < s.len && (s.ptr[k] == '.' || s.ptr[k] == ')') && s.ptr[k + 1] == ' ') {
      n->mark = MARK_NUMBER;
    }
  }
  if (n->body == n->start) return;
  str rest = str_strip(str_sub(text, n->body, n->end));
  n->body = rest.len ? (uint32_t)(rest.ptr - text.ptr) : n->start;
  if (!rest.len) n->mark = MARK_NONE;
}

static uint32_t columns(str s) {
  uint32_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
  return n;
}

/* Fills n from the raw line text[start, end); false for a blank one. */
static bool line_make(line *n, str text, size_t start, size_t end) {
  str kept = str_strip(str_sub(text, start, end));
  if (!kept.len) return false;
  *n = (line){.start = (uint32_t)(kept.ptr - text.ptr)};
  n->end = n->start + (uint32_t)kept.len;
  size_t indent = n->start - start;
  n->indent = (uint16_t)(indent > 999 ? 999 : indent);
  if (text.ptr[n->start] == '>') take_quotes(n, text);
  if (n->start == n->end) return false;
  take_mark(n, text);
  bool short_one = n->end - n->start <= 4 * WRAP_MAX;      /* of longer ones only that is asked */
  n->width = short_one ? columns(str_sub(text, n->start, n->end)) : n->end - n->start;
  return true;
}

static void scan(layout *l, arena *a) {
  gap before = GAP_BLANK;
  uint32_t cap = 0;
  for (size_t at = 0; at <= l->text.len;) {
    gap after = GAP_NONE;
    size_t len, end = next_break(l->text, at, &after, &len);
    line n;
    if (!line_make(&n, l->text, at, end)) {
      if (before < GAP_BLANK) before = GAP_BLANK;
    } else if (is_rule(line_str(l, &n))) {
      line *above = before == GAP_NONE && l->n ? &l->lines[l->n - 1] : NULL;
      if (above) above->under = underlines(line_str(l, &n), line_str(l, above));
      if (before < GAP_RULE) before = GAP_RULE;
    } else {
      n.gap = (uint8_t)before;
      before = GAP_NONE;
      *ARENA_PUSH(a, l->lines, l->n, cap) = n;
    }
    if (after > before) before = after;
    if (!len) break;
    at = end + len;
  }
}

/* ---- the width a text was wrapped at ----
 *
 * Where a program wrapped, the first word of the next line would not have fitted: the width lies in
 * [width of the line, that plus a blank and the word). The width that explains most line ends is the
 * one; it must explain two fifths of them, since paragraphs end where they like; few lines may be longer. */

static uint32_t first_word_width(const layout *l, const line *n) {
  size_t at = 0;
  str word;
  word_next(line_str(l, n), &at, &word);
  return columns(word);
}

uint32_t line_reach(const layout *l, const line *above, const line *below) {
  return above->width + 1 + first_word_width(l, below);
}

static uint32_t find_wrap(const layout *l) {
  uint32_t begin[WRAP_MAX + 2] = {0}, end[WRAP_MAX + 2] = {0}, pairs = 0, small = 0;
  for (uint32_t i = 0; i + 1 < l->n; i++) {
    const line *a = &l->lines[i], *b = a + 1;
    if (b->gap != GAP_NONE) continue;
    pairs++;
    small += starts_small(line_str(l, b));
    uint32_t from = a->width, to = line_reach(l, a, b) + WRAP_SLACK;
    if (from < WRAP_MIN || from > WRAP_MAX) continue;
    begin[from]++;
    end[to > WRAP_MAX ? WRAP_MAX + 1 : to]++;
  }
  uint32_t covered = 0, best = 0, wrap = 0, over = 0;
  for (uint32_t w = WRAP_MIN; w <= WRAP_MAX; w++) {
    covered += begin[w];
    covered -= end[w];
    if (covered < best) continue;
    best = covered;
    wrap = w;
  }
  for (uint32_t i = 0; i < l->n; i++) over += l->lines[i].width > wrap + WRAP_SLACK;
  bool cut = 5 * small >= pairs;             /* sentences that go on: else each line is a paragraph */
  return best >= 2 && cut && 5 * best >= 2 * pairs && 4 * over <= best ? wrap : 0;
}

void layout_new(layout *out, arena *a, str text) {
  *out = (layout){.text = text};
  scan(out, a);
  out->wrap = find_wrap(out);
}
