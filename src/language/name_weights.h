/* name_weights.h: weights of features for the labels of names. Unlike weights.h a feature that was not
 * learnt counts nothing: half of the features of a new text are new.
 *
 *   line of 64 bytes   u16 keys of four rows: a feature's lower bits, 0: free; then the rows, of 14 bytes
 *   row                a byte a label, of name_weight's values; one byte is not used
 *
 * A feature's row stands in the line that its upper half points at. */
#ifndef LANGUAGE_NAME_WEIGHTS_H
#define LANGUAGE_NAME_WEIGHTS_H
#include "language/weights.h"

enum { NAME_TYPES = 3, NAME_LABELS = 1 + 4 * NAME_TYPES, NAME_LINE_ROWS = 4, NAME_KEYS = 2 * NAME_LINE_ROWS,
       NAME_ROW = 14 };

typedef struct { const uint8_t *lines; uint32_t n_lines; } name_weights;

static inline uint32_t name_weights_key(feature f) { return (f & 0xFFFF) ? (uint32_t)(f & 0xFFFF) : 1; }
static inline uint32_t name_weights_line(feature f, uint32_t n_lines) { return feature_place(f, n_lines); }
/* sums: set to the sums of the features' weights. */
void name_weights_sum(int32_t sums[NAME_LABELS], const name_weights *w, const feature *f, uint32_t n);
#endif
