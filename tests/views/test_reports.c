/* The list of reports and two reports beside each other, from rows made by hand. */
#include "../base/test.h"
#include "views/views.h"
#include <stdio.h>

static const char *const texts[][2] = {
  {"r-aaaaaaaaaa", "The harbour is closed for ten days. Two ships wait outside for a pilot."},
  {"r-bbbbbbbbbb", "The harbour is closed for six weeks. Two ships wait outside for a pilot. "
                   "The mayor of Zenda has called a meeting about it."},
  {"r-cccccccccc", "The harbour is closed for ten days.\x1b[2J Two ships wait outside for a pilot."}};

static ch_status facts(buf *out, void *reader, str report_id) {
  (void)reader;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (!str_eq(report_id, str_of(texts[i][0]))) continue;
    buf_str(out, STR("{\"report\":{\"blocks\":[{\"kind\":\"paragraph\",\"span\":[0,"));
    buf_u64(out, strlen(texts[i][1]));
    buf_str(out, STR("]}],\"text\":\""));
    for (const char *c = texts[i][1]; *c; c++) {
      if (*c == 0x1b) buf_str(out, STR("\\u001b"));
      else buf_char(out, *c);
    }
    buf_str(out, STR("\"}}\n"));
    return CH_OK;
  }
  return CH_ERR_ARG;
}

static void take(view_rows *rows, const char *line) {
  assert_int_equal(view_rows_take(line, strlen(line), rows), 0);
}

static void take_report(view_rows *rows, const char *name, const char *title) {
  char line[400];
  snprintf(line, sizeof line,
           "{\"family\":\"f-a\",\"id\":\"%s\",\"published\":{\"basis\":\"given\","
           "\"value\":\"2019-03-04\"},\"publisher\":null,"
           "\"row\":\"report\",\"source\":[\"x.txt\"],\"thread\":\"t-a\",\"title\":%s}", name, title);
  take(rows, line);
}

static const char link_row[] =
  "{\"a\":\"r-aaaaaaaaaa\",\"b\":\"r-bbbbbbbbbb\",\"direction\":\"a>b\",\"id\":\"l-ab\",\"p\":900,"
  "\"passages\":[{\"a\":[0,35],\"b\":[0,36],\"score\":800},{\"a\":[36,71],\"b\":[37,72],\"score\":1000}],"
  "\"reasons\":[\"lost_title\"],\"relation\":\"revision\",\"row\":\"link\"}";
static const char family_row[] =
  "{\"head\":\"r-aaaaaaaaaa\",\"id\":\"f-a\",\"members\":[{\"altered_quotes\":[],"
  "\"relation\":\"head\",\"report\":\"r-aaaaaaaaaa\"},"
  "{\"altered_quotes\":[],\"changed\":[{\"a\":[26,34],\"b\":[26,35]}],\"relation\":\"revision\","
  "\"report\":\"r-bbbbbbbbbb\"},"
  "{\"altered_quotes\":[[0,11]],\"relation\":\"same_report\",\"report\":\"r-cccccccccc\"}],"
  "\"row\":\"family\"}";

static view_rows *make_rows(void) {
  view_rows *rows = view_rows_new();
  assert_non_null(rows);
  take_report(rows, "r-aaaaaaaaaa", "\"Harbour Closed\"");
  take_report(rows, "r-bbbbbbbbbb", "\"Harbour Closed for Weeks\"");
  take_report(rows, "r-cccccccccc", "null");
  take(rows, family_row);
  take(rows, link_row);
  take(rows, "{\"first\":\"2019-03-04\",\"id\":\"t-a\",\"label\":\"Harbour Closed\","
             "\"last\":\"2019-03-04\",\"reports\":3,\"row\":\"thread\"}");
  return rows;
}

static void has(const buf *out, const char *words) {
  if (str_find(buf_get(out), str_of(words)) == SIZE_MAX)
    fail_msg("no \"%s\" in:\n%.*s", words, (int)out->len, out->ptr);
}

static void has_not(const buf *out, const char *words) {
  if (str_find(buf_get(out), str_of(words)) != SIZE_MAX)
    fail_msg("\"%s\" in:\n%.*s", words, (int)out->len, out->ptr);
}

