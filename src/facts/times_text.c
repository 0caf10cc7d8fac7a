/* times_text.c: values that are no interval of days: lengths, what recurs, times of the day. */
#include "facts/times_model.h"

static str owned(arena *a, buf *b) {
  if (b->status) {
    buf_free(b);
    arena_fail(a);
  }
  str s = arena_str(a, buf_get(b));
  buf_free(b);
  return s;
}

static char unit_letter(cal_grain unit) {
  switch (unit) {
    case CAL_MINUTE: case CAL_MONTH: return 'M';
    case CAL_HOUR: return 'H';
    case CAL_DAY: return 'D';
    case CAL_WEEK: return 'W';
    case CAL_QUARTER: return 'Q';
    default: return 'Y';
  }
}

/* "P2Y", "P10D/P12D"; a vague one, as TIMEX3 writes it, "PXY". */
static str duration_text(arena *a, const time_expr *e) {
  buf b = {0};
  if (!e->n) {
    buf_printf(&b, "P%sX%c", e->unit < CAL_DAY ? "T" : "", unit_letter(e->unit));
  } else {
    cal_duration_write(&b, e->n, e->unit);
    if (e->n2) {
      buf_char(&b, '/');
      cal_duration_write(&b, e->n2, e->unit);
    }
  }
  return owned(a, &b);
}

/* "R/P1W"; a weekday or month that recurs "XXXX-WXX-5", "XXXX-07". */
static str set_text(arena *a, const time_expr *e) {
  buf b = {0};
  if (e->weekday == 8) buf_str(&b, STR("XXXX-WXX-WE"));
  else if (e->weekday) buf_printf(&b, "XXXX-WXX-%d", e->weekday);
  else if (e->month) buf_printf(&b, "XXXX-%02d", e->month);
  else {
    buf_str(&b, STR("R/"));
    cal_duration_write(&b, e->n, e->unit);
  }
  return owned(a, &b);
}

/* A minute of the day d, past midnight one of the next day. */
static void put_minute(arena *a, buf *b, cal_day d, int32_t minute) {
  if (minute > 24 * 60) {
    d++;
    minute -= 24 * 60;
  }
  buf_str(b, cal_str(a, cal_one_day(d)));
  buf_printf(b, "T%02d:%02d", minute / 60, minute % 60);
}

/* "2025-06-25T15:00", "2025-06-25T06:00/2025-06-25T12:00" for a morning. */
static str clock_text(arena *a, const time_fact *t) {
  if (!cal_known(t->value) || t->value.no_year || t->value.lo != t->value.hi) return (str){NULL, 0};
  buf b = {0};
  put_minute(a, &b, t->value.lo, t->expr.clock - 1);
  if (t->expr.clock_end) {
    buf_char(&b, '/');
    put_minute(a, &b, t->value.lo, t->expr.clock_end - 1);
  }
  return owned(a, &b);
}

/* "A week after" what is not dated: at least its length is known. */
static bool hangs(const time_expr *e) { return e->op == OP_OFFSET && e->base == BASE_NONE; }

static str length_text(arena *a, const time_expr *e) {
  buf b = {0};
  cal_duration_write(&b, e->n < 0 ? -e->n : e->n, e->unit);
  return owned(a, &b);
}

str time_value_text(arena *a, const time_fact *t) {
  if (hangs(&t->expr)) return length_text(a, &t->expr);
  if (t->expr.op == OP_DURATION) return duration_text(a, &t->expr);
  if (t->expr.op == OP_SET) return set_text(a, &t->expr);
  return t->type == TIME_TIME ? clock_text(a, t) : (str){NULL, 0};
}

const char *time_granularity(const time_expr *e) {
  if (e->op == OP_DURATION && e->bias) return e->bias < 0 ? "past" : "future";
  if (e->op == OP_REF) return e->n < 0 ? "past" : e->n > 0 ? "future" : "present";
  return e->grain == CAL_NONE ? NULL : cal_grain_text(e->grain);
}
