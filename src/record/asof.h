/* asof.h: the reports that had been published by a day, for a record of only those. */
#ifndef RECORD_ASOF_H
#define RECORD_ASOF_H
#include "record/store.h"

/* Copies inputs of the kept reports whose own date ends by the day. */
ch_status asof_copy(store *to, store *from, cal_day day, ch_error *err);
/* Kept reports of unknown date: they are in no view. */
ch_status asof_left_out(uint64_t *out, store *s, ch_error *err);
#endif
