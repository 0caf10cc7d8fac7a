#include "record/index.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MEMORY = 256 << 20, PLACES = 1 << 14 };
static const char recent_prefix[] = "recent-", lasting_prefix[] = "lasting-", story_prefix[] = "story-";

/* Whether a report is a head of near-duplicates, as far as it was asked. */
typedef enum { NOT_ASKED, HEAD, MEMBER } standing_known;

struct record_index {
  char *folder;                /* NULL: in memory alone */
  shelf *shelf;
  store *s;                    /* of the open transaction */
  parents_index parents;
  stories_index stories;
  uint8_t *known; size_t n_known;      /* [n_known] standing_known, by report */
  place_in_time *places;       /* [PLACES] by report, modulo: those asked last; equal weights ask for them time and again */
  bool open;
  bool emptied;                /* since the last commit: the folder still has the runs of before */
};

/* ---- who keeps the reports ----------------------------------------------------------------------------- */

static const copy_text *text_of(uint32_t n, void *payload) {
  const record_index *x = payload;
  return shelf_text(x->shelf, x->s, n);
}

static bool grow_known(record_index *x, uint32_t n) {
  if (n < x->n_known) return true;
  size_t cap = x->n_known ? x->n_known : 1024;
  while (cap <= n) cap *= 2;
  uint8_t *known = realloc(x->known, cap);
  if (!known) {
    store_fail(x->s, CH_ERR_MEMORY, "out of memory");
    return false;
  }
  memset(known + x->n_known, NOT_ASKED, cap - x->n_known);
  x->known = known;
  x->n_known = cap;
  return true;
}

static bool is_head(uint32_t n, void *payload) {
  record_index *x = payload;
  if (!grow_known(x, n)) return false;
  if (!x->known[n]) {
    sqlite3_stmt *q = store_sql(x->s, "SELECT 1 FROM link l JOIN report a ON a.n = l.a JOIN report b ON b.n = l.b"
                                      " WHERE l.b = ?1 AND l.role = 0 AND l.relation IN (?2, ?3)"
                                      " AND (b.day = 2147483647 OR a.day >= b.day - ?4)");
    put_int(q, 1, n);
    put_int(q, 2, RELATION_SAME_REPORT);
    put_int(q, 3, RELATION_REVISION);
    put_int(q, 4, parents_recent_days(&x->parents));
    x->known[n] = store_row(x->s, q) ? MEMBER : HEAD;
    if (q) sqlite3_reset(q);
  }
  return x->known[n] == HEAD;
}

/* Valid until the next call. */
static const place_in_time *place_at(record_index *x, uint32_t n) {
  place_in_time *at = &x->places[n % PLACES];
  if (at->n != n) *at = place_of(x->s, n);
  return at;
}

static bool is_before(uint32_t a, uint32_t b, void *payload) {
  place_in_time one = *place_at(payload, a);
  return place_cmp(&one, place_at(payload, b)) < 0;
}

static cal_day day_of(uint32_t n, void *payload) { return place_at(payload, n)->day; }

/* A copy that came back after weeks is a head of its own, and no version. */
static uint32_t versions_of(uint32_t head, uint32_t b, uint32_t *out, void *payload) {
  static const char sql[] =
      "SELECT l.b FROM link l JOIN report r ON r.n = l.b JOIN entered e ON e.report = l.b, report later"
      " WHERE l.a = ?1 AND l.role = 0 AND later.n = ?2 AND (r.day, r.id) < (later.day, later.id)"
      " AND e.stands > ?3 AND l.relation = (SELECT min(m.relation) FROM link m"
      " WHERE m.b = l.b AND m.role = 0 AND m.relation IN (?4, ?5))"
      " ORDER BY r.day, r.id";
  record_index *x = payload;
  sqlite3_stmt *q = store_sql(x->s, sql);
  uint32_t n = 0;
  put_int(q, 1, head);
  put_int(q, 2, b);
  put_int(q, 3, ENTERED_EXACT);
  put_int(q, 4, RELATION_SAME_REPORT);
  put_int(q, 5, RELATION_REVISION);
  while (n < MOST_VERSIONS && store_row(x->s, q)) {
    out[n] = (uint32_t)get_int(q, 0);
    n += !is_head(out[n], x);
  }
  if (q) sqlite3_reset(q);
  return n;
}

