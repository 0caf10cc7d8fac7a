#include "fact_reader.h"
#include "facts/facts_model.h"
#include "facts/statements.h"
#include "statements.h"
#include <stdlib.h>

/* ---- rows ---------------------------------------------------------------------------------------------- */

typedef struct { json_t *row; const char *path; uint32_t line_no; } row_place;

/* Spans that lie in the text; none is fine too. */
static void check_spans(const row_place *at, const json_t *marks, const char *key, size_t len) {
  json_t *spans = json_object_get(marks, key), *one;
  bool fits = !spans || json_is_null(spans) || json_is_array(spans);
  size_t i;
  json_array_foreach(spans, i, one) {
    span x;
    fits = fits && fact_reader_span(one, &x) && x.start < x.end && x.end <= len;
  }
  if (!fits) fail("%s:%u: '%s' of a statement is no list of spans in the text", at->path, at->line_no, key);
}

/* A row that is no report, or whose marks are none, ends the program. */
static void check_row(const row_place *at, bool marked) {
  json_t *text = json_object_get(at->row, "text"), *one;
  json_t *statements = json_object_get(json_object_get(at->row, "gold"), "statements");
  size_t i, len = json_string_length(text);
  if (!len) fail("%s:%u: a report without text", at->path, at->line_no);
  if (!marked) return;
  if (!json_is_array(statements)) fail("%s:%u: a report without a list gold.statements", at->path, at->line_no);
  json_array_foreach(statements, i, one) {
    check_spans(at, one, "source", len);
    check_spans(at, one, "cue", len);
    check_spans(at, one, "content", len);
  }
}

/* ---- gold labels --------------------------------------------------------------------------------------- */

typedef struct { json_t *row; uint32_t words; } marked;

static int by_words(const void *pa, const void *pb) {
  const marked *a = pa, *b = pb;
  if (!a->row || !b->row) return !a->row - !b->row;        /* none at the end */
  return a->words != b->words ? a->words > b->words ? -1 : 1 : 0;
}

static void tokens_of(const doc *d, span at, uint32_t *first, uint32_t *end) {
  uint32_t lo = 0, hi = d->n_tokens;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (d->tokens[mid].at.end <= at.start) lo = mid + 1;
    else hi = mid;
  }
  *first = lo;
  while (lo < d->n_tokens && d->tokens[lo].at.start < at.end) lo++;
  *end = lo;
}

/* The first byte of a list of spans; UINT32_MAX: none. */
static uint32_t start_of(json_t *spans) {
  span at;
  return fact_reader_span(json_array_get(spans, 0), &at) ? at.start : UINT32_MAX;
}

static void mark_part(uint8_t *labels, const doc *d, json_t *spans, uint8_t ahead, uint8_t back, uint32_t cue_at) {
  size_t i;
  json_t *one;
  json_array_foreach(spans, i, one) {
    span at;
    uint32_t first, end;
    if (!fact_reader_span(one, &at)) continue;
    tokens_of(d, at, &first, &end);
    uint8_t label = at.start < cue_at ? ahead : back;
    for (uint32_t k = first; k < end; k++) labels[k] = (uint8_t)(label + (k > first));
  }
}

static uint32_t length_of(json_t *spans) {
  uint32_t sum = 0;
  size_t i;
  json_t *one;
  span at;
  json_array_foreach(spans, i, one)
    if (fact_reader_span(one, &at)) sum += at.end - at.start;
  return sum;
}

