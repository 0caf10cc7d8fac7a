#include "intake/markup.h"
#include "intake/shape.h"
#include <stdlib.h>
#include <strings.h>

enum { MARK_REACH = 2048 };    /* bytes a link's target, a tag or an address may take */

typedef struct { uint32_t at, left; } delimiter;             /* a run of * or _ that may open emphasis */
typedef struct { delimiter *all; uint32_t n, cap; } delimiters;

typedef struct {
  arena *a;
  str text;                    /* up to the end of the stretch */
  uint32_t at;
  spans skips;                 /* what is not read, in order of finding */
  delimiters stars, lows;
  uint32_t link_close;         /* the ']' of the link being read, where its target begins; 0: none */
  uint32_t link_end;           /* behind the ')' of that target */
  uint32_t next_close;         /* the first ']' at or behind the last '[' asked about */
  uint32_t dead_close;         /* a ']' that no target follows; 0: none yet */
} scanner;

void spans_add(spans *s, arena *a, uint32_t start, uint32_t end) {
  if (start < end) *ARENA_PUSH(a, s->all, s->n, s->cap) = (span){start, end};
}

static char char_at(const scanner *s, uint32_t at) { return at < s->text.len ? s->text.ptr[at] : ' '; }

static void skip(scanner *s, uint32_t n) {
  spans_add(&s->skips, s->a, s->at, s->at + n);
  s->at += n;
}

/* ---- addresses, tags, escapes ---- */

size_t url_len(str s, size_t at) {
  static const str heads[] = {STR("https://"), STR("http://"), STR("www.")};
  size_t n = 0;
  for (size_t i = 0; i < 3 && !n; i++) {
    if (s.len - at > heads[i].len && !strncasecmp(s.ptr + at, heads[i].ptr, heads[i].len)) n = heads[i].len;
  }
  if (!n) return 0;
  size_t head = n;
  while (at + n < s.len && n < MARK_REACH && !memchr(" \t\r\n\f\v<>\"[]", s.ptr[at + n], 11)) n++;
  return n > head ? n : 0;
}

static bool is_tag_name(str name) {
  static const char *const names[] = {
    "a", "b", "i", "em", "strong", "span", "u", "s", "br", "p", "div", "sup", "sub", "small", "mark", "font",
    "blockquote", "cite", "q", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "figure", "figcaption",
    "img", "time"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strlen(names[i]) == name.len && !strncasecmp(names[i], name.ptr, name.len)) return true;
  }
  return false;
}

