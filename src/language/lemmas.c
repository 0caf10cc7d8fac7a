#include "language/lemmas.h"

/* ---- contexts ------------------------------------------------------------------------------------------ */

#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

static inline feature with(feature h, uint64_t part) {
  h = (h ^ part) * SPREAD;
  return h ^ h >> 29;
}

/* A context's hash as a key of the table, which must not be 0. */
static inline uint32_t key_of(feature h) { return (uint32_t)(h >> 32) | 1; }

enum { NO_LETTER, LOWER, CAPITAL, ONE_CAPITAL, FEW_CAPITALS, CAPITALS, MIXED, HAS_DIGIT = 8 };
enum { FEW = 4 };              /* letters of what is more often an acronym than a word in capitals */

static unsigned shape_of(str form) {
  uint32_t letters = 0, upper = 0, first_upper = 0;
  unsigned digits = 0;
  for (size_t i = 0; i < form.len;) {
    uint32_t c = (unsigned char)form.ptr[i];
    bool is_upper = c - 'A' < 26, is_letter = (c | 0x20) - 'a' < 26;
    if (c < 0x80) {
      i++;
      if (c - '0' < 10) digits = HAS_DIGIT;
    } else {
      c = utf8_next(form, &i);
      if (utf8_is_digit(c)) digits = HAS_DIGIT;
      is_letter = utf8_is_letter(c);
      is_upper = utf8_is_upper(c);
    }
    if (!is_letter) continue;
    upper += is_upper;
    first_upper |= is_upper && !letters;
    letters++;
  }
  if (!letters) return digits | NO_LETTER;
  if (!upper) return digits | LOWER;
  if (upper == letters && letters == 1) return digits | ONE_CAPITAL;
  if (upper == letters) return digits | (letters <= FEW ? FEW_CAPITALS : CAPITALS);
  return digits | (first_upper && upper == 1 ? CAPITAL : MIXED);
}

/* keys: [LEMMA_ENDINGS]; of the endings that leave something of the form, and of the whole of a single
 * character; their number. */
static uint32_t ending_keys(uint32_t *keys, const lemma_query *q) {
  unsigned shape = shape_of(q->form);
  bool by_upos = q->tag->part == q->tag->whole;
  feature upos_start = with(with(6, q->tag->upos), shape), start = with(with(1, q->tag->part), shape);
  feature ending = 0;
  size_t at = q->folded.len;
  for (uint32_t n = 0;; n++) {
    keys[2 * n] = by_upos ? key_of(with(with(upos_start, ending), n)) : 0;
    keys[2 * n + 1] = key_of(with(with(start, ending), n));
    if (n == LEMMA_ENDING || !at) return 2 * n + 2;
    do {
      at--;
      ending = (ending ^ (unsigned char)q->folded.ptr[at]) * UINT64_C(0x100000001B3);
    } while (at > 0 && ((unsigned char)q->folded.ptr[at] & 0xC0) == 0x80);
    if (!at && n > 0) return 2 * n + 2;
  }
}

enum { BY_UPOS, BY_PART, BY_TAG, AS_WRITTEN, FORM_LEVELS };

/* 0 where the form is written as it is folded, which BY_TAG tells as well. */
static inline uint32_t form_key(const lemma_query *q, unsigned level) {
  switch (level) {
    case BY_UPOS: return key_of(with(with(2, q->tag->upos), q->hash));
    case BY_PART: return key_of(with(with(3, q->tag->part), q->hash));
    case BY_TAG: return key_of(with(with(4, q->tag->whole), q->hash));
    default: return str_eq(q->form, q->folded) ? 0 : key_of(with(with(5, q->tag->whole), map_hash(q->form)));
  }
}

void lemmas_keys(uint32_t *keys, const lemma_query *q) {
  uint32_t n = ending_keys(keys, q);
  for (; n < LEMMA_ENDINGS; n++) keys[n] = 0;
  for (unsigned level = 0; level < FORM_LEVELS; level++) keys[n + level] = form_key(q, level);
}

