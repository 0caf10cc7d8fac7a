/* Any bytes as a facts line: refused, or kept and given out again, twice the same. */
#include "chancery.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef struct { char *ptr; size_t len; } output;

static void check(int good) {
  if (!good) __builtin_trap();
}

static int collect(const char *bytes, size_t n, void *payload) {
  output *o = payload;
  char *p = realloc(o->ptr, o->len + n);
  check(p != NULL);
  memcpy(p + o->len, bytes, n);
  *o = (output){p, o->len + n};
  return 0;
}

static output dump(ch_record *r) {
  ch_query q = CH_QUERY_INIT;
  output o = {NULL, 0};
  check(ch_record_rows(r, &q, collect, &o, NULL, NULL) == CH_OK);
  return o;
}

/* The engine lives as long as the fuzzer. */
static const ch_engine *engine(void) {
  static ch_engine *e;
  ch_engine_options options = CH_ENGINE_OPTIONS_INIT;
  options.pack = PACK_FOLDER;
  if (!e) check(ch_engine_open(&e, &options, NULL) == CH_OK);
  return e;
}

static void keep_and_rebuild(ch_record *r) {
  check(ch_record_keep(r, NULL) == CH_OK);
  output kept = dump(r);
  check(ch_record_rebuild(r, NULL) == CH_OK);
  output rebuilt = dump(r);
  check(kept.len == rebuilt.len && !memcmp(kept.ptr, rebuilt.ptr, kept.len));
  free(kept.ptr);
  free(rebuilt.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  ch_record *r;
  ch_added added;
  ch_error err;
  check(ch_record_open(&r, engine(), ":memory:", CH_RECORD_CREATE, &err) == CH_OK);
  ch_status status = ch_record_add(r, (const char *)bytes, n, &added, &err);
  check(status == CH_OK || status == CH_ERR_INPUT);
  if (!status) keep_and_rebuild(r);
  ch_record_close(r);
  return 0;
}
