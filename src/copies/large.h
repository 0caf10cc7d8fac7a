/* large.h: memory that is asked for all over the place. Inside this room only. */
#ifndef COPIES_LARGE_H
#define COPIES_LARGE_H
#include "base/base.h"

/* Zeroed; NULL: there is none. In large pages where the system has them: with small ones half of the wait for
 * a word far away is for finding its page. Pages take memory when they are first written. */
void *large_new(size_t bytes);
void large_free(void *memory, size_t bytes);           /* bytes: as it was asked for; NULL is fine */
/* Zeroes the bytes from `from` to `to` and gives back what whole pages of them have taken. */
void large_empty(void *memory, size_t bytes, size_t from, size_t to);
#endif
