/* tokens.h: a block of the reading view as tokens, by the rules of UD English.
 *
 * One pass over the characters' classes: a word, a number, a link, a run of signs. What is special
 * (clitics, abbreviations, units …) stands in the pack; its words carry marks, by word id. */
#ifndef LANGUAGE_TOKENS_H
#define LANGUAGE_TOKENS_H
#include "language/forms.h"

/* What the pack says of a word or piece of one. */
enum {
  MARK_CLITIC = 1 << 0,        /* "'s", "n't": split off the word before */
  MARK_ELISION = 1 << 1,       /* "'em": begins with an apostrophe, not a quotation mark */
  MARK_PREFIX = 1 << 2,        /* "non": its hyphen stays in the word */
  MARK_UNIT = 1 << 3,          /* "bn": split off a number */
  MARK_TITLE = 1 << 4,         /* "gen.": an abbreviation that never ends a sentence */
  MARK_NUMBER = 1 << 5,        /* "no.": an abbreviation before a number, else a word */
  MARK_SHORT = 1 << 6,         /* "inc.": an abbreviation that may end a sentence */
  MARK_CAPITAL = 1 << 7,       /* the abbreviation is one only with a capital */
  MARK_ENDING = 1 << 8,        /* "org": last part of a domain */
  MARK_STARTER = 1 << 9,       /* "the": with a capital it begins a sentence */
  MARK_SAYING = 1 << 10,       /* "asked": may follow a quotation that ends in "?" */
  MARK_SIGN = 1 << 11          /* ":-)": one token */
};

/* Flags of a token that later steps of this room need, above those of language.h; cleared at the end. */
enum {
  TOK_MARK = 1 << 11,          /* may be a quotation mark */
  TOK_SHORT = 1 << 12,         /* an abbreviation with its full stop; may end a sentence */
  TOK_NEVER_ENDS = 1 << 13,    /* an abbreviation or initial that ends none */
  TOK_INNER = TOK_MARK | TOK_SHORT | TOK_NEVER_ENDS
};

typedef struct {
  uint8_t classes[128];        /* of ASCII */
  uint16_t *marks;             /* [n_words + 1] MARK_… by word id */
  uint8_t *cuts;  /* [n_words + 1] bytes of the first of two words written as one ("cannot"); 0 */
  word_id n_words;
} token_model;

/* a block that is read and its tokens [first, end) */
typedef struct { uint32_t block, first, end; } read_block;

/* A report on its way to a doc. */
typedef struct {
  arena *a;
  const report *report;
  forms forms;
  token *tokens; uint32_t n, cap;
  read_block *blocks; uint32_t n_blocks;         /* [n_blocks] */
  uint32_t run;                /* the view run that tokens have come to */
} reading;

/* Adds the pack's special words to the lexicon; then, when no more words come, makes the tables. */
ch_status tokens_words(const pack *pk, lexicon *l, ch_error *err);
ch_status tokens_load(token_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err);
void tokens_find(reading *r, const token_model *m, span at);
/* Adds one token of these bytes of the view, whatever they are; `inner`: not the first word of its token. */
void tokens_add_given(reading *r, const token_model *m, const given_word *w);
static inline uint16_t tokens_marks(const token_model *m, word_id w) {
  return w <= m->n_words ? m->marks[w] : 0;
}
#endif
