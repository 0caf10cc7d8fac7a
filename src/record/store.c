#include "record/store.h"
#include "record/schema.h"
#include <stdlib.h>

enum { MAX_STATEMENTS = 128, BUSY_MS = 2000 };

struct store {
  sqlite3 *db;
  ch_status status;
  char why[300];
  struct { const char *sql; sqlite3_stmt *q; } kept[MAX_STATEMENTS];   /* [n_kept] */
  int n_kept;
};

static ch_status code_of(int rc) {
  switch (rc & 0xFF) {
    case SQLITE_BUSY: case SQLITE_LOCKED: return CH_ERR_BUSY;
    case SQLITE_NOMEM: return CH_ERR_MEMORY;
    case SQLITE_CORRUPT: case SQLITE_NOTADB: case SQLITE_MISMATCH: case SQLITE_ERROR:
    case SQLITE_CONSTRAINT: case SQLITE_SCHEMA: return CH_ERR_RECORD;
    default: return CH_ERR_IO;
  }
}

static void set_failure(store *s, ch_status code, const char *what, const char *why) {
  if (s->status) return;
  s->status = code;
  sqlite3_snprintf((int)sizeof s->why, s->why, "%s%s", what, why);
}

static const char *what_of(ch_status code) {
  return code == CH_ERR_BUSY ? "the record is in use by another process; try again later: "
       : code == CH_ERR_RECORD
           ? "the record is damaged; restore it from a copy, or add its reports to a new one: "
                               : "the record cannot be read or written: ";
}

static void sqlite_failure(store *s, int rc) {
  ch_status code = code_of(rc);
  set_failure(s, code, what_of(code), s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc));
}

void store_fail(store *s, ch_status code, const char *why) { set_failure(s, code, "", why); }
bool store_ok(const store *s) { return !s->status; }

ch_status store_status(const store *s, ch_error *err) {
  return s->status ? err_set(err, s->status, "%s", s->why) : CH_OK;
}

/* ---- statements ---------------------------------------------------------------------------------------- */

static sqlite3_stmt *ready(sqlite3_stmt *q) {
  sqlite3_reset(q);
  sqlite3_clear_bindings(q);
  return q;
}

sqlite3_stmt *store_sql(store *s, const char *sql) {
  if (s->status) return NULL;
  for (int i = 0; i < s->n_kept; i++)
    if (s->kept[i].sql == sql) return ready(s->kept[i].q);
  if (s->n_kept == MAX_STATEMENTS) {
    store_fail(s, CH_ERR_ARG, "too many kinds of statements");
    return NULL;
  }
  sqlite3_stmt *q;
  int rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL);
  if (rc) {
    sqlite_failure(s, rc);
    return NULL;
  }
  s->kept[s->n_kept].sql = sql;
  return s->kept[s->n_kept++].q = q;
}

bool store_row(store *s, sqlite3_stmt *q) {
  if (!q || s->status) return false;
  int rc = sqlite3_step(q);
  if (rc == SQLITE_ROW) return true;
  if (rc != SQLITE_DONE) sqlite_failure(s, rc);
  sqlite3_reset(q);
  return false;
}

bool store_run(store *s, sqlite3_stmt *q) {
  while (store_row(s, q)) {}
  return !s->status;
}

void store_exec(store *s, const char *sql) {
  if (s->status) return;
  int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
  if (rc) sqlite_failure(s, rc);
}

static sqlite3_stmt *prepare_insert(store *s, const char *table, int columns) {
  buf sql = {0};
  sqlite3_stmt *q = NULL;
  buf_printf(&sql, "INSERT INTO \"%s\" VALUES(?", table);
  for (int i = 1; i < columns; i++) buf_str(&sql, STR(",?"));
  buf_char(&sql, ')');
  int rc = sql.status ? SQLITE_NOMEM : sqlite3_prepare_v2(s->db, sql.ptr, (int)sql.len, &q, NULL);
  if (rc) sqlite_failure(s, rc);
  buf_free(&sql);
  return q;
}

void store_copy(store *to, const char *table, store *from, sqlite3_stmt *in) {
  int columns = in ? sqlite3_column_count(in) : 0;
  sqlite3_stmt *out = columns && store_ok(to) ? prepare_insert(to, table, columns) : NULL;
  while (store_ok(to) && store_row(from, in)) {
    for (int i = 0; i < columns; i++) sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
    store_run(to, out);
  }
  if (in) sqlite3_reset(in);
  sqlite3_finalize(out);
}