static bool has_smaller_id(uint32_t a, uint32_t b, void *payload) {
  place_in_time one = *place_at(payload, a);
  return memcmp(one.id.z, place_at(payload, b)->id.z, ID_LEN) < 0;
}

static str sketch_of(uint32_t n, arena *a, void *payload) {
  const record_index *x = payload;
  str out = {NULL, 0};
  sqlite3_stmt *q = store_sql(x->s, "SELECT sketch FROM story WHERE report = ?");
  put_int(q, 1, n);
  if (store_row(x->s, q)) {
    const void *bytes = sqlite3_column_blob(q, 0);
    out = arena_str(a, (str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(q, 0)});
    sqlite3_reset(q);
  }
  return out;
}

static void first_of(uint32_t n, uint32_t b, uint32_t most, story_first *out, void *payload) {
  static const char sql[] =
      "SELECT f.report FROM thread_first f, report later WHERE later.n = ?2"
      " AND f.thread = (SELECT s.thread FROM standing s WHERE s.report = ?1)"
      " AND (f.day, f.id) < (later.day, later.id) ORDER BY f.day, f.id LIMIT ?3";
  const record_index *x = payload;
  sqlite3_stmt *q = store_sql(x->s, sql);
  out->n = 0;
  put_int(q, 1, n);
  put_int(q, 2, b);
  put_int(q, 3, most < STORY_FIRST ? most : STORY_FIRST);
  while (store_row(x->s, q)) out->reports[out->n++] = (uint32_t)get_int(q, 0);
}

/* ---- opening ------------------------------------------------------------------------------------------- */

record_index *index_new(const char *path, const copies_model *m, shelf *h) {
  static const char ending[] = "-index";
  record_index *x = calloc(1, sizeof *x);
  if (!x) return NULL;
  x->places = calloc(PLACES, sizeof *x->places);
  const parents_archive archive = {x, text_of, is_head, day_of, versions_of, is_before, has_smaller_id};
  x->shelf = h;
  x->parents = (parents_index){.m = m, .archive = archive, .tiers = TIERS_ALL};
  x->stories = (stories_index){.m = m, .archive = {x, sketch_of, first_of, is_head, is_before, has_smaller_id}};
  size_t room = path ? strlen(path) + sizeof ending : 0;
  x->folder = path ? malloc(room) : NULL;
  if (!x->places || (path && !x->folder)) {
    index_free(x);
    return NULL;
  }
  if (path) snprintf(x->folder, room, "%s%s", path, ending);
  return x;
}

static void close_postings(record_index *x) {
  postings_close(x->parents.recent);
  postings_close(x->parents.lasting);
  postings_close(x->stories.keys);
  x->parents.recent = x->parents.lasting = x->stories.keys = NULL;
  x->open = false;
}

void index_free(record_index *x) {
  if (!x) return;
  close_postings(x);
  free(x->folder);
  free(x->known);
  free(x->places);
  free(x);
}

void index_forget(record_index *x) {
  close_postings(x);
  x->emptied = false;
  memset(x->places, 0, PLACES * sizeof *x->places);
  if (x->known) memset(x->known, NOT_ASKED, x->n_known);
}

static void fail(record_index *x, ch_status status, const ch_error *err) {
  if (status) store_fail(x->s, status, err->msg);
}

static bool open_postings(record_index *x) {
  ch_error err = {0};
  if (x->folder && mkdir(x->folder, 0777) && errno != EEXIST) {
    err_set(&err, CH_ERR_IO, "%s: cannot be made: %s", x->folder, strerror(errno));
    store_fail(x->s, CH_ERR_IO, err.msg);
    return false;
  }
  postings_options o = {.folder = x->folder, .prefix = recent_prefix, .memory = MEMORY, .largest_run = 1 << 26,
                        .lasting = true, .ties = true};
  ch_status status = postings_open(&x->parents.recent, &o, &err);
  o.prefix = lasting_prefix;
  o.largest_run = 0;
  if (!status) status = postings_open(&x->parents.lasting, &o, &err);
  o.prefix = story_prefix;
  if (!status) status = postings_open(&x->stories.keys, &o, &err);
  fail(x, status, &err);
  return !status;
}

enum { PARTS = 3 };

static postings *part_of(record_index *x, int i) {
  return i == 0 ? x->parents.recent : i == 1 ? x->parents.lasting : x->stories.keys;
}

