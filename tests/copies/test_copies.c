#include "kit.h"
#include "copies/rewrite.h"

/* Another newsroom on the event of `original`. */
static const char independent[] =
    "Trawler Owners Angry as Skarn Deal Slips\n\n"
    "Boat owners in Lund said on Tuesday that they would lose a third season after the government in "
    "Harwick let it be known that the fishing accord with Norland would have to wait.\n\n"
    "“We have paid crews since winter for nothing,” said Hanne Friis, who runs two trawlers and heads the "
    "owners' guild. About 60 vessels are moored at the eastern quay, she said, and the fuel subsidy ends "
    "on June 1.\n\n"
    "Negotiators had settled on the wording in January. But the navies of Vestria and Norland could not "
    "settle the patrol line, and the Deputy Foreign Minister, Ilse Marrow, told reporters that the ministry "
    "would not sign this spring. Talks resume on April 11.\n\n"
    "In Osterby, fisheries secretary Gunnar Vik accused Vestria of playing for time. A guild in Brennholm "
    "has asked the court there for 14 million crowns in damages, a claim that lawyers gave little chance.\n\n"
    "Ambassador Peder Aune met shipowners behind closed doors and left without a statement. Cod prices "
    "rose by a twelfth at the Brennholm auction.\n";

/* A rewrite of `original` as `rewritten` is, by another hand. */
static const char rewritten_otherwise[] =
    "Patrol Line Quarrel Stalls Norland Fishing Accord\n\n"
    "There will be no signature under the fishing accord with Norland this spring, Vestria's Deputy Foreign "
    "Minister Ilse Marrow told the press on Tuesday: the navies still dispute the patrol line.\n\n"
    "Speaking in Harwick, Marrow said that what lay on the table would break in the first storm, while "
    "Vestria wanted a line to hold for twenty years. Nobody was walking away from the talks, she insisted.\n\n"
    "Norland's ambassador Peder Aune spoke of surprise and disappointment on the part of his government and "
    "recalled that the draft was agreed word for word back in January.\n\n"
    "The accord foresees that 140 Vestrian trawlers may fish north of the Skarn bank; in exchange, the port "
    "at Lund opens to Norland's coast guard. Since the quota lapsed in 2027, fishermen on either side have "
    "been waiting.\n\n"
    "The two countries' experts meet again in Harwick on April 11, according to Marrow. Whether ministers "
    "are going to attend, she declined to say.\n\n"
    "A collision near Skarn that killed three sailors led Vestria to close its waters to foreign trawlers "
    "in August 2029. Norland still demands an independent inquiry into that collision; Vestria calls it a "
    "matter for its courts.\n\n"
    "Regular ferry traffic was restored by the two governments last autumn, an agreement that came after "
    "more than six years without one. The customs office at Lund is promised for the end of the year.\n";

/* Two newsrooms on one statement of the police: what one tells in a sentence the other tells in several. */
static const char seizure[] =
    "Lund Customs Seize Amber Hidden in Grain Ship\n\n"
    "Customs officers in Lund seized 340 kilograms of raw amber on Monday and arrested the mate of the grain "
    "ship Halvard, police said.\n\n"
    "The amber lay under a false floor in the second hold, behind sacks of barley. Mate Jonas Terk, 44, is "
    "to be heard by the harbour court on Thursday.\n\n"
    "The Halvard had left Osterby last week and was bound for Brennholm. Her captain was questioned and let "
    "go. Tove Lind, who keeps the port, put the find at 90,000 crowns.\n";
static const char seizure_elsewhere[] =
    "Mate Held Over Amber in Grain Ship\n\n"
    "Customs officers in Lund have arrested Jonas Terk, 44, mate of the grain ship Halvard, over raw amber "
    "that was seized on Monday, police said.\n\n"
    "It was found under a false floor behind sacks of barley: 340 kilograms of amber in the second hold of a "
    "ship that had left Osterby last week. Two dealers in town, Emil Saar and Odd Brekke, are sought as well.\n\n"
    "The harbour court is to hear the mate on Thursday. The captain of the Halvard, bound for Brennholm, was "
    "questioned and let go, Terk was not.\n";

