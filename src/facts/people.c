/* people.c: the persons of a report: full names, known names, and what parties their words give them. */
#include "facts/linking.h"

enum {
  MAX_NAMESAKES = 64,          /* persons of one last name that are looked through */
  NAMESAKE_SENTENCES = 2,      /* after which a surname alone is no longer the last full name's */
  MAX_HOLDERS = 256            /* persons who are looked through for the holder of an office */
};

static const str none = {NULL, 0};

static uint32_t form_of(const linker *k, uint32_t i) { return k->t[i].form; }
static uint32_t class_of(const linker *k, uint32_t i) { return gaz_class(k->g, &k->t[i]); }

/* Last token of a name that is no suffix ("Jr."). */
static uint32_t last_name(const linker *k, uint32_t first, uint32_t end) {
  while (end > first + 1 && (class_of(k, end - 1) & WORD_NAME_SUFFIX)) end--;
  return end - 1;
}

static str words(const linker *k, uint32_t first, uint32_t end) { return doc_line(k->a, k->f->doc, first, end); }

/* ---- the registry ---------------------------------------------------------------------------- */

/* Whether first names agree: equal, or one is the initial of the other. */
static bool first_agrees(const linker *k, uint32_t a, uint32_t b) {
  if (form_of(k, a) == form_of(k, b)) return true;
  str x = words(k, a, a + 1), y = words(k, b, b + 1);
  bool initial = (x.len == 2 && x.ptr[1] == '.') || (y.len == 2 && y.ptr[1] == '.');
  return initial && x.ptr[0] == y.ptr[0];
}

/* "Lokke Vale" of "Anna Lokke Vale": the words of the shorter name end the longer one. */
static bool ends_name(const linker *k, const person *p, uint32_t first, uint32_t end) {
  uint32_t n = end - first, own = p->name_end - p->name_first;
  for (uint32_t i = 1; i <= n && i <= own; i++)
    if (form_of(k, end - i) != form_of(k, p->name_end - i)) return false;
  return true;
}

static bool same_name(const linker *k, const person *p, uint32_t first, uint32_t end) {
  uint32_t last = last_name(k, first, end);
  if (last == first || ends_name(k, p, first, end)) return true;
  uint32_t own_last = last_name(k, p->name_first, p->name_end);
  return own_last == p->name_first || first_agrees(k, p->name_first, first);
}

/* Persons with the last name of these tokens who may be meant: the one named first, and whether there are
 * more. */
static uint32_t lookup(const linker *k, uint32_t first, uint32_t end, uint32_t entity, bool *more) {
  uint32_t found = NONE, steps = 0;
  *more = false;
  uint32_t p = k->by_last[form_of(k, last_name(k, first, end))];
  for (; p; p = k->persons[p - 1].same_last + 1) {
    if (++steps > MAX_NAMESAKES) break;
    const person *who = &k->persons[p - 1];
    bool same = entity != NONE && who->entity != NONE ? who->entity == entity : same_name(k, who, first, end);
    if (!same) continue;
    if (found != NONE) *more = true;
    if (found == NONE || who->begins < k->persons[found].begins) found = p - 1;
  }
  return found;
}

/* Whether a namesake of a person was named in full before token i, too. */
static bool namesake_before(const linker *k, uint32_t at, uint32_t first, uint32_t end) {
  uint32_t steps = 0;
  uint32_t p = k->by_last[form_of(k, last_name(k, first, end))];
  for (; p; p = k->persons[p - 1].same_last + 1) {
    if (++steps > MAX_NAMESAKES) return true;
    const person *who = &k->persons[p - 1];
    if (p - 1 != at && who->begins < first && same_name(k, who, first, end)) return true;
  }
  return false;
}

uint32_t people_named(const linker *k, uint32_t first, uint32_t end) {
  bool more;
  uint32_t p = lookup(k, first, end, NONE, &more);
  if (p != NONE && more && (k->persons[p].begins > first || namesake_before(k, p, first, end))) return NONE;
  if (p != NONE) return p;
  p = end - first > 1 ? 0 : k->by_first[form_of(k, first)];
  return p && p != NONE ? p - 1 : NONE;
}

static void longer_name(person *p, uint32_t first, uint32_t end) {
  if (end - first <= p->name_end - p->name_first) return;
  p->name_first = first;
  p->name_end = end;
}

