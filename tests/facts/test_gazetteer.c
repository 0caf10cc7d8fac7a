/* test_gazetteer.c: the pack's tables become names, words of office and word classes, or a clear error. */
#include "facts/gazetteer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static const char small_pack[] =
    "[actor-words]\nthe | definite\nsays; speak | motion\n"
    "[states]\n"
    "RUR | Ruritania | Kingdom of Ruritania; the RK | Ruritanian | Ruritanians; Ruritanian | Strelsau |\n"
    "SYL | Sylvania | | Sylvan | Sylvans | Freedonia City | -\n"
    "OLD | Old Ruritania | | | | |\n"
    "[predecessors]\nRUR | OLD | 1950-12-31\n"
    "[ambiguous]\nStrelsau | a surname\n"
    "[seats]\nthe Winter House | RUR | presidency\n"

        "[body-kinds]\npresidency | government | GOV\nministry | government | GOV\n"
    "parliament | government | LEG\n"
    "[body-aliases]\nMinistry of Foreign Affairs | foreign ministry\n"
    "[bodies]\nforeign ministry | GOV | ministry\nMinistry of Foreign Affairs | GOV | ministry\n"
    "[named-bodies]\nDiet | Lower Diet | RUR | parliament | LEG\n"
    "[organisations]\nLOC | League of Crowns | LC | | IGOLOC | organisation\n"
    "[groups]\nREDS | Red Party | Reds | Red | | group\n"
    "[domestic-parties]\nREDS | RUR\n"
    "[cities]\nZenda | RUR\n"
    "[titles]\nForeign Minister | GOV | minister\nSpokeswoman | GOV | spokesperson\nEnvoy | GOV | diplomat\n"
    "[nominals]\nvillager | person | CVL\ntown; petrol station | place | | named\n"
    "[gender]\nspokeswoman | f\n"
    "[persons]\n"
    "Rudolf Elphberg | King Rudolf | m | RUR | Foreign Minister @ 2001..2005-06; Envoy to Sylvania @ 2006..\n"
    "Flavia Elphberg | | f | RUR |\n"
    "[given-names]\nFlavia | f\nKim | u\n"
    "[pronouns]\nshe | f | subject\n";

typedef struct { arena *a; lexicon *l; const gazetteer *g; ch_status status; ch_error err; } loaded;

static loaded load(const char *text) {
  loaded x = {.a = arena_new(0)};
  const pack *pk;
  x.l = lexicon_new(x.a);
  x.status = pack_parse(&pk, x.a, STR("small.txt"), str_of(text), &x.err);
  if (!x.status) x.status = gazetteer_load(&x.g, x.a, pk, x.l, &x.err);
  return x;
}

/* The match at the first of words split at spaces. */
static gaz_match match(const loaded *x, const char *text, bool name) {
  token t[8];
  uint32_t n = 0;
  str rest = str_of(text), word;
  while (str_split(&rest, ' ', &word)) {
    bool capital = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
    bool capitals = capital && word.len > 1 && word.ptr[1] >= 'A' && word.ptr[1] <= 'Z';
    t[n++] = (token){.word = lexicon_find(x->l, utf8_folded(x->a, word)),
                     .flags = (uint16_t)((capital ? TOK_CAP : 0) | (capitals ? TOK_CAPS : 0))};
  }
  return name ? gaz_name_at(x->g, t, 0, n) : gaz_common_at(x->g, t, 0, n);
}

static const gaz_entity *entity(const loaded *x, const gaz_match *m, gaz_sort s) {
  assert_true(gaz_is(m, s));
  return &x->g->entities[m->entity[s]];
}

static void assert_str(str s, const char *wanted) {
  if (!str_eq(s, str_of(wanted))) fail_msg("'%.*s', not '%s'", (int)s.len, s.ptr ? s.ptr : "", wanted);
}

