/* asof.h: the record as it was known on a day.
 *
 * A report's links, standing, facts and their parents hang on earlier reports only, so those of the
 * reports published by then are what a record of only these would hold. They are copied; rows are made of
 * them again. */
#ifndef RECORD_ASOF_H
#define RECORD_ASOF_H
#include "record/store.h"

/* Copies what the kept reports whose own date ends by the day have made. `to` is empty. */
ch_status asof_copy(store *to, store *from, cal_day day, ch_error *err);
/* Kept reports of unknown date: they are in no view. */
ch_status asof_left_out(uint64_t *out, store *s, ch_error *err);
#endif
