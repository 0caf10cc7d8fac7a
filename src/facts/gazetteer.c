/* gazetteer.c: builds the two matchers and the word classes from the pack's tables. */
#include "facts/gazetteer.h"

typedef struct {
  arena *a;
  const pack *pk;
  lexicon *l;
  ch_error *err;
  gazetteer *g;
  gaz_entity *entities; uint32_t n, cap;
  gaz_hit *hits; uint32_t n_hits, cap_hits;
  phrases *names, *common;
  map ambiguous, genders, aliases, domestic, state_bodies, title_rows;   /* genders: letters; else rows */
  map person_names;            /* all names of [persons] */
  uint32_t *word_class; uint32_t cap_words;
} builder;

static const str none = {NULL, 0};

static str or_none(str s) { return s.len ? s : none; }

str gaz_key(arena *a, str party, str name) {
  str folded = utf8_bare(a, name);
  if (!party.len) return folded;
  const str parts[] = {party, folded};
  return arena_join(a, parts, 2, STR(":"));
}

/* ---- words ----------------------------------------------------------------------------------- */

/* The class mask of a word, room made for it. */
static uint32_t *class_place(builder *b, word_id w) {
  if (w >= b->cap_words) {
    uint32_t wanted = 2 * (w + 1);
    b->word_class = arena_grow(b->a, b->word_class, b->cap_words, wanted, sizeof *b->word_class);
    b->cap_words = wanted;
  }
  return &b->word_class[w];
}

static const struct { const char *name; uint32_t bit; } classes[] = {
    {"definite", WORD_DEFINITE}, {"indefinite", WORD_INDEFINITE}, {"number", WORD_NUMBER}, {"of", WORD_OF},
    {"for", WORD_FOR},
    {"to", WORD_TO}, {"and", WORD_AND}, {"comma", WORD_COMMA}, {"hyphen", WORD_HYPHEN},
    {"possessive", WORD_POSSESSIVE}, {"place-before", WORD_PLACE_BEFORE}, {"road-before", WORD_ROAD_BEFORE},
    {"motion", WORD_MOTION}, {"place-verb", WORD_PLACE_VERB}, {"place-noun", WORD_PLACE_NOUN},
    {"particle", WORD_PARTICLE}, {"name-suffix", WORD_NAME_SUFFIX}, {"organisation", WORD_ORGANISATION},
    {"no-name", WORD_NO_NAME}, {"governor", WORD_GOVERNOR},
    {"former", WORD_FORMER}, {"expletive", WORD_EXPLETIVE},
    {"inside", WORD_INSIDE}, {"relation", WORD_RELATION}, {"leader", WORD_LEADER},
    {"copula", WORD_COPULA}, {"clause", WORD_CLAUSE},
    {"speech", WORD_SPEECH}, {"self", WORD_SELF}, {"vessel", (uint32_t)WORD_VESSEL}};

static ch_status load_words(builder *b) {
  const pack_table *t = pack_find(b->pk, "actor-words");
  for (uint32_t r = 0; r < t->n; r++) {
    str name = pack_field(&t->rows[r], 1), list = pack_field(&t->rows[r], 0), word;
    size_t c = 0, n = sizeof classes / sizeof *classes;
    while (c < n && !str_eq(name, str_of(classes[c].name))) c++;
    if (c == n) return pack_err(b->err, &t->rows[r], "no class of words '%.*s'", (int)name.len, name.ptr);
    while (str_split(&list, ';', &word))
      if (str_trim(word).len) *class_place(b, lexicon_add(b->l, str_trim(word))) |= classes[c].bit;
  }
  return CH_OK;
}

static ch_status gender_letter(builder *b, const pack_row *row, uint32_t field, uint8_t *out) {
  str g = pack_field(row, field);
  *out = g.len == 1 && g.ptr[0] != 'u' ? (uint8_t)g.ptr[0] : 0;
  if (!g.len || (g.len == 1 && memchr("mfnpu", g.ptr[0], 5))) return CH_OK;
  return pack_err(b->err, row, "a gender is m, f, n, p or u, not '%.*s'", (int)g.len, g.ptr);
}

static ch_status load_genders(builder *b) {
  const pack_table *t = pack_find(b->pk, "gender");
  for (uint32_t r = 0; r < t->n; r++) {
    uint8_t g;
    ch_status s = gender_letter(b, &t->rows[r], 1, &g);
    if (s) return s;
    *map_put(&b->genders, utf8_folded(b->a, pack_field(&t->rows[r], 0)), NULL) = g;
  }
  return CH_OK;
}

