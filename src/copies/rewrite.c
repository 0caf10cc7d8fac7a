/* A rewrite keeps the facts, their order and the rare words, and brings few facts of its own. Another
 * newsroom's report of the event has the facts too, but its own order and words: what one sentence tells there
 * stands here in several. What both texts have letter by letter is no evidence of a rewrite, since it may be
 * wire copy, a form or background; so words are counted outside common runs, and a sentence that is word for
 * word the other's counts against. */
#include "copies/rewrite.h"

enum {
  MANY_NUMBERS = 10,           /* and words, that count as full evidence */
  MANY_WORDS = 400,
  MANY_DAYS = 7,
  FEW_SENTENCES = 2,           /* put to the aligned ones, so that one pair in order says little */
  OUTSIDE_DOUBT = 1500         /* weight put to a share's whole, so that a share of little says little */
};

static uint32_t least(uint32_t x, uint32_t y) { return x < y ? x : y; }
static uint32_t most(uint32_t x, uint32_t y) { return x > y ? x : y; }
static uint32_t full(uint32_t part, uint32_t whole) { return least(1000, per_thousand(part, whole)); }

/* ---- facts --------------------------------------------------------------------------------------------- */

static uint32_t novelty(const pairing_side *s) { return per_thousand(s->novel_weight, s->fact_weight); }

/* Facts of its own in a sentence. */
static uint32_t own_facts(const pairing *p, const pairing_side *s, uint32_t which) {
  const copy_text *t = s->t;
  uint32_t n = 0;
  for (uint32_t i = t->in_sentence_at[which]; i < t->in_sentence_at[which + 1]; i++)
    n += pairing_is_own_fact(p, s, t->in_sentence[i]);
  return n;
}

static uint32_t conflict(const pairing *p) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < p->sentences.n; i++) {
    uint32_t a = own_facts(p, &p->a, p->sentences.pairs[i].a);
    if (a) n += least(a, own_facts(p, &p->b, p->sentences.pairs[i].b));
  }
  return full(n, p->sentences.n);
}

/* ---- words outside common runs ------------------------------------------------------------------------- */

static uint32_t outside(const pairing_side *s) {
  uint64_t all = 0, found = 0;
  for (uint32_t i = 0; i < s->t->w->n_words; i++) {
    if (s->t->stem_of[i] == UINT32_MAX || s->hits[i] & HIT_RUN) continue;
    all += s->t->w->words[i].idf;
    if (s->hits[i] & HIT_STEM) found += s->t->w->words[i].idf;
  }
  return per_thousand(found, all + OUTSIDE_DOUBT);
}

/* [stems] 1 for those that stand outside common runs. */
static const uint8_t *mark_outside(const pairing *p, const pairing_side *s) {
  uint8_t *marks = ARENA_ARRAY(p->mem, uint8_t, s->t->n_stems + 1);
  for (uint32_t i = 0; i < s->t->w->n_words; i++)
    if (s->t->stem_of[i] != UINT32_MAX && !(s->hits[i] & HIT_RUN)) marks[s->t->stem_of[i]] = 1;
  return marks;
}

static bool is_rare(const pairing *p, const text_stem *s) {
  return s->idf >= p->m->limits[LIMIT_RARE_IDF] && !(s->flags & (WORD_NAME | WORD_NUMBER));
}

static uint32_t count_rare(const pairing *p) {
  const uint8_t *a = mark_outside(p, &p->a), *b = mark_outside(p, &p->b);
  uint32_t n = 0;
  for (uint32_t k = 0; k < p->b.t->n_stems; k++) {
    uint32_t of_a = p->shared[k];
    n += of_a != UINT32_MAX && a[of_a] && b[k] && is_rare(p, &p->b.t->stems[k]) &&
         is_rare(p, &p->a.t->stems[of_a]);
  }
  return n;
}

/* Base 2, in thousandths; straight between powers. */
static uint32_t logarithm(uint32_t x) {
  uint32_t whole = 0;
  while (x >> whole > 1) whole++;
  return 1000 * whole + (x - (1u << whole)) * 1000 / (1u << whole);
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

static uint32_t split(const pairing *p) {
  return per_thousand(p->sentences.n - most(p->a.n_aligned, p->b.n_aligned), p->sentences.n);
}

static uint32_t in_one_order(const pairing *p) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < p->sentences.n; i++) n += p->sentences.pairs[i].in_order;
  return per_thousand(n, p->sentences.n + FEW_SENTENCES);
}

