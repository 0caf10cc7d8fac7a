/* families.h: the members of a family, one after the other, with what is new in each. */
#ifndef VIEWS_FAMILIES_H
#define VIEWS_FAMILIES_H
#include "views/novelty.h"

typedef struct {
  const view_rows *rows;
  const view_options *o;
  arena *a, *step;         /* a family's; a member's */
  view_texts texts;        /* in step */
  view_links links;
} family_reader;

typedef struct {
  str id;
  const json_t *row;       /* of the family's members; NULL: a report without a family's row */
  const view_text *text;   /* NULL: not to be had; until the next member */
  novelty fresh;
} family_member;

typedef void family_fn(void *payload, const family_member *m);

/* Calls for the head and then for each member that is wanted (wanted NULL: all), in the order of the row.
 * Both arenas are reset; to be called under the guards of both. */
void family_each(family_reader *r, const json_t *family, const bool *wanted, family_fn *call, void *payload);

typedef void family_job(family_reader *r, void *payload);
/* Runs the job under both guards. CH_ERR_MEMORY: one of them came into play. */
ch_status family_read(const view_rows *rows, const view_options *o, family_job *job, void *payload,
                      ch_error *err);
#endif
