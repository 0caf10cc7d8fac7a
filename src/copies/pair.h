/* pair.h: two reports compared: the keys they are found by, their link, the passages they share. Part of copies.h. */
#ifndef COPIES_PAIR_H
#define COPIES_PAIR_H
#include "base/base.h"
#include "intake/intake.h"

typedef struct copies_model copies_model;

/* ---- keys -------------------------------------------------------------------------------------------- */

/* The opaque `copying.fingerprint` of a facts line: a version and the keys, base64url. */
str copies_fingerprint(arena *a, const copies_model *m, const report *r);
/* What is in it (fingerprint.h). NULL: not a fingerprint of this version. */
typedef struct fingerprint fingerprint;
const fingerprint *copies_keys(arena *a, str text);

/* ---- a pair ------------------------------------------------------------------------------------------- */

typedef enum {
  RELATION_NONE, RELATION_SAME_REPORT, RELATION_REWRITE, RELATION_EXCERPT, RELATION_REVISION,
  RELATION_SHARES_BACKGROUND, RELATION_PARALLEL
} relation;
const char *relation_text(relation r);                   /* "same_report" …; NULL for NONE */
static inline bool relation_in_family(relation r) {      /* members of one family */
  return r == RELATION_SAME_REPORT || r == RELATION_REWRITE || r == RELATION_EXCERPT || r == RELATION_REVISION;
}
static inline bool relation_is_kin(relation r) {         /* words were taken over, not their form alone */
  return relation_in_family(r) || r == RELATION_SHARES_BACKGROUND;
}

/* How close: 0 the same report … ; for ordering. */
int relation_rank(relation r);
/* The farther of two relations: a copy of a rewrite is a rewrite of the head. NONE counts for nothing. */
relation relation_farther(relation x, relation y);

typedef struct copy_text copy_text;                      /* a report made ready for comparing; in the arena */
const copy_text *copies_prepare(arena *a, const copies_model *m, const report *r);

typedef struct { span a, b; uint16_t score; } passage;   /* aligned parts, bytes of either text; score 0–1000 */
typedef struct { span a, b; } altered_quote;             /* quoted words of a, and b's other words for them */
typedef struct { span a, b; } changed_fact;              /* names or numbers of a; what b has instead */
typedef struct {
  relation relation;
  uint16_t p, score;                                     /* how sure; strength, for the best parent */
  int8_t direction;                                      /* 1: a was first; -1: b; 0: cannot be told */
  uint16_t direction_p;                                  /* how sure that is; 500 where it cannot be told */
  const char *const *reasons; uint32_t n_reasons;        /* words from a fixed list: "earlier_date", "lost_title", … */
  const passage *passages; uint32_t n_passages;          /* sentence by sentence, in order of b */
  const altered_quote *altered; uint32_t n_altered;
  const changed_fact *changed; uint32_t n_changed;       /* of revisions and parallels */
} copy_link;

/* Compares a (earlier in canonical order) with b. At most one link, its relation the closest one that holds
 * (same_report before revision, excerpt, rewrite, background); relation NONE: unrelated. */
copy_link copies_compare(arena *arena, const copies_model *m, const copy_text *a, const copy_text *b);

/* Members of a link's row that hang on the two texts alone: direction, direction_p, p, passages, reasons, relation; for
 * stories their own, of stories.h. */
void copies_write_link(jw *j, const copy_link *l);

/* Whether two wordings in quotation marks are the same words but for case, punctuation and editor's brackets. */
bool copies_same_quote(arena *a, str x, str y);
/* Likeness of two pieces of prose in parts per thousand: IDF-weighted overlap of stems (for merging
 * statements), symmetric. */
uint16_t copies_likeness(arena *a, const copies_model *m, str x, str y);
#endif
