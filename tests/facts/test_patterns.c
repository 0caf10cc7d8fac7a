/* test_patterns.c: events by verb patterns, in a world of our own; and tables that cannot be read. */
#include "facts/patterns.h"
#include "reports.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char tables[] =
    "[coded-names]\n"
    "Zendaria | Zendarian; Zendarians |  | ZEN\nLornia | Lornian |  | LOR\nHentzau | Hentzauer |  | HEN\n"
    "Strelsau |  |  | STR\nTwin Isles |  |  | EAS/WES\nMilo Sapt |  | person | ZENOPP @ ..2030-12-31; ZENGOV @ 2031-01-01..\n"
    "River Guild |  |  | RGL\n[coded-gaps]\nRiver Guild\n"
    "[coded-signs]\nBlack Riders | ###\n"
    "[coded-agents]\nguard | guards | ~MIL\nguard captain | guard captains | ~CAP\nherald |  | ~MED\n"
    "government | governments | ~GOV\nminister | ministers | ~GOV\nmonk | monks | REL~\n"
    "[verb-forms]\n"
    "scold | scolds; scolded; scolding | 121 | scold\npraise | praises; praised; praising | 051 | praise\n"
    "meet | meets; met; meeting | 040:041 | meet\nhinder | hinders; hindered; hindering | --- | hinder\n"
    "+hem in | +hems in; +hemmed in | 191 | hem in\nhat +tip | hat +tips; hat +tipped | 017 | tip\n"
    "visit | visits; visited; visiting | :043 | visit\nsay | says; said | 010 | say\nraid | raids; raided | A9 | raid\n"
    "[verb-synsets]\n&coins | ducat; ducats; gold penny; gold pennies\n&goods | &coins; cloth\n"
    "[verb-patterns]\n"
    "scold | * old_treaty | 1\nscold | * the_new_&goods | 2\nscold | fiercely_* | 3\nscold | never * over &goods | 4\n"
    "scold | * over &coins | 5\nscold | + was * in $ | 6\nscold | * about + | 7\nscold | * among ^ + | 8\n"
    "scold | % never * | 9:9\nscold | * with % | 90\nscold | * dog | ---\n"
    "praise | * hand~ | 52\nraid | * night-time | A8\n";

/* ---- helpers ---------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/chancery-patterns-XXXXXX";

static bool write_tables(const char *more) {
  char path[128];
  snprintf(path, sizeof path, "%s/over.txt", folder);
  FILE *f = fopen(path, "w");
  if (!f) return false;
  bool good = fputs(tables, f) >= 0 && fputs(more, f) >= 0;
  return !fclose(f) && good;
}

static int open_with_tables(void **state) {
  const char *const overlays[] = {folder};
  return !write_tables("[discards]\nmarbles final | sentence\nski jump | story\n"
                       "[issues]\nborder fence; border fences | FENCE\ntoll; tolls | TOLL\ngreat fence | -\n") || open_models_with(state, overlays, 1);
}

static void write_side(buf *out, const slot *slots, uint32_t n) {
  if (!n) buf_str(out, STR("---"));
  for (uint32_t i = 0; i < n; i++) {
    if (i) buf_char(out, '+');
    buf_str(out, slots[i].code);
  }
}

/* "ZEN>LOR 121 scold; …" */
static void assert_coded(void **state, const char *text, const char *wanted) {
  arena *a = arena_new(0);
  const facts *f = facts_of_text(*state, a, str_of(text));
  buf out = {0};
  for (uint32_t i = 0; i < f->n_events; i++) {
    const event *e = &f->events[i];
    if (i) buf_str(&out, STR("; "));
    write_side(&out, e->source, e->n_source);
    buf_char(&out, '>');
    write_side(&out, e->target, e->n_target);
    buf_printf(&out, " %.*s %s", (int)e->cameo.len, e->cameo.ptr, e->rule + strlen("pattern:"));
  }
  if (!str_eq(buf_get(&out), str_of(wanted)))
    fail_msg("%s\n  gave   %.*s\n  wanted %s", text, (int)out.len, out.ptr ? out.ptr : "", wanted);
  buf_free(&out);
  arena_free(a);
}

/* ---- verbs and sides --------------------------------------------------------------------------------- */

static void a_verb_by_itself(void **state) {
  assert_coded(state, "Zendaria scolded Lornia on Monday.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria has scolded the towns of Lornia.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria hindered Lornia.", "");
  assert_coded(state, "The town scolded Lornia.", "");
  assert_coded(state, "Zendaria scolded the town.", "");
  assert_coded(state, "Zendaria scolded the Zendarians.", "");
  assert_coded(state, "Zendaria greeted Lornia.", "");
}

