/* tagged.h: documents for tests, written as tagged text, so that rules are tested apart from the tagger.
 *
 *   form/TAG or form/TAG/lemma, by spaces; "|" ends a sentence, "||" a paragraph.
 *
 * NE person's name (each different name an actor), GO government, NM noun that speaks, PR "he" (the person
 * named last), PI "I"; NN NS noun, DT JJ RB IN SC CC WP TO CD as in treebanks, PO possessive; VD past, VZ
 * present, VB infinitive, VN and VG participles, MD modal, XD XZ XB XN forms of auxiliaries, NG negation; TI
 * a word of a time expression of the report's week, TO_ … Marks need no tag. */
#ifndef TESTS_TAGGED_H
#define TESTS_TAGGED_H
#include "facts/facts.h"
#include "facts/statements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

typedef struct { const char *tag; uint8_t upos; uint16_t morph; } tagged_code;

static const tagged_code tagged_codes[] = {
  {"NE", UPOS_PROPN, 0}, {"GO", UPOS_PROPN, 0}, {"NM", UPOS_NOUN, MORPH_PLURAL}, {"PR", UPOS_PRON, MORPH_P3},
  {"PI", UPOS_PRON, MORPH_P1}, {"NN", UPOS_NOUN, 0}, {"NS", UPOS_NOUN, MORPH_PLURAL}, {"DT", UPOS_DET, 0},
  {"JJ", UPOS_ADJ, 0}, {"RB", UPOS_ADV, 0}, {"IN", UPOS_ADP, 0}, {"SC", UPOS_SCONJ, 0}, {"CC", UPOS_CCONJ, 0},
  {"WP", UPOS_PRON, 0}, {"TO", UPOS_PART, 0}, {"CD", UPOS_NUM, 0}, {"PO", UPOS_PART, MORPH_POSS},
  {"VD", UPOS_VERB, MORPH_PAST}, {"VZ", UPOS_VERB, MORPH_PRESENT}, {"VB", UPOS_VERB, MORPH_INF},
  {"VN", UPOS_VERB, MORPH_PART_PAST}, {"VG", UPOS_VERB, MORPH_PART_PRES}, {"MD", UPOS_AUX, MORPH_MODAL},
  {"XD", UPOS_AUX, MORPH_PAST}, {"XZ", UPOS_AUX, MORPH_PRESENT}, {"XB", UPOS_AUX, MORPH_INF},
  {"XN", UPOS_AUX, MORPH_PART_PAST}, {"NG", UPOS_PART, MORPH_NEG}, {"TI", UPOS_PROPN, 0},
};

typedef struct {
  arena *a;
  const statements_model *m;
  lexicon *l;
  facts *f;
  report *r;
  doc *d;
  token *tokens; uint32_t n, cap;
  sentence *sentences; uint32_t n_sentences, cap_sentences;
  quote *quotes; uint32_t n_quotes, cap_quotes;
  block *blocks; uint32_t n_blocks, cap_blocks;
  char *text; uint32_t len;
  uint32_t he;               /* actor named last */
} tagged;

static inline tagged tagged_new(void) {
  tagged x = {.a = arena_new(0), .he = NONE};
  ch_error err = {0};
  const pack *pk;
  x.l = lexicon_new(x.a);
  if (pack_open(&pk, x.a, getenv("CHANCERY_PACK"), &err) || statements_load(&x.m, x.a, pk, x.l, &err))
    fail_msg("%s", err.msg);
  x.f = ARENA_NEW(x.a, facts);
  x.r = ARENA_NEW(x.a, report);
  x.d = ARENA_NEW(x.a, doc);
  return x;
}

static inline const tagged_code *tagged_find(str tag) {
  for (size_t k = 0; k < sizeof tagged_codes / sizeof *tagged_codes; k++)
    if (str_eq(tag, str_of(tagged_codes[k].tag))) return &tagged_codes[k];
  fail_msg("no tag %.*s", (int)tag.len, tag.ptr);
  return NULL;
}

static inline uint32_t tagged_actor(tagged *x, str name, actor_kind kind) {
  facts *f = x->f;
  for (uint32_t k = 0; k < f->n_actors; k++)
    if (str_eq(f->actors[k].name, name)) return k;
  *ARENA_PUSH(x->a, f->actors, f->n_actors, f->cap_actors) =
      (actor){.name = name, .kind = kind, .party = STR("RUR")};
  return f->n_actors - 1;
}

