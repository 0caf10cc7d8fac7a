/* test_forces.c: a cue's own force, and what the content shows where the cue is plain. */
#include "tagged.h"
#include "facts/forces.h"

/* Act and force of each statement of a text, in order: "says deny, wants -". */
static void check(const char *text, const char *expected) {
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, text);
  str all = {"", 0};
  for (uint32_t k = 0; k < f->n_statements; k++)
    all = arena_printf(x.a, "%s%s%s %s", all.ptr, k ? ", " : "", statement_act_text(f->statements[k].act),
                       f->statements[k].force ? f->statements[k].force : "-");
  assert_string_equal(all.ptr, expected);
  arena_free(x.a);
}

static void the_cue_tells(void **state) {
  (void)state;
  check("Vale/NE denied/VD/deny the/DT theft/NN .", "says deny");
  check("Vale/NE promised/VD/promise to/TO open/VB the/DT gates/NS .", "says promise");
  check("Vale/NE urged/VD/urge Orm/NE to/TO leave/VB .", "says ask");
  check("Vale/NE ordered/VD/order Orm/NE to/TO leave/VB .", "says demand");
  check("Vale/NE asked/VD/ask Orm/NE to/TO leave/VB .", "says ask");
  check("Vale/NE called/VD/call for/IN a/DT truce/NN .", "says demand");
  check("Vale/NE praised/VD/praise Orm/NE .", "says assert");
  check("Vale/NE invited/VD/invite Orm/NE to/TO leave/VB .", "says offer");
  check("Vale/NE said/VD/say nothing/NN .", "says -");
}

static void the_content_tells(void **state) {
  (void)state;
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD .", "says assert");
  check("Vale/NE said/VD/say the/DT bridge/NN was/XD/be not/NG hit/VN .", "says deny");
  check("Vale/NE said/VD/say the/DT bridge/NN will/MD open/VB .", "says promise");
  check("Vale/NE said/VD/say the/DT gates/NS will/MD open/VB if/SC Orm/NE leaves/VZ/leave .", "says offer");
  check("Vale/NE said/VD/say the/DT gates/NS will/MD close/VB unless/SC Orm/NE leaves/VZ/leave .",
        "says threaten");
  check("Vale/NE said/VD/say that/SC Orm/NE must/MD leave/VB .", "says demand");
  check("Vale/NE said/VD/say the/DT claim/NN was/XD/be baseless/JJ .", "says deny");
  check("Vale/NE said/VD/say the/DT raid/NN was/XD/be outrageous/JJ .", "says condemn");
  check("Vale/NE said/VD/say that/SC he/PR was/XD/be ready/JJ to/TO talk/VB .", "says offer, wants -");
}

/* What a clause inside the content has in it does not count. */
static void only_the_main_clause(void **state) {
  (void)state;
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD because/SC it/PR was/XD/be not/NG hit/VN .",
        "says assert");
  check("Vale/NE said/VD/say that/SC when/SC it/PR rains/VZ/rain , the/DT bridge/NN will/MD hold/VB .",
        "says promise");
}

/* Nobody's spokesman who is quoted tells what he sees. */
static void who_speaks_counts(void **state) {
  (void)state;
  check("\u201c The/DT bridge/NN was/XD/be not/NG hit/VN , \u201d Vale/NE said/VD/say .", "says deny");
  check("\u201c The/DT bridge/NN was/XD/be not/NG hit/VN , \u201d a/DT baker/NN said/VD/say .",
        "says assert");
}

/* A cue of [cue-words] that is longer than the rules' own. */
static void longer_cues_tell_more(void **state) {
  (void)state;
  check("Vale/NE expressed/VD/express the/DT opinion/NN that/SC the/DT bridge/NN held/VD .", "says assert");
  check("Vale/NE expressed/VD/express anger/NN .", "says condemn");
  check("Vale/NE expressed/VD/express hope/NN .", "says hope");
}

static void texts_show(void **state) {
  (void)state;
  check("The/DT treaty/NN said/VD/say that/SC the/DT bridge/NN will/MD open/VB .", "shows assert");
}

static void refuses(const char *text, const char *why) {
  arena *a = arena_new(0);
  const pack *pk;
  const force_table *f;
  ch_error err = {0};
  assert_int_equal(pack_parse(&pk, a, STR("statements.txt"), str_of(text), &err), CH_OK);
  assert_int_equal(forces_load(&f, a, pk, lexicon_new(a), &err), CH_ERR_PACK);
  assert_non_null(strstr(err.msg, why));
  arena_free(a);
}

static void wrong_rows_are_named(void **state) {
  (void)state;
  refuses("[content-force]\nfuture | promise\n", "\"future\" is no class");
  refuses("[force-words]\nmust | must\n[content-force]\nmust | shout\n", "statements.txt:4");
  refuses("[force-words]\nmust | must\n[content-force]\nmust | plain\n", "\"plain\" is no word for force");
  refuses("[force-words]\nmust | must\n[content-force]\nno | deny\n", "names no class");
  refuses("[force-words]\nmust | must\n[content-force]\n | deny\n", "requires nothing");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_cue_tells), cmocka_unit_test(the_content_tells),
    cmocka_unit_test(only_the_main_clause), cmocka_unit_test(who_speaks_counts),
    cmocka_unit_test(longer_cues_tell_more), cmocka_unit_test(texts_show),
    cmocka_unit_test(wrong_rows_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
