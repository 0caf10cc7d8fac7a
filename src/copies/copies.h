/* copies.h: who copied whom: fingerprints, comparing and aligning two reports, families.
 *
 *   report ─copies_fingerprint─▶ keys ─(record: candidates that share keys)─▶ pairs
 *   pair ─copies_compare─▶ links { relation, direction, passages, altered quotes } ─▶ parent forest
 *
 * Keys and scores come from the reading view's own words (folded, stemmed by a light rule, punctuation and
 * markup left out), never from facts or trees. Scores are integers in parts per thousand. */
#ifndef COPIES_H
#define COPIES_H
#include "base/base.h"
#include "intake/intake.h"

typedef struct copies_model copies_model;
/* Pack sections: [copies] (name | value | what it was tuned on): thresholds, window, caps; [stopwords];
 * [idf] (stem | idf × 100). The pack may live shorter than the model. */
ch_status copies_load(const copies_model **out, arena *a, const pack *pk, ch_error *err);

/* ---- candidates -------------------------------------------------------------------------------------- */

/* The opaque `copying.fingerprint` of a facts line: a version and the sorted distinct keys, base64url. */
str copies_fingerprint(arena *a, const copies_model *m, const report *r);
/* The keys in it, ascending. False: not a fingerprint of this version. */
bool copies_keys(arena *a, str fingerprint, const uint64_t **keys, uint32_t *n);
typedef struct {
  uint32_t min_shared;     /* keys a candidate must share */
  uint32_t cap;            /* a key held by more earlier reports in the window than this says nothing */
  int32_t window_days;     /* how far back a dated report looks; undated ones look everywhere */
} copies_policy;
copies_policy copies_limits(const copies_model *m);

/* ---- a pair ------------------------------------------------------------------------------------------- */

typedef enum {
  RELATION_NONE, RELATION_SAME_REPORT, RELATION_REWRITE, RELATION_EXCERPT, RELATION_REVISION,
  RELATION_SHARES_BACKGROUND, RELATION_PARALLEL
} relation;
const char *relation_text(relation r);                   /* "same_report" …; NULL for NONE */
static inline bool relation_in_family(relation r) {      /* members of one family */
  return r == RELATION_SAME_REPORT || r == RELATION_REWRITE || r == RELATION_EXCERPT || r == RELATION_REVISION;
}

typedef struct copy_text copy_text;                      /* a report made ready for comparing; in the arena */
const copy_text *copies_prepare(arena *a, const copies_model *m, const report *r);

typedef struct { span a, b; uint16_t score; } passage;   /* aligned parts, bytes of either text; score 0–1000 */
typedef struct { span a, b; } altered_quote;             /* quoted words of a, and b's other words for them */
typedef struct {
  relation relation;
  uint16_t p, score;                                     /* how sure; strength, for the best parent */
  int8_t direction;                                      /* 1: a was first; -1: b; 0: cannot be told */
  uint16_t direction_p;                                  /* how sure that is; 500 where it cannot be told */
  const char *const *reasons; uint32_t n_reasons;        /* words from a fixed list: "earlier_date", "lost_title", … */
  const passage *passages; uint32_t n_passages;          /* sentence by sentence, in order of b */
  const altered_quote *altered; uint32_t n_altered;
} copy_link;

/* Compares a (earlier in canonical order) with b. At most one link, its relation the closest one that holds
 * (same_report before revision, excerpt, rewrite, background); relation NONE: unrelated. */
copy_link copies_compare(arena *arena, const copies_model *m, const copy_text *a, const copy_text *b);

/* Whether two wordings in quotation marks are the same words but for case, punctuation and editor's brackets. */
bool copies_same_quote(arena *a, str x, str y);
/* Likeness of two pieces of prose in parts per thousand: IDF-weighted overlap of stems (for merging
 * statements), symmetric. */
uint16_t copies_likeness(arena *a, const copies_model *m, str x, str y);
#endif
