/* store.h: the record's file: SQLite, opened with care, and the few calls the stages make on it.
 *
 * The first failure sticks: after it store_sql gives NULL and nothing is done any more, so that a stage reads
 * straight through and the conductor asks store_status once, at the end. All SQL of a stage stands in its own
 * file as constants; a statement is prepared when first used and kept. One thread at a time. */
#ifndef RECORD_STORE_H
#define RECORD_STORE_H
#include "base/base.h"
#include <sqlite3.h>

typedef struct store store;

/* The day of a report whose publishing day is not known: after all days, as canonical order has it. */
#define STORE_UNDATED CAL_OPEN_HI

/* path NULL: in memory. flags: CH_RECORD_…. Errors: CH_ERR_IO, CH_ERR_RECORD, CH_ERR_BUSY, CH_ERR_MEMORY. */
ch_status store_open(store **out, const char *path, unsigned flags, ch_error *err);
void store_close(store *s);                        /* NULL is fine; rolls back what is open */

bool store_begin(store *s);                        /* to write; fine where one is open already */
bool store_begin_read(store *s);                   /* one view of the record for several questions */
bool store_writing(const store *s);
void store_commit(store *s);
void store_rollback(store *s);                     /* also forgets the failure */
ch_status store_status(const store *s, ch_error *err);   /* CH_OK, or the failure */
bool store_ok(const store *s);
void store_fail(store *s, ch_status code, const char *why);   /* a failure that is not SQLite's */

/* A statement, ready to be bound; `sql` is a constant. NULL after a failure: the calls below then do
 * nothing. */
sqlite3_stmt *store_sql(store *s, const char *sql);
bool store_row(store *s, sqlite3_stmt *q);         /* true: a row stands ready; else the statement is done */
bool store_run(store *s, sqlite3_stmt *q);         /* runs to the end */
void store_exec(store *s, const char *sql);        /* several statements without values */
/* Puts the rows that a statement of another store gives into a table of the same columns. */
void store_copy(store *to, const char *table, store *from, sqlite3_stmt *in);
int64_t store_last(const store *s);                /* number of the row last inserted */

/* Values are borrowed until the statement has run. */
static inline void put_int(sqlite3_stmt *q, int at, int64_t n) { sqlite3_bind_int64(q, at, n); }
static inline void put_null(sqlite3_stmt *q, int at) { sqlite3_bind_null(q, at); }
static inline void put_str(sqlite3_stmt *q, int at, str s) {
  if (s.ptr) sqlite3_bind_text64(q, at, s.ptr, s.len, SQLITE_STATIC, SQLITE_UTF8);
  else sqlite3_bind_null(q, at);
}
static inline void put_blob(sqlite3_stmt *q, int at, const void *bytes, size_t n) {
  sqlite3_bind_blob64(q, at, n ? bytes : "", n, SQLITE_STATIC);
}
static inline int64_t get_int(sqlite3_stmt *q, int at) { return sqlite3_column_int64(q, at); }
static inline bool get_null(sqlite3_stmt *q, int at) { return sqlite3_column_type(q, at) == SQLITE_NULL; }
/* Borrowed until the statement steps on; ptr NULL for null. */
static inline str peek_str(sqlite3_stmt *q, int at) {
  const unsigned char *text = sqlite3_column_text(q, at);
  return (str){(const char *)text, text ? (size_t)sqlite3_column_bytes(q, at) : 0};
}
static inline str get_str(arena *a, sqlite3_stmt *q, int at) { return arena_str(a, peek_str(q, at)); }
#endif
