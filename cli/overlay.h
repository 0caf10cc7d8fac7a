/* overlay.h: an overlay in the making: tables that add to a pack's, from entries of dictionaries (docs/pack.md). */
#ifndef OVERLAY_H
#define OVERLAY_H
#include "dictionary.h"
#include "rule_tables.h"

typedef struct overlay overlay;
typedef struct { uint32_t imported, known, skipped; } overlay_count;   /* names; known: as the pack has them */

/* open_names: TABARI's, where a name that no underscore closes stands for all words that begin so. Uses the
 * arena's guard, as all that adds does; overlay_free frees what is not in the arena. */
overlay *overlay_new(arena *a, const pack *pk, bool open_names);
void overlay_free(overlay *o);

/* The entry's names as rows. A name that stood before is said and left out. `path`: the dictionary's, to be said. */
void overlay_add_actor(overlay *o, const char *path, const dictionary_entry *e);
void overlay_add_agent(overlay *o, const char *path, const dictionary_entry *e);
/* Says on standard output that a line was left out, and why; counts it. */
void overlay_skip(overlay *o, const char *path, uint32_t line, str why);
overlay_count overlay_counted(const overlay *o);
/* A line of the report: standard output, control codes shown as ?. */
void overlay_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes imported_actors.txt, imported_agents.txt, imported_verbs.txt, imported_issues.txt and
 * imported_discards.txt, each where there were such rows. False: said why. */
bool overlay_write(overlay *o, const rule_tables *rules, const char *folder);
#endif
