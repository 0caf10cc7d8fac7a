/* acts.c: words of the pack's frames in a sentence, and the conditions on what stands with them. */
#include "facts/phrase_parties.h"
#include "facts/phrases.h"

enum { TRIGGER_REACH = 10 };   /* words between a verb and its particle: "called the long-planned talks off" */

/* ---- arguments --------------------------------------------------------------------------------- */

typedef struct { uint32_t *all, n, cap; } found;

static void add(const coder *k, found *x, uint32_t i) {
  if (i != NONE) *ARENA_PUSH(k->a, x->all, x->n, x->cap) = i;
}

static bool is_phrase(dep d) {
  return d == DEP_OBL || d == DEP_NMOD || d == DEP_ADVCL || d == DEP_ACL || d == DEP_XCOMP || d == DEP_CCOMP || d == DEP_AGENT;
}

/* Behind a preposition or a mark that is the word; "gave A a loan" is as good as to A. */
static void add_behind(const coder *k, found *x, uint32_t at, word_id w) {
  uint32_t n;
  bool to = w < k->m->clauses.words.n && k->m->clauses.words.bits[w] & CLAUSE_RECIPIENT;
  if (to && clauses_is_verb(k->c, at)) add(k, x, clauses_recipient(k->c, at));
  const uint32_t *kids = clauses_children(k->c, at, &n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t marker = is_phrase(clauses_dep(k->c, kids[i])) ? clauses_marker(k->c, kids[i]) : NONE;
    if (marker != NONE && k->t[marker].word == w) add(k, x, kids[i]);
  }
}

static void add_deps(const coder *k, found *x, uint32_t at, uint64_t deps) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, at, &n);
  for (uint32_t i = 0; i < n; i++)
    if (deps >> clauses_dep(k->c, kids[i]) & 1) add(k, x, kids[i]);
}

#define SET(d) (UINT64_C(1) << DEP_##d)
static const uint64_t MODIFIERS = SET(AMOD) | SET(COMPOUND) | SET(POSS);

/* Words of a frame's own phrase are no argument of it: "peace" in "peace talks". */
static bool is_own(const act *x, uint32_t i) { return i >= x->first && i < x->end; }

/* What a noun's act is done to: "the release of A", "troop withdrawal"; what may also do it. */
static void add_noun_object(const coder *k, found *out, const act *x) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, x->token, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool of = d == DEP_NMOD && clauses_marked(k->c, kids[i], CLAUSE_CONTROL) && !clauses_marked(k->c, kids[i], CLAUSE_AGENT);
    if (!is_own(x, kids[i]) && (of || d == DEP_COMPOUND || d == DEP_AMOD)) add(k, out, kids[i]);
  }
}

static bool is_trigger_word(const coder *k, const act *x, uint32_t i) {
  for (uint32_t w = 1; w < x->words->n; w++)
    if (k->t[i].lemma == x->words->words[w] || k->t[i].word == x->words->words[w]) return true;
  return false;
}

/* "Made talks contingent on a truce": behind another word of the trigger. */
static void add_behind_words(const coder *k, found *out, const act *x, word_id w) {
  uint32_t end = x->token + TRIGGER_REACH < k->c->end ? x->token + TRIGGER_REACH : k->c->end;
  for (uint32_t i = x->token + 1; !x->noun && x->words->n > 1 && i < end; i++)
    if (is_trigger_word(k, x, i)) add_behind(k, out, i, w);
}

/* What a verb of several words is done to stands behind the last of them: "set fire to A"; else the object, if that is none
 * of them. */
static void add_object(const coder *k, found *out, const act *x) {
  if (x->noun) {
    add_noun_object(k, out, x);
    return;
  }
  uint32_t before = out->n, object = clauses_object(k->c, x->token);
  word_id last = x->words->words[x->words->n - 1];
  if (x->words->n > 1) add_behind(k, out, x->token, last);
  if (x->words->n > 1 && out->n == before) add_behind_words(k, out, x, last);       /* "took delivery of arms" */
  if (out->n == before && object != NONE && !is_trigger_word(k, x, object)) add(k, out, object);
}

static void add_clauses(const coder *k, found *out, uint32_t at) {
  add_deps(k, out, at, SET(XCOMP) | SET(CCOMP));
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, at, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool told = d == DEP_ACL && clauses_child(k->c, kids[i], DEP_MARK) != NONE;      /* "a reminder that" */
    if (told || ((d == DEP_ACL || d == DEP_ADVCL) && clauses_marked(k->c, kids[i], CLAUSE_CONTROL))) add(k, out, kids[i]);
  }
}

