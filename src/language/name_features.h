/* name_features.h: what finding names looks at; the one definition for the trainer and the reader.
 *
 *   doc ─name_words_make─▶ words [n_tokens] ─features_of_name─▶ features of one token */
#ifndef LANGUAGE_NAME_FEATURES_H
#define LANGUAGE_NAME_FEATURES_H
#include "language/name_table.h"
#include "language/weights.h"

enum { MAX_NAME_FEATURES = 144, NAME_FORM_FIRST = 1, NAME_FORM_END = 4 };

/* What the lists are: their order in a table's values. */
enum {
  LIST_GIVEN, LIST_SURNAME, LIST_RARE_SURNAME, LIST_PERSON, LIST_STATE, LIST_CITY, LIST_SMALL_CITY,
  LIST_REGION, LIST_PEOPLE, LIST_ORGANISATION, LIST_COMPANY, LIST_BODY, LIST_TITLE, LIST_BRAND, LIST_KINDS
};
/* "given", … as the trainer's file of lists has them. */
extern const char *const name_list_names[LIST_KINDS];

/* Four bits of name_word.marks for each list. */
enum { ENTRY_BEGIN = 1, ENTRY_INSIDE = 2, ENTRY_LAST = 4, ENTRY_UNIT = 8, ENTRY_BITS = 4 };

/* How a word is written. */
enum {
  HOW_NONE, HOW_LOWER, HOW_CAPITAL, HOW_CAPITALS, HOW_MIXED, HOW_NUMBER, HOW_SIGN,
  HOW_SHOUTED                  /* in capitals, as all around it is: they tell nothing */
};
/* Where it stands: first in its sentence, in a headline, in a text of capitals (a headline as well). */
enum { PLACE_FIRST = 1, PLACE_HEADLINE = 2, PLACE_CAPITALS = 4 };
/* What the rest of the report tells of a form (name_form.seen). */
enum {
  SEEN_LOWER = 1,              /* it stands there in lower case */
  SEEN_CAPITAL = 2,            /* with a capital, after a word in lower case */
  SEEN_AFTER_TITLE = 4,        /* with a capital, after a title */
  SEEN_AFTER_GIVEN = 8,        /* with a capital, after a given name with one */
  SEEN_BEFORE_CAPITAL = 16,    /* in the list of given names, before a capital */
  SEEN_SHORT = 32,             /* first letters of the capitals before it, in brackets: "(IAEA)" */
  SEEN_IN_LONGER = 64,         /* in an entry of two words or more; which lists: bits 8 … 22 */
  SEEN_FEW = 127,              /* all but the lists */
  SEEN_LISTS = 8
};

/* What is known of a form, wherever it stands; one for each form of the report (token.form). */
typedef struct {
  uint64_t hash;               /* of the folded form, digits as 0 */
  uint64_t ends[3], begins[3]; /* of its last and first 2 … 4 characters; only where it may be part of a name */
  uint32_t seen;               /* SEEN_… */
  str written;                 /* as it was written when last met, and what that tells: of name_word */
  uint64_t cased, shape;
  uint16_t value;              /* its own value in the table of lists */
  uint8_t how;
  uint8_t sense;               /* class of a common word (a person, a group, a place, saying …), 0: none */
  bool known, ended;           /* the rest is set; the ends and beginnings are */
} name_form;

typedef struct {
  const name_form *of;
  uint64_t form, cased;        /* of->hash; of the form as written */
  uint64_t shape;              /* of its letters as X and x, digits as 0, runs of more than two cut */
  uint64_t marks;              /* four bits a list: ENTRY_… */
  uint32_t left, right;        /* words before and behind the run of capitals it stands in; 0: none */
  uint8_t how, xpos;           /* HOW_… */
  uint8_t place;               /* PLACE_… */
  bool active;                 /* may be part of a name; other words are none */
} name_word;

/* [n_tokens + 2], the first and the last no words (all zero): token i is word i + 1. */
name_word *name_words_make(arena *a, const doc *d, const name_table *listed, const name_table *senses);
static inline bool name_word_in(const name_word *w, uint32_t list, uint32_t bits) {
  return w->marks >> (ENTRY_BITS * list) & bits;
}
bool name_word_capital(const name_word *w);
/* The features of word i (from 1), in f, which has room for MAX_NAME_FEATURES; their number. Those from
 * NAME_FORM_FIRST to NAME_FORM_END tell the word itself, which the trainer hides at times. */
uint32_t features_of_name(feature *f, const name_word *words, uint32_t n, uint32_t i);
#endif
