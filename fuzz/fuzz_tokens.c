/* language_read: any bytes, as lines of paragraphs, give tokens in order inside their blocks, and sentences
 * and quotes that hold together. */
#include "language/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef struct { const language_model *model; lexicon *lexicon; model_file *models; } language;
typedef struct { arena *a; const language *l; str text; doc *d; } job;

static void check(bool good) {
  if (!good) __builtin_trap();
}

static const language *load(void) {
  static language l;
  if (l.model) return &l;
  arena *a = arena_new(0);
  const pack *pk;
  ch_error err;
  l.lexicon = lexicon_new(a);
  check(!pack_open(&pk, a, PACK_FOLDER, &err) && !language_models_open(&l.models, PACK_FOLDER, &err) &&
        !language_load(&l.model, a, pk, l.lexicon, l.models, NULL, &err));
  return &l;
}

/* Every line a paragraph; the view is the text and an end of line. */
static report *lay(arena *a, str text) {
  report *r = ARENA_NEW(a, report);
  block *blocks = NULL;
  uint32_t n = 0, cap = 0;
  view_run *run = ARENA_NEW(a, view_run);
  str rest = text;
  for (str line; str_split(&rest, '\n', &line);) {
    uint32_t at = (uint32_t)(line.ptr - text.ptr), end = at + (uint32_t)line.len;
    *ARENA_PUSH(a, blocks, n, cap) = (block){.kind = BLOCK_PARAGRAPH, .at = {at, end}, .view = {at, end}};
  }
  *run = (view_run){0, 0, (uint32_t)text.len};
  *r = (report){.text = text, .blocks = blocks, .n_blocks = n, .runs = run, .n_runs = 1};
  r->view = arena_printf(a, "%.*s\n", (int)text.len, text.ptr);
  return r;
}

static void run(void *payload) {
  job *j = payload;
  j->d = language_read(j->a, j->l->model, j->l->lexicon, lay(j->a, j->text));
}

static void check_doc(const doc *d) {
  uint32_t view = 0, next = 0;
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    const token *t = &d->tokens[i];
    check(t->view >= view && t->view < t->view_end && t->at.start == t->view && t->at.end == t->view_end);
    check(t->form < d->n_forms && t->upos < UPOS_COUNT);
    view = t->view_end;
  }
  for (uint32_t k = 0; k < d->n_sentences; k++) {
    check(d->sentences[k].first == next && d->sentences[k].end > next);
    next = d->sentences[k].end;
  }
  check(next == d->n_tokens);
  for (uint32_t i = 0; i < d->n_quotes; i++)
    check(d->quotes[i].open <= d->quotes[i].close && d->quotes[i].close < d->n_tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  if (n > 1 << 16 || memchr(bytes, 0, n)) return 0;        /* intake leaves no NUL */
  arena *a = arena_new((size_t)256 << 20);
  if (!a) return 0;
  job j = {.a = a, .l = load(), .text = {(const char *)bytes, n}};
  if (arena_run(a, run, &j)) check_doc(j.d);
  arena_free(a);
  return 0;
}
