#include "layers.h"
#include "curves.h"
#include "masks.h"

/* Gates begin with different lengths of memory: their biases fall from 1 to -2. */
static void spread_gates(layer *l) {
  float *bias = matrix_row(&l->w.v, l->in);
  for (uint32_t side = 0; side < 2; side++)
    for (uint32_t k = 0; k < l->half; k++) bias[2 * side * l->half + k] = 1 - 3 * (float)k / (float)l->half;
}

static void layer_init(layer *l, parameters *of, arena *a, dice *d, uint32_t width, uint32_t half,
                       bool window) {
  l->width = width;
  l->in = window ? 3 * width : width;
  l->half = half;
  l->window = window;
  l->residual = !window && width == 2 * half;
  parameter_weights(&l->w, of, a, d, l->in, 4 * half, true);
  spread_gates(l);
}

void layers_init(layer *all, uint32_t n, parameters *of, arena *a, dice *d, uint32_t width, uint32_t half,
                 bool window, float drop) {
  for (uint32_t i = 0; i < n; i++, width = 2 * half, window = false) {
    layer_init(&all[i], of, a, d, width, half, window);
    all[i].drop = window ? 0 : drop;
  }
}

void layer_room_init(layer_room *r, arena *a, const layer *l, uint32_t most, uint32_t sentences) {
  r->seen = matrix_new(a, most, l->width);
  r->in = l->window ? matrix_new(a, most, l->in) : r->seen;
  r->mask = matrix_new(a, sentences, l->width);
  r->acts = matrix_new(a, most, 4 * l->half);
  r->d_acts = matrix_new(a, most, 4 * l->half);
  r->out = matrix_new(a, most, 2 * l->half);
  r->y = l->residual ? matrix_new(a, most, 2 * l->half) : r->out;
  r->d_y = matrix_new(a, most, 2 * l->half);
}

void layers_room_init(layers_room *r, arena *a, uint32_t most, uint32_t widest) {
  r->d_in = matrix_new(a, most, widest);
  r->d_seen = matrix_new(a, most, widest);
  r->carry = ARENA_ARRAY(a, float, widest);
}

/* ---- neighbours ---------------------------------------------------------------------------------------- */

/* A row of n columns, or nothing. */
static void copy_row(float *to, const float *from, uint32_t n) {
  if (from) memcpy(to, from, n * sizeof *to);
  else memset(to, 0, n * sizeof *to);
}

/* wide: [n][3 × width]; beyond the sentence there is nothing. */
static void look_around(matrix *wide, const matrix *x, const batch *b) {
  uint32_t n = x->cols;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      float *to = matrix_row(wide, i);
      copy_row(to, i > b->first[k] ? matrix_row(x, i - 1) : NULL, n);
      copy_row(to + n, matrix_row(x, i), n);
      copy_row(to + 2 * n, i + 1 < b->first[k + 1] ? matrix_row(x, i + 1) : NULL, n);
    }
}

/* Gradients of neighbours go where they came from. */
VECTORS static void look_around_back(matrix *dx, const matrix *wide, const batch *b) {
  uint32_t n = dx->cols;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      const float *from = matrix_row(wide, i);
      row_add(matrix_row(dx, i), from + n, 1, n);
      if (i > b->first[k]) row_add(matrix_row(dx, i - 1), from, 1, n);
      if (i + 1 < b->first[k + 1]) row_add(matrix_row(dx, i + 1), from + 2 * n, 1, n);
    }
}

/* ---- forward ------------------------------------------------------------------------------------------- */

/* One direction of one word: z, c: [half] sums, which become gate and candidate; h: [half] the state; before:
 * that of the word before, NULL at the first one. */
INLINED void step(float *h, float *z, float *c, const float *before, uint32_t half) {
  for (uint32_t j = 0; j < half; j++) z[j] = curve_gate(z[j]);
  for (uint32_t j = 0; j < half; j++) c[j] = curve_squash(c[j]);
  if (before) for (uint32_t j = 0; j < half; j++) h[j] = before[j] + z[j] * (c[j] - before[j]);
  else for (uint32_t j = 0; j < half; j++) h[j] = z[j] * c[j];
}

/* side: 0 forward, 1 backward; words [from, to). */
VECTORS static void states(layer_room *r, uint32_t half, uint32_t side, uint32_t from, uint32_t to) {
  const float *before = NULL;
  for (uint32_t t = 0; t < to - from; t++) {
    uint32_t i = side ? to - 1 - t : from + t;
    float *z = matrix_row(&r->acts, i) + 2 * side * half, *h = matrix_row(&r->out, i) + side * half;
    step(h, z, z + half, before, half);
    before = h;
  }
}

