#include "language/features.h"

/* ---- hashing ------------------------------------------------------------------------------------------- */

#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

/* Of template k and its parts. Each part's bits reach the upper half, which alone decides the place. */
static inline feature with(feature h, uint64_t part) {
  h = (h ^ part) * SPREAD;
  return h ^ h >> 29;
}
static inline feature h1(uint32_t k, uint64_t a) {
  return with((uint64_t)k * UINT64_C(0xD6E8FEB86659FD93), a);
}
static inline feature h2(uint32_t k, uint64_t a, uint64_t b) { return with(h1(k, a), b); }
static inline feature h3(uint32_t k, uint64_t a, uint64_t b, uint64_t c) { return with(h2(k, a, b), c); }
static inline feature h4(uint32_t k, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  return with(h3(k, a, b, c), d);
}

/* A list of features being written; each template has the number of its line. */
#define PUT1(a) (f[m] = h1(k++, a), m++)
#define PUT2(a, b) (f[m] = h2(k++, a, b), m++)
#define PUT3(a, b, c) (f[m] = h3(k++, a, b, c), m++)
#define PUT4(a, b, c, d) (f[m] = h4(k++, a, b, c, d), m++)

/* ---- words --------------------------------------------------------------------------------------------- */

enum { LOWER = 1, CAPITAL, CAPITALS, MIXED, NUMBER, SIGN, HAS_HYPHEN = 8, HAS_DIGIT = 16, FIRST = 32,
      HEADLINE = 64 };

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool features_headline(const str *forms, uint32_t n) {
  uint32_t longer = 0, capitals = 0;
  for (uint32_t i = 1; i < n; i++) {
    size_t at = 0;
    if (forms[i].len < 4) continue;
    uint32_t c = utf8_next(forms[i], &at);
    if (!utf8_is_letter(c)) continue;
    longer++;
    capitals += utf8_is_upper(c);
  }
  return longer >= 3 && 4 * capitals >= 3 * longer;
}

static uint8_t case_of(str form) {
  bool letter = false, digit = false, upper = false, lower = false;
  size_t first_end = 0;
  uint32_t first = utf8_next(form, &first_end);
  if (utf8_is_digit(first)) return NUMBER;
  for (size_t i = 0; i < form.len;) {
    uint32_t c = utf8_next(form, &i);
    if (!utf8_is_letter(c)) { digit |= utf8_is_digit(c); continue; }
    letter = true;
    if (i == first_end) continue;
    if (utf8_is_upper(c)) upper = true; else lower = true;
  }
  if (!letter) return digit ? NUMBER : SIGN;
  if (utf8_is_upper(first)) return lower ? upper ? MIXED : CAPITAL : upper ? CAPITALS : CAPITAL;
  return upper ? MIXED : LOWER;
}

static bool only_signs_before(const str *forms, uint32_t i) {
  while (i-- > 0) {
    size_t at = 0;
    uint32_t c = forms[i].len ? utf8_next(forms[i], &at) : 0;
    if (utf8_is_letter(c) || utf8_is_digit(c)) return false;
  }
  return true;
}

static size_t character_before(const char *s, size_t i) {
  do i--; while (i && ((unsigned char)s[i] & 0xC0) == 0x80);
  return i;
}

static void set_ends(tree_word *w, str s) {
  size_t from = s.len, to = 0;
  for (uint32_t n = 0; n < 4; n++) {
    if (from) from = character_before(s.ptr, from);
    w->ends[n] = map_hash(str_sub(s, from, s.len));
  }
  for (uint32_t n = 0; n < 3; n++) {
    if (to < s.len) utf8_next(s, &to);
    w->begins[n] = map_hash(str_sub(s, 0, to));
  }
}

void features_word(tree_word *w, const str *forms, uint32_t i, bool headline, char *room) {
  str form = forms[i];
  size_t n = utf8_fold(form, room, 3 * form.len + 1);
  uint8_t has = 0;
  *w = (tree_word){0};
  if (!form.len || n == SIZE_MAX) return;
  for (size_t k = 0; k < n; k++) {
    if (room[k] >= '0' && room[k] <= '9') room[k] = '0', has |= HAS_DIGIT;
    if (room[k] == '-') has |= HAS_HYPHEN;
  }
  str folded = {room, n};
  w->form = map_hash(folded);
  set_ends(w, folded);
  w->shape = case_of(form) | has | (headline ? HEADLINE : 0);
  if (is_upper(form.ptr[0]) || (unsigned char)form.ptr[0] >= 0x80)
    if (only_signs_before(forms, i)) w->shape |= FIRST;
}

