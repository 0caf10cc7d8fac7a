/* parser.h: tags and trees by trained models.
 *
 *   forms ─parser_words─▶ words ─parser_tag─▶ tags ─parser_arcs─▶ heads ─parser_label─▶ relations
 *
 * All sums are of integers, so every machine gives the same trees. */
#ifndef LANGUAGE_PARSER_H
#define LANGUAGE_PARSER_H
#include "language/model_file.h"
#include "language/search.h"

typedef struct {
  uint32_t n_tags;             /* tags are 1 … n_tags */
  const uint8_t *tag_parts;    /* [n_tags + 1] number of its UPOS and XPOS */
  const uint8_t *tag_upos;     /* [n_tags + 1] */
  lists words;                 /* known forms and endings → tags */
  weights tags;
  weights moves;
  const int16_t *scale;        /* [SCALE] what the bytes of the weights stand for */
  int32_t tag_margin, move_margin;  /* ways that are further behind the best are given up; 0: none is */
  uint32_t n_labels;           /* labels are 1 … n_labels */
  lists relations;             /* tags of head and child → labels */
  weights labels;
  const str *tag_names;        /* [n_tags + 1] "UPOS\tXPOS\tFEATS" */
  const str *label_names;      /* [n_labels + 1] */
} parser_model;

/* From a model file, which must outlive the model. CH_ERR_PACK: a section is missing or does not fit. */
ch_status parser_load(parser_model *p, arena *a, const model_file *m, ch_error *err);
/* tags and labels: [n + 1], from 1. False: a tag is not "UPOS\tXPOS\tFEATS", or there are too many kinds. */
bool parser_set_names(parser_model *m, arena *a, const str *tags, uint32_t n_tags, const str *labels,
                      uint32_t n_labels);

/* Words 1 … n of a sentence, [n + 1]. */
tree_word *parser_words(arena *a, const parser_model *m, const str *forms, uint32_t n);
void parser_tag(arena *a, const parser_model *m, tree_word *words, uint32_t n);
void parser_set_tag(const parser_model *m, tree_word *w, uint32_t tag);
/* heads: [n + 1], 0: root. `room`: search_room(n, width, 0) bytes. n ≥ 1. */
void parser_arcs(uint32_t *heads, void *room, const parser_model *m, const tree_word *words, uint32_t n,
                 uint32_t width);
/* labels: [n + 1]. */
void parser_label(uint8_t *labels, arena *a, const parser_model *m, const tree_word *words, uint32_t n,
                  const uint32_t *heads);

/* The tags a word may have, into the word; the labels an arc may have, by what is most like it. */
void parser_find_tags(const parser_model *m, tree_word *w);
choices parser_labels_of(const parser_model *m, const tree_word *words, const tree_shape *t, uint32_t i);
/* For the trainer: a tree without labels, and its words in the order they are labelled in: children first,
 * from left to right. */
tree_shape parser_shape(arena *a, const uint32_t *heads, uint32_t n);
void parser_set_label(tree_shape *t, uint32_t i, uint32_t label);
uint32_t *parser_order(arena *a, const uint32_t *heads, uint32_t n);
/* The best of the choices, the earlier one where two are equal; 0 where there are none. */
uint32_t parser_choose(const weights *w, choices c, const feature *f, uint32_t n);
#endif
