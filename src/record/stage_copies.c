/* For each report: the best earlier report it has for each relation.
 *
 * Block: the keys of its fingerprint. Candidates are earlier reports (in the window, for a dated one) that share
 * enough keys; a key that more than `cap` earlier reports hold says nothing. */
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include <stdlib.h>

enum { RELATIONS = RELATION_PARALLEL + 1 };

int link_rank(relation r) {
  static const int rank[RELATIONS] = {
      [RELATION_SAME_REPORT] = 0, [RELATION_REVISION] = 1, [RELATION_EXCERPT] = 2, [RELATION_REWRITE] = 3,
      [RELATION_SHARES_BACKGROUND] = 4, [RELATION_PARALLEL] = 5, [RELATION_NONE] = 6};
  return rank[r];
}

typedef struct { int64_t *items; uint32_t n, cap; } list;

static void push(arena *a, list *l, int64_t n) { *ARENA_PUSH(a, l->items, l->n, l->cap) = n; }

static int by_number(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* Leaves each number that is in the list at least `least` times, once. */
static void keep_frequent(list *l, uint32_t least) {
  uint32_t n = 0;
  if (l->n) qsort(l->items, l->n, sizeof *l->items, by_number);
  for (uint32_t i = 0, end; i < l->n; i = end) {
    for (end = i + 1; end < l->n && l->items[end] == l->items[i]; end++) {}
    if (end - i >= least) l->items[n++] = l->items[i];
  }
  l->n = n;
}

/* ---- candidates ------------------------------------------------------------------------------------------ */

static const char earlier_holders[] =
    "SELECT k.report FROM key k WHERE k.key = ?1 AND k.day BETWEEN ?2 AND ?3"
    " AND (k.day < ?3 OR (SELECT r.id FROM report r WHERE r.n = k.report) < ?4) LIMIT ?5";
static const char later_holders[] =
    "SELECT k.report, k.day FROM key k CROSS JOIN report r ON r.n = k.report"
    " WHERE k.key = ?1 AND k.day BETWEEN ?2 AND ?3 AND (k.day > ?2 OR r.id > ?4)"
    " ORDER BY k.day, r.id LIMIT ?5";

static sqlite3_stmt *holders(keeping *k, const char *sql, uint64_t key, cal_day lo, cal_day hi,
                             const place_in_time *of, uint32_t most) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  put_int(q, 1, (int64_t)key);
  put_int(q, 2, lo);
  put_int(q, 3, hi);
  put_str(q, 4, id_str(&of->id));
  put_int(q, 5, most);
  return q;
}

static cal_day window_start(const place_in_time *b, const copies_policy *limits) {
  return b->day == STORE_UNDATED ? CAL_OPEN_LO : b->day - limits->window_days;
}

/* Adds the earlier holders of a key from day lo on; gives how many there are, cap + 1 for "too many". */
static uint32_t add_earlier(keeping *k, list *out, uint64_t key, cal_day lo, const place_in_time *b,
                            const copies_policy *limits) {
  sqlite3_stmt *q = holders(k, earlier_holders, key, lo, b->day, b, limits->cap + 1);
  uint32_t before = out->n;
  while (store_row(k->s, q)) push(k->step, out, get_int(q, 0));
  uint32_t n = out->n - before;
  if (n > limits->cap) out->n = before;
  return n;
}

/* ---- who else is touched by a new report ----------------------------------------------------------------- */

/* Later reports that hold a key of the new report a. One of them, b, may find a as a candidate; or the key now
 * has one holder too many for b. b is the j-th holder after a, and `before` holders (or at least as many as
 * count for b) stand before a: so b counts at most before + j, at least j - 1 without a. */
