/* Labels of words by a network of integers: a small one made here, its scores against reals, and whatever does not fit
 * refused by name. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "language/labeller.h"

/* Weights have 11 bits behind the point, as have those of `top`; rows of the table 4. */
enum { ROWS = 9, HALF = 16, GATES = 4 * HALF, WIDE = 2 * HALF, LABELS = 3, TABLE_BITS = 4, BITS = 11, KIND = 7,
       LAYER_SHIFT = BITS + ACTIVATION_BITS - SUM_BITS, TOP_SHIFT = BITS + ACTIVATION_BITS, MOST_WORDS = 40 };

/* What the model means: numbers as they are, before they are laid as products want them. */
typedef struct {
  int8_t table[ROWS * GATES];
  int16_t w[WIDE * GATES], top[WIDE * LABELS];
  int32_t bias[GATES], top_bias[LABELS];
  int32_t steps[(LABELS + 1) * LABELS];
} meaning;

enum { SIZES, TABLE, WEIGHTS, BIASES, SHIFTS, STEPS, SECTIONS };
static const char *const names[SECTIONS] = {"lab", "lab-table", "lab-w", "lab-bias", "lab-shift", "lab-steps"};

typedef struct { arena *a; meaning is; buf sections[SECTIONS]; } fixture;
static fixture fix;

static uint32_t dice = 11;
static int32_t within(int32_t most) {
  dice = dice * 1664525u + 1013904223u;
  return (int32_t)((dice >> 8) % (2 * (uint32_t)most + 1)) - most;
}

/* ---- the model ------------------------------------------------------------------------------------------- */

static void draw(meaning *m) {
  for (int i = 0; i < ROWS * GATES; i++) m->table[i] = (int8_t)within(20);
  for (int i = 0; i < WIDE * GATES; i++) m->w[i] = (int16_t)within(1000);
  for (int i = 0; i < WIDE * LABELS; i++) m->top[i] = (int16_t)within(1500);
  for (int i = 0; i < GATES; i++) m->bias[i] = within(1 << 23);
  for (int i = 0; i < LABELS; i++) m->top_bias[i] = within(1 << 24);
  for (int i = 0; i < (LABELS + 1) * LABELS; i++) m->steps[i] = within(1 << (SUM_BITS + 6));
}

static void put(buf *b, uint32_t x, int bytes) {
  for (int i = 0; i < bytes; i++) buf_char(b, (char)(x >> 8 * i));
}

/* [in][out], out made a multiple of 16, as pairs of inputs for 16 outputs. */
static void put_matrix(buf *b, const int16_t *w, uint32_t in, uint32_t out) {
  for (uint32_t o0 = 0; o0 < out; o0 += PRODUCT_OUT)
    for (uint32_t i = 0; i < in; i += 2)
      for (uint32_t o = o0; o < o0 + PRODUCT_OUT; o++)
        for (uint32_t p = 0; p < 2; p++) put(b, o < out ? (uint16_t)w[(i + p) * out + o] : 0, 2);
}

static int make(void **state) {
  (void)state;
  const uint32_t sizes[] = {ROWS, HALF, 2, LABELS, TABLE_BITS, KIND};
  fix.a = arena_new(0);
  meaning *m = &fix.is;
  buf *to = fix.sections;
  draw(m);
  for (int i = 0; i < LABELLER_SIZES; i++) put(&to[SIZES], sizes[i], 4);
  buf_add(&to[TABLE], m->table, sizeof m->table);
  put_matrix(&to[WEIGHTS], m->w, WIDE, GATES);
  put_matrix(&to[WEIGHTS], m->top, WIDE, LABELS);
  for (int i = 0; i < GATES; i++) put(&to[BIASES], (uint32_t)m->bias[i], 4);
  for (int i = 0; i < PRODUCT_OUT; i++) put(&to[BIASES], i < LABELS ? (uint32_t)m->top_bias[i] : 0, 4);
  put(&to[SHIFTS], LAYER_SHIFT, 4);
  put(&to[SHIFTS], TOP_SHIFT, 4);
  for (int i = 0; i < (LABELS + 1) * LABELS; i++) put(&to[STEPS], (uint32_t)m->steps[i], 4);
  return fix.a ? 0 : -1;
}

static int forget(void **state) {
  (void)state;
  for (int i = 0; i < SECTIONS; i++) buf_free(&fix.sections[i]);
  arena_free(fix.a);
  return 0;
}

