/* nominals.h: common nouns for people, bodies and places without a name: "the rebels", "a petrol station". */
#ifndef FACTS_NOMINALS_H
#define FACTS_NOMINALS_H
#include "facts/reader.h"

/* A common noun at i, with the words before it that belong to it (a party's adjective tells whose it is) and, of
 * people, whose they are ("of Ruritania"). x is fresh. */
bool nominals_read(const reader *r, uint32_t i, noun_phrase *x);
/* "Calder province", "the Orm tribe": takes in the noun behind a name that says what sort of body or place it
 * is. */
bool nominals_behind(const reader *r, noun_phrase *x);
#endif
