/* The allocations of base fail one by one, and each time there is a status, no leak and no crash. */
#include "test.h"
#include "fail_malloc.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Plays once for each allocation there is, which fails (in steps after the first hundred), and at the
 * end once where none does. Not to assert while an allocation is to fail: cmocka allocates too. */
static void each_failure(bool (*play)(void)) {
  long n = 1;
  for (bool hit = true; hit; n += 1 + n / 100) {
    fail_malloc_at(n);
    bool good = play();
    hit = fail_malloc_hit();
    fail_malloc_at(0);
    if (!hit && !good) fail_msg("failed though memory was there");
    if (hit && good) fail_msg("allocation %ld failed and nobody said so", n);
  }
  assert_true(n > 2);
}

static buf out;

static void write_json(void *payload) {
  arena *a = payload;
  jw *j = jw_new(a, &out);
  map m;
  map_init(&m, a, 0);
  jw_object(j);
  for (int i = 3000; i-- > 0;) {
    str key = arena_printf(a, "key %04d", i);
    *map_put(&m, key, NULL) = 1;
    jw_key_str(j, key.ptr, utf8_bare(a, STR("Éa")));
  }
  jw_end(j);
}

static bool play_json(void) {
  arena *a = arena_new(0);
  bool good = a && arena_run(a, write_json, a) && !out.status;
  arena_free(a);
  buf_free(&out);
  return good;
}

static void json_and_map(void **state) {
  (void)state;
  each_failure(play_json);
}

static bool play_buf(void) {
  buf b = {0};
  for (int i = 0; i < 50; i++) buf_printf(&b, "%300d", i);
  bool good = !b.status;
  buf_free(&b);
  return good;
}

static void bufs(void **state) {
  (void)state;
  each_failure(play_buf);
}

static char pack_folder[] = "/tmp/test_memory_XXXXXX";

static bool play_pack(void) {
  arena *a = arena_new(0);
  const pack *p = NULL;
  ch_error err = {0};
  ch_status status = a ? pack_open(&p, a, pack_folder, &err) : CH_ERR_MEMORY;
  if (status && status != CH_ERR_MEMORY) fprintf(stderr, "status %d: %s\n", status, err.msg);
  bool good = !status && p;
  arena_free(a);
  return good;
}

static void packs(void **state) {
  (void)state;
  assert_non_null(mkdtemp(pack_folder));
  char path[64];
  snprintf(path, sizeof path, "%s/pack.txt", pack_folder);
  FILE *f = fopen(path, "w");
  fputs("[pack]\nname | zz\nversion | 1\n", f);
  for (int i = 0; i < 3000; i++) fprintf(f, "[s%d]\nsome row | of two fields\n", i);
  fclose(f);
  each_failure(play_pack);
  unlink(path);
  rmdir(pack_folder);
}

static void *no_item(void *payload) {
  (void)payload;
  return NULL;
}

static bool play_pool(void) {
  pool_job job = {.next = no_item, .threads = 3};
  ch_error err;
  return pool_run(&job, &err) == CH_OK;
}

static void pools(void **state) {
  (void)state;
  each_failure(play_pool);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(json_and_map), cmocka_unit_test(bufs), cmocka_unit_test(packs), cmocka_unit_test(pools),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
