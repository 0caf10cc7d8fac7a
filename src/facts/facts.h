/* facts.h: what a report tells: times, actors, statements, events, each with its span and its rule.
 *
 *   doc ─times_find─▶ times ─actors_find─▶ actors ─statements_find─▶ statements ─┐
 *        (extents, expr)     (mentions, roles)      (speaker, cue, content)     │
 *                                                  events_find ◀─ times_resolve ◀┘
 *                                                                 (values by their anchors)
 *
 * Facts refer to each other by index; ids are made when they are written. Strings are borrowed from
 * the report, the pack or the arena. NONE stands for "no such fact". */
#ifndef FACTS_H
#define FACTS_H
#include "base/base.h"
#include "intake/intake.h"
#include "language/language.h"

#define NONE UINT32_MAX

/* ---- times ---------------------------------------------------------------------------------------- */

typedef enum { TIME_DATE, TIME_TIME, TIME_DURATION, TIME_SET } time_type;

/* What a TIMEX says before its anchor is known: an algebra over the calendar, written as `expr`. */
typedef enum {
  OP_ABS,        /* literal: a full date, a year */
  OP_THIS,       /* the unit of `grain` that holds the base ("today", "this month"), moved by n */
  OP_LAST,       /* unit n before ("last week", n = 1); for a weekday or month name: the last one */
  OP_NEXT,       /* the next one */
  OP_NEAREST,    /* a weekday, month or month-day without a year: by tense (bias -1 past, 0 nearest, 1 future) */
  OP_OFFSET,     /* base moved by n units ("a week after …": base = that fact; "10 days ago") */
  OP_BEFORE,     /* [.., base) of the unit ("earlier this month": from the unit's start to the day before the base) */
  OP_AFTER,      /* (base, ..] of the unit ("later this week") */
  OP_UNTIL,      /* at or before the base: "so far", "by Friday" */
  OP_SINCE,      /* from the base on */
  OP_WITHIN,     /* [base + n, base + n2] units ("within 10 to 12 days") */
  OP_DURATION,   /* a length: n (to n2) units */
  OP_REF,        /* "now", "soon", "recently": PRESENT, FUTURE, PAST; n = 0, 1, -1 */
  OP_SET         /* recurs: every n units */
} time_op;

/* A feast is the weekday on or after a day of the year ("Thanksgiving"), or so many days before or after
 * Easter, counted from FEAST_EASTER. */
enum { FEAST_NONE, FEAST_WEEKDAY, FEAST_EASTER = 100, FEAST_LAST = 200 };

typedef enum { BASE_NONE, BASE_REPORT, BASE_TIME, BASE_STATEMENT } time_base;

typedef struct {
  time_base base; uint32_t base_ref;   /* which time or statement; NONE where it is not yet found */
  time_op op;
  int32_t n, n2;               /* amounts, see op */
  cal_grain unit;              /* unit of n */
  cal_grain grain;             /* granularity of the value */
  uint8_t weekday, month, day; /* names in the words: 1–7, 1–12, 1–31; 0: none. weekday 8: weekend */
  uint8_t feast;               /* a day fixed by a rule of the calendar: FEAST_… */
  int8_t bias;                 /* OP_NEAREST */
  cal_date literal;            /* OP_ABS; also the unit that OP_BEFORE / OP_AFTER cut */
  uint8_t part;                /* of the unit found: 1 its first third, 2 middle, 3 last, 4 its last day,
                                * 5, 6 its halves, 7 its last week, 11–15 its first to fifth week; 0: all */
  uint16_t clock, clock_end;   /* 1 + minute of the day ("3 p.m.", "morning"; the end may lie past midnight); 0: none */
  bool approx;
} time_expr;

typedef struct {
  span at; uint32_t first, end;        /* bytes, tokens */
  uint32_t sentence;
  time_type type;
  time_expr expr;
  cal_date value;              /* of expr with its base; CAL_NONE: not known */
  str value_text;              /* the value as FACTS.md writes it where it is no interval of days (PT48H, P10D) */
  const char *rule; uint16_t p;
  bool ends;                   /* the end of the span that the time before it begins ("from June 3 to July 5") */
} time_fact;

/* The value of an expression with a given base date. Pure. `expr` written to JSON and read back gives
 * the same value: what the record re-values for reports that inherit a date. */
cal_date time_value(const time_expr *e, cal_date base);
void time_expr_write(jw *j, const time_expr *e, str base_id);      /* base_id: fact id for TIME, STATEMENT */
/* From the members of a written expr: op word, offset, grain, …; keys as time_expr_write gives them. */
typedef struct { str base, op, offset, offset2, grain, unit, literal; int64_t weekday, month, day, feast, bias, part; bool approx; } time_expr_text;
bool time_expr_parse(const time_expr_text *t, time_expr *out);       /* base_ref stays NONE: the caller maps t->base */

