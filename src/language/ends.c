#include "language/ends.h"

/* ---- how tokens look ------------------------------------------------------------------------------------ */

/* Kinds of words; signs are known by their form. */
enum {
  NOTHING = 1, LOWER, CAPITAL, CAPITALS, INITIAL, SHORT_LOWER, SHORT_CAPITAL, NEVER, LINK, ADDRESS, DIGIT_1,
  DIGIT_2, DIGIT_4, DIGITS, DAY, HOUR, PHONE, SIGNS, MARK, DASH, DOTS, BANGS, ASKS, OTHERS
};

static uint64_t hash_of(const ends *e, uint32_t i) { return e->r->forms.forms[e->r->tokens[i].form].hash; }

static uint64_t look_of_number(str s) {
  if (memchr(s.ptr, '/', s.len)) return DAY;
  if (memchr(s.ptr, ':', s.len)) return HOUR;
  if (memchr(s.ptr, '-', s.len)) return PHONE;
  return s.len == 1 ? DIGIT_1 : s.len == 2 ? DIGIT_2 : s.len == 4 ? DIGIT_4 : DIGITS;
}

static uint64_t look_of_word(const ends *e, const token *t) {
  str s = str_sub(e->r->report->view, t->view, t->view_end);
  if (t->flags & TOK_LINK) return memchr(s.ptr, '@', s.len) ? ADDRESS : LINK;
  if (t->flags & TOK_NEVER_ENDS) return NEVER;
  if (t->flags & TOK_SHORT) return t->flags & TOK_CAP ? SHORT_CAPITAL : SHORT_LOWER;
  if (t->flags & TOK_DIGIT) return look_of_number(s);
  if (!(t->flags & TOK_CAP)) return LOWER;
  return t->flags & TOK_CAPS ? CAPITALS : s.len == 1 ? INITIAL : CAPITAL;
}

/* Signs that do the same are one. */
static uint64_t sign_of(const ends *e, uint32_t i) {
  const token *t = &e->r->tokens[i];
  str s = str_sub(e->r->report->view, t->view, t->view_end);
  if (t->flags & TOK_MARK) return MARK;
  if (s.ptr[0] == '!') return BANGS;
  if (s.ptr[0] == '?') return ASKS;
  if (str_eq(s, STR("…")) || (s.len > 1 && s.ptr[0] == '.')) return DOTS;
  if (str_eq(s, STR("–")) || str_eq(s, STR("—")) || str_eq(s, STR("―")) || str_eq(s, STR("--"))) return DASH;
  return hash_of(e, i) % UINT32_MAX + OTHERS;
}

/* Of a sign: what it is, whether white space stands before it, and what it is as a quotation mark. */
static uint64_t look_of(const ends *e, uint32_t i) {
  enum { SEEN = TOK_SPACE_BEFORE | TOK_OPEN | TOK_CLOSE };
  const token *t = &e->r->tokens[i];
  if (t->flags & (TOK_ALPHA | TOK_DIGIT | TOK_LINK | TOK_SHORT | TOK_NEVER_ENDS)) return look_of_word(e, t);
  return sign_of(e, i) << 16 | (t->flags & SEEN);
}

static bool is_word(uint64_t look) { return look < SIGNS; }
static bool is_lower(uint64_t look) { return look == LOWER || look == SHORT_LOWER; }
static bool is_capital(uint64_t look) { return look >= CAPITAL && look <= INITIAL; }
static bool has_space(const ends *e, uint32_t i) { return e->r->tokens[i].flags & TOK_SPACE_BEFORE; }

static char first_byte(const ends *e, uint32_t i) { return e->r->report->view.ptr[e->r->tokens[i].view]; }

/* Full stops, exclamation and question marks. */
static bool is_stop(const ends *e, uint32_t i) {
  return !is_word(e->looks[i]) && strchr(".!?", first_byte(e, i));
}

/* ---- from gap to gap ------------------------------------------------------------------------------------ */

void ends_begin(ends *e, const reading *r, const token_model *m) {
  *e = (ends){.r = r, .m = m, .looks = ARENA_ARRAY(r->a, uint64_t, r->n)};
  for (uint32_t i = 0; i < r->n; i++) e->looks[i] = look_of(e, i);
}

