/* tag_model.h: what the tags of the network mean, by the pack's text: [tag-features], [word-features]. */
#ifndef LANGUAGE_TAG_MODEL_H
#define LANGUAGE_TAG_MODEL_H
#include "language/lemmas.h"
#include "language/network.h"

typedef struct {
  /* [n_tags + 1] by the network's tag; of a tag that no model knows UPOS_X */
  uint8_t *upos, *xpos; uint16_t *morph; str *features; uint32_t n_tags;
  lemma_tag *lemma_tags;       /* [n_tags + 1] what lemmas are found by */
  str *xpos_names; uint32_t n_xpos;    /* XPOS are 1 … n_xpos */
  map xpos_of;
  uint16_t *word_morph;        /* [n_words + 1] MORPH_… of the word itself */
  word_id n_words;
} tag_model;

/* Adds the words of the tables to the lexicon. */
void tag_model_words(const pack *pk, lexicon *l);
/* network: the tags' names. */
ch_status tag_model_load(tag_model *m, arena *a, const pack *pk, const network_model *network, lexicon *l,
                         ch_error *err);
#endif
