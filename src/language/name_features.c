#include "language/name_features.h"
#include "language/tags.h"

const char *const name_list_names[LIST_KINDS] = {
  "given", "surname", "rare-surname", "person", "state", "city", "small-city", "region", "people",
  "organisation", "company", "body", "title", "brand"
};
enum { LONGEST_ENTRY = 12 };   /* words */

static const name_form no_form;

/* ---- what is known of a form, whatever stands around it ---------------------------------------------- */

typedef struct {
  const doc *d;
  const name_table *lists, *senses;
  name_word *words;            /* [n_tokens + 2] */
  const doc_form *doc_forms; name_form *forms;   /* [n_forms] */
  char *room; size_t room_len; /* where forms are folded */
  arena *a;
} marking;

static size_t character_before(str s, size_t i) {
  do i--; while (i && ((unsigned char)s.ptr[i] & 0xC0) == 0x80);
  return i;
}

static void set_ends(name_form *f, str s) {
  size_t from = s.len, to = 0;
  for (uint32_t n = 0; n < 4; n++) {
    if (from) from = character_before(s, from);
    if (to < s.len) utf8_next(s, &to);
    if (!n) continue;
    f->ends[n - 1] = map_hash(str_sub(s, from, s.len));
    f->begins[n - 1] = map_hash(str_sub(s, 0, to));
  }
}

/* Folded, digits as 0; until the next one is. */
static str folded_form(marking *k, str as_written) {
  if (3 * as_written.len + 1 > k->room_len) {
    k->room_len = 6 * as_written.len + 64;
    k->room = arena_alloc(k->a, k->room_len);
  }
  size_t n = utf8_fold(as_written, k->room, k->room_len);
  if (n == SIZE_MAX) n = 0;
  for (size_t i = 0; i < n; i++)
    if (k->room[i] >= '0' && k->room[i] <= '9') k->room[i] = '0';
  return (str){k->room, n};
}

static bool has_digit(str s) {
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] >= '0' && s.ptr[i] <= '9') return true;
  return false;
}

static void find_form(marking *k, name_form *f, uint32_t form, str as_written) {
  const doc_form *known = &k->doc_forms[form];
  f->hash = has_digit(known->folded) ? map_hash(folded_form(k, as_written)) : known->hash;
  f->value = name_table_find(k->lists, name_table_hash(0, f->hash));
  f->sense = (uint8_t)name_table_find(k->senses, name_table_hash(0, f->hash));
  f->known = true;
}

/* ---- how words are written --------------------------------------------------------------------------- */

static uint8_t how_of(uint32_t upper, uint32_t lower, uint32_t digits, bool upper_first) {
  if (!upper && !lower) return digits ? HOW_NUMBER : HOW_SIGN;
  if (upper_first && upper > 1) return lower ? HOW_MIXED : HOW_CAPITALS;
  if (upper_first) return HOW_CAPITAL;
  return upper ? HOW_MIXED : HOW_LOWER;
}

/* Shape: each letter as X or x, digits as 0, signs as they are; of more than two of a kind only two. */
static void find_shape(name_form *f, str form) {
  uint32_t upper = 0, lower = 0, digits = 0, run = 0;
  bool upper_first = false, letter = false;
  uint64_t h = 0, last = 0;
  for (size_t i = 0; i < form.len;) {
    uint32_t c = utf8_next(form, &i);
    uint64_t kind = c;
    if (utf8_is_upper(c)) kind = 'X', upper++, upper_first |= !letter, letter = true;
    else if (utf8_is_letter(c)) kind = 'x', lower++, letter = true;
    else if (utf8_is_digit(c)) kind = '0', digits++;
    run = kind == last ? run + 1 : 0;
    last = kind;
    if (run < 2) h = name_table_hash(h, kind);
  }
  f->written = form;
  f->shape = h;
  f->cased = map_hash(form);
  f->how = how_of(upper, lower, digits, upper_first);
}

bool name_word_capital(const name_word *w) {
  return w->how == HOW_CAPITAL || w->how == HOW_CAPITALS || w->how == HOW_MIXED ||
         w->how == HOW_SHOUTED;
}

/* Three in four longer words with a capital: a headline; all in capitals: a text of capitals. */
static uint8_t place_of(const name_word *words, const sentence *s) {
  uint32_t longer = 0, capitals = 0, whole = 0;
  for (uint32_t i = s->first + 2; i <= s->end; i++) {
    const name_word *w = &words[i];
    if (!name_word_capital(w) && w->how != HOW_LOWER) continue;
    longer++;
    capitals += w->how != HOW_LOWER;
    whole += w->how == HOW_CAPITALS;
  }
  if (longer >= 3 && 4 * whole >= 3 * longer) return PLACE_HEADLINE | PLACE_CAPITALS;
  return longer >= 3 && 4 * capitals >= 3 * longer ? PLACE_HEADLINE : 0;
}

