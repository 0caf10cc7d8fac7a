#include "copies/postings_places.h"
#include <stdlib.h>

enum { LEAST = 1024 };

static bool reserve(places *p, uint32_t n) {
  if (n <= p->cap) return true;
  size_t cap = (size_t)n + n / 2 + LEAST;
  uint16_t *days = realloc(p->days, cap * sizeof *days);
  if (!days) return false;
  p->days = days;
  if (p->with_ties) {
    uint32_t *ties = realloc(p->ties, cap * sizeof *ties);
    if (!ties) return false;
    p->ties = ties;
  }
  p->cap = (uint32_t)cap;
  return true;
}

/* Makes room before what is there. */
static void shift(places *p, uint32_t by) {
  memmove(p->days + by, p->days, p->n * sizeof *p->days);
  memset(p->days, 0, by * sizeof *p->days);
  if (p->with_ties) {
    memmove(p->ties + by, p->ties, p->n * sizeof *p->ties);
    memset(p->ties, 0, by * sizeof *p->ties);
  }
  p->first -= by;
  p->n += by;
}

static bool widen(places *p, uint32_t report) {
  if (!p->n) p->first = report;
  uint32_t before = report < p->first ? p->first - report : 0, n = report - p->first + 1;
  if (before && before < p->n / 2) before = p->first < p->n / 2 ? p->first : p->n / 2;  /* more may come so */
  if (before ? p->n > UINT32_MAX / 2 - before || !reserve(p, p->n + before) : !reserve(p, n)) return false;
  if (before) shift(p, before);
  for (; !before && p->n < n; p->n++) {        /* numbers that are left out stand in order too */
    p->days[p->n] = p->n ? p->days[p->n - 1] : 0;
    if (p->with_ties) p->ties[p->n] = 0;
  }
  return true;
}

bool places_is_after(const places *p, uint32_t x, uint32_t y) {
  if (places_day(p, x) != places_day(p, y)) return places_day(p, x) > places_day(p, y);
  uint32_t a = places_tie(p, x), b = places_tie(p, y);
  return a != b ? a > b : x > y;
}

bool places_set(places *p, uint32_t report, place at) {
  const bool any = p->n;
  if ((!any || report < p->first || report - p->first >= p->n) && !widen(p, report)) return false;
  p->days[report - p->first] = at.day;
  if (p->with_ties) p->ties[report - p->first] = at.tie;
  p->in_order = !any || p->last < p->first || !places_is_after(p, p->last, report);
  p->all_in_order = !any || (p->all_in_order && p->in_order && report >= p->last);
  if (p->in_order) p->last = report;
  return true;
}

uint32_t places_first_of(const places *p, uint16_t day) {
  uint32_t first = p->first, end = p->first + p->n;
  while (first < end) {
    uint32_t mid = first + (end - first) / 2;
    if (places_day(p, mid) < day) first = mid + 1;
    else end = mid;
  }
  return first;
}

/* Only when they are half of all: the rest is moved. */
void places_forget(places *p, uint32_t before) {
  uint32_t gone = before > p->first ? before - p->first : 0;
  if (gone > p->n) gone = p->n;
  if (gone < LEAST || gone < p->n - gone) return;
  p->n -= gone;
  p->first += gone;
  memmove(p->days, p->days + gone, p->n * sizeof *p->days);
  if (p->with_ties) memmove(p->ties, p->ties + gone, p->n * sizeof *p->ties);
}

/* Numbers may come from all over: what they took once is not kept. */
void places_empty(places *p) {
  places_free(p);
  p->days = NULL;
  p->ties = NULL;
  p->n = p->cap = 0;
}

size_t places_bytes(const places *p) {
  return p->cap * (sizeof *p->days + (p->with_ties ? sizeof *p->ties : 0));
}

void places_free(places *p) {
  free(p->days);
  free(p->ties);
}