static void members_say_what_is_new(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.width = 100, .facts = facts};
  buf out = {0};
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  has(&out, "Harbour Closed · x.txt · r-aaaaaaaa\n");
  has(&out, "revision of the above, new 50 %");
  has(&out, "changed: “ten days” → “six weeks”");
  has(&out, "new: The mayor of Zenda has called a meeting about it.\n");
  has(&out, "copy of the above, new 15 %");        /* the code makes one word of two */
  has(&out, "1 quotation altered: … → “The harbour”");
  has(&out, "3 reports in 1 family\n");
  has_not(&out, "\x1b");
  buf_free(&out);
  view_rows_free(rows);
}

/* A link that is not the best of its relation says who was first, and not what a report was made from. */
static void best_links_alone(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.width = 100, .facts = facts};
  buf out = {0}, want = {0};
  assert_int_equal(view_reports(&want, rows, &o, NULL), CH_OK);
  take(rows, "{\"a\":\"r-cccccccccc\",\"b\":\"r-bbbbbbbbbb\",\"best\":false,\"direction\":null,\"id\":\"l-aa\",\"p\":900,"
             "\"passages\":[{\"a\":[0,35],\"b\":[73,120],\"score\":1000}],\"reasons\":[],\"relation\":\"same_report\","
             "\"row\":\"link\"}");
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  assert_int_equal(out.len, want.len);
  assert_memory_equal(out.ptr, want.ptr, want.len);
  buf_clear(&out);
  assert_int_equal(view_pair(&out, rows, STR("l-aa"), (str){NULL, 0}, false, &o, NULL), CH_OK);
  has(&out, "which was first is not known");
  buf_free(&out);
  buf_free(&want);
  view_rows_free(rows);
}

static void without_texts(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.width = 100};
  buf out = {0};
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  has(&out, "revision of the above · Harbour Closed for Weeks");
  has(&out, "1 quotation altered\n");
  has_not(&out, "new");
  buf_clear(&out);
  assert_int_equal(view_reports_json(&out, rows, &o, NULL), CH_OK);
  has(&out, "\"new\":null,\"new_span\":null");
  buf_clear(&out);
  assert_int_equal(view_pair(&out, rows, STR("l-ab"), (str){NULL, 0}, false, &o, NULL), CH_OK);
  has(&out, "not to be had");
  buf_free(&out);
  view_rows_free(rows);
}

static void programs_get_the_share(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.facts = facts};
  buf out = {0};
  assert_int_equal(view_reports_json(&out, rows, &o, NULL), CH_OK);
  has(&out, "\"new\":1000,\"new_span\":[0,35],\"relation\":\"head\"");
  has(&out, "\"new_span\":[73,122],\"relation\":\"revision\"");
  buf_free(&out);
  view_rows_free(rows);
}

static void a_long_family_is_cut(void **state) {
  (void)state;
  view_rows *rows = view_rows_new();
  buf family = {0}, out = {0};
  buf_str(&family, STR("{\"head\":\"r-head000000\",\"id\":\"f-a\","
                       "\"members\":[{\"relation\":\"head\",\"report\":\"r-head000000\"}"));
  take_report(rows, "r-head000000", "null");
  for (int i = 0; i < 1000; i++) {
    char name[16];
    snprintf(name, sizeof name, "r-m%09d", i);
    take_report(rows, name, "null");
    buf_printf(&family, ",{\"relation\":\"%s\",\"report\":\"%s\"}", i == 900 ? "rewrite" : "same_report",
               name);
  }
  buf_str(&family, STR("],\"row\":\"family\"}"));
  assert_int_equal(view_rows_take(family.ptr, family.len, rows), 0);
  view_options o = {.width = 100};
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  has(&out, "… and 992 more, all copies; the last 2019-03-04\n");
  has(&out, "rewrite of the above");              /* what is no copy is shown first */
  buf_clear(&out);
  o.all = true;
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  has(&out, "r-m0000009");
  has_not(&out, "more");
  buf_free(&family);
  buf_free(&out);
  view_rows_free(rows);
}

