/* units.h: lines put together into raw paragraphs, each with what is read of it.
 *
 *   lines ─units_new─▶ units ─blocks_find─▶ blocks
 */
#ifndef INTAKE_UNITS_H
#define INTAKE_UNITS_H
#include "intake/lines.h"
#include "intake/markup.h"
#include "intake/model.h"
#include "intake/shape.h"

typedef struct {
  span at;                   /* bytes of text, marks of lists and headings left out */
  const span *pieces; uint32_t n_pieces;
  str plain;                 /* the pieces, one after the other; white space at the ends left out */
  size_t plain_at;           /* where `plain` begins in them */
  shape look;
  uint8_t gap, mark;         /* those of its first line */
  bool under;                /* a rule below it */
  bool furniture;
} unit;

typedef struct { str text; const layout *lines; unit *all; uint32_t n; } units;

void units_new(units *out, arena *a, const layout *l, const intake_model *m);
/* Bytes of text that plain[start, end) of a unit covers. */
span unit_span(const unit *u, size_t start, size_t end);
/* The part of it within a span of text, as a unit of its own: pieces and plain text only. */
unit unit_part(arena *a, const unit *u, str text, span at);
/* Its pieces within a span of text. */
const span *unit_pieces(arena *a, const unit *u, span at, uint32_t *n);
/* What of a hyphen at a line's end goes: true where it joins two halves of one word. */
bool hyphen_goes(str text, const intake_model *m, uint32_t hyphen, uint32_t next, uint64_t *budget);
#endif
