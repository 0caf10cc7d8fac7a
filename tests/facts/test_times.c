/* test_times.c: the times of English sentences, by the real pack: extents, values, rules, anchors. */
#include "facts/times.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>

typedef struct {
  arena *a;                    /* of the models */
  lexicon *l;
  const intake_model *intake;
  const language_model *language;
  model_file *trained;
  const times_model *times;
} english;

static english en;

static int load(void **state) {
  (void)state;
  ch_error err = {0};
  const pack *pk;
  const char *folder = getenv("CHANCERY_PACK");
  en.a = arena_new(0);
  en.l = lexicon_new(en.a);
  if (!folder || pack_open(&pk, en.a, folder, &err) || intake_load(&en.intake, en.a, pk, &err) ||
      language_models_open(&en.trained, folder, &err) ||
      language_load(&en.language, en.a, pk, en.l, en.trained, NULL, &err) || times_load(&en.times, en.a, pk, en.l, &err)) {
    print_error("%s\n", folder ? err.msg : "CHANCERY_PACK is not set");
    return -1;
  }
  return 0;
}

static int unload(void **state) {
  (void)state;
  language_models_close(en.trained);
  arena_free(en.a);
  return 0;
}

/* The facts of a text, times found; published "": undated. */
static facts *find(arena *a, const char *text, const char *published) {
  ch_error err = {0};
  report *r;
  const ch_input in = {.bytes = str_of(text), .format = CH_FORMAT_JSONL, .name = STR("test"),
                       .published = str_of(published)};
  if (report_new(&r, a, en.intake, &in, 1 << 20, &err)) fail_msg("%s", err.msg);
  facts *f = ARENA_NEW(a, facts);
  f->report = r;
  f->doc = language_read(a, en.language, en.l, r);
  f->language = en.language;
  f->lexicon = en.l;
  times_find(a, en.times, f);
  return f;
}

static facts *read(arena *a, const char *text, const char *published) {
  facts *f = find(a, text, published);
  times_resolve(a, en.times, f);
  return f;
}

static str value_of(arena *a, const time_fact *t) {
  return t->value_text.ptr ? t->value_text : cal_str(a, t->value);
}

/* All times of a text as "words=value; words=value", a value that is not known as "?". */
static str times_of(arena *a, const facts *f) {
  str *parts = ARENA_ARRAY(a, str, f->n_times + 1);
  for (uint32_t i = 0; i < f->n_times; i++) {
    str words = str_at(f->report->text, f->times[i].at), value = value_of(a, &f->times[i]);
    if (!value.ptr) value = STR("?");
    parts[i] = arena_printf(a, "%.*s=%.*s", (int)words.len, words.ptr, (int)value.len, value.ptr);
  }
  return arena_join(a, parts, f->n_times, STR("; "));
}

typedef struct { const char *text, *times; } sentence_case;

/* Every case is a report of Wednesday, 25 June 2025, unless said otherwise. */
static void check_on(const char *published, const sentence_case *cases, size_t n) {
  for (size_t i = 0; i < n; i++) {
    arena *a = arena_new(0);
    str got = times_of(a, read(a, cases[i].text, published));
    if (!str_eq(got, str_of(cases[i].times))) {
      print_error("%s\n  is   %.*s\n  want %s\n", cases[i].text, (int)got.len, got.ptr, cases[i].times);
      fail();
    }
    arena_free(a);
  }
}
#define CHECK(cases) check_on("2025-06-25", cases, sizeof(cases) / sizeof *(cases))
#define CHECK_ON(day, cases) check_on(day, cases, sizeof(cases) / sizeof *(cases))

static void full_dates(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"The pact was signed on March 3, 2021.", "March 3, 2021=2021-03-03"},
    {"The pact was signed on 3 March 2021.", "3 March 2021=2021-03-03"},
    {"They met on the 3rd of March.", "the 3rd of March=2025-03-03"},
    {"It entered into force on 2021-03-03.", "2021-03-03=2021-03-03"},
    {"It entered into force on 3/25/2021.", "3/25/2021=2021-03-25"},
    {"They met on Feb. 27.", "Feb. 27=2025-02-27"},
    {"They met on Monday, June 2.", "Monday, June 2=2025-06-02"},
    {"The court ruled in May 2019.", "May 2019=2019-05"},
    {"The court ruled in 2019.", "2019=2019"},
    {"The envoy died in the 1990s.", "the 1990s=1990/1999"},
    {"The fort dates from the 17th century.", "the 17th century=1600/1699"},
    {"Exports fell in the third quarter of 2023.", "the third quarter of 2023=2023-07-01/2023-09-30"},
    {"The talks began on Feb. 30, they joked.", ""},
  };
  CHECK(cases);
}

