/* network_words.h: what the network makes of single words, kept from report to report.
 *
 *   form ─rows of its keys, summed─▶ network_form ─in a shape─▶ network_word: input, and what the first layer makes
 *                                                               of it as the word before, the word, the word behind
 *
 * Half of the work of tagging is this, and most words of a report stood in one before. Sums are of integers, and a
 * form is known by all the keys that its sum is made from: what was kept, and by whom, does not change them. One
 * thread at a time. */
#ifndef LANGUAGE_NETWORK_WORDS_H
#define LANGUAGE_NETWORK_WORDS_H
#include "language/network.h"

enum { WORDS_MOST = 16384 };    /* kept; of the English pack 30 MB. When there are more, all are forgotten */

/* Place of the parts that the form may be; 0: any. */
uint16_t network_form_may(const network_form *f);
/* A form in one shape. */
typedef struct network_word {
  const network_form *form;
  int16_t *x;                  /* [input] */
  int16_t *around;             /* [3][4 × tag_half] */
  struct network_word *next;   /* of the same form */
  uint8_t shape;
} network_word;

typedef struct network_words network_words;

/* In the arena, which it goes on using: whenever the two functions are called that say so, the arena must be in an
 * arena_run and no other thread may use it. */
network_words *network_words_new(arena *a, const network_model *m);      /* uses the arena */
/* Whether there is room for n more words, n at most WORDS_MOST, without a call of network_words_grow. It may forget
 * all: *forgot then says that no form or word of before may be used. */
bool network_words_have(network_words *w, uint32_t n, bool *forgot);
void network_words_grow(network_words *w, uint32_t n);                   /* uses the arena */
/* A form, and a word: those kept, else new ones, for which there must be room. */
network_form *network_words_form(network_words *w, const word_key keys[WORD_KEYS]);
const network_word *network_words_word(network_words *w, network_form *f, uint8_t shape);
/* What is still to be made of new words, is made. Before it their x and around are not set. */
void network_words_make(network_words *w);
#endif
