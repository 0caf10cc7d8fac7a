/* linking.h: what the parts of actors share while one report's phrases are tied to its actors. */
#ifndef FACTS_LINKING_H
#define FACTS_LINKING_H
#include "facts/noun_phrases.h"

/* A person of the report, known by the tokens of the fullest name. */
typedef struct {
  uint32_t name_first, name_end;       /* tokens */
  uint32_t entity;                     /* known person, or NONE */
  str party;                           /* ptr NULL: unknown */
  uint8_t gender;
  uint32_t begins;                     /* token where the report first names the person in full */
  uint32_t same_last;                  /* next person of that last name, or NONE */
  uint32_t actor;                      /* NONE until mentioned */
  const char *rule; uint16_t p;        /* by what it was taken for a person */
} person;

typedef struct {
  arena *a;
  const gazetteer *g;
  facts *f;
  const token *t;
  noun_phrases np;
  uint32_t *person_of;         /* [np.n] person that a phrase names, or that it stands beside; NONE */
  person *persons; uint32_t n_persons, cap_persons;
  uint32_t *by_last, *by_first;        /* [n_forms] first person whose last, first name it is, + 1 */
  map bodies;                  /* party that goes with a body's name in this report: place in parties */
  map fields;                  /* the same of a ministry's field words (bytes of the word id) */
  map titles;                  /* the same of those in titles of persons who are named */
  str *parties; uint32_t n_parties, cap_parties;       /* "" where two parties have such a body */
  map by_key;                  /* actor of a key */
  map local;                   /* actor of something that is the same only within this report */
  uint32_t *phrase_of; uint32_t cap_phrase;      /* [cap_mentions] phrase of a mention */
  uint32_t *first_mention;     /* [n_sentences + 1] first mention of each sentence read so far */
  uint32_t sentence;           /* being read */
} linker;

/* ---- people.c: who in the report is a person, by name ---------------------------------------- */

/* Finds the persons of the report and fills person_of. */
void people_find(linker *k);
/* The person that a name's tokens mean, or NONE: unknown, or more than one. */
uint32_t people_named(const linker *k, uint32_t first, uint32_t end);
/* Party that a phrase's own words give; ptr NULL. Persons' parties must be known for "the Vale cabinet". */
str people_party_in_words(const linker *k, const noun_phrase *x);
/* The person of the report who, the pack says, holds the office for the party then; NONE: none, or more. */
uint32_t people_in_office(const linker *k, const noun_phrase *office, str party);
/* The party as it was when the report came out: what sat in its capital and seats. */
str people_party_then(const linker *k, str party);
/* The party of the person named behind an office: "a spokesman for President Anna Vale"; ptr NULL. */
str people_party_behind(const linker *k, const noun_phrase *x);
/* The party that alone has an office of that title ("Secretary of State"); ptr NULL. */
str people_party_of_title(const linker *k, const noun_phrase *x);
/* The party that alone has such a body (or ministry's field) in this report; ptr NULL. */
str people_party_of_body(const linker *k, const noun_phrase *x);

/* ---- focus.c: what was spoken of last -------------------------------------------------------- */

/* The actor a pronoun stands for, or NONE where that is not clear. */
uint32_t focus_pronoun(const linker *k, const noun_phrase *x);
/* The two actors that "both sides", "the two leaders" mean; false where that is not clear. */
bool focus_pair(const linker *k, const noun_phrase *x, bool persons, uint32_t out[2]);

/* ---- actors.c -------------------------------------------------------------------------------- */

/* Actor of a party's state or organisation, made where it is absent. */
uint32_t actor_of_party(linker *k, str party);
/* The actor that a map has under a key, made from x where it is absent. An absent key is never shared. */
uint32_t actor_once(linker *k, map *m, str key, actor x);
void actor_set_members(linker *k, actor *x, const uint32_t *members, uint32_t n);

/* ---- coded.c: the codes of an imported dictionary --------------------------------------------- */

/* Who a coded name is when the report comes out, if only the dictionary knows it; NONE: nobody then. */
uint32_t coded_actor(linker *k, const gaz_entity *e);
/* The code that a dictionary gives to the words of a phrase: of the name itself, or of who owns the office with
 * the suffix of the office; ptr NULL: none. */
str coded_words(linker *k, const noun_phrase *x);
#endif
