#include "language/ends.h"

/* ---- how tokens look ---------------------------------------------------------------------------------- */

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
  if (s.ptr[0] == '!' || (s.ptr[0] == '.' && s.ptr[s.len - 1] == '!')) return BANGS;
  if (s.ptr[0] == '?' || (s.ptr[0] == '.' && s.ptr[s.len - 1] == '?')) return ASKS;
  if (s.len == 1) return hash_of(e, i) % UINT32_MAX + OTHERS;
  if (str_eq(s, STR("…")) || s.ptr[0] == '.') return DOTS;
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
static bool is_sign(const ends *e, uint32_t i, uint64_t sign) { return e->looks[i] >> 16 == sign; }
static bool has_space(const ends *e, uint32_t i) { return e->r->tokens[i].flags & TOK_SPACE_BEFORE; }

static char first_byte(const ends *e, uint32_t i) { return e->r->report->view.ptr[e->r->tokens[i].view]; }

/* Full stops, exclamation and question marks. */
static bool is_stop(const ends *e, uint32_t i) {
  return !is_word(e->looks[i]) && strchr(".!?", first_byte(e, i));
}

/* ---- from gap to gap ---------------------------------------------------------------------------------- */

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

static bool has_mark(const ends *e, uint32_t i, uint16_t mark) {
  return tokens_marks(e->m, e->r->tokens[i].word) & mark;
}

typedef enum { NEVER_ENDS, MAY_END, MUST_END } verdict;

/* A verb of saying follows within a few words: “Why?” Smith asked. */
static bool saying_follows(const ends *e, uint32_t i) {
  enum { FEW = 5 };
  for (uint32_t n = 0; i < e->end && n < FEW && !is_stop(e, i); i++, n++)
    if (has_mark(e, i, MARK_SAYING)) return true;
  return false;
}

enum { SIGNS_MOST = 64 };       /* opening or closing signs in a row that are looked through */

/* The token before the gap and before the marks and brackets that close there. */
static uint32_t core_before(const ends *e, uint32_t i) {
  uint32_t left = SIGNS_MOST;
  for (i--; i > e->first && left; i--, left--) {
    uint16_t flags = e->r->tokens[i].flags;
    if (!(flags & TOK_CLOSE) && (flags & TOK_SPACE_BEFORE || !strchr(")]}", first_byte(e, i)))) break;
  }
  return i;
}

/* The word that would begin the sentence: the first behind opening signs. */
static uint32_t first_word(const ends *e, uint32_t i) {
  uint32_t end = e->end - i > SIGNS_MOST ? i + SIGNS_MOST : e->end;
  while (i + 1 < end && (e->r->tokens[i].flags & TOK_OPEN || strchr("([{", first_byte(e, i)))) i++;
  return i;
}

static bool is_opening(const ends *e, uint32_t i) { return e->r->tokens[i].flags & TOK_OPEN; }
static bool is_raised(const ends *e, uint32_t i) { return e->r->tokens[i].flags & TOK_CAP; }

/* What stands at a gap. A sign is its first byte; 0: a word. */
typedef struct {
  uint32_t core, word;         /* core_before, first_word */
  char sign, left;             /* of the core, of the token before the gap */
  bool dash, quoted, space;    /* a dash, a closing quotation mark, white space stands before the gap */
} crossing;

static crossing crossing_at(const ends *e, uint32_t i) {
  crossing g = {.core = core_before(e, i), .word = first_word(e, i), .space = has_space(e, i)};
  g.sign = is_word(e->looks[g.core]) ? 0 : first_byte(e, g.core);
  g.left = is_word(e->looks[i - 1]) ? 0 : first_byte(e, i - 1);
  g.dash = g.left == '-' || g.left == '_' || is_sign(e, i - 1, DASH);
  g.quoted = g.core < i - 1 && e->r->tokens[i - 1].flags & TOK_CLOSE;
  return g;
}

/* An abbreviation that may end a sentence does before an opening mark and what often begins one. */
static verdict behind_abbreviation(const ends *e, uint32_t i, const crossing *g) {
  bool starts = is_raised(e, g->word) && (g->word != i || has_mark(e, i, MARK_STARTER));
  return starts ? MUST_END : NEVER_ENDS;
}

