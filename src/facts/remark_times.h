/* remark_times.h: the time in a statement's own clause. Inside remarks only. */
#ifndef FACTS_REMARK_TIMES_H
#define FACTS_REMARK_TIMES_H
#include "facts/drafts.h"

/* Whether a time expression can tell when something was said: neither a length nor to come. */
bool remark_tells_when(const time_fact *t);
/* "…, as Vale signaled interest": whether the draft's clause is of the time of the one before. */
bool remark_is_meanwhile(const scene *s, const draft *d);
/* The time expression that says when the draft was said, or NONE. Once scene.said stands. */
uint32_t remark_time_in_clause(const scene *s, const draft *d);
#endif
