/* phrase_parties.c: whom the words of a noun phrase stand for, and whose they are. */
#include "facts/phrase_parties.h"

enum { PHRASE_DEPTH = 3 };

bool slots_known(const slot_list *l) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->slots[i].party.ptr || l->slots[i].code.ptr) return true;
  return false;
}

bool slots_have(const slot_list *l, str party) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->slots[i].party.ptr && str_eq(l->slots[i].party, party)) return true;
  return false;
}

bool slots_share(const slot_list *l, const slot_list *r) {
  for (uint32_t i = 0; i < l->n; i++)
    for (uint32_t j = 0; j < r->n; j++) {
      str x = l->slots[i].party, y = r->slots[j].party;
      if (!x.ptr || !y.ptr || str_eq(x, y)) return true;
    }
  return false;
}

void slots_add(const coder *k, slot_list *l, slot s) {
  for (uint32_t i = 0; i < l->n; i++)
    if (s.actor != NONE ? l->slots[i].actor == s.actor : str_eq(l->slots[i].party, s.party)) return;
  *ARENA_PUSH(k->a, l->slots, l->n, l->cap) = s;
}

/* A group stands for its members: "the two sides" are two slots of the same words. */
void slots_add_mention(const coder *k, slot_list *l, uint32_t m) {
  const facts *f = k->f;
  const actor *x = &f->actors[f->mentions[m].actor];
  if (!x->n_members) slots_add(k, l, actors_slot(f, m));
  for (uint32_t i = 0; i < x->n_members; i++) {
    const actor *y = &f->actors[x->members[i]];
    slots_add(k, l, (slot){x->members[i], y->party, y->code, f->mentions[m].at});
  }
}

static uint32_t phrase_mention(const coder *k, uint32_t i) {
  uint32_t m = actors_mention_at(k->f, i);
  return m == NONE || k->f->mentions[m].actor == NONE ? NONE : m;
}

static bool has_party(const coder *k, uint32_t m) {
  const actor *x = &k->f->actors[k->f->mentions[m].actor];
  return x->party.ptr || x->code.ptr || x->n_members;
}

bool phrase_is_place(const coder *k, uint32_t m) {
  return k->f->actors[k->f->mentions[m].actor].kind == ACTOR_PLACE;
}

/* A place for the state in which it lies; false: that is not known. */
static bool place_slot(const coder *k, uint32_t m, slot *out) {
  str state = frames_state_of_place(k->m, k->f->actors[k->f->mentions[m].actor].key);
  if (state.ptr) *out = (slot){k->f->mentions[m].actor, state, (str){NULL, 0}, k->f->mentions[m].at};
  return state.ptr != NULL;
}

/* The parts of a noun phrase that may tell whose it is, nearest first. */
int phrase_owner_rank(const coder *k, uint32_t head, uint32_t i) {
  dep d = clauses_dep(k->c, i);
  if (clauses_dep(k->c, head) == DEP_AMOD && clauses_is_verb(k->c, head)) return 1;        /* "A-led forces" */
  bool is_act = k->at[head - k->c->first] != 0;
  if (d == DEP_POSS) return 0;
  if (d == DEP_AMOD || d == DEP_COMPOUND || d == DEP_FLAT) return 1;
  if (d == DEP_APPOS) return 3;
  if (d == DEP_ACL) return 3;
  if (d != DEP_NMOD) return -1;
  if (clauses_marked(k->c, i, CLAUSE_AGENT)) return 2;
  if (is_act) return clauses_marked(k->c, i, CLAUSE_SENDER) ? 2 : -1;
  bool people = phrase_mention(k, head) != NONE;       /* houses in A are not A's */
  return clauses_marked(k->c, i, CLAUSE_OWNER | (people ? CLAUSE_PLACE : 0)) ? 4 : -1;
}

bool phrase_tells_party(const coder *k, uint32_t m) {
  slot s;
  if (k->f->mentions[m].first >= k->c->first && k->f->mentions[m].first < k->dateline) return false;
  return has_party(k, m) || (phrase_is_place(k, m) && place_slot(k, m, &s));
}