/* "An offer from A to go": the tree may hang the infinitive on A. */
static void add_clauses_of_owner(const coder *k, found *out, uint32_t noun) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, noun, &n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t clause = clauses_dep(k->c, kids[i]) == DEP_NMOD ? clauses_child(k->c, kids[i], DEP_ACL) : NONE;
    if (clause != NONE && (k->t[clause].morph & MORPH_INF)) add(k, out, clause);
  }
}

/* "Rejected a request to go": the tree may hang the infinitive on the verb. */
static void add_clauses_of_verb(const coder *k, found *out, uint32_t noun) {
  dep d = clauses_dep(k->c, noun);
  uint32_t verb = clauses_head(k->c, noun), n;
  if ((d != DEP_OBJ && d != DEP_OBL) || verb == NONE || !clauses_is_verb(k->c, verb)) return;
  const uint32_t *kids = clauses_children(k->c, verb, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep is = clauses_dep(k->c, kids[i]);
    bool infinitive = (is == DEP_ADVCL || is == DEP_XCOMP || is == DEP_OBL) && (k->t[kids[i]].morph & MORPH_INF);
    if (infinitive && kids[i] > noun) add(k, out, kids[i]);
  }
}

static void add_subject(const coder *k, found *out, const act *x) {
  if (!x->noun) add(k, out, clauses_subject(k->c, x->token));
  else if (x->verb != NONE && x->light == LIGHT_SUBJECT) add(k, out, clauses_subject(k->c, x->verb));
  else add_deps(k, out, x->token, SET(POSS));
}

/* "The withdrawal of troops from A": the tree may hang it on the object. */
static void add_behind_object(const coder *k, found *out, const act *x, word_id w) {
  found objects = {0};
  add_object(k, &objects, x);
  for (uint32_t i = 0; i < objects.n; i++) add_behind(k, out, objects.all[i], w);
}

const uint32_t *acts_path(const coder *k, const act *x, path p, uint32_t *n) {
  found out = {0};
  bool light = x->noun && x->verb != NONE;
  switch (p.kind) {
  case PATH_OBJ: add_object(k, &out, x); break;
  case PATH_SUBJ: add_subject(k, &out, x); break;
  case PATH_PREP:
    add_behind(k, &out, x->token, p.prep);
    if (light) add_behind(k, &out, x->verb, p.prep);
    add_behind_object(k, &out, x, p.prep);
    add_behind_words(k, &out, x, p.prep);
    break;
  case PATH_COMP:
    add_clauses(k, &out, x->token);
    if (light) add_clauses(k, &out, x->verb);
    if (!out.n && x->noun) add_clauses_of_owner(k, &out, x->token);
    if (!out.n && x->noun && !light) add_clauses_of_verb(k, &out, x->token);
    break;
  case PATH_MOD: add_deps(k, &out, x->token, MODIFIERS); break;
  case PATH_ANY:
    add_object(k, &out, x);
    add_subject(k, &out, x);
    add_deps(k, &out, x->token, MODIFIERS | SET(OBL) | SET(NMOD) | SET(XCOMP));
    if (light) add_deps(k, &out, x->verb, SET(OBL));
    break;
  case PATH_OBJ_OF: case PATH_CONTENT: break;        /* parties, not words: acts_parties.c */
  }
  *n = out.n;
  return out.all;
}

uint32_t acts_also(const coder *k, uint32_t verb) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, verb, &n);
  for (uint32_t i = 0; i < n; i++) {
    bool to = clauses_marked(k->c, kids[i], CLAUSE_CONTROL) && !clauses_marked(k->c, verb, CLAUSE_CONTROL);
    if (clauses_dep(k->c, kids[i]) == DEP_CONJ && (k->t[kids[i]].morph & MORPH_INF) && to) return kids[i];
  }
  return NONE;
}

/* ---- conditions -------------------------------------------------------------------------------- */

static bool word_fits(const coder *k, uint32_t i, const value *v) {
  if (v->kind == VALUE_WORD) return k->t[i].lemma == v->n || k->t[i].word == v->n;
  return v->kind == VALUE_CLASS && frames_in_class(k->m, &k->t[i], v->n);
}

