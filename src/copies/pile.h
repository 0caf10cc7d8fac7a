/* pile.h: byte strings one after the other in a file, found again by their place. Reads do not go through mapped pages, so
 * that they take no memory of ours. Errors stick. One thread at a time. */
#ifndef COPIES_PILE_H
#define COPIES_PILE_H
#include "base/base.h"

typedef struct pile pile;

/* path: a new file. CH_ERR_IO, CH_ERR_MEMORY. */
ch_status pile_open(pile **out, const char *path, ch_error *err);
void pile_close(pile *p);                      /* NULL is fine */
uint64_t pile_add(pile *p, str bytes);         /* its place */
uint64_t pile_size(const pile *p);
/* n bytes from a place on, in the arena; ptr NULL after a failure. */
str pile_get(pile *p, arena *a, uint64_t at, size_t n);
/* They will soon be asked for. Reading of what is not in memory any more begins, and nobody waits for it. */
void pile_expect(pile *p, uint64_t at, size_t n);
ch_status pile_status(const pile *p, ch_error *err);
#endif
