/* noun_phrases.c: a hand-written left-to-right parser of noun phrases over the gazetteer's matches. */
#include "facts/noun_phrases.h"

#include "facts/names.h"
#include "facts/nominals.h"
#include "facts/owners.h"

/* Steps before the head; more is no phrase of office. */
#define MAX_PREMODIFIERS 8

static const noun_phrase nothing = {.entity = NONE, .title = NONE, .belongs = NONE, .belongs_too = NONE,
                                    .via = NONE, .person = NONE};

/* ---- before the head ------------------------------------------------------------------------- */

/* "Ruritanian and Sylvanian": the second adjective, before an office; returns the place after it, or i. */
static uint32_t read_second_party(const reader *r, uint32_t i, noun_phrase *x) {
  if (!(reader_class(r, i) & (WORD_AND | WORD_HYPHEN | WORD_COMMA))) return i;
  gaz_match m = reader_name_at(r, i + 1);
  if (!gaz_is(&m, GAZ_ADJECTIVE) || !reader_office_ahead(r, i + 1 + m.n)) return i;
  owners_set_party(x, m.entity[GAZ_ADJECTIVE]);
  return i + 1 + m.n;
}

/* A party or body before the office: true and *p moved, or false. */
static bool read_party(const reader *r, uint32_t *p, noun_phrase *x) {
  gaz_match m = reader_name_at(r, *p);
  if (!m.n || !(m.sorts & (OWN_NAMES | 1u << GAZ_ADJECTIVE))) return false;
  uint32_t after = *p + m.n, next = after + reader_possessive(r, after);
  if (gaz_is(&m, GAZ_ADJECTIVE) && next == after) {
    uint32_t second = read_second_party(r, after, x);
    if (second > after) {
      uint32_t too = x->belongs;
      x->belongs = NONE;
      owners_set_party(x, m.entity[GAZ_ADJECTIVE]);
      owners_set_party(x, too);
      *p = second;
      return true;
    }
  }
  if (reader_glued(r, after) || !reader_office_ahead(r, next)) return false;
  owners_set(x, &m, *p, next > after);
  *p = next;
  return true;
}

/* End of a person's name at i that an office follows, or i. */
static uint32_t boss_end(const reader *r, uint32_t i) {
  gaz_match m = reader_name_at(r, i);
  if (m.n && !gaz_is(&m, GAZ_PERSON)) return i;
  uint32_t end = m.n ? i + m.n : names_token(r, i) ? i + 1 : i;
  for (uint32_t next = end; end > i && end < i + MAX_NAME && (next = names_step(r, end)); end = next) {
    gaz_match c = reader_common_at(r, end);
    if (reader_is_office(r, &c, end)) break;
  }
  return end;
}

/* "the Vale administration", "Vale's spokesman": a person's name before an office. */
static bool read_boss(const reader *r, uint32_t *p, noun_phrase *x) {
  if (x->belongs != NONE || x->person != NONE) return false;
  uint32_t end = boss_end(r, *p), next = end + reader_possessive(r, end);
  if (end == *p) return false;
  gaz_match c = reader_common_at(r, next);
  bool governs = (reader_class(r, next) & WORD_GOVERNOR) != 0 || r->heading;
  if (next == end ? !governs || !reader_is_office(r, &c, next) : !reader_office_ahead(r, next)) return false;
  x->person = end - 1;
  *p = next;
  return true;
}

/* A body that leads to an office: "Foreign Ministry" in "Foreign Ministry spokeswoman". */
static bool read_body(const reader *r, uint32_t *p, const gaz_match *c, noun_phrase *x) {
  if (!gaz_is(c, GAZ_BODY) || gaz_is(c, GAZ_TITLE)) return false;
  uint32_t after = *p + c->n, next = after + reader_possessive(r, after);
  gaz_match head = reader_common_at(r, next);
  if (gaz_is(&head, GAZ_MODIFIER)) head = reader_common_at(r, next + head.n);
  bool holder = gaz_is(&head, GAZ_TITLE) || gaz_is(&head, GAZ_COLLECTIVE);
  if (!holder || !reader_is_office(r, &head, next)) return false;
  if (x->via_first == x->via_end) owners_set_body(x, NONE, *p, after);
  *p = next;
  return true;
}

