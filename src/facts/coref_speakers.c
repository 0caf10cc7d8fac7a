/* coref_speakers.c: speakers after coreference: whom "I" is, common nouns that speak, pronouns that are in
 * doubt. */
#include "facts/coref.h"

typedef struct {
  coref *c;
  facts *f;
  uint32_t *at;                /* [n_tokens] 1 + the longest mention with that head, 0: none */
} speaking;

static void find_heads(speaking *k) {
  for (uint32_t m = 0; m < k->c->n; m++) {
    const coref_mention *x = &k->c->mentions[m];
    uint32_t *at = &k->at[x->head];
    if (x->type == COREF_PAIR || x->type == COREF_ADJECTIVE) continue;
    if (!*at || x->end - x->first > k->c->mentions[*at - 1].end - k->c->mentions[*at - 1].first) *at = m + 1;
  }
}

/* "I" and "we" in somebody's words are he who says them, and his side. */
static void set_first_person(const speaking *k, statement *s, bool one) {
  if (s->within == NONE || s->speaker != NONE) return;
  const statement *outer = &k->f->statements[s->within];
  if (one) s->speaker = outer->speaker;
  s->party = outer->party;
}

/* An actor of its own for words that name nobody known: "a town councillor". */
static uint32_t make_anonymous(const speaking *k, const coref_mention *m, str party) {
  uint32_t first = m->first;
  while (first + 1 < m->end && k->c->d->tokens[first].upos == UPOS_DET) first++;
  bool many = (m->number & COREF_PLURAL) != 0;
  actor_kind kind = many ? ACTOR_GROUP : m->kind == COREF_PERSON ? ACTOR_PERSON : ACTOR_ORGANISATION;
  actor x = {.name = doc_line(k->c->a, k->c->d, first, m->end), .kind = kind, .plural = many, .party = party,
             .anonymous = true, .noun = true, .rule = "actor-speaks", .p = 500};
  *ARENA_PUSH(k->c->a, k->f->actors, k->f->n_actors, k->f->cap_actors) = x;
  return k->f->n_actors - 1;
}

/* A common noun speaks, so it is somebody: the actor that coreference has for it, if that is no named one,
 * else a new one. What a document shows has no speaker. */
static void set_common_noun(const speaking *k, statement *s, const coref_mention *m) {
  if (m->name || m->actor != NONE || m->kind == COREF_PLACE || s->act == ACT_SHOWS) return;
  coref_entity *e = &k->c->entities[m->entity];
  if (e->actor != NONE && !k->f->actors[e->actor].anonymous) return;
  if (e->actor == NONE) e->actor = make_anonymous(k, m, s->party);
  s->speaker = e->actor;
  if (!s->party.ptr) s->party = k->f->actors[e->actor].party;
}

void coref_speakers(coref *c, facts *f, const bool *doubtful) {
  speaking k = {c, f, ARENA_ARRAY(c->a, uint32_t, c->d->n_tokens + (size_t)1)};
  find_heads(&k);
  for (uint32_t i = 0; i < f->n_statements; i++) {
    statement *s = &f->statements[i];
    if (!s->has_speaker_at || s->speaker_head == NONE || s->mode == MODE_HEARSAY) continue;
    const coref_mention *m = k.at[s->speaker_head] ? &c->mentions[k.at[s->speaker_head] - 1] : NULL;
    if (!m) continue;
    if (m->type == COREF_I || m->type == COREF_WE) set_first_person(&k, s, m->type == COREF_I);
    else if (!coref_is_pronoun(m->type) && s->speaker == NONE) set_common_noun(&k, s, m);
    else if (doubtful[m - c->mentions]) {
      s->speaker = NONE;
      s->party = (str){NULL, 0};
    }
  }
}
