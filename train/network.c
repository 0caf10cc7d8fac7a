#include "network.h"
#include "learn.h"
#include "language/heads.h"
#include <math.h>

/* ---- functions of one number ----------------------------------------------------------------------------- */

/* Squashing by a parabola: close to tanh, and the same in integers. Slopes are told by the results. */
static inline float squash(float x) {
  float u = fabsf(x);
  return u >= 2 ? (x < 0 ? -1.0f : 1.0f) : x * (1 - 0.25f * u);
}
static inline float squash_slope(float y) { return sqrtf(1 - fabsf(y)); }
static inline float gate(float x) { return 0.5f + 0.5f * squash(0.5f * x); }
static inline float gate_slope(float z) { return 0.25f * squash_slope(2 * z - 1); }

/* e^x, the same on every machine (a polynomial of 2^f on [-0.5, 0.5]). */
static inline float exponential(float x) {
  x = x < -80 ? -80 : x > 80 ? 80 : x;
  float y = x * 1.44269504f, whole = floorf(y + 0.5f), f = (y - whole) * 0.693147181f;
  float p = 1 + f * (1 + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * 0.00833333333f))));
  union { uint32_t bits; float value; } power = {(uint32_t)((int32_t)whole + 127) << 23};
  return p * power.value;
}

/* Scores to chances; the greatest score is taken off first. */
void softmax(float *p, uint32_t n) {
  float most = p[0], sum = 0;
  for (uint32_t i = 1; i < n; i++) most = p[i] > most ? p[i] : most;
  for (uint32_t i = 0; i < n; i++) sum += p[i] = exponential(p[i] - most);
  for (uint32_t i = 0; i < n; i++) p[i] /= sum;
}

static inline double loss_of(float p) { return -log((double)p + 1e-9); }

/* ---- parameters ------------------------------------------------------------------------------------------ */

static float spread(dice *d) {                             /* about normal, variance 1 */
  float sum = 0;
  for (int i = 0; i < 12; i++) sum += (float)dice_below(d, 1 << 20) / (float)(1 << 20);
  return sum - 6;
}

static void parameter_init(parameter *p, arena *a, dice *d, uint32_t rows, uint32_t cols, float deviation) {
  p->v = matrix_new(a, rows, cols);
  p->gradient = matrix_new(a, rows, cols);
  p->mean = matrix_new(a, rows, cols);
  p->square = matrix_new(a, rows, cols);
  for (uint32_t i = 0; i < rows && deviation > 0; i++)
    for (uint32_t k = 0; k < cols; k++) matrix_row(&p->v, i)[k] = deviation * spread(d);
}

static void weights_init(network *w, parameter *p, arena *a, dice *d, uint32_t in, uint32_t out, bool bias) {
  parameter_init(p, a, d, in + bias, out, sqrtf(1.0f / (float)in));
  if (bias) memset(matrix_row(&p->v, in), 0, out * sizeof(float));
  w->all[w->n_all++] = p;
}

static void layer_init(network *w, layer *l, arena *a, dice *d, uint32_t width, uint32_t half, bool window) {
  l->width = width;
  l->in = window ? 3 * width : width;
  l->half = half;
  l->window = window;
  l->residual = !window && width == 2 * half;
  weights_init(w, &l->w, a, d, l->in, 4 * half, true);
  float *bias = matrix_row(&l->w.v, l->in);
  /* gates begin with different lengths of memory */
  for (uint32_t side = 0; side < 2; side++)
    for (uint32_t k = 0; k < half; k++) bias[2 * side * half + k] = 1 - 3 * (float)k / (float)half;
}

static void tag_head_init(network *w, tag_head *t, arena *a, dice *d, uint32_t in) {
  t->in = in;
  weights_init(w, &t->part, a, d, in, w->n_parts + 1, true);
  parameter_init(&t->tag, a, d, w->n_tags + 1, in + 1, 0);
  w->all[w->n_all++] = &t->tag;
}

static uint32_t tag_input(const network *w) { return 2 * w->size.tag_half + w->size.input; }

