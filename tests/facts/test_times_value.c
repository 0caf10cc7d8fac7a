/* test_times_value.c: what expressions mean on a day, and that their written form means the same. */
#include "facts/times.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <jansson.h>

static cal_date day(const char *text) {
  cal_date d = CAL_NOTHING;
  if (*text) assert_true(cal_parse(str_of(text), &d));
  return d;
}

/* ---- JSON there and back --------------------------------------------------------------------- */

static str text_of(const json_t *o, const char *key) {
  const char *z = json_string_value(json_object_get(o, key));
  return z ? str_of(z) : (str){NULL, 0};
}

static int64_t number_of(const json_t *o, const char *key) {
  return json_integer_value(json_object_get(o, key));
}

static bool parse_text(const json_t *o, time_expr *out) {
  const time_expr_text t = {
    .base = text_of(o, "base"), .op = text_of(o, "op"), .offset = text_of(o, "offset"),
    .offset2 = text_of(o, "offset2"),
    .grain = text_of(o, "grain"), .unit = text_of(o, "unit"), .literal = text_of(o, "literal"),
    .weekday = number_of(o, "weekday"), .month = number_of(o, "month"), .day = number_of(o, "day"),
    .feast = number_of(o, "feast"),
    .bias = number_of(o, "bias"), .part = number_of(o, "part"),
    .approx = json_is_true(json_object_get(o, "approx"))};
  return time_expr_parse(&t, out);
}

static time_expr there_and_back(arena *a, const time_expr *e) {
  buf b = {0};
  time_expr back = {.base = BASE_NONE};
  jw *j = jw_new(a, &b);
  time_expr_write(j, e, e->base == BASE_NONE ? (str){NULL, 0} : STR("t-x"));
  json_t *o = json_loadb(b.ptr, b.len, 0, NULL);
  assert_non_null(o);
  assert_true(parse_text(o, &back));
  json_decref(o);
  buf_free(&b);
  return back;
}

/* ---- values ---------------------------------------------------------------------------------- */

typedef struct { time_expr e; const char *base, *value; } value_case;     /* value "": unknown */

static void check(arena *a, const value_case *c) {
  time_expr e = c->e;
  if (e.base == BASE_NONE && e.op != OP_ABS) e.base = BASE_REPORT;
  cal_date base = day(c->base), want = day(c->value), got = time_value(&e, base);
  str shown = cal_str(a, got);
  if (!cal_same(got, want))
    fail_msg("base %s: %s, not %s", c->base, shown.ptr ? shown.ptr : "nothing", c->value);
  time_expr back = there_and_back(a, &e);
  assert_int_equal(back.base, e.base);
  assert_int_equal(back.op, e.op);
  assert_true(cal_same(time_value(&back, base), want));
}

static void check_all(const value_case *cases, size_t n) {
  arena *a = arena_new(0);
  for (size_t i = 0; i < n; i++) check(a, &cases[i]);
  arena_free(a);
}
#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

