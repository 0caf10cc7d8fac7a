/* language.h: a report's reading view as sentences of tokens, with tags, lemmas and, on demand, trees.
 *
 *   report ─language_read─▶ doc { tokens, sentences, quotes } ─language_tree─▶ heads, relations
 *
 * Tokens are the words of Universal Dependencies (UD English: "can't" is "ca" + "n't", "Russia's" is
 * "Russia" + "'s"); tags are UPOS with a small XPOS and features; all from pack data.
 *
 * Every word that any table of the pack names has a number, the same for all rooms: its word id. A
 * token carries the id of its folded form and of its lemma, so rules compare integers. Id 0: no word
 * of the pack. */
#ifndef LANGUAGE_H
#define LANGUAGE_H
#include "base/base.h"
#include "intake/intake.h"

/* ---- the lexicon: words of the pack and their numbers; grows while the pack loads, then fixed -------- */

typedef struct lexicon lexicon;
typedef uint32_t word_id;

lexicon *lexicon_new(arena *a);
word_id lexicon_add(lexicon *l, str form);               /* folds, then interns; never 0 */
word_id lexicon_find(const lexicon *l, str folded);      /* 0: none */
str lexicon_word(const lexicon *l, word_id w);           /* the folded form */
uint32_t lexicon_size(const lexicon *l);                 /* ids are 1 … size */

/* ---- tags -------------------------------------------------------------------------------------------- */

typedef enum {
  UPOS_X, UPOS_ADJ, UPOS_ADP, UPOS_ADV, UPOS_AUX, UPOS_CCONJ, UPOS_DET, UPOS_INTJ, UPOS_NOUN, UPOS_NUM,
  UPOS_PART, UPOS_PRON, UPOS_PROPN, UPOS_PUNCT, UPOS_SCONJ, UPOS_SYM, UPOS_VERB, UPOS_COUNT
} upos;
const char *upos_text(upos u);

/* What the forms of verbs, nouns and pronouns tell; a token has any of them. */
enum {
  MORPH_PAST = 1 << 0,         /* finite past: "said" */
  MORPH_PRESENT = 1 << 1,      /* finite present: "says", "say" */
  MORPH_INF = 1 << 2,          /* bare form after "to" or a modal */
  MORPH_PART_PAST = 1 << 3,    /* "held" in "were held", "have held" */
  MORPH_PART_PRES = 1 << 4,    /* "holding" */
  MORPH_MODAL = 1 << 5,        /* "will", "may" */
  MORPH_PLURAL = 1 << 6,
  MORPH_POSS = 1 << 7,         /* "'s", "his" */
  MORPH_MASC = 1 << 8, MORPH_FEM = 1 << 9, MORPH_NEUT = 1 << 10,    /* of pronouns */
  MORPH_P1 = 1 << 11, MORPH_P2 = 1 << 12, MORPH_P3 = 1 << 13,
  MORPH_NEG = 1 << 14,         /* "not", "n't", "never", "no" */
  MORPH_NAME = 1 << 15         /* in a name, whatever its UPOS: "United" (VERB), "New" (ADJ) of places */
};
/* How a token is written and where it stands. */
enum {
  TOK_SPACE_BEFORE = 1 << 0,   /* white space before it in the reading view */
  TOK_CAP = 1 << 1,            /* first letter is a capital */
  TOK_CAPS = 1 << 2,           /* all its letters are capitals (≥ 2 letters, or "U.S.") */
  TOK_DIGIT = 1 << 3,          /* begins with a digit */
  TOK_ALPHA = 1 << 4,          /* begins with a letter */
  TOK_FIRST = 1 << 5,          /* first token of its sentence that is a word */
  TOK_MWT = 1 << 6,            /* not the first word of a multi-word token ("n't", "'s") */
  TOK_OPEN = 1 << 7, TOK_CLOSE = 1 << 8,    /* an opening, a closing quotation mark (paired) */
  TOK_QUOTED = 1 << 9,         /* inside quotation marks */
  TOK_LINK = 1 << 10           /* a URL, e-mail or handle: never a word */
};

