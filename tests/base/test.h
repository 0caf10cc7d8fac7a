/* test.h: what every unit test needs of cmocka, and an arena with a guard around each test. */
#ifndef TEST_H
#define TEST_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/base.h"

static inline void assert_str(str got, const char *want) {
  if (got.len != strlen(want) || (got.len && memcmp(got.ptr, want, got.len))) {
    fail_msg("got \"%.*s\", want \"%s\"", (int)got.len, got.ptr ? got.ptr : "", want);
  }
}

/* Numbers that look random and are the same every time (SplitMix64). */
static inline uint64_t next_number(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return z ^ z >> 31;
}

static inline int32_t number_in(uint64_t *state, int32_t lo, int32_t hi) {
  return (int32_t)(lo + (int64_t)(next_number(state) % (uint64_t)((int64_t)hi - lo + 1)));
}

/* Runs job with an arena that has no ceiling. cmocka leaves a failed test by longjmp, which is fine here. */
static inline void with_arena(void (*job)(void *a)) {
  arena *a = arena_new(0);
  assert_non_null(a);
  assert_true(arena_run(a, job, a));
  arena_free(a);
}
#endif
