#include "record/shelf.h"
#include <stdlib.h>
#include <zstd.h>

enum { PLACES = 512, ZSTD_LEVEL = 3 };
static const size_t max_bytes = (size_t)96 << 20;

typedef struct {
  int64_t report;              /* 0: free */
  uint64_t used;               /* when, in calls */
  arena *a;
  const factset *facts;
  bool whole;                  /* facts too, not only the report */
  const copy_text *text;       /* NULL: not yet made */
} place;

struct shelf {
  const copies_model *model;
  place places[PLACES];
  uint64_t calls;
  size_t bytes;                /* arena_used of all */
};

shelf *shelf_new(const copies_model *m) {
  shelf *h = calloc(1, sizeof *h);
  if (h) h->model = m;
  return h;
}

static void drop(shelf *h, place *p) {
  h->bytes -= arena_used(p->a);
  arena_free(p->a);
  *p = (place){0};
}

void shelf_clear(shelf *h) {
  for (int i = 0; i < PLACES; i++)
    if (h->places[i].report) drop(h, &h->places[i]);
}

void shelf_free(shelf *h) {
  if (!h) return;
  shelf_clear(h);
  free(h);
}

static place *at_hand(shelf *h, int64_t rep) {
  for (int i = 0; i < PLACES; i++)
    if (h->places[i].report == rep) {
      h->places[i].used = ++h->calls;
      return &h->places[i];
    }
  return NULL;
}

/* The place used longest ago, or a free one; not one of the last two. NULL: there is none to give up. */
static place *oldest(shelf *h, bool must_be_full) {
  place *out = NULL;
  for (int i = 0; i < PLACES; i++) {
    place *p = &h->places[i];
    if (must_be_full && (!p->report || p->used + 2 > h->calls)) continue;
    if (!out || p->used < out->used) out = p;
  }
  return out;
}

static place *make_room(shelf *h, size_t need) {
  for (place *p; h->bytes + need > max_bytes && (p = oldest(h, true));) drop(h, p);
  place *p = oldest(h, false);
  if (p->report) drop(h, p);
  return p;
}

static place *set_down(shelf *h, int64_t rep, const factset *f, arena *a, bool whole) {
  place *p = make_room(h, arena_used(a));
  *p = (place){rep, ++h->calls, a, f, whole, NULL};
  h->bytes += arena_used(a);
  return p;
}

void shelf_put(shelf *h, int64_t rep, const factset *f, arena *a) { set_down(h, rep, f, a, true); }

/* ---- storing ------------------------------------------------------------------------------------------- */

void shelf_pack(store *s, buf *out, str line) {
  size_t bound = ZSTD_compressBound(line.len);
  char *bytes = malloc(bound ? bound : 1);
  size_t n = bytes ? ZSTD_compress(bytes, bound, line.ptr, line.len, ZSTD_LEVEL) : 0;
  if (!bytes || ZSTD_isError(n)) store_fail(s, CH_ERR_MEMORY, "out of memory");
  else buf_add(out, bytes, n);
  free(bytes);
  if (out->status) store_fail(s, out->status, "out of memory");
}

static void unpack(store *s, buf *out, const void *bytes, size_t n) {
  unsigned long long size = ZSTD_getFrameContentSize(bytes, n);
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > UINT32_MAX) {
    store_fail(s, CH_ERR_RECORD, "the record is damaged: a report cannot be unpacked");
    return;
  }
  char *plain = malloc(size ? (size_t)size : 1);
  size_t got = plain ? ZSTD_decompress(plain, (size_t)size, bytes, n) : 0;
  if (!plain) store_fail(s, CH_ERR_MEMORY, "out of memory");
  else if (ZSTD_isError(got) || got != size)
    store_fail(s, CH_ERR_RECORD, "the record is damaged: a report cannot be unpacked");
  else buf_add(out, plain, got);
  free(plain);
  if (out->status) store_fail(s, out->status, "out of memory");
}

