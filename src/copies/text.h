/* text.h: a report made ready for comparing: its words, indexed by stem and by run of letters. */
#ifndef COPIES_TEXT_H
#define COPIES_TEXT_H
#include "copies/words.h"

/* A distinct stem that is no stop word. */
typedef struct { uint64_t hash; uint32_t count; uint16_t idf; uint8_t flags; } text_stem;

struct copy_text {
  const report *report;
  const wording *w;
  const uint32_t *stem_of;             /* [n_words] number of a word's stem, or UINT32_MAX for a stop word */
  const text_stem *stems; uint32_t n_stems;      /* in order of first use */
  const uint32_t *stem_slots;          /* [1 << stem_bits] stem + 1, by hash; 0: free */
  unsigned stem_bits;
  const uint32_t
      *in_sentence; /* stems of each sentence, each once: [in_sentence_at[s], in_sentence_at[s + 1]) */
  const uint32_t *in_sentence_at;
  const uint32_t *holders; /* sentences of each stem, ascending: [holders_at[k], holders_at[k + 1]) */
  const uint32_t *holders_at;
  const uint32_t *sentence_weight;     /* [n_sentences] sum of the idf of its stems, each once */
  const uint64_t *anchors; /* [n_words] hash of the letters from the word's first on; 0: too few left */
  const uint64_t *anchor_slots;        /* [1 << anchor_bits] anchors; 0: free */
  unsigned anchor_bits;
  uint64_t weight;                     /* sum of the idf of its distinct stems */
};

/* Only the stems: enough for text_stem_number. */
copy_text *text_of_stems(arena *a, const wording *w);
copy_text *text_new(arena *a, const report *r, const wording *w);
/* The number of a stem, or UINT32_MAX. */
uint32_t text_stem_number(const copy_text *t, uint64_t hash);
bool text_has_anchor(const copy_text *t, uint64_t anchor);
#endif
