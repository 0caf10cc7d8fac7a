/* noun_phrases.c: a hand-written left-to-right parser of noun phrases over the gazetteer's matches. */
#include "facts/noun_phrases.h"

enum {
  MAX_PREMODIFIERS = 8,        /* steps before the head; more is no phrase of office */
  MAX_LOOKAHEAD = 4,           /* tokens between a party and the office it modifies */
  MAX_NAME = 7,                /* tokens of a person's name */
  ROAD_WINDOW = 5              /* tokens in which a word of motion makes a capital a place */
};

typedef struct {
  const gazetteer *g;
  const facts *f;
  const token *t;
  uint32_t start, end;         /* of the sentence */
  uint32_t sentence;
  uint32_t time;               /* first time expression that ends after the token being read */
  uint32_t last_end;           /* end of the last phrase found: what a hyphen may join to */
  bool last_place;
  bool heading;
} reader;

static const noun_phrase nothing = {.entity = NONE, .title = NONE, .belongs = NONE, .belongs_too = NONE,
                                    .via = NONE, .person = NONE};

static uint32_t class_at(const reader *r, uint32_t i) { return i < r->end ? gaz_class(r->g, &r->t[i]) : 0; }
static bool is_noun(const token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_ADJ; }
/* A noun or adjective in small letters, which makes what stands before it a modifier. */
static bool small_noun(const reader *r, uint32_t i) {
  return i < r->end && is_noun(&r->t[i]) && !(r->t[i].flags & TOK_CAP);
}
static bool glued(const reader *r, uint32_t i) {
  return i < r->end && !(r->t[i].flags & TOK_SPACE_BEFORE) && (class_at(r, i) & WORD_HYPHEN);
}
static bool possessive(const reader *r, uint32_t i) { return (class_at(r, i) & WORD_POSSESSIVE) != 0; }

static bool in_time(const reader *r, uint32_t i) {
  for (uint32_t k = r->time; k < r->f->n_times && r->f->times[k].first <= i; k++)
    if (i < r->f->times[k].end) return true;
  return false;
}

/* ---- matches --------------------------------------------------------------------------------- */

static const uint32_t own_names = 1u << GAZ_STATE | 1u << GAZ_CAPITAL | 1u << GAZ_SEAT |
                                  1u << GAZ_NAMED_BODY | 1u << GAZ_ORGANISATION | 1u << GAZ_CITY |
                                  1u << GAZ_REGION;

static const uint32_t places = 1u << GAZ_STATE | 1u << GAZ_CAPITAL | 1u << GAZ_CITY | 1u << GAZ_REGION;

/* An ambiguous name counts only where the tagger, too, takes it for a name. */
static gaz_match name_at(const reader *r, uint32_t i) {
  gaz_match m = {.n = 0};
  if (i >= r->end) return m;
  m = gaz_name_at(r->g, r->t, i, r->end);
  if (!m.n || !m.ambiguous || m.n > 1) return m;
  uint8_t tag = r->t[i].upos;
  bool name = tag == UPOS_PROPN || (tag == UPOS_ADJ && (m.sorts & (1u << GAZ_ADJECTIVE)));
  if (!name) m.n = 0;
  return m;
}

static gaz_match common_at(const reader *r, uint32_t i) {
  gaz_match m = {.n = 0};
  if (i < r->end) m = gaz_common_at(r->g, r->t, i, r->end);
  return m;
}

static const uint32_t offices = 1u << GAZ_TITLE | 1u << GAZ_BODY | 1u << GAZ_COLLECTIVE |
                                1u << GAZ_PARTY_NOUN;

static bool is_office(const reader *r, const gaz_match *c, uint32_t i) {
  if (!c->n || !(c->sorts & offices)) return false;
  uint8_t tag = r->t[i + c->n - 1].upos;
  return tag != UPOS_VERB && tag != UPOS_AUX && tag != UPOS_ADV;
}

/* Whether an office's words begin at i or after a few modifiers. */
static bool office_ahead(const reader *r, uint32_t i) {
  for (uint32_t k = 0; k < MAX_LOOKAHEAD && i < r->end; k++) {
    gaz_match c = common_at(r, i);
    if (is_office(r, &c, i)) return true;
    if (c.n) i += c.n;
    else if (small_noun(r, i) || r->t[i].upos == UPOS_NUM) i++;
    else if (glued(r, i)) i++;
    else return false;
  }
  return false;
}

