#include "test_intake.h"

static const char body[] = "The envoys of both sides met for an hour in the old hall.\n";

static report *page(arena *a, const char *head, ch_input in) {
  str parts[] = {str_of(head), STR("\n\n"), str_of(body)};
  in.bytes = arena_join(a, parts, 3, STR(""));
  in.format = CH_FORMAT_TEXT;
  in.name = STR("x.txt");
  reading j = read_input(a, in);
  if (j.status) fail_msg("%s", j.err.msg);
  return j.r;
}

static void dates_of_many_styles(void **state) {
  (void)state;
  static const struct { const char *head, *value; bool minute; } rows[] = {
    {"Envoys Meet\n\nJune 25, 2025", "2025-06-25", false},
    {"Envoys Meet\n\n25 June 2025", "2025-06-25", false},
    {"Envoys Meet\n\n25th of June, 2025", "2025-06-25", false},
    {"Envoys Meet\n\n2025-06-25", "2025-06-25", false},
    {"Envoys Meet\n\n25.06.2025", "2025-06-25", false},
    {"Envoys Meet\n\n6/25/2025", "2025-06-25", false},
    {"Envoys Meet\n\nWednesday, 25 June 2025 14:30 GMT", "2025-06-25T14:30Z", true},
    {"Envoys Meet\n\nPublished: Jun. 25, 2025 at 2:30 p.m. EDT", "2025-06-25T14:30-04:00", true},
    {"Envoys Meet\n\nUpdated 26 June 2025 | Published 25 June 2025", "2025-06-25", false},
    {"Envoys Meet\n\nUpdated: June 26, 2025", "2025-06-26", false},
    {"Envoys Meet\n\nBy Ann Lee | June 25, 2025", "2025-06-25", false},
    {"Envoys Meet\n\nGeneva, 25 June 2025", "2025-06-25", false},
    {"2025-06-25T23:15:00+03:00\n\nEnvoys Meet", "2025-06-25T23:15+03:00", true},
    {"Envoys Meet\n\n5/6/2025", NULL, false},
    {"Envoys Meet\n\nJune 31, 2025", NULL, false},
    {"Envoys Meet in 2025", NULL, false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = page(a, rows[i].head, (ch_input){0});
    if (rows[i].value) {
      assert_str(r->published_text, rows[i].value);
      assert_int_equal(r->published_basis, BASIS_DATELINE);
      assert_true(r->published_in_text && cal_known(r->published));
    } else {
      assert_null(r->published_text.ptr);
      assert_int_equal(r->published_basis, BASIS_NONE);
    }
    assert_int_equal(r->published_minute, rows[i].minute);
    arena_free(a);
  }
}

static void the_text_wins_over_what_was_given(void **state) {
  (void)state;
  arena *a = arena_new(0);
  ch_input given = {.published = STR("2025-06-27"), .url = STR("https://x.example/2025/06/28/a")};
  assert_str(page(a, "Envoys Meet\n\nJune 25, 2025", given)->published_text, "2025-06-25");
  report *r = page(a, "Envoys Meet", given);
  assert_str(r->published_text, "2025-06-27");
  assert_int_equal(r->published_basis, BASIS_GIVEN);
  given.published = STR("soon");
  r = page(a, "Envoys Meet", given);
  assert_str(r->published_text, "2025-06-28");
  assert_int_equal(r->published_basis, BASIS_URL);
  assert_int_equal(r->n_notes, 1);
  given.url = STR("https://x.example/story-20250629");
  assert_str(page(a, "Envoys Meet", given)->published_text, "2025-06-29");
  given.url = STR("https://x.example/2025/jun/30/story");
  assert_str(page(a, "Envoys Meet", given)->published_text, "2025-06-30");
  given.url = STR("https://x.example/2025/13/30/story-99999999");
  assert_null(page(a, "Envoys Meet", given)->published_text.ptr);
  arena_free(a);
}

static void datelines(void **state) {
  (void)state;
  static const struct { const char *lead, *place, *publisher, *date; } rows[] = {
    {"LONDON, June 5, 2025 (Reuters) - The envoys met for an hour.", "LONDON", "Reuters", "2025-06-05"},
    {"KYIV, Ukraine (AP) — The envoys met for an hour.", "KYIV", "Associated Press", NULL},
    {"MOSCOW, June 5. /TASS/. The envoys met for an hour.", "MOSCOW", "TASS", NULL},
    {"NEW YORK — The envoys met for an hour.", "NEW YORK", NULL, NULL},
    {"Geneva (dpa) – The envoys met for an hour.", "Geneva", "dpa", NULL},
    {"Peace — at last — has come to the town.", NULL, NULL, NULL},
    {"The envoys met in Oslo - they said so.", NULL, NULL, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = read_text(a, rows[i].lead);
    if (rows[i].place) {
      assert_str(r->dateline_place, rows[i].place);
      assert_str(str_at(r->text, r->dateline_place_at), rows[i].place);
      assert_true(span_len(r->dateline_at) > span_len(r->dateline_place_at));
    } else {
      assert_null(r->dateline_place.ptr);
      assert_int_equal(span_len(r->dateline_at), 0);
    }
    if (rows[i].publisher) assert_str(r->publisher, rows[i].publisher);
    else assert_null(r->publisher.ptr);
    if (rows[i].date) assert_str(r->published_text, rows[i].date);
    else assert_null(r->published_text.ptr);
    arena_free(a);
  }
}

/* Lines that date a page without being nothing but a date. */
static void lines_that_date(void **state) {
  (void)state;
  static const struct { const char *line, *date, *place, *publisher; } rows[] = {
    {"OSLO, June 5, 2025 (Reuters) —", "2025-06-05", "OSLO", "Reuters"},
    {"OSLO/BERGEN, 5 June 2025 (Agency)", "2025-06-05", "OSLO/BERGEN", NULL},
    {"Port of Spain, 5 June 2025", "2025-06-05", "Port of Spain", NULL},
    {"Lima, Peru, June 5, 2025", "2025-06-05", "Lima", NULL},
    {"LIMA / QUITO, June 5, 2025, 14:30 GMT", "2025-06-05T14:30Z", "LIMA / QUITO", NULL},
    {"Lima, June 2025", "2025-06", "Lima", NULL},
    {"June 2025", "2025-06", NULL, NULL},
    {"Ministry of Roads, Lima, 5 June 2025", "2025-06-05", NULL, NULL},
    {"Lima | 5 June 2025", "2025-06-05", "Lima", NULL},
    {"Press briefing (5 June 2025)", "2025-06-05", NULL, NULL},
    {"5 June 2025 | Lima", "2025-06-05", NULL, NULL},
    {"Nobody has forgotten what was done in June", NULL, NULL, NULL},
    {"The accord of 5 June 2025 holds.", NULL, NULL, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = read_text(a, arena_printf(a, "Envoys Meet for Talks\n\n%s\n\nThe envoys met for an hour "
                                             "and parted without a text.\n", rows[i].line).ptr);
    if (rows[i].date) assert_str(r->published_text, rows[i].date);
    else assert_null(r->published_text.ptr);
    if (rows[i].place) assert_str(r->dateline_place, rows[i].place);
    if (rows[i].publisher) assert_str(r->publisher, rows[i].publisher);
    arena_free(a);
  }
}

static void a_title_may_date(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const char *text = "The envoys met for an hour and parted without a text.\n";
  report *r = read_text(a, arena_printf(a, "Talks on the Lake, 5 June 2025\n\n%s", text).ptr);
  assert_str(r->published_text, "2025-06-05");
  assert_str(r->title, "Talks on the Lake, 5 June 2025");
  r = read_text(a, arena_printf(a, "Talks on the Lake, 5 June 2025\n\n6 June 2025\n\n%s", text).ptr);
  assert_str(r->published_text, "2025-06-06");
  const char *url = "https://x.example/2025/06/07/a";
  r = read_text(a, arena_printf(a, "Talks on the Lake, 5 June 2025\n\n%s\n%s\n", text, url).ptr);
  assert_str(r->published_text, "2025-06-07");
  arena_free(a);
}

static void a_year_comes_from_the_address(void **state) {
  (void)state;
  arena *a = arena_new(0);
  report *r = read_text(a, "LONDON, June 5 (Reuters) - The envoys met for an hour.\n\n"
    "https://x.example/2025/06/06/a\n");
  assert_str(r->published_text, "2025-06-05");
  assert_int_equal(r->published_basis, BASIS_DATELINE);
  r = read_text(a, "LONDON, December 31 (Reuters) - The envoys met for an hour.\n\n"
    "https://x.example/2025/06/06/a\n");
  assert_str(r->published_text, "2025-06-06");
  assert_int_equal(r->published_basis, BASIS_URL);
  arena_free(a);
}

static void publishers(void **state) {
  (void)state;
  static const struct { const char *url, *name; } rows[] = {
    {"https://www.bbc.co.uk/news/1", "BBC News"}, {"https://edition.cnn.com/a", "CNN"},
    {"http://en.somepaper.co.uk/a", "en.somepaper"}, {"https://www.somepaper.example", "somepaper"},
    {"https://t.me/somebody/1", NULL}, {"nowhere", NULL}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = page(a, "Envoys Meet", (ch_input){.url = str_of(rows[i].url)});
    if (rows[i].name) assert_str(r->publisher, rows[i].name);
    else assert_null(r->publisher.ptr);
    arena_free(a);
  }
  arena *a = arena_new(0);
  report *r = page(a, "Reuters\n\nEnvoys Meet", (ch_input){0});
  assert_str(r->publisher, "Reuters");
  assert_str(r->publisher_basis, "text");
  assert_str(r->title, "Envoys Meet");
  r = page(a, "Envoys Meet", (ch_input){.publisher = STR(" Some Paper "),
    .url = STR("https://www.bbc.com/")});
  assert_str(r->publisher, "Some Paper");
  assert_str(r->publisher_basis, "given");
  arena_free(a);
}

static void given_titles(void **state) {
  (void)state;
  arena *a = arena_new(0);
  report *r = page(a, "Envoys  Meet", (ch_input){.title = STR("Envoys meet")});
  assert_true(r->title_in_text);
  assert_str(r->title, "Envoys meet");
  assert_str(str_at(r->text, r->title_at), "Envoys  Meet");
  r = page(a, "Something Else", (ch_input){.title = STR("Envoys meet")});
  assert_false(r->title_in_text);
  assert_str(r->title, "Envoys meet");
  arena_free(a);
}

static void ids_hang_on_bytes_and_hints(void **state) {
  (void)state;
  arena *a = arena_new(0);
  id plain = page(a, "Envoys Meet", (ch_input){0})->id;
  assert_true(id_valid(id_str(&plain)));
  assert_int_equal(plain.z[0], 'r');
  id same = page(a, "Envoys Meet", (ch_input){.given_id = STR("7")})->id;
  assert_string_equal(plain.z, same.z);
  assert_string_not_equal(plain.z, page(a, "Envoys met", (ch_input){0})->id.z);
  assert_string_not_equal(plain.z, page(a, "Envoys Meet", (ch_input){.published = STR("2025-06-25")})->id.z);
  assert_string_not_equal(plain.z, page(a, "Envoys Meet", (ch_input){.title = STR("2025-06-25")})->id.z);
  arena_free(a);
}

static reading decode(arena *a, str bytes) {
  return read_input(a, (ch_input){.bytes = bytes, .format = CH_FORMAT_TEXT, .name = STR("x.txt")});
}

static void encodings(void **state) {
  (void)state;
  arena *a = arena_new(0);
  str clean = STR("\xEF\xBB\xBFThe envoys met.\r\nThey left \xE2\x80\x94 soon.\r\n");
  reading j = decode(a, clean);
  assert_true(str_eq(j.r->text, clean) && !j.r->n_notes);
  j = decode(a, STR("The en\0voys met, th\xFFy said, in the caf\xC3\xA9 on \xC3\xA9t\xC3\xA9 road.\n"));
  assert_str(j.r->text, "The en?voys met, th?y said, in the caf\xC3\xA9 on \xC3\xA9t\xC3\xA9 road.\n");
  assert_int_equal(j.r->n_notes, 1);
  assert_str(j.r->notes[0].kind, "encoding");
  assert_str(j.r->notes[0].text, "2 bytes that are no UTF-8 read as \"?\", the first at 6");
  assert_int_equal(j.r->notes[0].at.start, 6);
  j = decode(a, STR("\xFF\xFEH\0i\0 \0t\0h\0e\0r\0e\0\xE9\0"));
  assert_str(j.r->text, "Hi there\xC3\xA9");
  j = decode(a, STR("\0\0\xFE\xFF\0\0\0H\0\0\0i"));
  assert_str(j.r->text, "Hi");
  j = decode(a, STR("\x93We will come back,\x94 one envoy said. \x93That is all.\x94\n"));
  assert_str(j.r->text, "\xE2\x80\x9CWe will come back,\xE2\x80\x9D one "
    "envoy said. \xE2\x80\x9CThat is all.\xE2\x80\x9D\n");
  assert_int_equal(j.r->n_notes, 1);
  arena_free(a);
}

static void junk_is_no_text(void **state) {
  (void)state;
  arena *a = arena_new(0);
  char bytes[4096];
  uint64_t seed = 5;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)next_number(&seed);
  reading j = decode(a, (str){bytes, sizeof bytes});
  assert_int_equal(j.status, CH_ERR_INPUT);
  assert_null(j.r);
  assert_non_null(strstr(j.err.msg, "x.txt: not text"));
  arena_free(a);
}

static void too_long_is_a_limit(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const intake_model *m = load_model(a);
  ch_input in = {.bytes = STR("The envoys met."), .format = CH_FORMAT_TEXT, .name = STR("x.txt")};
  report *r;
  ch_error err;
  assert_int_equal(report_new(&r, a, m, &in, in.bytes.len - 1, &err), CH_ERR_LIMIT);
  assert_null(r);
  assert_int_equal(report_new(&r, a, m, &in, in.bytes.len, &err), CH_OK);
  arena_free(a);
}

static void json_is_complete(void **state) {
  (void)state;
  arena *a = arena_new(0);
  report *r = page(a, "Envoys *Meet*\n\nJune 25, 2025\n\nBy Ann Lee",
                   (ch_input){.given_id = STR("7"), .language = STR("en"),
                     .url = STR("https://www.bbc.com/1")});
  buf out = {0};
  jw *j = jw_new(a, &out);
  report_write(j, r, true);
  str got = buf_get(&out);
  str want = arena_printf(a, "{\"blocks\":[{\"kind\":\"title\",\"pieces\":[[0,7],[8,12]],\"span\":[0,12]},"
    "{\"kind\":\"date\",\"span\":[15,28]},{\"kind\":\"byline\",\"span\":[30,40]},"
    "{\"kind\":\"paragraph\",\"span\":[42,99]}],"
    "\"byline\":[{\"span\":[33,40],\"text\":\"Ann "
    "Lee\"}],\"format\":\"text\",\"given_id\":\"7\",\"id\":\"%s\",\"language\":\"en\","
    "\"published\":{\"basis\":\"dateline\",\"precision\":\"day\",\"span\":[15,28],\"value\":\"2025-06-25\"},"
    "\"publisher\":{\"basis\":\"url\",\"name\":\"BBC News\"},\"source\":\"x.txt\","
    "\"text\":\"Envoys *Meet*\\n\\nJune 25, 2025\\n\\nBy Ann Lee\\n\\nThe "
    "envoys of both sides met for an hour in the old hall.\\n\","
    "\"title\":{\"span\":[0,12],\"text\":\"Envoys "
    "Meet\"},\"url\":{\"span\":null,\"value\":\"https://www.bbc.com/1\"}}", r->id.z);
  assert_str(got, want.ptr);
  buf_free(&out);
  arena_free(a);
}

static void kinds_and_bases_round(void **state) {
  (void)state;
  for (int k = BLOCK_TITLE; k <= BLOCK_NOISE; k++) {
    block_kind back;
    assert_true(block_kind_parse(str_of(block_kind_text((block_kind)k)), &back) && (int)back == k);
  }
  for (int b = BASIS_DATELINE; b <= BASIS_INHERITED; b++) {
    date_basis back;
    assert_true(date_basis_parse(str_of(date_basis_text((date_basis)b)), &back) && (int)back == b);
  }
  block_kind kind;
  date_basis basis;
  assert_false(block_kind_parse(STR("body"), &kind));
  assert_false(date_basis_parse(STR("none"), &basis));
  assert_null(date_basis_text(BASIS_NONE));
}

static void pack_errors_name_the_row(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const pack *pk;
  const intake_model *m;
  ch_error err;
  assert_int_equal(pack_parse(&pk, a, STR("i.txt"), STR("[months]\nmay | 5\njune | 13\n"), &err), CH_OK);
  assert_int_equal(intake_load(&m, a, pk, &err), CH_ERR_PACK);
  assert_non_null(strstr(err.msg, "i.txt:3: "));
  assert_int_equal(pack_parse(&pk, a, STR("i.txt"), STR("[field-labels]\nx | y\n"), &err), CH_OK);
  assert_int_equal(intake_load(&m, a, pk, &err), CH_ERR_PACK);
  assert_non_null(strstr(err.msg, "i.txt:2: "));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(dates_of_many_styles), cmocka_unit_test(the_text_wins_over_what_was_given),
    cmocka_unit_test(datelines), cmocka_unit_test(lines_that_date), cmocka_unit_test(a_title_may_date),
    cmocka_unit_test(a_year_comes_from_the_address),
      cmocka_unit_test(publishers),
    cmocka_unit_test(given_titles), cmocka_unit_test(ids_hang_on_bytes_and_hints),
      cmocka_unit_test(encodings),
    cmocka_unit_test(junk_is_no_text), cmocka_unit_test(too_long_is_a_limit),
      cmocka_unit_test(json_is_complete),
    cmocka_unit_test(kinds_and_bases_round), cmocka_unit_test(pack_errors_name_the_row)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
