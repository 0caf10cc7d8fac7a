/* large.h: memory that is asked for all over the place. Inside this room only. */
#ifndef COPIES_LARGE_H
#define COPIES_LARGE_H
#include "base/base.h"

/* Zeroed, to be freed with free; NULL: there is none. In large pages where the system has them: with small ones half of the
 * wait for a word far away is for finding its page. */
void *large_new(size_t bytes);
#endif