slot phrase_slot(const coder *k, uint32_t m) {
  slot s;
  return phrase_is_place(k, m) && place_slot(k, m, &s) ? s : actors_slot(k->f, m);
}

/* "A bomb laid by rebels": of a participle behind the noun, who did it. */
uint32_t phrase_owner_at(const coder *k, uint32_t i, uint32_t depth) {
  if (clauses_dep(k->c, i) == DEP_ACL) i = clauses_is_passive(k->c, i) ? clauses_subject(k->c, i) : NONE;
  if (i == NONE) return NONE;
  uint32_t m = phrase_mention(k, i);
  if (m != NONE && phrase_tells_party(k, m)) return m;
  return depth ? phrase_owner(k, i, depth - 1) : NONE;
}

/* The mention within the phrase of whoever it belongs to; NONE. */
uint32_t phrase_owner(const coder *k, uint32_t head, uint32_t depth) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (int rank = 0; rank <= 4; rank++)
    for (uint32_t i = 0; i < n; i++) {
      uint32_t m = phrase_owner_rank(k, head, kids[i]) == rank ? phrase_owner_at(k, kids[i], depth) : NONE;
      if (m != NONE) return m;
    }
  return NONE;
}

/* The conjuncts of an owner: "officials from A and B" are of both. */
static void add_conjuncts(const coder *k, slot_list *l, uint32_t at) {
  uint32_t n, first = phrase_mention(k, at);
  const uint32_t *kids = clauses_children(k->c, at, &n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t m = clauses_dep(k->c, kids[i]) == DEP_CONJ ? phrase_mention(k, kids[i]) : NONE;
    bool own = m != NONE && first != NONE && m != first && k->f->mentions[first].head == at;
    if (!own || !phrase_tells_party(k, m) || !phrase_tells_party(k, first)) continue;
    slots_add(k, l, phrase_slot(k, first));
    slots_add(k, l, phrase_slot(k, m));
  }
}

static void add_coordinated_owners(const coder *k, slot_list *l, uint32_t head, uint32_t owner) {
  if (clauses_head(k->c, k->f->mentions[owner].head) == head) add_conjuncts(k, l, k->f->mentions[owner].head);
}

/* The party that a name at a token stands for; ptr NULL: none. *n: its tokens. */
static str party_named(const coder *k, uint32_t i, uint32_t end, uint32_t *n) {
  static const gaz_sort sorts[] = {GAZ_ADJECTIVE, GAZ_STATE, GAZ_CAPITAL};
  gaz_match g = gaz_name_at(k->m->gazetteer, k->t, i, end);
  *n = g.n ? g.n : 1;
  for (int s = 0; s < 3; s++)
    if (gaz_is(&g, sorts[s])) return k->m->gazetteer->entities[g.entity[sorts[s]]].party;
  return (str){NULL, 0};
}

/* An adjective of a party and those joined to it, by their words. */
static void add_named_conjuncts(const coder *k, slot_list *l, uint32_t at) {
  uint32_t n, step;
  const uint32_t *kids = clauses_children(k->c, at, &n);
  str first = party_named(k, at, at + 1, &step);
  for (uint32_t i = 0; i < n && first.ptr; i++) {
    str party = clauses_dep(k->c, kids[i]) == DEP_CONJ ? party_named(k, kids[i], kids[i] + 1, &step) : (str){NULL, 0};
    if (!party.ptr || str_eq(party, first)) continue;
    if (!slots_have(l, first)) slots_add(k, l, (slot){actors_of_party(k->f, first), first, (str){NULL, 0}, doc_span(k->f->doc, at, at + 1)});
    slots_add(k, l, (slot){actors_of_party(k->f, party), party, (str){NULL, 0}, doc_span(k->f->doc, kids[i], kids[i] + 1)});
  }
}