static void ranges(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"The ships were seized between 2011 and 2013.", "between 2011 and 2013=2011/2013"},
    {"The 2011-13 war is over.", "2011-13=2011/2013"},
    {"They met between June 3 and 5.", "between June 3 and 5=2025-06-03/2025-06-05"},
    {"They met from May 2 to June 4.", "May 2=2025-05-02; June 4=2025-06-04"},
    {"The fair was held on March 2–5.", "March 2–5=2025-03-02/2025-03-05"},
    {"It ran from Nov. 20, 2023, to Jan. 5, 2024.",
     "Nov. 20, 2023,=2023-11-20; Jan. 5, 2024=2024-01-05"},
    {"They met on May 5, 6 and 12.", "May 5=2025-05-05; 6=2025-05-06; 12=2025-05-12"},
    {"They met on Monday 5, Tuesday 6 and Sunday 11 May.",
     "Monday 5=2025-05-05; Tuesday 6=2025-05-06; Sunday 11 May=2025-05-11"},
  };
  CHECK(cases);
}

static void weekdays_and_tense(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"The minister arrived Wednesday.", "Wednesday=2025-06-25"},
    {"The minister arrived on Thursday.", "Thursday=2025-06-19"},
    {"The minister will arrive on Thursday.", "Thursday=2025-06-26"},
    {"On Thursday, the minister will arrive.", "Thursday=2025-06-26"},
    {"On Thursday, the minister arrived.", "Thursday=2025-06-19"},
    {"She said on Monday that the talks would go on.", "Monday=2025-06-23"},
    {"The talks are expected to resume on Friday.", "Friday=2025-06-27"},
    {"The army must leave by Friday.", "Friday=2025-06-27"},
    {"They waited until Friday.", "Friday=2025-06-20"},
    {"They rested ahead of Friday's talks.", "Friday=2025-06-27"},
    {"They meet next Monday.", "next Monday=2025-06-30"},
    {"They met last Wednesday.", "last Wednesday=2025-06-18"},
    {"They met over the weekend.", "the weekend=2025-06-21/2025-06-22"},
    {"They have ruled since Friday.", "since Friday=2025-06-20/2025-06-25"},
    {"The party agreed in March to a truce.", "March=2025-03"},
    {"The party will vote in March.", "March=2026-03"},
    {"The summit planned for Sept. 5 is off.", "Sept. 5=2025-09-05"},
  };
  CHECK(cases);
}

static void units_and_parts(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"They met last week.", "last week=2025-06-16/2025-06-22"},
    {"They met earlier this year.", "earlier this year=2025-01-01/2025-06-24"},
    {"They meet later this month.", "later this month=2025-06-26/2025-06-30"},
    {"They met last summer.", "last summer=2024-06-01/2024-08-31"},
    {"They met in early March.", "early March=2025-03-01/2025-03-10"},
    {"They met in mid-March.", "mid-March=2025-03-11/2025-03-21"},
    {"He must go by the end of the month.", "the end of the month=2025-06-30"},
    {"They met two years ago.", "two years ago=2023"},
    {"They will land in five days.", "in five days=2025-06-30"},
    {"They did it in five days.", "five days=P5D"},
    {"They will land the day after tomorrow.", "the day after tomorrow=2025-06-27"},
    {"He left two days before July 20, 1974.", "two days before July 20, 1974=1974-07-18"},
    {"The talks would last two weeks.", "two weeks=P2W"},
    {"They met ten days ago.", "ten days ago=2025-06-15"},
    {"They met forty-five days ago.", "forty-five days ago=2025-05-11"},
    {"They met in June last year.", "June last year=2024-06"},
    {"They met yesterday.", "yesterday=2025-06-24"},
    {"Trade fell in the past two weeks.", "the past two weeks=2025-06-11/2025-06-25"},
    {"They may strike in the next 48 hours.", "the next 48 hours=2025-06-25/2025-06-27"},
    {"They must answer within 10 to 12 days.", "within 10 to 12 days=2025-07-05/2025-07-07"},
  };
  CHECK(cases);
}