/* ---- names of people ------------------------------------------------------------------------- */

static bool closed_class(const token *t) {
  switch (t->upos) {
    case UPOS_ADP: case UPOS_AUX: case UPOS_CCONJ: case UPOS_DET: case UPOS_INTJ: case UPOS_PART:
    case UPOS_PRON: case UPOS_PUNCT: case UPOS_SCONJ: case UPOS_ADV: case UPOS_VERB: case UPOS_NUM:
      return true;
    default: return false;
  }
}

/* A letter alone ("D" of "D-Va."), an acronym, or an abbreviation that is no initial ("Gov."). */
static bool abbreviated(const reader *r, const token *t) {
  str w = str_sub(r->f->report->view, t->view, t->view_end);
  if ((t->flags & TOK_CAPS) && w.len > 2 && w.ptr[1] != '.' && !r->heading) return true;
  if (w.len < 2) return true;
  return w.ptr[w.len - 1] == '.' && w.len > 2 && w.ptr[1] != '.';
}

/* Whether the token can be part of a person's name. */
static bool name_token(const reader *r, uint32_t i) {
  if (i >= r->end) return false;
  const token *t = &r->t[i];
  if (!(t->flags & TOK_CAP) || !(t->flags & TOK_ALPHA) || (t->flags & TOK_LINK)) return false;
  uint32_t c = class_at(r, i);
  if (c & WORD_GIVEN) return !in_time(r, i);
  if ((c & (WORD_NO_NAME | WORD_DEFINITE | WORD_INDEFINITE)) || abbreviated(r, t)) return false;
  if (closed_class(t) && t->word) return false;
  return !in_time(r, i);
}

static bool capital_word(const reader *r, uint32_t i) {
  if (i >= r->end) return false;
  const token *t = &r->t[i];
  return (t->flags & TOK_CAP) && (t->flags & TOK_ALPHA) && !(closed_class(t) && t->word) && !in_time(r, i);
}

static bool initial(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  return t->view_end - t->view == 2 && (t->flags & TOK_CAP) && r->f->report->view.ptr[t->view + 1] == '.';
}

/* Whether the name goes on at i: past a hyphen or small particles to another capital. */
static uint32_t name_step(const reader *r, uint32_t i) {
  if (name_token(r, i)) return i + 1;
  if (glued(r, i) && i + 1 < r->end && !(r->t[i + 1].flags & TOK_SPACE_BEFORE))
    return name_token(r, i + 1) ? i + 2 : 0;
  uint32_t k = i;
  while (k < i + 3 && (class_at(r, k) & WORD_PARTICLE) && !(r->t[k].flags & TOK_CAP)) {
    k++;
    if (glued(r, k)) k++;
  }
  return k > i && name_token(r, k) ? k + 1 : 0;
}

/* Whether a person's name begins inside a run that began with another word: "Affairs Anna Vale", "Union
 * President Anna Vale". */
static bool another_begins(const reader *r, uint32_t first, uint32_t i) {
  gaz_match c = common_at(r, i);
  if (gaz_is(&c, GAZ_TITLE) && name_token(r, i + c.n)) return true;
  if ((class_at(r, first) & WORD_GIVEN) || initial(r, first)) return false;
  gaz_match m = gaz_name_at(r->g, r->t, i, r->end);
  return (gaz_is(&m, GAZ_PERSON) && m.n > 1) || ((class_at(r, i) & WORD_GIVEN) && name_token(r, i + 1));
}

/* End of the run of capitalised words that begins at i. A name of the pack ends it, unless it is also one
 * of a person ("Jordan") or a particle joins it. */