/* The gender that a title fixes: of the whole, else of its last word. */
static uint8_t title_gender(const builder *b, str title) {
  str folded = utf8_folded(b->a, title), word = folded, rest = folded;
  const uint32_t *g = map_get(&b->genders, folded);
  while (!g && str_split(&rest, ' ', &word)) continue;
  if (!g) g = map_get(&b->genders, word);
  return g && (*g == 'm' || *g == 'f') ? (uint8_t)*g : 0;
}

/* Rows of a section by the bare form of their first field: row + 1. */
static void index_rows(builder *b, map *m, const char *section) {
  const pack_table *t = pack_find(b->pk, section);
  map_init(m, b->a, t->n);
  for (uint32_t r = 0; r < t->n; r++) *map_put(m, utf8_bare(b->a, pack_field(&t->rows[r], 0)), NULL) = r + 1;
}

/* Second field of the row that a section has for a name; ptr NULL: none. */
static str second_field(const builder *b, const map *m, const char *section, str name) {
  const uint32_t *row = map_get(m, utf8_bare(b->a, name));
  return row ? pack_field(&pack_find(b->pk, section)->rows[*row - 1], 1) : none;
}

/* ---- entities and their phrases -------------------------------------------------------------- */

static uint32_t add_entity(builder *b, gaz_entity e) {
  uint32_t at = b->n;
  *ARENA_PUSH(b->a, b->entities, b->n, b->cap) = e;
  return at;
}

/* Without a definite article before it: names are matched with or without. */
static str bare_name(const builder *b, str name) {
  size_t blank = str_find(name, STR(" "));
  if (blank == SIZE_MAX) return name;
  word_id w = lexicon_find(b->l, utf8_folded(b->a, str_sub(name, 0, blank)));
  bool article = w && w < b->cap_words && (b->word_class[w] & WORD_DEFINITE);
  return article ? str_sub(name, blank + 1, name.len) : name;
}

static void add_hit(builder *b, phrases *p, str phrase, gaz_sort sort, uint32_t entity, unsigned flags) {
  uint32_t at = b->n_hits;
  bool doubtful = map_get(&b->ambiguous, phrase) != NULL;
  *ARENA_PUSH(b->a, b->hits, b->n_hits, b->cap_hits) = (gaz_hit){sort, entity, doubtful};
  phrases_add(p, b->l, phrase, at, flags);
}

static void add_name(builder *b, str name, gaz_sort sort, uint32_t entity) {
  add_hit(b, b->names, bare_name(b, name), sort, entity, PHRASE_CASE | PHRASE_CAPS);
}

/* A list field: each name as a phrase of the entity. */
static void add_names(builder *b, str list, gaz_sort sort, uint32_t entity) {
  str name;
  while (str_split(&list, ';', &name))
    if (str_trim(name).len) add_name(b, str_trim(name), sort, entity);
}

static void set_key(builder *b, str key, uint32_t entity) {
  bool added;
  uint32_t *place = map_put(&b->g->by_key, key, &added);
  if (added) *place = entity;
}

static void load_states(builder *b) {
  const pack_table *t = pack_find(b->pk, "states");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str party = pack_field(row, 0), cameo = pack_field(row, 6), capitals = pack_field(row, 5), city;
    gaz_entity e = {.sort = GAZ_STATE, .name = bare_name(b, pack_field(row, 1)), .key = party, .party = party,
                    .code = !cameo.len ? party : str_eq(cameo, STR("-")) ? none : cameo, .kind = ACTOR_STATE};
    uint32_t state = add_entity(b, e);
    set_key(b, party, state);
    add_name(b, pack_field(row, 1), GAZ_STATE, state);
    add_names(b, pack_field(row, 2), GAZ_STATE, state);
    add_names(b, pack_field(row, 3), GAZ_ADJECTIVE, state);
    add_names(b, pack_field(row, 4), GAZ_PEOPLE, state);
    while (str_split(&capitals, ';', &city)) {
      city = str_trim(city);
      if (!city.len) continue;
      e = (gaz_entity){.sort = GAZ_CAPITAL, .name = city, .key = gaz_key(b->a, none, city), .party = party,
                       .kind = ACTOR_PLACE};
      add_name(b, city, GAZ_CAPITAL, add_entity(b, e));
    }
  }
}

