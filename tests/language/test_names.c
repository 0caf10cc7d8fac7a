/* Names and titles with the pack's models, on sentences of our own; the search against all rows there are;
 * what a damaged model file does. */
#include "test.h"
#include "language/names.h"

/* "[PER Anna Keller] met [ROLE [ORG Kremlin] spokesman] …" */
static str marked(const char *text) {
  static const char *const kinds[] = {"PER", "ORG", "LOC", "ROLE"};
  doc *d = read_text(text);
  const name_list *found = language_names(fix.a, fix.language.model, d);
  buf b = {0};
  assert_non_null(found);
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    if (i) buf_char(&b, ' ');
    for (uint32_t k = 0; k < found->n; k++)
      if (found->all[k].first == i) buf_printf(&b, "[%s ", kinds[found->all[k].kind]);
    buf_str(&b, doc_str(d, i, i + 1));
    for (uint32_t k = 0; k < found->n; k++)
      if (found->all[k].end == i + 1) buf_char(&b, ']');
  }
  str out = arena_str(fix.a, buf_get(&b));
  buf_free(&b);
  return out;
}

static void assert_names(const char *text, const char *want) { assert_str(marked(text), want); }

static void test_plain_names(void **state) {
  (void)state;
  assert_names("Talks went on in Geneva and Cairo.", "Talks went on in [LOC Geneva] and [LOC Cairo] .");
  assert_names("Yesterday Maria Jensen flew to Kenya.", "Yesterday [PER Maria Jensen] flew to [LOC Kenya] .");
  assert_names("Help from the United Nations reached South Sudan.",
               "Help from the [ORG United Nations] reached [LOC South Sudan] .");
  assert_names("They agreed that nothing was agreed.", "They agreed that nothing was agreed .");
}

static void test_titles(void **state) {
  (void)state;
  assert_names("They met Foreign Minister David Cohen on Monday.",
               "They met [ROLE Foreign Minister] [PER David Cohen] on Monday .");
  assert_names("A minister of theirs left early.", "A minister of theirs left early .");
  assert_names("He met the Russian Foreign Minister in Vienna.",
               "He met the [ROLE Russian Foreign Minister] in [LOC Vienna] .");
  assert_names("Robert Miller, the foreign minister, left early.",
               "[PER Robert Miller] , the [ROLE foreign minister] , left early .");
}

/* A name in capitals is not found as surely, but the text is not made one name either. */
static void test_headlines_of_capitals(void **state) {
  (void)state;
  doc *d = read_text("RIVAL LEADERS MEET IN GENEVA AFTER MONTHS OF SILENCE");
  const name_list *found = language_names(fix.a, fix.language.model, d);
  bool geneva = false;
  for (uint32_t k = 0; k < found->n; k++) {
    const name_span *n = &found->all[k];
    assert_true(n->end - n->first <= 3);
    geneva |= n->kind == NAME_LOC && str_eq(doc_str(d, n->first, n->end), STR("GENEVA"));
  }
  assert_true(geneva);
}

static void test_found_once(void **state) {
  (void)state;
  doc *d = read_text("Maria Jensen flew to Kenya.");
  const name_list *first = language_names(fix.a, fix.language.model, d);
  assert_ptr_equal(first, language_names(fix.a, fix.language.model, d));
  assert_int_equal(language_names(fix.a, fix.language.model, read_text(""))->n, 0);
}

/* ---- the search -------------------------------------------------------------------------------------- */

enum { LENGTH = 4 };

static uint32_t next_number(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (uint32_t)(*seed >> 40);
}

/* The best of all lawful rows of labels that go on from place i. */
static int32_t best_of_all(const int32_t (*scores)[NAME_LABELS], const name_steps *s, uint32_t i,
                           uint32_t before) {
  int32_t best = INT32_MIN / 4;
  if (i == LENGTH) return name_step_is_lawful(before, 0) ? 0 : best;
  for (uint32_t y = 0; y < NAME_LABELS; y++) {
    if (!name_step_is_lawful(before, y)) continue;
    int32_t sum = s->steps[before][y] + scores[i][y] + best_of_all(scores, s, i + 1, y);
    best = sum > best ? sum : best;
  }
  return best;
}

