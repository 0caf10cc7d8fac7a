/* gazetteer.h: what the pack knows of actors: names, words of office, and the small words around them.
 *
 * An entity is something to speak of (a state, a body, a title); a hit says in what role a phrase stands
 * for it ("Ruritanian" is the ADJECTIVE of state RUR). Two matchers: names, matched as written, and common
 * words (titles, bodies, people), matched in any case. Built once, then only read. */
#ifndef FACTS_GAZETTEER_H
#define FACTS_GAZETTEER_H
#include "facts/facts.h"
#include "facts/phrases.h"

typedef enum {
  /* names */
  GAZ_STATE, GAZ_ADJECTIVE, GAZ_PEOPLE, GAZ_CAPITAL, GAZ_SEAT, GAZ_NAMED_BODY, GAZ_ORGANISATION,
  GAZ_CITY, GAZ_REGION, GAZ_PERSON, GAZ_BLOCKED, GAZ_CODED,
  /* common words */
  GAZ_TITLE, GAZ_BODY, GAZ_COLLECTIVE, GAZ_MODIFIER, GAZ_PARTY_NOUN, GAZ_PAIR, GAZ_NOMINAL,
  GAZ_SORTS
} gaz_sort;

/* What a word does around actors: [actor-words], [given-names]. */
enum {
  WORD_DEFINITE = 1 << 0, WORD_INDEFINITE = 1 << 1, WORD_NUMBER = 1 << 2,    /* the; a; two, several */
  WORD_OF = 1 << 3,            /* leads to whom an office belongs: of, from */
  WORD_TO = 1 << 4,            /* leads to where an envoy is sent */
  WORD_AND = 1 << 5, WORD_COMMA = 1 << 6, WORD_HYPHEN = 1 << 7, WORD_POSSESSIVE = 1 << 8,
  WORD_PLACE_BEFORE = 1 << 9,  /* a capital after it is a place: in, at, near */
  WORD_ROAD_BEFORE = 1 << 10,  /* a place only where a word of motion is near: to, from */
  WORD_MOTION = 1 << 11,       /* words of motion (lemmas) */
  WORD_PLACE_VERB = 1 << 12,   /* verbs whose object is a place: visit, strike (lemmas) */
  WORD_PLACE_NOUN = 1 << 13,   /* "Moscow's mayor": the city, not the government */
  WORD_PARTICLE = 1 << 14,     /* inside names: de, van, bin */
  WORD_NAME_SUFFIX = 1 << 15,  /* Jr., III */
  WORD_ORGANISATION = 1 << 16, /* capitalised in a name, it makes the name an organisation's: Institute */
  WORD_NO_NAME = 1 << 17,      /* capitalised, yet no part of a person's name */
  WORD_GIVEN = 1 << 18,        /* a given name */
  WORD_GOVERNOR = 1 << 19,     /* "the X administration": X is a person at its head */
  WORD_FOR = 1 << 20,          /* an owner after a spokesperson, else a matter: for */
  WORD_FORMER = 1 << 21,       /* a title after it is held no more */
  WORD_EXPLETIVE = 1 << 22,    /* "it seems": it stands for nothing (lemmas) */
  WORD_COPULA = 1 << 23,       /* be (lemma) */
  WORD_CLAUSE = 1 << 24,       /* a preposition that also opens a clause: after, as */
  WORD_INSIDE = 1 << 25,       /* an owner after it is a body, never a place: at, with */
  WORD_RELATION = 1 << 26,     /* people who are not of the party they are tied to: allies, critics */
  WORD_LEADER = 1 << 27,       /* a title for any head of state or government: leader */
  WORD_BODY = 1 << 28,         /* names the field of a ministry: the "foreign" of foreign ministry */
  WORD_SPEECH = 1 << 29,       /* verbs of speech (lemmas): whose subject "he said" goes back to */
  WORD_SELF = 1 << 30,         /* "himself", between a subject and its verb */
  WORD_VESSEL = (int)(1u << 31)              /* before the name of a ship: HMS, frigate */
};

/* Grammar of a pronoun: [pronouns]. */
enum { PRONOUN_SUBJECT = 1, PRONOUN_OBJECT = 2, PRONOUN_POSSESSIVE = 4 };

