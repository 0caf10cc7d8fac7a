/* test_coref_speakers.c: who speaks, once it is known who is who: "I", "we", common nouns, pronouns in doubt. */
#include "reports.h"
#include "facts/coref.h"

/* A report with its mentions, each of an entity of its own, and room for statements made by hand. */
typedef struct {
  arena *a;
  facts *f;
  coref *c;
  bool *doubtful;
} told;

static told tell(void **state, const char *text) {
  told x = {.a = arena_new(0)};
  x.f = facts_of_text(*state, x.a, str_of(text));
  x.c = coref_mentions_find(x.a, x.f);
  x.doubtful = ARENA_ARRAY(x.a, bool, x.c->n + (size_t)1);
  x.f->statements = ARENA_ARRAY(x.a, statement, 8);
  x.f->n_statements = 0;
  coref_begin(x.c);
  for (uint32_t m = 0; m < x.c->n; m++) coref_join(x.c, m, NONE);
  return x;
}

static uint32_t token_at(const told *x, const char *word) {
  for (uint32_t i = 0; i < x->f->doc->n_tokens; i++)
    if (str_eq(doc_str(x->f->doc, i, i + 1), str_of(word))) return i;
  fail_msg("no word %s", word);
  return 0;
}

static coref_mention *mention_at(const told *x, const char *head) {
  uint32_t at = token_at(x, head);
  for (uint32_t m = 0; m < x->c->n; m++)
    if (x->c->mentions[m].head == at) return &x->c->mentions[m];
  fail_msg("no mention of %s", head);
  return NULL;
}

/* A statement whose speaker's words have this head. */
static statement *add(told *x, const char *head, uint32_t within) {
  statement *s = &x->f->statements[x->f->n_statements++];
  *s = (statement){.speaker = NONE, .has_speaker_at = true, .speaker_head = token_at(x, head), .within = within};
  return s;
}

static uint32_t actor_named(told *x, const char *name, const char *party) {
  *ARENA_PUSH(x->a, x->f->actors, x->f->n_actors, x->f->cap_actors) =
    (actor){.name = str_of(name), .kind = ACTOR_PERSON, .party = str_of(party)};
  return x->f->n_actors - 1;
}

static void settle(told *x) { coref_speakers(x->c, x->f, x->doubtful); }

static const char talk[] = "Hansen spoke. I asked and we waited. Then he left. A small fisherman saw the sailors.";

static void i_am_who_says_it(void **state) {
  told x = tell(state, talk);
  uint32_t hansen = actor_named(&x, "Hansen", "NOR");
  statement *outer = add(&x, "Hansen", NONE), *one = add(&x, "I", 0), *us = add(&x, "we", 0);
  statement *alone = add(&x, "I", NONE), *known = add(&x, "I", 0);
  outer->speaker = hansen;
  outer->party = STR("NOR");
  known->speaker = actor_named(&x, "Orm", "SWE");
  uint32_t n_actors = x.f->n_actors;
  settle(&x);
  assert_int_equal(outer->speaker, hansen);
  assert_int_equal(one->speaker, hansen);
  assert_true(str_eq(one->party, STR("NOR")));
  assert_int_equal(us->speaker, NONE);
  assert_true(str_eq(us->party, STR("NOR")));
  assert_int_equal(alone->speaker, NONE);
  assert_null(alone->party.ptr);
  assert_int_equal(known->speaker, hansen + 1);
  assert_int_equal(x.f->n_actors, n_actors);
  arena_free(x.a);
}

/* Of an outer speaker whom nobody knows nothing is known of "I". */
static void i_of_nobody(void **state) {
  told x = tell(state, talk);
  add(&x, "Hansen", NONE)->speaker_head = NONE;
  statement *one = add(&x, "I", 0);
  settle(&x);
  assert_int_equal(one->speaker, NONE);
  assert_null(one->party.ptr);
  arena_free(x.a);
}

