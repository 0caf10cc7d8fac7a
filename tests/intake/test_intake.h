/* test_intake.h: a report out of a string, with the pack of the source tree. */
#ifndef TEST_INTAKE_H
#define TEST_INTAKE_H
#include "../base/test.h"
#include "intake/intake.h"

typedef struct { arena *a; const intake_model *model; ch_input in; report *r; ch_status status;
  ch_error err; } reading;

static inline void run_reading(void *payload) {
  reading *j = payload;
  j->status = report_new(&j->r, j->a, j->model, &j->in, (size_t)1 << 24, &j->err);
}

static inline const intake_model *load_model(arena *a) {
  const pack *pk = NULL;
  const intake_model *m = NULL;
  ch_error err = {0};
  if (pack_open(&pk, a, PACK_FOLDER, &err) || intake_load(&m, a, pk, &err)) fail_msg("%s", err.msg);
  return m;
}

static inline reading read_input(arena *a, ch_input in) {
  reading j = {.a = a, .model = load_model(a), .in = in};
  assert_true(arena_run(a, run_reading, &j));
  return j;
}

static inline report *read_text(arena *a, const char *text) {
  reading j = read_input(a, (ch_input){.bytes = str_of(text), .format = CH_FORMAT_TEXT,
    .name = STR("x.txt")});
  if (j.status) fail_msg("%s", j.err.msg);
  return j.r;
}

/* "kind: what is read" of each block, a line each, white space single. */
static inline str outline(arena *a, const report *r) {
  str out = STR("");
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    str view = arena_str(a, str_at(r->view, r->blocks[i].view));
    char *c = arena_alloc(a, view.len + 1);
    memcpy(c, view.ptr, view.len);
    for (size_t k = 0; k < view.len; k++) {
      if (c[k] == '\n' || c[k] == '\r') c[k] = ' ';
    }
    out = arena_printf(a, "%.*s%s: %s\n", (int)out.len, out.ptr, block_kind_text(r->blocks[i].kind), c);
  }
  return out;
}

/* What holds for every report: blocks slice the text in order, pieces lie in them, the view is the pieces. */
static inline void assert_holds(const report *r) {
  uint32_t end = 0, at = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    const block *b = &r->blocks[i];
    assert_true(b->at.start >= end && b->at.start < b->at.end && b->at.end <= r->text.len);
    assert_int_equal(b->view.start, at);
    assert_true(b->n_pieces > 0);
    uint32_t from = b->at.start;
    for (uint32_t p = 0; p < b->n_pieces; p++) {
      assert_true(b->pieces[p].start >= from && b->pieces[p].start < b->pieces[p].end);
      assert_true(b->pieces[p].end <= b->at.end);
      from = b->pieces[p].end;
    }
    for (uint32_t v = b->view.start; v < b->view.end; v++) {
      span one = report_text_span(r, (span){v, v + 1});
      assert_int_equal(one.end, one.start + 1);
      assert_int_equal(r->text.ptr[one.start], r->view.ptr[v]);
    }
    assert_int_equal(r->view.ptr[b->view.end], '\n');
    end = b->at.end;
    at = b->view.end + 1;
  }
  assert_int_equal(at, r->view.len);
}
#endif