/* 2025-06-25 was a Wednesday. */
static void weekdays(void **state) {
  (void)state;
  static const value_case cases[] = {
    {{.op = OP_NEAREST, .weekday = 3, .bias = -1, .grain = CAL_DAY}, "2025-06-25", "2025-06-25"},
    {{.op = OP_NEAREST, .weekday = 4, .bias = -1, .grain = CAL_DAY}, "2025-06-25", "2025-06-19"},
    {{.op = OP_NEAREST, .weekday = 3, .bias = 1, .grain = CAL_DAY}, "2025-06-25", "2025-06-25"},
    {{.op = OP_NEAREST, .weekday = 2, .bias = 1, .grain = CAL_DAY}, "2025-06-25", "2025-07-01"},
    {{.op = OP_LAST, .weekday = 3, .n = 1, .unit = CAL_WEEK, .grain = CAL_DAY}, "2025-06-25", "2025-06-18"},
    {{.op = OP_NEXT, .weekday = 3, .n = 1, .unit = CAL_WEEK, .grain = CAL_DAY}, "2025-06-25", "2025-07-02"},
    {{.op = OP_THIS, .weekday = 5, .grain = CAL_DAY}, "2025-06-25", "2025-06-27"},
    {{.op = OP_THIS, .weekday = 1, .n = -1, .unit = CAL_WEEK, .grain = CAL_DAY}, "2025-06-25", "2025-06-16"},
    {{.op = OP_NEAREST, .weekday = 8, .bias = -1, .grain = CAL_DAY}, "2025-06-25", "2025-06-21/2025-06-22"},
    {{.op = OP_NEAREST, .weekday = 8, .bias = -1, .grain = CAL_DAY}, "2025-06-22", "2025-06-21/2025-06-22"},
    {{.op = OP_NEAREST, .weekday = 8, .bias = 1, .grain = CAL_DAY}, "2025-06-25", "2025-06-28/2025-06-29"},
    {{.op = OP_LAST, .weekday = 8, .n = 1, .unit = CAL_WEEK, .grain = CAL_DAY},
     "2025-06-22", "2025-06-14/2025-06-15"},
    {{.op = OP_NEAREST, .weekday = 3, .bias = -1, .grain = CAL_DAY}, "", ""},
  };
  CHECK_ALL(cases);
}

static void months_and_days(void **state) {
  (void)state;
  static const value_case cases[] = {
    {{.op = OP_NEAREST, .month = 2, .day = 27, .bias = -1, .grain = CAL_DAY}, "2025-06-25", "2025-02-27"},
    {{.op = OP_NEAREST, .month = 2, .day = 27, .bias = 1, .grain = CAL_DAY}, "2025-12-25", "2026-02-27"},
    {{.op = OP_NEAREST, .month = 9, .day = 5, .grain = CAL_DAY}, "2025-06-25", "2025-09-05"},
    {{.op = OP_NEAREST, .month = 7, .day = 9, .bias = -1, .grain = CAL_DAY},
     "2025-06-25", "2025-07-09"},   /* far */
    {{.op = OP_NEAREST, .month = 2, .day = 29, .bias = -1, .grain = CAL_DAY}, "2024-06-25", "2024-02-29"},
    {{.op = OP_NEAREST, .month = 2, .day = 27, .grain = CAL_DAY}, "", "XXXX-02-27"},
    {{.op = OP_NEAREST, .month = 10, .day = 26, .weekday = 1, .bias = -1, .grain = CAL_DAY},
     "1998-10-25", "1998-10-26"},
    {{.op = OP_NEAREST, .month = 5, .bias = -1, .grain = CAL_MONTH}, "2025-06-25", "2025-05"},
    {{.op = OP_NEAREST, .month = 6, .bias = -1, .grain = CAL_MONTH}, "2025-06-25", "2025-06"},
    {{.op = OP_NEAREST, .month = 5, .bias = 1, .grain = CAL_MONTH}, "2025-10-25", "2026-05"},
    {{.op = OP_NEAREST, .month = 5, .grain = CAL_MONTH}, "", "XXXX-05"},
    {{.op = OP_LAST, .month = 6, .n = 1, .unit = CAL_YEAR, .grain = CAL_MONTH}, "2025-06-25", "2024-06"},
    {{.op = OP_NEXT, .month = 6, .n = 1, .unit = CAL_YEAR, .grain = CAL_MONTH}, "2025-06-25", "2026-06"},
    {{.op = OP_THIS, .month = 9, .n = -1, .unit = CAL_YEAR, .grain = CAL_MONTH}, "2025-06-25", "2024-09"},
    {{.op = OP_LAST, .month = 6, .n = 1, .unit = CAL_YEAR, .grain = CAL_SEASON},
     "2025-06-25", "2024-06-01/2024-08-31"},
    {{.op = OP_NEAREST, .month = 12, .bias = -1, .grain = CAL_SEASON}, "2025-06-25", "2024-12-01/2025-02-28"},
    {{.op = OP_NEAREST, .month = 7, .grain = CAL_QUARTER}, "2025-11-25", "2025-07-01/2025-09-30"},
    {{.op = OP_THIS, .month = 7, .n = 0, .unit = CAL_YEAR, .grain = CAL_HALF},
     "2025-03-01", "2025-07-01/2025-12-31"},
  };
  CHECK_ALL(cases);
}

