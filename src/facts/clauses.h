/* clauses.h: a sentence's tree as predicates with their arguments: who does it, to whom, with what, and what is
 * said of it, whatever the syntax (passive, relative clause, control, coordination).
 *
 * Relations are those of Universal Dependencies (universaldependencies.org/u/dep). Tokens are numbers of the doc;
 * NONE: there is no such. Everything is in the arena of clauses_of. */
#ifndef FACTS_CLAUSES_H
#define FACTS_CLAUSES_H
#include "facts/facts.h"
#include "facts/word_classes.h"

#define DEPS(X)                                                                                                  \
  X(NSUBJ, "nsubj") X(NSUBJ_PASS, "nsubj:pass") X(CSUBJ, "csubj") X(OBJ, "obj") X(IOBJ, "iobj") X(OBL, "obl")     \
  X(AGENT, "obl:agent") X(NMOD, "nmod") X(POSS, "nmod:poss") X(AMOD, "amod") X(COMPOUND, "compound")              \
  X(PRT, "compound:prt") X(XCOMP, "xcomp") X(CCOMP, "ccomp") X(ADVCL, "advcl") X(ACL, "acl") X(RELCL, "acl:relcl") \
  X(CONJ, "conj") X(CC, "cc") X(CASE, "case") X(MARK, "mark") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(COP, "cop")  \
  X(ADVMOD, "advmod") X(DET, "det") X(NUMMOD, "nummod") X(APPOS, "appos") X(FLAT, "flat") X(FIXED, "fixed")        \
  X(PARATAXIS, "parataxis") X(PUNCT, "punct") X(ROOT, "root") X(EXPL, "expl")
typedef enum {
  DEP_OTHER,
#define X(name, text) DEP_##name,
  DEPS(X)
#undef X
  DEP_COUNT
} dep;

/* The number of each relation of a model as a dep: [256]. A relation with a subtype that is not listed counts as the
 * relation ("advcl:relcl" as advcl), "obl:tmod" and its like as DEP_OTHER: a noun without preposition is no argument. */
const uint8_t *clauses_deps(arena *a, const language_model *m);

/* Classes of the pack's [clause-words]: what leads to the agent of a passive ("by"); what leads to a clause that the
 * object of the verb before it does ("accused A of hiding"); what leads to whose somebody or something is ("of"), to where, to who
 * makes an act ("an appeal from A"), to whom something is given; to what
 * words are about ("talks on limiting"); to a condition. A word may be of several. */
enum { CLAUSE_AGENT = 1, CLAUSE_CONTROL = 2, CLAUSE_OWNER = 4, CLAUSE_PLACE = 8, CLAUSE_SENDER = 16, CLAUSE_RECIPIENT = 32, CLAUSE_MATTER = 64, CLAUSE_CONDITION = 128 };
typedef struct { word_classes words; } clause_words;
/* Errors: CH_ERR_PACK. */
ch_status clauses_load(clause_words *out, arena *a, const pack *pk, lexicon *l, ch_error *err);

typedef struct {
  const facts *f;
  const clause_words *w;
  const token *t;              /* of the doc */
  uint32_t first, end;         /* tokens of the sentence */
  const int32_t *head;         /* [end - first] in the sentence; -1: root */
  const uint8_t *dep;          /* [end - first] */
  const uint32_t *from;        /* [end - first + 1] children of a token: child[from[i]] … */
  const uint32_t *child;       /* tokens of the doc, in order */
} clauses;

/* NULL where the sentence has no tree. What stands before token `opening` (a dateline) is no part of it. */
const clauses *clauses_of(arena *a, const facts *f, const clause_words *w, const uint8_t *deps, uint32_t sentence,
                          uint32_t opening);

static inline dep clauses_dep(const clauses *c, uint32_t i) { return (dep)c->dep[i - c->first]; }
static inline uint32_t clauses_head(const clauses *c, uint32_t i) {
  int32_t h = c->head[i - c->first];
  return h < 0 ? NONE : c->first + (uint32_t)h;
}
static inline const uint32_t *clauses_children(const clauses *c, uint32_t i, uint32_t *n) {
  *n = c->from[i - c->first + 1] - c->from[i - c->first];
  return c->child + c->from[i - c->first];
}
/* The first child with that relation. */
uint32_t clauses_child(const clauses *c, uint32_t i, dep d);
/* What joins a phrase or clause to its head: its case or mark ("of", "to", "that"). */
uint32_t clauses_marker(const clauses *c, uint32_t i);
bool clauses_marked(const clauses *c, uint32_t i, uint32_t class);       /* whether it is of that class, CLAUSE_… */
bool clauses_is_verb(const clauses *c, uint32_t i);
bool clauses_is_passive(const clauses *c, uint32_t verb);
/* The head of the words that do it: subject, agent of the passive, noun of a relative clause, whoever controls an
 * infinitive. */
uint32_t clauses_subject(const clauses *c, uint32_t verb);
/* The head of the words that it is done to. */
uint32_t clauses_object(const clauses *c, uint32_t verb);
/* To whom something is given: "granted A a loan"; NONE. */
uint32_t clauses_recipient(const clauses *c, uint32_t verb);
/* Whether a token lies in the subtree of another, itself included. */
bool clauses_below(const clauses *c, uint32_t i, uint32_t top);
/* The first conjunct of those that a token is one of: itself where it is not coordinated. */
uint32_t clauses_first_conjunct(const clauses *c, uint32_t i);
#endif