/* y = x + z */
VECTORS static void add_up(matrix *y, const matrix *x, const matrix *z) {
  for (uint32_t i = 0; i < x->rows; i++) {
    float *to = matrix_row(y, i);
    const float *one = matrix_row(x, i), *two = matrix_row(z, i);
    for (uint32_t k = 0; k < x->cols; k++) to[k] = one[k] + two[k];
  }
}

static void layer_forward(layer_room *r, const layer *l, const matrix *x, const batch *b, dice *d) {
  r->in.rows = r->out.rows = r->y.rows = b->n;
  mask_draw(&r->mask, b, l->drop, d);
  mask_apply(&r->seen, x, &r->mask, b);
  if (l->window) look_around(&r->in, &r->seen, b);
  dense_forward(&r->acts, &r->in, &l->w);
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t side = 0; side < 2; side++) states(r, l->half, side, b->first[k], b->first[k + 1]);
  if (l->residual) add_up(&r->y, &r->out, x);
}

const matrix *layers_forward(layer_room *r, const layer *all, uint32_t n, const matrix *x, const batch *b,
                             dice *d) {
  for (uint32_t i = 0; i < n; i++) {
    layer_forward(&r[i], &all[i], x, b, d);
    x = &r[i].y;
  }
  return x;
}

/* ---- backward ------------------------------------------------------------------------------------------ */

/* As `step`: dh: [half] the gradient of the state; carry: [half] that of what the next word made of it, which
 * becomes that of the state before. */
INLINED void step_back(float *dz, float *dc, float *carry, const float *dh, const float *z, const float *c,
                       const float *before, uint32_t half) {
  for (uint32_t j = 0; j < half; j++) {
    float g = dh[j] + carry[j];
    dz[j] = g * (c[j] - (before ? before[j] : 0)) * curve_gate_slope(z[j]);
    dc[j] = g * z[j] * curve_squash_slope(c[j]);
    carry[j] = g * (1 - z[j]);
  }
}

/* d_acts from d_y. States are those without what a residual added, whose gradient is the same. */
VECTORS static void states_back(layer_room *r, uint32_t half, uint32_t side, uint32_t from, uint32_t to,
                                float *carry) {
  memset(carry, 0, half * sizeof *carry);
  for (uint32_t t = to - from; t-- > 0;) {
    uint32_t i = side ? to - 1 - t : from + t;
    const float *z = matrix_row(&r->acts, i) + 2 * side * half, *dh = matrix_row(&r->d_y, i) + side * half;
    const float *before = t ? matrix_row(&r->out, side ? i + 1 : i - 1) + side * half : NULL;
    float *dz = matrix_row(&r->d_acts, i) + 2 * side * half;
    step_back(dz, dz + half, carry, dh, z, z + half, before, half);
  }
}

/* The first columns of a room, as zeros. */
static matrix zeros_of(const matrix *room, uint32_t rows, uint32_t cols) {
  matrix m = {room->v, rows, cols, MATRIX_STRIDE(cols)};
  matrix_clear(&m, rows);
  return m;
}

static void layer_back(matrix *dx, layer_room *r, layer *l, layers_room *shared, dense_room *turned,
                       const batch *b) {
  r->d_acts.rows = b->n;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t side = 0; side < 2; side++)
      states_back(r, l->half, side, b->first[k], b->first[k + 1], shared->carry);
  matrix d_seen = zeros_of(&shared->d_in, b->n, l->in);
  dense_back(&d_seen, &l->w, &r->in, &r->d_acts, turned);
  if (l->window) {
    matrix wide = d_seen;
    d_seen = zeros_of(&shared->d_seen, b->n, l->width);
    look_around_back(&d_seen, &wide, b);
  }
  mask_add(dx, &d_seen, &r->mask, b);
  if (l->residual) add_up(dx, dx, &r->d_y);
}

void layers_back(matrix *dx, layer_room *r, layer *all, uint32_t n, layers_room *shared, dense_room *turned,
                 const batch *b) {
  for (uint32_t i = n; i-- > 0;) {
    matrix *to = i ? &r[i - 1].d_y : dx;
    if (i) matrix_clear(to, b->n);
    layer_back(to, &r[i], &all[i], shared, turned, b);
  }
}
