/* Rows as the record may give them, also with keys that it does not have yet and without those that it should have. */
#include "../base/test.h"
#include "views/views.h"
#include <stdlib.h>

static buf out;

static int to_out(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static int stop(const char *bytes, size_t n, void *payload) {
  (void)bytes, (void)n, (void)payload;
  return 1;
}

static int clean(void **state) {
  (void)state;
  buf_free(&out);
  return 0;
}

typedef struct { arena *a; view_export *x; view_export_count count; } run;

static run begin(const char *as, bool all, ch_write_fn *write) {
  run r = {.a = arena_new(0)};
  ch_error err;
  const pack *pk;
  assert_int_equal(pack_open(&pk, r.a, getenv("CHANCERY_PACK"), &err), CH_OK);
  view_export_options o = {.as = as, .all = all, .coder = STR("coder 1"), .pack = STR("xx 1")};
  buf_clear(&out);
  assert_int_equal(view_export_open(&r.x, pk, &o, write, &out, &err), CH_OK);
  return r;
}

static void know(run *r, const char *line) { assert_int_equal(view_export_know(line, strlen(line), r->x), 0); }
static void event(run *r, const char *line) { assert_int_equal(view_export_event(line, strlen(line), r->x), 0); }

static void end(run *r) {
  ch_error err;
  assert_int_equal(view_export_end(r->x, &r->count, &err), CH_OK);
  view_export_close(r->x);
  arena_free(r->a);
}

#define ID(c) "\"e-" c "aaaaaaaaaaaaaaaaaaaaaaaaa\""
#define WHEN "\"when\":{\"value\":\"2031-03-03\"}"
#define ACT "\"row\":\"event\",\"status\":\"happened\",\"polarity\":\"pos\",\"type\":\"THREATEN\""

static str field(uint32_t line, uint32_t column) {
  str rest = buf_get(&out), l, f = {NULL, 0};
  for (uint32_t i = 0; i <= line; i++) assert_true(str_split(&rest, '\n', &l));
  for (uint32_t i = 0; i <= column; i++) assert_true(str_split(&l, '\t', &f));
  return f;
}

static void contexts_are_those_of_the_row(void **state) {
  (void)state;
  run r = begin("polecat", false, to_out);
  event(&r, "{\"contexts\":[\"health\",\"a;b\",3,\"cyber\"],\"cameo\":\"1311\",\"id\":" ID("a") ",\"quantities\":[]," ACT "," WHEN "}");
  event(&r, "{\"cameo\":\"0312\",\"id\":" ID("b") ",\"row\":\"event\",\"status\":\"happened\",\"type\":\"AGREE\"," WHEN "}");
  event(&r, "{\"cameo\":\"0312\",\"contexts\":[],\"id\":" ID("c") "," ACT "," WHEN "}");
  end(&r);
  assert_str(field(1, 6), "health;a,b;cyber");
  assert_str(field(2, 6), "military");        /* of the code */
  assert_str(field(3, 6), "");                /* the code's are of another type */
  assert_int_equal(r.count.rows, 3);
}

static void plover_has_them_too(void **state) {
  (void)state;
  run r = begin("plover", true, to_out);
  event(&r, "{\"contexts\":[\"health\"],\"id\":" ID("a") ",\"row\":\"event\",\"status\":\"planned\",\"type\":\"AID\"," WHEN "}");
  end(&r);
  assert_str(buf_get(&out),
             "{\"actor\":[],\"cite_info\":{\"codebook\":\"xx 1\",\"coder\":\"coder 1\"},\"coder\":\"coder 1\",\"comment\":"
             "\"status planned; origins 0\",\"context\":[\"health\"],\"date\":\"2031-03-03\",\"event\":[\"AID\"],"
             "\"event_scale\":10,\"id\":" ID("a") ",\"mode\":[\"future\"],\"quad_code\":2}\n");
}

/* Nothing of what a row should have: it is left out and counted, or its fields are empty. */
static void bare_rows(void **state) {
  (void)state;
  static const char *const formats[] = {"cameo", "gdelt", "icews", "phoenix", "plover", "polecat"};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    run r = begin(formats[i], true, to_out);
    know(&r, "{\"id\":\"a-x\",\"name\":null,\"roles\":[{},{\"from\":3,\"title\":\"x\",\"until\":\"?\"}],\"row\":\"actor\"}");
    know(&r, "{\"id\":\"r-x\",\"row\":\"report\"}");
    event(&r, "{}");
    event(&r, "{\"row\":\"event\",\"when\":3}");
    event(&r, "{\"cameo\":\"9999\",\"id\":\"e\",\"row\":\"event\",\"type\":\"DANCE\"," WHEN "}");
    event(&r, "{\"cameo\":\"130\",\"id\":\"e-\",\"known_from\":\"soon\",\"row\":\"event\",\"source\":[{},{\"actor\":\"a-x\"},"
              "{\"actor\":\"nobody\",\"code\":\"Q\"}],\"support\":[{\"report\":\"r-x\"},{},3],\"target\":3,\"where\":"
              "{\"actor\":\"a-x\"}," WHEN "}");
    end(&r);
    assert_int_equal(r.count.undated, 2);
    assert_int_equal(r.count.events, 1);
    assert_int_equal(r.count.no_code + r.count.no_type, 1);
  }
}

static void a_stop_is_told(void **state) {
  (void)state;
  run r = begin("cameo", true, stop);
  ch_error err;
  view_export_count count;
  assert_int_equal(view_export_end(r.x, &count, &err), CH_ERR_IO);
  view_export_close(r.x);
  arena_free(r.a);
  r = begin("cameo", true, to_out);
  assert_int_not_equal(view_export_event("{", 1, r.x), 0);
  assert_int_not_equal(view_export_end(r.x, &count, &err), CH_OK);
  view_export_close(r.x);
  arena_free(r.a);
}

static void tables_that_are_wrong(void **state) {
  (void)state;
  static const char *const packs[] = {
      "[cameo-codes]\n010 | x | much | 1\n[plover-types]\nAID | 1\n[export-status]\nhappened | yes\n",
      "[cameo-codes]\n010 | x | 1.\n[plover-types]\nAID | 1\n[export-status]\nhappened | yes\n",
      "[plover-types]\nAID | 1\n[export-status]\nhappened | yes\n"};
  for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
    arena *a = arena_new(0);
    const pack *pk;
    ch_error err;
    view_export *x;
    assert_int_equal(pack_parse(&pk, a, STR("codes.txt"), str_of(packs[i]), &err), CH_OK);
    assert_int_equal(view_export_open(&x, pk, &(view_export_options){.as = "gdelt"}, to_out, &out, &err), CH_ERR_PACK);
    assert_null(x);
    assert_non_null(strstr(err.msg, i < 2 ? "codes.txt:2" : "[cameo-codes]"));
    arena_free(a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(contexts_are_those_of_the_row), cmocka_unit_test(plover_has_them_too), cmocka_unit_test(bare_rows),
      cmocka_unit_test(a_stop_is_told), cmocka_unit_test(tables_that_are_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
