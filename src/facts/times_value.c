/* times_value.c: what an expression means on a given base day; its form in JSON. Pure calendar arithmetic.
 *
 * A base is a day or an interval. Where a single day is wanted it is the base's last one (its first, where
 * the end is open): what is told about a week is told when it is over. */
#include "facts/times.h"

static bool is_open(cal_day d) { return d == CAL_OPEN_LO || d == CAL_OPEN_HI; }

/* cal_between for ends that may lie in a date without a year. */
static cal_date between(cal_day lo, cal_day hi, bool no_year) {
  cal_date d = cal_between(lo, hi);
  d.no_year = no_year && cal_known(d);
  return d;
}

static cal_day day_of(cal_date base) { return is_open(base.hi) ? base.lo : base.hi; }

static cal_date unit_of(cal_date base, cal_grain grain) {
  cal_date d = cal_unit(day_of(base), grain);
  if (base.no_year && cal_known(d)) d = grain == CAL_DAY || grain == CAL_MONTH ? d : CAL_NOTHING;
  d.no_year = base.no_year && cal_known(d);
  return d;
}

/* ---- names: weekdays, weekends, months, seasons, quarters, days of a month ------------------- */

static bool has_name(const time_expr *e) {
  return e->weekday || e->month || e->feast || cal_known(e->literal);
}

/* A weekday alone; beside a month it only helps to find the year. */
static bool is_weekday(const time_expr *e) { return e->weekday && !e->month; }

/* Months a named span of months has; a literal or a day of a month is no such span. */
static int name_months(const time_expr *e) {
  if (e->day) return 0;
  return e->grain == CAL_SEASON || e->grain == CAL_QUARTER ? 3 : e->grain == CAL_HALF ? 6 : 1;
}

/* Easter Sunday of a year: the anonymous Gregorian method (Nature, 1876). */
static cal_day easter(int32_t year) {
  int32_t a = year % 19, b = year / 100, c = year % 100, d = (b - (b + 8) / 25 + 1) / 3;
  int32_t h = (19 * a + b - b / 4 - d + 15) % 30, l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  int32_t n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
  return cal_from_ymd(year, n / 31, n % 31 + 1);
}

static cal_date feast_in(const time_expr *e, int32_t year) {
  if (year < 1) return CAL_NOTHING;
  if (e->feast != FEAST_WEEKDAY) return cal_one_day(easter(year) + e->feast - FEAST_EASTER);
  cal_day from = cal_from_ymd(year, e->month, e->day);
  return cal_one_day(from + (e->weekday - cal_weekday(from) + 7) % 7);
}

/* The days a yearly name means in one year: winter of 2025 begins in December 2025. */
static cal_date named_in(const time_expr *e, int32_t year) {
  if (e->feast) return feast_in(e, year);
  if (cal_known(e->literal)) {
    cal_ymd lo = cal_to_ymd(e->literal.lo), hi = cal_to_ymd(e->literal.hi);
    if (!cal_is_date(year, lo.month, lo.day) || !cal_is_date(year, hi.month, hi.day)) return CAL_NOTHING;
    return cal_between(cal_from_ymd(year, lo.month, lo.day), cal_from_ymd(year, hi.month, hi.day));
  }
  if (e->day) return cal_of_md(year, e->month, e->day);
  cal_day lo = cal_from_ymd(year, e->month, 1), hi = cal_from_ymd(year, e->month + name_months(e), 1) - 1;
  cal_date d = cal_between(lo, hi);
  if (e->grain == CAL_SEASON || e->grain == CAL_QUARTER || e->grain == CAL_HALF) d.grain = e->grain;
  return d;
}

/* What can be said of a yearly name when the year is not known. */
static cal_date named_without_year(const time_expr *e) {
  if (e->feast || (!e->month && !cal_known(e->literal))) return CAL_NOTHING;
  if (e->day) return cal_of_md(CAL_NO_YEAR, e->month, e->day);
  if (!cal_known(e->literal) && name_months(e) == 1) return cal_of_month(CAL_NO_YEAR, e->month);
  cal_date d = named_in(e, 2000);
  return cal_known(d) && cal_to_ymd(d.hi).year == 2000 ? between(d.lo, d.hi, true) : CAL_NOTHING;
}

/* Days from `at` to the date: 0 inside, negative where it is past. */
static int64_t distance(cal_date d, cal_day at) {
  if (d.hi < at) return (int64_t)d.hi - at;
  return d.lo > at ? (int64_t)d.lo - at : 0;
}

