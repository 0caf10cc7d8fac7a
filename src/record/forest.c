#include "record/forest.h"
#include <stdlib.h>

/* ---- storing a report's facts -------------------------------------------------------------------------- */

void detail_key(buf *out, const char *key) {
  if (out->len) buf_char(out, 30);
  buf_str(out, str_of(key));
  buf_char(out, 31);
}

void block_line(buf *out, char letter, str one, str other) {
  buf_char(out, letter);
  buf_str(out, one);
  buf_char(out, '|');
  buf_str(out, other);
  buf_char(out, '\n');
}

static int64_t block_hash(forest_kind kind, arena *a, str line) {
  return (int64_t)map_hash(arena_printf(a, "%d%.*s", kind, (int)line.len, line.ptr));
}

typedef struct { forest_kind kind; const place_in_time *of; uint32_t place; int64_t n; } blocked;    /* a fact of a report */

static void block_each(keeping *k, const char *sql, const blocked *x, str blocks, cal_day day) {
  for (str line; str_split(&blocks, '\n', &line);) {
    if (!line.len) continue;
    sqlite3_stmt *q = store_sql(k->s, sql);
    put_int(q, 1, block_hash(x->kind, k->step, line));
    put_int(q, 2, x->of->day == STORE_UNDATED);
    put_int(q, 3, day);
    put_str(q, 4, id_str(&x->of->id));
    put_int(q, 5, x->place);
    put_int(q, 6, x->n);
    store_run(k->s, q);
  }
}

static const char block_in[] = "INSERT OR IGNORE INTO block VALUES(?,?,?,?,?,?)";
static const char block_out[] =
    "DELETE FROM block WHERE key = ? AND late = ? AND day = ? AND id = ? AND place = ? AND fact = ?";

static str when_json(keeping *k, const dated *d) {
  buf_clear(&k->out);
  jw *j = jw_new(k->step, &k->out);
  jw_object(j);
  jw_key_bool(j, "approx", d->approx);
  jw_key_str(j, "basis", d->basis);
  jw_key_str(j, "time", d->time);
  jw_key_str(j, "value", d->value);
  jw_end(j);
  str out = arena_str(k->step, buf_get(&k->out));
  buf_clear(&k->out);
  return out;
}

static void put_ends(sqlite3_stmt *q, int lo, int hi, cal_date d) {
  bool known = cal_known(d) && !d.no_year;
  if (known && d.lo != CAL_OPEN_LO) put_int(q, lo, d.lo);
  if (known && d.hi != CAL_OPEN_HI) put_int(q, hi, d.hi);
}

