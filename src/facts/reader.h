/* reader.h: a sentence as the parser of noun phrases sees it: words by class, matches of the gazetteer. */
#ifndef FACTS_READER_H
#define FACTS_READER_H
#include "facts/noun_phrases.h"

typedef struct {
  const gazetteer *g;
  const facts *f;
  const token *t;
  uint32_t start, end;         /* of the sentence */
  uint32_t sentence;
  const tagged *tagged;
  uint32_t time;               /* first time expression that ends after the token being read */
  uint32_t last_end;           /* end of the last phrase found: what a hyphen may join to */
  uint32_t from;               /* the next phrase does not begin before it … */
  uint32_t from_before;        /* … nor, where it takes in the last one, before this */
  noun_phrase last;            /* found */
  bool last_place;
  bool heading;
} reader;

enum {                         /* sorts of names, as bits: that stand for themselves; of parties; of places */
  OWN_NAMES = 1 << GAZ_STATE | 1 << GAZ_CAPITAL | 1 << GAZ_SEAT | 1 << GAZ_NAMED_BODY |
              1 << GAZ_ORGANISATION | 1 << GAZ_CITY | 1 << GAZ_REGION | 1 << GAZ_CODED,
  PARTY_NAMES = 1 << GAZ_STATE | 1 << GAZ_ORGANISATION | 1 << GAZ_CODED,
  PLACE_NAMES = 1 << GAZ_STATE | 1 << GAZ_CAPITAL | 1 << GAZ_CITY | 1 << GAZ_REGION
};

static inline uint32_t reader_class(const reader *r, uint32_t i) {
  return i < r->end ? gaz_class(r->g, &r->t[i]) : 0;
}
static inline bool reader_noun(const token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_ADJ; }
/* A noun or adjective in small letters, which makes what stands before it a modifier; not the adjective of "an
 * official familiar with the matter". */
static inline bool reader_small_noun(const reader *r, uint32_t i) {
  if (i >= r->end || !reader_noun(&r->t[i]) || (r->t[i].flags & TOK_CAP)) return false;
  return r->t[i].upos != UPOS_ADJ || i + 1 >= r->end || r->t[i + 1].upos != UPOS_ADP;
}
static inline bool reader_glued(const reader *r, uint32_t i) {
  return i < r->end && !(r->t[i].flags & TOK_SPACE_BEFORE) && (reader_class(r, i) & WORD_HYPHEN);
}
static inline bool reader_possessive(const reader *r, uint32_t i) {
  return (reader_class(r, i) & WORD_POSSESSIVE) != 0;
}
/* Whether a time expression holds the token. */
bool reader_in_time(const reader *r, uint32_t i);
/* The name of the pack at i. An ambiguous one counts only where the tagger, too, takes it for a name. */
gaz_match reader_name_at(const reader *r, uint32_t i);
/* The title, body, collective, modifier, … at i. */
gaz_match reader_common_at(const reader *r, uint32_t i);
/* Whether the match c at i is a word of office, by its tag, too. */
bool reader_is_office(const reader *r, const gaz_match *c, uint32_t i);
/* Whether an office's words begin at i or after a few modifiers. */
bool reader_office_ahead(const reader *r, uint32_t i);
/* The determiner at i. */
np_det reader_det(const reader *r, uint32_t i);
/* "her spokesman", "Prime Minister Anna Vale's spokesman": whether what stands at i is owned. */
bool reader_owned(const reader *r, uint32_t i);
#endif
