#include "relations.h"
#include "chances.h"
#include "curves.h"
#include "language/network.h"

void relations_init(relations *t, parameters *of, arena *a, dice *d, uint32_t states, uint32_t label,
                    uint32_t n_labels) {
  parameter_weights(&t->child, of, a, d, states, label, true);
  parameter_weights(&t->parent, of, a, d, states, label, true);
  parameter_weights(&t->parent_root, of, a, d, 1, label, false);
  parameter_weights(&t->apart, of, a, d, DISTANCES, label, false);
  parameter_weights(&t->relation, of, a, d, label, n_labels + 1, true);
}

void relations_room_init(relations_room *r, arena *a, const relations *t, uint32_t most) {
  matrix *all[] = {&r->child, &r->d_child, &r->parent, &r->d_parent, &r->hidden, &r->d_hidden};
  for (int i = 0; i < 6; i++) *all[i] = matrix_new(a, most, t->apart.v.cols);
  r->labels = matrix_new(a, most, t->relation.v.cols);
  r->d_labels = matrix_new(a, most, t->relation.v.cols);
}

/* first: of the words of its sentence. */
VECTORS static void join(relations_room *r, const relations *t, uint32_t first, uint32_t i, uint32_t head) {
  const float *child = matrix_row(&r->child, i);
  const float *parent = head ? matrix_row(&r->parent, first + head - 1) : matrix_row(&t->parent_root.v, 0);
  const float *apart = matrix_row(&t->apart.v, network_distance(i - first + 1, head));
  float *to = matrix_row(&r->hidden, i);
  for (uint32_t k = 0; k < r->hidden.cols; k++) to[k] = curve_squash(child[k] + parent[k] + apart[k]);
}

void relations_forward(relations_room *r, const relations *t, const matrix *x, const batch *b) {
  dense_forward(&r->child, x, &t->child);
  dense_forward(&r->parent, x, &t->parent);
  r->hidden.rows = b->n;
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) join(r, t, b->first[k], i, b->head[i]);
  dense_forward(&r->labels, &r->hidden, &t->relation);
}

VECTORS static void join_back(relations_room *r, relations *t, uint32_t first, uint32_t i, uint32_t head) {
  const float *hidden = matrix_row(&r->hidden, i), *slope = matrix_row(&r->d_hidden, i);
  float *child = matrix_row(&r->d_child, i);
  float *parent = head ? matrix_row(&r->d_parent, first + head - 1) : matrix_row(&t->parent_root.gradient, 0);
  float *apart = matrix_row(&t->apart.gradient, network_distance(i - first + 1, head));
  for (uint32_t k = 0; k < r->hidden.cols; k++) {
    float g = slope[k] * curve_squash_slope(hidden[k]);
    child[k] += g;
    parent[k] += g;
    apart[k] += g;
  }
}

/* k: of its sentence. */
static void label_back(relations_room *r, const batch *b, uint32_t k, uint32_t i, float trust, double *loss) {
  float *p = matrix_row(&r->labels, i);
  uint32_t n = r->labels.cols;
  const opinion *o = b->opinions[k];
  chances_make(p, n);
  *loss += chances_loss(p[b->label[i]]);
  const float *said = o ? batch_said(b, k, o->labels, i, n) : NULL;
  chances_slopes(matrix_row(&r->d_labels, i), p, n, b->label[i], said, trust, 1 / (float)b->n);
}

void relations_back(matrix *dx, relations_room *r, relations *t, dense_room *turned, const matrix *x,
                    const batch *b, float trust, double *loss) {
  matrix *all[] = {&r->d_labels, &r->d_hidden, &r->d_child, &r->d_parent};
  for (int i = 0; i < 4; i++) matrix_clear(all[i], b->n);
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) label_back(r, b, k, i, trust, loss);
  dense_back(&r->d_hidden, &t->relation, &r->hidden, &r->d_labels, turned);
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) join_back(r, t, b->first[k], i, b->head[i]);
  dense_back(dx, &t->child, x, &r->d_child, turned);
  dense_back(dx, &t->parent, x, &r->d_parent, turned);
}
