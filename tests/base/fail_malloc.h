/* fail_malloc.h: makes one allocation fail, to see that every failure is survived.
 *
 * Two uses of fail_malloc.c:
 *  in a test     compiled with -DFAIL_MALLOC_WRAP and linked with -Wl,--wrap=malloc,--wrap=calloc,
 *                --wrap=realloc: counts the calls of what is linked in, not those of shared
 *                libraries; goes with the sanitizers. fail_malloc_at(n); …; fail_malloc_hit().
 *  for a program as LD_PRELOAD=libfail_malloc.so (glibc, no sanitizers): counts the calls of
 *                everything. FAIL_MALLOC=7 fails the seventh, FAIL_MALLOC=7+ all from then on;
 *                FAIL_MALLOC_REPORT=FILE gets "hit" or "missed" at the program's end. */
#ifndef FAIL_MALLOC_H
#define FAIL_MALLOC_H
#include <stdbool.h>

void fail_malloc_at(long n);     /* the n-th allocation from now fails; 0: none */
bool fail_malloc_hit(void);      /* whether it came to that */
#endif
