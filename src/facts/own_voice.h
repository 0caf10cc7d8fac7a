/* own_voice.h: words that stand in the speaker's own voice, without a cue: answers in transcripts, and whole
 * documents.
 *
 *   "MR. VALE: We will stay."          label ─▶ one statement of the answer, over its paragraphs     (rule transcript)
 *   "Statement by President Vale" …    head line ─▶ a statement of each paragraph                     (rule own-voice)
 *
 * A question is nobody's statement. In a voice "I" is its speaker, and "we" are his party. */
#ifndef FACTS_OWN_VOICE_H
#define FACTS_OWN_VOICE_H
#include "facts/drafts.h"

typedef struct own_voice_model own_voice_model;
/* Reads [own-voice] and [refusals] of statements.txt. Errors: CH_ERR_PACK. */
ch_status own_voice_load(const own_voice_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Adds a draft for each stretch of own voice, and settles those that stand in one: what only repeats it
 * goes, and what a reporter asks. */
void own_voice_find(const scene *s, const own_voice_model *m, draft_list *drafts);
#endif
