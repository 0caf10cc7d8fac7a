#include "kit.h"
#include "copies/threads.h"

/* The event of `original`, by another newsroom. */
static const char elsewhere[] =
    "Norland voices dismay as Vestria delays fishing accord\n\n"
    "Norland's envoy to Harwick spoke of disappointment after Vestria let it be known that the fishing "
    "accord, ready since January, would have to wait beyond the spring.\n\n"
    "The sticking point is the patrol line of the two navies off the Skarn bank, Deputy Foreign Minister "
    "Ilse Marrow told reporters on Tuesday. Ambassador Peder Aune called the decision hard to explain to "
    "the crews of 140 trawlers.\n\n"
    "Experts are to take up the matter again in April.\n";

static const thread_sketch *sketch_of(kit *k, const char *text) {
  return threads_sketch(k->a, k->m, words_read(k->a, k->m, kit_report(k, text, NULL, NULL)));
}

static int32_t score(kit *k, const char *a, const char *b, int32_t days) {
  return threads_score(k->m, sketch_of(k, a), sketch_of(k, b), days);
}

static void assert_same(const thread_sketch *x, const thread_sketch *y) {
  assert_int_equal(x->n, y->n);
  assert_int_equal(x->squares, y->squares);
  assert_int_equal(x->title_squares, y->title_squares);
  assert_int_equal(x->norm, y->norm);
  for (uint32_t i = 0; i < x->n; i++) {
    assert_int_equal(x->terms[i].stem, y->terms[i].stem);
    assert_int_equal(x->terms[i].weight, y->terms[i].weight);
    assert_int_equal(x->terms[i].flags, y->terms[i].flags);
  }
}

/* ---- sketches ------------------------------------------------------------------------------------------ */

static void a_sketch(kit *k) {
  const thread_sketch *s = sketch_of(k, original);
  uint32_t titles = 0, names = 0, numbers = 0;
  assert_int_equal(s->n, THREAD_TERMS);
  for (uint32_t i = 0; i < s->n; i++) {
    assert_true(s->terms[i].weight > 0 && (!i || s->terms[i - 1].stem < s->terms[i].stem));
    titles += (s->terms[i].flags & THREAD_TITLE) != 0;
    names += (s->terms[i].flags & WORD_NAME) != 0;
    numbers += (s->terms[i].flags & WORD_NUMBER) != 0;
  }
  assert_true(titles >= 5 && titles <= 8 && names > 8 && numbers > 1);
  assert_true((uint64_t)s->norm * s->norm <= s->squares && (s->norm + 1ull) * (s->norm + 1ull) > s->squares);
  assert_same(s, sketch_of(k, kit_wrapped(k, original, 64)));
}

static void there_and_back(kit *k) {
  const char *const texts[] = {original, unrelated, "", "Ferry"};
  uint8_t bytes[THREAD_BYTES];
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const thread_sketch *s = sketch_of(k, texts[i]), *back;
    uint32_t n = threads_encode(bytes, s);
    assert_true(n <= THREAD_BYTES && n < 500);
    back = threads_decode(k->a, bytes, n);
    assert_non_null(back);
    assert_same(s, back);
    assert_null(threads_decode(k->a, bytes, n - 1));
  }
}

static void not_a_sketch(kit *k) {
  static const uint8_t wrong[][16] = {{2, 0},                        /* version */
                                      {1, 65},                       /* too many terms */
                                      {1, 1, 5, 0, 0, 0, 0, 0, 0},   /* no weight */
                                      {1, 2, 5, 0, 0, 0, 1, 0, 0, 5, 0, 0, 0, 1, 0, 0}}; /* order */
  static const size_t lengths[] = {2, 2 + 65 * 7, 9, 16};
  uint8_t bytes[2 + 65 * 7];
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    memset(bytes, 1, sizeof bytes);
    memcpy(bytes, wrong[i], lengths[i] < 16 ? lengths[i] : 16);
    assert_null(threads_decode(k->a, bytes, lengths[i]));
  }
  assert_null(threads_decode(k->a, bytes, 0));
}

