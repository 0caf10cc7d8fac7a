/* novelty.h: what a report says that neither an earlier member of its family says, nor a report it took a
 * passage from. */
#ifndef VIEWS_NOVELTY_H
#define VIEWS_NOVELTY_H
#include "views/texts.h"

/* Link rows by the report that was made from another, the closest first: the best of each relation alone, for the
 * others only say who was first. */
typedef struct { str b; int rank; const json_t *row; } view_link;
typedef struct { view_link *links; size_t n; } view_links;

bool links_make(view_links *out, const view_rows *rows);      /* false: no memory */
void links_free(view_links *links);
const view_link *links_of_report(const view_links *links, str report_id, size_t *n);
/* The link a member hangs on in its family; NULL: none. */
const json_t *links_parent(const view_links *links, str report_id);
bool link_in_family(str relation);

/* Words, and runs of them, seen so far in a family: their hashes. */
typedef struct { map runs; } view_seen;
void seen_begin(view_seen *s, arena *a);
void seen_add(view_seen *s, arena *a, const view_text *t);

typedef struct {
  bool known;              /* its words were to be had */
  uint32_t share;          /* of the text of headings and paragraphs, in thousandths */
  span first;              /* the first new sentence; empty: none */
} novelty;

/* t may be NULL. What is seen are the earlier members. */
novelty novelty_of(const view_seen *s, arena *a, const view_text *t, const view_links *links);
#endif
