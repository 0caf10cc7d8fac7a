/* positions.h: what each party asks, offers, refuses, on what condition, and the deadlines it sets; from the acts of a
 * sentence. */
#ifndef FACTS_POSITIONS_H
#define FACTS_POSITIONS_H
#include "facts/acts.h"

typedef struct positions_model positions_model;
/* Reads [stances] and [condition-words]. Families of operators are those of m. Errors: CH_ERR_PACK. */
ch_status positions_load(const positions_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Adds the positions and deadlines of the sentence's acts, which have become events. */
void positions_find(coder *k, const positions_model *m);
#endif