/* "Calder Times reporters", "Strelsau Bank chairwoman": a tagged name before an office. */
static bool read_employer(const reader *r, uint32_t *p, noun_phrase *x) {
  uint32_t end;
  const tagged_name *n = tagged_at(r->tagged, *p, &end);
  if (!n || n->kind == ACTOR_PERSON || end > r->end || x->via_end > x->via_first || reader_name_at(r, *p).n)
    return false;
  gaz_match c = reader_common_at(r, end);
  if (gaz_is(&c, GAZ_MODIFIER) && !reader_is_office(r, &c, end)) c = reader_common_at(r, end + c.n);
  if (!gaz_is(&c, GAZ_TITLE) && !gaz_is(&c, GAZ_COLLECTIVE)) return false;
  owners_set_body(x, NONE, *p, end);
  *p = end;
  return true;
}

/* "chief Ruritanian negotiator": the word before is no title here. */
static bool goes_on(const reader *r, uint32_t i) {
  gaz_match m = reader_name_at(r, i), c = reader_common_at(r, i);
  if (reader_is_office(r, &c, i)) return true;
  return m.n && (m.sorts & (OWN_NAMES | 1u << GAZ_ADJECTIVE)) && reader_office_ahead(r, i + m.n);
}

/* One step towards the head. */
static bool read_premodifier(const reader *r, uint32_t *p, noun_phrase *x) {
  if (read_party(r, p, x)) return true;
  gaz_match c = reader_common_at(r, *p);
  if (c.n && read_body(r, p, &c, x)) return true;
  bool modifies = gaz_is(&c, GAZ_MODIFIER) && (!reader_is_office(r, &c, *p) || goes_on(r, *p + c.n));
  if (!modifies && reader_is_office(r, &c, *p)) return false;
  if (modifies) {
    if (reader_class(r, *p) & WORD_FORMER) x->former = true;
    *p += c.n;
    if (reader_glued(r, *p)) ++*p;
    return true;
  }
  if (read_boss(r, p, x) || read_employer(r, p, x)) return true;
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  uint8_t tag = r->t[*p].upos;
  gaz_match next = reader_common_at(r, *p + 1);
  bool bare = !owned && tag == UPOS_ADJ && reader_is_office(r, &next, *p + 1) && !reader_name_at(r, *p).n;
  bool small = reader_small_noun(r, *p) || tag == UPOS_NUM || reader_glued(r, *p);
  bool inner = owned && small && reader_office_ahead(r, *p + 1);
  if (!bare && !inner) return false;
  ++*p;
  return true;
}

/* ---- heads ----------------------------------------------------------------------------------- */

static const gaz_entity *entity_of(const reader *r, uint32_t e) { return &r->g->entities[e]; }
static bool category(const reader *r, uint32_t title, const char *word) {
  return title != NONE && str_eq(entity_of(r, title)->category, str_of(word));
}

/* Titles in a row, "Prime Minister and Defence Minister"; the last that is no mere honorific counts. */
static uint32_t read_titles(const reader *r, uint32_t p, noun_phrase *x) {
  x->title_first = p;
  for (int k = 0; k < 4; k++) {
    gaz_match c = reader_common_at(r, p);
    if (!gaz_is(&c, GAZ_TITLE) || !reader_is_office(r, &c, p)) break;
    bool office = !category(r, c.entity[GAZ_TITLE], "honorific");
    bool first = x->title == NONE || (office && category(r, x->title, "honorific"));
    if (first) x->title_first = p;
    if (first || office) x->title = c.entity[GAZ_TITLE];
    if (!x->gender) x->gender = entity_of(r, c.entity[GAZ_TITLE])->gender;
    p += c.n;
    if (first || office) x->title_end = p;
    x->end = p;
    gaz_match next = reader_common_at(r, p + 1);
    if ((reader_class(r, p) & WORD_AND) && gaz_is(&next, GAZ_TITLE) && names_token(r, p + 1 + next.n)) p++;
  }
  x->head = x->title == NONE ? p : x->title_end - 1;
  return p;
}

