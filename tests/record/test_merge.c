/* What the stages say of a few reports each: dates, roles, origins, names, conflicts. */
#include "kit.h"
#include <stdio.h>
#include <stdlib.h>

static record *keep_all(const kit_report *reports, int n) {
  record *r = kit_open(":memory:");
  for (int i = 0; i < n; i++) kit_add(r, &reports[i], CH_ADDED_NEW);
  kit_keep(r);
  return r;
}

/* The row a member's id resolves to; static until the next call. */
static const char *row_of(record *r, const id *member) {
  static char row[20000];
  char *rows = kit_rows(r, NULL, member->z, NULL);
  snprintf(row, sizeof row, "%s", rows);
  free(rows);
  return row;
}

#define FIVE(w)                                                                   \
  {{1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 2, 1, false}, {4, 1, 2, -1, false}, \
   {5, w, 1, 0, false}}

static const kit_report original = {"original", "2031-03-10", "Aland Post", NULL, FIVE(1)};
static const kit_report copy = {"copy", NULL, NULL, NULL, FIVE(1)};
static const kit_report rewrite = {"rewrite", NULL, "Farm of Words", NULL,
                                   {{1, 2, 1, 0, false}, {2, 2, 0, 0, false}, {3, 2, 102, 1, false},
                                    {4, 1, 2, -1, false}}};

static void test_undated_copy_inherits(void **state) {
  (void)state;
  const kit_report all[] = {copy, original};
  record *r = keep_all(all, 2);
  id name = kit_report_id(&copy), said = kit_statement_id(&copy, 2), first = kit_statement_id(&original, 2);
  kit_has(row_of(r, &name), "\"published\":{\"basis\":\"inherited\",\"value\":\"2031-03-10\"}");
  kit_has(row_of(r, &name), "\"known_from\":null");
  kit_has(row_of(r, &said), first.z);
  kit_has(row_of(r, &said), "\"value\":\"2031-03-09\"");
  kit_has(row_of(r, &said), "\"sources\":{\"families\":1,\"origins\":1,\"outlets\":1,\"reports\":2}");
  kit_has(row_of(r, &said), "\"role\":\"copy\"");
  kit_has(row_of(r, &said), "\"known_from\":\"2031-03-10\",\"members\"");
  record_close(r);
}

static void test_alone_stays_open(void **state) {
  (void)state;
  record *r = keep_all(&copy, 1);
  id name = kit_report_id(&copy), said = kit_statement_id(&copy, 0);
  kit_has(row_of(r, &name), "\"published\":null");
  kit_has(row_of(r, &said), "\"known_from\":null");
  kit_has(row_of(r, &said), "\"value\":null}");
  record_close(r);
}

static void test_rewrite(void **state) {
  (void)state;
  const kit_report all[] = {original, rewrite};
  record *r = keep_all(all, 2);
  id name = kit_report_id(&rewrite), said = kit_statement_id(&rewrite, 0);
  kit_has(row_of(r, &name), "\"published\":{\"basis\":\"inherited\",\"value\":\"2031-03-10/..\"}");
  const char *row = row_of(r, &said);
  kit_has(row, "\"content\":\"it is wording 1 of matter number 1\"");
  kit_has(row, "\"altered\":true");
  kit_has(row, "\"role\":\"rewrite\"");
  kit_has(row, "\"value\":\"2031-03-10\"");
  kit_has(row, "\"origins\":1,\"outlets\":2");
  record_close(r);
}

static void test_unaltered_words(void **state) {
  (void)state;
  const kit_report all[] = {original, rewrite};
  record *r = keep_all(all, 2);
  id said = kit_statement_id(&rewrite, 3);
  const char *row = row_of(r, &said);
  kit_has(row, "\"role\":\"rewrite\"");
  assert_null(strstr(row, "\"altered\":true"));
  record_close(r);
}