static uint32_t name_run(const reader *r, uint32_t i) {
  uint32_t end = i, n = 0;
  for (uint32_t next = i; n < MAX_NAME && (next = name_step(r, end)); n++) {
    if (end > i && next == end + 1 && another_begins(r, i, end)) break;
    if (end > i && next == end + 1 && !(class_at(r, end) & WORD_GIVEN)) {
      gaz_match m = gaz_name_at(r->g, r->t, end, r->end);
      bool surname = m.ambiguous && (m.sorts & places);
      if (m.n && !surname && (m.sorts & (own_names | 1u << GAZ_ADJECTIVE))) break;
    }
    end = next;
  }
  if (end > i && (class_at(r, end) & WORD_NAME_SUFFIX)) end++;
  return end;
}

static bool has_class(const reader *r, uint32_t i, uint32_t end, uint32_t c) {
  for (; i < end; i++)
    if (class_at(r, i) & c) return true;
  return false;
}

/* Whether the words by themselves look like a person's: a given name first, an initial, a particle. */
static bool personal(const reader *r, uint32_t i, uint32_t end) {
  if (end - i < 2) return false;
  if (class_at(r, i) & WORD_GIVEN) return true;
  for (uint32_t k = i; k < end; k++) {
    bool particle = k > i && (class_at(r, k) & WORD_PARTICLE) && !(r->t[k].flags & TOK_CAP);
    if (particle || initial(r, k)) return true;
  }
  return false;
}

static void set_name(noun_phrase *x, np_sort sort, uint32_t i, uint32_t end) {
  x->sort = sort;
  x->name_first = i;
  x->name_end = x->end = end;
  x->head = end - 1;
}

/* A person's name at i: of the pack, after a title, or such that it can be nothing else. */
static bool read_person(const reader *r, uint32_t i, bool titled, noun_phrase *x) {
  gaz_match m = name_at(r, i);
  uint32_t run = r->heading && !titled ? i : name_run(r, i);
  if (gaz_is(&m, GAZ_PERSON) && i + m.n >= run) {
    set_name(x, NP_PERSON, i, i + m.n);
    x->entity = m.several ? NONE : m.entity[GAZ_PERSON];
    return true;
  }
  if (run == i) return false;
  if (m.n && !titled && !personal(r, i, run)) return false;
  if (titled && m.n && !m.ambiguous && run <= i + m.n) return false;
  if (has_class(r, titled ? i : i + 1, run, WORD_ORGANISATION)) return false;
  if (!titled && !personal(r, i, run)) return false;
  set_name(x, NP_PERSON, i, run);
  return true;
}

/* ---- capitals: government or place ----------------------------------------------------------- */

static bool motion_before(const reader *r, uint32_t i) {
  for (uint32_t k = 0; k < ROAD_WINDOW && i > r->start; k++) {
    i--;
    if ((gaz_lemma_class(r->g, &r->t[i]) | gaz_class(r->g, &r->t[i])) & WORD_MOTION) return true;
  }
  return false;
}

/* Whether a capital at [i, end) is the city itself, not the government that sits there. */
static bool capital_is_place(const reader *r, uint32_t i, uint32_t end) {
  span dateline = r->f->report->dateline_place_at;
  if (r->f->report->dateline_place.ptr && span_has(dateline, r->t[i].at.start)) return true;
  if (possessive(r, end)) return (class_at(r, end + 1) & WORD_PLACE_NOUN) != 0;
  if (small_noun(r, end)) return true;
  if (i == r->start) return false;
  uint32_t before = class_at(r, i - 1);
  if (before & WORD_PLACE_BEFORE) return true;
  if (before & WORD_ROAD_BEFORE) return motion_before(r, i - 1);
  if (gaz_lemma_class(r->g, &r->t[i - 1]) & WORD_PLACE_VERB) return true;
  return (before & (WORD_AND | WORD_COMMA)) && r->last_end == i - 1 && r->last_place;
}

/* ---- whom an office belongs to --------------------------------------------------------------- */

static gaz_sort first_sort(const gaz_match *m, uint32_t wanted) {
  gaz_sort s = GAZ_STATE;
  while (!(m->sorts & wanted & (1u << s))) s++;
  return s;
}

static void set_via(noun_phrase *x, uint32_t entity, uint32_t i, uint32_t end) {
  x->via = entity;
  x->via_first = i;
  x->via_end = end;
}

static void set_belongs(noun_phrase *x, uint32_t entity) {
  if (x->belongs == NONE) x->belongs = entity;
  else if (x->belongs_too == NONE && entity != x->belongs) x->belongs_too = entity;
}

