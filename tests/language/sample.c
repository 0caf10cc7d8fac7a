#include "sample.h"
#include <stdio.h>
#include <stdlib.h>

static block_kind take_kind(str *line) {
  static const struct { const char *sign; block_kind kind; } signs[] = {
    {"== ", BLOCK_HEADING}, {"= ", BLOCK_TITLE}, {"- ", BLOCK_CAPTION}
  };
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    str sign = str_of(signs[i].sign);
    if (!str_starts(*line, sign)) continue;
    *line = str_sub(*line, sign.len, line->len);
    return signs[i].kind;
  }
  return BLOCK_PARAGRAPH;
}

static block_kind always_paragraph(str *line) {
  (void)line;
  return BLOCK_PARAGRAPH;
}

static report *lay(arena *a, str text, block_kind (*take_kind_of)(str *line)) {
  report *r = ARENA_NEW(a, report);
  block *blocks = NULL;
  view_run *runs = NULL;
  uint32_t n = 0, cap = 0, n_runs = 0, cap_runs = 0, view = 0;
  str rest = text;
  char *bytes = arena_alloc(a, text.len + 2);
  for (str line; str_split(&rest, '\n', &line);) {
    block_kind kind = take_kind_of(&line);
    uint32_t at = (uint32_t)(line.ptr - text.ptr), len = (uint32_t)line.len;
    *ARENA_PUSH(a, blocks, n, cap) = (block){.kind = kind, .at = {at, at + len}, .view = {view, view + len}};
    *ARENA_PUSH(a, runs, n_runs, cap_runs) = (view_run){view, at, len};
    if (len) memcpy(bytes + view, line.ptr, len);
    bytes[view + len] = '\n';
    view += len + 1;
  }
  r->text = text;
  r->blocks = blocks;
  r->n_blocks = n;
  r->view = (str){bytes, view};
  r->runs = runs;
  r->n_runs = n_runs;
  return r;
}

report *sample_report(arena *a, str text) { return lay(a, text, take_kind); }
report *sample_plain(arena *a, str text) { return lay(a, text, always_paragraph); }

sample_language sample_open(const char *folder) {
  sample_language s = {.a = arena_new(0)};
  ch_error err;
  if (!s.a) exit(2);
  s.lexicon = lexicon_new(s.a);
  if (pack_open(&s.pack, s.a, folder, &err) || language_models_open(&s.models, folder, &err) ||
      language_load(&s.model, s.a, s.pack, s.lexicon, s.models, NULL, &err)) {
    fprintf(stderr, "%s\n", err.msg);
    exit(2);
  }
  return s;
}

void sample_close(sample_language *s) {
  language_models_close(s->models);
  arena_free(s->a);
}

doc *sample_read(const sample_language *s, arena *a, const char *text) {
  return language_read(a, s->model, s->lexicon, sample_report(a, str_of(text)));
}

static str print(arena *a, const doc *d, bool tags) {
  str out = {"", 0};
  for (uint32_t k = 0; k < d->n_sentences; k++) {
    for (uint32_t i = d->sentences[k].first; i < d->sentences[k].end; i++) {
      str form = doc_str(d, i, i + 1);
      const char *before = !i ? "" : i == d->sentences[k].first ? " / " : " ";
      out = arena_printf(a, "%.*s%s%.*s%s%s", (int)out.len, out.ptr, before, (int)form.len, form.ptr,
                         tags ? "/" : "", tags ? upos_text(d->tokens[i].upos) : "");
    }
  }
  return out;
}

str sample_words(arena *a, const doc *d) { return print(a, d, false); }
str sample_tags(arena *a, const doc *d) { return print(a, d, true); }
