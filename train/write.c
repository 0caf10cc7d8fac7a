#include "train.h"
#include <stdio.h>
#include <unistd.h>

str train_lines(arena *a, const str *all, uint32_t n) {
  buf b = {0};
  for (uint32_t i = 1; i <= n; i++) {
    buf_str(&b, all[i]);
    buf_char(&b, '\n');
  }
  str kept = arena_str(a, buf_get(&b));
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

static str weight_bytes(const weights *w) { return (str){(const char *)w->bytes, w->n + (size_t)1}; }

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
  const char *name;
  str bytes;
  ch_error err;
  if (!access(path, F_OK) && model_file_open(&old, path, &err)) fail("%s", err.msg);
  for (uint32_t i = 0; old && (name = model_file_section(old, i, &bytes)); i++)
    if (!is_among(name, sections, n))
      *ARENA_PUSH(a, all, n_all, cap) = (model_section){arena_str(a, str_of(name)).ptr, arena_str(a, bytes)};
  model_file_close(old);
  for (uint32_t i = 0; i < n; i++) *ARENA_PUSH(a, all, n_all, cap) = sections[i];
  write_file(path, all, n_all);
}

void train_write(arena *a, const parser_model *m, str made, const char *path) {
  const uint32_t margins[2] = {(uint32_t)m->tag_margin, (uint32_t)m->move_margin};
  model_section sections[] = {
    {"made", made},
    {"margins", train_numbers(a, margins, 2, 4)},
    {"scale", train_numbers(a, m->tags.scale, SCALE, 2)},
    {"tag-names", train_lines(a, m->tag_names, m->n_tags)},
    {"tag-keys", train_numbers(a, m->words.keys, m->words.n_slots, 4)},
    {"tag-at", train_numbers(a, m->words.at, m->words.n_slots, 4)},
    {"tag-items", train_numbers(a, m->words.items, m->words.n_items, 2)},
    {"tag-weights", weight_bytes(&m->tags)},
    {"move-weights", weight_bytes(&m->moves)},
    {"label-names", train_lines(a, m->label_names, m->n_labels)},
    {"label-keys", train_numbers(a, m->relations.keys, m->relations.n_slots, 4)},
    {"label-at", train_numbers(a, m->relations.at, m->relations.n_slots, 4)},
    {"label-items", train_numbers(a, m->relations.items, m->relations.n_items, 2)},
    {"label-weights", weight_bytes(&m->labels)},
  };
  write_file(path, sections, sizeof sections / sizeof *sections);
}
