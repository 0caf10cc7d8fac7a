/* actors.c: ties noun phrases to actors: the same name, key, office or focus is the same actor. */
#include "facts/actors.h"

#include "facts/linking.h"

enum {
  BACK_TITLES = 256,           /* mentions looked through for the holder of an office */
  NEAR_SENTENCES = 6           /* in which "the diplomat" is somebody named */
};

struct actors_model { const gazetteer *gazetteer; };

static const str none = {NULL, 0};

ch_status actors_load(const actors_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  actors_model *m = ARENA_NEW(a, actors_model);
  *out = m;
  return gazetteer_load(&m->gazetteer, a, pk, l, err);
}

const gazetteer *actors_gazetteer(const actors_model *m) { return m->gazetteer; }

/* ---- making actors --------------------------------------------------------------------------- */

static uint32_t new_actor(linker *k, actor x) {
  uint32_t at = k->f->n_actors;
  *ARENA_PUSH(k->a, k->f->actors, k->f->n_actors, k->f->cap_actors) = x;
  return at;
}

uint32_t actor_once(linker *k, map *m, str key, actor x) {
  if (!key.ptr) return new_actor(k, x);
  bool added;
  uint32_t *place = map_put(m, key, &added);
  if (added) *place = new_actor(k, x);
  return *place;
}

static const gaz_entity *entity_of(const linker *k, uint32_t e) { return &k->g->entities[e]; }
static uint32_t class_of(const linker *k, uint32_t i) {
  return i < k->f->doc->n_tokens ? gaz_class(k->g, &k->t[i]) : 0;
}

static uint32_t actor_of_entity(linker *k, const gaz_entity *e) {
  if (e->sort == GAZ_CODED) return coded_actor(k, e);
  bool place = e->kind == ACTOR_PLACE;
  actor x = {.key = e->key, .name = e->name, .kind = e->kind, .party = place ? none : e->party,
             .code = e->code, .gender = 'n', .rule = "actor-known", .p = 950};
  return actor_once(k, &k->by_key, e->key, x);
}

uint32_t actor_of_party(linker *k, str party) {
  const uint32_t *e = party.len ? map_get(&k->g->by_key, party) : NULL;
  return e ? actor_of_entity(k, entity_of(k, *e)) : NONE;
}

void actor_set_members(linker *k, actor *x, const uint32_t *members, uint32_t n) {
  uint32_t *copy = ARENA_ARRAY(k->a, uint32_t, n);
  memcpy(copy, members, n * sizeof *copy);
  x->members = copy;
  x->n_members = n;
}

static bool same_role(linker *k, const role *a, const role *b) {
  return str_eq(a->of, b->of) && str_eq(utf8_folded(k->a, a->title), utf8_folded(k->a, b->title));
}

static void add_role(linker *k, uint32_t a, role r) {
  actor *x = &k->f->actors[a];
  for (uint32_t i = 0; i < x->n_roles && i < 16; i++)
    if (same_role(k, &x->roles[i], &r)) return;
  *ARENA_PUSH(k->a, x->roles, x->n_roles, x->cap_roles) = r;
}

static str words(const linker *k, uint32_t first, uint32_t end) { return doc_line(k->a, k->f->doc, first, end); }

/* The body a phrase works for, in its words; else the party. */
static str role_owner(const linker *k, uint32_t a, const noun_phrase *x) {
  if (x->via_end > x->via_first) return words(k, x->via_first, x->via_end);
  str party = people_party_in_words(k, x);
  return party.ptr || x->belongs != NONE ? party : k->f->actors[a].party;
}

/* "counterpart": tied to the one before it, and of another party. */
static bool is_relation(const linker *k, const noun_phrase *x) {
  return x->title != NONE && str_eq(entity_of(k, x->title)->category, STR("relation"));
}

/* Words of address and "counterpart" tell no office. */
static bool no_office(const linker *k, const noun_phrase *x) {
  if (x->title == NONE) return true;
  return is_relation(k, x) || str_eq(entity_of(k, x->title)->category, STR("honorific"));
}

