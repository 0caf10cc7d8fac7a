#include "language/labeller.h"
#include "language/matrices.h"
#include <stdio.h>

/* ---- loading ------------------------------------------------------------------------------------------- */

static ch_status load_sizes(labeller *l, arena *a, const model_file *f, const char *name, ch_error *err) {
  const uint32_t *n;
  uint32_t len;
  ch_status status = model_file_u32(&n, &len, f, a, name, err);
  if (status) return status;
  bool fits = len == LABELLER_SIZES;
  if (fits) {
    l->n_rows = n[LABELLER_SIZE_ROWS];
    l->half = n[LABELLER_SIZE_HALF];
    l->n_layers = n[LABELLER_SIZE_LAYERS];
    l->n_labels = n[LABELLER_SIZE_LABELS];
    l->table_bits = n[LABELLER_SIZE_BITS];
    l->kind = n[LABELLER_SIZE_KIND];
    fits = l->n_rows > 1 && l->n_rows <= UINT16_MAX && l->half && l->half <= 256 && l->half % PRODUCT_OUT == 0 &&
           l->n_layers && l->n_layers <= LABELLER_LAYERS && l->n_labels > 1 && l->n_labels <= LABELLER_LABELS &&
           l->table_bits <= SUM_BITS;
  }
  return fits ? CH_OK : model_file_err(err, f, "the sizes in section '%s' are wrong", name);
}

static str section_of(const model_file *f, const char *name, const char *part) {
  char section[MODEL_NAME + 8];
  snprintf(section, sizeof section, "%s-%s", name, part);
  return model_file_find(f, section);
}

static ch_status load_steps(labeller *l, arena *a, const model_file *f, const char *name, ch_error *err) {
  char section[MODEL_NAME + 8];
  const uint32_t *steps;
  uint32_t n;
  snprintf(section, sizeof section, "%s-steps", name);
  ch_status status = model_file_u32(&steps, &n, f, a, section, err);
  if (status) return status;
  l->steps = (const int32_t *)steps;
  bool fits = n == (l->n_labels + 1) * l->n_labels;
  for (uint32_t i = 0; i < n && fits; i++)
    fits = l->steps[i] <= 1 << (SUM_BITS + 6) && l->steps[i] >= -(1 << (SUM_BITS + 6));
  return fits ? CH_OK : model_file_err(err, f, "section '%s' does not fit", section);
}

ch_status labeller_load(labeller *l, bool *found, arena *a, const model_file *f, const char *name, ch_error *err) {
  matrices from;
  *l = (labeller){.by = products_best()};
  *found = model_file_find(f, name).ptr != NULL;
  if (!*found) return CH_OK;
  ch_status status = load_sizes(l, a, f, name, err);
  if (!status) status = load_steps(l, a, f, name, err);
  if (!status) status = matrices_open(&from, a, f, name, err);
  if (status) return status;
  str table = section_of(f, name, "table");
  l->table = (const int8_t *)table.ptr;
  for (uint32_t i = 1; i < l->n_layers; i++)
    l->layer[i] = (network_layer){matrices_take(&from, 2 * l->half, 4 * l->half), 2 * l->half, l->half, false};
  l->top = matrices_take(&from, 2 * l->half, l->n_labels);
  bool fits = table.len == (size_t)l->n_rows * 4 * l->half && matrices_are_used(&from) &&
              l->top.shift >= SUM_BITS + (31 - LABELLER_SCORE_BITS);
  return fits ? CH_OK : model_file_err(err, f, "the weights in sections '%s-…' do not fit its sizes", name);
}

uint32_t labeller_n_rows(const labeller *l) { return l->n_rows; }
uint32_t labeller_kind(const labeller *l) { return l->kind; }
uint32_t labeller_n_labels(const labeller *l) { return l->n_labels; }
const int32_t *labeller_steps(const labeller *l) { return l->steps; }

/* ---- reading ------------------------------------------------------------------------------------------- */

struct labeller_room {
  const labeller *l;
  arena *a;
  uint32_t cap;                /* words */
  int16_t *acts;               /* [n][4 × half] */
  int16_t *states[2];          /* [n][2 × half] of one layer and the next */
  int32_t *tops;               /* [n][outputs of top] */
  int16_t *state;              /* room of products.states */
};

labeller_room *labeller_room_new(arena *a, const labeller *l) {
  labeller_room *r = ARENA_NEW(a, labeller_room);
  r->l = l;
  r->a = a;
  r->state = ARENA_ARRAY(a, int16_t, l->half);
  return r;
}

static void widen(labeller_room *r, uint32_t n) {
  const labeller *l = r->l;
  if (n <= r->cap) return;
  r->cap = n + n / 2;
  r->acts = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * 4 * l->half);
  for (int i = 0; i < 2; i++) r->states[i] = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * 2 * l->half);
  r->tops = ARENA_ARRAY(r->a, int32_t, (size_t)r->cap * l->top.out);
}

static void layer_states(labeller_room *r, int16_t *y, uint32_t n) {
  const labeller *l = r->l;
  ptrdiff_t gates = 4 * l->half, wide = 2 * l->half, last = (ptrdiff_t)n - 1;
  l->by->states(y, wide, r->acts, gates, n, l->half, r->state);
  l->by->states(y + last * wide + l->half, -wide, r->acts + last * gates + 2 * l->half, -gates, n, l->half, r->state);
}

void labeller_scores(int32_t *scores, labeller_room *r, const uint32_t *rows, const uint32_t *at, uint32_t n) {
  const labeller *l = r->l;
  uint32_t gates = 4 * l->half, wide = 2 * l->half;
  widen(r, n);
  for (uint32_t i = 0; i < n; i++)
    l->by->gather(r->acts + (size_t)i * gates, l->table, gates, rows + at[i], at[i + 1] - at[i], SUM_BITS - l->table_bits);
  layer_states(r, r->states[0], n);
  const int16_t *x = r->states[0];
  for (uint32_t k = 1; k < l->n_layers; k++) {
    int16_t *y = r->states[k % 2];
    l->by->narrow(r->acts, gates, x, wide, n, &l->layer[k].gates);
    layer_states(r, y, n);
    network_add_input(y, x, n * (size_t)wide);
    x = y;
  }
  l->by->wide(r->tops, l->top.out, x, wide, n, &l->top);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < l->n_labels; k++)
      scores[(size_t)i * l->n_labels + k] = r->tops[(size_t)i * l->top.out + k] >> (l->top.shift - SUM_BITS);
}
