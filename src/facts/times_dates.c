/* times_dates.c: from words that name dates to an expression: days, months, years, spans, lists, feasts. */
#include "facts/times_builder.h"

void builder_anchor_on(builder *b, uint32_t time) {
  b->t->expr.base = time == NONE ? BASE_NONE : BASE_TIME;
  b->t->expr.base_ref = time;
}

uint32_t builder_said(const builder *b, cal_grain grain) {
  const facts *f = b->x->f;
  uint32_t at = time_before(f, b->here, grain), story = b->x->story.at;
  if (at != NONE || !b->x->story.told || story == NONE) return at;
  return f->times[story].expr.grain <= grain ? story : NONE;
}

void builder_put_end(const builder *b, time_fact *t, uint32_t first, uint32_t end) {
  t->first = first;
  t->end = end;
  t->at = doc_span(b->x->f->doc, first, end);
}

void builder_take_company(builder *b) {
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

int8_t builder_bias(const builder *b) {
  const class_set since = time_words_mask(&b->x->m->words, STR("SINCE"));
  if (b->first > b->s->first && (b->x->classes[b->first - 1] & since)) return -1;
  return time_bias(b->x->m, b->x->f->doc, b->s, b->first, b->end);
}

/* Without a cue a bare name lies in the past; a day of a month is the nearest one. */
static void nearest_name(builder *b) {
  time_expr *e = &b->t->expr;
  int8_t bias = builder_bias(b);
  e->op = OP_NEAREST;
  e->bias = bias > 0 ? 1 : bias == 0 && (e->day || cal_known(e->literal)) ? 0 : -1;
}

bool builder_literal(builder *b, cal_date d, cal_grain grain) {
  b->t->expr.op = OP_ABS;
  b->t->expr.literal = d;
  b->t->expr.grain = grain;
  return cal_known(d);
}

cal_date builder_months(int32_t year, int32_t month, int32_t n, cal_grain grain) {
  cal_date d = cal_between(cal_from_ymd(year, month, 1), cal_from_ymd(year, month + n, 1) - 1);
  d.grain = grain;
  return d;
}

cal_date builder_date_of(const time_names *n) {
  if (n->day) return cal_of_md(n->year, n->month, n->day);
  return n->month ? cal_of_month(n->year, n->month) : cal_of_year(n->year);
}

bool builder_put_names(builder *b) {
  const time_slots *v = &b->v;
  time_expr *e = &b->t->expr;
  e->month = (uint8_t)(v->season ? v->season : v->at[0].month);
  e->day = (uint8_t)v->at[0].day;
  e->weekday = (uint8_t)(e->month && !e->day ? 0 : v->weekday);
  e->grain = e->day || e->weekday ? CAL_DAY : v->season ? CAL_SEASON : CAL_MONTH;
  return e->weekday || (e->month && (!e->day || cal_is_date(2000, e->month, e->day)));
}

bool builder_name_in_unit(builder *b) {
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
  builder_name_in_unit(b);
  builder_anchor_on(b, at);
}

#define LIST_REACH 12         /* tokens of a list of days that are looked at */

/* "From Monday to Thursday": the one after the day said just before. */
static void follow_weekday(builder *b) {
  const facts *f = b->x->f;
  const class_set to = time_words_mask(&b->x->m->words, STR("UNTO"));
  if (!f->n_times || b->first == b->s->first || !(b->x->classes[b->first - 1] & to)) return;
  const time_fact *last = &f->times[f->n_times - 1];
  if (last->end + 1 != b->first || last->expr.op != OP_NEAREST || !last->expr.weekday) return;
  b->t->expr.bias = 1;
  builder_anchor_on(b, f->n_times - 1);
}

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
  return builder_literal(b, d, CAL_DAY);
}

bool builder_date(builder *b) {
  time_slots *v = &b->v;
  if (v->ordinal && v->at[0].month && !v->at[0].day) v->at[0].day = v->ordinal + (v->n_numbers ? v->n[0] : 0);
  if (b->t->expr.feast) return build_feast(b);
  if (cal_known(v->date)) return builder_literal(b, v->date, CAL_DAY);
  take_year_ahead(b);
  if (v->at[0].year && v->season)
    return builder_literal(b, builder_months(v->at[0].year, v->season, 3, CAL_SEASON), CAL_SEASON);
  if (v->at[0].year) {
    cal_date d = builder_date_of(&v->at[0]);
    return builder_literal(b, d, d.grain);
  }
  if (v->has_deictic && !v->at[0].month && !v->weekday) return false;
  if (!builder_put_names(b)) return false;
  if (v->unit != CAL_NONE && !b->action->sign) {
    if (b->action->base == BASE_TIME) builder_anchor_on(b, time_before(b->x->f, b->here, CAL_YEAR));
    return builder_name_in_unit(b);
  }
  nearest_name(b);
  if (!b->action->sign) keep_year(b);
  if (b->t->expr.weekday && !b->t->expr.month) follow_weekday(b);
  return true;
}

