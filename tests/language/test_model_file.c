/* Model files: what was written is read again; whatever else is refused with a line that says why. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "language/model_file.h"

static const char numbers_bytes[] = "\x01\x00\x00\x00\xFF\xFF\x00\x80";

static buf a_file(void) {
  buf b = {0};
  model_section sections[] = {{"words", STR("one\ntwo\n")}, {"numbers", {numbers_bytes, 8}},
                              {"empty", STR("")}};
  model_file_write(&b, sections, 3);
  assert_int_equal(b.status, CH_OK);
  return b;
}

static ch_status status_of(const char *bytes, size_t n, char *message, size_t size) {
  model_file *m = NULL;
  ch_error err = {0};
  ch_status status = model_file_of(&m, (str){bytes, n}, "models.bin", &err);
  assert_true((status == CH_OK) == (m != NULL));
  if (message) snprintf(message, size, "%s", err.msg);
  if (status) assert_non_null(strstr(err.msg, "models.bin: "));
  model_file_close(m);
  return status;
}

static void test_round_trip(void **state) {
  (void)state;
  buf b = a_file();
  arena *a = arena_new(0);
  model_file *m;
  const uint32_t *words;
  const uint16_t *halves;
  uint32_t n;
  assert_int_equal(model_file_of(&m, buf_get(&b), "models.bin", NULL), CH_OK);
  assert_true(str_eq(model_file_find(m, "words"), STR("one\ntwo\n")));
  assert_true(model_file_find(m, "empty").ptr && !model_file_find(m, "empty").len);
  assert_null(model_file_find(m, "word").ptr);
  assert_int_equal(model_file_u32(&words, &n, m, a, "numbers", NULL), CH_OK);
  assert_int_equal(n, 2);
  assert_int_equal(words[0], 1);
  assert_int_equal(words[1], 0x8000FFFFu);
  assert_int_equal(model_file_u16(&halves, &n, m, a, "numbers", NULL), CH_OK);
  assert_int_equal(n, 4);
  assert_int_equal(halves[2], 0xFFFF);
  assert_int_equal(model_file_u32(&words, &n, m, a, "no such", NULL), CH_ERR_PACK);
  model_file_close(m);
  arena_free(a);
  buf_free(&b);
}

/* Numbers that do not lie at a place of their kind are copied, not read where they are. */
static void test_misaligned(void **state) {
  (void)state;
  buf b = a_file();
  arena *a = arena_new(0);
  char *moved = malloc(b.len + 1);
  model_file *m;
  const uint32_t *words;
  uint32_t n;
  memcpy(moved + 1, b.ptr, b.len);
  assert_int_equal(model_file_of(&m, (str){moved + 1, b.len}, "models.bin", NULL), CH_OK);
  assert_int_equal(model_file_u32(&words, &n, m, a, "numbers", NULL), CH_OK);
  assert_int_equal((uintptr_t)words % 4, 0);
  assert_int_equal(words[1], 0x8000FFFFu);
  model_file_close(m);
  free(moved);
  arena_free(a);
  buf_free(&b);
}

static void test_every_cut_is_refused(void **state) {
  (void)state;
  buf b = a_file();
  for (size_t n = 0; n < b.len; n++) assert_int_equal(status_of(b.ptr, n, NULL, 0), CH_ERR_PACK);
  assert_int_equal(status_of(b.ptr, b.len, NULL, 0), CH_OK);
  buf_char(&b, 0);
  assert_int_equal(status_of(b.ptr, b.len, NULL, 0), CH_ERR_PACK);
  buf_free(&b);
}

static void test_every_changed_byte_is_refused(void **state) {
  (void)state;
  buf b = a_file();
  for (size_t i = 0; i < b.len; i++) {
    if (i >= 8 && i < 16) continue;                        /* the versions have a test of their own */
    b.ptr[i] ^= 0x41;
    assert_int_equal(status_of(b.ptr, b.len, NULL, 0), CH_ERR_PACK);
    b.ptr[i] ^= 0x41;
  }
  buf_free(&b);
}

static void put_u64(char *at, uint64_t n) {
  for (int i = 0; i < 8; i++) at[i] = (char)(n >> 8 * i);
}

/* With a checksum that fits, so that the bounds themselves must hold. */
static void test_sections_outside_the_file(void **state) {
  (void)state;
  static const struct { size_t at; uint64_t value; } wrong[] = {
    {64 + 16, 1 << 20}, {64 + 16, UINT64_MAX - 63}, {64 + 24, 1 << 20}, {64 + 24, UINT64_MAX}, {64 + 16, 65},
    {64 + 16, 0}, {32, 1025}, {32, UINT32_MAX}, {64, 0}
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    buf b = a_file();
    put_u64(b.ptr + wrong[i].at, wrong[i].value);
    put_u64(b.ptr + 24, map_hash((str){b.ptr + 32, b.len - 32}));
    char message[400];
    assert_int_equal(status_of(b.ptr, b.len, message, sizeof message), CH_ERR_PACK);
    assert_null(strstr(message, "checksum"));
    buf_free(&b);
  }
}

static void test_versions(void **state) {
  (void)state;
  static const struct { char format, oldest; ch_status status; } all[] = {
    {1, 1, CH_OK}, {2, 1, CH_OK}, {2, 2, CH_ERR_PACK}, {0, 0, CH_ERR_PACK}, {1, 2, CH_ERR_PACK}
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    buf b = a_file();
    b.ptr[8] = all[i].format;
    b.ptr[12] = all[i].oldest;
    assert_int_equal(status_of(b.ptr, b.len, NULL, 0), all[i].status);
    buf_free(&b);
  }
}

static void test_files(void **state) {
  (void)state;
  char path[] = "/tmp/test_model_file_XXXXXX";
  int fd = mkstemp(path);
  buf b = a_file();
  model_file *m;
  ch_error err;
  assert_true(fd >= 0);
  assert_int_equal(model_file_open(&m, path, &err), CH_ERR_PACK);      /* empty */
  assert_int_equal(write(fd, b.ptr, b.len), (ssize_t)b.len);
  assert_int_equal(model_file_open(&m, path, &err), CH_OK);
  assert_int_equal(model_file_find(m, "words").len, 8);
  model_file_close(m);
  close(fd);
  unlink(path);
  assert_int_equal(model_file_open(&m, path, &err), CH_ERR_IO);
  assert_int_equal(model_file_open(&m, "/tmp", &err), CH_ERR_IO);
  assert_null(m);
  model_file_close(NULL);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_round_trip), cmocka_unit_test(test_misaligned),
      cmocka_unit_test(test_every_cut_is_refused),
    cmocka_unit_test(test_every_changed_byte_is_refused), cmocka_unit_test(test_sections_outside_the_file),
    cmocka_unit_test(test_versions), cmocka_unit_test(test_files)
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