/* Of nested statements the inner one is marked last, of their parts the cue. */
static uint8_t *gold_labels(arena *a, const doc *d, json_t *statements) {
  uint8_t *labels = ARENA_ARRAY(a, uint8_t, d->n_tokens + (size_t)1);
  size_t n = json_array_size(statements);
  marked *all = ARENA_ARRAY(a, marked, n + 1);
  for (size_t i = 0; i < n; i++) {
    json_t *row = json_array_get(statements, i);
    /* speech in speech, and what has no cue, are left to rules */
    if (json_is_string(json_object_get(row, "within")) || !json_array_size(json_object_get(row, "cue"))) continue;
    all[i] = (marked){row, length_of(json_object_get(row, "content"))};
  }
  qsort(all, n, sizeof *all, by_words);
  for (size_t i = 0; i < n && all[i].row; i++) {
    uint32_t cue_at = start_of(json_object_get(all[i].row, "cue"));
    mark_part(labels, d, json_object_get(all[i].row, "content"), LABEL_CONTENT_AHEAD, LABEL_CONTENT_BACK, cue_at);
    mark_part(labels, d, json_object_get(all[i].row, "source"), LABEL_SPEAKER_AHEAD, LABEL_SPEAKER_BACK, cue_at);
  }
  for (size_t i = 0; i < n && all[i].row; i++)
    mark_part(labels, d, json_object_get(all[i].row, "cue"), LABEL_CUE, LABEL_CUE, 0);
  return labels;
}

/* ---- reports ------------------------------------------------------------------------------------------- */

/* A label that goes on where the one before is another begins. */
static void mend(uint8_t *labels, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!attribution_step_is_lawful(i ? labels[i - 1] : 0, labels[i])) labels[i] = attribution_base(labels[i]);
}

static uint32_t put_features(uint32_t *rows, uint32_t *at, uint32_t n_rows, const attribution_view *v, attribution_unit u) {
  uint32_t used = 0;
  for (uint32_t i = u.first; i < u.end; i++) {
    at[i - u.first] = used;
    used += attribution_features(rows + used, n_rows, v, i);
  }
  return at[u.end - u.first] = used;
}

/* labels: [words of the unit] */
static void add_unit(statement_lessons *out, arena *a, const statement_settings *k, const attribution_view *v,
                     attribution_unit u, uint8_t *labels, float weight, bool held) {
  uint32_t n = u.end - u.first;
  uint32_t *rows = ARENA_ARRAY(a, uint32_t, (size_t)n * ATTRIBUTION_FEATURES), *at = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  uint32_t used = put_features(rows, at, k->rows, v, u);
  mend(labels, n);
  *ARENA_PUSH(a, out->all, out->n, out->cap) = (label_lesson){n, rows, at, labels, weight, held};
  out->n_words += n;
  if (n > out->longest) out->longest = n;
  if (used > out->most_rows) out->most_rows = used;
}

/* A report with what the rules find in it. */
typedef struct { doc *d; scene *s; draft_list drafts; } read_doc;

static read_doc read_row(const fact_reader *r, json_t *row) {
  read_doc x;
  report *rep = fact_reader_report(r, row);
  x.d = fact_reader_doc(r, rep);
  x.s = statements_by_rules(r->a, r->facts->statements, facts_begin(r->a, r->facts, r->language, r->lexicon, rep, x.d),
                            &x.drafts);
  return x;
}

static const attribution_view *view_of(const read_doc *x, uint32_t kind) {
  const attribution_view *v = attribution_view_new(x->s, &x->drafts, kind);
  if (!v) fail("the models have no names; add them with chancery-train names");
  return v;
}

static void add_doc(statement_lessons *out, const fact_reader *r, const statement_settings *k, json_t *row, bool held) {
  read_doc x = read_row(r, row);
  const attribution_view *v = view_of(&x, k->kind);
  uint8_t *labels = gold_labels(r->a, x.d, json_object_get(json_object_get(row, "gold"), "statements"));
  attribution_unit u = {0};
  while (attribution_next_unit(x.s, &u)) add_unit(out, r->a, k, v, u, labels + u.first, 1, held);
}

/* ---- reports without marks ------------------------------------------------------------------------------- */

typedef struct { labeller l; labeller_room *room; model_file *models; } teacher;

static teacher *open_teachers(arena *a, const statement_settings *k) {
  teacher *all = ARENA_ARRAY(a, teacher, (size_t)k->n_teachers + 1);
  ch_error err;
  for (int i = 0; i < k->n_teachers; i++) {
    bool found;
    if (model_file_open(&all[i].models, k->teachers[i], &err) ||
        labeller_load(&all[i].l, &found, a, all[i].models, "who-said", &err))
      fail("%s", err.msg);
    if (!found) fail("%s: has no model of who said what", k->teachers[i]);
    if (all[i].l.n_labels != ATTRIBUTION_LABELS || all[i].l.n_rows < ATTRIBUTION_ROWS)
      fail("%s: its model of who said what has other labels", k->teachers[i]);
    all[i].room = labeller_room_new(a, &all[i].l);
  }
  return all;
}

