#include "kit.h"
#include "copies/fingerprint.h"

static const fingerprint *of(kit *k, const char *text) {
  const fingerprint *f = copies_keys(k->a, copies_fingerprint(k->a, k->m, kit_report(k, text, NULL, NULL)));
  assert_non_null(f);
  return f;
}

static uint32_t in_both(const uint32_t *x, uint32_t n, const uint32_t *y, uint32_t m) {
  uint32_t both = 0;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = 0; j < m; j++) both += x[i] == y[j];
  return both;
}

static uint32_t pairs_in_both(const fingerprint *x, const fingerprint *y) {
  return in_both(x->pairs, x->n_pairs, y->pairs, y->n_pairs);
}

static uint32_t anchors_in_both(const fingerprint *x, const fingerprint *y) {
  return in_both(x->anchors, x->n_anchors, y->anchors, y->n_anchors);
}

static uint32_t bands_in_both(const fingerprint *x, const fingerprint *y) {
  uint32_t both = 0;
  for (uint32_t i = 0; i < x->n_bands && i < y->n_bands; i++) both += x->bands[i] == y->bands[i];
  return both;
}

static void assert_ascending(const uint32_t *keys, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) assert_true(keys[i - 1] < keys[i]);
}

static void assert_same(const fingerprint *x, const fingerprint *y) {
  assert_true(x->exact == y->exact);
  assert_int_equal(x->n_bands, y->n_bands);
  assert_int_equal(x->n_anchors, y->n_anchors);
  assert_int_equal(x->n_pairs, y->n_pairs);
  assert_memory_equal(x->bands, y->bands, x->n_bands * sizeof *x->bands);
  if (x->n_anchors) assert_memory_equal(x->anchors, y->anchors, x->n_anchors * sizeof *x->anchors);
  if (x->n_pairs) assert_memory_equal(x->pairs, y->pairs, x->n_pairs * sizeof *x->pairs);
}

static void round_trip(kit *k) {
  const fingerprint *x = of(k, original), *y = fingerprint_unpack(k->a, fingerprint_pack(k->a, x));
  assert_true(x->exact && x->n_bands == FINGERPRINT_BANDS && x->n_anchors >= 8 && x->n_pairs >= 80);
  assert_ascending(x->anchors, x->n_anchors);
  assert_ascending(x->pairs, x->n_pairs);
  assert_non_null(y);
  assert_same(x, y);
  assert_same(x, fingerprint_make(k->a, k->m, words_read(k->a, k->m, kit_report(k, original, NULL, NULL))));
  str f = copies_fingerprint(k->a, k->m, kit_report(k, original, NULL, NULL));
  for (size_t i = 0; i < f.len; i++)
    assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", f.ptr[i]));
}

static void layout_keeps_the_keys(kit *k) {
  const fingerprint *x = of(k, original), *y = of(k, kit_wrapped(k, original, 64));
  assert_true(pairs_in_both(x, y) * 100 >= x->n_pairs * 98);
  assert_true(anchors_in_both(x, y) * 10 >= x->n_anchors * 9);
  const str parts[] = {STR("\xEF\xBB\xBF"), str_of(original), STR("\r\n\r\n")};
  assert_same(x, of(k, arena_join(k->a, parts, 3, STR("")).ptr));
}

/* One figure changed: another text, and nearly all the rest the same. */
static void a_near_copy_keeps_bands(kit *k) {
  char *changed = ARENA_ARRAY(k->a, char, strlen(original) + 1);
  memcpy(changed, original, strlen(original));
  memcpy(strstr(changed, "140"), "150", 3);
  const fingerprint *x = of(k, original), *y = of(k, changed), *z = of(k, unrelated);
  assert_true(x->exact != y->exact);
  assert_true(bands_in_both(x, y) >= 8);
  assert_int_equal(bands_in_both(x, z), 0);
}

static void a_part_keeps_anchors(kit *k) {
  const fingerprint *x = of(k, original), *y = of(k, strstr(original, "Vestria closed"));
  assert_true(anchors_in_both(x, y) * 10 >= y->n_anchors * 9);
  assert_true(anchors_in_both(x, of(k, later_report)) >= 2);
  assert_int_equal(anchors_in_both(x, of(k, unrelated)), 0);
}

