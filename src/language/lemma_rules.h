/* lemma_rules.h: the lemma of a form that has an XPOS: exceptions, else the rule with the longest ending. */
#ifndef LANGUAGE_LEMMA_RULES_H
#define LANGUAGE_LEMMA_RULES_H
#include "language/forms.h"

typedef struct {
  map rules;                   /* XPOS byte + ending → place in `endings` */
  str *endings;                /* what takes the ending's place */
  map exceptions;              /* XPOS byte + form → word id of the lemma */
  map capitals;                /* lemma → place in `written` */
  str *written;                /* lemmas that are written with a capital, such as "I" */
  uint8_t longest[256];        /* bytes of the longest ending by XPOS; 0: it has no rules */
} lemma_rules;

typedef struct lemma_room { char *ptr; size_t len; } lemma_room;   /* where a lemma is put together; grows */

/* xpos_of: name of an XPOS → its number. Lemmas of exceptions are added to the lexicon. */
ch_status lemma_rules_load(lemma_rules *m, arena *a, const pack *pk, const map *xpos_of, lexicon *l,
                      ch_error *err);
/* The lemma of a folded form; borrowed from the lexicon, the form or the room. */
str lemma_rules_find(const lemma_rules *m, arena *a, lemma_room *room, const lexicon *l, uint8_t xpos,
                     str form);
/* The lemma as it is written where that is not in lower case, else itself. */
str lemma_rules_written(const lemma_rules *m, str lemma);
#endif
