/* cal_parse and cal_duration_parse: what is read, is written again and reads the same. */
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void date(str text, buf *b) {
  cal_date d, back;
  if (!cal_parse(text, &d)) {
    check(!cal_known(d));
    return;
  }
  check(cal_known(d) && d.lo <= d.hi);
  cal_write(b, d);
  check(cal_parse(buf_get(b), &back) && cal_same(d, back) && !cal_cmp(d, back));
  for (cal_grain g = CAL_NONE; g <= CAL_INTERVAL; g++) {
    cal_date moved = cal_shift(d, 7, g);
    check(!cal_known(moved) || moved.lo <= moved.hi);
    check(cal_touches(d, moved) || !cal_known(cal_meet(d, moved)));
  }
}

static void duration(str text, buf *b) {
  int32_t n, n_back;
  cal_grain unit, unit_back;
  if (!cal_duration_parse(text, &n, &unit)) return;
  buf_clear(b);
  cal_duration_write(b, n, unit);
  check(cal_duration_parse(buf_get(b), &n_back, &unit_back) && n == n_back && unit == unit_back);
  check(cal_known(cal_one_day(cal_move(0, n, unit))));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  buf b = {0};
  str text = {(const char *)bytes, n};
  date(text, &b);
  duration(text, &b);
  buf_free(&b);
  return 0;
}
