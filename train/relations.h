/* relations.h: what a word is to its head: from the states of both and a vector of the distance. */
#ifndef TRAIN_RELATIONS_H
#define TRAIN_RELATIONS_H
#include "batch.h"
#include "dense.h"

typedef struct {
  parameter child, parent;     /* [states + 1][label] of a word as the one and as the other */
  parameter parent_root;       /* [1][label] */
  parameter apart;             /* [DISTANCES][label] */
  parameter relation;          /* [label + 1][n_labels + 1] */
} relations;

typedef struct {
  matrix child, d_child;       /* [n][label] */
  matrix parent, d_parent;     /* [n][label] */
  matrix hidden, d_hidden;     /* [n][label] the sum of both and the distance, squashed */
  matrix labels, d_labels;     /* [n][n_labels + 1] scores; after relations_back chances */
} relations_room;

void relations_init(relations *t, parameters *of, arena *a, dice *d, uint32_t states, uint32_t label,
                    uint32_t n_labels);
void relations_room_init(relations_room *r, arena *a, const relations *t, uint32_t most);
/* x: [n][states]; of words under their right heads. */
void relations_forward(relations_room *r, const relations *t, const matrix *x, const batch *b);
/* Adds to dx: [n][states], to the gradients and to the loss, with gradients of the mean over words. */
void relations_back(matrix *dx, relations_room *r, relations *t, dense_room *turned, const matrix *x,
                    const batch *b, float trust, double *loss);
#endif
