/* Trained lemmas: tables of our own, put together here; what the trainer makes is tested in tests/train. */
#include "test.h"
#include "language/lemmas.h"

enum { SLOTS = 64, EDITS = 16 };

typedef struct {
  uint32_t keys[SLOTS];
  uint16_t at[SLOTS];
  lemma_edit edits[EDITS]; uint32_t n_edits;
  lemma_model m;
} table;

static table *new_table(void) {
  table *t = ARENA_NEW(fix.a, table);
  t->n_edits = 1;
  assert_true(lemmas_edit(&t->edits[0], fix.a, STR("L0")));
  t->m = (lemma_model){t->keys, t->at, SLOTS, NULL, t->edits, 1};
  return t;
}

static lemma_query query(const char *form, const char *tag) {
  lemma_tag *hashes = ARENA_NEW(fix.a, lemma_tag);
  *hashes = lemmas_tag(str_of(tag));
  str folded = utf8_folded(fix.a, str_of(form));
  return (lemma_query){str_of(form), folded, map_hash(folded), hashes};
}

/* Puts an edit under the level-th context of a form. */
static void put(table *t, uint32_t level, const char *form, const char *tag, const char *edit) {
  uint32_t keys[LEMMA_LEVELS];
  lemma_query q = query(form, tag);
  lemmas_keys(keys, &q);
  assert_true(keys[level]);
  uint32_t s = lemmas_slot(keys[level], SLOTS);
  while (t->keys[s]) s = (s + 1) % SLOTS;
  assert_true(lemmas_edit(&t->edits[t->n_edits], fix.a, str_of(edit)));
  t->keys[s] = keys[level];
  t->at[s] = (uint16_t)t->n_edits;
  t->m.n_edits = ++t->n_edits;
}

static void assert_lemma(const table *t, const char *form, const char *tag, const char *want) {
  lemma_query q = query(form, tag);
  assert_str(lemmas_write(fix.a, &t->m, lemmas_find(&t->m, &q), q.form, q.folded), want);
}

static uint32_t ending(uint32_t n) { return 2 * n + 1; }
enum { BY_UPOS = LEMMA_ENDINGS, BY_PART, BY_TAG, AS_WRITTEN };

#define PAST "VERB\tVBD\tTense=Past"
#define PLURAL "NOUN\tNNS\tNumber=Plur"

static void test_nothing_known_is_the_folded_form(void **state) {
  (void)state;
  assert_lemma(new_table(), "Talks", PLURAL, "talks");
  assert_lemma(new_table(), "", PLURAL, "");
}

static void test_the_special_before_the_general(void **state) {
  (void)state;
  table *t = new_table();
  put(t, ending(1), "walked", PAST, "L1");
  assert_lemma(t, "walked", PAST, "walke");
  put(t, ending(2), "walked", PAST, "L2");
  assert_lemma(t, "walked", PAST, "walk");
  assert_lemma(t, "walked", PLURAL, "walked");             /* another tag, other endings */
  put(t, BY_UPOS, "fled", PAST, "L1e");
  assert_lemma(t, "fled", PAST, "flee");
  assert_lemma(t, "fled", "VERB\tVBN\t_", "flee");
  put(t, BY_PART, "fled", PAST, "Wone");
  put(t, BY_TAG, "fled", PAST, "Wtwo");
  assert_lemma(t, "fled", "VERB\tVBD\t_", "one");
  assert_lemma(t, "fled", PAST, "two");
  put(t, AS_WRITTEN, "FLED", PAST, "Wthree");
  assert_lemma(t, "FLED", PAST, "three");
  assert_lemma(t, "Fled", PAST, "two");
}

static void test_endings_know_how_the_form_is_written(void **state) {
  (void)state;
  table *t = new_table();
  put(t, ending(0), "Vale", "PROPN\tNNP\t_", "K0");
  assert_lemma(t, "Orkney", "PROPN\tNNP\t_", "Orkney");
  assert_lemma(t, "orkney", "PROPN\tNNP\t_", "orkney");
  assert_lemma(t, "ORKNEY", "PROPN\tNNP\t_", "orkney");
  put(t, ending(0), "ORKNEY", "PROPN\tNNP\t_", "C0");
  assert_lemma(t, "SHETLAND", "PROPN\tNNP\t_", "Shetland");
  assert_lemma(t, "NATO", "PROPN\tNNP\t_", "nato");        /* four capitals are of another kind */
}

static void test_letters(void **state) {
  (void)state;
  static const struct { const char *edit, *form, *want; } all[] = {
    {"K0", "McKay", "McKay"}, {"L0", "McKay", "mckay"}, {"C0", "McKAY", "Mckay"}, {"U0", "Etc", "ETC"},
    {"D0", "12,500", "12500"}, {"D0", ",", ","}, {"K1y", "ParTi", "ParTy"}, {"C1y", "pARTI", "Party"},
    {"C0", "жуков", "Жуков"}, {"L2ть", "читал", "читть"}, {"L1а", "воды", "вода"}, {"L3", "not", "not"},
    {"L3x", "not", "not"}, {"L0x", "not", "notx"}, {"Wbe", "was", "be"}
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    table *t = new_table();
    put(t, AS_WRITTEN - !strcmp(all[i].form, utf8_folded(fix.a, str_of(all[i].form)).ptr), all[i].form, PAST,
        all[i].edit);
    assert_lemma(t, all[i].form, PAST, all[i].want);
  }
}

