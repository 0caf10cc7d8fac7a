#include "test.h"

static void words_and_signs(void **state) {
  (void)state;
  assert_words("The envoys met, talked; and left!", "The envoys met , talked ; and left !");
  assert_words("  Two   spaces\t here ", "Two spaces here");
  assert_words("Wait... what?! Yes -- no…", "Wait ... what ?! / Yes -- no …");
  assert_words("(a) [the] {x}", "( a ) [ the ] { x }");
  assert_words("So late.? Good ;) and more", "So late .? / Good ;) and more");
  assert_words("", "");
}

static void contractions(void **state) {
  (void)state;
  assert_words("They can't, won't and didn't go.", "They ca n't , wo n't and did n't go .");
  assert_words("It’s late; we’re sure they’ve left.", "It ’s late ; we ’re sure they ’ve left .");
  assert_words("I'd say he'll know I'm right.", "I 'd say he 'll know I 'm right .");
  assert_words("We cannot. CANNOT!", "We can not . / CAN NOT !");
  assert_words("They shouldn't've come.", "They should n't 've come .");
  assert_words("DON'T SHOUT", "DO N'T SHOUT");
  assert_words("im here, theyve left", "i m here , they ve left");
}

static void possessives(void **state) {
  (void)state;
  assert_words("Malta's and the envoys' rooms", "Malta 's and the envoys ' rooms");
  assert_words("the two states’ borders", "the two states ’ borders");
  assert_words("in the 1930's and the '60s, '72", "in the 1930's and the '60s , '72");
  assert_words("Minister O'Hara of N'Djamena", "Minister O'Hara of N'Djamena");
  doc *d = read_text("the envoys' rooms");
  assert_true(d->tokens[2].flags & TOK_MWT);
  assert_true(d->tokens[2].morph & MORPH_POSS);
}

static void hyphens(void **state) {
  (void)state;
  assert_words("a long-range plan", "a long - range plan");
  assert_words("a non-aligned ex-minister's pro-treaty, anti-tank vote",
               "a non-aligned ex-minister 's pro-treaty , anti-tank vote");
  assert_words("The plan – a good one – fell—fast.", "The plan – a good one – fell — fast .");
  assert_words("U.S.-led talks", "U.S. - led talks");
  assert_words("mid-June", "mid-June");
  assert_words("the th- the tre- treaty is s- ready", "the th- the tre- treaty is s- ready");
  assert_words("the pre- war years, stop- go", "the pre - war years , stop - go");
  assert_words("a task w/o end, the L/C, and/or a/b/c", "a task w/o end , the L/C , and / or a / b / c");
}

static void abbreviations(void **state) {
  (void)state;
  assert_words("Mr. Orr and Lt. Gen. J. R. Vale", "Mr. Orr and Lt. Gen. J. R. Vale");
  assert_words("At 9 a.m. on Feb. 27 the U.S. team left.", "At 9 a.m. on Feb. 27 the U.S. team left .");
  assert_words("See No. 7. He said no. We left.", "See No. 7 . / He said no . / We left .");
  assert_words("a Ph.D. thesis, e.g. this", "a Ph.D. thesis , e.g. this");
  assert_words("They sell cars, ships, etc.", "They sell cars , ships , etc .");
  assert_words("Cars, ships, etc. are sold, etc. They left.",
               "Cars , ships , etc. are sold , etc . / They left .");
  assert_words("The U.N.'s and AT&T's files", "The U.N. 's and AT&T 's files");
}

