/* reader.c: looks ahead in the sentence that noun phrases are read from. */
#include "facts/reader.h"

/* Tokens between a party and the office it modifies. */
#define MAX_LOOKAHEAD 4

bool reader_in_time(const reader *r, uint32_t i) {
  for (uint32_t k = r->time; k < r->f->n_times && r->f->times[k].first <= i; k++)
    if (i < r->f->times[k].end) return true;
  return false;
}

/* "Guinea, …", tagged as a common noun: a singular with a capital, no article before and no noun behind it. */
static bool is_bare(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  if (t->upos != UPOS_NOUN || t->morph & MORPH_PLURAL || !(t->flags & TOK_CAP)) return false;
  bool article = i > 0 && !(t->flags & TOK_FIRST) && (r->t[i - 1].upos == UPOS_DET || r->t[i - 1].upos == UPOS_ADJ);
  return !article && (i + 1 >= r->end || (r->t[i + 1].upos != UPOS_NOUN && r->t[i + 1].upos != UPOS_ADJ));
}

gaz_match reader_name_at(const reader *r, uint32_t i) {
  gaz_match m = {.n = 0};
  if (i >= r->end) return m;
  m = gaz_name_at(r->g, r->t, i, r->end);
  if (!m.n || !m.ambiguous || m.n > 1) return m;
  uint8_t tag = r->t[i].upos;
  if (gaz_is(&m, GAZ_CODED)) {
    if ((r->t[i].flags & TOK_FIRST) && tag != UPOS_PROPN && tag != UPOS_NOUN && tag != UPOS_ADJ) m.n = 0;
    return m;
  }
  bool name = tag == UPOS_PROPN || (tag == UPOS_ADJ && (m.sorts & (1u << GAZ_ADJECTIVE))) || is_bare(r, i);
  if (!name) m.n = 0;
  return m;
}

gaz_match reader_common_at(const reader *r, uint32_t i) {
  gaz_match m = {.n = 0};
  if (i < r->end) m = gaz_common_at(r->g, r->t, i, r->end);
  return m;
}

static const uint32_t offices = 1u << GAZ_TITLE | 1u << GAZ_BODY | 1u << GAZ_COLLECTIVE |
                                1u << GAZ_PARTY_NOUN;

bool reader_is_office(const reader *r, const gaz_match *c, uint32_t i) {
  if (!c->n || !(c->sorts & offices)) return false;
  uint8_t tag = r->t[i + c->n - 1].upos;
  return tag != UPOS_VERB && tag != UPOS_AUX && tag != UPOS_ADV;
}

bool reader_office_ahead(const reader *r, uint32_t i) {
  for (uint32_t k = 0; k < MAX_LOOKAHEAD && i < r->end; k++) {
    gaz_match c = reader_common_at(r, i);
    if (reader_is_office(r, &c, i)) return true;
    if (c.n) i += c.n;
    else if (reader_small_noun(r, i) || r->t[i].upos == UPOS_NUM) i++;
    else if (reader_glued(r, i)) i++;
    else return false;
  }
  return false;
}

static bool possessive_pronoun(const reader *r, uint32_t i) {
  const token *t = &r->t[i];
  return t->word < r->g->n_words && (r->g->pronoun_case[t->word] & PRONOUN_POSSESSIVE);
}

bool reader_owned(const reader *r, uint32_t i) {
  return possessive_pronoun(r, i - 1) || (reader_possessive(r, i - 1) && r->last_end == i - 1);
}

np_det reader_det(const reader *r, uint32_t i) {
  uint32_t c = reader_class(r, i);
  if (r->t[i].upos == UPOS_SCONJ || r->t[i].upos == UPOS_PRON) return DET_NONE;
  if (c & WORD_DEFINITE) return DET_DEFINITE;
  if (c & WORD_INDEFINITE) return DET_INDEFINITE;
  return c & WORD_NUMBER ? DET_NUMBER : DET_NONE;
}
