/* times_build.c: from what the words of a matched rule say to an expression, by the rule's verb. */
#include "facts/times_slots.h"

typedef struct {
  const time_finder *x;
  const sentence *s; uint32_t here;                      /* and its index */
  const time_action *action;
  uint32_t first, end;                                   /* tokens */
  const time_match *match;
  time_slots v;
  time_fact *t;                                          /* [2]: the second for a span's other end */
  int n;                                                 /* how many of them are made */
} builder;

static void anchor_on(builder *b, uint32_t time) {
  b->t->expr.base = time == NONE ? BASE_NONE : BASE_TIME;
  b->t->expr.base_ref = time;
}

/* The time said before that "the next day" is told from; a story goes on from wherever it has got to. */
static uint32_t time_said(const builder *b, cal_grain grain) {
  const facts *f = b->x->f;
  uint32_t at = time_before(f, b->here, grain), story = b->x->story.at;
  if (at != NONE || !b->x->story.told || story == NONE) return at;
  return f->times[story].expr.grain <= grain ? story : NONE;
}

static void put_end(const builder *b, time_fact *t, uint32_t first, uint32_t end) {
  t->first = first;
  t->end = end;
  t->at = doc_span(b->x->f->doc, first, end);
}

/* "Last Christmas", "Easter 2024": the words around a named day that say which. */
static void take_company(builder *b) {
  const class_set *c = b->x->classes, rel = CLASS_BIT(CLASS_REL), year = CLASS_BIT(CLASS_YEAR);
  const time_words *w = &b->x->m->words;
  uint32_t before = b->first - 1, end = b->end;
  if (b->first > b->s->first && (c[before] & rel)) {
    time_slots_fill(&b->v, CLASS_REL, time_words_value(w, b->x->f->doc, before, CLASS_REL));
    b->first--;
  } else if (end < b->s->end && (c[end] & year)) {
    time_slots_fill(&b->v, CLASS_YEAR, time_words_value(w, b->x->f->doc, end, CLASS_YEAR));
    b->end++;
  }
}

/* ---- dates ----------------------------------------------------------------------------------- */

static int8_t bias_of(const builder *b) { return time_bias(b->x->m, b->x->f->doc, b->s, b->first, b->end); }

/* Without a cue a bare name lies in the past; a day of a month is the nearest one. */
static void nearest_name(builder *b) {
  time_expr *e = &b->t->expr;
  int8_t bias = bias_of(b);
  e->op = OP_NEAREST;
  e->bias = bias > 0 ? 1 : bias == 0 && (e->day || cal_known(e->literal)) ? 0 : -1;
}

static bool literal(builder *b, cal_date d, cal_grain grain) {
  b->t->expr.op = OP_ABS;
  b->t->expr.literal = d;
  b->t->expr.grain = grain;
  return cal_known(d);
}

static cal_date months_of(int32_t year, int32_t month, int32_t n, cal_grain grain) {
  cal_date d = cal_between(cal_from_ymd(year, month, 1), cal_from_ymd(year, month + n, 1) - 1);
  d.grain = grain;
  return d;
}

static cal_date date_of(const time_names *n) {
  if (n->day) return cal_of_md(n->year, n->month, n->day);
  return n->month ? cal_of_month(n->year, n->month) : cal_of_year(n->year);
}

/* The names without a year go into the expression. */
static bool put_names(builder *b) {
  const time_slots *v = &b->v;
  time_expr *e = &b->t->expr;
  e->month = (uint8_t)(v->season ? v->season : v->at[0].month);
  e->day = (uint8_t)v->at[0].day;
  e->weekday = (uint8_t)(e->month && !e->day ? 0 : v->weekday);
  e->grain = e->day || e->weekday ? CAL_DAY : v->season ? CAL_SEASON : CAL_MONTH;
  return e->weekday || (e->month && (!e->day || cal_is_date(2000, e->month, e->day)));
}

