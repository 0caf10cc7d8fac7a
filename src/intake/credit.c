#include "intake/credit.h"
#include "intake/address.h"

enum { CAPTION_WORDS = 60, CREDIT_WORDS = 12, CREDIT_LINE_WORDS = 25 };

typedef enum { NO, PERHAPS, SURE } verdict;

/* ---- is a stretch a credit? ---- */

static bool is_separator(char c) { return c && strchr("/,()[]|", c); }

/* An agency in one of the parts between slashes, commas and brackets. */
static bool names_agency(const intake_model *m, str s) {
  for (size_t i = 0; i < s.len;) {
    while (i < s.len && (is_separator(s.ptr[i]) || s.ptr[i] == ' ')) i++;
    size_t end = i;
    while (end < s.len && !is_separator(s.ptr[end])) end++;
    str part = str_sub(s, i, end);
    size_t at = part.len ? phrase_find(&m->agencies, part, NULL) : SIZE_MAX;
    if (at != SIZE_MAX) return true;
    i = end;
  }
  return false;
}

static bool has_slash(str s) {
  for (size_t i = 1; i + 1 < s.len; i++) {
    if (s.ptr[i] == '/' && s.ptr[i - 1] != '/' && s.ptr[i + 1] != '/') return true;
  }
  return false;
}

/* Names only: capitalised words, initials and the small words of names; no sentence ends inside. */
static bool is_names(const intake_model *m, str s) {
  size_t at = 0;
  str word;
  uint32_t words = 0;
  while (word_next(s, &at, &word)) {
    if (++words > CREDIT_WORDS) return false;
    if (is_separator(word.ptr[0]) && word.len == 1) continue;
    bool initial = word.len <= 4 && word.len % 2 == 0 && is_capitalised(word);
    if (word.ptr[word.len - 1] == '.' && !initial) return false;
    str bare = str_of_trimmed(word);
    if (word_in(&m->name_links, bare)) continue;
    if (!is_capitalised(word) && !address_is_host(bare)) return false;
  }
  return words > 0;
}

/* `apart`: a caption's sentence ended before it, so that bare names are enough to wonder. */
static verdict judge(const intake_model *m, str s, bool apart) {
  ending end = ending_of(s);
  if (end != END_NONE && end != END_ABBR) return NO;
  if (address_is_host(s)) return SURE;
  if (!is_names(m, s)) return NO;
  bool agency = names_agency(m, s), slash = has_slash(s);
  if (slash && (agency || str_find(s, STR(" / ")) != SIZE_MAX)) return SURE;
  bool several = memchr(s.ptr, ' ', s.len) != NULL;
  return agency || slash || (apart && several) ? PERHAPS : NO;
}

/* A label that begins a credit: with a colon, or followed by a name ("Photograph by Jane Doe"). */
static bool is_labelled(const intake_model *m, str s) {
  size_t open = s.len && (s.ptr[0] == '(' || s.ptr[0] == '[');
  str rest = str_sub(s, open, s.len);
  size_t n = phrase_at(&m->credit_labels, rest, NULL);
  if (!n || starts_small(rest)) return false;
  while (n < rest.len && rest.ptr[n] == ' ') n++;
  if (n < rest.len && rest.ptr[n] == ':') return true;
  bool names = n < rest.len && is_names(m, (str){rest.ptr + n, rest.len - n - (open && rest.len > n)});
  return names && (open || memchr(rest.ptr, ' ', n - 1) || (unsigned char)rest.ptr[0] >= 0x80);
}

/* "(AP Photo/Jane Doe)": the brackets end the caption. */
static bool is_bracketed(const intake_model *m, str s) {
  bool brackets = s.len > 3 && (s.ptr[0] == '(' || s.ptr[0] == '[') && memchr(")]", s.ptr[s.len - 1], 2);
  if (!brackets) return false;
  str inside = str_sub(s, 1, s.len - 1);
  return is_names(m, inside) && (names_agency(m, inside) || has_slash(inside));
}

/* ---- where it begins ---- */

