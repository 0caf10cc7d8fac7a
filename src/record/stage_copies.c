/* For each report: the best earlier report it has for each relation, found by the keys of its fingerprint
 * (copies/parents.h), and the others that it was held against and is kin to. */
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include <endian.h>
#include <stdlib.h>

/* ---- links --------------------------------------------------------------------------------------------- */

typedef struct { copy_link link; place_in_time a; link_role role; } found;

id links_id(const place_in_time *a, const place_in_time *b, str relation_word) {
  const str fields[] = {id_str(&a->id), id_str(&b->id), relation_word};
  return id_of('l', fields, 3);
}

jw *links_begin(keeping *k, const place_in_time *a, const place_in_time *b, const id *name, link_role as) {
  jw *j = rows_begin(k, "link", id_str(name));
  jw_key_str(j, "a", id_str(&a->id));
  jw_key_str(j, "b", id_str(&b->id));
  jw_key_bool(j, "best", as == LINK_BEST);
  rows_known(k, j, a->day > b->day ? a->day : b->day);
  return j;
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

/* n pairs of spans: altered quotations or changed facts. */
static const link_altered *pack_pairs(arena *a, const altered_quote *pairs, uint32_t n) {
  link_altered *out = ARENA_ARRAY(a, link_altered, n);
  for (uint32_t i = 0; i < n; i++)
    out[i] = (link_altered){pairs[i].a.start, pairs[i].a.end, pairs[i].b.start, pairs[i].b.end};
  turn_numbers(out, n * sizeof *out);
  return out;
}

static const altered_quote *changed_pairs(arena *a, const copy_link *l) {
  altered_quote *out = ARENA_ARRAY(a, altered_quote, l->n_changed);
  for (uint32_t i = 0; i < l->n_changed; i++) out[i] = (altered_quote){l->changed[i].a, l->changed[i].b};
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
  const factset *one = shelf_report(k->shelf, k->s, f->a.n), *other = shelf_report(k->shelf, k->s, b->n);
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

/* Where facts look for their parents: of the best links alone. */
static void store_passages(keeping *k, sqlite3_stmt *q, const copy_link *l) {
  put_blob(q, 6, pack_passages(k->step, l), l->n_passages * sizeof(link_passage));
  put_blob(q, 7, pack_pairs(k->step, l->altered, l->n_altered), l->n_altered * sizeof(link_altered));
  const altered_quote *changed = changed_pairs(k->step, l);
  put_blob(q, 8, pack_pairs(k->step, changed, l->n_changed), l->n_changed * sizeof(link_altered));
}

static void write_link(keeping *k, const found *f, const place_in_time *b) {
  const copy_link nothing = {0};
  id name = links_id(&f->a, b, str_of(relation_text(f->link.relation)));
  jw *j = links_begin(k, &f->a, b, &name, f->role);
  copies_write_link(j, &f->link);
  jw_end(j);
  sqlite3_stmt *q = store_sql(k->s, "INSERT INTO link VALUES(?,?,?,?,?,?,?,?)");
  put_int(q, 1, b->n);
  put_int(q, 2, f->a.n);
  put_int(q, 3, f->link.relation);
  put_int(q, 4, f->role);
  put_int(q, 5, f->link.score);
  store_passages(k, q, f->role == LINK_BEST ? &f->link : &nothing);
  store_run(k->s, q);
  rows_write(k, "link", id_str(&name), owner_report(b->n));
  bool in_family = f->role == LINK_BEST && relation_in_family(f->link.relation);
  if (in_family && f->link.n_altered) write_conflict(k, f, b);
}

typedef struct { found *items; uint32_t n; } found_list;

static found_list kin_of(keeping *k, const parents *all) {
  found_list out = {ARENA_ARRAY(k->step, found, all->n_tried), 0};
  for (uint32_t i = 0; i < all->n_tried; i++) {
    const parent_link *p = &all->tried[i];
    if (!parents_is_told(all, p)) continue;
    link_role as = parents_is_best(all, p) ? LINK_BEST : LINK_OTHER;
    out.items[out.n++] = (found){p->link, place_of(k->s, p->report), as};
  }
  return out;
}

static bool has(const found_list *l, int64_t a, int64_t as) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->items[i].a.n == a) return l->items[i].role == as;
  return false;
}

/* A link hangs on the pair alone, so the same reports are the same links. That to the family's head is no matter of
 * this stage. */
static bool all_stored(keeping *k, const found_list *kin, const place_in_time *b) {
  uint32_t stored = 0, same = 0;
  sqlite3_stmt *q = store_sql(k->s, "SELECT a, role FROM link WHERE b = ? AND role < ?");
  put_int(q, 1, b->n);
  put_int(q, 2, LINK_HEAD);
  for (; store_row(k->s, q); stored++) same += has(kin, get_int(q, 0), get_int(q, 1));
  return stored == kin->n && same == kin->n;
}