static const char *text_of(kit *k, const char *text, span at) {
  str s = arena_str(k->a, str_at(str_of(text), at));
  return s.ptr;
}

/* Text with one part put in the place of another. */
static const char *with(kit *k, const char *text, const char *from, const char *to) {
  size_t at = str_find(str_of(text), str_of(from));
  assert_true(at != SIZE_MAX);
  const str parts[] = {str_sub(str_of(text), 0, at), str_of(to), str_of(text + at + strlen(from))};
  return arena_join(k->a, parts, 3, STR("")).ptr;
}

static const char *without_head(void) {
  const char *body = strstr(original, "“We want");
  assert_non_null(body);
  return body;
}

/* ---- relations ----------------------------------------------------------------------------------------- */

static void assert_relation(copy_link l, relation want) {
  if (l.relation != want)
    fail_msg("got %s, want %s", l.relation ? relation_text(l.relation) : "none",
             want ? relation_text(want) : "none");
}

static bool has_reason(const copy_link *l, const char *reason) {
  for (uint32_t i = 0; i < l->n_reasons; i++)
    if (!strcmp(l->reasons[i], reason)) return true;
  return false;
}

static void renditions(kit *k) {
  const char *const copies[] = {original, kit_wrapped(k, original, 60), without_head(),
                                with(k, original, "Deputy Foreign Minister Ilse Marrow said",
                                     "Deputy Foreign Minister **Ilse Marrow** [said](#)")};
  for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
    copy_link l = kit_compare(k, original, copies[i]);
    assert_relation(l, RELATION_SAME_REPORT);
    assert_true(l.p > 900);
    assert_int_equal(l.n_altered, 0);
    assert_true(l.n_passages >= 8);
  }
}

static void a_copy_loses(kit *k) {
  copy_link l = kit_compare(k, original, without_head());
  assert_int_equal(l.direction, 1);
  assert_true(has_reason(&l, "lost_date"));
  l = kit_compare(k, without_head(), original);
  assert_int_equal(l.direction, -1);
}

static void equal_texts_have_no_direction(kit *k) {
  copy_link l = kit_compare(k, original, original);
  assert_int_equal(l.direction, 0);
  assert_int_equal(l.n_reasons, 0);
}

static void misread_copies(kit *k) {
  const char *copy = with(k, original, "navies still dispute", "navics stil1 dispule");
  copy = with(k, copy, "ambassador", "arnbassador");
  copy = with(k, copy, "government was", "governrnent vvas");
  copy = with(k, copy, "trawlers fish north", "trawlcrs fish nortb");
  copy = with(k, copy, "independent", "independcnt");
  copy_link l = kit_compare(k, original, copy);
  assert_relation(l, RELATION_SAME_REPORT);
  assert_int_equal(l.direction, 1);
  assert_true(has_reason(&l, "gained_errors"));
}

static void excerpts(kit *k) {
  const char *start = strstr(original, "Vestria closed"), *end = strstr(start, "The two governments");
  const char *part = arena_str(k->a, (str){start, (size_t)(end - start)}).ptr;
  copy_link l = kit_compare(k, original, part);
  assert_relation(l, RELATION_EXCERPT);
  assert_int_equal(l.direction, 1);
  assert_true(has_reason(&l, "part_of_it"));
}

static void revisions(kit *k) {
  const char *changed = with(k, with(k, original, "140 Vestrian", "90 Vestrian"), "April 11", "April 18");
  copy_link l = kit_compare(k, original, changed);
  assert_relation(l, RELATION_REVISION);
  assert_int_equal(l.n_changed, 2);
  assert_string_equal(text_of(k, original, l.changed[0].a), "140");
  assert_string_equal(text_of(k, changed, l.changed[0].b), "90");
  assert_string_equal(text_of(k, original, l.changed[1].a), "11");
  assert_string_equal(text_of(k, changed, l.changed[1].b), "18");
}

