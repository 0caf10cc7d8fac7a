/* typing.h: from units to blocks in four steps, each on the table of the one before:
 *
 *   1. what a unit says of itself: address, label, date, names, credit   (labels_find, label.c)
 *   2. where the body begins and ends, what stands above it              (places_find, place.c)
 *   3. what the rest is by its place                                     (the same)
 *   4. sentences that a blank line or a page broke are put together      (blocks_find, blocks.c) */
#ifndef INTAKE_TYPING_H
#define INTAKE_TYPING_H
#include "intake/blocks.h"

typedef enum {
  T_TEXT, T_NOISE, T_LABEL, T_URL, T_RELATED, T_DATE, T_BYLINE, T_CREDIT, T_FIELD, T_DONE
} unit_type;
typedef struct { block_kind kind; span at; } part;

enum { PROSE_WORDS = 6 };    /* fewer with a stop may be another kind of line than a sentence */

typedef struct {
  uint8_t type;              /* unit_type */
  bool sure;                 /* T_CREDIT: by its form; T_RELATED: more may follow; T_URL: the report's */
  bool labelled;             /* T_URL: a label stands before it */
  uint8_t n_parts;
  part parts[3];             /* what it becomes; T_TEXT has none until it is decided */
  block_kind kind;           /* of T_DONE */
} typed;

typedef struct {
  arena *a;
  const intake_model *m;
  report *r;
  page_dates *page;
  str text;
  unit *u; typed *t; uint32_t n;
  uint32_t lead, last;       /* first and last unit of prose; n where there is none */
  bool has_title, text_seen, prose_seen;
  bool loose;                /* not wrapped: each line is a paragraph, blank lines or not */
} typing;

void labels_find(typing *k);
void places_find(typing *k);
void typed_add(typed *t, block_kind kind, span at);        /* one more part; an empty one is none */
span unit_read_span(const unit *u);                        /* without the markup at its ends */
/* Ends in the middle of a sentence for sure: a comma, a dash, a word that ends none. */
bool unit_is_open(const intake_model *m, const unit *u);
bool typed_is_paragraph(const typed *t);
#endif
