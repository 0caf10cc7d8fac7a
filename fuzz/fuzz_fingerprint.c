/* copies_keys and fingerprint_unpack: refused, or keys in order that pack to the same bytes. */
#include "copies/fingerprint.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void ascending(const uint32_t *keys, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) check(keys[i - 1] < keys[i]);
}

typedef struct { arena *a; str bytes; } job;

static void read_keys(void *payload) {
  const job *j = payload;
  const fingerprint *f = copies_keys(j->a, j->bytes), *g = fingerprint_unpack(j->a, j->bytes);
  if (f) ascending(f->pairs, f->n_pairs);
  if (!g) return;
  ascending(g->anchors, g->n_anchors);
  ascending(g->pairs, g->n_pairs);
  check(str_eq(fingerprint_pack(j->a, g), j->bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  job j = {arena_new(0), {(const char *)bytes, n}};
  check(j.a && arena_run(j.a, read_keys, &j));
  arena_free(j.a);
  return 0;
}