/* The states whose capitals and seats were another state's: [predecessors] state | predecessor | until. */
static ch_status load_predecessors(builder *b) {
  const pack_table *t = pack_find(b->pk, "predecessors");
  for (uint32_t r = 0; r < t->n; r++) {
    const uint32_t *now = map_get(&b->g->by_key, pack_field(&t->rows[r], 0));
    const uint32_t *then = map_get(&b->g->by_key, pack_field(&t->rows[r], 1));
    cal_date until;
    if (!now || !then || !cal_parse(pack_field(&t->rows[r], 2), &until))
      return pack_err(b->err, &t->rows[r], "predecessors are 'state | predecessor | last day'");
    b->entities[*now].before = *then + 1;
    b->entities[*now].until = until.hi;
  }
  return CH_OK;
}

static void load_places(builder *b, const char *section, gaz_sort sort) {
  const pack_table *t = pack_find(b->pk, section);
  for (uint32_t r = 0; r < t->n; r++) {
    str name = bare_name(b, pack_field(&t->rows[r], 0));
    gaz_entity e = {.sort = sort, .name = name, .key = gaz_key(b->a, none, name), .kind = ACTOR_PLACE,
                    .party = sort == GAZ_CITY ? or_none(pack_field(&t->rows[r], 1)) : none};
    add_name(b, name, sort, add_entity(b, e));
  }
}

/* organisations and groups: a party of their own, unless the pack says they belong inside a state. */
static void load_organisations(builder *b, const char *section, actor_kind kind) {
  const pack_table *t = pack_find(b->pk, section);
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str party = pack_field(row, 0), home = second_field(b, &b->domestic, "domestic-parties", party);
    gaz_entity e = {.sort = GAZ_ORGANISATION, .name = bare_name(b, pack_field(row, 1)), .key = party,
                    .party = home.ptr ? home : party, .code = or_none(pack_field(row, 4)), .kind = kind};
    uint32_t at = add_entity(b, e);
    set_key(b, party, at);
    add_name(b, pack_field(row, 1), GAZ_ORGANISATION, at);
    add_names(b, pack_field(row, 2), GAZ_ORGANISATION, at);
    add_names(b, pack_field(row, 3), GAZ_ADJECTIVE, at);
  }
}

/* Kind of actor and role suffix of a kind of body: [body-kinds]. */
static ch_status body_kind(builder *b, const pack_row *row, str word, actor_kind *kind, str *suffix) {
  const pack_table *t = pack_find(b->pk, "body-kinds");
  for (uint32_t r = 0; r < t->n; r++) {
    if (!str_eq(pack_field(&t->rows[r], 0), word)) continue;
    if (suffix) *suffix = or_none(pack_field(&t->rows[r], 2));
    for (actor_kind k = ACTOR_PERSON; k <= ACTOR_PLACE; k++)
      if (str_eq(pack_field(&t->rows[r], 1), str_of(actor_kind_text(k)))) {
        *kind = k;
        return CH_OK;
      }
  }
  return pack_err(b->err, row, "no kind of body '%.*s' in [body-kinds]", (int)word.len, word.ptr);
}

static ch_status load_seats(builder *b) {
  const pack_table *t = pack_find(b->pk, "seats");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str name = bare_name(b, pack_field(row, 0)), party = or_none(pack_field(row, 1));
    gaz_entity e = {.sort = GAZ_SEAT, .name = name, .key = gaz_key(b->a, party, name), .party = party};
    ch_status s = body_kind(b, row, pack_field(row, 2), &e.kind, &e.suffix);
    if (s) return s;
    e.code = gaz_code(b->a, b->g, party, e.suffix);
    add_name(b, name, GAZ_SEAT, add_entity(b, e));
  }
  return CH_OK;
}

static ch_status load_named_bodies(builder *b) {
  const pack_table *t = pack_find(b->pk, "named-bodies");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str name = bare_name(b, pack_field(row, 0)), party = or_none(pack_field(row, 2));
    gaz_entity e = {.sort = GAZ_NAMED_BODY, .name = name, .key = gaz_key(b->a, party, name), .party = party};
    ch_status s = body_kind(b, row, pack_field(row, 3), &e.kind, NULL);
    if (s) return s;
    e.suffix = or_none(pack_field(row, 4));
    e.code = gaz_code(b->a, b->g, party, e.suffix);
    uint32_t at = add_entity(b, e);
    add_name(b, name, GAZ_NAMED_BODY, at);
    add_names(b, pack_field(row, 1), GAZ_NAMED_BODY, at);
  }
  return CH_OK;
}

/* ---- words of office ------------------------------------------------------------------------- */

