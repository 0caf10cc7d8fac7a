/* statement_lookup.h: which statement holds a word. Statements are sorted by place. */
#ifndef FACTS_STATEMENT_LOOKUP_H
#define FACTS_STATEMENT_LOOKUP_H
#include "facts/facts.h"

/* Whether the byte is in what the statement says; silences and headlines say nothing. */
bool statement_holds(const statement *s, uint32_t byte);
/* The innermost statement whose content holds the token of that number; NONE. One that began long before is not looked for. */
uint32_t statement_over(const facts *f, uint32_t token_index);
/* The statement whose cue is one of tokens [first, end); NONE. */
uint32_t statement_of_cue(const facts *f, uint32_t first, uint32_t end);
/* Who makes that statement; false: nobody known, or NONE. */
bool statement_speaker(const facts *f, uint32_t number, slot *out);
#endif
