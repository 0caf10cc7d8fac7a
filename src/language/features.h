/* features.h: what the trained models look at; the one definition for the trainer and the reader.
 *
 *   forms ─features_word─▶ words ─…_of_tag─▶ tags ─…_of_move─▶ arcs ─…_of_label─▶ relations */
#ifndef LANGUAGE_FEATURES_H
#define LANGUAGE_FEATURES_H
#include "language/weights.h"

enum { MAX_FEATURES = 160 };

/* A word of a sentence. Index 0 of a sentence is no word: all zero. */
typedef struct {
  uint64_t form;               /* of the folded form, digits as 0 */
  uint64_t ends[4];            /* of its last 1 … 4 characters */
  uint64_t begins[3];          /* of its first 1 … 3 characters */
  uint64_t may_be;             /* of the tags it may have */
  choices tags;                /* the tags it may have */
  uint16_t tag;                /* UPOS, XPOS and features: number in the model; 0: not tagged yet */
  uint8_t part;                /* UPOS and XPOS: number in the model */
  uint8_t upos;
  uint8_t shape;
} tree_word;

/* How a sentence is written, which every word's shape takes in. */
bool features_headline(const str *forms, uint32_t n);
/* Form, ends and shape of the i-th of a sentence's forms (i from 0). `room` holds 3 × forms[i].len + 1
 * bytes. */
void features_word(tree_word *w, const str *forms, uint32_t i, bool headline, char *room);
/* The key of a form's list of tags, in lower case or with a capital; and, for forms without, by the word's
 * last n characters and its shape. */
bool features_capital(const tree_word *w);
feature features_known(const tree_word *w, bool capital);
/* n 0 … 4; of a word that is all zero: what any word may be. */
feature features_ending(const tree_word *w, uint32_t n);

/* What stands on the stack or first in the buffer, with its children so far. Words by index, 0: none. */
typedef struct {
  uint32_t word;
  uint32_t below;              /* node under it on the stack */
  uint32_t left[2], right[2];  /* the outermost child and the one before */
  uint8_t n_left, n_right;
  uint8_t left_labels[2], right_labels[2];
} tree_node;

/* All: f has room for MAX_FEATURES; the number written is returned. */
uint32_t features_of_tag(feature *f, const tree_word *words, uint32_t n, uint32_t i);
/* The same of the tags before: of the word before, and the one before that. */
typedef struct { uint16_t tag; uint8_t part, part2; } tag_before;
uint32_t features_of_tag_after(feature *f, const tree_word *words, uint32_t n, uint32_t i,
                               const tag_before *b);
/* s: the top of the stack and what is under it (word 0: none); b: the front of the buffer. */
uint32_t features_of_move(feature *f, const tree_word *words, uint32_t n, const tree_node *s[3],
                          const tree_node *b);

/* A finished tree: heads (0: root) and what the children of a word are. */
typedef struct {
  const uint32_t *heads;       /* [n + 1] */
  uint8_t *labels;             /* [n + 1]; 0: not yet */
  uint32_t *first_left, *last_right;   /* [n + 1] outermost children */
  uint32_t *before, *after;    /* [n + 1] sibling next to it, of the same head, on either side */
  uint8_t *n_children;         /* [n + 1] at most 255 */
  uint64_t *label_sets;        /* [n + 1] labels its children have so far, by label % 64 */
} tree_shape;
uint32_t features_of_label(feature *f, const tree_word *words, uint32_t n, const tree_shape *t, uint32_t i);
/* The key of the labels an arc may have; a higher level tells less. */
enum { LABEL_LEVELS = 3 };
feature features_label_key(const tree_word *words, const tree_shape *t, uint32_t i, unsigned level);
#endif
