/* ends.h: where a sentence may end, and what a trained model looks at there; the one definition for the
 * trainer and the reader.
 *
 *   for (ends_block(&e, b); ends_next(&e);)     gaps between two tokens where one may end, from left to right
 *     if (ends_score(&e, m) > 0) ends_cut(&e);  the next sentence begins at e.at
 *
 * A linear model over hashed features, averaged perceptron; sums are of integers. */
#ifndef LANGUAGE_ENDS_H
#define LANGUAGE_ENDS_H
#include "language/model_file.h"
#include "language/tokens.h"
#include "language/weights.h"

enum { END_FEATURES = 48 };    /* at most, of one gap */

typedef struct { weights weights; bool trained; } end_model;

/* CH_ERR_PACK: the section is damaged. A file without one is no error: the model is then not `trained`. */
ch_status ends_load(end_model *m, arena *a, const model_file *models, ch_error *err);

typedef struct {
  const reading *r;
  const token_model *m;
  uint64_t *looks;             /* [r->n] how a token is written: kind of word, or the sign itself */
  uint32_t begin, end;         /* tokens of the block */
  uint32_t first;              /* of the sentence under way */
  uint32_t at;                 /* the gap is before this token */
  bool sure;                   /* the gap ends a sentence whatever the model says */
  uint32_t lower, capital;     /* words of the sentence under way, by their first letter */
  uint32_t opened;             /* brackets that are open */
  uint32_t stop;               /* the next sign that mostly ends sentences, or `end` */
  uint32_t n_stops;            /* of the block, at most 3 */
  uint32_t length_before;      /* tokens of the sentence before in the block; 0: none */
} ends;

/* Needs the tokens and quotation marks of the report. */
void ends_begin(ends *e, const reading *r, const token_model *m);
void ends_block(ends *e, const read_block *b);
bool ends_next(ends *e);
void ends_cut(ends *e);
/* f: [END_FEATURES]; the number written. */
uint32_t ends_features(feature *f, const ends *e);
/* Above 0: a sentence ends here. */
int32_t ends_score(const ends *e, const end_model *m);
#endif