void network_init(network *w, arena *a, dice *d) {
  const net_sizes *z = &w->size;
  parameter_init(&w->table, a, d, w->n_rows, z->input, 0.25f);
  memset(matrix_row(&w->table.v, 0), 0, z->input * sizeof(float));
  for (uint32_t i = 0; i < z->tag_layers; i++)
    layer_init(w, &w->tag_layer[i], a, d, i ? 2 * z->tag_half : z->input, z->tag_half, i == 0);
  for (uint32_t i = 0; i < z->tree_layers; i++)
    layer_init(w, &w->tree_layer[i], a, d, i ? 2 * z->tree_half : tag_input(w), z->tree_half, false);
  tag_head_init(w, &w->early, a, d, tag_input(w));
  tag_head_init(w, &w->late, a, d, 2 * z->tree_half);
  weights_init(w, &w->dependent, a, d, 2 * z->tree_half, z->arc, true);
  weights_init(w, &w->head, a, d, 2 * z->tree_half, z->arc, true);
  weights_init(w, &w->root, a, d, 1, z->arc, false);
  weights_init(w, &w->distance, a, d, DISTANCES, z->arc, false);
  weights_init(w, &w->child, a, d, 2 * z->tree_half, z->label, true);
  weights_init(w, &w->parent, a, d, 2 * z->tree_half, z->label, true);
  weights_init(w, &w->parent_root, a, d, 1, z->label, false);
  weights_init(w, &w->apart, a, d, DISTANCES, z->label, false);
  weights_init(w, &w->relation, a, d, z->label, w->n_labels + 1, true);
}

/* ---- what goes forward and backward ---------------------------------------------------------------------- */

typedef struct {
  matrix seen, in, acts, out;  /* input after dropping, then with its neighbours; gates and candidates; states */
  matrix y;                    /* states, with what came in added where the layer is residual */
  matrix d_acts, d_out;
  matrix mask;                 /* [sentences][in] */
} layer_room;

struct workspace {
  matrix input, d_input, input_mask;
  layer_room tag[NETWORK_LAYERS], tree[NETWORK_LAYERS];
  matrix both, d_both;         /* [n][tag states + input] */
  matrix tops, d_tops, tops_mask;            /* [n][tree states] after dropping */
  matrix tags_in, d_tags_in, tags_mask;      /* `both` after dropping, for the tags */
  matrix early_parts, late_parts, d_parts;
  float *tag_scores;           /* [n_tags + 1] */
  double left[2];              /* of what Adam's averages began with */
  matrix dependent, head, d_dependent, d_head;
  matrix child, parent, hidden, labels, d_hidden, d_child, d_parent, d_labels;
  matrix turned, turned_w, d_in, d_seen;             /* room for transposes and the gradient of a layer's input */
  float *scores;               /* [longest sentence + 1], and the carry of a layer */
  uint32_t *touched, n_touched; uint8_t *is_touched;
};

static void layer_room_init(layer_room *r, arena *a, const layer *l, uint32_t most, uint32_t sentences) {
  r->seen = matrix_new(a, most, l->width);
  r->in = l->window ? matrix_new(a, most, l->in) : r->seen;
  r->mask = matrix_new(a, sentences, l->width);
  r->acts = matrix_new(a, most, 4 * l->half);
  r->d_acts = matrix_new(a, most, 4 * l->half);
  r->out = matrix_new(a, most, 2 * l->half);
  r->d_out = matrix_new(a, most, 2 * l->half);
  r->y = l->residual ? matrix_new(a, most, 2 * l->half) : r->out;
}

workspace *workspace_new(arena *a, const network *w, uint32_t most, uint32_t sentences) {
  const net_sizes *z = &w->size;
  workspace *s = ARENA_NEW(a, workspace);
  uint32_t tops = 2 * z->tree_half, both = tag_input(w), widest = 4 * z->tree_half + 4 * z->tag_half;
  widest = widest > both ? widest : both;
  widest = widest > 3 * z->input ? widest : 3 * z->input;
  widest = widest > w->n_parts + 16 ? widest : w->n_parts + 16;
  matrix *of_words[] = {&s->input, &s->d_input, &s->both, &s->d_both, &s->tags_in, &s->d_tags_in, &s->tops,
                        &s->d_tops, &s->early_parts, &s->late_parts, &s->d_parts, &s->dependent, &s->head, &s->d_dependent,
                        &s->d_head, &s->child, &s->parent, &s->hidden, &s->d_hidden, &s->d_child,
                        &s->d_parent, &s->labels, &s->d_labels};
  uint32_t cols[] = {z->input, z->input, both, both, both, both, tops, tops, w->n_parts + 1, w->n_parts + 1, w->n_parts + 1,
                     z->arc, z->arc, z->arc, z->arc, z->label, z->label, z->label, z->label, z->label,
                     z->label, w->n_labels + 1, w->n_labels + 1};
  for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) *of_words[i] = matrix_new(a, most, cols[i]);
  s->input_mask = matrix_new(a, sentences, z->input);
  s->tops_mask = matrix_new(a, sentences, tops);
  s->tags_mask = matrix_new(a, sentences, both);
  for (uint32_t i = 0; i < z->tag_layers; i++) layer_room_init(&s->tag[i], a, &w->tag_layer[i], most, sentences);
  for (uint32_t i = 0; i < z->tree_layers; i++)
    layer_room_init(&s->tree[i], a, &w->tree_layer[i], most, sentences);
  s->turned = matrix_new(a, widest, most);
  s->turned_w = matrix_new(a, widest, widest);
  s->d_in = matrix_new(a, most, widest);
  s->d_seen = matrix_new(a, most, widest);
  s->left[0] = s->left[1] = 1;
  s->tag_scores = ARENA_ARRAY(a, float, w->n_tags + (size_t)1);
  s->scores = ARENA_ARRAY(a, float, most + widest + (size_t)1);
  s->touched = ARENA_ARRAY(a, uint32_t, w->n_rows);
  s->is_touched = ARENA_ARRAY(a, uint8_t, w->n_rows);
  return s;
}