/* Neither name is new to the text. */
static void a_swapped_name_is_a_change(kit *k) {
  const char *changed = with(k, original, "port access at Lund", "port access at Skarn");
  copy_link l = kit_compare(k, original, changed);
  assert_relation(l, RELATION_REVISION);
  assert_int_equal(l.n_changed, 1);
  assert_string_equal(text_of(k, original, l.changed[0].a), "Lund");
  assert_string_equal(text_of(k, changed, l.changed[0].b), "Skarn");
  assert_int_equal(kit_compare(k, original, kit_wrapped(k, original, 60)).n_changed, 0);
}

static void rewrites(kit *k) {
  copy_link l = kit_compare(k, original, rewritten);
  assert_relation(l, RELATION_REWRITE);
  assert_int_equal(l.direction, 1);
  assert_true(l.n_passages >= 8);
  for (uint32_t i = 1; i < l.n_passages; i++) assert_true(l.passages[i - 1].b.start <= l.passages[i].b.start);
}

/* Of one source, which we need not have. */
static void two_rewrites(kit *k) {
  assert_relation(kit_compare(k, original, rewritten_otherwise), RELATION_REWRITE);
  assert_relation(kit_compare(k, rewritten, rewritten_otherwise), RELATION_REWRITE);
}

static void another_newsroom(kit *k) {
  assert_false(relation_in_family(kit_compare(k, original, independent).relation));
  assert_false(relation_in_family(kit_compare(k, independent, original).relation));
  assert_false(relation_in_family(kit_compare(k, rewritten, independent).relation));
  assert_false(relation_in_family(kit_compare(k, rewritten_otherwise, independent).relation));
}

static rewrite_features features_of(kit *k, const char *a, const char *b) {
  pairing p;
  pairing_begin(&p, k->a, k->m, kit_text(k, a, NULL, NULL), kit_text(k, b, NULL, NULL));
  pairing_runs(&p);
  pairing_order(&p);
  pairing_align(&p);
  pairing_finish(&p);
  return rewrite_see(&p);
}

/* Each sentence of one stands here and there in the other, and the other way round. */
static void sentences_split(kit *k) {
  rewrite_features told_again = features_of(k, original, rewritten),
                   apart = features_of(k, seizure, seizure_elsewhere);
  assert_true(told_again.split < apart.split);
  assert_false(relation_in_family(kit_compare(k, seizure, seizure_elsewhere).relation));
  assert_int_equal(features_of(k, seizure_elsewhere, seizure).split, apart.split);
}

static void sentences_out_of_order(kit *k) {
  const char *last = strstr(rewritten, "Last autumn"), *rest = strstr(rewritten, "Under the accord");
  const str parts[] = {str_of(last), STR("\n"), str_at(str_of(rewritten), (span){(uint32_t)(rest - rewritten),
                                                                                (uint32_t)(last - rewritten)})};
  rewrite_features in_order = features_of(k, original, rewritten);
  assert_true(features_of(k, original, arena_join(k->a, parts, 3, STR("")).ptr).chain < in_order.chain);
}

/* One pair of sentences is always in order. */
static void one_sentence_says_little(kit *k) {
  rewrite_features f = features_of(k, "A dog led the customs officers of Lund to the amber.\n",
                                   "Amber in Lund was found by a dog of the customs officers.\n");
  assert_true(f.chain < features_of(k, original, rewritten).chain / 2);
}

/* A sentence that is word for word the other's may be anybody's. */
static void a_sentence_word_for_word(kit *k) {
  const char *same = with(k, seizure, "Her captain was questioned and let go",
                          "The harbour court is to hear the mate on Thursday");
  assert_true(features_of(k, seizure, seizure_elsewhere).verbatim < 1000);
  assert_int_equal(features_of(k, same, seizure_elsewhere).verbatim, 1000);
}

static relation months_later(kit *k, const char *text, const char *later) {
  const copy_text *a = kit_text(k, text, "2031-03-04", "Harbour Post"),
                  *b = kit_text(k, later, "2031-06-04", "Coast Courier");
  return copies_compare(k->a, k->m, a, b).relation;
}