static void add_later(keeping *k, list *out, uint64_t key, cal_day hi, bool only_undated, uint32_t before,
                      const place_in_time *a, const copies_policy *limits) {
  sqlite3_stmt *q = holders(k, later_holders, key, a->day, hi, a, limits->cap + 1);
  list crossed = {0};
  for (uint32_t j = 1; store_row(k->s, q); j++) {
    if (only_undated && get_int(q, 1) != STORE_UNDATED) continue;
    push(k->step, before + j > limits->cap ? &crossed : out, get_int(q, 0));
  }
  for (uint32_t i = 0; i < crossed.n; i++) agenda_put(&k->copies, k->s, crossed.items[i]);
}

static uint32_t count_all_earlier(keeping *k, uint64_t key, const place_in_time *a, const copies_policy *limits) {
  list all = {0};
  return add_earlier(k, &all, key, CAL_OPEN_LO, a, limits);
}

static void mark_later(keeping *k, const uint64_t *keys, const uint32_t *before, uint32_t n, const place_in_time *a,
                       const copies_policy *limits) {
  bool dated = keep_later_dated(k, a), undated = keep_later_undated(k, a);
  list in_window = {0}, anywhere = {0};
  for (uint32_t i = 0; i < n && dated; i++)
    add_later(k, &in_window, keys[i], a->day + limits->window_days, false, before[i], a, limits);
  for (uint32_t i = 0; i < n && undated; i++)
    add_later(k, &anywhere, keys[i], STORE_UNDATED, true, count_all_earlier(k, keys[i], a, limits), a, limits);
  keep_frequent(&in_window, limits->min_shared);
  keep_frequent(&anywhere, limits->min_shared);
  for (uint32_t i = 0; i < in_window.n; i++) agenda_put(&k->copies, k->s, in_window.items[i]);
  for (uint32_t i = 0; i < anywhere.n; i++) agenda_put(&k->copies, k->s, anywhere.items[i]);
}

/* ---- links ----------------------------------------------------------------------------------------------- */

typedef struct { copy_link link; place_in_time a; } found;

static void write_passages(jw *j, const copy_link *l) {
  jw_key(j, "passages");
  jw_array(j);
  for (uint32_t i = 0; i < l->n_passages; i++) {
    jw_object(j);
    jw_key_span(j, "a", l->passages[i].a);
    jw_key_span(j, "b", l->passages[i].b);
    jw_key_int(j, "score", l->passages[i].score);
    jw_end(j);
  }
  jw_end(j);
}

static id link_id(const found *f, const place_in_time *b) {
  const str fields[] = {id_str(&f->a.id), id_str(&b->id), str_of(relation_text(f->link.relation))};
  return id_of('l', fields, 3);
}

static void write_row(keeping *k, const found *f, const place_in_time *b, const id *name) {
  const copy_link *l = &f->link;
  jw *j = rows_begin(k, "link", id_str(name));
  jw_key_str(j, "a", id_str(&f->a.id));
  jw_key_str(j, "b", id_str(&b->id));
  jw_key_str(j, "direction", l->direction > 0 ? STR("a>b") : l->direction < 0 ? STR("b>a") : (str){NULL, 0});
  rows_known(k, j, f->a.day > b->day ? f->a.day : b->day);
  jw_key_int(j, "p", l->p);
  write_passages(j, l);
  jw_key(j, "reasons");
  jw_array(j);
  for (uint32_t i = 0; i < l->n_reasons; i++) jw_str(j, str_of(l->reasons[i]));
  jw_end(j);
  jw_key_str(j, "relation", str_of(relation_text(l->relation)));
  jw_end(j);
}

static const link_passage *pack_passages(arena *a, const copy_link *l) {
  link_passage *out = ARENA_ARRAY(a, link_passage, l->n_passages);
  for (uint32_t i = 0; i < l->n_passages; i++) {
    const passage *p = &l->passages[i];
    out[i] = (link_passage){p->a.start, p->a.end, p->b.start, p->b.end, p->score};
  }
  return out;
}

