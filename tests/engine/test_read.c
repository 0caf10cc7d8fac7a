#include "kit.h"
#include <stdlib.h>
#include <string.h>

static void a_report_becomes_one_line(void **state) {
  kept line = kit_facts(*state, kit_report, "2024-03-05", 0);
  assert_int_equal(line.text[line.n - 1], '\n');
  assert_ptr_equal(strchr(line.text, '\n'), line.text + line.n - 1);
  for (const char *const *w = (const char *const[]){"\"chancery\":1", "Grace Okello", "\"UGA\"", "2024-03-04", "2024-03-08",
                                                    "\"declined\"", "\"text\":\"Ferry Talks", NULL};
       *w; w++)
    assert_non_null(strstr(line.text, *w));
  kept_free(&line);
}

static void the_text_can_be_left_out(void **state) {
  kept line = kit_facts(*state, kit_report, NULL, CH_WRITE_NO_TEXT);
  assert_null(strstr(line.text, "\"text\":\"Ferry Talks Go On\\n"));
  kept_free(&line);
}

static void trees_on_demand_give_the_same(void **state) {
  kept lazy = kit_facts(*state, kit_report, "2024-03-05", 0), eager = kit_facts(*state, kit_report, "2024-03-05", CH_READ_EAGER);
  assert_string_equal(lazy.text, eager.text);
  kept_free(&lazy), kept_free(&eager);
}

static void writing_twice_gives_the_same(void **state) {
  const ch_input in = kit_input(kit_report, "2024-03-05");
  ch_facts *facts = NULL;
  kept a = {0}, b = {0};
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  assert_int_equal(ch_facts_write(facts, 0, kept_take, &a, NULL), CH_OK);
  assert_int_equal(ch_facts_write(facts, 0, kept_take, &b, NULL), CH_OK);
  assert_string_equal(a.text, b.text);
  ch_facts_free(facts);
  kept_free(&a), kept_free(&b);
}

static void the_input_may_go_after_reading(void **state) {
  char *text = strdup(kit_report);
  const ch_input in = kit_input(text, NULL);
  ch_facts *facts = NULL;
  kept line = {0}, plain = kit_facts(*state, kit_report, NULL, 0);
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  memset(text, 'x', strlen(text));
  free(text);
  assert_int_equal(ch_facts_write(facts, 0, kept_take, &line, NULL), CH_OK);
  assert_string_equal(line.text, plain.text);
  ch_facts_free(facts);
  kept_free(&line), kept_free(&plain);
}

static void a_callback_can_stop(void **state) {
  const ch_input in = kit_input(kit_report, NULL);
  ch_facts *facts = NULL;
  ch_error err = {0};
  kept k = {.stop_at = 1};
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  assert_int_equal(ch_facts_write(facts, 0, kept_take, &k, &err), CH_ERR_STOPPED);
  assert_int_equal(err.code, CH_ERR_STOPPED);
  k.stop_at = k.calls + 1;
  assert_int_equal(ch_facts_explain(facts, 30, 0, kept_take, &k, &err), CH_ERR_STOPPED);
  ch_facts_free(facts);
  kept_free(&k);
}

static void it_is_explained_at_any_byte(void **state) {
  const ch_input in = kit_input(kit_report, "2024-03-05");
  ch_facts *facts = NULL;
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  for (uint32_t byte = 0; byte < strlen(kit_report) + 20; byte += 7) {
    kept k = {0};
    assert_int_equal(ch_facts_explain(facts, byte, 0, kept_take, &k, NULL), CH_OK);
    kept_free(&k);
  }
  kept k = {0};
  assert_int_equal(ch_facts_explain(facts, UINT32_MAX, 0, kept_take, &k, NULL), CH_OK);
  kept_free(&k);
  assert_int_equal(ch_facts_explain(facts, (uint32_t)(strstr(kit_report, "Grace") - kit_report), 0, kept_take, &k, NULL), CH_OK);
  assert_non_null(strstr(k.text, "said"));
  kept_free(&k);
  ch_facts_free(facts);
}

static void it_is_counted(void **state) {
  const ch_input in = kit_input(kit_report, NULL);
  ch_facts *facts = NULL;
  ch_stats stats;
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  ch_facts_stats(facts, &stats);
  assert_int_equal(stats.bytes, strlen(kit_report));
  assert_true(stats.sentences >= 3 && stats.tokens > 30 && stats.arena_bytes > 0);
  assert_int_equal(stats.intake_ns + stats.language_ns + stats.facts_ns + stats.copies_ns, 0);    /* no clock was given */
  ch_facts_free(facts);
}

static void refused(const ch_engine *engine, const char *text, size_t n, ch_status code) {
  ch_input in = kit_input(text, NULL);
  in.bytes.len = n;
  ch_facts *facts = (ch_facts *)(void *)&in;
  ch_error err = {0};
  assert_int_equal(ch_read(&facts, engine, &in, 0, &err), code);
  assert_null(facts);
  assert_int_equal(err.code, code);
  assert_true(strlen(err.msg) > 0);
}

static void ceilings_hold(void **state) {
  (void)state;
  ch_engine_options o = CH_ENGINE_OPTIONS_INIT;
  o.pack = PACK;
  o.max_text = 100;
  ch_engine *engine = NULL;
  assert_int_equal(ch_engine_open(&engine, &o, NULL), CH_OK);
  refused(engine, kit_report, strlen(kit_report), CH_ERR_LIMIT);
  ch_engine_close(engine);
  o.max_text = 1 << 20, o.max_memory = 20000;
  assert_int_equal(ch_engine_open(&engine, &o, NULL), CH_OK);
  refused(engine, kit_report, strlen(kit_report), CH_ERR_MEMORY);
  ch_engine_close(engine);
}

