/* rows.h: rows of the record as jansson objects, by kind and by id. */
#ifndef VIEWS_ROWS_H
#define VIEWS_ROWS_H
#include "views/views.h"
#include <jansson.h>

typedef enum { ROW_REPORT, ROW_FAMILY, ROW_LINK, ROW_ACTOR, ROW_STATEMENT, ROW_EVENT, ROW_OTHER, ROW_KINDS } row_kind;

struct view_rows {
  json_t *lists[ROW_KINDS];        /* arrays, in dump order */
  json_t *ids;                     /* id, and every member's id, to the row (borrowed by reference count) */
};

str row_str(const json_t *object, const char *key);          /* ptr NULL: absent or no string */
const json_t *row_by_id(const view_rows *rows, str row_id);  /* NULL: none */
/* The row that an id, or six or more of its first characters, stands for. CH_ERR_ARG: none, or several. */
ch_status row_find(const json_t **out, const view_rows *rows, str row_id, ch_error *err);
/* A report's source, with the id its caller gave it where one file holds many: "wire.jsonl 4711". */
void row_source(buf *out, const json_t *report);
str row_publisher(const json_t *report);
/* Name and party of an actor row: "Paul Nitze, USA"; `or` where there is none. */
void row_actor(buf *out, const view_rows *rows, str actor_id, str party, const char *otherwise);
/* "03-walkout.txt:680": a report's source and the first byte of a span. */
void row_place(buf *out, const view_rows *rows, const json_t *support);
cal_date row_when(const json_t *row, str *text);             /* `when`'s value and its text; unknown: CAL_NOTHING */
/* Where a row stands: its first support, how many more, how many origins. */
void row_sources(buf *out, const view_rows *rows, const json_t *row);
/* Whether a row passes the filters on party, speaker and day. */
bool row_wanted(const view_rows *rows, const json_t *row, const view_options *o);
#endif
