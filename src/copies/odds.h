/* odds.h: log odds as a probability. Inside this room only. */
#ifndef COPIES_ODDS_H
#define COPIES_ODDS_H
#include <stdint.h>

/* The logistic function: odds in hundredths (natural logarithm), the probability in thousandths, 2 to 998. */
uint16_t odds_probability(int64_t odds);
#endif
