/* publisher.h: who published it: as given, by the address's host, by an agency's name in the text. */
#ifndef INTAKE_PUBLISHER_H
#define INTAKE_PUBLISHER_H
#include "intake/blocks.h"

void publisher_set(report *r, arena *a, const intake_model *m, const page_dates *page, str given);
str publisher_of_url(arena *a, const intake_model *m, str url);      /* ptr NULL: none */
#endif