/* Whether a candidate at distance x is better than one at distance y: bias -1 wants the latest that has
 * begun, 1 the earliest that is not over, 0 the nearest, the past one on a tie. */
static bool nearer(int64_t x, int64_t y, int8_t bias) {
  if (bias && (x * bias >= 0) != (y * bias >= 0)) return x * bias >= 0;
  int64_t ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
  return ax != ay ? ax < ay : x < y;
}

/* Years around the base that are looked at: enough for a 29 February, and for a weekday to recur. */
#define YEARS_AROUND 8

/* "Monday, Oct. 26" was or will be a Monday. */
static bool on_weekday(const time_expr *e, cal_date d) {
  return e->feast || !e->weekday || !e->day || cal_weekday(d.lo) == e->weekday;
}

/* `strict`: the base's own day does not count. */
static cal_date nearest_on_weekday(const time_expr *e, cal_day at, int8_t bias, bool strict) {
  cal_date best = CAL_NOTHING;
  int32_t year = cal_to_ymd(at).year;
  for (int32_t y = year - YEARS_AROUND; y <= year + YEARS_AROUND; y++) {
    cal_date d = named_in(e, y);
    if (!cal_known(d) || !on_weekday(e, d)) continue;
    int64_t far = distance(d, at);
    if (strict && far * bias <= 0) continue;
    if (!cal_known(best) || nearer(far, distance(best, at), bias)) best = d;
  }
  return best;
}

static cal_date nearest_yearly(const time_expr *e, cal_day at, int8_t bias, bool strict) {
  cal_date d = nearest_on_weekday(e, at, bias, strict);
  time_expr plain = *e;
  plain.weekday = 0;
  return cal_known(d) || !e->weekday ? d : nearest_on_weekday(&plain, at, bias, strict);
}

/* A name that would lie far back (ahead) is rather the near one on the other side: told in late October,
 * "met on Nov. 15" hardly means the last November but one week short of a year ago. */
#define FAR_DAYS 300      /* a plateau on TimeBank */

static cal_date nearest_sensible(const time_expr *e, cal_day at, int8_t bias) {
  cal_date d = nearest_yearly(e, at, bias, false);
  int64_t far = cal_known(d) ? distance(d, at) : 0;
  return !e->feast && (far > FAR_DAYS || far < -FAR_DAYS) ? nearest_yearly(e, at, 0, false) : d;
}

static cal_date weekend_of(cal_day d) {
  cal_date week = cal_of_week(d);
  return between(week.hi - 1, week.hi, false);
}

/* The weekday on or before (after) a day; for a weekend the last that has begun, the next that is not
 * over. */
static cal_date nearest_weekday(uint8_t weekday, cal_day at, int8_t bias) {
  if (weekday == 8) {
    cal_date here = weekend_of(at);
    return bias <= 0 && here.lo > at ? weekend_of(at - 7) : here;
  }
  int ahead = (weekday - cal_weekday(at) + 7) % 7;
  if (bias > 0) return cal_one_day(at + ahead);
  return cal_one_day(ahead ? at + ahead - 7 : at);
}

static cal_date nearest(const time_expr *e, cal_date base, int8_t bias) {
  if (!cal_known(base) || base.no_year) return named_without_year(e);
  cal_day at = day_of(base);
  return is_weekday(e) ? nearest_weekday(e->weekday, at, bias) : nearest_sensible(e, at, bias);
}

/* ---- operations ------------------------------------------------------------------------------ */

/* "Last April", "next Monday": the base's own does not count. */
static cal_date strictly(const time_expr *e, cal_date base, int8_t way) {
  if (!cal_known(base) || base.no_year) return named_without_year(e);
  cal_day at = day_of(base);
  if (!is_weekday(e)) return nearest_yearly(e, at, way, true);
  if (e->weekday != 8) return nearest_weekday(e->weekday, at + way, way);
  cal_date here = weekend_of(at);
  if (way < 0) return here.hi < at ? here : weekend_of(at - 7);
  return here.lo > at ? here : weekend_of(at + 7);
}

static cal_date value_rel(const time_expr *e, cal_date base, int32_t n) {
  if (has_name(e)) return strictly(e, base, n < 0 ? -1 : 1);
  if (!cal_known(base)) return CAL_NOTHING;
  return cal_shift(unit_of(base, e->grain), n, e->grain);
}

