/* drafts.h: statements in the making, as tokens; inside statements only. */
#ifndef FACTS_DRAFTS_H
#define FACTS_DRAFTS_H
#include "facts/contents.h"
#include "facts/statements.h"

/* By what a draft was found. */
typedef enum { SEEN_BY_RULES, SEEN_BY_LABELS, SEEN_BY_BOTH, SEEN_KINDS } draft_seen;

typedef struct {
  uint32_t first, end;               /* the attribution unit */
  uint32_t number;                   /* where it stands among the drafts when they are sorted */
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
  draft_seen seen;
  int32_t sure;                      /* of the labels, Q12; 0 where only the rules found it */
  bool voice; uint32_t lead;         /* in the speaker's own voice (own_voice.c); its time, or NONE */
  bool ours;                         /* what "we" say in the voice of mention of_voice */
  uint32_t of_voice;
  const char *silence;               /* of an answer that is none; NULL */
  const char *rule; uint16_t p;
  run audience, channel;             /* end 0: none */
  nominal via; bool has_via;
  const char *translation;           /* FACTS.md's word or NULL */
} draft;

typedef struct { draft *items; uint32_t n, cap; } draft_list;

/* Whether token i is said. */
static inline bool draft_says(const draft *d, uint32_t i) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) return true;
  return false;
}
/* Takes tokens [first, end) into the attribution unit. */
static inline void draft_widen(draft *d, uint32_t first, uint32_t end) {
  if (first < d->first) d->first = first;
  if (end > d->end) d->end = end;
}

/* Tokens on either side of a place that are looked at: no written sentence has as many, and endless ones must
 * not be gone through for each of their statements. */
enum { DRAFTS_REACH = 1000 };
/* The part of a sentence that lies within reach of tokens [first, end). */
static inline run drafts_reach(const sentence *at, uint32_t first, uint32_t end) {
  return (run){first > at->first + DRAFTS_REACH ? first - DRAFTS_REACH : at->first,
               end + DRAFTS_REACH < at->end ? end + DRAFTS_REACH : at->end};
}

/* quotations.c: quotations that no cue has: they go on with the statement before, or follow a colon. Drafts
 * come in order of their cues; those added stand behind them. */
void quotations_join(const scene *s, draft_list *drafts);
/* candidates.c: the drafts of one sentence, in order of their cues. */
void candidates_read(const scene *s, uint32_t number, draft_list *out);
/* remarks.c: when each statement was made. f->statements stands, by place; drafts alike. */
void remarks_date(scene *s, const draft *drafts);
/* remark_times.c: whether a time expression names the day, or part of it, on which something was done. */
bool remark_names_day(const time_fact *t);
/* statements.c: what the rules find, in order of the cues, quotations without one behind them. */
scene *statements_by_rules(arena *a, const statements_model *m, facts *f, draft_list *out);
#endif