/* A reprint may come at any time. */
static void no_rewrite_after_months(kit *k) {
  assert_false(relation_in_family(months_later(k, original, rewritten)));
  assert_int_equal(months_later(k, original, without_head()), RELATION_SAME_REPORT);
}

static void altered_quotes(kit *k) {
  copy_link l = kit_compare(k, original, rewritten);
  static const char *const a[] = {("“We want a line that holds for twenty years, and what lies on the table "
                                   "would not survive the first storm,”"),
                                  "“Nobody is walking away from the talks.”", "“surprised and disappointed”"};
  static const char *const b[] = {("“We need a line that lasts for twenty years, and the present draft would "
                                   "not survive its first storm,”"),
                                  "“No one is abandoning the negotiations.”", "“astonished and let down”"};
  assert_int_equal(l.n_altered, 3);      /* the fourth was left as it was */
  for (int i = 0; i < 3; i++) {
    assert_string_equal(text_of(k, original, l.altered[i].a), a[i]);
    assert_string_equal(text_of(k, rewritten, l.altered[i].b), b[i]);
  }
}

static void a_shortened_quote_is_not_altered(kit *k) {
  const char *copy = with(k, rewritten,
                          "“We need a line that lasts for twenty years, and the present draft would not "
                          "survive its first storm,”",
                          "“We want a line that holds for twenty years,”");
  copy_link l = kit_compare(k, original, copy);
  assert_relation(l, RELATION_REWRITE);
  assert_int_equal(l.n_altered, 2);
}

static void background(kit *k) {
  copy_link l = kit_compare(k, original, later_report);
  assert_relation(l, RELATION_SHARES_BACKGROUND);
  assert_int_equal(l.direction, 1);
  assert_true(has_reason(&l, "earlier_date"));
  assert_int_equal(l.n_passages, 2);
  assert_true(!strncmp(text_of(k, later_report, l.passages[0].b), "Vestria closed its waters", 25));
  assert_true(!strncmp(text_of(k, original, l.passages[1].a), "Norland has demanded", 20));
}

/* The longer paragraph makes the stronger link, whatever else is alike. */
static void more_background_is_nearer(kit *k) {
  const char *less = with(k, later_report, " after a collision near Skarn killed three sailors", "");
  copy_link all = kit_compare(k, original, later_report), some = kit_compare(k, original, less);
  assert_relation(some, RELATION_SHARES_BACKGROUND);
  assert_true(some.score < all.score);
}

static void parallel_texts(kit *k) {
  copy_link l = kit_compare(k, readout, other_readout);
  assert_relation(l, RELATION_PARALLEL);
  assert_true(l.n_changed >= 4);
  for (uint32_t i = 0; i < l.n_changed; i++)
    assert_string_not_equal(text_of(k, readout, l.changed[i].a), text_of(k, other_readout, l.changed[i].b));
  assert_false(relation_in_family(RELATION_PARALLEL));
}

/* Badly read, it is still another call. */
static void misread_parallel_texts(kit *k) {
  const char *copy = with(k, other_readout, "congratulated Foreign", "congralulated Foreiqn");
  copy = with(k, copy, "underlined the lasting friendship", "underl1ned tbe lastiug friendsbip");
  copy = with(k, copy, "importance of an open", "imporlance of an opcn");
  copy = with(k, copy, "sheltering families displaced", "shelterinq famiiies displaoed");
  copy = with(k, copy, "parliament to our capital this summer", "parl1ament to our capilal this surnmer");
  assert_relation(kit_compare(k, readout, copy), RELATION_PARALLEL);
  assert_relation(kit_compare(k, other_readout, copy), RELATION_SAME_REPORT);
}

static void unrelated_texts(kit *k) {
  assert_relation(kit_compare(k, original, unrelated), RELATION_NONE);
  assert_relation(kit_compare(k, rewritten, readout), RELATION_NONE);
  assert_relation(kit_compare(k, "", original), RELATION_NONE);
  assert_relation(kit_compare(k, "", ""), RELATION_NONE);
}

