/* threads.h: which reports are of one story: a small sketch of a report, the keys by which candidates are
 * found, and how likely two sketches are of one story.
 *
 *   wording ─threads_sketch─▶ sketch ─(record: earlier reports that share keys)─▶ candidates
 *   sketch and candidate ─threads_likeness─▶ likeness ─threads_fit─▶ parent
 *
 * In canonical order each report gets at most one thread parent: of the earlier reports in its window the one
 * that fits best, if it fits at all; ties to the smaller id. What is asked of the candidate's thread are its
 * first members only, and they are settled. Log odds in thousandths. */
#ifndef COPIES_THREADS_H
#define COPIES_THREADS_H
#include "copies/words.h"

enum {
  THREAD_TITLE = 8,            /* beside WORD_NAME and WORD_NUMBER: the stem stands in the title */
  THREAD_TERMS = 64,           /* of a sketch at most */
  THREAD_BYTES = 2 + 7 * THREAD_TERMS,           /* of an encoded sketch at most */
  THREAD_KEYS = 128,           /* of a sketch at most */
  THREAD_FIRST = 8,            /* first members of a thread at most */
  THREAD_UNDATED = INT32_MAX   /* days apart, where the day of one of the two is not known */
};

typedef struct { uint32_t stem; uint16_t weight; uint8_t flags; } thread_term;
typedef struct {
  const thread_term *terms; uint32_t n;          /* ascending by stem, distinct: the heaviest of the report */
  uint64_t squares, title_squares;               /* of the weights: of all, of those in the title */
  uint32_t norm;                                 /* the root of squares */
} thread_sketch;

const thread_sketch *threads_sketch(arena *a, const copies_model *m, const wording *w);
/* Writes at most THREAD_BYTES and says how many: a version, the number of terms, and for each its stem (4
 * bytes), weight (2) and flags (1), the lowest byte first. */
uint32_t threads_encode(uint8_t *bytes, const thread_sketch *s);
/* NULL: not a sketch of this version. */
const thread_sketch *threads_decode(arena *a, const uint8_t *bytes, size_t n);

/* Keys to find candidates by, ascending and distinct; says how many it wrote. keys: [THREAD_KEYS] */
uint32_t threads_keys(uint32_t *keys, const copies_model *m, const thread_sketch *s);
typedef struct {
  uint32_t min_shared;         /* keys a candidate must share */
  uint32_t cap;                /* a key held by more earlier reports in the window says nothing */
  int32_t window_days;         /* how far back a dated report looks; undated ones look everywhere */
  uint32_t first_members;      /* so many of a thread's first members are asked at most */
  uint32_t fitted;             /* candidates that are looked at: those that share most keys */
} threads_policy;
threads_policy threads_limits(const copies_model *m);

/* Likeness of the words alone; symmetric. */
int32_t threads_likeness(const copies_model *m, const thread_sketch *a, const thread_sketch *b);
int32_t threads_least_likeness(const copies_model *m);         /* of any two */
/* What the days say. Below any likeness outside the window. */
int32_t threads_days(const copies_model *m, int32_t days_apart);
/* Likeness and days: over 0 where two reports by themselves may be of one story. */
int32_t threads_score(const copies_model *m, const thread_sketch *a, const thread_sketch *b,
                      int32_t days_apart);

/* How alike the first members of a thread are among themselves, on average; 0 of fewer than two. */
int32_t threads_closeness(const copies_model *m, const thread_sketch *const *first, uint32_t n);
/* The score of a candidate in its thread. likeness: to the candidate; others: [n] to the other ones of the
 * first members of its thread, in any order; closeness: of all its first members. The parent is the candidate
 * with the highest fit less rivalry, if that is over 0. */
int32_t threads_fit(const copies_model *m, int32_t likeness, int32_t days_apart, const int32_t *others,
                    uint32_t n, int32_t closeness);
/* What its fit loses where a candidate of another thread is so like; never less than 0. */
int32_t threads_rivalry(const copies_model *m, int32_t likeness);
#endif
