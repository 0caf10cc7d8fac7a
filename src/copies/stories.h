/* stories.h: which earlier report a report continues the story of. Part of copies.h; the measure is threads.h's.
 *
 * A report that was made from another is in its thread. Of the others each hangs on the earlier report whose thread it fits
 * best, if it fits at all; ties to the smaller id. Candidates share keys; a key that many reports hold says nothing. What is
 * like another thread too fits worse. An undated report is held against undated ones. */
#ifndef COPIES_STORIES_H
#define COPIES_STORIES_H
#include "copies/pair.h"
#include "copies/postings.h"

enum { STORY_FIRST = 8 };                      /* first members of a thread that may be asked for */
typedef struct { uint32_t reports[STORY_FIRST]; uint32_t n; } story_first;

/* Who keeps the reports. */
typedef struct {
  void *payload;
  str (*sketch)(uint32_t report, arena *a, void *payload);   /* its fingerprint's, valid until the next call; ptr NULL: a
                                                                failure */
  /* The first members of the thread that a report is in, in canonical order: at most `most`, of those before b. */
  void (*first)(uint32_t report, uint32_t b, uint32_t most, story_first *out, void *payload);
  bool (*is_head)(uint32_t report, void *payload);   /* of near-duplicates: the others are no candidates */
  bool (*is_before)(uint32_t a, uint32_t b, void *payload);  /* canonical order */
  bool (*has_smaller_id)(uint32_t a, uint32_t b, void *payload);
} stories_archive;

typedef struct {
  const copies_model *m;
  postings *keys;
  stories_archive archive;
  bool in_order;               /* as in parents_index */
} stories_index;

/* A report that is asked about; what the sketch says of it is worked out once. */
typedef struct stories_child stories_child;
const stories_child *stories_child_new(arena *a, const stories_index *x, uint32_t which, cal_day day, uint32_t tie, str sketch);
typedef struct { uint32_t report; int32_t fit; } story_parent;         /* fit 0: none */

str copies_sketch(const fingerprint *f);
/* The same members of its link's row as copies_write_link writes. */
void stories_write(jw *j, const story_parent *p);
uint32_t stories_window(const copies_model *m);                /* days that a dated report looks back */
story_parent stories_find(arena *a, const stories_index *x, const stories_child *b);
void stories_put(const stories_index *x, const stories_child *b);
/* Later reports that share a key with b. Ascending. */
const uint32_t *stories_later(const stories_index *x, arena *a, const stories_child *b, uint32_t *n);
#endif
