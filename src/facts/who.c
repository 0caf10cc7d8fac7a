/* who.c: answers from the pack who holds an office, and whom a name speaks for. */
#include "facts/who.h"

/* optional: of a seat or body that owns the office */
typedef struct who_item {
  str word;
  bool optional;
} who_item;

/* A row of [offices]: whoever asks for one of the names may mean one of the titles. */
typedef struct {
  str *words;
  uint32_t n, cap;
} word_list;
typedef struct who_office {
  const pack_row *row;
  word_list *names;
  uint32_t n_names, cap_names;
  word_list *titles;
  uint32_t n_titles, cap_titles;
} who_office;

enum { MAX_TERMS = 200 }; /* of one answer */

static const str none = {NULL, 0};

/* ---- a phrase as tokens ---------------------------------------------------------------------- */

typedef struct {
  token *t;
  str *forms;
  uint32_t n, cap_t, n_forms, cap_forms;
} phrase_tokens;

static bool quote_or_end(char c) { return c == '?' || c == '!' || c == '"'; }

static str bare_word(str w) {
  while (w.len && quote_or_end(w.ptr[0])) w = str_sub(w, 1, w.len);
  while (w.len && quote_or_end(w.ptr[w.len - 1])) w = str_sub(w, 0, w.len - 1);
  return w;
}

/* As the reader has them. A phrase all in small letters is matched as if it had every capital. */
static phrase_tokens tokens_of(const who *w, str phrase) {
  phrase_tokens p = {0};
  bool capital = false;
  for (str rest = phrase, word; phrases_cut(&rest, &word);) {
    word = bare_word(word);
    if (!word.len) continue;
    str folded = utf8_folded(w->a, word);
    token t = {.word = lexicon_find(w->l, folded), .flags = phrases_capitals(word)};
    capital |= t.flags != 0;
    *ARENA_PUSH(w->a, p.t, p.n, p.cap_t) = t;
    *ARENA_PUSH(w->a, p.forms, p.n_forms, p.cap_forms) = folded;
  }
  for (uint32_t i = 0; i < p.n && !capital; i++) p.t[i].flags = TOK_CAP | TOK_CAPS;
  return p;
}

/* ---- wordings -------------------------------------------------------------------------------- */

static void add_item(const who *w, wording *x, str word, bool optional) {
  *ARENA_PUSH(w->a, x->items, x->n, x->cap) = (who_item){word, optional};
}

static void add_owner(const who *w, wording *x, str owner) {
  for (uint32_t i = 0; i < x->n_owners; i++)
    if (str_eq(x->owners[i], owner)) return;
  if (owner.len) *ARENA_PUSH(w->a, x->owners, x->n_owners, x->cap_owners) = owner;
}

/* One spelling of a word: [office-words]; empty: it says nothing of an office. */
static str spelling(const who *w, str folded) {
  const uint32_t *row = map_get(&w->same, folded);
  return row ? pack_field(&pack_find(w->pk, "office-words")->rows[*row - 1], 1) : folded;
}

static bool small_word(const who *w, const token *t) {
  return (gaz_class(w->g, t) & (WORD_DEFINITE | WORD_INDEFINITE | WORD_OF | WORD_TO | WORD_AND | WORD_COMMA |
                                WORD_HYPHEN | WORD_POSSESSIVE | WORD_FOR | WORD_INSIDE)) != 0;
}

/* Tokens of a state's name at the beginning of a body's: "Ruritanian Treasury". */
static uint32_t inner_state(const who *w, const phrase_tokens *p, uint32_t i, uint32_t end) {
  gaz_match m = gaz_name_at(w->g, p->t, i, end - 1);
  return gaz_is(&m, GAZ_STATE) || gaz_is(&m, GAZ_ADJECTIVE) ? m.n : 0;
}

