#include "train.h"
#include <stdio.h>
#include <unistd.h>

str train_lines(arena *a, const str *all, uint32_t n) {
  buf b = {0};
  for (uint32_t i = 1; i <= n; i++) {
    buf_str(&b, all[i]);
    buf_char(&b, '\n');
  }
  if (b.status) fail("out of memory");
  str kept = arena_str(a, b.len ? buf_get(&b) : STR(""));
  buf_free(&b);
  return kept;
}

str train_numbers(arena *a, const void *from, uint32_t n, int each) {
  char *out = arena_array(a, n + (size_t)1, (size_t)each);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t x = each == 4 ? ((const uint32_t *)from)[i] : ((const uint16_t *)from)[i];
    for (int k = 0; k < each; k++) out[(size_t)i * (size_t)each + (size_t)k] = (char)(x >> 8 * k);
  }
  return (str){out, (size_t)n * (size_t)each};
}

static void write_file(const char *path, const model_section *sections, uint32_t n) {
  buf b = {0};
  model_file_write(&b, sections, n);
  if (b.status) fail("out of memory for %s", path);
  FILE *out = fopen(path, "wb");
  if (!out || fwrite(b.ptr, 1, b.len, out) != b.len || fclose(out)) fail("%s: cannot be written", path);
  say("%s: %zu bytes", path, b.len);
  buf_free(&b);
}

static bool is_among(const char *name, const model_section *sections, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!strcmp(name, sections[i].name)) return true;
  return false;
}

void train_put(arena *a, const char *path, const model_section *sections, uint32_t n) {
  model_file *old = NULL;
  model_section *all = NULL;
  uint32_t n_all = 0, cap = 0;
  ch_error err;
  if (!access(path, F_OK) && model_file_open(&old, path, &err)) fail("%s", err.msg);
  for (uint32_t i = 0; old; i++) {
    model_section s = model_file_section(old, i);
    if (!s.name[0]) break;
    if (!is_among(s.name, sections, n)) *ARENA_PUSH(a, all, n_all, cap) = s;
  }
  for (uint32_t i = 0; i < n; i++) *ARENA_PUSH(a, all, n_all, cap) = sections[i];
  write_file(path, all, n_all);
  model_file_close(old);
}