/* ---- when ------------------------------------------------------------------------------------------- */

/* When a statement was made or an event took place. Written as {"value","basis","time","approx"}. */
typedef enum {
  WHEN_NONE,       /* unknown: value null */
  WHEN_TIME,       /* a time expression in its clause */
  WHEN_CARRIED,    /* the same remarks as an earlier statement: its time */
  WHEN_OFFSET,     /* computed from another fact ("a week after the minister said"); time = that expression */
  WHEN_REPORT,     /* at or before the report: value "../<published>", null while that is not known */
  WHEN_DOCUMENT    /* the words of a document or transcript: the day it bears */
} when_basis;
const char *when_basis_text(when_basis b);   /* "none", "expression", "carried", "event", "report", "document" */
bool when_basis_parse(str s, when_basis *out);
typedef struct { when_basis basis; uint32_t time; cal_date value; bool approx; } when;

/* ---- actors ------------------------------------------------------------------------------------------- */

typedef enum { ACTOR_PERSON, ACTOR_STATE, ACTOR_GOVERNMENT, ACTOR_ORGANISATION, ACTOR_GROUP, ACTOR_PLACE } actor_kind;
const char *actor_kind_text(actor_kind k);
typedef enum { MENTION_NAME, MENTION_TITLE, MENTION_PRONOUN, MENTION_NOMINAL, MENTION_METONYM } mention_form;
const char *mention_form_text(mention_form f);

typedef struct {
  span at; uint32_t first, end;        /* tokens of the whole mention (title + name) */
  uint32_t head;                       /* its head token */
  uint32_t sentence, actor;
  mention_form form;
  str code;                            /* where these words have another code than the actor; ptr NULL: no */
} mention;

typedef struct { str title; str of; span at; } role;      /* of: party or body it is held for; ptr NULL */

typedef struct {
  str key;                     /* pack id or "party:folded name"; ptr NULL: local to the report */
  str name;                    /* fullest form in the report, or the pack's */
  actor_kind kind;
  str party, code;             /* ptr NULL: unknown */
  str affiliation;             /* "ministry" of "ministry sources"; ptr NULL */
  bool anonymous, plural, coded;       /* coded: its code is that of [coded-names] */
  uint8_t gender;              /* 'm', 'f', 'n', 0 */
  const uint32_t *members; uint32_t n_members;            /* a group's actors */
  role *roles; uint32_t n_roles, cap_roles;
  const char *rule; uint16_t p;
  bool noun;                   /* made of a common noun alone: "a fisherman" */
  bool merged;                 /* coreference made another of it: nothing names it any more */
} actor;

/* Who fills a place, for whom, and the words. */
typedef struct { uint32_t actor; str party, code; span at; } slot;

/* ---- statements ---------------------------------------------------------------------------------------- */

typedef enum { MODE_DIRECT, MODE_INDIRECT, MODE_MIXED, MODE_DECLINED, MODE_HEARSAY } statement_mode;
const char *statement_mode_text(statement_mode m);
typedef enum { ACT_SAYS, ACT_THINKS, ACT_WANTS, ACT_SHOWS } statement_act;
const char *statement_act_text(statement_act a);

typedef struct {
  uint32_t speaker;            /* actor or NONE */
  span speaker_at; bool has_speaker_at;
  uint32_t speaker_head;       /* token of the head of its words; NONE: it is a text, a call … */
  const uint32_t *co_speakers; uint32_t n_co_speakers;    /* actors who say it with the speaker, in order */
  str party;                   /* ptr NULL: unknown */
  str cue_lemma; span cue_at; uint32_t cue_token; bool has_cue;
  statement_mode mode; statement_act act;
  const char *silence;         /* "declined", "no_reply", "not_confirmed", "not_denied"; NULL */
  const char *force;           /* FACTS.md's word or NULL */
  const span *content; uint32_t n_content;
  span audience, channel;      /* the words for whom it was said to, and in what; end 0: none */
  const slot *via; uint32_t n_via;     /* who passed it on: an outlet, an interpreter */
  const char *translation;     /* "official", "outlet", "unknown" (by whom); NULL: nothing tells of one */
  when when;
  uint32_t within;             /* statement it stands in, or NONE */
  span at; uint32_t first, end;        /* whole attribution unit */
  uint32_t sentence;           /* of its cue */
  bool in_title;               /* a headline: supports, never makes a statement; not written by read */
  const char *rule; uint16_t p;
} statement;

/* ---- events --------------------------------------------------------------------------------------------- */

