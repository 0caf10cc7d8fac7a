/* weights.h: what the trained linear models decide with: sums of hashed weights.
 *
 * A feature is a 64-bit hash; its weights stand where its upper half, scaled to the table's size, points.
 * Features that fall together share their weights, in training as well, so nothing has to be looked up or
 * compared. */
#ifndef LANGUAGE_WEIGHTS_H
#define LANGUAGE_WEIGHTS_H
#include "language/language.h"

enum { CACHE_LINE = 64, SCALE = 256 };         /* bytes; values of a byte */

/* bytes: in a model file, [n + 1]; they stand for the values of `scale`, which is fine near zero and
 * coarse far from it, for a few weights are a hundred times as large as most. wide: while it is trained,
 * [n]; else NULL. */
typedef struct { const uint8_t *bytes; const int16_t *scale; const int32_t *wide; uint32_t n; } weights;

/* The value of a byte: about k + k³ / 1024 of its distance k from 128, by ones near zero and ever further apart; for
 * those that do not look it up. All steps fit 16 bits but those of byte 0, which is not used. */
static inline int16_t weight_of_byte(uint8_t byte) {
  int k = byte - SCALE / 2, size = k < 0 ? -k : k, value = size + ((size * size >> 6) * size >> 4);
  return (int16_t)(k < 0 ? -value : value);
}

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

/* sums: [n_choices], set to the sums of these choices' weights for the features. */
void weights_sum_choices(int32_t *sums, const weights *w, const feature *f, uint32_t n, const uint32_t *which,
                         uint32_t n_choices);
/* Of features with one weight each, at weights_place. */
int32_t weights_sum(const weights *w, const feature *f, uint32_t n);
static inline uint32_t weights_place(const weights *w, feature f) { return feature_place(f, w->n); }

#endif
