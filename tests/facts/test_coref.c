/* test_coref.c: who is who, with the English pack: mentions, what may be of what, what becomes facts. */
#include "reports.h"
#include "facts/coref.h"

static facts *read_text(void **state, arena *a, str text) { return facts_of_text(*state, a, text); }

/* All mentions in the order they are read, joined by " / ". */
static void assert_read(void **state, const char *text, const char *wanted) {
  arena *a = arena_new(0);
  coref *c = coref_mentions_find(a, read_text(state, a, str_of(text)));
  str *lines = ARENA_ARRAY(a, str, c->n + 1);
  for (uint32_t i = 0; i < c->n; i++) lines[i] = doc_str(c->d, c->mentions[i].first, c->mentions[i].end);
  str all = arena_join(a, lines, c->n, STR(" / "));
  if (!str_eq(all, str_of(wanted))) fail_msg("%s\n  gave   %.*s\n  wanted %s", text, (int)all.len, all.ptr, wanted);
  arena_free(a);
}

static void phrases_with_owners_and_names_inside(void **state) {
  assert_read(state, "The old harbour of Bergen was closed.", "The old harbour / Bergen");
  assert_read(state, "Her brother's boat sank.", "Her / Her brother / Her brother's boat");
  assert_read(state, "The Norway envoy left.", "Norway / The Norway envoy");
  assert_read(state, "Rosa Quispe and Ola Hansen met him.", "Rosa Quispe / Ola Hansen / Rosa Quispe and Ola Hansen / him");
}

static void relatives_and_times_are_no_phrases_of_their_own(void **state) {
  assert_read(state, "The man who sang left the ship Monday.", "The man / the ship / Monday");
  assert_read(state, "There is nobody here.", "");
}

static coref *begun(void **state, arena *a, const char *text) {
  coref *c = coref_mentions_find(a, read_text(state, a, str_of(text)));
  coref_begin(c);
  return c;
}

static void he_is_no_woman(void **state) {
  arena *a = arena_new(0);
  coref *c = begun(state, a, "She slept. He sang. He left.");
  uint32_t out[COREF_MOST];
  bool sure;
  assert_int_equal(c->n, 3);
  for (uint32_t m = 0; m < 2; m++) {
    assert_int_equal(coref_candidates(out, &sure, c, m), 0);
    coref_join(c, m, NONE);
  }
  assert_int_equal(coref_candidates(out, &sure, c, 2), 1);
  assert_int_equal(out[0], 1);
  assert_false(sure);
  arena_free(a);
}

static void the_rules_are_sure(void **state) {
  arena *a = arena_new(0);
  coref *c = begun(state, a, "Norway sent a letter. Peru slept. Norway waited.");
  uint32_t out[COREF_MOST], last = c->n - 1;
  bool sure = false;
  for (uint32_t m = 0; m < last; m++) coref_join(c, m, NONE);
  assert_int_equal(coref_candidates(out, &sure, c, last), 1);
  assert_true(sure);
  assert_int_equal(c->entities[out[0]].actor, c->mentions[last].actor);
  arena_free(a);
}

static void entities_know_their_mentions(void **state) {
  arena *a = arena_new(0);
  coref *c = begun(state, a, "The envoys left. They slept. A ship came.");
  for (uint32_t m = 0; m < 2; m++) coref_join(c, m, m ? 0 : NONE);
  coref_join(c, 2, NONE);
  assert_int_equal(c->n_entities, 2);
  assert_int_equal(c->entities[0].n, 2);
  assert_int_equal(c->entities[0].called, 0);
  assert_int_equal(c->entities[0].last, 1);
  assert_int_equal(c->entities[0].number, COREF_PLURAL);
  assert_int_equal(c->newest, 1);
  assert_int_equal(c->entities[1].older, 0);
  arena_free(a);
}

/* Mentions that the facts line says are learned. */
static uint32_t learned_in_line(void **state, arena *a, const facts *f) {
  buf out = {0};
  uint32_t n = 0;
  jw *j = jw_new(a, &out);
  jw_object(j);
  facts_write(a, j, f, ((models *)*state)->facts);
  jw_end(j);
  str rest = buf_get(&out);
  for (size_t at; (at = str_find(rest, STR("\"rule\":\"coref\""))) != SIZE_MAX; n++)
    rest = str_sub(rest, at + 1, rest.len);
  buf_free(&out);
  return n;
}

/* What coreference adds: by place, of actors, never what the rules have; the rules' own stays. */
static void facts_stay_what_they_were(void **state) {
  arena *a = arena_new(0);
  facts *f = read_text(state, a, STR("Norwegian envoy Ola Hansen met a fisherman. The fisherman gave him his hat. "
                                     "Hansen thanked him. \"I like hats,\" Hansen said."));
  assert_true(f->n_also > 0);
  for (uint32_t i = 0; i < f->n_also; i++) {
    const mention *m = &f->also[i];
    assert_true(m->actor < f->n_actors && m->first < m->end && m->head < m->end);
    if (i) assert_true(f->also[i - 1].first <= m->first);
    for (uint32_t k = 0; k < f->n_mentions; k++)
      assert_false(f->mentions[k].first == m->first && f->mentions[k].end == m->end);
  }
  assert_int_equal(learned_in_line(state, a, f), f->n_also);
  for (uint32_t k = 0; k < f->n_mentions; k++)
    assert_string_not_equal(f->actors[f->mentions[k].actor].rule, "actor-coref");
  arena_free(a);
}

/* Candidates are few whatever the text: what is read for a mention does not grow. */
static void a_flood_of_mentions_stays_linear(void **state) {
  static const char *const pieces[] = {"he she it they ", "Vale's ", "his ", "the man and ", "I said you. "};
  for (uint32_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
    arena *a = arena_new(0);
    facts *f = read_text(state, a, repeated_text(a, pieces[k], 20000));
    coref *c = coref_mentions_find(a, f);
    uint32_t out[COREF_MOST];
    uint64_t all = 0;
    bool sure;
    coref_begin(c);
    for (uint32_t m = 0; m < c->n; m++) {
      uint32_t n = coref_candidates(out, &sure, c, m);
      all += n;
      assert_true(n <= COREF_MOST);
      coref_join(c, m, n && m % 3 ? out[n - 1] : NONE);
    }
    assert_true(c->n > 0 && all <= (uint64_t)COREF_MOST * c->n);
    arena_free(a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(phrases_with_owners_and_names_inside),
    cmocka_unit_test(relatives_and_times_are_no_phrases_of_their_own),
    cmocka_unit_test(he_is_no_woman),
    cmocka_unit_test(the_rules_are_sure),
    cmocka_unit_test(entities_know_their_mentions),
    cmocka_unit_test(facts_stay_what_they_were),
    cmocka_unit_test(a_flood_of_mentions_stays_linear),
  };
  return cmocka_run_group_tests_name("coref", tests, open_models, close_models);
}
