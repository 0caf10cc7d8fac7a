/* test_attribution.c: labels of who said what: their algebra, the best row of them, units, features, and what the
 * shipped models make of plain sentences. */
#include "reports.h"
#include "language/labeller.h"
#include "language/model_file.h"

/* ---- labels ---------------------------------------------------------------------------------------------- */

static void labels_have_parts_and_bases(void **state) {
  (void)state;
  static const struct { uint8_t label; statement_part part; } all[] = {
    {LABEL_CUE, PART_CUE}, {LABEL_SPEAKER_AHEAD, PART_SPEAKER}, {LABEL_SPEAKER_BACK, PART_SPEAKER},
    {LABEL_CONTENT_AHEAD, PART_CONTENT}, {LABEL_CONTENT_BACK, PART_CONTENT}};
  assert_int_equal(attribution_part(LABEL_NONE), PART_NONE);
  assert_int_equal(attribution_base(LABEL_NONE), LABEL_NONE);
  assert_false(attribution_begins(LABEL_NONE));
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    uint8_t begins = all[i].label, goes_on = (uint8_t)(begins + 1);
    assert_true(attribution_begins(begins) && !attribution_begins(goes_on));
    assert_int_equal(attribution_base(begins), begins);
    assert_int_equal(attribution_base(goes_on), begins);
    assert_int_equal(attribution_part(begins), all[i].part);
    assert_int_equal(attribution_part(goes_on), all[i].part);
  }
  assert_int_equal(ATTRIBUTION_LABELS, 1 + 2 * (sizeof all / sizeof *all));
}

/* Nothing and a beginning may follow anything; what goes on, only what it goes on with. */
static void steps_that_are_lawful(void **state) {
  (void)state;
  for (uint8_t from = 0; from < ATTRIBUTION_LABELS; from++)
    for (uint8_t to = 0; to < ATTRIBUTION_LABELS; to++) {
      bool goes_on = to && to % 2 == 0, wanted = !goes_on || from == to || from + 1 == to;
      if (attribution_step_is_lawful(from, to) != wanted) fail_msg("from %u to %u", from, to);
    }
}

/* ---- the best row ---------------------------------------------------------------------------------------- */

static bool is_lawful(const uint8_t *labels, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!attribution_step_is_lawful(i ? labels[i - 1] : 0, labels[i])) return false;
  return true;
}

static int64_t sum_of(const uint8_t *labels, const int32_t *scores, const int32_t *steps, uint32_t n) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < n; i++)
    sum += (int64_t)scores[i * ATTRIBUTION_LABELS + labels[i]] +
           steps[(i ? labels[i - 1] : ATTRIBUTION_LABELS) * ATTRIBUTION_LABELS + labels[i]];
  return sum;
}

/* The best of all rows, by trying each. */
static int64_t best_sum(const int32_t *scores, const int32_t *steps, uint32_t n) {
  uint8_t row[4] = {0};
  int64_t best = INT64_MIN;
  for (;;) {
    int64_t sum = is_lawful(row, n) ? sum_of(row, scores, steps, n) : INT64_MIN;
    uint32_t i = 0;
    best = sum > best ? sum : best;
    while (i < n && ++row[i] == ATTRIBUTION_LABELS) row[i++] = 0;
    if (i == n) return best;
  }
}

static uint64_t dice = 5;
static int32_t any(int32_t most) {
  dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (int32_t)((dice >> 33) % (2 * (uint64_t)most + 1)) - most;
}

static void fill(int32_t *to, uint32_t n, int32_t most) {
  for (uint32_t i = 0; i < n; i++) to[i] = any(most);
}

/* Small numbers, where many rows are as good, and the greatest that count. */
static void best_row_is_the_best_of_all(void **state) {
  (void)state;
  static const struct { int32_t score, step; } most[] = {{3, 3}, {5000, 5000}, {100, 262144}, {1 << 20, 1 << 18}};
  enum { N = 4, CELLS = N * ATTRIBUTION_LABELS, STEPS = (ATTRIBUTION_LABELS + 1) * ATTRIBUTION_LABELS };
  int32_t scores[CELLS], steps[STEPS];
  uint8_t labels[N], room[CELLS];
  for (uint32_t k = 0; k < 200; k++) {
    uint32_t n = 1 + k % (k % 20 ? 3 : N);
    fill(scores, CELLS, most[k % 4].score);
    fill(steps, STEPS, most[k % 4].step);
    attribution_best(labels, room, scores, steps, n);
    assert_true(is_lawful(labels, n));
    if (sum_of(labels, scores, steps, n) != best_sum(scores, steps, n)) fail_msg("table %u of %u words", k, n);
  }
}

