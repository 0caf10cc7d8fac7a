/* acts_parties.c: who does an act, and to whom, by its words and by what it acts upon. */
#include "facts/phrase_parties.h"
#include "facts/statement_lookup.h"

enum {
  OWNER_DEPTH = 3, CONTENT_MOST = 64,
  NEAR = 12                    /* words between an act and a party that the tree has hung elsewhere */
};

/* ---- one act ----------------------------------------------------------------------------------- */

static void add_path(const coder *k, slot_list *l, const act *x, path p) {
  uint32_t n;
  const uint32_t *heads = acts_path(k, x, p, &n);
  for (uint32_t i = 0; i < n; i++) phrase_parties(k, l, heads[i]);
}

/* "Rejected Rome's plan": whose the object is. */
static void add_owner(const coder *k, slot_list *l, const act *x, path at) {
  uint32_t n;
  const uint32_t *heads = acts_path(k, x, at, &n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t m = phrase_owner(k, heads[i], OWNER_DEPTH);
    if (m != NONE) slots_add(k, l, phrase_slot(k, m));
  }
}

static bool takes_object(const frame *f) {
  for (uint32_t i = 0; i < f->n_targets; i++)
    if (f->targets[i].kind == PATH_OBJ || f->targets[i].kind == PATH_OBJ_OF) return true;
  return false;
}

/* Done with one's own forces: what it is done to tells who does it. */
static bool is_on_own(const coder *k, const act *x) { return frames_kind(k->m, KIND_OWN, x->cameo); }

static void add_owners_of_noun(const coder *k, slot_list *l, act *x) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, x->token, &n);
  for (int rank = 0; rank <= 2; rank++)
    for (uint32_t i = 0; i < n && !slots_known(l); i++) {
      if (phrase_owner_rank(k, x->token, kids[i]) != rank || (kids[i] >= x->first && kids[i] < x->end)) continue;
      uint32_t m = phrase_owner_at(k, kids[i], 1);
      if (m == NONE || (rank == 1 && phrase_is_place(k, m))) continue;      /* "the Geneva talks": where, not who */
      x->by_agent = rank == 2;
      if (rank == 1) slots_add(k, l, phrase_slot(k, m));
      else phrase_parties(k, l, kids[i]);
    }
}

/* "Talks between A and B": both. */
static void add_between(const coder *k, slot_list *l, const act *x) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, x->token, &n);
  for (uint32_t i = 0; i < n && x->frame->mutual; i++)
    if (clauses_dep(k->c, kids[i]) == DEP_NMOD && !clauses_marked(k->c, kids[i], CLAUSE_AGENT)) {
      slot_list both = {0};
      phrase_parties(k, &both, kids[i]);
      for (uint32_t j = 0; both.n > 1 && j < both.n; j++) slots_add(k, l, both.slots[j]);
    }
}

/* "Was imposed on the town by A": the tree may hang the agent on a noun that is no act. */
static void add_far_agent(const coder *k, act *x) {
  for (uint32_t i = x->verb + 1; i < k->c->end && !slots_known(&x->source); i++) {
    dep d = clauses_dep(k->c, i);
    uint32_t head = clauses_head(k->c, i);
    if (d != DEP_NMOD || k->at[head - k->c->first] || clauses_is_verb(k->c, head)) continue;
    if (clauses_marked(k->c, i, CLAUSE_AGENT) && clauses_below(k->c, i, x->verb)) phrase_parties(k, &x->source, i);
  }
}

