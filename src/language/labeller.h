/* labeller.h: labels of words by a small network of integers, from features that another room finds.
 *
 *   features of a word ─rows of a table, summed─▶ gates of the first layer ─layers─▶ scores of labels
 *
 * The layers are those of network.h. What the first layer multiplies is part of the table's rows, so that
 * a feature costs one sum. Sections of the models: NAME (sizes), NAME-table, NAME-w, NAME-bias,
 * NAME-shift, NAME-steps. */
#ifndef LANGUAGE_LABELLER_H
#define LANGUAGE_LABELLER_H
#include "language/network.h"

enum { LABELLER_LAYERS = 4, LABELLER_LABELS = 16 };        /* at most */
/* Scores are within ± 2^24, steps within ± 2^18, so that sums of some models, and the best row's, fit 32
 * bits. */
enum { LABELLER_SCORE_BITS = 24 };
/* What is in section NAME. */
enum { LABELLER_SIZE_ROWS, LABELLER_SIZE_HALF, LABELLER_SIZE_LAYERS, LABELLER_SIZE_LABELS, LABELLER_SIZE_BITS,
       LABELLER_SIZE_KIND, LABELLER_SIZES };

struct labeller {
  const products *by;
  uint32_t n_rows, half, n_layers, n_labels, table_bits, kind;
  const int8_t *table;         /* [n_rows][4 × half]; row 0 is of every word */
  network_layer layer[LABELLER_LAYERS];  /* those above the first */
  product_matrix top;          /* [2 × half] to the labels */
  const int32_t *steps;        /* [n_labels + 1][n_labels] Q12; the last row: from the beginning */
};

/* *found: whether the models have sections of this name. CH_ERR_PACK: they do not fit. */
ch_status labeller_load(labeller *l, bool *found, arena *a, const model_file *f, const char *name, ch_error *err);
#endif