/* Sums over a long unit at the ends of what models may hold stay lawful and stay inside 32 bits (UBSan looks). */
static void best_row_of_extremes(void **state) {
  (void)state;
  enum { N = ATTRIBUTION_LONGEST, CELLS = N * ATTRIBUTION_LABELS,
         STEPS = (ATTRIBUTION_LABELS + 1) * ATTRIBUTION_LABELS };
  static int32_t scores[CELLS], steps[STEPS];
  static uint8_t labels[N], room[CELLS];
  for (uint32_t k = 0; k < 16; k++) {
    for (uint32_t i = 0; i < CELLS; i++) scores[i] = any(1) > 0 ? 1 << 24 : -(1 << 24);
    for (uint32_t i = 0; i < STEPS; i++) steps[i] = any(1) > 0 ? 1 << 18 : -(1 << 18);
    if (k == 0)      /* only what may not stand there is good */
      for (uint32_t i = 0; i < CELLS; i++) scores[i] = i % ATTRIBUTION_LABELS == 2 ? 1 << 24 : -(1 << 24);
    attribution_best(labels, room, scores, steps, N);
    assert_true(is_lawful(labels, N));
  }
}

/* ---- units ----------------------------------------------------------------------------------------------- */

/* Every word of the report is in one unit, in order; none is too long or of two paragraphs. Their number. */
static uint32_t check_units(const scene *s) {
  attribution_unit u = {0};
  uint32_t n = 0, at = 0;
  for (; attribution_next_unit(s, &u); n++) {
    assert_int_equal(u.first, at);
    assert_true(u.first < u.end && u.end - u.first <= ATTRIBUTION_LONGEST);
    uint32_t from = scene_sentence(s, u.first), to = scene_sentence(s, u.end - 1);
    assert_int_equal(s->d->sentences[from].block, s->d->sentences[to].block);
    at = u.end;
  }
  assert_int_equal(at, s->d->n_tokens);
  return n;
}

static void check_units_of(void **state, arena *a, str text, uint32_t least, uint32_t most) {
  uint32_t n = check_units(ask_of_text(*state, a, text).s);
  if (n < least || n > most) fail_msg("%u units, not %u to %u: %.60s", n, least, most, text.ptr);
  arena_reset(a);
}

static void units_cover_every_word_once(void **state) {
  arena *a = arena_new(0);
  check_units_of(state, a, STR("Vale left."), 1, 1);
  check_units_of(state, a, STR("Vale left. Orm came. Nobody spoke."), 1, 1);
  check_units_of(state, a, STR("Vale left.\n\nOrm came. Nobody spoke.\n\nIt rained."), 3, 3);
  check_units_of(state, a, repeated_text(a, "road ", 5000), 13, 13);
  check_units_of(state, a, repeated_text(a, "road ", 400), 1, 1);
  check_units_of(state, a, repeated_text(a, "road ", 401), 2, 2);
  check_units_of(state, a, repeated_text(a, "road ", 800), 2, 2);
  check_units_of(state, a, repeated_text(a, "Road\n\n", 3000), 1, 3000);
  check_units_of(state, a, repeated_text(a, "They met at the old harbour. ", 1000), 18, 19);   /* whole sentences */
  str words = repeated_text(a, "road and ", 450);
  str text = arena_printf(a, "Vale left. %.*s. Orm came. %.*s.", (int)words.len, words.ptr, (int)words.len, words.ptr);
  check_units_of(state, a, text, 6, 8);
  arena_free(a);
}

static void units_begin_with_sentences(void **state) {
  arena *a = arena_new(0);
  scene *s = ask_of_text(*state, a, repeated_text(a, "They met at the old harbour. ", 300)).s;
  attribution_unit u = {0};
  while (attribution_next_unit(s, &u)) {
    assert_int_equal(s->d->sentences[scene_sentence(s, u.first)].first, u.first);
    assert_int_equal(s->d->sentences[scene_sentence(s, u.end - 1)].end, u.end);
  }
  arena_free(a);
}

/* ---- features -------------------------------------------------------------------------------------------- */

