/* check.h: what is wrong in the pack's tables of names, persons and frames, though they load. */
#ifndef FACTS_CHECK_H
#define FACTS_CHECK_H
#include "facts/frames.h"
#include "facts/who.h"

/* One line of canonical JSON for each finding: {"check","file","line","todo","what"}. Their number. */
uint32_t check_pack(arena *a, buf *out, const gazetteer *g, const pack *pk, const lexicon *l);
uint32_t check_frames(arena *a, buf *out, const events_model *m, const pack *pk);
void check_finding(arena *a, buf *out, const char *check, const pack_row *at, str what, const char *todo);
#endif
