/* events.h: the first events: meetings and talks held, planned, cancelled; demands, refusals, threats. */
#ifndef EVENTS_H
#define EVENTS_H
#include "facts/facts.h"

typedef struct events_model events_model;
/* Pack section [frames]; see docs/events.md. */
ch_status events_load(const events_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* After times_resolve: events take the values of the times in their clauses. */
void events_find(arena *a, const events_model *m, facts *f);
#endif