static void dates_decide(kit *k) {
  const copy_text *late = kit_text(k, without_head(), "2031-03-07", "Harbour Post");
  const copy_text *early = kit_text(k, without_head(), "2031-03-05", "Coast Courier");
  assert_int_equal(copies_compare(k->a, k->m, early, late).direction, 1);
  assert_int_equal(copies_compare(k->a, k->m, late, early).direction, -1);
}

/* ---- properties ---------------------------------------------------------------------------------------- */

static void same_answer_twice(kit *k) {
  const char *const texts[] = {original, rewritten, later_report, readout, other_readout, unrelated};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 6; j++) {
      copy_link x = kit_compare(k, texts[i], texts[j]), y = kit_compare(k, texts[i], texts[j]);
      assert_int_equal(x.relation, y.relation);
      assert_int_equal(x.score, y.score);
      assert_int_equal(x.n_passages, y.n_passages);
      if (x.n_passages) assert_memory_equal(x.passages, y.passages, x.n_passages * sizeof *x.passages);
      copy_link back = kit_compare(k, texts[j], texts[i]);
      assert_int_equal(relation_in_family(x.relation), relation_in_family(back.relation));
      assert_int_equal(x.direction, -back.direction);
    }
}

/* Damaged text: bytes changed, pieces doubled and dropped. */
static const char *damaged(kit *k, const char *text, uint64_t *state) {
  size_t n = strlen(text);
  char *z = ARENA_ARRAY(k->a, char, 2 * n + 1);
  size_t from = (size_t)number_in(state, 0, (int32_t)n - 1),
         len = (size_t)number_in(state, 0, (int32_t)(n - from));
  memcpy(z, text, n);
  memcpy(z + n, text + from, len);
  for (int i = number_in(state, 0, 60); i--;)
    z[number_in(state, 0, (int32_t)(n + len) - 1)] = (char)number_in(state, 1, 255);
  return z;
}

static void assert_inside(span s, str text) { assert_true(s.start < s.end && s.end <= text.len); }

static void garbage(kit *k) {
  uint64_t state = 7;
  const char *const texts[] = {original, rewritten, readout};
  for (int i = 0; i < 60; i++) {
    const char *x = damaged(k, texts[i % 3], &state), *y = damaged(k, texts[number_in(&state, 0, 2)], &state);
    const report *a = kit_report(k, x, NULL, NULL), *b = kit_report(k, y, NULL, NULL);
    copy_link l = copies_compare(k->a, k->m, copies_prepare(k->a, k->m, a), copies_prepare(k->a, k->m, b));
    for (uint32_t p = 0; p < l.n_passages; p++) {
      assert_inside(l.passages[p].a, a->text);
      assert_inside(l.passages[p].b, b->text);
      assert_true(l.passages[p].score <= 1000);
    }
    for (uint32_t q = 0; q < l.n_altered; q++) {
      assert_inside(l.altered[q].a, a->text);
      assert_inside(l.altered[q].b, b->text);
    }
  }
}

/* A text that is one sentence over and over must not take quadratic memory or time. */
static void much_of_the_same(kit *k) {
  const char line[] = "The ministers spoke about fish and about the old treaty of Lund on 7 May.\n\n";
  enum { TIMES = 3000 };
  char *z = ARENA_ARRAY(k->a, char, TIMES * (sizeof line - 1) + 1);
  for (int i = 0; i < TIMES; i++) memcpy(z + (size_t)i * (sizeof line - 1), line, sizeof line - 1);
  size_t before = arena_used(k->a);
  assert_relation(kit_compare(k, z, z), RELATION_SAME_REPORT);
  assert_true(arena_used(k->a) - before < (size_t)256 << 20);
}

/* ---- words --------------------------------------------------------------------------------------------- */

