/* drawing.c: the tree of a sentence, drawn a word a line.
 *
 *        0  DET    det          ╭─ The
 *        4  NOUN   nsubj      ╭─┴ minister
 *       13  VERB   root       ┼ said
 *
 * A level of the tree is two columns, one where the tree is deep; a head's line runs from its first to its last
 * child. Trees are projective, so no two lines meet. */
#include "language/language.h"

enum { WIDEST = 36 };          /* columns that levels may take; words below stand on the last, without a branch */

typedef struct { uint32_t first, last, depth; } node;  /* first and last row of the word's line; its level */

typedef struct {
  arena *a;
  buf *out;
  const language_model *m;
  const doc *d;
  const sentence *s;
  const tree *t;               /* NULL: there is none */
  node *nodes;                 /* [tokens] */
  const char **signs;          /* [levels] what stands in each before the word */
  uint32_t n, levels;
  bool wide;                   /* two columns a level */
} drawing;

/* The levels of word i and of the words above it, as far as they are not known. */
static void find_depth(const drawing *k, uint32_t *todo, uint32_t i) {
  uint32_t steps = 0, at = i;
  for (; k->nodes[at].depth == UINT32_MAX && k->t->head[at] >= 0; at = (uint32_t)k->t->head[at])
    todo[steps++] = at;
  if (k->t->head[at] < 0) k->nodes[at].depth = 0;
  for (uint32_t depth = k->nodes[at].depth; steps > 0; steps--) k->nodes[todo[steps - 1]].depth = ++depth;
}

static void measure(drawing *k) {
  uint32_t *todo = ARENA_ARRAY(k->a, uint32_t, k->n), levels = 0;
  k->nodes = ARENA_ARRAY(k->a, node, k->n);
  for (uint32_t i = 0; i < k->n; i++) k->nodes[i] = (node){i, i, UINT32_MAX};
  for (uint32_t i = 0; i < k->n; i++) {
    find_depth(k, todo, i);
    if (k->nodes[i].depth >= levels) levels = k->nodes[i].depth + 1;
    if (k->t->head[i] < 0) continue;
    node *head = &k->nodes[k->t->head[i]];
    if (i < head->first) head->first = i;
    if (i > head->last) head->last = i;
  }
  k->wide = 2 * levels <= WIDEST;
  k->levels = levels <= WIDEST ? levels : WIDEST;
  k->signs = ARENA_ARRAY(k->a, const char *, k->levels);
}

/* Where the word hangs on its head's line. */
static const char *branch(const drawing *k, uint32_t i) {
  const node *head = &k->nodes[k->t->head[i]];
  return i == head->first ? "╭" : i == head->last ? "╰" : "├";
}

/* Where the word's own line passes it. */
static const char *knot(const node *x, uint32_t i) {
  bool up = x->first < i, down = x->last > i;
  return up && down ? "┼" : up ? "┴" : down ? "┬" : "─";
}

/* Only lines of words above it in the tree pass a word. */
static void draw_levels(const drawing *k, uint32_t i) {
  uint32_t depth = k->nodes[i].depth, shown = depth < k->levels ? depth : k->levels - 1;
  for (uint32_t c = 0; c < shown; c++) k->signs[c] = " ";
  for (int32_t up = k->t->head[i]; up >= 0; up = k->t->head[up]) {
    const node *x = &k->nodes[up];
    if (x->depth < shown && x->first <= i && i <= x->last) k->signs[x->depth] = "│";
  }
  if (shown && shown == depth) k->signs[depth - 1] = branch(k, i);
  for (uint32_t c = 0; c < shown; c++) {
    buf_str(k->out, str_of(k->signs[c]));
    if (k->wide) buf_str(k->out, str_of(c + 1 == depth ? "─" : " "));
  }
  buf_str(k->out, str_of(knot(&k->nodes[i], i)));
  buf_char(k->out, ' ');
}

static void put(buf *out, str s) {
  for (size_t i = 0; i < s.len; i++) buf_char(out, s.ptr[i] == '\n' || s.ptr[i] == '\t' ? ' ' : s.ptr[i]);
}

static void draw_word(const drawing *k, uint32_t i) {
  uint32_t at = k->s->first + i;
  const token *t = &k->d->tokens[at];
  str relation = k->t ? language_relation(k->m, k->t->relation[i]) : STR("");
  str form = doc_str(k->d, at, at + 1), lemma = doc_lemma(k->a, k->m, k->d, at);
  buf_printf(k->out, "  %6u  %-5s %-12.*s ", t->at.start, upos_text(t->upos), (int)relation.len,
             relation.ptr);
  if (k->t) draw_levels(k, i);
  put(k->out, form);
  if (!str_eq(utf8_folded(k->a, form), utf8_folded(k->a, lemma))) {
    buf_str(k->out, STR(" ("));
    put(k->out, lemma);
    buf_char(k->out, ')');
  }
  buf_str(k->out, t->flags & TOK_QUOTED ? STR("  quoted\n") : STR("\n"));
}

void doc_draw(arena *a, buf *out, const language_model *m, doc *d, uint32_t sentence_no) {
  const sentence *s = &d->sentences[sentence_no];
  drawing k = {.a = a, .out = out, .m = m, .d = d, .s = s, .n = s->end - s->first};
  k.t = language_tree(a, m, d, sentence_no);
  if (k.t) measure(&k);
  for (uint32_t i = 0; i < k.n; i++) draw_word(&k, i);
}

/* ---- for programs ---- */

static void write_token(arena *a, jw *j, const language_model *m, const doc *d,
                        uint32_t i) {
  const token *t = &d->tokens[i];
  str feats = language_feats(m, t);
  jw_key_span(j, "span", t->at);
  jw_key_str(j, "form", doc_str(d, i, i + 1));
  jw_key_str(j, "lemma", doc_lemma(a, m, d, i));
  jw_key_str(j, "upos", str_of(upos_text(t->upos)));
  jw_key_str(j, "xpos", language_xpos(m, t->xpos));
  jw_key_str(j, "feats", feats.len ? feats : (str){NULL, 0});
  jw_key_bool(j, "quoted", t->flags & TOK_QUOTED);
}

void doc_write_tokens(arena *a, jw *j, const language_model *m, doc *d,
                      uint32_t sentence_no) {
  const sentence *s = &d->sentences[sentence_no];
  const tree *t = language_tree(a, m, d, sentence_no);
  jw_array(j);
  for (uint32_t i = s->first; i < s->end; i++) {
    jw_object(j);
    write_token(a, j, m, d, i);
    if (t) {
      jw_key_int(j, "head", t->head[i - s->first] + 1);
      jw_key_str(j, "relation", language_relation(m, t->relation[i - s->first]));
    }
    jw_end(j);
  }
  jw_end(j);
}
