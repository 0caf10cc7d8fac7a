/* report_unpack: refused, or a report that packs to the same bytes and can be made ready, given keys and compared. */
#include "copies/copies.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

typedef struct { arena *a; const copies_model *m; } loaded;

static void load(void *payload) {
  loaded *l = payload;
  const pack *pk;
  check(!pack_open(&pk, l->a, PACK_FOLDER, NULL) && !copies_load(&l->m, l->a, pk, NULL));
}

/* The model lives as long as the fuzzer. */
static const copies_model *model(void) {
  static loaded l;
  if (!l.m) {
    l.a = arena_new(0);
    check(l.a && arena_run(l.a, load, &l));
  }
  return l.m;
}

typedef struct { arena *a; str bytes; } job;

static void inside(const report *r, span s) { check(s.start < s.end && s.end <= r->text.len); }

static void compare(arena *a, const report *r) {
  const copy_text *t = copies_prepare(a, model(), r);
  copy_link l = copies_compare(a, model(), t, t);
  for (uint32_t i = 0; i < l.n_passages; i++) inside(r, l.passages[i].a);
  for (uint32_t i = 0; i < l.n_altered; i++) inside(r, l.altered[i].b);
  check(copies_keys(a, copies_fingerprint(a, model(), r)) != NULL);
}

static void unpack(void *payload) {
  const job *j = payload;
  buf out = {0};
  const report *r = report_unpack(j->a, j->bytes);
  if (!r) return;
  report_pack(&out, r);
  check(!out.status && out.len <= j->bytes.len && !memcmp(out.ptr, j->bytes.ptr, out.len));
  buf_free(&out);
  compare(j->a, r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  job j = {arena_new(0), {(const char *)bytes, n}};
  check(j.a && arena_run(j.a, unpack, &j));
  arena_free(j.a);
  return 0;
}
