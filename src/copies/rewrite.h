/* rewrite.h: whether one text tells what the other tells, in other words. */
#ifndef COPIES_REWRITE_H
#define COPIES_REWRITE_H
#include "copies/pairing.h"

/* What the decision looks at; in thousandths. A fact is a name or number. */
typedef struct {
  int32_t novel;               /* weight of the facts that the other text has not, on the side with fewer */
  int32_t numbers;             /* numbers that the other has not, on the side with fewer: 1000 for ten */
  int32_t conflict;            /* facts of its own on both sides of aligned sentences: 1000 for one a pair */
  int32_t order;               /* stems in common that come up in the same order */
  int32_t outside;             /* of the words outside common runs, those that the aligned sentence has */
  int32_t rare;                /* rare words in common outside common runs: 1000 for each doubling */
  int32_t size;                /* words of the shorter text: 1000 for 400 or more */
  int32_t publisher;           /* 1000: both are known to be of one publisher */
  int32_t both;                /* 1000: nearly every sentence of both texts has a partner, and they are no notes */
  int32_t split;               /* pairs of aligned sentences beyond one for each, on the side with fewer */
  int32_t chain;               /* pairs of aligned sentences in one order in both texts; fewer say less */
  int32_t verbatim;            /* likeness of the two sentences that are most alike */
  int32_t late;                /* days between them: 1000 for a week, or where a date is missing */
} rewrite_features;

/* Of a pairing that is finished. */
rewrite_features rewrite_see(const pairing *p);
/* Log odds of a rewrite, in hundred-thousandths. */
int64_t rewrite_odds(const copies_model *m, const rewrite_features *f);
bool rewrite_same_publisher(const pairing *p);
/* Both are dated, and too far apart for a rewrite. */
bool rewrite_too_late(const pairing *p);
#endif