static uint8_t gender_of_name(const linker *k, uint32_t first) {
  word_id w = k->t[first].word;
  return w < k->g->n_words ? k->g->given_gender[w] : 0;
}

static bool role_on(const gaz_role *r, cal_day day) {
  return cal_known(r->from) && r->from.lo <= day && (!cal_known(r->until) || day <= r->until.hi);
}

/* The party a known person speaks for when the report comes out. */
static str party_on_day(const linker *k, const gaz_entity *e) {
  cal_date day = k->f->report->published;
  for (uint32_t r = 0; cal_known(day) && r < e->n_roles; r++)
    if (e->roles[r].party.ptr && role_on(&e->roles[r], day.hi)) return e->roles[r].party;
  return e->party;
}

static void learn(linker *k, uint32_t at, const noun_phrase *x) {
  person *p = &k->persons[at];
  const gaz_entity *known = x->entity == NONE ? NULL : &k->g->entities[x->entity];
  if (known && p->entity == NONE) {
    p->entity = x->entity;
    p->party = party_on_day(k, known);
    if (known->gender) p->gender = known->gender;
  }
  if (!p->gender) p->gender = x->gender;
  if (!p->gender && x->name_end - x->name_first > 1) p->gender = gender_of_name(k, x->name_first);
}

/* The person of a name, made where it is new. */
static uint32_t register_person(linker *k, const noun_phrase *x, const char *rule, uint16_t p) {
  bool more;
  uint32_t at = lookup(k, x->name_first, x->name_end, x->entity, &more);
  if (at != NONE && more) return NONE;
  if (at == NONE) {
    at = k->n_persons;
    uint32_t *last = &k->by_last[form_of(k, last_name(k, x->name_first, x->name_end))];
    uint32_t *first = &k->by_first[form_of(k, x->name_first)];
    *ARENA_PUSH(k->a, k->persons, k->n_persons, k->cap_persons) =
        (person){x->name_first, x->name_end, NONE, none, 0, x->name_first, *last - 1, NONE, rule, p};
    *last = at + 1;
    *first = *first ? NONE : at + 1;
  }
  longer_name(&k->persons[at], x->name_first, x->name_end);
  learn(k, at, x);
  return at;
}

static bool in_office(const gaz_entity *e, cal_day day) {
  for (uint32_t r = 0; r < e->n_roles; r++)
    if (role_on(&e->roles[r], day)) return true;
  return false;
}

/* Whether the phrase's title, if it has one, is an office the known person holds on the day. */
static bool office_fits(const linker *k, const gaz_entity *e, const noun_phrase *x, cal_day day) {
  if (x->title == NONE || x->title_end == x->title_first) return true;
  if (!k->g->entities[x->title].suffix.len) return true;
  str title = utf8_folded(k->a, words(k, x->title_first, x->title_end));
  for (uint32_t r = 0; r < e->n_roles; r++)
    if (role_on(&e->roles[r], day) && str_eq(utf8_folded(k->a, e->roles[r].title), title)) return true;
  return false;
}

/* The one known person with the last name at token i who is in office when the report comes out, in the
 * office the phrase names; NONE where there is none, or more. */
static uint32_t known_surname(const linker *k, const noun_phrase *x, uint32_t i) {
  word_id w = k->t[i].word;
  if (!w || w >= k->g->n_words || !k->g->surname[w]) return NONE;
  const report *r = k->f->report;
  uint32_t found = NONE, n = 0;
  for (uint32_t e = k->g->surname[w]; e; e = k->g->same_surname[e - 1]) {
    const gaz_entity *known = &k->g->entities[e - 1];
    if (!cal_known(r->published) || !in_office(known, r->published.hi)) continue;
    if (!office_fits(k, known, x, r->published.hi)) continue;
    found = e - 1;
    n++;
  }
  return n == 1 ? found : NONE;
}

/* ---- apposition ------------------------------------------------------------------------------ */

static bool comma_between(const linker *k, const noun_phrase *left, const noun_phrase *right) {
  if (left->sentence != right->sentence || right->first != left->end + 1) return false;
  return (class_of(k, left->end) & WORD_COMMA) != 0;
}

/* Whether what stands beside a name is set off on its other side, too: comma, full stop, end. */
static bool set_off(const linker *k, const noun_phrase *x) {
  const sentence *s = &k->f->doc->sentences[x->sentence];
  return x->end >= s->end || k->t[x->end].upos == UPOS_PUNCT;
}

