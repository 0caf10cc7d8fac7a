/* forces.h: the force of a statement: its cue's, or, where the cue is plain, what its content shows.
 *
 *   [force-words], [content-force] ─forces_load─▶ rules over classes of words ─forces_of─▶ the first that fits */
#ifndef FACTS_FORCES_H
#define FACTS_FORCES_H
#include "facts/drafts.h"

typedef struct force_table force_table;
/* Errors: CH_ERR_PACK. */
ch_status forces_load(const force_table **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* The row that tells what the draft's cue does: a longer one than the rules' own tells more. NULL: none. */
const cue *forces_row(const scene *s, const draft *d);
/* FACTS.md's word, or NULL. row: of forces_row; out: the statement that the draft becomes, its party and act
 * known. */
const char *forces_of(const scene *s, const force_table *f, const draft *d, const cue *row,
                      const statement *out);
#endif