static const link_altered *pack_altered(arena *a, const copy_link *l) {
  link_altered *out = ARENA_ARRAY(a, link_altered, l->n_altered);
  for (uint32_t i = 0; i < l->n_altered; i++) {
    const altered_quote *p = &l->altered[i];
    out[i] = (link_altered){p->a.start, p->a.end, p->b.start, p->b.end};
  }
  return out;
}

/* ---- conflict: words in quotation marks that a copy or rewrite changed ------------------------------------- */

static void write_between(jw *j, const found *f, const place_in_time *b) {
  jw_key(j, "between");
  jw_array(j);
  for (uint32_t i = 0; i < 2 * f->link.n_altered; i++) {
    const altered_quote *q = &f->link.altered[i / 2];
    jw_object(j);
    jw_key_str(j, "report", id_str(i % 2 ? &b->id : &f->a.id));
    jw_key_span(j, "span", i % 2 ? q->b : q->a);
    jw_end(j);
  }
  jw_end(j);
}

/* The first of the altered quotations: both wordings. */
static str altered_words(keeping *k, const found *f, const place_in_time *b) {
  const altered_quote *q = &f->link.altered[0];
  const factset *one = shelf_get(k->shelf, k->s, f->a.n), *other = shelf_get(k->shelf, k->s, b->n);
  if (!one || !other) return STR("");
  const str parts[] = {factset_words(k->step, one, &q->a, 1), factset_words(k->step, other, &q->b, 1)};
  return arena_join(k->step, parts, 2, STR(" → "));
}

static void write_conflict(keeping *k, const found *f, const place_in_time *b) {
  const str fields[] = {STR("altered_quotation"), id_str(&f->a.id), id_str(&b->id)};
  id name = id_of('c', fields, 3);
  jw *j = rows_begin(k, "conflict", id_str(&name));
  write_between(j, f, b);
  jw_key_str(j, "kind", STR("altered_quotation"));
  rows_known(k, j, f->a.day > b->day ? f->a.day : b->day);
  jw_key_str(j, "text", altered_words(k, f, b));
  jw_end(j);
  rows_write(k, "conflict", id_str(&name), owner_report(b->n));
}

static void write_link(keeping *k, const found *f, const place_in_time *b) {
  id name = link_id(f, b);
  write_row(k, f, b, &name);
  sqlite3_stmt *q = store_sql(k->s, "INSERT INTO link VALUES(?,?,?,?,?,?)");
  put_int(q, 1, b->n);
  put_int(q, 2, f->link.relation);
  put_int(q, 3, f->a.n);
  put_int(q, 4, f->link.score);
  put_blob(q, 5, pack_passages(k->step, &f->link), f->link.n_passages * sizeof(link_passage));
  put_blob(q, 6, pack_altered(k->step, &f->link), f->link.n_altered * sizeof(link_altered));
  store_run(k->s, q);
  rows_write(k, "link", id_str(&name), owner_report(b->n));
  if (f->link.n_altered && relation_in_family(f->link.relation)) write_conflict(k, f, b);
}

/* A link hangs on the pair alone, so the same parents are the same links. */
static bool all_stored(keeping *k, const found *best, const place_in_time *b) {
  int64_t expected = 0, stored = 0;
  for (int i = 0; i < RELATIONS; i++) expected += best[i].link.relation != RELATION_NONE;
  sqlite3_stmt *q = store_sql(k->s, "SELECT relation, a FROM link WHERE b = ?");
  put_int(q, 1, b->n);
  for (; store_row(k->s, q); stored++) {
    int64_t r = get_int(q, 0);
    if (r <= RELATION_NONE || r >= RELATIONS || best[r].a.n != get_int(q, 1)) expected = -1;
  }
  return stored == expected;
}

static void replace_links(keeping *k, const found *best, const place_in_time *b) {
  sqlite3_stmt *q = store_sql(k->s, "DELETE FROM link WHERE b = ?");
  put_int(q, 1, b->n);
  store_run(k->s, q);
  rows_drop(k, "link", owner_report(b->n));
  rows_drop(k, "conflict", owner_report(b->n));
  for (int i = 0; i < RELATIONS; i++)
    if (best[i].link.relation) write_link(k, &best[i], b);
}

