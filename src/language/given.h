/* given.h: tokens and sentences of a report whose words are given (report.given). */
#ifndef LANGUAGE_GIVEN_H
#define LANGUAGE_GIVEN_H
#include "language/tokens.h"

/* Its tokens, block by block, in place of tokens_find. */
void given_tokens(reading *r, const token_model *m);
/* Its sentences, in place of sentences_find; sets TOK_FIRST. */
void given_sentences(reading *r, sentence **sentences, uint32_t *n);
#endif
