#include "copies/threads.h"
#include <stdlib.h>

/* Numbers of pack section [threads]. */
typedef enum {
  MAX_WORDS, EARLY, MAX_IDF, TITLE, NAME, NUMBER, BIAS, WORDS, TITLE_HELD, SAME_DAY, NEXT_DAY, A_DAY,
  UNDATED, WINDOW, FIRST_MEMBERS, CLOSE_THREAD, RIVAL, KEY_REACH, KEY_SHARED, KEY_CAP, FITTED, N_NUMBERS
} number;

typedef struct { const char *name; int32_t least, most; } number_row;

enum { KEY_TERMS = 32, MOST_REACH = 80, HIGH = 1000000, OUTSIDE = -4 * HIGH };

static const number_row rows[N_NUMBERS] = {
    [MAX_WORDS] = {"max-words", 1, 30000},
    [EARLY] = {"early", 1, 30000},
    [MAX_IDF] = {"max-idf", 1, INT16_MAX},
    [TITLE] = {"title", 1, 1000},
    [NAME] = {"name", 1, 1000},
    [NUMBER] = {"number", 1, 1000},
    [BIAS] = {"bias", -HIGH, HIGH},
    [WORDS] = {"words", -HIGH, HIGH},
    [TITLE_HELD] = {"title-held", -HIGH, HIGH},
    [SAME_DAY] = {"same-day", -HIGH, HIGH},
    [NEXT_DAY] = {"next-day", -HIGH, HIGH},
    [A_DAY] = {"a-day", -HIGH, HIGH},
    [UNDATED] = {"undated", -HIGH, HIGH},
    [WINDOW] = {"window-days", 0, 1000},
    [FIRST_MEMBERS] = {"first-members", 1, THREAD_FIRST},
    [CLOSE_THREAD] = {"close-thread", 0, HIGH},
    [RIVAL] = {"rival", 0, 1000},
    [KEY_REACH] = {"key-reach", 2, MOST_REACH},
    [KEY_SHARED] = {"key-shared", 1, THREAD_KEYS},
    [KEY_CAP] = {"key-cap", 1, HIGH},
    [FITTED] = {"fitted", 1, HIGH},
};

struct threads_model { int32_t numbers[N_NUMBERS]; };

/* ---- loading ------------------------------------------------------------------------------------------- */

static ch_status load_row(threads_model *t, bool *known, const pack_row *r, ch_error *err) {
  str name = pack_field(r, 0), value = pack_field(r, 1);
  bool minus = value.len && value.ptr[0] == '-';
  uint32_t n, k = 0;
  while (k < N_NUMBERS && !str_eq(name, str_of(rows[k].name))) k++;
  if (k == N_NUMBERS) return pack_err(err, r, "[threads] has no number of this name; see docs/copies.md");
  if (!str_u32(minus ? str_sub(value, 1, value.len) : value, &n) || n > INT32_MAX)
    return pack_err(err, r, "this is not a whole number");
  t->numbers[k] = minus ? -(int32_t)n : (int32_t)n;
  if (t->numbers[k] < rows[k].least || t->numbers[k] > rows[k].most)
    return pack_err(err, r, "%s must be %d to %d", rows[k].name, rows[k].least, rows[k].most);
  known[k] = true;
  return CH_OK;
}

ch_status threads_load(const threads_model **out, arena *a, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "threads");
  bool known[N_NUMBERS] = {false};
  *out = NULL;
  if (!t->n) return CH_OK;
  threads_model *m = ARENA_NEW(a, threads_model);
  for (uint32_t i = 0; i < t->n; i++) {
    ch_status status = load_row(m, known, &t->rows[i], err);
    if (status) return status;
  }
  for (int k = 0; k < N_NUMBERS; k++)
    if (!known[k])
      return err_set(err, CH_ERR_PACK, "threads.txt: [threads] lacks the row %s; add it (see docs/copies.md)",
                     rows[k].name);
  *out = m;
  return CH_OK;
}

threads_policy threads_limits(const copies_model *m) {
  if (!m->threads) return (threads_policy){.min_shared = UINT32_MAX};
  const int32_t *x = m->threads->numbers;
  return (threads_policy){(uint32_t)x[KEY_SHARED], (uint32_t)x[KEY_CAP], x[WINDOW],
                          (uint32_t)x[FIRST_MEMBERS], (uint32_t)x[FITTED]};
}

/* ---- sketches ------------------------------------------------------------------------------------------ */

/* A stem of the report; early uses count more. */
typedef struct { uint64_t square; uint32_t stem, uses; uint16_t idf; uint8_t flags; } stem_use;

