/* owners.h: whom an office belongs to, and capitals as governments or places. */
#ifndef FACTS_OWNERS_H
#define FACTS_OWNERS_H
#include "facts/reader.h"

/* Whether a capital at [i, end) is the city itself, not the government that sits there. */
bool owners_capital_is_place(const reader *r, uint32_t i, uint32_t end);
/* The first sort of a match that is wanted; one must be. */
gaz_sort owners_sort(const gaz_match *m, uint32_t wanted);
void owners_set_body(noun_phrase *x, uint32_t entity, uint32_t i, uint32_t end);
void owners_set_party(noun_phrase *x, uint32_t entity);
/* A name of the pack as owner: a state or organisation is a party, a seat or named body works for one. A city
 * is one only where the words say so ("Strelsau's envoy"): talks are named for places, too. */
void owners_set(noun_phrase *x, const gaz_match *m, uint32_t i, bool said);
/* Whether the name only begins a longer one that the pack does not know: "Strelsau Times". */
bool owners_longer_name(const reader *r, uint32_t end);
/* "of the Ruritanian Foreign Ministry", "for Ruritania", "at the Palace": the place after it, or i. */
uint32_t owners_read_one(const reader *r, uint32_t i, noun_phrase *x, bool bodies_only);
/* Of-phrases after an office. They tell its owner only where no word before it did; `speaks`: the holder
 * speaks for what follows "for". */
void owners_read(const reader *r, noun_phrase *x, bool speaks);
#endif