/* A file of these sections; all[i].ptr NULL: without it. `bytes` must be freed when the file is closed. */
static model_file *file_of(buf *bytes, const str all[SECTIONS]) {
  model_section sections[SECTIONS + 1] = {{"other", STR("x")}};
  model_file *f;
  uint32_t n = 1;
  for (int i = 0; i < SECTIONS; i++)
    if (all[i].ptr) sections[n++] = (model_section){names[i], all[i]};
  *bytes = (buf){0};
  model_file_write(bytes, sections, n);
  assert_int_equal(model_file_of(&f, buf_get(bytes), "models.bin", NULL), CH_OK);
  return f;
}

static void as_made(str all[SECTIONS]) {
  for (int i = 0; i < SECTIONS; i++) all[i] = buf_get(&fix.sections[i]);
}

typedef struct { labeller l; model_file *file; buf bytes; } loaded;

static loaded *load(void) {
  loaded *k = ARENA_NEW(fix.a, loaded);
  str all[SECTIONS];
  bool found = false;
  ch_error err = {0};
  as_made(all);
  k->file = file_of(&k->bytes, all);
  if (labeller_load(&k->l, &found, fix.a, k->file, "lab", &err)) fail_msg("%s", err.msg);
  assert_true(found);
  return k;
}

static void unload(loaded *k) {
  model_file_close(k->file);
  buf_free(&k->bytes);
  arena_reset(fix.a);
}

/* ---- in reals -------------------------------------------------------------------------------------------- */

static double squash(double x) {
  double u = x < 0 ? -x : x;
  return u >= 2 ? (x < 0 ? -1 : 1) : x * (1 - u / 4);
}

static double cut(double x, double most) { return x > most ? most : x < -most ? -most : x; }

/* Forward and, from the last word on, backward: a gate says how much of a candidate comes into the state. */
static void states(double y[][WIDE], double acts[][GATES], uint32_t n) {
  for (uint32_t back = 0; back < 2; back++)
    for (uint32_t j = 0; j < HALF; j++) {
      double h = 0;
      for (uint32_t t = 0; t < n; t++) {
        uint32_t i = back ? n - 1 - t : t;
        const double *a = acts[i] + back * 2 * HALF + j;
        h += (1 + squash(a[0] / 2)) / 2 * (squash(a[HALF]) - h);
        y[i][back * HALF + j] = h;
      }
    }
}

static void reference(double scores[][LABELS], const meaning *m, const uint32_t *rows, const uint32_t *at, uint32_t n) {
  static double acts[MOST_WORDS][GATES], x[MOST_WORDS][WIDE], y[MOST_WORDS][WIDE];
  const double weight = 1 << BITS, bias = (double)(1 << (BITS + ACTIVATION_BITS));
  for (uint32_t i = 0; i < n; i++)
    for (int k = 0; k < GATES; k++) {
      acts[i][k] = m->table[k] / (double)(1 << TABLE_BITS);
      for (uint32_t r = at[i]; r < at[i + 1]; r++)
        acts[i][k] += m->table[rows[r] * GATES + k] / (double)(1 << TABLE_BITS);
      acts[i][k] = cut(acts[i][k], 8);
    }
  states(x, acts, n);
  for (uint32_t i = 0; i < n; i++)
    for (int k = 0; k < GATES; k++) {
      acts[i][k] = m->bias[k] / bias;
      for (int j = 0; j < WIDE; j++) acts[i][k] += x[i][j] * m->w[j * GATES + k] / weight;
      acts[i][k] = cut(acts[i][k], 8);
    }
  states(y, acts, n);
  for (uint32_t i = 0; i < n; i++)
    for (int k = 0; k < LABELS; k++) {
      scores[i][k] = m->top_bias[k] / bias;
      for (int j = 0; j < WIDE; j++) scores[i][k] += (x[i][j] + y[i][j]) * m->top[j * LABELS + k] / weight;
    }
}

/* ---- scores ---------------------------------------------------------------------------------------------- */

typedef struct { uint32_t n, at[MOST_WORDS + 1], rows[8 * MOST_WORDS]; } words;

/* Words of 0 to 7 features, the first without any. */
static words some_words(uint32_t n) {
  words x = {.n = n};
  for (uint32_t i = 0; i < n; i++) {
    x.at[i + 1] = x.at[i] + (i ? (uint32_t)(within(100) + 100) % 8 : 0);
    for (uint32_t r = x.at[i]; r < x.at[i + 1]; r++) x.rows[r] = 1 + (uint32_t)(within(100) + 100) % (ROWS - 1);
  }
  return x;
}

