/* times_model.h: the compiled knowledge about times, shared by the times_*.c files.
 *
 *   words.c: token ─▶ set of classes     rules.c: classes ─▶ longest rule     build.c: rule ─▶ time_expr
 *
 * A class is a bit. Fixed classes carry a value (the number of a month) or come from a token's shape or tag;
 * the others are plain word lists that the pack names itself. */
#ifndef FACTS_TIMES_MODEL_H
#define FACTS_TIMES_MODEL_H
#include "facts/phrases.h"
#include "facts/times.h"

typedef uint64_t class_set;

typedef enum {
  /* words of the pack, with a value */
  CLASS_UNIT,            /* cal_grain */
  CLASS_UNITS,           /* the same, plural */
  CLASS_MONTH, CLASS_MONTH_MAYBE,          /* 1–12; MAYBE: needs company ("May", "Mar") */
  CLASS_WEEKDAY, CLASS_WEEKDAY_MAYBE,      /* 1–7, 8: weekend */
  CLASS_SEASON,          /* first month */
  CLASS_NUMBER,          /* 0: vague ("several") */
  CLASS_ARTICLE,         /* "a": one, where a unit follows */
  CLASS_ORDINAL,
  CLASS_REL,             /* -1 last, 0 this, 1 next */
  CLASS_MOD, CLASS_ABOUT,                  /* PART_…; "about", "nearly" */
  CLASS_DEICTIC,         /* days from today */
  CLASS_PART,            /* 65536 × (1 + first minute of the day) + (1 + last), or + 0 */
  CLASS_FREQUENCY,       /* cal_grain */
  CLASS_AMPM,            /* hours to add: 0, 12 */
  /* by a token's digits */
  CLASS_NUM, CLASS_DAY, CLASS_YEAR, CLASS_TWO, CLASS_DECADE, CLASS_DATE, CLASS_CLOCK,
  CLASS_YEAR_LIKELY,     /* of these times: needs no company */
  CLASS_PHRASE,          /* begins a phrase of [time-phrases] */
  /* by tag, for what stands around a rule */
  CLASS_NOUN, CLASS_PLURAL, CLASS_VERB,
  CLASS_FIXED,           /* how many are fixed */
  CLASS_MAX = 64
} time_class;

#define CLASS_BIT(c) ((class_set)1 << (c))

/* Parts of a unit, in time_expr.part. */
enum { PART_NONE, PART_START, PART_MIDDLE, PART_END, PART_LAST_DAY, PART_HALF, PART_OTHER_HALF, PART_LAST_WEEK, PART_WEEK = 10 };

/* What words say about the direction of a clause; bits of time_word.cues. */
enum {
  CUE_FUTURE = 1, CUE_PLAN = 2, CUE_INTEND = 4, CUE_SAY = 8, CUE_BOUND = 16, CUE_BREAK = 32, CUE_PERFECT = 64,
  CUE_NEAR = 128
};

/* ---- words ----------------------------------------------------------------------------------- */

typedef struct { uint8_t class; int32_t value; } time_sense;
typedef struct {
  class_set classes;
  class_set capital, small;      /* those that need a capital, must not have one inside a sentence */
  class_set no_verb;             /* those that a verb does not have: "would last two weeks" */
  uint32_t first, n;             /* senses */
  uint8_t cues;
} time_word;

typedef struct {
  arena *a;
  const uint16_t *index;         /* [n_index] by word id: place in words; 0: none */
  uint32_t n_index;
  time_word *words; uint32_t n_words, cap_words;      /* words[0] is no word */
  time_sense *senses; uint32_t n_senses, cap_senses;
  map names;                     /* class and macro names → index into masks */
  class_set *masks; uint32_t n_masks, cap_masks;
  uint32_t n_classes;
  str *ordinal_endings, *decade_endings; uint32_t n_ordinal_endings, n_decade_endings;
  str *middles, *short_marks; uint32_t n_middles, n_short_marks;      /* "mid-"; the apostrophe of "'98" */
  uint32_t story_years, story_news, story_step;        /* [time-story]; without it no text is a story */
  const lexicon *lexicon;
} time_words;

/* A token's digits, taken apart. */
typedef struct {
  class_set classes;
  int32_t number; /* of NUM, DAY, YEAR, TWO; first year of DECADE; minute of the day of CLOCK */
  cal_date date; bool approx;    /* of DATE */
} digits;