/* Digit by digit, without a branch that would be guessed. */
static uint32_t root_of(uint64_t n) {
  uint64_t root = 0, bit = n ? (uint64_t)1 << ((63 - __builtin_clzll(n)) & ~1) : 0;
  for (; bit; bit >>= 2) {
    uint64_t next = root + bit, fits = -(uint64_t)(n >= next);
    n -= next & fits;
    root = (root >> 1) + (bit & fits);
  }
  return (uint32_t)root;
}

static uint32_t short_stem(uint64_t stem) { return (uint32_t)stem ? (uint32_t)stem : 1; }

/* Slots go by the first bits of stems, so that they stand nearly in order. */
static stem_use *slot_of(stem_use *slots, unsigned bits, uint32_t stem) {
  uint32_t at = stem >> (32 - bits), mask = ((uint32_t)1 << bits) - 1;
  while (slots[at].stem && slots[at].stem != stem) at = (at + 1) & mask;
  return &slots[at];
}

/* The distinct stems, nearly in order. */
static stem_use *count_stems(arena *a, const threads_model *t, const wording *w, uint32_t *n_stems) {
  uint32_t most = (uint32_t)t->numbers[MAX_WORDS], early = (uint32_t)t->numbers[EARLY];
  uint32_t n = w->n_words < most ? w->n_words : most;
  unsigned bits = 4;
  while ((uint32_t)1 << bits < 2 * n) bits++;
  stem_use *slots = ARENA_ARRAY(a, stem_use, (size_t)1 << bits);      /* open addressing; stem 0: free */
  for (uint32_t i = 0; i < n; i++) {
    const word *x = &w->words[i];
    if (x->flags & WORD_STOP || !x->idf) continue;
    stem_use *s = slot_of(slots, bits, short_stem(x->stem));
    s->stem = short_stem(x->stem);
    s->uses += 1000 * early / (early + i + 1);
    s->idf = x->idf;
    s->flags |= x->flags & (WORD_NAME | WORD_NUMBER);
    if (w->sentences[x->sentence].kind == BLOCK_TITLE) s->flags |= THREAD_TITLE;
  }
  *n_stems = 0;
  for (uint32_t i = 0; i < (uint32_t)1 << bits; i++) {
    slots[*n_stems] = slots[i];
    *n_stems += slots[i].stem != 0;
  }
  return slots;
}

/* The root of uses times idf: so one word said often does not make two reports alike. This is its square. */
static uint64_t square_of(const threads_model *t, const stem_use *s) {
  const int32_t *x = t->numbers;
  uint64_t square = (uint64_t)s->uses * (s->idf < x[MAX_IDF] ? s->idf : (uint32_t)x[MAX_IDF]);
  if (s->flags & THREAD_TITLE) square = square * (uint32_t)x[TITLE] / 100;
  if (s->flags & WORD_NAME) square = square * (uint32_t)x[NAME] / 100;
  if (s->flags & WORD_NUMBER) square = square * (uint32_t)x[NUMBER] / 100;
  return square;
}

/* The k-th greatest of n numbers, k from 0 on; they change places: quickselect (Hoare 1961). */
static uint64_t greatest(uint64_t *x, uint32_t n, uint32_t k) {
  int64_t from = 0, to = (int64_t)n - 1;
  while (from < to) {
    int64_t i = from, j = to;
    for (uint64_t pivot = x[from + (to - from) / 2]; i <= j;) {
      while (x[i] > pivot) i++;
      while (x[j] < pivot) j--;
      if (i > j) break;
      uint64_t swap = x[i];
      x[i++] = x[j];
      x[j--] = swap;
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else break;                /* what stands between the two is the pivot */
  }
  return x[k];
}

/* Total order: stems are distinct. They come nearly in order, so that this is little more than a pass. */
static void sort_stems(stem_use *stems, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    stem_use x = stems[i];
    uint32_t at = i;
    for (; at && stems[at - 1].stem > x.stem; at--) stems[at] = stems[at - 1];
    stems[at] = x;
  }
}

static thread_term term_of(const stem_use *s) {
  uint32_t root = root_of(s->square);
  return (thread_term){s->stem, root < UINT16_MAX ? (uint16_t)root : UINT16_MAX, s->flags};
}

static thread_sketch *of_terms(arena *a, const thread_term *terms, uint32_t n) {
  thread_sketch *s = ARENA_NEW(a, thread_sketch);
  s->terms = terms;
  s->n = n;
  for (uint32_t i = 0; i < n; i++) {
    uint64_t square = (uint64_t)terms[i].weight * terms[i].weight;
    s->squares += square;
    if (terms[i].flags & THREAD_TITLE) s->title_squares += square;
  }
  s->norm = root_of(s->squares);
  return s;
}