/* "June last year", "Monday of next week": the name in a unit that is told from the base. */
static bool name_in_unit(builder *b) {
  time_expr *e = &b->t->expr;
  e->op = OP_THIS;
  e->unit = e->weekday && !e->month ? CAL_WEEK : CAL_YEAR;
  e->n = b->v.has_rel ? b->v.rel : 0;
  return true;
}

/* The time said just before, if its year still holds. */
static uint32_t same_year(const builder *b) {
  const facts *f = b->x->f;
  if (!f->n_times || !b->t->expr.month || b->t->expr.bias > 0) return NONE;
  const time_fact *last = &f->times[f->n_times - 1];
  if (last->sentence + (b->t->expr.day ? 1 : 0) < b->here ||
      f->doc->sentences[last->sentence].block != b->s->block)
    return NONE;
  bool dated = last->expr.op == OP_ABS && (last->expr.grain == CAL_DAY || last->expr.grain == CAL_MONTH);
  bool kept = last->expr.op == OP_THIS && last->expr.base == BASE_TIME && last->expr.unit == CAL_YEAR;
  return dated || kept ? f->n_times - 1 : NONE;
}

/* "On March 3, 1918, they signed; on March 15 …": the year said before still holds; in a story however long
 * ago it was said. */
static void keep_year(builder *b) {
  const time_expr *e = &b->t->expr;
  uint32_t at = b->x->story.told && (e->month || e->feast || cal_known(e->literal)) ? b->x->story.at : same_year(b);
  if (at == NONE) return;
  b->t->expr.bias = 0;
  name_in_unit(b);
  anchor_on(b, at);
}

#define LIST_REACH 12         /* tokens of a list of days that are looked at */

/* "In March and April 2019", "on May 3 and June 4, 2019": the year that stands behind the last of a list. */
static void take_year_ahead(builder *b) {
  const class_set month = CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_MONTH_MAYBE), year = CLASS_BIT(CLASS_YEAR);
  const class_set listed = time_words_mask(&b->x->m->words, STR("LISTED"));
  bool other = false;
  if (!b->v.at[0].month || b->v.at[0].year || b->v.at[1].month || b->v.unit != CAL_NONE) return;
  for (uint32_t j = b->end; j < b->s->end && j < b->end + LIST_REACH; j++) {
    class_set c = b->x->classes[j];
    if (other && (c & year)) {
      b->v.at[0].year = time_words_value(&b->x->m->words, b->x->f->doc, j, CLASS_YEAR);
      return;
    }
    if (!(c & (month | listed)) || (j == b->end && (c & month))) return;
    other |= (c & month) != 0;
  }
}

/* "Thanksgiving", "last Easter", "Good Friday 2024". */
static bool build_feast(builder *b) {
  time_expr *e = &b->t->expr;
  const time_slots *v = &b->v;
  e->weekday = (uint8_t)v->weekday;
  e->month = (uint8_t)v->at[0].month;
  e->day = (uint8_t)v->at[0].day;
  e->grain = CAL_DAY;
  nearest_name(b);
  if (v->has_rel) e->bias = (int8_t)(v->rel < 0 ? -1 : v->rel > 0);
  else if (!v->at[0].year) keep_year(b);
  if (!v->at[0].year) return true;
  e->op = OP_THIS;
  e->unit = CAL_YEAR;
  cal_date d = time_value(e, cal_of_year(v->at[0].year));
  *e = (time_expr){.base = BASE_REPORT, .base_ref = NONE};
  return literal(b, d, CAL_DAY);
}

static bool build_date(builder *b) {
  time_slots *v = &b->v;
  if (v->ordinal && v->at[0].month && !v->at[0].day) v->at[0].day = v->ordinal + (v->n_numbers ? v->n[0] : 0);
  if (b->t->expr.feast) return build_feast(b);
  if (cal_known(v->date)) return literal(b, v->date, CAL_DAY);
  take_year_ahead(b);
  if (v->at[0].year && v->season)
    return literal(b, months_of(v->at[0].year, v->season, 3, CAL_SEASON), CAL_SEASON);
  if (v->at[0].year) {
    cal_date d = date_of(&v->at[0]);
    return literal(b, d, d.grain);
  }
  if (v->has_deictic && !v->at[0].month && !v->weekday) return false;
  if (!put_names(b)) return false;
  if (v->unit != CAL_NONE && !b->action->sign) {
    if (b->action->base == BASE_TIME) anchor_on(b, time_before(b->x->f, b->here, CAL_YEAR));
    return name_in_unit(b);
  }
  nearest_name(b);
  if (!b->action->sign) keep_year(b);
  return true;
}

