#include "views/members.h"
#include "views/order.h"
#include "views/table.h"
#include <stdlib.h>

/* Members shown of a family, its head aside, and families of a thread, where not all are asked for: one more
 * is shown rather than the line that says there is one more. */
enum { MEMBERS = 8, FAMILIES = 20 };

typedef struct { const order_row *head; uint32_t thread, place; } grouped;
typedef struct {
  buf *out;
  const view_rows *rows;
  const view_options *o;
  const order *list;
  arena *a;                      /* for all of the list */
  grouped *heads; uint32_t n;
  bool *wanted;                  /* room for the members of any family */
  bool apart;                    /* the thread before was a group */
  member_lines lines;
} listing;

/* ---- families by thread ---------------------------------------------------------------------------- */

/* Total order: places differ. */
static int by_thread(const void *x, const void *y) {
  const grouped *a = x, *b = y;
  if (a->thread != b->thread) return a->thread < b->thread ? -1 : 1;
  return a->place < b->place ? -1 : a->place > b->place;
}

/* Threads in the order of their first heads; a report without one is its own. */
static void group(listing *l) {
  map threads;
  map_init(&threads, l->a, 0);
  l->heads = ARENA_ARRAY(l->a, grouped, l->list->n + 1);
  for (size_t i = 0; i < l->list->n; i++) {
    const order_row *r = &l->list->rows[i];
    const json_t *family = row_by_id(l->rows, row_str(r->row, "family"));
    if (family && !str_eq(row_str(family, "head"), r->id)) continue;
    str thread = row_str(r->row, "thread");
    bool added;
    uint32_t *number = map_put(&threads, thread.ptr ? thread : r->id, &added);
    if (added) *number = threads.n;
    l->heads[l->n] = (grouped){r, *number, l->n};
    l->n++;
  }
  qsort(l->heads, l->n, sizeof *l->heads, by_thread);
}

static void find_conflicts(listing *l) {
  map_init(&l->lines.conflicts, l->a, 0);
  size_t i;
  json_t *row;
  json_array_foreach(l->rows->lists[ROW_OTHER], i, row) {
    if (!str_eq(row_str(row, "kind"), STR("altered_quotation"))) continue;
    const json_t *between = json_object_get(row, "between");
    const char *a = json_string_value(json_object_get(json_array_get(between, 0), "report"));
    const char *b = json_string_value(json_object_get(json_array_get(between, 1), "report"));
    if (a && b) *map_put(&l->lines.conflicts, arena_printf(l->a, "%s %s", b, a), NULL) = (uint32_t)i;
  }
}

/* ---- a family -------------------------------------------------------------------------------------- */

static void print_member(void *payload, const family_member *m) { member_print(payload, m); }

/* Which members stand in a list that is cut: rather those that say something of their own than copies. */
static const bool *pick(listing *l, const json_t *members, str head) {
  size_t n = json_array_size(members), left = MEMBERS, i;
  if (l->o->all || n <= MEMBERS + 2) return NULL;
  bool *wanted = l->wanted;
  json_t *m;
  memset(wanted, 0, n * sizeof *wanted);
  for (int copies = 0; copies < 2; copies++)
    json_array_foreach(members, i, m) {
      bool copy = str_eq(row_str(m, "relation"), STR("same_report"));
      if (!left || copy != copies || wanted[i] || str_eq(row_str(m, "report"), head)) continue;
      wanted[i] = true;
      left--;
    }
  return wanted;
}

static void print_rest(listing *l, const json_t *members, const bool *wanted, str head) {
  size_t n = 0, copies = 0, i;
  json_t *m;
  str last = {NULL, 0};
  json_array_foreach(members, i, m) {
    str name = row_str(m, "report");
    if (wanted[i] || str_eq(name, head)) continue;
    str day = row_str(json_object_get(row_by_id(l->rows, name), "published"), "value");
    if (day.ptr) last = day;
    n++;
    copies += str_eq(row_str(m, "relation"), STR("same_report"));
  }
  buf_printf(l->out, "%*s… and %zu more", DAY_COLUMNS + 2, "", n);
  if (copies == n) buf_printf(l->out, ", all copies");
  else if (copies) buf_printf(l->out, ", %zu of them copies", copies);
  if (last.ptr) buf_printf(l->out, "; the last %.*s", (int)last.len, last.ptr);
  buf_char(l->out, '\n');
}

static void print_family(listing *l, family_reader *r, const order_row *head) {
  const json_t *family = row_by_id(l->rows, row_str(head->row, "family"));
  const json_t *members = json_object_get(family, "members");
  l->lines.head = head->id;
  size_t n_links;
  links_of_report(&r->links, head->id, &n_links);
  if (json_array_size(members) < 2 && !n_links) {          /* all new: its words need not be read */
    arena_reset(r->step);
    member_print(&l->lines, &(family_member){.id = head->id});
    return;
  }
  const bool *wanted = pick(l, members, head->id);
  family_each(r, family, wanted, print_member, &l->lines);
  if (wanted) print_rest(l, members, wanted, head->id);
}

/* ---- a thread -------------------------------------------------------------------------------------- */

static size_t reports_of(const listing *l, uint32_t from, uint32_t to) {
  size_t n = 0;
  for (uint32_t i = from; i < to; i++) {
    const json_t *family = row_by_id(l->rows, row_str(l->heads[i].head->row, "family"));
    n += family ? json_array_size(json_object_get(family, "members")) : 1;
  }
  return n;
}

