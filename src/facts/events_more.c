#include "facts/events_more.h"
#include "facts/phrases.h"

enum { CONTEXTS_MOST = 4, CLAIMS_MOST = 32, EVENTS_NEAR = 16, SENTENCES_NEAR = 8 };

/* ---- contexts: what the sentence is about ------------------------------------------------------------- */

static bool has_context(const event *e, const char *name) {
  for (uint32_t i = 0; i < e->n_contexts; i++)
    if (e->contexts[i] == name) return true;
  return false;
}

/* The first few of the sentence, in order. */
static void contexts(coder *k, event *e) {
  const char **all = ARENA_ARRAY(k->a, const char *, CONTEXTS_MOST);
  e->contexts = all;
  for (uint32_t i = k->c->first; i < k->c->end && e->n_contexts < CONTEXTS_MOST; i++) {
    uint32_t v;
    if (!phrases_longest(k->m->contexts, k->t, i, k->c->end, &v)) continue;
    if (!has_context(e, k->m->context_names[v])) all[e->n_contexts++] = k->m->context_names[v];
  }
}

void events_more(coder *k, uint32_t first, uint32_t end, event *e) {
  contexts(k, e);
  e->quantities = quantities_of(k->a, k->m->numbers, k->f, first, end, &e->n_quantities);
}

/* ---- sides ------------------------------------------------------------------------------------------------ */

static bool has_sides(const event *e) { return e->n_source && e->n_target; }

/* The nearest event of the type with both sides, those before first; NONE. */
static uint32_t nearest_like(const facts *f, uint32_t at) {
  const event *e = &f->events[at];
  for (uint32_t n = 1; n <= EVENTS_NEAR; n++) {
    uint32_t both[] = {at >= n ? at - n : NONE, at + n < f->n_events ? at + n : NONE};
    for (int i = 0; i < 2; i++) {
      const event *o = both[i] == NONE ? NULL : &f->events[both[i]];
      if (!o || !o->type || !e->type || strcmp(o->type, e->type) || !has_sides(o)) continue;
      if ((o->sentence > e->sentence ? o->sentence - e->sentence : e->sentence - o->sentence) <= SENTENCES_NEAR) return both[i];
    }
  }
  return NONE;
}

void events_carry(const events_model *m, facts *f) {
  for (uint32_t i = 0; i < f->n_events; i++) {
    event *e = &f->events[i];
    uint32_t near = e->n_source || e->n_target || !frames_kind(m, KIND_DATED, e->cameo) ? NONE : nearest_like(f, i);
    if (near == NONE) continue;
    const event *o = &f->events[near];
    e->source = o->source, e->n_source = o->n_source;
    e->target = o->target, e->n_target = o->n_target;
  }
}

/* ---- claims ---------------------------------------------------------------------------------------------- */

typedef struct { uint32_t *events; uint32_t n, cap; } telling;

static str first_party(const slot *slots, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (slots[i].party.ptr) return slots[i].party;
  return (str){"", 0};
}

/* Events with the same key are taken for tellings of one: same act, same sides, same words or the same code. */
static str key_of(arena *a, const facts *f, const event *e) {
  str s = first_party(e->source, e->n_source), t = first_party(e->target, e->n_target);
  return arena_printf(a, "%s|%.*s|%.*s|%.*s|%u", e->type ? e->type : "", (int)e->cameo.len, e->cameo.ptr ? e->cameo.ptr : "",
                      (int)s.len, s.ptr, (int)t.len, t.ptr, (unsigned)f->doc->tokens[e->trigger_token].lemma);
}

static const char *verdict_of(const facts *f, const event *e) {
  const char *force = f->statements[e->claimed_by].force;
  if (e->negative || (force && !strcmp(force, "deny"))) return "denies";
  return force && !strcmp(force, "confirm") ? "confirms" : "claims";
}

static bool denied(const event *e) { return e->negative || str_eq(str_of(e->status), STR("denied")); }

/* Whether the narrator, or both sides, say so. */
static bool is_lifted(const facts *f, const telling *t) {
  bool source = false, target = false;
  for (uint32_t i = 0; i < t->n; i++) {
    const event *e = &f->events[t->events[i]];
    if (denied(e)) return false;
    if (e->claimed_by == NONE) return t->n > 1;
    str by = f->statements[e->claimed_by].party;
    source |= by.ptr && str_eq(by, first_party(e->source, e->n_source));
    target |= by.ptr && str_eq(by, first_party(e->target, e->n_target));
  }
  return source && target;
}

static void settle(arena *a, facts *f, const telling *t) {
  event_claim *claims = NULL;
  uint32_t n = 0, cap = 0;
  for (uint32_t i = 0; i < t->n && n < CLAIMS_MOST; i++) {
    const event *e = &f->events[t->events[i]];
    if (e->claimed_by != NONE) *ARENA_PUSH(a, claims, n, cap) = (event_claim){e->claimed_by, verdict_of(f, e)};
  }
  bool lifted = is_lifted(f, t);
  for (uint32_t i = 0; i < t->n; i++) {
    event *e = &f->events[t->events[i]];
    e->claims = claims;
    e->n_claims = n;
    if (lifted) e->claimed_by = NONE;
  }
}

void events_link(arena *a, facts *f) {
  map keys;
  telling *all = NULL;
  uint32_t n = 0, cap = 0;
  map_init(&keys, a, f->n_events + 1);
  for (uint32_t i = 0; i < f->n_events; i++) {
    bool added;
    uint32_t *at = map_put(&keys, key_of(a, f, &f->events[i]), &added);
    if (added) *at = n, *ARENA_PUSH(a, all, n, cap) = (telling){0};
    telling *t = &all[*at];
    *ARENA_PUSH(a, t->events, t->n, t->cap) = i;
  }
  for (uint32_t i = 0; i < n; i++) settle(a, f, &all[i]);
}
