/* Threads: reports that tell one story.
 *
 * A report that was made from another, or shares a passage with it, is in its thread; another hangs on the earlier report
 * whose thread it fits best (copies/stories.h). A thread is named by its first report. What a thread is like is asked of
 * its first members, so that when these change, all who may have looked at them are looked at again. */
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include "record/standing.h"

/* Whether its keys are in the index, and whether it is a head, so that they count. */
typedef enum { STORY_OUT, STORY_ENTERED, STORY_HEAD } story_keys;
typedef struct { story_parent parent; story_keys keys; } stored_story;

static stored_story get_story(keeping *k, int64_t b) {
  stored_story out = {{0, 0}, STORY_OUT};
  sqlite3_stmt *q = store_sql(k->s, "SELECT a, fit, entered FROM story WHERE report = ?");
  put_int(q, 1, b);
  if (store_row(k->s, q))
    out = (stored_story){{(uint32_t)get_int(q, 0), (int32_t)get_int(q, 1)}, (story_keys)get_int(q, 2)};
  if (q) sqlite3_reset(q);
  return out;
}

static void put_story(keeping *k, int64_t b, const stored_story *x) {
  sqlite3_stmt *q = store_sql(k->s, "UPDATE story SET a = ?2, fit = ?3, entered = ?4 WHERE report = ?1");
  put_int(q, 1, b);
  put_int(q, 2, x->parent.report);
  put_int(q, 3, x->parent.fit);
  put_int(q, 4, x->keys);
  store_run(k->s, q);
}

/* ---- the parent ---------------------------------------------------------------------------------------- */

/* The same form of words about another thing is no story. */
static int64_t copy_parent(keeping *k, int64_t b) {
  uint32_t n;
  const stored_link *links = links_of(k, k->step, b, &n);
  return n && links[0].relation != RELATION_PARALLEL ? links[0].a : 0;
}

static int64_t thread_of(keeping *k, int64_t rep) {
  standing st;
  return standing_get(k->s, &st, rep) ? st.thread : rep;
}

/* In the place of the one before. */
static void replace_row(keeping *k, const place_in_time *b, const story_parent *old, const story_parent *now) {
  place_in_time before = place_of(k->s, old->report), a = place_of(k->s, now->report);
  id old_name = links_id(&before, b, STR("same_thread")), name = links_id(&a, b, STR("same_thread"));
  if (old->fit) {
    sqlite3_stmt *q = store_sql(k->s, "DELETE FROM row WHERE kind = 'link' AND id = ?");
    put_str(q, 1, id_str(&old_name));
    store_run(k->s, q);
  }
  if (!now->fit) return;
  jw *j = links_begin(k, &a, b, &name, LINK_BEST);
  stories_write(j, now);
  jw_end(j);
  rows_write(k, "link", id_str(&name), owner_report(b->n));
}

/* ---- first members ------------------------------------------------------------------------------------- */

/* The first STORY_FIRST stand in a table of their own, for a thread may have very many. */
static void join_first(keeping *k, const place_in_time *b, int64_t thread) {
  static const char cut[] =
      "DELETE FROM thread_first WHERE thread = ?1 AND (day, id) > (SELECT f.day, f.id FROM thread_first f"
      " WHERE f.thread = ?1 ORDER BY f.day, f.id LIMIT 1 OFFSET ?2)";
  sqlite3_stmt *q = store_sql(k->s, "INSERT OR REPLACE INTO thread_first VALUES(?,?,?,?)");
  put_int(q, 1, thread);
  put_int(q, 2, b->day);
  put_str(q, 3, id_str(&b->id));
  put_int(q, 4, b->n);
  store_run(k->s, q);
  q = store_sql(k->s, cut);
  put_int(q, 1, thread);
  put_int(q, 2, STORY_FIRST - 1);
  store_run(k->s, q);
}

/* b has left: if it was one of the first, another is. */
static void leave_first(keeping *k, const place_in_time *b, int64_t thread) {
  static const char fill[] =
      "INSERT OR IGNORE INTO thread_first SELECT ?1, r.day, r.id, r.n FROM standing s JOIN report r ON r.n = s.report"
      " WHERE s.thread = ?1 ORDER BY r.day, r.id LIMIT ?2";
  sqlite3_stmt *q = store_sql(k->s, "DELETE FROM thread_first WHERE thread = ? AND day = ? AND id = ? RETURNING 1");
  put_int(q, 1, thread);
  put_int(q, 2, b->day);
  put_str(q, 3, id_str(&b->id));
  bool was_first = store_row(k->s, q);
  if (q) sqlite3_reset(q);
  if (!was_first) return;
  q = store_sql(k->s, fill);
  put_int(q, 1, thread);
  put_int(q, 2, STORY_FIRST);
  store_run(k->s, q);
}

/* ---- who else is touched ------------------------------------------------------------------------------- */

static bool nobody_comes_after(keeping *k, const place_in_time *b) {
  return !keep_later_undated(k, b) && (b->day == STORE_UNDATED || !keep_later_dated(k, b));
}

static void put_after(keeping *k, const place_in_time *b, int64_t rep) {
  place_in_time other = place_of(k->s, rep);
  if (place_cmp(&other, b) > 0) agenda_put(&k->threads, k->s, rep);
}