/* The heaviest `most` of n, in order; of equal ones the smaller stems. How many. */
static uint32_t keep_heaviest(arena *a, stem_use *stems, uint32_t n, uint32_t most) {
  uint64_t *squares = ARENA_ARRAY(a, uint64_t, n + 1);
  for (uint32_t i = 0; i < n; i++) squares[i] = stems[i].square;
  const uint64_t least = n > most ? greatest(squares, n, most - 1) : 1;
  uint32_t over = 0, kept = 0;
  for (uint32_t i = 0; i < n; i++) over += stems[i].square > least;
  uint32_t equal = most > over ? most - over : 0;
  for (uint32_t i = 0; i < n; i++)
    if (stems[i].square > least || (stems[i].square && stems[i].square == least && equal && equal--)) stems[kept++] = stems[i];
  return kept;
}

const thread_sketch *threads_sketch(arena *a, const copies_model *m, const wording *w) {
  if (!m->threads) return of_terms(a, NULL, 0);
  uint32_t n_stems;
  stem_use *stems = count_stems(a, m->threads, w, &n_stems);
  for (uint32_t i = 0; i < n_stems; i++) stems[i].square = square_of(m->threads, &stems[i]);
  sort_stems(stems, n_stems);
  uint32_t n = keep_heaviest(a, stems, n_stems, THREAD_TERMS);
  thread_term *terms = ARENA_ARRAY(a, thread_term, n + 1);
  for (uint32_t i = 0; i < n; i++) terms[i] = term_of(&stems[i]);
  return of_terms(a, terms, n);
}

/* ---- as bytes ------------------------------------------------------------------------------------------ */

enum { VERSION = 1, HEAD = 2, TERM_BYTES = 7 };

uint32_t threads_encode(uint8_t *bytes, const thread_sketch *s) {
  uint8_t *p = bytes;
  *p++ = VERSION;
  *p++ = (uint8_t)s->n;
  for (uint32_t i = 0; i < s->n; i++) {
    const thread_term *t = &s->terms[i];
    for (int k = 0; k < 4; k++) *p++ = (uint8_t)(t->stem >> (8 * k));
    for (int k = 0; k < 2; k++) *p++ = (uint8_t)(t->weight >> (8 * k));
    *p++ = t->flags;
  }
  return (uint32_t)(p - bytes);
}

static thread_term read_term(const uint8_t *p) {
  thread_term t = {0, 0, p[6]};
  for (int k = 0; k < 4; k++) t.stem |= (uint32_t)p[k] << (8 * k);
  for (int k = 0; k < 2; k++) t.weight |= (uint16_t)((uint16_t)p[4 + k] << (8 * k));
  return t;
}

const thread_sketch *threads_decode(arena *a, const uint8_t *bytes, size_t n) {
  if (n < HEAD || bytes[0] != VERSION || bytes[1] > THREAD_TERMS || n != HEAD + (size_t)bytes[1] * TERM_BYTES)
    return NULL;
  thread_term *terms = ARENA_ARRAY(a, thread_term, bytes[1] + 1);
  for (uint32_t i = 0; i < bytes[1]; i++) {
    terms[i] = read_term(bytes + HEAD + i * TERM_BYTES);
    if (!terms[i].weight || (i && terms[i].stem <= terms[i - 1].stem)) return NULL;
  }
  return of_terms(a, terms, bytes[1]);
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

/* Total order: equal keys are one key. */
static int by_key(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static bool is_heavier(const thread_term *x, const thread_term *y) {
  return x->weight != y->weight ? x->weight > y->weight : x->stem < y->stem;
}

/* The heaviest terms, heaviest first. */
static uint32_t take_heaviest(thread_term *out, const thread_sketch *s, uint32_t most) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->n; i++) {
    uint32_t at = n < most ? n++ : n;
    for (; at && is_heavier(&s->terms[i], &out[at - 1]); at--)
      if (at < most) out[at] = out[at - 1];
    if (at < most) out[at] = s->terms[i];
  }
  return n;
}

static uint32_t pair_key(uint32_t x, uint32_t y) {
  uint64_t h = ((uint64_t)(x < y ? x : y) << 32 | (x < y ? y : x)) * 0x9E3779B97F4A7C15u;
  return (uint32_t)(h >> 32);
}

/* Pairs of the heaviest terms: one word is common to too many reports of a day, two seldom are. The heavier
 * one is, the further down the list its partner may stand. */