static void note_role(linker *k, uint32_t a, const noun_phrase *x) {
  if (no_office(k, x)) return;
  role r = {words(k, x->title_first, x->title_end), role_owner(k, a, x),
            doc_span(k->f->doc, x->title_first, x->title_end)};
  add_role(k, a, r);
  actor *who = &k->f->actors[a];
  str suffix = entity_of(k, x->title)->suffix;
  bool speaks = who->party.ptr && suffix.ptr && !x->former;
  if (speaks && !who->code.ptr) who->code = gaz_code(k->a, k->g, who->party, suffix);
}

/* ---- bodies spoken of before ------------------------------------------------------------------ */

static bool is_body(const noun_phrase *x) {
  return x->sort == NP_BODY || (x->sort == NP_ENTITY && x->as == GAZ_NAMED_BODY);
}

/* Whether the words of a body stand in a phrase, as "the ministry" in "the Ruritanian Foreign Ministry". */
static bool body_within(const linker *k, const noun_phrase *small, const noun_phrase *big) {
  for (uint32_t i = small->via_first; i < small->via_end; i++) {
    uint32_t j = big->first;
    while (j < big->end && k->t[j].lemma != k->t[i].lemma) j++;
    if (j == big->end) return false;
  }
  return small->via_end > small->via_first;
}

/* The body with a party that was spoken of last and whose name holds the words of the phrase's, or NONE. */
static uint32_t body_before(const linker *k, const noun_phrase *x) {
  if (x->via != NONE) return NONE;
  for (uint32_t i = k->f->n_mentions, steps = 0; i-- > 0 && steps < BACK_TITLES; steps++) {
    const mention *m = &k->f->mentions[i];
    const noun_phrase *other = &k->np.items[k->phrase_of[i]];
    if (is_body(other) && k->f->actors[m->actor].party.ptr && body_within(k, x, other)) return m->actor;
  }
  return NONE;
}

/* "Spokeswoman Anna Vale": speaks for the last body spoken of in this sentence or the one before. */
static str party_of_employer(const linker *k, const noun_phrase *x) {
  bool speaks = str_eq(entity_of(k, x->title)->category, STR("spokesperson"));
  for (uint32_t i = k->f->n_mentions; speaks && i-- > 0;) {
    const mention *m = &k->f->mentions[i];
    if (m->sentence + 1 < x->sentence) break;
    const noun_phrase *other = &k->np.items[k->phrase_of[i]];
    bool body = is_body(other) || (other->sort == NP_ENTITY && other->as == GAZ_SEAT);
    if (body) return k->f->actors[m->actor].party;
  }
  return none;
}

static str party_of_body_before(const linker *k, const noun_phrase *x) {
  uint32_t body = body_before(k, x);
  return body == NONE ? none : k->f->actors[body].party;
}

/* The party of the body an office without an owner belongs to, by what was spoken of before. */
static str party_before(const linker *k, const noun_phrase *x) {
  if (x->belongs != NONE || x->person != NONE || x->via != NONE) return none;
  return x->via_end > x->via_first ? party_of_body_before(k, x) : party_of_employer(k, x);
}

/* ---- persons --------------------------------------------------------------------------------- */

static uint32_t actor_of_person(linker *k, uint32_t at) {
  person *who = &k->persons[at];
  if (who->actor != NONE) return who->actor;
  const gaz_entity *known = who->entity == NONE ? NULL : entity_of(k, who->entity);
  str name = known ? known->name : words(k, who->name_first, who->name_end);
  bool whole = who->name_end - who->name_first > 1;
  actor x = {.key = known ? known->key : whole ? gaz_key(k->a, who->party, name) : none, .name = name,
             .kind = ACTOR_PERSON, .party = who->party, .gender = who->gender,
             .rule = who->rule, .p = who->p};
  if (known && known->suffix.ptr) x.code = gaz_code(k->a, k->g, who->party, known->suffix);
  who->actor = actor_once(k, &k->by_key, x.key, x);
  return who->actor;
}

