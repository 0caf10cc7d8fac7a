/* test_dictionary.c: dictionaries of PETRARCH and TABARI as entries and as rows of tables, and what is said of malformed
 * rows. */
#include "../../cli/dictionary.h"
#include "../../cli/rule_tables.h"

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
  assert_read("int main(void) { return 0; }\n", DICTIONARY_OTHER,
              "no dictionary: nothing has a code in [ ], nor is it a list of phrases");
}

static void sorts_of_rules(void **state) {
  (void)state;
  assert_read("SKI_JUMP\n+MARBLES FINAL\n", DICTIONARY_DISCARDS, "");
  assert_read("--- GIVE [070] ---\nGIVE {GAVE GIVEN}\n- * AID [071]\n", DICTIONARY_VERBS, "");
  assert_read("<ISSUE CATEGORY=\"A\">\nn:border fence [FENCE]\n", DICTIONARY_ISSUES, "");
}

/* ---- rules ---------------------------------------------------------------------------------------- */

static void write_rules(buf *out, const rule_rows *rows, char sign) {
  for (uint32_t i = 0; i < rows->n; i++)
    buf_printf(out, "%c%u %.*s\n", sign, rows->items[i].line, (int)rows->items[i].text.len, rows->items[i].text.ptr);
}

static void assert_rules(void (*parse)(rule_tables *, str), bool stems, const char *text, const char *wanted) {
  arena *a = arena_new(0);
  rule_tables *t = rule_tables_new(a, stems);
  parse(t, str_of(text));
  buf out = {0};
  write_rules(&out, &t->forms, 'f');
  write_rules(&out, &t->synsets, 's');
  write_rules(&out, &t->patterns, 'p');
  write_rules(&out, &t->issues, 'i');
  write_rules(&out, &t->discards, 'd');
  for (uint32_t i = 0; i < t->n_complaints; i++)
    buf_printf(&out, "!%u %.*s\n", t->complaints[i].line, (int)t->complaints[i].text.len, t->complaints[i].text.ptr);
  if (!str_eq(buf_get(&out), str_of(wanted)))
    fail_msg("%s\n  gave\n%.*s  wanted\n%s", text, (int)out.len, out.ptr ? out.ptr : "", wanted);
  buf_free(&out);
  arena_free(a);
}

static void verbs_and_their_forms(void **state) {
  (void)state;
  assert_rules(verbs_parse, false,
               "--- WAVE_AT [041] ---  # greetings\nWAVE  # regular\nWIX {WUX WOX } [042]\n+CHEER_UP\n"
               "HAT_+TIP {HAT_+TIPPED TIPPING}\nBOW OUT\n\n--- SNUB [---] ---\nSNUB {SNUBS|X}\n",
               "f2 wave | waves; waved; waving | 041 | wave\nf3 wix | wux; wox | 042 | wave\n"
               "f4 +cheer up | +cheers up; +cheered up; +cheering up | 041 | wave\n"
               "f5 hat +tip | hat +tipped | 041 | wave\n"
               "f6 +bow out | +bows out; +bowed out; +bowing out | 041 | wave\nf9 snub |  | --- | snub\n"
               "!5 no + marks the verb among these words: tipping\n!9 this is no form of a verb: snubs|x\n");
}

static void sets_and_patterns(void **state) {
  (void)state;
  assert_rules(verbs_parse, false,
               "&COIN\n+DUCAT\n+GOLD_PENNY\n+HALF CROWNS_\n&MONEY_\n+&COIN\n+CASH\n--- PAY [071] ---\nPAY\n"
               "- MUST_* &COIN_NOW ** TO $ [a]\n- + HAS *_OFF &MONEY  $ [072:073]\n- * {GOLDEN CUP} (FOR +) [:030]\n"
               "- % *_ BACK [###]\n",
               "f9 pay | pays; payed; paying | 071 | pay\n"
               "s5 &coin | ducat; ducats; gold penny; gold pennies; half crowns\ns8 &money | &coin; cash\n"
               "p11 pay | + has *_off &money $ | 072:073\np12 pay | * golden cup for + | :030\np13 pay | % * back | ---\n"
               "!10 a pattern has one *, where the verb stands: - MUST_* &COIN_NOW ** TO $ [a]\n");
}

