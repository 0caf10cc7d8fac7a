/* rows.h: the rows of the dump: how they are stored, and how they are given out.
 *
 * The id of a merged row may change when an earlier report comes in. So that not every row that names it
 * must be written again, a stored row names a member: byte 1, the member's id, byte 2 (bytes that
 * canonical JSON never holds). What it resolves to is put in when the row is given out. */
#ifndef RECORD_ROWS_H
#define RECORD_ROWS_H
#include "record/keep.h"

/* Owners of rows: a fact's number, or a report's or, of conflicts, an actor's as below. */
static inline int64_t owner_report(int64_t rep) { return -rep; }
static inline int64_t owner_actor(int64_t n) { return -((int64_t)1 << 60) - n; }

void rows_write(keeping *k, const char *kind, str id_text,
                int64_t owner);   /* the row is k->out, which is emptied */
void rows_drop(keeping *k, const char *kind, int64_t owner);
/* Begins a row in k->out: {"id":…,"row":kind, and goes on with jw_key… and jw_end. */
jw *rows_begin(keeping *k, const char *kind, str id_text);
void rows_ref(jw *j, arena *a, str member);           /* the id of the member's row; ptr NULL: null */
void rows_day(keeping *k, jw *j, const char *key, cal_day d);      /* null for STORE_UNDATED */
void rows_known(keeping *k, jw *j, cal_day d);                     /* known_from */

/* Giving out the rows of a query, in the order of the dump. */
typedef struct {
  store *s;
  const record_context *context;   /* versions: of the derived rows */
  const ch_query *query;
  ch_write_fn *write;
  void *payload;
  arena *a;
  buf line, made;                  /* the caller frees them */
  bool record_given, stopped;
} giving;

void rows_give(giving *g);         /* under the arena's guard; failures are the store's */
#endif
