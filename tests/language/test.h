/* test.h: one pack for all tests of a program, and an arena for each. */
#ifndef TESTS_LANGUAGE_TEST_H
#define TESTS_LANGUAGE_TEST_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "sample.h"

typedef struct { sample_language language; arena *a; } fixture;

static fixture fix;

static inline int open_language(void **state) {
  fix.language = sample_open(PACK);
  fix.a = arena_new(0);
  *state = &fix;
  return fix.a ? 0 : -1;
}

static inline int close_language(void **state) {
  (void)state;
  arena_free(fix.a);
  sample_close(&fix.language);
  return 0;
}

static inline doc *read_text(const char *text) { return sample_read(&fix.language, fix.a, text); }

static inline void assert_str(str got, const char *want) {
  if (!str_eq(got, str_of(want))) fail_msg("got  %.*s\nwant %s", (int)got.len, got.ptr, want);
}

static inline void assert_words(const char *text, const char *want) {
  assert_str(sample_words(fix.a, read_text(text)), want);
}

/* The first token with these words. */
static inline uint32_t token_of(const doc *d, const char *form) {
  for (uint32_t i = 0; i < d->n_tokens; i++)
    if (str_eq(doc_str(d, i, i + 1), str_of(form))) return i;
  fail_msg("no token %s", form);
  return 0;
}
#endif
