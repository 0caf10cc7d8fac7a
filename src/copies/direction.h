/* direction.h: which of two reports was first. */
#ifndef COPIES_DIRECTION_H
#define COPIES_DIRECTION_H
#include "copies/pairing.h"

/* By their dates alone: 1 where a is of an earlier day, -1 where b is, 0 where that cannot be told. */
int8_t direction_by_date(const pairing *p);
/* Sets direction and reasons. The reasons speak of the later report: what it lost, gained or changed. */
void direction_find(copy_link *link, const pairing *p);
#endif
