/* test_clauses.c: trees that are mended. The trees are given, so that nothing hangs on a model. */
#include "facts/clauses.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { MOST = 4 };

/* A sentence of n words with this tree, its relations numbered as deps are. */
static const clauses *mended(arena *a, const token *tokens, const int32_t *head, const uint8_t *relation, uint32_t n) {
  uint8_t *deps = ARENA_ARRAY(a, uint8_t, 256);
  for (uint32_t i = 0; i < DEP_COUNT; i++) deps[i] = (uint8_t)i;
  tree *t = ARENA_NEW(a, tree);
  *t = (tree){.head = head, .relation = relation};
  const tree **trees = ARENA_ARRAY(a, const tree *, 1);
  trees[0] = t;
  sentence *s = ARENA_NEW(a, sentence);
  *s = (sentence){0, n, 0};
  doc *d = ARENA_NEW(a, doc);
  *d = (doc){.tokens = (token *)(uintptr_t)tokens, .n_tokens = n, .sentences = s, .n_sentences = 1, .trees = trees};
  facts *f = ARENA_NEW(a, facts);
  f->doc = d;
  return clauses_of(a, f, NULL, deps, 0, 0);
}

static void assert_no_ring(const clauses *c) {
  for (uint32_t i = c->first; i < c->end; i++) {
    uint32_t at = i;
    for (uint32_t steps = 0; at != NONE; steps++, at = clauses_head(c, at)) assert_true(steps < c->end - c->first);
  }
}

static const token nouns_and_participle[MOST] = {
    {.upos = UPOS_NOUN}, {.upos = UPOS_VERB, .morph = MORPH_PART_PAST}, {.upos = UPOS_NOUN}};

/* "king dissolved parliament": the participle is the verb between its two nouns. */
static void verb_between_nouns(arena *a) {
  static const int32_t head[MOST] = {2, 2, -1};
  static const uint8_t relation[MOST] = {DEP_COMPOUND, DEP_AMOD, DEP_ROOT};
  const clauses *c = mended(a, nouns_and_participle, head, relation, 3);
  assert_int_equal(clauses_dep(c, 0), DEP_NSUBJ);
  assert_int_equal(clauses_dep(c, 2), DEP_OBJ);
  assert_int_equal(clauses_head(c, 1), NONE);
  assert_no_ring(c);
}

/* "shops closed schools", the schools one more of what the shops are of: they cannot hang on each other. */
static void nouns_of_one_list(arena *a) {
  static const int32_t head[MOST] = {-1, 2, 0};
  static const uint8_t relation[MOST] = {DEP_ROOT, DEP_AMOD, DEP_CONJ};
  const clauses *c = mended(a, nouns_and_participle, head, relation, 3);
  assert_int_equal(clauses_dep(c, 1), DEP_AMOD);
  assert_no_ring(c);
}

static void in_arena(void (*test)(arena *a)) {
  arena *a = arena_new(0);
  assert_non_null(a);
  assert_true(arena_run(a, (void (*)(void *))(uintptr_t)test, a));
  arena_free(a);
}

static void test_verb_between_nouns(void **state) { (void)state, in_arena(verb_between_nouns); }
static void test_nouns_of_one_list(void **state) { (void)state, in_arena(nouns_of_one_list); }

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_verb_between_nouns), cmocka_unit_test(test_nouns_of_one_list)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
