/* coded.c: the codes of an imported dictionary ([coded-names]): whom its names mean, what code words have. */
#include "facts/linking.h"

static const str none = {NULL, 0};

/* Whether words of a match are what a phrase's office belongs to. */
static bool is_owner(const noun_phrase *x, const gaz_match *m) {
  if (m->coded == x->belongs) return true;
  for (uint32_t s = 0; s < GAZ_SORTS; s++)
    if ((m->sorts & (1u << s)) && (m->entity[s] == x->belongs || m->entity[s] == x->via)) return true;
  return false;
}

/* The coded name among a phrase's words that holds its head, or that owns its office; NONE. *at: where it is. */
static uint32_t coded_in(const linker *k, const noun_phrase *x, bool at_head, uint32_t *at) {
  uint32_t head = x->sort == NP_MODIFIER ? x->end - 1 : x->head;
  for (uint32_t i = x->first; i < x->end; i++) {
    gaz_match m = gaz_name_at(k->g, k->t, i, x->end);
    *at = i;
    if (!m.n || m.coded == NONE) continue;
    bool here = i <= head && head < i + m.n;
    if (at_head ? here : !here && is_owner(x, &m)) return m.coded;
  }
  return NONE;
}

static const gaz_role *coded_today(const linker *k, uint32_t entity) {
  return gaz_coded_on(&k->g->entities[entity], k->f->report->published);
}

/* "-" in the pack: the dictionary says that the name is nobody then. */
static bool is_nobody(const gaz_role *r) { return r && str_eq(r->title, STR("-")); }

static str whole_code(const linker *k, str party) { return gaz_code(k->a, k->g, party, none); }

/* Who has one code: the party itself, or somebody else who is known by a name. */
static uint32_t actor_of_code(linker *k, const gaz_entity *e, str name, str party, str code) {
  bool whole = party.len && str_eq(whole_code(k, party), code);
  if (whole && (e->kind == ACTOR_STATE || str_eq(name, code))) return actor_of_party(k, party);
  actor x = {.key = gaz_key(k->a, party, name), .name = name, .kind = e->kind, .code = code,
             .party = party.len ? party : none, .rule = "actor-coded", .p = 900};
  x.gender = e->kind == ACTOR_PERSON ? 0 : 'n';
  return actor_once(k, &k->by_key, x.key, x);
}

/* "[RUR/SYL]": a name for several at once, each with a code, and a party where it is known. */
static uint32_t actor_of_codes(linker *k, const gaz_entity *e, const gaz_role *r) {
  uint32_t *members = NULL, n = 0, cap = 0;
  str codes = r->title, parties = r->party, code, party;
  while (str_split(&codes, '/', &code)) {
    if (!str_split(&parties, '/', &party)) party = none;
    code = str_trim(code);
    if (code.len) *ARENA_PUSH(k->a, members, n, cap) = actor_of_code(k, e, code, str_trim(party), code);
  }
  actor x = {.key = gaz_key(k->a, none, e->name), .name = e->name, .kind = ACTOR_GROUP, .plural = true,
             .gender = 'p', .rule = "actor-coded", .p = 900};
  actor_set_members(k, &x, members, n);
  return actor_once(k, &k->by_key, x.key, x);
}

uint32_t coded_actor(linker *k, const gaz_entity *e) {
  const gaz_role *r = coded_today(k, (uint32_t)(e - k->g->entities));
  if (is_nobody(r)) return NONE;
  if (r && str_find(r->title, STR("/")) != SIZE_MAX) return actor_of_codes(k, e, r);
  return actor_of_code(k, e, e->name, gaz_coded_party(e, k->f->report->published), r ? r->title : none);
}

/* Whether a code has a part of three letters already. */
static bool has_part(str code, str part) {
  for (size_t i = 3; i + part.len <= code.len; i += 3)
    if (str_eq(str_sub(code, i, i + part.len), part)) return true;
  return false;
}

/* A code with a suffix's parts, none of them twice. */
static str with_parts(linker *k, str code, str suffix) {
  if (str_find(suffix, STR("~")) != SIZE_MAX) return gaz_with_suffix(k->a, code, suffix);
  for (size_t i = 0; i < suffix.len; i += 3) {
    str part = str_sub(suffix, i, i + 3 < suffix.len ? i + 3 : suffix.len);
    if (!has_part(code, part)) code = gaz_with_suffix(k->a, code, part);
  }
  return code;
}

str coded_words(linker *k, const noun_phrase *x) {
  if (!k->g->n_coded) return none;
  uint32_t at, own = coded_in(k, x, true, &at), owner = own == NONE ? coded_in(k, x, false, &at) : NONE;
  if (own == NONE && owner == NONE) return none;
  const gaz_role *r = coded_today(k, own != NONE ? own : owner);
  if (!r || is_nobody(r) || str_find(r->title, STR("/")) != SIZE_MAX) return none;
  bool titled = x->title != NONE && x->title_end > x->title_first && at >= x->title_end;
  if (own != NONE && !titled) return r->title;
  uint32_t body = x->sort == NP_BODY || x->sort == NP_GROUP ? x->entity : NONE;
  uint32_t office = x->title != NONE ? x->title : body;
  str suffix = office == NONE ? none : k->g->entities[office].suffix;
  bool bare = !suffix.len || x->former || x->belongs_too != NONE;
  if (bare) return own == NONE ? none : r->title;
  return with_parts(k, r->title, suffix);
}