bool features_capital(const tree_word *w) {
  unsigned how = w->shape & 7;
  return how == CAPITAL || how == CAPITALS || how == MIXED;
}
feature features_known(const tree_word *w, bool capital) { return h1(capital ? 900 : 899, w->form); }
feature features_ending(const tree_word *w, uint32_t n) {
  return h3(901 + n, n ? w->ends[n - 1] : 0, w->shape & (7 | FIRST), w->shape & HEADLINE);
}

/* ---- tags ---------------------------------------------------------------------------------------------- */

static const tree_word nothing;

static inline const tree_word *word_at(const tree_word *words, uint32_t n, int64_t i) {
  return i >= 1 && i <= n ? &words[i] : &nothing;
}

uint32_t features_of_tag(feature *f, const tree_word *words, uint32_t n, uint32_t i) {
  const tree_word *a = word_at(words, n, (int64_t)i - 2), *b = word_at(words, n, (int64_t)i - 1),
    *w = &words[i];
  const tree_word *c = word_at(words, n, (int64_t)i + 1), *d = word_at(words, n, (int64_t)i + 2);
  uint32_t m = 0, k = 1;
  uint64_t shape = w->shape, wshape = shape & ~(uint64_t)HEADLINE;
  PUT1(0);
  PUT1(w->form);
  PUT2(w->form, shape);
  PUT1(b->form);
  PUT1(c->form);
  PUT1(a->form);
  PUT1(d->form);
  PUT2(b->form, w->form);
  PUT2(w->form, c->form);
  PUT2(b->form, c->form);
  PUT1(w->ends[0]);
  PUT1(w->ends[1]);
  PUT2(w->ends[2], shape);
  PUT2(w->ends[3], wshape);
  PUT1(w->begins[0]);
  PUT1(w->begins[1]);
  PUT1(w->begins[2]);
  PUT1(shape);
  PUT3(b->shape, shape, c->shape);
  PUT2(b->ends[2], w->ends[1]);
  PUT2(c->ends[2], w->ends[1]);
  PUT2(w->form, c->ends[2]);
  PUT2(w->form, c->may_be);
  PUT1(w->may_be);
  PUT2(w->may_be, c->may_be);
  PUT3(w->may_be, c->may_be, d->may_be);
  PUT3(w->form, c->may_be, d->may_be);
  PUT2(b->may_be, w->may_be);
  PUT3(b->form, w->may_be, c->may_be);
  return m;
}

uint32_t features_of_tag_after(feature *f, const tree_word *words, uint32_t n, uint32_t i,
                               const tag_before *b) {
  const tree_word *w = &words[i], *c = word_at(words, n, (int64_t)i + 1);
  uint32_t m = 0, k = 100;
  PUT1(b->tag);
  PUT2(b->part, b->part2);
  PUT2(b->part, w->form);
  PUT2(b->part, w->ends[2]);
  PUT2(b->tag, w->may_be);
  PUT3(b->part2, b->part, w->may_be);
  PUT3(b->part, w->may_be, c->may_be);
  PUT2(b->part, c->form);
  PUT2(b->part2, w->form);
  PUT2(b->part, w->shape);
  return m;
}

/* ---- moves --------------------------------------------------------------------------------------------- */

static inline uint64_t distance(uint32_t a, uint32_t b) {
  uint32_t d = b - a;
  return !a || !b ? 0 : d <= 5 ? d : d <= 7 ? 6 : d <= 10 ? 7 : d <= 15 ? 8 : 9;
}
static inline uint64_t few(uint8_t n) { return n < 5 ? n : 5; }

