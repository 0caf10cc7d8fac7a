/* tally.h: reports by what the keys they share with another weigh. Inside this room only. */
#ifndef COPIES_TALLY_H
#define COPIES_TALLY_H
#include "base/base.h"

typedef struct { uint32_t report, weight, shared; uint16_t day; } tallied;
typedef struct { uint32_t *slots; uint32_t n_slots; tallied *items; uint32_t n; } tally;
typedef struct { bool (*has_smaller_id)(uint32_t a, uint32_t b, void *payload); void *payload; } tally_order;

void tally_init(tally *t, arena *a, uint32_t most);            /* most: calls of tally_add */
void tally_add(tally *t, uint32_t which, uint16_t day, uint32_t weight);
/* Sorts the numbers of reports and leaves each once. How many are left. */
uint32_t tally_distinct(uint32_t *reports, uint32_t n);
/* The heaviest that was not taken yet, of equal ones the smaller id; of those that share and weigh enough. NULL: none. */
const tallied *tally_take(tally *t, uint32_t least_shared, uint32_t least_weight, const tally_order *order);
#endif
