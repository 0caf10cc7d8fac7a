/* arcs.h: which word hangs under which: scores of heads by products of states (Dozat and Manning, ICLR 2017)
 * and of a vector of the distance. */
#ifndef TRAIN_ARCS_H
#define TRAIN_ARCS_H
#include "batch.h"
#include "dense.h"

typedef struct {
  parameter dependent, head;   /* [states + 1][arc] of a word as the one and as the other */
  parameter root;              /* [1][arc] as a head */
  parameter distance;          /* [DISTANCES][arc] */
} arcs;

typedef struct {
  matrix dependent, d_dependent;         /* [n][arc] squashed */
  matrix head, d_head;         /* [n][arc] */
  float *scores;               /* [longest sentence + 1] of the heads of a word; then chances, then slopes */
} arcs_room;

void arcs_init(arcs *t, parameters *of, arena *a, dice *d, uint32_t states, uint32_t arc);
void arcs_room_init(arcs_room *r, arena *a, const arcs *t, uint32_t most);
/* x: [n][states] */
void arcs_forward(arcs_room *r, const arcs *t, const matrix *x);
/* Adds to dx: [n][states], to the gradients and to the loss, with gradients of the mean over words. */
void arcs_back(matrix *dx, arcs_room *r, arcs *t, dense_room *turned, const matrix *x, const batch *b,
               float trust, double *loss);
#endif