uint32_t features_of_move(feature *f, const tree_word *words, uint32_t n, const tree_node *s[3],
                          const tree_node *b) {
  const tree_word *s0 = &words[s[0]->word], *s1 = &words[s[1]->word], *s2 = &words[s[2]->word];
  const tree_word *b0 = &words[b->word];
  const tree_word *b1 = word_at(words, n, b->word ? (int64_t)b->word + 1 : 0);
  const tree_word *b2 = word_at(words, n, b->word ? (int64_t)b->word + 2 : 0);
  const tree_word *s0l = &words[s[0]->left[0]], *s0l2 = &words[s[0]->left[1]];
  const tree_word *s0r = &words[s[0]->right[0]], *s0r2 = &words[s[0]->right[1]];
  const tree_word *s1l = &words[s[1]->left[0]], *s1r = &words[s[1]->right[0]], *s1r2 = &words[s[1]->right[1]];
  const tree_word *b0l = &words[b->left[0]], *b0l2 = &words[b->left[1]];
  uint64_t d0 = distance(s[0]->word, b->word), d1 = distance(s[1]->word, s[0]->word);
  uint32_t m = 0, k = 200;
  /* one word */
  PUT1(0);
  PUT2(s0->form, s0->part);
  PUT1(s0->form);
  PUT1(s0->tag);
  PUT2(s1->form, s1->part);
  PUT1(s1->form);
  PUT1(s1->tag);
  PUT2(b0->form, b0->part);
  PUT1(b0->form);
  PUT1(b0->tag);
  PUT2(b1->form, b1->part);
  PUT1(b1->tag);
  PUT1(b2->part);
  PUT2(s2->form, s2->part);
  PUT1(s2->tag);
  /* two words */
  PUT4(s0->form, s0->part, b0->form, b0->part);
  PUT3(s0->form, s0->part, b0->part);
  PUT3(s0->part, b0->form, b0->part);
  PUT2(s0->form, b0->form);
  PUT3(s0->tag, b0->tag, d0);
  PUT2(s0->part, b0->part);
  PUT4(s1->form, s1->part, s0->form, s0->part);
  PUT3(s1->form, s1->part, s0->part);
  PUT3(s1->part, s0->form, s0->part);
  PUT2(s1->form, s0->form);
  PUT3(s1->tag, s0->tag, d1);
  PUT2(s1->part, s0->part);
  PUT2(b0->part, b1->part);
  PUT2(b0->form, b1->part);
  PUT2(b0->part, b1->form);
  PUT2(s1->part, b0->part);
  PUT2(s1->form, b0->form);
  PUT2(s1->part, b0->form);
  PUT2(s1->form, b0->part);
  PUT2(s0->ends[2], b0->part);
  PUT2(s0->part, b0->ends[2]);
  PUT2(s1->part, s0->ends[2]);
  PUT2(s1->ends[2], s0->part);
  PUT2(s0->ends[2], b0->ends[2]);
  PUT2(s1->ends[2], s0->ends[2]);
  /* three words */
  PUT3(s0->upos, b0->upos, b1->upos);
  PUT3(s0->form, b0->part, b1->part);
  PUT3(s0->part, b0->form, b1->part);
  PUT3(b0->upos, b1->upos, b2->upos);
  PUT3(s1->upos, s0->upos, b0->upos);
  PUT3(s1->form, s0->part, b0->part);
  PUT3(s1->part, s0->form, b0->part);
  PUT3(s1->part, s0->part, b0->form);
  PUT3(s2->upos, s1->upos, s0->upos);
  PUT4(s1->upos, s0->upos, b0->upos, b1->upos);
  PUT4(s0->upos, b0->upos, b1->upos, b2->upos);
  PUT4(s2->upos, s1->upos, s0->upos, b0->upos);
  /* children */
  PUT3(s0->upos, s0l->upos, b0->upos);
  PUT3(s0->upos, s0r->upos, b0->upos);
  PUT3(s0->upos, b0->upos, b0l->upos);
  PUT3(s1->upos, s0->upos, s0l->upos);
  PUT3(s1->upos, s0->upos, s0r->upos);
  PUT3(s1->upos, s1r->upos, s0->upos);
  PUT3(s1->upos, s1l->upos, s0->upos);
  PUT3(s0->upos, s0l->upos, s0l2->upos);
  PUT3(s0->upos, s0r->upos, s0r2->upos);
  PUT3(b0->upos, b0l->upos, b0l2->upos);
  PUT3(s1->upos, s1r->upos, s1r2->upos);
  PUT2(s0->part, s0l->form);
  PUT2(s0->part, s0r->form);
  PUT2(s1->part, s1r->form);
  PUT2(s1->part, s1l->form);
  PUT2(b0->part, b0l->form);
  PUT2(s0->form, s0l->part);
  PUT2(s0->form, s0r->part);
  PUT2(s1->form, s1r->part);
  PUT2(b0->form, b0l->part);
  PUT4(s1->part, s0->part, s0r->form, b0->part);
  PUT3(s0->part, s0l->form, b0->part);
  PUT3(b0->part, b0l->form, s0->part);
  /* distances and numbers of children */
  PUT2(s0->form, d0);
  PUT2(s0->part, d0);
  PUT2(b0->form, d0);
  PUT2(b0->part, d0);
  PUT2(s0->form, d1);
  PUT2(s1->form, d1);
  PUT2(s1->part, d1);
  PUT2(s0->form, few(s[0]->n_left));
  PUT2(s0->part, few(s[0]->n_left));
  PUT2(s0->form, few(s[0]->n_right));
  PUT2(s0->part, few(s[0]->n_right));
  PUT2(s1->form, few(s[1]->n_right));
  PUT2(s1->part, few(s[1]->n_right));
  PUT2(s1->part, few(s[1]->n_left));
  PUT2(b0->form, few(b->n_left));
  PUT2(b0->part, few(b->n_left));
  /* neighbours in the text */
  const tree_word *s0n = word_at(words, n, s[0]->word ? (int64_t)s[0]->word + 1 : 0);
  const tree_word *s0p = word_at(words, n, (int64_t)s[0]->word - 1);
  const tree_word *b0p = word_at(words, n, (int64_t)b->word - 1);
  const tree_word *s1n = word_at(words, n, s[1]->word ? (int64_t)s[1]->word + 1 : 0);
  PUT3(s0->part, s0n->part, b0->part);
  PUT3(s0->part, b0p->part, b0->part);
  PUT4(s0->part, s0n->part, b0p->part, b0->part);
  PUT3(s1->part, s1n->part, s0->part);
  PUT3(s1->part, s0p->part, s0->part);
  PUT3(s0->shape, b0->shape, b0->part);
  PUT3(s1->shape, s0->shape, s0->part);
  return m;
}

