/* dictionary_parse: any bytes give entries with names and codes, and complaints in order of line. */
#include "../cli/dictionary.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

/* What is in a field of a table must not read as the table's own signs. */
static void check_field(str s, bool empty) {
  check((empty || s.len) && utf8_valid(s) == s.len && str_eq(str_trim(s), s));
  for (size_t i = 0; i < s.len; i++) check(!memchr("|;@[]\n", s.ptr[i], 6));
}

static void walk(const dictionary *d) {
  for (uint32_t i = 0; i < d->n; i++) {
    const dictionary_entry *e = &d->entries[i];
    check(e->n_names && e->n_codes);
    for (uint32_t k = 0; k < e->n_names; k++) check_field(e->names[k].words, false);
    for (uint32_t k = 0; k < e->n_codes; k++) {
      check_field(e->codes[k].code, false);
      check(e->codes[k].from <= e->codes[k].until);
    }
    check_field(e->plural, true);
  }
  const dictionary_complaint *c = d->complaints;
  for (uint32_t i = 0; i < d->n_complaints; i++)
    check(c[i].line && c[i].text.len && (!i || c[i - 1].line <= c[i].line));
}

typedef struct { arena *a; str bytes; } job;

static void run(void *payload) {
  job *j = payload;
  walk(dictionary_parse(j->a, j->bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  job j = {arena_new((size_t)256 << 20), {(const char *)bytes, n}};
  if (!j.a) return 0;
  arena_run(j.a, run, &j);
  arena_free(j.a);
  return 0;
}