bool shelf_unpack(store *s, buf *out, int64_t rep) {
  sqlite3_stmt *q = store_sql(s, "SELECT facts FROM line WHERE report = ?");
  put_int(q, 1, rep);
  if (!store_row(s, q)) {
    store_fail(s, CH_ERR_RECORD, "the record is damaged: a report has lost its facts");
    return false;
  }
  unpack(s, out, sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0));
  sqlite3_reset(q);
  return store_ok(s);
}

static bool unpacks_to(const void *bytes, size_t n, str line) {
  if (ZSTD_getFrameContentSize(bytes, n) != line.len) return false;
  char *plain = malloc(line.len ? line.len : 1);
  bool same = plain && ZSTD_decompress(plain, line.len, bytes, n) == line.len && !memcmp(plain, line.ptr, line.len);
  free(plain);
  return same;
}

bool shelf_holds(store *s, int64_t rep, str line) {
  sqlite3_stmt *q = store_sql(s, "SELECT facts FROM line WHERE report = ?");
  put_int(q, 1, rep);
  bool same = store_row(s, q) && unpacks_to(sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0), line);
  if (q) sqlite3_reset(q);
  return same;
}

/* ---- making -------------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  str line;
  json_t *root;
  bool whole;
  const factset *out;
  ch_status status;
} reading;

static void read_job(void *payload) {
  reading *r = payload;
  r->status = r->whole ? factset_read(&r->out, r->a, r->root, NULL)
      : factset_read_report(&r->out, r->a, r->root, r->line, NULL);
}

/* A line that is not as we write it, with spaces or so, is read whole. */
static ch_status parse(reading *r) {
  if (!r->whole) r->status = factset_report_json(&r->root, r->line, NULL);
  r->whole |= r->status == CH_ERR_INPUT;
  return r->status = r->whole ? factset_json(&r->root, r->line, NULL) : r->status;
}

static place *fetch(shelf *h, store *s, int64_t rep, bool whole) {
  buf line = {0};
  reading r = {.status = CH_ERR_MEMORY, .whole = whole};
  bool unpacked = shelf_unpack(s, &line, rep);
  r.line = buf_get(&line);
  if (unpacked && !parse(&r)) {
    r.a = arena_new(0);
    if (!r.a || !arena_run(r.a, read_job, &r)) r.status = CH_ERR_MEMORY;
  }
  json_decref(r.root);
  buf_free(&line);
  if (!r.status) return set_down(h, rep, r.out, r.a, r.whole);
  arena_free(r.a);
  store_fail(s, r.status == CH_ERR_MEMORY ? CH_ERR_MEMORY : CH_ERR_RECORD,
             r.status == CH_ERR_MEMORY ? "out of memory"
                 : "the record is damaged: a report's facts cannot be read");
  return NULL;
}

static place *get(shelf *h, store *s, int64_t rep, bool whole) {
  place *p = at_hand(h, rep);
  if (p && whole && !p->whole) {
    drop(h, p);
    p = NULL;
  }
  return p ? p : store_ok(s) ? fetch(h, s, rep, whole) : NULL;
}

const factset *shelf_get(shelf *h, store *s, int64_t rep) {
  place *p = get(h, s, rep, true);
  return p ? p->facts : NULL;
}

const factset *shelf_report(shelf *h, store *s, int64_t rep) {
  place *p = get(h, s, rep, false);
  return p ? p->facts : NULL;
}

typedef struct { const copies_model *m; place *p; } preparing;

static void prepare_job(void *payload) {
  preparing *x = payload;
  x->p->text = copies_prepare(x->p->a, x->m, x->p->facts->report);
}

const copy_text *shelf_text(shelf *h, store *s, int64_t rep) {
  place *p = get(h, s, rep, false);
  if (!p || p->text) return p ? p->text : NULL;
  h->bytes -= arena_used(p->a);
  preparing x = {h->model, p};
  if (!arena_run(p->a, prepare_job, &x)) store_fail(s, CH_ERR_MEMORY, "out of memory");
  h->bytes += arena_used(p->a);
  return p->text;
}