/* ---- dense ------------------------------------------------------------------------------------------------ */

static matrix without_bias(const matrix *m) { return (matrix){m->v, m->rows - 1, m->cols, m->stride}; }

static void dense(matrix *y, const matrix *x, const parameter *p) {
  matrix w = without_bias(&p->v);
  const float *bias = matrix_row(&p->v, w.rows);
  for (uint32_t i = 0; i < y->rows; i++) memcpy(matrix_row(y, i), bias, y->stride * sizeof(float));
  matrix_multiply(y, x, &w);
}

/* Gradients of the weights; dx += dy · wᵗ. */
VECTORS static void dense_back(workspace *s, parameter *p, const matrix *x, const matrix *dy, matrix *dx) {
  matrix w = without_bias(&p->v), g = without_bias(&p->gradient);
  float *bias = matrix_row(&p->gradient, w.rows);
  matrix_transpose(&s->turned, x);
  matrix_multiply(&g, &s->turned, dy);
  for (uint32_t i = 0; i < dy->rows; i++) {
    const float *row = matrix_row(dy, i);
    for (uint32_t k = 0; k < dy->cols; k++) bias[k] += row[k];
  }
  if (!dx) return;
  matrix_transpose(&s->turned_w, &w);
  matrix_multiply(dx, dy, &s->turned_w);
}

/* ---- dropping: the same columns in all words of a sentence ------------------------------------------------ */

static void make_mask(matrix *mask, uint32_t sentences, float p, dice *d) {
  uint32_t limit = (uint32_t)(p * 65536);
  for (uint32_t i = 0; i < sentences; i++)
    for (uint32_t k = 0; k < mask->cols; k++)
      matrix_row(mask, i)[k] = !d ? 1 : dice_below(d, 65536) < limit ? 0 : 1 / (1 - p);
}

/* y = x × mask (or y += where `add`). */
VECTORS static void masked(matrix *y, const matrix *x, const matrix *mask, const batch *b, bool add) {
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    const float *m = matrix_row(mask, k);
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      const float *from = matrix_row(x, i);
      float *to = matrix_row(y, i);
      if (add) for (uint32_t c = 0; c < x->cols; c++) to[c] += from[c] * m[c];
      else for (uint32_t c = 0; c < x->cols; c++) to[c] = from[c] * m[c];
    }
  }
}

/* ---- layers ------------------------------------------------------------------------------------------------ */

VECTORS static void layer_states(layer_room *r, const layer *l, const batch *b) {
  uint32_t half = l->half;
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    uint32_t from = b->first[k], to = b->first[k + 1];
    for (uint32_t side = 0; side < 2; side++) {
      for (uint32_t t = 0; t < to - from; t++) {
        uint32_t i = side ? to - 1 - t : from + t;
        float *z = matrix_row(&r->acts, i) + 2 * side * half, *c = z + half;
        float *h = matrix_row(&r->out, i) + side * half;
        const float *before = t ? matrix_row(&r->out, side ? i + 1 : i - 1) + side * half : NULL;
        for (uint32_t j = 0; j < half; j++) z[j] = gate(z[j]);
        for (uint32_t j = 0; j < half; j++) c[j] = squash(c[j]);
        if (before) for (uint32_t j = 0; j < half; j++) h[j] = before[j] + z[j] * (c[j] - before[j]);
        else for (uint32_t j = 0; j < half; j++) h[j] = z[j] * c[j];
      }
    }
  }
}

VECTORS static void add_up(matrix *y, const matrix *x, const matrix *z) {
  for (uint32_t i = 0; i < x->rows; i++) {
    float *to = matrix_row(y, i);
    const float *one = matrix_row(x, i), *two = matrix_row(z, i);
    for (uint32_t k = 0; k < x->cols; k++) to[k] = one[k] + two[k];
  }
}

static inline __attribute__((always_inline)) void add_scaled(float *to, const float *from, float f, uint32_t n) {
  for (uint32_t k = 0; k < n; k++) to[k] += f * from[k];
}

