/* times_slots.h: what the words of a matched rule say, by their classes, before the rule's verb makes
 * sense of it. */
#ifndef FACTS_TIMES_SLOTS_H
#define FACTS_TIMES_SLOTS_H
#include "facts/times_model.h"

typedef struct { int32_t year, month, day; } time_names;       /* 0: not said */

typedef struct {
  time_names at[2]; /* what comes twice ("from May 2 to June 4") fills the second */
  cal_date date;
  int32_t n[2]; uint32_t n_numbers;
  bool article;                                          /* the number so far is "a" */
  bool vague, approx, has_rel, has_deictic;
  int32_t rel, deictic, weekday, season, ordinal, decade;
  cal_grain unit;
  uint8_t part;                                          /* PART_… */
  uint16_t clock, clock_end;                             /* 1 + minute of the day; 0: none */
} time_slots;

void time_slots_fill(time_slots *v, time_class c, int32_t value);
/* The slots of a match whose first token is `first`. */
time_slots time_slots_of(const times_model *m, const doc *d, uint32_t first, const time_match *match);
#endif
