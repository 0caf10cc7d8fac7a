/* copies.h: who copied whom: fingerprints, comparing and aligning two reports, families.
 *
 *   report ─copies_fingerprint─▶ keys ─parents.h: earlier reports that share keys─▶ pairs
 *   pair ─copies_compare─▶ links { relation, direction, passages, altered quotes } ─▶ parent forest
 *
 * Keys and scores come from the reading view's own words (folded, stemmed by a light rule, punctuation and
 * markup left out), never from facts or trees. Scores are integers in parts per thousand. */
#ifndef COPIES_H
#define COPIES_H
#include "copies/parents.h"
#include "copies/stories.h"

/* Pack sections: [copies] (name | value | what it was tuned on): thresholds, window, caps; [stopwords];
 * [idf] (stem | idf × 100). The pack may live shorter than the model. */
ch_status copies_load(const copies_model **out, arena *a, const pack *pk, ch_error *err);

#endif