static void common_nouns_that_speak_are_somebody(void **state) {
  told x = tell(state, talk);
  statement *first = add(&x, "fisherman", NONE), *again = add(&x, "fisherman", NONE), *many = add(&x, "sailors", NONE);
  coref_mention *m = mention_at(&x, "fisherman");
  m->actor = x.c->entities[m->entity].actor = NONE;        /* whatever the rules made of them */
  m->kind = COREF_PERSON;
  coref_mention *all = mention_at(&x, "sailors");
  all->actor = x.c->entities[all->entity].actor = NONE;
  first->party = STR("NOR");
  uint32_t n = x.f->n_actors;
  settle(&x);
  assert_int_equal(x.f->n_actors, n + 2);
  assert_int_equal(first->speaker, n);
  assert_int_equal(again->speaker, n);                     /* of one entity, one actor */
  assert_true(str_eq(again->party, STR("NOR")));
  assert_int_equal(many->speaker, n + 1);
  const actor *who = &x.f->actors[n], *they = &x.f->actors[n + 1];
  assert_true(str_eq(who->name, STR("small fisherman")));
  assert_true(who->kind == ACTOR_PERSON && who->anonymous && who->noun && !who->plural);
  assert_true(they->kind == ACTOR_GROUP && they->anonymous && they->plural);
  assert_string_equal(who->rule, "actor-speaks");
  arena_free(x.a);
}

/* A text, a place, what documents show, a known name and hearsay make nobody. */
static void what_is_nobody(void **state) {
  told x = tell(state, talk);
  coref_mention *m = mention_at(&x, "fisherman"), *all = mention_at(&x, "sailors");
  m->actor = x.c->entities[m->entity].actor = NONE;
  all->actor = x.c->entities[all->entity].actor = NONE;
  add(&x, "fisherman", NONE)->speaker_head = NONE;         /* what statements.c gives a text */
  add(&x, "fisherman", NONE)->act = ACT_SHOWS;
  add(&x, "fisherman", NONE)->mode = MODE_HEARSAY;
  add(&x, "fisherman", NONE)->has_speaker_at = false;
  add(&x, "sailors", NONE);
  all->kind = COREF_PLACE;
  uint32_t n = x.f->n_actors;
  settle(&x);
  assert_int_equal(x.f->n_actors, n);
  for (uint32_t k = 0; k < x.f->n_statements; k++) assert_int_equal(x.f->statements[k].speaker, NONE);
  all->kind = COREF_PERSON;
  x.c->entities[all->entity].actor = actor_named(&x, "Sailors' Union", "NOR");        /* of a named one: in doubt */
  settle(&x);
  assert_int_equal(x.f->statements[4].speaker, NONE);
  arena_free(x.a);
}

static void pronouns_in_doubt_lose_their_speaker(void **state) {
  for (int doubt = 0; doubt < 2; doubt++) {
    told x = tell(state, talk);
    statement *s = add(&x, "he", NONE);
    s->speaker = actor_named(&x, "Hansen", "NOR");
    s->party = STR("NOR");
    x.doubtful[mention_at(&x, "he") - x.c->mentions] = doubt;
    settle(&x);
    assert_int_equal(s->speaker == NONE, doubt);
    assert_int_equal(s->party.ptr == NULL, doubt);
    arena_free(x.a);
  }
}

/* The same from the words of a report. */
static void in_a_report(void **state) {
  static const struct { const char *text, *name; } all[] = {
    {"A town councillor said that the harbour was closed.", "town councillor"},
    {"Two drivers said that the road was blocked.", "Two drivers"},
    {"A letter said that the harbour was closed.", NULL}, {"The statement said that the harbour was closed.", NULL},
    {"The report shows that the harbour was closed.", NULL}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    arena *a = arena_new(0);
    facts *f = facts_of_text(*state, a, str_of(all[i].text));
    assert_int_equal(f->n_statements, 1);
    uint32_t who = f->statements[0].speaker;
    if ((who == NONE) != !all[i].name) fail_msg("%s", all[i].text);
    if (who != NONE && (!str_eq(f->actors[who].name, str_of(all[i].name)) || !f->actors[who].anonymous))
      fail_msg("%s gave %.*s", all[i].text, (int)f->actors[who].name.len, f->actors[who].name.ptr);
    arena_free(a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(i_am_who_says_it), cmocka_unit_test(i_of_nobody),
    cmocka_unit_test(common_nouns_that_speak_are_somebody), cmocka_unit_test(what_is_nobody),
    cmocka_unit_test(pronouns_in_doubt_lose_their_speaker), cmocka_unit_test(in_a_report),
  };
  return cmocka_run_group_tests_name("coref speakers", tests, open_models, close_models);
}
