/* events_worth.h: which sentences the event coder looks at. A tree costs as much as all else that is read of a sentence. */
#ifndef FACTS_EVENTS_WORTH_H
#define FACTS_EVENTS_WORTH_H
#include "facts/frames.h"

/* Whether somebody is named who could act, the words that some frame asks for are there, and the sentence is not about
 * something else. Never false where the coder would find an event. */
bool events_worth_a_tree(const events_model *m, const facts *f, uint32_t sentence);
#endif
