/* model.h: what the pack says about words and how sure a copy must be. Inside this room only. */
#ifndef COPIES_MODEL_H
#define COPIES_MODEL_H
#include "copies/copies.h"

/* Numbers of pack section [copies]; their names there are in model.c. */
typedef enum {
  LIMIT_MIN_SHARED,
  LIMIT_UNDATED_SHARED,
  LIMIT_CAP,
  LIMIT_WINDOW,
  LIMIT_RECENT,
  LIMIT_NEAR,
  LIMIT_CANDIDATES,
  LIMIT_FAR_BEHIND,
  LIMIT_LASTING_PAIRS,
  LIMIT_ANCHOR_WEIGHT,
  LIMIT_ANCHOR_LEAST,
  LIMIT_ANCHOR_MOST,
  LIMIT_MAX_KEYS,
  LIMIT_MAX_WORDS,
  LIMIT_KEY_IDF,
  LIMIT_MAX_IDF,
  LIMIT_QUICK_CONTAIN,
  LIMIT_QUICK_ORDER,
  LIMIT_SEED,
  LIMIT_STRONG,
  LIMIT_VERBATIM,
  LIMIT_MISREAD,
  LIMIT_VERBATIM_MISREAD,
  LIMIT_SAME_COVER,
  LIMIT_SAME_BODY,
  LIMIT_EXCERPT_COVER,
  LIMIT_TAKEN_OVER,
  LIMIT_CHANGED_FACTS,
  LIMIT_PARALLEL_NAMES,
  LIMIT_PARALLEL_NOVEL,
  LIMIT_REWRITE_BIAS,
  LIMIT_REWRITE_NOVEL,
  LIMIT_REWRITE_NUMBERS,
  LIMIT_REWRITE_CONFLICT,
  LIMIT_REWRITE_ORDER,
  LIMIT_REWRITE_OUTSIDE,
  LIMIT_REWRITE_RARE,
  LIMIT_REWRITE_SIZE,
  LIMIT_REWRITE_PUBLISHER,
  LIMIT_REWRITE_LATE,
  LIMIT_REWRITE_BOTH,
  LIMIT_REWRITE_SPLIT,
  LIMIT_REWRITE_CHAIN,
  LIMIT_REWRITE_VERBATIM,
  LIMIT_BOTH_COVER,
  LIMIT_BOTH_WORDS,
  LIMIT_REWRITE_LEAST,
  LIMIT_REWRITE_DAYS,
  LIMIT_RARE_IDF,
  LIMIT_RUN_LETTERS,
  LIMIT_RUN_IDF,
  LIMIT_PASSAGE,
  N_LIMITS
} limit;

enum { TAIL = 8 };             /* letters of a word's end that are looked at as one number, the last one lowest */
enum { ENDINGS = 1 << 10 };    /* five bits of each of the last two letters */

typedef struct {
  uint64_t from, mask;         /* its letters, as a tail; all bits of theirs */
  uint32_t to;                 /* as a tail */
  uint8_t from_len, to_len, least;
} suffix;

typedef struct { uint64_t stem; uint16_t idf; bool stop; } stem_weight;

typedef struct threads_model threads_model;

struct copies_model {
  const stem_weight *weights; uint32_t n_slots;      /* open addressing; stem 0: free */
  const suffix *suffixes;      /* of words of each ending [suffixes_at[e], suffixes_at[e + 1]), longest first */
  uint32_t suffixes_at[ENDINGS + 1];
  const uint64_t *titles;
  uint32_t n_titles; /* abbreviations that never end a sentence; hashes, ascending */
  const uint64_t *abbreviations; uint32_t n_abbreviations;      /* that end one only before a starter */
  const uint64_t *starters; uint32_t n_starters;
  int32_t limits[N_LIMITS];
  const struct direction_model *direction;
  const threads_model *threads;                      /* see threads.h; NULL: the pack has none */
};

/* In threads.c: numbers of pack section [threads]. *out is NULL where the pack has none: then no report has a
 * thread. */
ch_status threads_load(const threads_model **out, arena *a, const pack *pk, ch_error *err);

/* The stem's hash of a folded word. */
uint64_t model_stem(const copies_model *m, str word);
/* The same, of one before whose end TAIL bytes can be read. */
uint64_t model_stem_inside(const copies_model *m, str word);
/* Its weight will soon be asked for. */
void model_prefetch(const copies_model *m, uint64_t stem);
/* Its weight; a stem the pack does not know weighs the most. */
stem_weight model_weight(const copies_model *m, uint64_t stem);
/* Whether a full stop after `word` (as written) may end a sentence that goes on with `next` (folded). */
bool model_may_end(const copies_model *m, str word, str next);
#endif
