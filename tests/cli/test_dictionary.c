/* test_dictionary.c: dictionaries of PETRARCH and TABARI as entries, and what is said of malformed rows. */
#include "../../cli/dictionary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

/* An entry as "NAME+NAME CODE@from..until CODE {PLURAL}"; open names end in *, names with a gap in ?. */
static void write_entry(buf *out, const dictionary_entry *e) {
  for (uint32_t i = 0; i < e->n_names; i++)
    buf_printf(out, "%s%.*s%s%s", i ? "+" : "", (int)e->names[i].words.len, e->names[i].words.ptr,
               e->names[i].open ? "*" : "", e->names[i].gap ? "?" : "");
  for (uint32_t i = 0; i < e->n_codes; i++) {
    const dictionary_code *c = &e->codes[i];
    buf_printf(out, " %.*s", (int)c->code.len, c->code.ptr);
    if (c->from == CAL_OPEN_LO && c->until == CAL_OPEN_HI) continue;
    buf_char(out, '@');
    if (c->from != CAL_OPEN_LO) cal_write(out, cal_one_day(c->from));
    buf_str(out, STR(".."));
    if (c->until != CAL_OPEN_HI) cal_write(out, cal_one_day(c->until));
  }
  if (e->has_plural) buf_printf(out, " {%.*s}", (int)e->plural.len, e->plural.ptr);
}

static void assert_read(const char *text, dictionary_sort sort, const char *wanted) {
  arena *a = arena_new(0);
  const dictionary *d = dictionary_parse(a, str_of(text));
  buf out = {0};
  for (uint32_t i = 0; i < d->n; i++) {
    if (i) buf_str(&out, STR(" / "));
    write_entry(&out, &d->entries[i]);
  }
  for (uint32_t i = 0; i < d->n_complaints; i++) {
    str text_of = d->complaints[i].text;
    buf_printf(&out, " !%u %.*s", d->complaints[i].line, (int)text_of.len, text_of.ptr);
  }
  if (d->sort == DICTIONARY_OTHER) buf_str(&out, str_of(d->other));
  if (!str_eq(buf_get(&out), str_of(wanted)))
    fail_msg("%s\n  gave   %.*s\n  wanted %s", text, (int)out.len, out.ptr ? out.ptr : "", wanted);
  assert_int_equal(d->sort, sort);
  buf_free(&out);
  arena_free(a);
}

static void assert_actors(const char *text, const char *wanted) {
  assert_read(text, DICTIONARY_ACTORS, wanted);
}
static void assert_agents(const char *text, const char *wanted) {
  assert_read(text, DICTIONARY_AGENTS, wanted);
}

static void names_and_other_names(void **state) {
  (void)state;
  assert_actors("ZENDA_  [ ZEN ] ;ab 1/2/91\n+ZENDAN_\n+THE_OLD_KEEP ; why\n\nSTRELSAU [RUR]\n",
                "ZENDA+ZENDAN+THE OLD KEEP* ZEN / STRELSAU* RUR");
  assert_actors("HOUSE OF_LORNE [LOR] # a gap\nDR._K.O'NEIL-ROE [RURGOV]\r\n",
                "HOUSE OF LORNE*? LOR / DR. K.O'NEIL-ROE* RURGOV");
  assert_actors("A_\tB [AB]\n", "A B* AB");
  assert_actors("C\xE9LIE [CEL]\n", "C\xC3\xA9LIE* CEL");        /* Latin-1 */
  assert_actors("\xEF\xBB\xBFZENDA [ZEN]", "ZENDA* ZEN");
}

static void codes_with_days(void **state) {
  (void)state;
  assert_actors("SAPT\n+OLD_SAPT\n\t[RURMIL <890101] ; till\n\t[RURGOV 19890101 - 20010630]\n"
                "\t[RURELI > 010701]\n\t[RUR]\n",
                "SAPT*+OLD SAPT* RURMIL@..1989-01-01 RURGOV@1989-01-01..2001-06-30 RURELI@2001-07-01.. RUR");
  assert_actors("SAPT_ [RURMIL 820701-821231][RURGOV (<300101)] # both\n",
                "SAPT RURMIL@1982-07-01..1982-12-31 RURGOV@..2030-01-01");
  assert_actors("SAPT [RUR >310101]\n", "SAPT* RUR@1931-01-01..");
  assert_actors("TWO [RUR/SYL]\n", "TWO* RUR/SYL");
  assert_actors("BLACK_M [---]\nWHITE_M [### <950630] [WHI]\nRED_M [+++]\n",
                "BLACK M* - / WHITE M* -@..1995-06-30 WHI / RED M* -");
}

