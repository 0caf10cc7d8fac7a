/* Keys of three kinds: pairs of neighbouring stems, which survive a rewrite; a name with a number of the same
 * sentence; all letters of the body and of each paragraph, which survive any layout. */
#include "copies/fingerprint.h"
#include <endian.h>
#include <sodium.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { VERSION = 1, KEY_BYTES = 5, PARAGRAPH_LETTERS = 80, FACTS_A_SENTENCE = 6 };
enum { SEED_PAIR = 1, SEED_FACT, SEED_LETTERS };
static const uint64_t key_mask = ((uint64_t)1 << (8 * KEY_BYTES)) - 1;

typedef struct { arena *a; uint64_t *keys; uint32_t n, cap; } key_list;

static void put(key_list *l, uint64_t key) { *ARENA_PUSH(l->a, l->keys, l->n, l->cap) = key & key_mask; }

static uint64_t pair_key(uint64_t x, uint64_t y, unsigned seed) {
  const uint64_t both[2] = {htole64(x), htole64(y)};    /* bytes are hashed: the same on any machine */
  return XXH3_64bits_withSeed(both, sizeof both, seed);
}

static uint64_t letters_key(const wording *w, uint32_t start, uint32_t end) {
  return XXH3_64bits_withSeed(w->letters.ptr + start, end - start, SEED_LETTERS);
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

static void put_letters(key_list *out, const wording *w) {
  if (!w->n_paragraphs) return;
  put(out, letters_key(w, w->paragraphs[0].start, (uint32_t)w->letters.len));
  for (uint32_t i = 0; i < w->n_paragraphs; i++) {
    const letter_run *p = &w->paragraphs[i];
    if (p->end - p->start >= PARAGRAPH_LETTERS) put(out, letters_key(w, p->start, p->end));
  }
}

/* Total order: equal keys are one key. */
static int by_key(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Ascending and distinct; the lowest `most` of them. */
static void settle(key_list *l, uint32_t most) {
  uint32_t n = 0;
  if (l->n) qsort(l->keys, l->n, sizeof *l->keys, by_key);
  for (uint32_t i = 0; i < l->n && n < most; i++)
    if (!n || l->keys[n - 1] != l->keys[i]) l->keys[n++] = l->keys[i];
  l->n = n;
}

const uint64_t *fingerprint_keys(arena *a, const copies_model *m, const wording *w, uint32_t *n) {
  key_list l = {.a = a, .cap = w->n_words + 16};
  l.keys = ARENA_ARRAY(a, uint64_t, l.cap);
  for (uint32_t i = 0; i < w->n_sentences; i++) {
    put_pairs(&l, m, w, &w->sentences[i]);
    put_facts(&l, w, &w->sentences[i]);
  }
  put_letters(&l, w);
  settle(&l, (uint32_t)m->limits[LIMIT_MAX_KEYS]);
  *n = l.n;
  return l.keys;
}

/* ---- as text ------------------------------------------------------------------------------------------- */

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

str copies_fingerprint(arena *a, const copies_model *m, const report *r) {
  uint32_t n;
  const uint64_t *keys = fingerprint_keys(a, m, words_read(a, m, r), &n);
  size_t len = 1 + (size_t)n * KEY_BYTES, room = sodium_base64_ENCODED_LEN(len, BASE64);
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, len);
  bytes[0] = VERSION;
  for (uint32_t i = 0; i < n; i++)
    for (int k = 0; k < KEY_BYTES; k++)
      bytes[1 + i * KEY_BYTES + k] = (uint8_t)(keys[i] >> (8 * (KEY_BYTES - 1 - k)));
  char *text = ARENA_ARRAY(a, char, room);
  sodium_bin2base64(text, room, bytes, len, BASE64);
  return (str){text, room - 1};
}

bool copies_keys(arena *a, str fingerprint, const uint64_t **keys, uint32_t *n) {
  size_t room = fingerprint.len / 4 * 3 + 3, len;
  uint8_t *bytes = ARENA_ARRAY(a, uint8_t, room);
  *keys = NULL;
  *n = 0;
  if (!fingerprint.len ||
      sodium_base642bin(bytes, room, fingerprint.ptr, fingerprint.len, NULL, &len, NULL, BASE64))
    return false;
  if (!len || bytes[0] != VERSION || (len - 1) % KEY_BYTES) return false;
  uint64_t *out = ARENA_ARRAY(a, uint64_t, (len - 1) / KEY_BYTES);
  for (size_t at = 1; at < len; at += KEY_BYTES) {
    uint64_t key = 0;
    for (int k = 0; k < KEY_BYTES; k++) key = key << 8 | bytes[at + k];
    if (*n && key <= out[*n - 1]) return false;
    out[(*n)++] = key;
  }
  *keys = out;
  return true;
}
