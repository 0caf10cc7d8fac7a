/* model.h: what the pack knows of pages, as folded lookups. Read-only once loaded. */
#ifndef INTAKE_MODEL_H
#define INTAKE_MODEL_H
#include "intake/intake.h"

/* Phrases of one or more words; the number is the row's place in its section, counted from 0. `starts` has
 * a bit for the first two bytes of each, so that most words are turned down without a lookup. */
typedef struct { map all; uint32_t longest; uint64_t starts[4]; } phrases;

enum { FIELD_TITLE, FIELD_DATE, FIELD_BYLINE, FIELD_PUBLISHER, FIELD_NOISE };
enum { DATE_WORD, DATE_PUBLISHED, DATE_UPDATED, DATE_NUMBER };

struct intake_model {
  phrases related_labels, note_labels, url_labels, credit_labels, caption_labels, caption_cues;
  phrases agencies, byline_cues;
  phrases field_labels;                    /* value: FIELD_… */
  map caption_stops, byline_stops, byline_jobs, weekdays, ordinals, open_words, hyphen_parts, name_links;
  map social_hosts;
  map furniture;                           /* whole lines, normalised: see line_key */
  const str *furniture_starts; uint32_t n_furniture_starts;
  map months;                              /* 1–12 */
  map date_words;                          /* DATE_… */
  map clock;                               /* minutes to add */
  map zones; const str *zone_offsets;      /* value: index */
  map publishers; const str *publisher_names;         /* by host */
  map papers;                              /* by folded name; value: as in publishers */
  const str *agency_names;
};

bool word_in(const map *words, str word);                  /* folds, then looks up */
const uint32_t *word_get(const map *words, str word);      /* NULL: absent */
/* Bytes of the longest phrase that s begins with, whole words only; 0: none. *value (may be NULL). */
size_t phrase_at(const phrases *p, str s, uint32_t *value);
/* Place of the first phrase in s, or SIZE_MAX. */
size_t phrase_find(const phrases *p, str s, uint32_t *value);
/* A line as [page-furniture] and running heads compare it: folded, white space single, each number "N". */
enum { LINE_KEY_MAX = 160 };
size_t line_key(str line, char out[LINE_KEY_MAX]);         /* 0: too long to be page furniture */
bool is_furniture(const intake_model *m, str key);
/* Bytes up to the first "|" or dot that parts a line, all where there is none; *behind: where it goes on. */
size_t part_len(str s, size_t *behind);
/* The same of each part of a line with "|" or dots in it; false where it has none. */
bool is_furniture_parts(const intake_model *m, str line);
#endif
