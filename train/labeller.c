#include "labeller.h"
#include "adam.h"
#include "chances.h"
#include "masks.h"
#include "pack_matrices.h"
#include <math.h>

struct label_room {
  batch b;
  const uint32_t **rows, **at; /* [sentences] of the lessons */
  bool *kept;                  /* [rows of the batch] features that are not dropped, in order */
  matrix x, d_x, mask;         /* [n][width] */
  layer_room layers[LABELLER_LAYERS];
  layers_room shared;
  dense_room turned;
  matrix top_mask, top_in, d_top_in;     /* [n][2 × half] */
  matrix scores, d_scores;     /* [n][labels] */
  matrix alpha, beta, e;       /* [n][labels] chances so far, to come, of the scores alone */
  uint32_t *touched, n_touched;
  uint8_t *is_touched;
  adam adam;
};

void label_net_init(label_net *w, arena *a, dice *d) {
  const labeller_sizes *z = &w->size;
  parameter_init(&w->table, a, d, z->rows, z->width, 0.1f);
  memset(matrix_row(&w->table.v, 0), 0, z->width * sizeof(float));
  layers_init(w->layer, z->layers, &w->all, a, d, z->width, z->half, false, z->drop_layer);
  w->layer[0].drop = 0;
  w->layer[0].residual = false;
  parameter_weights(&w->top, &w->all, a, d, 2 * z->half, z->labels, true);
  parameter_init(&w->steps, a, d, z->labels + 1, z->labels, 0.01f);
  parameters_add(&w->all, &w->steps);
}

label_room *label_room_new(arena *a, const label_net *w, uint32_t most, uint32_t most_rows) {
  const labeller_sizes *z = &w->size;
  label_room *r = ARENA_NEW(a, label_room);
  uint32_t tops = 2 * z->half, widest = 4 * z->half > z->width ? 4 * z->half : z->width;
  r->b.first = ARENA_ARRAY(a, uint32_t, most + (size_t)1);
  r->rows = ARENA_ARRAY(a, const uint32_t *, most);
  r->at = ARENA_ARRAY(a, const uint32_t *, most);
  r->kept = ARENA_ARRAY(a, bool, most_rows);
  r->x = matrix_new(a, most, z->width);
  r->d_x = matrix_new(a, most, z->width);
  r->mask = matrix_new(a, most, z->width);
  for (uint32_t i = 0; i < z->layers; i++) layer_room_init(&r->layers[i], a, &w->layer[i], most, most);
  layers_room_init(&r->shared, a, most, widest);
  dense_room_init(&r->turned, a, most, widest);
  r->top_mask = matrix_new(a, most, tops);
  r->top_in = matrix_new(a, most, tops);
  r->d_top_in = matrix_new(a, most, tops);
  matrix *of_labels[] = {&r->scores, &r->d_scores, &r->alpha, &r->beta, &r->e};
  for (int i = 0; i < 5; i++) *of_labels[i] = matrix_new(a, most, z->labels);
  r->touched = ARENA_ARRAY(a, uint32_t, z->rows);
  r->is_touched = ARENA_ARRAY(a, uint8_t, z->rows);
  adam_init(&r->adam);
  return r;
}

/* ---- forward ------------------------------------------------------------------------------------------- */

static void take_lessons(label_room *r, const label_lesson *const *all, uint32_t n) {
  r->b.n = 0;
  r->b.n_sentences = n;
  for (uint32_t k = 0; k < n; k++) {
    r->rows[k] = all[k]->rows;
    r->at[k] = all[k]->at;
    r->b.first[k] = r->b.n;
    r->b.n += all[k]->n;
  }
  r->b.first[n] = r->b.n;
}

VECTORS static void sum_features(label_room *r, const parameter *of, float drop, dice *d) {
  uint32_t limit = (uint32_t)(drop * 65536), seen = 0;
  for (uint32_t k = 0; k < r->b.n_sentences; k++)
    for (uint32_t i = 0; i < r->b.first[k + 1] - r->b.first[k]; i++) {
      float *to = matrix_row(&r->x, r->b.first[k] + i);
      memset(to, 0, r->x.cols * sizeof *to);
      for (uint32_t j = r->at[k][i]; j < r->at[k][i + 1]; j++) {
        bool keep = !d || dice_below(d, 65536) >= limit;
        if (d) r->kept[seen++] = keep;
        if (keep) row_add(to, matrix_row(&of->v, r->rows[k][j]), d ? 1 / (1 - drop) : 1, r->x.cols);
      }
    }
}

