#include "views/novelty.h"
#include <stdlib.h>

enum {
  RUN = 6,                 /* words: shorter runs come up in any two texts of one matter */
  LEAST_SCORE = 300,       /* a passage below has but a few words in common with the other side */
  SENTENCE = 4             /* words that a new sentence has at least */
};

/* ---- links ------------------------------------------------------------------------------------------ */

static const char *const closest[] = {"same_report", "revision", "excerpt", "rewrite", "shares_background"};
enum { REWRITE = 3, FAMILY = 4, CLOSEST = sizeof closest / sizeof *closest };

static int rank_of(str relation) {
  for (int i = 0; i < CLOSEST; i++)
    if (str_eq(relation, str_of(closest[i]))) return i;
  return CLOSEST;
}

bool link_in_family(str relation) { return rank_of(relation) < FAMILY; }

/* Total order: an id stands in one row only. */
static int by_report(const void *x, const void *y) {
  const view_link *p = x, *q = y;
  int c = str_cmp(p->b, q->b);
  if (!c) c = p->rank - q->rank;
  return c ? c : str_cmp(row_str(p->row, "id"), row_str(q->row, "id"));
}

bool links_make(view_links *out, const view_rows *rows) {
  const json_t *list = rows->lists[ROW_LINK];
  *out = (view_links){calloc(json_array_size(list) + 1, sizeof *out->links), 0};
  if (!out->links) return false;
  size_t i;
  json_t *row;
  json_array_foreach(list, i, row) {
    str b = row_str(row, "b");
    if (!b.ptr || json_is_false(json_object_get(row, "best"))) continue;
    out->links[out->n++] = (view_link){b, rank_of(row_str(row, "relation")), row};
  }
  qsort(out->links, out->n, sizeof *out->links, by_report);
  return true;
}

void links_free(view_links *links) { free(links->links); }

const view_link *links_of_report(const view_links *links, str report_id, size_t *n) {
  size_t lo = 0, hi = links->n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (str_cmp(links->links[mid].b, report_id) < 0) lo = mid + 1;
    else hi = mid;
  }
  for (*n = 0; lo + *n < links->n && str_eq(links->links[lo + *n].b, report_id);) ++*n;
  return links->links + lo;
}

const json_t *links_parent(const view_links *links, str report_id) {
  size_t n;
  const view_link *l = links_of_report(links, report_id, &n);
  return n && l->rank < FAMILY ? l->row : NULL;
}

/* ---- runs of words ------------------------------------------------------------------------------------ */

void seen_begin(view_seen *s, arena *a) { map_init(&s->runs, a, 0); }

/* Calls for each run of RUN words that have a key, with the places of its words. */
typedef void run_fn(void *payload, uint64_t key, const uint32_t places[RUN]);

static void each_run(const view_text *t, run_fn *call, void *payload) {
  for (uint32_t b = 0; b < t->n_blocks; b++) {
    uint32_t places[RUN], n = 0;
    for (uint32_t i = t->blocks[b].start; i < t->blocks[b].end; i++) {
      if (!t->words[i].key) continue;
      if (n == RUN) memmove(places, places + 1, (--n) * sizeof *places);
      places[n++] = i;
      if (n < RUN) continue;
      uint64_t keys[RUN];
      for (int w = 0; w < RUN; w++) keys[w] = t->words[places[w]].key;
      call(payload, map_hash((str){(const char *)keys, sizeof keys}), places);
    }
  }
}

static bool has_key(const view_seen *s, uint64_t key) {
  return map_get(&s->runs, (str){(const char *)&key, sizeof key}) != NULL;
}

static void add_key(view_seen *s, arena *a, uint64_t key) {
  if (!has_key(s, key)) map_put(&s->runs, arena_str(a, (str){(const char *)&key, sizeof key}), NULL);
}

typedef struct { view_seen *seen; arena *a; } adding;

static void add_run(void *payload, uint64_t key, const uint32_t places[RUN]) {
  (void)places;
  adding *x = payload;
  add_key(x->seen, x->a, key);
}

void seen_add(view_seen *s, arena *a, const view_text *t) {
  if (!t) return;
  each_run(t, add_run, &(adding){s, a});
  for (uint32_t i = 0; i < t->n; i++) add_key(s, a, t->words[i].key);
}

typedef struct { const view_seen *seen; bool *old; } looking;

static void look_run(void *payload, uint64_t key, const uint32_t places[RUN]) {
  looking *x = payload;
  if (!has_key(x->seen, key)) return;
  for (int i = 0; i < RUN; i++) x->old[places[i]] = true;
}

