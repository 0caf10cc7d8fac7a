/* tags.h: the tags of a sentence's tokens: a second-order hidden Markov model over states.
 *
 *   form ─lexicon or ending─▶ candidates (state, score) ─Viterbi─▶ states ─▶ UPOS, XPOS, MORPH_…, lemma
 *
 * T. Brants, "TnT: a statistical part-of-speech tagger", ANLP 2000; states are tags, or tags of one frequent
 * word (F. Pla, A. Molina, NLE 2004). Scores are integers: hundredths of a bit. */
#ifndef LANGUAGE_TAGS_H
#define LANGUAGE_TAGS_H
#include "language/tag_model.h"
#include "language/tokens.h"

typedef struct tag_window tag_window;
/* What the sentences of one report are tagged with, in its arena. */
tag_window *tags_begin(reading *r, const tag_model *m, const lexicon *l);
/* Tags the tokens of one sentence. */
void tags_find(tag_window *w, const sentence *s);
#endif
