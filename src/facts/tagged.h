/* tagged.h: names that the trained tagger of the language layer found, as the report as a whole reads them.
 *
 * A name has one kind in all of a report: the one it was given most often, unless the words around it tell
 * another ("in Calder", "Calder Bridge"). It is found again where the tagger missed it, and so is the short
 * form in brackets behind it ("Vale River Authority (VRA)"). */
#ifndef FACTS_TAGGED_H
#define FACTS_TAGGED_H
#include "facts/gazetteer.h"

typedef struct {
  uint32_t first, end;         /* tokens where it stands first */
  actor_kind kind;             /* person, organisation, place */
  bool vessel;                 /* of a ship: no actor */
  uint32_t votes[4];           /* of the kinds, by name_kind; the last: a vessel's, no actor */
  uint32_t next;               /* another name that begins with the same form, + 1; 0: none */
} tagged_name;

typedef struct {
  tagged_name *names; uint32_t n, cap;
  uint32_t *at;                /* [n_tokens] the name that begins at a token, + 1; 0: none */
} tagged;

/* All names of the report; without models none. */
void tagged_find(tagged *out, arena *a, const gazetteer *g, const facts *f);
/* The actor's name that begins at a token, or NULL; *end: where it, or a ship's name, ends. */
static inline const tagged_name *tagged_at(const tagged *t, uint32_t i, uint32_t *end) {
  const tagged_name *n = t->at[i] ? &t->names[t->at[i] - 1] : NULL;
  *end = n ? i + n->end - n->first : i;
  return n && !n->vessel ? n : NULL;
}
/* Whether the tagger found the name more than once. */
static inline bool tagged_again(const tagged_name *n) { return n->votes[0] + n->votes[1] + n->votes[2] > 1; }
/* "(VRA)" right behind a name of which it has the first letters. */
bool tagged_short_form(const facts *f, uint32_t first, uint32_t i);
#endif