/* A name of the pack as owner: a state or organisation is a party, a seat or named body works for one. A
 * city is one only where the words say so ("Strelsau's envoy"): talks are named for places, too. */
static void set_owner(noun_phrase *x, const gaz_match *m, uint32_t i, bool said) {
  if (gaz_is(m, GAZ_ADJECTIVE)) {
    set_belongs(x, m->entity[GAZ_ADJECTIVE]);
    return;
  }
  gaz_sort s = first_sort(m, own_names);
  if (s == GAZ_SEAT || s == GAZ_NAMED_BODY) set_via(x, m->entity[s], i, i + m->n);
  else if (said ? s != GAZ_REGION && s != GAZ_CITY : s == GAZ_STATE || s == GAZ_ORGANISATION)
    set_belongs(x, m->entity[s]);
}

/* Whether the name only begins a longer one that the pack does not know: "Strelsau Times". */
static bool longer_name(const reader *r, uint32_t end) {
  if (!name_token(r, end)) return false;
  gaz_match m = name_at(r, end), c = common_at(r, end);
  return !m.n && !is_office(r, &c, end);
}

/* "of the Ruritanian arms control agency": the nouns after a state's name as modifier. */
static uint32_t past_nouns(const reader *r, uint32_t i) {
  for (int k = 0; k < MAX_LOOKAHEAD && (small_noun(r, i) || (glued(r, i) && small_noun(r, i + 1))); k++) i++;
  return i;
}

/* "of the Ruritanian Foreign Ministry", "for Ruritania", "at the Palace": the place after it, or i. */
static uint32_t read_owner(const reader *r, uint32_t i, noun_phrase *x, bool bodies_only) {
  uint32_t p = i;
  if (class_at(r, p) & WORD_DEFINITE) p++;
  gaz_match pair = common_at(r, i);
  if (gaz_is(&pair, GAZ_PAIR)) {
    x->both = true;
    return i + pair.n;
  }
  gaz_match m = name_at(r, p);
  bool named = m.n && (m.sorts & (own_names | 1u << GAZ_ADJECTIVE)) && !longer_name(r, p + m.n);
  if (named && glued(r, p + m.n)) return i;
  if (named) {
    gaz_match c = common_at(r, p + m.n + possessive(r, p + m.n));
    bool body = is_office(r, &c, p + m.n) && gaz_is(&c, GAZ_BODY);
    if (!body && !(m.sorts & own_names)) return i;
    if (!body && bodies_only && (m.sorts & places)) return i;
    set_owner(x, &m, p, true);
    p += m.n;
    if (!body) return past_nouns(r, p);
    p += possessive(r, p);
  }
  gaz_match c = common_at(r, p);
  if (!is_office(r, &c, p) || !gaz_is(&c, GAZ_BODY)) return named ? p : i;
  if (!named && p == i && !(r->t[p].flags & TOK_CAP)) return i;
  set_via(x, NONE, p, p + c.n);
  return p + c.n;
}

/* "to the United States" after an envoy: read over, it is not his party. */
static uint32_t read_destination(const reader *r, uint32_t i) {
  uint32_t p = i + ((class_at(r, i) & WORD_DEFINITE) != 0);
  gaz_match m = name_at(r, p);
  return m.n && (m.sorts & own_names) && !longer_name(r, p + m.n) ? p + m.n : i;
}

/* Of-phrases after an office. They tell its owner only where no word before it did; `speaks`: the holder
 * speaks for what follows "for". */
static void read_owners(const reader *r, noun_phrase *x, bool speaks) {
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  for (int k = 0; k < 2; k++) {
    uint32_t c = class_at(r, x->end), at = x->end + 1, p = at;
    bool owner = (c & (WORD_OF | WORD_INSIDE)) || ((c & WORD_FOR) && speaks);
    if (owner && !owned) p = read_owner(r, at, x, (c & WORD_INSIDE) != 0);
    else if (owner || (c & (WORD_TO | WORD_FOR))) p = read_destination(r, at);
    if (p == at) return;
    x->end = p;
    if (!(class_at(r, p) & WORD_AND) || !owner || x->belongs == NONE || x->belongs_too != NONE) continue;
    p = read_owner(r, p + 1, x, false);
    if (p > x->end + 1) x->end = p;
  }
}

