/* network.h: the network of tags and trees while it learns: floats, forward and backward.
 *
 *   features of a word ─sum─▶ input ─layers─▶ tag states ─▶ UPOS+XPOS, then the whole tag
 *                                   └──────▶ [tag states, input] ─layers─▶ tree states ─▶ heads, relations
 *
 * A layer is a minimal gated recurrence in both directions (L. Feng and others, "Were RNNs all we needed?",
 * 2024: gate and candidate depend on the input only), so that all that multiplies is done for many words at
 * once, and what goes from word to word is a few sums of integers in the reader. Heads are scored by
 * products of states (Dozat and Manning, ICLR 2017) and of a vector of the distance. */
#ifndef TRAIN_NETWORK_H
#define TRAIN_NETWORK_H
#include "language/network.h"
#include "matrix.h"
#include "train.h"

enum { NET_FEATURES = 11 };

typedef struct { matrix v, gradient, mean, square; } parameter;
/* w: [in + 1][4 × half], the last row is the bias: gate and candidate forward, then backward. window: a word is
 * seen with the one before and the one behind, each `width` wide. */
typedef struct { parameter w; uint32_t width, in, half; bool window, residual; } layer;

typedef struct {
  uint32_t input, tag_half, tag_layers, tree_half, tree_layers, arc, label;
  float trust;                 /* how far teachers are believed against the treebank, 0 to 1 */
  float drop_form, drop_input, drop_layer, drop_top;
} net_sizes;

/* part: [in + 1][n_parts + 1]; tag: [n_tags + 1][in + 1], for each tag, among those of its part. */
typedef struct { parameter part, tag; uint32_t in; } tag_head;

typedef struct {
  net_sizes size;
  uint32_t n_parts, n_tags, n_labels, n_rows;
  const uint32_t *part_tags, *part_first;  /* tags of part p: part_tags[part_first[p] … part_first[p + 1]) */
  const uint32_t *part_of;     /* [n_tags + 1] */
  parameter table;             /* [n_rows][input] of features; row 0: none, row 1: a form without a row */
  layer tag_layer[NETWORK_LAYERS], tree_layer[NETWORK_LAYERS];
  tag_head early, late;        /* of tag states and input; of tree states */
  parameter dependent, head;   /* [tree states + 1][arc] */
  parameter root;              /* [1][arc] as a head */
  parameter distance;          /* [DISTANCES][arc] */
  parameter child, parent;     /* [tree states + 1][label] */
  parameter parent_root;       /* [1][label] */
  parameter apart;             /* [DISTANCES][label] */
  parameter relation;          /* [label + 1][n_labels + 1] */
  parameter *all[64]; uint32_t n_all;      /* but for the table */
} network;

/* Words of some sentences, one after the other. */
typedef struct {
  uint32_t n;
  uint32_t *rows;              /* [n × NET_FEATURES] rows of the table */
  uint32_t *part, *tag, *head, *label;   /* [n] the right ones; head: 0 root, else word of the sentence, from 1 */
  uint32_t *first, n_sentences;          /* [n_sentences + 1] */
  const struct opinion **opinions;       /* [n_sentences] of teachers, or NULL */
} batch;

/* What teachers say of a sentence, as chances: of its words' parts, heads and relations. */
typedef struct opinion { float *parts, *heads, *labels; } opinion;     /* [n][n_parts + 1], [n][n + 1], … */

typedef struct workspace workspace;      /* what goes forward and backward for up to `most` words */

void network_init(network *w, arena *a, dice *d);
workspace *workspace_new(arena *a, const network *w, uint32_t most, uint32_t most_sentences);
/* d NULL: nothing is dropped (for measuring). */
void network_forward(workspace *s, const network *w, const batch *b, dice *d);
/* Losses (early and late tags, heads, relations) of words after network_forward are added; gradients are left in `w`. */
void network_backward(workspace *s, network *w, const batch *b, double losses[4]);
/* One step of Adam over all that has a gradient; gradients are cleared. */
void network_step(network *w, workspace *s, float rate);
/* After network_forward: best tags [n] of the tree states, heads [n], labels [n]. */
void network_decode(workspace *s, const network *w, const batch *b, arena *a, uint32_t *tags, uint32_t *heads,
                    uint32_t *labels);
#endif
