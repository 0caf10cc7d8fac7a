/* What copies_load says about packs that are wrong. */
#include "kit.h"
#include "copies/model.h"

static const char numbers[] =
    "[copies]\nmin-shared | 4\nundated-shared | 2\ncap | 40\nwindow-days | 400\nrecent-days | 30\nnear | 3\n"
    "candidates | 8\nfar-behind | 8\nlasting-pairs | 48\n"
    "anchor-weight | 36\nanchor-least | 2\nanchor-most | 20\nmax-keys | 100\nmax-words | 1000\nkey-idf | 500\n"
    "max-idf | 800\nquick-contain | 350\nquick-order | 600\nseed | 200\nstrong | 600\nverbatim | 880\n"
    "misread | 20\nverbatim-misread | 780\nsame-cover | 500\nsame-body | 650\nexcerpt-cover | 850\n"
    "taken-over | 600\nchanged-facts | 8\nparallel-names | 3\nparallel-novel | 80\nrewrite-bias | -1400\n"
    "rewrite-novel | -750\nrewrite-numbers | -600\nrewrite-conflict | -250\nrewrite-order | 1300\n"
    "rewrite-outside | 650\nrewrite-rare | 80\nrewrite-size | 400\nrewrite-publisher | -120\n"
    "rewrite-late | -150\nrewrite-both | 200\nrewrite-split | -900\nrewrite-chain | 500\n"
    "rewrite-verbatim | -400\nboth-cover | 850\nboth-words | 160\nrewrite-least | 400\nrewrite-days | 14\n"
    "rare-idf | 600\nrun-letters | 80\nrun-idf | 2500\npassage | 500\n";

typedef struct { const char *more, *want; } wrong_pack;

static ch_status load(arena *a, const char *more, const copies_model **m, ch_error *err) {
  const pack *pk;
  const str parts[] = {str_of(numbers), str_of(more)};
  ch_status status = pack_parse(&pk, a, STR("copies.txt"), arena_join(a, parts, 2, STR("")), err);
  return status ? status : copies_load(m, a, pk, err);
}

static void wrong_packs(void *payload) {
  static const wrong_pack all[] = {{"surprise | 3\n", "no number of this name"},
                                   {"cap | many\n", "not a whole number"},
                                   {"max-idf | 0\n", "max-idf must be"},
                                   {"[idf]\nship | heavy\n", "stem | idf"},
                                   {"[suffixes]\nings | | 0\n", "a suffix row is"},
                                   {"[suffixes]\nfar-too-long-ending | | 3\n", "a suffix row is"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    const copies_model *m;
    ch_error err = {0};
    assert_int_equal(load(payload, all[i].more, &m, &err), CH_ERR_PACK);
    if (!strstr(err.msg, all[i].want)) fail_msg("\"%s\" does not say \"%s\"", err.msg, all[i].want);
  }
}

static void a_number_is_missing(void *payload) {
  const pack *pk;
  const copies_model *m;
  ch_error err = {0};
  assert_int_equal(pack_parse(&pk, payload, STR("copies.txt"), STR("[copies]\ncap | 4\n"), &err), CH_OK);
  assert_int_equal(copies_load(&m, payload, pk, &err), CH_ERR_PACK);
  assert_non_null(strstr(err.msg, "lacks the row min-shared"));
}

static void weights_and_suffixes(void *payload) {
  const copies_model *m;
  assert_int_equal(load(payload,
                        "[idf]\nship | 321\n[suffixes]\ns | | 3\nies | y | 2\n[stopwords]\nthe; ours\n", &m,
                        NULL),
                   CH_OK);
  assert_true(model_stem(m, STR("ships")) == model_stem(m, STR("ship")));
  assert_true(model_stem(m, STR("navies")) == model_stem(m, STR("navy")));
  assert_true(model_stem(m, STR("gas")) != model_stem(m, STR("ga")));      /* too short to lose its s */
  assert_int_equal(model_weight(m, model_stem(m, STR("ships"))).idf, 321);
  assert_int_equal(model_weight(m, model_stem(m, STR("quay"))).idf, 800);
  assert_true(model_weight(m, model_stem(m, STR("ours"))).stop);
  assert_int_equal(m->limits[LIMIT_CAP], 40);
  assert_int_equal(m->limits[LIMIT_WINDOW], 400);
}

#define ARENA_TEST(name) static void test_##name(void **state) { (void)state; with_arena(name); }
ARENA_TEST(wrong_packs)
ARENA_TEST(a_number_is_missing)
ARENA_TEST(weights_and_suffixes)

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_wrong_packs),
                                     cmocka_unit_test(test_a_number_is_missing),
                                     cmocka_unit_test(test_weights_and_suffixes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
