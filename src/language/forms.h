/* forms.h: the distinct folded forms of one report, numbered in order of first use.
 *
 * Each form is looked up in the lexicon once; all later tokens of the form share what was found. */
#ifndef LANGUAGE_FORMS_H
#define LANGUAGE_FORMS_H
#include "language/language.h"

enum { FORM_CASES = 6 };       /* how a word can be written; see tags.h */

typedef struct {
  str folded;
  uint64_t hash;
  word_id word;
  /* by how it is written: what its ending tells, see tag_model_guess; 0: not yet asked */
  uint16_t guess[FORM_CASES];
  uint32_t lemma_tag;          /* tag + 1 of the token whose lemma was found last; 0: none */
  word_id lemma;
} doc_form;

typedef struct {
  arena *a;
  const lexicon *lexicon;
  doc_form *forms; uint32_t n, cap;      /* [n] */
  uint32_t *slots; uint32_t n_slots;   /* number + 1; 0: free */
  char *room; size_t room_len;         /* where forms are folded; grows to the longest */
} forms;

void forms_init(forms *f, arena *a, const lexicon *l, size_t view_bytes);
/* The number of the form of these bytes, folded; new ones are added. */
uint32_t forms_number(forms *f, str bytes);
/* The word of these bytes, without making a form of them; 0: none. */
word_id forms_word(forms *f, str bytes);
#endif