typedef struct {
  uint32_t view, view_end;     /* bytes of the reading view */
  span at;                     /* bytes of the text */
  word_id word, lemma;         /* of the folded form and the lemma; 0: not in the pack */
  uint32_t form;               /* number of the folded form in this doc: equal forms, equal numbers */
  uint16_t tag;                /* number of UPOS, XPOS and features in the models; 0: none */
  uint8_t upos;
  uint8_t xpos;                /* number of the XPOS: language_xpos; 0: none */
  uint16_t morph;              /* MORPH_… */
  uint16_t flags;              /* TOK_… */
} token;

typedef struct {
  uint32_t first, end;         /* tokens [first, end) */
  uint32_t block;              /* index into report.blocks */
} sentence;

/* A pair of quotation marks and what stands between; it may hold several sentences and run over
 * paragraphs (each opens with a mark again, only the last closes). */
typedef struct {
  uint32_t open, close;        /* tokens of the marks; close = the last token where the mark is missing */
  bool closed;
  uint32_t parent;             /* index of the quote it stands in, or UINT32_MAX */
} quote;

/* What a name is of; a title or office. */
typedef enum { NAME_PER, NAME_ORG, NAME_LOC, NAME_ROLE } name_kind;
typedef struct { uint32_t first, end; name_kind kind; } name_span;       /* tokens [first, end) */
typedef struct {
  const name_span *all; uint32_t n;                        /* by first */
  const uint64_t *hashes;      /* [n_forms] of each folded form, the same in every report */
  const uint8_t *senses;       /* [n_forms] class of a common word (a person, a group, saying …), 0: none */
} name_list;

typedef struct {
  const report *report;
  const token *tokens; uint32_t n_tokens;
  const sentence *sentences; uint32_t n_sentences;       /* of titles, headings and paragraphs, in order */
  const quote *quotes; uint32_t n_quotes;                /* by open */
  uint32_t n_forms;            /* different folded forms */
  uint32_t trees_built;        /* of `trees` */
  const struct tree **trees;   /* [n_sentences] those language_tree has made; NULL before the first */
  const name_list *names;      /* language_names has found them; NULL before */
  struct tagging *tagging;     /* what its tokens were tagged with, for the trees */
} doc;

typedef struct tree {
  const int32_t *head;         /* [sentence tokens] index in the sentence, -1: root */
  const uint8_t *relation;     /* [sentence tokens] number of the relation: language_relation */
  const uint16_t *tag;  /* [sentence tokens] the tags once more, made from more than those of the tokens */
} tree;

typedef struct language_model language_model;

/* The pack's trained models, models.bin in its folder. They must outlive the language model that is loaded
 * with them. CH_ERR_PACK: there is no such file or it is damaged; CH_ERR_IO: it cannot be read;
 * CH_ERR_MEMORY. */
typedef struct model_file model_file;
ch_status language_models_open(model_file **out, const char *folder, ch_error *err);
void language_models_close(model_file *models);            /* NULL is fine */
uint64_t language_models_sum(const model_file *models);    /* checksum of all that is in them */
/* The bytes of a section of the models that other rooms decide with; ptr NULL where there is none. */
str language_section(const language_model *m, const char *name);
/* Reads the pack's language tables into the lexicon (docs/language.md): [clitics], [abbreviations],
 * [tag-features], [word-features], …, and the models. The arena, the pack and the models must outlive the
 * model. Words that other rooms add, before or after, are known to it. style: the treebank whose conventions
 * are followed, by its name in the models; NULL: the models' choice. */
ch_status language_load(const language_model **out, arena *a, const pack *pk, lexicon *l,
                        const model_file *models, const char *style, ch_error *err);
/* Sentences of titles, headings and paragraphs; other blocks are not read. Words that the report gives are
 * taken. Uses the arena's guard. */
