/* quotes.h: which quotation marks belong together. */
#ifndef LANGUAGE_QUOTES_H
#define LANGUAGE_QUOTES_H
#include "language/tokens.h"

/* Pairs the marks of all blocks and sets TOK_OPEN, TOK_CLOSE, TOK_QUOTED. */
void quotes_find(reading *r, quote **quotes, uint32_t *n);
#endif