/* "Secretary" of "Secretary of State", else the last word. */
static uint32_t title_head(const linker *k, const noun_phrase *x) {
  for (uint32_t i = x->title_first + 1; i < x->title_end; i++)
    if (class_of(k, i) & WORD_OF) return i - 1;
  return x->title_end - 1;
}

/* Whether the words of one title all stand in the other, which has the same head. */
static bool title_within(const linker *k, const noun_phrase *small, const noun_phrase *big) {
  if (k->t[title_head(k, small)].word != k->t[title_head(k, big)].word) return false;
  for (uint32_t i = small->title_first; i < small->title_end; i++) {
    uint32_t j = big->title_first;
    while (j < big->title_end && k->t[j].word != k->t[i].word) j++;
    if (j == big->title_end) return false;
  }
  return true;
}

/* "ambassador to Ruritania", "ambassador to Sylvania": two offices, by the words after the title. */
static bool same_tail(const linker *k, const noun_phrase *a, const noun_phrase *b) {
  uint32_t n = a->end - a->title_end;
  if (a->sort != NP_TITLE || b->sort != NP_TITLE || !n || b->end == b->title_end) return true;
  if (n != b->end - b->title_end) return false;
  for (uint32_t i = 0; i < n; i++)
    if (k->t[a->title_end + i].form != k->t[b->title_end + i].form) return false;
  return true;
}

static bool holds(const linker *k, const mention *m, const noun_phrase *office, str party) {
  const noun_phrase *other = &k->np.items[k->phrase_of[m - k->f->mentions]];
  const actor *who = &k->f->actors[m->actor];
  if (who->kind != ACTOR_PERSON || other->title == NONE || !title_within(k, office, other) ||
      !same_tail(k, office, other))
    return false;
  if (party.ptr && (!who->party.ptr || !str_eq(who->party, party))) return false;
  return !office->gender || !who->gender || office->gender == who->gender;
}

/* The last one spoken of who holds the office, or NONE. */
static uint32_t holder(const linker *k, const noun_phrase *office, str party) {
  for (uint32_t i = k->f->n_mentions, steps = 0; i-- > 0 && steps < BACK_TITLES; steps++)
    if (holds(k, &k->f->mentions[i], office, party)) return k->f->mentions[i].actor;
  return NONE;
}

/* "the diplomat", "the spokesman": the one person near of whose titles one is of that category, or NONE. */
static uint32_t holder_of_kind(const linker *k, const noun_phrase *office, str party) {
  uint32_t found = NONE;
  str category = entity_of(k, office->title)->category;
  if (office->det != DET_DEFINITE || !entity_of(k, office->title)->suffix.len) return NONE;
  for (uint32_t i = k->f->n_mentions; i-- > 0;) {
    const mention *m = &k->f->mentions[i];
    const noun_phrase *other = &k->np.items[k->phrase_of[i]];
    const actor *who = &k->f->actors[m->actor];
    if (m->sentence + NEAR_SENTENCES < office->sentence || k->f->n_mentions - i > BACK_TITLES) break;
    if (who->kind != ACTOR_PERSON || other->title == NONE || who->anonymous) continue;
    if (!str_eq(entity_of(k, other->title)->category, category)) continue;
    if (party.ptr && (!who->party.ptr || !str_eq(who->party, party))) continue;
    if (office->gender && who->gender && office->gender != who->gender) continue;
    if (found != NONE && found != m->actor) return NONE;
    found = m->actor;
  }
  return found;
}

/* Words of a phrase without its determiner. */
static str bare_words(const linker *k, const noun_phrase *x) {
  bool bare = x->det == DET_NONE || x->det == DET_OWN || x->end - x->first == 1;
  return words(k, bare ? x->first : x->first + 1, x->end);
}

/* Key of what is the same wherever this report says it again: kind, party and words. */
static str local_key(linker *k, char kind, str party, str name) {
  str folded = utf8_folded(k->a, name);
  if (!party.ptr) party = STR("");
  return arena_printf(k->a, "%c|%.*s|%.*s", kind, (int)party.len, party.ptr, (int)folded.len, folded.ptr);
}