/* ---- labels -------------------------------------------------------------------------------------------- */

static const tree_word root_word = {.form = 1, .part = 255, .upos = 255, .tag = 65535};

static const tree_word *head_word(const tree_word *words, uint32_t head) {
  return head ? &words[head] : &root_word;
}

feature features_label_key(const tree_word *words, const tree_shape *t, uint32_t i, unsigned level) {
  uint32_t head = t->heads[i];
  if (level) return h1(950 + level, level == 1 ? words[i].upos : 0);
  return h3(950, head_word(words, head)->upos, words[i].part, head < i);
}

uint32_t features_of_label(feature *f, const tree_word *words, uint32_t n, const tree_shape *t, uint32_t i) {
  uint32_t head = t->heads[i], grand = head ? t->heads[head] : 0;
  const tree_word *h = head_word(words, head), *w = &words[i], *g = head ? head_word(words, grand) : &nothing;
  const tree_word *wl = &words[t->first_left[i]], *wr = &words[t->last_right[i]];
  const tree_word *p = &words[t->before[i]], *q = &words[t->after[i]];
  const tree_word *wp = word_at(words, n, (int64_t)i - 1), *wn = word_at(words, n, (int64_t)i + 1);
  const tree_word *hl = &words[head ? t->first_left[head] : 0], *hr = &words[head ? t->last_right[head] : 0];
  uint64_t side = head < i, far = head < i ? distance(head, i) : distance(i, head);
  uint64_t label_before = t->labels[t->before[i]], set = t->label_sets[i], siblings = t->label_sets[head];
  uint64_t label_left = t->labels[t->first_left[i]], label_right = t->labels[t->last_right[i]];
  uint32_t m = 0, k = 400;
  PUT2(side, far);
  PUT2(h->tag, side);
  PUT2(w->tag, side);
  PUT2(h->form, side);
  PUT2(w->form, side);
  PUT3(h->part, w->part, side);
  PUT3(h->tag, w->tag, side);
  PUT3(h->form, w->part, side);
  PUT3(h->part, w->form, side);
  PUT3(h->form, w->form, side);
  PUT4(h->part, w->part, side, far);
  PUT3(w->ends[2], h->part, side);
  PUT3(h->ends[2], w->part, side);
  PUT4(w->part, wl->part, h->part, side);
  PUT4(w->part, wr->part, h->part, side);
  PUT4(w->part, wl->form, h->part, side);
  PUT3(w->form, wl->form, side);
  PUT4(w->part, wr->form, h->part, side);
  PUT4(h->part, w->part, g->part, side);
  PUT3(g->form, w->part, side);
  PUT4(h->part, w->part, p->part, side);
  PUT4(h->part, w->part, q->part, side);
  PUT4(h->form, w->part, p->form, side);
  PUT4(h->form, w->part, q->part, side);
  PUT4(h->part, w->part, p->form, side);
  PUT4(h->part, w->part, q->form, side);
  PUT4(w->part, wp->part, h->part, side);
  PUT4(w->part, wn->part, h->part, side);
  PUT3(w->form, wp->form, side);
  PUT3(w->form, wn->form, side);
  PUT3(wp->form, w->part, side);
  PUT3(wn->form, w->part, side);
  PUT4(label_before, w->part, h->part, side);
  PUT4(label_before, w->upos, h->form, side);
  PUT4(label_before, w->form, h->part, side);
  PUT4(set, w->part, h->part, side);
  PUT3(set, w->upos, h->upos);
  PUT3(set, w->form, side);
  PUT3(set, h->form, side);
  PUT4(siblings, w->part, h->part, side);
  PUT3(siblings, w->form, side);
  PUT4(label_left, w->part, h->part, side);
  PUT4(label_left, w->form, h->upos, side);
  PUT4(label_right, w->part, h->part, side);
  PUT4(label_left, wl->form, w->part, h->part);
  PUT4(w->part, h->part, hl->part, side);
  PUT4(w->part, h->part, hr->part, side);
  PUT4(w->shape, h->shape, w->part, h->part);
  PUT4(w->form, t->n_children[i] < 4 ? t->n_children[i] : 4, h->part, side);
  PUT4(w->part, t->n_children[i] < 4 ? t->n_children[i] : 4, h->part, side);
  return m;
}
