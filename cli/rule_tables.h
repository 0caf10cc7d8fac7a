/* rule_tables.h: verb, issue and discard dictionaries of PETRARCH (1, 2) and TABARI, as tables of the pack.
 *
 *   &PAPERS                      [verb-synsets]   &papers | charter; charters
 *   +CHARTER
 *   --- SCOLD [121] ---          [verb-forms]     scold | scolds; scolded; scolding | 121 | scold
 *   SCOLD
 *   - FIERCELY_* OVER &PAPERS [5] [verb-patterns]  scold | fiercely_* over &papers | 5
 *
 * The columns are told in docs/pack.md. What cannot be imported becomes a complaint, and the rest is read. */
#ifndef RULE_TABLES_H
#define RULE_TABLES_H
#include "dictionary.h"

typedef struct { uint32_t line; str text; } rule_row;
typedef struct { rule_row *items; uint32_t n, cap; } rule_rows;

typedef struct {
  arena *a;
  /* TABARI: a word that no underscore closes stands for all that begin so */
  bool stems;
  rule_rows forms, synsets, patterns, issues, discards;
  /* "&ties" → words in it, with those of sets in it; 65,536 a level of such sets */
  map synset_names;
  dictionary_complaint *complaints; uint32_t n_complaints, cap_complaints;
  uint32_t rows;                         /* lines that hold something, of the file read last */
} rule_tables;

rule_tables *rule_tables_new(arena *a, bool stems);
/* Each adds the rows of one file. Uses the arena's guard. Complaints of the files before are dropped. */
void verbs_parse(rule_tables *t, str bytes);
void issues_parse(rule_tables *t, str bytes);
void discards_parse(rule_tables *t, str bytes);

/* For the parsers: complains of `what` in a line; false. A row, a word in small letters with '~' for an open
 * end. */
bool rule_wrong(rule_tables *t, uint32_t line, str what, const char *message);
void rule_add(rule_tables *t, rule_rows *rows, uint32_t line, str text);
#endif