static void put_each(keeping *k, const place_in_time *b, const char *sql, int64_t value) {
  numbers found;
  numbers_init(&found, k->step);
  sqlite3_stmt *q = store_sql(k->s, sql);
  put_int(q, 1, value);
  while (store_row(k->s, q)) numbers_add(&found, get_int(q, 0));
  for (uint32_t i = 0; i < found.n; i++) put_after(k, b, found.items[i]);
}

static void put_sharers(keeping *k, const place_in_time *b, int64_t rep) {
  uint32_t n;
  place_in_time of = place_of(k->s, rep);
  const uint32_t *later = index_story_later(k->index, k->step, &of, &n);
  for (uint32_t i = 0; i < n; i++) put_after(k, b, later[i]);
}

/* Members of a thread whose first ones are others now. */
static void put_sharers_of_thread(keeping *k, const place_in_time *b, int64_t thread) {
  numbers members;
  numbers_init(&members, k->step);
  sqlite3_stmt *q = store_sql(k->s, "SELECT report FROM standing WHERE thread = ?");
  put_int(q, 1, thread);
  while (store_row(k->s, q)) numbers_add(&members, get_int(q, 0));
  for (uint32_t i = 0; i < members.n; i++) put_sharers(k, b, members.items[i]);
}

/* b is new, has moved from one thread to another, or has begun or ceased to be a candidate. */
static void put_dependents(keeping *k, const place_in_time *b, int64_t old_thread, int64_t thread, bool moved) {
  if (nobody_comes_after(k, b)) return;
  put_sharers(k, b, b->n);
  if (!moved) return;
  put_each(k, b, "SELECT b FROM link WHERE a = ? AND role = 0", b->n);
  put_each(k, b, "SELECT report FROM story WHERE a = ? AND fit > 0", b->n);
  if (old_thread) put_sharers_of_thread(k, b, old_thread);
  if (thread != old_thread) put_sharers_of_thread(k, b, thread);
}

/* ---- the stage ----------------------------------------------------------------------------------------- */

static void look_at(keeping *k, const place_in_time *b) {
  standing st;
  stored_story old = get_story(k, b->n), now = old;
  if (!standing_get(k->s, &st, b->n)) return;
  int64_t old_thread = st.thread, copied = copy_parent(k, b->n);
  now.parent = copied ? (story_parent){0, 0} : index_story(k->index, k->step, b);
  st.thread = copied ? thread_of(k, copied) : now.parent.fit ? thread_of(k, now.parent.report) : b->n;
  const bool head = index_is_head(k->index, b->n), turned = head != (old.keys == STORY_HEAD);
  if (head && !old.keys) index_put_story(k->index, k->step, b);
  now.keys = head ? STORY_HEAD : old.keys ? STORY_ENTERED : STORY_OUT;
  put_story(k, b->n, &now);
  replace_row(k, b, &old.parent, &now.parent);
  if (old_thread) numbers_add(&k->thread_heads, old_thread);
  numbers_add(&k->thread_heads, st.thread);
  bool moved = st.thread != old_thread;
  if (moved) {
    standing_put(k->s, b->n, &st);
    if (old_thread) leave_first(k, b, old_thread);
    join_first(k, b, st.thread);
    numbers_add(&k->reports, b->n);
  }
  if (moved || turned) put_dependents(k, b, old_thread, st.thread, moved);
}

void stage_threads(keeping *k) {
  for (place_in_time b; agenda_take(&k->threads, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    look_at(k, &b);
  }
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

id thread_id(const id *first) {
  const str fields[] = {STR("thread"), id_str(first)};
  return id_of('t', fields, 2);
}

/* Title of the first report of the thread that has one. */
static str thread_label(keeping *k, int64_t first) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT r.title FROM standing s JOIN report r ON r.n = s.report WHERE"
                                    " s.thread = ? AND r.title IS NOT NULL ORDER BY r.day, r.id LIMIT 1");
  put_int(q, 1, first);
  str label = store_row(k->s, q) ? get_str(k->step, q, 0) : (str){NULL, 0};
  if (q) sqlite3_reset(q);
  return label;
}

void thread_row(keeping *k, int64_t first) {
  rows_drop(k, "thread", owner_report(first));
  place_in_time at = place_of(k->s, first);
  id name = thread_id(&at.id);
  str label = thread_label(k, first);
  sqlite3_stmt *q = store_sql(k->s,
                              "SELECT count(*), min(r.day), max(r.day) FILTER (WHERE r.day < 2147483647)"
                                    " FROM standing s JOIN report r ON r.n = s.report WHERE s.thread = ?");
  put_int(q, 1, first);
  if (!store_row(k->s, q)) return;
  int64_t reports = get_int(q, 0);
  cal_day from = (cal_day)get_int(q, 1), to = get_null(q, 2) ? STORE_UNDATED : (cal_day)get_int(q, 2);
  sqlite3_reset(q);
  if (!reports) return;
  jw *j = rows_begin(k, "thread", id_str(&name));
  rows_day(k, j, "first", from);
  rows_known(k, j, from);
  jw_key_str(j, "label", label);
  rows_day(k, j, "last", to);
  jw_key_int(j, "reports", reports);
  jw_end(j);
  rows_write(k, "thread", id_str(&name), owner_report(first));
}
