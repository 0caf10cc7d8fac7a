/* actors.h: actors over all reports. */
#ifndef RECORD_ACTORS_H
#define RECORD_ACTORS_H
#include "record/keep.h"

void actors_fold(keeping *k, const factset *f, const place_in_time *at);   /* those of a new report */
void actor_row(keeping *k, str key);               /* makes the row of that key again */
#endif
