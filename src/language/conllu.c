/* conllu.c: a doc as CoNLL-U (universaldependencies.org/format.html). */
#include "language/enhanced.h"
#include "language/tags.h"

typedef struct {
  arena *a;
  buf *out;
  const language_model *m;
  doc *d;
  uint32_t at, characters;     /* a byte of the text, and the characters before it */
  const sentence *s;
  const tree *tree;            /* NULL: there is none */
  const str *lemmas, *labels;  /* [tokens of the sentence] */
  uint32_t name;               /* the names before it have ended */
} writing;

/* ---- columns ---- */

/* No tab or end of line may stand in a column. */
static void put(buf *out, str s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    buf_char(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
  }
}

static void put_or_none(buf *out, str s) { put(out, s.len ? s : STR("_")); }

static void column(buf *out, str s) {
  buf_char(out, '\t');
  put_or_none(out, s);
}

/* Characters before a byte of the text; cheap where places come in order. */
static uint32_t characters_before(writing *w, uint32_t byte) {
  if (byte < w->at) w->at = w->characters = 0;
  const char *text = w->d->report->text.ptr;
  for (; w->at < byte; w->at++) w->characters += ((unsigned char)text[w->at] & 0xC0) != 0x80;
  return w->characters;
}

static const token *token_at(const writing *w, uint32_t i) { return &w->d->tokens[i]; }
static bool is_inner(const writing *w, uint32_t i) {
  return i < w->s->end && token_at(w, i)->flags & TOK_MWT;
}

/* Whether the token that ends before token i is followed by white space or the end of its block. */
static bool space_after(const writing *w, uint32_t i) {
  if (i == w->d->n_tokens || token_at(w, i)->flags & TOK_SPACE_BEFORE) return true;
  return i == w->s->end && w->s[1].block != w->s->block;
}

static void misc(writing *w, uint32_t i, uint32_t end, bool spaced) {
  span at = doc_span(w->d, i, end);
  uint32_t start = characters_before(w, at.start);
  if (!spaced) buf_str(w->out, STR("SpaceAfter=No|"));
  buf_printf(w->out, "Bytes=%u:%u|TokenRange=%u:%u", at.start, at.end, start, characters_before(w, at.end));
}

/* Names and titles that the word stands in; a title may hold names. */
static void names_of(writing *w, uint32_t i) {
  static const char *const kinds[] = {[NAME_PER] = "PER", [NAME_ORG] = "ORG", [NAME_LOC] = "LOC"};
  const name_list *names = language_names(w->a, w->m, w->d);
  if (!names) return;
  while (w->name < names->n && names->all[w->name].end <= i) w->name++;
  for (uint32_t k = w->name; k < names->n && names->all[k].first <= i; k++) {
    const name_span *n = &names->all[k];
    char label = n->first == i ? 'B' : 'I';
    if (n->end <= i) continue;
    if (n->kind == NAME_ROLE) buf_printf(w->out, "|Title=%c", label);
    else buf_printf(w->out, "|NE=%c-%s", label, kinds[n->kind]);
  }
}

/* ---- a sentence ---- */

/* The surface of a multi-word token: a given one may be written otherwise than its words. */
static str surface(const writing *w, uint32_t i, uint32_t end) {
  const report *r = w->d->report;
  return r->given ? str_at(r->text, doc_span(w->d, i, end)) : doc_str(w->d, i, end);
}

/* The line "3-4" before the first word of a multi-word token. */
static void write_token(writing *w, uint32_t i) {
  uint32_t end = i + 1, first = w->s->first;
  while (is_inner(w, end)) end++;
  if (is_inner(w, i) || end == i + 1) return;
  buf_printf(w->out, "%u-%u\t", i - first + 1, end - first);
  put(w->out, surface(w, i, end));
  buf_str(w->out, STR("\t_\t_\t_\t_\t_\t_\t_\t"));
  misc(w, i, end, space_after(w, end));
  buf_char(w->out, '\n');
}

