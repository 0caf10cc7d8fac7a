/* times_build.c: from what the words of a matched rule say to an expression, by the rule's verb. */
#include "facts/times_builder.h"

/* ---- units told from the base ---------------------------------------------------------------- */

static bool rel_unit(builder *b, cal_grain unit) {
  time_expr *e = &b->t->expr;
  int32_t rel = b->v.has_rel ? b->v.rel : b->action->sign;
  e->op = rel < 0 ? OP_LAST : rel > 0 ? OP_NEXT : OP_THIS;
  e->n = rel != 0;
  e->unit = e->grain = unit;
  return unit >= CAL_DAY;
}

/* "Last Friday", "this summer", "next May". */
static bool rel_name(builder *b) {
  time_expr *e = &b->t->expr;
  if (!builder_put_names(b)) return false;
  e->op = b->v.rel < 0 ? OP_LAST : b->v.rel > 0 ? OP_NEXT : OP_THIS;
  bool this_month = !b->v.rel && e->grain == CAL_MONTH;
  if (this_month) e->unit = CAL_YEAR;        /* "this September" is this year's, past or to come */
  if (b->v.rel) {
    e->n = 1;
    e->unit = e->weekday ? CAL_WEEK : CAL_YEAR;
  }
  return true;
}

/* "This weekend" looks ahead if the clause does not look back. */
static bool this_weekend(builder *b) {
  time_expr *e = &b->t->expr;
  e->op = OP_NEAREST;
  e->weekday = 8;
  e->grain = CAL_DAY;
  e->bias = builder_bias(b) < 0 ? -1 : 1;
  return true;
}

/* "The past decade" is the ten years up to now. */
static bool rel_long(builder *b) {
  time_expr *e = &b->t->expr;
  b->t->type = TIME_DURATION;
  e->op = OP_WITHIN;
  e->unit = b->v.unit;
  e->grain = CAL_INTERVAL;
  e->n = b->v.rel < 0 ? -1 : 0;
  e->n2 = b->v.rel > 0 ? 1 : 0;
  return true;
}

static bool build_rel(builder *b) {
  if (b->v.weekday == 8 && !b->v.rel) return this_weekend(b);
  if (b->v.unit >= CAL_DECADE && b->v.rel) return rel_long(b);
  if (b->v.weekday || b->v.at[0].month || b->v.season) return rel_name(b);
  return rel_unit(b, b->v.unit != CAL_NONE ? b->v.unit : b->action->grain);
}

/* "The quarter" that the report spoke of, else the last one. */
static bool that_quarter(builder *b) {
  time_expr *e = &b->t->expr;
  uint32_t at = time_quarter_before(b->x->f);
  if (b->v.rel) return rel_unit(b, CAL_QUARTER);
  e->unit = e->grain = CAL_QUARTER;
  e->op = at == NONE ? OP_LAST : OP_THIS;
  e->n = at == NONE;
  if (at != NONE) builder_anchor_on(b, at);
  return true;
}

/* Parts of a year by number: quarters, halves. */
static bool numbered(builder *b, cal_grain grain, int32_t months) {
  time_slots *v = &b->v;
  time_expr *e = &b->t->expr;
  if (b->action->n) {      /* "Q3", "Q3 2024" */
    v->ordinal = b->action->n;
    builder_take_company(b);
    builder_put_end(b, b->t, b->first, b->end);
  }
  if (!v->ordinal && grain == CAL_QUARTER) return that_quarter(b);
  if (!v->ordinal && v->has_rel && v->rel < 0) v->ordinal = 12 / months;
  if (v->ordinal < 1 || v->ordinal > 12 / months) return false;
  int32_t month = months * (v->ordinal - 1) + 1;
  if (v->at[0].year) return builder_literal(b, builder_months(v->at[0].year, month, months, grain), grain);
  e->month = (uint8_t)month;
  e->grain = grain;
  if (v->unit == CAL_YEAR || v->has_rel) return builder_name_in_unit(b);
  e->op = OP_NEAREST;
  e->bias = builder_bias(b) < 0 ? -1 : 0;
  return true;
}

