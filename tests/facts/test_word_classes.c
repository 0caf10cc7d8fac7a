/* test_word_classes.c: classes of words by their ids. */
#include "facts/word_classes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static token spelled(word_id word, word_id lemma) { return (token){.word = word, .lemma = lemma}; }

static void a_word_has_the_classes_of_its_form_and_its_lemma(void **state) {
  (void)state;
  arena *a = arena_new(0);
  word_classes c = {0};
  word_classes_add(&c, a, 7, 0);
  word_classes_add(&c, a, 7, 63);
  word_classes_add(&c, a, 9, 1);
  token both = spelled(7, 9), lemma = spelled(8, 9), none = spelled(8, 8);
  assert_true(word_classes_of(&c, &both) == (UINT64_C(1) << 63 | 2 | 1));
  assert_true(word_classes_of(&c, &lemma) == 2);
  assert_true(word_classes_of(&c, &none) == 0);
  arena_free(a);
}

static void words_of_any_number_fit(void **state) {
  (void)state;
  arena *a = arena_new(0);
  word_classes c = {0};
  token far = spelled(100000, 100000);
  assert_true(word_classes_of(&c, &far) == 0);
  for (word_id w = 1; w <= 100000; w *= 10) word_classes_add(&c, a, w, 5);
  token first = spelled(1, 1), beside = spelled(2, 99999);
  assert_true(word_classes_of(&c, &far) == 32 && word_classes_of(&c, &first) == 32);
  assert_true(word_classes_of(&c, &beside) == 0);
  arena_free(a);
}

static void a_row_gives_words_to_its_class(void **state) {
  (void)state;
  arena *a = arena_new(0);
  lexicon *l = lexicon_new(a);
  word_classes c = {0};
  pack_row row = {.fields = (str[]){STR("mark"), STR("bell; ;  whistle ;")}, .n = 2};
  word_classes_add_row(&c, a, l, &row, 2);
  token bell = spelled(lexicon_add(l, STR("bell")), 0), whistle = spelled(0, lexicon_add(l, STR("whistle")));
  token drum = spelled(lexicon_add(l, STR("drum")), 0);
  assert_true(word_classes_of(&c, &bell) == 4 && word_classes_of(&c, &whistle) == 4);
  assert_true(word_classes_of(&c, &drum) == 0);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_word_has_the_classes_of_its_form_and_its_lemma),
    cmocka_unit_test(words_of_any_number_fit),
    cmocka_unit_test(a_row_gives_words_to_its_class),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