static void verbs_of_several_words(void **state) {
  assert_coded(state, "Zendaria hemmed in Lornia.", "ZEN>LOR 191 +hem in");
  assert_coded(state, "Zendaria hat tipped Lornia.", "ZEN>LOR 017 hat +tip");
  assert_coded(state, "Zendaria hemmed Lornia.", "");
}

static void codes_for_both_directions(void **state) {
  assert_coded(state, "Zendaria met Lornia.", "ZEN>LOR 040 meet; LOR>ZEN 041 meet");
  assert_coded(state, "Zendaria visited Lornia.", "LOR>ZEN 043 visit");
}

static void the_passive(void **state) {
  assert_coded(state, "Zendaria was scolded by Lornia.", "LOR>ZEN 121 scold");
  assert_coded(state, "Zendaria was often scolded by Lornia.", "LOR>ZEN 121 scold");
  assert_coded(state, "Zendaria was scolded over Lornia.", "ZEN>LOR 121 scold");
}

/* ---- phrases ------------------------------------------------------------------------------------------ */

static void agents_go_with_actors(void **state) {
  assert_coded(state, "The Zendarian guards scolded the Lornian government.", "ZENMIL>LORGOV 121 scold");
  assert_coded(state, "Guards from Zendaria scolded the minister of Lornia.", "ZENMIL>LORGOV 121 scold");
  assert_coded(state, "A Zendarian monk scolded Lornia.", "RELZEN>LOR 121 scold");
  assert_coded(state, "The Zendarian guard captain scolded Lornia.", "ZENCAP>LOR 121 scold");
  assert_coded(state, "The Lornian government minister scolded Zendaria.", "LORGOV>ZEN 121 scold");
  assert_coded(state, "The guards scolded Lornia.", "---MIL>LOR 121 scold");
  assert_coded(state, "Milo Sapt scolded Lornia.", "ZENGOV>LOR 121 scold");
  assert_coded(state, "The River state-run Guild scolded Zendaria.", "RGL>ZEN 121 scold");
  assert_coded(state, "The Black Riders scolded Lornia.", "###>LOR 121 scold");
}

static void several_at_once(void **state) {
  assert_coded(state, "Zendaria and Lornia scolded Hentzau.", "ZEN+LOR>HEN 121 scold");
  assert_coded(state, "Zendaria scolded Lornia, Strelsau and Hentzau.", "ZEN>LOR+STR+HEN 121 scold");
  assert_coded(state, "The Twin Isles scolded Lornia.", "EAS+WES>LOR 121 scold");
  assert_coded(state, "The Zendarian guards and ministers scolded Lornia.", "ZENMIL+ZENGOV>LOR 121 scold");
  assert_coded(state, "Guards and ministers from Zendaria and Lornia scolded Hentzau.",
               "ZENMIL+LORMIL+ZENGOV+LORGOV>HEN 121 scold");
  assert_coded(state, "Zendaria and the guards of Lornia scolded Hentzau.", "ZEN+LORMIL>HEN 121 scold");
}

/* ---- clauses ------------------------------------------------------------------------------------------ */

static void verbs_in_a_coded_phrase(void **state) {
  assert_coded(state, "Zendaria said that Lornia scolded Hentzau.", "ZEN>LOR 010 say");
  assert_coded(state, "Zendaria hindered talks because Lornia scolded Hentzau.", "ZEN>HEN 121 scold");
  assert_coded(state, "Zendaria scolded Lornia and praised Hentzau.", "ZEN>LOR 121 scold; ZEN>HEN 051 praise");
  assert_coded(state, "Zendaria, whose guards praised Hentzau, left.", "");
}

static void clauses_between_commas(void **state) {
  assert_coded(state, "Zendaria, a friend of Strelsau, scolded Lornia.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria scolded Lornia, a minister of Hentzau said.", "ZEN>LOR 121 scold");
  assert_coded(state, "Strelsau slept on, Zendaria scolded the old and weary kings of Lornia loudly.",
               "ZEN>LOR 121 scold");
}

/* ---- patterns ----------------------------------------------------------------------------------------- */

