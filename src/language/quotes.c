#include "language/quotes.h"

/* Marks of one kind pair with each other only. */
typedef enum { DOUBLE, SINGLE, ANGLE, SINGLE_ANGLE, KINDS } kind;
typedef enum { OPENS, CLOSES, EITHER } side;

typedef struct { kind kind; side side; bool low; } mark;

typedef struct {
  reading *r;
  quote *quotes; uint32_t n, cap;
  /* from the outermost; at most one of a kind */
  struct { uint32_t quote; kind kind; bool low; } open[KINDS];
  uint32_t depth;
} pairing;

static mark mark_of(const reading *r, const token *t) {
  str s = str_sub(r->report->view, t->view, t->view_end);
  size_t i = 0;
  uint32_t c = utf8_next(s, &i);
  bool twice = i < s.len;                      /* `` and '', ’’ */
  switch (c) {
    case '`': return (mark){twice ? DOUBLE : SINGLE, OPENS, false};
    case '\'': return (mark){twice ? DOUBLE : SINGLE, EITHER, false};
    case 0x2018: return (mark){twice ? DOUBLE : SINGLE, twice ? EITHER : OPENS, false};
    case 0x201A: return (mark){SINGLE, OPENS, true};
    case 0x2019: case 0x201B: case 0x2BC: return (mark){twice ? DOUBLE : SINGLE, EITHER, false};
    case 0x201C: case 0x201F: return (mark){DOUBLE, OPENS, false};
    case 0x201E: return (mark){DOUBLE, OPENS, true};
    case 0x201D: return (mark){DOUBLE, CLOSES, false};
    case 0xAB: return (mark){ANGLE, OPENS, false};
    case 0xBB: return (mark){ANGLE, CLOSES, false};
    case 0x2039: return (mark){SINGLE_ANGLE, OPENS, false};
    case 0x203A: return (mark){SINGLE_ANGLE, CLOSES, false};
    default: return (mark){DOUBLE, EITHER, false};
  }
}

static uint32_t level_of(const pairing *p, kind k) {
  uint32_t i = 0;
  while (i < p->depth && p->open[i].kind != k) i++;
  return i;
}

/* Ends the quotes from `level` on, all but the outermost of them without a mark of their own. */
static void end_quotes(pairing *p, uint32_t level, uint32_t last, bool closed) {
  while (p->depth > level) {
    quote *q = &p->quotes[p->open[--p->depth].quote];
    q->close = p->depth == level || !closed ? last : last - 1;
    q->closed = closed && p->depth == level;
  }
}

static void begin_quote(pairing *p, uint32_t at, mark m) {
  uint32_t level = level_of(p, m.kind);
  if (level < p->depth) end_quotes(p, level, at - 1, false);     /* its closing mark is missing */
  uint32_t parent = p->depth ? p->open[p->depth - 1].quote : UINT32_MAX;
  *ARENA_PUSH(p->r->a, p->quotes, p->n, p->cap) = (quote){at, at, false, parent};
  p->open[p->depth].quote = p->n - 1;
  p->open[p->depth].kind = m.kind;
  p->open[p->depth++].low = m.low;
  p->r->tokens[at].flags |= TOK_OPEN;
}

/* White space or an opening sign stands before token i / white space or nothing stands behind it. */
static bool free_before(const pairing *p, const read_block *b, uint32_t i) {
  if (i == b->first || p->r->tokens[i].flags & TOK_SPACE_BEFORE) return true;
  const token *before = &p->r->tokens[i - 1];
  return before->flags & TOK_OPEN || !(before->flags & (TOK_ALPHA | TOK_DIGIT | TOK_CLOSE | TOK_LINK) ||
                                       strchr(".,!?;%)", p->r->report->view.ptr[before->view]));
}

static bool free_after(const pairing *p, const read_block *b, uint32_t i) {
  return i + 1 == b->end || p->r->tokens[i + 1].flags & TOK_SPACE_BEFORE;
}

static bool is_open(const pairing *p, kind k) { return level_of(p, k) < p->depth; }

/* What a mark does where it stands: OPENS, CLOSES, or EITHER for neither. */
static side act_of(const pairing *p, const read_block *b, uint32_t i, mark m) {
  bool before = free_before(p, b, i), after = free_after(p, b, i), open = is_open(p, m.kind);
  bool opening = before && !after;
  bool low = open && p->open[level_of(p, m.kind)].low;
  if (low && m.side == OPENS && !m.low && !opening) return CLOSES;           /* „…“ */
  if (m.side == OPENS) return after && !before ? (open ? CLOSES : EITHER) : OPENS;
  if (m.side == CLOSES) return open ? CLOSES : opening ? OPENS : EITHER;
  if (open) return opening ? OPENS : CLOSES;
  bool measure = i > b->first && !(p->r->tokens[i].flags & TOK_SPACE_BEFORE) &&
                 p->r->tokens[i - 1].flags & TOK_DIGIT;                      /* 6" */
  return measure || (!before && after) || (before && after) ? EITHER : OPENS;
}

static void take_mark(pairing *p, const read_block *b, uint32_t i) {
  mark m = mark_of(p->r, &p->r->tokens[i]);
  side act = act_of(p, b, i, m);
  if (act == OPENS) {
    begin_quote(p, i, m);
  } else if (act == CLOSES) {
    p->r->tokens[i].flags |= TOK_CLOSE;
    end_quotes(p, level_of(p, m.kind), i, true);
  }
}

/* A paragraph that opens with the marks that are open goes on with them; gives its first token behind. */
static uint32_t continue_quotes(pairing *p, const read_block *b, bool may) {
  uint32_t i = b->first, level = 0;
  while (may && level < p->depth && i < b->end && p->r->tokens[i].flags & TOK_MARK) {
    mark m = mark_of(p->r, &p->r->tokens[i]);
    if (m.kind != p->open[level].kind || m.side == CLOSES) break;
    p->r->tokens[i++].flags |= TOK_OPEN;
    level++;
  }
  if (p->depth > level) end_quotes(p, level, b->first - 1, false);
  return i;
}

static void mark_quoted(pairing *p) {
  for (uint32_t i = 0; i < p->n; i++) {
    const quote *q = &p->quotes[i];
    if (q->parent != UINT32_MAX) continue;
    for (uint32_t t = q->open + 1; t < q->close + !q->closed; t++) p->r->tokens[t].flags |= TOK_QUOTED;
  }
}

void quotes_find(reading *r, quote **quotes, uint32_t *n) {
  pairing p = {.r = r};
  bool was_paragraph = false;
  for (uint32_t b = 0; b < r->n_blocks; b++) {
    const read_block *here = &r->blocks[b];
    bool paragraph = r->report->blocks[here->block].kind == BLOCK_PARAGRAPH;
    for (uint32_t i = continue_quotes(&p, here, paragraph && was_paragraph); i < here->end; i++)
      if (r->tokens[i].flags & TOK_MARK) take_mark(&p, here, i);
    was_paragraph = paragraph;
  }
  if (p.depth) end_quotes(&p, 0, r->n - 1, false);
  mark_quoted(&p);
  *quotes = p.quotes;
  *n = p.n;
}
