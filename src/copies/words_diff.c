/* Longest common list of words of each pair of aligned sentences. What stands between two common words on
 * both sides was put in place of the other: a changed fact, where it is a name or number that the other text
 * has nowhere. */
#include "copies/words_diff.h"

enum { MOST_CELLS = 1 << 16, LONGEST_GAP = 4, SHORTEST_CLOSE = 4, LONGEST_CLOSE = 32 };

typedef struct {
  pairing *p;
  uint16_t *cells; size_t cap;
  uint32_t *partner;           /* [words of the sentence of b] word of a + 1 */
  uint32_t partner_cap;
} differ;

/* ---- words --------------------------------------------------------------------------------------------- */

static bool unknown(const pairing *p, const word *x) {
  return !(x->flags & WORD_STOP) && x->idf == p->m->limits[LIMIT_MAX_IDF];
}

/* Edit distance up to `most`; above it, more than `most`. Both up to LONGEST_CLOSE bytes. Only cells that near the diagonal
 * are looked at (Ukkonen 1985). */
static uint32_t distance(str x, str y, uint32_t most) {
  uint8_t row[LONGEST_CLOSE + 2];
  const uint8_t far = (uint8_t)(most + 1);
  for (size_t j = 0; j <= y.len; j++) row[j] = j <= most ? (uint8_t)j : far;
  for (size_t i = 0; i < x.len; i++) {
    size_t from = i > most ? i - most : 0, end = i + most + 1 < y.len ? i + most + 1 : y.len;
    uint8_t corner = row[from], least = far;
    row[from] = from ? far : (uint8_t)(i + 1);
    for (size_t j = from; j < end; j++) {
      uint8_t swap = (uint8_t)(corner + (x.ptr[i] != y.ptr[j]));
      corner = row[j + 1];
      uint8_t gap = (uint8_t)((row[j] < corner ? row[j] : corner) + 1);
      row[j + 1] = swap < gap ? swap : gap;
      if (row[j + 1] < least) least = row[j + 1];
    }
    if (least > most && row[from] > most) return most + 1;
  }
  return row[y.len];
}

/* Whether one of the two is a misread form of the other: a word that nobody knows, a letter or two apart. */
static bool is_close(const pairing *p, const word *x, const word *y) {
  if ((x->flags | y->flags) & WORD_NUMBER || (!unknown(p, x) && !unknown(p, y))) return false;
  str s = word_letters(p->a.t->w, (uint32_t)(x - p->a.t->w->words)),
      t = word_letters(p->b.t->w, (uint32_t)(y - p->b.t->w->words));
  size_t shorter = s.len < t.len ? s.len : t.len, longer = s.len < t.len ? t.len : s.len;
  if (shorter < SHORTEST_CLOSE || longer > LONGEST_CLOSE || longer - shorter > 2) return false;
  uint32_t most = 1 + (uint32_t)shorter / 6;
  return distance(s, t, most) <= most;
}

/* ---- one pair of sentences ----------------------------------------------------------------------------- */

static void take(differ *d, uint32_t i, uint32_t j, uint32_t first_b) {
  pairing *p = d->p;
  const word *x = &p->a.t->w->words[i], *y = &p->b.t->w->words[j];
  bool same = x->stem == y->stem;
  d->partner[j - first_b] = i + 1;
  uint8_t hit = HIT_CLOSE;
  if (same)
    hit = str_eq(word_letters(p->a.t->w, i), word_letters(p->b.t->w, j)) ? HIT_STEM | HIT_SAME : HIT_STEM;
  p->a.hits[i] |= hit;
  p->b.hits[j] |= hit;
  if (same) return;
  p->close++;
  p->a.close += unknown(p, x) && !unknown(p, y);
  p->b.close += unknown(p, y) && !unknown(p, x);
}

static bool match(const pairing *p, uint32_t i, uint32_t j) {
  const word *x = &p->a.t->w->words[i], *y = &p->b.t->w->words[j];
  return x->stem == y->stem || is_close(p, x, y);
}

/* The part [i, i_end) × [j, j_end) of the sentences, whose ends differ. */
static void match_middle(differ *d, uint32_t i, uint32_t i_end, uint32_t j, uint32_t j_end,
                         uint32_t first_b) {
  size_t rows = i_end - i + 1, columns = j_end - j + 1;
  if (rows > MOST_CELLS / columns) return;
  if (rows * columns > d->cap) d->cells = ARENA_ARRAY(d->p->mem, uint16_t, d->cap = 2 * rows * columns);
  uint16_t *c = d->cells;      /* cell (r, k): longest list of the words from i + r and j + k on */
  memset(c + (rows - 1) * columns, 0, columns * sizeof *c);
  for (size_t r = rows - 1; r--;) {
    c[r * columns + columns - 1] = 0;
    for (size_t k = columns - 1; k--;) {
      uint16_t down = c[(r + 1) * columns + k], right = c[r * columns + k + 1],
               best = down > right ? down : right;
      if (match(d->p, i + (uint32_t)r, j + (uint32_t)k) && c[(r + 1) * columns + k + 1] >= best)
        best = (uint16_t)(c[(r + 1) * columns + k + 1] + 1);
      c[r * columns + k] = best;
    }
  }
  for (size_t r = 0, k = 0; r + 1 < rows && k + 1 < columns;) {
    uint16_t here = c[r * columns + k];
    if (here == c[(r + 1) * columns + k]) r++;
    else if (here == c[r * columns + k + 1]) k++;
    else take(d, i + (uint32_t)r++, j + (uint32_t)k++, first_b);
  }
}

