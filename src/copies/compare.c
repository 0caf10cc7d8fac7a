#include "copies/compare.h"
#include "copies/direction.h"
#include "copies/quotes.h"

const char *relation_text(relation r) {
  static const char *const words[] = {
      [RELATION_SAME_REPORT] = "same_report", [RELATION_REWRITE] = "rewrite", [RELATION_EXCERPT] = "excerpt",
      [RELATION_REVISION] = "revision", [RELATION_SHARES_BACKGROUND] = "shares_background",
      [RELATION_PARALLEL] = "parallel"};
  return words[r];
}

static uint32_t least(uint32_t x, uint32_t y) { return x < y ? x : y; }
static uint32_t most(uint32_t x, uint32_t y) { return x > y ? x : y; }
static uint32_t limit_of(const pairing *p, limit l) { return (uint32_t)p->m->limits[l]; }

static uint64_t square_root(uint64_t n) {
  uint64_t root = 0;
  for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
    if ((root | bit) * (root | bit) <= n) root |= bit;
  return root;
}

/* ---- features ---------------------------------------------------------------------------------------------------- */

static uint32_t containment(const pairing *p) {
  uint64_t a = p->a.t->weight, b = p->b.t->weight;
  return per_thousand(p->shared_weight, a < b ? a : b);
}

static uint64_t sentences_weight(const copy_text *t) {
  uint64_t sum = 0;
  for (uint32_t s = 0; s < t->w->n_sentences; s++) sum += t->sentence_weight[s];
  return sum;
}

rewrite_features compare_features(const pairing *p) {
  uint64_t weight_a = sentences_weight(p->a.t), weight_b = sentences_weight(p->b.t);
  uint64_t lighter = weight_a < weight_b ? weight_a : weight_b, heavier = weight_a < weight_b ? weight_b : weight_a;
  uint64_t both_keys = (uint64_t)p->a.t->n_keys * p->b.t->n_keys;
  uint32_t facts = least(p->a.fact_weight, p->b.fact_weight) / (uint32_t)p->m->limits[LIMIT_MAX_IDF] + 1;
  return (rewrite_features){
      .contain = (int32_t)containment(p),
      .keys = (int32_t)per_thousand(p->shared_keys, square_root(both_keys)),
      .aligned = lighter ? (int32_t)(p->sentences.chain / lighter) : 0,
      .order = (int32_t)per_thousand(p->sentences.chain, p->sentences.best),
      .novel = (int32_t)least(per_thousand(p->a.novel_weight, p->a.fact_weight),
                              per_thousand(p->b.novel_weight, p->b.fact_weight)),
      .conflict = (int32_t)least(1000, (p->changed_names + p->changed_numbers) * 1000 / facts),
      .length = (int32_t)per_thousand(lighter, heavier)};
}

static int64_t rewrite_sum(const pairing *p, const rewrite_features *f) {
  const int32_t *w = p->m->limits;
  return (int64_t)w[LIMIT_REWRITE_BIAS] * 100 + (int64_t)w[LIMIT_REWRITE_CONTAIN] * f->contain +
         (int64_t)w[LIMIT_REWRITE_KEYS] * f->keys + (int64_t)w[LIMIT_REWRITE_ALIGNED] * f->aligned +
         (int64_t)w[LIMIT_REWRITE_ORDER] * f->order + (int64_t)w[LIMIT_REWRITE_NOVEL] * f->novel +
         (int64_t)w[LIMIT_REWRITE_CONFLICT] * f->conflict + (int64_t)w[LIMIT_REWRITE_LENGTH] * f->length;
}

/* ---- relation ---------------------------------------------------------------------------------------------------- */

/* Nothing in common that could make a link: most pairs end here. */
static bool unrelated(const pairing *p) {
  uint32_t run = most(p->a.longest_letters, p->b.longest_letters);
  return run < limit_of(p, LIMIT_RUN_LETTERS) && containment(p) < limit_of(p, LIMIT_QUICK_CONTAIN);
}

static bool same_publisher(const pairing *p) {
  str a = p->a.t->report->publisher, b = p->b.t->report->publisher;
  return a.ptr && b.ptr && str_eq(a, b);
}

/* Names stand in the place of other names all over a text of the same form. */
static bool is_parallel(const pairing *p) {
  return p->changed_names >= limit_of(p, LIMIT_PARALLEL_NAMES) &&
         least(per_thousand(p->a.novel_weight, p->a.fact_weight), per_thousand(p->b.novel_weight, p->b.fact_weight)) >=
             limit_of(p, LIMIT_PARALLEL_NOVEL);
}

