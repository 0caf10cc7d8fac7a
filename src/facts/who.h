/* who.h: what the pack knows of a name or an office: the reader's own gazetteer, asked without a report.
 *
 *   "the Ruritanian foreign minister", 2019-05-01 ─▶ its holder        "Strelsau" ─▶ whom a name speaks for
 *
 * A question and the title of a role are both taken as a bag of words: names of parties apart, small words
 * left out, spellings of [office-words] made one. An office is the same if the bags are, or if a row of
 * [offices] makes them so ("foreign minister" is asked, "External Affairs Minister" is held). */
#ifndef FACTS_WHO_H
#define FACTS_WHO_H
#include "facts/gazetteer.h"

/* The words of a phrase as they are compared. */
typedef struct {
  struct who_item *items;
  uint32_t n, cap;
  str *owners;
  uint32_t n_owners, cap_owners; /* parties and organisations it may belong to */
  uint32_t n_plain;              /* items that are neither names nor bodies */
} wording;

typedef struct {
  arena *a;
  const gazetteer *g;
  const pack *pk;
  const lexicon *l;
  map same; /* [office-words]: word → row + 1 */
  struct who_office *offices;
  uint32_t n_offices, cap_offices;
} who;

/* Reads [office-words] and [offices] anew: they are few. */
who *who_new(arena *a, const gazetteer *g, const pack *pk, const lexicon *l);
wording who_words(const who *w, str phrase, cal_date on);
/* The row of [offices] marked `one` that a title of a party fills, told apart by the names in it; ptr NULL:
 * none. */
str who_seat(const who *w, str title, str party);
/* Whether any title of [titles] is in a phrase. */
bool who_title(const who *w, str phrase);
/* One JSON object; false: nothing is known. on: CAL_NOTHING for all times. */
bool who_answer(const who *w, jw *j, str question, cal_date on);
#endif
