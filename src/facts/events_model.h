/* events_model.h: the compiled frames and a trigger in its clause, shared by the events_*.c files.
 *
 *   events_frames.c: pack to frames     events_parties.c: clause to source, target     events.c: the rest */
#ifndef FACTS_EVENTS_MODEL_H
#define FACTS_EVENTS_MODEL_H
#include "facts/actors.h"
#include "facts/events.h"
#include "facts/phrases.h"

typedef enum { FORM_ACTIVE, FORM_SUBJECT, FORM_NOUN, FORM_SKIP } frame_form;

typedef struct {
  const char *id, *type, *mode, *status;
  str cameo;
  frame_form form;
  bool party_object;           /* both sides must be known */
  bool dated;                  /* of nouns: a day of its own is enough, or both sides */
  bool owned;                  /* of nouns: "A's offer to …", "an offer from A to …" */
  uint32_t class_bit;          /* 0: any object */
  const word_id *preps; uint32_t n_preps;      /* lead to the target */
  bool owner_is_target;        /* "rejected A's plan" */
  bool deep_target;            /* "demanded that A …", "threatened to … A": whom the words behind name first */
} frame;

/* Bits of the classes that the code itself asks for; 0 where the pack has none. */
typedef struct { uint32_t copula, agent, between, act, of, begin, clause; } known_classes;

/* What an act counts that is only in what somebody says with such a force. */
typedef struct claimed_status { const char *force, *status; bool past; } claimed_status;       /* past: even if told as past */

struct events_model {
  const phrases *triggers;     /* lemma phrases → frame */
  const phrases *statuses;     /* lemma phrases → status_words */
  const frame *frames;
  const char *const *status_words;
  const struct claimed_status *claimed; uint32_t n_claimed;
  const uint32_t *classes;     /* [n_classes] class bits by word id */
  uint32_t n_classes;
  known_classes known;
};

/* A trigger in its clause. */
typedef struct {
  arena *a;
  const events_model *m;
  const frame *frame;
  facts *f;
  const token *t;
  uint32_t first, end;         /* trigger tokens */
  uint32_t lo, hi;             /* tokens of the clause */
  uint32_t object;             /* token of the class that the frame names, or NONE */
  uint32_t claim;              /* statement that holds it, or NONE */
  uint32_t sentence;
  bool passive;
} clause;

typedef struct { slot *slots; uint32_t n, cap; } slot_list;

enum { OBJECT_TOKENS = 14 };   /* how far from its verb an object or a party may stand */

/* Class bits of a token, by its form or its lemma. */
uint32_t events_class(const events_model *m, const token *t);
bool events_mark(const clause *c, uint32_t i, char mark);
/* Whether the byte is in what the statement says. */
bool events_holds(const statement *s, uint32_t at);
/* Who does it, to whom; *by: an agent's preposition says who ("attacks by A"). */
void events_parties(const clause *c, slot_list *source, slot_list *target, bool *by);
#endif