/* Facts of a gap that the other text does not have; often: names among them that come up more than once. */
typedef struct { uint32_t names, numbers, often, first, end; } fact_count;

static bool is_often(const copy_text *t, uint32_t i) {
  return t->stem_of[i] != UINT32_MAX && t->stems[t->stem_of[i]].count > 1;
}

static fact_count foreign_facts(const pairing *p, const pairing_side *s, uint32_t first, uint32_t end) {
  fact_count n = {.first = end, .end = first};
  for (uint32_t i = first; i < end; i++) {
    uint8_t flags = s->t->w->words[i].flags;
    if (!(flags & (WORD_NAME | WORD_NUMBER)) || pairing_shares(p, s, i)) continue;
    n.names += (flags & WORD_NAME) != 0;
    n.numbers += (flags & WORD_NUMBER) != 0;
    n.often += (flags & WORD_NAME) && is_often(s->t, i);
    if (n.first == end) n.first = i;
    n.end = i + 1;
  }
  return n;
}

static void add_change(pairing *p, uint32_t i, uint32_t i_end, uint32_t j, uint32_t j_end) {
  *ARENA_PUSH(p->mem, p->changes, p->n_changes, p->cap_changes) = (word_change){i, i_end, j, j_end};
}

/* One name or number for another: a change even where each stands elsewhere in the other text; but not where
 * its place in the other text is known letter by letter, as in a sentence that is a neighbour's double. */
static bool is_swap(const pairing *p, uint32_t i, uint32_t j) {
  if ((p->a.hits[i] | p->b.hits[j]) & HIT_RUN) return false;
  uint8_t both = p->a.t->w->words[i].flags & p->b.t->w->words[j].flags;
  return (both & (WORD_NAME | WORD_NUMBER)) != 0;
}

static void see_gap(pairing *p, uint32_t i, uint32_t i_end, uint32_t j, uint32_t j_end) {
  if (i == i_end || j == j_end || i_end - i > LONGEST_GAP || j_end - j > LONGEST_GAP) return;
  fact_count a = foreign_facts(p, &p->a, i, i_end), b = foreign_facts(p, &p->b, j, j_end);
  uint32_t names = a.names < b.names ? a.names : b.names,
           numbers = a.numbers < b.numbers ? a.numbers : b.numbers;
  p->changed_names += names;
  p->changed_numbers += numbers;
  p->changed_often += a.often < b.often ? a.often : b.often;
  if (names || numbers) add_change(p, a.first, a.end, b.first, b.end);
  else if (i_end - i == 1 && j_end - j == 1 && is_swap(p, i, j)) add_change(p, i, i_end, j, j_end);
}

static void see_gaps(differ *d, const sentence *x, const sentence *y) {
  uint32_t i = x->first, j = y->first;
  for (uint32_t k = y->first; k < y->end; k++) {
    uint32_t partner = d->partner[k - y->first];
    if (!partner) continue;
    see_gap(d->p, i, partner - 1, j, k);
    i = partner;
    j = k + 1;
  }
  see_gap(d->p, i, x->end, j, y->end);
}

static void match_sentences(differ *d, const aligned *s) {
  const sentence *x = &d->p->a.t->w->sentences[s->a], *y = &d->p->b.t->w->sentences[s->b];
  uint32_t i = x->first, i_end = x->end, j = y->first, j_end = y->end;
  if (j_end - j > d->partner_cap)
    d->partner = ARENA_ARRAY(d->p->mem, uint32_t, d->partner_cap = 2 * (j_end - j));
  memset(d->partner, 0, (j_end - j) * sizeof *d->partner);
  while (i < i_end && j < j_end && match(d->p, i, j)) take(d, i++, j++, y->first);
  while (i < i_end && j < j_end && match(d->p, i_end - 1, j_end - 1)) take(d, --i_end, --j_end, y->first);
  if (i < i_end && j < j_end) match_middle(d, i, i_end, j, j_end, y->first);
  see_gaps(d, x, y);
}

void words_diff(pairing *p) {
  differ d = {.p = p};
  for (uint32_t i = 0; i < p->sentences.n; i++) match_sentences(&d, &p->sentences.pairs[i]);
}