/* "Two days before July 20, 1974": the date, moved. */
bool builder_moved_date(builder *b) {
  time_expr *e = &b->t->expr;
  if (!builder_date(b)) return false;
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
  builder_put_end(b, t, b->first + from, link);
  builder_put_end(b, other, link + 1, b->end);
  other->ends = true;
  b->n = 2;
  time_names ends[2] = {*a, *z};
  for (int k = 0; k < 2; k++) {
    time_expr *e = &t[k].expr;
    cal_date d = builder_date_of(&ends[k]);
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

bool builder_range(builder *b) {
  time_names a = b->v.at[0], z = b->v.at[1];
  bool one_year = !z.year, both = z.month || !a.month;
  uint32_t link = b->action->ends && both ? link_of(b) : NONE;
  if (!a.day != !z.day) return false;
  share_names(&a, &z);
  if (!a.year) a.year = z.year = CAL_NO_YEAR;
  if (a.year == CAL_NO_YEAR && !a.month) return false;
  cal_date lo = builder_date_of(&a), hi = builder_date_of(&z);
  if (a.year != CAL_NO_YEAR && one_year && cal_known(lo) && cal_known(hi) && lo.lo > hi.hi) {
    a.year--;
    lo = builder_date_of(&a);
  }
  if (!cal_known(lo) || !cal_known(hi)) return false;
  if (link != NONE) return build_ends(b, &a, &z, link);
  if (lo.lo > hi.hi) return false;
  cal_date d = cal_between(lo.lo, hi.hi);
  d.no_year = a.year == CAL_NO_YEAR;
  b->t->expr.literal = d;
  b->t->expr.grain = lo.grain;
  if (!d.no_year) return builder_literal(b, d, lo.grain);
  nearest_name(b);
  if (b->x->story.told) keep_year(b);
  return true;
}

/* "In the 30s"; but "in her 30s", "in their mid-30s" tell an age. */
static bool is_age(const builder *b) {
  const class_set the = time_words_mask(&b->x->m->words, STR("THE"));
  return b->v.decade && (b->x->classes[b->end - 1] & CLASS_BIT(CLASS_TWO)) && !(b->match->at[0] & the);
}

bool builder_decade(builder *b) {
  if (is_age(b)) return false;
  return builder_literal(b, cal_unit(cal_from_ymd(b->v.decade, 1, 1), CAL_DECADE), CAL_DECADE);
}

bool builder_century(builder *b) {
  if (b->v.ordinal < 1 || b->v.ordinal > 30) return false;
  return builder_literal(b, cal_unit(cal_from_ymd(100 * (b->v.ordinal - 1), 1, 1), CAL_CENTURY), CAL_CENTURY);
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

bool builder_shared(builder *b) {
  return (month_ahead(b) || month_behind(b) || month_said(b)) && builder_date(b);
}

/* "Nineteen ninety-six", "the year two thousand". */
bool builder_spelled(builder *b) {
  time_slots *v = &b->v;
  if (v->vague || !v->n_numbers) return false;
  bool two = v->n_numbers == 2, fits = v->n[0] >= 15 && v->n[0] <= 21 && v->n[1] >= 10 && v->n[1] < 100;
  int32_t year = two && fits ? 100 * v->n[0] + v->n[1] : two ? 0 : v->n[0];
  if (year < 1500 || year > 2199) return false;
  v->at[0].year = year;
  return builder_date(b);
}

/* "480 BC", "from 431 to 404 BC", "the 5th century BC". Before the year 1 lies the year 0. */
bool builder_bc(builder *b) {
  time_slots *v = &b->v;
  if (v->ordinal) {
    if (v->ordinal < 1 || v->ordinal > 30) return false;
    cal_day first = cal_from_ymd(1 - 100 * v->ordinal, 1, 1);
    cal_date century = cal_between(first, cal_from_ymd(101 - 100 * v->ordinal, 1, 1) - 1);
    return builder_literal(b, century, CAL_CENTURY);
  }
  if (v->vague || !v->n_numbers || v->n[0] < 2 || v->n[0] > 9999) return false;
  v->at[0].year = 1 - v->n[0];
  if (v->n_numbers == 1) return builder_date(b);
  v->at[1].year = 1 - v->n[1];
  return v->n[1] > 1 && builder_range(b);
}

/* "The second half of June", "the first week of May", "the last day of 2024", "the second Tuesday in November". */
bool builder_nth(builder *b) {
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
  return v->decade ? builder_decade(b) : builder_date(b);
}