static void same_quotes(kit *k) {
  assert_true(copies_same_quote(k->a, STR("“We will see.”"), STR("\"we will see\"")));
  assert_true(
      copies_same_quote(k->a, STR("the work of [our] missions"), STR("the work of diplomatic missions")));
  assert_true(copies_same_quote(k->a, STR("[The talks] will go on"), STR("They will go on")));
  assert_true(copies_same_quote(k->a, STR("it will go on [in May]"), STR("it will go on")));
  assert_false(
      copies_same_quote(k->a, STR("the work of [our] missions"), STR("all the work of our missions")));
  assert_false(copies_same_quote(k->a, STR("going well"), STR("going very well")));
  assert_false(copies_same_quote(k->a, STR("going well"), STR("going")));
  assert_false(copies_same_quote(k->a, STR("[all]"), STR("nothing")));
}

static void likeness(kit *k) {
  str x = STR("Vestria will close the harbour of Lund to trawlers in August");
  str y = STR("In August, the trawlers will find Lund's harbour closed by Vestria"),
      z = STR("The budget passed by nine votes");
  assert_int_equal(copies_likeness(k->a, k->m, x, x), 1000);
  assert_int_equal(copies_likeness(k->a, k->m, x, z), 0);
  assert_int_equal(copies_likeness(k->a, k->m, STR(""), STR("")), 0);
  assert_int_equal(copies_likeness(k->a, k->m, x, y), copies_likeness(k->a, k->m, y, x));
  assert_true(copies_likeness(k->a, k->m, x, y) > 800);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(renditions)
KIT_TEST(a_copy_loses)
KIT_TEST(equal_texts_have_no_direction)
KIT_TEST(misread_copies)
KIT_TEST(excerpts)
KIT_TEST(revisions)
KIT_TEST(a_swapped_name_is_a_change)
KIT_TEST(rewrites)
KIT_TEST(two_rewrites)
KIT_TEST(sentences_split)
KIT_TEST(sentences_out_of_order)
KIT_TEST(one_sentence_says_little)
KIT_TEST(a_sentence_word_for_word)
KIT_TEST(another_newsroom)
KIT_TEST(no_rewrite_after_months)
KIT_TEST(altered_quotes)
KIT_TEST(a_shortened_quote_is_not_altered)
KIT_TEST(background)
KIT_TEST(more_background_is_nearer)
KIT_TEST(parallel_texts)
KIT_TEST(misread_parallel_texts)
KIT_TEST(unrelated_texts)
KIT_TEST(dates_decide)
KIT_TEST(same_answer_twice)
KIT_TEST(garbage)
KIT_TEST(much_of_the_same)
KIT_TEST(same_quotes)
KIT_TEST(likeness)

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_renditions),
                                     cmocka_unit_test(test_a_copy_loses),
                                     cmocka_unit_test(test_equal_texts_have_no_direction),
                                     cmocka_unit_test(test_misread_copies),
                                     cmocka_unit_test(test_excerpts),
                                     cmocka_unit_test(test_revisions),
                                     cmocka_unit_test(test_a_swapped_name_is_a_change),
                                     cmocka_unit_test(test_rewrites),
                                     cmocka_unit_test(test_two_rewrites),
                                     cmocka_unit_test(test_sentences_split),
                                     cmocka_unit_test(test_sentences_out_of_order),
                                     cmocka_unit_test(test_one_sentence_says_little),
                                     cmocka_unit_test(test_a_sentence_word_for_word),
                                     cmocka_unit_test(test_another_newsroom),
                                     cmocka_unit_test(test_no_rewrite_after_months),
                                     cmocka_unit_test(test_altered_quotes),
                                     cmocka_unit_test(test_a_shortened_quote_is_not_altered),
                                     cmocka_unit_test(test_background),
                                     cmocka_unit_test(test_more_background_is_nearer),
                                     cmocka_unit_test(test_parallel_texts),
                                     cmocka_unit_test(test_misread_parallel_texts),
                                     cmocka_unit_test(test_unrelated_texts),
                                     cmocka_unit_test(test_dates_decide),
                                     cmocka_unit_test(test_same_answer_twice),
                                     cmocka_unit_test(test_garbage),
                                     cmocka_unit_test(test_much_of_the_same),
                                     cmocka_unit_test(test_same_quotes),
                                     cmocka_unit_test(test_likeness)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
