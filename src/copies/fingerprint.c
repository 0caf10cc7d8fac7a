/* Keys of four kinds:
 *  exact    a hash of all letters of the body: survives any layout, case and punctuation.
 *  bands    one-permutation MinHash (Li, Owen, Zhang 2012; empty bins filled by rotation: Shrivastava, Li 2014) over runs
 *           of letters, in bands: two texts share one with probability 1 - (1 - J^4)^32.
 *  anchors  a sample of the runs of letters: survive cuts, so that excerpts and borrowed paragraphs are found.
 *  pairs    pairs of neighbouring stems, and a name with a number of one sentence: survive a rewrite. */
#include "copies/fingerprint.h"
#include "copies/threads.h"
#include <endian.h>
#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { VERSION = 4, BINS = 128, BIN_BITS = 7, ROWS = BINS / FINGERPRINT_BANDS, LEAST_RUNS = 8 };
enum { FACTS_A_SENTENCE = 6 };
enum { ANCHOR_SAMPLE = 8 };                    /* a power of two */
enum { SEED_PAIR = 1, SEED_FACT, SEED_LETTERS, SEED_BAND };

typedef struct { arena *a; uint32_t *keys; uint32_t n, cap; } key_list;

static void put(key_list *l, uint32_t key) { *ARENA_PUSH(l->a, l->keys, l->n, l->cap) = key; }

/* ---- pairs --------------------------------------------------------------------------------------------- */

/* Stems are good hashes already: mixing two takes a multiplication or two (after MurmurHash3's finalizer). */
static uint32_t pair_key(uint64_t x, uint64_t y, uint64_t seed) {
  uint64_t h = (x + seed) * 0x9E3779B97F4A7C15u ^ y;
  h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
  return (uint32_t)(h >> 32);
}

/* Words that say something, one after the other in a sentence. */
static void put_pairs(key_list *out, const copies_model *m, const wording *w, const sentence *s) {
  const word *last = NULL;
  for (uint32_t i = s->first; i < s->end; i++) {
    const word *x = &w->words[i];
    if (x->flags & WORD_STOP) continue;
    if (last && last->idf + x->idf >= m->limits[LIMIT_KEY_IDF])
      put(out, pair_key(last->stem, x->stem, SEED_PAIR));
    last = x;
  }
}

static void put_facts(key_list *out, const wording *w, const sentence *s) {
  uint64_t names[FACTS_A_SENTENCE], numbers[FACTS_A_SENTENCE];
  uint32_t n_names = 0, n_numbers = 0;
  for (uint32_t i = s->first; i < s->end; i++) {
    const word *x = &w->words[i];
    if (x->flags & WORD_NAME && n_names < FACTS_A_SENTENCE) names[n_names++] = x->stem;
    if (x->flags & WORD_NUMBER && n_numbers < FACTS_A_SENTENCE) numbers[n_numbers++] = x->stem;
  }
  for (uint32_t i = 0; i < n_names; i++)
    for (uint32_t j = 0; j < n_numbers; j++) put(out, pair_key(names[i], numbers[j], SEED_FACT));
}

/* ---- runs of letters ----------------------------------------------------------------------------------- */

static uint64_t exact_key(const wording *w) {
  if (!w->n_paragraphs) return 0;
  uint32_t start = w->paragraphs[0].start;
  uint64_t h = XXH3_64bits_withSeed(w->letters.ptr + start, w->letters.len - start, SEED_LETTERS);
  return h ? h : 1;
}

/* Bins without a value take that of the next one that has one, moved so that the distance counts. */
static void fill_bins(uint64_t *bins) {
  uint64_t value = 0, distance = 0;
  for (uint32_t i = 2 * BINS; i-- > 0;) {
    uint64_t *bin = &bins[i % BINS];
    if (i < BINS && *bin == UINT64_MAX) *bin = value + ++distance * 0x9E3779B97F4A7C15u;
    else if (*bin != UINT64_MAX) value = *bin, distance = 0;
    else distance++;
  }
}