static void states_by_all_their_names(void **state) {
  (void)state;
  loaded x = load(small_pack);
  assert_int_equal(x.status, CH_OK);
  gaz_match m = match(&x, "Kingdom of Ruritania", true);
  assert_int_equal(m.n, 3);
  assert_str(entity(&x, &m, GAZ_STATE)->party, "RUR");
  m = match(&x, "Ruritanian troops", true);
  assert_true(gaz_is(&m, GAZ_ADJECTIVE) && gaz_is(&m, GAZ_PEOPLE) && !gaz_is(&m, GAZ_STATE));
  m = match(&x, "RK", true);
  assert_str(entity(&x, &m, GAZ_STATE)->name, "Ruritania");
  assert_int_equal(match(&x, "Rk", true).n, 0);
  m = match(&x, "Sylvania", true);
  assert_null(entity(&x, &m, GAZ_STATE)->code.ptr);
  arena_free(x.a);
}

static void capitals_seats_and_bodies(void **state) {
  (void)state;
  loaded x = load(small_pack);
  gaz_match m = match(&x, "Strelsau", true);
  assert_true(m.ambiguous);
  assert_int_equal(entity(&x, &m, GAZ_CAPITAL)->kind, ACTOR_PLACE);
  m = match(&x, "Winter House", true);
  assert_str(entity(&x, &m, GAZ_SEAT)->key, "RUR:winter house");
  assert_str(entity(&x, &m, GAZ_SEAT)->code, "RURGOV");
  m = match(&x, "Lower Diet", true);
  assert_str(entity(&x, &m, GAZ_NAMED_BODY)->key, "RUR:diet");
  assert_str(entity(&x, &m, GAZ_NAMED_BODY)->code, "RURLEG");
  m = match(&x, "Ministry of Foreign Affairs", false);
  assert_str(entity(&x, &m, GAZ_BODY)->name, "foreign ministry");
  arena_free(x.a);
}

static void organisations_and_parties_inside_a_state(void **state) {
  (void)state;
  loaded x = load(small_pack);
  gaz_match m = match(&x, "LC", true);
  assert_str(entity(&x, &m, GAZ_ORGANISATION)->party, "LOC");
  assert_str(entity(&x, &m, GAZ_ORGANISATION)->code, "IGOLOC");
  m = match(&x, "Reds", true);
  assert_str(entity(&x, &m, GAZ_ORGANISATION)->party, "RUR");
  assert_str(entity(&x, &m, GAZ_ORGANISATION)->key, "REDS");
  arena_free(x.a);
}

static void people_and_their_offices(void **state) {
  (void)state;
  loaded x = load(small_pack);
  gaz_match m = match(&x, "Rudolf Elphberg", true);
  const gaz_entity *who = entity(&x, &m, GAZ_PERSON);
  assert_str(who->key, "RUR:rudolf elphberg");
  assert_int_equal(who->gender, 'm');
  assert_int_equal(who->n_roles, 2);
  assert_int_equal(who->roles[0].until.hi, cal_from_ymd(2005, 6, 30));
  assert_false(cal_known(who->roles[1].until));
  assert_str(who->suffix, "GOV");
  assert_str(who->category, "diplomat");
  m = match(&x, "spokeswoman", false);
  assert_int_equal(entity(&x, &m, GAZ_TITLE)->gender, 'f');
  arena_free(x.a);
}

static void surnames_lead_to_all_who_bear_them(void **state) {
  (void)state;
  loaded x = load(small_pack);
  uint32_t e = x.g->surname[lexicon_find(x.l, STR("elphberg"))], n = 0;
  for (; e; e = x.g->same_surname[e - 1]) n++;
  assert_int_equal(n, 2);
  assert_int_equal(x.g->surname[lexicon_find(x.l, STR("rudolf"))], 0);
  arena_free(x.a);
}