static bool is_alnum(char c) { return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9'); }

static void read_tag(scanner *s) {
  str rest = str_sub(s->text, s->at + 1, s->text.len);
  size_t url = rest.len ? url_len(rest, 0) : 0;
  if (url && url < rest.len && rest.ptr[url] == '>') {
    skip(s, 1);
    s->at += (uint32_t)url;
    skip(s, 1);
    return;
  }
  size_t k = rest.len && rest.ptr[0] == '/' ? 1 : 0, name = k;
  while (k < rest.len && is_alnum(rest.ptr[k])) k++;
  if (is_tag_name(str_sub(rest, name, k))) {
    while (k < rest.len && k < MARK_REACH && rest.ptr[k] != '>' && rest.ptr[k] != '<') k++;
    if (k < rest.len && rest.ptr[k] == '>') {
      skip(s, (uint32_t)k + 2);
      return;
    }
  }
  s->at++;
}

static void read_escape(scanner *s) {
  char next = char_at(s, s->at + 1);
  static const char escaped[] = "\\`*_{}[]()#+-.!|<>\"'~$&\n\r";
  bool escapes = s->at + 1 < s->text.len && memchr(escaped, next, sizeof escaped - 1);
  if (escapes) skip(s, 1);
  s->at++;
}

/* ---- links ---- */

/* A target is an address, a path or a place in the page, so that "[our](sic)" is none. */
static bool is_target(str s) {
  str bare = str_trim(s);
  size_t cut = 0;
  while (cut < bare.len && bare.ptr[cut] != ' ') cut++;
  if (cut < bare.len && !memchr("\"'(", bare.ptr[cut + 1], 3)) return false;
  if (!bare.len || bare.ptr[0] == '<' || bare.ptr[0] == '?') return true;
  for (size_t i = 0; i < cut; i++) {
    if (memchr(":/.#", bare.ptr[i], 4)) return true;
  }
  return false;
}

/* Place behind the ')' of a link's target that begins behind the '(' at `open`; 0: no target. */
static uint32_t target_end(const scanner *s, uint32_t open) {
  uint32_t depth = 1;
  for (uint32_t i = open + 1; i < s->text.len && i - open < MARK_REACH; i++) {
    char c = s->text.ptr[i];
    if (c == '\n' || c == '\r' || c == '[') return 0;
    if (c == '(') depth++;
    if (c != ')' || --depth) continue;
    return is_target(str_sub(s->text, open + 1, i)) ? i + 1 : 0;
  }
  return 0;
}

/* Finds the link whose '[' stands at s->at: where its text closes and where its target ends. */
static bool find_link(scanner *s, uint32_t *close, uint32_t *end) {
  if (s->next_close <= s->at) {
    const char *from = s->text.ptr + s->at, *hit = memchr(from, ']', s->text.len - s->at);
    s->next_close = hit ? (uint32_t)(hit - s->text.ptr) : (uint32_t)s->text.len;
  }
  *close = s->next_close;
  if (*close == s->dead_close || char_at(s, *close + 1) != '(') return false;
  *end = target_end(s, *close + 1);
  if (!*end) s->dead_close = *close;
  return *end != 0;
}

static void read_bracket(scanner *s) {
  uint32_t close, end;
  if (s->link_close || !find_link(s, &close, &end)) {
    s->at++;
    return;
  }
  s->link_close = close;
  s->link_end = end;
  skip(s, 1);
}

static void read_image(scanner *s) {
  uint32_t close, end;
  s->at++;
  bool image = char_at(s, s->at) == '[' && find_link(s, &close, &end);
  if (!image) return;
  s->at--;
  skip(s, end - s->at);
  if (char_at(s, s->at) == ']' && char_at(s, s->at + 1) == '(') {       /* the image itself was a link */
    uint32_t outer = target_end(s, s->at + 1);
    if (outer) skip(s, outer - s->at);
    s->link_close = 0;
  }
}

/* ---- emphasis ---- */

static bool is_space_at(const scanner *s, uint32_t at) {
  return at >= s->text.len || blank_len(s->text, at) > 0;
}

static bool is_word_at(const scanner *s, uint32_t at) {
  if (at >= s->text.len) return false;
  while (at && ((unsigned char)s->text.ptr[at] & 0xC0) == 0x80) at--;      /* to the head of its character */
  size_t i = at;
  uint32_t c = utf8_next(s->text, &i);
  return utf8_is_letter(c) || utf8_is_digit(c);
}

/* Pairs a closing run with the open ones, innermost first. */
static uint32_t close_runs(scanner *s, delimiters *open, uint32_t at, uint32_t left) {
  while (left && open->n) {
    delimiter *top = &open->all[open->n - 1];
    uint32_t use = left < top->left ? left : top->left;
    top->left -= use;
    spans_add(&s->skips, s->a, top->at + top->left, top->at + top->left + use);
    spans_add(&s->skips, s->a, at, at + use);
    at += use;
    left -= use;
    if (!top->left) open->n--;
  }
  return left;
}

static void read_run(scanner *s, uint32_t begin) {
  char c = s->text.ptr[s->at];
  uint32_t start = s->at, end = start;
  while (end < s->text.len && s->text.ptr[end] == c) end++;
  s->at = end;
  if (end - start > 3) return;
  bool before_blank = start == begin || is_space_at(s, start - 1), after_blank = is_space_at(s, end);
  bool before_word = start > begin && is_word_at(s, start - 1), after_word = is_word_at(s, end);
  bool opens = !after_blank && (before_blank || !before_word);
  bool closes = !before_blank && (after_blank || !after_word);
  if (c == '*' && before_word && after_word) opens = closes = true;
  delimiters *open = c == '*' ? &s->stars : &s->lows;
  uint32_t left = closes ? close_runs(s, open, start, end - start) : end - start;
  if (opens && left) *ARENA_PUSH(s->a, open->all, open->n, open->cap) = (delimiter){end - left, left};
}

/* ---- all of it ---- */

/* Total order: by start, then by end; equal spans are the same. */
static int by_start(const void *x, const void *y) {
  const span *a = x, *b = y;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

static void read_all(scanner *s, uint32_t begin) {
  while (s->at < s->text.len) {
    if (s->link_close && s->at >= s->link_close) {
      skip(s, s->link_end > s->at ? s->link_end - s->at : 0);
      s->link_close = 0;
      continue;
    }
    switch (s->text.ptr[s->at]) {
      case '[': read_bracket(s); break;
      case '!': read_image(s); break;
      case '<': read_tag(s); break;
      case '\\': read_escape(s); break;
      case '*': case '_': read_run(s, begin); break;
      case 'h': case 'w': case 'H': {
        bool word = s->at > begin && is_alnum(s->text.ptr[s->at - 1]);
        size_t n = word ? 0 : url_len(s->text, s->at);
        s->at += n ? (uint32_t)n : 1;
        break;
      }
      default: s->at++;
    }
  }
}

static bool is_plain(str s) {
  static const char special[] = "[!<\\*_";
  for (size_t i = 0; i < sizeof special - 1; i++) {
    if (memchr(s.ptr, special[i], s.len)) return false;
  }
  return true;
}

void markup_pieces(spans *out, arena *a, str text, span at, const spans *cuts) {
  scanner s = {.a = a, .text = str_sub(text, 0, at.end), .at = at.start};
  for (uint32_t i = 0; i < cuts->n; i++) spans_add(&s.skips, a, cuts->all[i].start, cuts->all[i].end);
  if (!is_plain(str_at(text, at))) read_all(&s, at.start);
  if (s.skips.n > 1) qsort(s.skips.all, s.skips.n, sizeof *s.skips.all, by_start);
  uint32_t from = at.start;
  for (uint32_t i = 0; i < s.skips.n; i++) {
    if (s.skips.all[i].start > from) spans_add(out, a, from, s.skips.all[i].start);
    if (s.skips.all[i].end > from) from = s.skips.all[i].end;
  }
  spans_add(out, a, from, at.end);
}