/* The last row of a section for each first field, whatever its case: an overlay's row replaces the pack's. */
static map last_rows(builder *b, const pack_table *t) {
  map m;
  map_init(&m, b->a, t->n);
  for (uint32_t r = 0; r < t->n; r++) *map_put(&m, utf8_folded(b->a, pack_field(&t->rows[r], 0)), NULL) = r;
  return m;
}

static bool is_last(const builder *b, const map *last, const pack_table *t, uint32_t r) {
  const uint32_t *at = map_get(last, utf8_folded(b->a, pack_field(&t->rows[r], 0)));
  return at && *at == r;
}

static uint32_t add_common(builder *b, str phrase, gaz_entity e) {
  e.n_words = phrases_words(&e.words, b->a, b->l, phrase);
  uint32_t at = add_entity(b, e);
  add_hit(b, b->common, phrase, e.sort, at, 0);
  return at;
}

/* The words of a ministry's name: by them a minister is known to belong to it. */
static void mark_field(builder *b, const gaz_entity *body) {
  for (uint32_t k = 0; k < body->n_words; k++) *class_place(b, body->words[k]) |= WORD_BODY;
}

static ch_status load_bodies(builder *b) {
  const pack_table *t = pack_find(b->pk, "bodies");
  map last = last_rows(b, t);
  for (uint32_t r = 0; r < t->n; r++) {
    if (!is_last(b, &last, t, r)) continue;
    const pack_row *row = &t->rows[r];
    str head = pack_field(row, 0), same = second_field(b, &b->aliases, "body-aliases", head);
    str name = utf8_folded(b->a, same.ptr ? same : head);
    gaz_entity e = {.sort = GAZ_BODY, .name = name, .is_state = map_get(&b->state_bodies, name) != NULL,
                    .suffix = or_none(pack_field(row, 1)), .category = pack_field(row, 2)};
    ch_status s = body_kind(b, row, e.category, &e.kind, NULL);
    if (s) return s;
    uint32_t at = add_common(b, head, e);
    if (str_eq(e.category, STR("ministry"))) mark_field(b, &b->entities[at]);
  }
  return CH_OK;
}

static void load_titles(builder *b) {
  const pack_table *t = pack_find(b->pk, "titles");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    if (!is_last(b, &b->title_rows, t, r)) continue;
    str title = pack_field(row, 0);
    add_common(b, title, (gaz_entity){.sort = GAZ_TITLE, .name = title, .suffix = or_none(pack_field(row, 1)),
                                      .category = pack_field(row, 2), .gender = title_gender(b, title),
                                      .kind = ACTOR_PERSON, .party = or_none(pack_field(row, 3))});
  }
}

/* Sections of phrases whose second field is a suffix or a category. */
static void load_common(builder *b, const char *section, gaz_sort sort) {
  const pack_table *t = pack_find(b->pk, section);
  map last = last_rows(b, t);
  for (uint32_t r = 0; r < t->n; r++) {
    if (!is_last(b, &last, t, r)) continue;
    str second = or_none(pack_field(&t->rows[r], 1));
    add_common(b, pack_field(&t->rows[r], 0),
               (gaz_entity){.sort = sort, .name = pack_field(&t->rows[r], 0), .suffix = second,
                            .category = second, .kind = ACTOR_GROUP});
  }
}

/* Common nouns for people, bodies and places without a name, by lemma. */
static ch_status load_nominals(builder *b) {
  const pack_table *t = pack_find(b->pk, "nominals");
  for (uint32_t r = 0; r < t->n; r++) {
    gaz_entity e = {.sort = GAZ_NOMINAL, .suffix = or_none(pack_field(&t->rows[r], 2)),
                    .category = pack_field(&t->rows[r], 3)};
    str kind = pack_field(&t->rows[r], 1), list = pack_field(&t->rows[r], 0), noun;
    while (e.kind <= ACTOR_PLACE && !str_eq(kind, str_of(actor_kind_text(e.kind)))) e.kind++;
    if (e.kind > ACTOR_PLACE) return pack_err(b->err, &t->rows[r], "no kind '%.*s'", (int)kind.len, kind.ptr);
    uint32_t at = add_entity(b, e);
    while (str_split(&list, ';', &noun)) {
      add_hit(b, b->common, str_trim(noun), GAZ_NOMINAL, at, PHRASE_LEMMA);
      add_hit(b, b->common, str_trim(noun), GAZ_NOMINAL, at, 0);      /* beside what else the form is */
    }
  }
  return CH_OK;
}