static inline void tagged_mention(tagged *x, uint32_t i, str form, str tag) {
  facts *f = x->f;
  mention m = {.at = x->tokens[i].at,
               .first = i,
               .end = i + 1,
               .head = i,
               .sentence = x->n_sentences,
               .form = MENTION_NAME};
  if (str_eq(tag, STR("NE"))) m.actor = x->he = tagged_actor(x, form, ACTOR_PERSON);
  else if (str_eq(tag, STR("GO"))) m.actor = tagged_actor(x, form, ACTOR_GOVERNMENT);
  else if (str_eq(tag, STR("NM"))) m.actor = tagged_actor(x, form, ACTOR_GROUP), m.form = MENTION_NOMINAL;
  else if (str_eq(tag, STR("PR"))) m.actor = x->he, m.form = MENTION_PRONOUN;
  else return;
  *ARENA_PUSH(x->a, f->mentions, f->n_mentions, f->cap_mentions) = m;
}

/* A time expression of one or more TI words in a row: a day; with the word "after": an offset without a base.
 */
static inline void tagged_time(tagged *x, uint32_t i, str form) {
  facts *f = x->f;
  bool goes_on = f->n_times && f->times[f->n_times - 1].end == i;
  if (!goes_on) {
    time_fact t = {.first = i, .sentence = x->n_sentences, .type = TIME_DATE};
    t.expr = (time_expr){.base_ref = NONE, .op = OP_NEAREST, .base = BASE_REPORT, .n = 1, .grain = CAL_DAY};
    *ARENA_PUSH(x->a, f->times, f->n_times, f->cap_times) = t;
  }
  time_fact *t = &f->times[f->n_times - 1];
  t->end = i + 1;
  if (str_eq(form, STR("after"))) t->expr.op = OP_OFFSET, t->expr.base = BASE_NONE;
  if (str_eq(form, STR("soon"))) t->expr.op = OP_REF;
}

static inline uint8_t tagged_mark(str form) { return form.len && strchr(",.:;?!()-", form.ptr[0]) && form.len == 1; }

static inline void tagged_quote(tagged *x, uint32_t i, str form) {
  token *t = &x->tokens[i];
  bool inside = x->n_quotes && !x->quotes[x->n_quotes - 1].closed;
  if (str_eq(form, STR("\u201c"))) {
    t->flags |= TOK_OPEN;
    if (!inside) *ARENA_PUSH(x->a, x->quotes, x->n_quotes, x->cap_quotes) = (quote){i, i, false, UINT32_MAX};
  } else if (str_eq(form, STR("\u201d"))) {
    t->flags |= TOK_CLOSE;
    x->quotes[x->n_quotes - 1].close = i;
    x->quotes[x->n_quotes - 1].closed = true;
  } else if (inside) {
    t->flags |= TOK_QUOTED;
  }
}

static inline uint16_t tagged_letters(str form) {
  uint16_t flags = 0;
  uint32_t capitals = 0;
  for (size_t k = 0; k < form.len; k++) capitals += form.ptr[k] >= 'A' && form.ptr[k] <= 'Z';
  if (capitals && form.ptr[0] >= 'A' && form.ptr[0] <= 'Z') flags |= TOK_CAP | TOK_ALPHA;
  if (form.len > 1 && capitals == form.len) flags |= TOK_CAPS;
  return flags;
}

/* Equal folded forms, equal numbers: that of the first such token. */
static inline uint32_t tagged_form(const tagged *x, str form) {
  str folded = utf8_folded(x->a, form);
  for (uint32_t k = 0; k < x->n; k++) {
    const token *t = &x->tokens[k];
    if (str_eq(utf8_folded(x->a, (str){x->text + t->view, t->view_end - t->view}), folded)) return t->form;
  }
  return x->n;
}