lemma_tag lemmas_tag(str tag) {
  str rest = tag, first, second;
  str_split(&rest, '\t', &first);
  if (!str_split(&rest, '\t', &second)) second = STR("_");
  size_t end = str_eq(second, STR("_")) ? tag.len : (size_t)(second.ptr + second.len - tag.ptr);
  return (lemma_tag){map_hash(first), map_hash(str_sub(tag, 0, end)), map_hash(tag)};
}

/* ---- finding ------------------------------------------------------------------------------------------- */

enum { BITS = 8 };             /* of the filter, a slot */

static inline uint32_t bit_of(uint32_t key, uint32_t n_slots) { return (key >> 1) & (BITS * n_slots - 1); }

static inline bool may_have(const lemma_model *m, uint32_t key) {
  uint32_t bit = bit_of(key, m->n_slots);
  return !m->filter || m->filter[bit / 64] >> bit % 64 & 1;
}

/* The edit's number and true, where the table has the key. */
static inline bool probe(uint16_t *edit, const lemma_model *m, uint32_t key) {
  uint32_t mask = m->n_slots - 1, i = lemmas_slot(key, m->n_slots);
  for (uint32_t tried = 0; tried < m->n_slots && m->keys[i]; tried++, i = (i + 1) & mask)
    if (m->keys[i] == key) {
      *edit = m->at[i];
      return true;
    }
  return false;
}

uint16_t lemmas_find(const lemma_model *m, const lemma_query *q) {
  uint32_t keys[LEMMA_ENDINGS];
  uint16_t edit = 0;
  for (unsigned level = FORM_LEVELS; level-- > 0;) {
    uint32_t key = form_key(q, level);
    if (key && may_have(m, key) && probe(&edit, m, key)) return edit;
  }
  for (uint32_t n = ending_keys(keys, q); n-- > 0;)
    if (keys[n] && may_have(m, keys[n]) && probe(&edit, m, keys[n])) return edit;
  return 0;
}

/* ---- edits --------------------------------------------------------------------------------------------- */

/* The place of the last `cut` characters; the end where nothing would be left before them. */
static size_t cut_at(str s, uint32_t cut) {
  size_t at = s.len;
  for (uint32_t n = 0; n < cut; n++) {
    if (!at) return s.len;
    do at--;
    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80);
  }
  return at ? at : s.len;
}

static bool takes_nothing(const lemma_edit *e) { return !e->cut && !e->put.len; }

static str without_commas(char *out, str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] != ',') out[n++] = s.ptr[i];
  return n ? (str){out, n} : s;
}

str lemma_raise(arena *a, str folded, bool all) {
  char *out = arena_alloc(a, 4 * folded.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < folded.len;) {
    bool first = !i;
    uint32_t c = utf8_next(folded, &i);
    n += utf8_put(first || all ? utf8_upper(c) : c, out + n);
  }
  return (str){out, n};
}

static str in_case(arena *a, const lemma_edit *e, str form, str folded) {
  switch (e->letters) {
    case LEMMA_LOWER: return folded;
    case LEMMA_CAPITAL: return lemma_raise(a, folded, false);
    case LEMMA_UPPER: return lemma_raise(a, folded, true);
    case LEMMA_DIGITS: return without_commas(arena_alloc(a, form.len + 1), form);
    default: return form;
  }
}

str lemmas_write(arena *a, const lemma_model *m, uint16_t edit, str form, str folded) {
  const lemma_edit *e = &m->edits[edit];
  if (e->letters == LEMMA_WHOLE) return e->put;
  str s = in_case(a, e, form, folded);
  size_t at = cut_at(s, e->cut);
  if (takes_nothing(e) || (e->cut && at == s.len)) return s;
  const str parts[2] = {str_sub(s, 0, at), e->put};
  return arena_join(a, parts, 2, (str){"", 0});
}