static bool is_name(const noun_phrase *x) { return x->sort == NP_PERSON || x->sort == NP_NAME; }

/* "a teacher", "the Ruritanian farmer": one person by a common noun. */
static bool one_person(const linker *k, const noun_phrase *x) {
  bool one = x->sort == NP_NOMINAL && !(k->t[x->head].morph & MORPH_PLURAL) && x->det != DET_NUMBER;
  return one && k->g->entities[x->entity].kind == ACTOR_PERSON;
}

/* The phrase beside i that holds the name it explains ("Anna Vale, the Palace spokeswoman,"), or NONE. */
static uint32_t apposed(const linker *k, uint32_t i) {
  const noun_phrase *x = &k->np.items[i];
  if ((x->sort != NP_TITLE && !one_person(k, x)) || !set_off(k, x)) return NONE;
  const noun_phrase *before = i ? x - 1 : NULL, *after = i + 1 < k->np.n ? x + 1 : NULL;
  if (before && is_name(before) && comma_between(k, before, x)) return i - 1;
  bool named = after && is_name(after) && after->title == NONE;
  if (named && comma_between(k, x, after) && set_off(k, after) && x->det != DET_NUMBER) return i + 1;
  return NONE;
}

/* ---- parties --------------------------------------------------------------------------------- */

str people_party_then(const linker *k, str party) {
  const uint32_t *at = party.len ? map_get(&k->g->by_key, party) : NULL;
  const report *r = k->f->report;
  if (!at || !k->g->entities[*at].before || !cal_known(r->published)) return party;
  const gaz_entity *now = &k->g->entities[*at];
  return r->published.hi <= now->until ? k->g->entities[now->before - 1].party : party;
}

static str party_of_entity(const linker *k, uint32_t e) {
  const gaz_entity *x = &k->g->entities[e];
  if (x->sort == GAZ_CODED) return gaz_coded_party(x, k->f->report->published);
  return x->sort == GAZ_CAPITAL || x->sort == GAZ_SEAT ? people_party_then(k, x->party) : x->party;
}

str people_party_in_words(const linker *k, const noun_phrase *x) {
  if (x->belongs != NONE) return x->belongs_too == NONE ? party_of_entity(k, x->belongs) : none;
  if (x->via != NONE && k->g->entities[x->via].party.ptr) return party_of_entity(k, x->via);
  bool counterpart = x->title != NONE && str_eq(k->g->entities[x->title].category, STR("relation"));
  if (x->person == NONE || counterpart) return none;
  uint32_t who = people_named(k, x->person, x->person + 1);
  return who == NONE ? none : k->persons[who].party;
}

str people_party_behind(const linker *k, const noun_phrase *x) {
  const noun_phrase *next = x + 1;
  if (x->title == NONE || next >= k->np.items + k->np.n || next->first != x->end + 1) return none;
  const gaz_entity *title = &k->g->entities[x->title];
  bool serves = title->suffix.len && !str_eq(title->category, STR("relation"));
  if (!serves || !(class_of(k, x->end) & (WORD_OF | WORD_FOR | WORD_TO))) return none;
  uint32_t who = k->person_of[next - k->np.items];
  return who == NONE ? none : k->persons[who].party;
}

str people_party_of_title(const linker *k, const noun_phrase *x) {
  if (x->title == NONE || x->belongs != NONE || (class_of(k, x->title_end) & WORD_FOR)) return none;
  return k->g->entities[x->title].party;
}

/* Key of the unnamed body in a phrase ("Foreign Ministry"): its canonical name where the pack has one. */
static str body_key(const linker *k, const noun_phrase *x) {
  if (x->via != NONE || x->via_first == x->via_end) return none;
  gaz_match c = gaz_common_at(k->g, k->t, x->via_first, x->via_end);
  return gaz_is(&c, GAZ_BODY) ? k->g->entities[c.entity[GAZ_BODY]].name : none;
}

static void note_party(linker *k, map *m, str key, str party) {
  bool added;
  uint32_t *place = map_put(m, key, &added);
  if (added) {
    *place = k->n_parties;
    *ARENA_PUSH(k->a, k->parties, k->n_parties, k->cap_parties) = party;
  } else if (!str_eq(k->parties[*place], party)) {
    k->parties[*place] = STR("");
  }
}