static void a_rewrite_keeps_some(kit *k) {
  const fingerprint *x = of(k, original), *y = of(k, rewritten), *z = of(k, unrelated);
  uint32_t least = (uint32_t)k->m->limits[LIMIT_MIN_SHARED];
  assert_true(8 * pairs_in_both(x, y) >= 4 * least);       /* a key that nobody else holds weighs 8 */
  assert_true(8 * pairs_in_both(x, z) < least);
  assert_true(x->exact != y->exact);
}

static void not_a_fingerprint(kit *k) {
  const str wrong[] = {STR(""), STR("A"), STR("!!!!"), STR("AAAA"), STR("AQ=="), STR("AQID"), STR("AQ"),
                       STR("AgAAAAAB"), STR("AgAAAAAAAAAAIAAAAAA")};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_null(copies_keys(k->a, wrong[i]));
  assert_null(fingerprint_unpack(k->a, (str){NULL, 0}));
}

/* Damage is refused, or gives keys that are in order: what comes of them never crashes. */
static void damage(kit *k) {
  str whole = fingerprint_pack(k->a, of(k, original));
  uint64_t state = 5;
  for (size_t n = 0; n < whole.len; n++) assert_null(fingerprint_unpack(k->a, (str){whole.ptr, n}));
  for (int i = 0; i < 400; i++) {
    char *bad = ARENA_ARRAY(k->a, char, whole.len);
    memcpy(bad, whole.ptr, whole.len);
    for (int flips = number_in(&state, 1, 3); flips--;)
      bad[number_in(&state, 0, i % 2 ? 13 : (int32_t)whole.len - 1)] ^= (char)(1 << number_in(&state, 0, 7));
    const fingerprint *f = fingerprint_unpack(k->a, (str){bad, whole.len});
    if (!f) continue;
    assert_ascending(f->anchors, f->n_anchors);
    assert_ascending(f->pairs, f->n_pairs);
    assert_true(f->n_bands == 0 || f->n_bands == FINGERPRINT_BANDS);
  }
}

static void an_empty_report(kit *k) {
  const fingerprint *f = of(k, "");
  assert_true(!f->exact && !f->n_bands && !f->n_anchors && !f->n_pairs);
}

/* Too few runs of letters for a sketch; the letters are still known by all of them. */
static void a_short_report(kit *k) {
  const fingerprint *f = of(k, "Lund opens.\n\nThe port is open.\n");
  assert_true(f->exact && !f->n_bands);
  assert_true(f->exact == of(k, "Lund opens.\n\n  The port\nis  open.\n")->exact);
}

static void many_words_few_keys(kit *k) {
  buf b = {0};
  uint64_t state = 3;
  for (int i = 0; i < 20000; i++) {
    for (int l = 0; l < 7; l++) buf_char(&b, (char)number_in(&state, 'a', 'z'));
    buf_str(&b, i % 12 ? STR(" ") : STR(". "));
  }
  buf_char(&b, '\0');
  assert_int_equal(b.status, CH_OK);
  const fingerprint *f = of(k, b.ptr);
  uint32_t most = (uint32_t)k->m->limits[LIMIT_MAX_KEYS];
  assert_true(f->n_pairs > 500 && f->n_pairs <= most && f->n_anchors > 500 && f->n_anchors <= most);
  buf_free(&b);
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(round_trip)
KIT_TEST(layout_keeps_the_keys)
KIT_TEST(a_near_copy_keeps_bands)
KIT_TEST(a_part_keeps_anchors)
KIT_TEST(a_rewrite_keeps_some)
KIT_TEST(not_a_fingerprint)
KIT_TEST(damage)
KIT_TEST(an_empty_report)
KIT_TEST(a_short_report)
KIT_TEST(many_words_few_keys)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_layout_keeps_the_keys),
      cmocka_unit_test(test_a_near_copy_keeps_bands),
      cmocka_unit_test(test_a_part_keeps_anchors),
      cmocka_unit_test(test_a_rewrite_keeps_some),
      cmocka_unit_test(test_not_a_fingerprint),
      cmocka_unit_test(test_damage),
      cmocka_unit_test(test_an_empty_report),
      cmocka_unit_test(test_a_short_report),
      cmocka_unit_test(test_many_words_few_keys)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
