/* A collection: the rows of a set of reports, in whatever order they come. */
#include "../base/fail_malloc.h"
#include "copies/collection.h"
#include "kit.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 40 };

typedef struct { buf cards[MOST]; uint32_t n; } deck;

static char folder[64];
static const ch_copies_options plain = CH_COPIES_OPTIONS_INIT;

static int files(void) {
  int n = 0;
  DIR *d = opendir(folder);
  assert_non_null(d);
  for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
  closedir(d);
  return n;
}

static void deal(deck *d, kit *k, const char *text, const char *published, const char *given_id) {
  ch_input in = {.bytes = str_of(text), .format = CH_FORMAT_TEXT, .published = str_of(published),
                 .given_id = str_of(given_id)};
  report *r;
  assert_true(d->n < MOST);
  assert_int_equal(report_new(&r, k->a, k->intake, &in, (size_t)1 << 24, NULL), CH_OK);
  collection_card(&d->cards[d->n], k->a, k->m, r);
  assert_int_equal(d->cards[d->n++].status, CH_OK);
}

static void deck_free(deck *d) {
  for (uint32_t i = 0; i < d->n; i++) buf_free(&d->cards[i]);
}

static int collect(const char *bytes, size_t n, void *payload) { return buf_add(payload, bytes, n), 0; }

static collection *open_new(kit *k) {
  collection *c;
  ch_error err;
  if (collection_open(&c, k->m, &plain, &err)) fail_msg("%s", err.msg);
  return c;
}

static void add(collection *c, const deck *d, uint32_t i) {
  ch_error err;
  if (collection_add(c, buf_get(&d->cards[i]), &err)) fail_msg("%s", err.msg);
}

/* Rows of the cards in this order, NUL-terminated, malloc'd. */
static char *rows_of(kit *k, const deck *d, const uint32_t *order, uint32_t n, ch_copies_stats *stats) {
  buf out = {0};
  ch_error err;
  collection *c = open_new(k);
  for (uint32_t i = 0; i < n; i++) add(c, d, order ? order[i] : i);
  if (collection_find(c, collect, &out, &err)) fail_msg("%s", err.msg);
  if (stats) *stats = collection_stats(c);
  collection_close(c);
  assert_int_equal(files(), 0);
  buf_char(&out, '\0');
  return out.ptr;
}

static const char *changed(kit *k, int i) {
  char figure[12];
  size_t at = str_find(str_of(original), STR("140"));
  snprintf(figure, sizeof figure, "%d", 200 + i);
  const str parts[] = {str_sub(str_of(original), 0, at), str_of(figure), str_of(original + at + 3)};
  return arena_join(k->a, parts, 3, STR("")).ptr;
}

