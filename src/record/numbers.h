/* numbers.h: a set of numbers that remembers the order they came in. Lives in an arena. */
#ifndef RECORD_NUMBERS_H
#define RECORD_NUMBERS_H
#include "base/base.h"

typedef struct {
  arena *a;
  int64_t *items; uint32_t n, cap;     /* [n] in order of coming */
  uint32_t *slots; uint32_t n_slots;   /* index + 1; 0: free */
} numbers;

static inline void numbers_init(numbers *s, arena *a) { *s = (numbers){.a = a}; }
bool numbers_add(numbers *s, int64_t n);             /* true: it was not there */
bool numbers_has(const numbers *s, int64_t n);
#endif