/* "Two days before July 20, 1974": the date, moved. */
static bool build_moved_date(builder *b) {
  time_expr *e = &b->t->expr;
  if (!build_date(b)) return false;
  if (!b->action->sign) return true;
  if (b->v.vague || !b->v.n_numbers || (e->op != OP_ABS && e->op != OP_NEAREST)) return false;
  e->unit = b->v.unit;
  e->n = b->action->sign * b->v.n[0];
  if (b->v.weekday && e->n > 0) e->bias = 1;      /* "a week from Monday": from the next one */
  return true;
}

/* Names that only one end of a range says hold for both. */
static void share_names(time_names *a, time_names *z) {
  if (!z->month) z->month = a->month;
  if (!a->month) a->month = z->month;
  if (!z->year) z->year = a->year;
  if (!a->year) a->year = z->year;
}

/* The token of "to", "and", "-" between the ends of a span; NONE. */
static uint32_t link_of(const builder *b) {
  const class_set link = time_words_mask(&b->x->m->words, STR("LINK"));
  for (uint32_t k = b->match->n - 1; k-- > 1;)
    if (b->match->at[k] & link) return b->first + k;
  return NONE;
}

/* "From January 23 to March 9": two times. A second end without a year is the next one after the first. */
static bool build_ends(builder *b, const time_names *a, const time_names *z, uint32_t link) {
  time_fact *t = b->t, *other = b->t + 1;
  bool from = time_words_mask(&b->x->m->words, STR("FROM")) & b->match->at[0];
  *other = *t;
  put_end(b, t, b->first + from, link);
  put_end(b, other, link + 1, b->end);
  b->n = 2;
  time_names ends[2] = {*a, *z};
  for (int k = 0; k < 2; k++) {
    time_expr *e = &t[k].expr;
    cal_date d = date_of(&ends[k]);
    e->grain = d.grain;
    if (ends[k].year != CAL_NO_YEAR) {
      e->op = OP_ABS;
      e->literal = d;
      e->base = BASE_NONE;
      continue;
    }
    e->month = (uint8_t)ends[k].month;
    e->day = (uint8_t)ends[k].day;
    e->op = OP_NEAREST;
    e->bias = 1;
    e->base = BASE_TIME;
    e->base_ref = b->x->f->n_times;
  }
  if (a->year != CAL_NO_YEAR) return true;
  t->expr.base = BASE_REPORT;
  t->expr.base_ref = NONE;
  nearest_name(b);
  keep_year(b);
  return true;
}

static bool build_range(builder *b) {
  time_names a = b->v.at[0], z = b->v.at[1];
  bool one_year = !z.year, both = z.month || !a.month;
  uint32_t link = b->action->ends && both ? link_of(b) : NONE;
  if (!a.day != !z.day) return false;
  share_names(&a, &z);
  if (!a.year) a.year = z.year = CAL_NO_YEAR;
  if (a.year == CAL_NO_YEAR && !a.month) return false;
  cal_date lo = date_of(&a), hi = date_of(&z);
  if (a.year != CAL_NO_YEAR && one_year && cal_known(lo) && cal_known(hi) && lo.lo > hi.hi) {
    a.year--;
    lo = date_of(&a);
  }
  if (!cal_known(lo) || !cal_known(hi)) return false;
  if (link != NONE) return build_ends(b, &a, &z, link);
  if (lo.lo > hi.hi) return false;
  cal_date d = cal_between(lo.lo, hi.hi);
  d.no_year = a.year == CAL_NO_YEAR;
  b->t->expr.literal = d;
  b->t->expr.grain = lo.grain;
  if (!d.no_year) return literal(b, d, lo.grain);
  nearest_name(b);
  if (b->x->story.told) keep_year(b);
  return true;
}

