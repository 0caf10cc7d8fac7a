/* coref_features.c: what is looked at: of a mention for its kind, of a mention and an entity for their link. */
#include "facts/coref.h"

/* ---- places in the table ----------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t x) {
  h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
  return h ^ h >> 29;
}

static uint64_t key(uint64_t which, uint64_t x, uint64_t y) {
  return mix(mix(which * UINT64_C(0xD6E8FEB86659FD93), x), y);
}

static void put(coref_features *out, uint64_t which, uint64_t x, uint64_t y) {
  out->at[out->count++] = (uint32_t)((key(which, x, y) >> 32) * out->n >> 32);
}

/* ---- kinds ------------------------------------------------------------------------------------------- */

static uint64_t form_at(const coref *c, uint32_t i) { return c->names->hashes[c->d->tokens[i].form]; }

/* The form at i if it stands in the mention's sentence; 1: outside. */
static uint64_t form_near(const coref *c, const coref_mention *m, uint32_t i) {
  const sentence *s = &c->d->sentences[m->sentence];
  return i >= s->first && i < s->end ? form_at(c, i) : 1;
}

/* The last characters of a word: its bytes, up to three. */
static uint64_t ending(const coref *c, uint32_t i, uint32_t n) {
  const token *t = &c->d->tokens[i];
  uint32_t from = t->view_end - t->view > n ? t->view_end - n : t->view;
  return map_hash(str_sub(c->d->report->view, from, t->view_end));
}

static uint8_t actor_kind_of(const coref *c, const coref_mention *m) {
  return m->actor == NONE ? 0 : (uint8_t)(1 + c->f->actors[m->actor].kind);
}

void coref_kind_features(coref_features *out, const coref *c, uint32_t at) {
  const coref_mention *m = &c->mentions[at];
  const token *head = &c->d->tokens[m->head];
  uint64_t sense = c->names->senses[head->form], word = m->head_hash;
  uint64_t before = form_near(c, m, m->first - 1), after = form_near(c, m, m->end);
  uint64_t inner = m->head > m->first ? form_at(c, m->head - 1) : 1;
  uint64_t looks = (uint64_t)m->type << 8 | m->name << 4 | actor_kind_of(c, m);
  uint64_t tag = (uint64_t)head->upos << 8 | head->xpos;
  out->count = 0;
  put(out, 1, looks, tag);
  put(out, 2, word, 0);
  put(out, 3, word, m->type);
  put(out, 4, sense, m->type);
  put(out, 5, sense, m->role);
  put(out, 6, ending(c, m->head, 3), m->name);
  put(out, 7, ending(c, m->head, 2), tag);
  put(out, 8, before, m->type);
  put(out, 9, after, m->type);
  put(out, 10, inner, m->type);
  put(out, 11, inner, word);
  put(out, 12, m->role, m->type << 4 | m->number);
  put(out, 13, before, word);
  put(out, 14, after, coref_is_pronoun(m->type) ? word : m->role);
  put(out, 15, m->first > 1 ? form_near(c, m, m->first - 2) : 1, m->type);
  put(out, 16, form_near(c, m, m->end + 1), m->type);
  put(out, 17, m->words_hash, 0);
  put(out, 18, form_at(c, m->first), m->name);
  put(out, 19, actor_kind_of(c, m), m->gender);
  put(out, 20, m->end - m->first > 3 ? 3 : m->end - m->first, looks);
}

/* ---- links ------------------------------------------------------------------------------------------- */

static uint32_t distance_class(uint32_t n) {
  return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 20 ? 6 : n < 50 ? 7 : 8;
}

/* How the words of a mention are among those of another: the same, its head the same, or one within. */
enum { SAME_NOTHING, SAME_HEAD, SAME_WORDS, SAME_PART, SAME_OTHER_HEAD };

static bool has_word(const coref *c, const coref_mention *m, uint64_t form) {
  if (!(m->words >> (form & 63) & 1)) return false;
  for (uint32_t i = m->first; i < m->end && i < m->first + COREF_FIRST_WORDS; i++)
    if (form_at(c, i) == form) return true;
  return false;
}

