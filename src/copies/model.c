#include "copies/model.h"
#include "copies/direction_model.h"
#include <endian.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static const char *const limit_names[N_LIMITS] = {[LIMIT_MIN_SHARED] = "min-shared",
                                                  [LIMIT_UNDATED_SHARED] = "undated-shared",
                                                  [LIMIT_CAP] = "cap",
                                                  [LIMIT_WINDOW] = "window-days",
                                                  [LIMIT_RECENT] = "recent-days",
                                                  [LIMIT_NEAR] = "near",
                                                  [LIMIT_CANDIDATES] = "candidates",
                                                  [LIMIT_FAR_BEHIND] = "far-behind",
                                                  [LIMIT_LASTING_PAIRS] = "lasting-pairs",
                                                  [LIMIT_ANCHOR_WEIGHT] = "anchor-weight",
                                                  [LIMIT_ANCHOR_LEAST] = "anchor-least",
                                                  [LIMIT_ANCHOR_MOST] = "anchor-most",
                                                  [LIMIT_MAX_KEYS] = "max-keys",
                                                  [LIMIT_MAX_WORDS] = "max-words",
                                                  [LIMIT_KEY_IDF] = "key-idf",
                                                  [LIMIT_MAX_IDF] = "max-idf",
                                                  [LIMIT_QUICK_CONTAIN] = "quick-contain",
                                                  [LIMIT_QUICK_ORDER] = "quick-order",
                                                  [LIMIT_SEED] = "seed",
                                                  [LIMIT_STRONG] = "strong",
                                                  [LIMIT_VERBATIM] = "verbatim",
                                                  [LIMIT_MISREAD] = "misread",
                                                  [LIMIT_VERBATIM_MISREAD] = "verbatim-misread",
                                                  [LIMIT_SAME_COVER] = "same-cover",
                                                  [LIMIT_SAME_BODY] = "same-body",
                                                  [LIMIT_EXCERPT_COVER] = "excerpt-cover",
                                                  [LIMIT_TAKEN_OVER] = "taken-over",
                                                  [LIMIT_CHANGED_FACTS] = "changed-facts",
                                                  [LIMIT_PARALLEL_NAMES] = "parallel-names",
                                                  [LIMIT_PARALLEL_NOVEL] = "parallel-novel",
                                                  [LIMIT_REWRITE_BIAS] = "rewrite-bias",
                                                  [LIMIT_REWRITE_NOVEL] = "rewrite-novel",
                                                  [LIMIT_REWRITE_NUMBERS] = "rewrite-numbers",
                                                  [LIMIT_REWRITE_CONFLICT] = "rewrite-conflict",
                                                  [LIMIT_REWRITE_ORDER] = "rewrite-order",
                                                  [LIMIT_REWRITE_OUTSIDE] = "rewrite-outside",
                                                  [LIMIT_REWRITE_RARE] = "rewrite-rare",
                                                  [LIMIT_REWRITE_SIZE] = "rewrite-size",
                                                  [LIMIT_REWRITE_PUBLISHER] = "rewrite-publisher",
                                                  [LIMIT_REWRITE_LATE] = "rewrite-late",
                                                  [LIMIT_REWRITE_BOTH] = "rewrite-both",
                                                  [LIMIT_REWRITE_SPLIT] = "rewrite-split",
                                                  [LIMIT_REWRITE_CHAIN] = "rewrite-chain",
                                                  [LIMIT_REWRITE_VERBATIM] = "rewrite-verbatim",
                                                  [LIMIT_BOTH_COVER] = "both-cover",
                                                  [LIMIT_BOTH_WORDS] = "both-words",
                                                  [LIMIT_REWRITE_LEAST] = "rewrite-least",
                                                  [LIMIT_REWRITE_DAYS] = "rewrite-days",
                                                  [LIMIT_RARE_IDF] = "rare-idf",
                                                  [LIMIT_RUN_LETTERS] = "run-letters",
                                                  [LIMIT_RUN_IDF] = "run-idf",
                                                  [LIMIT_PASSAGE] = "passage"};

/* ---- asking -------------------------------------------------------------------------------------------- */