static bool is_revised(const pairing *p) {
  uint32_t changed = p->changed_names + p->changed_numbers;
  if (changed > p->close / 3) return changed <= limit_of(p, LIMIT_CHANGED_FACTS);
  return same_publisher(p) && !p->close &&
         (p->a.held < p->a.letters || p->b.held < p->b.letters);
}

/* The same words: another rendition, an excerpt, a revision. */
static relation verbatim_relation(const pairing *p) {
  uint32_t held_a = per_thousand(p->a.held, p->a.letters), held_b = per_thousand(p->b.held, p->b.letters);
  uint32_t exact = least(per_thousand(p->a.aligned_held, p->a.aligned), per_thousand(p->b.aligned_held, p->b.aligned));
  if (exact < limit_of(p, LIMIT_VERBATIM)) return RELATION_NONE;
  if (least(held_a, held_b) >= limit_of(p, LIMIT_SAME_COVER) && most(held_a, held_b) >= limit_of(p, LIMIT_SAME_BODY))
    return is_parallel(p) ? RELATION_PARALLEL : is_revised(p) ? RELATION_REVISION : RELATION_SAME_REPORT;
  return most(held_a, held_b) >= limit_of(p, LIMIT_EXCERPT_COVER) ? RELATION_EXCERPT : RELATION_NONE;
}

static bool has_background(const pairing *p) {
  return least(p->a.longest_letters, p->b.longest_letters) >= limit_of(p, LIMIT_RUN_LETTERS) &&
         least(p->a.longest_idf, p->b.longest_idf) >= limit_of(p, LIMIT_RUN_IDF);
}

static bool is_rewrite(const pairing *p, const rewrite_features *f) {
  return rewrite_sum(p, f) > 0 && f->contain >= p->m->limits[LIMIT_REWRITE_LEAST];
}

static relation decide(const pairing *p, const rewrite_features *f) {
  relation r = verbatim_relation(p);
  if (r) return r;
  if (is_rewrite(p, f)) return is_parallel(p) ? RELATION_PARALLEL : RELATION_REWRITE;
  return has_background(p) ? RELATION_SHARES_BACKGROUND : RELATION_NONE;
}

/* ---- the link ---------------------------------------------------------------------------------------------------- */

static span text_of(const copy_text *t, uint32_t which) {
  return report_text_span(t->report, t->w->sentences[which].at);
}

static bool is_passage(const pairing *p, const copy_link *link, const aligned *s) {
  return s->score >= p->m->limits[LIMIT_PASSAGE] || (relation_in_family(link->relation) && s->in_order);
}

static void list_passages(copy_link *link, const pairing *p) {
  passage *out = ARENA_ARRAY(p->mem, passage, p->sentences.n + 1);
  for (uint32_t i = 0; i < p->sentences.n; i++) {
    const aligned *s = &p->sentences.pairs[i];
    if (is_passage(p, link, s)) out[link->n_passages++] = (passage){text_of(p->a.t, s->a), text_of(p->b.t, s->b), s->score};
  }
  link->passages = out;
}

/* How near the two are, for the best parent: the words they share in the same place count above all. */
static uint16_t strength(const pairing *p, const rewrite_features *f) {
  uint32_t held = (per_thousand(p->a.held, p->a.letters) + per_thousand(p->b.held, p->b.letters)) / 2;
  return (uint16_t)least(1000, (3 * held + (uint32_t)f->contain + (uint32_t)f->keys) / 5);
}

static uint16_t sureness(const pairing *p, relation r, const rewrite_features *f) {
  static const uint16_t usual[] = {[RELATION_SAME_REPORT] = 980, [RELATION_EXCERPT] = 970, [RELATION_REVISION] = 900,
                                   [RELATION_SHARES_BACKGROUND] = 900, [RELATION_PARALLEL] = 800};
  if (r != RELATION_REWRITE) return usual[r];
  int64_t sum = rewrite_sum(p, f) / 1000;      /* hundreds: about one unit of log odds */
  return (uint16_t)(sum >= 450 ? 990 : 540 + sum);
}

copy_link copies_compare(arena *mem, const copies_model *m, const copy_text *a, const copy_text *b) {
  copy_link link = {0};
  pairing p;
  pairing_begin(&p, mem, m, a, b);
  if (unrelated(&p)) return link;
  pairing_finish(&p);
  rewrite_features f = compare_features(&p);
  link.relation = decide(&p, &f);
  if (!link.relation) return link;
  link.p = sureness(&p, link.relation, &f);
  link.score = strength(&p, &f);
  list_passages(&link, &p);
  if (relation_in_family(link.relation)) quoted_words_find(&link, &p);
  direction_find(&link, &p);
  return link;
}