static void test_conflicts(void **state) {
  (void)state;
  const kit_report all[] = {original, rewrite};
  record *r = keep_all(all, 2);
  char *rows = kit_rows(r, "conflict", NULL, NULL);
  kit_has(kit_row(rows, "altered_quotation"),
          "wording 1 of matter number 1 → it is wording 2 of matter number 1");
  kit_has(kit_row(rows, "attribution_loss"), "\"text\":\"Ada Holm\"");
  kit_has(kit_row(rows, "source_drift"), "\"text\":\"Ada Brandt → Office102\"");
  free(rows);
  record_close(r);
}

static void test_family(void **state) {
  (void)state;
  const kit_report all[] = {rewrite, copy, original};
  record *r = keep_all(all, 3);
  char *rows = kit_rows(r, "family", NULL, NULL);
  id head = kit_report_id(&original), second = kit_report_id(&rewrite);
  char want[80];
  snprintf(want, sizeof want, "\"head\":\"%s\"", head.z);
  kit_has(rows, want);
  snprintf(want, sizeof want, "\"relation\":\"rewrite\",\"report\":\"%s\"", second.z);
  kit_has(rows, want);
  kit_has(rows, "\"relation\":\"same_report\"");
  assert_null(strchr(strchr(rows, '\n') + 1, '\n'));      /* one family */
  free(rows);
  record_close(r);
}

/* Days after `recent-days`, so that runs of letters alone lead to it. */
static void test_background_counts_once(void **state) {
  (void)state;
  const kit_report all[] = {
      original,
      {"later", "2031-03-20", "Aland Post", NULL,
       {{1, 1, 1, 10, false}, {2, 1, 1, 10, false}, {21, 1, 3, 0, false}, {22, 1, 3, 0, false}}},
      {"other", "2031-03-21", "Bree Times", NULL,
       {{1, 1, 1, 11, false}, {2, 1, 1, 11, false}, {23, 1, 3, 0, false}, {24, 1, 3, 0, false}}}};
  record *r = keep_all(all, 3);
  id said = kit_statement_id(&all[1], 0);
  const char *row = row_of(r, &said);
  kit_has(row, "\"role\":\"reuse\"");
  kit_has(row, "\"role\":\"copy\"");
  kit_has(row, "\"sources\":{\"families\":3,\"origins\":1,\"outlets\":2,\"reports\":3}");
  kit_has(row, "\"support_count\":3");
  record_close(r);
}

/* Two reporters heard the same words on one day: two origins. On another day it is another remark. */
static void test_independent(void **state) {
  (void)state;
  const kit_report all[] = {
      {"one", "2031-04-01", "Aland Post", NULL, {{31, 1, 1, 0, false}}},
      {"two", "2031-04-02", "Bree Times", NULL, {{31, 1, 1, 1, false}}},
      {"three", "2031-04-03", "Castle News", NULL, {{31, 1, 1, 0, false}}},
      {"four", "2031-04-03", "Aland Post", NULL, {{31, 1, 2, 2, false}}}};
  static kit_report apart[4];
  for (int i = 0; i < 4; i++) {
    apart[i] = all[i];
    apart[i].lines[0].matter = 31 + 100 * (uint32_t)i;    /* no report shares a passage with another */
  }
  record *r = keep_all(apart, 4);
  id first = kit_statement_id(&apart[0], 0), second = kit_statement_id(&apart[1], 0);
  id third = kit_statement_id(&apart[2], 0), fourth = kit_statement_id(&apart[3], 0);
  kit_has(row_of(r, &second), first.z);
  kit_has(row_of(r, &second), "\"sources\":{\"families\":2,\"origins\":2,\"outlets\":2,\"reports\":2}");
  assert_null(strstr(row_of(r, &third), first.z));
  assert_null(strstr(row_of(r, &fourth), first.z));
  record_close(r);
}