static inline void tagged_token(tagged *x, str piece) {
  str form = piece, tag = {NULL, 0}, rest = piece;
  str_split(&rest, '/', &form);
  if (rest.ptr) str_split(&rest, '/', &tag);
  str lemma = rest.ptr ? rest : form;
  if (x->len) x->text[x->len++] = ' ';
  uint32_t start = x->len, i = x->n;
  memcpy(x->text + x->len, form.ptr, form.len);
  x->len += (uint32_t)form.len;
  token t = {.view = start,
             .view_end = x->len,
             .at = {start, x->len},
             .upos = UPOS_PUNCT,
             .form = tagged_form(x, form),
             .flags = TOK_SPACE_BEFORE | tagged_letters(form)};
  t.word = lexicon_find(x->l, utf8_folded(x->a, form));
  t.lemma = lexicon_find(x->l, utf8_folded(x->a, lemma));
  if (tag.ptr) {
    const tagged_code *c = tagged_find(tag);
    t.upos = c->upos;
    t.morph = c->morph;
  } else if (!tagged_mark(form) && form.len < 3) {
    fail_msg("no tag at %.*s", (int)piece.len, piece.ptr);
  }
  *ARENA_PUSH(x->a, x->tokens, x->n, x->cap) = t;
  tagged_quote(x, i, form);
  if (tag.ptr) tagged_mention(x, i, form, tag);
  if (tag.ptr && str_eq(tag, STR("TI"))) tagged_time(x, i, form);
}

static inline void tagged_end_sentence(tagged *x) {
  uint32_t first = x->n_sentences ? x->sentences[x->n_sentences - 1].end : 0;
  if (first < x->n)
    *ARENA_PUSH(x->a, x->sentences, x->n_sentences, x->cap_sentences) = (sentence){first, x->n, x->n_blocks};
}

static inline void tagged_end_block(tagged *x) {
  tagged_end_sentence(x);
  *ARENA_PUSH(x->a, x->blocks, x->n_blocks, x->cap_blocks) = (block){.kind = BLOCK_PARAGRAPH};
}

/* Reads the text and finds its statements. */
static inline const facts *tagged_read(tagged *x, const char *text) {
  x->text = ARENA_ARRAY(x->a, char, strlen(text) + 1);
  str rest = str_of(text), piece;
  while (str_split(&rest, ' ', &piece)) {
    if (!piece.len) continue;
    if (str_eq(piece, STR("|"))) tagged_end_sentence(x);
    else if (str_eq(piece, STR("||"))) tagged_end_block(x);
    else tagged_token(x, piece);
  }
  tagged_end_block(x);
  *x->r = (report){
      .text = {x->text, x->len}, .view = {x->text, x->len}, .blocks = x->blocks, .n_blocks = x->n_blocks};
  x->r->published = cal_one_day(cal_from_ymd(2031, 5, 14));
  *x->d = (doc){.report = x->r,
                .tokens = x->tokens,
                .n_tokens = x->n,
                .sentences = x->sentences,
                .n_sentences = x->n_sentences,
                .n_forms = x->n,
                .quotes = x->quotes,
                .n_quotes = x->n_quotes};
  x->f->doc = x->d;
  x->f->report = x->r;
  x->f->lexicon = x->l;
  statements_find(x->a, x->m, x->f);
  return x->f;
}

/* Contents of a statement, joined by " + ". */
static inline const char *tagged_content(const tagged *x, uint32_t k) {
  const statement *st = &x->f->statements[k];
  str *parts = ARENA_ARRAY(x->a, str, st->n_content);
  for (uint32_t i = 0; i < st->n_content; i++) parts[i] = str_at(x->r->text, st->content[i]);
  return arena_join(x->a, parts, st->n_content, STR(" + ")).ptr;
}

static inline const char *tagged_speaker(const tagged *x, uint32_t k) {
  uint32_t who = x->f->statements[k].speaker;
  return who == NONE ? "" : arena_str(x->a, x->f->actors[who].name).ptr;
}

/* The statements of a text are these lines, in order; nested ones and those of other acts included. */
static inline void tagged_check(const char *text, const char *expected,
                                const char *(*line_of)(const tagged *x, uint32_t k)) {
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, text);
  str all = {"", 0};
  for (uint32_t k = 0; k < f->n_statements; k++)
    all = arena_printf(x.a, "%s%s%s", all.ptr, k ? "\n" : "", line_of(&x, k));
  assert_string_equal(all.ptr, expected);
  arena_free(x.a);
}
#endif