static bool build_deictic(builder *b) {
  time_expr *e = &b->t->expr;
  int32_t days = b->v.has_deictic ? b->v.deictic : b->v.rel;      /* "last night" was yesterday's */
  e->op = days ? OP_OFFSET : OP_THIS;
  e->n = days;
  e->unit = e->grain = CAL_DAY;
  return true;
}

/* "Earlier this year", "earlier in May", "later in 2025"; of a day just that day. */
static bool build_cut(builder *b, time_op op) {
  time_slots *v = &b->v;
  time_expr *e = &b->t->expr;
  if (v->has_deictic) return build_deictic(b);
  if (v->weekday || v->at[0].day) return builder_date(b);
  if (v->at[0].year) {
    e->literal = builder_date_of(&v->at[0]);
    e->grain = e->literal.grain;
  } else if (v->at[0].month || v->season) {
    builder_put_names(b);
    uint32_t day = op == OP_BEFORE && v->at[0].month ? time_day_of_month(b->x->f, v->at[0].month) : NONE;
    if (day != NONE) builder_anchor_on(b, day);
  } else if (v->has_rel && v->rel) {
    v->part = op == OP_BEFORE ? PART_START : PART_END;
    return rel_unit(b, v->unit);
  } else {
    e->grain = v->unit != CAL_NONE ? v->unit : b->action->grain;
  }
  e->op = op;
  return e->grain > CAL_DAY;
}

/* ---- amounts of units ------------------------------------------------------------------------ */

static bool vague(builder *b, int32_t way) {
  time_expr *e = &b->t->expr;
  e->op = OP_REF;
  e->base = b->action->base;
  e->n = way;
  e->unit = CAL_DAY;
  return true;
}

/* How exact "three months ago" is: to the unit; hours to the day; an offset from another time to the day. */
static cal_grain offset_grain(const builder *b, cal_grain unit) {
  if (b->action->grain != CAL_NONE) return b->action->grain;
  if (unit >= CAL_YEAR) return CAL_YEAR;
  if (unit < CAL_DAY || (unit == CAL_WEEK && b->action->base != BASE_REPORT)) return CAL_DAY;
  return unit;
}

/* "A few weeks later": some day after the time said before; "a few months earlier" may be told from today. */
static bool some_time_from(builder *b) {
  time_expr *e = &b->t->expr;
  e->op = b->action->sign < 0 ? OP_BEFORE : OP_AFTER;
  builder_anchor_on(b, builder_said(b, CAL_YEAR));
  if (e->base == BASE_NONE && e->op == OP_BEFORE) e->base = BASE_REPORT;
  return e->base != BASE_NONE;
}

static bool build_offset(builder *b) {
  time_expr *e = &b->t->expr;
  const time_slots *v = &b->v;
  if (v->vague && b->action->base == BASE_REPORT) return vague(b, b->action->sign);
  if (v->vague && b->action->base == BASE_TIME) return some_time_from(b);
  e->unit = v->unit != CAL_NONE ? v->unit : b->action->grain;
  if (v->vague || e->unit == CAL_NONE) return false;
  e->op = OP_OFFSET;
  e->n = b->action->sign * (b->action->n ? b->action->n : v->n_numbers ? v->n[0] : 1);
  e->grain = offset_grain(b, e->unit);
  e->base = b->action->base;
  uint32_t quarter = e->unit == CAL_YEAR && e->n == -1 ? time_quarter_before(b->x->f) : NONE;
  if (quarter != NONE) {      /* "a year ago", of a quarter's figures */
    builder_anchor_on(b, quarter);
    e->grain = CAL_QUARTER;
    return true;
  }
  if (e->base == BASE_TIME)
    builder_anchor_on(b, builder_said(b, v->unit < CAL_DAY ? CAL_DAY : v->unit));
  if (e->base == BASE_NONE && b->action->base == BASE_TIME && e->n < 0) e->base = BASE_REPORT;
  return true;
}

/* "Will land in five days"; "soon", if the clause does not look back. */
static bool build_ahead(builder *b) {
  int8_t bias = builder_bias(b);
  return b->v.unit == CAL_NONE ? bias >= 0 && vague(b, 1) : bias > 0 && build_offset(b);
}

