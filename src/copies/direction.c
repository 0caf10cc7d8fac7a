/* Evidence adds up as log odds: each clue is a share, how much more of it one side has, times a weight of the
 * pack. Dates that are known and differ weigh more than all others together. */
#include "copies/direction.h"
#include "copies/odds.h"

static int32_t log_odds(const pairing *p, clue c, relation r) {
  const clue_weight *w = &p->m->direction->clues[c];
  if (!w->weight || !(w->relations & 1u << r)) return 0;
  return w->weight * clue_value(p, c, w->few) / 1000;
}

int8_t direction_by_date(const pairing *p) {
  cal_date a = p->a.t->report->published, b = p->b.t->report->published;
  if (!cal_known(a) || !cal_known(b) || a.no_year || b.no_year) return 0;
  if (a.hi < b.lo) return 1;
  return b.hi < a.lo ? -1 : 0;
}

/* Those for the other direction are no reasons. */
static void list_reasons(copy_link *link, const pairing *p, const int32_t *odds) {
  const char **out = ARENA_ARRAY(p->mem, const char *, N_CLUES);
  for (int c = 0; c < N_CLUES; c++)
    if (odds[c] && (odds[c] > 0) == (link->direction > 0)) out[link->n_reasons++] = clue_text((clue)c);
  link->reasons = out;
}

/* How likely a is the one that b was made from, to be told from others as near to b: dates speak for all that
 * are earlier, and what the texts do not share counts already in how near they are. */
static uint32_t likely_source(const int32_t *odds) {
  int32_t sum = 0;
  for (int c = 0; c < N_CLUES; c++)
    if (c != CLUE_DATE && c != CLUE_LOST && c != CLUE_ADDED) sum += odds[c];
  return odds_probability(sum);
}

void direction_find(copy_link *link, const pairing *p) {
  int32_t odds[N_CLUES], sum = 0;
  for (int c = 0; c < N_CLUES; c++) sum += odds[c] = log_odds(p, (clue)c, link->relation);
  uint32_t a_first = odds_probability(sum), sure = a_first < 500 ? 1000 - a_first : a_first;
  link->score = (uint16_t)((link->score + likely_source(odds)) / 2);
  link->direction_p = 500;
  if (sure == 500 || sure < p->m->direction->least) return;
  link->direction = a_first > 500 ? 1 : -1;
  link->direction_p = (uint16_t)sure;
  list_reasons(link, p, odds);
}
