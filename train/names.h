/* names.h: making the model of names from reports with marked names (JSON lines, docs/language.md).
 *
 *   MODELS + pack ─name_reader─▶ docs, our tokens and tags, gold labels ─train_names─▶ sections */
#ifndef TRAIN_NAMES_H
#define TRAIN_NAMES_H
#include "language/names.h"
#include "train.h"

/* What reports are read with. */
typedef struct {
  arena *a;
  const pack *pack;
  lexicon *lexicon;
  const language_model *model;
  model_file *models;
} name_reader;
name_reader name_reader_open(arena *a, const char *folder, const char *models);
/* Each line of the text is a paragraph. */
doc *name_reader_read(const name_reader *r, arena *a, str text);
uint32_t *name_doc_lines(arena *a, const doc *d);          /* [n_tokens] line a token stands in */

/* head: of a noun phrase that holds a name; empty: the span is the name. */
typedef struct { span at, head; name_kind kind; } gold_name;
typedef struct {
  doc *d;
  gold_name *gold; uint32_t n_gold;
  name_word *words;
  uint8_t *labels;             /* [n_tokens + 2] of gold, 0 where no name or one that cannot be found */
  uint32_t *features;          /* by number */
  uint32_t *feature_at;        /* [n_tokens + 2] of word i: features [feature_at[i], feature_at[i + 1]) */
  bool by_other_rules;         /* what is a name in it is not quite what is asked for */
  bool trains;                 /* the others are for measuring */
} name_doc;
typedef struct { name_doc *all; uint32_t n, cap; } name_docs;
/* Adds the documents of a JSON lines file: gold.mentions [{span, type}], or, marked by other rules,
 * gold.entities [{type, mentions: [{span, head, form}]}] of which the forms "name" count. Of those that
 * train one in twelve is added once more in capitals. */
void name_docs_read(name_docs *docs, const name_reader *r, const char *path, bool trains);
/* Which lists runs of words stand in, and the senses of common words. */
typedef struct { name_table listed, senses; } name_tables;
/* Of the pack's names and a file of rows "list<TAB>name" and "sense NUMBER<TAB>word", which may be an .xz
 * file (path NULL: none). */
name_tables name_tables_make(arena *a, const name_reader *r, const char *path);

/* Words and gold labels of all documents. */
void name_docs_mark(name_docs *docs, arena *a, const name_tables *t);

/* Right, found and wanted, by type and in all. */
typedef struct { uint32_t right[NAME_TYPES + 1], found[NAME_TYPES + 1], wanted[NAME_TYPES + 1]; } name_score;
void name_score_add(name_score *s, const name_doc *of, const name_span *found, uint32_t n);
void name_score_say(const name_score *s, const char *what);

enum { MAX_NAME_FILES = 16 };
typedef struct {
  const char *models, *folder, *lists, *dev, *note;
  const char *files[MAX_NAME_FILES]; int n_files;
  uint32_t epochs, runs, seed, n_weights, least, drop, hide, rate, bias;
} name_settings;
void train_names(arena *a, const name_settings *k);
/* Puts the sections of names into the model file. */
void name_sections_write(arena *a, const name_settings *k, const name_weights *w, const name_tables *t);
/* The heaviest of n features in rows of at most `bytes` bytes. total: [NAME_LABELS + n][NAME_LABELS], the
 * steps' weights first; only how they compare matters. */
name_weights name_rows_make(arena *a, const feature *f, uint32_t n, const int64_t *total, uint32_t bytes);
void measure_names(arena *a, const char *models, const char *folder, const char *path, bool show);
void names_main(arena *a, int argc, char **argv);          /* of "names …" and "score-names …" */
#endif
