/* Any bytes as CoNLL-U: refused, or written with their words; what is written gives the same when read again. */
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
  if (!n) return 0;
  char *p = realloc(o->ptr, o->len + n);
  check(p != NULL);
  memcpy(p + o->len, bytes, n);
  *o = (output){p, o->len + n};
  return 0;
}

/* The engine lives as long as the fuzzer. */
static const ch_engine *engine(void) {
  static ch_engine *e;
  ch_engine_options options = CH_ENGINE_OPTIONS_INIT;
  options.pack = PACK_FOLDER;
  if (!e) check(ch_engine_open(&e, &options, NULL) == CH_OK);
  return e;
}

static ch_status write_words(output *out, ch_str bytes) {
  const ch_input in = {.bytes = bytes, .format = CH_FORMAT_CONLLU, .name = {"f", 1}};
  ch_facts *facts;
  ch_error err;
  ch_status status = ch_read(&facts, engine(), &in, CH_READ_WORDS, &err);
  if (!status) check(ch_facts_conllu(facts, collect, out, &err) == CH_OK);
  else check(status == CH_ERR_INPUT && strlen(err.msg) > 0);
  ch_facts_free(facts);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  output once = {NULL, 0}, twice = {NULL, 0};
  if (!write_words(&once, (ch_str){(const char *)bytes, n})) {
    check(!write_words(&twice, (ch_str){once.ptr ? once.ptr : "", once.len}));
    check(once.len == twice.len && (!once.len || !memcmp(once.ptr, twice.ptr, once.len)));
  }
  free(once.ptr);
  free(twice.ptr);
  return 0;
}