int64_t store_last(const store *s) { return sqlite3_last_insert_rowid(s->db); }

/* ---- transactions -------------------------------------------------------------------------------------- */

bool store_writing(const store *s) { return !sqlite3_get_autocommit(s->db); }

bool store_begin(store *s) {
  if (!store_writing(s)) store_exec(s, "BEGIN IMMEDIATE");
  return !s->status;
}

bool store_begin_read(store *s) {
  if (!store_writing(s)) store_exec(s, "BEGIN");
  return !s->status;
}

void store_commit(store *s) {
  if (store_writing(s)) store_exec(s, "COMMIT");
}

void store_rollback(store *s) {
  for (int i = 0; i < s->n_kept; i++) sqlite3_reset(s->kept[i].q);
  if (store_writing(s)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
  s->status = CH_OK;
}

/* ---- opening ------------------------------------------------------------------------------------------- */

static int64_t pragma(store *s, const char *sql) {
  sqlite3_stmt *q = store_sql(s, sql);
  int64_t n = store_row(s, q) ? get_int(q, 0) : 0;
  if (q) sqlite3_reset(q);
  return n;
}

static bool has_tables(store *s) { return pragma(s, "SELECT count(*) FROM sqlite_schema") > 0; }

/* Makes the tables in a file that has none, under the lock of the one writer: two processes may get here. */
static void create(store *s) {
  if (!store_begin(s)) return;
  if (!has_tables(s)) {
    store_exec(s, record_schema);
    char marks[100];
    sqlite3_snprintf((int)sizeof marks, marks, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                     RECORD_APPLICATION, RECORD_SCHEMA_VERSION);
    store_exec(s, marks);
  }
  store_commit(s);
}

/* What version 1 lacks is derived; actors that are there get it when the record is made again. */
static const char from_version_1[] =
    "ALTER TABLE actor ADD COLUMN spelling TEXT; ALTER TABLE actor ADD COLUMN lo INTEGER;"
    "ALTER TABLE actor ADD COLUMN hi INTEGER;"
    "CREATE INDEX actor_spelling ON actor(spelling, day, report, place); PRAGMA user_version=2";
/* The keys of copying stand in an index of their own now: the record is made again, as if by another engine. */
static const char from_version_2[] =
    "DROP TABLE key; ALTER TABLE link ADD COLUMN changed BLOB NOT NULL DEFAULT '';"
    "CREATE TABLE run(place INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
    "CREATE TABLE entered(report INTEGER PRIMARY KEY REFERENCES report(n), keys INTEGER NOT NULL, stands INTEGER"
    " NOT NULL) STRICT;"
    "CREATE TABLE story(report INTEGER PRIMARY KEY REFERENCES report(n), sketch BLOB NOT NULL, entered INTEGER NOT NULL,"
    " a INTEGER NOT NULL, fit INTEGER NOT NULL) STRICT; CREATE INDEX story_a ON story(a);"
    "CREATE TABLE thread_first(thread INTEGER NOT NULL, day INTEGER NOT NULL, id TEXT NOT NULL, report INTEGER NOT NULL,"
    " PRIMARY KEY(thread, day, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE renamed(report INTEGER PRIMARY KEY REFERENCES report(n)) STRICT;"
    "UPDATE meta SET value = value || ' (version 2)' WHERE name = 'engine'; PRAGMA user_version=3";

/* Blocks stand in canonical order now. */
static const char from_version_3[] =
    "ALTER TABLE block RENAME TO block_3;"
    "CREATE TABLE block(key INTEGER NOT NULL, late INTEGER NOT NULL, day INTEGER NOT NULL, id TEXT NOT NULL,"
    " place INTEGER NOT NULL, fact INTEGER NOT NULL REFERENCES fact(n), PRIMARY KEY(key, late, day, id, place, fact)) STRICT,"
    " WITHOUT ROWID;"
    "INSERT INTO block SELECT b.key, b.late, b.day, r.id, f.place, b.fact FROM block_3 b JOIN fact f ON f.n = b.fact"
    " JOIN report r ON r.n = f.report; DROP TABLE block_3; PRAGMA user_version=4";

/* There may be more than one link a relation. Those that are there are the best; the others come when the record is
 * made again. */
static const char from_version_4[] =
    "ALTER TABLE link RENAME TO link_4;"
    "CREATE TABLE link(b INTEGER NOT NULL REFERENCES report(n), a INTEGER NOT NULL REFERENCES report(n),"
    " relation INTEGER NOT NULL, role INTEGER NOT NULL, score INTEGER NOT NULL, passages BLOB NOT NULL,"
    " altered BLOB NOT NULL, changed BLOB NOT NULL, PRIMARY KEY(b, a)) STRICT, WITHOUT ROWID;"
    "INSERT OR IGNORE INTO link SELECT b, a, relation, 0, score, passages, altered, changed FROM link_4;"
    "DROP TABLE link_4; CREATE INDEX link_a ON link(a, role);"
    "UPDATE meta SET value = value || ' (version 4)' WHERE name = 'engine'; PRAGMA user_version=5";

static void upgrade(store *s, bool readonly) {
  if (readonly) {
    store_fail(s, CH_ERR_RECORD, "the record is of an older version of Chancery; `chancery rebuild` brings it up to date");
    return;
  }
  if (!store_begin(s)) return;
  if (pragma(s, "PRAGMA user_version") == 1) store_exec(s, from_version_1);
  if (pragma(s, "PRAGMA user_version") == 2) store_exec(s, from_version_2);
  if (pragma(s, "PRAGMA user_version") == 3) store_exec(s, from_version_3);
  if (pragma(s, "PRAGMA user_version") == 4) store_exec(s, from_version_4);
  store_commit(s);
}

/* Each later version puts its steps here. */
static void check_version(store *s, bool readonly) {
  if (pragma(s, "PRAGMA application_id") != RECORD_APPLICATION) {
    store_fail(s, CH_ERR_RECORD, "this file is not a Chancery record");
    return;
  }
  int64_t version = pragma(s, "PRAGMA user_version");
  if (version > RECORD_SCHEMA_VERSION)
    store_fail(s, CH_ERR_RECORD, "the record was made by a newer version of Chancery; use that one");
  else if (version < 1)
    store_fail(s, CH_ERR_RECORD, "the record is damaged: it says no version");
  else if (version < RECORD_SCHEMA_VERSION)
    upgrade(s, readonly);
}

/* WAL with FULL: a commit is on the disk when it returns, and a crash at any point leaves the last commit. */
static void set_up(store *s, const char *path, unsigned flags) {
  sqlite3_extended_result_codes(s->db, 1);
  sqlite3_busy_timeout(s->db, BUSY_MS);
  store_exec(s, "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                "PRAGMA synchronous=FULL; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY");
  bool fresh = s->status == CH_OK && !has_tables(s);
  if (fresh && path && !(flags & CH_RECORD_CREATE)) {
    store_fail(s, CH_ERR_RECORD, "this file is not a Chancery record");
    return;
  }
  if (path && !(flags & CH_RECORD_READONLY)) store_exec(s, "PRAGMA journal_mode=WAL");
  if (fresh) create(s);
  if (!s->status) check_version(s, flags & CH_RECORD_READONLY);
}

static int open_flags(const char *path, unsigned flags) {
  int readwrite = flags & CH_RECORD_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  int create_too = !path || (flags & CH_RECORD_CREATE && !(flags & CH_RECORD_READONLY)) ? SQLITE_OPEN_CREATE
      : 0;
  return readwrite | create_too | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
}

ch_status store_open(store **out, const char *path, unsigned flags, ch_error *err) {
  *out = NULL;
  store *s = calloc(1, sizeof *s);
  if (!s) return err_set(err, CH_ERR_MEMORY, "out of memory");
  int rc = sqlite3_open_v2(path ? path : ":memory:", &s->db, open_flags(path, flags), NULL);
  if (rc) sqlite_failure(s, rc);
  else set_up(s, path, flags);
  if (s->status) {
    ch_status code = path ? err_set(err, s->status, "%s: %s", path, s->why)
        : err_set(err, s->status, "%s", s->why);
    store_close(s);
    return code;
  }
  *out = s;
  return CH_OK;
}

void store_close(store *s) {
  if (!s) return;
  if (s->db) store_rollback(s);
  for (int i = 0; i < s->n_kept; i++) sqlite3_finalize(s->kept[i].q);
  sqlite3_close(s->db);
  free(s);
}
