#include "record/trees.h"

enum { MAX_SUPPORT = 1000 };

/* ---- members ------------------------------------------------------------------------------------------- */

static const char members_sql[] =
    "SELECT f.n, f.report, s.family, r.day, r.id, f.id, r.publisher, f.actor, f.actor_name, f.match, f.party,"
    " f.word, f.status, f.when_json, f.when_lo IS NOT NULL OR f.when_hi IS NOT NULL,"
    " f.when_lo IS NOT NULL AND f.when_hi IS NOT NULL, f.lo, f.hi, f.edge, f.altered,"
    " pr.publisher, p.match, p.actor_name, p.lo, p.hi, pr.id"
    " FROM fact f JOIN report r ON r.n = f.report JOIN standing s ON s.report = f.report"
    " LEFT JOIN fact p ON p.n = f.parent LEFT JOIN report pr ON pr.n = p.report"
    " WHERE f.root = ? ORDER BY r.day, r.id, f.place";

static member read_member(arena *a, sqlite3_stmt *q) {
  member m = {.n = get_int(q, 0), .rep = get_int(q, 1), .family = get_int(q, 2), .id = get_str(a, q, 5),
              .publisher = get_str(a, q, 6), .actor = get_str(a, q, 7), .actor_name = get_str(a, q, 8),
              .match = get_str(a, q, 9), .party = get_str(a, q, 10), .word = get_str(a, q, 11),
              .status = get_str(a, q, 12), .when_json = get_str(a, q, 13), .has_when = get_int(q, 14) != 0,
              .closed_when = get_int(q, 15) != 0,
                  .span = {(uint32_t)get_int(q, 16), (uint32_t)get_int(q, 17)},
              .edge = (int)get_int(q, 18), .altered = get_int(q, 19) != 0,
                  .parent_publisher = get_str(a, q, 20),
              .parent_match = get_str(a, q, 21), .parent_actor_name = get_str(a, q, 22),
              .parent_span = {(uint32_t)get_int(q, 23), (uint32_t)get_int(q, 24)},
                  .parent_report = get_str(a, q, 25)};
  m.at = (place_in_time){.n = m.rep, .day = (cal_day)get_int(q, 3)};
  str name = peek_str(q, 4);
  memcpy(m.at.id.z, name.ptr, name.len < ID_LEN ? name.len : ID_LEN);
  return m;
}

static bool read_tree(keeping *k, tree_of_facts *t, int64_t root) {
  member *all = NULL;
  uint32_t n = 0, cap = 0;
  *t = (tree_of_facts){.root = root};
  sqlite3_stmt *q = store_sql(k->s, members_sql);
  put_int(q, 1, root);
  while (store_row(k->s, q)) *ARENA_PUSH(k->step, all, n, cap) = read_member(k->step, q);
  t->members = all;
  t->n = n;
  q = store_sql(k->s, "SELECT kind, detail FROM fact WHERE n = ?");
  put_int(q, 1, root);
  if (!n || !store_row(k->s, q)) return false;
  t->kind = (forest_kind)get_int(q, 0);
  t->detail = get_str(k->step, q, 1);
  sqlite3_reset(q);
  return true;
}

bool member_is_copied(const member *m) { return m->edge && m->edge != EDGE_INDEPENDENT; }

/* The same words by the same publisher in a later report are re-used; by another they are copied. */
static str role_of(const member *m) {
  switch (m->edge) {
    case 0: case EDGE_INDEPENDENT: return STR("first");
    case RELATION_REWRITE: return STR("rewrite");
    case RELATION_SHARES_BACKGROUND: return same_word(m->publisher, m->parent_publisher) ? STR("reuse")
        : STR("copy");
    default: return STR("copy");
  }
}

/* ---- parts of a row ------------------------------------------------------------------------------------ */

void member_write_place(jw *j, str report_id, span at) {
  jw_object(j);
  jw_key_str(j, "report", report_id);
  jw_key_span(j, "span", at);
  jw_end(j);
}