/* "its chief executive pay": a noun after it means that the title only modifies. */
static bool title_stands(const reader *r, const noun_phrase *x) {
  if (category(r, x->title, "honorific")) return false;
  if (reader_small_noun(r, x->end) || reader_glued(r, x->end)) return false;
  if (!r->heading && names_capital(r, x->end)) return false;      /* "the General Assembly" */
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  return owned || x->det == DET_DEFINITE || x->det == DET_INDEFINITE || x->det == DET_OWN || r->heading;
}

/* "President Anna Vale of Ruritania": the state after the name. */
static void read_home(const reader *r, noun_phrase *x) {
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  if (owned || !(reader_class(r, x->end) & WORD_OF) || category(r, x->title, "honorific")) return;
  uint32_t at = x->end + 1, p = owners_read_one(r, at, x, false);
  if (p > at) x->end = p;
}

/* "King Rudolf": a name of the pack that begins with a title. */
static bool read_titled_name(const reader *r, uint32_t p, noun_phrase *x) {
  gaz_match m = reader_name_at(r, p);
  if (!gaz_is(&m, GAZ_PERSON) || p + m.n <= x->title_end) return false;
  names_set(x, NP_PERSON, p, p + m.n);
  x->entity = m.several ? NONE : m.entity[GAZ_PERSON];
  return true;
}

static bool read_title(const reader *r, uint32_t p, noun_phrase *x) {
  uint32_t first = p;
  p = read_titles(r, p, x);
  if (x->title == NONE) return false;
  if (read_titled_name(r, first, x) || names_read(r, p, true, x)) {
    read_home(r, x);
    return true;
  }
  x->sort = NP_TITLE;
  uint32_t titled = x->end;
  owners_read(r, x, category(r, x->title, "spokesperson"));
  if (x->end > titled && names_read(r, x->end, false, x)) return true;
  if (x->end == titled && !title_stands(r, x)) return false;
  return !category(r, x->title, "honorific");
}

static bool read_collective(const reader *r, uint32_t p, const gaz_match *c, noun_phrase *x) {
  x->sort = NP_GROUP;
  x->entity = c->entity[GAZ_COLLECTIVE];
  x->end = p + c->n;
  x->head = x->end - 1;
  if (reader_small_noun(r, x->end) || reader_glued(r, x->end)) return false;
  bool armed = str_eq(entity_of(r, x->entity)->suffix, STR("MIL"));
  if (!armed) owners_read(r, x, true);      /* "troops from Ruritania" may be anybody's */
  return true;
}

static bool read_body_head(const reader *r, uint32_t p, const gaz_match *c, noun_phrase *x) {
  x->sort = NP_BODY;
  x->entity = c->entity[GAZ_BODY];
  x->end = p + c->n;
  x->head = x->end - 1;
  bool proper = (r->t[x->head].flags & TOK_CAP) && !r->heading;
  if (x->det == DET_INDEFINITE || x->det == DET_NUMBER || reader_glued(r, x->end)) return false;
  if (reader_small_noun(r, x->end) && !proper) return false;
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  uint32_t before = x->end;
  owners_set_body(x, x->via, p, x->end);
  bool abroad = x->det == DET_OWN || category(r, x->entity, "diplomatic");      /* "its embassy in Strelsau" */
  if ((reader_class(r, before) & (abroad ? WORD_OF : WORD_OF | WORD_PLACE_BEFORE)) && !owned) {
    noun_phrase owner = *x;
    uint32_t q = owners_read_one(r, before + 1, &owner, false);
    if (q > before + 1 && owner.belongs != NONE) {
      x->belongs = owner.belongs;
      x->end = q;
      owned = true;
    }
  }
  proper = proper && !category(r, x->entity, "office");
  return owned || proper || x->det == DET_DEFINITE || x->det == DET_OWN;
}

