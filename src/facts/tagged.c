/* tagged.c: names by the trained tagger, made one of a kind throughout the report. */
#include "facts/tagged.h"

enum {
  MAX_SAME_START = 64,         /* names of one first word that are looked through */
  MAX_WORDS = 16,              /* of a name that is found again */
  MAX_SHORT = 10,              /* letters of a short form */
  MOTION_WINDOW = 3,           /* words before "to", "from" in which there is motion */
  CONTEXT_VOTES = 3,           /* of the tagger's, that words around a name outweigh … */
  SURE_VOTES = 12              /* … and those before a ship's name */
};

/* A ship's: in the place of titles, which are no names here. */
static const name_kind VESSEL = NAME_ROLE;

static uint32_t length(const tagged_name *n) { return n->end - n->first; }

static bool same_forms(const token *t, uint32_t a, uint32_t b, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (t[a + i].form != t[b + i].form) return false;
  return true;
}

/* ---- the report's list ------------------------------------------------------------------------ */

typedef struct {
  arena *a;
  const gazetteer *g;
  const facts *f;
  const token *t;
  uint32_t n_tokens;
  tagged *out;
  uint32_t *by_form;           /* [n_forms] first name that begins with a form, + 1 */
  uint32_t place_end;          /* of the last name, if the words around it make it a place's; 0 */
} builder;

/* The name of tokens [first, end), made where it is new, + 1. */
static uint32_t name_of(builder *b, uint32_t first, uint32_t end) {
  uint32_t *head = &b->by_form[b->t[first].form], steps = 0;
  for (uint32_t n = *head; n && steps < MAX_SAME_START; n = b->out->names[n - 1].next, steps++) {
    const tagged_name *x = &b->out->names[n - 1];
    if (length(x) == end - first && same_forms(b->t, x->first, first, end - first)) return n;
  }
  *ARENA_PUSH(b->a, b->out->names, b->out->n, b->out->cap) =
      (tagged_name){first, end, ACTOR_ORGANISATION, false, {0, 0, 0, 0}, *head};
  *head = b->out->n;
  return *head;
}

static uint32_t class_of(const builder *b, uint32_t i) {
  return i < b->n_tokens ? gaz_class(b->g, &b->t[i]) : 0;
}

/* A token without white space before it. */
static bool glued(const builder *b, uint32_t i) { return !(b->t[i].flags & TOK_SPACE_BEFORE); }

/* The common noun of bodies and places that capitalised words [i, end) are, or NULL: "Bridge", "Air Base". */
static const gaz_entity *proper_noun(const builder *b, uint32_t i, uint32_t end) {
  if (end > b->n_tokens || !(b->t[i].flags & TOK_CAP) || (b->t[i].flags & TOK_FIRST)) return NULL;
  if (b->t[end - 1].upos != UPOS_NOUN && b->t[end - 1].upos != UPOS_PROPN) return NULL;
  gaz_match c = gaz_common_at(b->g, b->t, i, end);
  const gaz_entity *e = gaz_is(&c, GAZ_NOMINAL) ? &b->g->entities[c.entity[GAZ_NOMINAL]] : NULL;
  return e && c.n == end - i && e->kind != ACTOR_PERSON ? e : NULL;
}

/* The common noun that ends a name of more words, or NULL. */
static const gaz_entity *noun_of(const builder *b, uint32_t first, uint32_t end) {
  const gaz_entity *noun = end - first > 2 ? proper_noun(b, end - 2, end) : NULL;
  return noun || end - first < 2 ? noun : proper_noun(b, end - 1, end);
}

/* End of a name: over "-OIR" behind capitals, and over the noun that says what it is: "Calder Bridge". */
static uint32_t whole_name(const builder *b, uint32_t end, uint32_t limit) {
  bool joined = end + 1 < limit && (class_of(b, end) & WORD_HYPHEN) && glued(b, end) && glued(b, end + 1) &&
                (b->t[end - 1].flags & b->t[end + 1].flags & TOK_CAPS);
  if (joined) end += 2;
  return end < limit && proper_noun(b, end, end + 1) ? end + 1 : end;
}

/* "in Calder", "flew to Calder", "the town of Calder": a place by the words before it. */
static bool place_before(const builder *b, uint32_t first) {
  uint32_t before = first ? class_of(b, first - 1) : 0;
  if ((before & WORD_PLACE_BEFORE) && !(before & WORD_INSIDE)) return true;
  if (!(before & WORD_ROAD_BEFORE)) return false;
  for (uint32_t i = first - 1, k = 0; i > 0 && k < MOTION_WINDOW; k++) {
    i--;
    gaz_match c = gaz_common_at(b->g, b->t, i, i + 1);
    bool noun = gaz_is(&c, GAZ_NOMINAL) && b->g->entities[c.entity[GAZ_NOMINAL]].kind == ACTOR_PLACE;
    if ((gaz_lemma_class(b->g, &b->t[i]) | class_of(b, i)) & WORD_MOTION) return true;
    if (noun && k == 0 && (before & WORD_OF)) return true;
  }
  return false;
}