static void comments(void **state) {
  (void)state;
  assert_actors("<!-- a [A] -->\n# B [B]\n<!-- one\nC [C]\n--> D [D]\nE [E] <!-- x --> \n"
                "<! F [F]\n;G [G]\nH [H] # [X]\n",
                "D* D / E* E / H* H");
  assert_actors("A [A]\n---STOP---\nB [B]\n", "A* A");
}

static void malformed_rows(void **state) {
  (void)state;
  assert_actors("A [A]\nB\nC [C\nD [<890101]\nE [E 891301]\nF [F 19890101-19880101]\nG [G]\n",
                "A* A / G* G !2 a name without a code: B !3 a code without its ]: C "
                "!3 a name without a code: C "
                "!4 a name without a code: D !4 this is no code: <890101 !5 a name without a code: E "
                "!5 these are no days: <date, >date or date-date: E 891301 !6 a name without a code: F "
                "!6 these are no days: <date, >date or date-date: F 19890101-19880101");
  assert_actors("+A [A]\n[B]\n| [C]\n+D\nE [E]\n",
                "E* E !1 another name, but for none: +A [A] !2 codes, but for no name: [B] "
                "!3 this is no name: | !4 another name, but for none: +D");
  assert_actors("A [A]\nB [~GOV]\nC [C]\n", "A* A / C* C !2 an agent's code among actors: ~GOV");
  assert_actors("A [A!]\nB [B]\n", "B* B !1 a name without a code: A !1 this is no code: A!");
}

static void nul_bytes(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const dictionary *d = dictionary_parse(a, STR("A [A]\nB\0 [B]\n"));
  assert_int_equal(d->n, 1);
  assert_int_equal(d->n_complaints, 1);
  assert_int_equal(d->complaints[0].line, 2);
  arena_free(a);
}

static void agents(void **state) {
  (void)state;
  assert_agents("ENVOY [~GOV] # x\nATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~JUD]\nMEDIA {} [ ~MED]\n"
                "AID_GROUP [NGO~]\n",
                "ENVOY* ~GOV / ATTORNEY GENERAL* ~JUD {ATTORNEYS GENERAL} / MEDIA* ~MED {} / "
                "AID GROUP* NGO~");
  assert_agents("!P! = MAN, WOMEN\n!M! = CHIEF ,\nPOLICE!P! [~COP]\n!M!_OF_THE_!P! [~GOV]\n",
                "POLICEMAN* ~COP {} / POLICEWOMEN* ~COP {} / CHIEF OF THE MAN* ~GOV {} / "
                "CHIEF OF THE WOMEN* ~GOV {}");
  assert_agents("A!P! [~A]\nB {C [~B]\n!P = X\n=\nD [D]\nE [~E]\nF [~F~]\nG [~G][~H]\n",
                "E* ~E !1 no such set is defined above: A!P! !2 a plural without its }: B {C [~B] "
                "!3 a set is !NAME! = WORD, WORD: !P = X !4 this is no name: = "
                "!5 an agent's code has one ~, where the actor's goes: D "
                "!7 an agent's code has one ~, where the actor's goes: ~F~ !8 an agent has one code: G");
}

/* Sets in sets could make more names than memory has room for. */
static void sets_have_a_ceiling(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const dictionary *d = dictionary_parse(a, STR("!X! = A, B, C, D, E, F, G, H\n!X!!X!!X!!X!!X! [~GOV]\n"
                                                "ENVOY [~GOV]\n"));
  assert_int_equal(d->n, 1);
  assert_int_equal(d->n_complaints, 1);
  arena_free(a);
}

static void other_files(void **state) {
  (void)state;
  assert_read("", DICTIONARY_OTHER, "an empty file");
  assert_read("# x\n\n", DICTIONARY_OTHER, "an empty file");
  assert_read("BASEBALL\n+TYPHOON\n", DICTIONARY_OTHER,
              "no dictionary: nothing has a code in [ ]; is it a list of discards?");
  assert_read("--- GIVE [070] ---\nGIVE {GAVE GIVEN}\n- * AID [071]\n", DICTIONARY_OTHER,
              "a dictionary of verbs, which are not imported yet");
}

static void plurals(void **state) {
  (void)state;
  arena *a = arena_new(0);
  assert_true(str_eq(dictionary_plural(a, STR("ENVOY")), STR("ENVOIES")));
  assert_true(str_eq(dictionary_plural(a, STR("BOSS")), STR("BOSSES")));
  assert_true(str_eq(dictionary_plural(a, STR("CLERK")), STR("CLERKS")));
  assert_true(str_eq(dictionary_plural(a, STR("")), STR("")));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_and_other_names), cmocka_unit_test(codes_with_days), cmocka_unit_test(comments),
      cmocka_unit_test(malformed_rows), cmocka_unit_test(nul_bytes), cmocka_unit_test(agents),
      cmocka_unit_test(sets_have_a_ceiling), cmocka_unit_test(other_files), cmocka_unit_test(plurals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