static void malformed_rules(void **state) {
  (void)state;
  assert_rules(verbs_parse, false,
               "- * A [1]\n+A\n--- B [2\nB {C [3]\n--- D [4] ---\nD\n- * &NONE [5]\n- A B [6]\n- * E\n~ a (b) c\n"
               "- * A|B [7]\nE | F\n&\nG\n",
               "f2 +a | +as; +aed; +aing | --- | a\nf6 d | ds; ded; ding | 4 | d\nf14 g | gs; ged; ging | 4 | d\n"
               "!1 a pattern, but of no verb: - * A [1]\n!3 a code without its ]: --- B [2\n"
               "!4 forms without their }: B {C [3]\n!7 a pattern with a set that no file defines above: &none\n"
               "!8 a pattern has one *, where the verb stands: - A B [6]\n!9 a pattern without a code: - * E\n"
               "!10 rules of PETRARCH 2 that change events are not imported: ~ a (b) c\n"
               "!11 signs that are not imported: - * A|B [7]\n!12 this is no verb, or no code: E | F\n!13 a set is &NAME: &\n");
}

static void sets_have_bounds(void **state) {
  (void)state;
  assert_rules(verbs_parse, false, "&A\n+&A\n+X_\n&B_\n+&A\n+&C\n&A\n+Y\n&D\n--- V ---\nV [1 2]\nV\n- * &D [1]\n- * &A [1]\n",
               "f12 v | vs; ved; ving | --- | v\ns4 &a | x\ns7 &b | &a\np14 v | * &a | 1\n"
               "!2 a set in a set, which no line above defines: +&A\n!6 a set in a set, which no line above defines: +&C\n"
               "!7 a set that was defined before; its words there count: &A\n!11 this is no verb, or no code: V [1 2]\n"
               "!13 a pattern with a set that no file defines above: &d\n");
}

static void choices(void **state) {
  (void)state;
  assert_rules(verbs_parse, false, "A [1]\n- * { RED | DARK_BLUE } {SEA} {X|Y} [2]\n- * {A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B} [3]\n",
               "f1 a | as; aed; aing | 1 | a\np2 a | * red sea x | 2\np2 a | * red sea y | 2\n"
               "p2 a | * dark_blue sea x | 2\np2 a | * dark_blue sea y | 2\n"
               "!3 more choices than can be written out: - * {A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B}{A|B} [3]\n");
}

static void stems_of_tabari(void **state) {
  (void)state;
  assert_rules(verbs_parse, true, "STROL [032] ;zz\n- * GARD_ WITH + [033]\n- SAID WOULD_*_OFF [034]\nBEG_ [095]\n",
               "f1 strol | strols; stroles; stroled; stroling; strole; strold; strolled; strolling | 032 | strol\n"
               "f4 beg | begs; beges; beged; beging; bege; begd; begged; begging | 095 | beg\n"
               "p2 strol | * gard with~ + | 033\np3 strol | said~ would_*_off~ | 034\n");
}

static void issues_and_discards(void **state) {
  (void)state;
  assert_rules(issues_parse, false,
               "<ISSUE CATEGORY=\"X\">\nn:border fence [FENCE] # x\nv:dredge river [RIV]\nal+zend guild [G]\n"
               "~The Great Fence\nno code\n</ISSUE>\n",
               "i2 border fence; borders fence | FENCE\n"
               "i3 dredge river; dredges river; dredged river; dredging river | RIV\ni4 al zend guild; al-zend guild | G\n"
               "i5 the great fence | -\n!6 an issue without a code: no code\n");
  assert_rules(discards_parse, false, "+SKI_JUMP  # x\nMarbles Final\n+\n",
               "d1 ski jump | story\nd2 marbles final | sentence\n!3 these are no words: \n");
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
      cmocka_unit_test(sets_have_a_ceiling), cmocka_unit_test(other_files), cmocka_unit_test(plurals),
      cmocka_unit_test(sorts_of_rules), cmocka_unit_test(verbs_and_their_forms), cmocka_unit_test(sets_and_patterns),
      cmocka_unit_test(malformed_rules), cmocka_unit_test(sets_have_bounds), cmocka_unit_test(choices), cmocka_unit_test(stems_of_tabari), cmocka_unit_test(issues_and_discards)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
