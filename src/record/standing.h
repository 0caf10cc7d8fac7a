/* standing.h: where a report stands: its family, its thread, and the dates it has or inherits. */
#ifndef RECORD_STANDING_H
#define RECORD_STANDING_H
#include "record/keep.h"

typedef struct {
  int64_t parent;              /* report it was made from, in its family; 0: it is the head */
  relation by;                 /* relation to the parent */
  relation relation;           /* to the head */
  int64_t family, thread;      /* first reports of the two */
  cal_date base;               /* when its words were current */
  cal_date published;          /* own or inherited */
  bool inherited;
} standing;

bool standing_get(store *s, standing *out, int64_t rep);    /* false: none yet */
void standing_put(store *s, int64_t rep, const standing *st);
/* The day statements are compared by; STORE_UNDATED: not known. */
cal_day standing_day(const standing *st);

id family_id(const id *head);
id thread_id(const id *first);
/* Make a family's or a thread's row again; its first report names it. */
void family_row(keeping *k, int64_t head);
void thread_row(keeping *k, int64_t first);
#endif
