/* times_anchors.c: the times said before that a time can be told from. */
#include "facts/times_model.h"

#define SENTENCES_BACK 3       /* how far back "the next day" looks for its day */
#define TIMES_BACK 16          /* and over how many times at most, so that no text makes it slow */

static bool is_day(const time_fact *t) {
  return t->type <= TIME_TIME && t->expr.grain == CAL_DAY && t->expr.op != OP_SET;
}

/* Whether a time can be told by the words (and the report's day): neither vague nor hanging in the air. */
static bool is_dated(const time_fact *t) {
  const time_expr *e = &t->expr;
  if (t->type > TIME_TIME || e->op == OP_REF || e->op == OP_UNTIL || e->op == OP_SINCE) return false;
  return e->op == OP_ABS || e->base != BASE_NONE;
}

static uint32_t last_of(const facts *f) { return f->n_times > TIMES_BACK ? f->n_times - TIMES_BACK : 0; }

uint32_t time_before(const facts *f, uint32_t here, cal_grain grain) {
  for (uint32_t i = f->n_times, stop = last_of(f); i-- > stop;) {
    const time_fact *t = &f->times[i];
    if (t->sentence + SENTENCES_BACK < here) return NONE;
    if (is_dated(t) && t->expr.grain != CAL_NONE && t->expr.grain <= grain) return i;
  }
  return NONE;
}

uint32_t time_day_of_month(const facts *f, int32_t month) {
  for (uint32_t i = f->n_times, stop = last_of(f); i-- > stop;) {
    const time_expr *e = &f->times[i].expr;
    bool literal = e->op == OP_ABS && e->grain == CAL_DAY && cal_to_ymd(e->literal.lo).month == month;
    if (literal || (e->op == OP_NEAREST && e->month == month && e->day > 1)) return i;
  }
  return NONE;
}

/* "In the nine months": from here on figures are no longer those of a quarter. */
static bool is_longer_term(const time_expr *e) {
  return e->op == OP_DURATION && ((e->unit == CAL_MONTH && e->n > 3) || (e->unit == CAL_YEAR && e->n == 1));
}

uint32_t time_quarter_before(const facts *f) {
  for (uint32_t i = f->n_times, stop = last_of(f); i-- > stop;) {
    const time_expr *e = &f->times[i].expr;
    if (is_longer_term(e)) return NONE;
    bool running = e->op == OP_THIS && e->base == BASE_REPORT && !e->month;
    if (e->grain == CAL_QUARTER && e->base != BASE_TIME && e->op != OP_DURATION && !running) return i;
  }
  return NONE;
}

uint32_t time_first_day(const facts *f, uint32_t here) {
  uint32_t found = NONE;
  for (uint32_t i = f->n_times, stop = last_of(f); i-- > stop && f->times[i].sentence == here;)
    if (is_day(&f->times[i])) found = i;
  return found;
}
