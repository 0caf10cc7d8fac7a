/* network.h: the network of tags and trees while it learns: floats, forward and backward.
 *
 *   features of a word ─sum─▶ input ─layers─▶ tag states ─▶ UPOS+XPOS, then the whole tag
 *                                   └─▶ [tag states, input] ─layers─▶ tree states ─▶ tags, heads, relations
 *
 * Its parts are inputs.h, layers.h, taggers.h, arcs.h and relations.h, of parameters.h;
 * src/language/network.h reads with it, in integers. */
#ifndef TRAIN_NETWORK_H
#define TRAIN_NETWORK_H
#include "arcs.h"
#include "inputs.h"
#include "language/network.h"
#include "layers.h"
#include "relations.h"
#include "taggers.h"

typedef struct {
  uint32_t input, tag_half, tag_layers, tree_half, tree_layers, arc, label;
  float trust;                 /* how far teachers are believed against the treebank, 0 to 1 */
  float drop_form, drop_input, drop_layer, drop_top;       /* parts of a whole */
} net_sizes;

typedef struct {
  net_sizes size;
  const tag_parts *parts;
  uint32_t n_tags, n_labels, n_rows;
  parameter table;             /* [n_rows][input] of features; row 0: none, row 1: a form without a row */
  layer tag_layer[NETWORK_LAYERS], tree_layer[NETWORK_LAYERS];
  tagger early, late;          /* of tag states and input; of tree states */
  arcs arcs;                   /* of tree states */
  relations relations;         /* of tree states */
  parameters all;              /* but for the table, of which a step touches few rows */
} network;

typedef struct workspace workspace;      /* what goes forward and backward for up to `most` words */

/* size, parts and numbers are set before. */
void network_init(network *w, arena *a, dice *d);
workspace *workspace_new(arena *a, const network *w, uint32_t most, uint32_t most_sentences);
/* d NULL: nothing is dropped (for measuring). Forms are dropped from the rows of `b`. */
void network_forward(workspace *s, const network *w, const batch *b, dice *d);
/* After network_forward: sums over words of the losses (early tags, late tags, heads, relations) are added;
 * gradients, of the mean, are left in `w`. */
void network_backward(workspace *s, network *w, const batch *b, double losses[4]);
/* One step of Adam over all that has a gradient; gradients are cleared. */
void network_step(network *w, workspace *s, float rate);
#endif
