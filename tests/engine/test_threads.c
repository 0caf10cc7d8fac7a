/* One engine shared by threads: each reads the same reports many times and must get the same bytes. */
#include "kit.h"
#include <pthread.h>
#include <string.h>

enum { THREADS = 6, ROUNDS = 12 };

typedef struct { const ch_engine *engine; const char *const *want; int differ; } work;

static void *read_again(void *payload) {
  work *w = payload;
  const char *const texts[] = {kit_report, kit_other};
  for (int i = 0; i < ROUNDS; i++) {
    const ch_input in = kit_input(texts[i % 2], "2024-03-07");
    ch_facts *facts = NULL;
    kept k = {0};
    if (ch_read(&facts, w->engine, &in, i % 3 ? 0 : CH_READ_EAGER, NULL) || ch_facts_write(facts, 0, kept_take, &k, NULL) ||
        strcmp(k.text, w->want[i % 2]))
      w->differ++;
    ch_facts_free(facts);
    kept_free(&k);
  }
  return NULL;
}

static void threads_share_an_engine(void **state) {
  kept a = kit_facts(*state, kit_report, "2024-03-07", 0), b = kit_facts(*state, kit_other, "2024-03-07", 0);
  const char *const want[] = {a.text, b.text};
  pthread_t threads[THREADS];
  work works[THREADS];
  for (int i = 0; i < THREADS; i++) {
    works[i] = (work){*state, want, 0};
    assert_int_equal(pthread_create(&threads[i], NULL, read_again, &works[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
  for (int i = 0; i < THREADS; i++) assert_int_equal(works[i].differ, 0);
  kept_free(&a), kept_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(threads_share_an_engine)};
  return cmocka_run_group_tests(tests, kit_open, kit_close);
}
