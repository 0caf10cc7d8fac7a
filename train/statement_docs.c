#include "fact_reader.h"
#include "facts/facts_model.h"
#include "facts/statements.h"
#include "statements.h"
#include <stdlib.h>

/* ---- gold labels --------------------------------------------------------------------------------------- */

typedef struct { json_t *row; uint32_t words; } marked;

static int by_words(const void *pa, const void *pb) {
  const marked *a = pa, *b = pb;
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
    all[i] = (marked){row, length_of(json_object_get(row, "content"))};
  }
  qsort(all, n, sizeof *all, by_words);
  for (size_t i = 0; i < n; i++) {
    uint32_t cue_at = start_of(json_object_get(all[i].row, "cue"));
    mark_part(labels, d, json_object_get(all[i].row, "content"), LABEL_CONTENT_AHEAD, LABEL_CONTENT_BACK, cue_at);
    mark_part(labels, d, json_object_get(all[i].row, "source"), LABEL_SPEAKER_AHEAD, LABEL_SPEAKER_BACK, cue_at);
  }
  for (size_t i = 0; i < n; i++) mark_part(labels, d, json_object_get(all[i].row, "cue"), LABEL_CUE, LABEL_CUE, 0);
  return labels;
}

/* ---- reports ------------------------------------------------------------------------------------------- */

/* A label that goes on where the one before is another begins. */
static void mend(uint8_t *labels, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!attribution_step_is_lawful(i ? labels[i - 1] : 0, labels[i])) labels[i] = attribution_base(labels[i]);
}

static void add_unit(statement_lessons *out, arena *a, const attribution_view *v, uint32_t n_rows, uint8_t *labels,
                     attribution_unit u) {
  uint32_t n = u.end - u.first, used = 0;
  uint32_t *rows = ARENA_ARRAY(a, uint32_t, (size_t)n * ATTRIBUTION_FEATURES), *at = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  for (uint32_t i = 0; i < n; i++) {
    at[i] = used;
    used += attribution_features(rows + used, n_rows, v, u.first + i);
  }
  at[n] = used;
  mend(labels + u.first, n);
  *ARENA_PUSH(a, out->all, out->n, out->cap) = (label_lesson){n, rows, at, labels + u.first, 1};
  out->n_words += n;
  if (n > out->longest) out->longest = n;
  if (used > out->most_rows) out->most_rows = used;
}

static void add_doc(statement_lessons *out, const fact_reader *r, uint32_t n_rows, json_t *row) {
  arena *a = r->a;
  report *rep = fact_reader_report(r, row);
  doc *d = fact_reader_doc(r, rep);
  facts *f = facts_begin(a, r->facts, r->language, r->lexicon, rep, d);
  draft_list drafts;
  attribution_unit u;
  uint32_t k = 0;
  scene *s = statements_by_rules(a, r->facts->statements, f, &drafts);
  const attribution_view *v = attribution_view_new(s, &drafts);
  if (!v) fail("the models have no names; add them with chancery-train names");
  uint8_t *labels = gold_labels(a, d, json_object_get(json_object_get(row, "gold"), "statements"));
  while (attribution_next_unit(s, &k, &u)) add_unit(out, a, v, n_rows, labels, u);
}

void statement_docs_read(statement_lessons *out, arena *a, const statement_settings *k, const char *path) {
  str rest = train_file(a, path);
  fact_reader r = fact_reader_open(a, k->folder, k->models);
  uint32_t line_no = 0;
  for (json_t *row; (row = train_next_row(&rest, &line_no, path));) {
    add_doc(out, &r, k->rows, row);
    json_decref(row);
  }
  model_file_close(r.models);
}