/* ---- people ---------------------------------------------------------------------------------- */

/* Takes "[PARTY]" off the end of a role's title. */
static str party_of_role(str *title) {
  size_t open = str_find(*title, STR("["));
  if (open == SIZE_MAX || title->ptr[title->len - 1] != ']') return none;
  str party = str_trim(str_sub(*title, open + 1, title->len - 1));
  *title = str_trim(str_sub(*title, 0, open));
  return or_none(party);
}

/* "title [PARTY] @ from..until": either end may be left out, and so may "@ …". */
static ch_status parse_role(builder *b, const pack_row *row, str text, gaz_role *out) {
  str title, dates = text;
  str_split(&dates, '@', &title);
  title = str_trim(title);
  str party = party_of_role(&title);
  *out = (gaz_role){title, party, CAL_NOTHING, CAL_NOTHING};
  if (!dates.ptr) return CH_OK;
  dates = str_trim(dates);
  size_t dots = str_find(dates, STR(".."));
  str from = str_trim(dots == SIZE_MAX ? dates : str_sub(dates, 0, dots));
  str until = str_trim(dots == SIZE_MAX ? dates : str_sub(dates, dots + 2, dates.len));
  bool fine = (!from.len || cal_parse(from, &out->from)) && (!until.len || cal_parse(until, &out->until));
  if (fine) return CH_OK;
  return pack_err(b->err, row, "a role is 'title [PARTY] @ from..until', not '%.*s'", (int)text.len, text.ptr);
}

static ch_status parse_roles(builder *b, const pack_row *row, str list, gaz_entity *e) {
  uint32_t n = 0, most = 1;
  str piece;
  for (size_t i = 0; i < list.len; i++) most += list.ptr[i] == ';';
  gaz_role *roles = list.len ? ARENA_ARRAY(b->a, gaz_role, most) : NULL;
  while (str_split(&list, ';', &piece)) {
    if (!str_trim(piece).len) continue;
    ch_status s = parse_role(b, row, str_trim(piece), &roles[n++]);
    if (s) return s;
  }
  e->roles = roles;
  e->n_roles = n;
  return CH_OK;
}

/* The row of a title with words after it ("Ambassador to …"): of its longest known beginning; or NULL. */
static const pack_row *title_row(const builder *b, str title) {
  while (title.len) {
    const uint32_t *at = map_get(&b->title_rows, utf8_folded(b->a, title));
    if (at) return &pack_find(b->pk, "titles")->rows[*at];
    size_t end = title.len;
    while (end && title.ptr[end - 1] != ' ') end--;
    title = str_trim(str_sub(title, 0, end));
  }
  return NULL;
}


static void add_person_names(builder *b, const pack_row *row, uint32_t entity) {
  str list = pack_field(row, 1), name = pack_field(row, 0);
  do {
    if (!str_trim(name).len) continue;
    add_name(b, str_trim(name), GAZ_PERSON, entity);
    map_put(&b->person_names, utf8_folded(b->a, str_trim(name)), NULL);
  } while (str_split(&list, ';', &name));
}

static ch_status load_persons(builder *b) {
  const pack_table *t = pack_find(b->pk, "persons");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str name = pack_field(row, 0), party = or_none(pack_field(row, 3));
    gaz_entity e = {.sort = GAZ_PERSON, .name = name, .key = gaz_key(b->a, party, name), .party = party,
                    .kind = ACTOR_PERSON};
    ch_status s = gender_letter(b, row, 2, &e.gender);
    if (!s) s = parse_roles(b, row, pack_field(row, 4), &e);
    if (s) return s;
    const pack_row *last = e.n_roles ? title_row(b, e.roles[e.n_roles - 1].title) : NULL;
    if (last) e.suffix = or_none(pack_field(last, 1));
    if (last) e.category = pack_field(last, 2);
    uint32_t at = add_entity(b, e);
    set_key(b, e.key, at);
    add_person_names(b, row, at);
  }
  return CH_OK;
}

/* ---- coded names ------------------------------------------------------------------------------ */

/* Lists of coded names have no case of their own: a capital is asked of the first word alone. */
static void add_coded_name(builder *b, str name, uint32_t entity) {
  name = bare_name(b, name);
  size_t i = 0;
  if (name.len) utf8_next(name, &i);
  str rest = utf8_folded(b->a, str_sub(name, i, name.len));
  str phrase = arena_printf(b->a, "%.*s%.*s", (int)i, name.ptr, (int)rest.len, rest.ptr);
  *ARENA_PUSH(b->a, b->hits, b->n_hits, b->cap_hits) = (gaz_hit){GAZ_CODED, entity, false};
  phrases_add(b->names, b->l, phrase, b->n_hits - 1, PHRASE_CASE);
}