static void vague_ones(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"The king has so far refused.", "so far=../2025-06-25"},
    {"The two had previously met.", "previously=../2025-06-24"},
    {"The army now holds the pass.", "now=2025-06-25"},
    {"A ruling is due very soon.", "very soon=?"},
    {"They fought for two years.", "two years=P2Y"},
    {"A two-week truce held.", "two-week=P2W"},
    {"They met every Friday.", "every Friday=XXXX-WXX-5"},
    {"They met at 3:30 p.m. on Tuesday.", "3:30 p.m. on Tuesday=2025-06-24T15:30"},
    {"They met on Tuesday morning.", "Tuesday morning=2025-06-24T06:00/2025-06-24T12:00"},
    {"He left a week after the vote.", "a week after=P1W"},
  };
  CHECK(cases);
}

/* Words that only look like times. */
static void false_friends(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"The army may march on the town.", ""},
    {"Prime Minister Ada May spoke.", ""},
    {"The second round may fall apart under the sun.", ""},
    {"About 2016 people and 1,990 troops left.", ""},
    {"A 45-year-old man and a 60 year old woman left.", ""},
    {"See https://news.example/2021/06/25/story-2020 for more.", ""},
    {"They sat down since it was late.", ""},
    {"The Group of Seven has a long-standing row.", ""},
    {"The Jan Weekly and the Sun praised the F-16 and the 7.62 mm rifle.", ""},
    {"Resolution 1973 and Article 2014 were cited.", ""},
    {"It fell 379480 points.", ""},
  };
  CHECK(cases);
}

static void told_from_another_time(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"They spoke on May 27. A round followed on June 10.\n\nEarlier in May, the envoys met.",
     "May 27=2025-05-27; June 10=2025-06-10; Earlier in May=2025-05-01/2025-05-26"},
    {"On June 12 the fort fell. The next day the king fled. Two days later he died.",
     "June 12=2025-06-12; The next day=2025-06-13; Two days later=2025-06-15"},
    {"They met on May 7 and June 2, after an earlier meeting in the hills.",
     "May 7=2025-05-07; June 2=2025-06-02; earlier=../2025-05-06"},
    {"On Friday, the army struck. Dozens have since been killed.",
     "Friday=2025-06-20; since=2025-06-20/2025-06-25"},
    {"They signed on March 3, 1908. On March 15, the parliament voted.",
     "March 3, 1908=1908-03-03; March 15=1908-03-15"},
    {"The ship was seized on the 2nd of March and freed on the 9th.",
     "the 2nd of March=2025-03-02; the 9th=2025-03-09"},
    {"The next day the king fled.", "The next day=?"},
  };
  CHECK(cases);
}

static void without_a_date(void **state) {
  (void)state;
  static const sentence_case cases[] = {
    {"They met on Wednesday.", "Wednesday=?"},
    {"They met on Feb. 27.", "Feb. 27=XXXX-02-27"},
    {"They met on Feb. 27. Earlier in February, the envoys wrote.",
     "Feb. 27=XXXX-02-27; Earlier in February=XXXX-02-01/XXXX-02-26"},
    {"They met in 2022.", "2022=2022"},
    {"They met earlier this year.", "earlier this year=?"},
    {"They have so far refused.", "so far=?"},
  };
  CHECK_ON("", cases);
}

/* ---- anchors on statements ------------------------------------------------------------------- */

/* One statement over the whole text, made on the day of time `when_time`. */
static void add_statement(arena *a, facts *f, uint32_t when_time, when_basis basis) {
  span *all = ARENA_NEW(a, span);
  *all = (span){0, (uint32_t)f->report->text.len};
  *ARENA_PUSH(a, f->statements, f->n_statements, f->cap_statements) =
      (statement){.content = all, .n_content = 1, .at = *all, .when = {.basis = basis, .time = when_time}};
}

