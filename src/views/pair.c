#include "views/pair.h"
#include "views/table.h"
#include <stdlib.h>

enum { NARROW = 80, BETWEEN = 3, MAX_ANCHORS = 3000 };
static const char *const names[2] = {"A", "B"};

typedef enum { PLAIN, DIM, BOLD } style;
typedef struct { str text; uint32_t columns; } laid_line;
typedef struct { laid_line *lines; uint32_t n, cap; } laid;

typedef struct {
  buf *out;
  const view_rows *rows;
  const view_options *o;
  pair_marks marks;
  const json_t *reports[2];
  view_texts texts;
  bool json, failed;
  buf line, word;                /* of the line being laid; freed by the owner, whatever happened */
  uint32_t width, at;            /* of a column */
} pairing_view;

/* ---- a column's lines ------------------------------------------------------------------------------ */

static void end_line(pairing_view *x, laid *l) {
  if (x->line.status) arena_fail(x->marks.a);
  laid_line line = {arena_str(x->marks.a, buf_get(&x->line)), x->at};
  *ARENA_PUSH(x->marks.a, l->lines, l->n, l->cap) = line;
  buf_clear(&x->line);
  x->at = 0;
}

static void put_styled(pairing_view *x, str s, style st) {
  if (st == BOLD) table_bold(&x->line, x->o, s);
  if (st == DIM) table_dim_begin(&x->line, x->o);
  if (st != BOLD) table_safe(&x->line, s);
  if (st == DIM) table_dim_end(&x->line, x->o);
  x->at += table_columns(s);
}

/* A word with its marks; one that is wider than the column is broken. */
static void put_word(pairing_view *x, laid *l, str s, style st) {
  uint32_t w = table_columns(s);
  if (x->at && x->at + 1 + w > x->width) end_line(x, l);
  if (x->at) buf_char(&x->line, ' '), x->at++;
  while (table_columns(s) > x->width - x->at) {
    size_t n = table_fitting(s, x->width - x->at);
    if (!n) utf8_next(s, &n);
    put_styled(x, str_sub(s, 0, n), st);
    end_line(x, l);
    s = str_sub(s, n, s.len);
  }
  if (s.len) put_styled(x, s, st);
}

static void put_words(pairing_view *x, laid *l, str text) {
  for (size_t i = 0, start = 0; i <= text.len; i++) {
    if (i < text.len && text.ptr[i] != ' ') continue;
    if (i > start) put_word(x, l, str_sub(text, start, i), PLAIN);
    start = i + 1;
  }
  if (x->at) end_line(x, l);
}

static void put_numbers(buf *out, const pair_part *part) {
  buf_char(out, '[');
  for (uint32_t i = 0; i < part->n && i < NUMBERS; i++)
    buf_printf(out, "%s%u", i ? "," : "", part->numbers[i]);
  buf_str(out, part->n > NUMBERS ? STR("… ") : STR(" "));
}

/* Words of a part that the other side has not stand between stars, a run of them between two. */
static bool starred(const pair_side *s, const view_block *b, uint32_t w) {
  return w >= b->start && w < b->end && s->part[w] && s->other[w];
}

static void put_marked(pairing_view *x, laid *l, const pair_side *s, const view_block *b, uint32_t w) {
  const pair_part *part = s->part[w] ? &s->parts[s->part[w] - 1] : NULL;
  bool star = starred(s, b, w);
  buf_clear(&x->word);
  if (part && (w == part->first || w == b->start)) put_numbers(&x->word, part);
  if (star && (w == part->first || !starred(s, b, w - 1))) buf_char(&x->word, '*');
  buf_str(&x->word, str_at(s->text->text, s->text->words[w].at));
  if (star && (w + 1 == part->end || !starred(s, b, w + 1))) buf_char(&x->word, '*');
  if (part && (w + 1 == part->end || w + 1 == b->end)) buf_char(&x->word, ']');
  if (x->word.status) arena_fail(x->marks.a);
  put_word(x, l, buf_get(&x->word), !part ? DIM : star ? BOLD : PLAIN);
}