static void fill_source(const coder *k, act *x) {
  if (x->frame->source_at) {
    add_path(k, &x->source, x, (path){PATH_PREP, x->frame->source_at, false});
    return;
  }
  bool light = x->noun && x->verb != NONE;
  if (!x->noun || (light && x->light == LIGHT_SUBJECT)) {
    uint32_t s = clauses_subject(k->c, x->verb);
    bool engaged = light && s == NONE && clauses_dep(k->c, clauses_first_conjunct(k->c, x->token)) == DEP_OBL;
    if (engaged) s = clauses_object(k->c, x->verb);          /* "A were engaged in raids" */
    if (s != NONE) phrase_parties(k, &x->source, s);
  }
  if (x->noun && !slots_known(&x->source)) add_owners_of_noun(k, &x->source, x);
  if (x->noun && !slots_known(&x->source)) add_between(k, &x->source, x);
  if (x->verb != NONE && !slots_known(&x->source) && clauses_is_passive(k->c, x->verb)) add_far_agent(k, x);
  slot_list owner = {0};
  if (x->frame->owner_at && !slots_known(&x->source)) add_owner(k, &owner, x, (path){PATH_PREP, x->frame->owner_at, false});
  if (owner.n) x->source = owner;                                   /* "died in A's strikes on B" */
  bool passive = !x->noun && clauses_is_passive(k->c, x->verb), agentless = x->noun || (passive && !x->frame->acts_on);
  if (agentless && !slots_known(&x->source) && (is_on_own(k, x) || !takes_object(x->frame)))
    add_path(k, &x->source, x, (path){PATH_OBJ, 0, false});       /* "A's troops were moved", "withdrawal of A's troops" */
}

/* A place of the source's own state is not another's. */
static bool is_own_place(const coder *k, const slot_list *source, const slot *s) {
  bool place = s->actor != NONE && k->f->actors[s->actor].kind == ACTOR_PLACE;
  return place && s->party.ptr && slots_have(source, s->party);
}

/* One party is not both sides: "A's minister met A's officials" leaves the target open. */
static void drop_own(const coder *k, const slot_list *source, slot_list *target) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < target->n; i++) {
    bool own = false;
    for (uint32_t j = 0; j < source->n; j++) own |= source->slots[j].actor == target->slots[i].actor;
    own |= is_own_place(k, source, &target->slots[i]);
    if (!own) target->slots[kept++] = target->slots[i];
  }
  target->n = kept;
}

/* Those of the act's own party are not whom it is done to. */
static void drop_own_party(act *x) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < x->target.n; i++) {
    str party = x->target.slots[i].party;
    if (!party.ptr || !slots_have(&x->source, party)) x->target.slots[kept++] = x->target.slots[i];
  }
  x->target.n = kept;
}

/* "Asked A for help": whom, beside what it is for. */
static void add_direct_object(const coder *k, slot_list *l, const act *x) {
  uint32_t object = x->noun || x->words->n < 2 || clauses_is_passive(k->c, x->token) ? NONE : clauses_object(k->c, x->token);
  if (object != NONE && k->at[object - k->c->first] == 0) phrase_parties(k, l, object);
}

static void fill_target(const coder *k, act *x) {
  if (x->noun && x->verb != NONE && x->light == LIGHT_OBJECT) {
    uint32_t s = clauses_subject(k->c, x->verb);
    if (s != NONE) phrase_parties(k, &x->target, s);
  }
  for (uint32_t i = 0; i < x->frame->n_targets && !slots_known(&x->target); i++) {
    path p = x->frame->targets[i];
    slot_list found = {0};
    if (p.kind == PATH_OBJ_OF) add_owner(k, &found, x, (path){PATH_OBJ, 0, false});
    else if (p.of) add_owner(k, &found, x, p);
    else if (p.kind != PATH_CONTENT) add_path(k, &found, x, p);
    if (p.kind == PATH_OBJ && !p.of && !slots_known(&found)) add_direct_object(k, &found, x);
    drop_own(k, &x->source, &found);
    for (uint32_t j = 0; j < found.n; j++) slots_add(k, &x->target, found.slots[j]);
    if (is_on_own(k, x)) drop_own_party(x);
  }
  bool told = x->frame->acts_on && !x->noun && clauses_is_passive(k->c, x->verb);
  if (told && !slots_known(&x->target)) add_path(k, &x->target, x, (path){PATH_OBJ, 0, false});    /* "A was promised" */
}

/* Where the tree has hung it elsewhere: the first party behind the trigger that stands right behind such a word, no other
 * act between. */
