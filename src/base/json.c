#include "base/json.h"
#include "base/utf8.h"
#include <stdlib.h>

typedef struct { const char *key; size_t start, len; } member;   /* bytes of `"key":value` in the buf */

typedef struct {
  bool is_object, has_key;     /* has_key: a key waits for its value */
  size_t start, n_values;      /* start: place behind the bracket */
  member *members;             /* [n_members]; kept for the next object at this depth */
  size_t n_members, cap_members;
} level;

struct jw {
  arena *a;
  buf *out;
  level *levels;               /* [depth]; beyond: old levels whose arrays are used again */
  size_t depth, n_levels, cap_levels;
  char *scratch;               /* [n_scratch] for sorting members */
  size_t n_scratch;
};

jw *jw_new(arena *a, buf *out) {
  jw *j = ARENA_NEW(a, jw);
  j->a = a;
  j->out = out;
  return j;
}

static bool misuse(jw *j) {
  if (!j->out->status) j->out->status = CH_ERR_ARG;
  return false;
}

/* Before each value: the comma, and whether a value may stand here at all. */
static bool begin_value(jw *j) {
  if (j->out->status) return false;
  if (!j->depth) return true;
  level *top = &j->levels[j->depth - 1];
  if (top->is_object) {
    if (!top->has_key) return misuse(j);
    top->has_key = false;
  } else if (top->n_values++) {
    buf_char(j->out, ',');
  }
  return true;
}

static void open_level(jw *j, bool is_object) {
  if (!begin_value(j)) return;
  buf_char(j->out, is_object ? '{' : '[');
  if (j->depth == j->n_levels) *ARENA_PUSH(j->a, j->levels, j->n_levels, j->cap_levels) = (level){0};
  level *top = &j->levels[j->depth++];
  top->is_object = is_object;
  top->has_key = false;
  top->start = j->out->len;
  top->n_values = top->n_members = 0;
}

void jw_object(jw *j) { open_level(j, true); }
void jw_array(jw *j) { open_level(j, false); }

/* Total order: by key; a key given twice is misuse. */
static int by_key(const void *a, const void *b) {
  const member *one = a, *other = b;
  return strcmp(one->key, other->key);
}

/* Moves the bytes of the members from number `from` on into the order of their keys. */
static void move_members(jw *j, level *top, size_t from) {
  member *m = top->members;
  size_t n = top->n_members, start = m[from].start, len = j->out->len - start;
  if (len > j->n_scratch) {
    j->n_scratch = len > SIZE_MAX / 2 ? len : 2 * len;
    j->scratch = arena_alloc(j->a, j->n_scratch);
  }
  memcpy(j->scratch, j->out->ptr + start, len);
  qsort(m + from, n - from, sizeof *m, by_key);
  char *put = j->out->ptr + start;
  for (size_t i = from; i < n; i++) {
    if (i > from) *put++ = ',';
    put = mempcpy(put, j->scratch + (m[i].start - start), m[i].len);
  }
}

/* Sorts the members of an object that has come to its end. Those at its start that stand right
 * stay where they are, so a caller who gives keys in order pays nothing. */
static void sort_members(jw *j, level *top) {
  member *m = top->members;
  size_t n = top->n_members, sorted = 1, from = 0;
  while (sorted < n && by_key(&m[sorted - 1], &m[sorted]) < 0) sorted++;
  if (sorted >= n) return;
  member least = m[sorted];
  for (size_t i = sorted; i < n; i++)
    if (by_key(&m[i], &least) < 0) least = m[i];
  while (from < sorted && by_key(&m[from], &least) < 0) from++;
  for (size_t i = 0; i < n; i++) m[i].len = (i + 1 < n ? m[i + 1].start - 1 : j->out->len) - m[i].start;
  move_members(j, top, from);
  for (size_t i = 1; i < n; i++)
    if (by_key(&m[i - 1], &m[i]) >= 0) misuse(j);
}

void jw_end(jw *j) {
  if (j->out->status) return;
  if (!j->depth || j->levels[j->depth - 1].has_key) {
    misuse(j);
    return;
  }
  level *top = &j->levels[--j->depth];
  if (top->is_object) sort_members(j, top);
  buf_char(j->out, top->is_object ? '}' : ']');
}

/* The letter that stands for c behind a backslash, or 0. */
static char short_escape(unsigned char c) {
  switch (c) {
    case '"': case '\\': return (char)c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

static void put_escaped(buf *out, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  char letter = short_escape(c);
  char text[6] = {'\\', letter ? letter : 'u', '0', '0', hex[c >> 4], hex[c & 15]};
  buf_add(out, text, letter ? 2 : sizeof text);
}

/* Valid UTF-8, escaped where JSON asks. */
static void put_valid(buf *out, str s) {
  size_t done = 0;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i];
    if (c >= ' ' && c != '"' && c != '\\') continue;
    buf_add(out, s.ptr + done, i - done);
    put_escaped(out, c);
    done = i + 1;
  }
  buf_add(out, s.ptr + done, s.len - done);
}

static void put_string(buf *out, str s) {
  buf_char(out, '"');
  while (s.len) {
    size_t good = utf8_valid(s);
    put_valid(out, (str){s.ptr, good});
    if (good < s.len) buf_str(out, STR("\xEF\xBF\xBD"));
    s = str_sub(s, good < s.len ? good + 1 : good, s.len);
  }
  buf_char(out, '"');
}

void jw_key(jw *j, const char *key) {
  if (j->out->status) return;
  level *top = j->depth ? &j->levels[j->depth - 1] : NULL;
  if (!top || !top->is_object || top->has_key) {
    misuse(j);
    return;
  }
  if (top->n_members) buf_char(j->out, ',');
  *ARENA_PUSH(j->a, top->members, top->n_members, top->cap_members) = (member){key, j->out->len, 0};
  buf_char(j->out, '"');
  buf_str(j->out, str_of(key));          /* plain ASCII, by contract */
  buf_str(j->out, STR("\":"));
  top->has_key = true;
}

void jw_str(jw *j, str s) {
  if (!begin_value(j)) return;
  if (s.ptr) put_string(j->out, s);
  else buf_str(j->out, STR("null"));
}

void jw_int(jw *j, int64_t n) {
  if (begin_value(j)) buf_i64(j->out, n);
}

void jw_raw(jw *j, str canonical) {
  if (begin_value(j)) buf_str(j->out, canonical);
}

void jw_fail(jw *j, ch_status status) {
  if (!j->out->status) j->out->status = status;
}

void jw_bool(jw *j, bool v) { jw_raw(j, v ? STR("true") : STR("false")); }
void jw_null(jw *j) { jw_raw(j, STR("null")); }

void jw_span(jw *j, span s) {
  if (!begin_value(j)) return;
  buf_char(j->out, '[');
  buf_u64(j->out, s.start);
  buf_char(j->out, ',');
  buf_u64(j->out, s.end);
  buf_char(j->out, ']');
}

void jw_key_str(jw *j, const char *key, str s) {
  jw_key(j, key);
  jw_str(j, s);
}

void jw_key_int(jw *j, const char *key, int64_t n) {
  jw_key(j, key);
  jw_int(j, n);
}

void jw_key_bool(jw *j, const char *key, bool v) {
  jw_key(j, key);
  jw_bool(j, v);
}

void jw_key_null(jw *j, const char *key) {
  jw_key(j, key);
  jw_null(j);
}

void jw_key_span(jw *j, const char *key, span s) {
  jw_key(j, key);
  jw_span(j, s);
}
