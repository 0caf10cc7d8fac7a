/* sentences.h: where sentences end. A block is a hard border; a title is one sentence. */
#ifndef LANGUAGE_SENTENCES_H
#define LANGUAGE_SENTENCES_H
#include "language/tokens.h"

/* Needs the quotation marks paired. Sets TOK_FIRST. */
void sentences_find(reading *r, const token_model *m, sentence **sentences, uint32_t *n);
#endif
