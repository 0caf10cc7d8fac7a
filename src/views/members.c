#include "views/members.h"
#include "views/table.h"

enum { LISTED = 3, WORDING = 90, SHORT_ID = 10 };   /* changes shown of each kind; bytes or so of a wording */

/* ---- how it stands to its parent ------------------------------------------------------------------- */

static const char *relation_words(str relation) {
  static const char *const table[][2] = {
    {"same_report", "copy"}, {"rewrite", "rewrite"}, {"revision", "revision"}, {"excerpt", "excerpt"}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (str_eq(relation, str_of(table[i][0]))) return table[i][1];
  return "member";
}

/* Another report in a line: by its outlet, or its file, and the beginning of its id. */
static void put_other(buf *text, const json_t *report, str report_id) {
  str publisher = row_publisher(report);
  if (publisher.ptr) buf_str(text, publisher);
  else row_source(text, report);
  buf_printf(text, " (%.*s)", report_id.len < SHORT_ID ? (int)report_id.len : SHORT_ID, report_id.ptr);
}

/* "rewrite of the above": the link says of whom, which may be another member, and who was first. */
static void put_relation(buf *text, const member_lines *l, const family_member *m, const json_t *link) {
  str relation = row_str(link ? link : m->row, "relation"), direction = row_str(link, "direction");
  str a = row_str(link, "a");
  buf_printf(text, "%s of ", relation_words(relation));
  if (a.ptr && !str_eq(a, l->head)) put_other(text, row_by_id(l->r->rows, a), a);
  else buf_str(text, STR("the above"));
  if (link && !direction.ptr) buf_str(text, STR(" or the other way round"));
  if (str_eq(direction, STR("b>a"))) buf_str(text, STR(", and earlier than it"));
}

static void put_share(buf *text, uint32_t share) {
  if (!share) buf_str(text, STR("nothing new"));
  else if (share < 10) buf_str(text, STR("new under 1 %"));
  else buf_printf(text, "new %u %%", share == 1000 ? 100 : share > 990 ? 99 : (share + 5) / 10);
}

/* ---- its line -------------------------------------------------------------------------------------- */

static void put_names(buf *text, const member_lines *l, const family_member *m, const json_t *row) {
  str title = row_str(row, "title"), publisher = row_publisher(row);
  const json_t *head = row_by_id(l->r->rows, l->head);
  bool same = m->row && !str_eq(m->id, l->head) && title.ptr && str_eq(title, row_str(head, "title"));
  if (!same) buf_str(text, title.len ? title : STR("(no title)"));
  if (publisher.ptr) buf_printf(text, "%s%.*s", same ? "" : " — ", (int)publisher.len, publisher.ptr);
  if (!same || publisher.ptr) buf_str(text, STR(" · "));
  row_source(text, row);
}

static void print_line(member_lines *l, const family_member *m, const json_t *link) {
  const json_t *row = row_by_id(l->r->rows, m->id), *published = json_object_get(row, "published");
  bool member = m->row && !str_eq(m->id, l->head);
  buf when = {0}, text = {0};
  table_when(&when, row_str(published, "value"));
  uint32_t at = table_cell(l->out, buf_get(&when), DAY_COLUMNS);
  table_drop(l->out, &when);
  if (member) {
    put_relation(&text, l, m, link);
    buf_str(&text, m->fresh.known ? STR(", ") : STR(" · "));
    if (m->fresh.known) put_share(&text, m->fresh.share);
    if (m->fresh.known) buf_str(&text, STR(" · "));
  }
  put_names(&text, l, m, row);
  if (str_eq(row_str(published, "basis"), STR("inherited"))) buf_str(&text, STR(" · date inherited"));
  if (!member && m->fresh.known && m->fresh.share < 1000) {
    buf_str(&text, STR(" · "));
    put_share(&text, m->fresh.share);
  }
  buf_printf(&text, " · %.*s", m->id.len < SHORT_ID ? (int)m->id.len : SHORT_ID, m->id.ptr);
  table_wrap(l->out, buf_get(&text), table_width(l->r->o), DAY_COLUMNS + (member ? 2 : 0), at);
  table_drop(l->out, &text);
}

/* ---- what else is to be seen ----------------------------------------------------------------------- */

static void print_detail(member_lines *l, const family_member *m, buf *text, bool cut) {
  uint32_t indent = DAY_COLUMNS + (m->row && !str_eq(m->id, l->head) ? 2 : 0), width = table_width(l->r->o);
  table_dim_begin(l->out, l->r->o);
  if (cut) table_line(l->out, buf_get(text), width, indent);
  else table_wrap(l->out, buf_get(text), width, indent, 0);
  table_dim_end(l->out, l->r->o);
  table_drop(l->out, text);
}

/* Where else passages of it stand: background, or the form of another report. */
static void print_background(member_lines *l, const family_member *m) {
  size_t n;
  const view_link *links = links_of_report(&l->r->links, m->id, &n);
  for (size_t i = 0; i < n; i++) {
    str relation = row_str(links[i].row, "relation"), direction = row_str(links[i].row, "direction");
    bool background = str_eq(relation, STR("shares_background"));
    if (!background && !str_eq(relation, STR("parallel"))) continue;
    str other = row_str(links[i].row, "a");
    const json_t *a = row_by_id(l->r->rows, other);
    str day = row_str(json_object_get(a, "published"), "value");
    buf text = {0};
    if (!background) buf_str(&text, STR("same form as "));
    else if (str_eq(direction, STR("a>b"))) buf_str(&text, STR("background from "));
    else if (str_eq(direction, STR("b>a"))) buf_str(&text, STR("background that went into "));
    else buf_str(&text, STR("background shared with "));
    put_other(&text, a, other);
    buf_str(&text, STR(", "));
    table_when(&text, day);
    print_detail(l, m, &text, false);
  }
}

/* A wording on its way into a line: white space is one blank, and what is long is cut at a word. */
static void put_wording(buf *text, str words) {
  size_t from = text->len;
  bool blank = false;
  for (size_t i = 0; i < words.len;) {
    size_t start = i;
    if (utf8_is_space(utf8_next(words, &i))) blank = text->len > from;
    else {
      if (blank && text->len - from > WORDING) {
        buf_str(text, STR(" …"));
        return;
      }
      if (blank) buf_char(text, ' ');
      blank = false;
      buf_add(text, words.ptr + start, i - start);
    }
  }
}

/* In quotation marks, unless it has its own. */
static void put_quoted(buf *text, str words) {
  size_t i = 0;
  uint32_t c = words.len ? utf8_next(words, &i) : 0;
  bool bare = utf8_is_letter(c) || utf8_is_digit(c);
  if (bare) buf_str(text, STR("“"));
  put_wording(text, words);
  if (bare) buf_str(text, STR("”"));
}

static void put_change(buf *text, str before, str after) {
  put_quoted(text, before);
  buf_str(text, STR(" → "));
  put_quoted(text, after);
}

static void put_more(buf *text, size_t n) {
  if (n > LISTED) buf_printf(text, " and %zu more", n - LISTED);
}

/* Names and numbers that a revision has other than its parent. */
static void print_changed(member_lines *l, const family_member *m, const view_text *parent) {
  const json_t *changed = json_object_get(m->row, "changed"), *c;
  size_t n = json_array_size(changed);
  if (!n || !parent || !m->text) return;
  buf text = {0};
  buf_str(&text, STR("changed: "));
  for (size_t i = 0; i < n && i < LISTED; i++) {
    c = json_array_get(changed, i);
    if (i) buf_str(&text, STR("; "));
    put_change(&text, str_at(parent->text, span_of(json_object_get(c, "a"), parent->text.len)),
               str_at(m->text->text, span_of(json_object_get(c, "b"), m->text->text.len)));
  }
  put_more(&text, n);
  print_detail(l, m, &text, false);
}

/* The row that has the parent's words for altered quotations, which the family's row has not. */
static const json_t *conflict_of(const member_lines *l, const family_member *m, const view_text *parent) {
  if (!parent) return NULL;
  str key = arena_printf(l->r->step, "%.*s %.*s", (int)m->id.len, m->id.ptr, (int)parent->id.len,
                         parent->id.ptr);
  const uint32_t *at = map_get(&l->conflicts, key);
  return at ? json_object_get(json_array_get(l->r->rows->lists[ROW_OTHER], *at), "between") : NULL;
}

static str words_before(const json_t *between, const view_text *parent, size_t i) {
  const json_t *pair = json_object_get(json_array_get(between, 2 * i), "span");
  return pair ? str_at(parent->text, span_of(pair, parent->text.len)) : STR("…");
}

static void print_altered(member_lines *l, const family_member *m, const view_text *parent) {
  const json_t *altered = json_object_get(m->row, "altered_quotes"), *between = conflict_of(l, m, parent);
  size_t n = json_array_size(altered);
  if (!n) return;
  buf text = {0};
  buf_printf(&text, "%zu quotation%s altered%s", n, n == 1 ? "" : "s", m->text ? ": " : "");
  for (size_t i = 0; i < n && i < LISTED && m->text; i++) {
    if (i) buf_str(&text, STR("; "));
    span after = span_of(json_array_get(altered, i), m->text->text.len);
    put_change(&text, words_before(between, parent, i), str_at(m->text->text, after));
  }
  if (m->text) put_more(&text, n);
  print_detail(l, m, &text, false);
}

static void print_first_new(member_lines *l, const family_member *m) {
  if (!m->fresh.known || !span_len(m->fresh.first)) return;
  buf text = {0};
  buf_str(&text, STR("new: "));
  buf_str(&text, str_at(m->text->text, m->fresh.first));
  print_detail(l, m, &text, true);
}

void member_print(member_lines *l, const family_member *m) {
  bool member = m->row && !str_eq(m->id, l->head);
  const json_t *link = member ? links_parent(&l->r->links, m->id) : NULL;
  bool other_words = json_array_size(json_object_get(m->row, "changed")) ||
                     json_array_size(json_object_get(m->row, "altered_quotes"));
  const view_text *parent = link && other_words ? texts_get(&l->r->texts, row_str(link, "a")) : NULL;
  print_line(l, m, link);
  print_background(l, m);
  if (!member) return;
  print_changed(l, m, parent);
  print_altered(l, m, parent);
  print_first_new(l, m);
}