static void test_two_of_a_report_stay_two(void **state) {
  (void)state;
  const kit_report all[] = {
      {"single", "2031-04-01", "Aland Post", NULL, {{41, 1, 1, 0, false}}},
      {"double", "2031-04-02", "Bree Times", NULL, {{141, 1, 1, 1, false}, {241, 1, 1, 1, false}}}};
  record *r = keep_all(all, 2);
  id one = kit_statement_id(&all[1], 0), other = kit_statement_id(&all[1], 1);
  assert_null(strstr(row_of(r, &one), other.z));
  assert_null(strstr(row_of(r, &other), one.z));
  record_close(r);
}

static void test_declined_apart(void **state) {
  (void)state;
  const kit_report all[] = {
      {"said", "2031-04-01", "Aland Post", NULL, {{51, 1, 1, 0, false}, {52, 1, 1, 0, false}}},
      {"silent", "2031-04-02", "Bree Times", NULL, {{51, 1, 1, 1, true}, {52, 1, 1, 1, false}}}};
  record *r = keep_all(all, 2);
  id declined = kit_statement_id(&all[1], 0), said = kit_statement_id(&all[0], 0);
  kit_has(row_of(r, &declined), "\"mode\":\"declined\"");
  kit_has(row_of(r, &declined), "\"content\":null");
  assert_null(strstr(row_of(r, &declined), said.z));
  record_close(r);
}

static void test_actors(void **state) {
  (void)state;
  const kit_report all[] = {original, {"next", "2031-03-12", "Bree Times", NULL, {{61, 1, 1, 0, false}}}};
  record *r = keep_all(all, 2);
  char *rows = kit_rows(r, "actor", NULL, NULL);
  const char *row = kit_row(rows, "\"key\":\"Ada Holm\"");
  kit_has(row, "\"known_from\":\"2031-03-10\"");
  kit_has(row, "{\"from\":\"../2031-03-10\",\"known_from\":\"2031-03-10\",\"of\":\"Office101\","
               "\"title\":\"speaker\","
               "\"until\":\"2031-03-12/..\"}");
  const char *once = strstr(rows, "\"key\":\"Ada Holm\"");
  assert_null(strstr(once + 1, "\"key\":\"Ada Holm\""));
  free(rows);
  record_close(r);
}

/* 6 spells the name of 1 otherwise; 7 does too, but is of another party. */
static void test_spellings(void **state) {
  (void)state;
  const kit_report all[] = {{"later", "2031-03-12", "Bree Times", NULL, {{62, 1, 6, 0, false}, {63, 1, 7, 0, false}}},
                            {"first", "2031-03-10", "Bree Times", NULL, {{61, 1, 1, 0, false}}}};
  record *r = keep_all(all, 2);
  char *rows = kit_rows(r, "conflict", NULL, NULL);
  const char *row = kit_row(rows, "\"kind\":\"possible_same\"");
  id first = kit_report_id(&all[1]), later = kit_report_id(&all[0]);
  kit_has(row, "\"text\":\"Ada Holm / Ada Hollm\"");
  kit_has(row, "\"known_from\":\"2031-03-12\"");
  assert_true(strstr(row, first.z) < strstr(row, later.z));
  assert_null(strstr(strstr(rows, "possible_same") + 1, "possible_same"));
  free(rows);
  char *early = kit_rows(r, "conflict", NULL, "2031-03-11");
  assert_null(strstr(early, "possible_same"));
  free(early);
  record_close(r);
}

static void test_events(void **state) {
  (void)state;
  const kit_report all[] = {original, rewrite};
  record *r = keep_all(all, 2);
  id held = kit_event_id(&rewrite, 0), first = kit_event_id(&original, 0),
      said = kit_statement_id(&original, 0);
  const char *row = row_of(r, &held);
  kit_has(row, first.z);
  kit_has(row, "\"type\":\"CONSULT\"");
  kit_has(row, "\"status\":\"planned\"");        /* of the original; the rewrite is no witness */
  char want[80];
  snprintf(want, sizeof want, "\"claimed_by\":\"%s\"", said.z);
  kit_has(row, want);
  record_close(r);
}

