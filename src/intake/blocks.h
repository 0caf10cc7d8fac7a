/* blocks.h: what each part of a page is. */
#ifndef INTAKE_BLOCKS_H
#define INTAKE_BLOCKS_H
#include "intake/datetext.h"
#include "intake/units.h"

/* Fills r->blocks (kinds, spans, pieces), title, bylines and url from the text; hints come later. Tells in
 * *page what the dates of the page are. */
typedef struct {
  datetext date; span date_at; bool has_date;    /* of a date line */
  datetext title_date; span title_date_at;       /* at the end of a title; empty: none */
  dateline line; bool has_line;                  /* of the first paragraph; its places are within it */
  str agency;                                    /* of a dateline on a line of its own; ptr NULL: none */
  str site;                                      /* a paper's or agency's name on top; ptr NULL: none */
} page_dates;
void blocks_find(report *r, arena *a, const intake_model *m, page_dates *page);
#endif
