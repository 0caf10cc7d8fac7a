#include "test.h"

static cal_date parsed(const char *z) {
  cal_date d;
  if (!cal_parse(str_of(z), &d)) fail_msg("%s was not read", z);
  return d;
}

static void assert_date(cal_date d, const char *want) {
  buf b = {0};
  cal_write(&b, d);
  assert_str(buf_get(&b), want);
  buf_free(&b);
}

/* ---- days ---- */

static bool is_leap(int32_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

static int plain_month_days(int32_t y, int m) {
  return m == 2 ? 28 + is_leap(y) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

/* Every day there is, against a calendar that only counts on. */
static void days_and_dates_go_round(void **state) {
  (void)state;
  cal_day d = cal_from_ymd(-9999, 1, 1);
  int weekday = cal_weekday(d);
  for (int32_t y = -9999; y <= 9999; y++) {
    for (int m = 1; m <= 12; m++) {
      assert_int_equal(cal_month_days(y, m), plain_month_days(y, m));
      for (int day = 1; day <= plain_month_days(y, m); day++, d++) {
        cal_ymd c = cal_to_ymd(d);
        if (c.year != y || c.month != m || c.day != day) fail_msg("day %d is not %d-%d-%d", d, y, m, day);
        if (cal_from_ymd(y, m, day) != d) fail_msg("%d-%d-%d is not day %d", y, m, day, d);
        if (cal_weekday(d) != weekday) fail_msg("day %d is not weekday %d", d, weekday);
        weekday = weekday % 7 + 1;
      }
    }
  }
  assert_int_equal(d, cal_from_ymd(9999, 12, 31) + 1);
}

static void known_days(void **state) {
  (void)state;
  assert_int_equal(cal_from_ymd(1970, 1, 1), 0);
  assert_int_equal(cal_from_ymd(2000, 3, 1), 11017);
  assert_int_equal(cal_weekday(cal_from_ymd(1969, 7, 20)), 7);
  assert_int_equal(cal_weekday(cal_from_ymd(1648, 10, 24)), 6);
  assert_int_equal(cal_weekday(cal_from_ymd(2024, 2, 29)), 4);
  assert_int_equal(cal_weekday(cal_from_ymd(2025, 6, 25)), 3);
}

static void months_and_days_may_run_over(void **state) {
  (void)state;
  assert_int_equal(cal_from_ymd(2024, 13, 1), cal_from_ymd(2025, 1, 1));
  assert_int_equal(cal_from_ymd(2024, 0, 1), cal_from_ymd(2023, 12, 1));
  assert_int_equal(cal_from_ymd(2024, 3, 0), cal_from_ymd(2024, 2, 29));
  assert_int_equal(cal_from_ymd(2024, -23, 1), cal_from_ymd(2022, 1, 1));
  assert_int_equal(cal_from_ymd(INT32_MAX, 12, 31), cal_from_ymd(9999, 12, 31));
  assert_int_equal(cal_from_ymd(INT32_MIN, INT32_MIN, INT32_MIN), cal_from_ymd(-9999, 1, 1));
  assert_int_equal(cal_from_ymd(INT32_MAX, INT32_MAX, INT32_MAX), cal_from_ymd(9999, 12, 31));
  assert_true(cal_is_date(2024, 2, 29) && cal_is_date(0, 2, 29) && cal_is_date(-9999, 1, 1));
  assert_false(cal_is_date(2023, 2, 29) || cal_is_date(1900, 2, 29) || cal_is_date(2024, 13, 1));
  assert_false(cal_is_date(2024, 0, 1) || cal_is_date(2024, 1, 0) || cal_is_date(10000, 1, 1));
  assert_false(cal_is_date(CAL_NO_YEAR, 1, 1));
}

/* ---- dates ---- */

static void units_hold_their_day(void **state) {
  (void)state;
  cal_day d = cal_from_ymd(2025, 2, 14);
  assert_date(cal_unit(d, CAL_DAY), "2025-02-14");
  assert_date(cal_unit(d, CAL_HOUR), "2025-02-14");
  assert_date(cal_unit(d, CAL_WEEK), "2025-02-10/2025-02-16");
  assert_date(cal_unit(d, CAL_MONTH), "2025-02");
  assert_date(cal_unit(d, CAL_QUARTER), "2025-01-01/2025-03-31");
  assert_date(cal_unit(d, CAL_SEASON), "2024-12-01/2025-02-28");
  assert_date(cal_unit(cal_from_ymd(2024, 12, 1), CAL_SEASON), "2024-12-01/2025-02-28");
  assert_date(cal_unit(cal_from_ymd(2024, 11, 30), CAL_SEASON), "2024-09-01/2024-11-30");
  assert_date(cal_unit(d, CAL_HALF), "2025-01-01/2025-06-30");
  assert_date(cal_unit(d, CAL_YEAR), "2025");
  assert_date(cal_unit(d, CAL_DECADE), "2020/2029");
  assert_date(cal_unit(d, CAL_CENTURY), "2000/2099");
  assert_date(cal_unit(cal_from_ymd(-5, 1, 1), CAL_DECADE), "-0010/-0001");
  assert_date(cal_unit(d, CAL_NONE), "");
  assert_date(cal_unit(CAL_OPEN_HI, CAL_WEEK), "");
  uint64_t seed = 5;
  for (int i = 0; i < 20000; i++) {
    d = number_in(&seed, -4371587, 2932896);
    for (cal_grain g = CAL_MINUTE; g <= CAL_CENTURY; g++) {
      cal_date u = cal_unit(d, g);
      assert_true(u.grain == g && u.lo <= d && d <= u.hi);
      assert_true(cal_same(cal_unit(u.lo, g), u) && cal_same(cal_unit(u.hi, g), u));
    }
  }
}

static void wrong_dates_are_nothing(void **state) {
  (void)state;
  assert_false(cal_known(cal_of_md(2025, 2, 29)) || cal_known(cal_of_md(2025, 13, 1)));
  assert_false(cal_known(cal_of_month(2025, 0)) || cal_known(cal_of_year(10000)));
  assert_false(cal_known(cal_of_year(CAL_NO_YEAR)));
  assert_false(cal_known(cal_between(1, 0)) || cal_known(cal_between(CAL_OPEN_LO, CAL_OPEN_HI)));
  assert_true(cal_known(cal_of_md(CAL_NO_YEAR, 2, 29)));
}

static void between_sees_days_months_and_years(void **state) {
  (void)state;
  cal_day d = cal_from_ymd(2024, 2, 1);
  assert_int_equal(cal_between(d, d).grain, CAL_DAY);
  assert_int_equal(cal_between(d, d + 28).grain, CAL_MONTH);
  assert_int_equal(cal_between(d, d + 27).grain, CAL_INTERVAL);
  assert_int_equal(cal_between(cal_from_ymd(2024, 1, 1), cal_from_ymd(2024, 12, 31)).grain, CAL_YEAR);
  assert_int_equal(cal_between(cal_from_ymd(2024, 1, 1), cal_from_ymd(2025, 12, 31)).grain, CAL_INTERVAL);
  assert_int_equal(cal_between(d, CAL_OPEN_HI).grain, CAL_INTERVAL);
}

/* ---- moving ---- */

static cal_day day(const char *z) { return parsed(z).lo; }

static void move_keeps_the_day_or_cuts_it(void **state) {
  (void)state;
  assert_int_equal(cal_move(day("2025-01-31"), 1, CAL_MONTH), day("2025-02-28"));
  assert_int_equal(cal_move(day("2024-01-31"), 1, CAL_MONTH), day("2024-02-29"));
  assert_int_equal(cal_move(day("2025-03-31"), -1, CAL_MONTH), day("2025-02-28"));
  assert_int_equal(cal_move(day("2025-02-28"), 1, CAL_MONTH), day("2025-03-28"));
  assert_int_equal(cal_move(day("2024-02-29"), 1, CAL_YEAR), day("2025-02-28"));
  assert_int_equal(cal_move(day("2024-02-29"), -4, CAL_YEAR), day("2020-02-29"));
  assert_int_equal(cal_move(day("2025-01-15"), -13, CAL_MONTH), day("2023-12-15"));
  assert_int_equal(cal_move(day("2025-01-15"), 2, CAL_QUARTER), day("2025-07-15"));
  assert_int_equal(cal_move(day("2025-01-15"), 1, CAL_DECADE), day("2035-01-15"));
  assert_int_equal(cal_move(day("2025-06-25"), -2, CAL_WEEK), day("2025-06-11"));
  assert_int_equal(cal_move(day("2025-06-25"), 48, CAL_HOUR), day("2025-06-27"));
  assert_int_equal(cal_move(day("2025-06-25"), -5, CAL_HOUR), day("2025-06-25"));
  assert_int_equal(cal_move(CAL_OPEN_LO, 1, CAL_DAY), CAL_OPEN_LO);
  assert_int_equal(cal_move(CAL_OPEN_HI, -1, CAL_CENTURY), CAL_OPEN_HI);
  for (cal_grain g = CAL_DAY; g <= CAL_CENTURY; g++) {
    assert_int_equal(cal_move(0, INT32_MAX, g), cal_from_ymd(9999, 12, 31));
    assert_int_equal(cal_move(0, INT32_MIN, g), cal_from_ymd(-9999, 1, 1));
  }
}

static void assert_shift(const char *from, int32_t n, cal_grain unit, const char *want) {
  assert_date(cal_shift(parsed(from), n, unit), want);
}

static void shift_keeps_units_whole(void **state) {
  (void)state;
  assert_shift("2025-02", 1, CAL_MONTH, "2025-03");
  assert_shift("2025-03", -1, CAL_MONTH, "2025-02");
  assert_shift("2025-02", 1, CAL_YEAR, "2026-02");
  assert_shift("2024-02", 1, CAL_YEAR, "2025-02");
  assert_shift("2025", -1, CAL_YEAR, "2024");
  assert_shift("2025-01-01/2025-03-31", 1, CAL_QUARTER, "2025-04-01/2025-06-30");
  assert_shift("2025-02", 3, CAL_DAY, "2025-02-04/2025-03-03");
  assert_shift("2025-01-31", 1, CAL_MONTH, "2025-02-28");
  assert_shift("../2025-06-16", 1, CAL_WEEK, "../2025-06-23");
  assert_shift("2025-06-16/..", -1, CAL_MONTH, "2025-05-16/..");
  assert_shift("9999", 1, CAL_YEAR, "");
  assert_shift("2025", INT32_MAX, CAL_CENTURY, "");
  cal_date week = cal_shift(cal_of_week(day("2025-06-25")), 1, CAL_WEEK);
  assert_int_equal(week.grain, CAL_WEEK);
  assert_date(week, "2025-06-30/2025-07-06");
  week = cal_shift(week, 1, CAL_MONTH);
  assert_int_equal(week.grain, CAL_WEEK);
  assert_date(week, "2025-07-28/2025-08-03");
  assert_int_equal(cal_shift(cal_unit(0, CAL_SEASON), 1, CAL_SEASON).grain, CAL_SEASON);
  assert_int_equal(cal_shift(cal_unit(0, CAL_DECADE), 1, CAL_YEAR).grain, CAL_INTERVAL);
  assert_false(cal_known(cal_shift(CAL_NOTHING, 1, CAL_DAY)));
}

static void shift_without_a_year(void **state) {
  (void)state;
  assert_shift("XXXX-06-12", 3, CAL_DAY, "XXXX-06-15");
  assert_shift("XXXX-12-30", 5, CAL_DAY, "XXXX-01-04");
  assert_shift("XXXX-02-27", 2, CAL_DAY, "XXXX-02-29/XXXX-03-01");    /* which, depends on the year */
  assert_shift("XXXX-03-01", -1, CAL_DAY, "XXXX-02-28/XXXX-02-29");
  assert_shift("XXXX-11", 3, CAL_MONTH, "XXXX-02");
  assert_shift("XXXX-02", 1, CAL_MONTH, "XXXX-03");
  assert_shift("XXXX-06-12", 7, CAL_YEAR, "XXXX-06-12");
  assert_shift("XXXX-06-12", -8, CAL_MONTH, "XXXX-10-12");
  assert_shift("XXXX-12-24/XXXX-12-30", 1, CAL_WEEK, "");               /* would run over the year's end */
}

/* ---- comparing ---- */

static void touch_and_meet(void **state) {
  (void)state;
  static const char *const rows[][3] = {
    {"2025-06", "2025-06-30/2025-07-04", "2025-06-30"}, {"2025", "2025-06", "2025-06"},
    {"../2025-06-16", "2025-06-10/..", "2025-06-10/2025-06-16"}, {"2025-06-01", "2025-06-02", ""},
    {"../2025-06-16", "../2024", "../2024-12-31"}, {"XXXX-02-27", "2025", "2025-02-27"},
    {"XXXX-02-29", "2025", ""}, {"XXXX-02-29", "2023/2026", "2024-02-29"},
    {"XXXX-02", "2025-02-20/2025-03-10", "2025-02-20/2025-02-28"},
    {"XXXX-02", "XXXX-02-27/XXXX-03-04", "XXXX-02-27/XXXX-02-29"}, {"XXXX-02", "XXXX-03", ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cal_date a = parsed(rows[i][0]), b = parsed(rows[i][1]);
    assert_date(cal_meet(a, b), rows[i][2]);
    assert_date(cal_meet(b, a), rows[i][2]);
    assert_int_equal(cal_touches(a, b), rows[i][2][0] != 0);
    assert_int_equal(cal_touches(b, a), rows[i][2][0] != 0);
  }
  assert_true(cal_touches(parsed("XXXX-02-27"), parsed("2024/2025")));
  assert_false(cal_known(cal_meet(parsed("XXXX-02-27"), parsed("2024/2025"))));   /* either year */
  assert_true(cal_touches(parsed("XXXX-02-27"), parsed("2024/..")));
  assert_false(cal_touches(CAL_NOTHING, CAL_NOTHING) || cal_touches(parsed("2025"), CAL_NOTHING));
  cal_date week = cal_of_week(day("2025-06-25"));
  assert_int_equal(cal_meet(week, parsed("2025")).grain, CAL_WEEK);
  assert_true(cal_same(CAL_NOTHING, CAL_NOTHING));
  assert_false(cal_same(parsed("2000-02-27"), parsed("XXXX-02-27")));
}

static cal_date some_date(uint64_t *seed) {
  cal_day lo = number_in(seed, -4371587, 2932896), hi = lo + number_in(seed, 0, 500);
  int32_t kind = number_in(seed, 0, 9);
  if (kind == 0) return CAL_NOTHING;
  if (kind == 1) return cal_between(CAL_OPEN_LO, hi);
  if (kind == 2) return cal_between(lo, CAL_OPEN_HI);
  if (kind == 3) return cal_of_md(CAL_NO_YEAR, number_in(seed, 1, 12), number_in(seed, 1, 28));
  if (kind == 4) return cal_of_month(CAL_NO_YEAR, number_in(seed, 1, 12));
  if (kind == 5) return cal_one_day(lo);
  if (kind <= 7) return cal_unit(hi % 16000, (cal_grain)number_in(seed, CAL_MINUTE, CAL_CENTURY));
  return cal_between(lo, hi);
}

static void order_is_total(void **state) {
  (void)state;
  uint64_t seed = 11;
  cal_date d[300];
  for (size_t i = 0; i < 300; i++) d[i] = some_date(&seed);
  for (size_t i = 0; i < 300; i++) {
    for (size_t k = 0; k < 300; k++) {
      int order = cal_cmp(d[i], d[k]);
      assert_int_equal((order > 0) - (order < 0), (cal_cmp(d[k], d[i]) < 0) - (cal_cmp(d[k], d[i]) > 0));
      if (!order) assert_true(cal_same(d[i], d[k]) && d[i].grain == d[k].grain);
      if (order > 0) continue;
      for (size_t l = 0; l < 300; l += 7) {
        if (cal_cmp(d[k], d[l]) <= 0 && cal_cmp(d[i], d[l]) > 0) fail_msg("not transitive");
      }
    }
  }
  assert_true(cal_cmp(parsed("2025-06-16"), parsed("2025-06-10/..")) < 0);
  assert_true(cal_cmp(parsed("../2025-06-16"), parsed("2025-06-16")) < 0);
  assert_true(cal_cmp(parsed("2025-06-10/.."), CAL_NOTHING) < 0);
}

/* ---- text ---- */

static void the_forms_of_the_contract(void **state) {
  (void)state;
  static const char *const forms[] = {
    "2025-06-25", "2025-02", "2025", "2025-06-09/2025-06-15", "../2025-06-16", "2025-06-22/..", "XXXX-02-27",
    "XXXX-02", "XXXX-02-01/XXXX-02-26", "XXXX-02-29", "2016/2018", "0000", "-0044-03-15", "-0044/-0040",
    "-9999",
    "9999-12-31", "-9999/9999",
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) assert_date(parsed(forms[i]), forms[i]);
  assert_date(parsed("2025-02/2025-04"), "2025-02-01/2025-04-30");
  assert_date(parsed("2025-02-01/2025-02-28"), "2025-02");
  assert_date(parsed("2025/.."), "2025-01-01/..");
  assert_date(parsed("../2025-02"), "../2025-02-28");
  assert_date(parsed("2025/2025"), "2025");
  static const char *const times[] = {"T10", "T10:00", "T10:00Z", "T23:59:59.123+02:00", "T10:00-0530",
                                      "T10:00+02"};
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    char z[64] = "2025-06-25";
    assert_date(parsed(strcat(z, times[i])), "2025-06-25");
  }
}

static void anything_else_is_not_read(void **state) {
  (void)state;
  static const char *const wrong[] = {
    "", ".", "..", "../..", "/", "2025/", "/2025", "202", "20255", "2025-", "2025-1", "2025-00", "2025-13",
    "2025-02-29", "2025-02-00", "2025-02-3", "2025-02-011", " 2025", "2025 ", "XXXX", "XXXX-02-30", "XXXX-13",
    "XXXX-02/..", "../XXXX-02", "2025/2024", "2025-02-02/2025-02-01", "2025/2026-01", "2025-01/2026-01-01",
    "XXXX-02-27/2025-02-28", "XXXX-12-30/XXXX-01-02", "2025-06-25T", "2025-06-25T1", "2025-06-25T25:00",
    "2025-06-25T10:60", "2025-06-25T10:00x", "2025-06T10:00", "2025-06-25T10:00/2025-06-26",
    "2025-06-25T10:00.",
    "2025-06-25T10:00+2", "--2025", "+2025", "2025-W03", "20250625", "2025-06-25T1000",
  };
  cal_date d;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    if (cal_parse(str_of(wrong[i]), &d)) fail_msg("%s was read", wrong[i]);
    assert_false(cal_known(d));
  }
  assert_false(cal_parse((str){NULL, 0}, &d));
}

static void write_and_parse_go_round(void *payload) {
  arena *a = payload;
  uint64_t seed = 17;
  for (int i = 0; i < 50000; i++) {
    cal_date d = some_date(&seed), back;
    str text = cal_str(a, d);
    if (!cal_known(d)) {
      assert_null(text.ptr);
      continue;
    }
    assert_true(cal_parse(text, &back));
    assert_true(cal_same(d, back));
    assert_true(str_eq(cal_str(a, back), text) || d.grain == CAL_INTERVAL);
  }
}

static void text_goes_round(void **state) {
  (void)state;
  with_arena(write_and_parse_go_round);
}

static void grains_have_words(void **state) {
  (void)state;
  for (cal_grain g = CAL_NONE; g <= CAL_INTERVAL; g++) {
    cal_grain back = CAL_NONE;
    assert_true(cal_grain_parse(str_of(cal_grain_text(g)), &back));
    assert_int_equal(back, g);
  }
  cal_grain g;
  assert_string_equal(cal_grain_text(CAL_NONE), "none");
  assert_string_equal(cal_grain_text((cal_grain)99), "none");
  assert_false(cal_grain_parse(STR("fortnight"), &g) || cal_grain_parse(STR(""), &g));
}

static void assert_duration(int32_t n, cal_grain unit, const char *want) {
  buf b = {0};
  cal_duration_write(&b, n, unit);
  assert_str(buf_get(&b), want);
  buf_free(&b);
}

static void durations_go_round(void **state) {
  (void)state;
  static const struct { int32_t n; cal_grain unit; const char *text; } rows[] = {
    {7, CAL_DAY, "P7D"}, {-1, CAL_WEEK, "-P1W"}, {2, CAL_MONTH, "P2M"}, {1, CAL_YEAR, "P1Y"}, {48, CAL_HOUR,
    "PT48H"},
    {30, CAL_MINUTE, "PT30M"}, {0, CAL_DAY, "P0D"}, {INT32_MIN, CAL_DAY, "-P2147483648D"},
    {INT32_MAX, CAL_YEAR, "P2147483647Y"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    int32_t n;
    cal_grain unit;
    assert_duration(rows[i].n, rows[i].unit, rows[i].text);
    assert_true(cal_duration_parse(str_of(rows[i].text), &n, &unit));
    assert_true(n == rows[i].n && unit == rows[i].unit);
  }
  assert_duration(2, CAL_QUARTER, "P6M");
  assert_duration(INT32_MIN, CAL_CENTURY, "-P214748364800Y");
  assert_duration(3, CAL_INTERVAL, "");
  static const char *const wrong[] = {"", "P", "PT", "PD", "P1", "1D", "P1H", "PT1D", "P1D2", "P-1D",
                                      "P 1D", "--P1D",
                                      "P2147483648D", "-P2147483649D", "P1Y2M", "p1d"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    int32_t n;
    cal_grain unit;
    if (cal_duration_parse(str_of(wrong[i]), &n, &unit)) fail_msg("%s was read", wrong[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(days_and_dates_go_round), cmocka_unit_test(known_days),
    cmocka_unit_test(months_and_days_may_run_over), cmocka_unit_test(units_hold_their_day),
    cmocka_unit_test(wrong_dates_are_nothing), cmocka_unit_test(between_sees_days_months_and_years),
    cmocka_unit_test(move_keeps_the_day_or_cuts_it), cmocka_unit_test(shift_keeps_units_whole),
    cmocka_unit_test(shift_without_a_year), cmocka_unit_test(touch_and_meet),
    cmocka_unit_test(order_is_total),
    cmocka_unit_test(the_forms_of_the_contract), cmocka_unit_test(anything_else_is_not_read),
    cmocka_unit_test(text_goes_round), cmocka_unit_test(grains_have_words),
    cmocka_unit_test(durations_go_round),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
