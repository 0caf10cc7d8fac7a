/* trees.h: the trees of a doc's sentences, by the parser, made when first asked for. */
#ifndef LANGUAGE_TREES_H
#define LANGUAGE_TREES_H
#include "language/parser.h"

const tree *trees_find(arena *a, const parser_model *m, doc *d, uint32_t sentence_no);
#endif