static const char *many_words(kit *k, uint64_t seed) {
  enum { WORDS_OF_IT = 20000, LETTERS = 6 };
  char *z = ARENA_ARRAY(k->a, char, WORDS_OF_IT * (LETTERS + 1) + 1), *p = z;
  for (int i = 0; i < WORDS_OF_IT; i++) {
    for (int l = 0; l < LETTERS; l++) *p++ = (char)number_in(&seed, 'a', 'z');
    *p++ = ' ';
  }
  return z;
}

/* Which terms are kept must not hang on the way they are chosen. */
static void the_heaviest_are_kept(kit *k) {
  for (uint64_t seed = 1; seed < 9; seed++) {
    const thread_sketch *s = sketch_of(k, many_words(k, seed));
    assert_int_equal(s->n, THREAD_TERMS);
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < s->n; i++) least = s->terms[i].weight < least ? s->terms[i].weight : least;
    assert_true(least > 450);        /* of 64 words that stand early, each once; of late ones far less */
  }
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static uint32_t shared_keys(kit *k, const char *a, const char *b) {
  uint32_t x[THREAD_KEYS], y[THREAD_KEYS], both = 0;
  uint32_t n = threads_keys(x, k->m, sketch_of(k, a)), m = threads_keys(y, k->m, sketch_of(k, b));
  assert_true(n <= THREAD_KEYS && m <= THREAD_KEYS);
  for (uint32_t i = 1; i < n; i++) assert_true(x[i - 1] < x[i]);
  for (uint32_t i = 0, j = 0; i < n && j < m;) {
    both += x[i] == y[j];
    uint32_t least = x[i] < y[j] ? x[i] : y[j];
    i += x[i] == least;
    j += j < m && y[j] == least;
  }
  return both;
}

static void keys_of_one_story(kit *k) {
  threads_policy p = threads_limits(k->m);
  assert_true(shared_keys(k, original, elsewhere) >= p.min_shared);
  assert_true(shared_keys(k, original, rewritten) >= p.min_shared);
  assert_int_equal(shared_keys(k, original, unrelated), 0);
  assert_int_equal(shared_keys(k, original, ""), 0);
  assert_true(shared_keys(k, original, original) > 50);
  assert_true(p.first_members <= THREAD_FIRST && p.window_days > 7 && p.cap > 1);
}

/* ---- scores -------------------------------------------------------------------------------------------- */

static void one_story(kit *k) {
  assert_true(score(k, original, elsewhere, 0) > 0);
  assert_true(score(k, original, elsewhere, 1) > 0);
  assert_true(score(k, original, elsewhere, THREAD_UNDATED) > 0);
  assert_true(score(k, original, rewritten, 3) > 0);
  assert_true(score(k, original, unrelated, 0) < 0);
  assert_true(score(k, readout, unrelated, THREAD_UNDATED) < 0);
  assert_int_equal(score(k, original, elsewhere, 2), score(k, elsewhere, original, 2));
}

static void stories_fade(kit *k) {
  int32_t window = threads_limits(k->m).window_days, last = threads_days(k->m, 0);
  for (int32_t d = 1; d <= window; d++) {
    assert_true(threads_days(k->m, d) <= last);
    last = threads_days(k->m, d);
  }
  assert_true(score(k, original, original, window + 1) < 0);
  assert_true(score(k, original, original, -1) < 0);
  assert_true(score(k, original, original, INT32_MAX - 1) < 0);
}

static void nothing_is_like_nothing(kit *k) {
  assert_true(score(k, "", "", 0) < 0);
  assert_true(score(k, "", original, 0) < 0);
}

static void the_thread_is_asked(kit *k) {
  const thread_sketch *first[] = {sketch_of(k, original), sketch_of(k, rewritten), sketch_of(k, elsewhere)};
  int32_t close = threads_closeness(k->m, first, 3);
  int32_t near = threads_likeness(k->m, first[0], first[1]), far[2] = {-2000, -2000};
  assert_int_equal(threads_fit(k->m, near, 0, NULL, 0, 0), score(k, original, rewritten, 0));
  assert_true(threads_fit(k->m, near, 0, far, 2, 0) < threads_fit(k->m, near, 0, NULL, 0, 0));
  assert_true(threads_fit(k->m, near, 0, far, 2, close) < threads_fit(k->m, near, 0, far, 2, 0));
  assert_int_equal(threads_closeness(k->m, first, 1), 0);
  assert_int_equal(threads_closeness(k->m, first, 2), near);
  assert_true(close < near);
}

