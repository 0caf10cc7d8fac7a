/* names.c: where the names of people begin and end. */
#include "facts/names.h"

/* Bytes of a syllable in a name: more is another word. */
#define MAX_SYLLABLE 6

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

bool names_token(const reader *r, uint32_t i) {
  if (i >= r->end) return false;
  const token *t = &r->t[i];
  if (!(t->flags & TOK_CAP) || !(t->flags & TOK_ALPHA) || (t->flags & TOK_LINK)) return false;
  uint32_t c = reader_class(r, i);
  if (c & WORD_GIVEN) return !reader_in_time(r, i);
  if ((c & (WORD_NO_NAME | WORD_DEFINITE | WORD_INDEFINITE)) || abbreviated(r, t)) return false;
  if (closed_class(t) && t->word) return false;
  return !reader_in_time(r, i);
}

bool names_capital(const reader *r, uint32_t i) {
  if (i >= r->end) return false;
  const token *t = &r->t[i];
  bool word = (t->flags & TOK_CAP) && (t->flags & TOK_ALPHA) && !(closed_class(t) && t->word);
  return word && !reader_in_time(r, i);
}

static bool initial(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  return t->view_end - t->view == 2 && (t->flags & TOK_CAP) && r->f->report->view.ptr[t->view + 1] == '.';
}

/* "Kim Min-ji": a second syllable in small letters, behind the hyphen at i, in a name already of two words. */
static bool small_syllable(const reader *r, uint32_t i) {
  if (i + 1 >= r->end || i < r->start + 2 || !reader_glued(r, i)) return false;
  const token *t = &r->t[i + 1];
  bool small = (t->flags & TOK_ALPHA) && !(t->flags & (TOK_CAP | TOK_SPACE_BEFORE));
  bool word = (t->upos == UPOS_VERB || t->upos == UPOS_ADJ) && t->word;
  if (!small || word || t->view_end - t->view > MAX_SYLLABLE) return false;
  return names_token(r, i - 1) && names_token(r, i - 2) && !reader_small_noun(r, i + 2);
}

uint32_t names_step(const reader *r, uint32_t i) {
  if (names_token(r, i)) return i + 1;
  if (small_syllable(r, i)) return i + 2;
  if (reader_glued(r, i) && i + 1 < r->end && !(r->t[i + 1].flags & TOK_SPACE_BEFORE))
    return names_token(r, i + 1) ? i + 2 : 0;
  uint32_t k = i;
  while (k < i + 3 && (reader_class(r, k) & WORD_PARTICLE) && !(r->t[k].flags & TOK_CAP)) {
    k++;
    if (reader_glued(r, k)) k++;
  }
  return k > i && names_token(r, k) ? k + 1 : 0;
}

/* Whether a person's name begins inside a run that began with another word: "Affairs Anna Vale", "Union
 * President Anna Vale". */
static bool another_begins(const reader *r, uint32_t first, uint32_t i) {
  gaz_match c = reader_common_at(r, i);
  if (gaz_is(&c, GAZ_TITLE) && names_token(r, i + c.n)) return true;
  if ((reader_class(r, first) & WORD_GIVEN) || initial(r, first)) return false;
  gaz_match m = gaz_name_at(r->g, r->t, i, r->end);
  return (gaz_is(&m, GAZ_PERSON) && m.n > 1) || ((reader_class(r, i) & WORD_GIVEN) && names_token(r, i + 1));
}

/* End of the person's name that the tagger has at i, or i. */
static uint32_t tagged_end(const reader *r, uint32_t i) {
  uint32_t end = i;
  const tagged_name *n = i < r->end ? tagged_at(r->tagged, i, &end) : NULL;
  return n && n->kind == ACTOR_PERSON && end <= r->end ? end : i;
}

uint32_t names_run(const reader *r, uint32_t i) {
  uint32_t whole = names_token(r, i) ? tagged_end(r, i) : i;
  for (uint32_t next = whole; whole > i && (next = names_step(r, whole)) > whole + 1;) whole = next;
  if (whole > i) return whole;
  uint32_t end = i, n = 0;
  bool particle = false;                   /* "Anna al-Vale Orm" is one name */
  for (uint32_t next = i; n < MAX_NAME && (next = names_step(r, end)); n++) {
    if (end > i && next == end + 1 && !particle && another_begins(r, i, end)) break;
    bool begun = r->t[i].upos == UPOS_PROPN && !r->t[i].word;      /* a name the tagger has only the end of */
    if (end > i + begun && tagged_end(r, end) > end) break;
    particle = particle || next > end + 1;
    if (end > i && next == end + 1 && !(reader_class(r, end) & WORD_GIVEN)) {
      gaz_match m = gaz_name_at(r->g, r->t, end, r->end);
      bool surname = m.ambiguous && (m.sorts & (PLACE_NAMES | 1u << GAZ_CODED));
      if (m.n && !surname && (m.sorts & (OWN_NAMES | 1u << GAZ_ADJECTIVE))) break;
    }
    end = next;
  }
  if (end > i && (reader_class(r, end) & WORD_NAME_SUFFIX)) end++;
  return end;
}

static bool has_class(const reader *r, uint32_t i, uint32_t end, uint32_t c) {
  for (; i < end; i++)
    if (reader_class(r, i) & c) return true;
  return false;
}

/* Whether the words by themselves look like a person's: a given name first, an initial, a particle. */
static bool personal(const reader *r, uint32_t i, uint32_t end) {
  if (end - i < 2) return false;
  if (reader_class(r, i) & WORD_GIVEN) return true;
  for (uint32_t k = i; k < end; k++) {
    bool particle = k > i && (reader_class(r, k) & WORD_PARTICLE) && !(r->t[k].flags & TOK_CAP);
    if (particle || initial(r, k)) return true;
  }
  return false;
}

void names_set(noun_phrase *x, np_sort sort, uint32_t i, uint32_t end) {
  x->sort = sort;
  x->name_first = i;
  x->name_end = x->end = end;
  x->head = end - 1;
}

bool names_read(const reader *r, uint32_t i, bool titled, noun_phrase *x) {
  gaz_match m = reader_name_at(r, i);
  uint32_t run = r->heading && !titled ? i : names_run(r, i);
  if (gaz_is(&m, GAZ_PERSON) && i + m.n >= run) {
    names_set(x, NP_PERSON, i, i + m.n);
    x->entity = m.several ? NONE : m.entity[GAZ_PERSON];
    return true;
  }
  if (run == i) return false;
  if (m.n && !titled && (i + m.n >= run || !personal(r, i, run))) return false;
  if (titled && m.n && !m.ambiguous && run <= i + m.n) return false;
  if (has_class(r, titled ? i : i + 1, run, WORD_ORGANISATION)) return false;
  if (!titled && !personal(r, i, run)) return false;
  names_set(x, NP_PERSON, i, run);
  return true;
}