ch_status time_words_load(time_words *w, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Classes of a token, without those by tag. */
class_set time_words_classes(const time_words *w, const doc *d, uint32_t at_token);
class_set time_words_tags(const doc *d, uint32_t at_token);                          /* those by tag */
/* The value of a class that the token has. */
int32_t time_words_value(const time_words *w, const doc *d, uint32_t at_token, time_class c);
digits time_words_digits(const time_words *w, str text);
digits time_words_date(const time_words *w, const doc *d, uint32_t at_token);       /* of a DATE */
bool time_words_middle(const time_words *w, const doc *d, uint32_t at_token);       /* "mid-June" */
static inline const time_word *time_words_at(const time_words *w, word_id word) {
  return &w->words[word < w->n_index ? w->index[word] : 0];
}
/* The mask of "MONTH/MONTH_MAYBE"; 0: an unknown name is in it. */
class_set time_words_mask(const time_words *w, str names);

/* ---- operations ------------------------------------------------------------------------------ */

typedef enum {
  VERB_SKIP, VERB_DATE, VERB_RANGE, VERB_DECADE, VERB_CENTURY, VERB_REL, VERB_QUARTER, VERB_HALF, VERB_DEICTIC,
  VERB_BEFORE, VERB_AFTER, VERB_OFFSET, VERB_WITHIN, VERB_DURATION, VERB_SET, VERB_PAST, VERB_PRESENT,
  VERB_FUTURE, VERB_AHEAD, VERB_UNTIL, VERB_SINCE, VERB_SAME, VERB_EARLIER, VERB_CLOCK, VERB_SHARED, VERB_SPELLED, VERB_BC, VERB_NTH,
  VERB_COUNT
} time_verb;

typedef struct {
  time_verb verb;
  int8_t sign;                   /* "+", "-", "0"; 0 where not given */
  cal_grain grain;               /* CAL_NONE: from the words */
  time_base base;                /* BASE_REPORT where not given */
  uint8_t month, day;            /* "12-25" */
  uint8_t weekday, feast;        /* "11-22/4": the Thursday on or after that day */
  uint16_t clock, clock_end;     /* "18:00/30:00": as in time_expr */
  bool ends;                     /* "ends": the two ends of a span, each named in full, are two times */
  bool half;                     /* "half": half a unit more than the words say */
  int32_t n;                     /* "2": an amount that the words do not say; 0: none */
} time_action;

/* ---- rules ----------------------------------------------------------------------------------- */

#define RULE_MAX 14              /* elements of a pattern */

typedef struct {
  const char *id;
  uint16_t p;
  time_action action;
  class_set before, not_before, after, not_after;      /* 0: no condition */
} time_rule;

typedef struct {
  class_set any;
  bool glued;
  uint32_t child, next;
} rule_edge; /* next: sibling; 0: none */
typedef struct { uint32_t edge, accept; } rule_node;
typedef struct { uint32_t rule, next; } rule_accept;

typedef struct {
  time_rule *rules; uint32_t n_rules, cap_rules;
  rule_node *nodes; uint32_t n_nodes, cap_nodes;       /* node 0: root */
  rule_edge *edges; uint32_t n_edges, cap_edges;       /* edge 0: none */
  rule_accept *accepts; uint32_t n_accepts, cap_accepts;
  uint32_t *first[CLASS_MAX], n_first[CLASS_MAX];      /* edges of the root that take a class */
  class_set starts, alone;       /* first classes; those that are a whole pattern */
  phrases *phrases;              /* value: rule */
} time_rules;

typedef struct {
  uint32_t rule, n;              /* n: tokens; 0: nothing matched */
  class_set at[RULE_MAX];        /* [n] what each token matched as; unused for a phrase */
  bool phrase;
} time_match;

struct times_model { time_words words; time_rules rules; };

ch_status time_rules_load(time_rules *r, time_words *w, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* The longest rule at token i of the sentence; the earlier one in the pack on a tie. classes: [doc
 * tokens]. */
time_match time_rules_match(const times_model *m, const doc *d, const sentence *s, const class_set *classes,
                            uint32_t i);

/* ---- anchors: indices of times said before, or NONE ------------------------------------------ */

/* The last one that is as fine as grain, at most a few sentences before sentence `here`. */
uint32_t time_before(const facts *f, uint32_t here, cal_grain grain);
/* A day of the month, anywhere before. */
uint32_t time_day_of_month(const facts *f, int32_t month);
/* The last quarter that was named, not told from another ("a year earlier"). */
uint32_t time_quarter_before(const facts *f);
/* The first day that sentence `here` has named so far. */
uint32_t time_first_day(const facts *f, uint32_t here);

/* ---- building -------------------------------------------------------------------------------- */

/* Where a text that tells of the past by its years, as histories do, has got to. */
typedef struct {
  bool told;                     /* it is such a text */
  uint32_t at; int32_t year;     /* the time that gives the year of names without one; NONE: none yet */
} time_story;

typedef struct {
  arena *a;
  const times_model *m;
  facts *f;
  const class_set *classes;
  time_story story;
} time_finder;

/* Whether the years that a text gives outweigh by far the words that are told from its own day ("yesterday",
 * "on Monday"). */
bool time_story_told(const time_words *w, const doc *d, const class_set *classes);
/* Takes the time found last into account. */
void time_story_goes_on(time_story *s, const time_words *w, const facts *f);

/* Fills t's type and expr from a match at token i, and how many times it is: 0 if the words say no time after
 * all, 2 if they name the two ends of a span. */
int time_build(time_fact t[2], const time_finder *x, const sentence *s, uint32_t i, const time_match *match);
/* Which way a clause looks: 1 future, -1 past, 0 undecided. */
int8_t time_bias(const times_model *m, const doc *d, const sentence *s, uint32_t first, uint32_t end);
/* The text of a value that is no interval of days: lengths, sets, clock times. ptr NULL: none. */
str time_value_text(arena *a, const time_fact *t);
#endif
