/* name_table.h: which lists of names a run of words stands in: a table from hashes of runs to lists.
 *
 * A run's hash is made word by word, of the hashes of the folded forms, so case does not matter. Every
 * beginning of a longer entry stands in the table as well, marked NAME_TABLE_MORE, so a search ends early.
 * Made by chancery-train. */
#ifndef LANGUAGE_NAME_TABLE_H
#define LANGUAGE_NAME_TABLE_H
#include "language/model_file.h"

/* keys: [n_slots], 0: free; at least one is. values: [n_slots]. */
typedef struct { const uint32_t *keys; const uint16_t *values; uint32_t n_slots; } name_table;
enum { NAME_TABLE_LISTS = 15, NAME_TABLE_MORE = 1 << 15 };   /* a bit of the value for each list */

/* The hash of a run that goes on with a word; that of the empty run is 0. */
static inline uint64_t name_table_hash(uint64_t run, uint64_t form) {
  uint64_t h = ((run ^ form) + UINT64_C(0x632BE59BD9B4E019)) * UINT64_C(0x9E3779B97F4A7C15);
  return h ^ h >> 31;
}
static inline uint32_t name_table_key(uint64_t hash) { return (uint32_t)(hash >> 32) | 1; }
static inline uint32_t name_table_slot(uint64_t hash, uint32_t n_slots) {
  return (uint32_t)((hash & UINT32_MAX) * n_slots >> 32);
}
static inline uint32_t name_table_next(uint32_t slot, uint32_t n_slots) {
  return slot + 1 < n_slots ? slot + 1 : 0;
}
/* The value of a run, 0: it stands in none. */
uint16_t name_table_find(const name_table *g, uint64_t hash);
/* Sections `keys` and `values` of a model file, borrowed; CH_ERR_PACK where they are missing or do not
 * fit. */
ch_status name_table_load(name_table *g, arena *a, const model_file *m, const char *keys, const char *values,
                         ch_error *err);
#endif