static ch_status coded_kind(builder *b, const pack_row *row, actor_kind *kind) {
  str word = pack_field(row, 2);
  *kind = ACTOR_ORGANISATION;
  if (!word.len) return CH_OK;
  for (actor_kind k = ACTOR_PERSON; k <= ACTOR_PLACE; k++)
    if (str_eq(word, str_of(actor_kind_text(k)))) {
      *kind = k;
      return CH_OK;
    }
  return pack_err(b->err, row, "a coded name is a person, state, government, organisation, group or place, "
                  "not '%.*s'", (int)word.len, word.ptr);
}

/* [coded-names] name | other names | kind | codes: the codes that an imported dictionary gives to names, which
 * the pack may know or not. A person whom it does not know is one from here on. */
static ch_status load_coded_names(builder *b) {
  const pack_table *t = pack_find(b->pk, "coded-names");
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str list = pack_field(row, 1), name = bare_name(b, pack_field(row, 0));
    gaz_entity e = {.sort = GAZ_CODED, .name = name};
    ch_status s = coded_kind(b, row, &e.kind);
    if (!s) s = parse_roles(b, row, pack_field(row, 3), &e);
    if (s) return s;
    if (!e.n_roles)
      return pack_err(b->err, row, "a coded name has no code: 'name | other names | kind | codes'");
    e.party = gaz_coded_party(&e, CAL_NOTHING);
    e.key = gaz_key(b->a, e.party, name);
    uint32_t at = add_entity(b, e);
    bool person = e.kind == ACTOR_PERSON && !map_get(&b->person_names, utf8_folded(b->a, name));
    name = pack_field(row, 0);
    do {
      if (!str_trim(name).len) continue;
      add_coded_name(b, str_trim(name), at);
      if (person) add_name(b, str_trim(name), GAZ_PERSON, at);
    } while (str_split(&list, ';', &name));
  }
  b->g->n_coded = t->n;
  return CH_OK;
}

static void load_blocked(builder *b) {
  const pack_table *t = pack_find(b->pk, "no-actors");
  for (uint32_t r = 0; r < t->n; r++) {
    str name = pack_field(&t->rows[r], 0);
    add_name(b, name, GAZ_BLOCKED, add_entity(b, (gaz_entity){.sort = GAZ_BLOCKED, .name = name}));
  }
}

/* ---- tables by word id ----------------------------------------------------------------------- */

static ch_status load_given_names(builder *b, uint8_t *gender) {
  const pack_table *t = pack_find(b->pk, "given-names");
  for (uint32_t r = 0; r < t->n; r++) {
    word_id w = lexicon_find(b->l, utf8_folded(b->a, pack_field(&t->rows[r], 0)));
    uint8_t g;
    ch_status s = gender_letter(b, &t->rows[r], 1, &g);
    if (s) return s;
    gender[w] = g == 'm' || g == 'f' ? g : 0;
    *class_place(b, w) |= WORD_GIVEN;
  }
  return CH_OK;
}

static ch_status load_pronouns(builder *b, uint8_t *gender, uint8_t *cases) {
  static const struct { const char *name; uint8_t bit; } kinds[] = {
      {"subject", PRONOUN_SUBJECT}, {"object", PRONOUN_OBJECT}, {"possessive", PRONOUN_POSSESSIVE}};
  const pack_table *t = pack_find(b->pk, "pronouns");
  for (uint32_t r = 0; r < t->n; r++) {
    word_id w = lexicon_find(b->l, utf8_folded(b->a, pack_field(&t->rows[r], 0)));
    ch_status s = gender_letter(b, &t->rows[r], 1, &gender[w]);
    if (s) return s;
    str list = pack_field(&t->rows[r], 2), kind;
    while (str_split(&list, ';', &kind))
      for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (str_eq(str_trim(kind), str_of(kinds[k].name))) cases[w] |= kinds[k].bit;
    if (!cases[w]) return pack_err(b->err, &t->rows[r], "a pronoun is subject, object or possessive");
  }
  return CH_OK;
}

/* First fields of a section into the lexicon, before tables by word id are made. */
static void intern(builder *b, const char *section) {
  const pack_table *t = pack_find(b->pk, section);
  for (uint32_t r = 0; r < t->n; r++) lexicon_add(b->l, pack_field(&t->rows[r], 0));
}

