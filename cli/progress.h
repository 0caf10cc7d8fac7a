/* progress.h: a line about long work on standard error: on a terminal, or plain when asked for. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "options.h"

typedef struct { bool on, plain, shown; uint64_t start, last; } progress;

uint64_t clock_ns(void);
progress progress_start(const options *o);
void progress_show(progress *p, const char *verb, uint64_t reports, uint64_t bytes);   /* at most 10 times a second */
void progress_say(progress *p, const char *verb, uint64_t reports);      /* what is begun, where it cannot be counted */
void progress_end(progress *p);                                                        /* wipes the line */
#endif