static void feasts(void **state) {
  (void)state;
  enum { GOOD_FRIDAY = FEAST_EASTER - 2, PENTECOST = FEAST_EASTER + 49 };
  static const value_case cases[] = {
    {{.op = OP_NEAREST, .feast = FEAST_EASTER, .grain = CAL_DAY}, "1818-04-01", "1818-03-22"},
    {{.op = OP_NEAREST, .feast = FEAST_EASTER, .grain = CAL_DAY}, "2038-04-01", "2038-04-25"},
    {{.op = OP_NEAREST, .feast = GOOD_FRIDAY, .bias = -1, .grain = CAL_DAY}, "2024-03-28", "2023-04-07"},
    {{.op = OP_NEAREST, .feast = GOOD_FRIDAY, .bias = -1, .grain = CAL_DAY}, "2024-03-29", "2024-03-29"},
    {{.op = OP_THIS, .feast = PENTECOST, .n = 1, .unit = CAL_YEAR, .grain = CAL_DAY}, "2023-12-31", "2024-05-19"},
    {{.op = OP_NEAREST, .feast = FEAST_WEEKDAY, .month = 11, .day = 22, .weekday = 4, .bias = -1, .grain = CAL_DAY},
     "2024-11-27", "2023-11-23"},
    {{.op = OP_NEAREST, .feast = FEAST_WEEKDAY, .month = 5, .day = 25, .weekday = 1, .bias = 1, .grain = CAL_DAY},
     "2024-05-28", "2025-05-26"},
    {{.op = OP_NEAREST, .feast = FEAST_EASTER, .grain = CAL_DAY}, "", ""},
  };
  CHECK_ALL(cases);
}

static void parts_of_months(void **state) {
  (void)state;
  static const value_case cases[] = {
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 5}, "2024-02-10", "2024-02-01/2024-02-15"},
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 6}, "2024-02-10", "2024-02-16/2024-02-29"},
    {{.op = OP_THIS, .grain = CAL_YEAR, .part = 6}, "2024-02-10", "2024-07-01/2024-12-31"},
    {{.op = OP_THIS, .grain = CAL_DECADE, .part = 6}, "2024-02-10", "2025/2029"},
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 7}, "2024-02-10", "2024-02-23/2024-02-29"},
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 12}, "2024-02-10", "2024-02-08/2024-02-14"},
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 15}, "2024-02-10", "2024-02-29"},
    {{.op = OP_THIS, .grain = CAL_MONTH, .part = 15}, "2023-02-10", ""},
  };
  CHECK_ALL(cases);
}