static void numbers(void **state) {
  (void)state;
  assert_words("1,200.50 of 3/4 at 14:30", "1,200.50 of 3/4 at 14:30");
  assert_words("$5bn, 10km, 40% and €3 million", "$ 5 bn , 10 km , 40 % and € 3 million");
  assert_words("the 20th, 1980s, 4A", "the 20th , 1980s , 4A");
  assert_words("from 10-12 June, 1990–95", "from 10 - 12 June , 1990 – 95");
  assert_words("11-20-2000 or 2000-11-20", "11-20-2000 or 2000-11-20");
  assert_words("US$30 and .5", "US$ 30 and .5");
  assert_words("It ended in 2016.", "It ended in 2016 .");
  assert_words("call +44 or 2+2, 3days", "call +44 or 2 + 2 , 3 days");
  assert_words("5pm, 7 p.m. today", "5 pm , 7 p.m. today");
}

static void links(void **state) {
  (void)state;
  assert_words("See https://a.example/b?c=1&d=(2), or (www.x.org/y).",
               "See https://a.example/b?c=1&d=(2) , or ( www.x.org/y ) .");
  assert_words("Mail j.doe-x@mail.example.org.", "Mail j.doe-x@mail.example.org .");
  assert_words("Write to orr...@mail.example.org or read rec.boats.lake.",
               "Write to orr...@mail.example.org or read rec.boats.lake .");
  assert_words("It ended...they left. It was late.so they slept",
               "It ended ... they left . / It was late . so they slept");
  assert_words("They left.@some_name too", "They left . @some_name too");
  assert_words("Follow @some_name and #talks.", "Follow @some_name and #talks .");
  assert_words("It ended.The rest left", "It ended . / The rest left");
  doc *d = read_text("on www.site.org now");
  assert_true(d->tokens[1].flags & TOK_LINK);
  assert_false(d->tokens[0].flags & TOK_LINK);
}

static void flags(void **state) {
  (void)state;
  doc *d = read_text("The UN met Ana (3 times).");
  assert_true(d->tokens[0].flags & TOK_FIRST);
  assert_true(d->tokens[0].flags & TOK_CAP);
  assert_false(d->tokens[0].flags & TOK_CAPS);
  assert_true(d->tokens[1].flags & TOK_CAPS);
  assert_false(d->tokens[2].flags & TOK_CAP);
  assert_true(d->tokens[token_of(d, "3")].flags & TOK_DIGIT);
  assert_false(d->tokens[token_of(d, "3")].flags & TOK_SPACE_BEFORE);
  assert_true(d->tokens[2].flags & TOK_SPACE_BEFORE);
  assert_false(d->tokens[token_of(d, ")")].flags & (TOK_ALPHA | TOK_DIGIT));
}

static void other_scripts(void **state) {
  (void)state;
  assert_words("Élodie à Zürich, naïve", "Élodie à Zürich , naïve");
  assert_words("«Да», сказал он.", "« Да » , сказал он .");
  assert_words("so\xC2\xA0" "called", "so called");
  doc *d = read_text("Élodie spoke");
  assert_true(d->tokens[0].flags & TOK_CAP);
}

static void forms_and_words(void **state) {
  (void)state;
  doc *d = read_text("For his talks, HIS rules and the zzyzx’s zzyzx");
  uint32_t his = token_of(d, "his"), shouted = token_of(d, "HIS"), odd = token_of(d, "zzyzx");
  assert_int_equal(d->tokens[his].form, d->tokens[shouted].form);
  assert_int_equal(d->tokens[his].word, d->tokens[shouted].word);
  assert_int_not_equal(d->tokens[his].word, 0);
  assert_str(lexicon_word(fix.language.lexicon, d->tokens[shouted].word), "his");
  assert_int_equal(d->tokens[odd].word, 0);
  assert_int_equal(d->tokens[odd].form, d->tokens[d->n_tokens - 1].form);
  assert_int_equal(lexicon_find(fix.language.lexicon, STR("zzyzx")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_and_signs), cmocka_unit_test(contractions), cmocka_unit_test(possessives),
    cmocka_unit_test(hyphens), cmocka_unit_test(abbreviations), cmocka_unit_test(numbers),
        cmocka_unit_test(links),
    cmocka_unit_test(flags), cmocka_unit_test(other_scripts), cmocka_unit_test(forms_and_words)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