static laid lay_block(pairing_view *x, int side, uint32_t block) {
  laid l = {0};
  const pair_side *s = &x->marks.sides[side];
  const view_block *b = &s->text->blocks[block];
  for (uint32_t w = b->start; w < b->end; w++) put_marked(x, &l, s, b, w);
  if (x->at) end_line(x, &l);
  return l;
}

static laid lay_head(pairing_view *x, int side) {
  laid l = {0};
  const json_t *r = x->reports[side];
  str publisher = row_publisher(r), name = row_str(r, "id");
  buf_clear(&x->word);
  buf_printf(&x->word, "%s · ", names[side]);
  table_when(&x->word, row_str(json_object_get(r, "published"), "value"));
  if (publisher.ptr) buf_printf(&x->word, " · %.*s", (int)publisher.len, publisher.ptr);
  buf_str(&x->word, STR(" · "));
  row_source(&x->word, r);
  buf_printf(&x->word, " · %.*s", name.len < 10 ? (int)name.len : 10, name.ptr);
  if (x->word.status) arena_fail(x->marks.a);
  put_words(x, &l, arena_str(x->marks.a, buf_get(&x->word)));
  return l;
}

/* ---- which block stands beside which --------------------------------------------------------------- */

/* For each block of B the block of A with the first passage it has in common, or UINT32_MAX. */
static uint32_t *find_anchors(pairing_view *x) {
  const pair_marks *m = &x->marks;
  const view_text *a = m->sides[0].text, *b = m->sides[1].text;
  uint32_t *anchors = ARENA_ARRAY(m->a, uint32_t, b->n_blocks + 1);
  for (uint32_t i = 0; i < b->n_blocks; i++) anchors[i] = UINT32_MAX;
  for (uint32_t i = 0; i < m->n; i++) {
    uint32_t at = b->words[m->passages[i].first[1]].block;
    if (anchors[at] == UINT32_MAX) anchors[at] = a->words[m->passages[i].first[0]].block;
  }
  return anchors;
}

/* Keeps those of the longest chain that goes forward on both sides. */
static void keep_chain(pairing_view *x, uint32_t *anchors, uint32_t n) {
  uint32_t *length = ARENA_ARRAY(x->marks.a, uint32_t, n + 1), last = n;
  uint32_t *before = ARENA_ARRAY(x->marks.a, uint32_t, n + 1);
  for (uint32_t i = 0; i < n && n <= MAX_ANCHORS; i++) {
    if (anchors[i] == UINT32_MAX) continue;
    length[i] = 1;
    before[i] = n;
    for (uint32_t j = 0; j < i; j++)
      if (length[j] >= length[i] && anchors[j] < anchors[i]) length[i] = length[j] + 1, before[i] = j;
    if (last == n || length[i] > length[last]) last = i;
  }
  bool *kept = ARENA_ARRAY(x->marks.a, bool, n + 1);
  for (uint32_t i = last; i < n; i = before[i]) kept[i] = true;
  for (uint32_t i = 0; i < n; i++)
    if (!kept[i]) anchors[i] = UINT32_MAX;
}

/* ---- printing -------------------------------------------------------------------------------------- */

static void print_row(pairing_view *x, const laid *left, const laid *right) {
  for (uint32_t i = 0; i < left->n || i < right->n; i++) {
    if (i < left->n) buf_str(x->out, left->lines[i].text);
    uint32_t taken = i < left->n ? left->lines[i].columns : 0;
    table_spaces(x->out, taken < x->width ? x->width - taken : 0);
    buf_str(x->out, i < right->n ? STR(" │ ") : STR(" │"));
    if (i < right->n) buf_str(x->out, right->lines[i].text);
    buf_char(x->out, '\n');
  }
  table_spaces(x->out, x->width);
  buf_str(x->out, STR(" │\n"));
}

static void print_blocks(pairing_view *x, uint32_t a, uint32_t b) {
  laid sides[2] = {{0}, {0}};
  if (a != UINT32_MAX) sides[0] = lay_block(x, 0, a);
  if (b != UINT32_MAX) sides[1] = lay_block(x, 1, b);
  print_row(x, &sides[0], &sides[1]);
}

