/* acts_compose.c: an act upon an act has a code of its own, made of the two: to demand (10) a retreat (087) is 1056.
 * After the CAMEO codebook (Schrodt 2012), whose verbal codes repeat the order of the material ones. */
#include "facts/phrase_parties.h"
#include <stdlib.h>

/* Words of a class in the content: "accused A of espionage". */
static const composition *by_words(const coder *k, const act *x) {
  for (uint32_t i = 0; i < k->m->n_compositions; i++) {
    const composition *c = &k->m->compositions[i];
    if (c->family != x->frame->family || c->inner.ptr) continue;
    value v = {VALUE_CLASS, c->class};
    for (uint32_t p = 0; p < x->frame->n_contents; p++)
      if (acts_holds(k, x, &(need){.at = x->frame->contents[p], .values = &v, .n = 1})) return c;
  }
  return NULL;
}

static void set_code(const coder *k, act *x, const composition *c, const frame *f) {
  if (c->cameo.len == 1 && c->cameo.ptr[0] == '=') {
    x->cameo = k->acts[x->object].cameo;
    x->type = k->acts[x->object].type;
    x->composed = true;
    return;
  }
  x->composed = true;
  if (f->mild && c->type && strcmp(c->type, f->type)) return;
  bool more = c->cameo.len && c->cameo.ptr[0] == '+';
  str tail = more ? str_sub(c->cameo, 1, c->cameo.len) : c->cameo;
  x->cameo = more ? arena_printf(k->a, "%.*s%.*s", (int)x->cameo.len, x->cameo.ptr, (int)tail.len, tail.ptr) : tail;
  x->type = c->type ? c->type : f->type;
}

/* What is not to be done is to end: "not to attack" is to hold fire; not to help is to refuse. */
static const composition *of_negative(const coder *k, const act *x, str code, const frame **by) {
  const frame *halt = frames_implied(k->m, IMPLIED_HALT, code), *never = frames_implied(k->m, IMPLIED_NEVER, code);
  const composition *c = halt ? frames_compose(k->m, halt->family, code) : NULL;
  if (c && c->cameo.ptr[0] != '=') return frames_compose(k->m, x->frame->family, c->cameo);
  if (never && x->frame->self) return *by = never, frames_compose(k->m, never->family, code);
  return NULL;
}

/* "Would not agree to talks": what a promise would be is refused. */
static bool turns_negative(const coder *k, const act *x, str code) {
  return x->negative && frames_implied(k->m, IMPLIED_NEVER, code) &&
         frames_implied(k->m, IMPLIED_WILL, code)->family == x->frame->family;
}

static const composition *of_code(const coder *k, act *x, const act *inner, const frame **by) {
  if (turns_negative(k, x, inner->cameo)) {
    *by = frames_implied(k->m, IMPLIED_NEVER, inner->cameo);
    x->negative = false;
    x->told = NULL;
    return frames_compose(k->m, (*by)->family, inner->cameo);
  }
  return inner->negative ? of_negative(k, x, inner->cameo, by) : frames_compose(k->m, x->frame->family, inner->cameo);
}

static bool same_actor(const slot_list *a, const slot_list *b) {
  for (uint32_t i = 0; i < a->n; i++)
    for (uint32_t j = 0; j < b->n; j++)
      if (a->slots[i].actor == b->slots[j].actor) return true;
  return false;
}

/* "Warned that B would attack": what others will do is no threat, promise or refusal of one's own. */
static bool is_of_others(const coder *k, const act *x, const act *inner) {
  if (!x->frame->self || x->frame->mutual || inner->verb == NONE || !slots_known(&inner->source)) return false;
  if (clauses_child(k->c, inner->verb, DEP_NSUBJ) == NONE || same_actor(&x->source, &inner->source)) return false;
  return !slots_known(&x->source) || !slots_share(&x->source, &inner->source);
}

/* The code with an act in the content, or with what that acts upon: "rejected a call to disarm". */
static const composition *of_act(const coder *k, act *x, uint32_t inner, const frame **by) {
  *by = x->frame;
  for (uint32_t i = inner, steps = 0; i != NONE && steps < 3; i = k->acts[i].object, steps++) {
    const composition *c = is_of_others(k, x, &k->acts[i]) ? NULL : of_code(k, x, &k->acts[i], by);
    if (c) return c;
  }
  return NULL;
}

/* The code with what stands at a token; NULL: none. */
static const composition *of_token(const coder *k, act *x, uint32_t i, const frame **by) {
  uint32_t inner = acts_at(k, i);
  bool act_there = inner != NONE && &k->acts[inner] != x;
  const composition *c = act_there ? of_act(k, x, inner, by) : NULL;
  if (c || (act_there && x->object == NONE)) x->object = inner, x->content = i;
  else if (x->content == NONE) x->content = i;
  return c;
}

