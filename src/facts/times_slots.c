/* times_slots.c: words fill slots by their classes. */
#include "facts/times_slots.h"

/* "Forty-five", "twenty four", "two hundred": a number word that goes on with the one before it. */
static bool goes_on(time_slots *v, int32_t n) {
  if (!v->n_numbers) return false;
  int32_t *last = &v->n[v->n_numbers - 1];
  if (n > 0 && n < 10 && *last >= 20 && *last < 100 && *last % 10 == 0) *last += n;
  else if (n >= 100 && n <= 1000 && *last > 0 && *last < 100) *last *= n;
  else return false;
  return true;
}

static void add_number(time_slots *v, int32_t n, bool word) {
  if (word && goes_on(v, n)) return;
  if (v->article) v->n_numbers = 0;
  v->article = false;
  if (v->n_numbers < 2) v->n[v->n_numbers++] = n;
  v->vague |= n == 0;
}

static void add_year(time_slots *v, int32_t year) { v->at[v->at[0].year != 0].year = year; }

static void add_two(time_slots *v, int32_t n) {
  int32_t century = v->at[0].year ? v->at[0].year / 100 * 100 : n < 50 ? 2000 : 1900;
  add_year(v, century + n);
}

/* "3 p.m.": the number said before it is an hour. */
static void add_half(time_slots *v, int32_t hours) {
  int32_t minute = v->clock ? v->clock - 1 : v->n_numbers && v->n[0] <= 12 ? v->n[0] * 60 : -1;
  if (minute < 0 || minute >= 13 * 60) return;
  if (minute >= 12 * 60) minute -= 12 * 60;
  v->clock = (uint16_t)(minute + hours * 60 + 1);
}

/* "4 in the afternoon": a number makes it an hour. */
static void add_part(time_slots *v, int32_t value) {
  int32_t from = value >> 16, to = value & 0xffff;
  if (to && (v->clock || (v->n_numbers && v->n[0] > 0))) {
    if (!v->clock) add_half(v, from > 12 * 60 ? 12 : 0);
    return;
  }
  v->clock = (uint16_t)from;
  v->clock_end = (uint16_t)to;
}

void time_slots_fill(time_slots *v, time_class c, int32_t value) {
  switch (c) {
    case CLASS_UNIT: case CLASS_UNITS: case CLASS_FREQUENCY: v->unit = (cal_grain)value; break;
    case CLASS_MONTH: case CLASS_MONTH_MAYBE: v->at[v->at[0].month != 0].month = value; break;
    case CLASS_DAY: v->at[v->at[0].day != 0].day = value; break;
    case CLASS_YEAR: case CLASS_YEAR_LIKELY: add_year(v, value); break;
    case CLASS_TWO: add_two(v, value); break;
    case CLASS_WEEKDAY: case CLASS_WEEKDAY_MAYBE: v->weekday = value; break;
    case CLASS_SEASON: v->season = value; break;
    case CLASS_NUM: add_number(v, value, false); break;
    case CLASS_NUMBER: add_number(v, value, true); break;
    case CLASS_ARTICLE: add_number(v, value, true); v->article = true; break;
    case CLASS_ORDINAL: v->ordinal = value; break;
    case CLASS_REL: v->rel = value; v->has_rel = true; break;
    case CLASS_MOD: v->part = (uint8_t)value; break;
    case CLASS_ABOUT: v->approx = true; break;
    case CLASS_DEICTIC: v->deictic = value; v->has_deictic = true; break;
    case CLASS_PART: add_part(v, value); break;
    case CLASS_AMPM: add_half(v, value); break;
    case CLASS_DECADE: v->decade = value; break;
    case CLASS_CLOCK: v->clock = (uint16_t)(value + 1); break;
    default: break;
  }
}

static void gather(time_slots *v, const time_words *w, const doc *d, uint32_t i, class_set classes) {
  for (class_set rest = classes & (CLASS_BIT(CLASS_FIXED) - 1); rest; rest &= rest - 1) {
    time_class c = (time_class)__builtin_ctzll(rest);
    if (c == CLASS_DATE) {
      digits n = time_words_date(w, d, i);
      v->date = n.date;
      v->approx |= n.approx;
    } else {
      time_slots_fill(v, c, time_words_value(w, d, i, c));
    }
  }
  if (time_words_middle(w, d, i)) v->part = PART_MIDDLE;
}

time_slots time_slots_of(const times_model *m, const doc *d, uint32_t first, const time_match *match) {
  time_slots v = {.date = CAL_NOTHING};
  for (uint32_t k = 0; !match->phrase && k < match->n; k++) gather(&v, &m->words, d, first + k, match->at[k]);
  return v;
}
