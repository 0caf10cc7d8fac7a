#include "test.h"

static void assert_tags(const char *text, const char *want) {
  assert_str(sample_tags(fix.a, read_text(text)), want);
}

static void sentences(void **state) {
  (void)state;
  assert_tags("The two ministers will meet in Geneva on Monday.",
              "The/DET two/NUM ministers/NOUN will/AUX meet/VERB in/ADP Geneva/PROPN on/ADP Monday/PROPN "
              "./PUNCT");
  assert_tags("She said that the talks had been cancelled.",
              "She/PRON said/VERB that/SCONJ the/DET talks/NOUN had/AUX been/AUX cancelled/VERB ./PUNCT");
  assert_tags("They did not want to talk.", "They/PRON did/AUX not/PART want/VERB to/PART talk/VERB ./PUNCT");
}

static void headlines(void **state) {
  (void)state;
  assert_tags("= Two Sides Say the Meeting Will Begin Soon",
              "Two/NUM Sides/NOUN Say/VERB the/DET Meeting/NOUN Will/AUX Begin/VERB Soon/ADV");
}

static void unknown_words(void **state) {
  (void)state;
  doc *d = read_text("The blortizers met Mr. Zolnikov and were flumicated by him. Their plan was dezanted by both of "
                     "the chambers. The envoy had grumpified them.");
  assert_int_equal(d->tokens[token_of(d, "Zolnikov")].upos, UPOS_PROPN);
  uint32_t plural = token_of(d, "blortizers");
  assert_int_equal(d->tokens[plural].upos, UPOS_NOUN);
  assert_true(d->tokens[plural].morph & MORPH_PLURAL);
  const char *participles[] = {"flumicated", "dezanted", "grumpified"};
  for (int i = 0; i < 3; i++) assert_true(d->tokens[token_of(d, participles[i])].morph & MORPH_PART_PAST);
}

static void assert_morph(const char *text, const char *word, uint16_t has, uint16_t has_not) {
  doc *d = read_text(text);
  uint16_t morph = d->tokens[token_of(d, word)].morph;
  assert_int_equal(morph & has, has);
  assert_int_equal(morph & has_not, 0);
}

static void morphology(void **state) {
  (void)state;
  assert_morph("He said so.", "said", MORPH_PAST, MORPH_PRESENT | MORPH_PART_PAST);
  assert_morph("He says so.", "says", MORPH_PRESENT, MORPH_PAST);
  assert_morph("He wants to say so.", "say", MORPH_INF, MORPH_PRESENT);
  assert_morph("They may say so.", "may", MORPH_MODAL, 0);
  assert_morph("Talks were held.", "held", MORPH_PART_PAST, MORPH_PAST);
  assert_morph("They are holding talks.", "holding", MORPH_PART_PRES, 0);
  assert_morph("Talks were held.", "Talks", MORPH_PLURAL, 0);
  assert_morph("She met him.", "She", MORPH_FEM | MORPH_P3, MORPH_MASC | MORPH_POSS);
  assert_morph("We left his house.", "his", MORPH_MASC | MORPH_P3 | MORPH_POSS, 0);
  assert_morph("We left.", "We", MORPH_P1 | MORPH_PLURAL, 0);
  assert_morph("They didn't go.", "n't", MORPH_NEG, 0);
  assert_morph("He lives in New York.", "York", MORPH_NAME, MORPH_PLURAL);
}

static void xpos(void **state) {
  (void)state;
  const language_model *m = fix.language.model;
  doc *d = read_text("He said so.");
  assert_str(language_xpos(m, d->tokens[1].xpos), "VBD");
  assert_int_equal(language_xpos_find(m, STR("VBD")), d->tokens[1].xpos);
  assert_int_equal(language_xpos_find(m, STR("NOPE")), 0);
  assert_str(language_xpos(m, 0), "");
  assert_str(language_xpos(m, 255), "");
}

static void assert_lemma(const char *text, const char *word, const char *lemma) {
  doc *d = read_text(text);
  assert_str(doc_lemma(fix.a, fix.language.model, d, token_of(d, word)), lemma);
}

static void lemmas(void **state) {
  (void)state;
  assert_lemma("Talks were held.", "Talks", "talk");
  assert_lemma("Talks were held.", "were", "be");
  assert_lemma("Talks were held.", "held", "hold");
  assert_lemma("The parties met.", "parties", "party");
  assert_lemma("He didn't go.", "n't", "not");
  assert_lemma("It was grumpified and reiterated.", "reiterated", "reiterate");
  assert_lemma("I left.", "I", "I");
  assert_lemma("We saw Mr. Zolnikov.", "Zolnikov", "Zolnikov");
  assert_lemma("An American ship", "American", "American");
  assert_lemma("See www.Some.org now", "www.Some.org", "www.Some.org");
  doc *d = read_text("He says what she said.");
  assert_int_equal(d->tokens[token_of(d, "says")].lemma, d->tokens[token_of(d, "said")].lemma);
}

/* Words that other rooms add after the language has been loaded have ids, and their lemmas are found. */
static void words_added_later(void **state) {
  (void)state;
  sample_language s = sample_open(PACK);
  word_id verb = lexicon_add(s.lexicon, STR("blortize")), form = lexicon_add(s.lexicon, STR("BLORTIZED"));
  assert_int_equal(lexicon_add(s.lexicon, STR("Blortize")), verb);
  assert_int_equal(verb, lexicon_size(s.lexicon) - 1);
  doc *d = sample_read(&s, fix.a, "They have blortized it.");
  assert_int_equal(d->tokens[2].word, form);
  assert_int_equal(d->tokens[2].lemma, verb);
  sample_close(&s);
}

static ch_status load_pack(const char *text, ch_error *err) {
  arena *a = arena_new(0);
  const pack *pk;
  const language_model *m;
  assert_int_equal(pack_parse(&pk, a, STR("x.txt"), str_of(text), err), CH_OK);
  ch_status status = language_load(&m, a, pk, lexicon_new(a), fix.language.models, NULL, err);
  arena_free(a);
  return status;
}

static void faulty_packs(void **state) {
  (void)state;
  static const char *const faulty[] = {
    "[abbreviations]\nx. | often\n", "[contractions]\ncannot | could not\n", "[word-features]\nhe | male\n",
    "[tag-features]\nVBD | gone\n"
  };
  for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
    ch_error err = {0};
    if (load_pack(faulty[i], &err) != CH_ERR_PACK) fail_msg("loaded: %s", faulty[i]);
    assert_non_null(strstr(err.msg, "x.txt:"));
  }
  ch_error err;
  assert_int_equal(load_pack("[tag-features]\nVBD | past\n", &err), CH_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sentences), cmocka_unit_test(headlines), cmocka_unit_test(unknown_words),
    cmocka_unit_test(morphology), cmocka_unit_test(xpos), cmocka_unit_test(lemmas),
        cmocka_unit_test(words_added_later),
    cmocka_unit_test(faulty_packs)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
