/* taggers.h: the tag of a word from its states: first its part (UPOS and XPOS), then the whole tag, among
 * those of the part. */
#ifndef TRAIN_TAGGERS_H
#define TRAIN_TAGGERS_H
#include "batch.h"
#include "dense.h"

/* The parts of tags: numbers from 1, as those of tags. Those of part p: tags[first[p]] …
 * tags[first[p + 1] - 1]. */
typedef struct {
  uint32_t n;
  uint32_t *of_tag;            /* [n_tags + 1] */
  uint32_t *tags;              /* [n_tags + 1] */
  uint32_t *first;             /* [n + 2] */
} tag_parts;

/* part: [states + 1][n_parts + 1]; tag: [n_tags + 1][states + 1], a row for each tag, its bias last. */
typedef struct { parameter part, tag; const tag_parts *parts; } tagger;

typedef struct {
  matrix parts, d_parts;       /* [n][n_parts + 1] scores; after tagger_back chances */
  float *tags;                 /* [n_tags + 1] scores of a part's tags, then chances */
} tagger_room;

void tagger_init(tagger *t, parameters *of, arena *a, dice *d, uint32_t states, const tag_parts *parts,
                 uint32_t n_tags);
void tagger_room_init(tagger_room *r, arena *a, const tagger *t, uint32_t most);
/* x: [n][states] */
void tagger_forward(tagger_room *r, const tagger *t, const matrix *x);
/* Adds to dx: [n][states], to the gradients and to the loss, with gradients of the mean over words. */
void tagger_back(matrix *dx, tagger_room *r, tagger *t, dense_room *turned, const matrix *x, const batch *b,
                 float trust, double *loss);
#endif
