/* cal.h: the proleptic Gregorian calendar, as intervals of days, in the forms of FACTS.md.
 *
 * A day is a number: days since 1970-01-01 (negative before), year -9999 … 9999. A date is an
 * interval [lo, hi] of days with a granularity; either end may be open; the year may be unknown
 * ("XXXX-02-27"). Weeks run Monday to Sunday (ISO 8601). No clock, no zone, no floating point.
 * Method: days-from-civil, H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
#ifndef BASE_CAL_H
#define BASE_CAL_H
#include "base/arena.h"
#include "base/buf.h"

typedef int32_t cal_day;
#define CAL_OPEN_LO INT32_MIN
#define CAL_OPEN_HI INT32_MAX
#define CAL_NO_YEAR INT32_MIN

typedef enum {
  CAL_NONE, CAL_MINUTE, CAL_HOUR, CAL_DAY, CAL_WEEK, CAL_MONTH, CAL_QUARTER, CAL_SEASON, CAL_HALF,
  CAL_YEAR, CAL_DECADE, CAL_CENTURY, CAL_INTERVAL
} cal_grain;

typedef struct {
  cal_day lo, hi;          /* inclusive; CAL_OPEN_LO / CAL_OPEN_HI: open end */
  cal_grain grain;         /* CAL_NONE: no date */
  bool no_year;            /* month and day only: lo, hi are days of leap year 2000 */
} cal_date;

typedef struct { int32_t year; uint8_t month, day; } cal_ymd;

#define CAL_NOTHING ((cal_date){0, 0, CAL_NONE, false})

cal_day cal_from_ymd(int32_t year, int month, int day);   /* month, day may run over: 13, 0 … */
cal_ymd cal_to_ymd(cal_day d);
bool cal_is_date(int32_t year, int month, int day);
int cal_month_days(int32_t year, int month);
int cal_weekday(cal_day d);                               /* 1 Monday … 7 Sunday */

static inline bool cal_known(cal_date d) { return d.grain != CAL_NONE; }
cal_date cal_one_day(cal_day d);
cal_date cal_of_month(int32_t year, int month);           /* year CAL_NO_YEAR: no_year */
cal_date cal_of_md(int32_t year, int month, int day);     /* year CAL_NO_YEAR: no_year */
cal_date cal_of_year(int32_t year);
cal_date cal_of_week(cal_day in_week);                    /* its Monday to Sunday */
cal_date cal_between(cal_day lo, cal_day hi);             /* grain by shape: day, month, year or interval */
/* The unit of grain that holds day d. Seasons: Mar–May, Jun–Aug, Sep–Nov, Dec–Feb; decades and
 * centuries start with a year that ends in 0. The cal_of_… give CAL_NOTHING for what is no date. */
cal_date cal_unit(cal_day d, cal_grain grain);
/* d moved by n units: days and weeks exactly; months and years keep the day, cut to the month's end;
 * hours count as whole days. Stops at the years' end, where cal_shift gives CAL_NOTHING. Without a
 * year, a shift over 29 February covers both kinds of year. */
cal_day cal_move(cal_day d, int32_t n, cal_grain unit);
cal_date cal_shift(cal_date d, int32_t n, cal_grain unit);   /* both ends; whole units stay whole */

bool cal_same(cal_date a, cal_date b);                    /* same days (and same no_year) */
bool cal_touches(cal_date a, cal_date b);                 /* share a day; unknown touches nothing */
cal_date cal_meet(cal_date a, cal_date b);                /* intersection; CAL_NOTHING: none or several */
/* Canonical order: by end (open last), then start; unknown after all; a total order. */
int cal_cmp(cal_date a, cal_date b);

/* FACTS.md forms: "2025-06-25", "2025-02", "2025", "2025-06-09/2025-06-15", "../2025-06-16",
 * "2025-06-22/..", "XXXX-02-27", "XXXX-02", "XXXX-02-01/XXXX-02-26". A day range that is just one
 * month or year of grain MONTH or YEAR is written short, several whole years "2016/2018". Writes
 * nothing for an unknown date. */
void cal_write(buf *b, cal_date d);
str cal_str(arena *a, cal_date d);                        /* ptr NULL for an unknown date */
/* Reads what cal_write writes (round trip), "YYYY/YYYY", "YYYY-MM/YYYY-MM" and a date-time, of
 * which it takes the day ("2025-06-25T10:00Z"). False on anything else, *out then unknown. */
bool cal_parse(str s, cal_date *out);
const char *cal_grain_text(cal_grain g);                  /* "day", "week", … ; "none" */
bool cal_grain_parse(str s, cal_grain *out);
/* ISO 8601 durations in one unit: "P7D", "-P1W", "P2M", "P1Y", "PT48H". */
void cal_duration_write(buf *b, int32_t n, cal_grain unit);
bool cal_duration_parse(str s, int32_t *n, cal_grain *unit);
#endif
