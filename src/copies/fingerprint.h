/* fingerprint.h: the keys of a report, by which candidates are found. */
#ifndef COPIES_FINGERPRINT_H
#define COPIES_FINGERPRINT_H
#include "copies/words.h"

/* Ascending, distinct, 40 bits each. */
const uint64_t *fingerprint_keys(arena *a, const copies_model *m, const wording *w, uint32_t *n);
#endif