static void forward(label_net *w, label_room *r, dice *d) {
  const labeller_sizes *z = &w->size;
  r->x.rows = r->b.n;
  sum_features(r, &w->table, z->drop_row, d);
  mask_draw(&r->mask, &r->b, z->drop_input, d);
  mask_apply(&r->x, &r->x, &r->mask, &r->b);
  const matrix *y = layers_forward(r->layers, w->layer, z->layers, &r->x, &r->b, d);
  mask_draw(&r->top_mask, &r->b, z->drop_top, d);
  mask_apply(&r->top_in, y, &r->top_mask, &r->b);
  dense_forward(&r->scores, &r->top_in, &w->top);
}

/* ---- the chance of a row of labels --------------------------------------------------------------------- */

/* Steps as factors: [labels + 1][labels], 0 where they are not lawful. */
static void factors(float (*f)[LABELLER_LABELS], const label_net *w) {
  uint32_t k = w->size.labels;
  for (uint32_t from = 0; from <= k; from++)
    for (uint32_t to = 0; to < k; to++) {
      bool lawful = w->lawful(from == k ? 0 : (uint8_t)from, (uint8_t)to);
      f[from][to] = lawful ? chances_exp(matrix_row(&w->steps.v, from)[to]) : 0;
    }
}

static void scale(float *row, uint32_t n, double *log_sum) {
  float sum = 0;
  for (uint32_t k = 0; k < n; k++) sum += row[k];
  sum = sum > 1e-30f ? sum : 1e-30f;
  for (uint32_t k = 0; k < n; k++) row[k] /= sum;
  if (log_sum) *log_sum += log((double)sum);
}

/* One row of words among those of a batch, and its factors. */
typedef struct {
  label_net *w;
  label_room *r;
  uint32_t k, first;           /* labels; its first word */
  const label_lesson *l;
  float scale_by;
  float f[LABELLER_LABELS + 1][LABELLER_LABELS];
} field;

/* Chances of all rows of labels up to word i, by its label; what they were divided by is added to log_sum. */
static void field_reach(field *x, uint32_t i, double *log_sum) {
  uint32_t k = x->k;
  const float *s = matrix_row(&x->r->scores, x->first + i);
  const float *before = i ? matrix_row(&x->r->alpha, x->first + i - 1) : NULL;
  float *e = matrix_row(&x->r->e, x->first + i), *now = matrix_row(&x->r->alpha, x->first + i), most = s[0];
  for (uint32_t y = 1; y < k; y++) most = s[y] > most ? s[y] : most;
  for (uint32_t y = 0; y < k; y++) e[y] = chances_exp(s[y] - most);
  for (uint32_t y = 0; y < k; y++) {
    float sum = before ? 0 : x->f[k][y];
    for (uint32_t from = 0; before && from < k; from++) sum += before[from] * x->f[from][y];
    now[y] = sum * e[y];
  }
  scale(now, k, log_sum);
  *log_sum += (double)most;
}

/* The loss: how far the labels that are right are from being certain. */
static double field_forward(field *x) {
  double log_z = 0, gold = 0;
  const uint8_t *labels = x->l->labels;
  for (uint32_t i = 0; i < x->l->n; i++) {
    field_reach(x, i, &log_z);
    gold += (double)matrix_row(&x->r->scores, x->first + i)[labels[i]] +
            (double)matrix_row(&x->w->steps.v, i ? labels[i - 1] : x->k)[labels[i]];
  }
  return log_z - gold;
}

/* Slopes of the scores of word i; from its chances, and those of what comes behind it. */
static const float *field_slopes(field *x, uint32_t i) {
  const float *a = matrix_row(&x->r->alpha, x->first + i), *b = matrix_row(&x->r->beta, x->first + i);
  float *d = matrix_row(&x->r->d_scores, x->first + i), sum = 0;
  for (uint32_t y = 0; y < x->k; y++) sum += d[y] = a[y] * b[y];
  for (uint32_t y = 0; y < x->k; y++)
    d[y] = x->scale_by * (d[y] / (sum > 1e-30f ? sum : 1e-30f) - (y == x->l->labels[i]));
  return d;
}