static uint32_t most_alike(const pairing *p) {
  uint32_t score = 0;
  for (uint32_t i = 0; i < p->sentences.n; i++) score = most(score, p->sentences.pairs[i].score);
  return score;
}

/* ---- what is known of them ----------------------------------------------------------------------------- */

bool rewrite_same_publisher(const pairing *p) {
  str a = p->a.t->report->publisher, b = p->b.t->report->publisher;
  return a.ptr && b.ptr && str_eq(a, b);
}

static bool dated(const pairing_side *s) {
  return cal_known(s->t->report->published) && !s->t->report->published.no_year;
}

static uint32_t days_apart(const pairing *p) {
  cal_date a = p->a.t->report->published, b = p->b.t->report->published;
  return (uint32_t)(a.hi < b.lo ? b.lo - a.hi : b.hi < a.lo ? a.lo - b.hi : 0);
}

bool rewrite_too_late(const pairing *p) {
  return dated(&p->a) && dated(&p->b) && days_apart(p) > (uint32_t)p->m->limits[LIMIT_REWRITE_DAYS];
}

/* One report told again sentence by sentence, whatever became of its words. */
static bool is_told_again(const pairing *p) {
  uint32_t a = per_thousand(p->a.aligned, p->a.letters), b = per_thousand(p->b.aligned, p->b.letters);
  return least(a, b) >= (uint32_t)p->m->limits[LIMIT_BOTH_COVER] &&
         least(p->a.t->w->n_words, p->b.t->w->n_words) >= (uint32_t)p->m->limits[LIMIT_BOTH_WORDS];
}

rewrite_features rewrite_see(const pairing *p) {
  return (rewrite_features){
      .novel = (int32_t)least(novelty(&p->a), novelty(&p->b)),
      .numbers = (int32_t)full(least(p->a.novel_numbers, p->b.novel_numbers), MANY_NUMBERS),
      .conflict = (int32_t)conflict(p),
      .order = (int32_t)p->order,
      .outside = (int32_t)most(outside(&p->a), outside(&p->b)),
      .rare = (int32_t)logarithm(1 + count_rare(p)),
      .size = (int32_t)full(least(p->a.t->w->n_words, p->b.t->w->n_words), MANY_WORDS),
      .publisher = rewrite_same_publisher(p) ? 1000 : 0,
      .both = is_told_again(p) ? 1000 : 0,
      .split = (int32_t)split(p),
      .chain = (int32_t)in_one_order(p),
      .verbatim = (int32_t)most_alike(p),
      .late = dated(&p->a) && dated(&p->b) ? (int32_t)full(days_apart(p), MANY_DAYS) : 1000};
}

int64_t rewrite_odds(const copies_model *m, const rewrite_features *f) {
  const int32_t *w = m->limits;
  return (int64_t)w[LIMIT_REWRITE_BIAS] * 1000 + (int64_t)w[LIMIT_REWRITE_NOVEL] * f->novel +
         (int64_t)w[LIMIT_REWRITE_NUMBERS] * f->numbers + (int64_t)w[LIMIT_REWRITE_CONFLICT] * f->conflict +
         (int64_t)w[LIMIT_REWRITE_ORDER] * f->order + (int64_t)w[LIMIT_REWRITE_OUTSIDE] * f->outside +
         (int64_t)w[LIMIT_REWRITE_RARE] * f->rare + (int64_t)w[LIMIT_REWRITE_SIZE] * f->size +
         (int64_t)w[LIMIT_REWRITE_PUBLISHER] * f->publisher + (int64_t)w[LIMIT_REWRITE_LATE] * f->late +
         (int64_t)w[LIMIT_REWRITE_BOTH] * f->both + (int64_t)w[LIMIT_REWRITE_SPLIT] * f->split +
         (int64_t)w[LIMIT_REWRITE_CHAIN] * f->chain + (int64_t)w[LIMIT_REWRITE_VERBATIM] * f->verbatim;
}