/* The last letters of a word, eight at most, the last one in the lowest byte. */
static uint64_t tail_of(str word) {
  uint64_t tail = 0;
  if (word.len >= sizeof tail) {
    memcpy(&tail, word.ptr + word.len - sizeof tail, sizeof tail);
    return be64toh(tail);
  }
  for (size_t i = 0; i < word.len; i++) tail = tail << 8 | (uint8_t)word.ptr[i];
  return tail;
}

/* Of a word that is its tail: no two have the same (the finalizer of MurmurHash3). */
static uint64_t hash_of_tail(uint64_t x) {
  x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDu;
  x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53u;
  x ^= x >> 33;
  return x ? x : 1;
}

static uint64_t hash_of(str word) {
  if (word.len <= TAIL) return hash_of_tail(tail_of(word));
  uint64_t h = XXH3_64bits(word.ptr, word.len);
  return h ? h : 1;
}

static uint64_t stem_of(str word, uint64_t tail, const suffix *s) {
  size_t kept = word.len - s->from_len;
  if (word.len <= TAIL && kept + s->to_len <= TAIL)
    return hash_of_tail(tail >> 8 * s->from_len << 8 * s->to_len | s->to);
  char stem[256];
  if (kept + s->to_len > sizeof stem) return hash_of(word);
  memcpy(stem, word.ptr, kept);
  for (uint32_t i = s->to_len; i-- > 0;) stem[kept++] = (char)(s->to >> 8 * i);
  return hash_of((str){stem, kept});
}

static uint32_t ending_of(uint64_t tail) { return (tail & 31) << 5 | (tail >> 8 & 31); }

static uint64_t stem_by_tail(const copies_model *m, str word, uint64_t tail) {
  uint32_t ending = ending_of(tail);
  for (uint32_t i = m->suffixes_at[ending]; i < m->suffixes_at[ending + 1]; i++) {
    const suffix *s = &m->suffixes[i];
    if ((tail & s->mask) == s->from && word.len >= (size_t)s->from_len + s->least) return stem_of(word, tail, s);
  }
  return word.len <= TAIL ? hash_of_tail(tail) : hash_of(word);
}

uint64_t model_stem(const copies_model *m, str word) { return stem_by_tail(m, word, tail_of(word)); }

uint64_t model_stem_inside(const copies_model *m, str word) {
  uint64_t tail;
  memcpy(&tail, word.ptr + word.len - sizeof tail, sizeof tail);
  tail = be64toh(tail);
  if (word.len < sizeof tail) tail &= UINT64_MAX >> 8 * (sizeof tail - word.len);
  return stem_by_tail(m, word, tail);
}

static uint32_t slot_of(const stem_weight *weights, uint32_t n_slots, uint64_t stem) {
  uint32_t at = (uint32_t)(stem >> 32) & (n_slots - 1);
  while (weights[at].stem && weights[at].stem != stem) at = (at + 1) & (n_slots - 1);
  return at;
}

void model_prefetch(const copies_model *m, uint64_t stem) {
  __builtin_prefetch(&m->weights[(uint32_t)(stem >> 32) & (m->n_slots - 1)]);
}

stem_weight model_weight(const copies_model *m, uint64_t stem) {
  const stem_weight *w = &m->weights[slot_of(m->weights, m->n_slots, stem)];
  return w->stem ? *w : (stem_weight){stem, (uint16_t)m->limits[LIMIT_MAX_IDF], false};
}