static void store_new(keeping *k, forest_kind kind, int64_t rep, const telling *t, cal_day day) {
  sqlite3_stmt *q = store_sql(
      k->s, "INSERT INTO fact(kind, report, place, id, lo, hi, actor, actor_name, match, party, word, status,"
            " content, detail, blocks, day, when_lo, when_hi, when_json)"
            " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  put_int(q, 1, kind);
  put_int(q, 2, rep);
  put_int(q, 3, t->place);
  put_str(q, 4, t->id);
  put_int(q, 5, t->at.start);
  put_int(q, 6, t->at.end);
  const str columns[] = {t->actor, t->actor_name, t->match, t->party, t->word, t->status, t->content,
                         t->detail, t->blocks};
  for (int i = 0; i < 9; i++) put_str(q, 7 + i, columns[i]);
  put_int(q, 16, day);
  put_ends(q, 17, 18, t->when.date);
  str json = when_json(k, &t->when);
  put_str(q, 19, json);
  store_run(k->s, q);
}

static void store_dates(keeping *k, int64_t fact, const telling *t, cal_day day) {
  sqlite3_stmt *q = store_sql(k->s, "UPDATE fact SET day = ?2, when_lo = ?3, when_hi = ?4, when_json = ?5,"
                                    " blocks = ?6 WHERE n = ?1");
  put_int(q, 1, fact);
  put_int(q, 2, day);
  put_ends(q, 3, 4, t->when.date);
  str json = when_json(k, &t->when);
  put_str(q, 5, json);
  put_str(q, 6, t->blocks);
  store_run(k->s, q);
}

typedef struct { int64_t n; cal_day day; str blocks; } old_fact;

static old_fact find_old(keeping *k, forest_kind kind, int64_t rep, uint32_t place) {
  sqlite3_stmt *q = store_sql(k->s,
                              "SELECT n, day, blocks FROM fact WHERE report = ? AND kind = ? AND place = ?");
  put_int(q, 1, rep);
  put_int(q, 2, kind);
  put_int(q, 3, place);
  old_fact out = {0};
  if (store_row(k->s, q)) out = (old_fact){get_int(q, 0), (cal_day)get_int(q, 1), get_str(k->step, q, 2)};
  if (q) sqlite3_reset(q);
  return out;
}

static void store_fact(keeping *k, const forest *f, const place_in_time *b, const telling *t, cal_day day) {
  old_fact old = {0};
  if (!numbers_has(&k->added, b->n)) old = find_old(k, f->kind, b->n, t->place);
  blocked x = {f->kind, b, t->place, old.n};
  if (old.n) block_each(k, block_out, &x, old.blocks, old.day);
  if (old.n) store_dates(k, old.n, t, day);
  else store_new(k, f->kind, b->n, t, day);
  if (!old.n) x.n = store_last(k->s);
  if (day != STORE_UNDATED) block_each(k, block_in, &x, t->blocks, day);
}

/* ---- reading them back --------------------------------------------------------------------------------- */

#define TOLD_COLUMNS                                                                                   \
  "f.n, f.report, f.root, f.lo, f.hi, f.match, f.party, f.word, f.status, f.content, f.blocks,"        \
  " f.when_lo, f.when_hi, f.day, f.altered, f.parent, f.edge, f.actor"

static told read_told(arena *a, sqlite3_stmt *q) {
  told t = {.n = get_int(q, 0), .rep = get_int(q, 1), .root = get_int(q, 2),
            .at = {(uint32_t)get_int(q, 3), (uint32_t)get_int(q, 4)}, .match = get_str(a, q, 5),
            .party = get_str(a, q, 6), .word = get_str(a, q, 7), .status = get_str(a, q, 8),
            .content = get_str(a, q, 9), .blocks = get_str(a, q, 10), .day = (cal_day)get_int(q, 13),
            .altered = get_int(q, 14) != 0, .parent = get_int(q, 15), .edge = (int)get_int(q, 16),
            .actor = get_str(a, q, 17)};
  if (!get_null(q, 11) || !get_null(q, 12))
    t.when = cal_between(get_null(q, 11) ? CAL_OPEN_LO : (cal_day)get_int(q, 11),
                         get_null(q, 12) ? CAL_OPEN_HI : (cal_day)get_int(q, 12));
  return t;
}

typedef struct { told *items; uint32_t n, cap; uint32_t longest; } told_list;    /* longest: span, in bytes */

static void add_told(arena *a, told_list *l, const told *t) {
  *ARENA_PUSH(a, l->items, l->n, l->cap) = *t;
  if (span_len(t->at) > l->longest) l->longest = span_len(t->at);
}

static told_list facts_of(keeping *k, forest_kind kind, int64_t rep) {
  told_list out = {0};
  sqlite3_stmt *q = store_sql(k->s, "SELECT " TOLD_COLUMNS " FROM fact f WHERE f.report = ? AND f.kind = ?"
                                    " ORDER BY f.lo, f.place");
  put_int(q, 1, rep);
  put_int(q, 2, kind);
  while (store_row(k->s, q)) {
    told t = read_told(k->step, q);
    add_told(k->step, &out, &t);
  }
  return out;
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

typedef struct {
  uint32_t later;              /* index among the report's facts */
  int64_t parent, root;
  int32_t score;
  int edge;
  bool altered;
  uint32_t order;              /* as found: links by closeness, then place */
} candidate;

typedef struct { candidate *items; uint32_t n, cap; } candidates;

static void try(keeping *k, const forest *f, candidates *out, const told *earlier, const told_list *later,
                uint32_t i,
                relation via, bool altered) {
  int32_t score = f->score(k, earlier, &later->items[i], via);
  if (score < 0 || !earlier->root) return;
  candidate c = {i, earlier->n, earlier->root, score, via ? (int)via : EDGE_INDEPENDENT, altered, out->n};
  *ARENA_PUSH(k->step, out->items, out->n, out->cap) = c;
}

static bool overlap(span s, uint32_t start, uint32_t end) { return s.start < end && start < s.end; }

/* First fact that may reach into [start, …): facts are in order of their start. */
static uint32_t first_at(const told_list *l, uint32_t start) {
  uint32_t lo = 0, hi = l->n;
  while (lo < hi) {
    uint32_t mid = (lo + hi) / 2;
    if ((uint64_t)l->items[mid].at.start + l->longest < start) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static bool is_altered(const stored_link *l, span at) {
  for (uint32_t i = 0; i < l->n_altered; i++)
    if (overlap(at, l->altered[i].b_start, l->altered[i].b_end)) return true;
  return false;
}

static void try_passage(keeping *k, const forest *f, candidates *out, const told_list *earlier,
                        const told_list *later, const stored_link *l, const link_passage *p, numbers *tried) {
  for (uint32_t i = first_at(later, p->b_start); i < later->n && later->items[i].at.start < p->b_end; i++) {
    if (!overlap(later->items[i].at, p->b_start, p->b_end)) continue;
    for (uint32_t e = first_at(earlier, p->a_start); e < earlier->n; e++) {
      const told *one = &earlier->items[e];
      if (one->at.start >= p->a_end) break;
      if (!overlap(one->at, p->a_start, p->a_end) || !numbers_add(tried, (int64_t)i << 32 | e)) continue;
      bool in_family = relation_in_family(l->relation);
      bool altered = (in_family && is_altered(l, later->items[i].at)) ||
                     (l->relation == RELATION_SAME_REPORT && one->altered);
      try(k, f, out, one, later, i, l->relation, altered);
    }
  }
}

/* A sentence may be aligned with several: only those are looked at that are half as good as its best.
 * Passages of one sentence of b stand together. */
static bool is_near_best(const stored_link *l, uint32_t at) {
  const link_passage *p = &l->passages[at];
  uint32_t best = p->score;
  for (uint32_t i = at; i-- > 0 && l->passages[i].b_start == p->b_start;)
    if (l->passages[i].score > best) best = l->passages[i].score;
  for (uint32_t i = at + 1; i < l->n_passages && l->passages[i].b_start == p->b_start; i++)
    if (l->passages[i].score > best) best = l->passages[i].score;
  return 2 * p->score >= best;
}

static void try_links(keeping *k, const forest *f, candidates *out, const told_list *later, int64_t b) {
  uint32_t n;
  const stored_link *links = links_of(k, k->step, b, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (links[i].relation == RELATION_PARALLEL) continue;     /* told independently */
    told_list earlier = facts_of(k, f->kind, links[i].a);
    numbers tried;
    numbers_init(&tried, k->step);
    for (uint32_t p = 0; p < links[i].n_passages; p++)
      if (is_near_best(&links[i], p))
        try_passage(k, f, out, &earlier, later, &links[i], &links[i].passages[p], &tried);
  }
}

/* Facts of a block's days [?3, ?4] before or after the report (?5, ?6); ?2 = 1: among the undated ones. A block stands in the
 * order in which it is asked, so that none is touched that is not taken: a report with a date of its own stands under it, so
 * that canonical order is a bound; undated ones stand under the day of what they were made from, and only ids part them. */
#define BLOCK_JOIN " FROM block k CROSS JOIN fact f ON f.n = k.fact WHERE k.key = ?1 AND k.late = ?2 AND "
#define BEFORE                                                                                                        \
  "k.day >= ?3 AND (k.day, k.id) < (min(?4 + 1, ?5), iif(?4 < ?5, '', ?6)) AND (?2 = 0 OR k.id < ?6)"
#define AFTER                                                                                                         \
  "k.day <= ?4 AND (k.day, k.id) > (?3, iif(?2 = 0, ?6, '')) AND (?2 = 0 OR ?5 < 2147483647 OR k.id > ?6)"

static sqlite3_stmt *in_block(keeping *k, const char *sql, int64_t key, bool late, cal_day lo, cal_day hi,
                              const place_in_time *b) {
  sqlite3_stmt *q = store_sql(k->s, sql);
  put_int(q, 1, key);
  put_int(q, 2, late);
  put_int(q, 3, lo);
  put_int(q, 4, hi);
  put_int(q, 5, b->day);
  put_str(q, 6, id_str(&b->id));
  return q;
}

/* How many days a block of facts reaches back and forth; a named day reaches all reports. */
static cal_day window_of(const keeping *k, str line) {
  return *line.ptr == BLOCK_OF_DAY ? 2 * 366 * 9999 : (cal_day)k->context->model->window_days;
}

static void add_block(keeping *k, told_list *out, int64_t key, bool late, cal_day day, cal_day window,
                      const place_in_time *b) {
  static const char sql[] = "SELECT " TOLD_COLUMNS BLOCK_JOIN BEFORE
                            " ORDER BY k.day DESC, k.id DESC, k.place DESC LIMIT ?7";
  sqlite3_stmt *q = in_block(k, sql, key, late, day - window, day + window, b);
  put_int(q, 7, (int64_t)k->context->model->block_cap - out->n);
  while (store_row(k->s, q)) {
    told t = read_told(k->step, q);
    add_told(k->step, out, &t);
  }
}

static void try_blocks(keeping *k, const forest *f, candidates *out, const told_list *later, uint32_t i,
                       const place_in_time *b) {
  const told *t = &later->items[i];
  numbers tried;
  numbers_init(&tried, k->step);
  if (t->day == STORE_UNDATED) return;
  for (str rest = t->blocks, line; str_split(&rest, '\n', &line);) {
    told_list others = {0};
    if (!line.len) continue;
    int64_t key = block_hash(f->kind, k->step, line);
    cal_day window = window_of(k, line);
    if (b->day == STORE_UNDATED) add_block(k, &others, key, true, t->day, window, b);
    add_block(k, &others, key, false, t->day, window, b);
    for (uint32_t e = 0; e < others.n; e++)
      if (numbers_add(&tried, others.items[e].n))
        try(k, f, out, &others.items[e], later, i, RELATION_NONE, false);
  }
}

/* ---- parents ------------------------------------------------------------------------------------------- */

/* Total order: by score, best first, then as found. */
static int by_score(const void *a, const void *b) {
  const candidate *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

/* Each fact takes its best candidate whose tree no better fitting fact of the report has taken. */
static const candidate **choose(keeping *k, candidates *all, uint32_t n_facts) {
  const candidate **chosen = ARENA_ARRAY(k->step, const candidate *, n_facts);
  numbers taken;
  numbers_init(&taken, k->step);
  if (all->n) qsort(all->items, all->n, sizeof *all->items, by_score);
  for (uint32_t i = 0; i < all->n; i++) {
    const candidate *c = &all->items[i];
    if (!chosen[c->later] && numbers_add(&taken, c->root)) chosen[c->later] = c;
  }
  return chosen;
}

/* True: it stands in another tree now. */
static bool set_parent(keeping *k, const told *t, const candidate *c) {
  int64_t root = c ? c->root : t->n, parent = c ? c->parent : 0;
  int edge = c ? c->edge : 0;
  bool altered = c && c->altered;
  if (t->root) numbers_add(&k->roots, t->root);
  numbers_add(&k->roots, root);
  if (t->root == root && t->parent == parent && t->edge == edge && t->altered == altered) return false;
  sqlite3_stmt *q = store_sql(k->s,
                              "UPDATE fact SET root = ?2, parent = ?3, edge = ?4, altered = ?5 WHERE n = ?1");
  put_int(q, 1, t->n);
  put_int(q, 2, root);
  if (parent) put_int(q, 3, parent);
  put_int(q, 4, edge);
  put_int(q, 5, altered);
  store_run(k->s, q);
  return true;
}

/* ---- who else is touched ------------------------------------------------------------------------------- */

static void put_later(keeping *k, agenda *g, int64_t key, bool late, cal_day lo, cal_day hi,
                      const place_in_time *b) {
  static const char sql[] = "SELECT DISTINCT f.report" BLOCK_JOIN AFTER;
  numbers found;
  numbers_init(&found, k->step);
  sqlite3_stmt *q = in_block(k, sql, key, late, lo, hi, b);
  while (store_row(k->s, q)) numbers_add(&found, get_int(q, 0));
  for (uint32_t i = 0; i < found.n; i++) agenda_put(g, k->s, found.items[i]);
}

static void put_blocks(keeping *k, const forest *f, agenda *g, const told *t, const place_in_time *b,
                       cal_day day) {
  if (day == STORE_UNDATED) return;
  for (str rest = t->blocks, line; str_split(&rest, '\n', &line);) {
    if (!line.len) continue;
    int64_t key = block_hash(f->kind, k->step, line);
    cal_day window = window_of(k, line);
    if (b->day != STORE_UNDATED && keep_later_dated(k, b)) put_later(k, g, key, false, day, day + window, b);
    if (keep_later_undated(k, b)) put_later(k, g, key, true, day - window, day + window, b);
  }
}

/* Facts of b are new, dated anew or in other trees: those that can have them as parents are looked at
 * again. */
static void put_dependents(keeping *k, const forest *f, agenda *g, const told_list *mine,
                           const place_in_time *b) {
  numbers children;
  numbers_init(&children, k->step);
  sqlite3_stmt *q = store_sql(k->s, "SELECT b FROM link WHERE a = ? AND role = 0");
  put_int(q, 1, b->n);
  while (store_row(k->s, q)) numbers_add(&children, get_int(q, 0));
  for (uint32_t i = 0; i < children.n; i++) agenda_put(g, k->s, children.items[i]);
  for (uint32_t i = 0; i < mine->n; i++) put_blocks(k, f, g, &mine->items[i], b, mine->items[i].day);
}

/* Facts that are there keep their number and their place in the trees until they are looked at. */
void forest_store(keeping *k, const forest *f, agenda *g, const place_in_time *b, const factset *set,
                  const dates *d,
                  cal_day day) {
  if (!numbers_has(&k->added, b->n)) {
    told_list old = facts_of(k, f->kind, b->n);
    for (uint32_t i = 0; i < old.n; i++) put_blocks(k, f, g, &old.items[i], b, old.items[i].day);
  }
  uint32_t n = f->count(set);
  for (uint32_t i = 0; i < n && store_ok(k->s); i++) {
    telling t = f->tell(k, set, d, i);
    store_fact(k, f, b, &t, day);
  }
}

static void look_at(keeping *k, const forest *f, agenda *g, const place_in_time *b) {
  bool changed = numbers_has(&k->added, b->n) || numbers_has(&k->redated, b->n);
  told_list mine = facts_of(k, f->kind, b->n);
  candidates all = {0};
  try_links(k, f, &all, &mine, b->n);
  for (uint32_t i = 0; i < mine.n; i++) try_blocks(k, f, &all, &mine, i, b);
  const candidate **chosen = choose(k, &all, mine.n);
  for (uint32_t i = 0; i < mine.n; i++) changed |= set_parent(k, &mine.items[i], chosen[i]);
  if (changed) put_dependents(k, f, g, &mine, b);
}

void forest_grow(keeping *k, const forest *f, agenda *g) {
  for (place_in_time b; agenda_take(g, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    look_at(k, f, g, &b);
  }
}