static str party_of(const linker *k, const noun_phrase *x) {
  str party = people_party_in_words(k, x);
  if (party.ptr || x->belongs != NONE) return party;
  party = people_party_behind(k, x);
  if (!party.ptr) party = people_party_of_body(k, x);
  return party.ptr ? party : people_party_of_title(k, x);
}

/* The mention that owns a phrase: "her" of "her spokesman", "Vale" of "Vale's office"; NULL. */
static const mention *owner_before(const linker *k, const noun_phrase *x) {
  const mention *last = k->f->n_mentions ? &k->f->mentions[k->f->n_mentions - 1] : NULL;
  if (x->det != DET_OWN || x->belongs != NONE || !last) return NULL;
  if (last->form == MENTION_PRONOUN && last->end == x->first) return last;
  return last->end + 1 == x->first && (class_of(k, last->end) & WORD_POSSESSIVE) ? last : NULL;
}

/* Party of what owns a phrase, if people or bodies of that suffix are of it; a counterpart is not. */
static str owner_party(const linker *k, const noun_phrase *x, str suffix) {
  const mention *owner = suffix.len && !is_relation(k, x) ? owner_before(k, x) : NULL;
  return owner ? k->f->actors[owner->actor].party : none;
}

static uint32_t link_title(linker *k, const noun_phrase *x) {
  str party = people_party_in_words(k, x);
  bool owned = x->belongs != NONE && x->belongs_too == NONE && !party.ptr;     /* by one with a code alone */
  bool new = owned || x->det == DET_INDEFINITE || x->det == DET_NUMBER;
  uint32_t found = new ? NONE : holder(k, x, party);
  if (found == NONE && !owned) found = holder_of_kind(k, x, party);
  if (found != NONE) return found;
  party = party_of(k, x);
  uint32_t known = party.ptr && x->det != DET_INDEFINITE && !x->former ? people_in_office(k, x, party) : NONE;
  if (known != NONE) return actor_of_person(k, known);
  if (!party.ptr) party = owner_party(k, x, entity_of(k, x->title)->suffix);
  if (!party.ptr) party = party_before(k, x);
  if (x->heading && !party.ptr) return NONE;       /* "Court Adviser Says": whose, nobody knows */
  str name = bare_words(k, x);
  actor a = {.name = name, .kind = ACTOR_PERSON, .party = party, .anonymous = true, .gender = x->gender,
             .code = gaz_code(k->a, k->g, party, entity_of(k, x->title)->suffix),
             .rule = "actor-office", .p = 700};
  str key = x->det != DET_INDEFINITE && x->det != DET_NUMBER ? local_key(k, 'o', party, name) : none;
  return actor_once(k, &k->local, key, a);
}

/* ---- bodies, groups -------------------------------------------------------------------------- */

/* The pack's own body or organisation of just that name ("the Security Council"), or NULL. */
static const gaz_entity *named_so(const linker *k, const noun_phrase *x) {
  gaz_match m = gaz_name_at(k->g, k->t, x->via_first, x->via_end);
  if (m.n != x->via_end - x->via_first) return NULL;
  if (gaz_is(&m, GAZ_NAMED_BODY)) return entity_of(k, m.entity[GAZ_NAMED_BODY]);
  return gaz_is(&m, GAZ_ORGANISATION) ? entity_of(k, m.entity[GAZ_ORGANISATION]) : NULL;
}


/* "Vale's office" is called so in full; other bodies have a name of their own. */
static str body_name(const linker *k, const noun_phrase *x) {
  const mention *owner = owner_before(k, x);
  bool office = str_eq(entity_of(k, x->entity)->category, STR("office"));
  if (!office || !owner || owner->form == MENTION_PRONOUN) return bare_words(k, x);
  bool article = (class_of(k, owner->first) & WORD_DEFINITE) != 0;
  return words(k, owner->first + article, x->end);
}

