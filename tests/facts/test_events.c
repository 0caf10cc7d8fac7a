/* test_events.c: who did what to whom, in sentences of our own read as the engine reads them. An expected line:
 * "TYPE CODE status source > target", with " <- CODE" where it acts upon another event. */
#include "reports.h"

static const char *parties(const models *m, arena *a, const slot *slots, uint32_t n) {
  (void)m;
  str *parts = ARENA_ARRAY(a, str, n + 1);
  for (uint32_t i = 0; i < n; i++) parts[i] = slots[i].party.ptr ? slots[i].party : STR("?");
  return n ? arena_join(a, parts, n, STR("+")).ptr : "-";
}

static str line_of(const models *m, arena *a, const facts *f, const event *e) {
  return arena_printf(a, "%s %.*s %s %s > %s%s%.*s", e->type ? e->type : "-", (int)e->cameo.len, e->cameo.ptr, e->status,
                      parties(m, a, e->source, e->n_source), parties(m, a, e->target, e->n_target),
                      e->object == NONE ? "" : " <- ", e->object == NONE ? 0 : (int)f->events[e->object].cameo.len,
                      e->object == NONE ? "" : f->events[e->object].cameo.ptr);
}

static bool is_object(const facts *f, uint32_t i) {
  for (uint32_t k = 0; k < f->n_events; k++)
    if (f->events[k].object == i) return true;
  return false;
}

/* The events of a text that no other acts upon, in order, a line each. */
static str lines_of(const models *m, arena *a, const facts *f) {
  str all = {"", 0};
  for (uint32_t i = 0; i < f->n_events; i++)
    if (!is_object(f, i)) {
      str line = line_of(m, a, f, &f->events[i]);
      all = arena_printf(a, "%.*s%s%.*s", (int)all.len, all.ptr, all.len ? "\n" : "", (int)line.len, line.ptr);
    }
  return all;
}

static void check(void **state, const char *text, const char *expected) {
  const models *m = *state;
  arena *a = arena_new(0);
  assert_string_equal(lines_of(m, a, facts_of_text(m, a, str_of(text))).ptr, expected);
  arena_free(a);
}

static void syntax_does_not_matter(void **state) {
  check(state, "Kenya attacked Somalia.", "ASSAULT 190 happened KEN > SOM");
  check(state, "Somalia was attacked by Kenya.", "ASSAULT 190 happened KEN > SOM");
  check(state, "Kenya launched an attack on Somalia.", "ASSAULT 190 happened KEN > SOM");
  check(state, "Kenyan troops, which attacked Somalia, were tired.", "ASSAULT 190 happened KEN > SOM");
}

static void acts_upon_acts(void **state) {
  check(state, "Peru demanded that Chile release the sailors.", "REQUEST 1053 happened PER > CHL <- 0841");
  check(state, "Peru asked Chile to release the sailors.", "REQUEST 0253 happened PER > CHL <- 0841");
  check(state, "Peru promised to release the Chilean sailors.", "AGREE 0353 happened PER > CHL <- 0841");
  check(state, "Peru refused to release the Chilean sailors.", "REJECT 1243 happened PER > CHL <- 0841");
  check(state, "Peru threatened to impose sanctions on Chile.", "THREATEN 1312 happened PER > CHL <- 163");
}

static void tense_promises_and_refuses(void **state) {
  check(state, "Peru will send food aid to Haiti.", "AGREE 0333 happened PER > HTI <- 073");
  check(state, "Peru will not send food aid to Haiti.", "REJECT 1223 happened PER > HTI <- 073");
  check(state, "Peru will impose sanctions on Chile.", "THREATEN 1312 happened PER > CHL <- 163");
}

static void what_has_not_come_about(void **state) {
  check(state, "Peru may meet Chile.", "");
  check(state, "The minister of Peru flew home to meet his Chilean colleague.", "");
  check(state, "Would Peru attack Chile?", "");
  check(state, "If Peru attacks Chile, prices will rise.", "");
}

