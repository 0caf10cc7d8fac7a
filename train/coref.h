/* coref.h: making the model of coreference from reports with marked entities (JSON lines, docs/actors.md).
 *
 *   MODELS + pack ─coref_docs_read─▶ reports as the reader reads them, gold ─train_coref─▶ sections */
#ifndef TRAIN_COREF_H
#define TRAIN_COREF_H
#include "facts/coref.h"
#include "train.h"

typedef struct {
  coref *c;
  uint32_t *cluster;           /* [c->n] of gold, from 1; 0: none */
  uint8_t *kind;               /* [c->n] coref_kind of gold */
} coref_doc;
typedef struct { coref_doc *all; uint32_t n, cap; } coref_docs;

enum { MAX_COREF_FILES = 16 };
typedef struct {
  const char *models, *folder, *note;
  const char *files[MAX_COREF_FILES]; int n_files;
  uint32_t epochs, kind_epochs, runs, seed, n_links, n_kinds, rate, drop;
  uint32_t miss, join, wrong;  /* costs of a missed, a needless and a wrong link, in tenths */
} coref_settings;

/* gold.clusters_ontonotes [[span, …], …] tell who is who, gold.entities [{kind, mentions: [{span, head}]}]
 * what kind of thing a phrase is. */
void coref_docs_read(coref_docs *docs, arena *a, const coref_settings *k, const char *path);
void train_coref(arena *a, const coref_settings *k);
#endif