static uint32_t link_body(linker *k, const noun_phrase *x) {
  const gaz_entity *body = entity_of(k, x->entity), *named = named_so(k, x);
  str party = people_party_in_words(k, x);
  if (!party.ptr) party = owner_party(k, x, body->suffix);
  bool again = !party.ptr && x->belongs == NONE && x->det == DET_DEFINITE && x->end == x->via_end;
  uint32_t before = again ? body_before(k, x) : NONE;
  if (before != NONE) return before;
  if (!party.ptr) party = party_of(k, x);
  bool own = named && (!party.ptr || (named->party.ptr && str_eq(named->party, party)));
  if (own) return actor_of_entity(k, named);
  if (body->is_state && party.ptr) {
    uint32_t state = actor_of_party(k, party);
    if (state != NONE) return state;
  }
  actor a = {.name = body_name(k, x), .kind = body->kind, .party = party, .gender = 'n',
             .code = gaz_code(k->a, k->g, party, body->suffix), .rule = "actor-body", .p = 850};
  bool office = str_eq(body->category, STR("office"));
  if (office && !party.ptr && !owner_before(k, x)) return NONE;      /* "the office": a room */
  bool own_name = office || x->belongs != NONE;
  if (!party.ptr) return actor_once(k, &k->local, local_key(k, 'b', none, own_name ? a.name : body->name), a);
  a.key = gaz_key(k->a, party, office ? a.name : body->name);
  return actor_once(k, &k->by_key, a.key, a);
}

static str affiliation(linker *k, const noun_phrase *x) {
  if (x->via != NONE) return entity_of(k, x->via)->name;
  if (x->via_end > x->via_first) return words(k, x->via_first, x->via_end);
  return x->person != NONE ? words(k, x->person, x->person + 1) : none;
}

static uint32_t link_group(linker *k, const noun_phrase *x) {
  const gaz_entity *noun = entity_of(k, x->entity);
  bool tied = (gaz_class(k->g, &k->t[x->head]) & WORD_RELATION) != 0;
  str party = tied ? none : party_of(k, x), name = bare_words(k, x);
  if (!party.ptr && !tied) party = owner_party(k, x, noun->suffix);
  actor a = {.name = name, .kind = ACTOR_GROUP, .party = party, .affiliation = affiliation(k, x),
             .anonymous = true, .plural = true, .gender = 'p',
             .code = gaz_code(k->a, k->g, party, noun->suffix),
             .rule = "actor-group", .p = party.ptr ? 850 : 600};
  uint32_t pair[2];
  if (x->belongs_too != NONE) {
    pair[0] = actor_of_entity(k, entity_of(k, x->belongs));
    pair[1] = actor_of_entity(k, entity_of(k, x->belongs_too));
    if (pair[0] != NONE && pair[1] != NONE) actor_set_members(k, &a, pair, 2);
  } else if (x->both && focus_pair(k, x, false, pair)) {
    actor_set_members(k, &a, pair, 2);
  }
  bool again = x->det != DET_INDEFINITE && x->det != DET_NUMBER;
  return actor_once(k, &k->local, again && !x->both ? local_key(k, 'g', party, name) : none, a);
}

static uint32_t link_people(linker *k, const noun_phrase *x) {
  str party = entity_of(k, x->belongs)->party;
  actor a = {.name = bare_words(k, x), .kind = ACTOR_GROUP, .party = party, .anonymous = true, .plural = true,
             .gender = 'p', .code = entity_of(k, x->belongs)->code, .rule = "actor-people", .p = 800};
  return actor_once(k, &k->local, local_key(k, 'n', party, none), a);
}

static uint32_t link_pair(linker *k, const noun_phrase *x) {
  bool persons = str_eq(entity_of(k, x->entity)->category, STR("persons"));
  uint32_t two[2];
  if (!focus_pair(k, x, persons, two)) return NONE;
  actor a = {.name = words(k, x->first, x->end), .kind = ACTOR_GROUP, .plural = true, .gender = 'p',
             .rule = "actor-pair", .p = 750};
  actor_set_members(k, &a, two, 2);
  return actor_once(k, &k->local, arena_printf(k->a, "2|%u|%u", two[0], two[1]), a);
}

