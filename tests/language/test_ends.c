/* Ends of sentences by the pack's trained model, and what settles a gap whatever the model says. */
#include "test.h"
#include "language/ends.h"

static void the_pack_has_a_model(void **state) {
  (void)state;
  end_model m;
  assert_int_equal(ends_load(&m, fix.a, fix.language.models, NULL), CH_OK);
  assert_true(m.trained);
}

static void prose(void **state) {
  (void)state;
  assert_words("The envoys met in Geneva. They left on Friday.",
               "The envoys met in Geneva . / They left on Friday .");
  assert_words("Who pays? Nobody knows. It is late!", "Who pays ? / Nobody knows . / It is late !");
  assert_words("Gen. J. R. Orr met the U.S. team on Feb. 27 at noon.",
               "Gen. J. R. Orr met the U.S. team on Feb. 27 at noon .");
}

/* What rules cannot do: letters and lists without full stops. */
static void without_full_stops(void **state) {
  (void)state;
  assert_words("i read your letter twice. thanks for writing it.",
               "i read your letter twice . / thanks for writing it .");
  assert_words("Ana Orr 04/03/2001 09:15 AM Please see the list.",
               "Ana Orr / 04/03/2001 09:15 AM / Please see the list .");
  assert_words("TALKS IN OSLO We met on Friday.", "TALKS IN OSLO / We met on Friday .");
}

static void abbreviations(void **state) {
  (void)state;
  assert_words("They met at 9 a.m. Friday in Oslo.", "They met at 9 a.m. Friday in Oslo .");
  assert_words("It sold ships to Vale Corp. The price is not known.",
               "It sold ships to Vale Corp. / The price is not known .");
  assert_words("He ran the Zyrrh. de Orr line for years.", "He ran the Zyrrh . de Orr line for years .");
}

static void quotations(void **state) {
  (void)state;
  assert_words("“Who pays?” Vale asked the panel.", "“ Who pays ? ” Vale asked the panel .");
  assert_words("“We heard ‘no,’” Orr said.", "“ We heard ‘ no , ’ ” Orr said .");
  assert_words("She called it a “treaty.” Orr did not agree.",
               "She called it a “ treaty . ” / Orr did not agree .");
  assert_words("Envoys Call ‘Frozen’ Talks Useless.", "Envoys Call ‘ Frozen ’ Talks Useless .");
}

static void dashes_and_colons(void **state) {
  (void)state;
  assert_words("OSLO (Agency) — The envoys met on Friday.", "OSLO ( Agency ) — The envoys met on Friday .");
  assert_words("OSLO - The envoys met on Friday.", "OSLO - The envoys met on Friday .");
  assert_words("Orr said on Friday: The talks are over.", "Orr said on Friday : The talks are over .");
  assert_words("It was late; The rest went home.", "It was late ; The rest went home .");
}

static void blocks(void **state) {
  (void)state;
  assert_words("= Envoys meet. Talks go on\nThey met\nThey left",
               "Envoys meet . Talks go on / They met / They left");
  assert_words("", "");
  doc *d = read_text("One. “Two.”");
  assert_int_equal(d->n_sentences, 2);
  assert_true(d->tokens[d->sentences[1].first + 1].flags & TOK_FIRST);
}

static ch_status load_status(const model_section *sections, uint32_t n, bool *trained) {
  buf b = {0};
  model_file *m = NULL;
  end_model e = {.trained = true};
  ch_error err = {0};
  model_file_write(&b, sections, n);
  assert_int_equal(model_file_of(&m, buf_get(&b), "models.bin", &err), CH_OK);
  ch_status status = ends_load(&e, fix.a, m, &err);
  if (status) assert_non_null(strstr(err.msg, "models.bin: "));
  *trained = e.trained;
  model_file_close(m);
  buf_free(&b);
  return status;
}

static void damaged_models(void **state) {
  (void)state;
  static const char scale[2 * SCALE];
  model_section whole[] = {{"end-weights", STR("abc")}, {"end-scale", {scale, sizeof scale}}};
  model_section cut[] = {{"end-weights", STR("abc")}, {"end-scale", {scale, sizeof scale - 2}}};
  model_section empty[] = {{"end-weights", STR("a")}, {"end-scale", {scale, sizeof scale}}};
  bool trained;
  assert_int_equal(load_status(whole, 2, &trained), CH_OK);
  assert_true(trained);
  assert_int_equal(load_status(whole, 1, &trained), CH_ERR_PACK);
  assert_int_equal(load_status(cut, 2, &trained), CH_ERR_PACK);
  assert_int_equal(load_status(empty, 2, &trained), CH_ERR_PACK);
  assert_int_equal(load_status(whole + 1, 1, &trained), CH_OK);     /* no model: the rules are used */
  assert_false(trained);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_pack_has_a_model), cmocka_unit_test(prose), cmocka_unit_test(without_full_stops),
    cmocka_unit_test(abbreviations), cmocka_unit_test(quotations), cmocka_unit_test(dashes_and_colons),
    cmocka_unit_test(blocks), cmocka_unit_test(damaged_models)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