static void words_near_and_far(void **state) {
  assert_coded(state, "Zendaria scolded Lornia about the old treaty.", "ZEN>LOR 1 scold * old_treaty");
  assert_coded(state, "Zendaria scolded the old dull treaty with Lornia.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria scolded Lornia for the new cloth.", "ZEN>LOR 2 scold * the_new_&goods");
  assert_coded(state, "Zendaria fiercely scolded Lornia.", "ZEN>LOR 3 scold fiercely_*");
  assert_coded(state, "Zendaria fiercely and loudly scolded Lornia.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria has fiercely scolded Lornia.", "ZEN>LOR 3 scold fiercely_*");
  assert_coded(state, "Zendaria raided Lornia in a night-time march.", "ZEN>LOR A8 raid * night-time");
}

static void sets_of_words(void **state) {
  assert_coded(state, "Zendaria scolded Lornia over ten gold pennies.", "ZEN>LOR 5 scold * over &coins");
  assert_coded(state, "Zendaria scolded Lornia over gold.", "ZEN>LOR 121 scold");
  assert_coded(state, "Zendaria will never again have scolded Lornia over cloth.",
               "ZEN>LOR 4 scold never * over &goods");
}

static void open_words(void **state) {
  assert_coded(state, "Zendaria praised the handling of Lornia.", "ZEN>LOR 52 praise * hand~");
  assert_coded(state, "Zendaria praised the work of Lornia.", "ZEN>LOR 051 praise");
}

static void signs_for_sides(void **state) {
  assert_coded(state, "Zendaria was scolded in Lornia.", "LOR>ZEN 6 scold + was * in $");
  assert_coded(state, "Zendaria scolded Strelsau about Lornia.", "ZEN>LOR 7 scold * about +");
  assert_coded(state, "Zendaria scolded among the Hentzauer people of Lornia.", "ZEN>LOR 8 scold * among ^ +");
  assert_coded(state, "Zendaria and Lornia never scolded dull songs.",
               "ZEN+LOR>ZEN+LOR 9 scold % never *; ZEN+LOR>ZEN+LOR 9 scold % never *");
  assert_coded(state, "Zendaria scolded with Lornia and Hentzau.", "ZEN>LOR+HEN 90 scold * with %");
  assert_coded(state, "Zendaria scolded the dog of Lornia.", "");
}

/* ---- types, notes, settings --------------------------------------------------------------------------- */

static void types_of_cameo_codes(void **state) {
  arena *a = arena_new(0);
  const facts *f = facts_of_text(*state, a,
                                 STR("Zendaria scolded Lornia. Zendaria raided Lornia. Zendaria hemmed in Lornia."));
  assert_int_equal(f->n_events, 3);
  assert_string_equal(f->events[0].type, "REJECT");
  assert_null(f->events[1].type);
  assert_string_equal(f->events[2].type, "COERCE");
  assert_int_equal(f->events[2].sentence, 2);
  assert_true(str_eq(str_at(f->report->text, f->events[2].trigger), STR("hemmed in")));
  arena_free(a);
}

static void days_of_events(void **state) {
  arena *a = arena_new(0);
  const facts *f = facts_of_text(*state, a,
                                 STR("On May 3 Zendaria scolded Lornia. Zendaria scolded Lornia and praised "
                                                "Hentzau on May 12."));
  assert_int_equal(f->n_events, 3);
  static const char *const days[] = {"2031-05-03", "../2031-05-14", "2031-05-12"};
  for (uint32_t i = 0; i < 3; i++)
    if (!str_eq(cal_str(a, f->events[i].when.value), str_of(days[i])))
      fail_msg("%u: %.*s", i, (int)cal_str(a, f->events[i].when.value).len,
               cal_str(a, f->events[i].when.value).ptr);
  arena_free(a);
}

static void discards(void **state) {
  assert_coded(state, "Zendaria scolded Lornia at the marbles final. Lornia praised Hentzau.",
               "LOR>HEN 051 praise");
  assert_coded(state, "Zendaria scolded Lornia. The ski jump was long.", "");
}

static void assert_issues(void **state, const char *text, const char *wanted) {
  arena *a = arena_new(0);
  const facts *f = facts_of_text(*state, a, str_of(text));
  buf out = {0};
  assert_int_equal(f->n_events, 1);
  for (uint32_t i = 0; i < f->events[0].n_issues; i++) {
    str key = f->events[0].issues[i].key, words = str_at(f->report->text, f->events[0].issues[i].at);
    buf_printf(&out, "%.*s %.*s;", (int)key.len, key.ptr, (int)words.len, words.ptr);
  }
  assert_true(str_eq(buf_get(&out), str_of(wanted)));
  buf_free(&out);
  arena_free(a);
}