/* Over the step into word i > 0: slopes of the steps, and chances of what comes behind the word before. */
static void field_step_back(field *x, uint32_t i) {
  uint32_t k = x->k;
  const float *before = matrix_row(&x->r->alpha, x->first + i - 1), *e = matrix_row(&x->r->e, x->first + i);
  const float *b = matrix_row(&x->r->beta, x->first + i);
  float *back = matrix_row(&x->r->beta, x->first + i - 1), pair[LABELLER_LABELS][LABELLER_LABELS], total = 0;
  for (uint32_t from = 0; from < k; from++) {
    back[from] = 0;
    for (uint32_t y = 0; y < k; y++) {
      float one = x->f[from][y] * e[y] * b[y];
      back[from] += one;
      total += pair[from][y] = before[from] * one;
    }
  }
  for (uint32_t from = 0; from < k; from++) {
    float *g = matrix_row(&x->w->steps.gradient, from);
    for (uint32_t y = 0; y < k; y++) g[y] += x->scale_by * pair[from][y] / (total > 1e-30f ? total : 1e-30f);
  }
  matrix_row(&x->w->steps.gradient, x->l->labels[i - 1])[x->l->labels[i]] -= x->scale_by;
  scale(back, k, NULL);
}

/* Gradients of scores and steps from the labels that words [first, first + n) should have; the loss. */
static double field_back(label_net *w, label_room *r, uint32_t first, const label_lesson *l, float scale_by) {
  field x = {.w = w, .r = r, .k = w->size.labels, .first = first, .l = l, .scale_by = scale_by};
  factors(x.f, w);
  double loss = field_forward(&x);
  float *last = matrix_row(&r->beta, first + l->n - 1);
  for (uint32_t y = 0; y < x.k; y++) last[y] = 1;
  for (uint32_t i = l->n - 1; i > 0; i--) {
    field_slopes(&x, i);
    field_step_back(&x, i);
  }
  const float *d = field_slopes(&x, 0);
  float *g = matrix_row(&w->steps.gradient, x.k);
  for (uint32_t y = 0; y < x.k; y++) g[y] += d[y];
  return loss;
}

/* ---- backward ------------------------------------------------------------------------------------------ */

VECTORS static void back_to_features(label_room *r, parameter *of, float drop) {
  uint32_t seen = 0;
  for (uint32_t k = 0; k < r->b.n_sentences; k++)
    for (uint32_t i = 0; i < r->b.first[k + 1] - r->b.first[k]; i++)
      for (uint32_t j = r->at[k][i]; j < r->at[k][i + 1]; j++) {
        uint32_t row = r->rows[k][j];
        if (!r->kept[seen++]) continue;
        if (!r->is_touched[row]) r->is_touched[row] = 1, r->touched[r->n_touched++] = row;
        row_add(matrix_row(&of->gradient, row), matrix_row(&r->d_x, r->b.first[k] + i), 1 / (1 - drop),
                of->v.cols);
      }
}

static void step(label_net *w, label_room *r, float rate) {
  double sum = 0;
  for (uint32_t i = 0; i < w->all.n; i++) sum += adam_square(w->all.all[i], 0, w->all.all[i]->v.rows);
  for (uint32_t i = 0; i < r->n_touched; i++) sum += adam_square(&w->table, r->touched[i], 1);
  double norm = sqrt(sum);
  float clip = norm > 2 ? (float)(2 / norm) : 1, corrected = adam_rate(&r->adam, rate);
  for (uint32_t i = 0; i < w->all.n; i++) adam_step(w->all.all[i], 0, w->all.all[i]->v.rows, corrected, clip);
  for (uint32_t i = 0; i < r->n_touched; i++) {
    adam_step(&w->table, r->touched[i], 1, corrected, clip);
    r->is_touched[r->touched[i]] = 0;
  }
  r->n_touched = 0;
}

void label_net_learn(label_net *w, label_room *r, const label_lesson *const *all, uint32_t n, float rate, dice *d,
                     double *loss) {
  const labeller_sizes *z = &w->size;
  take_lessons(r, all, n);
  forward(w, r, d);
  r->d_scores.rows = r->b.n;
  for (uint32_t k = 0; k < n; k++)
    *loss += field_back(w, r, r->b.first[k], all[k], all[k]->weight / (float)r->b.n);
  matrix_clear(&r->d_top_in, r->b.n);
  dense_back(&r->d_top_in, &w->top, &r->top_in, &r->d_scores, &r->turned);
  matrix *d_y = &r->layers[z->layers - 1].d_y;
  matrix_clear(d_y, r->b.n);
  mask_add(d_y, &r->d_top_in, &r->top_mask, &r->b);
  matrix_clear(&r->d_x, r->b.n);
  layers_back(&r->d_x, r->layers, w->layer, z->layers, &r->shared, &r->turned, &r->b);
  mask_apply(&r->d_x, &r->d_x, &r->mask, &r->b);
  back_to_features(r, &w->table, z->drop_row);
  step(w, r, rate);
}