void ends_block(ends *e, const read_block *b) {
  e->begin = e->first = e->at = b->first;
  e->end = b->end;
  e->stop = b->first;
  e->lower = e->capital = e->opened = e->n_stops = e->length_before = 0;
  for (uint32_t i = b->first; i < b->end && e->n_stops < 3; i++) e->n_stops += is_stop(e, i);
}

/* A verb of saying follows within a few words: “Why?” Smith asked. */
static bool saying_follows(const ends *e, uint32_t i) {
  enum { FEW = 5 };
  for (uint32_t n = 0; i < e->end && n < FEW && !is_stop(e, i); i++, n++)
    if (tokens_marks(e->m, e->r->tokens[i].word) & MARK_SAYING) return true;
  return false;
}

/* A quotation that ends with a comma, or is a question before who asked it, goes on in its sentence. */
static bool quotation_goes_on(const ends *e, uint32_t i) {
  if (i < e->begin + 2 || !(e->r->tokens[i - 1].flags & TOK_CLOSE)) return false;
  char c = first_byte(e, i - 2);
  return c == ',' || ((c == '?' || c == '!') && saying_follows(e, i));
}

/* Without white space a sentence begins only behind what ends one, as in "came.They". */
static bool may_begin(const ends *e, uint32_t i) {
  uint64_t left = e->looks[i - 1], right = e->looks[i];
  if (e->r->tokens[i].flags & TOK_MWT || left == NEVER || quotation_goes_on(e, i)) return false;
  if (!has_space(e, i)) return !is_word(left) && is_capital(right) && strchr(".!?)]:*\xE2", first_byte(e, i - 1));
  return is_lower(right) ? !is_word(left) && first_byte(e, i - 1) != ',' : true;
}

static void pass(ends *e, uint32_t i) {
  uint64_t look = e->looks[i];
  e->lower += is_lower(look);
  e->capital += is_capital(look);
  if (is_word(look)) return;
  char c = first_byte(e, i);
  if (c == '(' || c == '[') e->opened++;
  else if ((c == ')' || c == ']') && e->opened) e->opened--;
}

bool ends_next(ends *e) {
  while (e->at + 1 < e->end) {
    pass(e, e->at++);
    if (!may_begin(e, e->at)) continue;
    if (e->stop < e->at) e->stop = e->at;
    while (e->stop < e->end && !is_stop(e, e->stop)) e->stop++;
    return true;
  }
  return false;
}

void ends_cut(ends *e) {
  e->length_before = e->at - e->first;
  e->first = e->at;
  e->lower = e->capital = e->opened = 0;
}

/* ---- features ------------------------------------------------------------------------------------------- */

#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t h = (a ^ b) * SPREAD;
  return h ^ h >> 29;
}

/* Near numbers one by one, far ones together. */
static uint64_t bucket(uint32_t n) {
  return n < 5 ? n : n < 7 ? 5 : n < 10 ? 6 : n < 15 ? 7 : n < 25 ? 8 : n < 40 ? 9 : 10;
}

static uint64_t look_at(const ends *e, int64_t i) {
  return i < (int64_t)e->begin || i >= (int64_t)e->end ? NOTHING : e->looks[i];
}

static uint64_t form_at(const ends *e, int64_t i) {
  if (i < (int64_t)e->begin || i >= (int64_t)e->end) return NOTHING;
  return is_word(e->looks[i]) ? hash_of(e, (uint32_t)i) : e->looks[i];
}

/* The last three bytes, in lower case. */
static uint64_t ending_of(const ends *e, uint32_t i) {
  str s = e->r->forms.forms[e->r->tokens[i].form].folded;
  uint64_t h = 0;
  for (size_t k = s.len > 3 ? s.len - 3 : 0; k < s.len; k++) h = h << 8 | (unsigned char)s.ptr[k];
  return h;
}

/* Words in lower case, and verbs of saying, among the next few. */
static uint64_t ahead(const ends *e) {
  enum { FEW = 6 };
  uint64_t lower = 0, saying = 0, capitals = 0;
  for (uint32_t i = e->at; i < e->end && i < e->at + FEW && !is_stop(e, i); i++) {
    lower += is_lower(e->looks[i]);
    capitals += is_capital(e->looks[i]);
    saying |= (tokens_marks(e->m, e->r->tokens[i].word) & MARK_SAYING) != 0;
  }
  return lower << 8 | (capitals > 3 ? 3 : capitals) << 1 | saying;
}

