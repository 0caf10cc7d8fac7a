/* setting.h: a statement in its sentence: the places there that may tell to whom, where and through whom
 * it was said. Inside circumstances only. */
#ifndef FACTS_SETTING_H
#define FACTS_SETTING_H
#include "facts/drafts.h"

/* Tokens between a verb and the words for whom it is said to, or between "quoted" and "as saying". */
enum { SETTING_MAX_BETWEEN = 20 };

typedef struct {
  const scene *s;
  const bool *outlets;       /* [n_actors] some mention names an outlet */
  draft_list *all;
  draft *d;
  uint32_t lo, hi;           /* its sentence, or its quotation inside it */
  run cue, who, behind, between, before;
  run inside;                /* behind a comma among the speaker's words */
} setting;

/* Who of the actors is an outlet, [n_actors], in the scene's arena. */
const bool *setting_outlets(const scene *s);
/* The places of a draft with a cue, one of `all`; they stand until its cue or speaker changes. */
setting setting_of(const scene *s, const bool *outlets, draft_list *all, draft *d);
/* The next other draft that may stand in the same sentence, from 0 on; NULL: no more. */
draft *setting_next(const setting *x, uint32_t *from);
/* The next token of a place, at or behind i, that is not said; or the end of the place. */
uint32_t setting_pass_runs(const setting *x, run place, uint32_t i);
/* From i over "on Monday" and the like. */
uint32_t setting_pass_times(const scene *s, uint32_t i, uint32_t hi);

/* A draft that is none after all: it takes no words, and goes when all are done. */
static inline bool setting_is_gone(const draft *d) { return d->end == d->first; }
static inline void setting_drop(draft *d) { d->end = d->first; }
/* "citing two officials" taken for a statement of its own. */
bool setting_is_half(const scene *s, const draft *d);
/* Sets the speaker, or who passes on, and takes his words into the attribution unit. */
void setting_set_who(draft *d, const nominal *who);
void setting_set_via(draft *d, const nominal *via);

/* The actor of a noun phrase, or NULL. */
const actor *setting_actor(const scene *s, const nominal *np);
/* Whether its head or its last word is of a class. */
bool setting_is_of(const scene *s, const nominal *np, uint64_t word_class);
/* The noun phrase at i, with "of …"; over a quotation mark. */
bool setting_phrase(const scene *s, uint32_t i, uint32_t hi, nominal *out);
/* The last word of a noun phrase before what hangs on it. */
uint32_t setting_last_word(const scene *s, uint32_t first, uint32_t end);
bool setting_is_outlet(const setting *x, const nominal *np);
static inline bool setting_is_verb(const scene *s, uint32_t i, uint16_t form) {
  return s->t[i].upos == UPOS_VERB && (s->t[i].morph & form);
}

/* citations.c: who is cited speaks, and who cites passes on. */
/* "The agency quoted Vale as saying", "Two diplomats, cited by the paper, said"; where neither labels nor
 * rules found the speaker, the outlet is looked for. */
void citations_take(setting *x);
/* Whether d is gone: it only passes on what another draft tells, or is half of one. */
bool citations_pass_on(const setting *x);
/* Who made the words English: FACTS.md's word. outlet: somebody did for others. */
const char *citations_translation(const scene *s, run words, bool outlet);
/* Who made a translation, among its words: "a translation by the agency", "the agency's translation". */
bool citations_translator(const scene *s, run words, nominal *out);
#endif
