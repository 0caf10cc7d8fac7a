#include "test.h"
#include <pthread.h>
#include <stdlib.h>

enum { MOST = 2000 };

typedef struct { uint64_t number, result; bool worked; int thread; } item;

typedef struct {
  item items[MOST];
  int n_items, given, delivered, stop_after, most_ahead;
  pthread_t caller;
  bool wrong;
} run;

static void *next(void *payload) {
  run *r = payload;
  if (!pthread_equal(pthread_self(), r->caller)) r->wrong = true;
  if (r->given - r->delivered + 1 > r->most_ahead) r->most_ahead = r->given - r->delivered + 1;
  return r->given < r->n_items ? &r->items[r->given++] : NULL;
}

static void work(void *payload, int thread, void *all) {
  (void)all;
  item *i = payload;
  uint64_t seed = i->number;
  for (uint64_t k = 0; k < i->number * 37 % 5000; k++) i->result += next_number(&seed);
  i->worked = true;
  i->thread = thread;
}

static bool done(void *payload, void *all) {
  run *r = all;
  item *i = payload;
  if (!i->worked || i->number != (uint64_t)r->delivered) r->wrong = true;
  if (!pthread_equal(pthread_self(), r->caller)) r->wrong = true;
  return ++r->delivered != r->stop_after;
}

/* Runs and gives the sum of the results. */
static uint64_t play(run *r, int n_items, int stop_after, int threads, int ahead, ch_status want) {
  *r = (run){.n_items = n_items, .stop_after = stop_after, .caller = pthread_self()};
  for (int i = 0; i < n_items; i++) r->items[i].number = (uint64_t)i;
  pool_job job = {next, work, done, r, threads, ahead};
  assert_int_equal(pool_run(&job, NULL), want);
  assert_false(r->wrong);
  assert_int_equal(r->delivered, r->given);      /* each item that was given out came back */
  uint64_t sum = 0;
  for (int i = 0; i < r->given; i++) {
    assert_true(r->items[i].thread >= 0 && r->items[i].thread < (threads > 1 ? threads : 1));
    sum += r->items[i].result;
  }
  return sum;
}

static void results_come_in_order_however_many_threads(void **state) {
  (void)state;
  run *r = malloc(sizeof *r);
  uint64_t want = play(r, MOST, 0, 1, 0, CH_OK);
  static const int shapes[][2] = {{0, 0}, {2, 0}, {4, 0}, {4, 1}, {4, 3}, {8, 100}, {3, 5000}};
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    assert_true(play(r, MOST, 0, shapes[i][0], shapes[i][1], CH_OK) == want);
    int ahead = shapes[i][0] <= 1 ? 1 : shapes[i][1] ? shapes[i][1] : 4 * shapes[i][0];
    assert_true(r->most_ahead <= ahead);
  }
  free(r);
}

static void few_items(void **state) {
  (void)state;
  run *r = malloc(sizeof *r);
  for (int threads = 1; threads <= 4; threads++)
    for (int n = 0; n < 6; n++) play(r, n, 0, threads, 0, CH_OK);
  free(r);
}

static void stops_when_asked(void **state) {
  (void)state;
  run *r = malloc(sizeof *r);
  for (int threads = 1; threads <= 4; threads += 3) {
    for (int after = 1; after < 100; after += 7) {
      play(r, MOST, after, threads, 4, CH_ERR_STOPPED);
      assert_true(r->given <= after + 4);
    }
  }
  play(r, 10, 10, 4, 0, CH_ERR_STOPPED);
  free(r);
}

static void there_is_a_core(void **state) {
  (void)state;
  assert_true(pool_cores() >= 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(results_come_in_order_however_many_threads), cmocka_unit_test(few_items),
    cmocka_unit_test(stops_when_asked), cmocka_unit_test(there_is_a_core),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
