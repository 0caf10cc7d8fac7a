/* kit.h: reports of these tests' own, read by intake and made ready by copies with the English pack. */
#ifndef COPIES_KIT_H
#define COPIES_KIT_H
#include "../base/test.h"
#include "copies/copies.h"

typedef struct { arena *a; const intake_model *intake; const copies_model *m; } kit;

/* Runs job with the pack of CHANCERY_PACK; the kit's arena is freed after it. */
void with_kit(void (*job)(kit *k));
/* published may be NULL: none is given. */
const report *kit_report(kit *k, const char *text, const char *published, const char *publisher);
const copy_text *kit_text(kit *k, const char *text, const char *published, const char *publisher);
/* Compares two texts that carry no hints. */
copy_link kit_compare(kit *k, const char *a, const char *b);
/* Lines of at most `width` letters, longer words cut with a hyphen. */
const char *kit_wrapped(kit *k, const char *text, size_t width);

/* A report, and what became of it. */
extern const char original[], rewritten[], later_report[], unrelated[], readout[], other_readout[];
#endif
