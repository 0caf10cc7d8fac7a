/* quotes.h: words in quotation marks that a copy or rewrite changed. */
#ifndef COPIES_QUOTES_H
#define COPIES_QUOTES_H
#include "copies/pairing.h"

void quoted_words_find(copy_link *link, const pairing *p);
#endif
