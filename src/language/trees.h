/* trees.h: the trees of a doc's sentences, by the network, made when first asked for. */
#ifndef LANGUAGE_TREES_H
#define LANGUAGE_TREES_H
#include "language/tags.h"

/* NULL where the sentence is no sentence (more than HEADS_MOST words). */
const tree *trees_find(arena *a, doc *d, uint32_t sentence_no);
#endif
