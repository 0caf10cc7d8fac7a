/* A quotation of b is held against the quotations of the sentences of a that its sentence stands for, in
 * order. It is not altered where all its words stand there, be it shortened. */
#include "copies/quotes.h"

/* Sentences of a that a sentence of b stands for: [first, end). */
typedef struct { uint32_t first, end; } range;

typedef struct {
  const pairing *p;
  range *stands_for;           /* [sentences of b] */
  altered_quote *out; uint32_t n, cap;
} finder;

/* ---- which sentences ----------------------------------------------------------------------------------- */

/* A sentence without a partner stands for those between its neighbours' partners. */
static void set_ranges(finder *f) {
  uint32_t n_a = f->p->a.t->w->n_sentences, n_b = f->p->b.t->w->n_sentences;
  f->stands_for = ARENA_ARRAY(f->p->mem, range, n_b + 1);
  for (uint32_t i = 0; i < f->p->sentences.n; i++) {
    const aligned *s = &f->p->sentences.pairs[i];
    range *r = &f->stands_for[s->b];
    if (r->first == r->end) *r = (range){s->a, s->a + 1};
    else *r = (range){r->first < s->a ? r->first : s->a, r->end > s->a ? r->end : s->a + 1};
  }
  uint32_t after = 0;
  for (uint32_t b = 0; b < n_b; b++) {
    range *r = &f->stands_for[b];
    if (r->first == r->end) r->first = after;     /* its end is set below */
    else after = r->end;
  }
  uint32_t before = n_a;
  for (uint32_t b = n_b; b--;) {
    range *r = &f->stands_for[b];
    if (r->end) before = r->first;
    else r->end = before > r->first ? before : r->first;
  }
}

/* ---- which quotations ---------------------------------------------------------------------------------- */

static bool unaltered(const pairing *p, const quotation *q) {
  for (uint32_t i = q->first; i < q->end; i++)
    if (!(p->b.hits[i] & (HIT_RUN | HIT_SAME | HIT_CLOSE))) return false;
  return true;
}

static str quote_text(const pairing_side *s, const quotation *q) { return str_at(s->t->report->view, q->at); }

/* Weight of the stems two quotations share. */
static uint32_t in_common(const pairing *p, const quotation *x, const quotation *y) {
  uint32_t sum = 0;
  for (uint32_t j = y->first; j < y->end; j++) {
    uint32_t k = p->b.t->stem_of[j];
    if (k == UINT32_MAX || p->shared[k] == UINT32_MAX) continue;
    for (uint32_t i = x->first; i < x->end; i++)
      if (p->a.t->stem_of[i] == p->shared[k]) {
        sum += p->b.t->stems[k].idf + 1;
        break;
      }
  }
  return sum;
}

static uint32_t sentence_of(const pairing_side *s, const quotation *q) {
  return s->t->w->words[q->first].sentence;
}

/* Quotations [*first, *end) of a in a range of its sentences, from `from` on. */
static void quotes_in(const pairing *p, range r, uint32_t from, uint32_t *first, uint32_t *end) {
  const wording *w = p->a.t->w;
  *first = from;
  while (*first < w->n_quotes && sentence_of(&p->a, &w->quotes[*first]) < r.first) ++*first;
  *end = *first;
  while (*end < w->n_quotes && sentence_of(&p->a, &w->quotes[*end]) < r.end) ++*end;
}

static uint32_t count_same_sentence(const wording *w, uint32_t q) {
  uint32_t n = 0, s = w->words[w->quotes[q].first].sentence;
  for (uint32_t i = q; i < w->n_quotes && w->words[w->quotes[i].first].sentence == s; i++) n++;
  return n;
}

static void add(finder *f, const quotation *x, const quotation *y) {
  const pairing *p = f->p;
  if (copies_same_quote(p->mem, quote_text(&p->a, x), quote_text(&p->b, y))) return;
  *ARENA_PUSH(p->mem, f->out, f->n, f->cap) =
      (altered_quote){report_text_span(p->a.t->report, x->at), report_text_span(p->b.t->report, y->at)};
}

