/* forest.h: the trees of facts that tell one thing: statements of one utterance, events that are one.
 *
 * Each fact has at most one parent: the best earlier fact (canonical order of reports, then place) among
 * those in passages that its report took over, and those of other families in the same block. Two facts of
 * one report never come into one tree: each tree takes at most one fact of a report, the best fitting.
 * Trees never join, so a later report changes no older tree. */
#ifndef RECORD_FOREST_H
#define RECORD_FOREST_H
#include "record/dates.h"
#include "record/keep.h"
#include "record/links.h"
#include "record/rows.h"
#include "record/standing.h"

typedef enum { FOREST_STATEMENT, FOREST_EVENT } forest_kind;
enum { EDGE_INDEPENDENT = 100 };     /* beside the relations of copies.h */

/* What of a fact is compared. */
typedef struct {
  int64_t n, rep, root;
  span at;
  str actor, match, party, word, status, content, blocks;
  cal_date when;               /* closed ends as they are, open or unknown ones open */
  cal_day day;
  bool altered;
  int64_t parent; int edge;    /* as stored */
} told;

/* A fact as its report has it, to be stored. */
typedef struct {
  uint32_t place;
  str id, actor, actor_name, match, party, word, status, content, detail, blocks;
  span at;
  dated when;
} telling;

typedef struct {
  forest_kind kind;
  uint32_t (*count)(const factset *f);
  telling (*tell)(keeping *k, const factset *f, const dates *d, uint32_t i);
  /* How well `later` repeats `earlier`, or -1: not at all. via: the relation by which a passage with both was
   * taken over; RELATION_NONE: told independently. */
  int32_t (*score)(keeping *k, const told *earlier, const told *later, relation via);
} forest;

/* Whether both are there and the same. */
static inline bool same_word(str x, str y) { return x.ptr && y.ptr && str_eq(x, y); }

extern const forest statement_forest;    /* in stage_statements.c */
extern const forest event_forest;        /* in stage_events.c */

/* Stores the facts of a new report, or dates them again. `g`: the agenda of the trees' stage. */
void forest_store(keeping *k, const forest *f, agenda *g, const place_in_time *b, const factset *set,
                  const dates *d,
                  cal_day day);
/* Finds the parents of the facts of the reports on the agenda. */
void forest_grow(keeping *k, const forest *kind, agenda *g);
/* A value of `detail` is written behind its key with the jw functions, at depth 0. */
void detail_key(buf *out, const char *key);
/* Lines of `blocks`. One that begins with BLOCK_OF_DAY names a day: it knows no window. */
enum { BLOCK_OF_DAY = 'd' };
void block_line(buf *out, char letter, str one, str other);

#endif