uint32_t threads_keys(uint32_t *keys, const copies_model *m, const thread_sketch *s) {
  thread_term heavy[KEY_TERMS];
  if (!m->threads) return 0;
  uint32_t reach = (uint32_t)m->threads->numbers[KEY_REACH], all = 0, distinct = 0;
  uint32_t n = take_heaviest(heavy, s, KEY_TERMS);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = i + 1; j < n && (i + 1) * (j + 1) <= reach && all < THREAD_KEYS; j++)
      keys[all++] = pair_key(heavy[i].stem, heavy[j].stem);
  if (all) qsort(keys, all, sizeof *keys, by_key);
  for (uint32_t i = 0; i < all; i++)
    if (!distinct || keys[distinct - 1] != keys[i]) keys[distinct++] = keys[i];
  return distinct;
}

/* ---- likeness ------------------------------------------------------------------------------------------ */

/* What two sketches share. */
typedef struct { uint64_t product, a_title, b_title; } shared_terms;

static shared_terms share(const thread_sketch *a, const thread_sketch *b) {
  shared_terms s = {0};
  for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
    const thread_term *x = &a->terms[i], *y = &b->terms[j];
    if (x->stem == y->stem) {
      s.product += (uint64_t)x->weight * y->weight;
      if (x->flags & THREAD_TITLE) s.a_title += (uint64_t)x->weight * x->weight;
      if (y->flags & THREAD_TITLE) s.b_title += (uint64_t)y->weight * y->weight;
    }
    i += x->stem <= y->stem;
    j += y->stem <= x->stem;
  }
  return s;
}

static int64_t thousandths(uint64_t part, uint64_t whole) {
  return whole ? (int64_t)(part * 1000 / whole) : 0;
}

int32_t threads_likeness(const copies_model *m, const thread_sketch *a, const thread_sketch *b) {
  if (!m->threads) return -HIGH;
  const int32_t *x = m->threads->numbers;
  shared_terms s = share(a, b);
  int64_t words = thousandths(s.product, (uint64_t)a->norm * b->norm);
  int64_t a_held = thousandths(s.a_title, a->title_squares);
  int64_t b_held = thousandths(s.b_title, b->title_squares);
  int64_t held = a_held > b_held ? a_held : b_held;
  return (int32_t)(x[BIAS] + words * x[WORDS] / 1000 + held * x[TITLE_HELD] / 1000);
}

int32_t threads_least_likeness(const copies_model *m) {
  if (!m->threads) return -HIGH;
  const int32_t *x = m->threads->numbers;
  return x[BIAS] + (x[WORDS] < 0 ? x[WORDS] : 0) + (x[TITLE_HELD] < 0 ? x[TITLE_HELD] : 0);
}

int32_t threads_days(const copies_model *m, int32_t days_apart) {
  if (!m->threads) return -HIGH;
  const int32_t *x = m->threads->numbers;
  if (days_apart == THREAD_UNDATED) return x[UNDATED];
  if (days_apart < 0 || days_apart > x[WINDOW]) return OUTSIDE;
  if (!days_apart) return x[SAME_DAY];
  int64_t fading = x[NEXT_DAY] + (int64_t)(days_apart - 1) * x[A_DAY];
  return fading < OUTSIDE ? OUTSIDE : fading > HIGH ? HIGH : (int32_t)fading;
}

int32_t threads_score(const copies_model *m, const thread_sketch *a, const thread_sketch *b,
                      int32_t days_apart) {
  return threads_likeness(m, a, b) + threads_days(m, days_apart);
}

int32_t threads_closeness(const copies_model *m, const thread_sketch *const *first, uint32_t n) {
  int64_t sum = 0, pairs = 0;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = 0; j < i; j++, pairs++) sum += threads_likeness(m, first[j], first[i]);
  return pairs ? (int32_t)(sum / pairs) : 0;
}

/* One report alone draws in what its story does not; so the first members are asked too, and on average.
 * Where they are alike among themselves, a newcomer must be so too: else it is of the next such thing. */
int32_t threads_fit(const copies_model *m, int32_t likeness, int32_t days_apart, const int32_t *others,
                    uint32_t n, int32_t closeness) {
  int64_t fit = likeness;
  for (uint32_t i = 0; i < n; i++) fit += others[i];
  fit /= (int64_t)n + 1;
  if (n && m->threads) fit -= (int64_t)closeness * m->threads->numbers[CLOSE_THREAD] / 1000;
  return (int32_t)(fit + threads_days(m, days_apart));
}

/* A report that is nearly as like another thread is of a matter that is much in the news: what it shares is
 * the matter's. */
int32_t threads_rivalry(const copies_model *m, int32_t likeness) {
  if (!m->threads || likeness <= m->threads->numbers[BIAS]) return 0;
  return (int32_t)(((int64_t)likeness - m->threads->numbers[BIAS]) * m->threads->numbers[RIVAL] / 1000);
}
