/* sentences.h: where sentences end. A block is a hard border; a title is one sentence. */
#ifndef LANGUAGE_SENTENCES_H
#define LANGUAGE_SENTENCES_H
#include "language/ends.h"

/* By the trained model or, where the pack has none, by rules. Needs the quotation marks paired. Sets
 * TOK_FIRST. */
void sentences_find(reading *r, const token_model *m, const end_model *trained, sentence **sentences,
                    uint32_t *n);
#endif