/* Blocks between two anchors stand beside each other only to save room. */
static void print_between(pairing_view *x, uint32_t *a, uint32_t to_a, uint32_t *b, uint32_t to_b) {
  while (*a < to_a || *b < to_b) {
    uint32_t left = *a < to_a ? (*a)++ : UINT32_MAX, right = *b < to_b ? (*b)++ : UINT32_MAX;
    print_blocks(x, left, right);
  }
}

static void print_beside(pairing_view *x) {
  uint32_t n_a = x->marks.sides[0].text->n_blocks, n_b = x->marks.sides[1].text->n_blocks, a = 0, b = 0;
  uint32_t *anchors = find_anchors(x);
  keep_chain(x, anchors, n_b);
  laid left = lay_head(x, 0), right = lay_head(x, 1);
  print_row(x, &left, &right);
  for (uint32_t i = 0; i < n_b; i++) {
    if (anchors[i] == UINT32_MAX) continue;
    print_between(x, &a, anchors[i], &b, i);
    print_blocks(x, a++, b++);
  }
  print_between(x, &a, n_a, &b, n_b);
}

static void print_lines(pairing_view *x, const laid *l) {
  for (uint32_t i = 0; i < l->n; i++) {
    buf_str(x->out, l->lines[i].text);
    buf_char(x->out, '\n');
  }
  buf_char(x->out, '\n');
}

static void print_under(pairing_view *x) {
  for (int s = 0; s < 2; s++) {
    laid l = lay_head(x, s);
    print_lines(x, &l);
    for (uint32_t i = 0; i < x->marks.sides[s].text->n_blocks; i++) {
      l = lay_block(x, s, i);
      print_lines(x, &l);
    }
  }
}

/* "earlier_date" → "earlier date". */
static void put_spaced(buf *text, str word) {
  for (size_t i = 0; i < word.len; i++) buf_char(text, word.ptr[i] == '_' ? ' ' : word.ptr[i]);
}

static void put_reasons(buf *text, const json_t *reasons) {
  size_t i;
  json_t *r;
  json_array_foreach(reasons, i, r) {
    buf_str(text, i ? STR(", ") : STR(" · "));
    put_spaced(text, str_of(json_string_value(r)));
  }
}

static void print_summary(pairing_view *x) {
  const json_t *link = x->marks.link, *p = json_object_get(link, "p");
  str direction = row_str(link, "direction"), relation = row_str(link, "relation");
  buf text = {0};
  if (!link) buf_str(&text, STR("no link in the record"));
  put_spaced(&text, relation);
  if (link && str_eq(direction, STR("a>b"))) buf_str(&text, STR(" · B was made from A"));
  else if (link && str_eq(direction, STR("b>a"))) buf_str(&text, STR(" · A was made from B"));
  else if (link) buf_str(&text, STR(" · which was first is not known"));
  if (json_is_integer(p)) buf_printf(&text, " · sure to %lld %%", (long long)json_integer_value(p) / 10);
  put_reasons(&text, json_object_get(link, "reasons"));
  if (x->marks.n)
    buf_printf(&text, " · %u passage%s in common: [number …]; *words* of it that the other has not",
               x->marks.n,
               x->marks.n == 1 ? "" : "s");
  table_wrap(x->out, buf_get(&text), table_width(x->o), 0, 0);
  buf_char(x->out, '\n');
  table_drop(x->out, &text);
}

/* ---- for programs ---------------------------------------------------------------------------------- */

static void put_words_of(pairing_view *x, json_t *passage, const char *key, int side) {
  const view_text *t = x->marks.sides[side].text;
  span at = span_of(json_object_get(passage, side ? "b" : "a"), t ? t->text.len : 0);
  json_t *words = t ? json_stringn(t->text.ptr + at.start, span_len(at)) : json_null();
  x->failed |= json_object_set_new(passage, key, words) != 0;
}

static json_t *no_link(const pairing_view *x) {
  str a = row_str(x->reports[0], "id"), b = row_str(x->reports[1], "id");
  return json_pack("{s:s#,s:s#,s:n,s:n,s:[],s:[],s:n}", "a", a.ptr, (int)a.len, "b", b.ptr, (int)b.len,
                   "direction", "p",
                   "passages", "reasons", "relation");
}