#define MOST_UNITS 1900        /* "the 1988 quarter" is no length */

static bool build_duration(builder *b) {
  time_expr *e = &b->t->expr;
  if (b->v.has_rel && !b->v.rel && !b->v.n_numbers) return rel_unit(b, b->v.unit);      /* "this years" */
  b->t->type = TIME_DURATION;
  e->op = OP_DURATION;
  e->base = BASE_NONE;
  e->unit = b->v.unit != CAL_NONE ? b->v.unit : b->action->grain;
  if (b->v.vague || b->action->sign) e->bias = b->action->sign ? b->action->sign : (int8_t)b->v.rel;
  e->n = b->v.vague ? 0 : b->v.n_numbers ? b->v.n[0] : b->action->n;
  e->n2 = b->v.n_numbers > 1 && !b->v.vague ? b->v.n[1] : 0;
  return e->unit != CAL_NONE && e->n < MOST_UNITS && (!e->n2 || e->n2 > e->n);
}

/* "Within 10 to 12 days", "in the past two years". A vague length stays a length. */
static bool build_within(builder *b) {
  time_expr *e = &b->t->expr;
  const time_slots *v = &b->v;
  int32_t sign = v->has_rel && v->rel ? v->rel : b->action->sign;
  cal_grain unit = v->unit != CAL_NONE ? v->unit : b->action->grain;
  if (v->vague) return build_duration(b);
  int32_t one = v->n_numbers ? v->n[0] : 1;
  if (unit == CAL_NONE || !sign) return false;
  bool two = v->n_numbers > 1;
  if (two && v->n[1] <= v->n[0]) return false;
  b->t->type = two ? TIME_DATE : TIME_DURATION;
  e->op = OP_WITHIN;
  e->unit = unit;
  e->grain = CAL_INTERVAL;
  e->n = sign > 0 ? (two ? v->n[0] : 0) : two ? -v->n[1] : -one;
  e->n2 = sign > 0 ? (two ? v->n[1] : one) : two ? -v->n[0] : 0;
  return true;
}

static bool build_set(builder *b) {
  time_expr *e = &b->t->expr;
  b->t->type = TIME_SET;
  e->op = OP_SET;
  e->base = BASE_NONE;
  e->weekday = (uint8_t)b->v.weekday;
  e->month = (uint8_t)b->v.at[0].month;
  e->unit = b->v.unit != CAL_NONE ? b->v.unit
            : e->weekday          ? CAL_WEEK
            : e->month            ? CAL_YEAR
                                  : b->action->grain;
  e->n = b->v.n_numbers && b->v.n[0] ? b->v.n[0] : b->action->n ? b->action->n : 1;
  return e->unit != CAL_NONE;
}

/* ---- references ------------------------------------------------------------------------------ */

/* "The next day", "that week": told from the last time said. */
static bool build_same(builder *b) {
  time_expr *e = &b->t->expr;
  cal_grain unit = b->v.unit != CAL_NONE ? b->v.unit : b->action->grain;
  e->op = b->action->sign < 0 ? OP_LAST : b->action->sign > 0 ? OP_NEXT : OP_THIS;
  e->n = b->action->sign != 0;
  e->unit = e->grain = unit;
  builder_anchor_on(b, builder_said(b, unit));
  return unit >= CAL_DAY;
}

/* "An earlier meeting": before the earliest day its sentence has named so far. */
static bool build_earlier(builder *b) {
  uint32_t found = time_first_day(b->x->f, b->here);
  if (found == NONE) return false;
  b->t->expr.op = OP_BEFORE;
  builder_anchor_on(b, found);
  return true;
}

/* "Have since been …": from the last day said to the report. Its names come along, so that the expression
 * stands on the report alone. */
static bool since_last(builder *b) {
  uint32_t at = time_before(b->x->f, b->here, CAL_YEAR);
  if (at == NONE) return false;
  const time_expr *from = &b->x->f->times[at].expr;
  time_expr *e = &b->t->expr;
  if (from->op != OP_ABS && from->op != OP_NEAREST) return false;
  e->weekday = from->weekday;
  e->month = from->month;
  e->day = from->day;
  e->literal = from->literal;
  return true;
}