static void shout(name_word *w) {
  w->how = HOW_SHOUTED;
  w->shape = 0;
  w->cased = 0;
}

static void find_places(marking *k) {
  for (uint32_t s = 0; s < k->d->n_sentences; s++) {
    const sentence *at = &k->d->sentences[s];
    uint8_t place = place_of(k->words, at);
    for (uint32_t i = at->first; i < at->end; i++) {
      name_word *w = &k->words[i + 1];
      w->place = place | (k->d->tokens[i].flags & TOK_FIRST ? PLACE_FIRST : 0);
      if (place & PLACE_CAPITALS && w->how == HOW_CAPITALS) shout(w);
    }
  }
}

static void find_words(marking *k) {
  for (uint32_t i = 0; i < k->d->n_tokens; i++) {
    const token *t = &k->d->tokens[i];
    str form = doc_str(k->d, i, i + 1);
    name_form *f = &k->forms[t->form];
    if (!f->known) find_form(k, f, t->form, form);
    if (!str_eq(f->written, form)) find_shape(f, form);
    name_word *w = &k->words[i + 1];
    w->of = f;
    w->form = f->hash;
    w->xpos = t->xpos;
    w->shape = f->shape;
    w->cased = f->cased;
    w->how = f->how;
  }
}

/* ---- lists ------------------------------------------------------------------------------------------- */

static uint64_t mark(uint32_t list, uint32_t bit) { return (uint64_t)bit << (ENTRY_BITS * list); }

static void mark_entry(marking *k, uint32_t first, uint32_t n, uint32_t list) {
  name_word *w = &k->words[first + 1];
  if (n == 1) {
    w->marks |= mark(list, ENTRY_UNIT);
    return;
  }
  for (uint32_t j = 0; j < n; j++) {
    w[j].marks |= mark(list, j ? j + 1 < n ? ENTRY_INSIDE : ENTRY_LAST : ENTRY_BEGIN);
    k->forms[k->d->tokens[first + j].form].seen |= SEEN_IN_LONGER | 1u << (SEEN_LISTS + list);
  }
}

/* The longest entry of each list that begins at a token, where none that holds it has begun before. */
static void find_entries(marking *k, const sentence *s) {
  uint32_t ends[LIST_KINDS] = {0};
  for (uint32_t i = s->first; i < s->end; i++) {
    uint16_t value = k->forms[k->d->tokens[i].form].value;
    if (!value) continue;
    uint32_t longest[LIST_KINDS] = {0};
    uint64_t run = 0;
    for (uint32_t n = 1; value; n++) {
      for (uint32_t list = 0; list < LIST_KINDS; list++)
        if (value >> list & 1) longest[list] = n;
      if (!(value & NAME_TABLE_MORE) || n == LONGEST_ENTRY || i + n >= s->end) break;
      if (n == 1) run = name_table_hash(0, k->words[i + 1].form);
      run = name_table_hash(run, k->words[i + n + 1].form);
      value = name_table_find(k->lists, run);
    }
    for (uint32_t list = 0; list < LIST_KINDS; list++) {
      if (!longest[list] || i + longest[list] <= ends[list]) continue;
      mark_entry(k, i, longest[list], list);
      ends[list] = i + longest[list];
    }
  }
}

/* ---- the rest of the report -------------------------------------------------------------------------- */

static void look_around(marking *k, const sentence *s) {
  for (uint32_t i = s->first; i < s->end; i++) {
    const name_word *w = &k->words[i + 1];
    const name_word *b = i > s->first ? w - 1 : NULL, *c = i + 1 < s->end ? w + 1 : NULL;
    uint32_t *seen = &k->forms[k->d->tokens[i].form].seen;
    if (w->how == HOW_LOWER) *seen |= SEEN_LOWER;
    if (!name_word_capital(w) || w->place & PLACE_HEADLINE) continue;
    if (b && b->how == HOW_LOWER) *seen |= SEEN_CAPITAL;
    if (b && name_word_in(b, LIST_TITLE, ENTRY_LAST | ENTRY_UNIT) && name_word_capital(b))
      *seen |= SEEN_AFTER_TITLE;
    if (b && name_word_in(b, LIST_GIVEN, ENTRY_UNIT) && name_word_capital(b)) *seen |= SEEN_AFTER_GIVEN;
    if (c && name_word_in(w, LIST_GIVEN, ENTRY_UNIT) && name_word_capital(c)) *seen |= SEEN_BEFORE_CAPITAL;
  }
}

