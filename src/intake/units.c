#include "intake/units.h"
#include "intake/byline.h"
#include "intake/datetext.h"
#include "intake/furniture.h"

enum {
  BLOCK_LINES = 12,          /* a stretch of so many lines without a blank one has its paragraphs inside */
  HYPHEN_REACH = 1 << 15     /* bytes around a hyphen in which the word is looked for */
};

typedef struct {
  arena *a;
  const layout *l;
  const intake_model *m;
  const bool *furniture;
  uint64_t budget;           /* bytes that hyphens may still be compared with: keeps the work linear */
} maker;

/* ---- where a paragraph ends inside a stretch of lines ---- */

static str body_str(const layout *l, const line *n) { return str_sub(l->text, n->body, n->end); }

static bool is_url_line(str s) {
  if (str_starts(s, STR("<"))) s = str_sub(s, 1, s.len);
  size_t n = s.len ? url_len(s, 0) : 0;
  return n && (n == s.len || (n + 1 == s.len && s.ptr[n] == '>'));
}

static bool has_label(const phrases *p, str s) {
  size_t n = phrase_at(p, s, NULL);
  while (n < s.len && s.ptr[n] == ' ') n++;
  return n && (n >= s.len || s.ptr[n] == ':');
}

/* A line that is a part of its own whatever stands around it. */
static bool stands_alone(const maker *k, const line *n) {
  if (n->mark == MARK_HASH || k->furniture[n - k->l->lines]) return true;
  if (n->width > 120) return false;
  str s = body_str(k->l, n);
  if (starts_small(s)) return is_url_line(s);
  if (is_url_line(s)) return true;
  if (has_label(&k->m->related_labels, s) || has_label(&k->m->url_labels, s)) return true;
  if (has_label(&k->m->field_labels, s) || has_label(&k->m->credit_labels, s)) return true;
  datetext date;
  return byline_is(k->m, s) || datetext_line(k->m, k->a, s, &date);
}

static bool is_url_tail(str s) {
  if (!s.len || ending_of(s) == END_STOP) return false;
  if (memchr(s.ptr, ' ', s.len)) return false;
  return memchr(s.ptr, '-', s.len) || memchr(s.ptr, '/', s.len) || str_ends(s, STR(">"));
}

static bool ends_finally(str s) {
  ending e = ending_of(s);
  return e == END_STOP || e == END_MARK;
}

/* Does a wrapped text end a paragraph between two lines? */
static bool breaks_wrapped(const maker *k, const line *a, const line *b, uint32_t lines, bool first) {
  bool final = ends_finally(body_str(k->l, a)), indented = b->indent >= a->indent + 2 && !b->quote;
  if (indented && final) return true;
  uint32_t reach = line_reach(k->l, a, b), wrap = k->l->wrap;
  if (reach > wrap) return false;
  if (!final) return first && 4 * a->width < 3 * wrap && !starts_small(body_str(k->l, b));
  if (2 * a->width < wrap) return true;
  return lines > BLOCK_LINES && reach + wrap / 8 < wrap;
}

/* The same where every line is a paragraph, except for a sentence that goes on. */
static bool breaks_unwrapped(const maker *k, const line *a, const line *b) {
  str s = body_str(k->l, a);
  if (ends_finally(s)) return true;
  if (starts_small(body_str(k->l, b))) return false;
  bool open = ending_of(s) == END_COMMA || word_in(&k->m->open_words, last_word(s));
  return !(open && a->width >= 40);
}