static void check_features(const attribution_view *v, uint32_t n_tokens, uint32_t n_rows) {
  uint32_t rows[ATTRIBUTION_FEATURES + 1];
  for (uint32_t i = 0; i < n_tokens; i++) {
    rows[ATTRIBUTION_FEATURES] = 12345;
    uint32_t n = attribution_features(rows, n_rows, v, i);
    assert_true(n && n <= ATTRIBUTION_FEATURES);
    assert_int_equal(rows[ATTRIBUTION_FEATURES], 12345);
    for (uint32_t k = 0; k < n; k++)
      if (!rows[k] || rows[k] >= n_rows) fail_msg("feature %u of word %u: row %u of %u", k, i, rows[k], n_rows);
  }
}

static const char tale[] =
  "Vale wins\n\nVale, the harbour master of Bergen, told reporters on Monday that \u201cthe quay is safe,\u201d but "
  "declined to comment further. \u201cWe asked,\u201d she said. \u201cNobody came.\n\n\u201cThat is all.\u201d\n\n"
  "It's (perhaps) the 3rd of 12 such letters at https://a.example/x, they said - again: no, NO!\n\nOrm";

static void features_lie_in_the_table(void **state) {
  static const uint32_t sizes[] = {ATTRIBUTION_ROWS, ATTRIBUTION_ROWS + 1, 64, 1024, UINT16_MAX};
  arena *a = arena_new(0);
  asked x = ask_of_text(*state, a, str_of(tale));
  for (uint32_t kind = 0; kind <= ATTRIBUTION_TREES; kind++)
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
      check_features(attribution_view_new(x.s, &x.drafts, kind), x.s->d->n_tokens, sizes[i]);
  asked none = ask_of_text(*state, a, STR("Orm"));
  check_features(attribution_view_new(none.s, &none.drafts, ATTRIBUTION_TREES), none.s->d->n_tokens, 1024);
  arena_free(a);
}

/* The features of the words of a piece of a report, one after the other. */
static uint32_t features_of(void **state, arena *a, const char *text, const char *piece, uint32_t *rows) {
  asked x = ask_of_text(*state, a, str_of(text));
  const attribution_view *v = attribution_view_new(x.s, &x.drafts, ATTRIBUTION_TREES);
  uint32_t at = (uint32_t)str_find(str_of(text), str_of(piece)), n = 0;
  for (uint32_t i = 0; i < x.s->d->n_tokens; i++)
    if (x.s->t[i].at.start >= at && x.s->t[i].at.end <= at + strlen(piece))
      n += attribution_features(rows + n, 4096, v, i);
  return n;
}

/* What a word's features are hangs on the words around it, not on what else the report has said, nor how much. */
static void features_are_those_of_the_words(void **state) {
  static const char piece[] = "The baker told the sailors that the boats were sinking.";
  arena *a = arena_new(0);
  uint32_t here[40 * ATTRIBUTION_FEATURES], there[40 * ATTRIBUTION_FEATURES];
  const char *alone = arena_printf(a, "It rained hard.\n\n%s\n\nIt rained hard.", piece).ptr;
  const char *among = arena_printf(a, "Bergen waits\n\nNobody in Bergen had seen such waves.\n\nIt rained hard.\n\n"
                                   "%s\n\nIt rained hard.\n\nA teacher said the harbour was closed.", piece).ptr;
  uint32_t n = features_of(state, a, alone, piece, here);
  assert_true(n > 10 * 20);
  assert_int_equal(features_of(state, a, among, piece, there), n);
  assert_memory_equal(here, there, n * sizeof *here);
  arena_free(a);
}

/* Nor on what else the pack names: a table that is edited, an overlay. */
static void features_are_those_of_any_pack(void **state) {
  static const char piece[] = "The baker told the sailors that the boats were sinking.";
  models m = *(models *)*state, *p = &m;
  arena *a = arena_new(0);
  uint32_t here[40 * ATTRIBUTION_FEATURES], there[40 * ATTRIBUTION_FEATURES];
  const pack *pk;
  ch_error err;
  m.l = lexicon_new(a);
  for (uint32_t i = 0; i < 7; i++) lexicon_add(m.l, arena_printf(a, "zqxv%u", i));
  if (pack_open(&pk, a, getenv("CHANCERY_PACK"), &err) ||
      language_load(&m.language, a, pk, m.l, m.trained, NULL, &err) || facts_load(&m.facts, a, pk, m.l, &err))
    fail_msg("%s", err.msg);
  uint32_t n = features_of(state, a, piece, piece, here);
  assert_int_equal(features_of((void **)&p, a, piece, piece, there), n);
  assert_memory_equal(here, there, n * sizeof *here);
  arena_free(a);
}

