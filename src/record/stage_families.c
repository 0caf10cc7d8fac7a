/* Families: the trees of the parent forest. A report hangs on its closest parent that it was made from (the same report
 * before a revision, excerpt, rewrite; then the better score). A family is named by its first report, which is its head: a
 * parent is always earlier in canonical order.
 *
 * The head is often too far from a member to be found by keys, and which of the two came first is to be known: so each
 * member that is its kin has a link to it, besides those it hangs on. */
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include "record/standing.h"

static void hang(keeping *k, standing *st, int64_t b) {
  uint32_t n;
  const stored_link *links = links_of(k, k->step, b, &n);
  standing parent;
  st->parent = 0;
  st->by = st->relation = RELATION_NONE;
  st->family = b;
  if (!n) return;
  if (!relation_in_family(links[0].relation) || !standing_get(k->s, &parent, links[0].a)) return;
  st->parent = links[0].a;
  st->by = links[0].relation;
  st->family = parent.family;
  st->relation = relation_farther(parent.relation, links[0].relation);
}

static void put_children(keeping *k, agenda *g, int64_t a) {
  numbers children;
  numbers_init(&children, k->step);
  sqlite3_stmt *q = store_sql(k->s, "SELECT b FROM link WHERE a = ? AND role = 0");
  put_int(q, 1, a);
  while (store_row(k->s, q)) numbers_add(&children, get_int(q, 0));
  for (uint32_t i = 0; i < children.n; i++) agenda_put(g, k->s, children.items[i]);
}

static void touch(keeping *k, const standing *st) {
  if (st->family) numbers_add(&k->family_heads, st->family);
}

static bool same_trees(const standing *x, const standing *y) {
  return x->parent == y->parent && x->by == y->by && x->relation == y->relation && x->family == y->family;
}

void stage_families(keeping *k) {
  for (place_in_time b; agenda_take(&k->families, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    standing old, now;
    standing_get(k->s, &old, b.n);
    now = old;
    hang(k, &now, b.n);
    links_tie_head(k, &b, now.family);
    touch(k, &old);
    touch(k, &now);
    agenda_put(&k->threads, k->s, b.n);
    agenda_put(&k->dates, k->s, b.n);
    keep_touch_facts(k, b.n);                /* its links are new, so its facts may have other parents */
    if (same_trees(&old, &now)) continue;
    standing_put(k->s, b.n, &now);
    numbers_add(&k->reports, b.n);
    put_children(k, &k->families, b.n);
  }
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void write_pairs(jw *j, const link_altered *pairs, uint32_t n) {
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) {
    jw_object(j);
    jw_key_span(j, "a", (span){pairs[i].a_start, pairs[i].a_end});
    jw_key_span(j, "b", (span){pairs[i].b_start, pairs[i].b_end});
    jw_end(j);
  }
  jw_end(j);
}

/* What a member has otherwise than its parent: spans of its text; of changed facts, of both texts. */
static void write_changes(keeping *k, jw *j, int64_t b, int64_t parent) {
  uint32_t n;
  const stored_link *links = links_of(k, k->step, b, &n), none = {0}, *l = &none;
  for (uint32_t i = n; i-- > 0;)
    if (links[i].a == parent && relation_in_family(links[i].relation)) l = &links[i];
  jw_key(j, "altered_quotes");
  jw_array(j);
  for (uint32_t w = 0; w < l->n_altered; w++) jw_span(j, (span){l->altered[w].b_start, l->altered[w].b_end});
  jw_end(j);
  jw_key(j, "changed");
  write_pairs(j, l->changed, l->n_changed);
}

static void write_member(keeping *k, jw *j, const place_in_time *m, int64_t parent, relation r) {
  jw_object(j);
  write_changes(k, j, m->n, parent);
  rows_known(k, j, m->day);
  jw_key_str(j, "relation", parent ? str_of(relation_text(r)) : STR("head"));
  jw_key_str(j, "report", id_str(&m->id));
  jw_end(j);
}

static void write_members(keeping *k, jw *j, int64_t head) {
  typedef struct { int64_t n, parent; relation relation; } member;
  member *members = NULL;
  uint32_t n = 0, cap = 0;
  sqlite3_stmt *q = store_sql(k->s, "SELECT s.report, s.parent, s.relation FROM standing s JOIN report r"
                                    " ON r.n = s.report WHERE s.family = ? ORDER BY r.day, r.id");
  put_int(q, 1, head);
  while (store_row(k->s, q))
    *ARENA_PUSH(k->step, members, n, cap) = (member){get_int(q, 0), get_int(q, 1), (relation)get_int(q, 2)};
  jw_key(j, "members");
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) {
    place_in_time at = place_of(k->s, members[i].n);
    write_member(k, j, &at, members[i].parent, members[i].relation);
  }
  jw_end(j);
}

static bool still_heads(keeping *k, int64_t n) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT 1 FROM standing WHERE family = ? LIMIT 1");
  put_int(q, 1, n);
  bool yes = store_row(k->s, q);
  if (yes) sqlite3_reset(q);
  return yes;
}

id family_id(const id *head) {
  const str fields[] = {id_str(head)};
  return id_of('f', fields, 1);
}

void family_row(keeping *k, int64_t head) {
  rows_drop(k, "family", owner_report(head));
  if (!still_heads(k, head)) return;
  place_in_time at = place_of(k->s, head);
  id name = family_id(&at.id);
  jw *j = rows_begin(k, "family", id_str(&name));
  jw_key_str(j, "head", id_str(&at.id));
  rows_known(k, j, at.day);
  write_members(k, j, head);
  jw_end(j);
  rows_write(k, "family", id_str(&name), owner_report(head));
}