static bool breaks(const maker *k, const line *a, const line *b, uint32_t lines, bool first, bool alone_b) {
  if (a->quote != b->quote || a->under || a->mark == MARK_HASH) return true;
  str s = body_str(k->l, a);
  if (url_len(last_word(s), str_starts(last_word(s), STR("<")))) return !is_url_tail(body_str(k->l, b));
  if (alone_b) return true;
  bool list = b->mark == MARK_BULLET || b->mark == MARK_NUMBER;
  if (list && (a->mark == b->mark || ending_of(s) == END_COLON || ends_finally(s))) return true;
  if (k->furniture[a - k->l->lines] || (first && stands_alone(k, a))) {
    bool goes_on = k->l->wrap && line_reach(k->l, a, b) > k->l->wrap && has_label(&k->m->related_labels, s);
    return !goes_on;
  }
  return k->l->wrap ? breaks_wrapped(k, a, b, lines, first) : breaks_unwrapped(k, a, b);
}

/* ---- hyphens at a line's end ---- */

static bool occurs(str text, uint32_t around, str left, str mid, str right, uint64_t *budget) {
  char word[96];
  size_t n = left.len + mid.len + right.len;
  if (n > sizeof word || *budget < 2 * HYPHEN_REACH) return false;
  memcpy(word, left.ptr, left.len);
  memcpy(word + left.len, mid.ptr, mid.len);
  memcpy(word + left.len + mid.len, right.ptr, right.len);
  size_t from = around > HYPHEN_REACH ? around - HYPHEN_REACH : 0;
  size_t to = text.len - around > HYPHEN_REACH ? around + HYPHEN_REACH : text.len;
  *budget -= to - from;
  return str_find(str_sub(text, from, to), (str){word, n}) != SIZE_MAX;
}

static bool is_ascii_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static str word_before(str text, uint32_t end) {
  size_t start = end;
  while (start && is_ascii_letter(text.ptr[start - 1])) start--;
  return str_sub(text, start, end);
}

static str word_after(str text, uint32_t start) {
  size_t end = start;
  while (end < text.len && is_ascii_letter(text.ptr[end])) end++;
  return str_sub(text, start, end);
}

bool hyphen_goes(str text, const intake_model *m, uint32_t hyphen, uint32_t next, uint64_t *budget) {
  str left = word_before(text, hyphen), right = word_after(text, next);
  if (left.len < 2 || right.len < 2) return false;
  bool chain = hyphen > left.len && text.ptr[hyphen - left.len - 1] == '-';      /* "state-of-the-\nart" */
  if (chain) return false;
  if (occurs(text, hyphen, left, STR("-"), right, budget)) return false;
  if (occurs(text, hyphen, left, STR(""), right, budget)) return true;
  return !word_in(&m->hyphen_parts, left);
}

/* What is not read between two lines of a paragraph. */
static void cut_joint(const maker *k, spans *cuts, const line *a, const line *b, uint64_t *budget) {
  static const str soft = STR("\xC2\xAD");
  str text = k->l->text;
  bool letter = a->end > 1 && text.ptr[a->end - 1] == '-' && is_ascii_letter(text.ptr[a->end - 2]);
  if (str_ends(str_sub(text, a->start, a->end), soft)) {
    spans_add(cuts, k->a, a->end - 2, b->start);
  } else if (letter && starts_small(str_sub(text, b->start, b->end))) {
    spans_add(cuts, k->a, a->end - hyphen_goes(text, k->m, a->end - 1, b->start, budget), b->start);
  } else if (b->quote) {
    uint32_t after = a->end + (uint32_t)blank_len(text, a->end);
    spans_add(cuts, k->a, after, b->start);
  }
}

/* ---- making ---- */

static str pieces_str(arena *a, str text, const spans *p) {
  if (!p->n) return STR("");
  if (p->n == 1) return str_at(text, p->all[0]);
  size_t n = 0;
  for (uint32_t i = 0; i < p->n; i++) n += span_len(p->all[i]);
  char *out = arena_alloc(a, n + 1);
  n = 0;
  for (uint32_t i = 0; i < p->n; i++) {
    memcpy(out + n, text.ptr + p->all[i].start, span_len(p->all[i]));
    n += span_len(p->all[i]);
  }
  return (str){out, n};
}

