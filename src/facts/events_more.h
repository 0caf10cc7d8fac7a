/* events_more.h: what is told of an event beside who, whom and when: contexts, quantities, and who claims it. */
#ifndef FACTS_EVENTS_MORE_H
#define FACTS_EVENTS_MORE_H
#include "facts/acts.h"

/* Contexts and quantities of the words [first, end). */
void events_more(coder *k, uint32_t first, uint32_t end, event *e);
/* "A second round followed on Friday": talks of which only the day is told have the sides of the nearest others. */
void events_carry(const events_model *m, facts *f);
/* Ties tellings of one event in the report: who claims, confirms, denies it. What both sides claim, or the narrator
 * tells in his own voice, is claimed by nobody alone. */
void events_link(arena *a, facts *f);
#endif
