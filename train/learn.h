/* learn.h: a network learns a treebank.
 *
 *   treebanks ─lexis_make─▶ rows of words ─learn─▶ network ─network_sections─▶ models.bin */
#ifndef TRAIN_LEARN_H
#define TRAIN_LEARN_H
#include "language/model_file.h"
#include "network.h"

/* What dictionaries and lists of names say of forms: by the upper half of a form's key, rising. Numbers of
 * classes are 1 … 255, the most frequent first; forms of others are left out. */
typedef struct { uint32_t *key; uint8_t *kind; uint32_t n; } form_classes;         /* [n] */

/* Which row of the table each key has: those seen often enough, in the order they came to be so. */
typedef struct {
  uint64_t *keys;              /* [n_slots] open addressing; 0: free */
  uint32_t *often, *row;       /* [n_slots] how often it was seen; row 0: not often enough */
  uint32_t n_slots, n_keys;
  uint32_t n_rows;             /* row 0: nothing; 1: a form without a row */
  const form_classes *classes;
  uint16_t *may;               /* [n_rows] of a form seen often: place of its set; 0: it may be anything */
  uint16_t *sets; uint32_t n_sets, cap_sets;     /* a set: how many parts, then these; 0 is no place */
} lexis;

typedef struct { uint32_t epochs, words, seed; float rate; } schedule;   /* words of a step; rate of Adam */

/* path: lines of a form and its class, a tab between them; NULL: no classes. */
void classes_read(form_classes *c, arena *a, const char *path);
void lexis_make(lexis *l, arena *a, const treebank *banks, uint32_t n_banks, const form_classes *classes);
/* Which parts a form that was seen often may be, so that a reader asks for no others. */
void lexis_sets(lexis *l, arena *a, const treebank *banks, uint32_t n_banks, const tag_parts *p);
void parts_make(tag_parts *p, arena *a, const names *tags);
/* A network of these sizes for these names, having learnt the sentences of all banks; bank i is style i + 1.
 * Teachers are networks of the same names, whose opinions are averaged. */
void learn(network *w, arena *a, const lexis *l, const treebank *banks, uint32_t n_banks, const schedule *t,
           const network_model *teachers, uint32_t n_teachers);
/* The words of a sentence into a reader's network. */
void put_words(arena *a, network_room *r, const train_sentence *s);
/* The sections of the file, appended; their bytes are in the arena. */
void network_sections(arena *a, const network *w, const lexis *l, const tag_parts *p, uint32_t n_styles,
                      uint32_t style, model_section *out, uint32_t *n);
#endif