/* party: whom the role is held for, where that is not the person's own party; ptr NULL. */
typedef struct { str title, party; cal_date from, until; } gaz_role;

typedef struct {
  gaz_sort sort;               /* what it is, by the table it stands in */
  str name;                    /* canonical */
  str key;                     /* of the actor; ptr NULL: made at run time */
  str party, code;             /* ptr NULL: none, unknown; of titles: the one state that has it */
  str suffix;                  /* CAMEO role suffix of titles, bodies, collectives; the party's code goes to a ~ */
  str category;                /* of titles; for pairs: "parties" or "persons" */
  actor_kind kind;
  uint8_t gender;              /* 'm', 'f', 'n', 'p', 0 */
  uint32_t before;             /* of states: entity + 1 of the state that sat in its capital … */
  cal_day until;               /* … to this day; 0: none */
  bool is_state;               /* of bodies: it is the state itself ("government") */
  const word_id *words; uint32_t n_words;      /* of titles and bodies, for comparing offices */
  const gaz_role *roles; uint32_t n_roles;     /* of known persons; of coded names: codes as titles */
} gaz_entity;

typedef struct { gaz_sort sort; uint32_t entity; bool ambiguous; } gaz_hit;   /* ambiguous: also a word */

typedef struct gazetteer {
  const gaz_entity *entities; uint32_t n_entities;
  const gaz_hit *hits; uint32_t n_hits;        /* values of both matchers */
  const phrases *names, *common;
  const uint32_t *word_class; uint32_t n_words;        /* by word id */
  const uint8_t *given_gender;                          /* by word id */
  const uint8_t *pronoun_gender, *pronoun_case;         /* by word id; 0: no pronoun */
  map by_key;                  /* entity of a key: states, organisations, persons */
  const uint32_t *surname;     /* by word id: entity + 1 of a known person so called; 0: none */
  const uint32_t *same_surname;            /* by entity: the next person of that surname, entity + 1 */
  uint32_t n_coded;            /* names of [coded-names] */
} gazetteer;

ch_status gazetteer_load(const gazetteer **out, arena *a, const pack *pk, lexicon *l, ch_error *err);

static inline uint32_t gaz_class(const gazetteer *g, const token *t) {
  return t->word < g->n_words ? g->word_class[t->word] : 0;
}
static inline uint32_t gaz_lemma_class(const gazetteer *g, const token *t) {
  return t->lemma < g->n_words ? g->word_class[t->lemma] : 0;
}

/* A phrase found at a token: its length, the set of sorts it may be, and the entity by sort. */
typedef struct {
  uint32_t n, sorts;
  bool ambiguous;              /* also an ordinary word, or a person's name, or another place */
  bool several;                /* more than one known person has this name */
  uint32_t coded;              /* entity of the coded name that these words are, too; NONE. GAZ_CODED is in
                                  sorts only where the words are nothing else */
  uint32_t entity[GAZ_SORTS];
} gaz_match;
static inline bool gaz_is(const gaz_match *m, gaz_sort s) { return m->n && (m->sorts & (1u << s)); }
/* Longest name, longest common phrase at token i; n = 0: none. */
gaz_match gaz_name_at(const gazetteer *g, const token *t, uint32_t i, uint32_t end);
gaz_match gaz_common_at(const gazetteer *g, const token *t, uint32_t i, uint32_t end);
/* "RUR:foreign ministry": key of something that has a party and a name. */
str gaz_key(arena *a, str party, str name);
/* CAMEO code of a party with a role suffix; ptr NULL where the party has none. */
str gaz_code(arena *a, const gazetteer *g, str party, str suffix);
/* A code with a role suffix: behind it, or around it where the suffix has a ~. */
str gaz_with_suffix(arena *a, str code, str suffix);
/* The code that a coded name has on a day (CAL_NOTHING: unknown), as a role; NULL: none is known. The first
 * whose days hold the day counts, else the first without days. */
const gaz_role *gaz_coded_on(const gaz_entity *e, cal_date day);
/* The party of one code, or the one that all codes share where none is known for the day; ptr NULL: none. */
str gaz_coded_party(const gaz_entity *e, cal_date day);
#endif