static void scores_are_those_of_reals(void **state) {
  (void)state;
  static const uint32_t sizes[] = {1, 2, 7, MOST_WORDS, 3};            /* a room that has grown is as good for few */
  loaded *k = load();
  labeller_room *room = labeller_room_new(fix.a, &k->l);
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    words x = some_words(sizes[s]);
    int32_t got[MOST_WORDS * LABELS];
    double want[MOST_WORDS][LABELS], spread = 0;
    labeller_scores(got, room, x.rows, x.at, x.n);
    reference(want, &fix.is, x.rows, x.at, x.n);
    for (uint32_t i = 0; i < x.n; i++)
      for (int y = 0; y < LABELS; y++) {
        double off = got[i * LABELS + y] / 4096.0 - want[i][y];
        if (off > 0.02 || off < -0.02)
          fail_msg("word %u, label %d: %d, not %.4f", i, y, got[i * LABELS + (uint32_t)y], want[i][y]);
        spread += want[i][y] > 0.5 || want[i][y] < -0.5;
      }
    assert_true(spread > 0);             /* scores that are all about 0 would prove nothing */
  }
  unload(k);
}

static void plain_code_gives_the_same_bits(void **state) {
  (void)state;
  loaded *k = load();
  labeller plain = k->l;
  plain.by = &products_plain;
  labeller_room *rooms[2] = {labeller_room_new(fix.a, &k->l), labeller_room_new(fix.a, &plain)};
  for (uint32_t n = 1; n <= MOST_WORDS; n++) {
    words x = some_words(n);
    int32_t got[2][MOST_WORDS * LABELS];
    for (int p = 0; p < 2; p++) labeller_scores(got[p], rooms[p], x.rows, x.at, n);
    assert_memory_equal(got[0], got[1], n * LABELS * sizeof **got);
  }
  unload(k);
}

static void what_a_room_is_told(void **state) {
  (void)state;
  loaded *k = load();
  assert_int_equal(labeller_n_rows(&k->l), ROWS);
  assert_int_equal(labeller_n_labels(&k->l), LABELS);
  assert_int_equal(labeller_kind(&k->l), KIND);
  assert_memory_equal(labeller_steps(&k->l), fix.is.steps, sizeof fix.is.steps);
  unload(k);
}

/* ---- files ----------------------------------------------------------------------------------------------- */

static void models_without_labels(void **state) {
  (void)state;
  str none[SECTIONS] = {{NULL, 0}};
  bool found = true;
  buf bytes;
  model_file *f = file_of(&bytes, none);
  labeller l;
  assert_int_equal(labeller_load(&l, &found, fix.a, f, "lab", NULL), CH_OK);
  assert_false(found);
  model_file_close(f);
  buf_free(&bytes);
}

static void assert_refused(int section, str bytes, const char *what, const char *says) {
  str all[SECTIONS];
  bool found;
  buf file;
  labeller l;
  ch_error err = {0};
  arena *a = arena_new(0);
  as_made(all);
  all[section] = bytes;
  model_file *f = file_of(&file, all);
  ch_status status = labeller_load(&l, &found, a, f, "lab", &err);
  if (status != CH_ERR_PACK) fail_msg("%s: %s gave status %d", names[section], what, status);
  if (strncmp(err.msg, "models.bin: ", 12) || !strstr(err.msg, says))
    fail_msg("%s: %s: \"%s\" lacks \"%s\"", names[section], what, err.msg, says);
  model_file_close(f);
  buf_free(&file);
  arena_free(a);
}

/* The section with its number i, of 4 bytes, another. */
static str with_number(int section, size_t i, uint32_t x) {
  str s = arena_str(fix.a, buf_get(&fix.sections[section]));
  for (size_t k = 0; k < 4; k++) ((char *)(uintptr_t)s.ptr)[4 * i + k] = (char)(x >> 8 * k);
  return s;
}

static str filled(int section, int byte) {
  str s = arena_str(fix.a, buf_get(&fix.sections[section]));
  memset((char *)(uintptr_t)s.ptr, byte, s.len);
  return s;
}

static void sections_that_are_missing_or_of_another_length(void **state) {
  (void)state;
  for (int i = TABLE; i < SECTIONS; i++) {
    const char *says = i == TABLE ? "'lab-…'" : names[i];
    assert_refused(i, (str){NULL, 0}, "none", says);
  }
  for (int i = 0; i < SECTIONS; i++) {
    str is = buf_get(&fix.sections[i]);
    const char *whole = i == SIZES || i == STEPS ? names[i] : "'lab-…'";
    size_t each = i == TABLE ? 1 : i == WEIGHTS ? 2 : 4;
    assert_refused(i, STR(""), "nothing", whole);
    assert_refused(i, str_sub(is, 0, is.len - each), "a number less", whole);
    if (each > 1) assert_refused(i, str_sub(is, 0, is.len - 1), "a byte less", names[i]);
    char *more = arena_alloc(fix.a, is.len + each);     /* zeros behind */
    memcpy(more, is.ptr, is.len);
    assert_refused(i, (str){more, is.len + each}, "a number more", whole);
  }
}