/* labels: [words of the unit], by the sum of the teachers' scores. */
static uint8_t *ask(arena *a, arena *room, const teacher *all, int n_teachers, const attribution_view *const views[2],
                    attribution_unit u) {
  uint32_t n = u.end - u.first, cells = n * ATTRIBUTION_LABELS, most = (ATTRIBUTION_LABELS + 1) * ATTRIBUTION_LABELS;
  int32_t *sum = ARENA_ARRAY(room, int32_t, cells), *one = ARENA_ARRAY(room, int32_t, cells);
  int32_t *steps = ARENA_ARRAY(room, int32_t, most);
  uint32_t *rows = ARENA_ARRAY(room, uint32_t, (size_t)n * ATTRIBUTION_FEATURES), *at = ARENA_ARRAY(room, uint32_t, n + 1);
  uint8_t *labels = ARENA_ARRAY(a, uint8_t, n);
  for (int t = 0; t < n_teachers; t++) {
    put_features(rows, at, all[t].l.n_rows, views[all[t].l.kind & ATTRIBUTION_TREES], u);
    labeller_scores(one, all[t].room, rows, at, n);
    for (uint32_t i = 0; i < cells; i++) sum[i] += one[i];
    for (uint32_t i = 0; i < most; i++) steps[i] += all[t].l.steps[i];
  }
  attribution_best(labels, ARENA_ARRAY(room, uint8_t, cells), sum, steps, n);
  return labels;
}

void statement_docs_silver(statement_lessons *out, arena *a, const statement_settings *k, const char *path) {
  str rest = train_file(a, path);
  fact_reader r = fact_reader_open(a, k->folder, k->models);
  teacher *teachers = open_teachers(a, k);
  arena *room = arena_new(0);
  uint32_t line_no = 0;
  if (!room) arena_fail(a);
  for (json_t *row; (row = train_next_row(&rest, &line_no, path));) {
    check_row(&(row_place){row, path, line_no}, false);
    read_doc x = read_row(&r, row);
    const attribution_view *views[2] = {view_of(&x, 0), view_of(&x, ATTRIBUTION_TREES)};
    attribution_unit u = {0};
    while (attribution_next_unit(x.s, &u)) {
      uint8_t *labels = ask(a, room, teachers, k->n_teachers, views, u);
      add_unit(out, a, k, views[k->kind], u, labels, (float)k->trust / 100, false);
      arena_reset(room);
    }
    json_decref(row);
  }
  arena_free(room);
  for (int i = 0; i < k->n_teachers; i++) model_file_close(teachers[i].models);
  model_file_close(r.models);
}

static bool is_held(const statement_settings *k, uint32_t line_no) { return k->hold && line_no % k->hold == 0; }

/* Half 2 of a set whose rows say which half they are of is never learnt from. */
static bool is_for_measuring(json_t *row) { return json_integer_value(json_object_get(row, "half")) == 2; }

void statement_docs_read(statement_lessons *out, arena *a, const statement_settings *k, const char *path) {
  str rest = train_file(a, path);
  fact_reader r = fact_reader_open(a, k->folder, k->models);
  uint32_t line_no = 0;
  for (json_t *row; (row = train_next_row(&rest, &line_no, path));) {
    check_row(&(row_place){row, path, line_no}, true);
    if (path == k->dev || !is_for_measuring(row)) add_doc(out, &r, k, row, is_held(k, line_no));
    json_decref(row);
  }
  model_file_close(r.models);
}

/* ---- how sure ---------------------------------------------------------------------------------------------- */

typedef struct { uint32_t right[SEEN_KINDS][SURE_BINS], all[SEEN_KINDS][SURE_BINS]; } sureness;