static void wrong_calls_are_refused(void **state) {
  const ch_input in = kit_input(kit_report, NULL);
  ch_facts *facts = NULL;
  assert_int_equal(ch_read(NULL, *state, &in, 0, NULL), CH_ERR_ARG);
  assert_int_equal(ch_read(&facts, NULL, &in, 0, NULL), CH_ERR_ARG);
  assert_int_equal(ch_read(&facts, *state, NULL, 0, NULL), CH_ERR_ARG);
  assert_int_equal(ch_facts_write(NULL, 0, kept_take, NULL, NULL), CH_ERR_ARG);
  assert_int_equal(ch_facts_explain(NULL, 0, 0, kept_take, NULL, NULL), CH_ERR_ARG);
  assert_int_equal(ch_facts_conllu(NULL, kept_take, NULL, NULL), CH_ERR_ARG);
}

static void words_alone_are_no_facts(void **state) {
  const ch_input in = kit_input(kit_report, NULL);
  ch_facts *facts = NULL;
  kept words = {0}, all = {0};
  assert_int_equal(ch_read(&facts, *state, &in, CH_READ_WORDS, NULL), CH_OK);
  assert_int_equal(ch_facts_write(facts, 0, kept_take, &words, NULL), CH_ERR_ARG);
  assert_int_equal(ch_facts_explain(facts, 30, 0, kept_take, &words, NULL), CH_ERR_ARG);
  assert_int_equal(ch_facts_conllu(facts, kept_take, &words, NULL), CH_OK);
  ch_facts_free(facts);
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  assert_int_equal(ch_facts_conllu(facts, kept_take, &all, NULL), CH_OK);
  assert_string_equal(words.text, all.text);
  assert_non_null(strstr(words.text, "\n1\tFerry\t"));
  ch_facts_free(facts);
  kept_free(&words), kept_free(&all);
}

static void given_words_want_words_alone(void **state) {
  ch_input in = kit_input("1\tFerry\t_\t_\t_\t_\t_\t_\t_\t_\n", NULL);
  in.format = CH_FORMAT_CONLLU;
  ch_facts *facts = NULL;
  kept words = {0};
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_ERR_ARG);
  assert_int_equal(ch_read(&facts, *state, &in, CH_READ_WORDS, NULL), CH_OK);
  assert_int_equal(ch_facts_conllu(facts, kept_take, &words, NULL), CH_OK);
  assert_ptr_equal(strstr(words.text, "1\tFerry\t"), words.text);
  ch_facts_free(facts);
  in.bytes = (ch_str){"1\tFerry\n", 8};
  assert_int_equal(ch_read(&facts, *state, &in, CH_READ_WORDS, NULL), CH_ERR_INPUT);
  kept_free(&words);
}

static void an_explanation_can_be_json(void **state) {
  const ch_input in = kit_input(kit_report, NULL);
  ch_facts *facts = NULL;
  kept k = {0}, none = {0};
  assert_int_equal(ch_read(&facts, *state, &in, 0, NULL), CH_OK);
  uint32_t byte = (uint32_t)(strstr(kit_report, "Grace") - kit_report);
  assert_int_equal(ch_facts_explain(facts, byte, CH_WRITE_JSON, kept_take, &k, NULL), CH_OK);
  assert_ptr_equal(strstr(k.text, "{\"facts\":[{\"kind\":"), k.text);
  assert_non_null(strstr(k.text, "\"form\":\"Grace\",\"head\":"));
  assert_int_equal(k.text[k.n - 1], '\n');
  assert_int_equal(ch_facts_explain(facts, UINT32_MAX, CH_WRITE_JSON, kept_take, &none, NULL), CH_OK);
  assert_string_equal(none.text, "{\"facts\":[],\"sentence\":null}\n");
  ch_facts_free(facts);
  kept_free(&k), kept_free(&none);
}

/* Every beginning of a report, and the report with each byte spoiled: read or refused, and written. */
static void any_bytes_are_read_or_refused(void **state) {
  const size_t length = strlen(kit_report);
  for (size_t n = 0; n < length; n += 3) {
    char *text = strdup(kit_report);
    assert_non_null(text);
    if (n % 2) text[n] = (char)(n * 37);
    ch_input in = kit_input(text, NULL);
    in.bytes.len = n % 2 ? length : n;
    ch_facts *facts = NULL;
    ch_error err = {0};
    kept k = {0};
    ch_status s = ch_read(&facts, *state, &in, 0, &err);
    if (s == CH_OK) assert_int_equal(ch_facts_write(facts, 0, kept_take, &k, &err), CH_OK);
    else assert_int_equal(s, CH_ERR_INPUT);
    ch_facts_free(facts);
    kept_free(&k);
    free(text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_report_becomes_one_line),     cmocka_unit_test(the_text_can_be_left_out),
      cmocka_unit_test(trees_on_demand_give_the_same), cmocka_unit_test(writing_twice_gives_the_same),
      cmocka_unit_test(the_input_may_go_after_reading), cmocka_unit_test(a_callback_can_stop),
      cmocka_unit_test(it_is_explained_at_any_byte),   cmocka_unit_test(it_is_counted),
      cmocka_unit_test(ceilings_hold),                 cmocka_unit_test(wrong_calls_are_refused),
      cmocka_unit_test(words_alone_are_no_facts),      cmocka_unit_test(given_words_want_words_alone),
      cmocka_unit_test(an_explanation_can_be_json),
      cmocka_unit_test(any_bytes_are_read_or_refused),
  };
  return cmocka_run_group_tests(tests, kit_open, kit_close);
}