/* Marks and brackets close before the gap. */
static verdict behind_closers(const ends *e, uint32_t i, const crossing *g) {
  if (g->sign == ',' || (g->sign && strchr("?!", g->sign) && saying_follows(e, i))) return NEVER_ENDS;
  if (g->quoted && !g->sign) return NEVER_ENDS;            /* a title, a word in quotation marks */
  if (g->sign != '.' || !g->space || !is_raised(e, g->word)) return MAY_END;
  return g->quoted || first_byte(e, e->first) == '(' ? MUST_END : MAY_END;
}

/* Behind what was cut off a sentence may end, but not behind a dash between two spaces or that of a
 * dateline. */
static bool goes_on_behind_dash(const ends *e, uint32_t i, const crossing *g) {
  bool dateline = e->first == e->begin && e->looks[e->first] == CAPITALS;
  return g->dash && (dateline || (g->left != '-' && g->space && has_space(e, i - 1)));
}

/* Behind a colon stands what was said. */
static bool introduces_speech(const ends *e, uint32_t i) {
  enum { FEW = 12 };
  if (is_opening(e, i)) return true;
  for (uint32_t k = i; k > e->first && i - k < FEW; k--)
    if (has_mark(e, k - 1, MARK_SAYING)) return true;
  return false;
}

/* A capital, a full stop and a lower-case word: an abbreviation that the pack does not know. */
static bool is_unknown_abbreviation(const ends *e, uint32_t i) {
  return i > e->first + 1 && is_raised(e, i - 2) && !e->r->tokens[i - 2].word && is_lower(e->looks[i]);
}

/* "ended.The": no space, but a whole word before the full stop. */
static bool ends_whole_word(const ends *e, uint32_t i) {
  enum { WHOLE = 3 };
  if (i < e->first + 2 || !is_lower(e->looks[i - 2]) || has_space(e, i - 1)) return false;
  return e->r->tokens[i - 2].view_end - e->r->tokens[i - 2].view >= WHOLE;
}

static bool is_short(uint64_t look) { return look == SHORT_LOWER || look == SHORT_CAPITAL; }

/* Most gaps, at a glance. */
static bool is_no_end(const ends *e, uint32_t i) {
  uint64_t left = e->looks[i - 1], right = e->looks[i];
  if (left == NEVER || e->r->tokens[i].flags & TOK_MWT) return true;
  if (is_word(left) && !is_short(left))
    return is_lower(right) || !has_space(e, i) || (left == LOWER && right >= DIGIT_1 && right <= DIGITS);
  if (is_word(left)) return false;
  char c = first_byte(e, i - 1);
  if (!has_space(e, i)) return !is_capital(right) || !strchr(".!?)]:*\xE2", c);
  return c == ',' && (e->lower || !is_capital(right));
}