/* Whether a word of the noun phrase fits: its head, what modifies it, "a series of raids". */
static bool phrase_fits(const coder *k, uint32_t head, const value *v, uint32_t depth) {
  if (word_fits(k, head, v)) return true;
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, head, &n);
  for (uint32_t i = 0; depth && i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool of = d == DEP_NMOD && clauses_marked(k->c, kids[i], CLAUSE_OWNER);
    bool inside = d == DEP_COMPOUND || d == DEP_AMOD || d == DEP_FLAT || of || d == DEP_CONJ || d == DEP_FIXED;
    if (inside && !clauses_is_verb(k->c, kids[i]) && phrase_fits(k, kids[i], v, depth - 1)) return true;
  }
  return false;
}

bool acts_phrase_in(const coder *k, uint32_t head, uint32_t class) {
  return phrase_fits(k, head, &(value){VALUE_CLASS, class}, 2);
}

bool acts_is_reciprocal(const coder *k, uint32_t head) {
  uint32_t class = k->m->reciprocal_class;
  return class != UINT32_MAX && head > k->c->first && frames_in_class(k->m, &k->t[head], class) &&
         frames_in_class(k->m, &k->t[head - 1], class);
}

static bool actor_fits(const coder *k, uint32_t head, value_kind kind) {
  if (kind == VALUE_PARTY && acts_is_reciprocal(k, head)) return true;
  if (kind == VALUE_PARTY) {
    slot_list l = {0};
    phrase_parties(k, &l, head);
    return slots_known(&l);
  }
  uint32_t m = actors_mention_at(k->f, head);
  if (m == NONE || k->f->mentions[m].actor == NONE) return false;
  actor_kind is = k->f->actors[k->f->mentions[m].actor].kind;
  return kind == VALUE_PERSON ? is == ACTOR_PERSON || is == ACTOR_GROUP : is == ACTOR_PLACE || is == ACTOR_STATE;
}

static bool value_fits(const coder *k, const uint32_t *heads, uint32_t n, const value *v) {
  if (v->kind == VALUE_NONE) return !n;
  for (uint32_t i = 0; i < n; i++) {
    bool words = v->kind == VALUE_CLASS || v->kind == VALUE_WORD;
    if (words ? phrase_fits(k, heads[i], v, 2) : actor_fits(k, heads[i], v->kind)) return true;
  }
  return false;
}

bool acts_holds(const coder *k, const act *x, const need *c) {
  uint32_t n;
  const uint32_t *heads = acts_path(k, x, c->at, &n);
  bool any = false;
  for (uint32_t i = 0; i < c->n && !any; i++) any = value_fits(k, heads, n, &c->values[i]);
  return any != c->negated;
}

/* ---- triggers ---------------------------------------------------------------------------------- */

static bool is_word(const coder *k, uint32_t i, word_id w) { return k->t[i].lemma == w || k->t[i].word == w; }

/* The words stand one behind the other: their number, else 0. */
static uint32_t words_together(const coder *k, const trigger *g, uint32_t i) {
  for (uint32_t j = 1; j < g->n; j++)
    if (i + j >= k->c->end || !is_word(k, i + j, g->words[j])) return 0;
  return g->n;
}

/* "Declared a truce in its war" declares no war: a noun hangs on the verb, or is part of what does. */
static bool joins(const coder *k, uint32_t i, uint32_t head) {
  dep d = clauses_dep(k->c, i);
  if (head == NONE || k->t[i].upos != UPOS_NOUN) return head != NONE;
  return d == DEP_COMPOUND || d == DEP_CONJ || (d == DEP_NMOD && clauses_marked(k->c, i, CLAUSE_OWNER));
}

/* A particle, preposition or noun of the phrase, behind the verb and joined to it. */
static bool word_joined(const coder *k, uint32_t verb, word_id w) {
  uint32_t most = verb + TRIGGER_REACH < k->c->end ? verb + TRIGGER_REACH : k->c->end;
  for (uint32_t i = verb + 1; i < most; i++) {
    if (!is_word(k, i, w)) continue;
    uint32_t head = clauses_head(k->c, i);
    if (head == verb || (joins(k, i, head) && clauses_head(k->c, head) == verb)) return true;
  }
  return false;
}

