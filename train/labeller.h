/* labeller.h: the network that labels words of a paragraph while it learns: floats, forward and backward.
 *
 *   features of a word ─rows of a table, summed─▶ layers ─▶ scores of labels ─▶ the chance of the right row of labels
 *
 * The chance is that of a conditional random field (Lafferty and others, ICML 2001) with a table of steps.
 * src/language/labeller.h reads with it, in integers. */
#ifndef TRAIN_LABELLER_H
#define TRAIN_LABELLER_H
#include "language/labeller.h"
#include "layers.h"

enum { LABELLER_SECTIONS = 6 };
typedef struct { uint32_t rows, width, half, layers, labels, kind; float drop_row, drop_input, drop_layer, drop_top; } labeller_sizes;

/* A row of words: the features of word i are rows[at[i]] … rows[at[i + 1]]. */
typedef struct { uint32_t n; const uint32_t *rows, *at; const uint8_t *labels; float weight; bool held; } label_lesson;

typedef struct {
  labeller_sizes size;
  bool (*lawful)(uint8_t from, uint8_t to);
  parameter table;             /* [rows][width]; row 0 is none */
  layer layer[LABELLER_LAYERS];
  parameter top;               /* [2 × half + 1][labels] */
  parameter steps;             /* [labels + 1][labels]; the last row: from the beginning */
  parameters all;              /* but for the table */
} label_net;

typedef struct label_room label_room;
void label_net_init(label_net *w, arena *a, dice *d);
label_room *label_room_new(arena *a, const label_net *w, uint32_t most, uint32_t most_rows);
/* Learns from some rows of words at once; the loss, a sum over words, is added. */
void label_net_learn(label_net *w, label_room *r, const label_lesson *const *all, uint32_t n, float rate, dice *d, double *loss);
/* The scores of one row of words, [n][stride]; they stand until the next call. */
const matrix *label_net_scores(label_net *w, label_room *r, const label_lesson *one);
/* The best lawful labels of n words by scores [n][stride]. */
void label_net_best(uint8_t *labels, arena *a, const label_net *w, const matrix *scores, uint32_t n);
/* As src/language/labeller.h reads it; their number, LABELLER_SECTIONS. The bytes are in the arena. lean:
 * added to the score of label `of` everywhere. */
uint32_t label_net_sections(arena *a, const label_net *w, uint8_t of, float lean, model_section *out);
#endif