/* ---- models ---------------------------------------------------------------------------------------------- */

/* A labeller that cannot be this room's changes nothing. */
static void labellers_of_other_rooms(void **state) {
  arena *a = arena_new(0);
  asked x = ask_of_text(*state, a, STR("The baker said the boats were sinking."));
  const draft *before = x.drafts.items;
  labeller l = *language_labeller(((models *)*state)->language);
  for (uint32_t n_rows = 2; n_rows < ATTRIBUTION_ROWS; n_rows++) {
    l.n_rows = n_rows;       /* too few for the two parts of the table */
    assert_false(attribution_merge(x.s, &l, &x.drafts));
  }
  l = *language_labeller(((models *)*state)->language);
  l.n_labels = ATTRIBUTION_LABELS - 1;
  assert_false(attribution_merge(x.s, &l, &x.drafts));
  assert_ptr_equal(x.drafts.items, before);
  l.n_labels = ATTRIBUTION_LABELS;
  assert_true(attribution_merge(x.s, &l, &x.drafts));
  arena_free(a);
}

static void sureness_has_bins(void **state) {
  (void)state;
  assert_int_equal(attribution_sure_bin(&(draft){.seen = SEEN_BY_RULES, .p = 0}), 0);
  assert_int_equal(attribution_sure_bin(&(draft){.seen = SEEN_BY_RULES, .p = 1000}), SURE_BINS - 1);
  for (uint32_t seen = 0; seen < SEEN_KINDS; seen++) {
    uint32_t last = 0;
    for (int32_t k = -(1 << 24); k <= 1 << 24; k += 509) {
      draft d = {.seen = (draft_seen)seen, .sure = k, .p = (uint16_t)((k + (1 << 24)) / (1 << 15))};
      uint32_t bin = attribution_sure_bin(&d);
      assert_true(bin >= last && bin < SURE_BINS);
      last = bin;
    }
    assert_int_equal(last, SURE_BINS - 1);
  }
}

/* The one statement of a text. content: its words, but for a "that" before them and marks around. */
static void check_said(void **state, const char *text, const char *speaker, const char *cue_text, const char *content) {
  arena *a = arena_new(0);
  facts *f = facts_of_text(*state, a, str_of(text));
  if (f->n_statements != 1) fail_msg("%s\n  gave %u statements", text, f->n_statements);
  const statement *s = &f->statements[0];
  assert_true(s->has_speaker_at && s->has_cue && s->n_content && s->p <= 1000);
  str who = str_at(f->report->text, s->speaker_at), said = str_at(f->report->text, s->cue_at), what = {"", 0};
  for (uint32_t k = 0; k < s->n_content; k++) {
    str part = str_at(f->report->text, s->content[k]);
    what = arena_printf(a, "%.*s%s%.*s", (int)what.len, what.ptr, k ? " + " : "", (int)part.len, part.ptr);
  }
  bool right = str_eq(who, str_of(speaker)) && str_eq(said, str_of(cue_text)) &&
               str_find(what, str_of(content)) != SIZE_MAX && what.len <= strlen(content) + strlen("\u201c,\u201d");
  if (!right)
    fail_msg("%s\n  gave %.*s | %.*s | %.*s", text, (int)who.len, who.ptr, (int)said.len, said.ptr, (int)what.len,
             what.ptr);
  arena_free(a);
}

static void plain_sentences(void **state) {
  check_said(state, "Norwegian envoy Ola Hansen said on Monday that the border was open.", "Norwegian envoy Ola Hansen",
             "said", "the border was open");
  check_said(state, "\u201cThe border is open,\u201d Norwegian envoy Ola Hansen said on Monday.",
             "Norwegian envoy Ola Hansen", "said", "The border is open");
  check_said(state, "\u201cWe are ready for talks,\u201d said Rosa Quispe.", "Rosa Quispe", "said",
             "We are ready for talks");
  check_said(state, "The talks will go on, according to Norwegian envoy Ola Hansen.", "Norwegian envoy Ola Hansen",
             "according to", "The talks will go on");
  check_said(state, "Peruvian foreign minister Rosa Quispe warned that her country would leave the treaty.",
             "Peruvian foreign minister Rosa Quispe", "warned", "her country would leave the treaty");
}

