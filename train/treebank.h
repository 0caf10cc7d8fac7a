/* treebank.h: the sentences of CoNLL-U files. */
#ifndef TRAIN_TREEBANK_H
#define TRAIN_TREEBANK_H
#include "base/base.h"

/* Numbers of names, from 1; 0 is no name. */
typedef struct { map of; str *names; uint32_t n, cap; } names;

typedef struct {
  uint32_t n;
  str *forms, *lemmas;         /* [n] */
  uint32_t *tags;              /* [n + 1] number of "UPOS\tXPOS\tFEATS" */
  uint32_t *heads;             /* [n + 1] 0: root */
  uint32_t *labels;            /* [n + 1] */
  str text;                    /* "# text"; empty where there is none */
  bool new_paragraph;
  str *lines;  /* [n_lines] as they stand in the file, for writing it again; kept where asked for */
  uint32_t n_lines;
} train_sentence;

typedef struct {
  arena *a;
  train_sentence *sentences; uint32_t n, cap;
  uint64_t n_words;
  names *tags, *labels;
} treebank;

/* All of a file, through xz where its name ends in .xz. Ends the program with a message where it
 * cannot be read. */
str train_file(arena *a, const char *path);
uint32_t names_number(names *t, arena *a, str name);
void treebank_init(treebank *b, arena *a, names *tags, names *labels);
/* Adds a file (.conllu or .conllu.xz). Documents whose line in the TSV file `documents` (may be NULL) says
 * NC in its last column are left out. Ends the program with a message where the file cannot be read. */
void treebank_read(treebank *b, const char *path, const char *documents, bool keep_lines);
/* Whether a line is a word's: its first column is a number, not the range of a multi-word token nor
 * the decimal number of an empty node. */
bool treebank_is_word(str line);
/* All sentences of some treebanks of the same tags and labels; they share what these hold. */
treebank treebank_join(arena *a, const treebank *banks, uint32_t n);
#endif