/* Behind a sentence's end and a blank: a place where a credit may begin. */
static bool is_boundary(str s, size_t at) {
  if (!at) return true;
  if (!blank_len(s, at - 1) && s.ptr[at - 1] != '(') return s.ptr[at] == '(' && s.ptr[at - 1] == ' ';
  ending e = ending_of(str_sub(s, 0, at));
  return e == END_STOP || e == END_MARK || e == END_ABBR || s.ptr[at] == '(' || s.ptr[at] == '[';
}

static verdict judge_at(const intake_model *m, str s, size_t at) {
  str tail = str_sub(s, at, s.len);
  if (tail.ptr[0] == '|' && is_names(m, tail)) return SURE;
  if (is_labelled(m, tail) || is_bracketed(m, tail)) return SURE;
  return judge(m, tail, at && ending_of(str_sub(s, 0, at)) == END_STOP);
}

/* The earliest boundary from which all the rest is a credit. */
static verdict find_at_boundary(const intake_model *m, str s, size_t *start) {
  size_t at = 0;
  str word;
  while (word_next(s, &at, &word)) {
    size_t here = (size_t)(word.ptr - s.ptr);
    if (!is_boundary(s, here)) continue;
    verdict v = judge_at(m, s, here);
    if (v) return *start = here, v;
  }
  return NO;
}

/* No sentence ends before it: the capitalised words behind the last small one, with a slash. */
static verdict find_run(const intake_model *m, str s, size_t *start) {
  size_t at = 0, from = 0;
  str word;
  if (!has_slash(s)) return NO;
  while (word_next(s, &at, &word)) {
    if (word.len > 1 && !is_capitalised(word) && !word_in(&m->name_links, word)) from = at;
  }
  while (from < s.len && s.ptr[from] == ' ') from++;
  if (!from || from >= s.len) return NO;
  str tail = str_sub(s, from, s.len);
  return has_slash(tail) && is_names(m, tail) ? *start = from, PERHAPS : NO;
}

/* A bold tail: what the page set apart after the caption. */
static bool find_bold(str raw, size_t *start, size_t *end) {
  size_t e = raw.len;
  while (e && (raw.ptr[e - 1] == '*' || raw.ptr[e - 1] == '_')) e--;
  if (raw.len - e < 2) return false;
  size_t s = e;
  while (s && raw.ptr[s - 1] != '*') s--;
  if (s < 2 || raw.ptr[s - 2] != '*') return false;
  *start = s;
  *end = e;
  return true;
}

static bool take_bold(const intake_model *m, const unit *u, str text, credit *out) {
  size_t start, end;
  str raw = str_at(text, u->at);
  if (!find_bold(raw, &start, &end)) return false;
  size_t head_at = 0;
  while (raw.ptr[head_at] == '*' || raw.ptr[head_at] == '_') head_at++;
  str inside = str_strip(str_sub(raw, start, end));
  str before = head_at < start - 2 ? str_strip(str_sub(raw, head_at, start - 2)) : STR("");
  verdict v = judge(m, inside, false);
  bool short_one = shape_of(inside).words <= CREDIT_WORDS && ending_of(inside) == END_NONE;
  if (v == NO && !(short_one && ending_of(before) == END_STOP)) return false;
  uint32_t base = (uint32_t)(inside.ptr - text.ptr);
  *out = (credit){{base, base}, {base, base + (uint32_t)inside.len}, v == SURE};
  if (!before.len) return true;
  uint32_t head = (uint32_t)(before.ptr - text.ptr);
  out->caption = (span){head, head + (uint32_t)before.len};
  return true;
}

bool credit_find(const intake_model *m, const unit *u, str text, credit *out) {
  if (!u->plain.len || u->look.words > CAPTION_WORDS) return false;
  if (u->look.words > CREDIT_LINE_WORDS && u->look.end == END_STOP) return false;      /* a paragraph */
  if (take_bold(m, u, text, out)) return true;
  size_t start = 0;
  verdict v = find_at_boundary(m, u->plain, &start);
  if (v == NO) v = find_run(m, u->plain, &start);
  if (v == NO) return false;
  str caption = str_strip(str_sub(u->plain, 0, start));
  *out = (credit){unit_span(u, 0, caption.len), unit_span(u, start, u->plain.len), v == SURE};
  if (!caption.len) out->caption = (span){u->at.start, u->at.start};
  return true;
}
