/* speakers.h: who speaks at a cue: its verb group, and the noun phrase that is its subject. */
#ifndef FACTS_SPEAKERS_H
#define FACTS_SPEAKERS_H
#include "facts/scene.h"

/* A verb with the auxiliaries, negation and adverbs before it: "has repeatedly said". */
typedef struct {
  uint32_t first, verb;
  bool modal, negative, have, be;
  bool infinitive;           /* "to say", and nothing tells that it was done */
  bool progressive, passive, participle;   /* participle: "saying" without "be" */
} verb_group;
verb_group speakers_group(const scene *s, uint32_t lo, uint32_t verb);

/* How the subject was found. */
typedef enum {
  LINK_NONE,       /* not at all */
  LINK_SUBJECT,    /* before the verb */
  LINK_INVERTED,   /* behind it: "said Vale" */
  LINK_RELATIVE,   /* what a relative pronoun stands for */
  LINK_SHARED,     /* subject of the verb before: "… and warned" */
  LINK_CONTROL     /* of the main verb: "…, saying" */
} subject_link;

typedef struct {
  subject_link link;
  nominal who;           /* the words that name the speaker, apposition included */
  uint32_t before;           /* first token of the clause: of its subject, or of what joins it on */
} subject;

/* The subject of a verb group in [lo, hi). cue_end: where the cue's words end; tag: the cue may follow its
 * content. */
subject speakers_subject(const scene *s, uint32_t lo, uint32_t hi, const verb_group *g, uint32_t cue_end,
                         bool tag);
/* The subject of the finite verb nearest before `end` in [lo, end) that has one of its own. */
bool speakers_of_clause_before(const scene *s, uint32_t lo, uint32_t end, nominal *out);
#endif