/* wide: [n][3 × width]; beyond the sentence there is nothing. */
static void look_around(matrix *wide, const matrix *x, const batch *b) {
  uint32_t n = x->cols;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      float *to = matrix_row(wide, i);
      if (i > b->first[k]) memcpy(to, matrix_row(x, i - 1), n * sizeof *to);
      else memset(to, 0, n * sizeof *to);
      memcpy(to + n, matrix_row(x, i), n * sizeof *to);
      if (i + 1 < b->first[k + 1]) memcpy(to + 2 * n, matrix_row(x, i + 1), n * sizeof *to);
      else memset(to + 2 * n, 0, n * sizeof *to);
    }
}

/* Gradients of neighbours go where they came from. */
VECTORS static void look_around_back(matrix *dx, const matrix *wide, const batch *b) {
  uint32_t n = dx->cols;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      const float *from = matrix_row(wide, i);
      add_scaled(matrix_row(dx, i), from + n, 1, n);
      if (i > b->first[k]) add_scaled(matrix_row(dx, i - 1), from, 1, n);
      if (i + 1 < b->first[k + 1]) add_scaled(matrix_row(dx, i + 1), from + 2 * n, 1, n);
    }
}

static void layer_forward(layer_room *r, const layer *l, const matrix *x, const batch *b, float drop, dice *d) {
  r->seen.rows = r->in.rows = r->acts.rows = r->out.rows = r->y.rows = r->d_out.rows = b->n;
  make_mask(&r->mask, b->n_sentences, drop, d);
  masked(&r->seen, x, &r->mask, b, false);
  if (l->window) look_around(&r->in, &r->seen, b);
  dense(&r->acts, &r->in, &l->w);
  layer_states(r, l, b);
  if (l->residual) add_up(&r->y, &r->out, x);
}

/* d_acts from d_out. States are those without what a residual added. */
VECTORS static void layer_states_back(layer_room *r, const layer *l, const batch *b, float *carry) {
  uint32_t half = l->half;
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    uint32_t from = b->first[k], to = b->first[k + 1];
    for (uint32_t side = 0; side < 2; side++) {
      memset(carry, 0, half * sizeof *carry);
      for (uint32_t t = to - from; t-- > 0;) {
        uint32_t i = side ? to - 1 - t : from + t;
        const float *z = matrix_row(&r->acts, i) + 2 * side * half, *c = z + half;
        float *dz = matrix_row(&r->d_acts, i) + 2 * side * half, *dc = dz + half;
        const float *dh = matrix_row(&r->d_out, i) + side * half;
        const float *before = t ? matrix_row(&r->out, side ? i + 1 : i - 1) + side * half : NULL;
        for (uint32_t j = 0; j < half; j++) {
          float g = dh[j] + carry[j];
          dz[j] = g * (c[j] - (before ? before[j] : 0)) * gate_slope(z[j]);
          dc[j] = g * z[j] * squash_slope(c[j]);
          carry[j] = g * (1 - z[j]);
        }
      }
    }
  }
}

/* dx += what the layer gives back. */
static void layer_back(workspace *s, layer_room *r, layer *l, const batch *b, matrix *dx) {
  r->d_acts.rows = b->n;
  layer_states_back(r, l, b, s->scores);
  matrix d_in = {s->d_in.v, b->n, l->in, MATRIX_STRIDE(l->in)};
  matrix_clear(&d_in);
  dense_back(s, &l->w, &r->in, &r->d_acts, &d_in);
  if (l->window) {
    matrix d_seen = {s->d_seen.v, b->n, l->width, MATRIX_STRIDE(l->width)};
    matrix_clear(&d_seen);
    look_around_back(&d_seen, &d_in, b);
    d_in = d_seen;
  }
  masked(dx, &d_in, &r->mask, b, true);
  if (l->residual) add_up(dx, dx, &r->d_out);
}

/* ---- forward ----------------------------------------------------------------------------------------------- */

/* The sum of a word's rows, squashed. */
VECTORS static void embed(workspace *s, const network *w, const batch *b) {
  uint32_t n = w->size.input;
  for (uint32_t i = 0; i < b->n; i++) {
    float *to = matrix_row(&s->input, i);
    memset(to, 0, n * sizeof *to);
    for (uint32_t k = 0; k < NET_FEATURES; k++) {
      uint32_t row = b->rows[i * NET_FEATURES + k];
      const float *from = matrix_row(&w->table.v, row);
      if (row) for (uint32_t c = 0; c < n; c++) to[c] += from[c];
    }
    for (uint32_t c = 0; c < n; c++) to[c] = squash(to[c]);
  }
}

/* y = [x, z] */
static void side_by_side(matrix *y, const matrix *x, const matrix *z, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    memcpy(matrix_row(y, i), matrix_row(x, i), x->cols * sizeof(float));
    memcpy(matrix_row(y, i) + x->cols, matrix_row(z, i), z->cols * sizeof(float));
  }
}

