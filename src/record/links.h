/* links.h: the links of a report to its parents, as stored. */
#ifndef RECORD_LINKS_H
#define RECORD_LINKS_H
#include "record/keep.h"

typedef struct { uint32_t a_start, a_end, b_start, b_end, score; } link_passage;
typedef struct { uint32_t a_start, a_end, b_start, b_end; } link_altered;

/* What the earlier report is to the later: the best of its relation, another that it was held against, the head of
 * its family. All that hangs on links hangs on the best; the others only say who was first. */
typedef enum { LINK_BEST, LINK_OTHER, LINK_HEAD } link_role;

typedef struct {
  relation relation;
  int64_t a;                   /* the parent's report */
  uint32_t score;
  const link_passage *passages; uint32_t n_passages;     /* in order of b */
  const link_altered *altered; uint32_t n_altered;
  const link_altered *changed; uint32_t n_changed;       /* facts put in the place of others */
} stored_link;

/* The id of a link's row, and its first members: what a, b and their days say. */
id links_id(const place_in_time *a, const place_in_time *b, str relation_word);
jw *links_begin(keeping *k, const place_in_time *a, const place_in_time *b, const id *name, link_role as);
/* The best links of report b, the closest relation first. */
const stored_link *links_of(keeping *k, arena *a, int64_t b, uint32_t *n);
/* Sees to the link between b and the head of its family, which may be b. */
void links_tie_head(keeping *k, const place_in_time *b, int64_t head);
#endif