static uint32_t link_institute(linker *k, const noun_phrase *x) {
  str name = words(k, x->name_first, x->name_end);
  actor a = {.key = gaz_key(k->a, none, name), .name = name, .kind = ACTOR_ORGANISATION, .gender = 'n',
             .rule = "actor-institute", .p = 700};
  return actor_once(k, &k->by_key, a.key, a);
}

/* "(VRA)" behind "Vale River Authority": the actor it is short for, or NONE. */
static uint32_t long_name(linker *k, const noun_phrase *x, str key) {
  const mention *last = k->f->n_mentions ? &k->f->mentions[k->f->n_mentions - 1] : NULL;
  bool beside = last && last->end + 1 == x->name_first;
  bool brackets = beside && tagged_short_form(k->f, last->first, x->name_first);
  if (brackets) *map_put(&k->local, key, NULL) = last->actor;
  const uint32_t *known = map_get(&k->local, key);
  return known ? *known : NONE;
}

/* An organisation or place by its name. */
static uint32_t link_name(linker *k, const noun_phrase *x, actor_kind kind) {
  str name = words(k, x->name_first, x->name_end);
  uint32_t whole = x->name_end - x->name_first == 1 ? long_name(k, x, local_key(k, 's', none, name)) : NONE;
  if (whole != NONE) return whole;
  actor a = {.key = gaz_key(k->a, none, name), .name = name, .kind = kind, .gender = 'n',
             .rule = "actor-tagged", .p = 600};
  return actor_once(k, &k->by_key, a.key, a);
}

/* "Veltrex, a company": the common noun behind a name that explains it, or NULL. */
static const gaz_entity *explained(const linker *k, uint32_t i) {
  const noun_phrase *x = &k->np.items[i], *next = x + 1;
  if (i + 1 == k->np.n || next->sort != NP_NOMINAL || next->det != DET_INDEFINITE) return NULL;
  bool beside = next->sentence == x->sentence && next->first == x->end + 1;
  if (!beside || !(class_of(k, x->end) & WORD_COMMA)) return NULL;
  const gaz_entity *noun = entity_of(k, next->entity);
  bool begins = x->first == k->f->doc->sentences[x->sentence].first;
  bool led = !begins && (class_of(k, x->first - 1) & WORD_PLACE_BEFORE);
  return noun->kind == ACTOR_PERSON || (led && noun->kind != ACTOR_PLACE) ? NULL : noun;
}

/* A name of which nothing is known but what it is said to be. */
static uint32_t link_explained(linker *k, uint32_t i) {
  const noun_phrase *x = &k->np.items[i];
  const gaz_entity *noun = explained(k, i);
  bool known = k->by_last[k->t[x->name_end - 1].form] || k->by_first[k->t[x->name_first].form];
  return noun && !known ? link_name(k, x, noun->kind) : NONE;
}

/* A common noun; an adjective of a party right before it says whose. The same words mean the same where
 * "the" leads them. */
static uint32_t link_nominal(linker *k, uint32_t i) {
  const noun_phrase *x = &k->np.items[i];
  const mention *last = k->f->n_mentions ? &k->f->mentions[k->f->n_mentions - 1] : NULL;
  const gaz_entity *noun = entity_of(k, x->entity);
  bool name_before = last && k->phrase_of[k->f->n_mentions - 1] + 1 == i && explained(k, i - 1) == noun;
  if (name_before && k->f->actors[last->actor].kind == noun->kind) return last->actor;
  bool people = noun->kind == ACTOR_PERSON || noun->kind == ACTOR_GROUP;
  bool many = (k->t[x->head].morph & MORPH_PLURAL) != 0;
  str party = people_party_in_words(k, x), name = bare_words(k, x);
  actor a = {.name = name, .kind = people && many ? ACTOR_GROUP : noun->kind, .party = party,
             .anonymous = true, .plural = many || noun->kind == ACTOR_GROUP, .rule = "actor-nominal", .p = 500, .noun = true,
             .code = gaz_code(k->a, k->g, party, noun->suffix)};
  a.gender = a.plural && people ? 'p' : people ? 0 : 'n';
  return actor_once(k, &k->local, x->det == DET_DEFINITE ? local_key(k, 'c', party, name) : none, a);
}