static bool in_runs(const draft *d, uint32_t i) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) return true;
  return false;
}

/* Words of the draft's contents and of gold's, and of both. */
static bool half_shared(const doc *d, const draft *x, json_t *content) {
  uint32_t mine = 0, gold = 0, both = 0;
  size_t i;
  json_t *one;
  for (uint32_t r = 0; r < x->n_runs; r++) mine += x->runs[r].end - x->runs[r].first;
  json_array_foreach(content, i, one) {
    span at;
    uint32_t first, end;
    if (!fact_reader_span(one, &at)) continue;
    tokens_of(d, at, &first, &end);
    gold += end - first;
    for (uint32_t w = first; w < end; w++) both += in_runs(x, w);
  }
  return 4 * both >= mine + gold;
}

static bool is_right(const doc *d, const draft *x, json_t *statements) {
  size_t i;
  json_t *s;
  json_array_foreach(statements, i, s) {
    span at;
    uint32_t first, end;
    if (!fact_reader_span(json_array_get(json_object_get(s, "cue"), 0), &at)) continue;
    tokens_of(d, at, &first, &end);
    if (x->cue_first < end && first < x->cue_end && half_shared(d, x, json_object_get(s, "content"))) return true;
  }
  return false;
}

static bool is_inside(const draft_list *all, const draft *x) {
  for (uint32_t k = 0; k < all->n; k++)
    if (&all->items[k] != x && in_runs(&all->items[k], x->cue_first)) return true;
  return false;
}

static void count_doc(sureness *s, const fact_reader *r, json_t *row) {
  read_doc x = read_row(r, row);
  json_t *statements = json_object_get(json_object_get(row, "gold"), "statements");
  if (!attribution_merge(x.s, language_labeller(r->language), &x.drafts)) fail("the models label nobody");
  for (uint32_t k = 0; k < x.drafts.n; k++) {
    const draft *d = &x.drafts.items[k];
    if (!d->cue_end || !d->n_runs || is_inside(&x.drafts, d)) continue;
    uint32_t bin = attribution_sure_bin(d);
    s->all[d->seen][bin]++;
    s->right[d->seen][bin] += is_right(x.d, d, statements);
  }
}

/* Shares that rise with the bins: neighbours that do not are taken together (pool adjacent violators; Ayer and others,
 * 1955). Two statements, one of them right, are added to each. */
static void rising(uint16_t *out, const uint32_t *right, const uint32_t *all) {
  double share[SURE_BINS], weight[SURE_BINS];
  uint32_t bins[SURE_BINS], n = 0;
  for (uint32_t k = 0; k < SURE_BINS; k++) {
    weight[n] = all[k] + 2;
    share[n] = (right[k] + 1) / weight[n];
    bins[n++] = 1;
    while (n > 1 && share[n - 2] >= share[n - 1]) {
      share[n - 2] = (share[n - 2] * weight[n - 2] + share[n - 1] * weight[n - 1]) / (weight[n - 2] + weight[n - 1]);
      weight[n - 2] += weight[n - 1];
      bins[n - 2] += bins[n - 1];
      n--;
    }
  }
  for (uint32_t k = 0, at = 0; k < n; k++)
    for (uint32_t j = 0; j < bins[k]; j++) out[at++] = (uint16_t)(1000 * share[k] + 0.5);
}

void statement_docs_sureness(uint16_t *out, const statement_settings *k, arena *a) {
  fact_reader r = fact_reader_open(a, k->folder, k->models);
  sureness s = {0};
  for (int i = 0; i < k->n_files; i++) {
    str rest = train_file(a, k->files[i]);
    uint32_t line_no = 0;
    for (json_t *row; (row = train_next_row(&rest, &line_no, k->files[i]));) {
      if (is_held(k, line_no) && !is_for_measuring(row)) count_doc(&s, &r, row);
      json_decref(row);
    }
  }
  for (uint32_t kind = 0; kind < SEEN_KINDS; kind++) rising(out + kind * SURE_BINS, s.right[kind], s.all[kind]);
  model_file_close(r.models);
}
