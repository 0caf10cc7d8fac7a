/* keep.h: one run of the stages, and what they hand on to each other.
 *
 *   copies ─links changed─▶ families ─▶ threads, dates ─▶ facts ─▶ statements, events ─▶ rows
 *
 * Each stage takes the reports on its agenda in canonical order, makes its tables for them again, and puts
 * on the agendas after it what changed. A rebuild puts every report on the first agenda: the same code.
 * Nothing of this outlives the run. */
#ifndef RECORD_KEEP_H
#define RECORD_KEEP_H
#include "record/agenda.h"
#include "record/index.h"
#include "record/model.h"
#include "record/record.h"
#include "record/shelf.h"

typedef struct keeping {
  store *s;
  shelf *shelf;
  record_index *index;
  const record_context *context;
  arena *work;                 /* for the whole run */
  arena *step;                 /* emptied by each stage between reports */
  numbers added;               /* reports that are new to the stages */
  agenda copies, families, threads, dates, statements, events;
  place_in_time last_dated, last_undated;  /* of the reports that were there before; n = 0: none */
  numbers redated;             /* reports whose facts are to be dated again */
  numbers reports;             /* whose row is to be made again */
  numbers family_heads, thread_heads, roots;    /* reports, reports, facts: the same */
  map actors, spellings;       /* keys of actors, spellings of persons: the same */
  buf out;                     /* a row being written */
} keeping;

/* Runs all stages over the reports added, or over all of them, in the open transaction. False: no memory;
 * other failures are the store's. `again`: reports that came under another name. */
typedef struct { const int64_t *items; size_t n; } keep_list;
bool keep_run(keeping *k, keep_list added, keep_list again, bool rebuild);
/* Makes only the rows, of tables that are up to date. */
bool keep_rows(keeping *k);

static inline void keep_touch_facts(keeping *k, int64_t rep) {
  agenda_put(&k->statements, k->s, rep);
  agenda_put(&k->events, k->s, rep);
}
/* Whether a report that was there before comes after this one: else nobody else is touched by it. */
static inline bool keep_later_dated(const keeping *k, const place_in_time *b) {
  return k->last_dated.n && place_cmp(&k->last_dated, b) > 0;
}
static inline bool keep_later_undated(const keeping *k, const place_in_time *b) {
  return k->last_undated.n && place_cmp(&k->last_undated, b) > 0;
}

void stage_copies(keeping *k);
void stage_families(keeping *k);
void stage_threads(keeping *k);
void stage_dates(keeping *k);
void stage_facts(keeping *k);
void stage_statements(keeping *k);
void stage_events(keeping *k);
void stage_rows(keeping *k);
#endif
