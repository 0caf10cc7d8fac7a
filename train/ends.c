#include "train.h"
#include "language/ends.h"
#include "language/lexicon.h"
#include "language/quotes.h"

/* What features must be seen to learn; how far above zero a right decision must be to be left alone. */
enum { LEAST_SEEN = 2, MARGIN = 20 };

typedef struct {
  report *report;
  const uint32_t *begins; uint32_t n_begins;     /* places of the view where a sentence begins, sorted */
} text;

static uint32_t view_length(const treebank *b) {
  uint64_t n = 1;
  for (uint32_t i = 0; i < b->n; i++) n += b->sentences[i].text.len + 1;
  if (n > UINT32_MAX) fail("the treebanks' text is too long");
  return (uint32_t)n;
}

/* The text of all sentences, a block a paragraph. */
static text lay_text(arena *a, const treebank *b) {
  report *r = ARENA_NEW(a, report);
  char *view = arena_alloc(a, view_length(b));
  uint32_t *begins = ARENA_ARRAY(a, uint32_t, b->n), at = 0, cap = 0;
  block *blocks = NULL;
  for (uint32_t i = 0; i < b->n; i++) {
    str s = b->sentences[i].text;
    begins[i] = at;
    if (!i || b->sentences[i].new_paragraph)
      *ARENA_PUSH(a, blocks, r->n_blocks, cap) = (block){.kind = BLOCK_PARAGRAPH, .view = {at, at}};
    if (s.len) memcpy(view + at, s.ptr, s.len);
    at += (uint32_t)s.len;
    blocks[r->n_blocks - 1].view.end = at;
    view[at++] = i + 1 < b->n && b->sentences[i + 1].new_paragraph ? '\n' : ' ';
  }
  r->view = (str){view, at};
  r->text = r->view;
  r->blocks = blocks;
  return (text){r, begins, b->n};
}

static token_model load_tokens(arena *a, lexicon *l, const char *folder) {
  const pack *pk;
  token_model m = {0};
  ch_error err;
  if (pack_open(&pk, a, folder, &err) || tokens_words(pk, l, &err) || tokens_load(&m, a, pk, l, &err))
    fail("%s", err.msg);
  return m;
}

static reading read_text(arena *a, const token_model *m, const lexicon *l, const report *rep) {
  reading r = {.a = a, .report = rep, .blocks = ARENA_ARRAY(a, read_block, rep->n_blocks)};
  quote *quotes;
  uint32_t n_quotes;
  forms_init(&r.forms, a, l, rep->view.len);
  for (uint32_t i = 0; i < rep->n_blocks; i++) {
    uint32_t first = r.n;
    tokens_find(&r, m, rep->blocks[i].view);
    r.blocks[r.n_blocks++] = (read_block){i, first, r.n};
  }
  quotes_find(&r, &quotes, &n_quotes);
  return r;
}

typedef struct {
  table t;
  weights w;
  ends e;
  const text *text;
  uint32_t place;              /* the sentence that begins next, as a place of `begins` */
  uint32_t wrong, n;
} work;

/* Whether a sentence begins between the tokens on both sides of the gap. */
static bool is_end(work *k) {
  const token *right = &k->e.r->tokens[k->e.at], *left = right - 1;
  while (k->place < k->text->n_begins && k->text->begins[k->place] <= left->view) k->place++;
  return k->place < k->text->n_begins && k->text->begins[k->place] <= right->view;
}

static void go_to(work *k, uint32_t block_no) {
  const read_block *b = &k->e.r->blocks[block_no];
  uint32_t lo = 0, hi = k->text->n_begins, at = k->e.r->report->blocks[b->block].view.start;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (k->text->begins[mid] < at) lo = mid + 1;
    else hi = mid;
  }
  k->place = lo;
  ends_block(&k->e, b);
}

static void count(work *k, uint32_t block_no) {
  feature f[END_FEATURES];
  for (go_to(k, block_no); ends_next(&k->e);) {
    uint32_t n = ends_features(f, &k->e);
    for (uint32_t j = 0; j < n; j++) table_see(&k->t, f[j]);
    if (is_end(k)) ends_cut(&k->e);
  }
}

static void learn(work *k, uint32_t block_no) {
  feature f[END_FEATURES];
  for (go_to(k, block_no); ends_next(&k->e);) {
    uint32_t n = ends_features(f, &k->e);
    bool end = is_end(k);
    int32_t score = weights_sum(&k->w, f, n), sure = end ? score : -score;
    if (k->e.sure) {
      ends_cut(&k->e);
      continue;
    }
    k->t.clock++;
    k->n++;
    k->wrong += sure <= 0;
    for (uint32_t j = 0; j < n && sure < MARGIN; j++)
      if (table_admits(&k->t, f[j])) table_add(&k->t, weights_place(&k->w, f[j]), end ? 1 : -1);
    if (score > 0) ends_cut(&k->e);
  }
}

void train_ends(arena *a, const treebank *b, const char *pack_folder, const end_schedule *k,
                const char *path) {
  lexicon *l = lexicon_new(a);
  token_model tokens = load_tokens(a, l, pack_folder);
  text t = lay_text(a, b);
  reading r = read_text(a, &tokens, l, t.report);
  work w = {.text = &t};
  uint32_t *order = ARENA_ARRAY(a, uint32_t, r.n_blocks);
  table_init(&w.t, k->n, LEAST_SEEN);
  w.w = table_wide(&w.t);
  ends_begin(&w.e, &r, &tokens);
  for (uint32_t i = 0; i < r.n_blocks; i++) count(&w, i);
  for (uint32_t run = 0; run < k->runs; run++) {
    dice d = {k->seed + 611953 * run};
    for (uint32_t i = 0; i < r.n_blocks; i++) order[i] = i;
    for (uint32_t epoch = 0; epoch < k->epochs; epoch++) {
      dice_shuffle(&d, order, r.n_blocks);
      w.wrong = w.n = 0;
      for (uint32_t i = 0; i < r.n_blocks; i++) learn(&w, order[i]);
    }
    say("ends, run %u: %u of %u gaps wrong", run + 1, w.wrong, w.n);
    table_end_run(&w.t);
  }
  weights made = table_bytes(a, &w.t);
  table_free(&w.t);
  model_section sections[2] = {{"end-scale", train_numbers(a, made.scale, SCALE, 2)},
                               {"end-weights", {(const char *)made.bytes, made.n + (size_t)1}}};
  train_put(a, path, sections, 2);
}
