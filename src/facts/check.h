/* check.h: what is wrong in the pack's tables of names and persons, though they load. */
#ifndef FACTS_CHECK_H
#define FACTS_CHECK_H
#include "facts/who.h"

/* One line of canonical JSON for each finding: {"check","file","line","todo","what"}. Their number. */
uint32_t check_pack(arena *a, buf *out, const gazetteer *g, const pack *pk, const lexicon *l);
#endif
