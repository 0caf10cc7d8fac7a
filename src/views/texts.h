/* texts.h: the words of reports as the views that hold texts against each other need them: by block, each
 * with a key that is the same whatever its case and the marks around it. */
#ifndef VIEWS_TEXTS_H
#define VIEWS_TEXTS_H
#include "views/rows.h"

typedef struct {
  span at;                 /* bytes of the text */
  uint32_t block;
  uint64_t key;            /* 0: marks alone */
} view_word;

typedef struct { bool title; uint32_t start, end; } view_block;    /* its words */

typedef struct {
  str id, text;
  const view_word *words; uint32_t n;
  const view_block *blocks; uint32_t n_blocks;      /* titles, headings and paragraphs, in order */
} view_text;

typedef struct {
  arena *a;                /* the texts', under a guard of its owner */
  const view_options *o;
  buf line; json_t *facts; /* what is being read: freed by texts_end, whatever happened */
} view_texts;

/* NULL: the words are not to be had. */
const view_text *texts_get(view_texts *t, str report_id);
void texts_end(view_texts *t);
/* The words that begin in the span: [*start, *end). */
void text_words(const view_text *t, span at, uint32_t *start, uint32_t *end);
/* A span of JSON, cut to a text's length; empty where there is none. */
span span_of(const json_t *pair, size_t length);
#endif
