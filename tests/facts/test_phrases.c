/* test_phrases.c: phrases are found longest first, by form or lemma, and only as written. */
#include "facts/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

typedef struct {
  arena *a;
  lexicon *l;
  phrases *p;
} set;

static set set_up(void) {
  set s = {arena_new(0), NULL, NULL};
  s.l = lexicon_new(s.a);
  s.p = phrases_new(s.a);
  return s;
}

/* Tokens of words split at spaces, written as given. lemma: the same word unless "form/lemma". */
static uint32_t tokens_of(const set *s, token *t, const char *text) {
  str rest = str_of(text), piece;
  uint32_t n = 0;
  while (str_split(&rest, ' ', &piece)) {
    str form = piece, lemma = piece, tail = piece;
    if (str_split(&tail, '/', &form) && tail.ptr) lemma = tail;
    bool capital = form.ptr[0] >= 'A' && form.ptr[0] <= 'Z';
    bool capitals = capital && form.len > 1 && form.ptr[1] >= 'A' && form.ptr[1] <= 'Z';
    t[n++] = (token){.word = lexicon_find(s->l, utf8_folded(s->a, form)),
                     .lemma = lexicon_find(s->l, utf8_folded(s->a, lemma)),
                     .flags = (uint16_t)((capital ? TOK_CAP : 0) | (capitals ? TOK_CAPS : 0))};
  }
  return n;
}

static uint32_t longest(const set *s, const char *text, uint32_t at, uint32_t *value) {
  token t[16];
  uint32_t n = tokens_of(s, t, text);
  return phrases_longest(s->p, t, at, n, value);
}

static void finds_the_longest(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("foreign minister"), 1, 0);
  phrases_add(s.p, s.l, STR("foreign"), 2, 0);
  phrases_add(s.p, s.l, STR("deputy foreign minister"), 3, 0);
  phrases_freeze(s.p, s.l);
  uint32_t value = 0;
  assert_int_equal(longest(&s, "the foreign minister", 1, &value), 2);
  assert_int_equal(value, 1);
  assert_int_equal(longest(&s, "the foreign policy", 1, &value), 1);
  assert_int_equal(value, 2);
  assert_int_equal(longest(&s, "deputy foreign", 0, &value), 0);
  assert_int_equal(longest(&s, "the foreign minister", 0, &value), 0);
  arena_free(s.a);
}

static void stops_at_the_end(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("foreign minister"), 1, 0);
  phrases_freeze(s.p, s.l);
  token t[4];
  tokens_of(&s, t, "foreign minister");
  assert_int_equal(phrases_longest(s.p, t, 0, 1, NULL), 0);
  assert_int_equal(phrases_longest(s.p, t, 0, 0, NULL), 0);
  assert_int_equal(phrases_longest(s.p, t, 0, 2, NULL), 2);
  arena_free(s.a);
}

static void cuts_as_language_does(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("Secretary-General"), 1, 0);
  phrases_add(s.p, s.l, STR("People's Assembly"), 2, 0);
  phrases_add(s.p, s.l, STR("wouldn\u2019t budge"), 3, 0);
  phrases_add(s.p, s.l, STR("U.S. Mission"), 4, 0);
  phrases_add(s.p, s.l, STR("O'Hara"), 5, 0);
  phrases_add(s.p, s.l, STR("Ruritania, Duchy of"), 6, 0);
  phrases_freeze(s.p, s.l);
  assert_int_equal(longest(&s, "secretary - general", 0, NULL), 3);
  assert_int_equal(longest(&s, "people 's assembly", 0, NULL), 3);
  assert_int_equal(longest(&s, "would n't budge", 0, NULL), 3);
  assert_int_equal(longest(&s, "U.S. mission", 0, NULL), 2);
  assert_int_equal(longest(&s, "o'hara", 0, NULL), 1);
  assert_int_equal(longest(&s, "ruritania , duchy of", 0, NULL), 4);
  arena_free(s.a);
}

static void asks_for_capitals(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("US"), 1, PHRASE_CASE | PHRASE_CAPS);
  phrases_add(s.p, s.l, STR("Turkey"), 2, PHRASE_CASE);
  phrases_add(s.p, s.l, STR("House of Estates"), 3, PHRASE_CASE);
  phrases_freeze(s.p, s.l);
  assert_int_equal(longest(&s, "us", 0, NULL), 0);
  assert_int_equal(longest(&s, "Us", 0, NULL), 0);
  assert_int_equal(longest(&s, "US", 0, NULL), 1);
  assert_int_equal(longest(&s, "turkey", 0, NULL), 0);
  assert_int_equal(longest(&s, "TURKEY", 0, NULL), 1);
  assert_int_equal(longest(&s, "House of Estates", 0, NULL), 3);
  assert_int_equal(longest(&s, "House of estates", 0, NULL), 0);
  arena_free(s.a);
}

static void matches_lemmas_only_where_asked(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("call off"), 1, PHRASE_LEMMA);
  phrases_add(s.p, s.l, STR("break down"), 2, 0);
  phrases_add(s.p, s.l, STR("called"), 3, 0);
  phrases_freeze(s.p, s.l);
  uint32_t value = 0;
  assert_int_equal(longest(&s, "called/call off", 0, &value), 2);
  assert_int_equal(value, 1);
  assert_int_equal(longest(&s, "called/call up", 0, &value), 1);
  assert_int_equal(value, 3);
  assert_int_equal(longest(&s, "broke/break down", 0, NULL), 0);
  arena_free(s.a);
}

static void gives_all_values(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("Georgia"), 7, PHRASE_CASE);
  phrases_add(s.p, s.l, STR("GEORGIA"), 8, PHRASE_CASE | PHRASE_CAPS);
  phrases_add(s.p, s.l, STR("georgia"), 9, 0);
  phrases_freeze(s.p, s.l);
  token t[4];
  uint32_t n = tokens_of(&s, t, "Georgia"), value, sum = 0, values = 0;
  for (phrase_hit h = phrases_match(s.p, t, 0, n); phrases_next(s.p, &h, &value);) {
    sum = 10 * sum + value;
    values++;
  }
  assert_int_equal(values, 2);
  assert_int_equal(sum, 79);
  arena_free(s.a);
}

static void empty_sets_and_later_words(void **state) {
  (void)state;
  set s = set_up();
  phrases_add(s.p, s.l, STR("  "), 1, 0);
  phrases_freeze(s.p, s.l);
  lexicon_add(s.l, STR("later"));
  assert_int_equal(longest(&s, "later unknown", 0, NULL), 0);
  assert_int_equal(longest(&s, "later unknown", 1, NULL), 0);
  arena_free(s.a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_the_longest),       cmocka_unit_test(stops_at_the_end),
      cmocka_unit_test(cuts_as_language_does),   cmocka_unit_test(asks_for_capitals),
      cmocka_unit_test(matches_lemmas_only_where_asked), cmocka_unit_test(gives_all_values),
      cmocka_unit_test(empty_sets_and_later_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
