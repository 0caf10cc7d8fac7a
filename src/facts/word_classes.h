/* word_classes.h: classes of words that a section of the pack names, rows "class | word; word", as bits by
 * word id. */
#ifndef FACTS_WORD_CLASSES_H
#define FACTS_WORD_CLASSES_H
#include "language/language.h"

enum { WORD_CLASSES_MOST = 64 };         /* classes of a section */

typedef struct { uint64_t *bits; uint32_t n; } word_classes;   /* [n] by word id, in the arena of adds */

/* Adds a word, or the words of a row's second field, to class number `class`, below WORD_CLASSES_MOST. */
void word_classes_add(word_classes *c, arena *a, word_id w, uint32_t class);
void word_classes_add_row(word_classes *c, arena *a, lexicon *l, const pack_row *row, uint32_t class);
/* The classes of a token, by its form or its lemma. */
static inline uint64_t word_classes_of(const word_classes *c, const token *t) {
  uint64_t bits = t->word < c->n ? c->bits[t->word] : 0;
  return t->lemma < c->n ? bits | c->bits[t->lemma] : bits;
}
#endif