/* What stands at the place the premodifiers lead to. */
static bool read_head(const reader *r, uint32_t p, noun_phrase *x) {
  gaz_match c = reader_common_at(r, p);
  if (!reader_is_office(r, &c, p)) return false;
  if (gaz_is(&c, GAZ_TITLE)) return read_title(r, p, x);
  if (gaz_is(&c, GAZ_COLLECTIVE)) return read_collective(r, p, &c, x);
  if (gaz_is(&c, GAZ_BODY)) return read_body_head(r, p, &c, x);
  if (x->belongs == NONE || x->belongs_too != NONE) return false;
  x->sort = NP_ENTITY;
  x->as = GAZ_PARTY_NOUN;
  x->entity = x->belongs;
  x->end = p + c.n;
  x->head = x->end - 1;
  return true;
}

/* ---- names of the pack by themselves --------------------------------------------------------- */

/* "pro-Ruritanian", "Ruritanian-backed": no mention of the party that could act. */
static bool compound(const reader *r, uint32_t i, uint32_t end) {
  if (reader_glued(r, end) && end + 1 < r->end && !(r->t[end + 1].flags & TOK_SPACE_BEFORE)) {
    gaz_match next = reader_name_at(r, end + 1);
    if (!next.n) return true;
  }
  bool joined = i > r->start + 1 && reader_glued(r, i - 1) && !(r->t[i].flags & TOK_SPACE_BEFORE);
  return joined && r->last_end != i - 1;
}

static bool read_entity(const reader *r, uint32_t i, const gaz_match *m, noun_phrase *x) {
  x->end = i + m->n;
  x->head = x->end - 1;
  x->as = owners_sort(m, OWN_NAMES);
  x->entity = m->entity[x->as];
  x->sort = NP_ENTITY;
  bool inside = i > r->start && (reader_class(r, i - 1 - (x->det != DET_NONE)) & WORD_PLACE_BEFORE);
  x->place = x->as == GAZ_CITY || x->as == GAZ_REGION || (x->as == GAZ_STATE && inside) ||
             (x->as == GAZ_CAPITAL && owners_capital_is_place(r, i, x->end));
  bool party = ((1u << x->as) & PARTY_NAMES) != 0;
  bool adjective = gaz_is(m, GAZ_ADJECTIVE) || x->det != DET_NONE || x->as == GAZ_CODED;
  if (party && adjective && reader_small_noun(r, x->end)) x->sort = NP_MODIFIER;
  bool inner = x->sort == NP_MODIFIER || reader_glued(r, x->end);
  inner = inner || (x->place && reader_small_noun(r, x->end));
  if (x->det != DET_DEFINITE || inner) x->first = i;
  return true;
}

/* Whether an adjective before i modifies a noun, perhaps with another: "Ruritanian and Sylvanian weapons". */
static bool modifies_noun(const reader *r, uint32_t i) {
  for (int k = 0; k < MAX_PREMODIFIERS && (reader_class(r, i) & (WORD_AND | WORD_COMMA)); k++) {
    uint32_t p = i + 1 + ((reader_class(r, i + 1) & WORD_AND) != 0);
    gaz_match m = reader_name_at(r, p);
    if (!gaz_is(&m, GAZ_ADJECTIVE)) return false;
    i = p + m.n;
  }
  return i < r->end && (reader_noun(&r->t[i]) || r->t[i].upos == UPOS_PROPN || reader_glued(r, i));
}

/* Adjectives: of the people themselves, or before a noun. */
static bool read_adjective(const reader *r, uint32_t i, const gaz_match *m, noun_phrase *x) {
  x->end = i + m->n;
  x->head = x->end - 1;
  bool before_noun = modifies_noun(r, x->end);
  if (gaz_is(m, GAZ_PEOPLE) && !before_noun) {
    bool plural = (r->t[x->head].morph & MORPH_PLURAL) || x->det == DET_DEFINITE || x->det == DET_NUMBER;
    x->sort = NP_PEOPLE;
    x->belongs = m->entity[GAZ_PEOPLE];
    return plural;
  }
  if (!gaz_is(m, GAZ_ADJECTIVE) || !before_noun) return false;
  x->sort = NP_MODIFIER;
  x->first = i;
  x->entity = m->entity[GAZ_ADJECTIVE];
  return true;
}

