/* export.h: merged events as rows of the field's formats.
 *
 *   event row ─export_event_of─▶ export_event ─▶ dyads ─columns─▶ tsv
 *                                     └──────────────────────────▶ PLOVER's JSON
 *
 * A format is a list of columns, each with the function that fills it, so that a row has its columns by
 * construction. */
#ifndef VIEWS_EXPORT_H
#define VIEWS_EXPORT_H
#include "views/codes.h"
#include "views/rows.h"
#include "views/tsv.h"

enum { SOURCE, TARGET };

/* Who does it, or to whom it is done. Absent strings have ptr NULL or len 0. */
typedef struct {
  str name, party, code;                /* code: CAMEO, in parts of three letters */
  str title;                            /* the office held on the event's day */
  const state_codes *state;             /* the party's, where that is a state */
} export_side;

typedef struct { str name; const state_codes *state; bool is_state, is_city; } export_place;

typedef struct {
  const json_t *row;
  str id, cameo, type, mode, status;
  uint64_t number;                      /* of the id, with room for the number of a dyad */
  const cameo_code *code;               /* NULL: the event has none that the table knows */
  const status_codes *standing;         /* NULL: a status that the pack does not know */
  const str *contexts; uint32_t n_contexts;
  bool negated, historical, dated;
  cal_date when;
  cal_day day, first;                   /* first: PLOVER's `date` */
  cal_day known;                        /* CAL_OPEN_HI: only from undated reports */
  const export_side *sides[2]; uint32_t n[2];
  export_place place;
  const json_t *report;                 /* that of the first support; NULL: none */
} export_event;

typedef struct {
  const view_export *x;
  const export_event *e;
  const export_side *side[2];           /* of a dyad; NULL: nobody is named */
  uint32_t dyad;
} export_row;

typedef void export_fill(tsv *t, const export_row *r, int side);
typedef struct { const char *name; export_fill *fill; int side; } export_column;

typedef struct {
  const char *name;
  const export_column *columns; uint32_t n;   /* NULL: JSON lines */
  bool header, dyads, needs_cameo;      /* needs_cameo: else it needs a PLOVER type */
} export_format;

struct view_export {
  arena *a, *step;                      /* the codes; one event */
  const codes *codes;
  const export_format *format;
  view_export_options o;
  view_rows *rows;                      /* of reports and actors */
  ch_write_fn *write; void *payload;
  buf out;
  bool begun;
  str last_id; char last[ID_LEN + 1];   /* of the event before */
  view_export_count count;
  ch_error err;
};

extern const export_format export_gdelt;
extern const export_format export_tables[];      /* cameo, icews, polecat, phoenix; ended by a NULL name */

/* The event of a row, in x->step. */
const export_event *export_event_of(const view_export *x, const json_t *row);
/* The rows of an event into x->out. */
void export_write_rows(view_export *x, const export_event *e);
void export_write_plover(view_export *x, const export_event *e);

/* The i-th part of three letters of a CAMEO actor code; empty: none. */
str export_part(str code, uint32_t i);
/* The `nth` part of a code that is a role (or, other: neither state nor role), or empty. */
str export_role(const codes *c, str code, uint32_t nth);
str export_other(const codes *c, str code, uint32_t nth);
const json_t *export_report(const view_export *x, const json_t *support);
/* The first 50 bits of an id, which are its first ten letters: in order of ids those of one number are
 * neighbours. */
uint64_t export_number(str row_id);
json_int_t export_sources(const export_event *e, const char *key);
#endif