static void speech_is_told_from_its_day(void **state) {
  (void)state;
  arena *a = arena_new(0);
  facts *f = find(a, "She spoke on Monday. \"As of today, we leave within ten days.\" Her aides met today.",
                  "2025-06-25");
  add_statement(a, f, 0, WHEN_TIME);
  times_resolve(a, en.times, f);
  str got = times_of(a, f);
  assert_true(str_eq(got, STR("Monday=2025-06-23; today=2025-06-23; within ten days=2025-06-23/2025-07-03; "
                              "today=2025-06-25")));
  assert_int_equal(f->times[1].expr.base, BASE_STATEMENT);
  assert_int_equal(f->times[3].expr.base, BASE_REPORT);
  assert_true(cal_same(f->statements[0].when.value, cal_one_day(cal_from_ymd(2025, 6, 23))));
  arena_free(a);
}

static void speech_of_unknown_day(void **state) {
  (void)state;
  arena *a = arena_new(0);
  facts *f = find(a, "\"As of today, we leave.\"", "2025-06-25");
  add_statement(a, f, NONE, WHEN_REPORT);
  times_resolve(a, en.times, f);
  assert_true(str_eq(times_of(a, f), STR("today=2025-06-25")));
  assert_true(str_eq(cal_str(a, f->statements[0].when.value), STR("../2025-06-25")));
  arena_free(a);
}

static void offset_read_backwards(void **state) {
  (void)state;
  arena *a = arena_new(0);
  facts *f = find(a, "She spoke on Monday, a week after he said so.", "2025-06-25");
  add_statement(a, f, 0, WHEN_TIME);
  add_statement(a, f, 1, WHEN_OFFSET);
  f->times[1].expr.base = BASE_STATEMENT;
  f->times[1].expr.base_ref = 0;
  f->times[1].expr.n = -f->times[1].expr.n;
  times_resolve(a, en.times, f);
  assert_true(str_eq(cal_str(a, f->statements[1].when.value), STR("2025-06-16")));
  arena_free(a);
}

static void rings_stay_unknown(void **state) {
  (void)state;
  arena *a = arena_new(0);
  facts *f = find(a, "He left a day after the vote, a week before the vote.", "2025-06-25");
  assert_int_equal(f->n_times, 2);
  for (uint32_t i = 0; i < 2; i++) {
    f->times[i].expr.base = BASE_TIME;
    f->times[i].expr.base_ref = 1 - i;
  }
  times_resolve(a, en.times, f);
  assert_false(cal_known(f->times[0].value));
  assert_false(cal_known(f->times[1].value));
  arena_free(a);
}

static void finds_the_time_at_a_token(void **state) {
  (void)state;
  arena *a = arena_new(0);
  facts *f = read(a, "They met on March 3, 2021, and in 2022.", "2025-06-25");
  assert_int_equal(f->n_times, 2);
  assert_int_equal(times_at(f, f->times[0].first), 0);
  assert_int_equal(times_at(f, f->times[0].end - 1), 0);
  assert_int_equal(times_at(f, f->times[0].end), NONE);
  assert_int_equal(times_at(f, f->times[1].first), 1);
  assert_int_equal(times_at(f, 0), NONE);
  arena_free(a);
}

/* ---- the record values again what an undated report said ------------------------------------- */

static str text_of(const json_t *o, const char *key) {
  const char *z = json_string_value(json_object_get(o, key));
  return z ? str_of(z) : (str){NULL, 0};
}

static int64_t number_of(const json_t *o, const char *key) {
  return json_integer_value(json_object_get(o, key));
}

static time_expr from_json(arena *a, const time_expr *e) {
  buf b = {0};
  time_expr back;
  jw *j = jw_new(a, &b);
  time_expr_write(j, e, e->base == BASE_TIME ? STR("t-x") : (str){NULL, 0});
  json_t *o = json_loadb(b.ptr, b.len, 0, NULL);
  const time_expr_text t = {
    .base = text_of(o, "base"), .op = text_of(o, "op"), .offset = text_of(o, "offset"),
    .offset2 = text_of(o, "offset2"),
    .grain = text_of(o, "grain"), .unit = text_of(o, "unit"), .literal = text_of(o, "literal"),
    .weekday = number_of(o, "weekday"), .month = number_of(o, "month"), .day = number_of(o, "day"), .feast = number_of(o, "feast"),
    .bias = number_of(o, "bias"), .part = number_of(o, "part"),
    .approx = json_is_true(json_object_get(o, "approx"))};
  if (!time_expr_parse(&t, &back)) fail_msg("cannot read %.*s", (int)b.len, b.ptr);
  json_decref(o);
  buf_free(&b);
  back.base_ref = e->base_ref;
  return back;
}