/* A capitalised run that ends as an organisation's name does: "Ruritanian Institute of Peace". */
static bool read_institute(const reader *r, uint32_t i, noun_phrase *x) {
  if (r->heading) return false;
  uint32_t end = i, last = i;
  for (; end < i + MAX_NAME && names_capital(r, end); end++)
    if (end > i && (reader_class(r, end) & WORD_ORGANISATION) && !(r->t[end].flags & TOK_CAPS))
      last = end + 1;
  if (last == i) return false;
  uint32_t p = last + 1 + ((reader_class(r, last + 1) & WORD_DEFINITE) != 0);
  if (last == end && (reader_class(r, last) & (WORD_OF | WORD_FOR)) && names_capital(r, p))
    for (last = p; last < p + MAX_NAME && names_capital(r, last); last++) continue;
  names_set(x, NP_INSTITUTE, i, last);
  return true;
}

/* An organisation or place by the tagger, and the noun that says what it is: "Calder province". */
static bool read_tagged(const reader *r, uint32_t i, noun_phrase *x) {
  uint32_t end;
  const tagged_name *n = tagged_at(r->tagged, i, &end);
  if (!n || end > r->end || reader_in_time(r, i)) return false;
  names_set(x, NP_TAGGED, i, end);
  x->kind = n->kind;
  if (n->kind == ACTOR_PERSON) return nominals_behind(r, x);
  nominals_behind(r, x);
  if (reader_small_noun(r, x->end)) x->first = i;
  return true;
}

/* A person by the tagger. */
static bool read_tagged_person(const reader *r, uint32_t i, noun_phrase *x) {
  uint32_t end;
  const tagged_name *n = tagged_at(r->tagged, i, &end);
  if (!n || n->kind != ACTOR_PERSON || end > r->end || (r->heading && !tagged_again(n))) return false;
  names_set(x, end - i > 1 ? NP_PERSON : NP_NAME, i, end);
  x->tagged = true;
  return true;
}

/* Names longer than the pack's n tokens at i, and persons: by their words or by the tagger. */
static bool read_longer(const reader *r, uint32_t i, uint32_t n, noun_phrase *x) {
  noun_phrase institute = *x, other = *x;
  bool body = read_institute(r, i, &institute) && institute.end > i + n;
  bool otherwise = read_tagged(r, i, &other) && other.name_end > (body ? institute.end : i + n);
  if (!body && names_read(r, i, false, x) && (!otherwise || x->entity != NONE || x->end > other.name_end))
    return true;
  if (body || otherwise) *x = otherwise ? other : institute;
  return body || otherwise || (!n && read_tagged_person(r, i, x));
}

/* Capitalised words of which nothing is known. */
static bool read_capitals(const reader *r, uint32_t i, noun_phrase *x) {
  uint32_t end = r->heading ? i + names_token(r, i) : names_run(r, i);
  if (end == i) return false;
  uint32_t from = i;
  while (from + 1 < end && (reader_class(r, from) & (WORD_PARTICLE | WORD_GIVEN)) == WORD_PARTICLE) from++;
  names_set(x, NP_NAME, from, end);
  if (!r->heading && nominals_behind(r, x)) x->sort = NP_TAGGED;      /* "the Orm tribe" */
  return true;
}

/* End of a name at i that is no actor's: of a ship, or a longer one that only begins as one; i: none. */
static uint32_t no_actor(const reader *r, uint32_t i, const gaz_match *m) {
  uint32_t vessel;
  if (!tagged_at(r->tagged, i, &vessel) && vessel > i) return vessel;
  return gaz_is(m, GAZ_BLOCKED) ? i + m->n : i;
}

static bool read_name(const reader *r, uint32_t i, noun_phrase *x) {
  gaz_match m = reader_name_at(r, i);
  uint32_t none = no_actor(r, i, &m);
  if (none > i) {
    x->end = none;
    return false;
  }
  if (read_longer(r, i, m.n, x)) return true;
  bool city = gaz_is(&m, GAZ_CAPITAL) || gaz_is(&m, GAZ_CITY);
  bool inside = city && !r->heading && owners_longer_name(r, i + m.n);
  if (inside || (m.n && compound(r, i, i + m.n))) {
    x->end = i + m.n;
    return false;
  }
  if (m.n && (m.sorts & OWN_NAMES)) return read_entity(r, i, &m, x);
  return m.n ? read_adjective(r, i, &m, x) : read_capitals(r, i, x);
}

