/* For each report: the best earlier report it has for each relation.
 *
 * Block: the keys of its fingerprint. Candidates are earlier reports (in the window, for a dated one) that
 * share enough keys, and of those the ones that share most; a key that more than `cap` earlier reports
 * hold says nothing. */
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include <endian.h>
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

/* Total order: by value. */
static int by_number(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* Leaves each number that is in the list at least `least` times, once. Gives how often each was, if asked. */
static void keep_frequent(list *l, uint32_t least, uint32_t *times) {
  uint32_t n = 0;
  if (l->n) qsort(l->items, l->n, sizeof *l->items, by_number);
  for (uint32_t i = 0, end; i < l->n; i = end) {
    for (end = i + 1; end < l->n && l->items[end] == l->items[i]; end++) {}
    if (end - i < least) continue;
    if (times) times[n] = end - i;
    l->items[n++] = l->items[i];
  }
  l->n = n;
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

/* In a range of places; those at the end that is the report's own are told apart by their ids. */
static const char earlier_holders[] =
    "SELECT k.report, k.place FROM key k WHERE k.key = ?1 AND k.place BETWEEN ?2 AND ?3"
    " AND (k.place < ?3 OR (SELECT r.id FROM report r WHERE r.n = k.report) < ?4) LIMIT ?5";
static const char later_holders[] =
    "SELECT k.report, k.place FROM key k WHERE k.key = ?1 AND k.place BETWEEN ?2 AND ?3"
    " AND (k.place > ?2 OR (SELECT r.id FROM report r WHERE r.n = k.report) > ?4)"
    " ORDER BY k.place, (SELECT r.id FROM report r WHERE r.n = k.report) LIMIT ?5";

/* A question about the holders of one key after the other: all but the key is bound once. */
typedef struct { store *s; sqlite3_stmt *q; } holders;

static holders ask_holders(keeping *k, const char *sql, int64_t lo, int64_t hi, const place_in_time *of,
                           int64_t most) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  put_int(q, 2, lo);
  put_int(q, 3, hi);
  put_str(q, 4, id_str(&of->id));
  put_int(q, 5, most);
  return (holders){k->s, q};
}

static void ask_key(const holders *h, uint64_t key) {
  sqlite3_reset(h->q);
  put_int(h->q, 1, (int64_t)key);
}

/* Adds the earlier holders of a key; gives how many there are, cap + 1 for "too many", which are not
 * added. */
static uint32_t add_earlier(keeping *k, list *out, const holders *h, uint64_t key, uint32_t cap) {
  uint32_t before = out->n;
  ask_key(h, key);
  while (store_row(h->s, h->q)) push(k->step, out, get_int(h->q, 0));
  uint32_t n = out->n - before;
  if (n > cap) out->n = before;
  return n;
}

typedef struct { place_in_time at; uint32_t shared; } sharing;

/* Total order: by shared keys, most first, then by canonical order. */
static int by_shared(const void *a, const void *b) {
  const sharing *x = a, *y = b;
  if (x->shared != y->shared) return x->shared > y->shared ? -1 : 1;
  return place_cmp(&x->at, &y->at);
}

typedef struct { const sharing *items; uint32_t n; } sharers;

static sharers most_sharing(keeping *k, list *found, uint32_t min_shared) {
  uint32_t most = k->context->model->candidates;
  uint32_t *times = ARENA_ARRAY(k->step, uint32_t, found->n);
  keep_frequent(found, min_shared, times);
  sharing *all = ARENA_ARRAY(k->step, sharing, found->n);
  for (uint32_t i = 0; i < found->n; i++) all[i] = (sharing){place_of(k->s, found->items[i]), times[i]};
  if (found->n) qsort(all, found->n, sizeof *all, by_shared);
  return (sharers){all, found->n < most ? found->n : most};
}

static sharers earlier_candidates(keeping *k, uint32_t *before, const uint64_t *keys, uint32_t n,
                                  const place_in_time *b, const copies_policy *limits) {
  int64_t lo = b->day == STORE_UNDATED ? INT64_MIN : place_first_of(b->day - limits->window_days);
  holders h = ask_holders(k, earlier_holders, lo, place_number(b), b, (int64_t)limits->cap + 1);
  list found = {0};
  for (uint32_t i = 0; i < n && store_ok(k->s); i++)
    before[i] = add_earlier(k, &found, &h, keys[i], limits->cap);
  return most_sharing(k, &found, limits->min_shared);
}

/* ---- who else is touched by a new report --------------------------------------------------------------- */

/* Later reports that hold keys of the new report a. One of them, b, may find a as a candidate; or a key
 * now has one holder too many for b. If b is the j-th holder after a and `before` holders stand before a,
 * at most before + j count for b; without a at least j - 1, so that beyond cap + 1 a changes nothing. */
typedef struct {
  keeping *k;
  uint32_t cap;
  bool only_undated;
  list found, crossed;
} touched;

static void add_later(touched *t, const holders *h, uint64_t key, uint32_t before) {
  int64_t undated = place_first_of(STORE_UNDATED);
  ask_key(h, key);
  for (uint32_t j = 1; store_row(h->s, h->q); j++) {
    if (t->only_undated && get_int(h->q, 1) < undated) continue;
    push(t->k->step, before + j > t->cap ? &t->crossed : &t->found, get_int(h->q, 0));
  }
}

static void put_touched(touched *t, uint32_t min_shared) {
  keep_frequent(&t->found, min_shared, NULL);
  for (uint32_t i = 0; i < t->found.n; i++) agenda_put(&t->k->copies, t->k->s, t->found.items[i]);
  for (uint32_t i = 0; i < t->crossed.n; i++) agenda_put(&t->k->copies, t->k->s, t->crossed.items[i]);
}

static void mark_dated(keeping *k, const uint64_t *keys, const uint32_t *before, uint32_t n,
                       const place_in_time *a,
                       const copies_policy *limits) {
  touched t = {.k = k, .cap = limits->cap};
  int64_t hi = place_first_of(a->day + limits->window_days + 1) - 1;
  holders h = ask_holders(k, later_holders, place_number(a), hi, a, (int64_t)limits->cap + 1);
  for (uint32_t i = 0; i < n && store_ok(k->s); i++) add_later(&t, &h, keys[i], before[i]);
  put_touched(&t, limits->min_shared);
}

/* Undated reports look back without a window. */
static void mark_undated(keeping *k, const uint64_t *keys, uint32_t n, const place_in_time *a,
                         const copies_policy *limits) {
  static const char held[] =
      "SELECT 1 FROM key WHERE key = ?1 AND place BETWEEN ?2 AND ?3 AND ?4 IS NOT NULL LIMIT ?5";
  touched t = {.k = k, .cap = limits->cap, .only_undated = true};
  int64_t most = (int64_t)limits->cap + 1;
  holders any = ask_holders(k, held, place_first_of(STORE_UNDATED), INT64_MAX, a, 1);
  holders earlier = ask_holders(k, earlier_holders, INT64_MIN, place_number(a), a, most);
  holders later = ask_holders(k, later_holders, place_number(a), INT64_MAX, a, most);
  list unused = {0};
  for (uint32_t i = 0; i < n && store_ok(k->s); i++) {
    ask_key(&any, keys[i]);
    if (!store_row(any.s, any.q)) continue;
    add_later(&t, &later, keys[i], add_earlier(k, &unused, &earlier, keys[i], limits->cap));
  }
  sqlite3_reset(any.q);
  put_touched(&t, limits->min_shared);
}

static void mark_later(keeping *k, const uint64_t *keys, const uint32_t *before, uint32_t n,
                       const place_in_time *a,
                       const copies_policy *limits) {
  if (a->day != STORE_UNDATED && keep_later_dated(k, a)) mark_dated(k, keys, before, n, a, limits);
  if (keep_later_undated(k, a)) mark_undated(k, keys, n, a, limits);
}

/* ---- links --------------------------------------------------------------------------------------------- */

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

/* Numbers of a blob, between this machine's order and the record's, which is little-endian: a record can be
 * carried to any machine. */
static void turn_numbers(void *blob, size_t bytes) {
  uint32_t *x = blob;
  for (size_t i = 0; i < bytes / sizeof *x; i++) x[i] = htole32(x[i]);
}

static const link_passage *pack_passages(arena *a, const copy_link *l) {
  link_passage *out = ARENA_ARRAY(a, link_passage, l->n_passages);
  for (uint32_t i = 0; i < l->n_passages; i++) {
    const passage *p = &l->passages[i];
    out[i] = (link_passage){p->a.start, p->a.end, p->b.start, p->b.end, p->score};
  }
  turn_numbers(out, l->n_passages * sizeof *out);
  return out;
}

static const link_altered *pack_altered(arena *a, const copy_link *l) {
  link_altered *out = ARENA_ARRAY(a, link_altered, l->n_altered);
  for (uint32_t i = 0; i < l->n_altered; i++) {
    const altered_quote *p = &l->altered[i];
    out[i] = (link_altered){p->a.start, p->a.end, p->b.start, p->b.end};
  }
  turn_numbers(out, l->n_altered * sizeof *out);
  return out;
}

/* ---- conflict: words in quotation marks that a copy or rewrite changed --------------------------------- */

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
static void compare(keeping *k, found *best, const place_in_time *a, const place_in_time *b) {
  const copy_text *one = shelf_text(k->shelf, k->s, a->n), *other = shelf_text(k->shelf, k->s, b->n);
  if (!one || !other) return;
  found f = {copies_compare(k->step, k->context->copies, one, other), *a};
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
  sharers candidates = earlier_candidates(k, before, keys, n, b, limits);
  found best[RELATIONS] = {0};
  for (uint32_t i = 0; i < candidates.n; i++) compare(k, best, &candidates.items[i].at, b);
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

/* ---- reading links back -------------------------------------------------------------------------------- */

static const void *copy_blob(arena *a, sqlite3_stmt *q, int at, size_t each, uint32_t *n) {
  size_t bytes = (size_t)sqlite3_column_bytes(q, at);
  *n = (uint32_t)(bytes / each);
  void *out = arena_alloc(a, bytes);
  if (bytes) memcpy(out, sqlite3_column_blob(q, at), bytes);
  turn_numbers(out, bytes);
  return out;
}

/* Total order: by closeness; a report has one link a relation. */
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
