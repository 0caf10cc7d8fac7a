/* inputs.h: what comes into a network: of each word the sum of its features' rows of a table, squashed. */
#ifndef TRAIN_INPUTS_H
#define TRAIN_INPUTS_H
#include "batch.h"
#include "parameters.h"

typedef struct {
  matrix x, d_x;               /* [n][input] after dropping */
  matrix mask;                 /* [sentences][input] */
  uint32_t *touched, n_touched;  /* [n_rows] rows of the table that have a gradient, in order of touch */
  uint8_t *is_touched;         /* [n_rows] */
} inputs_room;

/* t: [n_rows][input]; row 0 is none and stays zero, row 1 is of forms without a row. */
void inputs_init(parameter *t, arena *a, dice *d, uint32_t n_rows, uint32_t input);
void inputs_room_init(inputs_room *r, arena *a, const parameter *t, uint32_t most, uint32_t sentences);
/* drop_form: of forms, whose rows in `b` become 1; drop: of columns. d NULL: nothing is dropped. */
void inputs_forward(inputs_room *r, const parameter *t, const batch *b, float drop_form, float drop,
                    dice *d);
/* From d_x, which is changed, into the gradient of the table. */
void inputs_back(inputs_room *r, parameter *t, const batch *b);
#endif