static void test_search_finds_the_best(void **state) {
  (void)state;
  uint64_t seed = 3;
  for (int round = 0; round < 60; round++) {     /* names are worth ever less */
    int32_t scores[LENGTH][NAME_LABELS], sum = 0;
    uint8_t labels[LENGTH], room[LENGTH * NAME_LABELS];
    name_steps s;
    for (uint32_t i = 0; i < LENGTH * NAME_LABELS; i++)
      scores[i / NAME_LABELS][i % NAME_LABELS] = (int32_t)(next_number(&seed) % 200) - 100;
    for (uint32_t i = 0; i < NAME_LABELS * NAME_LABELS; i++)
      s.steps[i / NAME_LABELS][i % NAME_LABELS] = (int32_t)(next_number(&seed) % 60) - 30;
    for (uint32_t i = 0; i < LENGTH; i++) scores[i][0] += 5 * round;
    name_steps_order(&s);
    names_search(labels, room, (const int32_t (*)[NAME_LABELS])scores, LENGTH, &s);
    for (uint32_t i = 0, before = 0; i < LENGTH; before = labels[i++]) {
      assert_true(name_step_is_lawful(before, labels[i]));
      sum += s.steps[before][labels[i]] + scores[i][labels[i]];
    }
    assert_true(name_step_is_lawful(labels[LENGTH - 1], 0));
    assert_int_equal(sum, best_of_all((const int32_t (*)[NAME_LABELS])scores, &s, 0, 0));
  }
}

static void test_lawful_steps(void **state) {
  (void)state;
  uint32_t b = name_label(NAME_ORG, LABEL_BEGIN), i = name_label(NAME_ORG, LABEL_INSIDE);
  uint32_t l = name_label(NAME_ORG, LABEL_LAST), u = name_label(NAME_LOC, LABEL_UNIT);
  assert_true(name_step_is_lawful(0, b) && name_step_is_lawful(b, i) && name_step_is_lawful(i, l));
  assert_true(name_step_is_lawful(l, u) && name_step_is_lawful(u, b) && name_step_is_lawful(l, 0));
  assert_false(name_step_is_lawful(0, i) || name_step_is_lawful(b, 0) || name_step_is_lawful(b, u));
  assert_false(name_step_is_lawful(b, name_label(NAME_LOC, LABEL_LAST)) || name_step_is_lawful(i, b));
}

/* ---- tables ------------------------------------------------------------------------------------------ */

static void test_gazetteer(void **state) {
  (void)state;
  uint64_t run = name_table_hash(name_table_hash(0, 11), 12);
  uint32_t keys[3] = {0};
  uint16_t values[3] = {0};
  name_table g = {keys, values, 3};
  uint32_t at = name_table_slot(run, 3), next = name_table_next(at, 3);
  keys[at] = name_table_key(run) ^ 2;                       /* taken by another */
  keys[next] = name_table_key(run);
  values[next] = 5;
  assert_int_equal(name_table_find(&g, run), 5);
  assert_int_equal(name_table_find(&g, name_table_hash(name_table_hash(0, 12), 11)), 0);
  assert_int_equal(name_table_find(&(name_table){0}, run), 0);
}

static void test_unlearnt_features_count_nothing(void **state) {
  (void)state;
  uint8_t line[CACHE_LINE] = {[2] = 0x34, [3] = 0x12};       /* the second row is 0x1234's */
  memset(line + NAME_KEYS, SCALE / 2, sizeof line - NAME_KEYS);
  line[NAME_KEYS + NAME_ROW + 4] = SCALE / 2 - 30;
  const name_weights w = {line, 1};
  const feature f[3] = {0x1234, UINT64_C(0xABCDEF0000001234), 0x1235};
  int32_t sums[NAME_LABELS];
  name_weights_sum(sums, &w, f, 3);
  for (uint32_t k = 0; k < NAME_LABELS; k++) assert_int_equal(sums[k], k == 4 ? -2 * (30 + 27000 / 1024) : 0);
}

