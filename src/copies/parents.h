/* parents.h: of the reports before it, those that a report was made from, or that share something with it.
 *
 *   exact ─▶ near ─▶ all else        each tier is asked only where the one before found no copy
 *
 * A report without an earlier copy or revision in the last weeks is the head of a group of near-duplicates. Only heads count
 * for how common a key is, so one story copied a million times neither hides its rewrites nor costs more than once. What is found
 * hangs on earlier reports alone (canonical order), so the order of arrival changes nothing. */
#ifndef COPIES_PARENTS_H
#define COPIES_PARENTS_H
#include "copies/pair.h"
#include "copies/postings.h"

enum { RELATIONS = RELATION_PARALLEL + 1 };

enum { MOST_VERSIONS = 4 };

/* Who keeps the reports. Reports are numbers from 0. */
typedef struct {
  void *payload;
  const copy_text *(*text)(uint32_t report, void *payload);  /* NULL: a failure, which the payload knows; valid
                                                                until the second call after this one */
  bool (*is_head)(uint32_t report, void *payload);
  cal_day (*day)(uint32_t report, void *payload);            /* CAL_OPEN_HI: undated */
  /* The first versions of a head, up to MOST_VERSIONS: its copies and revisions that do not have all its letters, of those
   * before b, in canonical order. How many. */
  uint32_t (*versions)(uint32_t head, uint32_t b, uint32_t *out, void *payload);
  bool (*is_before)(uint32_t a, uint32_t b, void *payload);  /* canonical order */
  bool (*has_smaller_id)(uint32_t a, uint32_t b, void *payload);
} parents_archive;

enum { TIER_EXACT = 1, TIER_NEAR = 2, TIER_REST = 4, TIERS_ALL = 7 };

typedef struct {
  const copies_model *m;
  postings *recent;            /* pairs and bands of the dated reports */
  postings *lasting;           /* exact keys, anchors and some pairs of all */
  parents_archive archive;
  unsigned tiers;
  bool in_order;               /* reports are put in canonical order, and no parent is ever another: what is not a head then
                                  enters no other keys, and all that is entered comes before */
} parents_index;

/* day CAL_OPEN_HI: undated. tie: what sorts it among the reports of its day, first by this. */
typedef struct { uint32_t report; cal_day day; uint32_t tie; const fingerprint *keys; } parents_child;
typedef struct { uint32_t report; copy_link link; } parent_link;    /* relation NONE: none */
typedef struct {
  parent_link best[RELATIONS];      /* by relation; the best-scoring one, of equal ones the smaller id */
  parent_link *tried; uint32_t n_tried, cap_tried;     /* all that it was compared with, in that order */
  bool is_head;
  bool exact;                  /* no head, and known by one with the same letters */
  bool early;                  /* no head, and known by an exact or near copy: its other keys are not asked for */
} parents;

uint32_t parents_recent_days(const parents_index *x);
void parents_find(parents *out, arena *a, const parents_index *x, const parents_child *b);
static inline bool parents_is_best(const parents *p, const parent_link *l) {
  const parent_link *best = &p->best[l->link.relation];
  return best->link.relation && best->report == l->report;
}
/* A report hangs on the best of a relation alone, but who was first is told of all its kin. */
static inline bool parents_is_told(const parents *p, const parent_link *l) {
  return relation_is_kin(l->link.relation) || parents_is_best(p, l);
}
/* Compares two reports that were not; NONE also where a text is not to be had, a failure of the archive. */
copy_link parents_compare(const parents_index *x, arena *a, uint32_t earlier, uint32_t b);
/* Compares b with one more earlier report, unless it was tried: it is no parent. */
void parents_try(parents *p, arena *a, const parents_index *x, uint32_t earlier, uint32_t b);
/* Which keys of a report are entered. Those of copies told early are not, so that a story copied a million times leaves
 * room for what was made from it. */
typedef enum { ENTERED_NONE, ENTERED_EXACT, ENTERED_COPY, ENTERED_ALL } entered;      /* the second and third: the same keys */
static inline entered parents_entered(const parents_index *x, const parents *p) {
  if (p->exact) return ENTERED_EXACT;
  return p->early || (x->in_order && !p->is_head) ? ENTERED_COPY : ENTERED_ALL;
}
/* Enters the keys that are wanted and not yet there. Failures are those of the postings. */
void parents_put(const parents_index *x, const parents_child *b, entered have, entered want);
/* Reports after b whose parents may be others because of b, which is new or has begun or ceased to be a head: those that
 * hold one of its keys. Ascending. */
const uint32_t *parents_later(const parents_index *x, arena *a, const parents_child *b, uint32_t *n);
#endif