/* Rows of an older version: a link that names no passages. What stands word for word is found. */
static void rows_without_passages(void **state) {
  (void)state;
  view_rows *rows = view_rows_new();
  take_report(rows, "r-aaaaaaaaaa", "null");
  take_report(rows, "r-bbbbbbbbbb", "null");
  take(rows, "{\"head\":\"r-aaaaaaaaaa\",\"id\":\"f-a\",\"members\":[{\"relation\":\"head\","
             "\"report\":\"r-aaaaaaaaaa\"},"
             "{\"relation\":\"rewrite\",\"report\":\"r-bbbbbbbbbb\"}],\"row\":\"family\"}");
  take(rows, "{\"a\":\"r-aaaaaaaaaa\",\"b\":\"r-bbbbbbbbbb\",\"id\":\"l-ab\","
             "\"relation\":\"rewrite\",\"row\":\"link\"}");
  view_options o = {.width = 100, .facts = facts};
  buf out = {0};
  assert_int_equal(view_reports(&out, rows, &o, NULL), CH_OK);
  has(&out, "rewrite of the above or the other way round, new 71 %");
  buf_clear(&out);
  o.width = 60;
  assert_int_equal(view_pair(&out, rows, STR("l-ab"), (str){NULL, 0}, false, &o, NULL), CH_OK);
  has(&out, "ten days. [1 Two ships wait\noutside for a pilot.]\n");
  has(&out, "outside for a pilot.] The mayor");
  buf_free(&out);
  view_rows_free(rows);
}

static void a_pair_is_marked(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.width = 60, .facts = facts};
  buf out = {0};
  assert_int_equal(view_pair(&out, rows, STR("r-bbbbbbbbbb"), STR("r-aaaaaaaaaa"), false, &o, NULL), CH_OK);
  has(&out, "revision · B was made from A · sure to 90 % · lost title");
  has(&out, "[1 The harbour is closed for *ten days.*] [2 Two ships wait");
  has(&out, "[1 The harbour is closed for *six weeks.*] [2 Two ships wait");
  has(&out, "pilot.] The mayor");
  buf_clear(&out);
  o.width = 100;
  assert_int_equal(view_pair(&out, rows, STR("l-ab"), (str){NULL, 0}, false, &o, NULL), CH_OK);
  has(&out, "│ [1 The harbour is closed for *six weeks.*]");
  for (str rest = buf_get(&out), line; str_split(&rest, '\n', &line);) assert_true(utf8_width(line) <= 100);
  buf_clear(&out);
  assert_int_equal(view_pair(&out, rows, STR("l-ab"), (str){NULL, 0}, true, &o, NULL), CH_OK);
  has(&out, "\"b_text\":\"The harbour is closed for six weeks.\"");
  buf_free(&out);
  view_rows_free(rows);
}

static void a_pair_without_a_link(void **state) {
  (void)state;
  view_rows *rows = make_rows();
  view_options o = {.width = 60, .facts = facts};
  buf out = {0};
  ch_error err;
  assert_int_equal(view_pair(&out, rows, STR("r-aaaaaaaaaa"), STR("r-cccccccccc"), false, &o, &err), CH_OK);
  has(&out, "no link in the record · 1 passage in common");
  has(&out, "[1 The harbour is closed for ten *days.?[2J* Two ships");
  has_not(&out, "\x1b");
  buf_clear(&out);
  assert_int_equal(view_pair(&out, rows, STR("r-aaaaaaaaaa"), STR("r-cccccccccc"), true, &o, &err), CH_OK);
  assert_str(buf_get(&out),
             "{\"a\":\"r-aaaaaaaaaa\",\"b\":\"r-cccccccccc\",\"direction\":null,\"p\":null,\"passages\":[],"
                            "\"reasons\":[],\"relation\":null}\n");
  buf_clear(&out);
  assert_int_equal(view_pair(&out, rows, STR("r-aaaaaaaaaa"), STR("t-a"), false, &o, &err), CH_ERR_ARG);
  assert_int_equal(view_pair(&out, rows, STR("r-none"), STR("r-cccccccccc"), false, &o, &err), CH_ERR_ARG);
  buf_free(&out);
  view_rows_free(rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(members_say_what_is_new), cmocka_unit_test(best_links_alone), cmocka_unit_test(without_texts),
    cmocka_unit_test(programs_get_the_share), cmocka_unit_test(a_long_family_is_cut),
    cmocka_unit_test(rows_without_passages), cmocka_unit_test(a_pair_is_marked),
    cmocka_unit_test(a_pair_without_a_link)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
