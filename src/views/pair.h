/* pair.h: two reports held against each other: the passages they share, numbered, word by word. */
#ifndef VIEWS_PAIR_H
#define VIEWS_PAIR_H
#include "views/texts.h"

typedef struct { uint32_t first[2], end[2]; } pair_passage;   /* words of either side */

enum { NUMBERS = 3 };               /* of passages that a word's mark names; more are "…" */
typedef struct {
  uint32_t numbers[NUMBERS], n;     /* the passages whose part this is, from 1 */
  uint32_t first, end;              /* words */
} pair_part;

typedef struct {
  const view_text *text;
  const pair_part *parts; uint32_t n_parts;   /* in order of place, parted from each other */
  const bool *other;                /* words that the other side's passage has not */
  uint32_t *part;                   /* of each word, from 1; 0: none */
} pair_side;

typedef struct {
  arena *a, *step;
  const json_t *link;               /* NULL: the record has none between them */
  pair_passage *passages; uint32_t n;         /* in order of the second report */
  pair_side sides[2];
} pair_marks;

/* Under the guards of both arenas; texts may be NULL. */
void pair_mark(pair_marks *p);
#endif