static void test_without_xpos_endings_by_upos(void **state) {
  (void)state;
  table *t = new_table();
  put(t, 2, "вода", "NOUN\t_\tCase=Nom", "L0");
  put(t, 2, "воды", "NOUN\t_\tCase=Gen", "L1а");
  assert_lemma(t, "беды", "NOUN\t_\tCase=Acc", "беда");
  put(t, 3, "виды", "NOUN\t_\tCase=Acc", "L1");
  assert_lemma(t, "беды", "NOUN\t_\tCase=Acc", "бед");
  uint32_t keys[LEMMA_LEVELS];
  lemma_query q = query("talks", PLURAL);
  lemmas_keys(keys, &q);
  assert_int_equal(keys[2], 0);
}

static void test_words(void **state) {
  (void)state;
  table *t = new_table();
  lexicon *l = lexicon_new(fix.a);
  word_id own = lexicon_add(l, STR("tries")), want = lexicon_add(l, STR("try"));
  word_id thousand = lexicon_add(l, STR("1000"));
  char room[100];
  put(t, BY_PART, "tries", PLURAL, "L3y");
  put(t, BY_PART, "hopes", PLURAL, "L1");
  put(t, BY_PART, "was", PAST, "Wbe");
  put(t, BY_PART, "1,000", PAST, "D0");
  t->edits[3].word = 77;
  lemma_query q = query("TRIES", PLURAL);
  assert_int_equal(lemmas_word(&t->m, l, 0, q.folded, own, room), own);
  assert_int_equal(lemmas_word(&t->m, l, lemmas_find(&t->m, &q), q.folded, own, room), want);
  q = query("hopes", PLURAL);
  assert_int_equal(lemmas_word(&t->m, l, lemmas_find(&t->m, &q), q.folded, own, room), 0);
  q = query("was", PAST);
  assert_int_equal(lemmas_word(&t->m, l, lemmas_find(&t->m, &q), q.folded, own, room), 77);
  q = query("1,000", PAST);
  assert_int_equal(lemmas_word(&t->m, l, lemmas_find(&t->m, &q), q.folded, 0, room), thousand);
}

static void test_no_edits(void **state) {
  (void)state;
  static const char *const none[] = {"", "L", "X0", "l0", "L:", "Lx", "W", "K-1", "L0abcdefghijklmnopqrstu",
                                     "L0\xFF"};
  lemma_edit e;
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    assert_false(lemmas_edit(&e, fix.a, str_of(none[i])));
}

/* ---- files --------------------------------------------------------------------------------------------- */

static str number_bytes(const void *from, uint32_t n, unsigned each) {
  char *out = arena_alloc(fix.a, (size_t)n * each + 1);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t x = each == 4 ? ((const uint32_t *)from)[i] : ((const uint16_t *)from)[i];
    for (unsigned k = 0; k < each; k++) out[i * each + k] = (char)(x >> 8 * k);
  }
  return (str){out, (size_t)n * each};
}

/* The status of a file with these sections (NULL bytes: left out), behind those of `rest`. */
static ch_status load(lemma_model *m, bool *found, model_file **file, str edits, str keys, str at) {
  model_section sections[] = {{"lemma-edits", edits}, {"lemma-keys", keys}, {"lemma-at", at}}, kept[3];
  uint32_t n = 0;
  buf b = {0};
  ch_error err = {0};
  for (int i = 0; i < 3; i++)
    if (sections[i].bytes.ptr) kept[n++] = sections[i];
  model_file_write(&b, kept, n);
  assert_int_equal(model_file_of(file, arena_str(fix.a, buf_get(&b)), "models.bin", &err), CH_OK);
  buf_free(&b);
  ch_status status = lemmas_load(m, found, fix.a, *file, NULL, &err);
  if (status) assert_non_null(strstr(err.msg, "models.bin: "));
  return status;
}

static void test_a_file(void **state) {
  (void)state;
  table *t = new_table();
  put(t, ending(1), "talks", PLURAL, "L1");
  model_file *file;
  lemma_model m;
  bool found = false;
  str keys = number_bytes(t->keys, SLOTS, 4), at = number_bytes(t->at, SLOTS, 2);
  assert_int_equal(load(&m, &found, &file, STR("L0\nL1\n"), keys, at), CH_OK);
  assert_true(found);
  lemma_query q = query("votes", PLURAL);
  assert_str(lemmas_write(fix.a, &m, lemmas_find(&m, &q), q.form, q.folded), "vote");
  q = query("vote", PLURAL);
  assert_int_equal(lemmas_find(&m, &q), 0);
  model_file_close(file);
}