static void classes_of_words(void **state) {
  (void)state;
  loaded x = load(small_pack);
  token t = {.word = lexicon_find(x.l, STR("speak")), .lemma = 0};
  assert_int_equal(gaz_class(x.g, &t), WORD_MOTION);
  assert_int_equal(gaz_lemma_class(x.g, &t), 0);
  t.word = lexicon_find(x.l, STR("flavia"));
  assert_true(gaz_class(x.g, &t) & WORD_GIVEN);
  assert_int_equal(x.g->given_gender[t.word], 'f');
  assert_int_equal(x.g->given_gender[lexicon_find(x.l, STR("kim"))], 0);
  assert_int_equal(x.g->pronoun_case[lexicon_find(x.l, STR("she"))], PRONOUN_SUBJECT);
  arena_free(x.a);
}

static void common_nouns(void **state) {
  (void)state;
  loaded x = load(small_pack);
  gaz_match m = match(&x, "villager", false);
  const gaz_entity *e = entity(&x, &m, GAZ_NOMINAL);
  assert_int_equal(e->kind, ACTOR_PERSON);
  assert_str(e->suffix, "CVL");
  m = match(&x, "petrol station", false);
  e = entity(&x, &m, GAZ_NOMINAL);
  assert_int_equal(m.n, 2);
  assert_int_equal(e->kind, ACTOR_PLACE);
  assert_str(e->category, "named");
  assert_null(e->suffix.ptr);
  arena_free(x.a);
}

static void the_state_that_sat_there_then(void **state) {
  (void)state;
  loaded x = load(small_pack);
  gaz_match m = match(&x, "Ruritania", true);
  const gaz_entity *now = entity(&x, &m, GAZ_STATE);
  assert_str(x.g->entities[now->before - 1].party, "OLD");
  assert_int_equal(now->until, cal_from_ymd(1950, 12, 31));
  m = match(&x, "Sylvania", true);
  assert_int_equal(entity(&x, &m, GAZ_STATE)->before, 0);
  arena_free(x.a);
}

static loaded load_with(const char *more) {
  static char text[sizeof small_pack + 1024];
  snprintf(text, sizeof text, "%s%s", small_pack, more);
  return load(text);
}

static void assert_code(const gaz_entity *e, const char *day, const char *code) {
  cal_date on = CAL_NOTHING;
  if (day) assert_true(cal_parse(str_of(day), &on));
  const gaz_role *r = gaz_coded_on(e, on);
  if (!code) assert_null(r);
  else assert_str(r->title, code);
}

/* The code of a name by the day: the first that holds it, else the one without days. */
static void coded_names_by_the_day(void **state) {
  (void)state;
  loaded x = load_with("[coded-names]\n"
                       "Zenda Watch | the Watchers | group | RURMIL [RUR] @ ..1989-12-31; "
                       "RUROPP [RUR] @ 1989-01-01..; ZEN\n"
                       "Fortress | | | RURGOV [RUR] @ 1991-01-01..1991-12-31\n"
                       "Twins | | | RUR/SYL [RUR/SYL]; RUR [RUR]\n");
  assert_int_equal(x.status, CH_OK);
  assert_int_equal(x.g->n_coded, 3);
  gaz_match m = match(&x, "Zenda watch", true);       /* a capital is asked of the first word alone */
  assert_int_equal(m.n, 2);
  const gaz_entity *e = entity(&x, &m, GAZ_CODED);
  assert_code(e, "1985-05-05", "RURMIL");
  assert_code(e, "1989-05-05", "RURMIL");
  assert_code(e, "1995-05-05", "RUROPP");
  assert_code(e, NULL, "ZEN");
  assert_null(gaz_coded_party(e, CAL_NOTHING).ptr);
  assert_int_equal(e->kind, ACTOR_GROUP);
  assert_int_equal(match(&x, "Watchers", true).n, 1);
  assert_int_equal(match(&x, "watchers", true).n, 0);
  m = match(&x, "Fortress", true);
  e = entity(&x, &m, GAZ_CODED);
  assert_code(e, "1990-12-31", NULL);
  assert_code(e, "1991-12-31", "RURGOV");
  assert_code(e, NULL, NULL);
  assert_str(gaz_coded_party(e, CAL_NOTHING), "RUR");           /* of all its codes */
  m = match(&x, "Twins", true);
  assert_null(gaz_coded_party(entity(&x, &m, GAZ_CODED), CAL_NOTHING).ptr);       /* of several: none */
  arena_free(x.a);
}