static void deal_all(deck *d, kit *k) {
  char name[16];
  deal(d, k, original, "2031-03-04", "original");
  deal(d, k, kit_wrapped(k, original, 60), "2031-03-05", "copy");
  deal(d, k, rewritten, "2031-03-05", "rewrite");
  deal(d, k, later_report, "2031-04-29", "later");
  deal(d, k, unrelated, "2031-03-05", "unrelated");
  deal(d, k, readout, NULL, "readout");
  deal(d, k, other_readout, NULL, "other readout");
  deal(d, k, strstr(original, "Vestria closed"), NULL, "undated part");
  for (int i = 0; i < 20; i++) {
    snprintf(name, sizeof name, "changed %d", i);
    deal(d, k, changed(k, i), i % 2 ? "2031-03-04" : "2031-03-06", name);
  }
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void any_order(kit *k) {
  deck d = {.n = 0};
  uint32_t order[MOST];
  uint64_t seed = 4;
  deal_all(&d, k);
  char *want = rows_of(k, &d, NULL, d.n, NULL);
  for (uint32_t i = 0; i < d.n; i++) order[i] = i;
  for (int round = 0; round < 6; round++) {
    for (uint32_t i = d.n; i > 1; i--) {
      uint32_t w = (uint32_t)number_in(&seed, 0, (int32_t)i - 1), kept = order[i - 1];
      order[i - 1] = order[w];
      order[w] = kept;
    }
    char *got = rows_of(k, &d, order, d.n, NULL);
    assert_string_equal(got, want);
    free(got);
  }
  free(want);
  deck_free(&d);
}

static void assert_row(const char *rows, const char *want) {
  if (!strstr(rows, want)) fail_msg("no %s in %s", want, rows);
}

static const char *place_of(const char *rows, const char *name) {
  char want[80];
  snprintf(want, sizeof want, "\"id\":\"%s\",\"row\":\"report\"", name);
  return strstr(rows, want);
}

static void what_rows_say(kit *k) {
  deck d = {.n = 0};
  ch_copies_stats stats;
  deal_all(&d, k);
  char *rows = rows_of(k, &d, NULL, 8, &stats);
  assert_row(rows, "{\"family\":\"original\",\"given_id\":[\"copy\"],\"id\":\"copy\",\"row\":\"report\"");
  assert_row(rows, "{\"a\":\"original\",\"b\":\"copy\",\"best\":true,\"direction\":\"a>b\"");
  assert_row(rows, "{\"id\":\"original\",\"members\":[{\"relation\":\"rewrite\",\"report\":\"rewrite\"}],\"row\":\"family\"}");
  assert_row(rows, "{\"family\":\"unrelated\",\"given_id\":[\"unrelated\"]");
  assert_row(rows, "{\"family\":\"later\",\"given_id\":[\"later\"]");
  assert_row(rows, "{\"family\":\"original\",\"given_id\":[\"undated part\"]");
  assert_row(rows, "\"relation\":\"parallel\"");
  assert_int_equal(stats.reports, 8);
  assert_true(stats.links >= 5 && stats.heads < 8 && stats.compared >= 4 && stats.disk_bytes > 1000);
  free(rows);
  deck_free(&d);
}

/* A copy of a rewrite is found by the rewrite alone, and held against the head of the family too. */
static void tied_to_the_head(kit *k) {
  deck d = {.n = 0};
  ch_copies_stats stats;
  deal(&d, k, original, "2031-03-04", "original");
  deal(&d, k, rewritten, "2031-03-05", "rewrite");
  deal(&d, k, kit_wrapped(k, rewritten, 60), "2031-03-06", "copy");
  char *rows = rows_of(k, &d, NULL, d.n, &stats);
  assert_row(rows, "{\"a\":\"original\",\"b\":\"rewrite\",\"best\":true,\"direction\":\"a>b\"");
  assert_row(rows, "{\"a\":\"rewrite\",\"b\":\"copy\",\"best\":true,\"direction\":\"a>b\"");
  assert_row(rows, "{\"a\":\"original\",\"b\":\"copy\",\"best\":false,\"direction\":\"a>b\"");
  assert_true(stats.links == 3 && stats.compared == 3);
  free(rows);
  deck_free(&d);
}

/* Undated ones come after all others. */
static void undated_last(kit *k) {
  deck d = {.n = 0};
  deal(&d, k, unrelated, NULL, "undated");
  deal(&d, k, original, "2031-03-04", "early");
  deal(&d, k, later_report, "2035-04-29", "late");
  char *rows = rows_of(k, &d, NULL, d.n, NULL);
  assert_true(place_of(rows, "early") && place_of(rows, "early") < place_of(rows, "late"));
  assert_true(place_of(rows, "late") < place_of(rows, "undated"));
  free(rows);
  deck_free(&d);
}

static void twice_is_once(kit *k) {
  deck d = {.n = 0};
  static const uint32_t order[] = {1, 0, 1, 2, 0, 0};
  ch_copies_stats stats;
  deal_all(&d, k);
  char *once = rows_of(k, &d, NULL, 3, NULL), *again = rows_of(k, &d, order, 6, &stats);
  assert_string_equal(again, once);
  assert_int_equal(stats.reports, 3);
  free(once);
  free(again);
  deck_free(&d);
}

/* One report under two names: whichever comes first, it has the same one. */
static void two_names(kit *k) {
  deck d = {.n = 0};
  static const uint32_t one[] = {0, 1, 2}, other[] = {2, 1, 0};
  deal(&d, k, original, "2031-03-04", "name b");
  deal(&d, k, rewritten, "2031-03-05", "rewrite");
  deal(&d, k, original, "2031-03-04", "name a");
  char *x = rows_of(k, &d, one, 3, NULL), *y = rows_of(k, &d, other, 3, NULL);
  assert_string_equal(x, y);
  free(x);
  free(y);
  deck_free(&d);
}

static void nothing(kit *k) {
  ch_copies_stats stats;
  char *rows = rows_of(k, &(deck){.n = 0}, NULL, 0, &stats);
  assert_string_equal(rows, "");
  assert_int_equal(stats.reports, 0);
  free(rows);
  collection_close(NULL);
}

/* Empty reports, and reports without a word, are reports too. */
static void no_words(kit *k) {
  deck d = {.n = 0};
  deal(&d, k, "", "2031-03-04", "empty");
  deal(&d, k, "...\n", "2031-03-04", "dots");
  deal(&d, k, "Lund.\n", NULL, NULL);
  char *rows = rows_of(k, &d, NULL, d.n, NULL);
  assert_true(place_of(rows, "empty") && place_of(rows, "dots") && strstr(rows, "\"id\":\"r-"));
  assert_null(strstr(rows, "\"link\""));
  free(rows);
  deck_free(&d);
}

/* ---- failures ------------------------------------------------------------------------------------------ */

/* A damaged card is refused when it comes, or when its turn comes; or it is a card like any other. */
static void damaged_cards(kit *k) {
  deck d = {.n = 0};
  uint64_t seed = 6;
  ch_error err;
  deal(&d, k, original, "2031-03-04", "original");
  deal(&d, k, rewritten, "2031-03-05", "rewrite");
  str whole = buf_get(&d.cards[0]);
  for (int i = 0; i < 300; i++) {
    buf out = {0};
    char *bad = ARENA_ARRAY(k->a, char, whole.len);
    size_t n = i % 3 ? whole.len : (size_t)number_in(&seed, 0, (int32_t)whole.len - 1);
    memcpy(bad, whole.ptr, whole.len);
    int32_t most = i % 3 > 1 ? 80 : (int32_t)whole.len - 1;
    if (i % 3) bad[number_in(&seed, 0, most)] ^= (char)(1 << i % 8);
    collection *c = open_new(k);
    add(c, &d, 1);
    ch_status status = collection_add(c, (str){bad, n}, &err);
    assert_true(status == CH_OK || status == CH_ERR_ARG);
    if (!status) status = collection_find(c, collect, &out, &err);
    assert_true(status == CH_OK || status == CH_ERR_ARG || status == CH_ERR_RECORD);
    if (n < whole.len) assert_int_not_equal(status, CH_OK);
    if (status) assert_true(*err.msg);
    collection_close(c);
    buf_free(&out);
  }
  assert_int_equal(files(), 0);
  deck_free(&d);
}

static int stop(const char *bytes, size_t n, void *payload) { return (void)bytes, (void)n, ++*(int *)payload > 1; }

static void stopped(kit *k) {
  deck d = {.n = 0};
  int calls = 0;
  ch_error err = {0};
  deal_all(&d, k);
  collection *c = open_new(k);
  for (uint32_t i = 0; i < 5; i++) add(c, &d, i);
  assert_int_equal(collection_find(c, stop, &calls, &err), CH_ERR_STOPPED);
  assert_int_equal(calls, 2);
  assert_int_equal(collection_add(c, buf_get(&d.cards[6]), NULL), CH_ERR_STOPPED);       /* it sticks */
  collection_close(c);
  deck_free(&d);
  assert_int_equal(files(), 0);
}

static int drop(const char *bytes, size_t n, void *payload) { return (void)bytes, (void)n, (void)payload, 0; }

static ch_status work(kit *k, const deck *d) {
  collection *c;
  ch_status status = collection_open(&c, k->m, &plain, NULL);
  for (uint32_t i = 0; i < d->n && !status; i++) status = collection_add(c, buf_get(&d->cards[i]), NULL);
  if (!status) status = collection_find(c, drop, NULL, NULL);
  collection_close(c);
  return status;
}

/* Every allocation fails once: an error, no crash, no file. */
static void no_memory(kit *k) {
  deck d = {.n = 0};
  deal(&d, k, original, "2031-03-04", "original");
  deal(&d, k, original, "2031-03-05", "copy");
  deal(&d, k, rewritten, "2031-03-05", "rewrite");
  for (long at = 1;; at++) {
    fail_malloc_at(at);
    ch_status status = work(k, &d);
    bool hit = fail_malloc_hit();
    fail_malloc_at(0);
    assert_int_equal(files(), 0);
    assert_int_equal(status, hit ? CH_ERR_MEMORY : CH_OK);
    if (!hit) break;
  }
  deck_free(&d);
}

static void no_folder(kit *k) {
  collection *c;
  ch_error err = {0};
  assert_int_equal(setenv("TMPDIR", "/nonexistent/folder", 1), 0);
  assert_int_equal(collection_open(&c, k->m, &plain, &err), CH_ERR_IO);
  assert_null(c);
  assert_non_null(strstr(err.msg, "/nonexistent/folder"));
  assert_int_equal(setenv("TMPDIR", folder, 1), 0);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(any_order)
KIT_TEST(what_rows_say)
KIT_TEST(tied_to_the_head)
KIT_TEST(undated_last)
KIT_TEST(twice_is_once)
KIT_TEST(two_names)
KIT_TEST(nothing)
KIT_TEST(no_words)
KIT_TEST(damaged_cards)
KIT_TEST(stopped)
KIT_TEST(no_memory)
KIT_TEST(no_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_any_order),     cmocka_unit_test(test_what_rows_say), cmocka_unit_test(test_undated_last),
      cmocka_unit_test(test_twice_is_once), cmocka_unit_test(test_two_names),     cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_no_words),      cmocka_unit_test(test_damaged_cards), cmocka_unit_test(test_stopped),
      cmocka_unit_test(test_no_memory),     cmocka_unit_test(test_no_folder),
      cmocka_unit_test(test_tied_to_the_head)};
  snprintf(folder, sizeof folder, "/tmp/chancery-collection-XXXXXX");
  if (!mkdtemp(folder) || setenv("TMPDIR", folder, 1)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  if (rmdir(folder)) failed++;
  return failed;
}
