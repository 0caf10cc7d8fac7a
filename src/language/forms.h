/* forms.h: the distinct folded forms of one report, numbered in order of first use.
 *
 * Each form is looked up in the lexicon once; all later tokens of the form share what was found. */
#ifndef LANGUAGE_FORMS_H
#define LANGUAGE_FORMS_H
#include "language/language.h"

typedef struct {
  str folded;
  uint64_t hash;
  word_id word;
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