static void metaphors_are_none(void **state) {
  check(state, "France beat Brazil in the final.", "");
  check(state, "The plan came under fire in France.", "");
}

static void one_act_is_one_event(void **state) {
  check(state, "Kenya and Somalia held talks.", "CONSULT 040 happened KEN > SOM");
  check(state, "Kenya and Somalia held two rounds of talks.", "CONSULT 046 happened KEN > SOM");
}

static const position *first_position(const facts *f) { return f->n_positions ? &f->positions[0] : NULL; }

static void conditions_keep_their_negation(void **state) {
  const models *m = *state;
  arena *a = arena_new(0);
  const facts *f = facts_of_text(m, a, STR("Peru refused to lift the sanctions unless Chile withdraws its troops."));
  const position *p = first_position(f);
  assert_non_null(p);
  assert_string_equal(p->stance, "refuses");
  assert_true(p->has_condition && p->condition.negated);
  f = facts_of_text(m, a, STR("Peru promised to lift the sanctions if Chile withdraws its troops."));
  p = first_position(f);
  assert_non_null(p);
  assert_true(p->has_condition && !p->condition.negated);
  arena_free(a);
}

static void ultimatums_are_deadlines(void **state) {
  const models *m = *state;
  arena *a = arena_new(0);
  const facts *f = facts_of_text(m, a, STR("President Joe Biden said on Monday that the United States would impose "
                                           "tariffs if China does not withdraw its ships within 10 days."));
  assert_int_equal(f->n_deadlines, 1);
  const deadline *d = &f->deadlines[0];
  assert_true(d->has_on && str_eq(d->on.party, STR("CHN")));
  assert_true(d->has_by && str_eq(d->by.party, STR("USA")));
  assert_true(d->negated && !d->may);
  assert_string_equal(cal_str(a, d->base).ptr, "2031-05-12");
  assert_string_equal(cal_str(a, d->until).ptr, "2031-05-12/2031-05-22");
  arena_free(a);
}

static void quantities_are_read(void **state) {
  const models *m = *state;
  arena *a = arena_new(0);
  const facts *f = facts_of_text(m, a, STR("Japan gave Haiti 1.5 million dollars in food aid."));
  assert_true(f->n_events > 0 && f->events[0].n_quantities == 1);
  const quantity *q = &f->events[0].quantities[0];
  assert_true(str_eq(q->value, STR("1500000")) && str_eq(q->unit, STR("USD")));
  arena_free(a);
}

static void claims_are_tied(void **state) {
  const models *m = *state;
  arena *a = arena_new(0);
  const facts *f = facts_of_text(m, a, STR("Peru's foreign ministry said Chile had attacked Peru. "
                                           "Chile's defence ministry denied that Chile had attacked Peru."));
  uint32_t denies = 0, claims = 0;
  for (uint32_t i = 0; i < f->n_events; i++)
    for (uint32_t k = 0; k < f->events[i].n_claims; k++) {
      denies += !strcmp(f->events[i].claims[k].verdict, "denies");
      claims += !strcmp(f->events[i].claims[k].verdict, "claims");
    }
  assert_true(claims > 0 && denies > 0);
  arena_free(a);
}

/* A sentence of a thousand words with a trigger each is read in time that grows with it. */
static void long_sentences_are_read(void **state) {
  const models *m = *state;
  arena *a = arena_new(0);
  facts_of_text(m, a, repeated_text(a, "Peru attacked Chile and demanded talks if Chile refused to meet Peru, ", 80));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(syntax_does_not_matter), cmocka_unit_test(acts_upon_acts), cmocka_unit_test(tense_promises_and_refuses),
      cmocka_unit_test(what_has_not_come_about), cmocka_unit_test(metaphors_are_none), cmocka_unit_test(one_act_is_one_event),
      cmocka_unit_test(conditions_keep_their_negation), cmocka_unit_test(ultimatums_are_deadlines),
      cmocka_unit_test(quantities_are_read), cmocka_unit_test(claims_are_tied), cmocka_unit_test(long_sentences_are_read)};
  return cmocka_run_group_tests(tests, open_models, close_models);
}
