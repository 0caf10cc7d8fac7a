#include "copies/direction.h"
#include "copies/odds.h"
#include "copies/quotes.h"
#include "copies/rewrite.h"

static uint32_t least(uint32_t x, uint32_t y) { return x < y ? x : y; }
static uint32_t most(uint32_t x, uint32_t y) { return x > y ? x : y; }
static uint32_t limit_of(const pairing *p, limit l) { return (uint32_t)p->m->limits[l]; }

/* ---- features ------------------------------------------------------------------------------------------ */

static uint32_t containment(const pairing *p) {
  uint64_t a = p->a.t->weight, b = p->b.t->weight;
  return per_thousand(p->shared_weight, a < b ? a : b);
}

static uint32_t covered(const pairing *p) {
  return most(per_thousand(p->a.aligned, p->a.letters), per_thousand(p->b.aligned, p->b.letters));
}

static uint32_t novelty(const pairing_side *s) { return per_thousand(s->novel_weight, s->fact_weight); }

/* ---- relation ------------------------------------------------------------------------------------------ */

static bool has_run(const pairing *p) {
  return most(p->a.longest_letters, p->b.longest_letters) >= limit_of(p, LIMIT_RUN_LETTERS);
}

/* Too few words in common for anything but a run of them. */
static bool shares_little(const pairing *p) {
  limit needed = rewrite_too_late(p) ? LIMIT_SAME_COVER : LIMIT_QUICK_CONTAIN;
  return containment(p) < limit_of(p, needed);
}

/* Nothing in common that could make a link, or words in another order than a copy's: most pairs end here. */
static bool is_unrelated(pairing *p) {
  bool little = shares_little(p);
  if (little && !pairing_meets(p)) return true;
  pairing_runs(p);
  if (has_run(p)) return false;
  if (little) return true;
  pairing_order(p);
  return p->order < limit_of(p, LIMIT_QUICK_ORDER);
}

/* Names stand in the place of other names all over a text of the same form. A misread text changes names too,
 * but many more of its other words, and hardly one name everywhere. */
static bool is_parallel(const pairing *p) {
  return p->changed_names >= limit_of(p, LIMIT_PARALLEL_NAMES) &&
         (p->changed_often >= 2 || 4 * p->changed_names > p->close) &&
         least(novelty(&p->a), novelty(&p->b)) >= limit_of(p, LIMIT_PARALLEL_NOVEL);
}

/* Facts were changed, or its own publisher changed the text otherwise. */
static bool is_revised(const pairing *p) {
  uint32_t changed = most(p->changed_names + p->changed_numbers, p->n_changes);
  if (changed > p->close / 3) return changed <= limit_of(p, LIMIT_CHANGED_FACTS);
  return rewrite_same_publisher(p) && !p->close && (p->a.held < p->a.letters || p->b.held < p->b.letters);
}

static bool is_misread(const pairing *p) {
  uint32_t words = least(p->a.t->w->n_words, p->b.t->w->n_words);
  return per_thousand(p->close, words) >= limit_of(p, LIMIT_MISREAD);
}

/* Most of both texts, in the same words. */
static bool is_same_text(const pairing *p) {
  uint32_t runs =
      least(per_thousand(p->a.run_letters, p->a.letters), per_thousand(p->b.run_letters, p->b.letters));
  if (runs >= limit_of(p, LIMIT_VERBATIM)) return true;
  uint32_t held_a = per_thousand(p->a.held, p->a.letters), held_b = per_thousand(p->b.held, p->b.letters);
  uint32_t exact =
      least(per_thousand(p->a.aligned_held, p->a.aligned), per_thousand(p->b.aligned_held, p->b.aligned));
  return exact >= limit_of(p, is_misread(p) ? LIMIT_VERBATIM_MISREAD : LIMIT_VERBATIM) &&
         least(held_a, held_b) >= limit_of(p, LIMIT_SAME_COVER) &&
         most(held_a, held_b) >= limit_of(p, LIMIT_SAME_BODY);
}

/* The shorter text and its share that stands in the longer one letter by letter. */
typedef struct { bool is_a; uint32_t share; } part;

static part shorter_part(const pairing *p) {
  bool is_a = p->a.letters < p->b.letters;
  const pairing_side *s = is_a ? &p->a : &p->b;
  return (part){is_a, per_thousand(s->run_letters, s->letters)};
}

static bool is_older(const pairing *p, const part *x) { return direction_by_date(p) == (x->is_a ? 1 : -1); }

static bool is_excerpt(const pairing *p, const part *x) {
  return x->share >= limit_of(p, LIMIT_EXCERPT_COVER) && !is_older(p, x);
}

/* A later and longer text took over much of an older one. */
static bool is_taken_over(const pairing *p, const part *x) {
  return x->share >= limit_of(p, LIMIT_TAKEN_OVER) && is_older(p, x);
}

