/* times.h: TIMEX extents and expressions, and their values once anchors are known. */
#ifndef TIMES_H
#define TIMES_H
#include "facts/facts.h"

#define TIME_MOST_UNITS 9999     /* an expression's amounts are no larger than this, either way */

typedef struct times_model times_model;
/* Pack sections: [time-…] of times.txt; see docs/times.md. */
ch_status times_load(const times_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Finds every TIMEX of the doc, in order of place, with expr; a base that is another fact stays NONE. */
void times_find(arena *a, const times_model *m, facts *f);
/* Values of all times by their bases (report date, other times, statements' when), then every `when` of a
 * statement: WHEN_TIME, WHEN_CARRIED and WHEN_OFFSET take their time's value, WHEN_REPORT "../<published>".
 * Bases may form a chain; a cycle leaves the value unknown. */
void times_resolve(arena *a, const times_model *m, facts *f);
/* The word for `granularity`: of the value's unit, or "past", "present", "future" of a vague reference;
 * NULL: none. */
const char *time_granularity(const time_expr *e);
/* The time expression that holds a token, or NONE. */
uint32_t times_at(const facts *f, uint32_t token);
#endif