static void set_bands(fingerprint *f, uint64_t *bins) {
  fill_bins(bins);
  for (uint32_t b = 0; b < FINGERPRINT_BANDS; b++) {
    uint64_t rows[ROWS + 1] = {htole64(b)};
    for (uint32_t r = 0; r < ROWS; r++) rows[r + 1] = htole64(bins[b * ROWS + r]);
    f->bands[b] = (uint32_t)(XXH3_64bits_withSeed(rows, sizeof rows, SEED_BAND) >> 32);
  }
  f->n_bands = FINGERPRINT_BANDS;
}

static void put_runs(fingerprint *f, key_list *anchors, const wording *w) {
  uint64_t bins[BINS];
  uint32_t n = 0;
  for (uint32_t i = 0; i < BINS; i++) bins[i] = UINT64_MAX;
  for (; n < w->n_words; n++) {
    uint64_t h = words_run(w, n);
    if (!h) break;
    uint64_t *bin = &bins[h >> (64 - BIN_BITS)];
    if (h < *bin) *bin = h;
    if (!(h & (ANCHOR_SAMPLE - 1))) put(anchors, (uint32_t)(h >> 16));
  }
  if (n >= LEAST_RUNS) set_bands(f, bins);
}

/* ---- all ----------------------------------------------------------------------------------------------- */

enum { DIGITS = 256 };

/* Radix sort by one byte after the other. */
static uint32_t *sort_keys(arena *a, uint32_t *keys, uint32_t n) {
  uint32_t *other = ARENA_ARRAY(a, uint32_t, n + 1);
  for (unsigned shift = 0; shift < 32; shift += 8) {
    uint32_t at[DIGITS + 1] = {0};
    for (uint32_t i = 0; i < n; i++) at[(keys[i] >> shift & (DIGITS - 1)) + 1]++;
    for (uint32_t i = 1; i < DIGITS; i++) at[i] += at[i - 1];
    for (uint32_t i = 0; i < n; i++) other[at[keys[i] >> shift & (DIGITS - 1)]++] = keys[i];
    uint32_t *swap = keys;
    keys = other;
    other = swap;
  }
  return keys;
}

/* Ascending and distinct; the lowest `most` of them. */
static const uint32_t *settle(key_list *l, uint32_t most, uint32_t *n_out) {
  uint32_t *keys = sort_keys(l->a, l->keys, l->n), n = 0;
  for (uint32_t i = 0; i < l->n && n < most; i++)
    if (!n || keys[n - 1] != keys[i]) keys[n++] = keys[i];
  *n_out = n;
  return keys;
}

static str sketch_of(arena *a, const copies_model *m, const wording *w) {
  if (!m->threads) return STR("");
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, THREAD_BYTES);
  return (str){(const char *)bytes, threads_encode(bytes, threads_sketch(a, m, w))};
}

const fingerprint *fingerprint_make(arena *a, const copies_model *m, const wording *w) {
  fingerprint *f = ARENA_NEW(a, fingerprint);
  key_list pairs = {.a = a, .cap = w->n_words + 16}, anchors = {.a = a, .cap = w->n_words / 8 + 8};
  pairs.keys = ARENA_ARRAY(a, uint32_t, pairs.cap);
  anchors.keys = ARENA_ARRAY(a, uint32_t, anchors.cap);
  for (uint32_t i = 0; i < w->n_sentences; i++) {
    put_pairs(&pairs, m, w, &w->sentences[i]);
    put_facts(&pairs, w, &w->sentences[i]);
  }
  f->exact = exact_key(w);
  put_runs(f, &anchors, w);
  f->sketch = sketch_of(a, m, w);
  f->pairs = settle(&pairs, (uint32_t)m->limits[LIMIT_MAX_KEYS], &f->n_pairs);
  f->anchors = settle(&anchors, (uint32_t)m->limits[LIMIT_MAX_KEYS], &f->n_anchors);
  return f;
}

/* ---- as bytes ------------------------------------------------------------------------------------------ */

/* version u8 | exact u64 | n_bands u8, n_anchors u16, n_pairs u16 | keys u32 … | sketch | its length u16: all little-endian,
 * the sketch last so that it can be had without the rest. */
enum { HEAD = 1 + 8 + 1 + 2 + 2 };

static void put_u32s(uint8_t **to, const uint32_t *keys, uint32_t n) {
  for (uint32_t i = 0; i < n; i++, *to += 4) {
    uint32_t key = htole32(keys[i]);
    memcpy(*to, &key, 4);
  }
}