/* "Calder, Ruritania": a state or region behind a comma. */
static bool place_behind(const builder *b, uint32_t end) {
  if (!(class_of(b, end) & WORD_COMMA)) return false;
  gaz_match m = gaz_name_at(b->g, b->t, end + 1, b->n_tokens);
  return gaz_is(&m, GAZ_STATE) || gaz_is(&m, GAZ_REGION);
}

/* "in Calder, Orm and Strelsau": one of a row of places. */
static bool joins_place(const builder *b, uint32_t first) {
  uint32_t i = first;
  while (i > b->place_end && (class_of(b, i - 1) & (WORD_COMMA | WORD_AND))) i--;
  return b->place_end && i == b->place_end && i < first;
}

/* "HMS Calder", "the frigate Calder". */
static bool is_vessel(const builder *b, uint32_t first) {
  return ((class_of(b, first) | (first ? class_of(b, first - 1) : 0)) & WORD_VESSEL) != 0;
}

/* The kind that the words of a name and around it tell, with the votes that it gets; else the tagger's. */
static name_kind kind_told(const builder *b, name_kind by_tagger, uint32_t first, uint32_t end,
                           uint32_t tagged_end, uint32_t *votes) {
  bool surname = by_tagger == NAME_PER && end <= tagged_end;      /* "Anna Hill" */
  const gaz_entity *noun = surname ? NULL : noun_of(b, first, end);
  /* "Calder Hospital" */
  bool speaks = by_tagger == NAME_ORG && (class_of(b, end - 1) & WORD_ORGANISATION);
  *votes = is_vessel(b, first) ? SURE_VOTES : CONTEXT_VOTES;
  if (*votes == SURE_VOTES) return VESSEL;
  if (noun && noun->kind == ACTOR_PLACE && !speaks) return NAME_LOC;
  if (noun && by_tagger == NAME_PER) return NAME_ORG;
  bool certain = (b->t[first].flags & TOK_CAPS) || (class_of(b, first) & WORD_GIVEN) ||
                 (by_tagger == NAME_ORG && end - first > 1) || (class_of(b, end) & WORD_POSSESSIVE);
  if (!certain && (place_before(b, first) || place_behind(b, end) || joins_place(b, first))) return NAME_LOC;
  *votes = 1;
  return by_tagger;
}

static void vote(builder *b, uint32_t first, uint32_t end, name_kind kind, uint32_t votes) {
  uint32_t n = name_of(b, first, end);
  b->out->names[n - 1].votes[kind] += votes;
  b->out->at[first] = n;
}

/* The end of a tagged name without an "'s" behind a name of the pack: the tagger takes it for "Sotheby's". */
static uint32_t unowned_end(const builder *b, const name_span *s) {
  if (s->end < s->first + 2 || !(class_of(b, s->end - 1) & WORD_POSSESSIVE)) return s->end;
  return gaz_name_at(b->g, b->t, s->first, s->end - 1).n == s->end - 1 - s->first ? s->end - 1 : s->end;
}

static void take_tags(builder *b, const name_list *l) {
  for (uint32_t i = 0; i < l->n; i++) {
    const name_span *s = &l->all[i];
    if (s->kind == NAME_ROLE) continue;
    uint32_t next = i + 1, end;
    while (next < l->n && l->all[next].kind == NAME_ROLE) next++;
    uint32_t tagged_end = unowned_end(b, s);
    end = whole_name(b, tagged_end, next < l->n ? l->all[next].first : b->n_tokens);
    uint32_t votes;
    name_kind kind = kind_told(b, s->kind, s->first, end, tagged_end, &votes);
    vote(b, s->first, end, kind, votes);
    bool placed = kind == NAME_LOC && (place_before(b, s->first) || joins_place(b, s->first));
    b->place_end = placed ? end : 0;
    if (kind == VESSEL)                                        /* "Calder" of "HMS Calder" */
      b->out->names[name_of(b, end - 1, end) - 1].votes[VESSEL] += SURE_VOTES;
  }
}

/* ---- short forms in brackets ------------------------------------------------------------------- */

static str word(const facts *f, uint32_t i) { return doc_str(f->doc, i, i + 1); }

static bool is_mark(const facts *f, uint32_t i, char mark) {
  str w = i < f->doc->n_tokens ? word(f, i) : STR("");
  return w.len == 1 && w.ptr[0] == mark;
}

static bool takes_letter(str w, char letter) { return w.len && w.ptr[0] == letter; }

