/* words_diff.h: word by word through aligned sentences. */
#ifndef COPIES_WORDS_DIFF_H
#define COPIES_WORDS_DIFF_H
#include "copies/pairing.h"

/* Sets HIT_SAME and HIT_CLOSE, counts changed names and numbers and misread words. */
void words_diff(pairing *p);
#endif