uint32_t ends_features(feature *f, const ends *e) {
  uint32_t i = e->at, m = 0;
  uint64_t k = 0;
  uint64_t l1 = e->looks[i - 1], r1 = e->looks[i], l2 = look_at(e, (int64_t)i - 2), r2 = look_at(e, (int64_t)i + 1);
  uint64_t l3 = look_at(e, (int64_t)i - 3), r3 = look_at(e, (int64_t)i + 2);
  uint64_t wl = form_at(e, (int64_t)i - 1), wr = form_at(e, i), wl2 = form_at(e, (int64_t)i - 2), wr2 = form_at(e, (int64_t)i + 1);
  uint16_t flags = e->r->tokens[i].flags, flags_before = e->r->tokens[i - 1].flags;
  uint64_t gap = mix(mix(l1, r1), flags & TOK_SPACE_BEFORE);
  uint64_t since = bucket(i - e->first), to_stop = bucket(e->stop - i), to_end = bucket(e->end - i);
  uint64_t quoted = (uint64_t)((flags & TOK_QUOTED) != 0) << 1 | ((flags_before & TOK_QUOTED) != 0);
  uint64_t so_far = bucket(e->lower) << 8 | (e->capital > 4 ? 4 : e->capital), next = ahead(e);
  uint64_t first = hash_of(e, e->first), last_stop = is_stop(e, e->end - 1);
#define PUT(part) (f[m] = mix(++k << 56, (part)), f[m] = mix(f[m], 0), m++)
  PUT(0);
  PUT(l1);
  PUT(r1);
  PUT(gap);
  PUT(mix(gap, l2));
  PUT(mix(gap, r2));
  PUT(mix(mix(gap, l2), r2));
  PUT(mix(mix(gap, l2), l3));
  PUT(mix(mix(gap, r2), r3));
  PUT(mix(l1, wr));
  PUT(mix(wl, r1));
  PUT(mix(wl, wr));
  PUT(mix(gap, wl2));
  PUT(mix(gap, wr2));
  PUT(mix(mix(r1, wr), wr2));
  PUT(mix(mix(r1, wl), wl2));
  PUT(mix(gap, since));
  PUT(mix(gap, to_stop));
  PUT(mix(gap, to_end));
  PUT(mix(mix(l1, since), to_stop));
  PUT(mix(gap, quoted));
  PUT(mix(gap, e->opened));
  PUT(mix(gap, ending_of(e, i - 1)));
  PUT(mix(gap, ending_of(e, i)));
  PUT(mix(gap, next));
  PUT(mix(gap, so_far));
  PUT(mix(mix(gap, so_far), next));
  PUT(mix(gap, first));
  PUT(mix(mix(gap, e->looks[e->first] == r1), first == wr));
  PUT(mix(mix(gap, last_stop), e->n_stops));
  PUT(mix(mix(wr, r1), next));
  PUT(mix(wl, since));
  PUT(mix(gap, bucket(e->length_before)));
  PUT(mix(mix(gap, tokens_marks(e->m, e->r->tokens[i].word) & MARK_STARTER), quoted));
#undef PUT
  return m;
}

int32_t ends_score(const ends *e, const end_model *m) {
  feature f[END_FEATURES];
  return weights_sum(&m->weights, f, ends_features(f, e));
}

/* ---- the file ------------------------------------------------------------------------------------------- */

ch_status ends_load(end_model *m, arena *a, const model_file *models, ch_error *err) {
  str s = model_file_find(models, "end-weights");
  const uint16_t *scale;
  uint32_t n;
  *m = (end_model){.trained = s.ptr != NULL};
  if (!s.ptr) return CH_OK;
  ch_status status = model_file_u16(&scale, &n, models, a, "end-scale", err);
  if (status) return status;
  if (n != SCALE || s.len < 2 || s.len > UINT32_MAX)
    return model_file_err(err, models, "sections 'end-scale' and 'end-weights' do not fit together");
  int16_t *values = ARENA_ARRAY(a, int16_t, SCALE);
  for (uint32_t i = 0; i < SCALE; i++) values[i] = (int16_t)(scale[i] < 0x8000 ? scale[i] : scale[i] - 0x10000);
  m->weights = (weights){(const uint8_t *)s.ptr, values, NULL, (uint32_t)s.len - 1};
  return CH_OK;
}