/* The same words: another rendition, an excerpt, a revision. */
static relation verbatim_relation(const pairing *p, const part *x) {
  bool same = is_same_text(p);
  if (!same && !is_excerpt(p, x)) return RELATION_NONE;
  if (is_parallel(p)) return RELATION_PARALLEL;
  if (!same) return RELATION_EXCERPT;
  return is_revised(p) ? RELATION_REVISION : RELATION_SAME_REPORT;
}

static bool has_background(const pairing *p) {
  return least(p->a.longest_letters, p->b.longest_letters) >= limit_of(p, LIMIT_RUN_LETTERS) &&
         least(p->a.longest_idf, p->b.longest_idf) >= limit_of(p, LIMIT_RUN_IDF);
}

static int64_t odds_of(pairing *p) {
  if (rewrite_too_late(p)) return 0;
  pairing_order(p);
  rewrite_features f = rewrite_see(p);
  return rewrite_odds(p->m, &f);
}

/* Too few sentences in common for one report; background at most, for which words need not be compared. */
static bool is_far(const pairing *p) {
  return covered(p) < limit_of(p, LIMIT_REWRITE_LEAST) &&
         shorter_part(p).share < limit_of(p, LIMIT_TAKEN_OVER);
}

/* odds: of a rewrite. */
static relation decide(pairing *p, int64_t *odds) {
  pairing_finish(p);
  const part shorter = shorter_part(p);
  relation r = verbatim_relation(p, &shorter);
  if (r) return r;
  *odds = odds_of(p);
  if (*odds > 0 && !is_taken_over(p, &shorter)) return is_parallel(p) ? RELATION_PARALLEL : RELATION_REWRITE;
  return has_background(p) ? RELATION_SHARES_BACKGROUND : RELATION_NONE;
}

/* ---- the link ------------------------------------------------------------------------------------------ */

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
    if (is_passage(p, link, s))
      out[link->n_passages++] = (passage){text_of(p->a.t, s->a), text_of(p->b.t, s->b), s->score};
  }
  link->passages = out;
}

static span words_span(const copy_text *t, uint32_t first, uint32_t end) {
  return report_text_span(t->report, (span){t->w->words[first].at.start, t->w->words[end - 1].at.end});
}

static void list_changes(copy_link *link, const pairing *p) {
  changed_fact *out = ARENA_ARRAY(p->mem, changed_fact, p->n_changes + 1);
  for (uint32_t i = 0; i < p->n_changes; i++) {
    const word_change *c = &p->changes[i];
    out[link->n_changed++] =
        (changed_fact){words_span(p->a.t, c->a, c->a_end), words_span(p->b.t, c->b, c->b_end)};
  }
  link->changed = out;
}

enum { TELLING = 8000 };        /* weight of a run that is half of what a run can be */

/* How near the two are, for the best parent: how much of b stands in a, above all; for background, what the
 * longest run says, since the rest of the texts may share a form. */
static uint16_t strength(const pairing *p, relation r) {
  if (r == RELATION_SHARES_BACKGROUND) {
    uint32_t idf = least(p->a.longest_idf, p->b.longest_idf);
    return (uint16_t)per_thousand(idf, (uint64_t)idf + TELLING);
  }
  uint32_t held_a = per_thousand(p->a.held, p->a.letters), held_b = per_thousand(p->b.held, p->b.letters);
  uint32_t stems_b = per_thousand(p->shared_weight, p->b.t->weight);
  return (uint16_t)least(1000, (held_a + 4 * held_b + 3 * stems_b) / 8);
}

static uint16_t sureness(relation r, int64_t odds) {
  static const uint16_t usual[] = {[RELATION_SAME_REPORT] = 980,
                                   [RELATION_EXCERPT] = 970,
                                   [RELATION_REVISION] = 900,
                                   [RELATION_SHARES_BACKGROUND] = 900,
                                   [RELATION_PARALLEL] = 800};
  if (r != RELATION_REWRITE) return usual[r];
  return odds_probability(odds / 1000);
}

copy_link copies_compare(arena *mem, const copies_model *m, const copy_text *a, const copy_text *b) {
  copy_link link = {0};
  pairing p;
  pairing_begin(&p, mem, m, a, b);
  if (is_unrelated(&p)) return link;
  pairing_align(&p);
  int64_t odds = 0;
  if (is_far(&p)) link.relation = has_background(&p) ? RELATION_SHARES_BACKGROUND : RELATION_NONE;
  else link.relation = decide(&p, &odds);
  if (!link.relation) return link;
  link.p = sureness(link.relation, odds);
  link.score = strength(&p, link.relation);
  list_passages(&link, &p);
  if (relation_in_family(link.relation)) quoted_words_find(&link, &p);
  if (link.relation == RELATION_REVISION || link.relation == RELATION_PARALLEL) list_changes(&link, &p);
  direction_find(&link, &p);
  return link;
}
