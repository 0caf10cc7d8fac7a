/* postings_table.h: postings that are not on disk yet, by key. Inside this room only.
 *
 * The postings of one key stand together in a piece of a power of two, in order of (day, tie, report), so that asking for a
 * key waits for memory about twice, however many it has. */
#ifndef COPIES_POSTINGS_TABLE_H
#define COPIES_POSTINGS_TABLE_H
#include "copies/postings_run.h"

typedef struct { uint32_t report, tie; uint16_t day; } table_entry;
typedef struct { uint32_t key, n, first; } table_slot;         /* n 0: free; first: place of its piece */
enum { TABLE_PIECES = 31 };

typedef struct {
  table_slot *slots; uint32_t n_slots, n_keys;
  table_entry *entries; uint32_t used, cap;
  uint32_t free[TABLE_PIECES];         /* pieces given back, by size: place + 1, linked through their first entry */
  uint32_t n;
} table;

void table_expect(const table *t, const uint32_t *keys, uint32_t n);         /* they will soon be put or asked for */
bool table_put(table *t, uint32_t key, table_entry x);         /* false: no memory */
/* The slots of keys; n is 0 in that of a key without postings. */
void table_find(const table *t, const uint32_t *keys, uint32_t n, const table_slot **out);
/* The slots that are taken, by key; the table can only be emptied afterwards. NULL: no memory. */
const table_slot *table_sort(table *t, uint32_t *n);
void table_empty(table *t);
void table_free(table *t);
static inline const table_entry *table_entries(const table *t, const table_slot *s) { return t->entries + s->first; }
#endif
