/* published.h: the day a report came out: its own dateline, else what was given, else its address. */
#ifndef INTAKE_PUBLISHED_H
#define INTAKE_PUBLISHED_H
#include "intake/blocks.h"

void published_set(report *r, arena *a, const intake_model *m, const page_dates *page, str given);
/* The day in an address: "/2025/06/25/", "/2025/jun/25/", "-20250625"; unknown where there is none. */
cal_date published_of_url(const intake_model *m, str url, span *at);
#endif