/* ---- the phrase at a token ------------------------------------------------------------------- */

static bool read_pronoun(const reader *r, uint32_t i, noun_phrase *x) {
  const token *t = &r->t[i];
  if (t->word >= r->g->n_words || !r->g->pronoun_case[t->word]) return false;
  x->sort = NP_PRONOUN;
  x->head = i;
  x->end = i + 1;
  return true;
}

static bool read_pair(const reader *r, uint32_t i, noun_phrase *x) {
  gaz_match c = reader_common_at(r, i);
  if (!gaz_is(&c, GAZ_PAIR) || reader_small_noun(r, i + c.n) || reader_glued(r, i + c.n)) return false;
  x->sort = NP_PAIR;
  x->entity = c.entity[GAZ_PAIR];
  x->end = i + c.n;
  x->head = x->end - 1;
  return true;
}

/* ---- common nouns and names behind them ---------------------------------------------------------- */

/* "the militant group Calder Front": whether the name behind a common noun is of such a kind. */
static bool same_kind(const reader *r, const noun_phrase *noun, const noun_phrase *name) {
  actor_kind kind = entity_of(r, noun->entity)->kind;
  bool body = kind == ACTOR_ORGANISATION || kind == ACTOR_GROUP;
  if (name->sort == NP_PERSON) return kind == ACTOR_PERSON && !(r->t[noun->head].morph & MORPH_PLURAL);
  if (name->sort == NP_TAGGED) return name->kind == kind || (body && name->kind == ACTOR_ORGANISATION);
  if (name->sort != NP_ENTITY) return false;
  bool place = name->as == GAZ_CITY || name->as == GAZ_REGION || name->as == GAZ_CAPITAL;
  return place ? kind == ACTOR_PLACE : body && name->as == GAZ_ORGANISATION;
}

/* The name behind a common noun that says what it is: "the town of Calder"; x becomes the name's phrase. */
static void read_name_behind(const reader *r, noun_phrase *x) {
  bool of = category(r, x->entity, "named") && (reader_class(r, x->end) & WORD_OF);
  uint32_t i = x->end + of;
  if (r->heading || i >= r->end || !(r->t[i].flags & TOK_CAP)) return;
  noun_phrase name = nothing;
  name.sentence = x->sentence;
  name.first = i;
  if (!read_name(r, i, &name) || name.first != i) return;
  bool unknown = name.sort == NP_NAME && entity_of(r, x->entity)->kind != ACTOR_PERSON;
  if (!unknown && !same_kind(r, x, &name)) return;
  if (unknown) {
    name.sort = NP_TAGGED;
    name.kind = entity_of(r, x->entity)->kind;
  }
  name.first = x->first;
  name.place = name.sort == NP_ENTITY && name.as != GAZ_ORGANISATION;
  *x = name;
}

static bool read_nominal(const reader *r, uint32_t i, noun_phrase *x) {
  if (!nominals_read(r, i, x)) return false;
  read_name_behind(r, x);
  return true;
}

/* "Two Crowns", where an imported dictionary has the whole as a name. */
static bool coded_name(const reader *r, uint32_t i) {
  if (!r->g->n_coded) return false;
  gaz_match m = reader_name_at(r, i);
  return m.n > 1 && m.coded != NONE;
}

/* Premodifiers and a head of office from p on. */
static bool read_office(const reader *r, uint32_t p, noun_phrase *x) {
  for (int k = 0; k < MAX_PREMODIFIERS && p < r->end; k++)
    if (!read_premodifier(r, &p, x)) break;
  return p < r->end && read_head(r, p, x);
}

/* Whether anything can begin here: keeps the work on ordinary words to a look into a few tables. */
static bool worth_a_look(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  return (t->flags & TOK_CAP) || phrases_begin(r->g->common, t) || phrases_begin(r->g->names, t) ||
         (t->word < r->g->n_words && r->g->pronoun_case[t->word]) || r->tagged->at[i] ||
         reader_det(r, i) != DET_NONE;
}