static void write_support(keeping *k, jw *j, const tree_of_facts *t) {
  jw_key(j, "support");
  jw_array(j);
  for (uint32_t i = 0; i < t->n && i < MAX_SUPPORT; i++) {
    const member *m = &t->members[i];
    jw_object(j);
    jw_key_bool(j, "altered", m->altered);
    jw_key_str(j, "fact", m->id);
    rows_known(k, j, m->at.day);
    jw_key_str(j, "report", id_str(&m->at.id));
    jw_key_str(j, "role", role_of(m));
    jw_key_span(j, "span", m->span);
    jw_end(j);
  }
  jw_end(j);
  jw_key_int(j, "support_count", t->n);
}

typedef struct { numbers families, counted, reports; map outlets, origins; } source_count;

/* Origins: reports that did not take the words over, one a family (its others follow from it), then one a
 * publisher; where no publisher is known the family's head stands for it. */
static void count_member(keeping *k, source_count *c, const member *m) {
  numbers_add(&c->families, m->family);
  numbers_add(&c->reports, m->rep);
  if (m->publisher.ptr) map_put(&c->outlets, utf8_folded(k->step, m->publisher), NULL);
  if (member_is_copied(m) || !numbers_add(&c->counted, m->family)) return;
  str witness = m->publisher.ptr ? utf8_folded(k->step, m->publisher)
                                 : arena_printf(k->step, "\x1f%lld", (long long)m->family);
  map_put(&c->origins, witness, NULL);
}

static void write_sources(keeping *k, jw *j, const tree_of_facts *t) {
  source_count c;
  numbers_init(&c.families, k->step);
  numbers_init(&c.counted, k->step);
  numbers_init(&c.reports, k->step);
  map_init(&c.outlets, k->step, 8);
  map_init(&c.origins, k->step, 8);
  for (uint32_t i = 0; i < t->n; i++) count_member(k, &c, &t->members[i]);
  jw_key(j, "sources");
  jw_object(j);
  jw_key_int(j, "families", c.families.n);
  jw_key_int(j, "origins", c.origins.n);
  jw_key_int(j, "outlets", c.outlets.n);
  jw_key_int(j, "reports", c.reports.n);
  jw_end(j);
}

/* The first in canonical order with both ends known; else with one; else the first. */
static str best_when(const tree_of_facts *t) {
  for (uint32_t i = 0; i < t->n; i++)
    if (t->members[i].closed_when) return t->members[i].when_json;
  for (uint32_t i = 0; i < t->n; i++)
    if (t->members[i].has_when) return t->members[i].when_json;
  return t->members[0].when_json;
}

void tree_write_common(keeping *k, jw *j, const tree_of_facts *t) {
  rows_known(k, j, t->members[0].at.day);
  jw_key(j, "members");
  jw_array(j);
  for (uint32_t i = 0; i < t->n; i++) jw_str(j, t->members[i].id);
  jw_end(j);
  write_sources(k, j, t);
  write_support(k, j, t);
  jw_key(j, "when");
  jw_raw(j, best_when(t));
}

void tree_write_detail(keeping *k, jw *j, const tree_of_facts *t) {
  for (str rest = t->detail, piece, key; str_split(&rest, 30, &piece);) {
    if (!str_split(&piece, 31, &key) || !piece.ptr) continue;
    jw_key(j, arena_str(k->step, key).ptr);
    jw_raw(j, piece);
  }
}

void tree_row(keeping *k, int64_t root) {
  static const char *const kinds[] = {"statement", "event"};
  tree_of_facts t;
  for (int i = 0; i < 2; i++) rows_drop(k, kinds[i], root);
  rows_drop(k, "conflict", root);
  if (!read_tree(k, &t, root)) return;
  if (t.kind == FOREST_STATEMENT) statement_row(k, &t);
  else event_row(k, &t);
}
