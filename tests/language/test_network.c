/* Trees with the pack's models: that they are trees, the same again, and right where nothing is doubtful. */
#include "test.h"
#include "language/heads.h"
#include "language/model_file.h"
#include "language/network_words.h"

static const tree *tree_of(doc *d, uint32_t i) { return language_tree(fix.a, fix.language.model, d, i); }

static void assert_relation(const char *text, const char *word, const char *relation, const char *head) {
  doc *d = read_text(text);
  const tree *t = tree_of(d, 0);
  uint32_t i = token_of(d, word);
  assert_str(language_relation(fix.language.model, t->relation[i]), relation);
  assert_str(t->head[i] < 0 ? (str){"", 0} : doc_str(d, (uint32_t)t->head[i], (uint32_t)t->head[i] + 1),
             head);
}

static void test_plain_clauses(void **state) {
  (void)state;
  assert_relation("The minister signed the treaty.", "minister", "nsubj", "signed");
  assert_relation("The minister signed the treaty.", "treaty", "obj", "signed");
  assert_relation("The minister signed the treaty.", "signed", "root", "");
  assert_relation("The talks were held in the capital.", "talks", "nsubj:pass", "held");
  assert_relation("The talks were held in the capital.", "were", "aux:pass", "held");
  assert_relation("She said that the visit was useful.", "useful", "ccomp", "said");
  assert_relation("They will not meet.", "not", "advmod", "meet");
  assert_relation("They will not meet.", "will", "aux", "meet");
}

/* One root, heads inside the sentence, no circle, every word with a relation. */
static void assert_is_tree(const doc *d, uint32_t k, const tree *t) {
  uint32_t n = d->sentences[k].end - d->sentences[k].first, roots = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t steps = 0;
    roots += t->head[i] < 0;
    assert_true(t->head[i] < (int32_t)n && t->head[i] >= -1);
    assert_true(language_relation(fix.language.model, t->relation[i]).len > 0);
    for (int32_t up = (int32_t)i; up >= 0; up = t->head[up]) assert_true(steps++ <= n);
  }
  assert_int_equal(roots, 1);
}

static uint64_t next_number(uint64_t *seed) {
  *seed ^= *seed >> 12, *seed ^= *seed << 25, *seed ^= *seed >> 27;
  return *seed * UINT64_C(2685821657736338717) >> 16;
}

static char *made_up(uint64_t seed, size_t n) {
  static const char *const words[] = {
    "talks", "the", "The", "minister", "said", "that", "of", "to", "and", ",", "“", "”", "was", "not", "held",
    "in", "U.S.", "Да", "12", "—", "very", "it", "have", "been", "(", ")", "#", "ßé", "which", "or", ":",
    "should", "\xF0\x9F\x98\x80"
  };
  char *text = arena_alloc(fix.a, 16 * n + 1);
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    const char *word = words[next_number(&seed) % (sizeof words / sizeof *words)];
    memcpy(text + at, word, strlen(word));
    at += strlen(word);
    text[at++] = ' ';
  }
  return text;
}

static void test_always_trees(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 300; seed++) {
    doc *d = read_text(made_up(seed, 1 + seed % 90));
    for (uint32_t k = 0; k < d->n_sentences; k++) assert_is_tree(d, k, tree_of(d, k));
  }
}

/* Longer than the search is wide for; and so long that there is no tree. */
static void test_long_sentences(void **state) {
  (void)state;
  static const struct { size_t n; bool has_tree; } all[] = {
    {900, true}, {1000, true}, {1001, false}, {45000, false}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    char *text = arena_alloc(fix.a, 2 * all[i].n + 1);
    for (size_t k = 0; k < all[i].n; k++) memcpy(text + 2 * k, "a ", 2);
    doc *d = read_text(text);
    assert_int_equal(d->n_sentences, 1);
    const tree *t = tree_of(d, 0);
    assert_int_equal(t != NULL, all[i].has_tree);
    if (t) assert_is_tree(d, 0, t);
  }
}

