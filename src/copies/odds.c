#include "copies/odds.h"

enum { STEP = 50, STEPS = 12 };

uint16_t odds_probability(int64_t odds) {
  static const uint16_t logistic[STEPS + 2] = {500, 622, 731, 818, 881, 924, 953, /* of 0, 0.5 … 6, the last twice */
                                               971, 982, 989, 993, 996, 998, 998};
  int64_t size = odds < 0 ? -odds : odds, at = size / STEP, rest = size % STEP;
  if (at > STEPS) at = STEPS, rest = 0;
  int64_t p = logistic[at] + (logistic[at + 1] - logistic[at]) * rest / STEP;
  return (uint16_t)(odds < 0 ? 1000 - p : p);
}