static void test_unsound_files_are_refused(void **state) {
  (void)state;
  table *t = new_table();
  put(t, ending(1), "talks", PLURAL, "L1");
  str keys = number_bytes(t->keys, SLOTS, 4), at = number_bytes(t->at, SLOTS, 2), none = {NULL, 0};
  const struct { str edits, keys, at; } wrong[] = {
    {STR("L0\nL1\n"), none, at}, {STR("L0\nL1\n"), keys, none}, {STR(""), keys, at},
    {STR("L0\nL1"), keys, at},
    {STR("L0\n"), keys, at},                               /* an edit behind the last */
    {STR("L0\nQ1\n"), keys, at}, {STR("L0\n\n"), keys, at},
    {STR("L0\nL1\n"), str_sub(keys, 0, keys.len - 4), str_sub(at, 0, at.len - 2)},     /* no power of two */
    {STR("L0\nL1\n"), str_sub(keys, 0, keys.len / 2), at}, {STR("L0\nL1\n"), str_sub(keys, 0, 3), at},
    {STR("L0\nL1\n"), STR(""), STR("")}
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    model_file *file;
    lemma_model m;
    bool found;
    assert_int_equal(load(&m, &found, &file, wrong[i].edits, wrong[i].keys, wrong[i].at), CH_ERR_PACK);
    model_file_close(file);
  }
}

static void test_a_file_without_lemmas(void **state) {
  (void)state;
  model_file *file;
  lemma_model m;
  bool found = true;
  assert_int_equal(load(&m, &found, &file, (str){NULL, 0}, (str){NULL, 0}, (str){NULL, 0}), CH_OK);
  assert_false(found);
  model_file_close(file);
}

/* A table without a free slot must not be searched for ever. */
static void test_a_full_table(void **state) {
  (void)state;
  table *t = new_table();
  for (uint32_t i = 0; i < SLOTS; i++) t->keys[i] = 2 * i + 1;
  assert_lemma(t, "talks", PLURAL, "talks");
}

/* ---- the room ------------------------------------------------------------------------------------------ */

/* The pack's models with the lemmas of a table, in `b`. */
static void with_lemmas(buf *b, const table *t, str edits) {
  model_file *models;
  model_section sections[64];
  const char *name;
  str bytes;
  uint32_t n = 0;
  assert_int_equal(language_models_open(&models, PACK, NULL), CH_OK);
  assert_non_null(models);
  for (uint32_t i = 0; (name = model_file_section(models, i, &bytes)); i++) {
    assert_true(n < 60);
    if (strncmp(name, "lemma-", 6)) sections[n++] = (model_section){name, bytes};
  }
  sections[n++] = (model_section){"lemma-edits", edits};
  sections[n++] = (model_section){"lemma-keys", number_bytes(t->keys, SLOTS, 4)};
  sections[n++] = (model_section){"lemma-at", number_bytes(t->at, SLOTS, 2)};
  model_file_write(b, sections, n);
  model_file_close(models);
}

static void test_tokens_have_them(void **state) {
  (void)state;
  table *t = new_table();
  buf b = {0};
  model_file *file;
  const language_model *m;
  lexicon *l = lexicon_new(fix.a);
  put(t, BY_UPOS, "talks", "NOUN\tNNS\t_", "Wconversation");
  put(t, ending(0), "Vale", "PROPN\tNNP\t_", "K0");
  with_lemmas(&b, t, STR("L0\nWconversation\nK0\n"));
  assert_int_equal(model_file_of(&file, buf_get(&b), "models.bin", NULL), CH_OK);
  assert_int_equal(language_load_with(&m, fix.a, fix.language.pack, l, file, NULL), CH_OK);
  const char *text = "The talks failed. Talks with Norway go on, and the talks are open.";
  doc *d = language_read(fix.a, m, l, sample_report(fix.a, str_of(text)));
  uint32_t i = token_of(d, "talks"), n_talks = 0;
  assert_str(lexicon_word(l, d->tokens[i].lemma), "conversation");
  assert_str(doc_lemma(fix.a, m, l, d, i), "conversation");
  assert_str(doc_lemma(fix.a, m, l, d, token_of(d, "Talks")), "conversation");
  assert_str(doc_lemma(fix.a, m, l, d, token_of(d, "Norway")), "Norway");
  assert_str(doc_lemma(fix.a, m, l, d, token_of(d, "failed")), "failed");
  for (i = 0; i < d->n_tokens; i++) n_talks += d->tokens[i].lemma == lexicon_find(l, STR("conversation"));
  assert_int_equal(n_talks, 3);
  model_file_close(file);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_nothing_known_is_the_folded_form),
    cmocka_unit_test(test_the_special_before_the_general),
    cmocka_unit_test(test_endings_know_how_the_form_is_written), cmocka_unit_test(test_letters),
    cmocka_unit_test(test_without_xpos_endings_by_upos), cmocka_unit_test(test_words),
    cmocka_unit_test(test_no_edits), cmocka_unit_test(test_a_file),
    cmocka_unit_test(test_unsound_files_are_refused), cmocka_unit_test(test_a_file_without_lemmas),
    cmocka_unit_test(test_a_full_table), cmocka_unit_test(test_tokens_have_them)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
