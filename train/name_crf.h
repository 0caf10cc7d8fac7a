/* name_crf.h: a conditional random field over labels (Lafferty and others 2001), trained by AdaGrad.
 * Doubles, added in a fixed order, and an exponential of its own: the same weights wherever doubles are
 * IEEE's. */
#ifndef TRAIN_NAME_CRF_H
#define TRAIN_NAME_CRF_H
#include "names.h"

typedef struct {
  double *now;                 /* [n][NAME_LABELS] weights */
  double *sum, *squares;       /* the same: of weights over the steps before `since`; of squared gradients */
  uint32_t *since;             /* [n][NAME_LABELS] */
  uint32_t n, step;            /* n: features; the first NAME_LABELS are the steps from each label */
  double rate;                 /* size of a step */
} name_crf;

void name_crf_init(name_crf *c, uint32_t n, double rate);
void name_crf_free(name_crf *c);
/* One step on a stretch: the numbers of word i's features are f[at[i]] … f[at[i + 1]], i < n; gold: its
 * labels. */
void name_crf_learn(name_crf *c, arena *room, const uint32_t *f, const uint32_t *at, const uint8_t *gold,
                    uint32_t n);
/* Adds the mean weights over all steps, in units of 1/2^20, to total [n][NAME_LABELS]. */
void name_crf_add_means(int64_t *total, const name_crf *c);
#endif