static void write_arc(writing *w, uint32_t k) {
  if (!w->tree) {
    buf_str(w->out, STR("\t_\t_\t_"));
    return;
  }
  uint32_t head = (uint32_t)(w->tree->head[k] + 1);
  buf_printf(w->out, "\t%u", head);
  column(w->out, language_relation(w->m, w->tree->relation[k]));
  buf_printf(w->out, "\t%u:", head);
  put_or_none(w->out, w->labels[k]);
}

static void write_word(writing *w, uint32_t i) {
  const token *t = token_at(w, i);
  uint32_t k = i - w->s->first;
  bool in_token = is_inner(w, i) || is_inner(w, i + 1);
  buf_printf(w->out, "%u", k + 1);
  column(w->out, doc_str(w->d, i, i + 1));
  column(w->out, w->lemmas[k]);
  column(w->out, str_of(upos_text(t->upos)));
  column(w->out, language_xpos(w->m, t->xpos));
  column(w->out, language_feats(w->m, t));
  write_arc(w, k);
  buf_char(w->out, '\t');
  misc(w, i, i + 1, in_token || space_after(w, i + 1));
  names_of(w, i);
  buf_char(w->out, '\n');
}

static void write_text(writing *w) {
  buf_str(w->out, STR("# text = "));
  for (uint32_t i = w->s->first, end; i < w->s->end; i = end) {
    for (end = i + 1; is_inner(w, end);) end++;
    if (i > w->s->first && token_at(w, i)->flags & TOK_SPACE_BEFORE) buf_char(w->out, ' ');
    put(w->out, surface(w, i, end));
  }
  buf_char(w->out, '\n');
}

static void write_id(buf *out, const report *r) {
  buf_str(out, r->id.z[0] ? id_str(&r->id) : STR("text"));
}

static void write_comments(writing *w, uint32_t number) {
  const report *r = w->d->report;
  if (!number) {
    buf_str(w->out, STR("# newdoc id = "));
    write_id(w->out, r);
    buf_char(w->out, '\n');
  }
  if (!number || w->s[-1].block != w->s->block)
    buf_printf(w->out, "# newpar\n# block = %s\n", block_kind_text(r->blocks[w->s->block].kind));
  buf_str(w->out, STR("# sent_id = "));
  write_id(w->out, r);
  buf_printf(w->out, "-%u\n", number + 1);
  write_text(w);
}

static void keep_comments(writing *w, const given_sentence *g) {
  for (uint32_t i = 0; i < g->n_comments; i++) {
    buf_str(w->out, g->comments[i]);
    buf_char(w->out, '\n');
  }
}

static void write_sentence(writing *w, uint32_t number) {
  w->s = &w->d->sentences[number];
  uint32_t n = w->s->end - w->s->first;
  str *lemmas = ARENA_ARRAY(w->a, str, n);
  w->tree = language_tree(w->a, w->m, w->d, number);
  if (w->tree) tags_of_tree(w->d->tagging, w->s, w->tree);
  for (uint32_t k = 0; k < n; k++) lemmas[k] = doc_lemma(w->a, w->m, w->d, w->s->first + k);
  w->lemmas = lemmas;
  w->labels = w->tree ? enhanced_labels(w->a, w->m, w->d, w->s, w->tree, lemmas) : NULL;
  const given_words *g = w->d->report->given;
  if (g) keep_comments(w, &g->sentences[number]);
  else write_comments(w, number);
  for (uint32_t i = w->s->first; i < w->s->end; i++) {
    write_token(w, i);
    write_word(w, i);
  }
  buf_char(w->out, '\n');
}

void doc_conllu(arena *a, buf *out, const language_model *m, doc *d) {
  writing w = {.a = a, .out = out, .m = m, .d = d};
  for (uint32_t i = 0; i < d->n_sentences; i++) write_sentence(&w, i);
}
