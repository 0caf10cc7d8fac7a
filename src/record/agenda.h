/* agenda.h: the reports a stage has to look at, in canonical order: (day published, id), undated last.
 *
 * Dirt flows one way: while a report is looked at, only later ones are put on the same agenda, so each is
 * taken once, and all it hangs on has been settled before. */
#ifndef RECORD_AGENDA_H
#define RECORD_AGENDA_H
#include "record/numbers.h"
#include "record/store.h"

typedef struct { int64_t n; cal_day day; id id; } place_in_time;   /* a report's number and its place */
int place_cmp(const place_in_time *a, const place_in_time *b);

typedef struct {
  numbers seen;
  place_in_time *heap; uint32_t n, cap;
} agenda;

void agenda_init(agenda *g, arena *a);
void agenda_put(agenda *g, store *s, int64_t rep);      /* a second time: nothing */
bool agenda_take(agenda *g, place_in_time *out);           /* the earliest; false: none left */
place_in_time place_of(store *s, int64_t rep);
/* The first letters of the id as a number that sorts as they do. Equal ones are possible, and then the ids decide. */
uint32_t place_tie(const place_in_time *p);
#endif