static void test_asked_twice(void **state) {
  (void)state;
  doc *d = read_text("They met. They agreed on a date.");
  const tree *second = tree_of(d, 1);
  assert_int_equal(d->trees_built, 1);
  assert_ptr_equal(tree_of(d, 1), second);
  assert_int_equal(d->trees_built, 1);
  assert_ptr_not_equal(tree_of(d, 0), second);
  assert_int_equal(d->trees_built, 2);
}

/* A sentence's tree does not hang on what stands around it, nor on the order of asking. */
static void test_same_tree_anywhere(void **state) {
  (void)state;
  doc *alone = read_text("The envoys agreed on a date."),
    *among = read_text("It rained. The envoys agreed on a date. So?");
  tree_of(among, 2);
  const tree *a = tree_of(alone, 0), *b = tree_of(among, 1);
  for (uint32_t i = 0; i < alone->n_tokens; i++) {
    assert_int_equal(a->head[i], b->head[i]);
    assert_int_equal(a->relation[i], b->relation[i]);
  }
}

/* What is found in a text, as lines. */
static str found_in(const char *text) {
  buf b = {0};
  doc *d = read_text(text);
  for (uint32_t k = 0; k < d->n_sentences; k++) {
    const tree *t = tree_of(d, k);
    for (uint32_t i = d->sentences[k].first; i < d->sentences[k].end; i++) {
      uint32_t at = i - d->sentences[k].first;
      buf_printf(&b, "%d %d %d %d\n", d->tokens[i].tag, t->head[at], t->relation[at], t->tag[at]);
    }
  }
  str kept = arena_str(fix.a, buf_get(&b));
  buf_free(&b);
  return kept;
}

/* A text of n words that were in no other, in sentences of twenty. */
static const char *strange_words(uint32_t n) {
  buf b = {0};
  for (uint32_t i = 0; i < n; i++) buf_printf(&b, "%s%ux%s", i % 2 ? "wum" : "Zor", i, i % 20 == 19 ? ". " : " ");
  str kept = arena_str(fix.a, buf_get(&b));
  buf_free(&b);
  return kept.ptr;
}

/* What the network keeps of words, and that it forgets them, is not seen in what it finds. */
static void test_kept_words(void **state) {
  (void)state;
  const char *text = "The envoys of Zorland, who met in Vale, agreed on a date. Talks resume on Friday.";
  str cold = found_in(text), warm = found_in(text);
  assert_true(str_eq(cold, warm));
  const char *strange = strange_words(2 * WORDS_MOST + 500);
  str first = found_in(strange);
  assert_true(str_eq(found_in(text), cold));
  assert_true(str_eq(found_in(strange), first));
}

static void open_rooms(void *payload) {
  void **p = payload;
  *(network_rooms **)p[0] = network_rooms_new(p[1], p[2]);
}

/* A room that cannot grow says so, and is as good as before. */
static void test_room_without_memory(void **state) {
  (void)state;
  network_model m;
  ch_error err = {0};
  arena *models = arena_new(0), *small = arena_new((size_t)4 << 20);
  assert_int_equal(network_load(&m, models, fix.language.models, &err), CH_OK);
  network_rooms *rooms = NULL;
  void *p[] = {&rooms, small, &m};
  assert_true(arena_run(small, open_rooms, p));
  network_room *r = network_rooms_take(rooms);
  assert_non_null(r);
  assert_true(network_begin(r, 20) > 0);
  assert_true(network_begin(r, HEADS_MOST) == 0);
  assert_true(network_begin(r, 20) > 0);
  arena_free(small);
  arena_free(models);
}

static void test_relation_names(void **state) {
  (void)state;
  const language_model *m = fix.language.model;
  uint8_t subject = language_relation_find(m, STR("nsubj"));
  assert_true(subject > 0);
  assert_str(language_relation(m, subject), "nsubj");
  assert_int_equal(language_relation_find(m, STR("no such relation")), 0);
  assert_int_equal(language_relation(m, 0).len, 0);
  assert_int_equal(language_relation(m, 255).len, 0);
}

