/* phrase_parties.h: whom the words of a noun phrase stand for. Slots lie in the report's arena; nothing is owned elsewhere. A token
 * is an index into the report's tokens, a mention one into its mentions; NONE: there is none. Thread-safe: reads shared state only. */
#ifndef CHANCERY_PHRASE_PARTIES_H
#define CHANCERY_PHRASE_PARTIES_H
#include "facts/acts.h"

/* Parties of a noun phrase with that head, and of what is coordinated with it. */
void phrase_parties(const coder *k, slot_list *l, uint32_t head);

/* Whether some party is known. */
bool slots_known(const slot_list *l);
/* Puts it in, once for each actor (or party, where no actor is known). */
void slots_add(const coder *k, slot_list *l, slot s);
/* The actor of a mention; of a group its members. */
void slots_add_mention(const coder *k, slot_list *l, uint32_t m);
bool slots_have(const slot_list *l, str party);
/* Whether some party may be of both: an unknown one may. */
bool slots_share(const slot_list *l, const slot_list *r);

/* The party that a mention tells: its actor's, or the state in which the place lies. */
bool phrase_tells_party(const coder *k, uint32_t m);
slot phrase_slot(const coder *k, uint32_t m);
bool phrase_is_place(const coder *k, uint32_t m);

/* Whose a phrase is: the mention within it that tells ("Rome's plan", "officials from Rome"), at most depth phrases down. */
uint32_t phrase_owner(const coder *k, uint32_t head, uint32_t depth);
/* The same, of one part of the phrase, itself included. */
uint32_t phrase_owner_at(const coder *k, uint32_t part, uint32_t depth);
/* How near a part of a phrase tells its owner: 0 nearest; -1: it does not. */
int phrase_owner_rank(const coder *k, uint32_t head, uint32_t part);

/* Words of people and firms that are no party; common nouns that are no word of public life. */
bool phrase_in_private(const coder *k, uint32_t token);
bool phrase_is_ordinary(const coder *k, uint32_t head);
bool phrase_is_private(const coder *k, uint32_t head);
#endif