static void set_pieces(arena *a, unit *u, str text, const spans *pieces) {
  u->pieces = pieces->all;
  u->n_pieces = pieces->n;
  str whole = pieces_str(a, text, pieces);
  u->plain = str_strip(whole);
  u->plain_at = (size_t)(u->plain.ptr - whole.ptr);
}

static void unit_make(maker *k, unit *u, uint32_t first, uint32_t n) {
  const line *a = &k->l->lines[first], *z = a + n - 1;
  *u = (unit){.at = {a->body, z->end}, .gap = a->gap, .mark = a->mark, .under = z->under,
              .furniture = k->furniture[first]};
  spans cuts = {0}, pieces = {0};
  for (uint32_t i = 0; i + 1 < n; i++) cut_joint(k, &cuts, a + i, a + i + 1, &k->budget);
  str tail = str_at(k->l->text, u->at);
  while (u->mark == MARK_HASH && (str_ends(tail, STR("#")) || str_ends(tail, STR(" ")))) tail.len--;
  if (tail.len) u->at.end = u->at.start + (uint32_t)tail.len;
  markup_pieces(&pieces, k->a, k->l->text, u->at, &cuts);
  set_pieces(k->a, u, k->l->text, &pieces);
  u->look = shape_of(u->plain);
}

static uint32_t stretch_end(const layout *l, uint32_t i) {
  do i++;
  while (i < l->n && l->lines[i].gap == GAP_NONE);
  return i;
}

static void split_stretch(maker *k, units *out, uint32_t first, uint32_t end) {
  uint32_t from = first;
  for (uint32_t i = first; i < end; i++) {
    bool last = i + 1 == end;
    const line *n = &k->l->lines[i];
    if (!last && !breaks(k, n, n + 1, end - first, i == from, stands_alone(k, n + 1))) continue;
    unit_make(k, &out->all[out->n++], from, i + 1 - from);
    from = i + 1;
  }
}

void units_new(units *out, arena *a, const layout *l, const intake_model *m) {
  maker k = {.a = a, .l = l, .m = m, .furniture = furniture_find(a, l, m)};
  k.budget = 4 * (uint64_t)l->text.len + (1 << 20);
  *out = (units){.text = l->text, .lines = l, .all = ARENA_ARRAY(a, unit, l->n)};
  for (uint32_t i = 0, end; i < l->n; i = end) {
    end = stretch_end(l, i);
    split_stretch(&k, out, i, end);
  }
}

/* ---- from plain text back to the text ---- */

static uint32_t place_of(const unit *u, size_t at, bool end) {
  for (uint32_t i = 0; i < u->n_pieces; i++) {
    size_t n = span_len(u->pieces[i]);
    if (at < n || (end && at == n)) return u->pieces[i].start + (uint32_t)at;
    at -= n;
  }
  return u->at.end;
}

span unit_span(const unit *u, size_t start, size_t end) {
  uint32_t from = place_of(u, u->plain_at + start, false);
  uint32_t to = end > start ? place_of(u, u->plain_at + end - 1, false) + 1 : from;
  return (span){from, to};
}

static void pieces_within(spans *out, arena *a, const unit *u, span at) {
  for (uint32_t i = 0; i < u->n_pieces; i++) {
    span p = u->pieces[i];
    uint32_t start = p.start > at.start ? p.start : at.start, end = p.end < at.end ? p.end : at.end;
    spans_add(out, a, start, end);
  }
}

const span *unit_pieces(arena *a, const unit *u, span at, uint32_t *n) {
  spans out = {0};
  pieces_within(&out, a, u, at);
  *n = out.n;
  return out.all;
}

unit unit_part(arena *a, const unit *u, str text, span at) {
  spans pieces = {0};
  pieces_within(&pieces, a, u, at);
  unit out = {.at = at};
  set_pieces(a, &out, text, &pieces);
  return out;
}
