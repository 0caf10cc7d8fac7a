/* Facts: what each report tells, laid out for comparing; done for new reports, and where dates have
 * changed. */
#include "record/actors.h"
#include "record/forest.h"

static void lay_out(keeping *k, int64_t rep) {
  standing st;
  const place_in_time at = place_of(k->s, rep);
  const factset *f = shelf_get(k->shelf, k->s, rep);
  if (!f || !standing_get(k->s, &st, rep)) return;
  arena_reset(k->step);
  const dates d = dates_of(k->step, f, &st);
  const cal_day day = standing_day(&st);
  if (numbers_has(&k->added, rep)) actors_fold(k, f, &at);
  forest_store(k, &statement_forest, &k->statements, &at, f, &d, day);
  forest_store(k, &event_forest, &k->events, &at, f, &d, day);
}

void stage_facts(keeping *k) {
  for (uint32_t i = 0; i < k->added.n && store_ok(k->s); i++) lay_out(k, k->added.items[i]);
  for (uint32_t i = 0; i < k->redated.n && store_ok(k->s); i++)
    if (!numbers_has(&k->added, k->redated.items[i])) lay_out(k, k->redated.items[i]);
}