/* A number told of an event: "3,000 troops", "40 million dollars in aid". value: decimal; unit: "USD", "t", or ptr NULL;
 * of: the noun counted, ptr NULL where none is told. */
typedef struct { str value, unit, of; span at; } quantity;
/* Who of those who speak in the report says that it is so: "claims", "confirms", "denies", "will_not_confirm". */
typedef struct { uint32_t statement; const char *verdict; } event_claim;
/* What an issue list of an overlay finds in the event's sentence. */
typedef struct { str key; span at; } issue;

typedef struct {
  const char *type, *mode, *status;    /* FACTS.md's words, from the pack; type NULL */
  str cameo, label;
  span trigger; uint32_t trigger_token;
  const slot *source; uint32_t n_source;
  const slot *target; uint32_t n_target;
  slot where; bool has_where;
  when when;
  uint32_t claimed_by;         /* statement or NONE */
  bool negative, alleged;
  uint32_t object;             /* event that it acts upon: what is threatened, asked for, agreed on; NONE */
  const char *const *contexts; uint32_t n_contexts;       /* PLOVER's words */
  const quantity *quantities; uint32_t n_quantities;
  const event_claim *claims; uint32_t n_claims;
  const issue *issues; uint32_t n_issues;
  span at; uint32_t sentence;
  const char *rule; uint16_t p;
} event;

/* ---- positions and deadlines ------------------------------------------------------------------------------ */

/* What a party asks, offers, accepts, refuses. */
typedef struct { span at; bool negated; } condition;            /* "unless A withdraws": negated, "A withdraws" */
typedef struct {
  slot party;
  span matter;                 /* what it is about; end 0: not told */
  const char *stance, *strength;           /* FACTS.md's words; strength NULL */
  bool imputed;                /* another says so */
  bool has_condition; condition condition;
  uint32_t said_by;            /* statement or NONE */
  when when;
  span at;
  const char *rule; uint16_t p;
} position;

/* "Or else": what is demanded of whom by when, and what follows. */
typedef struct {
  slot by, on; bool has_by, has_on;
  span demand;                 /* end 0: not told */
  bool negated;                /* the words are what it must not be: "if A does not leave" */
  span consequence; bool may;  /* end 0: none; may: "could" instead of "will" */
  cal_date base, until;
  uint32_t statement;          /* or NONE */
  span at;
  const char *rule; uint16_t p;
} deadline;

/* ---- the whole --------------------------------------------------------------------------------------------- */

typedef struct {
  report *report; doc *doc;
  const language_model *language; const lexicon *lexicon;           /* that read it */
  time_fact *times; uint32_t n_times, cap_times;                   /* by place */
  mention *mentions; uint32_t n_mentions, cap_mentions;             /* by place */
  mention *also; uint32_t n_also, cap_also;      /* by place: those that coreference found beside them; may nest */
  actor *actors; uint32_t n_actors, cap_actors;
  statement *statements; uint32_t n_statements, cap_statements;     /* by place */
  event *events; uint32_t n_events, cap_events;                     /* by place */
  position *positions; uint32_t n_positions, cap_positions;         /* by place of their words of demand, refusal … */
  deadline *deadlines; uint32_t n_deadlines, cap_deadlines;         /* by place */
} facts;

typedef struct facts_model facts_model;
/* Compiles the pack's tables (docs/pack.md). The lexicon grows; the pack must outlive the model. */
ch_status facts_load(const facts_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* The same up to the actors, and up to coreference, for trainers of what comes then. */
facts *facts_begin(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r, doc *d);
facts *facts_by_rules(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r, doc *d);
/* Uses the arena's guard. Pure. */
facts *facts_find(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r, doc *d);
/* The members of one facts line that this room owns: times, actors, statements, events, positions, deadlines. */
void facts_write(arena *a, jw *j, const facts *f, const facts_model *m);
/* For people: the sentence at a byte of the text, its tokens, tags and tree, and each fact there with the rule
 * that made it. */
void facts_explain(arena *a, buf *out, const facts_model *m, const facts *f, const language_model *lm, uint32_t byte);
/* The same as a JSON object: `sentence` {block, span, text, tokens} or null, `facts` [{kind, p, rule, span}] */
void facts_explain_json(arena *a, jw *j, const facts *f, const language_model *lm, uint32_t byte);
/* What the pack knows of an office or name on a day (CAL_NOTHING: at all times), as a JSON object (docs/pack.md);
 * false: nothing. */
bool facts_who(arena *a, jw *j, const facts_model *m, const pack *pk, const lexicon *l, str question, cal_date on);
/* What is wrong in the pack's names and persons, a line of JSON each (check.h); their number. */
uint32_t facts_check(arena *a, buf *out, const facts_model *m, const pack *pk, const lexicon *l);
#endif
