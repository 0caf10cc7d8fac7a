/* check.c: clashes in the pack's tables: names, parties, terms, titles, rows. */
#include "facts/check.h"

typedef struct {
  arena *a;
  buf *out;
  const gazetteer *g;
  const pack *pk;
  const who *who;
  map ambiguous; /* names of [ambiguous] */
  map parties;   /* ids of states, organisations, groups */
  uint32_t n;    /* findings */
} checker;

void check_finding(arena *a, buf *out, const char *check, const pack_row *at, str what, const char *todo) {
  jw *j = jw_new(a, out);
  jw_object(j);
  jw_key_str(j, "check", str_of(check));
  jw_key_str(j, "file", at->file);
  jw_key_int(j, "line", at->line);
  jw_key_str(j, "what", what);
  jw_key_str(j, "todo", str_of(todo));
  jw_end(j);
  buf_char(out, '\n');
}

static void finding(checker *c, const char *check, const pack_row *at, str what, const char *todo) {
  check_finding(c->a, c->out, check, at, what, todo);
  c->n++;
}

#define SAY(c, ...) arena_printf((c)->a, __VA_ARGS__)
#define S(s) (int)(s).len, (s).len ? (s).ptr : ""

/* ---- parties --------------------------------------------------------------------------------- */

static void note_ids(checker *c, const char *section) {
  const pack_table *t = pack_find(c->pk, section);
  for (uint32_t r = 0; r < t->n; r++) *map_put(&c->parties, pack_field(&t->rows[r], 0), NULL) = 1;
}

static void check_party(checker *c, const pack_row *row, str party) {
  if (!party.len || map_get(&c->parties, party)) return;
  finding(c, "party", row, SAY(c, "no state, organisation or group has the id '%.*s'", S(party)),
          "write an id of [states], [organisations] or [groups], or add the row");
}

