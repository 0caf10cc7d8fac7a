/* members.h: a report's lines in the list of reports: what it is, what is new in it, what was changed. */
#ifndef VIEWS_MEMBERS_H
#define VIEWS_MEMBERS_H
#include "views/families.h"

enum { DAY_COLUMNS = 16 };       /* "from 1985-01-09" and a space */

typedef struct {
  buf *out;
  family_reader *r;
  str head;                      /* of the family at hand */
  map conflicts;                 /* of altered quotations: "member parent" to the row's place */
} member_lines;

void member_print(member_lines *l, const family_member *m);
#endif