/* The first act in the content that makes a code; else the first there is. */
static const composition *of_content(const coder *k, act *x, const frame **by) {
  for (uint32_t p = 0; p < x->frame->n_contents; p++) {
    uint32_t n;
    const uint32_t *at = acts_path(k, x, x->frame->contents[p], &n);
    for (uint32_t i = 0; i < n; i++) {
      const composition *c = of_token(k, x, at[i], by);
      if (c) return c;
    }
  }
  uint32_t also = x->noun ? NONE : acts_also(k, x->token);
  const composition *c = also == NONE ? NULL : of_token(k, x, also, by);
  if (!c) *by = x->frame;
  return c;
}

static void compose(coder *k, act *x) {
  const frame *by;
  const composition *c = of_content(k, x, &by);
  if (!c) c = by_words(k, x), by = x->frame;
  if (!c && x->object != NONE && k->acts[x->object].noun && k->acts[x->object].token != x->content)
    x->object = NONE;                        /* a noun within what it is about: "answers on the proposal" */
  if (c) set_code(k, x, c, by);
  else if (!x->frame->bare) acts_drop(x, "nothing in its content that it acts on");
  if (x->object == NONE) return;
  act *inner = &k->acts[x->object];
  bool under_way = inner->told && (!strcmp(inner->told, "attempted") || !strcmp(inner->told, "ongoing"));
  if (x->frame->inner_status && !under_way) inner->status = x->frame->inner_status;     /* "rejected efforts to" */
  bool real = !x->frame->inner_status || !strcmp(x->frame->inner_status, "happened");
  if (x->dropped && !real && !inner->told) inner->told = "hypothetical";                 /* "opposed an attack" */
  if (x->frame->self) x->home |= inner->home;
  if (!x->dropped) inner->of = (uint32_t)(x - k->acts);
}

/* ---- what an act is for: "marched to demand elections" ------------------------------------------------ */

static const composition *for_act(const coder *k, const frame *by, uint32_t i) {
  for (int steps = 0; i != NONE && steps < 3; i = k->acts[i].object, steps++) {
    const composition *c = frames_compose(k->m, by->family, k->acts[i].cameo);
    if (c) return c;
  }
  return NULL;
}

/* Words of a class: "for equal rights", "against the cuts", "to demand rights". */
static const composition *for_words(const coder *k, const frame *by, uint32_t at) {
  if (clauses_is_verb(k->c, at)) at = k->t[at].morph & MORPH_INF ? clauses_object(k->c, at) : NONE;
  else if (!clauses_marked(k->c, at, CLAUSE_MATTER)) at = NONE;
  for (uint32_t i = 0; at != NONE && i < k->m->n_compositions; i++) {
    const composition *c = &k->m->compositions[i];
    if (c->family == by->family && !c->inner.ptr && acts_phrase_in(k, at, c->class)) return c;
  }
  return NULL;
}

/* In a clause or behind a preposition of the act's token or verb. */
static const composition *purpose_at(const coder *k, act *x, const frame *by, uint32_t at) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, at, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    if (d != DEP_ADVCL && d != DEP_ACL && d != DEP_OBL && d != DEP_NMOD && d != DEP_XCOMP) continue;
    uint32_t y = acts_at(k, kids[i]);
    const composition *c = y == NONE || &k->acts[y] == x ? NULL : for_act(k, by, y);
    if (c) return x->content = kids[i], c;
    if (y == NONE || k->acts[y].frame->acts_on) c = for_words(k, by, kids[i]);
    if (c) return c;
  }
  return NULL;
}

static void add_purpose(const coder *k, act *x) {
  const frame *by = x->frame->acts_on ? NULL : frames_implied(k->m, IMPLIED_PURPOSE, x->cameo);
  if (!by) return;
  const composition *c = purpose_at(k, x, by, x->token);
  if (!c && x->verb != NONE) c = purpose_at(k, x, by, x->verb);
  if (!c) return;
  const char *type = x->type;
  set_code(k, x, c, by);
  x->type = type;
}

/* The number of heads above a token. */
static uint32_t depth_of(const coder *k, uint32_t i) {
  uint32_t n = 0;
  while ((i = clauses_head(k->c, i)) != NONE) n++;
  return n;
}

typedef struct { uint32_t depth, act; } turn;

/* Total order: the deepest first, of one depth the last act. */
static int by_depth(const void *a, const void *b) {
  const turn *x = a, *y = b;
  if (x->depth != y->depth) return x->depth > y->depth ? -1 : 1;
  return x->act > y->act ? -1 : x->act < y->act;
}

void acts_compose(coder *k) {
  turn *turns = ARENA_ARRAY(k->a, turn, k->n + (size_t)1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < k->n; i++) {
    const act *x = &k->acts[i];
    if (x->frame->acts_on) turns[n++] = (turn){depth_of(k, x->verb != NONE ? x->verb : x->token), i};
  }
  if (n) qsort(turns, n, sizeof *turns, by_depth);
  for (uint32_t i = 0; i < n; i++) compose(k, &k->acts[turns[i].act]);
  for (uint32_t i = 0; i < k->n; i++) add_purpose(k, &k->acts[i]);
}