/* "In the 30s"; but "in her 30s", "in their mid-30s" tell an age. */
static bool is_age(const builder *b) {
  const class_set the = time_words_mask(&b->x->m->words, STR("THE"));
  return b->v.decade && (b->x->classes[b->end - 1] & CLASS_BIT(CLASS_TWO)) && !(b->match->at[0] & the);
}

static bool build_decade(builder *b) {
  if (is_age(b)) return false;
  return literal(b, cal_unit(cal_from_ymd(b->v.decade, 1, 1), CAL_DECADE), CAL_DECADE);
}

static bool build_century(builder *b) {
  if (b->v.ordinal < 1 || b->v.ordinal > 30) return false;
  return literal(b, cal_unit(cal_from_ymd(100 * (b->v.ordinal - 1), 1, 1), CAL_CENTURY), CAL_CENTURY);
}

/* "Monday 20 and Sunday 26 April": the month that another day of the list says. */
static bool month_ahead(builder *b) {
  const class_set listed = time_words_mask(&b->x->m->words, STR("LISTED"));
  const class_set month = CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_MONTH_MAYBE);
  for (uint32_t j = b->end; j < b->s->end && j < b->end + LIST_REACH; j++) {
    class_set c = b->x->classes[j];
    if (c & month) {
      time_slots_fill(
          &b->v, CLASS_MONTH,
          time_words_value(&b->x->m->words, b->x->f->doc, j, (time_class)__builtin_ctzll(c & month)));
      return true;
    }
    if (!(c & listed)) return false;
  }
  return false;
}

static bool take_month(builder *b, const time_expr *from) {
  cal_ymd day = cal_to_ymd(from->literal.lo);
  b->v.at[0].month = from->op == OP_ABS ? day.month : from->month;
  if (from->op == OP_ABS) b->v.at[0].year = day.year;
  return b->v.at[0].month != 0;
}

static bool month_behind(builder *b) {
  const facts *f = b->x->f;
  const class_set listed = time_words_mask(&b->x->m->words, STR("LISTED"));
  if (!f->n_times) return false;
  const time_fact *last = &f->times[f->n_times - 1];
  if (last->end + 3 < b->first || last->end >= b->first || last->end <= b->s->first ||
      last->expr.grain != CAL_DAY)
    return false;
  for (uint32_t j = last->end; j < b->first; j++)
    if (!(b->x->classes[j] & listed)) return false;
  return take_month(b, &last->expr);
}

/* "Freed on the 9th": of the month of the day said before. */
static bool month_said(builder *b) {
  uint32_t at = b->action->base == BASE_TIME ? time_before(b->x->f, b->here, CAL_DAY) : NONE;
  return at != NONE && take_month(b, &b->x->f->times[at].expr);
}

static bool build_shared(builder *b) {
  return (month_ahead(b) || month_behind(b) || month_said(b)) && build_date(b);
}

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
  if (!put_names(b)) return false;
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
  e->bias = bias_of(b) < 0 ? -1 : 1;
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
  if (at != NONE) anchor_on(b, at);
  return true;
}

