/* postings.h: which reports hold a key, for many millions of reports.
 *
 *   put ─▶ table in memory ─flush─▶ runs on disk, sorted by (key, day, report), mapped ─merge─▶ fewer, larger runs
 *
 * A log-structured merge tree (O'Neil et al. 1996) whose runs are immutable: each is written whole, synced and then
 * named, so that a crash leaves at most a file that nothing names. The owner keeps the names of the live runs
 * (postings_run_name) and hands them back when it opens the folder again. The memory that is held, mapped pages
 * included, stays near `memory`. Keys are hashes. Errors stick; out of memory is one. One thread at a time. */
#ifndef COPIES_POSTINGS_H
#define COPIES_POSTINGS_H
#include "base/base.h"

typedef struct postings postings;

enum { POSTINGS_UNDATED = UINT16_MAX };
/* A day as postings are sorted by it: from 1900 to 2079; days beyond are as the first or last of these. */
uint16_t postings_day(cal_day d);

typedef struct {
  const char *folder;          /* where runs are written; it is there. NULL: all stays in memory */
  const char *prefix;          /* of their names */
  size_t memory;               /* bytes */
  uint64_t largest_run;        /* postings; larger runs are not merged into larger ones; 0: no ceiling */
  bool lasting;                /* runs stay when it is closed, and are synced when they are written */
  bool ties;                   /* reports of one day are sorted by a tie of the owner's; else by their numbers */
} postings_options;

/* CH_ERR_MEMORY. */
ch_status postings_open(postings **out, const postings_options *options, ch_error *err);
void postings_close(postings *p);              /* NULL is fine; what is in memory alone is lost */
/* Takes up a run that was written before. CH_ERR_RECORD: it is not there, or damaged. */
ch_status postings_load(postings *p, const char *name, ch_error *err);

/* Runs written from now on get later names than this one, which may still be named by others. */
void postings_reserve(postings *p, const char *name);

void postings_put(postings *p, const uint32_t *keys, uint32_t n, uint16_t day, uint32_t tie, uint32_t report);
/* Writes what is in memory as a run. */
void postings_flush(postings *p);
/* Lets go of runs without a posting of `day` or later, and removes their files, and of what is in memory of the
 * reports before the first of `day` or later. Reports must be put in order of their days and numbers then. */
void postings_expire(postings *p, uint16_t day);
ch_status postings_status(const postings *p, ch_error *err);

size_t postings_n_runs(const postings *p);
const char *postings_run_name(const postings *p, size_t i);
/* Removes the files of runs that merging has replaced: to be called when the new names are kept. */
void postings_sweep(postings *p);
uint64_t postings_bytes(const postings *p);    /* on disk */

typedef struct {
  uint16_t lo, hi;             /* days */
  uint32_t most;               /* postings of one key */
  bool first;                  /* true: the first `most` of a key, and those that stand at the same place as the last of
                                  them; false: none of a key that has more */
  bool (*counts)(uint32_t which, uint16_t day, void *payload);         /* whether a report counts; NULL: all do */
  void *payload;
} postings_query;

typedef struct { uint32_t key, report; uint16_t day; } posting_hit;    /* key: place among those asked for */
/* Hits in order of (key, day, tie, report), in the arena. Each run is asked for all keys at once, so that the waits for
 * memory overlap. */
const posting_hit *postings_find(postings *p, arena *a, const uint32_t *keys, uint32_t n, const postings_query *q,
                                 uint32_t *n_hits);
#endif
