/* lemmas.h: the lemma of a form that has an XPOS: exceptions, else the rule with the longest ending. */
#ifndef LANGUAGE_LEMMAS_H
#define LANGUAGE_LEMMAS_H
#include "language/forms.h"

typedef struct {
  map rules;                   /* XPOS byte + ending → place in `endings` */
  str *endings;                /* what takes the ending's place */
  map exceptions;              /* XPOS byte + form → word id of the lemma */
  map capitals;                /* lemma → place in `written` */
  str *written;                /* lemmas that are written with a capital, such as "I" */
  uint8_t longest[256];        /* bytes of the longest ending by XPOS; 0: it has no rules */
} lemma_model;

typedef struct lemma_room { char *ptr; size_t len; } lemma_room;   /* where a lemma is put together; grows */

/* xpos_of: name of an XPOS → its number. Lemmas of exceptions are added to the lexicon. */
ch_status lemmas_load(lemma_model *m, arena *a, const pack *pk, const map *xpos_of, lexicon *l,
                      ch_error *err);
/* The lemma of a folded form; borrowed from the lexicon, the form or the room. */
str lemmas_find(const lemma_model *m, arena *a, lemma_room *room, const lexicon *l, uint8_t xpos, str form);
/* The lemma as it is written where that is not in lower case, else itself. */
str lemmas_written(const lemma_model *m, str lemma);
#endif