/* "The A and B sides": adjectives of two parties. */
static void add_coordinated_modifiers(const coder *k, slot_list *l, uint32_t head) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n; i++)
    if (clauses_dep(k->c, kids[i]) == DEP_AMOD && !clauses_is_verb(k->c, kids[i])) {
      add_conjuncts(k, l, kids[i]);
      if (!l->n) add_named_conjuncts(k, l, kids[i]);
    }
}

/* "Nigerian Union of Teachers", "envoys of A and B": names of states within a mention; the first, and those joined to it. */
static bool add_parties_in_name(const coder *k, slot_list *l, uint32_t m) {
  const mention *x = &k->f->mentions[m];
  uint32_t before = l->n, n;
  for (uint32_t i = x->first; i < x->end; i += n) {
    str party = party_named(k, i, x->end, &n);
    bool joined = l->n == before || (i > x->first && k->t[i - 1].upos == UPOS_CCONJ);
    uint32_t state = party.ptr ? actors_of_party(k->f, party) : NONE;
    if (party.ptr && joined && !slots_have(l, party))
      *ARENA_PUSH(k->a, l->slots, l->n, l->cap) = (slot){state == NONE ? x->actor : state, party, (str){NULL, 0}, x->at};
  }
  return l->n > before;
}

/* "Ruritanian-led forces": the adjective of a party within a participle before the noun. */
static bool party_in_participle(const coder *k, uint32_t head, slot *out) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (clauses_dep(k->c, kids[i]) != DEP_AMOD || !clauses_is_verb(k->c, kids[i])) continue;
    for (uint32_t t = k->c->first, step; t < kids[i]; t += step) {
      str party = party_named(k, t, kids[i], &step);
      if (!party.ptr || !clauses_below(k->c, t, kids[i])) continue;
      *out = (slot){actors_of_party(k->f, party), party, (str){NULL, 0}, doc_span(k->f->doc, t, head + 1)};
      return true;
    }
  }
  return false;
}

bool phrase_in_private(const coder *k, uint32_t i) {
  return k->m->private_class != UINT32_MAX && frames_in_class(k->m, &k->t[i], k->m->private_class);
}

static bool in_public(const coder *k, uint32_t head) {
  if (frames_in_class(k->m, &k->t[head], k->m->public_class)) return true;
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool inside = d == DEP_COMPOUND || d == DEP_AMOD || d == DEP_CONJ || (d == DEP_NMOD && clauses_marked(k->c, kids[i], CLAUSE_OWNER));
    if (inside && frames_in_class(k->m, &k->t[kids[i]], k->m->public_class)) return true;
  }
  return false;
}

/* "A Ruritanian designer": a common noun that is no word of public life, of somebody without a role there. */
bool phrase_is_ordinary(const coder *k, uint32_t head) {
  if (k->m->public_class == UINT32_MAX || k->t[head].upos != UPOS_NOUN) return false;
  uint32_t m = phrase_mention(k, head);
  const mention *x = m == NONE ? NULL : &k->f->mentions[m];
  const actor *y = x ? &k->f->actors[x->actor] : NULL;
  bool has_role = y && y->code.ptr && !(y->party.ptr && str_eq(y->code, y->party));
  bool known = y && (y->kind == ACTOR_STATE || y->kind == ACTOR_GOVERNMENT || y->kind == ACTOR_PLACE || y->n_members);
  return !has_role && !known && !(x && x->form != MENTION_NOMINAL) && !in_public(k, head);
}

/* "A Ruritanian brewer", "the owner of a Ruritanian brewery": of that party, but no party. */
bool phrase_is_private(const coder *k, uint32_t head) {
  if (phrase_in_private(k, head) || phrase_is_ordinary(k, head)) return true;
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool of = d == DEP_NMOD && clauses_marked(k->c, kids[i], CLAUSE_OWNER);
    if ((of || d == DEP_COMPOUND || d == DEP_POSS) && phrase_in_private(k, kids[i])) return true;
  }
  return false;
}

