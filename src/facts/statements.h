/* statements.h: who said what, to whom and when: cues, their speakers and contents, which remarks belong
 * together.
 *
 *   scene ─cues, speakers, contents─▶ drafts ─labels, own voice, circumstances─▶ facts.statements ─remarks─▶ when */
#ifndef STATEMENTS_H
#define STATEMENTS_H
#include "facts/facts.h"

typedef struct statements_model statements_model;
/* Reads the sections of statements.txt; the model lives in the arena and refers to the pack. Errors:
 * CH_ERR_PACK. */
ch_status statements_load(const statements_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Fills f->statements, by place, from the doc, times and actors. `when` has its basis and time; the values
 * come from times_resolve. A time that stands before a statement as an offset ("a week after Vale said") gets
 * that statement's remarks as its base. */
void statements_find(arena *a, const statements_model *m, facts *f);
#endif