doc *language_read(arena *a, const language_model *m, const lexicon *l, const report *r);
/* The tree of a sentence, made when first asked for, or NULL where the sentence is no sentence (more than a
 * thousand words). `a` is the arena of the doc. */
const tree *language_tree(arena *a, const language_model *m, doc *d, uint32_t sentence);
/* Persons, organisations, places and, beside persons or in capitals, titles, found when first asked for; NULL
 * where the models have no names. A title may hold names ("Treasury spokesman"); other names do not overlap.
 * `a` is the arena of the doc. */
const name_list *language_names(arena *a, const language_model *m, doc *d);
/* The name of a relation ("nsubj:pass"), empty for 0; and the number of a name, 0 where the models have
 * none. */
str language_relation(const language_model *m, uint8_t relation);
uint8_t language_relation_find(const language_model *m, str name);

/* The name of an XPOS ("VBD"), empty for 0; and the number of a name, 0 where the pack has none. */
str language_xpos(const language_model *m, uint8_t xpos);
uint8_t language_xpos_find(const language_model *m, str name);
/* The features of a token's tag ("Mood=Ind|Tense=Past"), empty where it has none. */
str language_feats(const language_model *m, const token *t);

/* ---- labels (labeller.h): a small network of the models, for a room that finds features of words ------- */

typedef struct labeller labeller;
typedef struct labeller_room labeller_room;
const labeller *language_labeller(const language_model *m);      /* NULL: the models have none */
uint32_t labeller_n_rows(const labeller *l);               /* features are 1 … n_rows - 1 */
uint32_t labeller_n_labels(const labeller *l);
uint32_t labeller_kind(const labeller *l);                 /* what the room that finds features is told of them */
/* [n_labels + 1][n_labels] what a step from one label to the next adds, Q12; the last row: from the beginning */
const int32_t *labeller_steps(const labeller *l);
labeller_room *labeller_room_new(arena *a, const labeller *l);       /* in the arena, whose guard it uses */
/* scores: [n][n_labels] Q12, within ± 2^24, of n words, 1 at least; the features of word i are rows[at[i]] …
 * rows[at[i + 1]], 200 at most. */
void labeller_scores(int32_t *scores, labeller_room *r, const uint32_t *rows, const uint32_t *at, uint32_t n);

/* ---- helpers over tokens ----------------------------------------------------------------------------- */

/* Text span from the first byte of token i to the last of token j - 1. */
static inline span doc_span(const doc *d, uint32_t i, uint32_t j) {
  return (span){d->tokens[i].at.start, d->tokens[j - 1].at.end};
}
/* The token's words in the reading view (markup left out). */
static inline str doc_str(const doc *d, uint32_t i, uint32_t j) {
  return str_sub(d->report->view, d->tokens[i].view, d->tokens[j - 1].view_end);
}
/* The same as one line: words may go over the end of a wrapped one. */
str doc_line(arena *a, const doc *d, uint32_t i, uint32_t j);
/* The doc as CoNLL-U, docs/language.md; lines of a given doc's own comments are kept. Makes every tree. */
void doc_conllu(arena *a, buf *out, const language_model *m, doc *d);
/* A sentence for people, a word a line: its place in the text, UPOS, relation, and the tree drawn before the
 * word; within 80 columns where words are of common length. */
void doc_draw(arena *a, buf *out, const language_model *m, doc *d, uint32_t sentence);
/* The same as a JSON array, an object a token: span, form, lemma, upos, xpos, feats, quoted, and where there
 * is a tree, head (from 1 in the sentence, 0: root) and relation. */
void doc_write_tokens(arena *a, jw *j, const language_model *m, doc *d, uint32_t sentence);
/* The lemma as it is written: names keep their capitals, other words are in lower case. */
str doc_lemma(arena *a, const language_model *m, const doc *d, uint32_t i);
#endif
