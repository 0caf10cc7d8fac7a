/* heads.h: the best tree over scored arcs.
 *
 * Maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967) with exactly one word under the root. Where
 * every word's best head already gives a tree, as nearly always, nothing else is done. */
#ifndef LANGUAGE_HEADS_H
#define LANGUAGE_HEADS_H
#include "base/base.h"

enum { HEADS_MOST = 1000 };    /* words of a sentence: room and time grow with the square */

/* scores: [(n + 1) × (n + 1)] of word d (row, from 1) under head h (column, 0: root); row 0 is not read, nor
 * is the diagonal. heads: [n + 1]. 1 ≤ n ≤ HEADS_MOST. Of two equal arcs the one with the earlier head. */
void heads_find(uint32_t *heads, arena *a, const int32_t *scores, uint32_t n);
#endif
