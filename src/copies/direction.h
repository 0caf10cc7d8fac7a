/* direction.h: which of two reports was first. */
#ifndef COPIES_DIRECTION_H
#define COPIES_DIRECTION_H
#include "copies/pairing.h"

/* Sets direction and reasons. The reasons speak of the later report: what it lost, gained or changed. */
void direction_find(copy_link *link, const pairing *p);
#endif