/* A named body that other states have, too ("the Senate"): that of the state the report names one of. */
static uint32_t link_named_body(linker *k, const noun_phrase *x) {
  const gaz_entity *e = entity_of(k, x->entity);
  noun_phrase as_body = *x;
  as_body.via = NONE;
  as_body.via_first = x->first + (x->det != DET_NONE);
  as_body.via_end = x->end;
  str party = people_party_of_body(k, &as_body);
  gaz_match c = gaz_common_at(k->g, k->t, as_body.via_first, x->end);
  bool own = !party.ptr || (e->party.ptr && str_eq(party, e->party));
  if (own || !gaz_is(&c, GAZ_BODY)) return actor_of_entity(k, e);
  noun_phrase body = as_body;
  body.entity = c.entity[GAZ_BODY];
  return link_body(k, &body);
}

/* A seat, with the state that sat there then. */
static uint32_t link_seat(linker *k, const gaz_entity *e) {
  str party = people_party_then(k, e->party);
  if (!party.ptr || str_eq(party, e->party)) return actor_of_entity(k, e);
  gaz_entity then = *e;
  then.party = party;
  then.key = gaz_key(k->a, party, e->name);
  then.code = gaz_code(k->a, k->g, party, e->suffix);
  return actor_of_entity(k, &then);
}

static uint32_t link_entity(linker *k, const noun_phrase *x) {
  const gaz_entity *e = entity_of(k, x->entity);
  if (x->as == GAZ_CAPITAL && !x->place) return actor_of_party(k, people_party_then(k, e->party));
  if (x->as == GAZ_SEAT) return link_seat(k, e);
  return x->as == GAZ_NAMED_BODY ? link_named_body(k, x) : actor_of_entity(k, e);
}

/* "its chief negotiator", "ministry spokeswoman Anna Vale": the party of what the pronoun stands for, or of
 * the ministry spoken of, goes to an office without one. */
static void take_owner_party(linker *k, uint32_t who, const noun_phrase *x) {
  if (who == NONE || x->title == NONE || k->persons[who].party.ptr || k->persons[who].actor != NONE) return;
  str party = owner_party(k, x, entity_of(k, x->title)->suffix);
  k->persons[who].party = party.ptr ? party : party_before(k, x);
}

/* ---- phrase by phrase ------------------------------------------------------------------------ */

/* A pronoun also tells the gender of a person whose name did not. */
static uint32_t link_pronoun(linker *k, const noun_phrase *x) {
  uint32_t a = focus_pronoun(k, x);
  uint8_t gender = k->g->pronoun_gender[k->t[x->head].word];
  bool tells = a != NONE && (gender == 'm' || gender == 'f');
  if (tells && !k->f->actors[a].gender) k->f->actors[a].gender = gender;
  return a;
}

static uint32_t link(linker *k, uint32_t i) {
  const noun_phrase *x = &k->np.items[i];
  uint32_t who = k->person_of[i], a = NONE;
  take_owner_party(k, who, x);
  switch (x->sort) {
    case NP_ENTITY: return link_entity(k, x);
    case NP_MODIFIER: return actor_of_entity(k, entity_of(k, x->entity));
    case NP_INSTITUTE: return link_institute(k, x);
    case NP_BODY: return link_body(k, x);
    case NP_GROUP: return link_group(k, x);
    case NP_PEOPLE: return link_people(k, x);
    case NP_PAIR: return link_pair(k, x);
    case NP_TAGGED: return link_name(k, x, x->kind);
    case NP_NOMINAL: return who == NONE ? link_nominal(k, i) : actor_of_person(k, who);
    case NP_PRONOUN: return link_pronoun(k, x);
    case NP_TITLE: a = who == NONE ? link_title(k, x) : actor_of_person(k, who); break;
    case NP_PERSON: case NP_NAME: a = who == NONE ? link_explained(k, i) : actor_of_person(k, who); break;
  }
  if (a != NONE) note_role(k, a, x);
  return a;
}

