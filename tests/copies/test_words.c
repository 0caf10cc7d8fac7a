#include "kit.h"
#include "copies/words.h"

static wording *words(kit *k, const char *text) { return words_of(k->a, k->m, str_of(text)); }

static void assert_sentences(kit *k, const char *text, const char *const *want, uint32_t n) {
  wording *w = words(k, text);
  for (uint32_t i = 0; i < n && i < w->n_sentences; i++)
    assert_str(str_at(str_of(text), w->sentences[i].at), want[i]);
  assert_int_equal(w->n_sentences, n);
}

static void sentences(kit *k) {
  static const char *const plain[] = {"He left at 5.30 p.m. on Monday.", "“Nobody stayed,” she said.", "Why?",
                                      "(No answer.)"};
  assert_sentences(k, "He left at 5.30 p.m. on Monday. “Nobody stayed,” she said. Why? (No answer.)", plain,
                   4);
  static const char *const names[] = {"Gen. Aldous met Dr. Brand in the U.S. capital.",
                                      "The U.S. and Norland agreed."};
  assert_sentences(k, "Gen. Aldous met Dr. Brand in the U.S. capital. The U.S. and Norland agreed.", names,
                   2);
  static const char *const starter[] = {"They flew to the U.S.", "The talks began."};
  assert_sentences(k, "They flew to the U.S. The talks began.", starter, 2);
  static const char *const quoted[] = {"“It holds.”", "She left."};
  assert_sentences(k, "“It holds.” She left.", quoted, 2);
  static const char *const lower[] = {"He asked “why?” and left."};
  assert_sentences(k, "He asked “why?” and left.", lower, 1);
  static const char *const open[] = {"no end"};
  assert_sentences(k, "  no end ", open, 1);
}

static void folded(kit *k) {
  wording *w = words(k, "The \xEF\xAC\x81shers’ 12,500 bo\xC2\xADxes: ÉCOLE");
  assert_str(w->letters, "thefishers12500boxesécole");
  assert_int_equal(w->n_words, 5);
  assert_true(w->words[0].flags & WORD_STOP);
  assert_true(w->words[2].flags & WORD_NUMBER);
  assert_true(w->words[4].flags & WORD_NAME);
  assert_str(str_at(STR("The \xEF\xAC\x81shers’ 12,500 bo\xC2\xADxes: ÉCOLE"), w->words[3].at),
             "bo\xC2\xADxes");
}

static void stems(kit *k) {
  wording *w = words(k, "talk talks talked talking policy policies planning planned plan pass boss status");
  for (int i = 1; i < 4; i++) assert_true(w->words[0].stem == w->words[i].stem);
  assert_true(w->words[4].stem == w->words[5].stem);
  assert_true(w->words[6].stem == w->words[7].stem && w->words[7].stem == w->words[8].stem);
  assert_true(w->words[9].stem != w->words[10].stem && w->words[10].stem != w->words[11].stem);
}

static void assert_quotes(kit *k, const char *text, const char *const *want, uint32_t n) {
  wording *w = words(k, text);
  for (uint32_t i = 0; i < n && i < w->n_quotes; i++)
    assert_str(str_at(str_of(text), w->quotes[i].at), want[i]);
  assert_int_equal(w->n_quotes, n);
}

static void quotations(kit *k) {
  static const char *const all[] = {"“one,”", "\"two\"", "«three»", "‘it’s four’", "„five”"};
  assert_quotes(k, "He said “one,” then \"two\" and «three», ‘it’s four’ and „five” in the sailors’ hall.",
                all, 5);
  static const char *const open[] = {"“not closed at all"};
  assert_quotes(k, "“not closed at all", open, 1);
  static const char *const nested[] = {"“he called it ‘odd’ twice”"};
  assert_quotes(k, "“he called it ‘odd’ twice”", nested, 1);
  assert_quotes(k, "“”", NULL, 0);
}

static void only_what_is_read(kit *k) {
  const report *r = kit_report(k, original, NULL, NULL);
  wording *w = words_read(k->a, k->m, r);
  assert_int_equal(w->n_paragraphs, 7);
  for (uint32_t i = 0; i < w->n_words; i++)
    assert_true(!str_eq(word_letters(w, i), STR("2031")));      /* the date line */
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(sentences)
KIT_TEST(folded)
KIT_TEST(stems)
KIT_TEST(quotations)
KIT_TEST(only_what_is_read)

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences), cmocka_unit_test(test_folded),
                                     cmocka_unit_test(test_stems), cmocka_unit_test(test_quotations),
                                     cmocka_unit_test(test_only_what_is_read)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
