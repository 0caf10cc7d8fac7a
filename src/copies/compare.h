/* compare.h: from what two texts have in common to a relation. */
#ifndef COPIES_COMPARE_H
#define COPIES_COMPARE_H
#include "copies/pairing.h"

/* What the decision about a rewrite looks at; in thousandths. */
typedef struct {
  int32_t contain;             /* weight of the stems in common, of the lighter text's */
  int32_t strong;              /* weight of the sentences with a strong partner, of the lighter text's */
  int32_t covered;             /* letters of sentences with any partner, on the side that has more */
  int32_t novel; /* names and numbers that the other does not have, on the side that has fewer */
  int32_t conflict;            /* names and numbers that stand in the place of others */
  int32_t length;              /* lighter text against the heavier */
  int32_t size;                /* words of the shorter text, 1000 for 200 or more */
  int32_t publisher;           /* 1000: both are known to be of one publisher */
} rewrite_features;
rewrite_features compare_features(const pairing *p);
#endif