static void add_plain(const who *w, wording *x, const phrase_tokens *p, uint32_t i, uint32_t end,
                      bool optional) {
  if (optional) i += inner_state(w, p, i, end);
  for (; i < end; i++) {
    str word = small_word(w, &p->t[i]) ? none : spelling(w, p->forms[i]);
    if (!word.len) continue;
    add_item(w, x, word, optional);
    if (!optional) x->n_plain++;
  }
}

/* The words of a body under its one name: "MFA" as "foreign ministry". */
static void add_body(const who *w, wording *x, str name) {
  uint32_t plain = x->n_plain;
  phrase_tokens p = tokens_of(w, name);
  add_plain(w, x, &p, 0, p.n, false);
  x->n_plain = plain;
}

/* The party of a capital or seat on a day. */
static str party_then(const who *w, const gaz_entity *e, cal_date on) {
  if (e->sort != GAZ_CAPITAL && e->sort != GAZ_SEAT) return e->party;
  const uint32_t *at = e->party.len ? map_get(&w->g->by_key, e->party) : NULL;
  const gaz_entity *now = at ? &w->g->entities[*at] : NULL;
  bool earlier = now && now->before && cal_known(on) && on.hi <= now->until;
  return earlier ? w->g->entities[now->before - 1].party : e->party;
}

static bool of_party(gaz_sort s) { return s <= GAZ_CAPITAL; }

/* Where a name stands: after "to" somebody is sent there; after "for" it owns the office if nothing before
 * does. */
typedef enum { NAME_OWNS, NAME_MAY_OWN, NAME_IS_SENT_TO } name_place;

/* What a name at a token adds; false: it names no party. */
static bool add_name(const who *w, wording *x, const phrase_tokens *p, uint32_t i, name_place place,
                     cal_date on) {
  phrase_hit h = phrases_match(w->g->names, p->t, i, p->n);
  uint32_t value;
  bool known = false, words = false;
  bool sent = place == NAME_IS_SENT_TO || (place == NAME_MAY_OWN && x->n_owners);
  while (phrases_next(w->g->names, &h, &value)) {
    const gaz_entity *e = &w->g->entities[w->g->hits[value].entity];
    gaz_sort s = w->g->hits[value].sort;
    if (s > GAZ_ORGANISATION) continue;
    str owner = s == GAZ_ORGANISATION ? e->key : party_then(w, e, on);
    if (!owner.len) continue;
    if ((s == GAZ_SEAT || s == GAZ_NAMED_BODY) && !known) {
      add_plain(w, x, p, i, i + h.n, s == GAZ_SEAT);
      words = true;
    } else if ((of_party(s) || s == GAZ_ORGANISATION) && !known && !words) {
      add_item(w, x, arena_printf(w->a, "@%.*s", (int)owner.len, owner.ptr), false);
    }
    known = true;
    if (sent) continue;
    add_owner(w, x, owner);
    if (s == GAZ_ORGANISATION && !str_eq(e->key, e->party)) add_owner(w, x, e->party);
  }
  return known;
}

