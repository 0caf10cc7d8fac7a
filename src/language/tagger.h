/* tagger.h: the tags of a sentence: beam search over the tags each word may have.
 *
 * A tag is UPOS, XPOS and features in one; what is learnt of a tag is learnt of its UPOS as well. */
#ifndef LANGUAGE_TAGGER_H
#define LANGUAGE_TAGGER_H
#include "language/parser.h"

enum { TAG_UPOS = 1 << 16 };   /* + UPOS: what all tags of the UPOS share, as a choice */
enum { TAG_BEAM = 4 };

/* Of place i: its tag and the last part */
typedef struct { int64_t score; uint8_t before; tag_before tags; } tag_state;

typedef struct {
  const parser_model *m;
  const tree_word *words; uint32_t n;
  tag_state (*states)[TAG_BEAM];                 /* [n + 1] best first */
  uint8_t *counts;                               /* [n + 1] */
} tag_search;

void tagger_search(tag_search *t, arena *a, const parser_model *m, const tree_word *words, uint32_t n);
/* For the trainer: the score of one more tag behind a state. */
tag_state tagger_after(const tag_search *t, const tag_state *before, uint32_t i, uint32_t tag);
#endif