/* The unit that holds the base, moved; with a name, that name in the base's week or year, moved. */
static cal_date value_this(const time_expr *e, cal_date base) {
  if (!cal_known(base) || base.no_year) return named_without_year(e);
  cal_day at = day_of(base);
  if (is_weekday(e)) {
    cal_day monday = cal_move(cal_of_week(at).lo, e->n, CAL_WEEK);
    if (e->weekday == 8) return weekend_of(monday);
    return cal_one_day(monday + e->weekday - 1);
  }
  if (!has_name(e)) return cal_shift(unit_of(base, e->grain), e->n, e->unit == CAL_NONE ? e->grain : e->unit);
  if (e->unit == CAL_NONE) return nearest_yearly(e, at, 0, false);
  return named_in(e, cal_to_ymd(at).year + e->n);
}

static cal_date value_offset(const time_expr *e, cal_date base) {
  if (!cal_known(base)) return CAL_NOTHING;
  if (e->grain == CAL_DAY || e->grain == CAL_NONE) return cal_shift(base, e->n, e->unit);
  return cal_shift(unit_of(base, e->grain), e->n, e->unit);
}

/* The unit that "earlier in …" and "later in …" cut. */
static cal_date cut_unit(const time_expr *e, cal_date base, int8_t bias) {
  if (cal_known(e->literal) && !e->literal.no_year) return e->literal;
  if (e->base == BASE_REPORT && has_name(e)) return nearest(e, base, bias);
  return cal_known(base) ? unit_of((cal_date){base.lo, base.lo, CAL_DAY, base.no_year}, e->grain)
                         : CAL_NOTHING;
}

static cal_date value_before(const time_expr *e, cal_date base) {
  if (e->grain == CAL_NONE) {
    if (!cal_known(base) || base.no_year || is_open(base.lo)) return CAL_NOTHING;
    return cal_between(CAL_OPEN_LO, base.lo - 1);
  }
  cal_date unit = cut_unit(e, base, -1);
  if (!cal_known(unit) || !cal_known(base) || unit.no_year != base.no_year || !cal_touches(unit, base))
    return unit;
  return base.lo > unit.lo ? between(unit.lo, base.lo - 1, unit.no_year)
                           : between(unit.lo, base.lo, unit.no_year);
}

static cal_date value_after(const time_expr *e, cal_date base) {
  if (e->grain == CAL_NONE) {
    if (!cal_known(base) || base.no_year || is_open(base.hi)) return CAL_NOTHING;
    return cal_between(base.hi + 1, CAL_OPEN_HI);
  }
  cal_date unit = cut_unit(e, base, 1);
  if (!cal_known(unit) || !cal_known(base) || unit.no_year != base.no_year || !cal_touches(unit, base))
    return unit;
  return base.hi < unit.hi ? between(base.hi + 1, unit.hi, unit.no_year)
                           : between(base.hi, unit.hi, unit.no_year);
}

/* From a named day or unit (or the base itself) on; the base is where it ends. */
static cal_date value_since(const time_expr *e, cal_date base) {
  if (cal_known(e->literal) && !e->literal.no_year) {
    cal_day until = cal_known(base) && !base.no_year ? day_of(base) : CAL_OPEN_HI;
    return cal_between(e->literal.lo, until < e->literal.lo ? CAL_OPEN_HI : until);
  }
  if (!cal_known(base) || base.no_year) return CAL_NOTHING;
  if (!has_name(e)) return cal_between(base.lo, CAL_OPEN_HI);
  cal_date start = nearest(e, base, -1);
  return cal_known(start) && start.lo <= day_of(base) ? cal_between(start.lo, day_of(base)) : CAL_NOTHING;
}

static cal_date value_within(const time_expr *e, cal_date base) {
  if (!cal_known(base) || base.no_year) return CAL_NOTHING;
  return cal_between(cal_move(base.lo, e->n, e->unit), cal_move(base.hi, e->n2, e->unit));
}

static cal_date value_ref(const time_expr *e, cal_date base) {
  if (!cal_known(base) || base.no_year || e->n > 0) return CAL_NOTHING;
  if (e->n == 0) return base;
  return is_open(base.lo) ? CAL_NOTHING : cal_between(CAL_OPEN_LO, base.lo - 1);
}

static cal_date value_until(const time_expr *e, cal_date base) {
  cal_date end = has_name(e) ? nearest(e, base, 1) : base;
  return cal_known(end) && !end.no_year && !is_open(end.hi) ? cal_between(CAL_OPEN_LO, end.hi) : CAL_NOTHING;
}