str fingerprint_pack(arena *a, const fingerprint *f) {
  size_t len = HEAD + 4 * ((size_t)f->n_bands + f->n_anchors + f->n_pairs) + f->sketch.len + 2;
  uint16_t n_sketch = htole16((uint16_t)f->sketch.len);
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, len), *to = bytes + HEAD;
  uint64_t exact = htole64(f->exact);
  uint16_t n_anchors = htole16((uint16_t)f->n_anchors), n_pairs = htole16((uint16_t)f->n_pairs);
  bytes[0] = VERSION;
  memcpy(bytes + 1, &exact, 8);
  bytes[9] = (uint8_t)f->n_bands;
  memcpy(bytes + 10, &n_anchors, 2);
  memcpy(bytes + 12, &n_pairs, 2);
  put_u32s(&to, f->bands, f->n_bands);
  put_u32s(&to, f->anchors, f->n_anchors);
  put_u32s(&to, f->pairs, f->n_pairs);
  if (f->sketch.len) memcpy(to, f->sketch.ptr, f->sketch.len);
  memcpy(to + f->sketch.len, &n_sketch, 2);
  return (str){(const char *)bytes, len};
}

static const uint32_t *get_u32s(arena *a, const uint8_t **from, uint32_t n, bool *ascending) {
  uint32_t *keys = ARENA_ARRAY(a, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; i++, *from += 4) {
    memcpy(&keys[i], *from, 4);
    keys[i] = le32toh(keys[i]);
    if (i && keys[i] <= keys[i - 1]) *ascending = false;
  }
  return keys;
}

str fingerprint_sketch(str tail) {
  uint16_t n;
  if (tail.len < sizeof n) return (str){NULL, 0};
  memcpy(&n, tail.ptr + tail.len - sizeof n, sizeof n);
  n = le16toh(n);
  if (n + sizeof n > tail.len) return (str){NULL, 0};
  return str_sub(tail, tail.len - sizeof n - n, tail.len - sizeof n);
}

const fingerprint *fingerprint_unpack(arena *a, str bytes) {
  const uint8_t *from = (const uint8_t *)bytes.ptr;
  uint16_t n_anchors, n_pairs;
  fingerprint *f = ARENA_NEW(a, fingerprint);
  bool any = true, ascending = true;
  if (bytes.len < HEAD || from[0] != VERSION) return NULL;
  memcpy(&f->exact, from + 1, 8);
  memcpy(&n_anchors, from + 10, 2);
  memcpy(&n_pairs, from + 12, 2);
  f->exact = le64toh(f->exact);
  f->n_bands = from[9];
  f->n_anchors = le16toh(n_anchors);
  f->n_pairs = le16toh(n_pairs);
  if (f->n_bands && f->n_bands != FINGERPRINT_BANDS) return NULL;
  f->sketch = fingerprint_sketch(bytes);
  if (!f->sketch.ptr || bytes.len != HEAD + 4 * ((size_t)f->n_bands + f->n_anchors + f->n_pairs) + f->sketch.len + 2)
    return NULL;
  from += HEAD;
  const uint32_t *bands = get_u32s(a, &from, f->n_bands, &any);
  memcpy(f->bands, bands, f->n_bands * sizeof *bands);
  f->anchors = get_u32s(a, &from, f->n_anchors, &ascending);
  f->pairs = get_u32s(a, &from, f->n_pairs, &ascending);
  return ascending ? f : NULL;
}

/* ---- as text ------------------------------------------------------------------------------------------- */

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

str copies_fingerprint(arena *a, const copies_model *m, const report *r) {
  str bytes = fingerprint_pack(a, fingerprint_make(a, m, words_read(a, m, r)));
  size_t room = sodium_base64_ENCODED_LEN(bytes.len, BASE64);
  char *text = ARENA_ARRAY(a, char, room);
  sodium_bin2base64(text, room, (const uint8_t *)bytes.ptr, bytes.len, BASE64);
  return (str){text, room - 1};
}

const fingerprint *copies_keys(arena *a, str text) {
  size_t room = text.len / 4 * 3 + 3, len;
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, room);
  if (!text.len || sodium_base642bin(bytes, room, text.ptr, text.len, NULL, &len, NULL, BASE64)) return NULL;
  return fingerprint_unpack(a, (str){(const char *)bytes, len});
}
