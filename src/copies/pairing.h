/* pairing.h: all that two texts have in common: stems, runs of letters, sentences, words. */
#ifndef COPIES_PAIRING_H
#define COPIES_PAIRING_H
#include "copies/align.h"

enum {
  HIT_RUN = 1,                 /* the word stands in a run of letters that the other text has */
  HIT_STEM = 2,                /* the same stem stands at its place in the aligned sentence */
  HIT_SAME = 4,                /* and the same word */
  HIT_CLOSE = 8,               /* a misread form of it does */
  HIT_ALIGNED = 16             /* its sentence has a partner */
};

/* One side's words. */
typedef struct {
  const copy_text *t;
  uint8_t *hits;               /* [n_words] */
  const uint8_t *small;        /* [stems] 1: written small somewhere, so no name where it is written large */
  uint32_t letters;            /* of all words */
  uint32_t run_letters;        /* letters in common runs */
  uint32_t longest_letters, longest_idf;      /* of the longest common run */
  uint32_t held, aligned, aligned_held;       /* letters: found in the other; in aligned sentences; both */
  uint32_t n_aligned;          /* aligned sentences */
  uint32_t fact_weight, novel_weight;         /* names and numbers; those that the other text does not have */
  uint32_t novel_numbers;      /* distinct numbers that the other text does not have */
  uint32_t close;              /* misread words on this side: unknown where the other side has a known one */
} pairing_side;

/* Words [a, a_end) of one text that stand in the place of [b, b_end) of the other. */
typedef struct { uint32_t a, a_end, b, b_end; } word_change;

typedef struct {
  arena *mem;
  const copies_model *m;
  pairing_side a, b;
  const uint32_t *shared;      /* [b's stems] number in a, or UINT32_MAX */
  uint8_t *a_shared;           /* [a's stems] whether b has it */
  uint64_t shared_weight;      /* of the distinct stems in common */
  uint32_t order;              /* share of the pairs of stems in common that come up in the same order */
  alignment sentences;
  uint32_t changed_names,
      changed_numbers; /* a fact stands where the other text has another, in the same words */
  uint32_t changed_often;      /* changed names that come up more than once in both texts */
  word_change *changes; uint32_t n_changes, cap_changes;   /* where; also one known fact for another */
  uint32_t close;              /* words that differ as misread ones do */
} pairing;

/* First what is cheap: stems, */
void pairing_begin(pairing *p, arena *mem, const copies_model *m, const copy_text *a, const copy_text *b);
/* whether they may have a run of letters that counts (no field is set), */
bool pairing_meets(const pairing *p);
/* all runs, */
void pairing_runs(pairing *p);
/* the order of what they share; */
void pairing_order(pairing *p);
/* then sentences, */
void pairing_align(pairing *p);
/* and their words. */
void pairing_finish(pairing *p);
/* Whether the other text has the stem of word i of this side. */
bool pairing_shares(const pairing *p, const pairing_side *s, uint32_t i);
/* Whether stem k of this side is a name or number that the other text does not have. */
bool pairing_is_own_fact(const pairing *p, const pairing_side *s, uint32_t k);
static inline uint32_t per_thousand(uint64_t part, uint64_t whole) {
  return whole ? (uint32_t)(part * 1000 / whole) : 0;
}
#endif
