#include "names.h"
#include <stdlib.h>

typedef struct { feature f; int64_t weight; const uint8_t *bytes; } row;

static int by_weight(const void *a, const void *b) {
  const row *x = a, *y = b;
  if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
  return x->f < y->f ? -1 : x->f > y->f;
}

static int64_t weight_of(const int64_t *total) {
  int64_t sum = 0;
  for (uint32_t y = 0; y < NAME_LABELS; y++) sum += total[y] < 0 ? -total[y] : total[y];
  return sum;
}

/* The row in its line, where that has a place free; a feature whose key is there already stays out. */
static bool put_row(uint8_t *rows, uint32_t n_lines, const row *r) {
  uint8_t *line = rows + (size_t)name_weights_line(r->f, n_lines) * CACHE_LINE;
  uint32_t key = name_weights_key(r->f);
  for (int i = 0; i < NAME_LINE_ROWS; i++) {
    uint8_t *at = line + 2 * i;
    uint32_t there = (uint32_t)(at[0] | at[1] << 8);
    if (there == key) return false;
    if (there) continue;
    at[0] = (uint8_t)key;
    at[1] = (uint8_t)(key >> 8);
    memcpy(line + NAME_KEYS + i * NAME_ROW, r->bytes, NAME_LABELS);
    return true;
  }
  return false;
}

name_weights name_rows_make(arena *a, const feature *f, uint32_t n, const int64_t *total, uint32_t bytes) {
  uint32_t n_all = n + NAME_LABELS, n_lines = bytes / CACHE_LINE, kept = 0;
  const table t = {.total = (int64_t *)(uintptr_t)total, .n = n_all * NAME_LABELS};
  weights w = table_bytes(a, &t);
  row *all = calloc(n_all, sizeof *all);
  if (!all) fail("out of memory");
  for (uint32_t i = 0; i < n_all; i++)
    all[i] = (row){i < NAME_LABELS ? name_step_feature(i) : f[i - NAME_LABELS],
                   i < NAME_LABELS ? INT64_MAX : weight_of(total + (size_t)i * NAME_LABELS),
                   w.bytes + (size_t)i * NAME_LABELS};
  qsort(all, n_all, sizeof *all, by_weight);
  uint8_t *rows = arena_array(a, n_lines, CACHE_LINE);
  for (uint32_t i = 0; i < n_all && all[i].weight; i++) kept += put_row(rows, n_lines, &all[i]);
  free(all);
  say("%u of %u features kept", kept, n_all);
  return (name_weights){rows, n_lines};
}
