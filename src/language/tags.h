/* tags.h: the tags of a sentence's tokens, by the network, and what its trees are made from.
 *
 *   form ─rows of its keys─▶ sum, once a report ─place in the sentence─▶ network ─▶ tag ─▶ UPOS, XPOS, … */
#ifndef LANGUAGE_TAGS_H
#define LANGUAGE_TAGS_H
#include "language/tag_model.h"
#include "language/tokens.h"

typedef struct tagging tagging;
/* What the sentences of one report are tagged with; all in its arena. */
tagging *tags_begin(reading *r, const tag_model *m, const lemma_model *lemmas,
                    const lexicon *l);       /* lemmas NULL: the pack has none, every form is its own */
/* The room that sentences are put into from now on. Without one no sentence may be tagged. */
void tags_use(tagging *t, network_room *room);
/* [n_forms] of the report. */
const doc_form *tags_forms(const tagging *t);
/* Tags the tokens of one sentence. */
void tags_find(tagging *t, const sentence *s);
/* When all are tagged: a word that begins a sentence with a capital is a name where the report calls it one in the
 * middle of another and never writes it small. */
void tags_agree(tagging *t, const sentence *sentences, uint32_t n);
/* The tokens of a sentence take the tags of its tree. Only where nothing was concluded from theirs. */
void tags_of_tree(tagging *t, const sentence *s, const tree *from);
/* After it: the network with the words of a sentence of at most HEADS_MOST words in it, tagged, ready for its
 * tree. */
network_room *tags_again(tagging *t, const doc *d, const sentence *s);
#endif
