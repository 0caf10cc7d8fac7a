/* acts_places.c: sides that an act has from where it is done, where no words name them. */
#include "facts/phrase_parties.h"

enum { PLACE_DEPTH = 3, CONTENT_MOST = 64 };

static bool is_placed(const coder *k, uint32_t i) {
  return i > k->c->first && (word_classes_of(&k->m->clauses.words, &k->t[i - 1]) & CLAUSE_PLACE);
}

/* "In A", "in the town of A", "at a jail in A's capital". */
static bool is_where(const coder *k, uint32_t i) {
  for (int steps = 0; steps < PLACE_DEPTH && i != NONE && !clauses_is_verb(k->c, i); steps++) {
    dep d = clauses_dep(k->c, i);
    if (d == DEP_OBL || d == DEP_NMOD)
      if (clauses_marked(k->c, i, CLAUSE_PLACE)) return true;
    bool inside = d == DEP_POSS || d == DEP_APPOS || d == DEP_COMPOUND || d == DEP_AMOD ||
                  (d == DEP_NMOD && clauses_marked(k->c, i, CLAUSE_OWNER));
    if (!inside) return false;
    i = clauses_head(k->c, i);
  }
  return false;
}

/* Below the word, no other verb between. */
static bool in_clause_of(const coder *k, uint32_t i, uint32_t top) {
  while (i != NONE && i != top && !clauses_is_verb(k->c, i)) i = clauses_head(k->c, i);
  return i == top;
}

uint32_t places_named(const coder *k, const act *x) {
  const facts *f = k->f;
  uint32_t top = x->verb != NONE ? x->verb : x->token, left = CONTENT_MOST;
  bool told = clauses_dep(k->c, top) == DEP_ACL || clauses_dep(k->c, top) == DEP_RELCL;    /* "the houses in A that were seized" */
  uint32_t above = told ? clauses_head(k->c, top) : NONE;
  for (uint32_t m = actors_mention_from(f, k->c->first); m < f->n_mentions && left--; m++) {
    const mention *y = &f->mentions[m];
    if (y->first >= k->c->end) return NONE;
    if (y->actor == NONE) continue;
    actor_kind kind = f->actors[y->actor].kind;
    bool place = kind == ACTOR_PLACE || kind == ACTOR_STATE;
    bool within = in_clause_of(k, y->head, top) || (above != NONE && in_clause_of(k, y->head, above));
    if (place && within && (is_placed(k, y->first) || is_where(k, y->head))) return m;
  }
  return NONE;
}

static bool slot_of_place(const coder *k, const act *x, slot *out) {
  uint32_t place = places_named(k, x);
  slot s = {0};
  if (place != NONE) s = phrase_slot(k, place);
  if (s.party.ptr) *out = s;
  return s.party.ptr != NULL;
}

/* "Peasants blocked the highway to the Ruritanian coast": the one party that the sentence names. */
static bool only_party(const coder *k, const act *x, slot *out) {
  const facts *f = k->f;
  *out = (slot){0};
  for (uint32_t m = actors_mention_from(f, k->c->first); m < f->n_mentions && f->mentions[m].first < k->c->end; m++) {
    bool speaker = x->claim != NONE && f->mentions[m].actor == f->statements[x->claim].speaker;
    if (f->mentions[m].actor == NONE || speaker || !phrase_tells_party(k, m)) continue;
    slot s = phrase_slot(k, m);
    if (!s.party.ptr || (out->party.ptr && !str_eq(out->party, s.party))) return false;
    *out = s;
  }
  return out->party.ptr != NULL;
}

/* Done by the authorities or people of the place, where nobody else is named: whether it is so. */
bool places_source(coder *k, act *x) {
  slot s;
  if (slots_known(&x->source)) return false;
  bool by_anybody = !slots_known(&x->target) && frames_kind(k->m, KIND_ANYBODY, x->cameo);
  if (!slot_of_place(k, x, &s) && !(by_anybody && only_party(k, x, &s))) return false;
  if (x->source.n) s.actor = x->source.slots[0].actor, s.at = x->source.slots[0].at;
  x->source.n = 0;
  slots_add(k, &x->source, s);
  return true;
}

/* Whether the sentence names a party that is not the source. */
static bool names_another(const coder *k, const act *x) {
  const facts *f = k->f;
  for (uint32_t m = actors_mention_from(f, k->c->first); m < f->n_mentions && f->mentions[m].first < k->c->end; m++) {
    str party = f->mentions[m].actor == NONE ? (str){NULL, 0} : f->actors[f->mentions[m].actor].party;
    bool speaker = x->claim != NONE && f->mentions[m].actor == f->statements[x->claim].speaker;
    if (party.ptr && !speaker && !slots_have(&x->source, party)) return true;
  }
  return false;
}

/* An act on one's own people: the country where it is done, or, where nobody else is named, one's own. */
void places_home(coder *k, act *x, bool guessed) {
  guessed = places_source(k, x) || guessed;
  if (slots_known(&x->target) || !slots_known(&x->source)) return;
  slot there;
  if ((guessed || !slot_of_place(k, x, &there)) && names_another(k, x)) return;
  slot s = x->source.slots[0];
  if (!slot_of_place(k, x, &s)) s.actor = actors_of_party(k->f, s.party), s.code = s.party;
  x->target.n = 0;
  *ARENA_PUSH(k->a, x->target.slots, x->target.n, x->target.cap) = s;
}

/* What is done where its target is: the state of the place. */
void places_target(coder *k, act *x) {
  slot s;
  bool known = slots_known(&x->source) || x->frame->agentless;
  if (slots_known(&x->target) || !known || !slot_of_place(k, x, &s) || slots_have(&x->source, s.party)) return;
  x->target.n = 0;
  *ARENA_PUSH(k->a, x->target.slots, x->target.n, x->target.cap) = s;
}
