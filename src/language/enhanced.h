/* enhanced.h: relations that name what joins their words: "nmod:of", "conj:and", "advcl:if", "acl:to".
 *
 * Of the enhanced dependencies of UD (universaldependencies.org/u/overview/enhanced-syntax.html) only the labels;
 * every word keeps its one head. */
#ifndef LANGUAGE_ENHANCED_H
#define LANGUAGE_ENHANCED_H
#include "language/language.h"

/* [tokens of the sentence] labels of its tree, in the arena; `lemmas`: [tokens of the sentence]. */
const str *enhanced_labels(arena *a, const language_model *m, const doc *d, const sentence *s, const tree *t,
                           const str *lemmas);
#endif
