/* shelf.h: the reports looked at last, parsed and made ready for comparing, so that each is unpacked seldom.
 *
 * Bounded: what was not used longest goes first. The two used last always stay. */
#ifndef RECORD_SHELF_H
#define RECORD_SHELF_H
#include "copies/copies.h"
#include "record/factset.h"
#include "record/store.h"

typedef struct shelf shelf;

shelf *shelf_new(const copies_model *m);           /* NULL: no memory */
void shelf_free(shelf *h);
void shelf_clear(shelf *h);                        /* numbers of reports have lost their meaning */
/* Hands over a report just read, with the arena it lives in; the arena is freed at once if no memory is
 * left. */
void shelf_put(shelf *h, int64_t rep, const factset *f, arena *a);
/* The report, unpacked from the store where it is not at hand. NULL after a failure, which is the store's
 * then. Valid until the second call for another report. */
const factset *shelf_get(shelf *h, store *s, int64_t rep);
/* The same for who asks no facts: of a report that is not at hand they are left out, for reading them takes most of the time. */
const factset *shelf_report(shelf *h, store *s, int64_t rep);
/* Made ready for comparing. */
const copy_text *shelf_text(shelf *h, store *s, int64_t rep);
/* A facts line as it is stored, and back. Malloc'd by `out`; CH_ERR_… through the store. */
void shelf_pack(store *s, buf *out, str line);
bool shelf_unpack(store *s, buf *out, int64_t rep);
/* Whether just this line is stored for the report. A stored one that is damaged is none, and no failure. */
bool shelf_holds(store *s, int64_t rep, str line);
#endif
