/* test_cues.c: cues are matched by lemma, longest first, over adverbs and articles; wrong rows are named. */
#include "tagged.h"
#include "facts/cues.h"

static const char rows[] =
  "[statement-words]\n"
  "speak | comment; say\n"
  "to | to\n"
  "[cues]\n"
  "call | verb | says | plain | that\n"
  "call for | verb | says | demand | np\n"
  "issue ~ warning | verb | says | threaten | about; of\n"
  "decline to @speak | silence | says | declined | on\n"
  "not confirm | silence | says | not_confirmed | np\n"
  "reject | verb | says | deny | claim\n"
  "reject | verb | wants | deny | np\n"
  "claim | noun | says | plain | that\n"
  "agree | verb | says | plain | that\n"
  "agree | verb | says | promise | to\n"
  "advise | verb | says | plain | that\n"
  "advise | verb | says | ask | to-do\n"
  "deny | verb | says | deny | np\n"
  "[cue-words]\n"
  "bristle; express ~ anger | says | condemn\n"
  "express | says | plain\n"
  "anger; adamant | thinks |\n"
  "give ~ assurance | says | promise\n"
  "draw ~ line | says | threaten\n"
  "claim | says | deny\n";

typedef struct { arena *a; lexicon *l; const cue_table *c; token t[16]; uint32_t n; } bench;

static bench load(const char *text) {
  bench b = {.a = arena_new(0)};
  const pack *pk;
  ch_error err = {0};
  b.l = lexicon_new(b.a);
  assert_int_equal(pack_parse(&pk, b.a, STR("statements.txt"), str_of(text), &err), CH_OK);
  assert_int_equal(cues_load(&b.c, b.a, pk, b.l, &err), CH_OK);
  return b;
}

/* Tokens "form/TAG/lemma" of tagged.h, without a document. */
static void write_tokens(bench *b, const char *text) {
  str rest = str_of(text), piece, form, tag;
  b->n = 0;
  while (str_split(&rest, ' ', &piece)) {
    str_split(&piece, '/', &form);
    str_split(&piece, '/', &tag);
    const tagged_code *c = tagged_find(tag);
    str lemma = piece.ptr ? piece : form;
    b->t[b->n++] = (token){.word = lexicon_find(b->l, form),
                           .lemma = lexicon_find(b->l, lemma),
                           .upos = c->upos,
                           .morph = c->morph};
  }
}

static void check(const char *text, uint32_t length, statement_act act) {
  bench b = load(rows);
  write_tokens(&b, text);
  cue_hit hit = {0};
  bool found = cues_match(b.c, b.t, 0, b.n, &hit);
  assert_int_equal(found ? hit.end : 0, length);
  if (found) assert_int_equal(hit.rows[0]->act, act);
  arena_free(b.a);
}

static void takes_the_longest(void **state) {
  (void)state;
  check("called/VD/call for/IN calm/NN", 2, ACT_SAYS);
  check("called/VD/call it/PR", 1, ACT_SAYS);
  check("cooled/VD/cool for/IN", 0, ACT_SAYS);
}

static void passes_articles_and_adverbs(void **state) {
  (void)state;
  check("issued/VD/issue a/DT stern/JJ warning/NN", 4, ACT_SAYS);
  check("issued/VD/issue warning/NN", 2, ACT_SAYS);
  check("declined/VD/decline again/RB to/TO comment/VB", 4, ACT_SAYS);
  check("issued/VD/issue troops/NS warning/NN", 0, ACT_SAYS);
}

static void any_negation_will_do(void **state) {
  (void)state;
  check("never/NG confirmed/VN/confirm", 2, ACT_SAYS);
  check("n't/NG publicly/RB confirmed/VN/confirm", 3, ACT_SAYS);
}

static void class_words_stand_for_each_other(void **state) {
  (void)state;
  check("declined/VD/decline to/TO say/VB", 3, ACT_SAYS);
  check("declined/VD/decline to/TO march/VB", 0, ACT_SAYS);
}

static void rows_of_one_pattern_come_in_order(void **state) {
  (void)state;
  bench b = load(rows);
  write_tokens(&b, "rejected/VD/reject claims/NS/claim");
  cue_hit hit;
  assert_true(cues_match(b.c, b.t, 0, b.n, &hit));
  assert_int_equal(hit.n_rows, 2);
  assert_int_equal(hit.rows[0]->act, ACT_SAYS);
  assert_int_equal(hit.rows[1]->act, ACT_WANTS);
  arena_free(b.a);
}