/* Some forms are dropped, so that endings and neighbours learn to stand in for them. */
static void drop_forms(const batch *b, float p, dice *d) {
  uint32_t limit = (uint32_t)(p * 65536);
  for (uint32_t i = 0; i < b->n && d; i++)
    if (dice_below(d, 65536) < limit) b->rows[i * NET_FEATURES] = 1;
}

static void forward_tops(workspace *s, const network *w, uint32_t n) {
  matrix *of_tops[] = {&s->dependent, &s->head, &s->child, &s->parent};
  const parameter *by[] = {&w->dependent, &w->head, &w->child, &w->parent};
  for (int i = 0; i < 4; i++) {
    of_tops[i]->rows = n;
    dense(of_tops[i], &s->tops, by[i]);
  }
  for (uint32_t i = 0; i < n; i++) {
    float *row = matrix_row(&s->dependent, i);
    for (uint32_t k = 0; k < w->size.arc; k++) row[k] = squash(row[k]);
  }
}

void network_forward(workspace *s, const network *w, const batch *b, dice *d) {
  const net_sizes *z = &w->size;
  drop_forms(b, z->drop_form, d);
  s->input.rows = s->both.rows = s->tags_in.rows = s->tops.rows = s->early_parts.rows = s->late_parts.rows =
    b->n;
  embed(s, w, b);
  make_mask(&s->input_mask, b->n_sentences, z->drop_input, d);
  masked(&s->input, &s->input, &s->input_mask, b, false);
  const matrix *x = &s->input;
  for (uint32_t i = 0; i < z->tag_layers; i++, x = &s->tag[i - 1].y)
    layer_forward(&s->tag[i], &w->tag_layer[i], x, b, i ? z->drop_layer : 0, d);
  side_by_side(&s->both, x, &s->input, b->n);
  make_mask(&s->tags_mask, b->n_sentences, z->drop_layer, d);
  masked(&s->tags_in, &s->both, &s->tags_mask, b, false);
  dense(&s->early_parts, &s->tags_in, &w->early.part);
  x = &s->both;
  for (uint32_t i = 0; i < z->tree_layers; i++, x = &s->tree[i - 1].y)
    layer_forward(&s->tree[i], &w->tree_layer[i], x, b, z->drop_layer, d);
  make_mask(&s->tops_mask, b->n_sentences, z->drop_top, d);
  masked(&s->tops, x, &s->tops_mask, b, false);
  dense(&s->late_parts, &s->tops, &w->late.part);
  forward_tops(s, w, b->n);
}

/* ---- arcs -------------------------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) float product(const float *a, const float *b, uint32_t n) {
  float sum[8] = {0};
  uint32_t k = 0;
  for (; k + 8 <= n; k += 8)
    for (int j = 0; j < 8; j++) sum[j] += a[k + j] * b[k + j];
  for (; k < n; k++) sum[0] += a[k] * b[k];
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

static const float *head_row(const workspace *s, const network *w, uint32_t from, uint32_t head) {
  return head ? matrix_row(&s->head, from + head - 1) : matrix_row(&w->root.v, 0);
}

/* scores: [n + 1] of the heads of a word; its own place is far below all others. */
VECTORS static void arc_scores(const workspace *s, const network *w, uint32_t from, uint32_t n, uint32_t word,
                               float *scores) {
  const float *dep = matrix_row(&s->dependent, from + word - 1);
  uint32_t size = w->size.arc;
  float far[DISTANCES];
  for (uint32_t k = 0; k < DISTANCES; k++) far[k] = product(dep, matrix_row(&w->distance.v, k), size);
  for (uint32_t h = 0; h <= n; h++)
    scores[h] = h == word ? -1e9f : product(dep, head_row(s, w, from, h), size) + far[network_distance(word, h)];
}

VECTORS static void arc_back(workspace *s, network *w, uint32_t from, uint32_t n, uint32_t word,
                             const float *slope) {
  uint32_t size = w->size.arc;
  const float *dep = matrix_row(&s->dependent, from + word - 1);
  float *d_dep = matrix_row(&s->d_dependent, from + word - 1), far[DISTANCES] = {0};
  for (uint32_t h = 0; h <= n; h++) {
    if (h == word) continue;
    float *d_head = h ? matrix_row(&s->d_head, from + h - 1) : matrix_row(&w->root.gradient, 0);
    add_scaled(d_dep, head_row(s, w, from, h), slope[h], size);
    add_scaled(d_head, dep, slope[h], size);
    far[network_distance(word, h)] += slope[h];
  }
  for (uint32_t k = 0; k < DISTANCES; k++) {
    add_scaled(d_dep, matrix_row(&w->distance.v, k), far[k], size);
    add_scaled(matrix_row(&w->distance.gradient, k), dep, far[k], size);
  }
}

/* ---- relations --------------------------------------------------------------------------------------------- */

