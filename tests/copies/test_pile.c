/* Byte strings come back as they were put, from the buffer and from the file. */
#include "../base/test.h"
#include "copies/pile.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STRINGS = 300, LARGE = 3 << 20 };

typedef struct { uint64_t at[STRINGS]; size_t len[STRINGS]; pile *p; arena *a; char *bytes; } job;

static char path[64];

/* Lengths around those at which the buffer is emptied. */
static size_t length_of(int i) {
  static const size_t some[] = {0, 1, 7, 5000, 60000, 1 << 20, (1 << 20) - 1, (1 << 20) + 1, LARGE};
  return i % 40 < 9 ? some[i % 40] : (size_t)i * 31 % 900;
}

static void get_all(void *payload) {
  job *j = payload;
  for (int i = 0; i < STRINGS; i += 1 + i % 3) {
    str s = pile_get(j->p, j->a, j->at[i], j->len[i]);
    assert_int_equal(s.len, j->len[i]);
    assert_memory_equal(s.ptr, j->bytes + i, s.len);
    arena_reset(j->a);
  }
}

static void put_and_get(void *payload) {
  job *j = payload;
  uint64_t sum = 0;
  for (int i = 0; i < STRINGS; i++) {
    j->len[i] = length_of(i);
    j->at[i] = pile_add(j->p, (str){j->bytes + i, j->len[i]});
    assert_true(j->at[i] == sum);
    sum += j->len[i];
    if (i % 7) continue;
    str s = pile_get(j->p, j->a, j->at[i], j->len[i]);       /* what came last is asked for at once */
    assert_memory_equal(s.ptr, j->bytes + i, s.len);
    arena_reset(j->a);
  }
  assert_true(pile_size(j->p) == sum);
  get_all(j);
  assert_int_equal(pile_status(j->p, NULL), CH_OK);
}

static void test_round_trip(void **state) {
  (void)state;
  job *j = calloc(1, sizeof *j);
  uint64_t seed = 3;
  assert_non_null(j);
  j->bytes = malloc(LARGE + STRINGS);
  assert_non_null(j->bytes);
  for (size_t i = 0; i < LARGE + STRINGS; i++) j->bytes[i] = (char)next_number(&seed);
  j->a = arena_new(0);
  assert_int_equal(pile_open(&j->p, path, NULL), CH_OK);
  unlink(path);                /* as the collection does: it works on */
  assert_true(arena_run(j->a, put_and_get, j));
  pile_close(j->p);
  arena_free(j->a);
  free(j->bytes);
  free(j);
}

static void ask_beyond(void *payload) {
  job *j = payload;
  assert_null(pile_get(j->p, j->a, 2, 9).ptr);
}

static void test_failures(void **state) {
  (void)state;
  ch_error err = {0};
  job j = {.a = arena_new(0)};
  assert_int_equal(pile_open(&j.p, "/nonexistent/folder/pile", &err), CH_ERR_IO);
  assert_null(j.p);
  assert_non_null(strstr(err.msg, "/nonexistent/folder/pile"));
  pile_close(NULL);
  assert_int_equal(pile_open(&j.p, path, NULL), CH_OK);
  pile_add(j.p, STR("ten letter"));
  assert_true(arena_run(j.a, ask_beyond, &j));
  assert_int_equal(pile_status(j.p, &err), CH_ERR_IO);
  pile_add(j.p, STR("more"));  /* it sticks */
  assert_int_equal(pile_status(j.p, NULL), CH_ERR_IO);
  pile_close(j.p);
  unlink(path);
  arena_free(j.a);
}

/* A disk that is full. */
static void test_full(void **state) {
  (void)state;
  pile *p = NULL;
  ch_error err = {0};
  char *bytes = calloc(1, LARGE);
  if (access("/dev/full", W_OK) || pile_open(&p, "/dev/full", NULL)) {
    free(bytes);
    skip();
  }
  pile_add(p, (str){bytes, LARGE});
  assert_int_equal(pile_status(p, &err), CH_ERR_IO);
  pile_close(p);
  free(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip), cmocka_unit_test(test_failures),
                                     cmocka_unit_test(test_full)};
  snprintf(path, sizeof path, "/tmp/chancery-pile-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0) return 1;
  close(fd);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(path);
  return failed;
}