/* "Two days before July 20": a date, then moved. */
static cal_date moved(const time_expr *e, cal_date d) {
  return e->n && cal_known(d) ? cal_shift(d, e->n, e->unit) : d;
}

static cal_date op_value(const time_expr *e, cal_date base) {
  switch (e->op) {
    case OP_ABS: return moved(e, e->literal);
    case OP_THIS: return value_this(e, base);
    case OP_LAST: return value_rel(e, base, -e->n);
    case OP_NEXT: return value_rel(e, base, e->n);
    case OP_NEAREST: return moved(e, nearest(e, base, e->bias));
    case OP_OFFSET: return value_offset(e, base);
    case OP_BEFORE: return value_before(e, base);
    case OP_AFTER: return value_after(e, base);
    case OP_UNTIL: return value_until(e, base);
    case OP_SINCE: return value_since(e, base);
    case OP_WITHIN: return value_within(e, base);
    case OP_REF: return value_ref(e, base);
    case OP_DURATION: case OP_SET: break;
  }
  return CAL_NOTHING;
}

/* The first half of a month is its first fifteen days; of a longer unit, half its months. */
static cal_date cut_half(cal_date d, bool other) {
  cal_ymd lo = cal_to_ymd(d.lo), end = cal_to_ymd(d.hi + 1);
  int months = 12 * (end.year - lo.year) + end.month - lo.month;
  cal_day from = months < 2 ? d.lo + 15 : cal_from_ymd(lo.year, lo.month + months / 2, lo.day);
  if (from > d.hi) return d;
  return other ? between(from, d.hi, d.no_year) : between(d.lo, from - 1, d.no_year);
}

/* Weeks of a month are told by its days: the first week is its first seven. */
static cal_date cut_week(cal_date d, int n) {
  cal_day from = d.lo + 7 * n;
  if (from > d.hi) return CAL_NOTHING;
  return between(from, from + 6 < d.hi ? from + 6 : d.hi, d.no_year);
}

/* A third of a unit. In whole months from a quarter's length on, so that "early 2025" ends with a month. */
static cal_date cut_part(cal_date d, uint8_t part) {
  if (!cal_known(d) || is_open(d.lo) || is_open(d.hi) || d.lo == d.hi) return d;
  if (part == 4) return between(d.hi, d.hi, d.no_year);
  if (part == 5 || part == 6) return cut_half(d, part == 6);
  if (part == 7) return between(d.hi - 6 > d.lo ? d.hi - 6 : d.lo, d.hi, d.no_year);
  if (part > 10) return cut_week(d, part - 11);
  int32_t days = d.hi - d.lo + 1;
  cal_day one = d.lo + days / 3, two = d.hi + 1 - days / 3;
  if (days >= 89) {
    cal_ymd lo = cal_to_ymd(d.lo);
    int months = (days + 15) / 30 / 3;
    one = cal_from_ymd(lo.year, lo.month + months, 1);
    two = cal_from_ymd(lo.year, lo.month + 2 * months, 1);
  }
  if (part == 1) return between(d.lo, one - 1, d.no_year);
  return part == 2 ? between(one, two - 1, d.no_year) : between(two, d.hi, d.no_year);
}

