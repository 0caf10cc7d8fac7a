/* owners.c: capitals as places, and whom an office belongs to. */
#include "facts/owners.h"

#include "facts/names.h"

enum {
  MAX_NOUNS = 4,               /* between a state's name and the body it modifies */
  ROAD_WINDOW = 5              /* tokens in which a word of motion makes a capital a place */
};

/* ---- capitals: government or place ----------------------------------------------------------- */

static bool motion_before(const reader *r, uint32_t i) {
  for (uint32_t k = 0; k < ROAD_WINDOW && i > r->start; k++) {
    i--;
    if ((gaz_lemma_class(r->g, &r->t[i]) | gaz_class(r->g, &r->t[i])) & WORD_MOTION) return true;
  }
  return false;
}

bool owners_capital_is_place(const reader *r, uint32_t i, uint32_t end) {
  span dateline = r->f->report->dateline_place_at;
  if (r->f->report->dateline_place.ptr && span_has(dateline, r->t[i].at.start)) return true;
  if (reader_possessive(r, end)) return (reader_class(r, end + 1) & WORD_PLACE_NOUN) != 0;
  if (reader_small_noun(r, end)) return true;
  if (i == r->start) return false;
  uint32_t before = reader_class(r, i - 1);
  if (before & WORD_PLACE_BEFORE) return true;
  if (before & WORD_ROAD_BEFORE) return motion_before(r, i - 1);
  if (gaz_lemma_class(r->g, &r->t[i - 1]) & WORD_PLACE_VERB) return true;
  return (before & (WORD_AND | WORD_COMMA)) && r->last_end == i - 1 && r->last_place;
}

/* ---- whom an office belongs to --------------------------------------------------------------- */

gaz_sort owners_sort(const gaz_match *m, uint32_t wanted) {
  gaz_sort s = GAZ_STATE;
  while (!(m->sorts & wanted & (1u << s))) s++;
  return s;
}

void owners_set_body(noun_phrase *x, uint32_t entity, uint32_t i, uint32_t end) {
  x->via = entity;
  x->via_first = i;
  x->via_end = end;
}

void owners_set_party(noun_phrase *x, uint32_t entity) {
  if (x->belongs == NONE) x->belongs = entity;
  else if (x->belongs_too == NONE && entity != x->belongs) x->belongs_too = entity;
}

void owners_set(noun_phrase *x, const gaz_match *m, uint32_t i, bool said) {
  if (gaz_is(m, GAZ_ADJECTIVE)) {
    owners_set_party(x, m->entity[GAZ_ADJECTIVE]);
    return;
  }
  gaz_sort s = owners_sort(m, OWN_NAMES);
  if (s == GAZ_SEAT || s == GAZ_NAMED_BODY) owners_set_body(x, m->entity[s], i, i + m->n);
  else if (said ? s != GAZ_REGION && s != GAZ_CITY : ((1u << s) & PARTY_NAMES) != 0)
    owners_set_party(x, m->entity[s]);
}

bool owners_longer_name(const reader *r, uint32_t end) {
  if (!names_token(r, end)) return false;
  gaz_match m = reader_name_at(r, end), c = reader_common_at(r, end);
  return !m.n && !reader_is_office(r, &c, end);
}

/* "of the Ruritanian arms control agency": the nouns after a state's name as modifier. */
static uint32_t past_nouns(const reader *r, uint32_t i) {
  for (int k = 0; k < MAX_NOUNS; k++, i++)
    if (!reader_small_noun(r, i) && !(reader_glued(r, i) && reader_small_noun(r, i + 1))) break;
  return i;
}

uint32_t owners_read_one(const reader *r, uint32_t i, noun_phrase *x, bool bodies_only) {
  uint32_t p = i;
  if (reader_class(r, p) & WORD_DEFINITE) p++;
  gaz_match pair = reader_common_at(r, i);
  if (gaz_is(&pair, GAZ_PAIR)) {
    x->both = true;
    return i + pair.n;
  }
  gaz_match m = reader_name_at(r, p);
  bool named = m.n && (m.sorts & (OWN_NAMES | 1u << GAZ_ADJECTIVE)) && !owners_longer_name(r, p + m.n);
  if (named && reader_glued(r, p + m.n)) return i;
  if (named) {
    gaz_match c = reader_common_at(r, p + m.n + reader_possessive(r, p + m.n));
    bool body = reader_is_office(r, &c, p + m.n) && gaz_is(&c, GAZ_BODY);
    if (!body && !(m.sorts & OWN_NAMES)) return i;
    if (!body && bodies_only && (m.sorts & PLACE_NAMES)) return i;
    owners_set(x, &m, p, true);
    p += m.n;
    if (!body) return past_nouns(r, p);
    p += reader_possessive(r, p);
  }
  uint32_t end;
  const tagged_name *n = named ? NULL : tagged_at(r->tagged, p, &end);
  if (n && n->kind != ACTOR_PERSON && end <= r->end && (n->kind == ACTOR_ORGANISATION || !bodies_only)) {
    owners_set_body(x, NONE, p, end);
    return end;
  }
  gaz_match c = reader_common_at(r, p);
  if (!reader_is_office(r, &c, p) || !gaz_is(&c, GAZ_BODY)) return named ? p : i;
  if (!named && p == i && !(r->t[p].flags & TOK_CAP)) return i;
  owners_set_body(x, NONE, p, p + c.n);
  return p + c.n;
}

/* "to the United States" after an envoy: read over, it is not his party. */
static uint32_t read_destination(const reader *r, uint32_t i) {
  uint32_t p = i + ((reader_class(r, i) & WORD_DEFINITE) != 0);
  gaz_match m = reader_name_at(r, p);
  if (!m.n || !(m.sorts & OWN_NAMES)) return i;
  bool person = (reader_class(r, p + m.n) & WORD_GIVEN) != 0;       /* "ambassador to Ruritania Anna Vale" */
  return person || !owners_longer_name(r, p + m.n) ? p + m.n : i;
}

void owners_read(const reader *r, noun_phrase *x, bool speaks) {
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  for (int k = 0; k < 2; k++) {
    uint32_t c = reader_class(r, x->end), at = x->end + 1, p = at;
    bool owner = (c & (WORD_OF | WORD_INSIDE)) || ((c & WORD_FOR) && speaks);
    if (owner && !owned) p = owners_read_one(r, at, x, (c & WORD_INSIDE) != 0);
    else if (owner || (c & (WORD_TO | WORD_FOR))) p = read_destination(r, at);
    if (p == at) return;
    x->end = p;
    if (!(reader_class(r, p) & WORD_AND) || !owner || x->belongs == NONE || x->belongs_too != NONE) continue;
    p = owners_read_one(r, p + 1, x, false);
    if (p > x->end + 1) x->end = p;
  }
}