VECTORS static void relation_hidden(workspace *s, const network *w, uint32_t from, uint32_t word, uint32_t head) {
  const float *child = matrix_row(&s->child, from + word - 1);
  const float *parent = head ? matrix_row(&s->parent, from + head - 1) : matrix_row(&w->parent_root.v, 0);
  const float *apart = matrix_row(&w->apart.v, network_distance(word, head));
  float *to = matrix_row(&s->hidden, from + word - 1);
  for (uint32_t k = 0; k < w->size.label; k++) to[k] = squash(child[k] + parent[k] + apart[k]);
}

static void relations(workspace *s, const network *w, const batch *b, const uint32_t *heads) {
  s->hidden.rows = s->labels.rows = b->n;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++)
      relation_hidden(s, w, b->first[k], i - b->first[k] + 1, heads[i]);
  dense(&s->labels, &s->hidden, &w->relation);
}

VECTORS static void relation_back(workspace *s, network *w, uint32_t from, uint32_t word, uint32_t head) {
  uint32_t i = from + word - 1, n = w->size.label;
  const float *hidden = matrix_row(&s->hidden, i), *slope = matrix_row(&s->d_hidden, i);
  float *parent = head ? matrix_row(&s->d_parent, from + head - 1) : matrix_row(&w->parent_root.gradient, 0);
  float *apart = matrix_row(&w->apart.gradient, network_distance(word, head)), *child = matrix_row(&s->d_child, i);
  for (uint32_t k = 0; k < n; k++) {
    float g = slope[k] * squash_slope(hidden[k]);
    child[k] += g;
    parent[k] += g;
    apart[k] += g;
  }
}

/* ---- tags -------------------------------------------------------------------------------------------------- */

/* x: what the head sees, of all words. */
VECTORS static uint32_t tags_of_part(workspace *s, const network *w, const tag_head *t, const matrix *x, uint32_t i,
                                     uint32_t part) {
  uint32_t first = w->part_first[part], n = w->part_first[part + 1] - first;
  for (uint32_t k = 0; k < n; k++) {
    const float *row = matrix_row(&t->tag.v, w->part_tags[first + k]);
    s->tag_scores[k] = product(matrix_row(x, i), row, t->in) + row[t->in];
  }
  return n;
}

VECTORS static double tag_back(workspace *s, network *w, tag_head *t, const matrix *x, matrix *dx, const batch *b,
                               uint32_t i, float scale) {
  uint32_t n = tags_of_part(s, w, t, x, i, b->part[i]), first = w->part_first[b->part[i]];
  double loss = 0;
  if (n < 2) return 0;
  softmax(s->tag_scores, n);
  for (uint32_t k = 0; k < n; k++) {
    uint32_t tag = w->part_tags[first + k];
    float slope = (s->tag_scores[k] - (tag == b->tag[i])) * scale;
    if (tag == b->tag[i]) loss = loss_of(s->tag_scores[k]);
    add_scaled(matrix_row(dx, i), matrix_row(&t->tag.v, tag), slope, t->in);
    add_scaled(matrix_row(&t->tag.gradient, tag), matrix_row(x, i), slope, t->in);
    matrix_row(&t->tag.gradient, tag)[t->in] += slope;
  }
  return loss;
}

/* ---- backward ---------------------------------------------------------------------------------------------- */

static void clear(matrix *m, uint32_t n) {
  m->rows = n;
  matrix_clear(m);
}

/* Chances to slopes of the loss, against what is right and, as far as they are trusted, what teachers say. */
static void slopes(float *to, const float *p, uint32_t n, uint32_t right, const float *teachers, float trust,
                   float scale) {
  if (!teachers) trust = 0;
  for (uint32_t k = 0; k < n; k++) {
    float want = (k == right ? 1 - trust : 0) + (teachers ? trust * teachers[k] : 0);
    to[k] = (p[k] - want) * scale;
  }
}

/* The row of word i, of sentence k, in what teachers say; NULL: they say nothing. */
static const float *said(const batch *b, uint32_t k, const float *rows, uint32_t i, uint32_t cols) {
  return rows ? rows + (size_t)(i - b->first[k]) * cols : NULL;
}

/* dx +=; `parts` become chances. */
static void back_tags(workspace *s, network *w, tag_head *t, const matrix *x, matrix *dx, matrix *parts,
                      const batch *b, double *loss) {
  float scale = 1 / (float)b->n;
  uint32_t at = 0, n = w->n_parts + 1;
  clear(&s->d_parts, b->n);
  for (uint32_t i = 0; i < b->n; i++) {
    float *p = matrix_row(parts, i), *slope = matrix_row(&s->d_parts, i);
    softmax(p, n);
    *loss += loss_of(p[b->part[i]]);
    while (i >= b->first[at + 1]) at++;
    const opinion *o = b->opinions[at];
    slopes(slope, p, n, b->part[i], o ? said(b, at, o->parts, i, n) : NULL, w->size.trust, scale);
    *loss += tag_back(s, w, t, x, dx, b, i, scale);
  }
  dense_back(s, &t->part, x, &s->d_parts, dx);
}