static void the_tag_decides(void **state) {
  (void)state;
  check("claim/NN", 1, ACT_SAYS);
  check("claim/VB", 0, ACT_SAYS);
}

/* What a cue of the first `length` tokens does: act, force, or "-". */
static void check_kind(const char *text, uint32_t length, const char *expected) {
  bench b = load(rows);
  write_tokens(&b, text);
  const cue *row = cues_kind(b.c, b.t, 0, length, b.n);
  str kind = STR("nothing");
  const char *force = row && row->plain ? "plain" : row && row->force ? row->force : "-";
  if (row) kind = arena_printf(b.a, "%s %s", statement_act_text(row->act), force);
  assert_string_equal(kind.ptr, expected);
  arena_free(b.a);
}

static void the_best_row_tells_what_a_cue_does(void **state) {
  (void)state;
  check_kind("bristled/VD/bristle at/IN", 2, "says condemn");
  check_kind("has/XZ/have expressed/VN/express deep/JJ anger/NN", 2, "says condemn");
  check_kind("expressed/VD/express her/PR anger/NN", 1, "says plain");
  check_kind("was/XD/be adamant/JJ", 2, "thinks -");
  check_kind("drew/VD/draw a/DT red/JJ line/NN", 4, "says threaten");
  check_kind("drew/VD/draw Norway/NE 's/PO line/NN", 4, "says threaten");
  check_kind("drew/VD/draw breath/NN", 2, "nothing");
  check_kind("rejected/VD/reject claims/NS/claim", 2, "says deny");
}

/* What [cues] has, [cue-words] does not change; to deny outranks what is denied. */
static void rows_of_cues_come_first(void **state) {
  (void)state;
  check_kind("called/VD/call", 1, "says plain");
  check_kind("denied/VD/deny having/XZ/have given/VN/give assurances/NS/assurance", 4, "says deny");
}

static void the_word_behind_chooses_among_rows(void **state) {
  (void)state;
  check_kind("agreed/VD/agree to/TO leave/VB", 1, "says promise");
  check_kind("agreed/VD/agree that/SC", 1, "says plain");
  check_kind("advised/VD/advise her/PR to/TO leave/VB", 1, "says ask");
  check_kind("advised/VD/advise that/SC", 1, "says plain");
}

static void refuses(const char *text, const char *why) {
  arena *a = arena_new(0);
  const pack *pk;
  const cue_table *c;
  ch_error err = {0};
  assert_int_equal(pack_parse(&pk, a, STR("statements.txt"), str_of(text), &err), CH_OK);
  assert_int_equal(cues_load(&c, a, pk, lexicon_new(a), &err), CH_ERR_PACK);
  assert_non_null(strstr(err.msg, why));
  arena_free(a);
}

static void wrong_rows_are_named(void **state) {
  (void)state;
  refuses("[cues]\nsay | vreb | says | assert | that\n", "statements.txt:2");
  refuses("[cues]\nsay | verb | sings | assert | that\n", "the act is one of");
  refuses("[cues]\nsay | verb | says | loudly | that\n", "loudly");
  refuses("[cues]\nsay @unheard | verb | says | assert | that\n", "@unheard");
  refuses("[cues]\n~ say | verb | says | assert | that\n", "begins with a word");
  refuses("[statement-words]\nunheard | of\n", "no rule looks");
  refuses("[cue-words]\nbristle | sings | condemn\n", "the act is one of");
  refuses("[cue-words]\n\nbristle | says | declined\n", "statements.txt:3");
  refuses("[cue-words]\n~ anger | says | condemn\n", "begins with a word");
}

static void the_pack_loads(void **state) {
  (void)state;
  tagged x = tagged_new();
  arena_free(x.a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(takes_the_longest), cmocka_unit_test(passes_articles_and_adverbs),
    cmocka_unit_test(any_negation_will_do), cmocka_unit_test(class_words_stand_for_each_other),
    cmocka_unit_test(rows_of_one_pattern_come_in_order), cmocka_unit_test(the_tag_decides),
    cmocka_unit_test(the_best_row_tells_what_a_cue_does), cmocka_unit_test(rows_of_cues_come_first),
    cmocka_unit_test(the_word_behind_chooses_among_rows),
    cmocka_unit_test(wrong_rows_are_named), cmocka_unit_test(the_pack_loads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
