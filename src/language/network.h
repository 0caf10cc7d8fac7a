/* network.h: tags and trees by a network of integers.
 *
 *   words ─rows of a table, summed─▶ input ─layers─▶ tag states ─▶ UPOS+XPOS, then the whole tag
 *                                      └─▶ [tag states, input] ─layers─▶ tree states ─▶ heads, relations
 *
 * A layer reads the sentence in both directions: at each word a gate says how much of a candidate is taken
 * into the state (a minimal gated recurrence; Feng and others, 2024). Heads are scored by products of
 * states (Dozat and Manning, ICLR 2017). What the numbers are: products.h. Made by chancery-train. */
#ifndef LANGUAGE_NETWORK_H
#define LANGUAGE_NETWORK_H
#include "language/model_file.h"
#include "language/products.h"
#include "language/word.h"

enum { NETWORK_LAYERS = 8, DISTANCES = 17, HEAD_BITS = 8 };

/* width: of what comes in; window: a word is seen between its neighbours, three times as wide (the first
 * layer of tags, and no other). */
typedef struct { product_matrix gates; uint32_t width, half; bool window; } network_layer;

/* in: of `part`; part_rows: [n_parts + 1][in] of it, each output's weights together; tag:
 * [n_tags + 1][in]. */
typedef struct {
  product_matrix part;
  const int16_t *part_rows;
  product_matrix open;         /* of the parts of network_model.open */
  const int16_t *tag; const int32_t *tag_bias;
} network_tagger;

/* What a form alone tells: network_words.h. */
typedef struct network_form network_form;

typedef struct {
  const products *by;
  uint32_t input, tag_half, n_tag_layers, tree_half, n_tree_layers, arc, label;          /* sizes */
  uint32_t n_parts, n_tags, n_labels, n_rows, n_styles, style;   /* style: whose conventions, 0: nobody's */
  /* [n_slots] the upper half of a key, 0: free; its row */
  const uint32_t *keys; const uint16_t *at; uint32_t n_slots;
  const int8_t *table; uint32_t table_bits;  /* [n_rows][input]; row 0: nothing, 1: a form without a row */
  uint16_t shape_rows[256];    /* by word_shape; 0: none */
  uint16_t style_row;          /* of `style`; 0: none */
  /* Classes of forms: those whose key begins with the 16 bits b are class_tail[class_first[b]] … (the next 16
   * bits, rising) with class_of. */
  const uint32_t *class_first; const uint16_t *class_tail; const uint8_t *class_of;
  uint16_t class_rows[256];    /* by class; 0: none */
  product_matrix around[3];  /* of the first layer: of the word before, the word, with the bias, the word behind */
  network_layer tag_layer[NETWORK_LAYERS], tree_layer[NETWORK_LAYERS];
  network_tagger early, late;  /* of tag states and input; of tree states */
  product_matrix dependent, head;        /* tree states to [arc] */
  product_matrix child, parent;          /* tree states to [label] */
  product_matrix relation;     /* [label] to [n_labels + 1] */
  const uint16_t *may;  /* [n_rows] of a frequent form: place of the parts it may be; 0: it may be any */
  const uint16_t *sets; uint32_t n_sets;         /* at a place: how many parts, then these */
  uint16_t open;               /* place of what forms may be that are not frequent; 0: any */
  const uint16_t *part_tags, *part_first;  /* tags of part p: part_tags[part_first[p] … part_first[p + 1]) */
  const int16_t *root, *distance;        /* [arc], [DISTANCES][arc] */
  const int16_t *parent_root, *apart;    /* [label], [DISTANCES][label] */
  const str *tag_names;        /* [n_tags + 1] "UPOS\tXPOS\tFEATS" */
  const str *label_names;      /* [n_labels + 1] */
  const str *style_names;      /* [n_styles + 1] */
} network_model;

/* From a model file, which must outlive the model. CH_ERR_PACK: a section is missing or does not fit. */
ch_status network_load(network_model *m, arena *a, const model_file *f, ch_error *err);

/* Whose conventions are followed where treebanks differ: 1 … n_styles, 0: nobody's. To be called before the
 * model is used. */
void network_set_style(network_model *m, uint32_t style);
/* CH_ERR_ARG: the models have no style of this name. */
ch_status network_set_style_named(network_model *m, const char *name, ch_error *err);
/* The row of a key; 0: none. */
uint32_t network_row(const network_model *m, word_key key);

/* Rooms of one network, a thread one: room for many sentences, one after the other, of many reports. They grow to the
 * longest sentence and keep what they made of words (network_words.h). All in the arena, which nobody else may use
 * while there are readers. Threads may take and give rooms at the same time. */
typedef struct network_rooms network_rooms;
typedef struct network_room network_room;
network_rooms *network_rooms_new(arena *a, const network_model *m);
network_room *network_rooms_take(network_rooms *all);      /* NULL: no memory */
void network_rooms_give(network_rooms *all, network_room *r);

/* A sentence's words are put in, then asked for. 0: no memory; else the age of forms: those that network_form_of gave
 * for another age, or another room, may not be used any more. n ≤ HEADS_MOST. */
uint64_t network_begin(network_room *r, uint32_t n);
network_form *network_form_of(network_room *r, const word_key keys[WORD_KEYS]);
/* i: of the sentence; shape: word_shape */
void network_word_put(network_room *r, uint32_t i, network_form *form, uint8_t shape);
void network_tags(network_room *r, uint16_t *tags);        /* [n] */
void network_states(network_room *r);                      /* all that network_tree needs, without the tags */
/* After one of these. heads: [n], 0 root, else the word from 1; labels, tags: [n]; the tags are better than
 * those of network_tags, for they are made from more. `a`: for what is kept meanwhile; its guard
 * is used where memory ends. */
void network_tree(network_room *r, arena *a, uint32_t *heads, uint8_t *labels, uint16_t *tags);
/* For a trainer that learns from the network: all scores of a sentence, after network_tags. parts, of the
 * better tags: [n][n_parts + 1], late.part.shift bits; heads: [n][n + 1], ACTIVATION_BITS + HEAD_BITS;
 * labels: [n][n_labels + 1], relation.shift bits, for the heads that are `given`, [n]. */
void network_scores(network_room *r, arena *a, const uint32_t *given, int32_t *parts, int32_t *heads,
                    int32_t *labels);

/* y += x, cut off at ± 32767: what came into a layer stays in sight. */
void network_add_input(int16_t *y, const int16_t *x, size_t n);

/* Which vector stands for how far the head lies from the word; 0: root. Words from 1. */
static inline uint32_t network_distance(uint32_t word, uint32_t head) {
  if (!head) return 0;
  uint32_t far = word < head ? head - word : word - head;
  uint32_t step = far <= 4 ? far - 1 : far <= 6 ? 4 : far <= 9 ? 5 : far <= 14 ? 6 : 7;
  return (head > word ? 9 : 1) + step;
}
#endif