static bool build_since(builder *b) {
  bool named = b->v.weekday || b->v.at[0].month || b->v.at[0].year || b->v.season || cal_known(b->v.date);
  if (!(named ? builder_date(b) : since_last(b))) return false;
  if (b->t->expr.op == OP_THIS || b->t->expr.part) return false;
  b->t->expr.op = OP_SINCE;
  b->t->expr.bias = 0;
  b->t->expr.grain = CAL_INTERVAL;
  return true;
}

/* "1500" and "9" as minutes of the day, + 1; 0: no time of the day. */
static uint16_t minute_of(int32_t n) {
  int32_t hour = n < 100 ? n : n / 100, minute = n < 100 ? 0 : n % 100;
  return n >= 0 && hour < 24 && minute < 60 ? (uint16_t)(60 * hour + minute + 1) : 0;
}

/* "1500 GMT", "1100 to 1300 GMT". */
static void take_digits(builder *b) {
  time_slots *v = &b->v;
  if (v->clock || !v->n_numbers) return;
  v->clock = minute_of(v->n[0]);
  if (v->n_numbers == 1) return;
  v->clock_end = minute_of(v->n[1]);
  if (v->clock_end <= v->clock) v->clock = 0;
}

static bool build_clock(builder *b) {
  uint32_t at = time_before(b->x->f, b->here, CAL_DAY);
  take_digits(b);
  if (!b->v.clock || (b->v.clock_end && b->match->n == 1)) return false;      /* "at night" is no one's night */
  b->t->expr.op = OP_THIS;
  b->t->expr.grain = CAL_DAY;
  if (at != NONE && b->x->f->times[at].sentence == b->here) builder_anchor_on(b, at);
  else if (b->x->story.told) builder_anchor_on(b, builder_said(b, CAL_DAY));
  return true;
}

/* "Christmas", "overnight" of a phrase. */
static void take_action_day(builder *b) {
  const time_action *a = b->action;
  if (a->clock) {
    b->v.clock = a->clock;
    b->v.clock_end = a->clock_end;
  }
  if (!a->month && !a->feast) return;
  b->v.at[0].month = a->month;
  b->v.at[0].day = a->day;
  b->v.weekday = a->weekday;
  b->t->expr.feast = a->feast;
  builder_take_company(b);
  builder_put_end(b, b->t, b->first, b->end);
}

/* Half of a unit, in a smaller one. */
static int32_t half_of(cal_grain unit, cal_grain *smaller) {
  static const struct { cal_grain of, smaller; int32_t n; } halves[] = {
    {CAL_HOUR, CAL_MINUTE, 30}, {CAL_DAY, CAL_HOUR, 12},  {CAL_WEEK, CAL_HOUR, 84},  {CAL_MONTH, CAL_DAY, 15},
    {CAL_YEAR, CAL_MONTH, 6},   {CAL_DECADE, CAL_YEAR, 5}, {CAL_CENTURY, CAL_YEAR, 50}};
  for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
    if (halves[i].of == unit) {
      *smaller = halves[i].smaller;
      return halves[i].n;
    }
  return 0;
}

/* "Half an hour", "a year and a half", "5 1/2 hours". */
static bool take_half(builder *b) {
  time_slots *v = &b->v;
  cal_grain smaller = CAL_NONE;
  int32_t half = half_of(v->unit, &smaller);
  const class_set half_word = time_words_mask(&b->x->m->words, STR("HALF"));
  bool alone = (b->match->at[0] | (b->v.approx ? b->match->at[1] : 0)) & half_word;
  int32_t whole = alone ? 0 : v->n_numbers ? v->n[0] : 1;
  if (v->vague || !half || whole > TIME_MOST_UNITS) return false;
  v->n[0] = (2 * whole + 1) * half;
  v->n_numbers = 1;
  v->unit = smaller;
  return true;
}