/* ---- before the head ------------------------------------------------------------------------- */

/* "Ruritanian and Sylvanian": the second adjective, before an office; returns the place after it, or i. */
static uint32_t read_second_party(const reader *r, uint32_t i, noun_phrase *x) {
  if (!(class_at(r, i) & (WORD_AND | WORD_HYPHEN | WORD_COMMA))) return i;
  gaz_match m = name_at(r, i + 1);
  if (!gaz_is(&m, GAZ_ADJECTIVE) || !office_ahead(r, i + 1 + m.n)) return i;
  set_belongs(x, m.entity[GAZ_ADJECTIVE]);
  return i + 1 + m.n;
}

/* A party or body before the office: true and *p moved, or false. */
static bool read_party(const reader *r, uint32_t *p, noun_phrase *x) {
  gaz_match m = name_at(r, *p);
  if (!m.n || !(m.sorts & (own_names | 1u << GAZ_ADJECTIVE))) return false;
  uint32_t after = *p + m.n, next = after + possessive(r, after);
  if (gaz_is(&m, GAZ_ADJECTIVE) && next == after) {
    uint32_t second = read_second_party(r, after, x);
    if (second > after) {
      uint32_t too = x->belongs;
      x->belongs = NONE;
      set_belongs(x, m.entity[GAZ_ADJECTIVE]);
      set_belongs(x, too);
      *p = second;
      return true;
    }
  }
  if (glued(r, after) || !office_ahead(r, next)) return false;
  set_owner(x, &m, *p, next > after);
  *p = next;
  return true;
}

/* End of a person's name at i that an office follows, or i. */
static uint32_t boss_end(const reader *r, uint32_t i) {
  gaz_match m = name_at(r, i);
  if (m.n && !gaz_is(&m, GAZ_PERSON)) return i;
  uint32_t end = m.n ? i + m.n : name_token(r, i) ? i + 1 : i;
  for (uint32_t next = end; end > i && end < i + MAX_NAME && (next = name_step(r, end)); end = next) {
    gaz_match c = common_at(r, end);
    if (is_office(r, &c, end)) break;
  }
  return end;
}

/* "the Vale administration", "Vale's spokesman": a person's name before an office. */
static bool read_boss(const reader *r, uint32_t *p, noun_phrase *x) {
  if (x->belongs != NONE || x->person != NONE) return false;
  uint32_t end = boss_end(r, *p), next = end + possessive(r, end);
  if (end == *p) return false;
  gaz_match c = common_at(r, next);
  bool governs = (class_at(r, next) & WORD_GOVERNOR) != 0 || r->heading;
  if (next == end ? !governs || !is_office(r, &c, next) : !office_ahead(r, next)) return false;
  x->person = end - 1;
  *p = next;
  return true;
}

/* A body that leads to an office: "Foreign Ministry" in "Foreign Ministry spokeswoman". */
static bool read_body(const reader *r, uint32_t *p, const gaz_match *c, noun_phrase *x) {
  if (!gaz_is(c, GAZ_BODY) || gaz_is(c, GAZ_TITLE)) return false;
  uint32_t after = *p + c->n, next = after + possessive(r, after);
  gaz_match head = common_at(r, next);
  if (gaz_is(&head, GAZ_MODIFIER)) head = common_at(r, next + head.n);
  bool holder = gaz_is(&head, GAZ_TITLE) || gaz_is(&head, GAZ_COLLECTIVE);
  if (!holder || !is_office(r, &head, next)) return false;
  if (x->via_first == x->via_end) set_via(x, NONE, *p, after);
  *p = next;
  return true;
}

/* "chief Ruritanian negotiator": the word before is no title here. */
static bool goes_on(const reader *r, uint32_t i) {
  gaz_match m = name_at(r, i), c = common_at(r, i);
  if (is_office(r, &c, i)) return true;
  return m.n && (m.sorts & (own_names | 1u << GAZ_ADJECTIVE)) && office_ahead(r, i + m.n);
}