static str noted_party(const linker *k, const map *m, str key) {
  const uint32_t *place = map_get(m, key);
  return place && k->parties[*place].len ? k->parties[*place] : none;
}

static str word_key(const word_id *w) { return (str){(const char *)w, sizeof *w}; }

/* The words of a ministry's field in [first, end): "foreign". */
static bool field_word(const linker *k, uint32_t i) {
  uint32_t c = class_of(k, i);
  return (c & WORD_BODY) && !(c & (WORD_OF | WORD_DEFINITE | WORD_AND));
}

static void note_fields(linker *k, map *fields, uint32_t first, uint32_t end, str party) {
  for (uint32_t i = first; i < end; i++)
    if (field_word(k, i)) note_party(k, fields, word_key(&k->t[i].word), party);
}

/* named: x names a person, whose title tells of "the minister", but not of another one who is named. */
static void note_body(linker *k, const noun_phrase *x, bool named) {
  str party = people_party_in_words(k, x), key = body_key(k, x);
  if (!party.ptr) return;
  if (key.ptr) {
    note_party(k, &k->bodies, key, party);
    note_fields(k, &k->fields, x->via_first, x->via_end, party);
  }
  if (x->title != NONE) note_fields(k, named ? &k->titles : &k->fields, x->title_first, x->title_end, party);
}

/* The state to which alone a body of such a name belongs. */
static str party_of_name(const linker *k, const noun_phrase *x) {
  gaz_match m = gaz_name_at(k->g, k->t, x->via_first, x->via_end);
  bool whole = gaz_is(&m, GAZ_NAMED_BODY) && m.n == x->via_end - x->via_first;
  return whole ? k->g->entities[m.entity[GAZ_NAMED_BODY]].party : none;
}

static str party_of_fields(const linker *k, const map *fields, const noun_phrase *x) {
  for (uint32_t i = x->title_first; x->title != NONE && i < x->title_end; i++) {
    str party = field_word(k, i) ? noted_party(k, fields, word_key(&k->t[i].word)) : none;
    if (party.ptr) return party;
  }
  return none;
}

/* Of somebody who is named: others' titles tell nothing of him. */
static str party_of_own_body(const linker *k, const noun_phrase *x) {
  str key = body_key(k, x);
  if (!key.ptr) return party_of_fields(k, &k->fields, x);
  str party = noted_party(k, &k->bodies, key);
  return party.ptr ? party : party_of_name(k, x);
}

str people_party_of_body(const linker *k, const noun_phrase *x) {
  str party = party_of_own_body(k, x);
  return party.ptr || body_key(k, x).ptr ? party : party_of_fields(k, &k->titles, x);
}

uint32_t people_in_office(const linker *k, const noun_phrase *office, str party) {
  const report *r = k->f->report;
  bool leader = (class_of(k, office->title_end - 1) & WORD_LEADER) != 0;
  uint32_t found = NONE;
  for (uint32_t i = 0; i < k->n_persons && i < MAX_HOLDERS; i++) {
    const person *p = &k->persons[i];
    if (p->entity == NONE || !p->party.ptr || !str_eq(p->party, party) || !cal_known(r->published)) continue;
    const gaz_entity *known = &k->g->entities[p->entity];
    bool head = leader && str_eq(known->category, STR("head")) && in_office(known, r->published.hi);
    if (!head && (leader || !office_fits(k, known, office, r->published.hi))) continue;
    if (found != NONE) return NONE;
    found = i;
  }
  return found;
}

/* ---- the passes ------------------------------------------------------------------------------ */

/* The known person of a full name that the pack has with other middle names; NONE: none, or more. */
static uint32_t known_full_name(const linker *k, const noun_phrase *x) {
  word_id w = k->t[last_name(k, x->name_first, x->name_end)].word;
  if (!w || w >= k->g->n_words) return NONE;
  str first = words(k, x->name_first, x->name_first + 1);
  uint32_t found = NONE;
  for (uint32_t e = k->g->surname[w]; e; e = k->g->same_surname[e - 1]) {
    str name = k->g->entities[e - 1].name;
    if (!str_starts(name, first) || name.len <= first.len || name.ptr[first.len] != ' ') continue;
    if (found != NONE) return NONE;
    found = e - 1;
  }
  return found;
}

/* The state that words beside a known person's title give: of "Soviet Foreign Minister Anna Vale", who the
 * pack has for a later state. Bodies and states together ("Ruritanian Union envoy") leave the pack's party. */
