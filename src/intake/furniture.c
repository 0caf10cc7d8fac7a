#include "intake/furniture.h"
#include "intake/shape.h"

enum {
  HEAD_WIDTH = 100,                      /* columns: a longer line is no running head */
  REPEATS = 3, REPEATS_AT_PAGE = 2,      /* a running head stands at least so often */
  YEAR_DIGITS = 4
};

/* What stands behind line i: nothing below the last line counts as a page's end. */
static gap gap_after(const layout *l, uint32_t i) {
  return i + 1 < l->n ? (gap)l->lines[i + 1].gap : GAP_PAGE;
}

static bool at_page_end(const layout *l, uint32_t i) {
  return !i || l->lines[i].gap == GAP_PAGE || (i + 1 < l->n && l->lines[i + 1].gap == GAP_PAGE);
}

static bool is_bare_number(str key) { return key.len == 1 && key.ptr[0] == 'N'; }

/* Two words at least: times of day and speakers' initials come again without being heads. */
static bool has_words(str key) {
  uint32_t words = 0, letters = 0;
  for (size_t i = 0; i <= key.len; i++) {
    unsigned char c = i < key.len ? (unsigned char)key.ptr[i] : 0;
    bool letter = (c >= 'a' && c <= 'z') || c >= 0x80;
    if (!letter) words += letters >= 3;
    letters = letter ? letters + 1 : 0;
  }
  return words >= 2;
}

/* No paragraph runs over the line: blank lines around it, or a text where each line is a paragraph. */
static bool is_apart(const layout *l, uint32_t i) {
  return (l->lines[i].gap != GAP_NONE && gap_after(l, i) != GAP_NONE) ||
         (!l->wrap && !starts_small(line_str(l, &l->lines[i])));
}

static bool fits_pattern(const layout *l, const intake_model *m, uint32_t i, str key) {
  if (!is_furniture(m, key) && !is_furniture_parts(m, line_str(l, &l->lines[i]))) return false;
  if (is_bare_number(key) && l->lines[i].width >= YEAR_DIGITS) return false;
  /* a number or a word alone may be the end of a wrapped line: it must stand apart */
  bool gaps = l->lines[i].gap != GAP_NONE && gap_after(l, i) != GAP_NONE;
  bool several = memchr(key.ptr, ' ', key.len) && !is_bare_number(key);
  return gaps || several || at_page_end(l, i) || (is_apart(l, i) && !is_bare_number(key));
}

typedef struct { map counts; str *keys; } heads;   /* keys: [n] key of a line that may be a running head */

static void count_heads(heads *h, arena *a, const layout *l, const intake_model *m, bool *out) {
  map_init(&h->counts, a, 64);
  h->keys = ARENA_ARRAY(a, str, l->n);
  for (uint32_t i = 0; i < l->n; i++) {
    const line *n = &l->lines[i];
    if (n->width > HEAD_WIDTH) continue;
    bool edge = at_page_end(l, i), apart = is_apart(l, i), numbered = has_digit(line_str(l, n));
    if (!(edge || apart || numbered || n->width < 40)) continue;
    char room[LINE_KEY_MAX];
    str key = {room, line_key(line_str(l, n), room)};
    if (!key.len) continue;
    out[i] = fits_pattern(l, m, i, key);
    if (out[i] || !(edge || apart || numbered) || ending_of(line_str(l, n)) == END_STOP) continue;
    h->keys[i] = arena_str(a, key);
    *map_put(&h->counts, h->keys[i], NULL) += edge ? REPEATS + 1 - REPEATS_AT_PAGE : 1;
  }
}

/* The first line may be the title and the running head at once, unless the title is below it. */
static bool title_below(const layout *l) {
  if (l->n < 2) return false;
  const line *n = &l->lines[1];
  return n->width <= 100 && !starts_small(line_str(l, n)) && ending_of(line_str(l, n)) == END_NONE;
}

bool *furniture_find(arena *a, const layout *l, const intake_model *m) {
  bool *out = ARENA_ARRAY(a, bool, l->n);
  heads h;
  count_heads(&h, a, l, m, out);
  for (uint32_t i = 0; i < l->n; i++) {
    if (!h.keys[i].len || (!i && !title_below(l))) continue;
    const uint32_t *count = map_get(&h.counts, h.keys[i]);
    str key = h.keys[i];
    if (*count >= REPEATS && has_words(key)) out[i] = true;
  }
  return out;
}