cal_date time_value(const time_expr *e, cal_date base) {
  cal_date d = op_value(e, base);
  return e->part ? cut_part(d, e->part) : d;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static const char *const op_texts[] = {"abs",   "this",  "last",  "next",   "nearest",  "offset", "before",
                                       "after", "until", "since", "within", "duration", "ref",    "set"};
enum { N_OPS = sizeof op_texts / sizeof *op_texts };

/* Key and the words of a buf, which ends here. */
static void key_buf(jw *j, const char *key, buf *b) {
  if (b->status) jw_fail(j, b->status);
  jw_key_str(j, key, buf_get(b));
  buf_free(b);
}

static void key_duration(jw *j, const char *key, int32_t n, cal_grain unit) {
  buf b = {0};
  cal_duration_write(&b, n, unit);
  key_buf(j, key, &b);
}

static void key_date(jw *j, const char *key, cal_date d) {
  buf b = {0};
  cal_write(&b, d);
  key_buf(j, key, &b);
}

static void key_clock(jw *j, const time_expr *e) {
  buf b = {0};
  int from = e->clock - 1, to = e->clock_end - 1;
  buf_printf(&b, "%02d:%02d", from / 60, from % 60);
  if (e->clock_end) buf_printf(&b, "/%02d:%02d", to / 60, to % 60);
  key_buf(j, "clock", &b);
}

static void key_small(jw *j, const char *key, int64_t n) {
  if (n) jw_key_int(j, key, n);
}

void time_expr_write(jw *j, const time_expr *e, str base_id) {
  jw_object(j);
  jw_key_str(j, "base", e->base == BASE_REPORT ? STR("report") : base_id);
  jw_key_str(j, "op", str_of(op_texts[e->op]));
  if (e->unit != CAL_NONE) {
    jw_key_str(j, "unit", str_of(cal_grain_text(e->unit)));
    key_duration(j, "offset", e->n, e->unit);
    if (e->n2) key_duration(j, "offset2", e->n2, e->unit);
  }
  if (e->grain != CAL_NONE) jw_key_str(j, "grain", str_of(cal_grain_text(e->grain)));
  if (cal_known(e->literal)) key_date(j, "literal", e->literal);
  key_small(j, "weekday", e->weekday);
  key_small(j, "month", e->month);
  key_small(j, "day", e->day);
  key_small(j, "feast", e->feast);
  key_small(j, "bias", e->bias);
  key_small(j, "part", e->part);
  if (e->clock) key_clock(j, e);
  if (e->approx) jw_key_bool(j, "approx", true);
  jw_end(j);
}

static bool parse_op(str s, time_op *out) {
  for (int i = 0; i < N_OPS; i++) {
    if (!str_eq(s, str_of(op_texts[i]))) continue;
    *out = (time_op)i;
    return true;
  }
  return false;
}

/* An offset in units: ISO 8601 writes quarters as months and decades as years. */
static bool parse_offset(str s, cal_grain unit, int32_t *n) {
  int32_t one;
  cal_grain written, of_unit;
  if (!s.ptr) return true;
  buf b = {0};
  cal_duration_write(&b, 1, unit);
  bool good = cal_duration_parse(buf_get(&b), &one, &of_unit) && cal_duration_parse(s, n, &written) &&
              written == of_unit && one && *n % one == 0;
  buf_free(&b);
  if (good) *n /= one;
  return good && *n >= -TIME_MOST_UNITS && *n <= TIME_MOST_UNITS;
}

static time_base parse_base(str s) {
  if (!s.ptr || !s.len) return BASE_NONE;
  if (str_eq(s, STR("report"))) return BASE_REPORT;
  return s.ptr[0] == 's' ? BASE_STATEMENT : BASE_TIME;
}

static bool in_range(int64_t n, int64_t lo, int64_t hi) { return lo <= n && n <= hi; }

static bool parse_names(const time_expr_text *t, time_expr *e) {
  if (!in_range(t->weekday, 0, 8) || !in_range(t->month, 0, 12) || !in_range(t->day, 0, 31) ||
      !in_range(t->bias, -1, 1) || !in_range(t->feast, 0, FEAST_LAST) || !in_range(t->part, 0, 15))
    return false;
  e->weekday = (uint8_t)t->weekday;
  e->month = (uint8_t)t->month;
  e->day = (uint8_t)t->day;
  e->feast = (uint8_t)t->feast;
  e->bias = (int8_t)t->bias;
  e->part = (uint8_t)t->part;
  e->approx = t->approx;
  if (e->feast == FEAST_WEEKDAY && (!e->day || !e->weekday)) return false;
  return !e->day || e->month;
}

/* A literal that is a decade or a quarter is written as its days; grain tells what it was. */
static bool parse_literal(const time_expr_text *t, time_expr *e) {
  if (!t->literal.ptr) return true;
  if (!cal_parse(t->literal, &e->literal)) return false;
  cal_date unit = is_open(e->literal.lo) ? CAL_NOTHING : cal_unit(e->literal.lo, e->grain);
  if (cal_known(unit) && unit.lo == e->literal.lo && unit.hi == e->literal.hi) e->literal.grain = e->grain;
  return true;
}

bool time_expr_parse(const time_expr_text *t, time_expr *out) {
  time_expr e = {.base_ref = NONE, .literal = CAL_NOTHING};
  if (!parse_op(t->op, &e.op) || !parse_names(t, &e)) return false;
  if (t->grain.ptr && !cal_grain_parse(t->grain, &e.grain)) return false;
  if (t->unit.ptr && !cal_grain_parse(t->unit, &e.unit)) return false;
  if (!parse_offset(t->offset, e.unit, &e.n) || !parse_offset(t->offset2, e.unit, &e.n2)) return false;
  if (!parse_literal(t, &e)) return false;
  e.base = parse_base(t->base);
  *out = e;
  return true;
}
