/* Which of two reports was first: each clue from either side, dates, and what [direction] may hold. */
#include "kit.h"
#include "copies/direction.h"

static bool has_reason(const copy_link *l, const char *reason) {
  for (uint32_t i = 0; i < l->n_reasons; i++)
    if (!strcmp(l->reasons[i], reason)) return true;
  return false;
}

/* A text with its first `from` put as `to`. */
static const char *with(kit *k, const char *text, const char *from, const char *to) {
  const char *at = strstr(text, from);
  assert_non_null(at);
  const str parts[] = {{text, (size_t)(at - text)}, str_of(to), str_of(at + strlen(from))};
  return arena_join(k->a, parts, 3, STR("")).ptr;
}

/* From the place in a text where a paragraph begins. */
static const char *from(const char *text, const char *start) {
  const char *at = strstr(text, start);
  assert_non_null(at);
  return at;
}

/* Whichever way round the two come, `first` is told to be first, for this reason. */
static void assert_first(kit *k, const copy_text *first, const copy_text *later, const char *reason) {
  copy_link l = copies_compare(k->a, k->m, first, later), back = copies_compare(k->a, k->m, later, first);
  assert_int_equal(l.relation, back.relation);
  if (l.direction != 1 || back.direction != -1)
    fail_msg("%s (%s): %d and back %d", reason, relation_text(l.relation), l.direction, back.direction);
  assert_int_equal(l.direction_p, back.direction_p);
  assert_true(l.direction_p > 500 && l.direction_p < 1000);
  if (!has_reason(&l, reason) || !has_reason(&back, reason)) fail_msg("no reason %s", reason);
}

static void assert_texts(kit *k, const char *first, const char *later, const char *reason) {
  assert_first(k, kit_text(k, first, NULL, NULL), kit_text(k, later, NULL, NULL), reason);
}

static void assert_open(kit *k, const copy_text *a, const copy_text *b) {
  copy_link l = copies_compare(k->a, k->m, a, b);
  assert_true(l.relation != RELATION_NONE);
  assert_int_equal(l.direction, 0);
  assert_int_equal(l.direction_p, 500);
  assert_int_equal(l.n_reasons, 0);
}

static const char *straightened(kit *k, const char *text) {
  while (strstr(text, "“")) text = with(k, text, "“", "\"");
  while (strstr(text, "”")) text = with(k, text, "”", "\"");
  return text;
}

static void renditions(kit *k) {
  assert_texts(k, original, from(original, "Vestria will not sign"), "lost_title");
  assert_texts(k, original, kit_wrapped(k, original, 60), "cut_lines");
  assert_texts(k, original, straightened(k, original), "plainer_marks");
}

static void furniture(kit *k) {
  const str parts[] = {STR("The Lund Lantern\n\nHome | World | Sports | Weather\n\n"), str_of(original),
                       STR("\nAdvertisement\n\nRelated stories\n\nShare this article\n")};
  assert_texts(k, original, arena_join(k->a, parts, 3, STR("")).ptr, "gained_furniture");
}

static const char *crediting(kit *k) {
  return with(k, original, "declined to say whether", "declined to tell the Skarn Herald whether");
}

static void a_credit(kit *k) {
  assert_first(k, kit_text(k, original, NULL, "Skarn Herald"),
               kit_text(k, crediting(k), NULL, "Lund Lantern"), "credits_the_other");
}

static void a_publisher_names_itself(kit *k) {
  copy_link l = copies_compare(k->a, k->m, kit_text(k, original, NULL, "Skarn Herald"),
                               kit_text(k, crediting(k), NULL, "Skarn Herald"));
  assert_false(has_reason(&l, "credits_the_other"));
}

static void parts(kit *k) {
  const char *part = from(original, "Vestria closed");
  assert_texts(k, original, part, "part_of_it");
  /* Without its date: the collision is what nothing else in the later report is about. */
  const char *undated = with(k, later_report, "April 29, 2031\n\n", "");
  assert_first(k, kit_text(k, with(k, original, "March 4, 2031\n\n", ""), NULL, NULL),
               kit_text(k, undated, NULL, NULL), "part_of_it");
}

static void revisions(kit *k) {
  const char *changed = with(k, with(k, original, "140 Vestrian", "90 Vestrian"), "April 11", "April 18");
  assert_open(k, kit_text(k, original, NULL, NULL), kit_text(k, changed, NULL, NULL));
  assert_texts(k, original,
               with(k, changed, "The two governments restored",
                    "The experts will also talk about who pays for the patrols north of the Skarn bank.\n\n"
                    "The two governments restored"),
               "added_text");
  const char *corrected = "before the end of the year.\n\nCorrection: The number of trawlers was wrong.\n";
  assert_texts(k, original, with(k, changed, "before the end of the year.\n", corrected), "says_updated");
}

static void rewrites(kit *k) {
  const char *vague = with(k, rewritten, "140 trawlers", "many trawlers");
  vague = with(k, with(k, vague, " on April 11", " soon"), " in 2027", "");
  assert_texts(k, original, vague, "fewer_figures");
  assert_texts(k, original, with(k, vague, "“astonished and let down”", "\"astonished and let down\""),
               "plainer_marks");
}

/* ---- dates --------------------------------------------------------------------------------------------- */

static void dates_decide(kit *k) {
  const char *body = from(original, "Vestria will not sign");
  const copy_text *whole = kit_text(k, with(k, original, "March 4, 2031\n\n", ""), "2031-03-06", NULL),
                  *part = kit_text(k, body, "2031-03-05", NULL);
  assert_first(k, part, whole, "earlier_date");      /* though it has no title */
  copy_link l = copies_compare(k->a, k->m, part, whole);
  assert_false(has_reason(&l, "lost_title"));
}