static void back_arcs(workspace *s, network *w, const batch *b, double *loss) {
  float scale = 1 / (float)b->n;
  clear(&s->d_dependent, b->n);
  clear(&s->d_head, b->n);
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    uint32_t from = b->first[k], n = b->first[k + 1] - from;
    for (uint32_t word = 1; word <= n; word++) {
      uint32_t right = b->head[from + word - 1];
      arc_scores(s, w, from, n, word, s->scores);
      softmax(s->scores, n + 1);
      *loss += loss_of(s->scores[right]);
      const opinion *o = b->opinions[k];
      slopes(s->scores, s->scores, n + 1, right, o ? said(b, k, o->heads, from + word - 1, n + 1) : NULL,
             w->size.trust, scale);
      arc_back(s, w, from, n, word, s->scores);
    }
  }
  for (uint32_t i = 0; i < b->n; i++)
    for (uint32_t k = 0; k < w->size.arc; k++)
      matrix_row(&s->d_dependent, i)[k] *= squash_slope(matrix_row(&s->dependent, i)[k]);
}

static void back_relations(workspace *s, network *w, const batch *b, double *loss) {
  float scale = 1 / (float)b->n;
  uint32_t at = 0;
  relations(s, w, b, b->head);
  clear(&s->d_labels, b->n);
  clear(&s->d_hidden, b->n);
  clear(&s->d_child, b->n);
  clear(&s->d_parent, b->n);
  for (uint32_t i = 0; i < b->n; i++) {
    float *p = matrix_row(&s->labels, i), *slope = matrix_row(&s->d_labels, i);
    softmax(p, w->n_labels + 1);
    *loss += loss_of(p[b->label[i]]);
    while (i >= b->first[at + 1]) at++;
    const opinion *o = b->opinions[at];
    slopes(slope, p, w->n_labels + 1, b->label[i], o ? said(b, at, o->labels, i, w->n_labels + 1) : NULL,
           w->size.trust, scale);
  }
  dense_back(s, &w->relation, &s->hidden, &s->d_labels, &s->d_hidden);
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++)
      relation_back(s, w, b->first[k], i - b->first[k] + 1, b->head[i]);
}

static void back_layers(workspace *s, network *w, const batch *b) {
  const net_sizes *z = &w->size;
  clear(&s->d_both, b->n);
  masked(&s->d_both, &s->d_tags_in, &s->tags_mask, b, true);
  for (uint32_t i = z->tree_layers; i-- > 0;) {
    matrix *dx = i ? &s->tree[i - 1].d_out : &s->d_both;
    if (i) clear(dx, b->n);
    layer_back(s, &s->tree[i], &w->tree_layer[i], b, dx);
  }
  clear(&s->d_input, b->n);
  matrix *top = &s->tag[z->tag_layers - 1].d_out;
  clear(top, b->n);
  for (uint32_t i = 0; i < b->n; i++) {
    const float *from = matrix_row(&s->d_both, i);
    memcpy(matrix_row(top, i), from, top->cols * sizeof(float));
    memcpy(matrix_row(&s->d_input, i), from + top->cols, z->input * sizeof(float));
  }
  for (uint32_t i = z->tag_layers; i-- > 0;) {
    matrix *dx = i ? &s->tag[i - 1].d_out : &s->d_input;
    if (i) clear(dx, b->n);
    layer_back(s, &s->tag[i], &w->tag_layer[i], b, dx);
  }
}

/* Into the rows of the table; s->input holds the squashed sums, dropped ones as 0. */
static void back_input(workspace *s, network *w, const batch *b) {
  uint32_t n = w->size.input;
  for (uint32_t k = 0; k < b->n_sentences; k++) {
    const float *mask = matrix_row(&s->input_mask, k);
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      float *g = matrix_row(&s->d_input, i);
      const float *y = matrix_row(&s->input, i);
      for (uint32_t c = 0; c < n; c++) g[c] *= mask[c] > 0 ? mask[c] * squash_slope(y[c] / mask[c]) : 0;
      for (uint32_t f = 0; f < NET_FEATURES; f++) {
        uint32_t row = b->rows[i * NET_FEATURES + f];
        if (!row) continue;
        if (!s->is_touched[row]) s->is_touched[row] = 1, s->touched[s->n_touched++] = row;
        add_scaled(matrix_row(&w->table.gradient, row), g, 1, n);
      }
    }
  }
}