static void test_names_of_a_report(void **state) {
  (void)state;
  kit_report again = original;
  again.source = "elsewhere";
  record *r = keep_all(&original, 1);
  id name = kit_report_id(&original);
  kit_has(row_of(r, &name), "\"source\":[\"original\"]");
  kit_add(r, &again, CH_ADDED_AGAIN);
  kit_keep(r);
  kit_has(row_of(r, &name), "\"source\":[\"elsewhere\",\"original\"]");
  record_close(r);
}

enum { CHAIN = 6 };

/* Names u-0, u-1 … whose ids come in this order: undated reports are ordered by id. */
static void name_in_order(kit_report *reports, int n) {
  static char names[CHAIN][16];
  int found = 0;
  id last = {""};
  for (int i = 0; found < n; i++) {
    snprintf(names[found], sizeof names[found], "u-%d", i);
    reports[found].name = names[found];
    id name = kit_report_id(&reports[found]);
    if (memcmp(name.z, last.z, ID_LEN) <= 0) continue;
    last = name;
    found++;
  }
}

/* A date comes down a chain of undated reports, also when it comes late, and though the last of them has nothing in common
 * with the report it comes from. Each is a rewrite of the one before: copies are no heads, so copies of copies are not
 * followed for ever. */
static void test_chain_of_dates(void **state) {
  (void)state;
  const kit_report early = {"early", "2031-05-01", "Aland Post", NULL,
                            {{71, 1, 1, 0, false}, {72, 1, 1, 0, false}, {73, 1, 1, 0, false},
                             {74, 1, 1, 0, false}}};
  const kit_report better = {"better", "2031-05-09", "Bree Times", NULL,
                             {{71, 1, 1, 0, false}, {72, 1, 1, 0, false}, {73, 1, 1, 0, false},
                              {74, 1, 1, 0, false},
                              {75, 2, 1, 0, false}}};
  kit_report undated[CHAIN];
  for (uint32_t i = 0; i < CHAIN; i++) {
    undated[i] = (kit_report){.name = NULL};
    for (uint32_t w = 0; w < 5; w++) undated[i].lines[w] = (kit_line){71 + i + w, 1 + i, 1, 0, false};
  }
  name_in_order(undated, CHAIN);
  record *r = keep_all(undated, CHAIN), *other = kit_open(":memory:");
  kit_add(r, &early, CH_ADDED_NEW);
  kit_keep(r);
  id last = kit_report_id(&undated[CHAIN - 1]);
  kit_has(row_of(r, &last), "\"value\":\"2031-05-01/..\"");
  kit_add(r, &better, CH_ADDED_NEW);
  kit_keep(r);
  kit_has(row_of(r, &last), "\"value\":\"2031-05-09/..\"");
  kit_add(other, &better, CH_ADDED_NEW);
  kit_add(other, &early, CH_ADDED_NEW);
  for (int i = 0; i < CHAIN; i++) kit_add(other, &undated[i], CH_ADDED_NEW);
  kit_keep(other);
  char *one = kit_dump(r), *two = kit_dump(other);
  assert_string_equal(one, two);
  free(one);
  free(two);
  record_close(r);
  record_close(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_undated_copy_inherits), cmocka_unit_test(test_alone_stays_open),
      cmocka_unit_test(test_rewrite), cmocka_unit_test(test_unaltered_words),
          cmocka_unit_test(test_conflicts),
      cmocka_unit_test(test_family), cmocka_unit_test(test_background_counts_once),
          cmocka_unit_test(test_independent),
      cmocka_unit_test(test_two_of_a_report_stay_two), cmocka_unit_test(test_declined_apart),
      cmocka_unit_test(test_actors), cmocka_unit_test(test_spellings), cmocka_unit_test(test_events), cmocka_unit_test(test_names_of_a_report),
      cmocka_unit_test(test_chain_of_dates)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  kit_end();
  return failed;
}