static void replace_links(keeping *k, const found_list *kin, const place_in_time *b) {
  sqlite3_stmt *q = store_sql(k->s, "DELETE FROM link WHERE b = ?");
  put_int(q, 1, b->n);
  store_run(k->s, q);
  rows_drop(k, "link", owner_report(b->n));
  rows_drop(k, "conflict", owner_report(b->n));
  for (uint32_t i = 0; i < kin->n; i++) write_link(k, &kin->items[i], b);
}

static const fingerprint *keys_of(keeping *k, const place_in_time *b) {
  const factset *f = shelf_report(k->shelf, k->s, b->n);
  if (!f) return NULL;
  const fingerprint *keys = f->fingerprint.ptr ? copies_keys(k->step, f->fingerprint) : NULL;
  /* facts of an older version: the words are still there */
  return keys ? keys : copies_keys(k->step, copies_fingerprint(k->step, k->context->copies, f->report));
}

static void put_later(keeping *k, const place_in_time *b, const fingerprint *keys) {
  uint32_t n;
  if (b->day != STORE_UNDATED && !keep_later_dated(k, b) && !keep_later_undated(k, b)) return;
  if (b->day == STORE_UNDATED && !keep_later_undated(k, b)) return;
  const uint32_t *later = index_later(k->index, k->step, b, keys, &n);
  for (uint32_t i = 0; i < n; i++) agenda_put(&k->copies, k->s, later[i]);
}

static void look_at(keeping *k, const place_in_time *b) {
  const fingerprint *keys = keys_of(k, b);
  bool is_new = numbers_has(&k->added, b->n);
  parents all;
  index_find(k->index, &all, k->step, b, keys);
  found_list kin = kin_of(k, &all);
  bool turned = index_put(k->index, b, keys, &all, is_new);
  if (is_new || turned) put_later(k, b, keys);
  if (!is_new && all_stored(k, &kin, b)) return;
  replace_links(k, &kin, b);
  agenda_put(&k->families, k->s, b->n);
}

void stage_copies(keeping *k) {
  for (place_in_time b; agenda_take(&k->copies, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    look_at(k, &b);
  }
}

/* ---- the family's head ---------------------------------------------------------------------------------- */

/* Drops the link to a head that it is no more. Whether there is one to this one, of any role. */
static bool drop_other_heads(keeping *k, const place_in_time *b, int64_t head) {
  bool there = false;
  int64_t old = 0, r = RELATION_NONE;
  sqlite3_stmt *q = store_sql(k->s, "SELECT a, relation FROM link WHERE b = ?1 AND (a = ?2 OR role = ?3)");
  put_int(q, 1, b->n);
  put_int(q, 2, head);
  put_int(q, 3, LINK_HEAD);
  while (store_row(k->s, q)) {
    if (get_int(q, 0) == head) there = true;
    else old = get_int(q, 0), r = get_int(q, 1);
  }
  if (!old || r <= RELATION_NONE || r >= RELATIONS) return there;
  place_in_time a = place_of(k->s, old);
  id name = links_id(&a, b, str_of(relation_text((relation)r)));
  q = store_sql(k->s, "DELETE FROM link WHERE b = ? AND a = ?");
  put_int(q, 1, b->n);
  put_int(q, 2, old);
  store_run(k->s, q);
  q = store_sql(k->s, "DELETE FROM row WHERE kind = 'link' AND id = ?");
  put_str(q, 1, id_str(&name));
  store_run(k->s, q);
  return there;
}

void links_tie_head(keeping *k, const place_in_time *b, int64_t head) {
  if (drop_other_heads(k, b, head) || head == b->n) return;
  found f = {index_compare(k->index, k->step, head, b->n), place_of(k->s, head), LINK_HEAD};
  if (relation_is_kin(f.link.relation)) write_link(k, &f, b);
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

/* Total order: by closeness; a report has one best link a relation. */
static int by_rank(const void *a, const void *b) {
  const stored_link *x = a, *y = b;
  return relation_rank(x->relation) - relation_rank(y->relation);
}

const stored_link *links_of(keeping *k, arena *a, int64_t b, uint32_t *n) {
  stored_link *out = ARENA_ARRAY(a, stored_link, RELATIONS);
  *n = 0;
  sqlite3_stmt *q = store_sql(k->s, "SELECT relation, a, score, passages, altered, changed FROM link"
                                    " WHERE b = ? AND role = 0");
  put_int(q, 1, b);
  while (store_row(k->s, q)) {
    int64_t r = get_int(q, 0);
    if (r <= RELATION_NONE || r >= RELATIONS || *n == RELATIONS) continue;
    stored_link *l = &out[(*n)++];
    *l = (stored_link){.relation = (relation)r, .a = get_int(q, 1), .score = (uint32_t)get_int(q, 2)};
    l->passages = copy_blob(a, q, 3, sizeof(link_passage), &l->n_passages);
    l->altered = copy_blob(a, q, 4, sizeof(link_altered), &l->n_altered);
    l->changed = copy_blob(a, q, 5, sizeof(link_altered), &l->n_changed);
  }
  qsort(out, *n, sizeof *out, by_rank);
  return out;
}
