/* test_who.c: offices, names and persons asked of a small pack of invented states; and what check says of it.
 */
#include "facts/check.h"
#include "facts/who.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char small_pack[] =
    "[pack]\nname | xx\nversion | 1\n"
    "[actor-words]\nthe | definite\nof | of\nfor | for\nto | to\nand | and\n'; 's | possessive\n"
    "[states]\n"
    "RUR | Ruritania | | Ruritanian | Ruritanians | Strelsau |\n"
    "SYL | Sylvania | | Sylvanian | Sylvanians | Lutha |\n"
    "OLD | Old Union | | Old | | |\n"
    "[predecessors]\nRUR | OLD | 1950-12-31\n"
    "[organisations]\nLOC | League of Capitals | LC | | IGOLOC | organisation\n"
    "[seats]\nWinter House | RUR | presidency\n"
    "[bodies]\nforeign ministry | GOV | ministry\n"
    "[body-kinds]\npresidency | government | GOV\nministry | government | GOV\n"
    "[titles]\n"
    "Foreign Minister | GOV | minister\nKing | GOV | royal\nEnvoy | GOV | diplomat\nPresident | GOV | head\n"
    "Secretary-General | | official\nSpokesman | GOV | spokesperson\nSpokeswoman | GOV | "
    "spokesperson\nKeeper of the Seal | GOV | minister\n"
    "[office-words]\nspokesman; spokeswoman | spokesperson\nwho; is; acting |\n"
    "[offices]\n"
    "Foreign Minister; Top Diplomat | Foreign Minister | not SYL | one\n"
    "Foreign Minister; Top Diplomat | Keeper of the Seal | SYL | one\n"
    "Head; Chief | Secretary-General | | one\n"
    "[persons]\n"
    "Anna Vale | | f | RUR | Foreign Minister @ 2001-03..2004-06; Secretary-General [LOC] @ 2005..\n"
    "Bela Korda | | m | RUR | Foreign Minister @ 2004-06..2009-01-31\n"
    "Cora Lind | | f | RUR | Winter House Spokeswoman @ 2001..; Envoy to Sylvania @ 2010..\n"
    "Dan Vale | | m | SYL | Keeper of the Seal @ 2001..2009; Envoy to Ruritania @ 2010..\n"
    "Emil Stand | | m | RUR | acting Foreign Minister @ 2009-01-31..2009-03\n";

typedef struct {
  arena *a;
  lexicon *l;
  const pack *pk;
  const gazetteer *g;
  const who *w;
  buf out;
} loaded;

static loaded load(const char *text) {
  loaded x = {.a = arena_new(0)};
  ch_error err;
  x.l = lexicon_new(x.a);
  if (pack_parse(&x.pk, x.a, STR("small.txt"), str_of(text), &err) ||
      gazetteer_load(&x.g, x.a, x.pk, x.l, &err))
    fail_msg("%s", err.msg);
  x.w = who_new(x.a, x.g, x.pk, x.l);
  return x;
}

static void done(loaded *x) {
  buf_free(&x->out);
  arena_free(x->a);
}

/* The answer as text; day NULL: at all times. */
static const char *ask(loaded *x, const char *question, const char *day) {
  cal_date on = CAL_NOTHING;
  if (day) assert_true(cal_parse(str_of(day), &on));
  buf_clear(&x->out);
  who_answer(x->w, jw_new(x->a, &x->out), str_of(question), on);
  buf_char(&x->out, 0);
  return x->out.ptr;
}

/* Name of the holder in an answer, or "null". */
static void assert_holder(loaded *x, const char *question, const char *day, const char *wanted) {
  str answer = str_of(ask(x, question, day)), mark = STR("\"holder\":");
  answer = str_sub(answer, str_find(answer, mark) + mark.len, answer.len);
  if (str_starts(answer, STR("null"))) {
    if (strcmp(wanted, "null")) fail_msg("%s: nobody, not %s", question, wanted);
    return;
  }
  str name = str_sub(answer, str_find(answer, STR("\"name\":\"")) + 8, answer.len);
  name.len = str_find(name, STR("\""));
  if (!str_eq(name, str_of(wanted))) fail_msg("%s: %.*s, not %s", question, (int)name.len, name.ptr, wanted);
}

static void offices_of_a_party(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_holder(&x, "the Ruritanian foreign minister", "2002-01-01", "Anna Vale");
  assert_holder(&x, "Ruritania's foreign minister", "2005-01-01", "Bela Korda");
  assert_holder(&x, "foreign minister of Ruritania?", "2005-01-01", "Bela Korda");
  assert_holder(&x, "who is the top diplomat of Ruritania", "2005-01-01", "Bela Korda");
  assert_holder(&x, "Strelsau's foreign minister", "2005-01-01", "Bela Korda");
  assert_holder(&x, "the Ruritanian foreign minister", "2000-01-01", "null");
  assert_holder(&x, "the Ruritanian foreign minister", NULL, "null");
  assert_holder(&x, "the foreign minister", "2002-01-01", "null");
  done(&x);
}