/* Parent rule: for each relation the candidate of the best score; of equal ones the smaller id. */
static void compare(keeping *k, found *best, int64_t a, const place_in_time *b) {
  const copy_text *one = shelf_text(k->shelf, k->s, a), *other = shelf_text(k->shelf, k->s, b->n);
  if (!one || !other) return;
  found f = {copies_compare(k->step, k->context->copies, one, other), place_of(k->s, a)};
  found *old = &best[f.link.relation];
  if (!f.link.relation) return;
  int worse = !old->link.relation ? 1 : (f.link.score > old->link.score) - (f.link.score < old->link.score);
  if (worse > 0 || (!worse && memcmp(f.a.id.z, old->a.id.z, ID_LEN) < 0)) *old = f;
}

static void look_at(keeping *k, const place_in_time *b, const copies_policy *limits) {
  const factset *f = shelf_get(k->shelf, k->s, b->n);
  const uint64_t *keys = NULL;
  uint32_t n = 0;
  if (!f || !f->fingerprint.ptr || !copies_keys(k->step, f->fingerprint, &keys, &n)) n = 0;
  uint32_t *before = ARENA_ARRAY(k->step, uint32_t, n);
  list candidates = {0};
  for (uint32_t i = 0; i < n; i++)
    before[i] = add_earlier(k, &candidates, keys[i], window_start(b, limits), b, limits);
  keep_frequent(&candidates, limits->min_shared);
  found best[RELATIONS] = {0};
  for (uint32_t i = 0; i < candidates.n; i++) compare(k, best, candidates.items[i], b);
  bool is_new = numbers_has(&k->added, b->n);
  if (is_new) mark_later(k, keys, before, n, b, limits);
  if (!is_new && all_stored(k, best, b)) return;
  replace_links(k, best, b);
  agenda_put(&k->families, k->s, b->n);
}

void stage_copies(keeping *k) {
  const copies_policy limits = copies_limits(k->context->copies);
  for (place_in_time b; agenda_take(&k->copies, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    look_at(k, &b, &limits);
  }
}

/* ---- reading links back ------------------------------------------------------------------------------------ */

static const void *copy_blob(arena *a, sqlite3_stmt *q, int at, size_t each, uint32_t *n) {
  size_t bytes = (size_t)sqlite3_column_bytes(q, at);
  *n = (uint32_t)(bytes / each);
  void *out = arena_alloc(a, bytes);
  if (bytes) memcpy(out, sqlite3_column_blob(q, at), bytes);
  return out;
}

static int by_rank(const void *a, const void *b) {
  const stored_link *x = a, *y = b;
  return link_rank(x->relation) - link_rank(y->relation);
}

const stored_link *links_of(keeping *k, arena *a, int64_t b, uint32_t *n) {
  stored_link *out = ARENA_ARRAY(a, stored_link, RELATIONS);
  *n = 0;
  sqlite3_stmt *q = store_sql(k->s, "SELECT relation, a, score, passages, altered FROM link WHERE b = ?");
  put_int(q, 1, b);
  while (store_row(k->s, q)) {
    int64_t r = get_int(q, 0);
    if (r <= RELATION_NONE || r >= RELATIONS || *n == RELATIONS) continue;
    stored_link *l = &out[(*n)++];
    *l = (stored_link){.relation = (relation)r, .a = get_int(q, 1), .score = (uint32_t)get_int(q, 2)};
    l->passages = copy_blob(a, q, 3, sizeof(link_passage), &l->n_passages);
    l->altered = copy_blob(a, q, 4, sizeof(link_altered), &l->n_altered);
  }
  qsort(out, *n, sizeof *out, by_rank);
  return out;
}
