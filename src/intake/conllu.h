/* conllu.h: CoNLL-U as input: a report whose tokens, sentences and paragraphs are given.
 *
 *   lines ─conllu_line─▶ rows ─conllu_report─▶ report { text, view, blocks, given }
 *
 * The text is laid from the forms, a space where SpaceAfter=No does not say otherwise and a blank line before
 * each `# newpar`. Format: https://universaldependencies.org/format.html */
#ifndef INTAKE_CONLLU_H
#define INTAKE_CONLLU_H
#include "intake/intake.h"

/* A word; a multi-word token ("3-4") with its words behind it; an empty node ("3.1"), which is not used. */
typedef enum { CONLLU_WORD, CONLLU_TOKEN, CONLLU_NODE, CONLLU_COMMENT, CONLLU_WRONG } conllu_kind;
typedef struct { str form; uint32_t end; bool space_after; } conllu_row;     /* end: last word of a token */

/* What is read of a sentence; zeroed at its start. */
typedef struct {
  uint32_t words;              /* numbers given so far */
  uint32_t token_end;          /* last word of the last multi-word token */
  const char *wrong;           /* what is wrong with the last line; a constant */
} conllu_state;

/* A line without its end that is not empty. Takes no memory. */
conllu_kind conllu_line(conllu_state *s, str line, conllu_row *out);
/* Whether any word or token was read: comments alone are no sentence. */
static inline bool conllu_begun(const conllu_state *s) { return s->words || s->token_end; }
/* What is wrong with a sentence that ends here, a constant; NULL: nothing. */
const char *conllu_end(const conllu_state *s);
/* "# newdoc", "# newdoc id = x": whether the comment has this name; *value (may be NULL): what is behind "=". */
bool conllu_comment(str line, str name, str *value);

/* Text, view, blocks and given words of the report, from the bytes of one document; in the arena, under its
 * guard. CH_ERR_INPUT: a line is wrong (err has it, counted from `in->line`); CH_ERR_LIMIT: over max_text. */
ch_status conllu_report(report *r, arena *a, const ch_input *in, size_t max_text, ch_error *err);
#endif
