#include "test.h"

static void full_stops(void **state) {
  (void)state;
  assert_words("They met. They left.", "They met . / They left .");
  assert_words("In 2016. 40 came.", "In 2016 . / 40 came .");
  assert_words("They met. al-Nur came later.", "They met . al - Nur came later .");
  assert_words("The delegations arrived. eBay was told.", "The delegations arrived . / eBay was told .");
}

static void abbreviations(void **state) {
  (void)state;
  assert_words("On Feb. 27 U.S. officials met Gen. Orr.", "On Feb. 27 U.S. officials met Gen. Orr .");
  assert_words("They fly to the U.S. The talks resume.", "They fly to the U.S. / The talks resume .");
  assert_words("They met at 9 p.m. He left.", "They met at 9 p.m. / He left .");
  assert_words("Orr Inc. Chairman Vale spoke.", "Orr Inc. Chairman Vale spoke .");
  assert_words("It is Plan B. The rest is known.", "It is Plan B . / The rest is known .");
  assert_words("J. R. Vale and M. Orr spoke.", "J. R. Vale and M. Orr spoke .");
}

static void quotations(void **state) {
  (void)state;
  assert_words("“We agree. We sign today,” she said.", "“ We agree . / We sign today , ” she said .");
  assert_words("“We agree.” She left.", "“ We agree . ” / She left .");
  assert_words("“Really?” he asked. “Yes!” they shouted back.",
               "“ Really ? ” he asked . / “ Yes ! ” they shouted back .");
  assert_words("“Who pays?” Vale asked the panel.", "“ Who pays ? ” Vale asked the panel .");
  assert_words("\"Who pays?\" The panel was silent.", "\" Who pays ? \" / The panel was silent .");
  assert_words("He called it “a start.” “It is late,” she said.",
               "He called it “ a start . ” / “ It is late , ” she said .");
  assert_words("(They left.) We stayed.", "( They left . ) / We stayed .");
}

static void references_and_dots(void **state) {
  (void)state;
  assert_words("They met.[17] They left.", "They met . [ 17 ] / They left .");
  assert_words("They waited ... and left.", "They waited ... and left .");
  assert_words("They waited… Nobody came.", "They waited … / Nobody came .");
}

static void blocks(void **state) {
  (void)state;
  assert_words("= Envoys meet. Talks go on\nThey met\nThey left",
               "Envoys meet . Talks go on / They met / They left");
  assert_words("== Why now? Why here?\n- A caption. Not read.\nText.", "Why now ? / Why here ? / Text .");
  doc *d = read_text("= Title\n- Caption\nOne. Two.");
  assert_int_equal(d->n_sentences, 3);
  assert_int_equal(d->sentences[0].block, 0);
  assert_int_equal(d->sentences[1].block, 2);
  assert_int_equal(d->sentences[2].block, 2);
}

static void first_words(void **state) {
  (void)state;
  doc *d = read_text("“We agree. (They do.)");
  assert_false(d->tokens[0].flags & TOK_FIRST);
  assert_true(d->tokens[1].flags & TOK_FIRST);
  assert_true(d->tokens[token_of(d, "They")].flags & TOK_FIRST);
  assert_false(d->tokens[token_of(d, "agree")].flags & TOK_FIRST);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(full_stops), cmocka_unit_test(abbreviations), cmocka_unit_test(quotations),
    cmocka_unit_test(references_and_dots), cmocka_unit_test(blocks), cmocka_unit_test(first_words)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
