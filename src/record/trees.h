/* trees.h: a tree of facts as one row of the dump: its members, support and sources. */
#ifndef RECORD_TREES_H
#define RECORD_TREES_H
#include "record/forest.h"

typedef struct {
  int64_t n, rep, family;
  place_in_time at;            /* of its report */
  str id, publisher, actor, actor_name, match, party, word, status, when_json;
  bool has_when, closed_when;  /* a value at all; one with both ends */
  span span;
  int edge;
  bool altered;
  str parent_publisher, parent_match, parent_actor_name;
  span parent_span; str parent_report;
} member;

typedef struct {
  int64_t root;
  forest_kind kind;
  const member *members; uint32_t n;     /* in canonical order; the first gives the row its id and wording */
  str detail;                            /* of the first */
} tree_of_facts;

/* Makes the row of a tree again; drops it where the tree is gone. */
void tree_row(keeping *k, int64_t root);

void tree_write_detail(keeping *k, jw *j, const tree_of_facts *t);
/* known_from, members, sources, support, support_count, when. */
void tree_write_common(keeping *k, jw *j, const tree_of_facts *t);
bool member_is_copied(const member *m);                /* took its words from its parent's report */
void member_write_place(jw *j, str report_id, span at);    /* {"report","span"} */

void statement_row(keeping *k, const tree_of_facts *t);    /* in stage_statements.c */
void event_row(keeping *k, const tree_of_facts *t);        /* in stage_events.c */
#endif
