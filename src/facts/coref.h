/* coref.h: which noun phrases and pronouns are of one entity, learned (docs/actors.md, Coreference).
 *
 *   doc, names, actors ─coref_mentions_find─▶ mentions ─coref_join, one by one─▶ entities ─▶ facts.also
 *
 * What the rules of actors.c linked stays linked; the rest is decided left to right: each mention joins the
 * entity that scores best, or begins one. Scores are sums of hashed weights of chancery-train coref, which
 * uses this header, so that there is one definition of what is looked at. */
#ifndef FACTS_COREF_H
#define FACTS_COREF_H
#include "facts/facts.h"

/* What a mention is by its words. */
typedef enum {
  COREF_I, COREF_WE, COREF_YOU, COREF_HE, COREF_SHE, COREF_IT, COREF_THEY,
  COREF_OTHER_PRONOUN,         /* "this", "those" */
  COREF_NAME, COREF_THE, COREF_THIS, COREF_OWN, COREF_INDEFINITE, COREF_BARE,
  COREF_PAIR,                  /* "Vale and Orm" */
  COREF_ADJECTIVE,             /* of a state: "Ruritanian" in "Ruritanian strikes" */
  COREF_TYPES
} coref_type;
static inline bool coref_is_pronoun(coref_type t) { return t <= COREF_OTHER_PRONOUN; }

typedef enum { COREF_NO_ACTOR, COREF_PERSON, COREF_ORGANISATION, COREF_PLACE, COREF_KINDS } coref_kind;
enum { COREF_SUBJECT = 1, COREF_OBJECT, COREF_OBLIQUE, COREF_OWNER, COREF_PREMODIFIER };     /* 0: elsewhere */
enum { COREF_SINGULAR = 1, COREF_PLURAL = 2, COREF_MASCULINE = 4, COREF_FEMININE = 8 };

typedef struct {
  uint32_t first, end, head;   /* tokens */
  uint32_t sentence, block;
  uint8_t type, kind;          /* coref_type, coref_kind */
  uint8_t sure;                /* of its kind: 0 … 3 */
  uint8_t role, number, gender;
  uint8_t name;                /* 1 + name_kind where the tagger found a name, else 0 */
  bool possessive;             /* a pronoun that owns */
  bool quoted;
  uint32_t actor;              /* of the rules, or NONE */
  uint32_t noun;               /* the actor that the rules made of this common noun alone, or NONE */
  uint32_t rule_mention;       /* the mention in facts.mentions it covers, or NONE */
  uint32_t speaker;            /* actor who says it, or NONE */
  uint64_t head_hash, words_hash;      /* of the head; of all words without a determiner */
  uint64_t words;              /* a bit for each of its first words, by hash */
  uint32_t same_head;          /* the mention before with that head, of a pronoun with that type; or NONE */
  uint32_t entity;
} coref_mention;

typedef struct {
  uint32_t last;               /* its last mention */
  uint32_t called;             /* the last of its mentions that is a name, else a noun phrase; NONE: pronouns only */
  uint32_t n;                  /* mentions */
  uint32_t types;              /* bits: 1 << coref_type */
  uint8_t number, gender;      /* bits of all its mentions */
  uint32_t actor;              /* of the rules, or NONE */
  uint16_t of_kind[COREF_KINDS];
  uint32_t newer, older;       /* entities in the order of their last mentions; NONE at the ends */
  uint32_t seen;               /* 1 + the mention it was last a candidate for */
} coref_entity;

enum { COREF_FIRST_WORDS = 8, COREF_MOST = 40, COREF_PAIR_FEATURES = 32, COREF_KIND_FEATURES = 24 };

typedef struct {
  arena *a;
  const facts *f;
  const doc *d;
  const name_list *names;
  coref_mention *mentions; uint32_t n, cap;
  coref_entity *entities; uint32_t n_entities, cap_entities;
  uint32_t newest;             /* entity spoken of last, or NONE */
  uint32_t last_pronoun[COREF_TYPES];  /* mention, or NONE */
  uint32_t *of_actor;          /* [f->n_actors] entity of an actor, or NONE */
  uint8_t manner;              /* how the report talks: 0 prose, 1 one speaks, 2 several do */
} coref;

/* Places of features in a table of `n` weights. */
typedef struct { uint32_t n, *at, count; } coref_features;

/* Finds the mentions, in the order of their ends; NULL where the models have no names. */
coref *coref_mentions_find(arena *a, const facts *f);
/* A mention's kind: features, each with COREF_KINDS weights side by side. */
void coref_kind_features(coref_features *out, const coref *c, uint32_t m);
/* Its kind by the sums for each; sure by how far the best is before the next, in steps. */
void coref_set_kind(coref_mention *m, const int32_t *sums, int32_t step);
/* The likeliest of the three kinds of actors, where all three are together likelier than none. */
coref_kind coref_kind_of(const coref_entity *e);
static inline uint32_t coref_rank(uint32_t i) { return i < 8 ? i : i < 16 ? 8 : 9; }
/* Before the first mention is joined to anything. */
void coref_begin(coref *c);
/* Entities that mention m may be of, [0 … COREF_MOST); their number. *sure: the rules say it is the first. */
uint32_t coref_candidates(uint32_t *out, bool *sure, coref *c, uint32_t m);
/* Of mention m and entity e; of m as the first of an entity for e = NONE. `rank`: coref_rank of its
 * place among the candidates. */
void coref_pair_features(coref_features *out, const coref *c, uint32_t m, uint32_t e, uint32_t rank);
/* Makes mention m one of the entity, or for NONE the first of a new one. */
void coref_join(coref *c, uint32_t m, uint32_t e);

/* Common nouns of one entity become one actor, or the known one, in all facts. Before actors are made. */
void coref_merge(coref *c, facts *f);
/* coref_speakers.c: statements whose speaker is a common noun get an actor; those of a pronoun that the rules and the
 * learned links take for different actors lose theirs. doubtful: [c->n]. Before mentions are added. */
void coref_speakers(coref *c, facts *f, const bool *doubtful);
/* Reads all mentions with the models' weights and puts what they tell into f: mentions beside those of the
 * rules (f->also), and actors that only they are of. Nothing where the models have none. */
void coref_find(arena *a, facts *f);
#endif