/* What stands on both sides of a gap settles it, or the model is asked. */
static verdict judge(const ends *e, uint32_t i) {
  if (is_no_end(e, i)) return NEVER_ENDS;
  crossing g = crossing_at(e, i);
  if (is_short(e->looks[i - 1])) return behind_abbreviation(e, i, &g);
  verdict closers = g.core < i - 1 ? behind_closers(e, i, &g) : MAY_END;
  if (closers != MAY_END) return closers;
  if (g.left == '.' && g.space && is_opening(e, i) && is_raised(e, g.word)) return MUST_END;
  if (g.left == ';' || goes_on_behind_dash(e, i, &g)) return NEVER_ENDS;
  if (is_sign(e, i, DASH) && !is_stop(e, g.core)) return NEVER_ENDS;
  if (g.left == ':' && introduces_speech(e, i)) return NEVER_ENDS;
  if (g.left == '.' && is_unknown_abbreviation(e, i)) return NEVER_ENDS;
  if (!g.space && g.left == '.' && ends_whole_word(e, i) && is_capital(e->looks[i])) return MUST_END;
  return MAY_END;
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
    verdict v = judge(e, e->at);
    if (v == NEVER_ENDS) continue;
    e->sure = v == MUST_END;
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

/* ---- features ----------------------------------------------------------------------------------------- */

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

typedef struct {
  uint64_t l1, l2, l3, r1, r2, r3;               /* looks to the left and right of the gap, from it outwards */
  uint64_t wl1, wl2, wr1, wr2;                   /* the words */
  uint64_t gap;                                  /* l1, r1 and the white space between them */
} neighbours;

static neighbours neighbours_of(const ends *e) {
  int64_t i = e->at;
  neighbours n = {
    .l1 = look_at(e, i - 1), .l2 = look_at(e, i - 2), .l3 = look_at(e, i - 3),
    .r1 = look_at(e, i), .r2 = look_at(e, i + 1), .r3 = look_at(e, i + 2),
    .wl1 = form_at(e, i - 1), .wl2 = form_at(e, i - 2), .wr1 = form_at(e, i), .wr2 = form_at(e, i + 1)
  };
  n.gap = mix(mix(n.l1, n.r1), has_space(e, e->at));
  return n;
}

/* Each feature has the number of its line; its upper half alone decides the place. */
#define PUT(part) (*f++ = ((part) + ++k * UINT64_C(0xD6E8FEB86659FD93)) * SPREAD)

static feature *put_words(feature *f, const ends *e, const neighbours *n) {
  uint64_t k = 0;
  PUT(0);
  PUT(n->l1);
  PUT(n->r1);
  PUT(n->gap);
  PUT(mix(n->gap, n->l2));
  PUT(mix(n->gap, n->r2));
  PUT(mix(mix(n->gap, n->l2), n->r2));
  PUT(mix(mix(n->gap, n->l2), n->l3));
  PUT(mix(mix(n->gap, n->r2), n->r3));
  PUT(mix(n->l1, n->wr1));
  PUT(mix(n->wl1, n->r1));
  PUT(mix(n->wl1, n->wr1));
  PUT(mix(n->gap, n->wl2));
  PUT(mix(n->gap, n->wr2));
  PUT(mix(mix(n->r1, n->wr1), n->wr2));
  PUT(mix(mix(n->r1, n->wl1), n->wl2));
  PUT(mix(n->gap, ending_of(e, e->at - 1)));
  PUT(mix(n->gap, ending_of(e, e->at)));
  return f;
}

static feature *put_place(feature *f, const ends *e, const neighbours *n) {
  uint64_t k = 32;
  uint32_t i = e->at;
  const token *right = &e->r->tokens[i];
  uint64_t since = bucket(i - e->first), to_stop = bucket(e->stop - i), next = ahead(e);
  uint64_t quoted = (uint64_t)((right->flags & TOK_QUOTED) != 0) << 1 | ((right[-1].flags & TOK_QUOTED) != 0);
  uint64_t so_far = bucket(e->lower) << 8 | (e->capital > 4 ? 4 : e->capital);
  PUT(mix(n->gap, since));
  PUT(mix(n->gap, to_stop));
  PUT(mix(n->gap, bucket(e->end - i)));
  PUT(mix(mix(n->l1, since), to_stop));
  PUT(mix(n->wl1, since));
  PUT(mix(n->gap, quoted));
  PUT(mix(mix(n->gap, has_mark(e, i, MARK_STARTER)), quoted));
  PUT(mix(n->gap, e->opened));
  PUT(mix(n->gap, next));
  PUT(mix(n->gap, so_far));
  PUT(mix(mix(n->gap, so_far), next));
  PUT(mix(mix(n->wr1, n->r1), next));
  PUT(mix(n->gap, form_at(e, e->first)));
  PUT(mix(mix(n->gap, e->looks[e->first] == n->r1), form_at(e, e->first) == n->wr1));
  PUT(mix(mix(n->gap, is_stop(e, e->end - 1)), e->n_stops));
  PUT(mix(n->gap, bucket(e->length_before)));
  return f;
}

#undef PUT

uint32_t ends_features(feature *f, const ends *e) {
  neighbours n = neighbours_of(e);
  return (uint32_t)(put_place(put_words(f, e, &n), e, &n) - f);
}

int32_t ends_score(const ends *e, const end_model *m) {
  feature f[END_FEATURES];
  if (e->sure) return INT32_MAX;
  return weights_sum(&m->weights, f, ends_features(f, e));
}

/* ---- the file ----------------------------------------------------------------------------------------- */

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
  for (uint32_t i = 0; i < SCALE; i++)
    values[i] = (int16_t)(scale[i] < 0x8000 ? scale[i] : scale[i] - 0x10000);
  m->weights = (weights){(const uint8_t *)s.ptr, values, NULL, (uint32_t)s.len - 1};
  return CH_OK;
}