static void put_days(buf *text, const json_t *thread) {
  str first = row_str(thread, "first"), last = row_str(thread, "last");
  if (!first.ptr && !last.ptr) return;
  buf_str(text, STR(" · "));
  table_when(text, first.ptr ? first : last);
  if (!first.ptr || !last.ptr || str_eq(first, last)) return;
  buf_str(text, STR(" to "));
  table_when(text, last);
}

static void print_thread_head(listing *l, uint32_t from, uint32_t to) {
  const json_t *thread = row_by_id(l->rows, row_str(l->heads[from].head->row, "thread"));
  str label = row_str(thread, "label");
  buf text = {0}, line = {0};
  buf_str(&text, STR("Thread: "));
  buf_str(&text, label.len ? label : STR("(no title)"));
  put_days(&text, thread);
  buf_printf(&text, " · %zu reports in %u families", reports_of(l, from, to), to - from);
  table_wrap(&line, buf_get(&text), table_width(l->o), 0, 0);
  str shown = buf_get(&line), piece;
  while (str_split(&shown, '\n', &piece) && piece.len) {
    table_bold(l->out, l->o, piece);
    buf_char(l->out, '\n');
  }
  table_drop(l->out, &text);
  table_drop(l->out, &line);
}

static void print_thread(listing *l, family_reader *r, uint32_t from, uint32_t to) {
  uint32_t end = l->o->all || to - from <= FAMILIES + 1 ? to : from + FAMILIES;
  bool apart = to - from > 1;                  /* blank lines stand around groups alone */
  if (l->out->len && (apart || l->apart)) buf_char(l->out, '\n');
  l->apart = apart;
  if (apart) print_thread_head(l, from, to);
  for (uint32_t i = from; i < end; i++) print_family(l, r, l->heads[i].head);
  if (end == to) return;
  buf_printf(l->out, "%*s… and %u more families of this thread, %zu reports\n", DAY_COLUMNS, "", to - end,
             reports_of(l, end, to));
}

static void print_all(family_reader *r, void *payload) {
  listing *l = payload;
  l->lines.out = l->out;
  l->lines.r = r;
  for (uint32_t from = 0, to; from < l->n; from = to) {
    for (to = from + 1; to < l->n && l->heads[to].thread == l->heads[from].thread;) to++;
    print_thread(l, r, from, to);
  }
}

static void prepare(void *payload) {
  listing *l = payload;
  size_t most = 0, i;
  json_t *row;
  json_array_foreach(l->rows->lists[ROW_FAMILY], i, row) {
    size_t n = json_array_size(json_object_get(row, "members"));
    most = n > most ? n : most;
  }
  l->wanted = ARENA_ARRAY(l->a, bool, most + 1);
  group(l);
  find_conflicts(l);
}

ch_status view_reports(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  order list;
  ch_status status = order_reports(&list, rows, err);
  listing l = {.out = out, .rows = rows, .o = o, .list = &list, .a = status ? NULL : arena_new(0)};
  if (!status && (!l.a || !arena_run(l.a, prepare, &l)))
    status = err_set(err, CH_ERR_MEMORY, "out of memory");
  if (!status) status = family_read(rows, o, print_all, &l, err);
  if (!status)
    buf_printf(out, "%s%zu report%s in %u famil%s\n", list.n ? "\n" : "", list.n, list.n == 1 ? "" : "s", l.n,
               l.n == 1 ? "y" : "ies");
  arena_free(l.a);
  order_free(&list);
  return status;
}

/* ---- for programs ---------------------------------------------------------------------------------- */

typedef struct { buf *out; bool failed; } telling;

static void tell_member(void *payload, const family_member *m) {
  telling *t = payload;
  json_t *row = (json_t *)(uintptr_t)m->row;
  span s = m->fresh.first;
  json_t *share = m->fresh.known ? json_integer(m->fresh.share) : json_null();
  json_t *first = span_len(s) ? json_pack("[ii]", (int)s.start, (int)s.end) : json_null();
  t->failed |= json_object_set_new(row, "new", share) != 0;
  t->failed |= json_object_set_new(row, "new_span", first) != 0;
}

static void put_line(telling *t, const json_t *row) {
  char *line = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);
  if (line) buf_str(t->out, str_of(line));
  else t->failed = true;
  free(line);
  buf_char(t->out, '\n');
}

static void tell_all(family_reader *r, void *payload) {
  telling *t = payload;
  size_t i;
  json_t *row;
  json_array_foreach(r->rows->lists[ROW_REPORT], i, row) put_line(t, row);
  json_array_foreach(r->rows->lists[ROW_FAMILY], i, row) {
    family_each(r, row, NULL, tell_member, t);
    put_line(t, row);
  }
  json_array_foreach(r->rows->lists[ROW_LINK], i, row) put_line(t, row);
  json_array_foreach(r->rows->lists[ROW_OTHER], i, row)
    if (str_eq(row_str(row, "row"), STR("thread"))) put_line(t, row);
}

ch_status view_reports_json(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  telling t = {.out = out};
  ch_status status = family_read(rows, o, tell_all, &t, err);
  return !status && t.failed ? err_set(err, CH_ERR_MEMORY, "out of memory") : status;
}
