/* Cards and collections through the public interface. */
#include "kit.h"
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {kit_report, kit_other};

static ch_card *card_of(const ch_engine *engine, const char *text, const char *published, const char *name) {
  ch_input in = kit_input(text, published);
  ch_card *card;
  ch_error err;
  in.given_id = (ch_str){name, name ? strlen(name) : 0};
  if (ch_card_new(&card, engine, &in, &err)) fail_msg("%s", err.msg);
  return card;
}

static void add(ch_copies *c, const ch_engine *engine, const char *text, const char *published, const char *name) {
  ch_card *card = card_of(engine, text, published, name);
  ch_error err;
  if (ch_copies_add(c, card, &err)) fail_msg("%s", err.msg);
  ch_card_free(card);          /* what was added is copied */
}

static kept find(ch_copies *c) {
  kept out = {0};
  ch_error err;
  if (ch_copies_find(c, kept_take, &out, &err)) fail_msg("%s", err.msg);
  return out;
}

static ch_copies *open_new(const ch_engine *engine) {
  ch_copies *c;
  ch_error err;
  if (ch_copies_open(&c, engine, NULL, &err)) fail_msg("%s", err.msg);
  return c;
}

static void finds_a_copy(void **state) {
  ch_copies_stats stats = {0};
  ch_copies *c = open_new(*state);
  add(c, *state, kit_other, "2031-05-01", "other");
  add(c, *state, kit_report, "2031-05-02", "copy");
  add(c, *state, kit_report, "2031-05-01", "first");
  kept out = find(c);
  assert_non_null(strstr(out.text, "{\"a\":\"first\",\"b\":\"copy\",\"best\":true,\"direction\":\"a>b\""));
  assert_non_null(strstr(out.text, "\"family\":\"first\",\"given_id\":[\"copy\"]"));
  assert_non_null(strstr(out.text, "\"family\":\"other\",\"given_id\":[\"other\"]"));
  ch_copies_count(c, &stats);
  assert_true(stats.reports == 3 && stats.heads == 2 && stats.links == 1 && stats.compared >= 1 && stats.disk_bytes > 0);
  ch_copies_close(c);
  kept_free(&out);
}

static void no_name_is_the_id(void **state) {
  ch_copies *c = open_new(*state);
  add(c, *state, kit_report, NULL, NULL);
  kept out = find(c);
  assert_non_null(strstr(out.text, "\"given_id\":[\"r-"));
  assert_int_equal(out.calls, 1);
  ch_copies_close(c);
  kept_free(&out);
}

/* A collection gives its rows once. */
static void once(void **state) {
  ch_error err = {0};
  kept out = {0};
  ch_copies *c = open_new(*state);
  add(c, *state, kit_report, NULL, "one");
  kept first = find(c);
  assert_int_equal(ch_copies_find(c, kept_take, &out, &err), CH_ERR_ARG);
  assert_int_equal(out.calls, 0);
  ch_card *card = card_of(*state, kit_other, NULL, "late");
  assert_int_equal(ch_copies_add(c, card, &err), CH_ERR_ARG);
  ch_card_free(card);
  ch_copies_close(c);
  kept_free(&first);
}

static void stops(void **state) {
  kept out = {.stop_at = 2};
  ch_error err = {0};
  ch_copies *c = open_new(*state);
  for (int i = 0; i < 2; i++) add(c, *state, texts[i], NULL, NULL);
  assert_int_equal(ch_copies_find(c, kept_take, &out, &err), CH_ERR_STOPPED);
  assert_true(*err.msg);
  ch_copies_close(c);
  kept_free(&out);
}

static void card_stats(void **state) {
  ch_stats stats = {.tokens = 9};
  ch_card *card = card_of(*state, kit_report, NULL, NULL);
  ch_card_stats(card, &stats);
  assert_int_equal(stats.bytes, strlen(kit_report));
  assert_int_equal(stats.tokens, 0);
  ch_card_free(card);
}

static void wrong_calls(void **state) {
  ch_error err = {0};
  ch_card *card = NULL;
  ch_copies *c = NULL;
  ch_copies_options options = CH_COPIES_OPTIONS_INIT;
  const ch_input in = kit_input(kit_report, NULL), no_text = kit_input("\x01\x02\x03\xff\xfe\x80", NULL);
  options.size--;
  assert_int_equal(ch_card_new(NULL, *state, &in, &err), CH_ERR_ARG);
  assert_int_equal(ch_card_new(&card, NULL, &in, &err), CH_ERR_ARG);
  assert_int_equal(ch_card_new(&card, *state, NULL, &err), CH_ERR_ARG);
  ch_status status = ch_card_new(&card, *state, &no_text, &err);
  assert_true(status == CH_OK || (status == CH_ERR_INPUT && !card));
  ch_card_free(card);
  assert_int_equal(ch_copies_open(NULL, *state, NULL, &err), CH_ERR_ARG);
  assert_int_equal(ch_copies_open(&c, NULL, NULL, &err), CH_ERR_ARG);
  assert_int_equal(ch_copies_open(&c, *state, &options, &err), CH_ERR_ARG);
  assert_null(c);
  c = open_new(*state);
  assert_int_equal(ch_copies_add(c, NULL, &err), CH_ERR_ARG);
  assert_int_equal(ch_copies_find(c, NULL, NULL, &err), CH_ERR_ARG);
  kept out = find(c);          /* a wrong call changes nothing */
  assert_int_equal(out.calls, 0);
  ch_copies_close(c);
  ch_copies_close(NULL);
  ch_card_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(finds_a_copy), cmocka_unit_test(no_name_is_the_id),
                                     cmocka_unit_test(once),         cmocka_unit_test(stops),
                                     cmocka_unit_test(card_stats),   cmocka_unit_test(wrong_calls)};
  return cmocka_run_group_tests(tests, kit_open, kit_close);
}