static void nobody_speaks(void **state) {
  static const char *const all[] = {
    "The soldiers crossed the river at dawn and took two villages.",
    "Trade between the two countries rose last year.\n\nThe bridge was built in 1931."};
  arena *a = arena_new(0);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    assert_int_equal(facts_of_text(*state, a, str_of(all[i]))->n_statements, 0);
  arena_free(a);
}

/* The statements of a text that is not one unit: each is found, none twice. */
static void statements_of_long_paragraphs(void **state) {
  enum { N = 200 };
  arena *a = arena_new(0);
  str text = repeated_text(a, "Norwegian envoy Ola Hansen said that the border was open. ", N);
  facts *f = facts_of_text(*state, a, text);
  uint32_t found = 0;
  for (uint32_t k = 0; k < f->n_statements; k++) {
    if (k) assert_true(f->statements[k - 1].at.end <= f->statements[k].at.start);
    found += f->statements[k].has_cue && f->statements[k].speaker != NONE;
  }
  assert_int_equal(f->n_statements, N);
  assert_int_equal(found, N);
  arena_free(a);
}

/* The pack's models without a section, or with other bytes for it. `bytes` must be freed when they are closed. */
static model_file *changed_models(buf *bytes, const models *m, const char *name, const str *to) {
  model_section all[64];
  model_file *out;
  uint32_t n = 0;
  for (uint32_t i = 0;; i++) {
    model_section one = model_file_section(m->trained, i);
    if (!one.name[0]) break;
    assert_true(n < 64);
    if (strcmp(one.name, name)) all[n++] = one;
    else if (to) all[n++] = (model_section){name, *to};
  }
  model_file_write(bytes, all, n);
  assert_int_equal(model_file_of(&out, buf_get(bytes), "models.bin", NULL), CH_OK);
  return out;
}

/* Statements of a plain sentence with such models; none may have an impossible sureness. */
static uint32_t count_with(void **state, const char *name, const str *to) {
  models m = *(models *)*state;
  arena *a = arena_new(0);
  buf bytes = {0};
  const pack *pk;
  ch_error err;
  model_file *trained = changed_models(&bytes, &m, name, to);
  m.l = lexicon_new(a);
  if (pack_open(&pk, a, getenv("CHANCERY_PACK"), &err) ||
      language_load(&m.language, a, pk, m.l, trained, NULL, &err) || facts_load(&m.facts, a, pk, m.l, &err))
    fail_msg("%s", err.msg);
  facts *f = facts_of_text(&m, a, STR("Norwegian envoy Ola Hansen said on Monday that the border was open."));
  uint32_t n = f->n_statements;
  for (uint32_t k = 0; k < n; k++) assert_true(f->statements[k].p <= 1000);
  model_file_close(trained);
  buf_free(&bytes);
  arena_free(a);
  return n;
}

/* Rules alone where the models have no labels or no names; shares that are none are not taken. */
static void models_that_lack_something(void **state) {
  char bytes[2 * SEEN_KINDS * SURE_BINS];
  memset(bytes, 0xFF, sizeof bytes);
  const str greatest = {bytes, sizeof bytes}, half = {bytes, sizeof bytes / 2};
  assert_int_equal(count_with(state, "who-said", NULL), 1);
  assert_int_equal(count_with(state, "name-bias", NULL), 1);
  assert_int_equal(count_with(state, "who-said-sure", NULL), 1);
  assert_int_equal(count_with(state, "who-said-sure", &half), 1);
  assert_int_equal(count_with(state, "who-said-sure", &greatest), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(labels_have_parts_and_bases), cmocka_unit_test(steps_that_are_lawful),
    cmocka_unit_test(best_row_is_the_best_of_all), cmocka_unit_test(best_row_of_extremes),
    cmocka_unit_test(units_cover_every_word_once), cmocka_unit_test(units_begin_with_sentences),
    cmocka_unit_test(features_lie_in_the_table), cmocka_unit_test(features_are_those_of_the_words),
    cmocka_unit_test(features_are_those_of_any_pack),
    cmocka_unit_test(labellers_of_other_rooms), cmocka_unit_test(sureness_has_bins),
    cmocka_unit_test(plain_sentences),
    cmocka_unit_test(nobody_speaks), cmocka_unit_test(statements_of_long_paragraphs),
    cmocka_unit_test(models_that_lack_something),
  };
  return cmocka_run_group_tests_name("attribution", tests, open_models, close_models);
}