static uint32_t likeness(const coref *c, const coref_mention *m, const coref_mention *o) {
  if (coref_is_pronoun(m->type) || coref_is_pronoun(o->type)) return SAME_NOTHING;
  if (m->words_hash == o->words_hash) return SAME_WORDS;
  if (m->head_hash == o->head_hash) return SAME_HEAD;
  if (has_word(c, o, m->head_hash)) return SAME_PART;
  return has_word(c, m, o->head_hash) ? SAME_OTHER_HEAD : SAME_NOTHING;
}

/* Words before the head that the other lacks: 0 none, 1 some; 2: each has its own. */
static uint32_t strangers(const coref *c, const coref_mention *m, const coref_mention *o) {
  bool mine = false, its = false;
  for (uint32_t i = m->first; i < m->head && i < m->first + COREF_FIRST_WORDS; i++) {
    uint8_t t = c->d->tokens[i].upos;
    if (t != UPOS_DET && t != UPOS_PUNCT && t != UPOS_PRON && !has_word(c, o, form_at(c, i))) mine = true;
  }
  for (uint32_t i = o->first; i < o->head && i < o->first + COREF_FIRST_WORDS; i++) {
    uint8_t t = c->d->tokens[i].upos;
    if (t != UPOS_DET && t != UPOS_PUNCT && t != UPOS_PRON && !has_word(c, m, form_at(c, i))) its = true;
  }
  return mine ? its ? 3 : 1 : its ? 2 : 0;
}

/* What stands between the end of one mention and the beginning of the next, where little does: a comma, a
 * copula, nothing; else 0. */
static uint64_t between(const coref *c, const coref_mention *o, const coref_mention *m) {
  if (o->sentence != m->sentence) return 0;
  if (m->first >= o->first && m->end <= o->end) return 5;                /* inside */
  if (o->first >= m->first && o->end <= m->end) return 6;
  if (m->first < o->end || m->first - o->end > 2) return 0;
  if (m->first == o->end) return 4;
  const token *t = &c->d->tokens[o->end];
  if (t->upos == UPOS_AUX) return 2;
  if (t->upos == UPOS_PUNCT) return m->first - o->end == 1 ? 1 : 3;
  return 0;
}


/* Where nobody was spoken of yet: what m itself tells. */
static void first_features(coref_features *out, const coref *c, const coref_mention *m) {
  const coref_mention *same = m->same_head == NONE ? NULL : &c->mentions[m->same_head];
  uint64_t seen = same ? 1 + (same->words_hash == m->words_hash) : 0;
  uint64_t type = m->type, word = m->head_hash;
  uint64_t before = form_near(c, m, m->first - 1), after = form_near(c, m, m->end);
  uint64_t start = m->sentence > 8 ? 2 : m->sentence > 2;
  put(out, 100, type, 0);
  put(out, 101, type, seen << 4 | m->kind);
  put(out, 102, word, type);
  put(out, 103, type, m->role << 4 | m->kind);
  put(out, 104, before, type);
  put(out, 105, after, type);
  put(out, 106, type, start << 4 | c->manner);
  put(out, 107, c->n_entities > 10, type);
  put(out, 108, word, before);
  put(out, 109, word, after);
  put(out, 110, type << 4 | m->kind, (uint64_t)c->names->senses[c->d->tokens[m->head].form] << 4 | m->number);
  put(out, 111, type << 4 | m->quoted, (uint64_t)c->manner << 4 | m->kind << 2 | m->sure);
  put(out, 112, m->end - m->first > 3 ? 3 : m->end - m->first, type << 4 | seen);
  put(out, 113, type << 8 | m->name << 4 | (m->actor != NONE), seen);
}

