/* layers.h: layers of a network that read a sentence in both directions, forward and backward.
 *
 * A layer is a minimal gated recurrence (L. Feng and others, "Were RNNs all we needed?", 2024): gate and
 * candidate depend on the input only, so that all that multiplies is done for many words at once, and what
 * goes from word to word is a few sums: state = before + gate × (candidate - before). */
#ifndef TRAIN_LAYERS_H
#define TRAIN_LAYERS_H
#include "batch.h"
#include "dense.h"

/* w: [in + 1][4 × half], the last row is the bias: gate and candidate forward, then backward. width: of what
 * comes in; in: of what is multiplied. window: a word is seen with the one before and the one behind, so in
 * is 3 × width. residual: what comes in is added to the states. drop: part of the input that is dropped while
 * learning. */
typedef struct { parameter w; uint32_t width, in, half; bool window, residual; float drop; } layer;

/* What a layer makes of the words of a batch. */
typedef struct {
  matrix seen;                 /* [n][width] input after dropping */
  matrix in;                   /* [n][in] the same, or with its neighbours */
  matrix acts, d_acts;         /* [n][4 × half] gates and candidates, as the columns of w */
  matrix out;                  /* [n][2 × half] states, forward and backward */
  matrix y, d_y;               /* [n][2 × half] states, with what came in added where the layer is residual */
  matrix mask;                 /* [sentences][width] */
} layer_room;

/* What layers share, for one uses it after the other. */
typedef struct {
  matrix d_in, d_seen;         /* [most words][widest], used with as many columns as a layer has */
  float *carry;                /* [half] gradient of the state, from word to word */
} layers_room;

/* n layers, one upon the other; the first is `width` wide, looks around where it is a window, and then drops
 * nothing, for its input is masked already. */
void layers_init(layer *all, uint32_t n, parameters *of, arena *a, dice *d, uint32_t width, uint32_t half,
                 bool window, float drop);
void layer_room_init(layer_room *r, arena *a, const layer *l, uint32_t most, uint32_t sentences);
void layers_room_init(layers_room *r, arena *a, uint32_t most, uint32_t widest);
/* r: [n]; x: [words][width]. Gives the `y` of the last layer. d NULL: nothing is dropped. */
const matrix *layers_forward(layer_room *r, const layer *all, uint32_t n, const matrix *x, const batch *b,
                             dice *d);
/* From the d_y of the last layer; adds to dx: [words][width]. */
void layers_back(matrix *dx, layer_room *r, layer *all, uint32_t n, layers_room *shared, dense_room *turned,
                 const batch *b);
#endif
