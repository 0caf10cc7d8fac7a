#include "arcs.h"
#include "chances.h"
#include "curves.h"
#include "language/network.h"

void arcs_init(arcs *t, parameters *of, arena *a, dice *d, uint32_t states, uint32_t arc) {
  parameter_weights(&t->dependent, of, a, d, states, arc, true);
  parameter_weights(&t->head, of, a, d, states, arc, true);
  parameter_weights(&t->root, of, a, d, 1, arc, false);
  parameter_weights(&t->distance, of, a, d, DISTANCES, arc, false);
}

void arcs_room_init(arcs_room *r, arena *a, const arcs *t, uint32_t most) {
  matrix *all[] = {&r->dependent, &r->d_dependent, &r->head, &r->d_head};
  for (int i = 0; i < 4; i++) *all[i] = matrix_new(a, most, t->root.v.cols);
  r->scores = ARENA_ARRAY(a, float, most + (size_t)1);
}

void arcs_forward(arcs_room *r, const arcs *t, const matrix *x) {
  dense_forward(&r->dependent, x, &t->dependent);
  dense_forward(&r->head, x, &t->head);
  for (uint32_t i = 0; i < x->rows; i++) {
    float *row = matrix_row(&r->dependent, i);
    for (uint32_t k = 0; k < r->dependent.cols; k++) row[k] = curve_squash(row[k]);
  }
}

/* ---- one word: of a sentence of n words from word `from` on; words and heads are counted from 1 ------- */

static const float *head_row(const arcs_room *r, const arcs *t, uint32_t from, uint32_t head) {
  return head ? matrix_row(&r->head, from + head - 1) : matrix_row(&t->root.v, 0);
}

/* Of all heads; a word's own place is far below all others. */
VECTORS static void score(arcs_room *r, const arcs *t, uint32_t from, uint32_t n, uint32_t word) {
  const float *dependent = matrix_row(&r->dependent, from + word - 1);
  uint32_t size = r->dependent.cols;
  float far[DISTANCES];
  for (uint32_t k = 0; k < DISTANCES; k++)
    far[k] = row_product(dependent, matrix_row(&t->distance.v, k), size);
  for (uint32_t h = 0; h <= n; h++)
    r->scores[h] = h == word ? -1e9f : row_product(dependent, head_row(r, t, from, h), size) +
                                       far[network_distance(word, h)];
}

/* From the slopes of the scores. */
VECTORS static void score_back(arcs_room *r, arcs *t, uint32_t from, uint32_t n, uint32_t word) {
  uint32_t size = r->dependent.cols;
  const float *dependent = matrix_row(&r->dependent, from + word - 1), *slope = r->scores;
  float *d_dependent = matrix_row(&r->d_dependent, from + word - 1), far[DISTANCES] = {0};
  for (uint32_t h = 0; h <= n; h++) {
    if (h == word) continue;
    float *d_head = h ? matrix_row(&r->d_head, from + h - 1) : matrix_row(&t->root.gradient, 0);
    row_add(d_dependent, head_row(r, t, from, h), slope[h], size);
    row_add(d_head, dependent, slope[h], size);
    far[network_distance(word, h)] += slope[h];
  }
  for (uint32_t k = 0; k < DISTANCES; k++) {
    row_add(d_dependent, matrix_row(&t->distance.v, k), far[k], size);
    row_add(matrix_row(&t->distance.gradient, k), dependent, far[k], size);
  }
}

/* ---- all words ----------------------------------------------------------------------------------------- */

static void back_of_sentence(arcs_room *r, arcs *t, const batch *b, uint32_t k, float trust, double *loss) {
  uint32_t from = b->first[k], n = b->first[k + 1] - from;
  const opinion *o = b->opinions[k];
  for (uint32_t word = 1; word <= n; word++) {
    uint32_t i = from + word - 1;
    score(r, t, from, n, word);
    chances_make(r->scores, n + 1);
    *loss += chances_loss(r->scores[b->head[i]]);
    const float *said = o ? batch_said(b, k, o->heads, i, n + 1) : NULL;
    chances_slopes(r->scores, r->scores, n + 1, b->head[i], said, trust, 1 / (float)b->n);
    score_back(r, t, from, n, word);
  }
}

void arcs_back(matrix *dx, arcs_room *r, arcs *t, dense_room *turned, const matrix *x, const batch *b,
               float trust, double *loss) {
  matrix_clear(&r->d_dependent, b->n);
  matrix_clear(&r->d_head, b->n);
  for (uint32_t k = 0; k < b->n_sentences; k++) back_of_sentence(r, t, b, k, trust, loss);
  for (uint32_t i = 0; i < b->n; i++)
    for (uint32_t k = 0; k < r->dependent.cols; k++)
      matrix_row(&r->d_dependent, i)[k] *= curve_squash_slope(matrix_row(&r->dependent, i)[k]);
  dense_back(dx, &t->dependent, x, &r->d_dependent, turned);
  dense_back(dx, &t->head, x, &r->d_head, turned);
}
