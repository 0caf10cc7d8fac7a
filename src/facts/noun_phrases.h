/* noun_phrases.h: noun phrases that may speak or act, found by names, words of office and determiners.
 *
 *   (the) (belongs: Ruritanian | the Palace's | …) (via: Foreign Ministry) (modifiers) title (name) (of …)
 *
 * One pass, left to right, no trees; who is meant is decided later, by linking. Phrases do not overlap. */
#ifndef FACTS_NOUN_PHRASES_H
#define FACTS_NOUN_PHRASES_H
#include "facts/gazetteer.h"
#include "facts/tagged.h"

typedef enum {
  NP_ENTITY,       /* a name of the pack: state, capital, seat, organisation, place; see `as` */
  NP_MODIFIER,     /* a party's adjective before another noun */
  NP_PERSON,       /* a name of a person, with or without title */
  NP_NAME,         /* capitalised words that may be a person: only if others say so */
  NP_INSTITUTE,    /* a name that ends as organisations' names do */
  NP_TITLE,        /* an office without a name */
  NP_BODY,         /* a body that any state has */
  NP_GROUP,        /* "senior officials" */
  NP_PEOPLE,       /* "the Ruritanians" */
  NP_PAIR,         /* "both sides" */
  NP_TAGGED,       /* a name of an organisation or place, by the trained tagger */
  NP_NOMINAL,      /* "the rebels", "a bank", "the town": a common noun for people, bodies, places */
  NP_PRONOUN
} np_sort;

/* DET_OWN: no determiner of its own; a possessive pronoun stands before it. */
typedef enum { DET_NONE, DET_DEFINITE, DET_INDEFINITE, DET_NUMBER, DET_OWN } np_det;

typedef struct {
  np_sort sort;
  uint32_t first, end, head, sentence;
  np_det det;
  gaz_sort as;                 /* NP_ENTITY: what role the name stands in */
  uint32_t entity;             /* NP_ENTITY, NP_BODY, NP_GROUP, NP_PAIR, known NP_PERSON; else NONE */
  uint32_t title;              /* entity of the title; NONE */
  uint32_t title_first, title_end;
  uint32_t name_first, name_end;           /* tokens of the name; equal: none */
  uint32_t belongs, belongs_too;           /* entities of the party in its words; NONE */
  uint32_t via;                /* entity of the seat or named body it works for; NONE */
  uint32_t via_first, via_end; /* words of the body it works for, named or not; equal: none */
  uint32_t person;             /* token of the name of the person it works for; NONE */
  uint8_t gender;              /* that its titles fix; 0 */
  bool former;                 /* the title is held no more */
  bool both;                   /* of "both sides" */
  bool tagged;                 /* the trained tagger takes the name for a person's */
  actor_kind kind;             /* NP_TAGGED: what the name is of */
  bool place;                  /* NP_ENTITY: a capital as a place; a state that something is in */
  bool heading;                /* in a title or heading */
} noun_phrase;

typedef struct { noun_phrase *items; uint32_t n, cap; } noun_phrases;

noun_phrases noun_phrases_find(arena *a, const gazetteer *g, const facts *f, const tagged *t);
#endif