static bool takes_article(np_sort s) {
  return s == NP_ENTITY || s == NP_MODIFIER || s == NP_PEOPLE || s == NP_INSTITUTE || s == NP_TAGGED;
}

/* "the Transport Council of Calder": a name that goes on behind the words of an office. */
static bool longer_name(const reader *r, uint32_t p, const noun_phrase *office, noun_phrase *x) {
  noun_phrase name = *x;
  bool body = office->sort == NP_BODY && read_institute(r, p, &name) && name.end > office->end;
  bool free = office->sort != NP_PERSON && office->belongs == NONE;
  if (!body) name = *x;
  if (!body && !(free && read_tagged(r, p, &name) && name.name_end > office->end)) return false;
  *x = name;
  return true;
}

/* The phrase at token i, or false with x->end the place to go on. */
static bool read_phrase(const reader *r, uint32_t i, noun_phrase *x) {
  *x = nothing;
  x->first = i;
  x->sentence = r->sentence;
  x->heading = r->heading;
  x->end = i + 1;
  if (!worth_a_look(r, i)) return false;
  if (read_pronoun(r, i, x) || read_pair(r, i, x)) return true;
  uint32_t p = i;
  x->det = coded_name(r, i) ? DET_NONE : reader_det(r, i);
  if (x->det != DET_NONE) p++;
  else if (i > r->start && reader_owned(r, i)) x->det = DET_OWN;
  noun_phrase office = *x;
  if (read_office(r, p, &office)) {
    if (!longer_name(r, p, &office, x)) *x = office;
    return true;
  }
  if (x->det == DET_INDEFINITE) return false;
  uint32_t go_on = x->end;
  if (p < r->end && read_name(r, p, x) && (p == i || takes_article(x->sort))) return true;
  uint32_t after = p > i ? go_on : x->end > go_on ? x->end : go_on;
  *x = nothing;
  x->sentence = r->sentence;
  x->heading = r->heading;
  if (after == i + 1 && read_nominal(r, i, x)) return true;
  x->end = after;
  return false;
}

/* A heading is written in capitals throughout, so capitals tell no names there. */
static bool is_heading(const facts *f, const sentence *s) {
  block_kind k = f->report->blocks[s->block].kind;
  if (k == BLOCK_TITLE || k == BLOCK_HEADING) return true;
  uint32_t words = 0, capitals = 0;
  for (uint32_t i = s->first; i < s->end; i++) {
    if (!(f->doc->tokens[i].flags & TOK_ALPHA)) continue;
    words++;
    capitals += (f->doc->tokens[i].flags & TOK_CAP) != 0;
  }
  return words > 5 && capitals * 5 > words * 4;
}

static void read_sentence(arena *a, reader *r, noun_phrases *out) {
  for (uint32_t i = r->start; i < r->end;) {
    while (r->time < r->f->n_times && r->f->times[r->time].end <= i) r->time++;
    noun_phrase x;
    bool found = read_phrase(r, i, &x);
    if (found && x.first < r->from && x.first >= r->from_before) {       /* it takes in the last one */
      r->from = r->from_before;
      out->n--;
    }
    if (found && x.first >= r->from) {
      *ARENA_PUSH(a, out->items, out->n, out->cap) = x;
      r->from_before = r->from;
      r->last_end = r->from = x.end;
      r->last = x;
      r->last_place = x.place;
    }
    i = x.end > i ? x.end : i + 1;
  }
}

noun_phrases noun_phrases_find(arena *a, const gazetteer *g, const facts *f, const tagged *t) {
  noun_phrases out = {NULL, 0, 0};
  reader r = {.g = g, .f = f, .t = f->doc->tokens, .tagged = t};
  for (uint32_t s = 0; s < f->doc->n_sentences; s++) {
    const sentence *at = &f->doc->sentences[s];
    r.start = at->first;
    r.end = at->end;
    r.sentence = s;
    r.heading = is_heading(f, at);
    r.last_end = NONE;
    r.from = r.from_before = at->first;
    r.last = nothing;
    read_sentence(a, &r, &out);
  }
  return out;
}
