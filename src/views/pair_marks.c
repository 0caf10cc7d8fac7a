#include "views/pair.h"
#include <stdlib.h>

enum {
  MAX_CELLS = 4000000,     /* of a table of words against words; beyond, only common ends are found */
  GAP = 12,                /* words between two runs that make one passage */
  RUN = 6,                 /* words that a passage has at least where the record names none */
  CLEAR = 500              /* score from which a passage counts though its sentence has a better one */
};

/* ---- which passages are shown ---------------------------------------------------------------------- */

typedef struct { span at[2]; int64_t score; } candidate;

/* Total order: of equal ones any may be first. */
static int by_b(const void *x, const void *y) {
  const candidate *p = x, *q = y;
  const uint32_t a[] = {p->at[1].start, p->at[0].start, p->at[1].end, p->at[0].end};
  const uint32_t b[] = {q->at[1].start, q->at[0].start, q->at[1].end, q->at[0].end};
  for (int i = 0; i < 4; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return p->score < q->score ? -1 : p->score > q->score;
}

/* Best score of the spans of a side, by their first byte. */
static void find_best(map *best, arena *a, const candidate *c, uint32_t n, int side) {
  map_init(best, a, n);
  for (uint32_t i = 0; i < n; i++) {
    str key = {(const char *)&c[i].at[side].start, sizeof c[i].at[side].start};
    uint32_t *place = map_put(best, key, NULL), score = (uint32_t)(c[i].score > 0 ? c[i].score : 0);
    if (*place < score) *place = score;
  }
}

static bool is_best(const map *best, const candidate *c, int side) {
  str key = {(const char *)&c->at[side].start, sizeof c->at[side].start};
  return (int64_t)*map_get(best, key) <= c->score;
}

/* A sentence is aligned with all it has something in common with: shown is its best partner, and others that
 * are clear. */
static void take_passages(pair_marks *p) {
  const json_t *list = json_object_get(p->link, "passages"), *row;
  uint32_t n = (uint32_t)json_array_size(list);
  candidate *c = ARENA_ARRAY(p->a, candidate, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    row = json_array_get(list, i);
    c[i].at[0] = span_of(json_object_get(row, "a"), p->sides[0].text->text.len);
    c[i].at[1] = span_of(json_object_get(row, "b"), p->sides[1].text->text.len);
    const json_t *score = json_object_get(row, "score");
    c[i].score = score ? json_integer_value(score) : 1000;
  }
  qsort(c, n, sizeof *c, by_b);
  map best[2];
  for (int s = 0; s < 2; s++) find_best(&best[s], p->a, c, n, s);
  p->passages = ARENA_ARRAY(p->a, pair_passage, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    pair_passage q;
    int n_best = is_best(&best[0], &c[i], 0) + is_best(&best[1], &c[i], 1);
    if (n_best < (c[i].score < CLEAR ? 2 : 1)) continue;
    for (int s = 0; s < 2; s++) text_words(p->sides[s].text, c[i].at[s], &q.first[s], &q.end[s]);
    if (q.end[0] > q.first[0] && q.end[1] > q.first[1]) p->passages[p->n++] = q;
  }
}

/* ---- where the record has no passages: runs of words ----------------------------------------------- */

static str run_at(arena *a, const view_text *t, uint32_t w) {
  uint64_t *keys = ARENA_ARRAY(a, uint64_t, RUN);
  if (w + RUN > t->blocks[t->words[w].block].end) return (str){NULL, 0};
  for (uint32_t i = 0; i < RUN; i++) keys[i] = t->words[w + i].key;
  return (str){(const char *)keys, RUN * sizeof *keys};
}

/* Words from a run on that are the same, within a paragraph of either side. */
static uint32_t same_words(const view_text *a, uint32_t i, const view_text *b, uint32_t j) {
  uint32_t n = 0, end_a = a->blocks[a->words[i].block].end, end_b = b->blocks[b->words[j].block].end;
  while (i + n < end_a && j + n < end_b && a->words[i + n].key == b->words[j + n].key) n++;
  return n;
}

/* Whether a run goes on where the passage before it ended, but for a few words on either side. */
static bool goes_on(const pair_marks *p, const uint32_t at[2]) {
  if (!p->n) return false;
  const pair_passage *last = &p->passages[p->n - 1];
  for (int s = 0; s < 2; s++) {
    const view_text *t = p->sides[s].text;
    if (at[s] < last->end[s] || at[s] - last->end[s] > GAP) return false;
    if (t->words[at[s]].block != t->words[last->first[s]].block) return false;
  }
  return true;
}

static void add_run(pair_marks *p, uint32_t *cap, const uint32_t at[2], uint32_t n) {
  pair_passage *q = goes_on(p, at) ? &p->passages[p->n - 1] : NULL;
  if (!q) {
    q = ARENA_PUSH(p->a, p->passages, p->n, *cap);
    *q = (pair_passage){.first = {at[0], at[1]}};
  }
  for (int s = 0; s < 2; s++) q->end[s] = at[s] + n;
}

static void take_runs(pair_marks *p) {
  const view_text *a = p->sides[0].text, *b = p->sides[1].text;
  uint32_t cap = 0;
  map runs;
  map_init(&runs, p->a, a->n);
  for (uint32_t i = 0; i < a->n; i++) {
    bool added = false;
    str run = run_at(p->a, a, i);
    uint32_t *place = run.ptr ? map_put(&runs, run, &added) : NULL;
    if (added) *place = i;
  }
  p->passages = NULL;
  for (uint32_t j = 0, n; j < b->n; j += n) {
    str run = run_at(p->a, b, j);
    const uint32_t *i = run.ptr ? map_get(&runs, run) : NULL;
    n = i ? same_words(a, *i, b, j) : 1;
    if (i) add_run(p, &cap, (uint32_t[]){*i, j}, n);
  }
}

/* ---- words that differ ----------------------------------------------------------------------------- */

typedef struct { const view_word *words; bool *other; uint32_t n; } half;

static void match(half *x, half *y, uint32_t i, uint32_t j) { x->other[i] = y->other[j] = false; }

/* Longest common subsequence of what is between the common ends. */
static void match_middle(pair_marks *p, half x, half y) {
  if (!x.n || !y.n || (uint64_t)(x.n + 1) * (y.n + 1) > MAX_CELLS) return;
  size_t row = y.n + 1;
  arena_reset(p->step);
  uint32_t *best = ARENA_ARRAY(p->step, uint32_t, (x.n + 1) * row);
  for (uint32_t i = x.n; i--;)
    for (uint32_t j = y.n; j--;) {
      uint32_t down = best[(i + 1) * row + j], right = best[i * row + j + 1];
      if (x.words[i].key == y.words[j].key) best[i * row + j] = best[(i + 1) * row + j + 1] + 1;
      else best[i * row + j] = down > right ? down : right;
    }
  for (uint32_t i = 0, j = 0; i < x.n && j < y.n;) {
    if (x.words[i].key == y.words[j].key) match(&x, &y, i++, j++);
    else if (best[(i + 1) * row + j] >= best[i * row + j + 1]) i++;
    else j++;
  }
}

static void compare_words(pair_marks *p, const pair_passage *q, bool *other[2]) {
  half h[2];
  for (int s = 0; s < 2; s++) {
    uint32_t first = q->first[s];
    h[s] = (half){p->sides[s].text->words + first, other[s] + first, q->end[s] - first};
  }
  while (h[0].n && h[1].n && h[0].words[h[0].n - 1].key == h[1].words[h[1].n - 1].key)
    match(&h[0], &h[1], --h[0].n, --h[1].n);
  uint32_t i = 0;
  while (i < h[0].n && i < h[1].n && h[0].words[i].key == h[1].words[i].key) match(&h[0], &h[1], i, i), i++;
  for (int s = 0; s < 2; s++) h[s] = (half){h[s].words + i, h[s].other + i, h[s].n - i};
  match_middle(p, h[0], h[1]);
}

/* ---- parts ----------------------------------------------------------------------------------------- */

typedef struct { uint32_t first, end, number; } numbered;

/* Total order: numbers differ. */
static int by_place(const void *x, const void *y) {
  const numbered *p = x, *q = y;
  if (p->first != q->first) return p->first < q->first ? -1 : 1;
  return p->number < q->number ? -1 : p->number > q->number;
}

/* A passage that overlaps another on this side is one part with it. */
static void make_parts(pair_marks *p, int s) {
  numbered *list = ARENA_ARRAY(p->a, numbered, p->n + 1);
  for (uint32_t i = 0; i < p->n; i++)
    list[i] = (numbered){p->passages[i].first[s], p->passages[i].end[s], i + 1};
  qsort(list, p->n, sizeof *list, by_place);
  pair_part *parts = ARENA_ARRAY(p->a, pair_part, p->n + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < p->n; i++) {
    if (!n || list[i].first >= parts[n - 1].end)
      parts[n++] = (pair_part){.first = list[i].first, .end = list[i].end};
    pair_part *at = &parts[n - 1];
    if (at->n < NUMBERS) at->numbers[at->n] = list[i].number;
    at->n++;
    if (list[i].end > at->end) at->end = list[i].end;
  }
  p->sides[s].parts = parts;
  p->sides[s].n_parts = n;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t w = parts[i].first; w < parts[i].end; w++) p->sides[s].part[w] = i + 1;
}

void pair_mark(pair_marks *p) {
  bool *other[2];
  if (!p->sides[0].text || !p->sides[1].text) return;
  take_passages(p);
  if (!p->n) take_runs(p);
  for (int s = 0; s < 2; s++) {
    uint32_t n = p->sides[s].text->n;
    other[s] = ARENA_ARRAY(p->a, bool, n + 1);
    p->sides[s].part = ARENA_ARRAY(p->a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) other[s][i] = p->sides[s].text->words[i].key != 0;
    p->sides[s].other = other[s];
  }
  for (uint32_t i = 0; i < p->n; i++) compare_words(p, &p->passages[i], other);
  for (int s = 0; s < 2; s++) make_parts(p, s);
}
