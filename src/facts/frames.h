/* frames.h: the pack's frames, compiled: which words are which act, on what conditions, and what acts on acts mean.
 *
 *   [frames]        "withdraw; withdrawal" with obj=@troops  ─▶ RETREAT 0874
 *   [operators]     "demand", "threaten": an act upon an act, of a family ("demand")
 *   [compositions]  demand + 087 ─▶ 1056: after CAMEO, whose verbal codes are built of the material ones
 *
 * The columns: head of packs/en/events.txt. After loading everything is only read: threads may share it. */
#ifndef FACTS_FRAMES_H
#define FACTS_FRAMES_H
#include "facts/clauses.h"
#include "facts/gazetteer.h"
#include "facts/quantities.h"

typedef enum {
  PATH_OBJ,                    /* what it is done to */
  PATH_SUBJ,
  PATH_OBJ_OF,                 /* whose the object is: "rejected Rome's plan" */
  PATH_PREP,                   /* behind that word */
  PATH_ANY, PATH_MOD,          /* any argument; what modifies a noun */
  PATH_COMP,                   /* a clause: "threatened to go", "said that" */
  PATH_CONTENT                 /* whoever the words of the content name */
} path_kind;
typedef struct { path_kind kind; word_id prep; bool of; } path;        /* of: whose what stands there is ("to.of") */

typedef enum { VALUE_CLASS, VALUE_WORD, VALUE_PARTY, VALUE_PERSON, VALUE_PLACE, VALUE_NONE } value_kind;
typedef struct { value_kind kind; uint32_t n; } value;      /* n: class or word */
typedef struct { path at; bool negated; const value *values; uint32_t n; str text; } need;

typedef struct {
  const char *id;              /* "event:NAME" */
  const char *type, *mode, *status;        /* NULL: none */
  str cameo;                   /* ptr NULL: none */
  const need *needs; uint32_t n_needs;
  const path *targets; uint32_t n_targets;
  word_id source_at;           /* who does it stands behind that word ("received arms from A"); 0: it is the subject */
  word_id owner_at;            /* who does it, where no subject or agent tells: whose what stands behind that word is; 0 */
  bool skip, home, mutual, both, agentless;
  bool no_cue;                 /* not where the word leads to what is said: "protested that" */
  /* of operators */
  bool dated;                  /* an act of KIND_DATED */
  bool acts_on;                /* an operator */
  const char *inner_status;    /* of the act in its content: requested, threatened, planned … */
  const path *contents; uint32_t n_contents;
  uint32_t family;
  bool self;                   /* who does it is who does the content ("promised to"), else whom it is said to */
  bool alleges;                /* its content is only alleged */
  bool conditional;            /* its content is the condition of its object: "made A contingent on B" */
  bool sets_terms;             /* a term in its content is a deadline */
  bool addressed;              /* bare, but only said to somebody who is named */
  bool mild;                   /* an act of its own type only: what is agreed on is no threat */
  bool bare;                   /* it counts without an act in its content */
  const char *file; uint32_t line;
} frame;

typedef struct { uint32_t family; str inner; str cameo; const char *type; uint32_t class; } composition;

/* A trigger: words [n] of which the first is the key. */
typedef struct { const word_id *words; uint32_t n; bool noun; uint32_t frame; uint32_t rank; } trigger;

typedef enum { LIGHT_SUBJECT, LIGHT_OBJECT, LIGHT_OCCURS } light_kind;       /* who the verb's subject is to the noun */
typedef struct { light_kind kind; const char *status; } light_verb;
/* An operator that tense and negation stand for: "will send aid" promises it, "will not" refuses it. */
typedef enum { IMPLIED_WILL, IMPLIED_NEVER, IMPLIED_MUST, IMPLIED_HALT, IMPLIED_PURPOSE } implied_kind;
typedef struct { implied_kind kind; uint32_t operator; const str *codes; uint32_t n_codes; } implied;
typedef struct { const char *force, *status; bool past; } claimed_status;       /* past: even if told as past */

/* A word that shows what a sentence is about, if not politics: points of a topic. */
typedef struct { uint32_t topic; uint8_t points; } discard;
enum { TOPICS_MOST = 16, POINTS_ENOUGH = 2 };

/* Kinds of acts by their codes: with one's own forces; done where the target is; done by the authorities of the place; on
 * one's own people; reached by operators through any verb; a day is enough of; done by private people, too; words, of which
 * somebody must be known who says them. */
typedef enum { KIND_OWN, KIND_LOCATED, KIND_AUTHORITY, KIND_HOME, KIND_THROUGH, KIND_DATED,
               KIND_ANYBODY, KIND_SAID, KIND_COUNT } frame_kind;

typedef struct events_model {
  const gazetteer *gazetteer;
  clause_words clauses;
  const quantity_words *numbers;
  const frame *frames; uint32_t n_frames;
  const trigger *triggers; uint32_t n_triggers;      /* by key, best rank first */
  const uint32_t *from; uint32_t n_from;       /* [n_from + 1] first trigger of a word id */
  const composition *compositions; uint32_t n_compositions;
  const uint64_t *classes; uint32_t n_class_words, class_row;      /* bits by word id, class_row words a row */
  const struct phrases *statuses; const char *const *status_words;
  const struct phrases *lights; const light_verb *light_verbs;
  const struct phrases *contexts; const char *const *context_names;
  const claimed_status *claimed; uint32_t n_claimed;
  const implied *implied; uint32_t n_implied;
  uint32_t private_class;      /* of people and bodies that are no party; UINT32_MAX: the pack has none */
  uint32_t public_class;       /* words of public life; UINT32_MAX: the pack has none, and all are */
  uint32_t reciprocal_class;   /* the two words of "each other"; UINT32_MAX: the pack has none */
  const struct phrases *discards; const discard *discard_words;
  uint32_t politics;           /* the topic that speaks against the others; UINT32_MAX: the pack has none */
  uint8_t old_points[TOPICS_MOST];     /* of a topic, for a day long ago */
  const str *kinds[KIND_COUNT]; uint32_t n_kinds[KIND_COUNT];      /* codes of each kind of act, frame_kind */
  const struct positions_model *positions;
  map places;                  /* folded name of a place → row of place_states */
  map compass;                 /* words before a place's name that leave it in its state: "eastern" */
  const str *place_states;
} events_model;

/* Reads [frames], [operators], [compositions] …; the lexicon grows. Errors: CH_ERR_PACK. */
ch_status frames_load(events_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err);
/* Triggers whose first word is that id: [*n]. */
const trigger *frames_triggers(const events_model *m, word_id w, uint32_t *n);
bool frames_in_class(const events_model *m, const token *t, uint32_t class);
/* The code that an act of a family upon an act makes, or upon words of a class (inner ptr NULL); NULL: none. */
const composition *frames_compose(const events_model *m, uint32_t family, str inner);
/* The operator that an act of that code stands under where it is told so; NULL: none. */
const frame *frames_implied(const events_model *m, implied_kind kind, str cameo);
bool frames_kind(const events_model *m, frame_kind kind, str cameo);
/* Whether tokens [first, end) are about something else: sport, a film, the market. old: they name a day long ago. */
bool frames_off_topic(const events_model *m, const token *t, uint32_t first, uint32_t end, bool old);
/* The state in which a place of that folded name lies; ptr NULL: unknown. */
str frames_state_of_place(const events_model *m, str name);
#endif