static void take_stated_party(linker *k, const noun_phrase *x, uint32_t who) {
  if (who == NONE || x->title == NONE || x->former || x->belongs == NONE || x->via != NONE) return;
  person *p = &k->persons[who];
  const uint32_t *own = p->party.len ? map_get(&k->g->by_key, p->party) : NULL;
  str stated = people_party_in_words(k, x);
  if (stated.ptr && own && k->g->entities[*own].sort == GAZ_STATE) p->party = stated;
}

/* Full names, and names of the pack. */
static void pass_full_names(linker *k) {
  for (uint32_t i = 0; i < k->np.n; i++) {
    noun_phrase *x = &k->np.items[i];
    if (x->sort != NP_PERSON || (x->entity == NONE && x->name_end - x->name_first < 2)) continue;
    if (x->entity == NONE) x->entity = known_full_name(k, x);
    if (x->entity != NONE) k->person_of[i] = register_person(k, x, "actor-known", 960);
    else if (x->title != NONE) k->person_of[i] = register_person(k, x, "actor-title", 930);
    else if (x->tagged) k->person_of[i] = register_person(k, x, "actor-tagged", 650);
    else k->person_of[i] = register_person(k, x, "actor-name", 850);
    take_stated_party(k, x, k->person_of[i]);
  }
}

/* Forms that the report also writes small: ordinary words. */
static uint8_t *written_small(const linker *k) {
  uint8_t *small = ARENA_ARRAY(k->a, uint8_t, k->f->doc->n_forms + 1);
  for (uint32_t i = 0; i < k->f->doc->n_tokens; i++)
    if (!(k->t[i].flags & TOK_CAP)) small[form_of(k, i)] = 1;
  return small;
}

/* Longer names without a given name or title: persons if they stand in apposition to an office, or if the
 * last word comes back alone, and never small. */
static void pass_doubtful_names(linker *k) {
  uint8_t *alone = ARENA_ARRAY(k->a, uint8_t, k->f->doc->n_forms + 1);
  uint8_t *small = written_small(k), *beside = ARENA_ARRAY(k->a, uint8_t, k->np.n + 1);
  for (uint32_t i = 0; i < k->np.n; i++) {
    const noun_phrase *x = &k->np.items[i];
    bool single = x->name_end - x->name_first == 1;
    if (single && is_name(x) && !x->heading) alone[form_of(k, x->name_first)] = 1;
    uint32_t name = apposed(k, i);
    if (name != NONE) beside[name] = 1;
  }
  for (uint32_t i = 0; i < k->np.n; i++) {
    noun_phrase *x = &k->np.items[i];
    if (x->sort != NP_NAME || x->heading || x->name_end - x->name_first < 2) continue;
    uint32_t last = form_of(k, last_name(k, x->name_first, x->name_end));
    bool again = alone[last] && !small[last];
    if (beside[i] || again) k->person_of[i] = register_person(k, x, "actor-repeated", beside[i] ? 850 : 700);
  }
}

/* Whether the report has persons of this name, first or last. */
static bool is_shared(const linker *k, const noun_phrase *x) {
  uint32_t form = form_of(k, x->name_first);
  return k->by_last[form] || k->by_first[form];
}

/* Whether the words before a name give it another party than the person has: then it is a namesake. */
static bool other_party(const linker *k, uint32_t who, const noun_phrase *x) {
  str own = k->persons[who].party, said = people_party_in_words(k, x);
  return x->sort == NP_PERSON && own.ptr && said.ptr && !str_eq(own, said);
}

/* "Kim Min-ji … Kim said": of several namesakes, the one named in full in the sentences just before, if that
 * sentence has no other. */
static uint32_t namesake_near(const linker *k, uint32_t at) {
  const noun_phrase *x = &k->np.items[at];
  uint32_t found = NONE, there = x->sentence;
  for (uint32_t i = at, steps = 0; i-- > 0 && steps < MAX_NAMESAKES; steps++) {
    const noun_phrase *y = &k->np.items[i];
    if (y->sentence + NAMESAKE_SENTENCES < x->sentence) break;
    if (found != NONE && y->sentence != there) break;
    if (!is_name(y) || k->person_of[i] == NONE || y->name_end - y->name_first < 2) continue;
    uint32_t last = last_name(k, y->name_first, y->name_end), form = form_of(k, x->name_first);
    if (form_of(k, last) != form && form_of(k, y->name_first) != form) continue;
    if (found != NONE && found != k->person_of[i]) return NONE;
    found = k->person_of[i];
    there = y->sentence;
  }
  return found;
}

