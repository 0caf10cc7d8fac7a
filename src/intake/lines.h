/* lines.h: a text as its lines that hold something, and whether it was wrapped at a width. */
#ifndef INTAKE_LINES_H
#define INTAKE_LINES_H
#include "intake/intake.h"

typedef enum { GAP_NONE, GAP_BLANK, GAP_RULE, GAP_PAGE } gap;      /* what stands before a line */
typedef enum { MARK_NONE, MARK_HASH, MARK_BULLET, MARK_NUMBER } mark;

typedef struct {
  uint32_t start, end;       /* its content: without white space at both ends and quote marks ("> ") */
  uint32_t body;             /* start behind a hash or bullet; else equal to start */
  uint32_t width;            /* columns from start to end */
  uint16_t indent;
  uint8_t gap, mark;
  uint8_t quote;             /* depth of quote marks */
  bool under;                /* a rule directly below it: a heading of Markdown */
} line;

typedef struct {
  str text;
  line *lines; uint32_t n;
  uint32_t wrap;             /* columns at which the text was wrapped; 0: it was not */
} layout;

void layout_new(layout *out, arena *a, str text);
/* Columns `above` would have with the first word of `below` on it. */
uint32_t line_reach(const layout *l, const line *above, const line *below);
static inline str line_str(const layout *l, const line *n) { return str_sub(l->text, n->start, n->end); }
#endif