/* Parts of a year by number: quarters, halves. */
static bool numbered(builder *b, cal_grain grain, int32_t months) {
  time_slots *v = &b->v;
  time_expr *e = &b->t->expr;
  if (b->action->n) {      /* "Q3", "Q3 2024" */
    v->ordinal = b->action->n;
    take_company(b);
    put_end(b, b->t, b->first, b->end);
  }
  if (!v->ordinal && grain == CAL_QUARTER) return that_quarter(b);
  if (!v->ordinal && v->has_rel && v->rel < 0) v->ordinal = 12 / months;
  if (v->ordinal < 1 || v->ordinal > 12 / months) return false;
  int32_t month = months * (v->ordinal - 1) + 1;
  if (v->at[0].year) return literal(b, months_of(v->at[0].year, month, months, grain), grain);
  e->month = (uint8_t)month;
  e->grain = grain;
  if (v->unit == CAL_YEAR || v->has_rel) return name_in_unit(b);
  e->op = OP_NEAREST;
  e->bias = bias_of(b) < 0 ? -1 : 0;
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
  if (v->weekday || v->at[0].day) return build_date(b);
  if (v->at[0].year) {
    e->literal = date_of(&v->at[0]);
    e->grain = e->literal.grain;
  } else if (v->at[0].month || v->season) {
    put_names(b);
    uint32_t day = op == OP_BEFORE && v->at[0].month ? time_day_of_month(b->x->f, v->at[0].month) : NONE;
    if (day != NONE) anchor_on(b, day);
  } else if (v->has_rel && v->rel) {
    v->part = op == OP_BEFORE ? PART_START : PART_END;
    return rel_unit(b, v->unit);
  } else {
    e->grain = v->unit;
  }
  e->op = op;
  return e->grain > CAL_DAY;
}

/* ---- amounts of units ------------------------------------------------------------------------ */

