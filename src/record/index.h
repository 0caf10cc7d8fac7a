/* index.h: the index of copying keys that stands beside the record's file, and who was whose copy when asked by it.
 *
 * The folder <record>-index holds sorted runs of keys (copies/postings.h); which of them count stands in the record's own
 * table `run`, so that a transaction of the record decides about both, and a crash leaves at most files that nothing names.
 * All of it is derived: where a run is missing or damaged, or the folder is, the record is made again from its facts. */
#ifndef RECORD_INDEX_H
#define RECORD_INDEX_H
#include "copies/copies.h"
#include "record/agenda.h"
#include "record/shelf.h"

typedef struct record_index record_index;

/* path: of the record; NULL: in memory alone. NULL: no memory. */
record_index *index_new(const char *path, const copies_model *m, shelf *h);
void index_free(record_index *x);
/* In an open transaction: takes up the runs that the record names, if it has not already. False: they are not all there,
 * or a failure, which is the store's. */
bool index_open(record_index *x, store *s);
/* Lets go of all keys: the record is being made again. */
void index_empty(record_index *x);
/* Names the runs in the record; to be called before the transaction is committed, and the other one after. */
void index_save(record_index *x);
void index_saved(record_index *x);
/* The transaction was rolled back: what was put since does not count. */
void index_forget(record_index *x);

/* Earlier reports that b was made from. keys may be NULL: none. */
void index_find(record_index *x, parents *out, arena *a, const place_in_time *b, const fingerprint *keys);
/* What b is to an earlier report that it was not held against. */
copy_link index_compare(record_index *x, arena *a, int64_t earlier, int64_t b);
/* Enters b, or what has become known of it: whether it is a head. True: it was the other before. */
bool index_put(record_index *x, const place_in_time *b, const fingerprint *keys, const parents *found, bool is_new);
/* As last put. */
bool index_is_head(record_index *x, int64_t n);
/* The story that b continues, by its sketch, which index_put has kept; and entering it. */
story_parent index_story(record_index *x, arena *a, const place_in_time *b);
void index_put_story(record_index *x, arena *a, const place_in_time *b);
/* Later reports that share a key of its story with b. */
const uint32_t *index_story_later(record_index *x, arena *a, const place_in_time *b, uint32_t *n);
/* Later reports whose parents may be others because of b. */
const uint32_t *index_later(record_index *x, arena *a, const place_in_time *b, const fingerprint *keys, uint32_t *n);
#endif