/* ---- what is new ----------------------------------------------------------------------------------- */

static bool has_digit(str word) {
  for (size_t i = 0; i < word.len;)
    if (utf8_is_digit(utf8_next(word, &i))) return true;
  return false;
}

/* A word of a passage that no earlier member has was put in: a rewrite has its own words, but not its own
 * numbers. What stands in other families is not at hand. */
static bool put_in(const view_seen *s, const view_text *t, uint32_t w, const view_link *link) {
  if (link->rank >= FAMILY || has_key(s, t->words[w].key)) return false;
  return link->rank < REWRITE || has_digit(str_at(t->text, t->words[w].at));
}

static void cover(bool *old, const view_seen *s, const view_text *t, const view_link *link) {
  size_t i;
  json_t *p;
  json_array_foreach(json_object_get(link->row, "passages"), i, p) {
    uint32_t start, end;
    const json_t *score = json_object_get(p, "score");
    if (json_is_integer(score) && json_integer_value(score) < LEAST_SCORE) continue;
    text_words(t, span_of(json_object_get(p, "b"), t->text.len), &start, &end);
    for (; start < end; start++) old[start] = old[start] || !put_in(s, t, start, link);
  }
}

static bool ends_sentence(str word, str next) {
  size_t n = word.len;
  while (n && strchr("\"')]", word.ptr[n - 1])) n--;
  while (n >= 3 && (unsigned char)word.ptr[n - 3] == 0xE2 && (unsigned char)word.ptr[n - 2] == 0x80) {
    if ((unsigned char)word.ptr[n - 1] == 0xA6) return true;              /* an ellipsis */
    n -= 3;                                                               /* closing quotation marks */
  }
  if (!n || !strchr(".!?", word.ptr[n - 1])) return false;
  if (word.ptr[n - 1] == '.' && n < 4) return false;                      /* initials and short forms go on */
  size_t i = 0;
  uint32_t c = next.len ? utf8_next(next, &i) : 0;
  return !utf8_is_letter(c) || utf8_lower(c) != c;
}

static bool is_new(const view_text *t, const bool *old, uint32_t start, uint32_t end) {
  uint32_t all = 0, fresh = 0;
  for (uint32_t i = start; i < end; i++) {
    all += t->words[i].key != 0;
    fresh += t->words[i].key && !old[i];
  }
  return fresh >= SENTENCE && 2 * fresh > all;
}

/* The first sentence most words of which are new. */
static span first_new(const view_text *t, const bool *old) {
  for (uint32_t b = 0; b < t->n_blocks; b++) {
    const view_block *block = &t->blocks[b];
    if (block->title) continue;
    for (uint32_t i = block->start, start = i; i < block->end; i++) {
      str next = i + 1 < block->end ? str_at(t->text, t->words[i + 1].at) : STR("");
      if (i + 1 < block->end && !ends_sentence(str_at(t->text, t->words[i].at), next)) continue;
      if (is_new(t, old, start, i + 1)) return (span){t->words[start].at.start, t->words[i].at.end};
      start = i + 1;
    }
  }
  return (span){0, 0};
}

/* In thousandths; 0 and 1000 are said of nothing and all alone. */
static uint32_t share(uint64_t part, uint64_t all) {
  if (!part || part == all) return part ? 1000 : 0;
  uint64_t s = (1000 * part + all / 2) / all;
  return (uint32_t)(s < 1 ? 1 : s > 999 ? 999 : s);
}

/* Background that was taken from it is its own. */
static bool gave(const view_link *l) {
  return l->rank >= FAMILY && str_eq(row_str(l->row, "direction"), STR("b>a"));
}

novelty novelty_of(const view_seen *s, arena *a, const view_text *t, const view_links *links) {
  if (!t) return (novelty){0};
  bool *old = ARENA_ARRAY(a, bool, t->n + 1);
  size_t n;
  const view_link *l = links_of_report(links, t->id, &n);
  for (size_t i = 0; i < n; i++)
    if (l[i].rank < CLOSEST && !gave(&l[i])) cover(old, s, t, &l[i]);
  each_run(t, look_run, &(looking){s, old});
  uint64_t all = 0, fresh = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    if (t->blocks[t->words[i].block].title || !t->words[i].key) continue;
    all += span_len(t->words[i].at);
    fresh += old[i] ? 0 : span_len(t->words[i].at);
  }
  return (novelty){true, share(fresh, all), first_new(t, old)};
}