/* A feature is found in whichever of the four rows it stands, and in no other. */
static void test_rows_of_a_line(void **state) {
  (void)state;
  uint8_t line[CACHE_LINE];
  int32_t sums_of_many[NAME_LABELS];
  memset(line, SCALE / 2, sizeof line);
  for (uint8_t i = 0; i < NAME_LINE_ROWS; i++) {
    line[2 * i] = (uint8_t)(i + 1);
    line[2 * i + 1] = 0;
    line[NAME_KEYS + i * NAME_ROW] = (uint8_t)(SCALE / 2 + 10 * (i + 1));
  }
  const name_weights w = {line, 1};
  for (int byte = 1; byte < SCALE; byte++) {
    int32_t sums[NAME_LABELS];
    line[NAME_KEYS + 1] = (uint8_t)byte;
    name_weights_sum(sums, &w, (feature[]){1}, 1);
    assert_int_equal(sums[1], weight_of_byte((uint8_t)byte));
    assert_true(byte == 1 || sums[1] > weight_of_byte((uint8_t)(byte - 1)));
  }
  feature many[100];           /* more than sums of 16 bits would hold */
  for (uint32_t i = 0; i < 100; i++) many[i] = 1;
  line[NAME_KEYS + 1] = 1;
  name_weights_sum(sums_of_many, &w, many, 100);
  assert_int_equal(sums_of_many[1], 100 * weight_of_byte(1));
  line[NAME_KEYS + 1] = SCALE / 2;
  for (feature f = 1; f <= NAME_LINE_ROWS + 3; f++) {
    int32_t sums[NAME_LABELS];
    name_weights_sum(sums, &w, &f, 1);
    assert_int_equal(sums[0], f <= NAME_LINE_ROWS ? weight_of_byte((uint8_t)(SCALE / 2 + 10 * f)) : 0);
    assert_int_equal(sums[NAME_LABELS - 1], 0);
  }
}

static ch_status load_changed(const char *section, size_t cut) {
  model_section all[64];
  uint32_t n = 0;
  buf b = {0};
  ch_error err;
  model_file *changed;
  name_model m;
  for (; n < 64 && (all[n] = model_file_section(fix.language.models, n)).name[0]; n++)
    if (!strcmp(all[n].name, section)) all[n].bytes.len -= cut < all[n].bytes.len ? cut : all[n].bytes.len;
  model_file_write(&b, all, n);
  assert_int_equal(model_file_of(&changed, buf_get(&b), "changed", &err), CH_OK);
  ch_status status = name_model_load(&m, fix.a, changed, &err);
  model_file_close(changed);
  buf_free(&b);
  return status;
}

static void test_damaged_sections_are_refused(void **state) {
  (void)state;
  assert_int_equal(load_changed("", 0), CH_OK);
  assert_int_equal(load_changed("name-weights", 16), CH_ERR_PACK);
  assert_int_equal(load_changed("name-weights", SIZE_MAX), CH_ERR_PACK);
  assert_int_equal(load_changed("name-bias", 2), CH_ERR_PACK);
  assert_int_equal(load_changed("name-list-keys", 4), CH_ERR_PACK);
  assert_int_equal(load_changed("name-word-vals", 2), CH_ERR_PACK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_plain_names), cmocka_unit_test(test_titles),
    cmocka_unit_test(test_headlines_of_capitals),
    cmocka_unit_test(test_found_once),
    cmocka_unit_test(test_search_finds_the_best), cmocka_unit_test(test_lawful_steps), cmocka_unit_test(test_rows_of_a_line),
    cmocka_unit_test(test_gazetteer), cmocka_unit_test(test_unlearnt_features_count_nothing),
    cmocka_unit_test(test_damaged_sections_are_refused),
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
