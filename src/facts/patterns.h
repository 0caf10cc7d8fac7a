/* patterns.h: events as PETRARCH and TABARI code them, by the verb patterns of an overlay (docs/pack.md).
 *
 *   [verb-forms], [verb-patterns], … ─patterns_load─▶ model ─patterns_find─▶ facts.events */
#ifndef FACTS_PATTERNS_H
#define FACTS_PATTERNS_H
#include "facts/actors.h"

typedef struct patterns_model patterns_model;
/* *out is NULL where the pack has no [verb-forms]. The gazetteer must outlive the model. */
ch_status patterns_load(const patterns_model **out, arena *a, const pack *pk, lexicon *l,
                        const struct gazetteer *g, ch_error *err);
/* After statements and times_resolve, in place of events_find. */
void patterns_find(arena *a, const patterns_model *m, facts *f);
#endif