static ch_status load_word_tables(builder *b) {
  intern(b, "given-names");
  intern(b, "pronouns");
  uint32_t n = lexicon_size(b->l) + 1;
  class_place(b, n);
  uint8_t *given = ARENA_ARRAY(b->a, uint8_t, n), *gender = ARENA_ARRAY(b->a, uint8_t, n);
  uint8_t *cases = ARENA_ARRAY(b->a, uint8_t, n);
  ch_status s = load_given_names(b, given);
  if (!s) s = load_pronouns(b, gender, cases);
  b->g->word_class = b->word_class;
  b->g->n_words = n;
  b->g->given_gender = given;
  b->g->pronoun_gender = gender;
  b->g->pronoun_case = cases;
  return s;
}

/* The last word of a name that is no suffix ("Jr."), or its only word. */
static word_id surname_of(const builder *b, str name) {
  str last = none, before = none;
  for (str rest = name, word; phrases_cut(&rest, &word);) {
    before = last;
    last = word;
  }
  word_id w = lexicon_find(b->l, utf8_folded(b->a, last));
  if (!before.len || !(b->word_class[w] & WORD_NAME_SUFFIX)) return w;
  return lexicon_find(b->l, utf8_folded(b->a, before));
}

/* Known persons by the last word of their names, in order of the pack. */
static void index_surnames(builder *b) {
  uint32_t *first = ARENA_ARRAY(b->a, uint32_t, b->g->n_words), *next = ARENA_ARRAY(b->a, uint32_t, b->n);
  for (uint32_t e = b->n; e-- > 0;) {
    if (b->entities[e].sort != GAZ_PERSON) continue;
    word_id w = surname_of(b, b->entities[e].name);
    if (!w) continue;
    next[e] = first[w];
    first[w] = e + 1;
  }
  b->g->surname = first;
  b->g->same_surname = next;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static ch_status load_all_names(builder *b) {
  load_states(b);
  b->g->entities = b->entities;      /* codes of bodies look their states up */
  ch_status s = load_predecessors(b);
  if (!s) s = load_seats(b);
  if (!s) s = load_named_bodies(b);
  load_organisations(b, "organisations", ACTOR_ORGANISATION);
  load_organisations(b, "groups", ACTOR_GROUP);
  load_places(b, "cities", GAZ_CITY);
  load_places(b, "regions", GAZ_REGION);
  load_blocked(b);
  if (!s) s = load_persons(b);
  return s ? s : load_coded_names(b);
}

static ch_status load_all_common(builder *b) {
  load_titles(b);
  load_common(b, "collectives", GAZ_COLLECTIVE);
  load_common(b, "modifiers", GAZ_MODIFIER);
  load_common(b, "party-nouns", GAZ_PARTY_NOUN);
  load_common(b, "pairs", GAZ_PAIR);
  ch_status s = load_nominals(b);
  return s ? s : load_bodies(b);
}

static void index_ambiguous(builder *b) {
  const pack_table *t = pack_find(b->pk, "ambiguous");
  for (uint32_t r = 0; r < t->n; r++) *map_put(&b->ambiguous, pack_field(&t->rows[r], 0), NULL) = 1;
}

/* Room for what the tables will need, about: growing copies all there is. */
static void make_room(builder *b) {
  static const char *const sections[] = {"states", "seats", "named-bodies", "organisations", "groups", "cities",
                                         "regions", "no-actors", "persons", "titles", "bodies", "collectives"};
  for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) b->cap += pack_find(b->pk, sections[k])->n;
  b->cap += b->cap / 8 + 64;
  b->cap_hits = 2 * b->cap;
  b->entities = ARENA_ARRAY(b->a, gaz_entity, b->cap);
  b->hits = ARENA_ARRAY(b->a, gaz_hit, b->cap_hits);
}

