/* names.h: names of persons, organisations and places in a doc, and the titles beside them.
 *
 *   doc ─name_words_make─▶ words ─names_label─▶ labels ─names_of_labels─▶ names ─roles_find─▶ and titles
 *
 * Labels are BILOU (Ratinov & Roth 2009): a name begins, goes on, ends, is one word, or there is none. The
 * best lawful row of labels is found exactly (Viterbi) over each stretch of words that may be names.
 * Weights are chancery-train's (train/names.c). Nothing here keeps state: threads may share a model. */
#ifndef LANGUAGE_NAMES_H
#define LANGUAGE_NAMES_H
#include "language/name_features.h"
#include "language/name_weights.h"

enum { LABEL_BEGIN, LABEL_INSIDE, LABEL_LAST, LABEL_UNIT };
/* 0: no name; else 1 + 4 × type + place in the name. */
static inline uint8_t name_label(uint32_t type, uint32_t place) { return (uint8_t)(1 + 4 * type + place); }

/* bias: what no name is worth, beside its weights. */
typedef struct { name_weights weights; name_table listed, senses; int32_t bias; } name_model;

/* CH_ERR_PACK: sections are missing or do not fit. The model file must outlive the model. */
ch_status name_model_load(name_model *n, arena *a, const model_file *m, ch_error *err);

/* What a label that follows another is worth, and the labels that each may follow, rising. */
typedef struct {
  int32_t steps[NAME_LABELS][NAME_LABELS];
  uint8_t from[NAME_LABELS][NAME_LABELS], n_from[NAME_LABELS];
} name_steps;
feature name_step_feature(uint32_t from);
void name_steps_make(name_steps *s, const name_weights *w);
void name_steps_order(name_steps *s);                      /* from and n_from */
bool name_step_is_lawful(uint32_t from, uint32_t to);
/* scores: [n][NAME_LABELS] of a stretch → labels [n], the best lawful row; before and after it there is no
 * name. `room` holds n × NAME_LABELS bytes. */
void names_search(uint8_t *labels, uint8_t *room, const int32_t (*scores)[NAME_LABELS], uint32_t n,
                  const name_steps *s);
/* The next stretch of active words [*first, *end) of a sentence, from word *end on; false: there is none.
 * Begin with *end = 0. */
bool names_stretch(uint32_t *first, uint32_t *end, const sentence *s, const name_word *words);
/* labels: [n_tokens + 2], of words as name_words_make numbers them. */
void names_label(uint8_t *labels, arena *a, const name_model *m, const doc *d, const name_word *words);
/* The names that labels tell of, in order. */
name_list names_of_labels(arena *a, const doc *d, const uint8_t *labels);
/* The names and titles of a doc. */
const name_list *names_find(arena *a, const name_model *m, const doc *d);
#endif
