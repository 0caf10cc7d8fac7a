/* map.h: the one hash map: byte strings to 32-bit numbers. Lives in an arena (and uses its
 * guard). Open addressing, XXH3; keys are borrowed and must outlive the map. Iteration goes
 * over the entries in order of insertion, so it is deterministic. Readers may share a map. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/arena.h"

typedef struct { str key; uint32_t value; } map_entry;
typedef struct {
  arena *a;
  map_entry *entries;      /* [n] in order of insertion */
  uint32_t n, cap;
  uint64_t *slots;         /* [n_slots] (hash high bits, entry + 1); 0: free */
  uint32_t n_slots;
} map;

void map_init(map *m, arena *a, uint32_t expect);
/* The value's place, good until the next map_put, made with value 0 where the key was absent;
 * *added (may be NULL) tells. */
uint32_t *map_put(map *m, str key, bool *added);
const uint32_t *map_get(const map *m, str key);                  /* NULL: absent */
uint64_t map_hash(str key);                                      /* XXH3-64, seed 0: stable for ever */
const uint32_t *map_get_hashed(const map *m, str key, uint64_t hash);
#endif
