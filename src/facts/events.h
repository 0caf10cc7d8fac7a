/* events.h: who did what to whom: acts by frames over trees (docs/events.md). */
#ifndef EVENTS_H
#define EVENTS_H
#include "facts/facts.h"

struct gazetteer;

typedef struct events_model events_model;
/* Pack sections [frames], [operators], …; see docs/events.md. Names of parties are those of g. Errors: CH_ERR_PACK. */
ch_status events_load(const events_model **out, arena *a, const pack *pk, lexicon *l, const struct gazetteer *g,
                      ch_error *err);
/* After times_resolve: events take the values of the times in their clauses. Asks for the trees of sentences where a
 * word of a frame stands. */
void events_find(arena *a, const events_model *m, facts *f);
/* For people: the frames tried in a sentence, which lost, and why. */
void events_explain(arena *a, buf *out, const events_model *m, const facts *f, uint32_t sentence);
#endif
