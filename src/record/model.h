/* model.h: thresholds of the merge, from the pack's section [merge], and what names spelled otherwise have in
 * common. */
#ifndef RECORD_MODEL_H
#define RECORD_MODEL_H
#include "record/record.h"

typedef struct { str from, to; } spelling_rule;

struct record_model {
  uint32_t window_days;        /* how far apart reports may be that are compared across families */
  uint32_t block_cap;          /* of one block, only so many last earlier facts are compared */
  uint32_t likeness;           /* statements across families: content, in thousandths */
  uint32_t quote_words;        /* or: this many words in quotation marks, the same */
  uint32_t near_days;          /* reports no further apart: statements without a day may be one */
  uint32_t near_quote_words;   /* and then, or on one day, fewer quoted words do */
  uint32_t quote_bonus;        /* what any quoted words in common add to the likeness */
  uint32_t drift_likeness;     /* aligned passages: content where the speakers are not the same */
  uint32_t event_likeness;     /* events across families: words */
  uint32_t event_days;         /* and dates no wider than this */
  spelling_rule *spellings; uint32_t n_spellings;          /* spellings.h */
  str *spelling_words; uint32_t n_spelling_words;          /* left out of names */
};
#endif