static void a_rival_takes_off(kit *k) {
  const thread_sketch *s = sketch_of(k, original);
  const int32_t none = threads_likeness(k->m, s, sketch_of(k, ""));
  const int32_t near = threads_likeness(k->m, s, sketch_of(k, elsewhere));
  assert_int_equal(threads_rivalry(k->m, none), 0);
  assert_int_equal(threads_rivalry(k->m, threads_least_likeness(k->m) - 1000), 0);
  assert_true(threads_rivalry(k->m, near) > 0);
  assert_true(threads_rivalry(k->m, near) < threads_rivalry(k->m, threads_likeness(k->m, s, s)));
}

/* ---- packs --------------------------------------------------------------------------------------------- */

static void a_pack_without_threads(kit *k) {
  copies_model bare = *k->m;
  kit none = {k->a, k->intake, &bare};
  uint32_t keys[THREAD_KEYS];
  bare.threads = NULL;
  const thread_sketch *s = sketch_of(&none, original);
  assert_int_equal(s->n, 0);
  assert_int_equal(threads_keys(keys, &bare, s), 0);
  assert_true(threads_fit(&bare, threads_likeness(&bare, s, s), 0, NULL, 0, 0) < 0);
  assert_int_equal(threads_rivalry(&bare, 1000), 0);
  assert_true(threads_score(&bare, sketch_of(k, original), sketch_of(k, original), 0) < 0);
}

typedef struct { const char *pack, *want; } wrong_pack;

static void wrong_packs(kit *k) {
  static const wrong_pack all[] = {{"[threads]\nsurprise | 3\n", "no number of this name"},
                                   {"[threads]\nwords | many\n", "not a whole number"},
                                   {"[threads]\nwords | 1000001\n", "words must be"},
                                   {"[threads]\nfirst-members | 9\n", "first-members must be"},
                                   {"[threads]\nearly | 0\n", "early must be"},
                                   {"[threads]\nbias | -1\n", "lacks the row max-words"}};
  const threads_model *t;
  const pack *pk;
  ch_error err = {0};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    assert_int_equal(pack_parse(&pk, k->a, STR("threads.txt"), str_of(all[i].pack), &err), CH_OK);
    assert_int_equal(threads_load(&t, k->a, pk, &err), CH_ERR_PACK);
    if (!strstr(err.msg, all[i].want)) fail_msg("\"%s\" does not say \"%s\"", err.msg, all[i].want);
  }
  assert_int_equal(pack_parse(&pk, k->a, STR("threads.txt"), STR("[other]\na | b\n"), &err), CH_OK);
  assert_int_equal(threads_load(&t, k->a, pk, &err), CH_OK);
  assert_null(t);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(a_sketch)
KIT_TEST(there_and_back)
KIT_TEST(not_a_sketch)
KIT_TEST(the_heaviest_are_kept)
KIT_TEST(keys_of_one_story)
KIT_TEST(one_story)
KIT_TEST(stories_fade)
KIT_TEST(nothing_is_like_nothing)
KIT_TEST(the_thread_is_asked)
KIT_TEST(a_rival_takes_off)
KIT_TEST(a_pack_without_threads)
KIT_TEST(wrong_packs)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_sketch),          cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_not_a_sketch),      cmocka_unit_test(test_the_heaviest_are_kept),
      cmocka_unit_test(test_keys_of_one_story), cmocka_unit_test(test_one_story),
      cmocka_unit_test(test_stories_fade),      cmocka_unit_test(test_nothing_is_like_nothing),
      cmocka_unit_test(test_the_thread_is_asked), cmocka_unit_test(test_a_pack_without_threads),
      cmocka_unit_test(test_a_rival_takes_off), cmocka_unit_test(test_wrong_packs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