static void offices_under_another_name(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_holder(&x, "the Sylvanian foreign minister", "2002-01-01", "Dan Vale");
  assert_holder(&x, "the Ruritanian keeper of the seal", "2002-01-01", "null");
  assert_holder(&x, "head of the League of Capitals", "2006-01-01", "Anna Vale");
  assert_holder(&x, "LC chief", "2006-01-01", "Anna Vale");
  assert_holder(&x, "spokesman for the Winter House", "2006-01-01", "Cora Lind");
  assert_holder(&x, "the Ruritanian Winter House spokesman", "2006-01-01", "Cora Lind");
  assert_holder(&x, "the Winter House foreign minister", "2006-01-01", "Bela Korda");
  assert_holder(&x, "the Winter House top diplomat", "2006-01-01", "null");
  done(&x);
}

static void where_envoys_are_sent_is_not_whose_they_are(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_holder(&x, "the Ruritanian envoy to Sylvania", "2011-01-01", "Cora Lind");
  assert_holder(&x, "Sylvania's envoy to Ruritania", "2011-01-01", "Dan Vale");
  done(&x);
}

static void in_a_month_of_change_nobody_is_picked(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_holder(&x, "the Ruritanian foreign minister", "2004-06-15", "null");
  assert_non_null(strstr(ask(&x, "the Ruritanian foreign minister", "2004-06-15"), "Anna Vale"));
  assert_non_null(strstr(ask(&x, "the Ruritanian foreign minister", "2004-06-15"), "Bela Korda"));
  assert_holder(&x, "the Ruritanian foreign minister", "2004-07-01", "Bela Korda");
  assert_holder(&x, "the Ruritanian foreign minister", "2009-02-10", "Emil Stand");
  done(&x);
}

static void names_speak_for_parties(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_non_null(strstr(ask(&x, "Strelsau", NULL), "\"party\":\"RUR\",\"rule\":\"who-capital\""));
  assert_non_null(strstr(ask(&x, "Strelsau", "1940-01-01"), "\"party\":\"OLD\""));
  assert_non_null(strstr(ask(&x, "the Winter House", NULL), "\"code\":\"RURGOV\""));
  assert_non_null(strstr(ask(&x, "Sylvanian", NULL), "\"form\":\"adjective\""));
  assert_non_null(strstr(ask(&x, "LC", NULL), "\"code\":\"IGOLOC\""));
  assert_non_null(
      strstr(ask(&x, "the Ruritanian Foreign Ministry", NULL), "\"code\":\"RURGOV\",\"form\":\"body\""));
  assert_non_null(
      strstr(ask(&x, "Mars", NULL), "\"names\":[],\"on\":null,\"question\":\"Mars\",\"terms\":[]"));
  assert_non_null(strstr(ask(&x, "", NULL), "\"terms\":[]"));
  done(&x);
}

static void persons_by_name_and_surname(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_holder(&x, "Bela Korda", "2005-01-01", "Bela Korda");
  assert_holder(&x, "Korda", "2005-01-01", "Bela Korda");
  assert_holder(&x, "Vale", "2002-01-01", "null");
  assert_non_null(strstr(ask(&x, "Vale", "2002-01-01"), "Dan Vale"));
  done(&x);
}

static void a_clean_pack_has_nothing_to_say(void **state) {
  (void)state;
  loaded x = load(small_pack);
  uint32_t n = check_pack(x.a, &x.out, x.g, x.pk, x.l);
  if (n) fail_msg("%.*s", (int)x.out.len, x.out.ptr);
  done(&x);
}

static void assert_found(const char *row, const char *check) {
  arena *a = arena_new(0);
  const char *text = arena_printf(a, "%s%s\n", small_pack, row).ptr;
  loaded x = load(text);
  assert_int_equal(check_pack(x.a, &x.out, x.g, x.pk, x.l), 1);
  str wanted = arena_printf(a, "{\"check\":\"%s\",\"file\":\"small.txt\",\"line\":", check);
  if (!str_starts(buf_get(&x.out), wanted)) fail_msg("%.*s", (int)x.out.len, x.out.ptr);
  done(&x);
  arena_free(a);
}

static void what_check_finds(void **state) {
  (void)state;
  assert_found("Fay Moor | | f | RUR | Foreign Minister @ 2007..2008", "term");
  assert_found("Fay Moor | | f | SYL | Foreign Minister [RUR] @ 2002-01..2002-03", "term");
  assert_found("Fay Moor | | f | ZEN | King @ 2008..2009", "party");
  assert_found("Fay Moor | | f | RUR | King [ZEN] @ 2008..2009", "party");
  assert_found("Fay Moor | | f | RUR | King @ 2009..2008", "date");
  assert_found("Fay Moor | | f | RUR | Jester @ 2008..2009", "title");
  assert_found("Fay Moor | Anna Vale | f | RUR | King @ 2008..2009", "name");
  assert_found("Strelsau | | m | SYL | King @ 2008..2009", "name");
  assert_found("Anna Vale | | f | RUR | King @ 1908..1909", "row");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(offices_of_a_party),
                                     cmocka_unit_test(offices_under_another_name),
                                     cmocka_unit_test(where_envoys_are_sent_is_not_whose_they_are),
                                     cmocka_unit_test(in_a_month_of_change_nobody_is_picked),
                                     cmocka_unit_test(names_speak_for_parties),
                                     cmocka_unit_test(persons_by_name_and_surname),
                                     cmocka_unit_test(a_clean_pack_has_nothing_to_say),
                                     cmocka_unit_test(what_check_finds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