static void fill_near(const coder *k, act *x) {
  uint32_t end = x->end + NEAR < k->c->end ? x->end + NEAR : k->c->end;
  for (uint32_t i = x->end; i + 1 < end; i++) {
    if (k->at[i - k->c->first] && clauses_is_verb(k->c, i)) return;
    bool leads = false;
    for (uint32_t p = 0; p < x->frame->n_targets; p++)
      leads |= x->frame->targets[p].kind == PATH_PREP && !x->frame->targets[p].of && k->t[i].word == x->frame->targets[p].prep;
    uint32_t m = leads ? actors_mention_from(k->f, i + 1) : NONE;
    if (m == NONE || m >= k->f->n_mentions || k->f->mentions[m].first != i + 1 || k->f->mentions[m].actor == NONE) continue;
    slot_list found = {0};
    phrase_parties(k, &found, k->f->mentions[m].head);
    drop_own(k, &x->source, &found);
    if (slots_known(&found)) x->target = found;
    return;
  }
}

/* Of what is done with one's own forces: the place they leave. */
static void fill_left(const coder *k, act *x) {
  const uint32_t at[] = {x->token, x->verb, x->noun ? NONE : clauses_object(k->c, x->token)};
  for (int a = 0; a < 3 && !slots_known(&x->target); a++) {
    uint32_t n = 0;
    const uint32_t *kids = at[a] == NONE ? NULL : clauses_children(k->c, at[a], &n);
    for (uint32_t i = 0; i < n; i++) {
      dep d = clauses_dep(k->c, kids[i]);
      if ((d == DEP_OBL || d == DEP_NMOD) && clauses_marked(k->c, kids[i], CLAUSE_SENDER)) phrase_parties(k, &x->target, kids[i]);
    }
  }
}

/* The subject is private, as all that is joined to it. */
static bool is_by_private(coder *k, const act *x) {
  uint32_t s = x->verb == NONE || (x->noun && x->light != LIGHT_SUBJECT) ? NONE : clauses_subject(k->c, x->verb);
  if (s == NONE || slots_known(&x->source) || !phrase_is_private(k, s)) return false;
  if (!phrase_is_ordinary(k, s) || phrase_in_private(k, s)) return true;
  slot_list l = {0};
  k->anybody = true;
  phrase_parties(k, &l, s);
  k->anybody = false;
  return slots_known(&l);
}

void parties_fill(coder *k, act *x) {
  k->anybody = frames_kind(k->m, KIND_ANYBODY, x->cameo);
  fill_source(k, x);
  x->by_private = !k->anybody && is_by_private(k, x);
  k->anybody = true;
  fill_target(k, x);
  k->anybody = false;
  if (is_on_own(k, x) && !slots_known(&x->target)) fill_left(k, x);
  if (!slots_known(&x->target)) fill_near(k, x);
  if (is_on_own(k, x)) drop_own_party(x);
  x->addressed = slots_known(&x->target);
}

/* ---- acts upon acts ------------------------------------------------------------------------------ */

/* Those of a side that are not already the act's source. */
static void add_others(const coder *k, act *x, const slot_list *side) {
  for (uint32_t i = 0; i < side->n; i++) {
    str party = side->slots[i].party;
    if (party.ptr && !slots_have(&x->source, party)) slots_add(k, &x->target, side->slots[i]);
  }
}

/* Whether an adverbial clause ("if …") stands between. */
static bool in_adverbial(const coder *k, uint32_t i, uint32_t top) {
  for (; i != NONE && i != top; i = clauses_head(k->c, i))
    if (clauses_dep(k->c, i) == DEP_ADVCL) return true;
  return false;
}

/* The first other party that the words of the content name; where terms are set, also those of the condition. */
static void add_named(const coder *k, act *x, uint32_t top) {
  const facts *f = k->f;
  uint32_t left = CONTENT_MOST;
  for (uint32_t m = actors_mention_from(f, k->c->first); m < f->n_mentions && left--; m++) {
    const mention *y = &f->mentions[m];
    if (y->first >= k->c->end) return;
    if (y->actor == NONE || !f->actors[y->actor].party.ptr || !clauses_below(k->c, y->head, top)) continue;
    if (slots_have(&x->source, f->actors[y->actor].party)) continue;
    if (!x->frame->sets_terms && in_adverbial(k, y->head, top)) continue;
    slots_add_mention(k, &x->target, m);
    return;
  }
}