static mention_form form_of(const linker *k, const noun_phrase *x) {
  switch (x->sort) {
    case NP_ENTITY:
      if (x->as == GAZ_PARTY_NOUN) return MENTION_NOMINAL;
      return x->as == GAZ_SEAT || (x->as == GAZ_CAPITAL && !x->place) ? MENTION_METONYM : MENTION_NAME;
    case NP_BODY: return k->t[x->head].flags & TOK_CAP ? MENTION_NAME : MENTION_NOMINAL;
    case NP_GROUP: case NP_PEOPLE: case NP_PAIR: case NP_NOMINAL: return MENTION_NOMINAL;
    case NP_TITLE: return MENTION_TITLE;
    case NP_PRONOUN: return MENTION_PRONOUN;
    default: return MENTION_NAME;
  }
}

/* The first mention that a dictionary has a code for decides about the actor's. */
static void take_coded_words(linker *k, uint32_t i, mention *m) {
  m->code = coded_words(k, &k->np.items[i]);
  actor *who = &k->f->actors[m->actor];
  if (m->code.ptr && !who->coded) who->code = m->code, who->coded = true;
}

static void add_mention(linker *k, uint32_t i, uint32_t a) {
  const noun_phrase *x = &k->np.items[i];
  mention m = {.at = doc_span(k->f->doc, x->first, x->end), .first = x->first, .end = x->end,
               .head = x->sort == NP_MODIFIER ? x->end : x->head, .sentence = x->sentence, .actor = a,
               .form = form_of(k, x)};
  take_coded_words(k, i, &m);
  *ARENA_PUSH(k->a, k->f->mentions, k->f->n_mentions, k->f->cap_mentions) = m;
  uint32_t n = k->f->n_mentions - 1;
  *ARENA_PUSH(k->a, k->phrase_of, n, k->cap_phrase) = i;
}

/* Marks where the mentions of the sentences up to s begin. */
static void enter_sentence(linker *k, uint32_t s) {
  while (k->sentence <= s) k->first_mention[k->sentence++] = k->f->n_mentions;
}

void actors_find(arena *a, const actors_model *m, facts *f) {
  linker k = {.a = a, .g = m->gazetteer, .f = f, .t = f->doc->tokens};
  tagged names;
  tagged_find(&names, a, m->gazetteer, f);
  k.np = noun_phrases_find(a, m->gazetteer, f, &names);
  map_init(&k.by_key, a, 32);
  map_init(&k.local, a, 32);
  map_init(&k.bodies, a, 8);
  map_init(&k.fields, a, 8);
  map_init(&k.titles, a, 8);
  k.first_mention = ARENA_ARRAY(a, uint32_t, f->doc->n_sentences + 1);
  people_find(&k);
  for (uint32_t i = 0; i < k.np.n; i++) {
    enter_sentence(&k, k.np.items[i].sentence);
    uint32_t who = link(&k, i);
    if (who != NONE) add_mention(&k, i, who);
  }
}

/* ---- what the other parts ask ---------------------------------------------------------------- */

uint32_t actors_mention_from(const facts *f, uint32_t i) {
  uint32_t lo = 0, hi = f->n_mentions;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->mentions[mid].first < i) lo = mid + 1; else hi = mid;
  }
  return lo;
}

uint32_t actors_mention_at(const facts *f, uint32_t i) {
  uint32_t next = actors_mention_from(f, i);
  if (next < f->n_mentions && f->mentions[next].first == i) return next;
  return next && f->mentions[next - 1].end > i ? next - 1 : NONE;
}

bool actors_is_modifier(const facts *f, uint32_t m) { return f->mentions[m].head >= f->mentions[m].end; }

uint32_t actors_of_party(const facts *f, str party) {
  for (uint32_t i = 0; i < f->n_actors; i++)
    if (f->actors[i].key.ptr && str_eq(f->actors[i].key, party)) return i;
  return NONE;
}

slot actors_slot(const facts *f, uint32_t m) {
  const mention *x = &f->mentions[m];
  const actor *who = &f->actors[x->actor];
  return (slot){x->actor, who->party, x->code.ptr ? x->code : who->code, x->at};
}