#define OF_SIZES "sizes in section 'lab'"
static void sizes_that_are_wrong(void **state) {
  (void)state;
  static const struct { int size; uint32_t is; const char *says; } all[] = {
    {LABELLER_SIZE_ROWS, 0, OF_SIZES}, {LABELLER_SIZE_ROWS, 1, OF_SIZES},
    {LABELLER_SIZE_ROWS, 65536, OF_SIZES}, {LABELLER_SIZE_ROWS, UINT32_MAX, OF_SIZES},
    {LABELLER_SIZE_ROWS, ROWS - 1, "'lab-…'"}, {LABELLER_SIZE_ROWS, ROWS + 1, "'lab-…'"},
    {LABELLER_SIZE_HALF, 0, OF_SIZES}, {LABELLER_SIZE_HALF, 15, OF_SIZES},
    {LABELLER_SIZE_HALF, 272, OF_SIZES}, {LABELLER_SIZE_HALF, 1u << 30, OF_SIZES},
    {LABELLER_SIZE_HALF, 32, "'lab-…'"}, {LABELLER_SIZE_HALF, 256, "'lab-…'"},
    {LABELLER_SIZE_LAYERS, 0, OF_SIZES}, {LABELLER_SIZE_LAYERS, 5, OF_SIZES},
    {LABELLER_SIZE_LAYERS, 1, "'lab-…'"}, {LABELLER_SIZE_LAYERS, 3, "'lab-…'"},
    {LABELLER_SIZE_LABELS, 0, OF_SIZES}, {LABELLER_SIZE_LABELS, 1, OF_SIZES},
    {LABELLER_SIZE_LABELS, 17, OF_SIZES}, {LABELLER_SIZE_LABELS, UINT32_MAX, OF_SIZES},
    {LABELLER_SIZE_LABELS, 2, "'lab-steps'"}, {LABELLER_SIZE_LABELS, 4, "'lab-steps'"},
    {LABELLER_SIZE_BITS, SUM_BITS + 1, OF_SIZES}, {LABELLER_SIZE_BITS, UINT32_MAX, OF_SIZES},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    assert_refused(SIZES, with_number(SIZES, (size_t)all[i].size, all[i].is),
                   arena_printf(fix.a, "size %d as %u", all[i].size, all[i].is).ptr, all[i].says);
}

/* Whatever could make sums overflow, or shift them by what they do not have. */
static void weights_and_steps_that_are_too_large(void **state) {
  (void)state;
  const uint32_t most = 1u << (SUM_BITS + 6);
  for (size_t i = 0; i < (LABELS + 1) * LABELS; i++) {
    assert_refused(STEPS, with_number(STEPS, i, most + 1), "a step too large", "'lab-steps'");
    assert_refused(STEPS, with_number(STEPS, i, 0 - most - 1), "a step too small", "'lab-steps'");
  }
  assert_refused(STEPS, with_number(STEPS, 5, 1u << 31), "the smallest step", "'lab-steps'");
  assert_refused(WEIGHTS, filled(WEIGHTS, 0x7F), "weights too large", "'lab-…'");
  assert_refused(WEIGHTS, filled(WEIGHTS, 0x80), "weights too small", "'lab-…'");
  assert_refused(BIASES, with_number(BIASES, 3, INT32_MAX), "a bias too large", "'lab-…'");
  assert_refused(BIASES, with_number(BIASES, GATES, 1u << 31), "the smallest bias", "'lab-…'");
  assert_refused(SHIFTS, with_number(SHIFTS, 0, 31), "a shift too large", "'lab-…'");
  assert_refused(SHIFTS, with_number(SHIFTS, 1, UINT32_MAX), "the largest shift", "'lab-…'");
  assert_refused(SHIFTS, with_number(SHIFTS, 1, SUM_BITS - 1), "scores of too few bits", "'lab-…'");
  assert_refused(SHIFTS, with_number(SHIFTS, 1, SUM_BITS + 6), "scores whose sums may overflow", "'lab-…'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(scores_are_those_of_reals), cmocka_unit_test(plain_code_gives_the_same_bits),
    cmocka_unit_test(what_a_room_is_told), cmocka_unit_test(models_without_labels),
    cmocka_unit_test(sections_that_are_missing_or_of_another_length), cmocka_unit_test(sizes_that_are_wrong),
    cmocka_unit_test(weights_and_steps_that_are_too_large)};
  return cmocka_run_group_tests(tests, make, forget);
}