/* Where the name begins whose first letters the word at i has, read back from the bracket; i: nowhere. */
static uint32_t long_form(const facts *f, uint32_t i) {
  str s = word(f, i);
  const token *t = f->doc->tokens;
  uint32_t at = i - 1;
  if (s.len < 2 || s.len > MAX_SHORT) return i;
  for (size_t k = s.len; k-- > 0;) {
    uint32_t steps = 0;
    if (s.ptr[k] < 'A' || s.ptr[k] > 'Z') return i;
    do {
      if (at == 0 || ++steps > 3 || !(t[at - 1].flags & (TOK_ALPHA | TOK_CAP))) return i;
      at--;
    } while (!(t[at].flags & TOK_CAP));
    if (!takes_letter(word(f, at), s.ptr[k])) return i;
  }
  return at;
}

bool tagged_short_form(const facts *f, uint32_t first, uint32_t i) {
  return i > 1 && is_mark(f, i - 1, '(') && is_mark(f, i + 1, ')') && long_form(f, i) >= first &&
         long_form(f, i) < i;
}

/* A short form is of the kind of the name before it. */
static void take_short_form(builder *b, uint32_t i) {
  uint32_t first = long_form(b->f, i), whole = first < i ? b->out->at[first] : 0;
  if (first == i) return;
  if (!whole) {
    for (uint32_t k = first; k < i - 1; k++)
      if (b->out->at[k]) return;
    whole = name_of(b, first, i - 1);
    b->out->names[whole - 1].votes[NAME_ORG]++;
    b->out->at[first] = whole;
  }
  uint32_t n = name_of(b, i, i + 1);
  for (int k = 0; k < 3; k++) b->out->names[n - 1].votes[k] = b->out->names[whole - 1].votes[k];
  b->out->at[i] = n;
}

static void take_short_forms(builder *b) {
  for (uint32_t i = 2; i + 1 < b->f->doc->n_tokens; i++) {
    bool brackets = (b->t[i].flags & TOK_CAPS) && is_mark(b->f, i - 1, '(') && is_mark(b->f, i + 1, ')');
    if (brackets) take_short_form(b, i);
  }
}

/* ---- one kind a name, wherever it stands ------------------------------------------------------- */

static name_kind most_votes(const tagged_name *n) {
  int best = 0;
  for (int k = 1; k < 4; k++)
    if (n->votes[k] > n->votes[best]) best = k;
  return (name_kind)best;
}

static void settle_kinds(tagged *t) {
  static const actor_kind kinds[4] = {ACTOR_PERSON, ACTOR_ORGANISATION, ACTOR_PLACE, ACTOR_PLACE};
  for (uint32_t i = 0; i < t->n; i++) {
    name_kind best = most_votes(&t->names[i]);
    t->names[i].kind = kinds[best];
    t->names[i].vessel = best == VESSEL;
  }
}

/* The longest name of the report that stands at a token, + 1. */
static uint32_t again_at(const builder *b, uint32_t i, uint32_t end) {
  uint32_t found = 0, longest = 0, steps = 0;
  for (uint32_t n = b->by_form[b->t[i].form]; n && steps < MAX_SAME_START; steps++) {
    const tagged_name *x = &b->out->names[n - 1];
    bool fits = length(x) > longest && length(x) <= end - i && same_forms(b->t, x->first, i, length(x));
    if (fits && (length(x) > 1 || b->t[i].upos == UPOS_PROPN)) {
      longest = length(x);
      found = n;
    }
    n = x->next;
  }
  return found;
}

/* A name that the tagger missed here; the words around it tell its kind all the same. */
static void take_again(builder *b, uint32_t i, uint32_t n) {
  b->out->at[i] = n;
  if (!n) return;
  tagged_name *x = &b->out->names[n - 1];
  uint32_t votes;
  name_kind kind = kind_told(b, most_votes(x), i, i + length(x), i + length(x), &votes);
  if (votes > 1) x->votes[kind] += votes;
}

static void find_again(builder *b, const sentence *s) {
  for (uint32_t i = s->first; i < s->end;) {
    bool capital = (b->t[i].flags & TOK_CAP) != 0;
    if (!b->out->at[i] && capital) {
      uint32_t limit = i + 1;
      while (limit < s->end && limit < i + MAX_WORDS && !b->out->at[limit]) limit++;
      take_again(b, i, again_at(b, i, limit));
    }
    i += b->out->at[i] ? length(&b->out->names[b->out->at[i] - 1]) : 1;
  }
}

void tagged_find(tagged *out, arena *a, const gazetteer *g, const facts *f) {
  doc *d = f->doc;
  const name_list *l = f->language ? language_names(a, f->language, d) : NULL;
  *out = (tagged){.at = ARENA_ARRAY(a, uint32_t, d->n_tokens + 1)};
  builder b = {a, g, f, d->tokens, d->n_tokens, out, ARENA_ARRAY(a, uint32_t, d->n_forms + 1)};
  if (!l) return;
  take_tags(&b, l);
  b.place_end = 0;
  take_short_forms(&b);
  for (uint32_t s = 0; s < d->n_sentences; s++) find_again(&b, &d->sentences[s]);
  settle_kinds(out);
}
