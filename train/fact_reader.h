/* fact_reader.h: reports of JSON lines, read as the engine reads them, for trainers of rooms above
 * language. */
#ifndef TRAIN_FACT_READER_H
#define TRAIN_FACT_READER_H
#include "facts/facts.h"
#include "train.h"
#include <jansson.h>

typedef struct {
  arena *a;
  const pack *pack;
  lexicon *lexicon;
  const intake_model *intake;
  const language_model *language;
  const facts_model *facts;
  model_file *models;          /* to be closed in the end */
} fact_reader;

/* Errors end the program. */
fact_reader fact_reader_open(arena *a, const char *folder, const char *models);
/* The report of a row {"text", "id"?, "published"?, "title"?, "url"?}, and its doc. */
report *fact_reader_report(const fact_reader *r, json_t *row);
doc *fact_reader_doc(const fact_reader *r, report *rep);
/* A span [start, end]; false: it is none. */
bool fact_reader_span(json_t *list, span *out);
#endif
