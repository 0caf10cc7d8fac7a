/* quantities.h: numbers told of something: "3,000 troops", "$40 million in aid", "half a dozen boats". */
#ifndef FACTS_QUANTITIES_H
#define FACTS_QUANTITIES_H
#include "facts/facts.h"

typedef struct quantity_words quantity_words;
/* Reads [quantity-words]: word | number or unit | value. Errors: CH_ERR_PACK. */
ch_status quantities_load(const quantity_words **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Those in tokens [first, end), by place: [*n], in the arena. Dates and times are none. */
const quantity *quantities_of(arena *a, const quantity_words *w, const facts *f, uint32_t first, uint32_t end, uint32_t *n);
#endif
