#include "intake/byline.h"
#include "intake/shape.h"

enum { BYLINE_WORDS = 24, BYLINE_BYTES = 200, NAME_WORDS = 5, JOB_WORDS = 6 };

static size_t cue_len(const intake_model *m, str s) {
  size_t n = phrase_at(&m->byline_cues, s, NULL);
  while (n && n < s.len && (s.ptr[n] == ':' || s.ptr[n] == ' ' || s.ptr[n] == '\n')) n++;
  return n;
}

static bool is_stop(const intake_model *m, str word) {
  return word_in(&m->byline_stops, word) || word_in(&m->byline_jobs, word) || str_eq(word, STR("|"));
}

/* Capitalised words, and between them only such as stand in names or bylines. */
static bool is_name_like(const intake_model *m, str s, uint32_t *names) {
  size_t at = 0;
  str word;
  uint32_t words = 0, jobs = 0;
  *names = 0;
  while (word_next(s, &at, &word)) {
    str bare = str_of_trimmed(word);
    if (++words > BYLINE_WORDS || has_digit(bare)) return false;
    jobs += word_in(&m->byline_jobs, bare);
    if (is_stop(m, bare) || word_in(&m->name_links, bare)) continue;
    size_t start = (size_t)(word.ptr - s.ptr);
    if (phrase_at(&m->byline_cues, str_sub(s, start, s.len), NULL)) continue;      /* "…; editing by …" */
    if (!is_capitalised(bare)) return false;
    ++*names;
  }
  return *names > 0 || jobs > 1;
}

bool byline_is(const intake_model *m, str s) {
  size_t n = s.len <= BYLINE_BYTES ? cue_len(m, s) : 0;
  uint32_t names;
  if (!n || starts_small(s) || ending_of(s) == END_MARK) return false;
  return n == s.len || is_name_like(m, str_sub(s, n, s.len), &names);
}

/* Names of two to four words, each with its place ("in Lima"), "and" between them; nothing else. */
static bool is_plain_names(const intake_model *m, str s) {
  size_t at = 0;
  str word;
  uint32_t run = 0;
  uint32_t least = 2;                        /* words a run must have: a name two, a place one */
  while (word_next(s, &at, &word)) {
    bool joint = word_in(&m->byline_stops, word) && word.len <= 3;
    if (joint && run < least) return false;
    if (joint) least = least == 2 && word.len == 2 ? 1 : 2;
    run = joint ? 0 : run + 1;
    if (!joint && (run > NAME_WORDS - 1 || !is_capitalised(word) || has_digit(word))) return false;
    if (word.len > 2 && trailing_marks(word) && at < s.len) return false;
  }
  return run >= least;
}

/* "West Africa Correspondent": capitalised words, a job among them. */
bool byline_is_job(const intake_model *m, str s) {
  size_t at = 0;
  str word;
  uint32_t words = 0, jobs = 0;
  while (word_next(s, &at, &word)) {
    str bare = str_of_trimmed(word);
    bool job = word_in(&m->byline_jobs, bare);
    if (++words > JOB_WORDS || !(job || is_capitalised(bare) || word_in(&m->name_links, bare))) return false;
    jobs += job;
  }
  return jobs > 0 && words > 1 && ending_of(s) == END_NONE;
}

static bool names_role(const intake_model *m, str s) {
  size_t at = 0;
  str word;
  if (phrase_find(&m->agencies, s, NULL) != SIZE_MAX) return true;
  while (word_next(s, &at, &word)) {
    if (word_in(&m->byline_jobs, str_of_trimmed(word))) return true;
  }
  return false;
}

bool byline_is_names(const intake_model *m, str s, bool *role) {
  *role = false;
  if (s.len > BYLINE_BYTES || ending_of(s) != END_NONE) return false;
  size_t comma = str_find(s, STR(", "));
  str names = comma == SIZE_MAX ? s : str_sub(s, 0, comma);
  uint32_t more;
  if (!is_plain_names(m, names)) return false;
  if (comma == SIZE_MAX) return true;
  str rest = str_sub(s, comma + 2, s.len);
  *role = is_name_like(m, rest, &more) || !more ? names_role(m, rest) : false;
  return *role;
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
    bool stop = is_stop(m, bare);
    size_t cue = stop ? 0 : phrase_at(&m->byline_cues, str_sub(s, start, s.len), NULL);
    if (stop || cue) {
      bool job = n.words && !cue && word_in(&m->byline_jobs, bare);
      if (job) n.words = 0;                  /* "West Africa Correspondent": no name of a person */
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