/* "Ruritania's Congress" where that name is another state's: the state; NONE. */
static uint32_t other_state(const coder *k, uint32_t head, uint32_t m) {
  const actor *x = &k->f->actors[k->f->mentions[m].actor];
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n && x->kind == ACTOR_GOVERNMENT && x->party.ptr; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    uint32_t o = d == DEP_POSS || d == DEP_AMOD || d == DEP_COMPOUND ? phrase_mention(k, kids[i]) : NONE;
    const actor *y = o == NONE || o == m ? NULL : &k->f->actors[k->f->mentions[o].actor];
    if (y && y->kind == ACTOR_STATE && y->party.ptr && !str_eq(x->party, y->party)) return o;
  }
  return NONE;
}

/* The party of one phrase without its conjuncts. */
static void add_phrase(const coder *k, slot_list *l, uint32_t head) {
  if (!k->anybody && phrase_is_private(k, head)) return;
  uint32_t m = phrase_mention(k, head), before = l->n;
  add_coordinated_modifiers(k, l, head);
  if (l->n > before) return;
  bool modifies = m != NONE && actors_is_modifier(k->f, m) && k->f->mentions[m].head != head;
  slot place;
  if (m != NONE && !modifies && has_party(k, m)) {
    uint32_t other = other_state(k, head, m);
    slots_add_mention(k, l, other == NONE ? m : other);
    return;
  }
  if (m != NONE && !modifies && phrase_is_place(k, m) && place_slot(k, m, &place)) {
    slots_add(k, l, place);
    return;
  }
  uint32_t owner = phrase_owner(k, head, PHRASE_DEPTH);
  if (owner == NONE && m != NONE && !modifies && add_parties_in_name(k, l, m)) return;
  if (owner == NONE && party_in_participle(k, head, &place)) {
    slots_add(k, l, place);
    return;
  }
  if (owner == NONE) {
    if (m != NONE && !modifies && !phrase_is_place(k, m)) slots_add_mention(k, l, m);
    return;
  }
  slot s = phrase_slot(k, owner);
  add_coordinated_owners(k, l, head, owner);
  if (slots_known(l)) return;
  if (m != NONE && !modifies && !phrase_is_place(k, m)) s.actor = k->f->mentions[m].actor, s.at = k->f->mentions[m].at;
  slots_add(k, l, s);
}

/* "A and B" where the tree has them apart: the mention right behind "and", if it is no subject. */
static void add_behind_and(const coder *k, slot_list *l, uint32_t head) {
  const facts *f = k->f;
  uint32_t m = phrase_mention(k, head);
  if (m == NONE || m + 1 >= f->n_mentions || f->mentions[m + 1].actor == NONE) return;
  const mention *x = &f->mentions[m], *next = x + 1;
  bool joined = next->first == x->end + 1 && next->first < k->c->end && k->t[x->end].upos == UPOS_CCONJ;
  dep d = joined ? clauses_dep(k->c, next->head) : DEP_OTHER;
  if (joined && d != DEP_NSUBJ && d != DEP_NSUBJ_PASS && !actors_is_modifier(f, m + 1)) add_phrase(k, l, next->head);
}

/* "A, not B", "not B but A". */
static bool is_denied(const coder *k, uint32_t head) {
  const token *before = head > k->c->first ? &k->t[head - 1] : NULL;
  return before && before->upos == UPOS_PART && (before->morph & MORPH_NEG);
}

void phrase_parties(const coder *k, slot_list *l, uint32_t head) {
  if (clauses_is_verb(k->c, head)) return;
  bool denied = is_denied(k, head);
  dep d = clauses_dep(k->c, head);
  if (denied && (d == DEP_CONJ || d == DEP_APPOS)) head = clauses_head(k->c, head), denied = false;
  if (!denied) add_phrase(k, l, head), add_behind_and(k, l, head);
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; i < n; i++)
    if (clauses_dep(k->c, kids[i]) == DEP_CONJ && !clauses_is_verb(k->c, kids[i]) && !is_denied(k, kids[i])) add_phrase(k, l, kids[i]);
}
