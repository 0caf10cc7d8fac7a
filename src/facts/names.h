/* names.h: where the names of people begin and end. */
#ifndef FACTS_NAMES_H
#define FACTS_NAMES_H
#include "facts/reader.h"

#define MAX_NAME 7             /* tokens of a person's name */

/* Whether the token can be part of a person's name; whether it is a capitalised word of any name. */
bool names_token(const reader *r, uint32_t i);
bool names_capital(const reader *r, uint32_t i);
/* Where the name goes on from i to: past a hyphen or small particles to another capital; 0: it does not. */
uint32_t names_step(const reader *r, uint32_t i);
/* End of the run of capitalised words that begins at i. A name of the pack ends it, unless it is also one of
 * a person ("Jordan") or a particle joins it. */
uint32_t names_run(const reader *r, uint32_t i);
/* Reads a person's name at i: of the pack, after a title, or such that it can be nothing else. */
bool names_read(const reader *r, uint32_t i, bool titled, noun_phrase *x);
/* Makes x a name of tokens [i, end). */
void names_set(noun_phrase *x, np_sort sort, uint32_t i, uint32_t end);
#endif