static void units(void **state) {
  (void)state;
  static const value_case cases[] = {
    {{.op = OP_THIS, .unit = CAL_DAY, .grain = CAL_DAY}, "2025-06-25", "2025-06-25"},
    {{.op = OP_OFFSET, .n = -1, .unit = CAL_DAY, .grain = CAL_DAY}, "2025-03-01", "2025-02-28"},
    {{.op = OP_LAST, .n = 1, .unit = CAL_WEEK, .grain = CAL_WEEK}, "2025-06-16", "2025-06-09/2025-06-15"},
    {{.op = OP_THIS, .unit = CAL_MONTH, .grain = CAL_MONTH}, "2025-06-25", "2025-06"},
    {{.op = OP_NEXT, .n = 1, .unit = CAL_YEAR, .grain = CAL_YEAR}, "2025-06-25", "2026"},
    {{.op = OP_LAST, .n = 1, .unit = CAL_QUARTER, .grain = CAL_QUARTER},
     "2025-06-25", "2025-01-01/2025-03-31"},
    {{.op = OP_THIS, .unit = CAL_MONTH, .grain = CAL_MONTH, .part = 4}, "2025-06-25", "2025-06-30"},
    {{.op = OP_THIS, .unit = CAL_MONTH, .grain = CAL_MONTH, .part = 1},
     "2025-06-25", "2025-06-01/2025-06-10"},
    {{.op = OP_THIS, .unit = CAL_YEAR, .grain = CAL_YEAR, .part = 3}, "2025-06-25", "2025-09-01/2025-12-31"},
    {{.op = OP_OFFSET, .n = -2, .unit = CAL_YEAR, .grain = CAL_YEAR}, "2025-06-25", "2023"},
    {{.op = OP_OFFSET, .n = -3, .unit = CAL_MONTH, .grain = CAL_MONTH}, "2025-02-25", "2024-11"},
    {{.op = OP_OFFSET, .n = 1, .unit = CAL_MONTH, .grain = CAL_DAY}, "2025-01-31", "2025-02-28"},
    {{.op = OP_OFFSET, .n = -1, .unit = CAL_WEEK, .grain = CAL_DAY}, "2025-06-16", "2025-06-09"},
    {{.op = OP_OFFSET, .n = -1, .unit = CAL_QUARTER, .grain = CAL_QUARTER},
     "2025-07-01/2025-09-30", "2025-04-01/2025-06-30"},
    {{.op = OP_OFFSET, .n = -1, .unit = CAL_WEEK, .grain = CAL_DAY}, "", ""},
  };
  CHECK_ALL(cases);
}

static void bounds(void **state) {
  (void)state;
  static const value_case cases[] = {
    {{.op = OP_BEFORE, .grain = CAL_YEAR}, "2025-06-25", "2025-01-01/2025-06-24"},
    {{.op = OP_BEFORE, .grain = CAL_MONTH}, "2025-06-01", "2025-06-01"},
    {{.op = OP_BEFORE, .grain = CAL_MONTH, .month = 2, .base = BASE_TIME},
     "2025-02-27", "2025-02-01/2025-02-26"},
    {{.op = OP_BEFORE, .grain = CAL_MONTH, .month = 2, .base = BASE_TIME},
     "XXXX-02-27", "XXXX-02-01/XXXX-02-26"},
    {{.op = OP_BEFORE, .grain = CAL_MONTH, .month = 2}, "2025-06-25", "2025-02"},
    {{.op = OP_BEFORE, .grain = CAL_MONTH, .month = 6}, "2025-06-25", "2025-06-01/2025-06-24"},
    {{.op = OP_BEFORE, .base = BASE_TIME}, "2025-02-27", "../2025-02-26"},
    {{.op = OP_AFTER, .grain = CAL_MONTH}, "2025-06-25", "2025-06-26/2025-06-30"},
    {{.op = OP_UNTIL}, "2025-06-25", "../2025-06-25"},
    {{.op = OP_SINCE, .weekday = 5}, "2025-06-16", "2025-06-13/2025-06-16"},
    {{.op = OP_SINCE, .month = 1}, "2025-06-16", "2025-01-01/2025-06-16"},
    {{.op = OP_SINCE}, "2025-06-16", "2025-06-16/.."},
    {{.op = OP_WITHIN, .n = 10, .n2 = 12, .unit = CAL_DAY}, "2025-07-28", "2025-08-07/2025-08-09"},
    {{.op = OP_WITHIN, .n = 0, .n2 = 48, .unit = CAL_HOUR}, "2025-07-28", "2025-07-28/2025-07-30"},
    {{.op = OP_WITHIN, .n = -1, .n2 = 0, .unit = CAL_DECADE}, "2025-07-28", "2015-07-28/2025-07-28"},
    {{.op = OP_REF, .n = 0, .unit = CAL_DAY}, "2025-06-25", "2025-06-25"},
    {{.op = OP_REF, .n = -1, .unit = CAL_DAY}, "2025-06-25", "../2025-06-24"},
    {{.op = OP_REF, .n = 1, .unit = CAL_DAY}, "2025-06-25", ""},
    {{.op = OP_UNTIL}, "", ""},
  };
  CHECK_ALL(cases);
}