ch_status gazetteer_load(const gazetteer **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  gazetteer *g = ARENA_NEW(a, gazetteer);
  builder b = {.a = a, .pk = pk, .l = l, .err = err, .g = g};
  make_room(&b);
  b.names = phrases_new(a);
  b.common = phrases_new(a);
  map_init(&g->by_key, a, 8192);
  map_init(&b.genders, a, 128);
  map_init(&b.ambiguous, a, 128);
  map_init(&b.person_names, a, 1024);
  index_rows(&b, &b.aliases, "body-aliases");
  index_rows(&b, &b.domestic, "domestic-parties");
  index_ambiguous(&b);
  b.title_rows = last_rows(&b, pack_find(pk, "titles"));
  index_rows(&b, &b.state_bodies, "state-bodies");
  ch_status s = load_words(&b);
  if (!s) s = load_genders(&b);
  if (!s) s = load_all_names(&b);
  if (!s) s = load_all_common(&b);
  if (!s) s = load_word_tables(&b);
  if (s) return s;
  index_surnames(&b);
  phrases_freeze(b.names, l);
  phrases_freeze(b.common, l);
  g->entities = b.entities;
  g->n_entities = b.n;
  g->hits = b.hits;
  g->names = b.names;
  g->common = b.common;
  *out = g;
  return CH_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* A coded name is a sort of its own where the words are nothing that the pack knows; it lifts a block on them.
 * A word by itself may be another one at the beginning of a sentence: "Ent" or "Bill". */
static gaz_match with_coded(gaz_match *m) {
  if (m->sorts & ~(1u << GAZ_BLOCKED)) return *m;
  m->sorts = 1u << GAZ_CODED;
  m->entity[GAZ_CODED] = m->coded;
  m->ambiguous = m->n == 1;
  return *m;
}

static gaz_match match_at(const gazetteer *g, const phrases *p, const token *t, uint32_t i, uint32_t end) {
  gaz_match m;
  m.n = 0;
  m.sorts = 0;
  m.ambiguous = m.several = false;
  m.coded = NONE;
  phrase_hit h = phrases_match(p, t, i, end);
  m.n = h.n;
  uint32_t value;
  while (phrases_next(p, &h, &value)) {
    const gaz_hit *hit = &g->hits[value];
    if (hit->sort == GAZ_CODED) {
      m.coded = m.coded == NONE ? hit->entity : m.coded;
      continue;
    }
    uint32_t bit = 1u << hit->sort;
    m.ambiguous |= hit->ambiguous;
    if (m.sorts & bit) {
      m.several |= hit->sort == GAZ_PERSON && m.entity[GAZ_PERSON] != hit->entity;
      continue;
    }
    m.sorts |= bit;
    m.entity[hit->sort] = hit->entity;
  }
  return m.coded == NONE ? m : with_coded(&m);
}

gaz_match gaz_name_at(const gazetteer *g, const token *t, uint32_t i, uint32_t end) {
  return match_at(g, g->names, t, i, end);
}

gaz_match gaz_common_at(const gazetteer *g, const token *t, uint32_t i, uint32_t end) {
  return match_at(g, g->common, t, i, end);
}

str gaz_code(arena *a, const gazetteer *g, str party, str suffix) {
  const uint32_t *at = party.len ? map_get(&g->by_key, party) : NULL;
  if (!at || !g->entities[*at].code.ptr) return none;
  str code = g->entities[*at].code;
  return g->entities[*at].kind == ACTOR_STATE ? gaz_with_suffix(a, code, suffix) : code;
}

str gaz_with_suffix(arena *a, str code, str suffix) {
  if (!suffix.len) return code;
  size_t at = str_find(suffix, STR("~"));
  str before = at == SIZE_MAX ? STR("") : str_sub(suffix, 0, at);
  str after = at == SIZE_MAX ? suffix : str_sub(suffix, at + 1, suffix.len);
  return arena_printf(a, "%.*s%.*s%.*s", (int)before.len, before.ptr, (int)code.len, code.ptr, (int)after.len,
                      after.ptr);
}

static bool holds_day(const gaz_role *r, cal_day day) {
  bool from = !cal_known(r->from) || r->from.lo <= day;
  return from && (!cal_known(r->until) || day <= r->until.hi);
}

const gaz_role *gaz_coded_on(const gaz_entity *e, cal_date day) {
  const gaz_role *always = NULL;
  for (uint32_t i = 0; i < e->n_roles; i++) {
    const gaz_role *r = &e->roles[i];
    bool dated = cal_known(r->from) || cal_known(r->until);
    if (dated && cal_known(day) && holds_day(r, day.hi)) return r;
    if (!dated && !always) always = r;
  }
  return always;
}

str gaz_coded_party(const gaz_entity *e, cal_date day) {
  const gaz_role *r = gaz_coded_on(e, day);
  str party = r ? r->party : e->n_roles ? e->roles[0].party : none;
  for (uint32_t i = 0; i < e->n_roles && !r; i++)
    if (!str_eq(e->roles[i].party, party)) return none;
  return str_find(party, STR("/")) == SIZE_MAX ? party : none;
}