static void print_json(pairing_view *x) {
  json_t *row = x->marks.link ? json_deep_copy(x->marks.link) : no_link(x), *p;
  size_t i;
  json_array_foreach(json_object_get(row, "passages"), i, p) {
    put_words_of(x, p, "a_text", 0);
    put_words_of(x, p, "b_text", 1);
  }
  char *line = row ? json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
  json_decref(row);
  if (line) buf_str(x->out, str_of(line));
  else x->failed = true;
  free(line);
  buf_char(x->out, '\n');
}

/* ---- a pair ---------------------------------------------------------------------------------------- */

static void show_pair(void *payload) {
  pairing_view *x = payload;
  for (int s = 0; s < 2; s++) x->marks.sides[s].text = texts_get(&x->texts, row_str(x->reports[s], "id"));
  if (x->json) {
    print_json(x);
    return;
  }
  pair_mark(&x->marks);
  print_summary(x);
  bool beside = table_width(x->o) >= NARROW;
  x->width = beside ? (table_width(x->o) - BETWEEN) / 2 : table_width(x->o);
  bool good = x->marks.sides[0].text && x->marks.sides[1].text;
  if (!good) buf_str(x->out, STR("Their words are not to be had.\n"));
  else if (beside) print_beside(x);
  else print_under(x);
}

static void run_inner(void *payload) {
  pairing_view *x = payload;
  if (!arena_run(x->marks.step, show_pair, x)) arena_fail(x->marks.a);
}

static const json_t *link_between(const view_rows *rows, str one, str other) {
  size_t i;
  json_t *row;
  json_array_foreach(rows->lists[ROW_LINK], i, row) {
    str a = row_str(row, "a"), b = row_str(row, "b");
    if ((str_eq(a, one) && str_eq(b, other)) || (str_eq(a, other) && str_eq(b, one))) return row;
  }
  return NULL;
}

static ch_status find_report(const json_t **out, const view_rows *rows, str report_id, ch_error *err) {
  ch_status status = row_find(out, rows, report_id, err);
  if (status || str_eq(row_str(*out, "row"), STR("report"))) return status;
  return err_set(err, CH_ERR_ARG, "%.*s is no report; two reports can be held against each other",
                 (int)report_id.len, report_id.ptr);
}

/* The two reports and their link; A is the one that the link calls so. */
static ch_status find_pair(pairing_view *x, str one, str other, ch_error *err) {
  ch_status status = CH_OK;
  if (!other.ptr) status = row_find(&x->marks.link, x->rows, one, err);
  if (!status && x->marks.link && !str_eq(row_str(x->marks.link, "row"), STR("link")))
    return err_set(err, CH_ERR_ARG, "%.*s is no link", (int)one.len, one.ptr);
  if (!status && x->marks.link) one = row_str(x->marks.link, "a"), other = row_str(x->marks.link, "b");
  if (!status) status = find_report(&x->reports[0], x->rows, one, err);
  if (!status) status = find_report(&x->reports[1], x->rows, other, err);
  if (status || x->marks.link) return status;
  x->marks.link = link_between(x->rows, row_str(x->reports[0], "id"), row_str(x->reports[1], "id"));
  if (!x->marks.link || str_eq(row_str(x->marks.link, "a"), row_str(x->reports[0], "id"))) return CH_OK;
  const json_t *first = x->reports[1];
  x->reports[1] = x->reports[0];
  x->reports[0] = first;
  return CH_OK;
}

ch_status view_pair(buf *out, const view_rows *rows, str one, str other, bool json, const view_options *o,
                    ch_error *err) {
  pairing_view x = {.out = out, .rows = rows, .o = o, .json = json};
  ch_status status = find_pair(&x, one, other, err);
  if (status) return status;
  x.marks.a = arena_new(0);
  x.marks.step = arena_new(0);
  x.texts = (view_texts){.a = x.marks.a, .o = o};
  bool good = x.marks.a && x.marks.step && arena_run(x.marks.a, run_inner, &x) && !x.failed;
  texts_end(&x.texts);
  buf_free(&x.line);
  buf_free(&x.word);
  arena_free(x.marks.step);
  arena_free(x.marks.a);
  return good ? CH_OK : err_set(err, CH_ERR_MEMORY, "out of memory");
}