/* The number of words that stand together at i; 0: the trigger is not here. */
static uint32_t trigger_fits(const coder *k, const trigger *g, uint32_t i) {
  uint8_t u = k->t[i].upos;
  bool noun = u == UPOS_NOUN || u == UPOS_PROPN || (g->n > 1 && u != UPOS_VERB);
  if (g->noun ? !noun : u != UPOS_VERB) return 0;
  uint32_t n = words_together(k, g, i);
  if (n || g->noun) return n;
  for (uint32_t j = 1; j < g->n; j++)
    if (!word_joined(k, i, g->words[j])) return 0;
  return 1;
}

/* The word of the phrase that the others hang on. */
static uint32_t head_of(const coder *k, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++) {
    uint32_t h = clauses_head(k->c, i);
    if ((h == NONE || h < first || h >= end) && k->t[i].upos != UPOS_ADP) return i;
  }
  return end - 1;
}

static void trace(const coder *k, const act *x, const frame *f, const char *how, str what) {
  if (!k->trace) return;
  str words = doc_str(k->f->doc, x->first, x->end);
  buf_printf(k->trace, "             %-10s %-28s \"%.*s\" %.*s\n", how, f->id, (int)words.len, words.ptr, (int)what.len,
             what.ptr);
}

static bool frame_fits(const coder *k, const act *x, const frame *f) {
  for (uint32_t i = 0; i < f->n_needs; i++)
    if (!acts_holds(k, x, &f->needs[i])) return trace(k, x, f, "loses", f->needs[i].text), false;
  return true;
}

/* ---- light verbs ------------------------------------------------------------------------------- */

/* The number of words of the light verb, 0: it is none. */
static uint32_t light_at(const coder *k, uint32_t verb, light_kind kind) {
  uint32_t v, n = clauses_is_verb(k->c, verb) ? phrases_longest(k->m->lights, k->t, verb, k->c->end, &v) : 0;
  return n && k->m->light_verbs[v].kind == kind ? n : 0;
}

/* "Engaged in raids": the preposition is the light verb's own. */
static bool carries(const coder *k, uint32_t verb, uint32_t noun, dep d, light_kind kind) {
  uint32_t n = light_at(k, verb, kind);
  if (d != DEP_OBL) return n > 0;
  uint32_t marker = clauses_marker(k->c, noun);
  return n > 1 && marker != NONE && marker > verb && marker < verb + n;
}

/* The light verb that a noun stands with; NONE. */
static uint32_t light_of(const coder *k, uint32_t noun, light_kind *kind) {
  uint32_t first = clauses_first_conjunct(k->c, noun), verb = clauses_head(k->c, first);
  dep d = clauses_dep(k->c, first);
  if (d == DEP_NMOD && verb != NONE && clauses_marked(k->c, first, CLAUSE_OWNER)) {       /* "a round of talks" */
    uint32_t up = clauses_head(k->c, verb);
    if (up != NONE && clauses_is_verb(k->c, up)) d = clauses_dep(k->c, verb), first = verb, verb = up;
  }
  uint32_t owner = clauses_child(k->c, noun, DEP_POSS);      /* "rejected A's demand": not a demand of the subject */
  if (verb == NONE || d == DEP_ACL || d == DEP_RELCL || (owner != NONE && k->t[owner].upos != UPOS_PRON)) return NONE;
  uint32_t relative = clauses_child(k->c, noun, DEP_RELCL), reduced = clauses_child(k->c, noun, DEP_ACL);
  bool passive = clauses_is_passive(k->c, verb);
  bool object = d == DEP_OBJ || d == DEP_OBL || (d == DEP_NSUBJ_PASS && passive);
  if (object && carries(k, verb, first, d, LIGHT_SUBJECT)) return *kind = LIGHT_SUBJECT, verb;
  if (object && carries(k, verb, first, d, LIGHT_OBJECT)) return *kind = LIGHT_OBJECT, verb;
  if ((d == DEP_NSUBJ || d == DEP_NSUBJ_PASS) && light_at(k, verb, LIGHT_OCCURS)) return *kind = LIGHT_OCCURS, verb;
  if (reduced != NONE && clauses_is_passive(k->c, reduced) && light_at(k, reduced, LIGHT_SUBJECT))
    return *kind = LIGHT_SUBJECT, reduced;
  if (relative != NONE && light_at(k, relative, LIGHT_SUBJECT) && clauses_object(k->c, relative) == noun)
    return *kind = LIGHT_SUBJECT, relative;
  return NONE;
}

/* ---- acts -------------------------------------------------------------------------------------- */

/* A participle before a noun ("the divided island") tells what the noun is like. */
static bool is_attribute(const coder *k, const act *x) {
  return !x->noun && clauses_dep(k->c, x->token) == DEP_AMOD;
}

