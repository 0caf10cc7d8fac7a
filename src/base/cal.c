#include "base/cal.h"
#include "base/arena.h"

enum { YEAR_MIN = -9999, YEAR_MAX = 9999 };
static const cal_day day_min = -4371587, day_max = 2932896;   /* -9999-01-01, 9999-12-31 */
static const cal_ymd no_ymd = {CAL_NO_YEAR, 0, 0};

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }   /* b > 0 */

static cal_day clamp(int64_t d) { return d < day_min ? day_min : d > day_max ? day_max : (cal_day)d; }

static bool is_open(cal_day d) { return d == CAL_OPEN_LO || d == CAL_OPEN_HI; }

static bool in_range(int64_t d) { return d >= day_min && d <= day_max; }

/* First day of month number `month` (0: January of year 0). Hinnant's days_from_civil, for day 1. */
static int64_t month_start(int64_t month) {
  int64_t from_march = month - 2, year = floor_div(from_march, 12), era = floor_div(year, 400);
  int64_t of_era = year - era * 400, of_year = (153 * (from_march - year * 12) + 2) / 5;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

cal_day cal_from_ymd(int32_t year, int month, int day) {
  return clamp(month_start((int64_t)year * 12 + month - 1) + day - 1);
}

cal_ymd cal_to_ymd(cal_day d) {
  int32_t z = clamp(d) + 719468, era = (int32_t)floor_div(z, 146097);
  int32_t doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  int32_t month = mp < 10 ? mp + 3 : mp - 9;
  return (cal_ymd){yoe + era * 400 + (month <= 2), (uint8_t)month, (uint8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

int cal_month_days(int32_t year, int month) {
  int64_t m = (int64_t)year * 12 + month - 1;
  return (int)(month_start(m + 1) - month_start(m));
}

bool cal_is_date(int32_t year, int month, int day) {
  return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
         day <= cal_month_days(year, month);
}

int cal_weekday(cal_day d) {
  int64_t monday_based = (int64_t)d + 3;                /* 1970-01-01 was a Thursday */
  return (int)(monday_based - 7 * floor_div(monday_based, 7)) + 1;
}

/* ---- units ---- */

/* How many months a unit counts; 0: it is no unit of months. */
static int32_t unit_months(cal_grain grain) {
  switch (grain) {
    case CAL_MONTH: return 1;
    case CAL_QUARTER: case CAL_SEASON: return 3;
    case CAL_HALF: return 6;
    case CAL_YEAR: return 12;
    case CAL_DECADE: return 120;
    case CAL_CENTURY: return 1200;
    default: return 0;
  }
}

static int64_t month_of(cal_day d) {
  cal_ymd c = cal_to_ymd(d);
  return (int64_t)c.year * 12 + c.month - 1;
}

cal_date cal_one_day(cal_day d) {
  return is_open(d) ? CAL_NOTHING : (cal_date){clamp(d), clamp(d), CAL_DAY, false};
}

cal_date cal_of_week(cal_day in_week) {
  int64_t monday = (int64_t)in_week - cal_weekday(in_week) + 1;
  return is_open(in_week) ? CAL_NOTHING : (cal_date){clamp(monday), clamp(monday + 6), CAL_WEEK, false};
}

/* Decades and centuries start with the year that ends in 0, as in TIMEX3 (2020–2029, 2000–2099). */
cal_date cal_unit(cal_day d, cal_grain grain) {
  if (grain == CAL_NONE || is_open(d)) return CAL_NOTHING;
  if (grain == CAL_WEEK) return cal_of_week(d);
  int64_t n = unit_months(grain), late = grain == CAL_SEASON;   /* winter begins a month before the year */
  if (!n) return (cal_date){clamp(d), clamp(d), grain == CAL_INTERVAL ? CAL_DAY : grain, false};
  int64_t first = floor_div(month_of(d) + late, n) * n - late;
  return (cal_date){clamp(month_start(first)), clamp(month_start(first + n) - 1), grain, false};
}

static bool is_unit(cal_day lo, cal_day hi, cal_grain grain) {
  cal_date unit = cal_unit(lo, grain);
  return unit.grain == grain && unit.lo == lo && unit.hi == hi;
}

cal_date cal_of_md(int32_t year, int month, int day) {
  bool no_year = year == CAL_NO_YEAR;
  if (no_year) year = 2000;
  if (!cal_is_date(year, month, day)) return CAL_NOTHING;
  cal_day d = cal_from_ymd(year, month, day);
  return (cal_date){d, d, CAL_DAY, no_year};
}

cal_date cal_of_month(int32_t year, int month) {
  cal_date d = cal_of_md(year, month, 1);
  if (!cal_known(d)) return d;
  d.hi += cal_month_days(d.no_year ? 2000 : year, month) - 1;
  d.grain = CAL_MONTH;
  return d;
}

cal_date cal_of_year(int32_t year) {
  if (!cal_is_date(year, 1, 1)) return CAL_NOTHING;
  return cal_unit(cal_from_ymd(year, 1, 1), CAL_YEAR);
}

cal_date cal_between(cal_day lo, cal_day hi) {
  if (lo > hi || lo == CAL_OPEN_HI || hi == CAL_OPEN_LO) return CAL_NOTHING;
  if (is_open(lo) && is_open(hi)) return CAL_NOTHING;
  if (!is_open(lo)) lo = clamp(lo);
  if (!is_open(hi)) hi = clamp(hi);
  cal_grain grain = CAL_INTERVAL;
  if (lo == hi) grain = CAL_DAY;
  else if (is_unit(lo, hi, CAL_MONTH)) grain = CAL_MONTH;
  else if (is_unit(lo, hi, CAL_YEAR)) grain = CAL_YEAR;
  return (cal_date){lo, hi, grain, false};
}

/* ---- moving ---- */

static int64_t move(cal_day d, int64_t n, cal_grain unit) {
  switch (unit) {
    case CAL_MINUTE: return d + n / 1440;
    case CAL_HOUR: return d + n / 24;
    case CAL_DAY: return d + n;
    case CAL_WEEK: return d + 7 * n;
    default: break;
  }
  int64_t months = unit_months(unit);
  if (!months) return d;
  cal_ymd c = cal_to_ymd(d);
  int64_t month = month_of(d) + n * months, start = month_start(month), next = month_start(month + 1);
  return start + c.day <= next ? start + c.day - 1 : next - 1;
}

/* Minutes and hours count as the whole days they make up. What would leave the calendar's years
 * stops at their end. */
cal_day cal_move(cal_day d, int32_t n, cal_grain unit) {
  return is_open(d) ? d : clamp(move(clamp(d), n, unit));
}

static bool is_first(cal_day d) { return !is_open(d) && cal_to_ymd(d).day == 1; }

static bool is_last(cal_day d) {
  cal_ymd c = is_open(d) ? no_ymd : cal_to_ymd(d);
  return c.day && c.day == cal_month_days(c.year, c.month);
}

/* Both ends moved. Whole months stay whole months, weeks weeks. What leaves the calendar's years
 * is no date any more. */
static cal_date shift(cal_date d, int64_t n, cal_grain unit) {
  int32_t months = unit_months(unit);
  int64_t lo = is_open(d.lo) ? d.lo : move(d.lo, n, unit), hi = is_open(d.hi) ? d.hi : move(d.hi, n, unit);
  if (months && is_first(d.lo) && is_last(d.hi)) hi = month_start(month_of(d.hi) + n * months + 1) - 1;
  if ((!is_open(d.lo) && !in_range(lo)) || (!is_open(d.hi) && !in_range(hi))) return CAL_NOTHING;
  if (months && d.grain == CAL_WEEK && !is_open(d.lo)) return cal_of_week((cal_day)lo);
  if (d.grain == CAL_INTERVAL || !is_unit((cal_day)lo, (cal_day)hi, d.grain)) {
    return cal_between((cal_day)lo, (cal_day)hi);
  }
  return (cal_date){(cal_day)lo, (cal_day)hi, d.grain, false};
}

/* A date's month and day in the year 2000; nothing where it runs over a year's end. */
static cal_date in_2000(cal_date d) {
  cal_ymd a = cal_to_ymd(d.lo), b = cal_to_ymd(d.hi);
  if (!cal_known(d) || a.year != b.year) return CAL_NOTHING;
  d = cal_between(cal_from_ymd(2000, a.month, a.day), cal_from_ymd(2000, b.month, b.day));
  d.no_year = cal_known(d);
  return d;
}

/* A date without a year, in a year; 29 February drops out where the year has none. */
static cal_date in_year(cal_date d, int32_t year) {
  cal_ymd a = cal_to_ymd(d.lo), b = cal_to_ymd(d.hi);
  cal_day lo = cal_from_ymd(year, a.month, a.day), hi = cal_from_ymd(year, b.month, b.day);
  if (b.month == 2 && b.day == 29 && cal_month_days(year, 2) == 28) hi--;
  if (lo > hi) return CAL_NOTHING;
  return (cal_date){lo, hi, d.grain, false};
}

/* By months: so that the start stays in 2000. By days: over the end of February the year matters,
 * so both kinds of year are tried and what comes out covers both. */
static cal_date shift_no_year(cal_date d, int64_t n, cal_grain unit) {
  int64_t months = unit_months(unit), january = 2000 * 12, month = month_of(d.lo) - january;
  d.no_year = false;
  if (months) {
    int64_t to = month + n * months;
    return in_2000(shift(d, to - 12 * floor_div(to, 12) - month, CAL_MONTH));
  }
  cal_date leap = in_2000(shift(d, n, unit)), common = in_year(d, 2001);
  if (cal_known(common)) common = in_2000(shift(common, n, unit));
  if (!cal_known(leap) || !cal_known(common)) return leap;
  cal_day lo = leap.lo < common.lo ? leap.lo : common.lo, hi = leap.hi > common.hi ? leap.hi : common.hi;
  cal_date both = cal_between(lo, hi);
  both.no_year = true;
  return both;
}

cal_date cal_shift(cal_date d, int32_t n, cal_grain unit) {
  if (!cal_known(d)) return CAL_NOTHING;
  return d.no_year ? shift_no_year(d, n, unit) : shift(d, n, unit);
}

/* ---- comparing ---- */

bool cal_same(cal_date a, cal_date b) {
  if (!cal_known(a) || !cal_known(b)) return cal_known(a) == cal_known(b);
  return a.lo == b.lo && a.hi == b.hi && a.no_year == b.no_year;
}

static cal_date overlap(cal_date a, cal_date b) {
  cal_date d = cal_between(a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi);
  if (!cal_known(d)) return d;
  d.no_year = a.no_year;
  if (d.lo == a.lo && d.hi == a.hi) d.grain = a.grain;
  else if (d.lo == b.lo && d.hi == b.hi) d.grain = b.grain;
  return d;
}

/* Where the yearly date meets the other: how many times (2: more than once), and the first. */
static int yearly(cal_date each_year, cal_date other, cal_date *first) {
  *first = CAL_NOTHING;
  if (is_open(other.lo) || is_open(other.hi)) return 2;
  int32_t from = cal_to_ymd(other.lo).year, to = cal_to_ymd(other.hi).year;
  int times = 0;
  for (int32_t y = from; y <= to && times < 2; y++) {
    cal_date at = in_year(each_year, y);
    if (cal_known(at)) at = overlap(at, other);
    if (cal_known(at) && !times++) *first = at;
  }
  return times;
}

bool cal_touches(cal_date a, cal_date b) {
  cal_date first;
  if (!cal_known(a) || !cal_known(b)) return false;
  if (a.no_year != b.no_year) return (a.no_year ? yearly(a, b, &first) : yearly(b, a, &first)) > 0;
  return a.lo <= b.hi && b.lo <= a.hi;
}

/* A date without a year takes the other's year, where there is but one it can be. */
cal_date cal_meet(cal_date a, cal_date b) {
  if (!cal_known(a) || !cal_known(b)) return CAL_NOTHING;
  if (a.no_year == b.no_year) return overlap(a, b);
  cal_date first;
  int times = a.no_year ? yearly(a, b, &first) : yearly(b, a, &first);
  return times == 1 ? first : CAL_NOTHING;
}

int cal_cmp(cal_date a, cal_date b) {
  if (!cal_known(a) || !cal_known(b)) return cal_known(b) - cal_known(a);
  if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
  if (a.lo != b.lo) return a.lo < b.lo ? -1 : 1;
  if (a.no_year != b.no_year) return a.no_year ? 1 : -1;
  return (a.grain > b.grain) - (a.grain < b.grain);
}

/* ---- writing ---- */

typedef struct { char z[32]; size_t n; } text;   /* the longest is "-9999-01-01/-9998-01-02" */

static void put_number(text *t, int32_t n, int digits) {
  for (int i = digits; i-- > 0; n /= 10) t->z[t->n + (size_t)i] = (char)('0' + n % 10);
  t->n += (size_t)digits;
}

static void put_chars(text *t, const char *z) {
  size_t n = strlen(z);
  memcpy(t->z + t->n, z, n);
  t->n += n;
}

/* The day, cut to its month or year where grain says so. */
static void put_day(text *t, cal_day d, bool no_year, cal_grain grain) {
  if (is_open(d)) {
    put_chars(t, "..");
    return;
  }
  cal_ymd c = cal_to_ymd(d);
  if (no_year) put_chars(t, "XXXX");
  if (!no_year && c.year < 0) put_chars(t, "-");
  if (!no_year) put_number(t, c.year < 0 ? -c.year : c.year, 4);
  if (grain == CAL_YEAR) return;
  put_chars(t, "-");
  put_number(t, c.month, 2);
  if (grain == CAL_MONTH) return;
  put_chars(t, "-");
  put_number(t, c.day, 2);
}

static bool is_new_year(cal_day d) { return is_first(d) && cal_to_ymd(d).month == 1; }
static bool is_year_end(cal_day d) { return is_last(d) && cal_to_ymd(d).month == 12; }

static text date_text(cal_date d) {
  text t = {{0}, 0};
  if (!cal_known(d) || (is_open(d.lo) && is_open(d.hi))) return t;
  cal_grain grain = CAL_DAY;
  bool whole = !is_open(d.lo) && is_unit(d.lo, d.hi, d.grain);
  if (whole && (d.grain == CAL_MONTH || (d.grain == CAL_YEAR && !d.no_year))) {
    put_day(&t, d.lo, d.no_year, d.grain);
    return t;
  }
  bool years = is_new_year(d.lo) && is_year_end(d.hi) && !is_unit(d.lo, d.hi, CAL_YEAR);
  if (years && !d.no_year) grain = CAL_YEAR;
  put_day(&t, d.lo, d.no_year, grain);
  if (d.lo == d.hi) return t;
  put_chars(&t, "/");
  put_day(&t, d.hi, d.no_year, grain);
  return t;
}

void cal_write(buf *b, cal_date d) {
  text t = date_text(d);
  buf_add(b, t.z, t.n);
}

str cal_str(arena *a, cal_date d) {
  text t = date_text(d);
  return t.n ? arena_str(a, (str){t.z, t.n}) : (str){NULL, 0};
}

/* ---- reading ---- */

static bool eat(str *s, const char *z) {
  str prefix = str_of(z);
  if (!str_starts(*s, prefix)) return false;
  *s = str_sub(*s, prefix.len, s->len);
  return true;
}

static bool eat_number(str *s, size_t digits, int32_t *out) {
  uint32_t n;
  if (s->len < digits || !str_u32((str){s->ptr, digits}, &n)) return false;
  *s = str_sub(*s, digits, s->len);
  *out = (int32_t)n;
  return true;
}

/* "2025", "2025-06", "2025-06-25" and the same with XXXX; false on a day there is not. */
static bool eat_date(str *s, cal_date *out) {
  int32_t year = CAL_NO_YEAR, month, day;
  if (!eat(s, "XXXX")) {
    bool before = eat(s, "-");
    if (!eat_number(s, 4, &year)) return false;
    if (before) year = -year;
  }
  if (!eat(s, "-")) {
    *out = cal_of_year(year);
  } else if (!eat_number(s, 2, &month)) {
    return false;
  } else if (!eat(s, "-")) {
    *out = cal_of_month(year, month);
  } else {
    if (!eat_number(s, 2, &day)) return false;
    *out = cal_of_md(year, month, day);
  }
  return cal_known(*out);
}

/* A date-time behind its "T": 10, 10:00, 10:00:59.5, each alone or with Z, +02, +0200, +02:00. */
static bool eat_time(str *s) {
  int32_t hour, minute = 0, second = 0;
  if (!eat_number(s, 2, &hour) || hour > 24) return false;
  if (eat(s, ":") && (!eat_number(s, 2, &minute) || minute > 59)) return false;
  if (eat(s, ":") && (!eat_number(s, 2, &second) || second > 60)) return false;
  int32_t digit;
  if (eat(s, ".")) {
    if (!eat_number(s, 1, &digit)) return false;
    while (eat_number(s, 1, &digit)) {}
  }
  if (eat(s, "Z") || (!eat(s, "+") && !eat(s, "-"))) return true;
  if (!eat_number(s, 2, &hour) || hour > 23) return false;
  return (!eat(s, ":") && !s->len) || (eat_number(s, 2, &minute) && minute < 60);
}

/* Two ends of one precision, or one of them open. */
static bool join(cal_date lo, cal_date hi, cal_date *out) {
  bool two = cal_known(lo) && cal_known(hi);
  if (two && (lo.no_year != hi.no_year || lo.grain != hi.grain)) return false;
  if (!two && (lo.no_year || hi.no_year)) return false;
  cal_date d = cal_between(cal_known(lo) ? lo.lo : CAL_OPEN_LO, cal_known(hi) ? hi.hi : CAL_OPEN_HI);
  if (!cal_known(d)) return false;
  d.no_year = lo.no_year;
  *out = d;
  return true;
}

static bool parse(str s, cal_date *out) {
  cal_date lo = CAL_NOTHING, hi = CAL_NOTHING;
  if (!eat(&s, "..") && !eat_date(&s, &lo)) return false;
  if (!s.len) {
    *out = lo;
    return cal_known(lo);
  }
  if (lo.grain == CAL_DAY && !lo.no_year && eat(&s, "T")) {
    *out = lo;
    return eat_time(&s) && !s.len;
  }
  if (!eat(&s, "/") || (!eat(&s, "..") && !eat_date(&s, &hi))) return false;
  return !s.len && join(lo, hi, out);
}

bool cal_parse(str s, cal_date *out) {
  cal_date d;
  bool good = parse(s, &d);
  *out = good ? d : CAL_NOTHING;
  return good;
}

/* ---- words for grains, durations ---- */

static const char *const grain_texts[] = {
  "none", "minute", "hour", "day", "week", "month", "quarter", "season", "half", "year", "decade", "century",
  "interval"
};
enum { N_GRAINS = sizeof grain_texts / sizeof *grain_texts };

const char *cal_grain_text(cal_grain g) { return (unsigned)g < N_GRAINS ? grain_texts[g] : grain_texts[0]; }

bool cal_grain_parse(str s, cal_grain *out) {
  for (int i = 0; i < N_GRAINS; i++) {
    if (!str_eq(s, str_of(grain_texts[i]))) continue;
    *out = (cal_grain)i;
    return true;
  }
  return false;
}

/* A unit's sign in a duration, and how many of it the unit is (ISO 8601 has no quarter, half, decade). */
typedef struct { bool time; char sign; int32_t times; } duration_unit;

static duration_unit duration_of(cal_grain unit) {
  switch (unit) {
    case CAL_MINUTE: return (duration_unit){true, 'M', 1};
    case CAL_HOUR: return (duration_unit){true, 'H', 1};
    case CAL_DAY: return (duration_unit){false, 'D', 1};
    case CAL_WEEK: return (duration_unit){false, 'W', 1};
    case CAL_YEAR: return (duration_unit){false, 'Y', 1};
    case CAL_DECADE: return (duration_unit){false, 'Y', 10};
    case CAL_CENTURY: return (duration_unit){false, 'Y', 100};
    default: return (duration_unit){false, 'M', unit_months(unit)};
  }
}

void cal_duration_write(buf *b, int32_t n, cal_grain unit) {
  duration_unit u = duration_of(unit);
  if (!u.times) return;
  int64_t count = (int64_t)n * u.times;
  buf_str(b, count < 0 ? STR("-P") : STR("P"));
  if (u.time) buf_char(b, 'T');
  buf_u64(b, (uint64_t)(count < 0 ? -count : count));
  buf_char(b, u.sign);
}

bool cal_duration_parse(str s, int32_t *n, cal_grain *unit) {
  static const cal_grain units[] = {CAL_MINUTE, CAL_HOUR, CAL_DAY, CAL_WEEK, CAL_MONTH, CAL_YEAR};
  bool back = eat(&s, "-"), time;
  uint32_t count;
  if (!eat(&s, "P")) return false;
  time = eat(&s, "T");
  if (s.len < 2 || !str_u32((str){s.ptr, s.len - 1}, &count)) return false;
  if (count > (uint32_t)INT32_MAX + back) return false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    duration_unit u = duration_of(units[i]);
    if (u.time != time || u.sign != s.ptr[s.len - 1]) continue;
    *n = (int32_t)(back ? -(int64_t)count : (int64_t)count);
    *unit = units[i];
    return true;
  }
  return false;
}