static bool vague(builder *b, int32_t way) {
  time_expr *e = &b->t->expr;
  e->op = OP_REF;
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

static bool build_offset(builder *b) {
  time_expr *e = &b->t->expr;
  const time_slots *v = &b->v;
  if (v->vague && b->action->base == BASE_REPORT) return vague(b, b->action->sign);
  e->unit = v->unit != CAL_NONE ? v->unit : b->action->grain;
  if (v->vague || e->unit == CAL_NONE) return false;
  e->op = OP_OFFSET;
  e->n = b->action->sign * (b->action->n ? b->action->n : v->n_numbers ? v->n[0] : 1);
  e->grain = offset_grain(b, e->unit);
  e->base = b->action->base;
  uint32_t quarter = e->unit == CAL_YEAR && e->n == -1 ? time_quarter_before(b->x->f) : NONE;
  if (quarter != NONE) {      /* "a year ago", of a quarter's figures */
    anchor_on(b, quarter);
    e->grain = CAL_QUARTER;
    return true;
  }
  if (e->base == BASE_TIME)
    anchor_on(b, time_said(b, v->unit < CAL_DAY ? CAL_DAY : v->unit));
  if (e->base == BASE_NONE && b->action->base == BASE_TIME && e->n < 0) e->base = BASE_REPORT;
  return true;
}

/* "Will land in five days"; "soon", if the clause does not look back. */
static bool build_ahead(builder *b) {
  int8_t bias = bias_of(b);
  return b->v.unit == CAL_NONE ? bias >= 0 && vague(b, 1) : bias > 0 && build_offset(b);
}

#define MOST_UNITS 1900        /* "the 1988 quarter" is no length */

static bool build_duration(builder *b) {
  time_expr *e = &b->t->expr;
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
  anchor_on(b, time_said(b, unit));
  return unit >= CAL_DAY;
}

/* "An earlier meeting": before the earliest day its sentence has named so far. */
static bool build_earlier(builder *b) {
  uint32_t found = time_first_day(b->x->f, b->here);
  if (found == NONE) return false;
  b->t->expr.op = OP_BEFORE;
  anchor_on(b, found);
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
  if (!(named ? build_date(b) : since_last(b))) return false;
  if (b->t->expr.op == OP_THIS || b->t->expr.part) return false;
  b->t->expr.op = OP_SINCE;
  b->t->expr.bias = 0;
  b->t->expr.grain = CAL_INTERVAL;
  return true;
}

/* "Nineteen ninety-six", "the year two thousand". */
static bool build_spelled(builder *b) {
  time_slots *v = &b->v;
  if (v->vague || !v->n_numbers) return false;
  bool two = v->n_numbers == 2, fits = v->n[0] >= 15 && v->n[0] <= 21 && v->n[1] >= 10 && v->n[1] < 100;
  int32_t year = two && fits ? 100 * v->n[0] + v->n[1] : two ? 0 : v->n[0];
  if (year < 1500 || year > 2199) return false;
  v->at[0].year = year;
  return build_date(b);
}

/* "480 BC", "from 431 to 404 BC", "the 5th century BC". Before the year 1 lies the year 0. */
static bool build_bc(builder *b) {
  time_slots *v = &b->v;
  if (v->ordinal) {
    cal_day first = cal_from_ymd(1 - 100 * v->ordinal, 1, 1);
    cal_date century = cal_between(first, cal_from_ymd(101 - 100 * v->ordinal, 1, 1) - 1);
    return v->ordinal <= 30 && literal(b, century, CAL_CENTURY);
  }
  if (v->vague || !v->n_numbers || v->n[0] < 2 || v->n[0] > 9999) return false;
  v->at[0].year = 1 - v->n[0];
  if (v->n_numbers == 1) return build_date(b);
  v->at[1].year = 1 - v->n[1];
  return v->n[1] > 1 && build_range(b);
}

/* "1500 GMT", "9 GMT". */
static void take_four_digits(builder *b) {
  time_slots *v = &b->v;
  if (v->clock || v->n_numbers != 1 || v->n[0] < 0) return;
  int32_t hour = v->n[0] < 100 ? v->n[0] : v->n[0] / 100, minute = v->n[0] < 100 ? 0 : v->n[0] % 100;
  if (hour < 24 && minute < 60) v->clock = (uint16_t)(60 * hour + minute + 1);
}

/* "The second half of June", "the first week of May", "the last day of 2024", "the second Tuesday in November". */
static bool build_nth(builder *b) {
  time_slots *v = &b->v;
  int32_t n = v->ordinal, last = v->has_rel && v->rel < 0;
  const class_set half = time_words_mask(&b->x->m->words, STR("HALF"));
  bool halves = false;
  for (uint32_t k = 0; k < b->match->n; k++) halves |= (b->match->at[k] & half) != 0;
  if (!last && (n < 1 || n > 31)) return false;
  v->ordinal = 0;
  v->has_rel = false;
  if (v->weekday) {
    int32_t month = v->at[0].month;
    if (v->weekday == 8 || n > 4) return false;
    v->at[0].day = last ? cal_month_days(2001, month) - 6 : 7 * n - 6;
    b->t->expr.feast = FEAST_WEEKDAY;
  } else if (halves) {
    v->part = last || n == 2 ? PART_OTHER_HALF : PART_HALF;
    if (n > 2) return false;
  } else if (v->unit == CAL_WEEK) {
    v->part = (uint8_t)(last ? PART_LAST_WEEK : PART_WEEK + n);
    if (n > 5) return false;
  } else if (v->unit == CAL_DAY && v->at[0].month) {
    if (last) v->part = PART_LAST_DAY;
    else v->at[0].day = n;
  } else {
    return false;
  }
  v->unit = CAL_NONE;
  return v->decade ? build_decade(b) : build_date(b);
}

static bool build_clock(builder *b) {
  uint32_t at = time_before(b->x->f, b->here, CAL_DAY);
  take_four_digits(b);
  if (!b->v.clock || (b->v.clock_end && b->match->n == 1)) return false;      /* "at night" is no one's night */
  b->t->expr.op = OP_THIS;
  b->t->expr.grain = CAL_DAY;
  if (at != NONE && b->x->f->times[at].sentence == b->here) anchor_on(b, at);
  else if (b->x->story.told) anchor_on(b, time_said(b, CAL_DAY));
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
  take_company(b);
  put_end(b, b->t, b->first, b->end);
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
    case VERB_DATE: return b->v.has_rel && !b->t->expr.feast && b->action->day ? rel_name(b) : build_moved_date(b);
    case VERB_RANGE: return build_range(b);
    case VERB_DECADE: return build_decade(b);
    case VERB_CENTURY: return build_century(b);
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
    case VERB_SHARED: return build_shared(b);
    case VERB_SPELLED: return build_spelled(b);
    case VERB_BC: return build_bc(b);
    case VERB_NTH: return build_nth(b);
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