/* Total order: equal hashes are one word. */
static int by_hash(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static bool is_in(const uint64_t *hashes, uint32_t n, str word) {
  uint64_t h = hash_of(word);
  return n && bsearch(&h, hashes, n, sizeof h, by_hash);
}

bool model_may_end(const copies_model *m, str word, str next) {
  if (is_in(m->titles, m->n_titles, word)) return false;
  if (word.len > 1 && !is_in(m->abbreviations, m->n_abbreviations, word)) return true;
  return is_in(m->starters, m->n_starters, next);
}

/* ---- loading ------------------------------------------------------------------------------------------- */

typedef struct { uint64_t *hashes; uint32_t n, cap; } hash_list;

/* Adds the words of a field that is a list, without a full stop at the end. */
static void add_words(arena *a, hash_list *out, str list) {
  str word;
  while (str_split(&list, ';', &word)) {
    word = str_trim(word);
    if (word.len && word.ptr[word.len - 1] == '.') word.len--;
    if (word.len) *ARENA_PUSH(a, out->hashes, out->n, out->cap) = hash_of(word);
  }
}

static void load_endings(copies_model *m, arena *a, const pack *pk) {
  const pack_table *t = pack_find(pk, "abbreviations"), *s = pack_find(pk, "sentence-starters");
  hash_list titles = {0}, others = {0}, starters = {0};
  for (uint32_t i = 0; i < t->n; i++) {
    bool title = str_eq(pack_field(&t->rows[i], 1), STR("title"));
    add_words(a, title ? &titles : &others, pack_field(&t->rows[i], 0));
  }
  for (uint32_t i = 0; i < s->n; i++) add_words(a, &starters, pack_field(&s->rows[i], 0));
  if (titles.n) qsort(titles.hashes, titles.n, sizeof *titles.hashes, by_hash);
  if (others.n) qsort(others.hashes, others.n, sizeof *others.hashes, by_hash);
  if (starters.n) qsort(starters.hashes, starters.n, sizeof *starters.hashes, by_hash);
  m->titles = titles.hashes;
  m->n_titles = titles.n;
  m->abbreviations = others.hashes;
  m->n_abbreviations = others.n;
  m->starters = starters.hashes;
  m->n_starters = starters.n;
}

/* Total order: longest first; equal endings cannot be told apart. */
static int by_length(const void *a, const void *b) {
  const suffix *x = a, *y = b;
  return x->from_len != y->from_len ? y->from_len - x->from_len : (x->from > y->from) - (x->from < y->from);
}

static bool parse_suffix(suffix *out, const pack_row *r) {
  str from = pack_field(r, 0), to = pack_field(r, 1);
  uint32_t least;
  if (!from.len || from.len > TAIL || to.len > sizeof out->to) return false;
  if (!str_u32(pack_field(r, 2), &least) || !least || least > UINT8_MAX) return false;
  *out = (suffix){.from = tail_of(from), .mask = UINT64_MAX >> 8 * (TAIL - from.len), .to = (uint32_t)tail_of(to),
                  .from_len = (uint8_t)from.len, .to_len = (uint8_t)to.len, .least = (uint8_t)least};
  return true;
}

static bool may_end_with(uint32_t ending, const suffix *s) {
  uint32_t own = ending_of(s->from);
  return s->from_len > 1 ? ending == own : ending >> 5 == own >> 5;
}

static ch_status load_suffixes(copies_model *m, arena *a, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "suffixes");
  suffix *all = ARENA_ARRAY(a, suffix, t->n + 1), *listed = NULL;
  uint32_t n = 0, cap = 0;
  for (uint32_t i = 0; i < t->n; i++)
    if (!parse_suffix(&all[i], &t->rows[i]))
      return pack_err(err, &t->rows[i],
                      "a suffix row is: ending (up to 8 bytes) | what takes its place (up to 4) | "
                      "letters that must be left (1 to 255)");
  if (t->n) qsort(all, t->n, sizeof *all, by_length);
  for (uint32_t ending = 0; ending < ENDINGS; ending++) {
    m->suffixes_at[ending] = n;
    for (uint32_t i = 0; i < t->n; i++)
      if (may_end_with(ending, &all[i])) *ARENA_PUSH(a, listed, n, cap) = all[i];
  }
  m->suffixes_at[ENDINGS] = n;
  m->suffixes = listed;
  return CH_OK;
}

static void put_weight(stem_weight *weights, uint32_t n_slots, stem_weight w) {
  stem_weight *at = &weights[slot_of(weights, n_slots, w.stem)];
  if (!at->stem || w.stop) *at = w;
}

static void put_stopwords(const copies_model *m, arena *a, stem_weight *weights, str list) {
  str word;
  while (str_split(&list, ';', &word)) {
    word = utf8_folded(a, str_trim(word));
    if (word.len) put_weight(weights, m->n_slots, (stem_weight){model_stem(m, word), 0, true});
  }
}

