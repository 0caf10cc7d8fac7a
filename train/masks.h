/* masks.h: dropping of what comes in, while learning: the same columns in all words of a sentence. */
#ifndef TRAIN_MASKS_H
#define TRAIN_MASKS_H
#include "batch.h"
#include "matrix.h"
#include "train.h"

/* mask: [sentences][cols], 0 for what is dropped, as chance p has it; the rest makes up for it. d NULL:
 * nothing is dropped. */
void mask_draw(matrix *mask, const batch *b, float p, dice *d);
/* y = x × mask, word by word: [n][cols]. y may be x. */
void mask_apply(matrix *y, const matrix *x, const matrix *mask, const batch *b);
/* y += x × mask */
void mask_add(matrix *y, const matrix *x, const matrix *mask, const batch *b);
#endif
