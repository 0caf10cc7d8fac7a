/* report_new: any bytes give a report whose blocks and view hold together, or one line that says why not. */
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef struct { arena *a; const intake_model *model; ch_input in; report *r; ch_status status;
  ch_error err; } job;

static void check(bool good) {
  if (!good) __builtin_trap();
}

static const intake_model *load(void) {
  static const intake_model *model;
  const pack *pk;
  ch_error err;
  arena *a = model ? NULL : arena_new(0);
  if (!model) check(!pack_open(&pk, a, PACK_FOLDER, &err) && !intake_load(&model, a, pk, &err));
  return model;
}

static void run(void *payload) {
  job *j = payload;
  j->status = report_new(&j->r, j->a, j->model, &j->in, (size_t)1 << 20, &j->err);
}

static void check_blocks(const report *r) {
  uint32_t end = 0, view = 0;
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    const block *b = &r->blocks[i];
    check(b->at.start >= end && b->at.start < b->at.end && b->at.end <= r->text.len);
    uint32_t from = b->at.start;
    for (uint32_t p = 0; p < b->n_pieces; p++) {
      check(b->pieces[p].start >= from && b->pieces[p].start
        < b->pieces[p].end && b->pieces[p].end <= b->at.end);
      from = b->pieces[p].end;
    }
    check(b->view.start == view && b->view.end < r->view.len && r->view.ptr[b->view.end] == '\n');
    end = b->at.end;
    view = b->view.end + 1;
  }
  check(view == r->view.len);
}

static void check_view(const report *r) {
  for (uint32_t i = 0; i < r->n_runs; i++) {
    check(str_eq(str_sub(r->view, r->runs[i].view, r->runs[i].view + r->runs[i].len),
                 str_sub(r->text, r->runs[i].text, r->runs[i].text + r->runs[i].len)));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  arena *a = arena_new((size_t)256 << 20);
  if (!a) return 0;
  job j = {.a = a, .model = load(), .in = {.bytes = {(const char *)bytes, n}, .format = CH_FORMAT_TEXT,
    .name = STR("x")}};
  if (arena_run(a, run, &j)) {
    check((j.status == CH_OK) == (j.r != NULL));
    if (j.r) {
      check(utf8_valid(j.r->text) == j.r->text.len && !memchr(j.r->text.ptr, 0, j.r->text.len));
      check_blocks(j.r);
      check_view(j.r);
    } else {
      check(j.err.msg[0] && !strchr(j.err.msg, '\n'));
    }
  }
  arena_free(a);
  return 0;
}