/* A file that is sound as a file, but whose sections do not fit, is refused by name. */
static void assert_refused(const char *section, str bytes) {
  static const char *const names[] = {
    "tag-names", "label-names", "style-names", "net", "net-w", "net-bias", "net-shift", "net-keys", "net-at",
    "net-table", "net-parts", "net-may", "net-sets", "net-class-first", "net-class-tail", "net-class-of"};
  enum { N = sizeof names / sizeof *names };
  model_section sections[N];
  model_file *m;
  buf b = {0};
  ch_error err = {0};
  const language_model *model;
  arena *a = arena_new(0);
  for (size_t i = 0; i < N; i++) {
    bool changed = !strcmp(names[i], section);
    sections[i] = (model_section){names[i], changed ? bytes : model_file_find(fix.language.models, names[i])};
  }
  model_file_write(&b, sections, N);
  assert_int_equal(model_file_of(&m, buf_get(&b), "models.bin", &err), CH_OK);
  ch_status status = language_load(&model, a, fix.language.pack, lexicon_new(a), m, NULL, &err);
  bool refused = status == CH_ERR_PACK && !model && strstr(err.msg, "models.bin: ") == err.msg;
  model_file_close(m);
  buf_free(&b);
  arena_free(a);
  if (section[0] && !refused) fail_msg("a wrong section %s was not refused", section);
  if (!section[0] && status) fail_msg("%s", err.msg);
}

/* The section with a byte changed. */
static str changed(const char *section, size_t at, char to) {
  str s = arena_str(fix.a, model_file_find(fix.language.models, section));
  ((char *)(uintptr_t)s.ptr)[at] = to;
  return s;
}

static str filled(const char *section, int byte) {
  str s = arena_str(fix.a, model_file_find(fix.language.models, section));
  memset((char *)(uintptr_t)s.ptr, byte, s.len);
  return s;
}

static str cut(const char *section, size_t less) {
  str s = model_file_find(fix.language.models, section);
  return str_sub(s, 0, s.len - less);
}

/* What was trained on texts that may not be given away says so; the pack's models do not. */
static void test_may_be_given_away(void **state) {
  (void)state;
  str made = model_file_find(fix.language.models, "made");
  assert_true(str_find(made, STR("sentences")) != SIZE_MAX);
  assert_true(str_find(made, STR("RESEARCH")) == SIZE_MAX);
}

static void test_sections_that_do_not_fit(void **state) {
  (void)state;
  assert_refused("", STR(""));
  assert_refused("tag-names", STR("NOUN\tNN\tNumber=Sing\n"));
  assert_refused("tag-names", STR(""));
  assert_refused("label-names", STR("dep\n"));
  for (size_t i = 0; i < 12; i++) assert_refused("net", changed("net", 4 * i + 2, 1));
  assert_refused("net", changed("net", 0, 17));            /* no multiple of 16 */
  assert_refused("net", cut("net", 4));
  assert_refused("net-w", cut("net-w", 2));
  assert_refused("net-w", filled("net-w", 0x7F));          /* sums might overflow */
  assert_refused("net-bias", cut("net-bias", 4));
  assert_refused("net-bias", changed("net-bias", 3, 0x7F));
  assert_refused("net-shift", changed("net-shift", 0, 31));
  assert_refused("net-shift", cut("net-shift", 4));
  assert_refused("net-keys", cut("net-keys", 4));
  assert_refused("net-at", STR("\1\0"));
  assert_refused("net-table", cut("net-table", 1));
  assert_refused("net-class-first", changed("net-class-first", 3, 0x7F));
  assert_refused("net-class-tail", cut("net-class-tail", 2));
  assert_refused("net-class-of", cut("net-class-of", 1));
  assert_refused("net-may", cut("net-may", 2));
  assert_refused("net-sets", changed("net-sets", 2, 0));
  assert_refused("net-sets", changed("net-sets", 3, 0x7F));
  assert_refused("net-sets", STR(""));
  assert_refused("net-parts", cut("net-parts", 2));
  assert_refused("net-parts", changed("net-parts", 3, 0x7F));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_plain_clauses), cmocka_unit_test(test_always_trees),
    cmocka_unit_test(test_long_sentences), cmocka_unit_test(test_asked_twice),
    cmocka_unit_test(test_same_tree_anywhere), cmocka_unit_test(test_kept_words),
    cmocka_unit_test(test_room_without_memory), cmocka_unit_test(test_relation_names),
    cmocka_unit_test(test_may_be_given_away), cmocka_unit_test(test_sections_that_do_not_fit)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
