#include "test.h"

static void put_and_get(void *payload) {
  arena *a = payload;
  map m;
  map_init(&m, a, 0);
  assert_null(map_get(&m, STR("none")));
  for (uint32_t i = 0; i < 50000; i++) {
    bool added;
    uint32_t *value = map_put(&m, arena_printf(a, "key %u", i), &added);
    assert_true(added);
    assert_int_equal(*value, 0);
    *value = 2 * i;
  }
  for (uint32_t i = 0; i < 50000; i++) {
    bool added = true;
    str key = arena_printf(a, "key %u", i);
    assert_int_equal(*map_put(&m, key, &added), 2 * i);
    assert_false(added);
    assert_int_equal(*map_get(&m, key), 2 * i);
    assert_ptr_equal(map_get_hashed(&m, key, map_hash(key)), map_get(&m, key));
    assert_true(str_eq(m.entries[i].key, key));            /* in order of insertion */
  }
  assert_int_equal(m.n, 50000);
  assert_null(map_get(&m, STR("key 50000")));
  assert_null(map_get(&m, STR("key")));
}

static void grows_and_keeps_order(void **state) {
  (void)state;
  with_arena(put_and_get);
}

static void odd_keys(void *payload) {
  map m;
  map_init(&m, payload, 1000);
  *map_put(&m, (str){NULL, 0}, NULL) = 1;
  assert_int_equal(*map_get(&m, STR("")), 1);
  *map_put(&m, STR("a\0b"), NULL) = 2;
  assert_null(map_get(&m, STR("a")));
  assert_int_equal(*map_get(&m, STR("a\0b")), 2);
  assert_int_equal(m.n, 2);
  map empty = {0};
  assert_null(map_get(&empty, STR("x")));
}

static void keys_are_bytes(void **state) {
  (void)state;
  with_arena(odd_keys);
}

static void hash_is_stable(void **state) {
  (void)state;
  assert_true(map_hash(STR("")) == UINT64_C(0x2D06800538D394C2));       /* XXH3-64 of nothing, seed 0 */
  assert_true(map_hash((str){NULL, 0}) == map_hash(STR("")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(grows_and_keeps_order), cmocka_unit_test(keys_are_bytes),
    cmocka_unit_test(hash_is_stable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