/* A day that may be any of a month says less than two days that differ. */
static void doubtful_dates(kit *k) {
  const char *body = from(original, "Vestria will not sign");
  copy_link sure = copies_compare(k->a, k->m, kit_text(k, body, "2031-03-05", NULL),
                                  kit_text(k, body, "2031-04-20", NULL));
  copy_link less = copies_compare(k->a, k->m, kit_text(k, body, "2031-04-02", NULL),
                                  kit_text(k, body, "2031-04", NULL));
  assert_int_equal(sure.direction, 1);
  assert_int_equal(less.direction, 1);
  assert_true(sure.direction_p > less.direction_p);
  assert_open(k, kit_text(k, body, "2031-04-15", NULL), kit_text(k, body, "2031-04", NULL));
  assert_open(k, kit_text(k, body, "2031-04-15", NULL), kit_text(k, body, "2031-04-15", NULL));
}

/* A copy takes over the date that stands in the text, so that day says less than one that was given. */
static void a_date_in_the_text(kit *k) {
  const char *body = from(original, "Vestria will not sign");
  const char *dated = with(k, original, "March 4", "March 2");
  copy_link told = kit_compare(k, original, dated);
  copy_link given = copies_compare(k->a, k->m, kit_text(k, body, "2031-03-04", NULL),
                                   kit_text(k, body, "2031-03-02", NULL));
  assert_int_equal(told.direction, -1);
  assert_int_equal(given.direction, -1);
  assert_true(told.direction_p < given.direction_p);
}

/* ---- the parent ---------------------------------------------------------------------------------------- */

/* Of a source and its copy, both as near to an excerpt, the source is the better parent. */
static void the_source_is_the_parent(kit *k) {
  const copy_text *part = kit_text(k, from(original, "Vestria closed"), NULL, NULL);
  const copy_text *source = kit_text(k, original, NULL, NULL),
                  *copy = kit_text(k, straightened(k, original), NULL, NULL);
  assert_true(copies_compare(k->a, k->m, source, part).score > copies_compare(k->a, k->m, copy, part).score);
}

/* ---- the pack ------------------------------------------------------------------------------------------ */

typedef struct { const char *text, *want; } wrong_pack;

static ch_status load(kit *k, const char *text, const direction_model **m, ch_error *err) {
  const pack *pk;
  ch_status status = pack_parse(&pk, k->a, STR("direction.txt"), str_of(text), err);
  return status ? status : direction_load(m, k->a, k->m, pk, err);
}

static void wrong_packs(kit *k) {
  static const wrong_pack all[] = {{"[direction]\ntea_leaves | all | 3 | 0\n", "no clue of this name"},
                                   {"[direction]\nlost_title | all | much | 0\n", "a row of [direction] is"},
                                   {"[direction]\nlost_title | cousins | 3 | 0\n", "a row of [direction] is"},
                                   {"[direction]\nlost_title | all | 3 | few\n", "a row of [direction] is"},
                                   {"[direction]\nleast | all | 1001\n", "least is"},
                                   {"[direction-words]\nrumour | they\n", "[direction-words] has"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    const direction_model *m;
    ch_error err = {0};
    assert_int_equal(load(k, all[i].text, &m, &err), CH_ERR_PACK);
    if (!strstr(err.msg, all[i].want)) fail_msg("\"%s\" does not say \"%s\"", err.msg, all[i].want);
  }
}

static void a_pack(kit *k) {
  const direction_model *m;
  ch_error err;
  assert_int_equal(load(k,
                        "[direction]\ncut_lines | excerpt; rewrite | -40 | 2\nleast | all | 800\n"
                        "[direction-words]\nhedge | might; around\nattribution | around\n",
                        &m, &err),
                   CH_OK);
  assert_int_equal(m->clues[CLUE_LINES].weight, -40);
  assert_int_equal(m->clues[CLUE_LINES].few, 2);
  assert_int_equal(m->clues[CLUE_LINES].relations, 1u << RELATION_EXCERPT | 1u << RELATION_REWRITE);
  assert_int_equal(m->clues[CLUE_TITLE].weight, 0);
  assert_int_equal(m->least, 800);
  assert_int_equal(direction_tells(m, model_stem(k->m, STR("might"))), TELLS_HEDGE);
  assert_int_equal(direction_tells(m, model_stem(k->m, STR("around"))), TELLS_HEDGE | TELLS_ATTRIBUTION);
  assert_int_equal(direction_tells(m, model_stem(k->m, STR("tea"))), 0);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(renditions)
KIT_TEST(furniture)
KIT_TEST(a_credit)
KIT_TEST(a_publisher_names_itself)
KIT_TEST(parts)
KIT_TEST(revisions)
KIT_TEST(rewrites)
KIT_TEST(dates_decide)
KIT_TEST(doubtful_dates)
KIT_TEST(a_date_in_the_text)
KIT_TEST(the_source_is_the_parent)
KIT_TEST(wrong_packs)
KIT_TEST(a_pack)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_renditions),         cmocka_unit_test(test_furniture),
      cmocka_unit_test(test_a_credit),           cmocka_unit_test(test_a_publisher_names_itself),
      cmocka_unit_test(test_parts),              cmocka_unit_test(test_revisions),
      cmocka_unit_test(test_rewrites),           cmocka_unit_test(test_dates_decide),
      cmocka_unit_test(test_doubtful_dates),     cmocka_unit_test(test_a_date_in_the_text),
      cmocka_unit_test(test_the_source_is_the_parent), cmocka_unit_test(test_wrong_packs),
      cmocka_unit_test(test_a_pack)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