/* "Warned of tariffs and said … if A does not leave": whom the condition of the sentence names. */
static void add_named_in_condition(const coder *k, act *x) {
  for (uint32_t i = x->end; i < k->c->end && !slots_known(&x->target); i++)
    if (clauses_dep(k->c, i) == DEP_ADVCL && clauses_marked(k->c, i, CLAUSE_CONDITION)) add_named(k, x, i);
}

/* Each party once; what has none goes where another has one. */
static void once_each(const coder *k, slot_list *l) {
  slot_list kept = {0};
  bool known = slots_known(l);
  for (uint32_t i = 0; i < l->n; i++) {
    bool twice = l->slots[i].party.ptr ? slots_have(&kept, l->slots[i].party) : known;
    if (!twice) *ARENA_PUSH(k->a, kept.slots, kept.n, kept.cap) = l->slots[i];
  }
  *l = kept;
}

/* Two who stand in one phrase are each other's side: the first is the source. */
static void part_pair(const coder *k, act *x) {
  for (uint32_t i = 0; i < x->target.n; i++) slots_add(k, &x->source, x->target.slots[i]);
  once_each(k, &x->source);
  if (x->source.n < 2) return;
  x->target = (slot_list){0};
  for (uint32_t i = 1; i < x->source.n; i++) slots_add(k, &x->target, x->source.slots[i]);
  x->source.n = 1;
}

/* Whom a condition is set: who tells of it. */
static void add_teller(const coder *k, act *x) {
  slot who;
  bool told = statement_speaker(k->f, statement_over(k->f, x->token), &who);
  if (told && who.party.ptr && !slots_have(&x->source, who.party)) slots_add(k, &x->target, who);
}

void parties_compose(coder *k, act *x) {
  if (x->frame->mutual && x->source.n > 1) part_pair(k, x);
  act *inner = x->object == NONE ? NULL : &k->acts[x->object];
  if (inner && x->frame->self && x->noun && !slots_known(&x->source)) x->source = inner->source;      /* "a halt to A's aid" */
  if (x->frame->conditional && !slots_known(&x->target)) add_teller(k, x);
  if (inner && !slots_known(&inner->source)) {
    const slot_list *who = x->frame->self ? &x->source : &x->target;
    for (uint32_t i = 0; i < who->n; i++) slots_add(k, &inner->source, who->slots[i]);
    drop_own(k, &inner->source, &inner->target);
  }
  if (inner && !slots_known(&x->target)) {
    if (!x->frame->self) add_others(k, x, &inner->source);
    if (!slots_known(&x->target)) add_others(k, x, &inner->target);
  }
  if (inner && !slots_known(&x->target)) add_others(k, x, &inner->source);
  if (!slots_known(&x->target) && x->content != NONE) add_named(k, x, x->content);
  if (!slots_known(&x->target) && x->frame->sets_terms) add_named_in_condition(k, x);
  if (!slots_known(&x->target) && !x->noun) add_named(k, x, x->token);     /* "seeks answers on flights between A and B" */
}

/* ---- what is left ---------------------------------------------------------------------------------- */

/* "Accused each other", "turned on each other". */
static bool is_mutual(const coder *k, const act *x) {
  if (x->frame->mutual) return true;
  uint32_t n = 0;
  const uint32_t *kids = x->verb == NONE ? NULL : clauses_children(k->c, x->verb, &n);
  for (uint32_t i = 0; i < n; i++)
    if (acts_is_reciprocal(k, kids[i])) return true;
  return false;
}

void parties_settle(coder *k, act *x) {
  bool guessed = frames_kind(k->m, KIND_ANYBODY, x->cameo) && places_source(k, x);
  if (!x->frame->acts_on && x->content != NONE && !slots_known(&x->target)) add_named(k, x, x->content);
  if (is_mutual(k, x) && (x->source.n > 1 || x->target.n > 1)) part_pair(k, x);
  if (frames_kind(k->m, KIND_LOCATED, x->cameo)) places_target(k, x);
  if (frames_kind(k->m, KIND_AUTHORITY, x->cameo)) guessed = places_source(k, x) || guessed;
  if ((x->home && !guessed) || frames_kind(k->m, KIND_HOME, x->cameo)) places_home(k, x, guessed);
}

void parties_take(coder *k, act *x, const slot_list *source) {
  x->source = *source;
  drop_own_party(x);
  parties_settle(k, x);
}
