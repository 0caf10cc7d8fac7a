#include "test.h"

static void fill_many_sizes(void *payload) {
  arena *a = payload;
  uint64_t seed = 1;
  size_t used = arena_used(a);
  for (int i = 0; i < 3000; i++) {
    size_t n = next_number(&seed) % (i % 100 ? 300 : 200000);
    unsigned char *p = arena_alloc(a, n);
    assert_int_equal((uintptr_t)p % 16, 0);
    for (size_t k = 0; k < n; k++) assert_int_equal(p[k], 0);
    memset(p, 0xAB, n);
    assert_true(arena_used(a) >= used + n);
    used = arena_used(a);
  }
}

static void memory_is_zeroed_and_aligned_after_reset_too(void **state) {
  (void)state;
  arena *a = arena_new(0);
  for (int i = 0; i < 3; i++) {
    assert_true(arena_run(a, fill_many_sizes, a));
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
  }
  arena_free(a);
  arena_free(NULL);
}

typedef struct { arena *a; int done; size_t n; } step;

static void take_until_full(void *payload) {
  step *s = payload;
  for (;;) {
    arena_alloc(s->a, s->n);
    s->done++;
  }
}

static void ceiling_goes_back_to_the_run(void **state) {
  (void)state;
  arena *a = arena_new(1000);
  step s = {a, 0, 100};
  assert_false(arena_run(a, take_until_full, &s));
  assert_int_equal(s.done, 8);                 /* 112 bytes each */
  assert_true(arena_used(a) <= 1000);
  arena_reset(a);
  s = (step){a, 0, 1000};
  assert_false(arena_run(a, take_until_full, &s));
  assert_int_equal(s.done, 0);                 /* takes 1008 */
  arena_free(a);
}

static void outer(void *payload) {
  step *s = payload, inner = {s->a, 0, 64};
  assert_false(arena_run(s->a, take_until_full, &inner));
  s->done = 1;
  take_until_full(s);
}

static void runs_nest(void **state) {
  (void)state;
  arena *a = arena_new(4096);
  step s = {a, 0, 64};
  assert_false(arena_run(a, outer, &s));
  assert_int_equal(s.done, 1);
  arena_free(a);
}

static void ask_too_much(void *payload) {
  step *s = payload;
  if (s->done == 0) arena_array(s->a, SIZE_MAX / 2, 3);
  if (s->done == 1) arena_alloc(s->a, SIZE_MAX);
  if (s->done == 2) arena_alloc(s->a, SIZE_MAX - 16);
  if (s->done == 3) arena_grow(s->a, NULL, 0, SIZE_MAX / 2, 16);
  if (s->done == 4) arena_str(s->a, (str){"", SIZE_MAX});
  if (s->done == 5) arena_join(s->a, (str[]){{"", SIZE_MAX}, {"", 1}}, 2, STR(""));
  fail_msg("case %d came back", s->done);
}

static void sizes_that_overflow_are_no_memory(void **state) {
  (void)state;
  arena *a = arena_new((size_t)1 << 20);
  for (int i = 0; i < 6; i++) {
    step s = {a, i, 0};
    assert_false(arena_run(a, ask_too_much, &s));
  }
  arena_free(a);
}

static void grow(void *a) {
  uint32_t *p = NULL, *q, n = 0, cap = 0, *r = NULL, n_r = 0, cap_r = 0;
  for (uint32_t i = 0; i < 100000; i++) {
    *ARENA_PUSH(a, p, n, cap) = i;
    if (i % 3 == 0) *ARENA_PUSH(a, r, n_r, cap_r) = ~i;    /* in between, so that p is not always the last */
  }
  for (uint32_t i = 0; i < n; i++) assert_int_equal(p[i], i);
  for (uint32_t i = 0; i < n_r; i++) assert_int_equal(r[i], ~(3 * i));
  q = arena_grow(a, p, n, n + 5, sizeof *p);
  assert_int_equal(q[n - 1], n - 1);
  for (uint32_t i = n; i < n + 5; i++) assert_int_equal(q[i], 0);
  uint32_t *last = arena_array(a, 3, sizeof *last);
  memset(last, 0xFF, 3 * sizeof *last);
  last = arena_grow(a, last, 3, 9, sizeof *last);
  assert_int_equal(last[2], UINT32_MAX);
  for (int i = 3; i < 9; i++) assert_int_equal(last[i], 0);
}

static void grown_arrays_keep_and_zero(void **state) {
  (void)state;
  with_arena(grow);
}

static void strings(void *payload) {
  arena *a = payload;
  str s = arena_str(a, STR("Geneva"));
  assert_str(s, "Geneva");
  assert_int_equal(s.ptr[6], 0);
  assert_null(arena_str(a, (str){NULL, 0}).ptr);
  assert_non_null(arena_str(a, STR("")).ptr);
  assert_str(arena_printf(a, "%d of %s", 3, "ten"), "3 of ten");
  str wide = arena_printf(a, "%1000d", 7);
  assert_int_equal(wide.len, 1000);
  assert_int_equal(wide.ptr[999], '7');
  assert_str(arena_join(a, (str[]){STR("a"), {NULL, 0}, STR("b")}, 3, STR(", ")), "a, , b");
  assert_str(arena_join(a, NULL, 0, STR(", ")), "");
}

static void strings_are_copies(void **state) {
  (void)state;
  with_arena(strings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(memory_is_zeroed_and_aligned_after_reset_too),
    cmocka_unit_test(ceiling_goes_back_to_the_run),
    cmocka_unit_test(runs_nest), cmocka_unit_test(sizes_that_overflow_are_no_memory),
    cmocka_unit_test(grown_arrays_keep_and_zero), cmocka_unit_test(strings_are_copies),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
