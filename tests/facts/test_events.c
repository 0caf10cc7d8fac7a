/* test_events.c: who did what to whom, by the frames of the pack, in sentences of our own. Expected lines:
 * "TYPE status source > target". */
#include "tagged.h"

#include "facts/events.h"

static const char *names(const tagged *x, const slot *slots, uint32_t n) {
  str *parts = ARENA_ARRAY(x->a, str, n);
  for (uint32_t i = 0; i < n; i++) parts[i] = x->f->actors[slots[i].actor].name;
  return n ? arena_join(x->a, parts, n, STR("+")).ptr : "-";
}

/* The events of a text are these lines, in order; each day that it names is 2031-05-09. */
static void check(const char *text, const char *expected) {
  tagged x = tagged_new();
  const pack *pk;
  const events_model *m;
  assert_int_equal(pack_open(&pk, x.a, getenv("CHANCERY_PACK"), NULL), CH_OK);
  assert_int_equal(events_load(&m, x.a, pk, x.l, NULL), CH_OK);
  tagged_read(&x, text);
  facts *f = x.f;
  for (uint32_t i = 0; i < f->n_times; i++) f->times[i].value = cal_one_day(cal_from_ymd(2031, 5, 9));
  events_find(x.a, m, f);
  str all = {"", 0};
  for (uint32_t k = 0; k < f->n_events; k++) {
    const event *e = &f->events[k];
    all = arena_printf(x.a, "%s%s%s %s %s > %s%s", all.ptr, k ? "\n" : "", e->type, e->status,
                       names(&x, e->source, e->n_source), names(&x, e->target, e->n_target),
                       e->when.basis == WHEN_TIME ? " dated" : "");
  }
  assert_string_equal(all.ptr, expected);
  arena_free(x.a);
}

static void verbs(void **state) {
  (void)state;
  check("Rur/GO met/VD/meet Orm/GO Friday/TI .", "CONSULT happened Rur > Orm dated");
  check("Rur/GO and/CC Orm/GO will/MD meet/VB .", "CONSULT planned Rur > Orm");
  check("Rur/GO has/XZ/have not/NG met/VN/meet Orm/GO .", "CONSULT denied Rur > Orm");
  check("Rur/GO held/VD/hold talks/NS/talk with/IN Orm/GO .", "CONSULT happened Rur > Orm");
  check("Orm/GO was/XD/be attacked/VN/attack by/IN Rur/GO .", "ASSAULT happened Rur > Orm");
  check("Rur/GO , an/DT ally/NN of/IN Vale/GO , has/XZ/have accused/VN/accuse Orm/GO .",
        "ACCUSE happened Rur > Orm");
}

static void nouns(void **state) {
  (void)state;
  check("Talks/NS/talk between/IN Rur/GO and/CC Orm/GO were/XD/be long/JJ .", "CONSULT happened Rur > Orm");
  check("The/DT Friday/TI talks/NS/talk were/XD/be long/JJ .", "CONSULT happened - > - dated");
  check("The/DT talks/NS/talk were/XD/be long/JJ .", "");
  check("An/DT attack/NN by/IN Rur/GO shook/VD/shake the/DT port/NN .", "ASSAULT happened Rur > -");
  check("An/DT attack/NN shook/VD/shake the/DT port/NN of/IN Rur/GO .", "");
}

static void one_act_is_one_event(void **state) {
  (void)state;
  check("Rur/GO launched/VD/launch an/DT attack/NN on/IN Orm/GO .", "ASSAULT happened Rur > Orm");
  check("The/DT Friday/TI talks/NS/talk , which/WP were/XD/be held/VN/hold here/RB , were/XD/be long/JJ .",
        "CONSULT happened - > - dated");
  check("Rur/GO killed/VD/kill or/CC wounded/VD/wound Orm/GO .", "ASSAULT happened Rur > Orm");
}

static void what_has_not_come_about(void **state) {
  (void)state;
  check("Rur/GO came/VD/come to/TO meet/VB Orm/GO .", "");
  check("Rur/GO may/MD meet/VB Orm/GO .", "");
  check("Rur/GO wants/VZ/want to/TO meet/VB Orm/GO .", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(verbs), cmocka_unit_test(nouns),
                                     cmocka_unit_test(one_act_is_one_event),
                                     cmocka_unit_test(what_has_not_come_about)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
