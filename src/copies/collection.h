/* collection.h: the copies among any number of reports, with memory that is bounded and a cost that does not grow.
 *
 *   report ─collection_card─▶ bytes ─collection_add─▶ pile on disk ─collection_find, in canonical order─▶ rows
 *
 * The rows are those of `chancery dump` for reports, families and links, by the caller's ids; the order in which reports
 * are added changes nothing. */
#ifndef COPIES_COLLECTION_H
#define COPIES_COLLECTION_H
#include "copies/copies.h"

/* The card of a report: all that comparing it with others takes. Pure; in any thread. */
void collection_card(buf *out, arena *a, const copies_model *m, const report *r);

typedef struct collection collection;
ch_status collection_open(collection **out, const copies_model *m, const ch_copies_options *options, ch_error *err);
void collection_close(collection *c);          /* NULL is fine */
ch_status collection_add(collection *c, str card, ch_error *err);
/* Writes the rows of all that was added; once. Errors stick. */
ch_status collection_find(collection *c, ch_write_fn *write, void *payload, ch_error *err);
ch_copies_stats collection_stats(const collection *c);
#endif