/* A word of capitals in brackets behind words that begin with its letters. */
static void find_short(marking *k, const sentence *s) {
  for (uint32_t i = s->first + 2; i < s->end; i++) {
    const name_word *w = &k->words[i + 1];
    str form = doc_str(k->d, i, i + 1);
    if (w->how != HOW_CAPITALS || form.len < 2 || k->d->tokens[i - 1].upos != UPOS_PUNCT) continue;
    uint32_t j = i - 1;
    size_t left = form.len;
    while (left && j > s->first && i - j < 12) {
      str before = doc_str(k->d, j - 1, j);
      j--;
      if (before.len && before.ptr[0] == form.ptr[left - 1]) left--;
      else if (k->words[j + 1].how != HOW_LOWER) break;
    }
    if (!left) k->forms[k->d->tokens[i].form].seen |= SEEN_SHORT;
  }
}

/* The words around each run of words with capitals. */
static void find_runs(marking *k, const sentence *s) {
  for (uint32_t i = s->first, end; i < s->end; i = end) {
    end = i + 1;
    if (!name_word_capital(&k->words[i + 1])) continue;
    while (end < s->end && name_word_capital(&k->words[end + 1])) end++;
    for (uint32_t j = i; j < end; j++) {
      k->words[j + 1].left = i > s->first ? i : 0;
      k->words[j + 1].right = end < s->end ? end + 1 : 0;
    }
  }
}

/* ---- which words may be names ------------------------------------------------------------------------ */

/* Words with capitals; those tagged as names; in lower case, words of entries of two or more and, if they
 * are no common words, entries of one. */
static bool may_be_name(const name_word *w, uint8_t tag) {
  enum { LONGER = ENTRY_BEGIN | ENTRY_INSIDE | ENTRY_LAST };
  static const uint8_t longer[] = {LIST_PERSON, LIST_STATE, LIST_CITY, LIST_REGION, LIST_ORGANISATION,
                                   LIST_COMPANY, LIST_BRAND};
  static const uint8_t alone[] = {LIST_STATE, LIST_CITY, LIST_REGION, LIST_GIVEN, LIST_BRAND};
  if (name_word_capital(w) || tag == UPOS_PROPN) return true;
  if (w->how != HOW_LOWER) return false;
  for (size_t i = 0; i < sizeof longer; i++)
    if (name_word_in(w, longer[i], LONGER)) return true;
  for (size_t i = 0; i < sizeof alone && !w->of->sense; i++)
    if (name_word_in(w, alone[i], ENTRY_UNIT)) return true;
  return false;
}

/* Words that stand inside names: "of", "and", "the", "-", "'s", "de". */
static bool may_join(const token *t) {
  return t->upos == UPOS_ADP || t->upos == UPOS_CCONJ || t->upos == UPOS_DET || t->upos == UPOS_PART ||
         t->upos == UPOS_PUNCT || t->upos == UPOS_NUM || t->upos == UPOS_X || t->upos == UPOS_SYM;
}

static void set_active(marking *k, uint32_t i) {
  const token *t = &k->d->tokens[i - 1];
  name_form *f = &k->forms[t->form];
  k->words[i].active = true;
  if (!f->ended) set_ends(f, folded_form(k, doc_str(k->d, i - 1, i)));
  f->ended = true;
}

/* Words that may be names, and up to three between two of them that may join them. */
static void find_active(marking *k, const sentence *s) {
  uint32_t from = 0;           /* the first word behind the last that may be one */
  for (uint32_t i = s->first + 1; i <= s->end; i++) {
    const token *t = &k->d->tokens[i - 1];
    if (may_be_name(&k->words[i], t->upos)) {
      for (uint32_t j = from ? from : i; j <= i; j++) set_active(k, j);
      from = i + 1;
    } else if (!may_join(t) || i - from >= 3) {
      from = 0;
    }
  }
}

