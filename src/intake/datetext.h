/* datetext.h: dates as pages print them: "Wednesday, 25 June 2025 14:30 GMT". Words come from the pack. */
#ifndef INTAKE_DATETEXT_H
#define INTAKE_DATETEXT_H
#include "intake/model.h"

typedef struct {
  int32_t year;              /* CAL_NO_YEAR: none written */
  uint8_t month, day;        /* day 0: a month alone */
  int32_t minute;            /* of the day; -1: none written */
  str offset;                /* "Z", "+03:00" or empty */
  bool doubtful;             /* "05/06/2025": day and month could be either */
  uint8_t label;             /* DATE_…: the word before it */
  size_t start, end;         /* bytes of the string */
} datetext;

/* True where all of s is a date with its labels, weekday and time; the year may be absent (or, with a label,
 * the day: then month is 0). */
bool datetext_line(const intake_model *m, arena *a, str s, datetext *out);
cal_date datetext_day(const datetext *d);                  /* unknown where doubtful or without a year */
/* "2025-06-25" or "2025-06-25T14:30Z". */
str datetext_iso(arena *a, const datetext *d);

/* The place, day and agency that open a wire report: "LONDON, June 5 (Agency) — ". */
typedef struct { size_t len, place_start, place_end; str agency; datetext date; bool has_date; } dateline;
bool dateline_read(const intake_model *m, arena *a, str s, dateline *out);
/* True where all of s is a place and a day, with an agency or a dash behind them perhaps: a dateline that
 * stands on a line of its own. */
bool dateline_line(const intake_model *m, arena *a, str s, dateline *out);
#endif
