/* contents.h: what was said: the runs of tokens that a cue has for its content. */
#ifndef FACTS_CONTENTS_H
#define FACTS_CONTENTS_H
#include "facts/speakers.h"

typedef struct { uint32_t first, end; } run;

/* A cue in its sentence, its speaker, and what was found to be said. */
typedef struct {
  cue_hit hit;
  const cue *cue;            /* the row that fits */
  uint32_t sentence;
  uint32_t lo, hi;           /* tokens it may look at: its sentence, or its quotation inside it */
  verb_group group;
  subject sub;
  uint32_t controller;       /* candidate of the sentence whose subject it shares, or NONE */
  uint32_t stop;             /* where the content ends at the latest: the next statement's part begins */
  run *runs; uint32_t n_runs, cap_runs;
  const char *rule;          /* NULL: no content found */
  bool quoted;               /* its content is one or more whole quotations */
  nominal via; bool has_via; /* who passes it on: "…, Vale said, the agency reported" */
} candidate;

/* Content behind the cue: "said that …", "warned of …", "said: “…”". */
bool contents_after(const scene *s, candidate *c);
/* Content before or around the cue: "…, Vale said", "“…,” said Vale, “…”". */
bool contents_tag(const scene *s, candidate *c);
/* Content around a speaker's phrase that ends at `end`: "according to Vale, …". */
bool contents_around(const scene *s, candidate *c, uint32_t end);
/* Whether a whole quotation ends just before the subject or the inverted verb. */
bool contents_quote_before(const scene *s, const candidate *c);

/* Adds tokens [first, end), a run for each block, without marks at their ends (quotation marks stay). */
void contents_add(const scene *s, candidate *c, uint32_t first, uint32_t end);
#endif