static int part_named(str name) {
  return str_starts(name, str_of(recent_prefix)) ? 0 : str_starts(name, str_of(lasting_prefix)) ? 1 : 2;
}

/* A run that the record names and the folder has not, or not whole, is no failure: all can be made again. */
static bool load_runs(record_index *x, bool *whole) {
  ch_error err = {0};
  sqlite3_stmt *q = store_sql(x->s, "SELECT name FROM run ORDER BY place");
  *whole = true;
  while (*whole && store_row(x->s, q)) {
    str name = peek_str(q, 0);
    ch_status status = postings_load(part_of(x, part_named(name)), name.ptr, &err);
    if (status == CH_ERR_RECORD) *whole = false;
    else fail(x, status, &err);
  }
  if (q) sqlite3_reset(q);
  return store_ok(x->s);
}

static bool is_named(record_index *x, const char *name) {
  sqlite3_stmt *q = store_sql(x->s, "SELECT 1 FROM run WHERE name = ?");
  put_str(q, 1, str_of(name));
  bool yes = store_row(x->s, q);
  if (q) sqlite3_reset(q);
  return yes;
}

/* Files that a crash has left. */
static void sweep_folder(record_index *x) {
  DIR *d = x->folder ? opendir(x->folder) : NULL;
  if (!d) return;
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.' || is_named(x, e->d_name) || !store_ok(x->s)) continue;
    unlinkat(dirfd(d), e->d_name, 0);
  }
  closedir(d);
}

static bool same_runs(record_index *x) {
  size_t at[PARTS] = {0};
  bool same = true;
  sqlite3_stmt *q = store_sql(x->s, "SELECT name FROM run ORDER BY place");
  while (same && store_row(x->s, q)) {
    int i = part_named(peek_str(q, 0));
    postings *p = part_of(x, i);
    same = at[i] < postings_n_runs(p) && str_eq(str_of(postings_run_name(p, at[i])), peek_str(q, 0));
    at[i]++;
  }
  if (q) sqlite3_reset(q);
  for (int i = 0; i < PARTS; i++) same = same && at[i] == postings_n_runs(part_of(x, i));
  return same;
}

bool index_open(record_index *x, store *s) {
  bool whole;
  x->s = s;
  if (x->open && (!x->folder || same_runs(x))) return store_ok(s);
  index_forget(x);             /* another process has written since */
  if (!open_postings(x) || !load_runs(x, &whole)) return false;
  sweep_folder(x);
  x->open = true;
  return whole;
}

/* Until the transaction is committed the record names the old runs: none of the new ones may take the name of one. */
static void reserve_names(record_index *x) {
  sqlite3_stmt *q = store_sql(x->s, "SELECT name FROM run");
  while (store_row(x->s, q)) {
    str name = peek_str(q, 0);
    postings_reserve(part_of(x, part_named(name)), name.ptr);
  }
}

void index_empty(record_index *x) {
  index_forget(x);
  x->open = open_postings(x);
  x->emptied = true;
  if (x->open) reserve_names(x);
  store_exec(x->s, "DELETE FROM run; DELETE FROM entered");
}

static void save_runs(record_index *x, postings *p, int64_t *place) {
  for (size_t i = 0; i < postings_n_runs(p); i++) {
    sqlite3_stmt *q = store_sql(x->s, "INSERT INTO run VALUES(?,?)");
    put_int(q, 1, ++*place);
    put_str(q, 2, str_of(postings_run_name(p, i)));
    store_run(x->s, q);
  }
}

static void note_failure(record_index *x) {
  ch_error err = {0};
  for (int i = 0; i < PARTS; i++) fail(x, postings_status(part_of(x, i), &err), &err);
}

void index_save(record_index *x) {
  int64_t place = 0;
  if (!x->folder || !x->open) return;
  for (int i = 0; i < PARTS; i++) postings_flush(part_of(x, i));
  note_failure(x);
  store_exec(x->s, "DELETE FROM run");
  for (int i = 0; i < PARTS; i++) save_runs(x, part_of(x, i), &place);
}

void index_saved(record_index *x) {
  for (int i = 0; x->open && i < PARTS; i++) postings_sweep(part_of(x, i));
  if (x->emptied) sweep_folder(x);
  x->emptied = false;
}

/* ---- asking -------------------------------------------------------------------------------------------- */

