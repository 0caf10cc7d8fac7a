/* drafts.h: statements in the making, as tokens; inside statements only. */
#ifndef FACTS_DRAFTS_H
#define FACTS_DRAFTS_H
#include "facts/contents.h"
#include "facts/statements.h"

typedef struct {
  uint32_t first, end;               /* the attribution unit */
  uint32_t sentence;                 /* of the cue, or of the first words */
  uint32_t cue_first, cue_end;       /* cue_end 0: no cue */
  const cue *cue;                    /* NULL: no cue */
  nominal who; bool has_who;
  const run *runs; uint32_t n_runs;
  statement_mode mode;
  statement_act act;
  bool quoted;                       /* direct: the next quotation may go on with it */
  bool reported;                     /* present or perfect tense: not part of a chain of remarks */
  bool shared;                       /* its subject is that of the statement before in the sentence */
  const char *rule; uint16_t p;
  run audience, channel;             /* end 0: none */
  nominal via; bool has_via;
  const char *translation;           /* FACTS.md's word or NULL */
} draft;

typedef struct { draft *items; uint32_t n, cap; } draft_list;

/* quotations.c: quotations that no cue has: they go on with the statement before, or follow a colon. Drafts
 * come in order of their cues; those added stand behind them. */
void quotations_join(const scene *s, draft_list *drafts);
/* candidates.c: the drafts of one sentence, in order of their cues. */
void candidates_read(const scene *s, uint32_t number, draft_list *out);
/* remarks.c: when each statement was made. f->statements stands, by place; drafts alike. */
void remarks_date(scene *s, const draft *drafts);
/* statements.c: what the rules find, in order of the cues, quotations without one behind them. */
scene *statements_by_rules(arena *a, const statements_model *m, facts *f, draft_list *out);
#endif
