/* The best tree over scored arcs: against all trees there are, for short sentences. */
#include "test.h"
#include "language/heads.h"

static uint32_t next(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static bool is_tree(const uint32_t *heads, uint32_t n) {
  uint32_t roots = 0;
  for (uint32_t i = 1; i <= n; i++) {
    uint32_t k = i;
    roots += !heads[i];
    for (uint32_t steps = 0; k && steps <= n; steps++) k = heads[k];
    if (k) return false;
  }
  return roots == 1;
}

static int64_t worth(const int32_t *scores, const uint32_t *heads, uint32_t n) {
  int64_t sum = 0;
  for (uint32_t i = 1; i <= n; i++) sum += scores[i * (n + 1) + heads[i]];
  return sum;
}

static int64_t best_of_all(const int32_t *scores, uint32_t n) {
  uint32_t heads[6] = {0}, ways = 1;
  int64_t best = INT64_MIN;
  for (uint32_t i = 0; i < n; i++) ways *= n + 1;
  for (uint32_t way = 0; way < ways; way++) {
    uint32_t rest = way;
    bool own = false;
    for (uint32_t i = 1; i <= n; i++, rest /= n + 1) own |= (heads[i] = rest % (n + 1)) == i;
    if (own || !is_tree(heads, n)) continue;
    int64_t sum = worth(scores, heads, n);
    if (sum > best) best = sum;
  }
  return best;
}

static void the_best_of_all_trees(void **state) {
  (void)state;
  uint32_t dice = 11, heads[6];
  int32_t scores[36];
  for (int k = 0; k < 3000; k++) {
    uint32_t n = 1 + next(&dice) % 5;
    for (int i = 0; i < 36; i++) scores[i] = (int32_t)(next(&dice) % 41) - 20;
    heads_find(heads, fix.a, scores, n);
    assert_true(is_tree(heads, n));
    assert_int_equal(worth(scores, heads, n), best_of_all(scores, n));
    arena_reset(fix.a);
  }
}

static void long_sentences(void **state) {
  (void)state;
  uint32_t dice = 5, n = HEADS_MOST, *heads = ARENA_ARRAY(fix.a, uint32_t, n + (size_t)1);
  int32_t *scores = ARENA_ARRAY(fix.a, int32_t, (n + (size_t)1) * (n + 1));
  for (size_t i = 0; i < (n + (size_t)1) * (n + 1); i++) scores[i] = (int32_t)next(&dice) - (1 << 23);
  heads_find(heads, fix.a, scores, n);
  assert_true(is_tree(heads, n));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_best_of_all_trees), cmocka_unit_test(long_sentences)};
  return cmocka_run_group_tests(tests, open_language, close_language);
}