static ch_status load_weights(copies_model *m, arena *a, const pack *pk, ch_error *err) {
  const pack_table *idf = pack_find(pk, "idf"), *stop = pack_find(pk, "stopwords");
  size_t n = idf->n;
  for (uint32_t i = 0; i < stop->n; i++) n += pack_field(&stop->rows[i], 0).len / 2 + 1; /* words at most */
  m->n_slots = 256;
  while (m->n_slots < 2 * n) m->n_slots *= 2;
  stem_weight *weights = ARENA_ARRAY(a, stem_weight, m->n_slots);
  m->weights = weights;
  for (uint32_t i = 0; i < idf->n; i++) {
    str stem = pack_field(&idf->rows[i], 0);
    uint32_t value;
    if (!stem.len || !str_u32(pack_field(&idf->rows[i], 1), &value) || value > INT16_MAX)
      return pack_err(err, &idf->rows[i], "a row of [idf] is: stem | idf × 100");
    put_weight(weights, m->n_slots, (stem_weight){hash_of(stem), (uint16_t)value, false});
  }
  for (uint32_t i = 0; i < stop->n; i++) put_stopwords(m, a, weights, pack_field(&stop->rows[i], 0));
  return CH_OK;
}

enum { MOST_KEYS = 60000 };    /* a fingerprint counts them in 16 bits */

static ch_status load_limits(copies_model *m, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "copies");
  bool known[N_LIMITS] = {false};
  for (uint32_t i = 0; i < t->n; i++) {
    str name = pack_field(&t->rows[i], 0), value = pack_field(&t->rows[i], 1);
    bool minus = value.len && value.ptr[0] == '-';
    uint32_t n, k = 0;
    if (minus) value = str_sub(value, 1, value.len);
    while (k < N_LIMITS && !str_eq(name, str_of(limit_names[k]))) k++;
    if (k == N_LIMITS)
      return pack_err(err, &t->rows[i], "[copies] has no number of this name; see docs/copies.md");
    if (!str_u32(value, &n) || n > INT32_MAX) return pack_err(err, &t->rows[i], "this is not a whole number");
    m->limits[k] = minus ? -(int32_t)n : (int32_t)n;
    known[k] = true;
  }
  for (int k = 0; k < N_LIMITS; k++)
    if (!known[k])
      return err_set(err, CH_ERR_PACK, "copies.txt: [copies] lacks the row %s; add it (see docs/copies.md)",
                     limit_names[k]);
  if (m->limits[LIMIT_CAP] < 1) return err_set(err, CH_ERR_PACK, "copies.txt: [copies] cap must be 1 or more");
  if (m->limits[LIMIT_MAX_KEYS] < 1 || m->limits[LIMIT_MAX_KEYS] > MOST_KEYS)
    return err_set(err, CH_ERR_PACK, "copies.txt: [copies] max-keys must be 1 to %d", MOST_KEYS);
  for (int k = LIMIT_MIN_SHARED; k <= LIMIT_MAX_KEYS; k++)
    if (m->limits[k] < 0)
      return err_set(err, CH_ERR_PACK, "copies.txt: [copies] %s must not be below 0", limit_names[k]);
  if (m->limits[LIMIT_MAX_IDF] < 1 || m->limits[LIMIT_MAX_IDF] > INT16_MAX)
    return err_set(err, CH_ERR_PACK, "copies.txt: [copies] max-idf must be 1 to %d", INT16_MAX);
  return CH_OK;
}

ch_status copies_load(const copies_model **out, arena *a, const pack *pk, ch_error *err) {
  copies_model *m = ARENA_NEW(a, copies_model);
  ch_status status = load_limits(m, pk, err);
  if (!status) status = load_suffixes(m, a, pk, err);
  if (!status) status = load_weights(m, a, pk, err);
  if (!status) status = direction_load(&m->direction, a, m, pk, err);
  if (!status) status = threads_load(&m->threads, a, pk, err);
  if (status) return status;
  load_endings(m, a, pk);
  *out = m;
  return CH_OK;
}
