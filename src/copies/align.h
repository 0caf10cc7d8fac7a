/* align.h: which sentences of two texts say the same. */
#ifndef COPIES_ALIGN_H
#define COPIES_ALIGN_H
#include "copies/text.h"

typedef struct {
  uint32_t a, b;               /* sentences */
  uint16_t score;              /* likeness, 0–1000 */
  bool in_order;               /* part of the best chain that runs through both texts in order */
} aligned;

typedef struct {
  const aligned *pairs; uint32_t n;    /* by (b, a) */
  uint64_t chain, best; /* likeness × weight, of the chain and of the best partner of each sentence of b */
} alignment;

/* shared: [b->n_stems] the stem's number in a, or UINT32_MAX. */
alignment align_sentences(arena *mem, const copies_model *m, const copy_text *a, const copy_text *b,
                          const uint32_t *shared);
#endif