name_word *name_words_make(arena *a, const doc *d, const name_table *listed, const name_table *senses) {
  marking k = {.d = d, .doc_forms = tags_forms(d->tagging), .lists = listed, .senses = senses, .a = a};
  k.words = ARENA_ARRAY(a, name_word, d->n_tokens + (size_t)2);
  k.forms = ARENA_ARRAY(a, name_form, d->n_forms + (size_t)1);
  k.words[0].of = k.words[d->n_tokens + 1].of = &no_form;
  find_words(&k);
  find_places(&k);
  for (uint32_t s = 0; s < d->n_sentences; s++) find_entries(&k, &d->sentences[s]);
  for (uint32_t s = 0; s < d->n_sentences; s++) {
    look_around(&k, &d->sentences[s]);
    find_runs(&k, &d->sentences[s]);
    find_short(&k, &d->sentences[s]);
    find_active(&k, &d->sentences[s]);
  }
  return k.words;
}

/* ---- features ---------------------------------------------------------------------------------------- */

#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

static inline feature with(feature h, uint64_t part) {
  h = (h ^ part) * SPREAD;
  return h ^ h >> 29;
}
static inline feature h1(uint32_t k, uint64_t a) {
  return with((uint64_t)k * UINT64_C(0xD6E8FEB86659FD93), a);
}
static inline feature h2(uint32_t k, uint64_t a, uint64_t b) { return with(h1(k, a), b); }
static inline feature h3(uint32_t k, uint64_t a, uint64_t b, uint64_t c) { return with(h2(k, a, b), c); }

/* A list of features being written; each template has the number of its line. */
#define PUT1(a) (f[m] = h1(k++, a), m++)
#define PUT2(a, b) (f[m] = h2(k++, a, b), m++)
#define PUT3(a, b, c) (f[m] = h3(k++, a, b, c), m++)

static const name_word no_word = {.of = &no_form};

/* One for each mark, up to 24. */
static uint32_t put_marks(feature *f, uint32_t m, uint32_t k, const name_word *w) {
  uint32_t most = m + 24;
  for (uint64_t rest = w->marks; rest && m < most; rest &= rest - 1)
    f[m++] = h2(k, (uint64_t)__builtin_ctzll(rest), w->how);
  return m;
}

uint32_t features_of_name(feature *f, const name_word *words, uint32_t n, uint32_t i) {
  const name_word *a = i > 2 ? &words[i - 2] : &no_word, *b = &words[i - 1], *w = &words[i];
  const name_word *c = &words[i + 1];
  const name_word *d = i + 2 <= n ? &words[i + 2] : &no_word, *l = &words[w->left], *r = &words[w->right];
  uint64_t how = w->how | w->place << 3;
  uint32_t m = 0, k = 1000;
  PUT1(how);
  PUT1(w->form);
  PUT2(w->form, how);
  PUT1(w->cased);
  PUT1(b->form);
  PUT1(c->form);
  for (uint32_t j = 0; j < 3; j++) {
    PUT2(w->of->ends[j], w->how);
    PUT2(w->of->begins[j], w->how);
  }
  PUT1(w->shape);
  PUT2(b->shape, w->shape);
  PUT2(w->shape, c->shape);
  PUT3(b->how, how, c->how);
  PUT3(b->how | a->how << 3, how, c->how | d->how << 3);
  PUT2(w->xpos, w->how);
  PUT3(b->xpos, w->xpos, c->xpos);
  PUT2(w->marks, how);
  PUT2(b->marks, w->how);
  PUT2(c->marks, w->how);
  PUT2(b->marks, w->marks);
  PUT2(w->marks, c->marks);
  PUT2(w->marks, b->form);
  PUT2(w->marks, c->form);
  PUT2(w->marks, w->xpos);
  PUT2(w->of->seen, w->how);
  PUT3(w->of->seen & SEEN_FEW, how, w->marks);
  PUT2(b->of->seen & SEEN_FEW, w->of->seen & SEEN_FEW);
  PUT2(w->of->seen & SEEN_FEW, c->of->seen & SEEN_FEW);
  PUT3(l->form, r->form, w->how);
  PUT2(l->form, w->marks);
  PUT2(r->form, w->marks);
  PUT2(l->form, l == b);
  PUT2(r->form, r == c);
  PUT3(c->form, d->how, w->how);
  PUT3(b->form, a->how, w->how);
  PUT3(d->marks, c->how, w->how);
  PUT3(a->marks, b->how, w->how);
  PUT3(c->form, d->of->sense, w->how);
  PUT2(w->of->sense, w->how);
  PUT2(b->of->sense, w->how);
  PUT2(c->of->sense, w->how);
  PUT3(b->of->sense, w->of->sense, c->of->sense);
  PUT2(l->of->sense, l == b);
  PUT2(r->of->sense, r == c);
  PUT2(w->of->sense, w->marks);
  m = put_marks(f, m, 1200, w);
  m = put_marks(f, m, 1201, b);
  return put_marks(f, m, 1202, c);
}
