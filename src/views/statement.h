/* statement.h: one statement, as the views said, timeline and show print it. */
#ifndef VIEWS_STATEMENT_H
#define VIEWS_STATEMENT_H
#include "views/rows.h"

/* "Paul Nitze, USA · direct" */
void statement_head(buf *out, const view_rows *rows, const json_t *s);
/* The wording: in quotation marks where it is direct, "declined to comment on …" where it is silence. */
void statement_words(buf *out, const json_t *s);
#endif
