/* actors.h: rows of actors. */
#ifndef RECORD_ACTORS_H
#define RECORD_ACTORS_H
#include "record/keep.h"

void actor_row(keeping *k, str key);               /* makes the row of that key again */
#endif
