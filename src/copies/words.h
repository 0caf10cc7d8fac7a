/* words.h: a report's title, headings and paragraphs as folded words, sentences and quotations. */
#ifndef COPIES_WORDS_H
#define COPIES_WORDS_H
#include "copies/model.h"

enum { WORD_STOP = 1, WORD_NAME = 2, WORD_NUMBER = 4 };

typedef struct {
  uint64_t stem;
  span at;                     /* bytes of the view */
  uint32_t letters, letters_end;       /* place in `letters` */
  uint32_t sentence;
  uint16_t idf;
  uint8_t flags;
} word;

typedef struct {
  uint32_t first, end;         /* words */
  span at;                     /* bytes of the view, with its quotation marks and full stop */
  block_kind kind;
} sentence;

typedef struct {
  uint32_t first, end;         /* words inside */
  span at;                     /* bytes of the view, marks included */
} quotation;

/* The letters of a paragraph. */
typedef struct { uint32_t start, end; } letter_run;

typedef struct {
  const word *words; uint32_t n_words;
  const sentence *sentences; uint32_t n_sentences;
  const quotation *quotes; uint32_t n_quotes;
  const letter_run *paragraphs; uint32_t n_paragraphs;
  str letters;                 /* letters and digits of all words, folded, nothing between them */
} wording;

wording *words_read(arena *a, const copies_model *m, const report *r);
/* The same of a piece of prose: one paragraph. */
wording *words_of(arena *a, const copies_model *m, str prose);
/* Hash of the ANCHOR_LETTERS letters from word i on; 0: too few are left. */
enum { ANCHOR_LETTERS = 25 };
uint64_t words_run(const wording *w, uint32_t i);
static inline str word_letters(const wording *w, uint32_t i) {
  return str_sub(w->letters, w->words[i].letters, w->words[i].letters_end);
}
#endif
