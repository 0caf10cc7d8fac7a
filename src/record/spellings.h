/* spellings.h: names that may be spellings of one name, told as a conflict `possible_same`, never merged.
 *
 *   name ─without accents, by words─▶ pack's [spellings] ─▶ skeleton: "Halid Muhammad" and "Khalid Mohamed" have one
 *
 * Of the persons with one skeleton, in canonical order, each is told of beside the first before it whose party does
 * not speak against it. */
#ifndef RECORD_SPELLINGS_H
#define RECORD_SPELLINGS_H
#include "record/keep.h"

/* The skeleton of a person's name; ptr NULL: it has not two words. */
str spelling_of(arena *a, const record_model *m, str name);
/* Makes the conflicts of all persons of that skeleton again. */
void spelling_rows(keeping *k, str spelling);
#endif