static void check_parties(checker *c, const char *section, uint32_t field) {
  const pack_table *t = pack_find(c->pk, section);
  for (uint32_t r = 0; r < t->n; r++) {
    str list = pack_field(&t->rows[r], field), one;
    if (str_starts(list, STR("not "))) list = str_sub(list, 4, list.len);
    while (str_split(&list, ';', &one)) check_party(c, &t->rows[r], str_trim(one));
  }
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Rows of an overlay, whose files have their folder's name, may stand in place of the pack's. */
static bool of_overlay(const pack_row *row) { return str_find(row->file, STR("/")) != SIZE_MAX; }

/* Rows of a section with the same fields `first` and `second` (the same field twice: only that). */
static void check_rows(checker *c, const char *section, uint32_t first, uint32_t second) {
  const pack_table *t = pack_find(c->pk, section);
  map seen;
  map_init(&seen, c->a, t->n);
  for (uint32_t r = 0; r < t->n; r++) {
    str key = pack_field(&t->rows[r], first), other = pack_field(&t->rows[r], second);
    bool added;
    uint32_t *place = map_put(&seen, SAY(c, "%.*s|%.*s", S(key), S(other)), &added);
    const pack_row *there = &t->rows[*place];
    if (added || (of_overlay(&t->rows[r]) && !str_eq(there->file, t->rows[r].file))) {
      *place = r;
      continue;
    }
    str what = SAY(c, "'%.*s' also stands in %.*s:%u", S(key), S(there->file), (unsigned)there->line);
    finding(c, "row", &t->rows[r], what, "make one row of the two");
  }
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Where a name was first written: whose it is, and its row. */
typedef struct {
  str owner;
  const pack_row *row;
} named;
typedef struct {
  map by_name;
  named *all;
  uint32_t n, cap;
} name_index;

static void note_name(checker *c, name_index *x, const pack_row *row, str name, str owner) {
  bool added;
  if (str_starts(name, STR("the "))) name = str_sub(name, 4, name.len);
  if (!name.len || map_get(&c->ambiguous, name)) return;
  uint32_t *place = map_put(&x->by_name, name, &added);
  if (added) {
    *place = x->n;
    *ARENA_PUSH(c->a, x->all, x->n, x->cap) = (named){owner, row};
  } else if (!str_eq(x->all[*place].owner, owner)) {
    const named *first = &x->all[*place];
    finding(c, "name", row,
            SAY(c, "'%.*s' is also a name of %.*s (%.*s:%u)", S(name), S(first->owner), S(first->row->file),
                (unsigned)first->row->line),
            "keep it where it is meant most, or add it to [ambiguous]");
  }
}

static void note_names(checker *c, name_index *x, const char *section, uint32_t field, uint32_t owner) {
  const pack_table *t = pack_find(c->pk, section);
  for (uint32_t r = 0; r < t->n; r++) {
    const pack_row *row = &t->rows[r];
    str list = pack_field(row, field), one, whose = pack_field(row, owner);
    if (str_eq(t->name, STR("persons"))) whose = gaz_key(c->a, pack_field(row, 3), whose);
    while (str_split(&list, ';', &one)) note_name(c, x, row, str_trim(one), whose);
  }
}

static void check_names(checker *c) {
  static const struct {
    const char *section;
    uint32_t field, owner;
  } columns[] = {
      {"states", 1, 0},        {"states", 2, 0},        {"states", 3, 0},       {"states", 4, 0},
      {"states", 5, 0},        {"seats", 0, 1},         {"named-bodies", 0, 2}, {"named-bodies", 1, 2},
      {"organisations", 1, 0}, {"organisations", 2, 0}, {"groups", 1, 0},       {"groups", 2, 0},
      {"cities", 0, 1},        {"regions", 0, 0},       {"persons", 0, 0},      {"persons", 1, 0}};
  name_index x = {0};
  map_init(&x.by_name, c->a, 8192);
  for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
    note_names(c, &x, columns[k].section, columns[k].field, columns[k].owner);
}

/* ---- terms ----------------------------------------------------------------------------------- */

/* Who stands in for a holder ("acting President") holds the office beside him. */
static bool stands_in(str title) {
  size_t i = 0;
  return title.len && !utf8_is_upper(utf8_next(title, &i));
}

/* A term of a one-holder office of a party. Of a month or year only what is sure counts: those who hand over
 * in it are both right. */
typedef struct {
  const gaz_entity *person;
  const gaz_role *role;
  const pack_row *row;
  uint32_t next;
} held;
typedef struct {
  map by_seat;
  held *all;
  uint32_t n, cap;
} held_index;

static cal_day surely_from(const gaz_role *r) { return cal_known(r->from) ? r->from.hi : CAL_OPEN_HI; }
static cal_day surely_until(const gaz_role *r) { return cal_known(r->until) ? r->until.lo : CAL_OPEN_HI; }

static bool overlap(const gaz_role *a, const gaz_role *b) {
  cal_day from = surely_from(a) > surely_from(b) ? surely_from(a) : surely_from(b);
  cal_day until = surely_until(a) < surely_until(b) ? surely_until(a) : surely_until(b);
  return from < until;
}

static str dates(checker *c, const gaz_role *r) {
  str from = cal_str(c->a, r->from), until = cal_str(c->a, r->until);
  return SAY(c, "%.*s..%.*s", S(from), S(until));
}

static void check_term(checker *c, held_index *x, const gaz_entity *e, const gaz_role *r,
                       const pack_row *row) {
  str party = r->party.ptr ? r->party : e->party, seat = who_seat(c->who, r->title, party);
  if (!seat.ptr || stands_in(r->title)) return;
  bool added;
  uint32_t *place = map_put(&x->by_seat, SAY(c, "%.*s %.*s", S(party), S(seat)), &added);
  for (uint32_t k = added ? 0 : *place; k; k = x->all[k - 1].next) {
    const held *other = &x->all[k - 1];
    if (other->person == e ? other->role->from.lo != r->from.lo || other->role->until.lo != r->until.lo
                           : !overlap(r, other->role))
      continue;
    str own = dates(c, r), others = dates(c, other->role);
    str what = SAY(c, "%.*s, %.*s of %.*s %.*s, and %.*s %.*s (line %u) overlap", S(e->name), S(r->title),
                   S(party), S(own), S(other->person->name), S(others), (unsigned)other->row->line);
    finding(c, "term", row, what, "correct the dates, or the title of one of them");
  }
  *ARENA_PUSH(c->a, x->all, x->n, x->cap) = (held){e, r, row, added ? 0 : *place};
  *place = x->n;
}

static void check_roles(checker *c, held_index *x, const gaz_entity *e, const pack_row *row) {
  for (uint32_t k = 0; k < e->n_roles; k++) {
    const gaz_role *r = &e->roles[k];
    if (r->party.ptr) check_party(c, row, r->party);
    if (!who_title(c->who, r->title))
      finding(c, "title", row, SAY(c, "no title of [titles] is in '%.*s'", S(r->title)),
              "write one, or add it to [titles]");
    str days = dates(c, r);
    if (cal_known(r->from) && cal_known(r->until) && r->from.lo > r->until.hi)
      finding(c, "date", row, SAY(c, "'%.*s' ends before it begins: %.*s", S(r->title), S(days)),
              "correct the dates");
    check_term(c, x, e, r, row);
  }
}

/* Persons are entities in the order of their rows. */
static void check_persons(checker *c) {
  const pack_table *t = pack_find(c->pk, "persons");
  held_index x = {0};
  map_init(&x.by_seat, c->a, 2048);
  for (uint32_t e = 0, r = 0; e < c->g->n_entities && r < t->n; e++)
    if (c->g->entities[e].sort == GAZ_PERSON) check_roles(c, &x, &c->g->entities[e], &t->rows[r++]);
}

static void check_all_parties(checker *c) {
  static const struct {
    const char *section;
    uint32_t field;
  } parties[] = {{"seats", 1},        {"named-bodies", 2},     {"titles", 3},           {"cities", 1},
                 {"persons", 3},      {"domestic-parties", 0}, {"domestic-parties", 1}, {"predecessors", 0},
                 {"predecessors", 1}, {"offices", 2}};
  for (size_t k = 0; k < sizeof parties / sizeof *parties; k++)
    check_parties(c, parties[k].section, parties[k].field);
}

static void check_all_rows(checker *c) {
  static const struct {
    const char *section;
    uint32_t first, second;
  } rows[] = {{"states", 0, 0},      {"organisations", 0, 0}, {"groups", 0, 0},       {"titles", 0, 0},
              {"bodies", 0, 0},      {"seats", 0, 1},         {"named-bodies", 0, 2}, {"collectives", 0, 0},
              {"gender", 0, 0},      {"cities", 0, 1},        {"regions", 0, 0},      {"persons", 0, 3},
              {"given-names", 0, 0}, {"ambiguous", 0, 0},     {"no-actors", 0, 0},    {"body-aliases", 0, 0}};
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
    check_rows(c, rows[k].section, rows[k].first, rows[k].second);
}

/* ---- the whole ------------------------------------------------------------------------------- */

uint32_t check_pack(arena *a, buf *out, const gazetteer *g, const pack *pk, const lexicon *l) {
  checker c = {.a = a, .out = out, .g = g, .pk = pk, .who = who_new(a, g, pk, l)};
  const pack_table *t = pack_find(pk, "ambiguous");
  map_init(&c.ambiguous, a, t->n);
  for (uint32_t r = 0; r < t->n; r++) *map_put(&c.ambiguous, pack_field(&t->rows[r], 0), NULL) = 1;
  map_init(&c.parties, a, 1024);
  note_ids(&c, "states");
  note_ids(&c, "organisations");
  note_ids(&c, "groups");
  check_all_parties(&c);
  check_all_rows(&c);
  check_names(&c);
  check_persons(&c);
  return c.n;
}
