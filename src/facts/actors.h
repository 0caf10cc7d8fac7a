/* actors.h: who is spoken of: states, governments, bodies, organisations, people, groups, places.
 *
 *   doc ─noun phrases─▶ candidates ─linking─▶ facts.actors, facts.mentions      (docs/actors.md)
 *
 * Mentions are by place and never overlap. A mention covers its noun phrase: determiner, party, title and
 * name ("the Ruritanian foreign minister Anna Vale"), without an apposition, which is a mention of its own.
 * A state's adjective before another noun ("Ruritanian strikes") is a mention of the state, its head being
 * the adjective; actors_is_modifier tells it from a noun phrase that can speak or act. */
#ifndef FACTS_ACTORS_H
#define FACTS_ACTORS_H
#include "facts/facts.h"

typedef struct actors_model actors_model;

/* Reads [states], [seats], [bodies], [titles], [persons], … and [actor-words] (docs/pack.md). */
ch_status actors_load(const actors_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* What it was made of. */
const struct gazetteer *actors_gazetteer(const actors_model *m);
/* Fills f->mentions and f->actors, after times; f->doc is tagged. */
void actors_find(arena *a, const actors_model *m, facts *f);

/* The mention that covers the token, or NONE. */
uint32_t actors_mention_at(const facts *f, uint32_t token);
/* Index of the first mention that begins at or after the token; f->n_mentions: none. */
uint32_t actors_mention_from(const facts *f, uint32_t token);
/* Whether the mention only modifies the noun after it: "Ruritanian" in "Ruritanian strikes". */
bool actors_is_modifier(const facts *f, uint32_t mention);
/* The report's actor that is the state of that party, or NONE. */
uint32_t actors_of_party(const facts *f, str party);
/* Actor, party, code and words of a mention. */
slot actors_slot(const facts *f, uint32_t mention);
#endif