wording who_words(const who *w, str phrase, cal_date on) {
  wording x = {0};
  phrase_tokens p = tokens_of(w, phrase);
  name_place place = NAME_OWNS;
  for (uint32_t i = 0; i < p.n;) {
    gaz_match name = gaz_name_at(w->g, p.t, i, p.n), body = gaz_common_at(w->g, p.t, i, p.n);
    if (gaz_is(&body, GAZ_BODY) && body.n >= name.n) {
      add_body(w, &x, w->g->entities[body.entity[GAZ_BODY]].name);
      i += body.n;
    } else if (name.n && !small_word(w, &p.t[i]) && add_name(w, &x, &p, i, place, on)) {
      i += name.n;
    } else {
      add_plain(w, &x, &p, i, i + 1, false);
      uint32_t c = gaz_class(w->g, &p.t[i]);
      if (c & WORD_TO) place = NAME_IS_SENT_TO;
      else if (c & WORD_FOR) place = NAME_MAY_OWN;
      else if (!(c & WORD_DEFINITE)) place = NAME_OWNS;
      i++;
    }
  }
  return x;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool is_party_item(str word, str party) {
  return word.len == party.len + 1 && word.ptr[0] == '@' && !memcmp(word.ptr + 1, party.ptr, party.len);
}

/* The words without the names of two parties; `core`: without those of seats and bodies, too. */
static word_list words_left(const who *w, const wording *x, str a, str b, bool core) {
  word_list list = {0};
  for (uint32_t i = 0; i < x->n; i++) {
    str word = x->items[i].word;
    if ((core && x->items[i].optional) || is_party_item(word, a) || is_party_item(word, b)) continue;
    *ARENA_PUSH(w->a, list.words, list.n, list.cap) = word;
  }
  return list;
}

/* Takes the words of a part out of a list; false: they are not all in it. */
static bool take_out(const who *w, word_list *out, const word_list *list, const word_list *part) {
  *out = (word_list){0};
  bool *used = ARENA_ARRAY(w->a, bool, part->n + 1);
  uint32_t found = 0;
  for (uint32_t i = 0; i < list->n; i++) {
    uint32_t k = 0;
    while (k < part->n && (used[k] || !str_eq(part->words[k], list->words[i]))) k++;
    if (k < part->n) used[k] = true, found++;
    else *ARENA_PUSH(w->a, out->words, out->n, out->cap) = list->words[i];
  }
  return found == part->n;
}

static bool same_words(const who *w, const word_list *a, const word_list *b) {
  word_list rest;
  return a->n == b->n && take_out(w, &rest, a, b);
}

static bool lists_party(const pack_row *row, str party) {
  str list = pack_field(row, 2), one;
  bool others = str_starts(list, STR("not "));
  if (!list.len) return true;
  if (others) list = str_sub(list, 4, list.len);
  while (str_split(&list, ';', &one))
    if (str_eq(str_trim(one), party)) return !others;
  return others;
}

/* Whether asked and held words are the same, by a row of [offices]. */
static bool same_by_row(const who *w, const who_office *o, const word_list *asked, const word_list *held) {
  for (uint32_t n = 0; n < o->n_names; n++) {
    word_list rest, left;
    if (!o->names[n].n || !take_out(w, &rest, asked, &o->names[n])) continue;
    for (uint32_t t = 0; t < o->n_titles; t++)
      if (take_out(w, &left, held, &o->titles[t]) && same_words(w, &rest, &left)) return true;
  }
  return false;
}

/* The rule by which the words asked for are those of an office; NULL: they are not. */
static const char *same_office(const who *w, const word_list *asked, const word_list *held, str party) {
  if (asked->n && same_words(w, asked, held)) return "who-office";
  for (uint32_t i = 0; i < w->n_offices; i++)
    if (lists_party(w->offices[i].row, party) && same_by_row(w, &w->offices[i], asked, held))
      return "who-office-row";
  return NULL;
}

static bool has_owner(const wording *x, str owner) {
  for (uint32_t i = 0; i < x->n_owners; i++)
    if (str_eq(x->owners[i], owner)) return true;
  return false;
}

/* Whether a role's title names an organisation as its own: "WHO Director-General", held for the UN. */
static bool names_own(const who *w, const wording *held, str owner) {
  const uint32_t *at = map_get(&w->g->by_key, owner);
  return at && w->g->entities[*at].sort == GAZ_ORGANISATION && has_owner(held, owner);
}

/* `core`: "the Palace security adviser" as the security adviser of its party, if just so he is called. */
static const char *fits(const who *w, const wording *asked, const wording *held, str owner, str party,
                        bool core) {
  word_list h = words_left(w, held, party, owner, false), a = words_left(w, asked, party, owner, core);
  if (!core) return same_office(w, &a, &h, party);
  return a.n && a.n < asked->n && same_words(w, &a, &h) ? "who-office-core" : NULL;
}

/* The rule by which a role answers the question; NULL: it does not. */
static const char *role_fits(const who *w, const wording *asked, const wording *held, str party, bool core) {
  if (!asked->n_owners) return fits(w, asked, held, none, party, core);
  for (uint32_t i = 0; i < asked->n_owners; i++) {
    str owner = asked->owners[i];
    if (!str_eq(owner, party) && !names_own(w, held, owner)) continue;
    const char *rule = fits(w, asked, held, owner, party, core);
    if (rule) return rule;
  }
  return NULL;
}

/* ---- the tables ------------------------------------------------------------------------------ */

static word_list plain_words(const who *w, str phrase) {
  wording x = who_words(w, phrase, CAL_NOTHING);
  return words_left(w, &x, none, none, false);
}

static void load_offices(who *w) {
  const pack_table *t = pack_find(w->pk, "offices");
  for (uint32_t r = 0; r < t->n; r++) {
    who_office o = {.row = &t->rows[r]};
    str names = pack_field(o.row, 0), titles = pack_field(o.row, 1), one;
    while (str_split(&names, ';', &one))
      *ARENA_PUSH(w->a, o.names, o.n_names, o.cap_names) = plain_words(w, str_trim(one));
    while (str_split(&titles, ';', &one))
      *ARENA_PUSH(w->a, o.titles, o.n_titles, o.cap_titles) = plain_words(w, str_trim(one));
    *ARENA_PUSH(w->a, w->offices, w->n_offices, w->cap_offices) = o;
  }
}

who *who_new(arena *a, const gazetteer *g, const pack *pk, const lexicon *l) {
  who *w = ARENA_NEW(a, who);
  *w = (who){.a = a, .g = g, .pk = pk, .l = l};
  const pack_table *t = pack_find(pk, "office-words");
  map_init(&w->same, a, 64);
  for (uint32_t r = 0; r < t->n; r++) {
    str list = pack_field(&t->rows[r], 0), word;
    while (str_split(&list, ';', &word)) *map_put(&w->same, utf8_folded(a, str_trim(word)), NULL) = r + 1;
  }
  load_offices(w);
  return w;
}

str who_seat(const who *w, str title, str party) {
  wording held = who_words(w, title, CAL_NOTHING);
  word_list words = words_left(w, &held, party, none, false), rest;
  for (uint32_t i = 0; i < w->n_offices; i++) {
    const who_office *o = &w->offices[i];
    if (!str_eq(pack_field(o->row, 3), STR("one")) || !lists_party(o->row, party)) continue;
    for (uint32_t t = 0; t < o->n_titles; t++) {
      if (!take_out(w, &rest, &words, &o->titles[t])) continue;
      bool names = true;
      for (uint32_t k = 0; k < rest.n; k++) names &= rest.words[k].ptr[0] == '@';
      if (!names) continue;
      str label = arena_join(w->a, rest.words, rest.n, STR(" "));
      return arena_printf(w->a, "%u %.*s", (unsigned)i, (int)label.len, label.len ? label.ptr : "");
    }
  }
  return none;
}

/* ---- terms ----------------------------------------------------------------------------------- */

typedef struct {
  const gaz_entity *person;
  const gaz_role *role;
  const char *rule;
} term;
typedef struct { term *items; uint32_t n, cap; bool cut; } term_list;      /* cut: there are more */

static str role_party(const gaz_entity *e, const gaz_role *r) { return r->party.ptr ? r->party : e->party; }

static cal_day first_day(const gaz_role *r) { return cal_known(r->from) ? r->from.lo : CAL_OPEN_LO; }
static cal_day last_day(const gaz_role *r) { return cal_known(r->until) ? r->until.hi : CAL_OPEN_HI; }

/* Whether the role may be held on one of the days; of a role without any date nobody can tell. */
static bool may_hold(const gaz_role *r, cal_date on) {
  if (!cal_known(on)) return true;
  return cal_known(r->from) && first_day(r) <= on.hi && on.lo <= last_day(r);
}

/* Whether it is held on all of the days, whatever its first and last day are within their month or year. */
static bool holds(const gaz_role *r, cal_date on) {
  return cal_known(r->from) && r->from.hi <= on.lo && (!cal_known(r->until) || on.hi <= r->until.lo);
}

static void add_term(const who *w, term_list *out, term t) {
  if (out->n < MAX_TERMS) *ARENA_PUSH(w->a, out->items, out->n, out->cap) = t;
  else out->cut = true;
}

/* The roles of a person on the days. */
static void add_roles(const who *w, term_list *out, const gaz_entity *e, cal_date on, const char *rule) {
  for (uint32_t r = 0; r < e->n_roles; r++)
    if (may_hold(&e->roles[r], on)) add_term(w, out, (term){e, &e->roles[r], rule});
}

/* Those of them that are the office asked for. */
static void add_fitting(const who *w, term_list *out, const gaz_entity *e, const wording *asked, cal_date on,
                        bool core) {
  for (uint32_t r = 0; r < e->n_roles; r++) {
    const gaz_role *held_as = &e->roles[r];
    if (!may_hold(held_as, on)) continue;
    wording held = who_words(w, held_as->title, CAL_NOTHING);
    const char *rule = role_fits(w, asked, &held, role_party(e, held_as), core);
    if (rule) add_term(w, out, (term){e, held_as, rule});
  }
}

static bool before(const term *a, const term *b) {
  cal_day x = first_day(a->role), y = first_day(b->role);
  return x != y ? x < y : str_cmp(a->person->name, b->person->name) < 0;
}

static void sort_terms(term_list *t) {
  for (uint32_t i = 1; i < t->n; i++)
    for (uint32_t k = i; k && before(&t->items[k], &t->items[k - 1]); k--) {
      term x = t->items[k];
      t->items[k] = t->items[k - 1];
      t->items[k - 1] = x;
    }
}

static str term_party(const term *t) { return role_party(t->person, t->role); }

static bool one_party(const term_list *t) {
  for (uint32_t i = 1; i < t->n; i++)
    if (!str_eq(term_party(&t->items[i]), term_party(&t->items[0]))) return false;
  return true;
}

/* The one holder on the days: one person, or the only one who holds it on all of them; NULL: nobody can
 * tell. */
static const term *holder(const term_list *t, cal_date on) {
  const term *any = NULL, *sure = NULL;
  bool several = false, several_sure = false;
  for (uint32_t i = 0; i < t->n; i++) {
    const term *x = &t->items[i];
    several |= any && any->person != x->person;
    if (!any) any = x;
    if (!holds(x->role, on)) continue;
    several_sure |= sure && sure->person != x->person;
    if (!sure) sure = x;
  }
  if (!cal_known(on) || several_sure || t->cut) return NULL;
  return sure ? sure : several ? NULL : any;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Suffix of the first title of the pack in a role's words. */
static str role_suffix(const who *w, str title) {
  phrase_tokens p = tokens_of(w, title);
  for (uint32_t i = 0; i < p.n; i++) {
    gaz_match m = gaz_common_at(w->g, p.t, i, p.n);
    if (gaz_is(&m, GAZ_TITLE)) return w->g->entities[m.entity[GAZ_TITLE]].suffix;
  }
  return none;
}

static void write_term(const who *w, jw *j, const term *t) {
  if (!t) {
    jw_null(j);
    return;
  }
  char gender[1] = {(char)t->person->gender};
  str party = role_party(t->person, t->role);
  jw_object(j);
  jw_key_str(j, "name", t->person->name);
  jw_key_str(j, "key", t->person->key);
  jw_key_str(j, "gender", t->person->gender ? (str){gender, 1} : none);
  jw_key_str(j, "party", party.len ? party : none);
  jw_key_str(j, "code", gaz_code(w->a, w->g, party, role_suffix(w, t->role->title)));
  jw_key_str(j, "title", t->role->title);
  jw_key_str(j, "from", cal_str(w->a, t->role->from));
  jw_key_str(j, "until", cal_str(w->a, t->role->until));
  jw_key_str(j, "rule", str_of(t->rule));
  jw_end(j);
}

static const char *form_of(gaz_sort s) {
  static const char *const words[] = {"state", "adjective", "people",       "capital",
                                      "seat",  "body",      "organisation", "city"};
  return s <= GAZ_CITY ? words[s] : NULL;
}

static void write_name(const who *w, jw *j, const gaz_entity *e, const char *form, str name, str party,
                       str suffix) {
  bool state = e && e->kind == ACTOR_STATE, own = e && e->code.ptr;
  jw_object(j);
  jw_key_str(j, "name", name);
  jw_key_str(j, "form", str_of(form));
  jw_key_str(j, "kind", e ? str_of(actor_kind_text(e->kind)) : STR("government"));
  jw_key_str(j, "party", party.len ? party : none);
  jw_key_str(j, "code", own && !state && !suffix.len ? e->code : gaz_code(w->a, w->g, party, suffix));
  jw_key_str(j, "rule", arena_printf(w->a, "who-%s", form));
  jw_end(j);
}

/* What the name that makes up the whole phrase stands for; the number of entities. */
static uint32_t write_names(const who *w, jw *j, const phrase_tokens *p, uint32_t first, cal_date on) {
  phrase_hit h = phrases_match(w->g->names, p->t, first, p->n);
  uint32_t value, n = 0;
  str last = none; /* key: "the Palace" and "Palace" are two rows of one thing */
  if (!h.n || first + h.n != p->n) return 0;
  while (phrases_next(w->g->names, &h, &value)) {
    const gaz_entity *e = &w->g->entities[w->g->hits[value].entity];
    gaz_sort s = w->g->hits[value].sort;
    if (!form_of(s) || (n && str_eq(e->key, last))) continue;
    write_name(w, j, e, form_of(s), e->name, party_then(w, e, on), none);
    last = e->key;
    n++;
  }
  return n;
}

/* A ministry or other body of a party: "the Ruritanian Foreign Ministry". */
static uint32_t write_body(const who *w, jw *j, const phrase_tokens *p, const wording *asked) {
  if (asked->n_plain || asked->n_owners != 1) return 0;
  for (uint32_t i = 0; i < p->n; i++) {
    gaz_match m = gaz_common_at(w->g, p->t, i, p->n);
    if (!gaz_is(&m, GAZ_BODY)) continue;
    const gaz_entity *e = &w->g->entities[m.entity[GAZ_BODY]];
    write_name(w, j, e, "body", e->name, asked->owners[0], e->suffix);
    return 1;
  }
  return 0;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* Whether only a title stands in [first, end): "Foreign Minister" before a name. */
static bool only_title(const who *w, const phrase_tokens *p, uint32_t first, uint32_t end) {
  gaz_match m = first < end ? gaz_common_at(w->g, p->t, first, end) : (gaz_match){0};
  return first == end || (gaz_is(&m, GAZ_TITLE) && m.n == end - first);
}

/* All roles of the persons a name or a surname alone stands for. Her spokesman is somebody else. */
static void terms_of_persons(const who *w, term_list *out, const phrase_tokens *p, uint32_t first,
                             cal_date on) {
  for (uint32_t i = first; i < p->n; i++) {
    phrase_hit h = phrases_match(w->g->names, p->t, i, p->n);
    uint32_t value;
    if (i + h.n != p->n || !only_title(w, p, first, i)) continue;
    while (phrases_next(w->g->names, &h, &value))
      if (w->g->hits[value].sort == GAZ_PERSON)
        add_roles(w, out, &w->g->entities[w->g->hits[value].entity], on, "who-person");
  }
  word_id word = p->n == first + 1 ? p->t[first].word : 0;
  if (out->n || !word || word >= w->g->n_words) return;
  for (uint32_t e = w->g->surname[word]; e; e = w->g->same_surname[e - 1])
    add_roles(w, out, &w->g->entities[e - 1], on, "who-surname");
}

/* Whether a title names a body that any state may have: "National Assembly President". */
static bool names_body(const who *w, str title) {
  phrase_tokens p = tokens_of(w, title);
  for (uint32_t i = 0; i < p.n; i++) {
    gaz_match m = gaz_common_at(w->g, p.t, i, p.n);
    if (gaz_is(&m, GAZ_BODY)) return true;
  }
  return false;
}

/* Leaves the roles whose titles name one of these owners themselves; where nobody is named, those that only one may
 * have: "Pope". */
static void keep_named(const who *w, term_list *out, const wording *owners) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < out->n; i++) {
    str title = out->items[i].role->title;
    wording held = who_words(w, title, CAL_NOTHING);
    bool named = !owners->n_owners && (held.n_owners || !names_body(w, title));
    for (uint32_t k = 0; k < owners->n_owners; k++) named |= has_owner(&held, owners->owners[k]);
    if (named) out->items[n++] = out->items[i];
  }
  out->n = n;
}

static void terms_of_office(const who *w, term_list *out, const wording *asked, cal_date on, bool core) {
  for (uint32_t e = 0; e < w->g->n_entities; e++)
    if (w->g->entities[e].sort == GAZ_PERSON) add_fitting(w, out, &w->g->entities[e], asked, on, core);
  if (out->n && !asked->n_owners && !one_party(out)) out->n = 0; /* "the president": whose? */
}

/* "High Representative for Sylvania": the state is what the office is about, not whose it is. */
static void terms_about(const who *w, term_list *out, const wording *asked, cal_date on) {
  wording about = *asked;
  about.n_owners = 0;
  if (out->n || !asked->n_owners) return;
  terms_of_office(w, out, &about, on, false);
  keep_named(w, out, asked);
}

bool who_title(const who *w, str phrase) {
  phrase_tokens p = tokens_of(w, phrase);
  for (uint32_t i = 0; i < p.n; i++) {
    gaz_match m = gaz_common_at(w->g, p.t, i, p.n);
    if (gaz_is(&m, GAZ_TITLE)) return true;
  }
  return false;
}

bool who_answer(const who *w, jw *j, str question, cal_date on) {
  phrase_tokens p = tokens_of(w, question);
  uint32_t first = 0;
  while (first < p.n && small_word(w, &p.t[first]) && !gaz_name_at(w->g, p.t, first, p.n).n) first++;
  wording asked = who_words(w, question, on);
  term_list terms = {0};
  jw_object(j);
  jw_key_str(j, "question", question);
  jw_key_str(j, "on", cal_str(w->a, on));
  jw_key(j, "names");
  jw_array(j);
  uint32_t names = write_names(w, j, &p, first, on);
  if (!names && !who_title(w, question)) names = write_body(w, j, &p, &asked);
  jw_end(j);
  terms_of_persons(w, &terms, &p, first, on);
  if (!terms.n && asked.n && (!names || who_title(w, question))) {
    terms_of_office(w, &terms, &asked, on, false);
    if (!asked.n_owners) keep_named(w, &terms, &asked);
    terms_about(w, &terms, &asked, on);
    if (!terms.n) terms_of_office(w, &terms, &asked, on, true);
  }
  sort_terms(&terms);
  jw_key(j, "terms");
  jw_array(j);
  for (uint32_t i = 0; i < terms.n; i++) write_term(w, j, &terms.items[i]);
  jw_end(j);
  jw_key(j, "holder");
  write_term(w, j, holder(&terms, on));
  jw_end(j);
  return names || terms.n;
}