/* Who speaks: the entity is the speaker of m's words, or of others. */
static uint64_t speaker_class(const coref_mention *m, const coref_entity *e, const coref_mention *o) {
  uint64_t who = m->speaker == NONE ? 0 : e->actor == m->speaker ? 1 : e->actor == NONE ? 2 : 3;
  return who << 3 | (uint64_t)m->quoted << 2 | (uint64_t)o->quoted << 1 |
         (m->quoted && o->quoted && m->speaker == o->speaker);
}

static uint64_t persons_of(const coref_entity *e) { return e->types & 0xFF; }
static uint64_t phrases_of(const coref_entity *e) { return e->types >> 8; }

void coref_pair_features(coref_features *out, const coref *c, uint32_t at, uint32_t of, uint32_t rank) {
  const coref_mention *m = &c->mentions[at];
  out->count = 0;
  if (of == NONE) {
    first_features(out, c, m);
    return;
  }
  const coref_entity *e = &c->entities[of];
  const coref_mention *o = &c->mentions[e->last];
  const coref_mention *h = e->called == NONE ? o : &c->mentions[e->called];
  const uint64_t type = m->type, types = type << 4 | o->type, manner = c->manner;
  const uint64_t sentences = distance_class(m->sentence - o->sentence);
  const uint64_t blocks = m->block - o->block > 4 ? 4 : m->block - o->block;
  const uint64_t mentions = distance_class(at - e->last);
  const uint64_t like = likeness(c, m, h), kind = coref_kind_of(e), number = e->number, gender = e->gender;
  const uint64_t size = e->n > 8 ? 4 : e->n > 3 ? 3 : e->n;
  const uint64_t bare = coref_is_pronoun(m->type) ? m->head_hash : type;
  const uint64_t agree = (uint64_t)m->number << 8 | number << 4 | m->gender >> 2 | gender;
  put(out, 1, types, sentences);
  put(out, 2, types, rank);
  put(out, 3, type, mentions << 4 | o->role);
  put(out, 4, types << 4 | m->role, (uint64_t)o->role << 4 | (sentences > 2 ? 2 : sentences));
  put(out, 5, types, kind << 2 | m->kind);
  put(out, 6, bare, kind << 12 | agree);
  put(out, 7, types << 4 | like, kind);
  put(out, 8, bare, h->head_hash);
  put(out, 9, type << 8 | size << 4 | sentences, manner);
  put(out, 10, types << 4 | manner, blocks << 4 | (m->block == o->block ? sentences : 0));
  put(out, 11, types, speaker_class(m, e, o));
  put(out, 12, type << 16 | persons_of(e), manner << 4 | blocks);
  put(out, 13, types, between(c, o, m));
  put(out, 14, type << 8 | agree, types);
  put(out, 15, type << 8 | phrases_of(e), kind << 4 | rank);
  put(out, 16, bare << 2 | m->possessive, (uint64_t)o->role << 8 | sentences << 4 | kind);
  put(out, 17, bare, (uint64_t)c->names->senses[c->d->tokens[h->head].form] << 4 | number);
  if (coref_is_pronoun(m->type)) {
    put(out, 18, form_near(c, m, m->end), kind);
    put(out, 19, type << 4 | rank, kind << 8 | number << 4 | gender);
    put(out, 20, bare, (uint64_t)o->role << 12 | m->role << 8 | rank << 4 | (o->head_hash == m->head_hash));
    return;
  }
  put(out, 21, m->head_hash, h->head_hash);
  put(out, 22, types << 4 | like, (uint64_t)(like ? strangers(c, m, h) : 0) << 8 | sentences);
  put(out, 23, types << 4 | like, (uint64_t)m->name << 8 | h->name << 4 | (e->actor != NONE) << 1 |
                                      (m->actor != NONE));
  put(out, 24, like << 8 | (m->kind << 4) | kind, (uint64_t)m->sure << 8 | type << 4 | size);
  put(out, 25, like ? m->head_hash : 0, like << 4 | type);
  put(out, 26, types << 4 | like, (uint64_t)m->number << 4 | number);
}
