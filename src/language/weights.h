/* weights.h: what the trained models decide with: sums of hashed weights, and lists of choices by hash.
 *
 * A feature is a 64-bit hash; its weights stand where its upper half, scaled to the table's size, points.
 * Features that fall together share their weights, in training as well, so nothing has to be looked up or
 * compared. */
#ifndef LANGUAGE_WEIGHTS_H
#define LANGUAGE_WEIGHTS_H
#include "language/language.h"

enum { MOVES = 3, CACHE_LINE = 64, SCALE = 256 };  /* weights of a row; bytes; values of a byte */

/* bytes: in a model file, [n + 1]; they stand for the values of `scale`, which is fine near zero and
 * coarse far from it, for a few weights are a hundred times as large as most. wide: while it is trained,
 * [n]; else NULL. */
typedef struct { const uint8_t *bytes; const int16_t *scale; const int32_t *wide; uint32_t n; } weights;

typedef uint64_t feature;

static inline uint32_t feature_place(feature f, uint32_t n) { return (uint32_t)((f >> 32) * n >> 32); }
/* Where the weight of a choice for a feature stands: those of one feature lie in one line of the cache. */
static inline uint32_t weights_line(const weights *w, feature f) {
  return CACHE_LINE * feature_place(f, w->n / CACHE_LINE);
}
static inline uint32_t weights_in_line(feature f, uint32_t choice) {
  return ((uint32_t)f ^ choice * 0x9E3779B1u) * 0x85EBCA6Bu >> 26;
}
static inline uint32_t weights_of_choice(const weights *w, feature f, uint32_t choice) {
  return weights_line(w, f) + weights_in_line(f, choice);
}
/* Where the MOVES weights of a feature begin. */
static inline uint32_t weights_row(const weights *w, feature f) {
  return MOVES * feature_place(f, w->n / MOVES);
}

/* sums: [n_choices], set to the sums of these choices' weights for the features. */
void weights_sum_choices(int32_t *sums, const weights *w, const feature *f, uint32_t n, const uint32_t *which,
                         uint32_t n_choices);
void weights_sum_rows(int32_t sums[MOVES], const weights *w, const feature *f, uint32_t n);
/* Of features with one weight each, at weights_place. */
int32_t weights_sum(const weights *w, const feature *f, uint32_t n);
static inline uint32_t weights_place(const weights *w, feature f) { return feature_place(f, w->n); }

/* Hash → choices. keys: [n_slots], a power of two, 0: free; at: [n_slots] first item × 32 + number of
 * items. */
typedef struct {
  const uint32_t *keys, *at; uint32_t n_slots;
  const uint16_t *items; uint32_t n_items;
} lists;
typedef struct { const uint16_t *items; uint32_t n; } choices;
enum { LIST_MAX = 31 };

static inline uint32_t lists_key(feature f) { return (uint32_t)(f >> 32) | 1; }
static inline uint32_t lists_slot(uint32_t key, uint32_t n_slots) {
  return (key * 0x9E3779B1u >> 7) & (n_slots - 1);
}
choices lists_find(const lists *l, feature f);             /* n 0: none */
#endif
