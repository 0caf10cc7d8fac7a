/* dates.h: the dates of a report's statements and events, valued again where the report inherits its own. */
#ifndef RECORD_DATES_H
#define RECORD_DATES_H
#include "record/factset.h"
#include "record/standing.h"

typedef struct {
  cal_date date;               /* CAL_NOTHING: unknown, or no date */
  str value, basis, time;      /* as FACTS.md writes them; ptr NULL: null */
  bool approx;
} dated;

typedef struct { const dated *statements, *events; } dates;    /* [n_statements], [n_events] of the factset */

dates dates_of(arena *a, const factset *f, const standing *st);
#endif