/* One step towards the head. */
static bool read_premodifier(const reader *r, uint32_t *p, noun_phrase *x) {
  if (read_party(r, p, x)) return true;
  gaz_match c = common_at(r, *p);
  if (c.n && read_body(r, p, &c, x)) return true;
  bool modifies = gaz_is(&c, GAZ_MODIFIER) && (!is_office(r, &c, *p) || goes_on(r, *p + c.n));
  if (!modifies && is_office(r, &c, *p)) return false;
  if (modifies) {
    if (class_at(r, *p) & WORD_FORMER) x->former = true;
    *p += c.n;
    if (glued(r, *p)) ++*p;
    return true;
  }
  if (read_boss(r, p, x)) return true;
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  uint8_t tag = r->t[*p].upos;
  gaz_match next = common_at(r, *p + 1);
  bool bare = !owned && tag == UPOS_ADJ && is_office(r, &next, *p + 1);
  bool inner = owned && (small_noun(r, *p) || tag == UPOS_NUM || glued(r, *p)) && office_ahead(r, *p + 1);
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
    gaz_match c = common_at(r, p);
    if (!gaz_is(&c, GAZ_TITLE) || !is_office(r, &c, p)) break;
    bool office = !category(r, c.entity[GAZ_TITLE], "honorific");
    bool first = x->title == NONE || (office && category(r, x->title, "honorific"));
    if (first) x->title_first = p;
    if (first || office) x->title = c.entity[GAZ_TITLE];
    if (!x->gender) x->gender = entity_of(r, c.entity[GAZ_TITLE])->gender;
    p += c.n;
    if (first || office) x->title_end = p;
    x->end = p;
    gaz_match next = common_at(r, p + 1);
    if ((class_at(r, p) & WORD_AND) && gaz_is(&next, GAZ_TITLE) && name_token(r, p + 1 + next.n)) p++;
  }
  x->head = x->title == NONE ? p : x->title_end - 1;
  return p;
}

/* "its chief executive pay": a noun after it means that the title only modifies. */
static bool title_stands(const reader *r, const noun_phrase *x) {
  if (category(r, x->title, "honorific")) return false;
  if (small_noun(r, x->end) || glued(r, x->end)) return false;
  if (!r->heading && capital_word(r, x->end)) return false;      /* "the General Assembly" */
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  return owned || x->det == DET_DEFINITE || x->det == DET_INDEFINITE || x->det == DET_OWN || r->heading;
}

/* "President Anna Vale of Ruritania": the state after the name. */
static void read_home(const reader *r, noun_phrase *x) {
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  if (owned || !(class_at(r, x->end) & WORD_OF) || category(r, x->title, "honorific")) return;
  uint32_t at = x->end + 1, p = read_owner(r, at, x, false);
  if (p > at) x->end = p;
}

/* "King Rudolf": a name of the pack that begins with a title. */
static bool read_titled_name(const reader *r, uint32_t p, noun_phrase *x) {
  gaz_match m = name_at(r, p);
  if (!gaz_is(&m, GAZ_PERSON) || p + m.n <= x->title_end) return false;
  set_name(x, NP_PERSON, p, p + m.n);
  x->entity = m.several ? NONE : m.entity[GAZ_PERSON];
  return true;
}

static bool read_title(const reader *r, uint32_t p, noun_phrase *x) {
  uint32_t first = p;
  p = read_titles(r, p, x);
  if (x->title == NONE) return false;
  if (read_titled_name(r, first, x) || read_person(r, p, true, x)) {
    read_home(r, x);
    return true;
  }
  x->sort = NP_TITLE;
  uint32_t titled = x->end;
  read_owners(r, x, category(r, x->title, "spokesperson"));
  if (x->end > titled && read_person(r, x->end, false, x)) return true;
  if (x->end == titled && !title_stands(r, x)) return false;
  return !category(r, x->title, "honorific");
}

static bool read_collective(const reader *r, uint32_t p, const gaz_match *c, noun_phrase *x) {
  x->sort = NP_GROUP;
  x->entity = c->entity[GAZ_COLLECTIVE];
  x->end = p + c->n;
  x->head = x->end - 1;
  if (small_noun(r, x->end) || glued(r, x->end)) return false;
  bool armed = str_eq(entity_of(r, x->entity)->suffix, STR("MIL"));
  if (!armed) read_owners(r, x, true);      /* "troops from Ruritania" may be anybody's */
  return true;
}

