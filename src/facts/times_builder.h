/* times_builder.h: an expression in the making; the verbs of rules that name dates are in times_dates.c, the
 * others in times_build.c. */
#ifndef FACTS_TIMES_BUILDER_H
#define FACTS_TIMES_BUILDER_H
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

/* Tells the time from another one; NONE: from nothing known. */
void builder_anchor_on(builder *b, uint32_t time);
/* The time said before that "the next day" is told from; a story goes on from wherever it has got to. */
uint32_t builder_said(const builder *b, cal_grain grain);
/* The tokens that t takes up. */
void builder_put_end(const builder *b, time_fact *t, uint32_t first, uint32_t end);
/* "Last Christmas", "Easter 2024": takes the words around a named day that say which. */
void builder_take_company(builder *b);
/* Which way the clause looks, see time_bias. */
int8_t builder_bias(const builder *b);
/* A date that needs no base; false: there is no such day. */
bool builder_literal(builder *b, cal_date d, cal_grain grain);
/* n months from the month of a year on, as one unit. */
cal_date builder_months(int32_t year, int32_t month, int32_t n, cal_grain grain);
cal_date builder_date_of(const time_names *n);
/* The names without a year go into the expression. */
bool builder_put_names(builder *b);
/* "June last year", "Monday of next week": the name in a unit that is told from the base. */
bool builder_name_in_unit(builder *b);

/* ---- one a verb: false, if the words say no such time ---- */
bool builder_date(builder *b);
bool builder_moved_date(builder *b);
bool builder_range(builder *b);
bool builder_decade(builder *b);
bool builder_century(builder *b);
bool builder_shared(builder *b);
bool builder_spelled(builder *b);
bool builder_bc(builder *b);
bool builder_nth(builder *b);
#endif