static void issues_of_a_sentence(void **state) {
  assert_issues(state, "Zendaria scolded Lornia over border fences, the toll and a border fence.",
                "FENCE border fences;TOLL toll;");
  assert_issues(state, "Zendaria scolded Lornia over tolls at the great fence.", "");
  assert_issues(state, "Zendaria scolded Lornia.", "");
}

static void one_side_is_enough(void **state) {
  (void)state;
  void *other = NULL;
  const char *const overlays[] = {folder};
  assert_true(write_tables("[pattern-settings]\nrequire-dyad | no\ncomma-end-max | 0\n"));
  assert_int_equal(open_models_with(&other, overlays, 1), 0);
  assert_coded(&other, "Zendaria scolded the town.", "ZEN>--- 121 scold");
  assert_coded(&other, "The town scolded Lornia.", "--->LOR 121 scold");
  assert_coded(&other, "Zendaria scolded Lornia, a minister of Hentzau said on Monday.",
               "ZEN>LOR 121 scold; HENGOV>--- 010 say");
  close_models(&other);
}

static void long_sentences(void **state) {
  arena *a = arena_new(0);
  buf text = {0};
  for (int i = 0; i < 3000; i++) buf_str(&text, STR("Zendaria scolded Lornia and "));
  const facts *f = facts_of_text(*state, a, buf_get(&text));
  assert_true(f->n_events < 4000);
  buf_free(&text);
  arena_free(a);
}

/* ---- tables that cannot be read ------------------------------------------------------------------------ */

static void assert_refused(const char *text, const char *wanted) {
  arena *a = arena_new(0);
  const pack *pk;
  ch_error err = {0};
  const patterns_model *m;
  str parts[] = {str_of(text), STR("[verb-forms]\nscold | | 1 | scold\n")};
  assert_int_equal(pack_parse(&pk, a, STR("x.txt"),
                              arena_join(a, parts, strstr(text, "[verb-forms]") ? 1 : 2, STR("")), &err),
                                  CH_OK);
  assert_int_equal(patterns_load(&m, a, pk, lexicon_new(a), NULL, &err), CH_ERR_PACK);
  if (!strstr(err.msg, wanted)) fail_msg("%s\n  gave   %s\n  wanted %s", text, err.msg, wanted);
  arena_free(a);
}

static void broken_tables(void **state) {
  (void)state;
  assert_refused("[verb-forms]\nscold | | |\n", "x.txt:2: a verb is");
  assert_refused("[verb-patterns]\nscold | over | 2\n", "x.txt:2: a pattern is");
  assert_refused("[verb-patterns]\nscold | * &none | 2\n", "'&none' is no set");
  assert_refused("[verb-synsets]\n&a | &b\n&b | &a\n", "sets stand in each other");
  assert_refused("[verb-synsets]\n&a | &c\n", "x.txt:2: '&c' is no set");
  assert_refused("[pattern-words]\nbig | the\n", "small, be or by");
  assert_refused("[pattern-settings]\ncomma-min | few\n", "no setting");
  assert_refused("[discards]\nski jump | paragraph\n", "sentence or story");
}

static void no_verbs_no_model(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const pack *pk;
  ch_error err = {0};
  const patterns_model *m = NULL;
  assert_int_equal(pack_parse(&pk, a, STR("x.txt"), STR("[discards]\nski jump | story\n"), &err), CH_OK);
  assert_int_equal(patterns_load(&m, a, pk, lexicon_new(a), NULL, &err), CH_OK);
  assert_null(m);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_verb_by_itself), cmocka_unit_test(verbs_of_several_words),
      cmocka_unit_test(codes_for_both_directions), cmocka_unit_test(the_passive),
      cmocka_unit_test(agents_go_with_actors), cmocka_unit_test(several_at_once),
      cmocka_unit_test(verbs_in_a_coded_phrase), cmocka_unit_test(clauses_between_commas),
      cmocka_unit_test(words_near_and_far), cmocka_unit_test(sets_of_words), cmocka_unit_test(open_words),
      cmocka_unit_test(signs_for_sides), cmocka_unit_test(types_of_cameo_codes),
          cmocka_unit_test(days_of_events), cmocka_unit_test(discards),
      cmocka_unit_test(issues_of_a_sentence),
      cmocka_unit_test(one_side_is_enough), cmocka_unit_test(long_sentences), cmocka_unit_test(broken_tables),
      cmocka_unit_test(no_verbs_no_model)};
  if (!mkdtemp(folder)) return 1;
  int failed = cmocka_run_group_tests(tests, open_with_tables, close_models);
  char path[128];
  snprintf(path, sizeof path, "%s/over.txt", folder);
  unlink(path);
  rmdir(folder);
  return failed;
}
