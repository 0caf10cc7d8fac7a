/* statements.h: learning who said what from reports with marked attributions (JSON lines,
 * docs/statements.md).
 *
 *   MODELS + pack ─statement_docs_read─▶ paragraphs: features, gold labels ─train_statements─▶ sections */
#ifndef TRAIN_STATEMENTS_H
#define TRAIN_STATEMENTS_H
#include "facts/attribution.h"
#include "labeller.h"

enum { MAX_STATEMENT_FILES = 16 };
typedef struct {
  const char *models, *folder, *dev, *note;
  const char *files[MAX_STATEMENT_FILES]; int n_files;
  const char *silver[MAX_STATEMENT_FILES]; int n_silver;         /* reports without marks */
  const char *teachers[MAX_STATEMENT_FILES]; int n_teachers;     /* models whose labels these get */
  uint32_t trust;                                    /* what such a label counts, in hundredths of one that is marked */
  uint32_t hold, lean, kind, epochs, seed, rows, width, half, layers, words, rate, drop_row, drop_input, drop_layer, drop_top;
} statement_settings;

/* Paragraphs; for measuring, which words gold has as one part: spans[i] … of each. */
typedef struct { label_lesson *all; uint32_t n, cap; uint64_t n_words; uint32_t longest, most_rows; } statement_lessons;
void statement_docs_read(statement_lessons *out, arena *a, const statement_settings *k, const char *path);
/* What share of the statements of each sureness is right, in the reports that were held back:
 * [SEEN_KINDS][SURE_BINS] of thousandths, for a labeller that is in the models already. */
void statement_docs_sureness(uint16_t *out, const statement_settings *k, arena *a);
/* Reports that nobody marked, with the labels that the teachers' scores together give. */
void statement_docs_silver(statement_lessons *out, arena *a, const statement_settings *k, const char *path);

void train_statements(arena *a, const statement_settings *k);
#endif
