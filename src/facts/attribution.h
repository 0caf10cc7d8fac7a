/* attribution.h: speakers, cues and contents as labels of a paragraph's words, by a small network.
 *
 *   scene, drafts of the rules ─attribution_view─▶ features of a word ─labeller─▶ scores ─best lawful row─▶ labels
 *
 * A label is a part of a statement (speaker, cue, content), whether the word begins it, and, but for cues,
 * on which side the cue stands, which ties the parts together. What rules and lists say of a word is among
 * its features. Trainer and reader share all of this but the weights. Method: sequence labels with a
 * trained table of steps (Collobert and others, JMLR 2011), over PolNeAR's roles (Newell and others, LREC
 * 2018). */
#ifndef FACTS_ATTRIBUTION_H
#define FACTS_ATTRIBUTION_H
#include "facts/drafts.h"

typedef enum { PART_NONE, PART_CUE, PART_SPEAKER, PART_CONTENT } statement_part;
enum {
  LABEL_NONE, LABEL_CUE = 1, LABEL_SPEAKER_AHEAD = 3, LABEL_SPEAKER_BACK = 5, LABEL_CONTENT_AHEAD = 7,
  LABEL_CONTENT_BACK = 9, ATTRIBUTION_LABELS = 11        /* each + 1: goes on; AHEAD: the cue stands behind */
};
static inline bool attribution_begins(uint8_t label) { return label & 1; }
static inline uint8_t attribution_base(uint8_t label) {
  return label ? (uint8_t)((label - 1) / 2 * 2 + 1) : 0;
}
static inline statement_part attribution_part(uint8_t label) {
  return label ? (statement_part)((label + 5) / 4) : PART_NONE;
}
/* Whether label `to` may follow label `from`. */
static inline bool attribution_step_is_lawful(uint8_t from, uint8_t to) {
  return !to || attribution_begins(to) || (from && attribution_base(from) == attribution_base(to));
}

/* Words that are labelled together: a paragraph; of a long one as many sentences, of a long sentence as
 * many words as fit. */
typedef struct { uint32_t first, end, next; } attribution_unit;   /* next: sentence where the next begins */
enum { ATTRIBUTION_LONGEST = 400 };      /* words */

typedef struct attribution_view attribution_view;
/* Of what features there are, in the models: those of trees too, which are made of every sentence then. */
enum { ATTRIBUTION_TREES = 1 };
/* drafts: those of the rules, by the order of their cues. NULL: the models have no names. */
const attribution_view *attribution_view_new(const scene *s, const draft_list *drafts, uint32_t kind);
/* The unit after this one, zeros before the first; false: there is none. */
bool attribution_next_unit(const scene *s, attribution_unit *u);
/* Places of a word's features, 1 … n_rows - 1, in a table of ATTRIBUTION_ROWS at least; their number,
 * ATTRIBUTION_FEATURES at most. */
enum { ATTRIBUTION_FEATURES = 40, ATTRIBUTION_ROWS = 8 };
uint32_t attribution_features(uint32_t *rows, uint32_t n_rows, const attribution_view *v, uint32_t i);
/* The best lawful row of labels of n words, 1 at least. scores: [n][labels], steps: [labels + 1][labels],
 * as those of a labeller; came_from: [n][labels], room. */
void attribution_best(uint8_t *labels, uint8_t *came_from, const int32_t *scores, const int32_t *steps,
                      uint32_t n);
/* Puts in the place of the rules' drafts those of the labels, with what the rules know of them, and of the
 * others those that stand beside them. false: nothing is changed, for the labeller is not one of these. */
bool attribution_merge(const scene *s, const labeller *l, draft_list *drafts);
/* How sure a draft is: a bin for each way of finding it. The models say what share of each is right, in
 * thousandths: section who-said-sure, [SEEN_KINDS][SURE_BINS] of 16 bits. */
enum { SURE_BINS = 16, SURE_STEP = 2048 };
uint32_t attribution_sure_bin(const draft *d);
/* The same with the models' labeller, and sureness. Nothing changes where they have none. */
void attribution_find(const scene *s, draft_list *drafts);
#endif