static bool build(builder *b) {
  time_expr *e = &b->t->expr;
  switch (b->action->verb) {
    case VERB_DATE: return b->v.has_rel && !b->t->expr.feast && b->action->day ? rel_name(b) : builder_moved_date(b);
    case VERB_RANGE: return builder_range(b);
    case VERB_DECADE: return builder_decade(b);
    case VERB_CENTURY: return builder_century(b);
    case VERB_REL: return build_rel(b);
    case VERB_QUARTER: return numbered(b, CAL_QUARTER, 3);
    case VERB_HALF: return numbered(b, CAL_HALF, 6);
    case VERB_DEICTIC: return build_deictic(b);
    case VERB_BEFORE: return build_cut(b, OP_BEFORE);
    case VERB_AFTER: return build_cut(b, OP_AFTER);
    case VERB_OFFSET: return build_offset(b);
    case VERB_WITHIN: return build_within(b);
    case VERB_DURATION: return build_duration(b);
    case VERB_SET: return build_set(b);
    case VERB_PAST: return vague(b, -1);
    case VERB_PRESENT: return vague(b, 0);
    case VERB_FUTURE: return vague(b, 1);
    case VERB_AHEAD: return build_ahead(b);
    case VERB_UNTIL: e->op = OP_UNTIL; return true;
    case VERB_SINCE: return build_since(b);
    case VERB_SAME: return build_same(b);
    case VERB_EARLIER: return build_earlier(b);
    case VERB_CLOCK: return build_clock(b);
    case VERB_SHARED: return builder_shared(b);
    case VERB_SPELLED: return builder_spelled(b);
    case VERB_BC: return builder_bc(b);
    case VERB_NTH: return builder_nth(b);
    case VERB_SKIP: case VERB_COUNT: break;
  }
  return false;
}

/* ---- what decorates any time ----------------------------------------------------------------- */

/* "By the end of May" means its last day; else the end is its last third. */
static uint8_t part_of(const builder *b) {
  if (b->v.part != PART_LAST_DAY || b->action->verb == VERB_NTH) return b->v.part;
  if (b->first == b->s->first) return PART_END;
  const token *before = &b->x->f->doc->tokens[b->first - 1];
  return time_words_at(&b->x->m->words, before->word)->cues & CUE_BOUND ? PART_LAST_DAY : PART_END;
}

static void decorate(builder *b) {
  time_expr *e = &b->t->expr;
  e->approx |= b->v.approx;
  if (b->v.part && e->grain > CAL_DAY) e->part = part_of(b);
  if (!b->v.clock || e->grain != CAL_DAY || b->t->type > TIME_TIME) return;
  e->clock = b->v.clock;
  e->clock_end = b->v.clock_end;
  b->t->type = TIME_TIME;
}

static bool is_sane(const time_expr *e) {
  return e->n >= -TIME_MOST_UNITS && e->n <= TIME_MOST_UNITS && e->n2 >= -TIME_MOST_UNITS &&
         e->n2 <= TIME_MOST_UNITS;
}

int time_build(time_fact t[2], const time_finder *x, const sentence *s, uint32_t i, const time_match *match) {
  const time_rule *rule = &x->m->rules.rules[match->rule];
  builder b = {.x = x,
               .s = s,
               .here = (uint32_t)(s - x->f->doc->sentences),
               .action = &rule->action,
               .first = i,
               .end = i + match->n,
               .match = match,
               .v = time_slots_of(x->m, x->f->doc, i, match),
               .t = t,
               .n = 1};
  *t = (time_fact){.first = i, .end = i + match->n, .type = TIME_DATE, .rule = rule->id, .p = rule->p};
  t->at = doc_span(x->f->doc, i, t->end);
  t->sentence = b.here;
  t->expr = (time_expr){.base = BASE_REPORT, .base_ref = NONE};
  take_action_day(&b);
  if (b.action->half && !take_half(&b)) return 0;
  if (!build(&b) || !is_sane(&t->expr)) return 0;
  decorate(&b);
  if (t->expr.op == OP_ABS) t->expr.base = BASE_NONE;
  return b.n;
}
