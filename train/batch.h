/* batch.h: sentences that are learnt in one step. */
#ifndef TRAIN_BATCH_H
#define TRAIN_BATCH_H
#include "language/word.h"

enum { BATCH_FEATURES = WORD_KEYS + 3 };         /* those of the form, then shape, style and class */

/* What teachers say of a sentence of n words, as chances. */
typedef struct {
  float *parts;                /* [n][n_parts + 1] */
  float *heads;                /* [n][n + 1] */
  float *labels;               /* [n][n_labels + 1] */
} opinion;

/* Words of some sentences, one after the other. */
typedef struct {
  uint32_t n;
  uint32_t *rows;              /* [n][BATCH_FEATURES] rows of the table; 0: none */
  uint32_t *part, *tag, *label;          /* [n] the right ones */
  uint32_t *head;              /* [n] the right ones: 0 root, else the word of the sentence, from 1 */
  uint32_t *first;             /* [n_sentences + 1] words of sentence k: first[k] … first[k + 1] - 1 */
  uint32_t n_sentences;
  const opinion **opinions;    /* [n_sentences] of teachers, or NULL */
} batch;

/* The row of word i, of sentence k, in what teachers say of the sentence: [words][cols]. */
static inline const float *batch_said(const batch *b, uint32_t k, const float *rows, uint32_t i,
                                      uint32_t cols) {
  return rows + (size_t)(i - b->first[k]) * cols;
}
#endif