void network_backward(workspace *s, network *w, const batch *b, double losses[4]) {
  matrix *last = &s->tree[w->size.tree_layers - 1].d_out;
  clear(&s->d_tags_in, b->n);
  clear(&s->d_tops, b->n);
  back_tags(s, w, &w->early, &s->tags_in, &s->d_tags_in, &s->early_parts, b, &losses[0]);
  back_tags(s, w, &w->late, &s->tops, &s->d_tops, &s->late_parts, b, &losses[1]);
  back_arcs(s, w, b, &losses[2]);
  back_relations(s, w, b, &losses[3]);
  dense_back(s, &w->dependent, &s->tops, &s->d_dependent, &s->d_tops);
  dense_back(s, &w->head, &s->tops, &s->d_head, &s->d_tops);
  dense_back(s, &w->child, &s->tops, &s->d_child, &s->d_tops);
  dense_back(s, &w->parent, &s->tops, &s->d_parent, &s->d_tops);
  clear(last, b->n);
  masked(last, &s->d_tops, &s->tops_mask, b, true);
  back_layers(s, w, b);
  back_input(s, w, b);
}

/* ---- Adam (Kingma and Ba, ICLR 2015) ----------------------------------------------------------------------- */

VECTORS static void adam(float *v, float *g, float *m, float *q, size_t n, float rate, float clip) {
  const float b1 = 0.9f, b2 = 0.98f;
  for (size_t i = 0; i < n; i++) {
    float x = g[i] * clip;
    m[i] = b1 * m[i] + (1 - b1) * x;
    q[i] = b2 * q[i] + (1 - b2) * x * x;
    v[i] -= rate * m[i] / (sqrtf(q[i]) + 1e-8f);
    g[i] = 0;
  }
}

static double norm_of(const float *g, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)g[i] * (double)g[i];
  return sum;
}

void network_step(network *w, workspace *s, float rate) {
  double norm = 0;
  uint32_t n = w->table.v.stride;
  for (uint32_t i = 0; i < w->n_all; i++)
    norm += norm_of(w->all[i]->gradient.v, (size_t)w->all[i]->v.rows * w->all[i]->v.stride);
  for (uint32_t i = 0; i < s->n_touched; i++) norm += norm_of(matrix_row(&w->table.gradient, s->touched[i]), n);
  norm = sqrt(norm);
  float clip = norm > 2 ? (float)(2 / norm) : 1;
  s->left[0] *= 0.9;
  s->left[1] *= 0.98;
  float r = rate * (float)(sqrt(1 - s->left[1]) / (1 - s->left[0]));
  for (uint32_t i = 0; i < w->n_all; i++) {
    parameter *p = w->all[i];
    adam(p->v.v, p->gradient.v, p->mean.v, p->square.v, (size_t)p->v.rows * p->v.stride, r, clip);
  }
  for (uint32_t i = 0; i < s->n_touched; i++) {
    uint32_t k = s->touched[i];
    adam(matrix_row(&w->table.v, k), matrix_row(&w->table.gradient, k), matrix_row(&w->table.mean, k),
         matrix_row(&w->table.square, k), n, r, clip);
    s->is_touched[k] = 0;
  }
  s->n_touched = 0;
}

/* ---- what it says ------------------------------------------------------------------------------------------ */

static uint32_t best_of(const float *p, uint32_t first, uint32_t n) {
  uint32_t best = first;
  for (uint32_t i = first; i < n; i++)
    if (p[i] > p[best]) best = i;
  return best;
}

static void decode_heads(workspace *s, const network *w, const batch *b, arena *a, uint32_t k, uint32_t *heads) {
  uint32_t from = b->first[k], n = b->first[k + 1] - from;
  int32_t *whole = ARENA_ARRAY(a, int32_t, (n + (size_t)1) * (n + 1));
  uint32_t *found = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  for (uint32_t word = 1; word <= n; word++) {
    arc_scores(s, w, from, n, word, s->scores);
    for (uint32_t h = 0; h <= n; h++)
      whole[word * (n + 1) + h] = (int32_t)(s->scores[h] < -1000 ? -1000000 : s->scores[h] * 1000);
  }
  heads_find(found, a, whole, n);
  memcpy(&heads[from], found + 1, n * sizeof *heads);
}

void network_decode(workspace *s, const network *w, const batch *b, arena *a, uint32_t *tags, uint32_t *heads,
                    uint32_t *labels) {
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t part = best_of(matrix_row(&s->late_parts, i), 1, w->n_parts + 1);
    uint32_t n = tags_of_part(s, w, &w->late, &s->tops, i, part);
    tags[i] = w->part_tags[w->part_first[part] + best_of(s->tag_scores, 0, n)];
  }
  for (uint32_t k = 0; k < b->n_sentences; k++) decode_heads(s, w, b, a, k, heads);
  relations(s, w, b, heads);
  for (uint32_t i = 0; i < b->n; i++) labels[i] = best_of(matrix_row(&s->labels, i), 1, w->n_labels + 1);
}
