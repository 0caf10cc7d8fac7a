/* word.h: what the network looks at in a word; the one definition for the trainer and the reader.
 *
 * A word is a sum of rows of a table: of its form (digits as 0), its first and last characters, how it is
 * written and where it stands, and of whose conventions are to be followed. Keys are hashes. */
#ifndef LANGUAGE_WORD_H
#define LANGUAGE_WORD_H
#include "base/base.h"

typedef uint64_t word_key;

enum { WORD_FORM, WORD_END_1, WORD_END_4 = WORD_END_1 + 3, WORD_BEGIN_1, WORD_BEGIN_3 = WORD_BEGIN_1 + 2,
       WORD_KEYS };            /* those that the form alone tells; WORD_FORM is the first */

/* folded: the form as utf8_fold gives it; room: folded.len bytes. */
void word_keys(word_key keys[WORD_KEYS], str folded, char *room);

/* Whether it has a letter or a digit: the first such word of a sentence is its first word. */
bool word_has_letter(str form);
/* Lower case, a capital, capitals …, with digits or hyphens; the first word of its sentence or not; in a
 * sentence where most words have capitals. */
uint8_t word_shape(str form, bool first, bool headline);
uint8_t word_shape_at(uint8_t shape, bool first, bool headline);     /* of the shape elsewhere; 0 stays 0 */
word_key word_shape_key(uint8_t shape);
word_key word_style_key(uint32_t style);                   /* from 1; 0: none */
/* What dictionaries and lists of names say a form may be: by the number of that; 0: nothing. */
word_key word_class_key(uint32_t kind);

/* Whether a sentence is written like a headline: told of each of its words that has four bytes or more and
 * is not the first. */
typedef struct { uint32_t longer, capitals; } word_headline;
void word_headline_add(word_headline *h, str form);
static inline bool word_is_headline(const word_headline *h) {
  return h->longer >= 3 && 4 * h->capitals >= 3 * h->longer;
}
#endif
