/* postings_places.h: where reports stand: day and tie, by number. Inside this room only. */
#ifndef COPIES_POSTINGS_PLACES_H
#define COPIES_POSTINGS_PLACES_H
#include "base/base.h"

typedef struct { uint32_t tie; uint16_t day; } place;

typedef struct {
  bool with_ties;              /* else a report's tie is its number */
  uint16_t *days; uint32_t *ties;      /* of the reports from `first` on */
  uint32_t first, n, cap;
  uint32_t last;               /* of all that were set the one that stands last */
  bool in_order, all_in_order; /* whether the one that was set now is it; whether each was, by its number too */
} places;

bool places_set(places *p, uint32_t report, place at);         /* false: no memory */
/* Of reports that were set. */
static inline uint16_t places_day(const places *p, uint32_t report) { return p->days[report - p->first]; }
static inline uint32_t places_tie(const places *p, uint32_t report) {
  return p->with_ties ? p->ties[report - p->first] : report;
}
bool places_is_after(const places *p, uint32_t x, uint32_t y); /* by day, tie and number */
/* The first number of day `day` or later; all must be in order. */
uint32_t places_first_of(const places *p, uint16_t day);
void places_forget(places *p, uint32_t before);
void places_empty(places *p);
size_t places_bytes(const places *p);
void places_free(places *p);
#endif