/* The partner of quotation y among those of a from `from` on: the one with the most words in common; the next
 * one where both sides have as many left. UINT32_MAX: none. */
static uint32_t partner(const finder *f, uint32_t y, uint32_t from) {
  const wording *w = f->p->b.t->w;
  uint32_t first, end, best = UINT32_MAX, most = 0;
  quotes_in(f->p, f->stands_for[sentence_of(&f->p->b, &w->quotes[y])], from, &first, &end);
  if (end - first == count_same_sentence(w, y) && first < end) return first;
  for (uint32_t x = first; x < end; x++) {
    uint32_t n = in_common(f->p, &f->p->a.t->w->quotes[x], &w->quotes[y]);
    if (n > most) {
      most = n;
      best = x;
    }
  }
  return best;
}

void quoted_words_find(copy_link *link, const pairing *p) {
  finder f = {.p = p};
  if (!p->a.t->w->n_quotes || !p->b.t->w->n_quotes) return;
  set_ranges(&f);
  uint32_t from = 0;
  for (uint32_t y = 0; y < p->b.t->w->n_quotes; y++) {
    const quotation *q = &p->b.t->w->quotes[y];
    if (p->b.t->w->sentences[sentence_of(&p->b, q)].kind != BLOCK_PARAGRAPH) continue;
    uint32_t x = partner(&f, y, from);
    if (x == UINT32_MAX) continue;
    from = x + 1;
    if (!unaltered(p, q)) add(&f, &p->a.t->w->quotes[x], q);
  }
  link->altered = f.out;
  link->n_altered = f.n;
}

/* ---- two wordings -------------------------------------------------------------------------------------- */

/* pieces: what stands outside the editor's brackets; opens, closes: a bracket stands first, last. */
typedef struct { str all; str *pieces; uint32_t n, cap; bool opens, closes; } bare_quote;

static void end_piece(arena *a, bare_quote *q, const char *letters, size_t from, size_t to) {
  if (to > from) *ARENA_PUSH(a, q->pieces, q->n, q->cap) = (str){letters + from, to - from};
}

/* Letters and digits of a quotation. */
static bare_quote bare(arena *a, str s) {
  bare_quote q = {0};
  size_t room = s.len + s.len / 2 + 4, n = 0, n_outside = 0, from = 0; /* lower case may be longer by half */
  char *letters = ARENA_ARRAY(a, char, room), *outside = ARENA_ARRAY(a, char, room);
  bool inside = false;
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (c == '[' || c == ']') {
      inside = c == '[';
      q.opens |= inside && !n;
      q.closes = true;
      end_piece(a, &q, outside, from, n_outside);
      from = n_outside;
    }
    if (!utf8_is_letter(c) && !utf8_is_digit(c)) continue;
    char put[4];
    size_t len = utf8_put(utf8_lower(c), put);
    memcpy(letters + n, put, len);
    n += len;
    if (inside) continue;
    q.closes = false;
    memcpy(outside + n_outside, put, len);
    n_outside += len;
  }
  end_piece(a, &q, outside, from, n_outside);
  q.all = (str){letters, n};
  return q;
}

/* Whether s is the pieces with something in place of the brackets. */
static bool fits(const bare_quote *q, str s) {
  if (!q->n) return false;
  for (uint32_t i = 0; i < q->n; i++) {
    str piece = q->pieces[i];
    bool last = i + 1 == q->n && !q->closes;
    size_t at = last && piece.len <= s.len ? s.len - piece.len : str_find(s, piece);
    if (at == SIZE_MAX || at + piece.len > s.len || !str_eq(str_sub(s, at, at + piece.len), piece))
      return false;
    if (!i && !q->opens && at) return false;
    s = str_sub(s, at + piece.len, s.len);
  }
  return q->closes || !s.len;
}

bool copies_same_quote(arena *a, str x, str y) {
  bare_quote p = bare(a, x), q = bare(a, y);
  return str_eq(p.all, q.all) || fits(&p, q.all) || fits(&q, p.all);
}