static parents_child child_of(record_index *x, const place_in_time *b, const fingerprint *keys) {
  if (b->n > UINT32_MAX) store_fail(x->s, CH_ERR_LIMIT, "the record holds 2^32 reports; begin another");
  return (parents_child){(uint32_t)b->n, b->day, place_tie(b), keys};
}

void index_find(record_index *x, parents *out, arena *a, const place_in_time *b, const fingerprint *keys) {
  parents_child child = child_of(x, b, keys);
  *out = (parents){.is_head = true};
  if (keys && store_ok(x->s)) parents_find(out, a, &x->parents, &child);
  note_failure(x);
}

copy_link index_compare(record_index *x, arena *a, int64_t earlier, int64_t b) {
  return store_ok(x->s) ? parents_compare(&x->parents, a, (uint32_t)earlier, (uint32_t)b) : (copy_link){0};
}

static entered entered_of(record_index *x, int64_t n) {
  sqlite3_stmt *q = store_sql(x->s, "SELECT keys FROM entered WHERE report = ?");
  put_int(q, 1, n);
  entered e = store_row(x->s, q) ? (entered)get_int(q, 0) : ENTERED_NONE;
  if (q) sqlite3_reset(q);
  return e;
}

/* Keys that are there stay, also when it turns out that fewer would have done. */
static void enter(record_index *x, const parents_child *b, entered have, entered want) {
  if (want > have) parents_put(&x->parents, b, have, want);
  sqlite3_stmt *q = store_sql(x->s, "INSERT OR REPLACE INTO entered VALUES(?,?,?)");
  put_int(q, 1, b->report);
  put_int(q, 2, want > have ? want : have);
  put_int(q, 3, want);
  store_run(x->s, q);
}

static void keep_sketch(record_index *x, int64_t n, const fingerprint *keys) {
  str sketch = copies_sketch(keys);
  sqlite3_stmt *q = store_sql(x->s, "INSERT OR IGNORE INTO story VALUES(?,?,0,0,0)");
  put_int(q, 1, n);
  put_blob(q, 2, sketch.ptr, sketch.len);
  store_run(x->s, q);
}

bool index_put(record_index *x, const place_in_time *b, const fingerprint *keys, const parents *found, bool is_new) {
  parents_child child = child_of(x, b, keys);
  if (!keys || !store_ok(x->s) || !grow_known(x, child.report)) return false;
  bool was_head = !is_new && is_head(child.report, x);
  x->known[child.report] = found->is_head ? HEAD : MEMBER;
  if (is_new) keep_sketch(x, b->n, keys);
  enter(x, &child, is_new ? ENTERED_NONE : entered_of(x, b->n), parents_entered(&x->parents, found));
  note_failure(x);
  return !is_new && was_head != found->is_head;
}

const uint32_t *index_later(record_index *x, arena *a, const place_in_time *b, const fingerprint *keys, uint32_t *n) {
  parents_child child = child_of(x, b, keys);
  *n = 0;
  if (!keys || !store_ok(x->s)) return NULL;
  const uint32_t *out = parents_later(&x->parents, a, &child, n);
  note_failure(x);
  return out;
}

bool index_is_head(record_index *x, int64_t n) { return is_head((uint32_t)n, x); }

/* ---- stories ------------------------------------------------------------------------------------------- */

static const stories_child *story_child(record_index *x, arena *a, const place_in_time *b) {
  return stories_child_new(a, &x->stories, (uint32_t)b->n, b->day, place_tie(b), sketch_of((uint32_t)b->n, a, x));
}

story_parent index_story(record_index *x, arena *a, const place_in_time *b) {
  const stories_child *child = story_child(x, a, b);
  story_parent p = {0, 0};
  if (store_ok(x->s)) p = stories_find(a, &x->stories, child);
  note_failure(x);
  return p;
}

void index_put_story(record_index *x, arena *a, const place_in_time *b) {
  const stories_child *child = story_child(x, a, b);
  if (store_ok(x->s)) stories_put(&x->stories, child);
  note_failure(x);
}

const uint32_t *index_story_later(record_index *x, arena *a, const place_in_time *b, uint32_t *n) {
  const stories_child *child = story_child(x, a, b);
  const uint32_t *out = NULL;
  *n = 0;
  if (store_ok(x->s)) out = stories_later(&x->stories, a, child, n);
  note_failure(x);
  return out;
}
