#include "taggers.h"
#include "chances.h"

void tagger_init(tagger *t, parameters *of, arena *a, dice *d, uint32_t states, const tag_parts *parts,
                 uint32_t n_tags) {
  t->parts = parts;
  parameter_weights(&t->part, of, a, d, states, parts->n + 1, true);
  parameter_init(&t->tag, a, d, n_tags + 1, states + 1, 0);
  parameters_add(of, &t->tag);
}

void tagger_room_init(tagger_room *r, arena *a, const tagger *t, uint32_t most) {
  r->parts = matrix_new(a, most, t->part.v.cols);
  r->d_parts = matrix_new(a, most, t->part.v.cols);
  r->tags = ARENA_ARRAY(a, float, t->tag.v.rows);
}

void tagger_forward(tagger_room *r, const tagger *t, const matrix *x) {
  dense_forward(&r->parts, x, &t->part);
}

/* x: [states] of one word; tags: [n] those of its part. */
VECTORS static void score_tags(float *scores, const tagger *t, const float *x, const uint32_t *tags,
                               uint32_t n) {
  uint32_t in = t->tag.v.cols - 1;
  for (uint32_t k = 0; k < n; k++) {
    const float *row = matrix_row(&t->tag.v, tags[k]);
    scores[k] = row_product(x, row, in) + row[in];
  }
}

VECTORS static void tag_row_back(float *dx, tagger *t, const float *x, uint32_t tag, float slope) {
  uint32_t in = t->tag.v.cols - 1;
  float *gradient = matrix_row(&t->tag.gradient, tag);
  row_add(dx, matrix_row(&t->tag.v, tag), slope, in);
  row_add(gradient, x, slope, in);
  gradient[in] += slope;
}

/* Of one word, whose part and tag are known; teachers say nothing of tags. The loss. */
static double tag_back(float *dx, tagger_room *r, tagger *t, const float *x, uint32_t part, uint32_t right,
                       float scale) {
  const uint32_t *tags = t->parts->tags + t->parts->first[part];
  uint32_t n = t->parts->first[part + 1] - t->parts->first[part];
  double loss = 0;
  if (n < 2) return 0;
  score_tags(r->tags, t, x, tags, n);
  chances_make(r->tags, n);
  for (uint32_t k = 0; k < n; k++) {
    bool is_right = tags[k] == right;
    if (is_right) loss = chances_loss(r->tags[k]);
    tag_row_back(dx, t, x, tags[k], (r->tags[k] - is_right) * scale);
  }
  return loss;
}

/* k: of its sentence. */
static void part_back(tagger_room *r, const batch *b, uint32_t k, uint32_t i, float trust, double *loss) {
  float *p = matrix_row(&r->parts, i);
  uint32_t n = r->parts.cols;
  const opinion *o = b->opinions[k];
  chances_make(p, n);
  *loss += chances_loss(p[b->part[i]]);
  const float *said = o ? batch_said(b, k, o->parts, i, n) : NULL;
  chances_slopes(matrix_row(&r->d_parts, i), p, n, b->part[i], said, trust, 1 / (float)b->n);
}

void tagger_back(matrix *dx, tagger_room *r, tagger *t, dense_room *turned, const matrix *x, const batch *b,
                 float trust, double *loss) {
  matrix_clear(&r->d_parts, b->n);
  for (uint32_t k = 0; k < b->n_sentences; k++)
    for (uint32_t i = b->first[k]; i < b->first[k + 1]; i++) {
      part_back(r, b, k, i, trust, loss);
      *loss += tag_back(matrix_row(dx, i), r, t, matrix_row(x, i), b->part[i], b->tag[i], 1 / (float)b->n);
    }
  dense_back(dx, &t->part, x, &r->d_parts, turned);
}