word_id lemmas_word(const lemma_model *m, const lexicon *l, uint16_t edit, str folded, word_id own,
                    char *room) {
  const lemma_edit *e = &m->edits[edit];
  if (e->letters == LEMMA_WHOLE) return e->word;
  str s = folded;
  if (e->letters == LEMMA_DIGITS) s = without_commas(room, s);
  else if (takes_nothing(e)) return own;
  size_t at = cut_at(s, e->cut);
  if (e->cut && at == s.len) return own;
  if (s.ptr != room) memcpy(room, s.ptr, at);
  if (e->folded.len) memcpy(room + at, e->folded.ptr, e->folded.len);
  return lexicon_find(l, (str){room, at + e->folded.len});
}

/* ---- loading ------------------------------------------------------------------------------------------- */

static const char letters[] = "KLCUDW";                    /* in the order of LEMMA_… */

bool lemmas_edit(lemma_edit *out, arena *a, str text) {
  const char *at = text.len ? memchr(letters, text.ptr[0], LEMMA_CASES) : NULL;
  if (!at) return false;
  *out = (lemma_edit){.letters = (uint8_t)(at - letters)};
  size_t start = out->letters == LEMMA_WHOLE ? 1 : 2;
  if (text.len < start || utf8_valid(text) < text.len) return false;
  out->put = str_sub(text, start, text.len);
  out->folded = utf8_folded(a, out->put);
  if (start == 1) return out->put.len > 0;
  if (text.ptr[1] < '0' || text.ptr[1] > '0' + LEMMA_CUT) return false;
  out->cut = (uint8_t)(text.ptr[1] - '0');
  return out->put.len <= LEMMA_PUT;
}

static ch_status load_edits(lemma_model *p, arena *a, const model_file *m, lexicon *l, ch_error *err) {
  str text = model_file_find(m, "lemma-edits"), line;
  uint32_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += text.ptr[i] == '\n';
  if (!n || n > UINT16_MAX || text.ptr[text.len - 1] != '\n')
    return model_file_err(err, m, "section 'lemma-edits' does not hold 1 to %d lines", UINT16_MAX);
  lemma_edit *edits = ARENA_ARRAY(a, lemma_edit, n);
  for (uint32_t i = 0; i < n && str_split(&text, '\n', &line); i++) {
    if (!lemmas_edit(&edits[i], a, line))
      return model_file_err(err, m, "line %u of section 'lemma-edits' is no edit", i + 1);
    if (l && edits[i].letters == LEMMA_WHOLE) edits[i].word = lexicon_add(l, edits[i].put);
  }
  p->edits = edits;
  p->n_edits = n;
  return CH_OK;
}

enum { MAX_SLOTS = 1 << 24 };

static uint64_t *make_filter(arena *a, const lemma_model *m) {
  uint64_t *filter = ARENA_ARRAY(a, uint64_t, m->n_slots * (size_t)BITS / 64 + 1);
  for (uint32_t i = 0; i < m->n_slots; i++) {
    uint32_t bit = bit_of(m->keys[i], m->n_slots);
    if (m->keys[i]) filter[bit / 64] |= UINT64_C(1) << bit % 64;
  }
  return filter;
}

static ch_status load_table(lemma_model *p, arena *a, const model_file *m, ch_error *err) {
  uint32_t n_at = 0;
  ch_status status = model_file_u32(&p->keys, &p->n_slots, m, a, "lemma-keys", err);
  if (!status) status = model_file_u16(&p->at, &n_at, m, a, "lemma-at", err);
  if (status) return status;
  bool sound = p->n_slots && !(p->n_slots & (p->n_slots - 1)) && n_at == p->n_slots && n_at <= MAX_SLOTS;
  for (uint32_t i = 0; sound && i < n_at; i++) sound = p->at[i] < p->n_edits;
  if (sound) p->filter = make_filter(a, p);
  return sound ? CH_OK : model_file_err(err, m, "section 'lemma-keys' and those with it do not fit together");
}

ch_status lemmas_load(lemma_model *out, bool *found, arena *a, const model_file *m, lexicon *l,
                      ch_error *err) {
  *out = (lemma_model){0};
  *found = model_file_find(m, "lemma-edits").ptr != NULL;
  if (!*found) return CH_OK;
  ch_status status = load_edits(out, a, m, l, err);
  return status ? status : load_table(out, a, m, err);
}
