#include "base/map.h"
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

/* A slot is the hash's high half, then entry + 1. The high half also says where a key's slot
 * is, so growing the table reads no key. */
static const uint64_t high_half = ~(uint64_t)UINT32_MAX;

uint64_t map_hash(str key) { return XXH3_64bits(key.len ? key.ptr : "", key.len); }

void map_init(map *m, arena *a, uint32_t expect) {
  *m = (map){.a = a};
  uint32_t n_slots = 16;
  while (n_slots < UINT32_MAX / 2 && expect > n_slots / 4 * 3) n_slots *= 2;
  m->cap = n_slots / 4 * 3;
  m->n_slots = n_slots;
  m->slots = ARENA_ARRAY(a, uint64_t, n_slots);
  m->entries = ARENA_ARRAY(a, map_entry, m->cap);
}

/* The slot that holds the key, or the free one where it would go. */
static uint32_t slot_of(const map *m, str key, uint64_t hash) {
  uint32_t mask = m->n_slots - 1, at = (uint32_t)(hash >> 32) & mask;
  for (;; at = (at + 1) & mask) {
    uint64_t slot = m->slots[at];
    if (!slot) return at;
    if ((slot & high_half) != (hash & high_half)) continue;
    if (str_eq(m->entries[(uint32_t)slot - 1].key, key)) return at;
  }
}

static void grow(map *m) {
  if (m->n_slots > UINT32_MAX / 2) arena_array(m->a, SIZE_MAX, 2);   /* full: fails as memory does */
  uint32_t old_n = m->n_slots, n_slots = 2 * old_n, mask = n_slots - 1;
  uint64_t *slots = ARENA_ARRAY(m->a, uint64_t, n_slots);
  for (uint32_t i = 0; i < old_n; i++) {
    if (!m->slots[i]) continue;
    uint32_t at = (uint32_t)(m->slots[i] >> 32) & mask;
    while (slots[at]) at = (at + 1) & mask;
    slots[at] = m->slots[i];
  }
  uint32_t cap = n_slots / 4 * 3;
  m->entries = arena_grow(m->a, m->entries, m->cap, cap, sizeof *m->entries);
  m->cap = cap;
  m->slots = slots;
  m->n_slots = n_slots;
}

uint32_t *map_put(map *m, str key, bool *added) {
  uint64_t hash = map_hash(key);
  uint32_t at = slot_of(m, key, hash);
  bool absent = !m->slots[at];
  if (added) *added = absent;
  if (!absent) return &m->entries[(uint32_t)m->slots[at] - 1].value;
  if (m->n == m->cap) {
    grow(m);
    at = slot_of(m, key, hash);
  }
  m->entries[m->n] = (map_entry){key, 0};
  m->slots[at] = (hash & high_half) | (m->n + 1);
  return &m->entries[m->n++].value;
}

const uint32_t *map_get(const map *m, str key) { return map_get_hashed(m, key, map_hash(key)); }

const uint32_t *map_get_hashed(const map *m, str key, uint64_t hash) {
  if (!m->n) return NULL;
  uint64_t slot = m->slots[slot_of(m, key, hash)];
  return slot ? &m->entries[(uint32_t)slot - 1].value : NULL;
}
