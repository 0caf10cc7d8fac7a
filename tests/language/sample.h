/* sample.h: reports for tests, laid without intake: each line of the text is a block. */
#ifndef TESTS_LANGUAGE_SAMPLE_H
#define TESTS_LANGUAGE_SAMPLE_H
#include "language/language.h"

/* Lines that begin with "= " are titles, with "== " headings, with "- " captions; others paragraphs. */
report *sample_report(arena *a, str text);
/* All lines are paragraphs. */
report *sample_plain(arena *a, str text);
/* A pack, lexicon and model in an arena of their own; ends the program where the pack cannot be loaded. */
typedef struct {
  arena *a;
  const pack *pack;
  model_file *models;
  lexicon *lexicon;
  const language_model *model;
} sample_language;
sample_language sample_open(const char *folder);
void sample_close(sample_language *s);
doc *sample_read(const sample_language *s, arena *a, const char *text);
/* The tokens, a space between them, " / " between sentences. */
str sample_words(arena *a, const doc *d);
/* The same with tags: "They/PRON". */
str sample_tags(arena *a, const doc *d);
#endif
