/* postings_table.h: postings in memory, by key. Inside this room only.
 *
 *   buckets[] of ten (low half of the key, report), in order of the keys ── more than ten? ─▶ a bucket in `more`
 *                                         └─ more than TABLE_FEW of one key? ─▶ a list of its own in `lists`
 *
 * A bucket is one line of the cache, and holds the keys of a range of at most 2^16, so that the low half tells a
 * key. When and where a report stands is kept once, not with each of its keys: that makes some nine bytes a posting,
 * and a key that nobody else has, as most are, is told with one wait for memory. */
#ifndef COPIES_POSTINGS_TABLE_H
#define COPIES_POSTINGS_TABLE_H
#include "copies/postings_places.h"

enum { TABLE_LANES = 10, TABLE_FEW = 4, TABLE_SIZES = 32 };
typedef struct {
  uint16_t tags[TABLE_LANES];
  uint32_t items[TABLE_LANES]; /* 0: free; report + 1; or the place of a list, with the highest bit */
  uint32_t next;               /* in `more`, + 1; 0: none */
} table_bucket;

typedef struct {
  table_bucket *buckets; uint32_t n_buckets;
  table_bucket *more; uint32_t n_more, cap_more, free_more;  /* free_more: + 1, linked by next */
  uint32_t *lists, n_lists, cap_lists; /* words */
  uint32_t free_lists[TABLE_SIZES];    /* by the logarithm of the size, + 1 */
  places places;
  uint32_t oldest;             /* reports of smaller numbers are gone: their postings are as good as free */
  uint64_t n, n_items;         /* postings and lanes that are taken; some may be gone */
  uint64_t most;               /* postings that may be held: buckets do not grow for more */
} table;

typedef struct { const uint32_t *reports; uint32_t n; } table_list;      /* by day, tie, report */

/* false, of all that give a bool: no memory. Numbers of reports are below TABLE_REPORTS. */
enum { TABLE_REPORTS = INT32_MAX };
bool table_put(table *t, const uint32_t *keys, uint32_t n, uint32_t report, place at);
/* The postings of keys; few: [n * TABLE_FEW], which lists may stand in. Those that are gone may be among them. The
 * last `soon` of each are about to be looked at. */
void table_find(const table *t, const uint32_t *keys, uint32_t n, uint32_t soon, uint32_t *few,
                table_list *out);
/* Reports before the first one of `day` or later are gone: they have been put in order of their days. */
void table_expire(table *t, uint16_t day);
void table_purge(table *t);    /* lets go of what is gone; then n is exact */
/* Calls back for every posting in order of (key, day, tie, report). After table_purge: none may be gone. */
typedef void table_tell_fn(uint32_t key, uint32_t report, place at, void *payload);
bool table_tell(const table *t, table_tell_fn *tell, void *payload);
void table_empty(table *t);
void table_free(table *t);
#endif
