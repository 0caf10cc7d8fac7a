/* acts.h: the acts of one sentence on their way to events; shared by the files of the event coder.
 *
 *   acts.c          words of a frame, with its conditions ─▶ act           acts_compose.c  an act upon an act: its code
 *   acts_parties.c  who, to whom                                           acts_status.c   happened, planned, denied …
 *   acts_places.c   sides told by where it is done                         acts_when.c     the day
 *   events.c        which acts become events */
#ifndef FACTS_ACTS_H
#define FACTS_ACTS_H
#include "facts/actors.h"
#include "facts/events.h"
#include "facts/frames.h"

typedef struct { slot *slots; uint32_t n, cap; } slot_list;

typedef struct act {
  uint32_t first, end;         /* words of the trigger that stand together */
  uint32_t token;              /* their head */
  uint32_t verb;               /* the verb that carries it: itself, a light verb ("held talks"); NONE: a bare noun */
  light_kind light;            /* where verb is a light one */
  bool noun;
  const trigger *words;
  const frame *frame;
  const char *type, *mode, *status;
  const char *told;            /* the status that words around it tell; NULL */
  str cameo;
  slot_list source, target;
  uint32_t object;             /* the act in its content, or NONE */
  uint32_t content;            /* token where its content stands, or NONE */
  uint32_t of;                 /* the act that has it as object, or NONE */
  uint32_t claim;              /* statement that holds it, or NONE */
  bool negative, composed, dropped;
  bool addressed;              /* of operators: to whom it is said is named beside it */
  bool both_named;             /* the words name both sides */
  bool by_agent;               /* of a noun: "raids by A" */
  bool by_private;             /* nobody who is a party, but somebody who is none */
  bool home;                   /* on one's own people, where nobody else is named */
  const char *why;             /* dropped: for explain */
  when when;
  uint32_t event;              /* its event, or NONE */
} act;

typedef struct {
  arena *a;
  const events_model *m;
  facts *f;
  const token *t;
  const clauses *c;
  uint32_t sentence;
  uint32_t dateline;           /* token behind the town and day that open a paragraph; the sentence's first: it has none */
  act *acts; uint32_t n, cap;          /* by place */
  uint32_t *at;                /* [tokens of the sentence] 1 + act whose words it is one of; UINT32_MAX: a frame's that is no event; 0 */
  bool anybody;                /* private people count as of their party, for now */
  buf *trace;                  /* NULL, or where explain wants to read why frames lost */
} coder;

/* The act one of whose words a token is; NULL where it is none's, for NONE too. */
act *acts_of_token(const coder *k, uint32_t i);
/* It is no event, for the first reason found. */
void acts_drop(act *x, const char *why);
/* Finds the acts of the sentence. */
void acts_find(coder *k);
/* The act that stands at a token or, where that is a light verb or a word of aspect, behind it; NONE. */
uint32_t acts_at(const coder *k, uint32_t i);
/* Composes acts upon acts, those of the sentence that stand deepest first. */
void acts_compose(coder *k);
/* The tokens that stand on a path from an act: [*n], in the arena. */
const uint32_t *acts_path(const coder *k, const act *x, path p, uint32_t *n);
/* "Seeks answers as well as to return": the infinitive that goes on what is sought; NONE. */
uint32_t acts_also(const coder *k, uint32_t verb);
bool acts_holds(const coder *k, const act *x, const need *n);
/* Whether a word of the noun phrase is of a class. */
bool acts_phrase_in(const coder *k, uint32_t head, uint32_t class);
/* "Each other": each of the subject. */
bool acts_is_reciprocal(const coder *k, uint32_t head);

void parties_fill(coder *k, act *x);
/* Those that an operator's content gives, both ways. */
void parties_compose(coder *k, act *x);
void parties_settle(coder *k, act *x);
/* Others are found to do it: those are not whom it is done to. */
void parties_take(coder *k, act *x, const slot_list *source);
/* Where no words name a side: done by those of the place, whether it is so; on one's own people; where the target is. */
bool places_source(coder *k, act *x);
void places_home(coder *k, act *x, bool guessed);
void places_target(coder *k, act *x);
/* The place in the act's own words; NONE. Index of a mention. */
uint32_t places_named(const coder *k, const act *x);

/* What tense, auxiliaries, negation, governors tell: told, negative. */
void status_read(const coder *k, act *x);
/* Status, and who claims it, after composition; what makes it no event sets dropped. */
void status_fill(coder *k, act *x);
/* Whether the act lies ahead: nothing of it can be dated before the report. */
bool status_ahead(const char *status);
when acts_when(const coder *k, const act *x);
bool acts_lies_ahead(const coder *k, const act *x, cal_date day);      /* a day behind the report's, of what is not told as past */
/* Index of the first time that begins at or after a token. */
uint32_t acts_times_from(const facts *f, uint32_t i);
uint32_t acts_statement_of(const coder *k, const act *x);
#endif