static time_expr literal(const char *text, time_op op) {
  return (time_expr){.op = op, .literal = day(text), .grain = CAL_DAY};
}

static void literals(void **state) {
  (void)state;
  const value_case cases[] = {
    {literal("2016/2018", OP_ABS), "", "2016/2018"},
    {literal("2025-06-25", OP_ABS), "2030-01-01", "2025-06-25"},
    {literal("XXXX-06-03/XXXX-06-05", OP_NEAREST), "2025-06-25", "2025-06-03/2025-06-05"},
    {literal("XXXX-06-03/XXXX-06-05", OP_NEAREST), "", "XXXX-06-03/XXXX-06-05"},
    {literal("2025-03-01", OP_SINCE), "2025-06-25", "2025-03-01/2025-06-25"},
    {literal("2025-03-01", OP_SINCE), "", "2025-03-01/.."},
  };
  CHECK_ALL(cases);
}

/* The record reads expressions from files: what is out of range is refused. */
static void refuses_nonsense(void **state) {
  (void)state;
  time_expr out;
  const time_expr_text good = {.base = STR("report"), .op = STR("nearest"), .month = 5, .day = 3,
                               .grain = STR("day")};
  assert_true(time_expr_parse(&good, &out));
  assert_int_equal(out.base, BASE_REPORT);
  assert_int_equal(out.base_ref, NONE);
  time_expr_text bad = good;
  bad.op = STR("sometimes");
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.month = 13;
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.month = 0;
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.weekday = -1;
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.unit = STR("week"), bad.offset = STR("P3D");
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.unit = STR("day"), bad.offset = STR("-P2147483648D");
  assert_false(time_expr_parse(&bad, &out));
  bad = good, bad.literal = STR("2025-02-30");
  assert_false(time_expr_parse(&bad, &out));
}

/* No base and no amount may overflow at the ends of the calendar. */
static void survives_the_ends(void **state) {
  (void)state;
  static const cal_date bases[] = {{CAL_OPEN_LO, 0, CAL_INTERVAL, false},
                                   {0, CAL_OPEN_HI, CAL_INTERVAL, false},
                                   {-4371587, -4371587, CAL_DAY, false}, {2932896, 2932896, CAL_DAY, false}};
  static const int32_t amounts[] = {-TIME_MOST_UNITS, -1, 0, 1, TIME_MOST_UNITS};
  for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
    for (int op = OP_ABS; op <= OP_SET; op++)
      for (size_t k = 0; k < sizeof amounts / sizeof *amounts; k++)
        for (uint8_t weekday = 0; weekday <= 8; weekday += 4) {
          time_expr e = {.op = (time_op)op, .n = amounts[k], .n2 = amounts[k],
                         .unit = CAL_MONTH, .grain = CAL_MONTH,
                         .weekday = weekday, .part = 1, .base = BASE_REPORT};
          cal_date d = time_value(&e, bases[b]);
          assert_true(!cal_known(d) || d.lo <= d.hi);
        }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(weekdays), cmocka_unit_test(months_and_days),
    cmocka_unit_test(feasts), cmocka_unit_test(parts_of_months), cmocka_unit_test(units),
    cmocka_unit_test(bounds),
    cmocka_unit_test(literals), cmocka_unit_test(refuses_nonsense), cmocka_unit_test(survives_the_ends)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
