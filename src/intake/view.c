#include "intake/intake.h"

void report_lay_view(arena *a, report *r) {
  size_t bytes = 0, runs = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    for (uint32_t p = 0; p < r->blocks[i].n_pieces; p++) bytes += span_len(r->blocks[i].pieces[p]);
    runs += r->blocks[i].n_pieces;
    bytes++;
  }
  block *blocks = ARENA_ARRAY(a, block, r->n_blocks);
  char *view = arena_alloc(a, bytes + 1);
  view_run *run = ARENA_ARRAY(a, view_run, runs);
  uint32_t at = 0, n = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    blocks[i] = r->blocks[i];
    blocks[i].view.start = at;
    for (uint32_t p = 0; p < blocks[i].n_pieces; p++) {
      span piece = blocks[i].pieces[p];
      memcpy(view + at, r->text.ptr + piece.start, span_len(piece));
      run[n++] = (view_run){at, piece.start, span_len(piece)};
      at += span_len(piece);
    }
    blocks[i].view.end = at;
    view[at++] = '\n';
  }
  r->blocks = blocks;
  r->view = (str){view, at};
  r->runs = run;
  r->n_runs = n;
}

/* The run that holds the view's byte `at`, or the last one before it. */
static const view_run *run_of(const report *r, uint32_t at) {
  uint32_t lo = 0, hi = r->n_runs;
  while (hi - lo > 1) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (r->runs[mid].view <= at) lo = mid;
    else hi = mid;
  }
  return &r->runs[lo];
}

static uint32_t text_of(const report *r, uint32_t at) {
  const view_run *run = run_of(r, at);
  uint32_t into = at - run->view;
  return run->text + (into < run->len ? into : run->len);
}

span report_text_span(const report *r, span view) {
  if (!r->n_runs) return (span){0, 0};
  uint32_t start = text_of(r, view.start);
  if (view.end <= view.start) return (span){start, start};
  uint32_t last = view.end - 1;
  const view_run *run = run_of(r, last);
  bool newline = last - run->view >= run->len;         /* the one that ends a block maps nowhere */
  return (span){start, text_of(r, last) + !newline};
}
