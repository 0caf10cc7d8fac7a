/* lexicon.h: what only this room asks of the lexicon; the rest is in language.h. */
#ifndef LANGUAGE_LEXICON_H
#define LANGUAGE_LEXICON_H
#include "language/language.h"

/* hash: map_hash(folded). 0: none. */
word_id lexicon_find_hashed(const lexicon *l, str folded, uint64_t hash);
#endif