/* Single names: of a person above, of a known person in office, or new where a title stands before them. */
static void pass_short_names(linker *k) {
  for (uint32_t i = 0; i < k->np.n; i++) {
    noun_phrase *x = &k->np.items[i];
    if (!is_name(x) || k->person_of[i] != NONE) continue;
    if (x->name_end - x->name_first > 1) {       /* "Lokke Vale" of "Anna Lokke Vale" */
      if (x->sort == NP_NAME) k->person_of[i] = people_named(k, x->name_first, x->name_end);
      continue;
    }
    uint32_t who = people_named(k, x->name_first, x->name_end);
    if (who == NONE && is_shared(k, x)) who = namesake_near(k, i);
    if (who != NONE && other_party(k, who, x)) who = NONE;
    bool shared = who == NONE && k->by_last[form_of(k, x->name_first)] && !people_party_in_words(k, x).ptr;
    bool known = !is_shared(k, x) && k->t[x->name_first].upos == UPOS_PROPN;   /* one just named comes before the world's */
    if (who == NONE && known) {
      x->entity = known_surname(k, x, x->name_first);
      if (x->entity != NONE) who = register_person(k, x, "actor-in-office", 800);
    }
    if (who == NONE && !shared && x->tagged) who = register_person(k, x, "actor-tagged", 550);
    if (who == NONE && !shared && x->sort == NP_PERSON) who = register_person(k, x, "actor-title", 850);
    k->person_of[i] = who;
    if (who != NONE) learn(k, who, x);
  }
}

/* Known persons in office who are named only as somebody's head: "the Vale administration". */
static void pass_heads(linker *k) {
  for (uint32_t i = 0; i < k->np.n; i++) {
    noun_phrase x = k->np.items[i];
    if (x.person == NONE || people_named(k, x.person, x.person + 1) != NONE) continue;
    if (k->by_last[form_of(k, x.person)]) continue;
    x.title = NONE;
    x.entity = known_surname(k, &x, x.person);
    x.name_first = x.person;
    x.name_end = x.person + 1;
    if (x.entity != NONE) register_person(k, &x, "actor-in-office", 800);
  }
}

static void pass_appositions(linker *k) {
  for (uint32_t i = 0; i < k->np.n; i++) {
    uint32_t name = apposed(k, i);
    if (name == NONE || k->person_of[name] == NONE) continue;
    k->person_of[i] = k->person_of[name];
    if (k->np.items[i].sort == NP_TITLE) learn(k, k->person_of[i], &k->np.items[i]);
  }
}

/* Parties by the words beside a person's names: explicit ones first, then by bodies of this report. */
static void pass_parties(linker *k, str (*party_of)(const linker *, const noun_phrase *), uint16_t p) {
  for (uint32_t i = 0; i < k->np.n; i++) {
    const noun_phrase *x = &k->np.items[i];
    if (k->person_of[i] == NONE || x->title == NONE || x->former) continue;
    person *who = &k->persons[k->person_of[i]];
    if (who->party.ptr) continue;
    who->party = party_of(k, x);
    if (who->party.ptr && who->p > p) who->p = p;
  }
}

void people_find(linker *k) {
  uint32_t n_forms = k->f->doc->n_forms + 1;
  k->person_of = ARENA_ARRAY(k->a, uint32_t, k->np.n + 1);
  for (uint32_t i = 0; i < k->np.n; i++) k->person_of[i] = NONE;
  k->by_last = ARENA_ARRAY(k->a, uint32_t, n_forms);
  k->by_first = ARENA_ARRAY(k->a, uint32_t, n_forms);
  pass_full_names(k);
  pass_doubtful_names(k);
  pass_short_names(k);
  pass_heads(k);
  pass_appositions(k);
  pass_parties(k, people_party_in_words, 930);
  pass_parties(k, people_party_in_words, 930);     /* now that bosses have theirs */
  for (uint32_t i = 0; i < k->np.n; i++) note_body(k, &k->np.items[i], k->person_of[i] != NONE);
  pass_parties(k, people_party_behind, 800);
  pass_parties(k, party_of_own_body, 650);
  pass_parties(k, people_party_of_title, 650);
}
