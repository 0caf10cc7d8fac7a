/* lemmas.h: the lemma of a form that has a tag: an edit of the form, found by what is known of it.
 *
 *   form, tag ─lemmas_find─▶ edit ─lemmas_write─▶ lemma as it is written
 *                                └─lemmas_word──▶ its word id
 *
 * An edit says which letters become capitals, how many characters go from the end and what takes their
 * place; or it names the lemma. It stands under the most special context the trainer found it needed for:
 * the form as written with its tag; the folded form with its tag, with UPOS and XPOS, with UPOS; then the
 * longest of its endings, with UPOS and XPOS and how the form is written. Contexts are hashes, one probe
 * each. Edits as classes: G. Chrupała et al., "Learning morphology with Morfette", LREC 2008.
 *
 * A loaded model is read-only: threads may share it. */
#ifndef LANGUAGE_LEMMAS_H
#define LANGUAGE_LEMMAS_H
#include "language/model_file.h"
#include "language/weights.h"

/* What becomes of the letters' case. LEMMA_DIGITS: kept, and commas go; LEMMA_WHOLE: the text is the
 * lemma. */
enum { LEMMA_KEEP, LEMMA_LOWER, LEMMA_CAPITAL, LEMMA_UPPER, LEMMA_DIGITS, LEMMA_WHOLE, LEMMA_CASES };
enum { LEMMA_CUT = 9, LEMMA_PUT = 20 };        /* most characters an edit takes off, bytes it puts on */

typedef struct {
  uint8_t letters;             /* LEMMA_… */
  uint8_t cut;
  str put;                     /* as it is written */
  str folded;                  /* the same, folded */
  word_id word;                /* of LEMMA_WHOLE */
} lemma_edit;

/* Hashes of a tag "UPOS\tXPOS\tFEATS"; where a treebank has no XPOS, `part` is the whole tag. */
typedef struct { feature upos, part, whole; } lemma_tag;

typedef struct {
  const uint32_t *keys;        /* [n_slots] a power of two; 0: free */
  const uint16_t *at;          /* [n_slots] which of `edits` */
  uint32_t n_slots;
  /* [n_slots / 8 + 1] a bit for each eighth of a slot, set where a key may be; NULL: all are set. Most
   * contexts are not in the table, and this says so without a wrong guess of the processor. */
  const uint64_t *filter;
  const lemma_edit *edits; uint32_t n_edits;       /* [n_edits] the first: the folded form as it is */
} lemma_model;

/* The contexts of a form, from general to special: its endings of 0 … LEMMA_ENDING characters, each by UPOS
 * (only where there is no XPOS) and by part, then the form itself by UPOS, by part, by the whole tag, and as
 * it is written. */
enum { LEMMA_ENDING = 6, LEMMA_ENDINGS = 2 * (LEMMA_ENDING + 1), LEMMA_BY_UPOS = LEMMA_ENDINGS,
       LEMMA_LEVELS = LEMMA_ENDINGS + 4 };
typedef struct { str form, folded; uint64_t hash; const lemma_tag *tag; } lemma_query;   /* hash: of folded */
/* keys: [LEMMA_LEVELS]; 0 where the form has no such context. */
void lemmas_keys(uint32_t *keys, const lemma_query *q);
static inline uint32_t lemmas_slot(uint32_t key, uint32_t n_slots) { return (key >> 5) & (n_slots - 1); }

/* *found: whether the file holds lemmas; else there is no model. The lemmas that edits name are added to the
 * lexicon (NULL: they are not). CH_ERR_PACK: a section is missing or does not fit. The file must outlive the
 * model. */
ch_status lemmas_load(lemma_model *out, bool *found, arena *a, const model_file *m, lexicon *l,
                      ch_error *err);
lemma_tag lemmas_tag(str tag);                             /* of "UPOS\tXPOS\tFEATS" */
/* The number of the edit; 0 also where nothing is known. */
uint16_t lemmas_find(const lemma_model *m, const lemma_query *q);
/* The lemma as it is written; in the arena, or borrowed from the form, the folded form or the model. */
str lemmas_write(arena *a, const lemma_model *m, uint16_t edit, str form, str folded);
/* The lemma's word id, 0: no word of the lexicon. own: the word id of the folded form. room:
 * lemmas_room(folded) bytes. */
static inline size_t lemmas_room(str folded) { return folded.len + 3 * LEMMA_PUT; }
word_id lemmas_word(const lemma_model *m, const lexicon *l, uint16_t edit, str folded, word_id own,
                    char *room);
/* Whether the text, "L2y" (letters, cut, what is put), is an edit; for the reader and the trainer. */
bool lemmas_edit(lemma_edit *out, arena *a, str text);
/* In capitals: the first letter or all of s. Of the arena. */
str lemma_raise(arena *a, str s, bool all);
#endif
