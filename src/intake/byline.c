#include "intake/byline.h"
#include "intake/shape.h"

enum { BYLINE_WORDS = 24, NAME_WORDS = 5 };

static size_t cue_len(const intake_model *m, str s) {
  size_t n = phrase_at(&m->byline_cues, s, NULL);
  while (n && n < s.len && (s.ptr[n] == ':' || s.ptr[n] == ' ' || s.ptr[n] == '\n')) n++;
  return n;
}

/* The words between the capitalised ones must be those that stand in names or bylines. */
static bool is_name_like(const intake_model *m, str s, uint32_t *names, bool *role) {
  size_t at = 0;
  str word;
  uint32_t words = 0;
  *names = 0;
  *role = false;
  while (word_next(s, &at, &word)) {
    str bare = str_of_trimmed(word);
    if (++words > BYLINE_WORDS || has_digit(bare)) return false;
    bool stop = word_in(&m->byline_stops, bare);
    if (stop && *names && bare.len > 3) *role = true;         /* a job, not "and", "in", "for" */
    if (stop || word_in(&m->name_links, bare) || (bare.len == 1 && !is_capitalised(bare))) continue;
    if (!is_capitalised(bare)) return false;
    ++*names;
  }
  *role |= phrase_find(&m->agencies, s, NULL) != SIZE_MAX;
  return *names >= 2;
}

bool byline_is(const intake_model *m, str s) {
  size_t n = s.len <= 200 ? cue_len(m, s) : 0;
  uint32_t names;
  bool role;
  if (!n || starts_small(s) || ending_of(s) == END_MARK) return false;
  str rest = str_sub(s, n, s.len);
  return !rest.len || is_name_like(m, rest, &names, &role) || (names == 1 && role);
}

bool byline_is_names(const intake_model *m, str s, bool *role) {
  uint32_t names;
  if (s.len > 120 || ending_of(s) != END_NONE || !is_name_like(m, s, &names, role)) return false;
  return names <= 12;
}

/* ---- the names ---- */

typedef struct { size_t start, end; uint32_t words; } name;

static void name_end(const intake_model *m, arena *a, str s, name *n, spans *out) {
  str text = str_sub(s, n->start, n->end);
  bool known = phrase_at(&m->agencies, text, NULL) == text.len;
  bool fits = n->words >= 2 && n->words <= NAME_WORDS && !known;
  if (fits) spans_add(out, a, (uint32_t)n->start, (uint32_t)n->end);
  n->words = 0;
}

void byline_names(const intake_model *m, arena *a, str s, spans *out) {
  size_t at = cue_len(m, s);
  str word;
  name n = {0};
  while (word_next(s, &at, &word)) {
    str bare = str_of_trimmed(word);
    size_t start = (size_t)(word.ptr - s.ptr);
    bool marks = bare.len < word.len && !(bare.len == 1 && str_ends(word, STR(".")));
    bool stop = word_in(&m->byline_stops, bare) || str_eq(bare, STR("|"));
    size_t cue = stop ? 0 : phrase_at(&m->byline_cues, str_sub(s, start, s.len), NULL);
    if (stop || cue) {
      name_end(m, a, s, &n, out);
      if (cue) at = start + cue;
      continue;
    }
    if (!n.words) n.start = start;
    n.end = start + (marks ? bare.len : word.len);
    n.words++;
    if (marks) name_end(m, a, s, &n, out);
  }
  name_end(m, a, s, &n, out);
}