static const char many[] =
    "They met on Wednesday, on Feb. 27, in May, last week, next Monday, last summer and yesterday. "
    "They will meet on Friday and on Sept. 5. Earlier in February they wrote. Earlier this year and later this month they "
    "spoke, in early March, by the end of the year, two years ago, ten days ago. The next day they left; a week later "
    "they came. They have so far refused, within 10 to 12 days, in the past two weeks, since Friday, in the third "
    "quarter, in the first half of the year, in June last year, over the weekend, recently, now and soon, "
    "between June 3 and 5, in 2022. They met last Thanksgiving, on Good Friday, from Jan. 9 to March 3, two and a half "
    "years ago, in the second half of May, in the first week of July, on the last Friday of April, overnight, in the "
    "coming weeks, a week from Monday and in Q3.";

static void valued_again_as_if_dated(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const facts *undated = read(a, many, ""), *dated = read(a, many, "2025-06-25");
  assert_int_equal(undated->n_times, dated->n_times);
  assert_in_range(undated->n_times, 38, 54);
  cal_date *again = ARENA_ARRAY(a, cal_date, undated->n_times);
  for (uint32_t i = 0; i < undated->n_times; i++) {
    time_expr e = from_json(a, &undated->times[i].expr);
    cal_date base = e.base == BASE_REPORT ? dated->report->published : CAL_NOTHING;
    if (e.base == BASE_TIME) base = again[e.base_ref];
    again[i] = time_value(&e, base);
    assert_true(cal_same(again[i], dated->times[i].value));
  }
  arena_free(a);
}

/* ---- the pack -------------------------------------------------------------------------------- */

static void refuses(const char *bytes, const char *complaint) {
  arena *a = arena_new(0);
  const pack *pk;
  const times_model *m;
  ch_error err = {0};
  assert_int_equal(pack_parse(&pk, a, STR("times.txt"), str_of(bytes), &err), CH_OK);
  assert_int_equal(times_load(&m, a, pk, lexicon_new(a), &err), CH_ERR_PACK);
  assert_null(m);
  if (str_find(str_of(err.msg), str_of(complaint)) == SIZE_MAX) fail_msg("%s", err.msg);
  arena_free(a);
}

static void tells_what_is_wrong_in_the_pack(void **state) {
  (void)state;
  refuses("[time-units]\nday | dya\n", "times.txt:2");
  refuses("[time-rules]\nx | NO_SUCH | date\n", "unknown class");
  refuses("[time-rules]\nx | MONTH | dance\n", "unknown action");
  refuses("[time-rules]\nx | MONTH? | date\n", "may be empty");
  refuses("[time-rules]\nx | MONTH | date | 1001\n", "p is");
  refuses("[time-phrases]\nsome day | dance\n", "unknown action");
  refuses("[time-phrases]\nsome day | past | NO_SUCH *\n", "surroundings are");
  refuses("[time-phrases]\nsome day | date 11-22/8\n", "unknown action");
  refuses("[time-phrases]\nsome day | date easter+999\n", "unknown action");
  refuses("[time-cues]\nperhaps | will\n", "cues are");
  refuses("[time-story]\nyears | many\n", "[time-story] has years");
  refuses("[time-macros]\nX | NO_SUCH\n", "unknown class");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(full_dates), cmocka_unit_test(ranges), cmocka_unit_test(weekdays_and_tense),
    cmocka_unit_test(units_and_parts), cmocka_unit_test(vague_ones), cmocka_unit_test(false_friends),
    cmocka_unit_test(told_from_another_time), cmocka_unit_test(without_a_date),
    cmocka_unit_test(speech_is_told_from_its_day), cmocka_unit_test(speech_of_unknown_day),
    cmocka_unit_test(offset_read_backwards), cmocka_unit_test(rings_stay_unknown),
    cmocka_unit_test(finds_the_time_at_a_token), cmocka_unit_test(valued_again_as_if_dated),
    cmocka_unit_test(tells_what_is_wrong_in_the_pack)};
  return cmocka_run_group_tests(tests, load, unload);
}