static bool try_trigger(coder *k, const trigger *g, uint32_t i) {
  uint32_t n = trigger_fits(k, g, i);
  if (!n) return false;
  const frame *f = &k->m->frames[g->frame];
  act x = {.first = i, .end = i + n, .noun = g->noun, .words = g, .frame = f, .home = f->home, .verb = NONE, .type = f->type, .mode = f->mode,
           .cameo = f->cameo, .object = NONE, .content = NONE, .of = NONE, .claim = NONE, .event = NONE,
           .when = {WHEN_NONE, NONE, CAL_NOTHING, false}};
  x.token = g->noun ? head_of(k, i, i + n) : i;
  if (k->at[x.token - k->c->first] || is_attribute(k, &x)) return false;
  if (f->no_cue && acts_statement_of(k, &x) != NONE) return false;
  x.verb = g->noun ? light_of(k, x.token, &x.light) : x.token;
  if (!frame_fits(k, &x, f)) return false;
  trace(k, &x, f, f->skip ? "no event" : "candidate", str_of(f->type ? f->type : ""));
  for (uint32_t j = 0; j < n; j++) k->at[i + j - k->c->first] = f->skip ? UINT32_MAX : k->n + 1;
  if (!f->skip) *ARENA_PUSH(k->a, k->acts, k->n, k->cap) = x;
  return true;
}

/* Frames of the word as it stands and of its lemma, the best first. */
static void find_at(coder *k, uint32_t i) {
  word_id words[2] = {k->t[i].lemma, k->t[i].word};
  uint32_t n[2], at[2] = {0, 0};
  const trigger *lists[2];
  for (int w = 0; w < 2; w++) lists[w] = frames_triggers(k->m, words[w], &n[w]);
  if (words[0] == words[1]) n[1] = 0;
  while (at[0] < n[0] || at[1] < n[1]) {
    bool second = at[0] >= n[0] || (at[1] < n[1] && lists[1][at[1]].rank > lists[0][at[0]].rank);
    if (try_trigger(k, &lists[second][at[second]++], i)) return;
  }
}

void acts_find(coder *k) {
  k->at = ARENA_ARRAY(k->a, uint32_t, k->c->end - k->c->first + (size_t)1);
  for (uint32_t i = k->c->first; i < k->c->end; i++)
    if (!k->at[i - k->c->first]) find_at(k, i);
}

act *acts_of_token(const coder *k, uint32_t i) {
  uint32_t x = i == NONE ? 0 : k->at[i - k->c->first];
  return x && x != UINT32_MAX ? &k->acts[x - 1] : NULL;
}

void acts_drop(act *x, const char *why) {
  if (!x->dropped) x->dropped = true, x->why = why;
}

static uint32_t first_child(const coder *k, uint32_t i, uint64_t deps, bool act_only) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, i, &n);
  for (uint32_t j = 0; j < n; j++)
    if (deps >> clauses_dep(k->c, kids[j]) & 1 && (!act_only || acts_of_token(k, kids[j]))) return kids[j];
  return NONE;
}

/* What a light verb carries, what a word of aspect leads to. */
static uint32_t behind_verb(const coder *k, uint32_t i) {
  bool light = phrases_longest(k->m->lights, k->t, i, k->c->end, NULL) > 0;
  uint32_t next = light ? clauses_object(k->c, i) : NONE;
  if (next == NONE && phrases_longest(k->m->statuses, k->t, i, k->c->end, NULL)) next = clauses_child(k->c, i, DEP_XCOMP);
  if (next == NONE && light) next = first_child(k, i, SET(OBL), false);
  uint32_t object = next == NONE && !clauses_is_passive(k->c, i) ? clauses_object(k->c, i) : NONE;
  const act *held = acts_of_token(k, object);
  return held && frames_kind(k->m, KIND_THROUGH, held->cameo) ? object : next;
}

/* "Begin sending aid", "hold a round of talks": the act behind the words of aspect and the light verb. */
uint32_t acts_at(const coder *k, uint32_t i) {
  for (int steps = 0; steps < 4 && i != NONE; steps++) {
    const act *x = acts_of_token(k, i);
    if (x) return (uint32_t)(x - k->acts);
    i = clauses_is_verb(k->c, i) ? behind_verb(k, i) : first_child(k, i, SET(NMOD) | SET(COMPOUND) | SET(ACL), true);
  }
  return NONE;
}
