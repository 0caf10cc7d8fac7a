/* err.h: filling the caller's ch_error. Thread-safe: touches nothing but its arguments. */
#ifndef BASE_ERR_H
#define BASE_ERR_H
#include "chancery.h"

/* Fills *err (if not NULL) with one line, cut at a whole character where too long, and
 * returns code, so that a failing function ends with `return err_set(err, CH_ERR_IO, …);`. */
ch_status err_set(ch_error *err, ch_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with err->position. */
ch_status err_at(ch_error *err, ch_status code, uint64_t position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#endif
