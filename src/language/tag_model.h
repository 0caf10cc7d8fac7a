/* tag_model.h: the tagger's tables, made of the pack's text (tools/make_lexicon.py writes most of it). */
#ifndef LANGUAGE_TAG_MODEL_H
#define LANGUAGE_TAG_MODEL_H
#include "language/lemma_rules.h"

/* How a word is written; each has endings of its own. SHAPE_FIRST: with a capital where any word has one. */
enum { MAX_CANDIDATES = 8, THIRD_UNIT = 8 };   /* of a word or ending; bytes keep the tables in the cache */
enum { SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_CAPITALS, SHAPE_FIRST, SHAPE_DIGIT, SHAPE_OTHER };

typedef struct { word_id lemma; int16_t score; uint8_t state; } candidate;
typedef struct { uint32_t first; uint32_t n; } candidate_list;     /* [first, first + n) of candidates */
typedef struct { candidate_list in_lower, in_capital, either; } word_tags;

typedef struct {
  str *tag_names;
  uint8_t *upos, *xpos; uint16_t *morph; uint32_t n_tags;            /* [n_tags + 1], tags are 1 … n_tags */
  map tag_of;                  /* name → tag */
  map state_of;                /* name → state */
  uint8_t *tags;  /* [n_states + 2] tag of a state; states are 1 … n_states; 0: start, the next: end */
  int32_t *priors;             /* [n_states + 2] log of their frequency */
  uint32_t n_states;
  int16_t *pairs;              /* [(n_states + 1) × (n_states + 2)] cost of the second behind the first */
  int8_t *tag_thirds;  /* [(n_tags + 2)³] change of the cost of a third tag behind two tags, in THIRD_UNIT */
  uint16_t *rows;              /* [(n_states + 2)²] row of `thirds` for two states; 0: tag_thirds tells */
  /* [n_rows + 1][n_states + 2] the same for a third state, tag_thirds included */
  int8_t *thirds; uint32_t n_rows;
  word_tags *words;            /* [n_words + 1] by word id */
  word_id n_words;
  uint16_t *word_morph;        /* [n_words + 1] MORPH_… of the word itself */
  candidate *candidates; uint32_t n_candidates, cap_candidates;
  map endings;                 /* shape byte + ending → place in `ends`, from 1 */
  candidate_list *ends; uint32_t n_ends;     /* [n_ends + 2]; the last one is empty: nothing is known */
  candidate_list link, open, close, possessive;  /* of tokens whose tag is known beforehand */
  /* [n_tags + 1] of a word known in lower case with that tag, written with a capital */
  candidate_list *raised;
  str *xpos_names; uint32_t n_xpos;                                  /* XPOS are 1 … n_xpos */
  map xpos_of;
  lemma_rules lemmas;
} tag_model;

/* Which of `ends` tells what an unknown form may be, by its ending and how it is written; never 0. */
uint16_t tag_model_guess(const tag_model *m, unsigned shape, str folded);
/* Cost of c behind b. */
static inline int32_t tag_model_second(const tag_model *m, uint8_t b, uint8_t c) {
  return m->pairs[b * (m->n_states + 2) + c];
}
/* Changes of the costs of thirds behind a and b, in THIRD_UNIT; by state or, where *by_tag is set, by tag. */
static inline const int8_t *tag_model_thirds(const tag_model *m, uint8_t a, uint8_t b, bool *by_tag) {
  uint32_t states = m->n_states + 2, tags = m->n_tags + 2, row = m->rows[a * states + b];
  *by_tag = !row;
  return row ? &m->thirds[(size_t)row * states]
             : &m->tag_thirds[(m->tags[a] * tags + m->tags[b]) * (size_t)tags];
}
/* Adds the words of the tables to the lexicon. */
void tag_model_words(const pack *pk, lexicon *l);
ch_status tag_model_load(tag_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err);
#endif
