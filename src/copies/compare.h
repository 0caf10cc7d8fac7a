/* compare.h: from what two texts have in common to a relation. */
#ifndef COPIES_COMPARE_H
#define COPIES_COMPARE_H
#include "copies/pairing.h"

/* What the decision about a rewrite looks at; in thousandths. */
typedef struct { int32_t contain, keys, aligned, order, novel, conflict, length; } rewrite_features;
rewrite_features compare_features(const pairing *p);
#endif
