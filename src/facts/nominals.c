/* nominals.c: common nouns for people, bodies and places. */
#include "facts/nominals.h"

#include "facts/owners.h"

/* Words before a common noun that may belong to it. */
#define MAX_PREMODIFIERS 8

static const gaz_entity *entity_of(const reader *r, uint32_t e) { return &r->g->entities[e]; }

/* Whether the word before a common noun or its modifiers belongs to it: "the Strelsau-backed armed group". */
static bool premodifies(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  bool participle = t->upos == UPOS_VERB && (t->morph & (MORPH_PART_PAST | MORPH_PART_PRES));
  bool word = reader_noun(t) || t->upos == UPOS_NUM || participle || reader_glued(r, i);
  return word || (t->upos == UPOS_PROPN && reader_glued(r, i + 1));
}

/* Takes in the words before it that belong to a common noun, not before `from`, and its determiner. */
static void reach_back(const reader *r, uint32_t from, noun_phrase *x) {
  uint32_t time = r->time ? r->f->times[r->time - 1].end : 0, head = x->head;
  if (from < time) from = time;
  for (int k = 0; k < MAX_PREMODIFIERS && x->first > from && premodifies(r, x->first - 1); k++) x->first--;
  bool led = x->first > from && reader_det(r, x->first - 1) != DET_NONE;
  while (!led && x->first < head && r->t[x->first].upos == UPOS_VERB) x->first++;     /* "seeing towns" */
  if (x->first < head && reader_glued(r, x->first)) x->first = x->first + 2 < head ? x->first + 2 : head;
  if (x->first > from) x->det = reader_det(r, x->first - 1);
  if (x->det != DET_NONE) x->first--;
  else if (x->first > r->start && reader_owned(r, x->first)) x->det = DET_OWN;
}

/* "the people of Ruritania": whose they are. */
static void read_people_of(const reader *r, noun_phrase *x) {
  actor_kind kind = entity_of(r, x->entity)->kind;
  bool people = kind == ACTOR_PERSON || kind == ACTOR_GROUP, owned = x->belongs != NONE;
  if (!people || owned || !(reader_class(r, x->end) & WORD_OF)) return;
  uint32_t at = x->end + 1, p = owners_read_one(r, at, x, false);
  if (p > at) x->end = p;
}

bool nominals_read(const reader *r, uint32_t i, noun_phrase *x) {
  gaz_match c = reader_common_at(r, i);
  if (!gaz_is(&c, GAZ_NOMINAL) || r->t[i + c.n - 1].upos != UPOS_NOUN) return false;
  uint32_t next = i + c.n + (i + c.n < r->end && r->t[i + c.n].upos == UPOS_ADJ);      /* "schools open" */
  bool modifies = next < r->end && r->t[next].upos == UPOS_NOUN && reader_small_noun(r, next);
  if (modifies || reader_glued(r, i + c.n)) return false;
  x->sort = NP_NOMINAL;
  x->entity = c.entity[GAZ_NOMINAL];
  x->end = i + c.n;
  x->head = x->end - 1;
  x->first = i;
  reach_back(r, r->from, x);
  bool of_party = r->last.sort == NP_MODIFIER && r->last_end == x->first && r->from == x->first;
  if (of_party && entity_of(r, x->entity)->kind != ACTOR_PLACE) {
    x->belongs = r->last.entity;
    x->first = r->last.first;
    reach_back(r, r->from_before, x);
  }
  read_people_of(r, x);
  return true;
}

bool nominals_behind(const reader *r, noun_phrase *x) {
  gaz_match c = reader_common_at(r, x->end);
  const gaz_entity *noun = gaz_is(&c, GAZ_NOMINAL) ? entity_of(r, c.entity[GAZ_NOMINAL]) : NULL;
  bool last = reader_small_noun(r, x->end) && !reader_small_noun(r, x->end + c.n);
  if (!noun || noun->kind == ACTOR_PERSON || !last) return false;
  if (r->t[x->end + c.n - 1].morph & MORPH_PLURAL) return false;
  if (!str_eq(noun->category, STR("named")) && noun->kind != x->kind) return false;
  x->kind = noun->kind;
  x->end += c.n;
  return true;
}
