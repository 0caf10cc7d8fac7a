/* circumstances.h: to whom, where and through whom a statement was made.
 *
 *   drafts ─who passes on─▶ speakers, via ─to whom, where─▶ audience, channel, translation */
#ifndef FACTS_CIRCUMSTANCES_H
#define FACTS_CIRCUMSTANCES_H
#include "facts/drafts.h"

/* Fills audience, channel, via and translation of drafts that stand by place. Who is only cited ("the
 * paper said, citing Vale") becomes the speaker, the outlet the way the words came; what is only half of
 * such a statement goes. */
void circumstances_find(const scene *s, draft_list *drafts);
#endif