static bool read_body_head(const reader *r, uint32_t p, const gaz_match *c, noun_phrase *x) {
  x->sort = NP_BODY;
  x->entity = c->entity[GAZ_BODY];
  x->end = p + c->n;
  x->head = x->end - 1;
  bool proper = (r->t[x->head].flags & TOK_CAP) && !r->heading;
  if (x->det == DET_INDEFINITE || x->det == DET_NUMBER || glued(r, x->end)) return false;
  if (small_noun(r, x->end) && !proper) return false;
  bool owned = x->belongs != NONE || x->via_end || x->person != NONE;
  uint32_t before = x->end;
  set_via(x, x->via, p, x->end);
  if ((class_at(r, before) & (WORD_OF | WORD_PLACE_BEFORE)) && !owned) {
    noun_phrase owner = *x;
    uint32_t q = read_owner(r, before + 1, &owner, false);
    if (q > before + 1 && owner.belongs != NONE) {
      x->belongs = owner.belongs;
      x->end = q;
      owned = true;
    }
  }
  return owned || proper || x->det == DET_DEFINITE || x->det == DET_OWN;
}

/* What stands at the place the premodifiers lead to. */
static bool read_head(const reader *r, uint32_t p, noun_phrase *x) {
  gaz_match c = common_at(r, p);
  if (!is_office(r, &c, p)) return false;
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
  if (glued(r, end) && end + 1 < r->end && !(r->t[end + 1].flags & TOK_SPACE_BEFORE)) {
    gaz_match next = name_at(r, end + 1);
    if (!next.n) return true;
  }
  return i > r->start + 1 && glued(r, i - 1) && !(r->t[i].flags & TOK_SPACE_BEFORE) && r->last_end != i - 1;
}

static bool read_entity(const reader *r, uint32_t i, const gaz_match *m, noun_phrase *x) {
  x->end = i + m->n;
  x->head = x->end - 1;
  x->as = first_sort(m, own_names);
  x->entity = m->entity[x->as];
  x->sort = NP_ENTITY;
  bool inside = i > r->start && (class_at(r, i - 1 - (x->det != DET_NONE)) & WORD_PLACE_BEFORE);
  x->place = x->as == GAZ_CITY || x->as == GAZ_REGION || (x->as == GAZ_STATE && inside) ||
             (x->as == GAZ_CAPITAL && capital_is_place(r, i, x->end));
  bool party = x->as == GAZ_STATE || x->as == GAZ_ORGANISATION;
  bool adjective = gaz_is(m, GAZ_ADJECTIVE) || x->det != DET_NONE;
  if (party && adjective && small_noun(r, x->end)) x->sort = NP_MODIFIER;
  bool inner = x->sort == NP_MODIFIER || glued(r, x->end) || (x->place && small_noun(r, x->end));
  if (x->det != DET_DEFINITE || inner) x->first = i;
  return true;
}

/* Whether an adjective before i modifies a noun, perhaps with another: "Ruritanian and Sylvanian weapons". */
static bool modifies_noun(const reader *r, uint32_t i) {
  for (int k = 0; k < MAX_PREMODIFIERS && (class_at(r, i) & (WORD_AND | WORD_COMMA)); k++) {
    uint32_t p = i + 1 + ((class_at(r, i + 1) & WORD_AND) != 0);
    gaz_match m = name_at(r, p);
    if (!gaz_is(&m, GAZ_ADJECTIVE)) return false;
    i = p + m.n;
  }
  return i < r->end && (is_noun(&r->t[i]) || r->t[i].upos == UPOS_PROPN || glued(r, i));
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
  for (; end < i + MAX_NAME && capital_word(r, end); end++)
    if (end > i && (class_at(r, end) & WORD_ORGANISATION) && !(r->t[end].flags & TOK_CAPS)) last = end + 1;
  if (last == i) return false;
  uint32_t p = last + 1 + ((class_at(r, last + 1) & WORD_DEFINITE) != 0);
  if (last == end && (class_at(r, last) & (WORD_OF | WORD_FOR)) && capital_word(r, p))
    for (last = p; last < p + MAX_NAME && capital_word(r, last); last++) continue;
  set_name(x, NP_INSTITUTE, i, last);
  return true;
}