/* What the pack knows stays what it is; the code stands beside it. */
static void coded_names_of_the_pack(void **state) {
  (void)state;
  loaded x = load_with("[coded-names]\nRuritania | Ruritanian; Rudolf Elphberg | | RTA\n"
                       "Marga Sapt | | person | RTAGOV\n"
                       "[no-actors]\nOld Ruritania\n");
  gaz_match m = match(&x, "Ruritania", true);
  assert_true(gaz_is(&m, GAZ_STATE) && !gaz_is(&m, GAZ_CODED));
  assert_str(x.g->entities[m.coded].roles[0].title, "RTA");
  m = match(&x, "Ruritanian", true);
  assert_true(gaz_is(&m, GAZ_ADJECTIVE) && !gaz_is(&m, GAZ_CODED) && m.coded != NONE);
  m = match(&x, "Rudolf Elphberg", true);
  assert_true(gaz_is(&m, GAZ_PERSON) && !m.several);
  m = match(&x, "Marga Sapt", true);
  assert_true(gaz_is(&m, GAZ_PERSON) && m.coded != NONE);
  m = match(&x, "Sylvania", true);
  assert_true(m.coded == NONE);
  arena_free(x.a);
}

static void offices_of_an_overlay_replace_the_packs(void **state) {
  (void)state;
  loaded x = load_with("[collectives]\nguards | MIL\nGuards | COP\n");
  gaz_match m = match(&x, "guards", false);
  assert_str(entity(&x, &m, GAZ_COLLECTIVE)->suffix, "COP");
  assert_str(gaz_code(x.a, x.g, STR("RUR"), STR("GOV")), "RURGOV");
  assert_str(gaz_code(x.a, x.g, STR("RUR"), STR("NGO~")), "NGORUR");
  assert_str(gaz_with_suffix(x.a, STR("ZEN"), STR("A~B")), "AZENB");
  arena_free(x.a);
}

static void assert_refused(const char *text, const char *word) {
  loaded x = load(text);
  assert_int_equal(x.status, CH_ERR_PACK);
  assert_non_null(strstr(x.err.msg, word));
  assert_non_null(strstr(x.err.msg, "small.txt"));
  arena_free(x.a);
}

static void errors_name_the_row(void **state) {
  (void)state;
  assert_refused("[actor-words]\nthe | defnite\n", "defnite");
  assert_refused("[gender]\nKing | x\n", "'x'");
  assert_refused("[seats]\nPalace | RUR | castle\n", "castle");
  assert_refused("[persons]\nA B | | m | RUR | King @ soon..\n", "soon");
  assert_refused("[predecessors]\nRUR | OLD | 1950\n", "predecessor");
  assert_refused("[coded-names]\nZenda Watch | | castle | ZEN\n", "castle");
  assert_refused("[coded-names]\nZenda Watch | | |\n", "no code");
  assert_refused("[coded-names]\nZenda Watch | | | ZEN @ 1989\nB | | | ZEN @ soon..\n", "soon");
  assert_refused("[pronouns]\nshe | f | verb\n", "pronoun");
  assert_refused("[nominals]\ntown | plaice | |\n", "plaice");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(states_by_all_their_names),
      cmocka_unit_test(capitals_seats_and_bodies),
      cmocka_unit_test(organisations_and_parties_inside_a_state),
      cmocka_unit_test(people_and_their_offices),
      cmocka_unit_test(surnames_lead_to_all_who_bear_them),
      cmocka_unit_test(classes_of_words),
      cmocka_unit_test(common_nouns),
      cmocka_unit_test(the_state_that_sat_there_then),
      cmocka_unit_test(coded_names_by_the_day),
      cmocka_unit_test(coded_names_of_the_pack),
      cmocka_unit_test(offices_of_an_overlay_replace_the_packs),
      cmocka_unit_test(errors_name_the_row)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
