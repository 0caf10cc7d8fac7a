/* direction.h: which of two reports was first. */
#ifndef COPIES_DIRECTION_H
#define COPIES_DIRECTION_H
#include "copies/direction_model.h"
#include "copies/pairing.h"

/* By their dates alone: 1 where a is of an earlier day, -1 where b is, 0 where that cannot be told. */
int8_t direction_by_date(const pairing *p);
/* What a clue says, -1000 to 1000: how much more of it stands on the side of a. */
int32_t clue_value(const pairing *p, clue c, uint32_t few);
/* Sets direction, how sure it is, and reasons, which speak of the later report: what it lost, gained or
 * changed. Makes link->score, how near the two are, the mean of that and of how likely b was made from a. */
void direction_find(copy_link *link, const pairing *p);
#endif
