/* report_pack and report_unpack: what went in comes out; damaged bytes are refused, or give a report that holds. */
#include "test_intake.h"
#include <stdlib.h>

static const char article[] =
    "Vestria Puts Off Signing of Fishing Accord With Norland\n\nBy Tove Lindahl\n\nMarch 4, 2031\n\n"
    "HARWICK (Coast Agency) — Vestria will not sign the fishing accord with Norland this spring, Deputy Foreign\n"
    "Minister Ilse Marrow said Tuesday. The two navies still dis-\npute the line – “for now”.\n\n"
    "\xE2\x80\x9CNobody is walking away,\xE2\x80\x9D she said.\n\nCopyright 2031 Coast Agency\n";
static const char markdown[] =
    "# Norland Recalls *Coast Guard* Ship\n\nPublished: 29 April 2031\n\n## What happened\n\n"
    "Norland ordered its ship back to "
    "[harbour](https://example.org/x) on **Monday**.\n\n- No shots were fired.\n- Nobody was hurt.\n";
static const char conllu[] =
    "# newdoc\n# sent_id = 1\n# text = Norland signs.\n1\tNorland\tNorland\tPROPN\t_\t_\t2\tnsubj\t_\t_\n"
    "2\tsigns\tsign\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

enum { FORMS = 6 };

static const ch_input *inputs(void) {
  static ch_input in[FORMS];
  in[0] = (ch_input){.bytes = str_of(article), .format = CH_FORMAT_TEXT, .name = STR("a.txt")};
  in[1] = (ch_input){.bytes = str_of(article), .format = CH_FORMAT_JSONL, .name = STR("a.jsonl"),
                     .given_id = STR("id 7"), .published = STR("2031-03"), .title = STR("Accord \xC3\xA0 la Norland"),
                     .publisher = STR("Harbour Post"),
                     .url = STR("https://example.org/2031/accord"), .language = STR("en"), .line = 4};
  in[2] = (ch_input){.bytes = str_of(markdown), .format = CH_FORMAT_MARKDOWN, .name = STR("a.md")};
  in[3] = (ch_input){.bytes = str_of(conllu), .format = CH_FORMAT_CONLLU, .name = STR("a.conllu")};
  in[4] = (ch_input){.bytes = STR(""), .format = CH_FORMAT_TEXT, .name = STR("-")};
  in[5] = (ch_input){.bytes = STR("Lund opens.\n\nThe port is open.\n"), .format = CH_FORMAT_TEXT, .given_id = STR("")};
  return in;
}

static void assert_text(str got, str want) {
  assert_int_equal(got.ptr == NULL, want.ptr == NULL);
  assert_int_equal(got.len, want.len);
  if (want.len) assert_memory_equal(got.ptr, want.ptr, want.len);
}

static void assert_spans(const span *x, uint32_t n, const span *y, uint32_t m) {
  assert_int_equal(n, m);
  for (uint32_t i = 0; i < n; i++) assert_true(x[i].start == y[i].start && x[i].end == y[i].end);
}

static void assert_same(const report *x, const report *y) {
  assert_memory_equal(x->id.z, y->id.z, ID_LEN);
  assert_text(x->given_id, y->given_id);
  assert_text(x->text, y->text);
  assert_text(x->view, y->view);
  assert_text(x->title, y->title);
  assert_text(x->publisher, y->publisher);
  assert_text(x->publisher_basis, y->publisher_basis);
  assert_text(x->url, y->url);
  assert_true(cal_same(x->published, y->published));
  assert_int_equal(x->published_basis, y->published_basis);
  assert_int_equal(x->n_blocks, y->n_blocks);
  for (uint32_t i = 0; i < x->n_blocks; i++) {
    const block *b = &x->blocks[i], *c = &y->blocks[i];
    assert_int_equal(b->kind, c->kind);
    assert_spans(&b->at, 1, &c->at, 1);
    assert_spans(&b->view, 1, &c->view, 1);
    assert_spans(b->pieces, b->n_pieces, c->pieces, c->n_pieces);
  }
  assert_spans(x->bylines, x->n_bylines, y->bylines, y->n_bylines);
  assert_spans(&x->dateline_at, 1, &y->dateline_at, 1);
}

static void round_trip(void *a) {
  for (int i = 0; i < FORMS; i++) {
    reading j = read_input(a, inputs()[i]);
    buf out = {0}, again = {0};
    if (j.status) fail_msg("%d: %s", i, j.err.msg);
    report_pack(&out, j.r);
    assert_int_equal(out.status, CH_OK);
    report *r = report_unpack(a, buf_get(&out));
    assert_non_null(r);
    assert_same(r, j.r);
    assert_holds(r);
    report_pack(&again, r);
    assert_text(buf_get(&again), buf_get(&out));
    buf_free(&out);
    buf_free(&again);
  }
}

/* What comes out of bytes that may be anything is a report that holds. */
static bool unpacks(arena *a, const char *bytes, size_t n) {
  char *exact = malloc(n + !n);                /* so that a tool sees what is read beyond them */
  assert_non_null(exact);
  memcpy(exact, bytes, n);
  const report *r = report_unpack(a, (str){exact, n});
  if (r) assert_holds(r);
  if (r && r->view.len) report_text_span(r, (span){0, (uint32_t)r->view.len});
  free(exact);
  return r != NULL;
}

static void damage(void *a) {
  uint64_t seed = 9;
  for (int i = 0; i < FORMS; i++) {
    reading j = read_input(a, inputs()[i]);
    buf out = {0};
    report_pack(&out, j.r);
    for (size_t n = 0; n < out.len; n++) assert_false(unpacks(a, out.ptr, n));
    for (int round = 0; round < 4000; round++) {
      size_t at = (size_t)number_in(&seed, 0, (int32_t)out.len - 1);
      char was = out.ptr[at];
      out.ptr[at] = (char)(round % 2 ? was ^ 1 << number_in(&seed, 0, 7) : number_in(&seed, 0, 255));
      unpacks(a, out.ptr, out.len);
      out.ptr[at] = was;
    }
    buf_free(&out);
  }
}

/* Many pieces that all stand at the same place would make a view far larger than the bytes. */
static void no_view_larger_than_the_text(void *a) {
  const report *r = read_text(a, article);
  buf out = {0};
  static span pieces[3000];
  report bad = *r;
  block one = r->blocks[0];
  for (size_t i = 0; i < 3000; i++) pieces[i] = one.at;
  one.pieces = pieces;
  one.n_pieces = 3000;
  bad.blocks = &one;
  bad.n_blocks = 1;
  report_pack(&out, &bad);
  assert_null(report_unpack(a, buf_get(&out)));
  buf_free(&out);
}

#define ARENA_TEST(name) static void test_##name(void **state) { (void)state; with_arena(name); }
ARENA_TEST(round_trip)
ARENA_TEST(damage)
ARENA_TEST(no_view_larger_than_the_text)

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip), cmocka_unit_test(test_damage),
                                     cmocka_unit_test(test_no_view_larger_than_the_text)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