static bool read_name(const reader *r, uint32_t i, noun_phrase *x) {
  gaz_match m = name_at(r, i);
  if (gaz_is(&m, GAZ_BLOCKED)) {
    x->end = i + m.n;
    return false;
  }
  noun_phrase institute = *x;
  if (read_institute(r, i, &institute) && institute.end > i + m.n) {
    *x = institute;
    return true;
  }
  if (read_person(r, i, false, x)) return true;
  bool city = gaz_is(&m, GAZ_CAPITAL) || gaz_is(&m, GAZ_CITY);
  bool inside = city && !r->heading && longer_name(r, i + m.n);
  if (inside || (m.n && compound(r, i, i + m.n))) {
    x->end = i + m.n;
    return false;
  }
  if (m.n && (m.sorts & own_names)) return read_entity(r, i, &m, x);
  if (m.n) return read_adjective(r, i, &m, x);
  uint32_t end = r->heading ? i + name_token(r, i) : name_run(r, i);
  if (end == i) return false;
  uint32_t from = i;
  while (from + 1 < end && (class_at(r, from) & (WORD_PARTICLE | WORD_GIVEN)) == WORD_PARTICLE) from++;
  set_name(x, NP_NAME, from, end);
  return true;
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
  gaz_match c = common_at(r, i);
  if (!gaz_is(&c, GAZ_PAIR) || small_noun(r, i + c.n) || glued(r, i + c.n)) return false;
  x->sort = NP_PAIR;
  x->entity = c.entity[GAZ_PAIR];
  x->end = i + c.n;
  x->head = x->end - 1;
  return true;
}

static bool possessive_pronoun(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  return t->word < r->g->n_words && (r->g->pronoun_case[t->word] & PRONOUN_POSSESSIVE);
}

static np_det det_at(const reader *r, uint32_t i) {
  uint32_t c = class_at(r, i);
  if (r->t[i].upos == UPOS_SCONJ || r->t[i].upos == UPOS_PRON) return DET_NONE;
  if (c & WORD_DEFINITE) return DET_DEFINITE;
  if (c & WORD_INDEFINITE) return DET_INDEFINITE;
  return c & WORD_NUMBER ? DET_NUMBER : DET_NONE;
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
         (t->word < r->g->n_words && r->g->pronoun_case[t->word]) || det_at(r, i) != DET_NONE;
}

static bool takes_article(np_sort s) {
  return s == NP_ENTITY || s == NP_MODIFIER || s == NP_PEOPLE || s == NP_INSTITUTE;
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
  x->det = det_at(r, i);
  if (x->det != DET_NONE) p++;
  else if (i > r->start && possessive_pronoun(r, i - 1)) x->det = DET_OWN;
  noun_phrase office = *x, institute = *x;
  if (read_office(r, p, &office)) {
    bool longer = office.sort == NP_BODY && read_institute(r, p, &institute) && institute.end > office.end;
    *x = longer ? institute : office;
    return true;
  }
  if (x->det == DET_INDEFINITE) return false;
  uint32_t go_on = x->end;
  if (p < r->end && read_name(r, p, x) && (p == i || takes_article(x->sort))) return true;
  x->end = p > i ? go_on : x->end > go_on ? x->end : go_on;
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
    if (found && x.first >= i) {
      *ARENA_PUSH(a, out->items, out->n, out->cap) = x;
      r->last_end = x.end;
      r->last_place = x.place;
    }
    i = x.end > i ? x.end : i + 1;
  }
}

noun_phrases noun_phrases_find(arena *a, const gazetteer *g, const facts *f) {
  noun_phrases out = {NULL, 0, 0};
  reader r = {.g = g, .f = f, .t = f->doc->tokens};
  for (uint32_t s = 0; s < f->doc->n_sentences; s++) {
    const sentence *at = &f->doc->sentences[s];
    r.start = at->first;
    r.end = at->end;
    r.sentence = s;
    r.heading = is_heading(f, at);
    r.last_end = NONE;
    read_sentence(a, &r, &out);
  }
  return out;
}