const matrix *label_net_scores(label_net *w, label_room *r, const label_lesson *one) {
  take_lessons(r, &one, 1);
  forward(w, r, NULL);
  return &r->scores;
}

void label_net_best(uint8_t *labels, arena *a, const label_net *w, const matrix *scores, uint32_t n) {
  uint32_t k = w->size.labels;
  uint8_t *from = ARENA_ARRAY(a, uint8_t, (size_t)n * k);
  float now[LABELLER_LABELS], before[LABELLER_LABELS];
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t y = 0; y < k; y++) {
      now[y] = -1e30f;
      for (uint32_t x = 0; x < (i ? k : 1); x++) {
        if (!w->lawful(i ? (uint8_t)x : 0, (uint8_t)y)) continue;
        float sum = i ? before[x] + matrix_row(&w->steps.v, x)[y] : matrix_row(&w->steps.v, k)[y];
        if (sum > now[y]) now[y] = sum, from[(size_t)i * k + y] = (uint8_t)x;
      }
      now[y] += matrix_row(scores, i)[y];
    }
    memcpy(before, now, sizeof now);
  }
  uint8_t best = 0;
  for (uint8_t y = 1; y < k; y++)
    if (before[y] > before[best]) best = y;
  for (uint32_t i = n; i-- > 0; best = from[(size_t)i * k + best]) labels[i] = best;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

/* The rows of the table as the gates that the first layer makes of them; row 0 is its bias. */
static str gate_rows(arena *a, const label_net *w, uint32_t *bits) {
  const labeller_sizes *z = &w->size;
  uint32_t gates = 4 * z->half;
  matrix first = {w->layer[0].w.v.v, z->width, gates, w->layer[0].w.v.stride};
  matrix rows = matrix_new(a, z->rows, gates);
  matrix_multiply(&rows, &w->table.v, &first);
  memcpy(matrix_row(&rows, 0), matrix_row(&w->layer[0].w.v, z->width), gates * sizeof(float));
  int8_t *out = ARENA_ARRAY(a, int8_t, (size_t)z->rows * gates);
  float most = pack_most(&rows);
  *bits = SUM_BITS;
  while (*bits > 1 && most * (float)(1u << *bits) > 1.5f * INT8_MAX) --*bits;      /* the few largest are cut off */
  for (uint32_t i = 0; i < z->rows; i++)
    for (uint32_t k = 0; k < gates; k++) {
      int32_t x = pack_whole(matrix_row(&rows, i)[k], *bits);
      out[(size_t)i * gates + k] = (int8_t)(x > INT8_MAX ? INT8_MAX : x < -INT8_MAX ? -INT8_MAX : x);
    }
  return (str){(const char *)out, (size_t)z->rows * gates};
}

uint32_t label_net_sections(arena *a, const label_net *w, uint8_t of, float lean, model_section *out) {
  const labeller_sizes *z = &w->size;
  packed_matrices k = {.a = a};
  buf sizes = {0}, steps = {0};
  uint32_t bits;
  str table_bytes = gate_rows(a, w, &bits);
  const uint32_t all[] = {z->rows, z->half, z->layers, z->labels, bits, z->kind};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) pack_put(&sizes, all[i], 4);
  for (uint32_t i = 1; i < z->layers; i++) pack_matrix(&k, &w->layer[i].w, SUM_BITS);
  float *bias = matrix_row(&w->top.v, 2 * z->half);
  bias[of] += lean;
  pack_matrix(&k, &w->top, 0);
  bias[of] -= lean;
  for (uint32_t x = 0; x <= z->labels; x++)
    for (uint32_t y = 0; y < z->labels; y++)
      pack_put(&steps, (uint32_t)pack_whole(matrix_row(&w->steps.v, x)[y], SUM_BITS), 4);
  const model_section made[] = {
    {"who-said", pack_kept(a, &sizes)}, {"who-said-table", table_bytes}, {"who-said-w", pack_kept(a, &k.w)},
    {"who-said-bias", pack_kept(a, &k.bias)}, {"who-said-shift", pack_kept(a, &k.shift)},
    {"who-said-steps", pack_kept(a, &steps)},
  };
  memcpy(out, made, sizeof made);
  return sizeof made / sizeof *made;
}
