#include "copies/pairing.h"
#include "copies/words_diff.h"

/* ---- cheap --------------------------------------------------------------------------------------------- */

static void share_stems(pairing *p) {
  const copy_text *a = p->a.t, *b = p->b.t;
  uint32_t *shared = ARENA_ARRAY(p->mem, uint32_t, b->n_stems + 1);
  p->a_shared = ARENA_ARRAY(p->mem, uint8_t, a->n_stems + 1);
  for (uint32_t k = 0; k < b->n_stems; k++) {
    shared[k] = text_stem_number(a, b->stems[k].hash);
    if (shared[k] == UINT32_MAX) continue;
    p->a_shared[shared[k]] = 1;
    p->shared_weight += b->stems[k].idf;
  }
  p->shared = shared;
}

/* A common run under way: [from, to) letters, words from `first` on. */
typedef struct { uint32_t from, to, first; } run;

static void close_run(pairing_side *s, run *r) {
  if (r->to == r->from) return;
  uint32_t letters = r->to - r->from, idf = 0;
  for (uint32_t i = r->first; i < s->t->w->n_words && s->t->w->words[i].letters_end <= r->to; i++) {
    s->hits[i] |= HIT_RUN;
    idf += s->t->w->words[i].idf;
  }
  s->run_letters += letters;
  if (letters > s->longest_letters) {
    s->longest_letters = letters;
    s->longest_idf = idf;
  }
  r->from = r->to;
}

static void find_runs(pairing_side *s, const copy_text *other) {
  run r = {0};
  for (uint32_t i = 0; i < s->t->w->n_words && s->t->anchors[i]; i++) {
    if (!text_has_anchor(other, s->t->anchors[i])) continue;
    uint32_t from = s->t->w->words[i].letters;
    if (from > r.to || r.to == r.from) {
      close_run(s, &r);
      r = (run){from, from, i};
    }
    r.to = from + ANCHOR_LETTERS;
  }
  close_run(s, &r);
}

void pairing_begin(pairing *p, arena *mem, const copies_model *m, const copy_text *a, const copy_text *b) {
  *p = (pairing){.mem = mem, .m = m, .a = {.t = a, .letters = (uint32_t)a->w->letters.len},
                 .b = {.t = b, .letters = (uint32_t)b->w->letters.len}};
  share_stems(p);
}

/* Letters between the anchors that are tried: a run that counts holds a step, a word and an anchor. */
enum { STEP_LETTERS = 30 };

bool pairing_meets(const pairing *p) {
  const copy_text *t = p->a.t;
  uint32_t next = 0;
  for (uint32_t i = 0; i < t->w->n_words && t->anchors[i]; i++) {
    if (t->w->words[i].letters < next) continue;
    if (text_has_anchor(p->b.t, t->anchors[i])) return true;
    next = t->w->words[i].letters + STEP_LETTERS;
  }
  return false;
}

void pairing_runs(pairing *p) {
  p->a.hits = ARENA_ARRAY(p->mem, uint8_t, p->a.t->w->n_words + 1);
  p->b.hits = ARENA_ARRAY(p->mem, uint8_t, p->b.t->w->n_words + 1);
  find_runs(&p->a, p->b.t);
  find_runs(&p->b, p->a.t);
}

enum { ORDER_DOUBT = 6 };      /* pairs of which half are put in order, so that few stems say little */

/* A tree of counts over a's stems, which are numbered as they come up, as b's are. */
void pairing_order(pairing *p) {
  uint32_t n = p->a.t->n_stems, seen = 0, *tree = ARENA_ARRAY(p->mem, uint32_t, n + 1);
  uint64_t in_order = 0;
  for (uint32_t k = 0; k < p->b.t->n_stems; k++) {
    if (p->shared[k] == UINT32_MAX) continue;
    for (uint32_t i = p->shared[k]; i; i &= i - 1) in_order += tree[i];
    for (uint32_t i = p->shared[k] + 1; i <= n; i += i & -i) tree[i]++;
    seen++;
  }
  uint64_t pairs = (uint64_t)seen * (seen ? seen - 1 : 0) / 2;
  p->order = per_thousand(in_order + ORDER_DOUBT / 2, pairs + ORDER_DOUBT);
}

bool pairing_shares(const pairing *p, const pairing_side *s, uint32_t i) {
  uint32_t k = s->t->stem_of[i];
  if (k == UINT32_MAX) return true;
  return s == &p->b ? p->shared[k] != UINT32_MAX : p->a_shared[k] != 0;
}

/* ---- sentences and words ------------------------------------------------------------------------------- */

static void mark_aligned(pairing_side *s, uint32_t which) {
  const struct { uint32_t first, end; } at = {s->t->w->sentences[which].first, s->t->w->sentences[which].end};
  for (uint32_t i = at.first; i < at.end; i++) s->hits[i] |= HIT_ALIGNED;
}

static const uint8_t *mark_small(arena *mem, const copy_text *t) {
  uint8_t *small = ARENA_ARRAY(mem, uint8_t, t->n_stems + 1);
  for (uint32_t i = 0; i < t->w->n_words; i++) {
    char first = t->report->view.ptr[t->w->words[i].at.start];
    if (t->stem_of[i] != UINT32_MAX && first >= 'a' && first <= 'z') small[t->stem_of[i]] = 1;
  }
  return small;
}

static bool is_fact(const pairing_side *s, uint32_t stem) {
  uint8_t flags = s->t->stems[stem].flags;
  return flags & WORD_NUMBER || (flags & WORD_NAME && !s->small[stem]);
}

bool pairing_is_own_fact(const pairing *p, const pairing_side *s, uint32_t k) {
  if (!is_fact(s, k)) return false;
  return s == &p->b ? p->shared[k] == UINT32_MAX : !p->a_shared[k];
}

static void sum_facts(const pairing *p, pairing_side *s) {
  for (uint32_t k = 0; k < s->t->n_stems; k++) {
    if (!is_fact(s, k)) continue;
    s->fact_weight += s->t->stems[k].idf;
    if (!pairing_is_own_fact(p, s, k)) continue;
    s->novel_weight += s->t->stems[k].idf;
    s->novel_numbers += (s->t->stems[k].flags & WORD_NUMBER) != 0;
  }
}

static void sum_aligned(pairing_side *s) {
  for (uint32_t i = 0; i < s->t->w->n_sentences; i++) {
    const sentence *x = &s->t->w->sentences[i];
    if (x->first >= x->end || !(s->hits[x->first] & HIT_ALIGNED)) continue;
    s->aligned += s->t->w->words[x->end - 1].letters_end - s->t->w->words[x->first].letters;
    s->n_aligned++;
  }
}

void pairing_align(pairing *p) {
  p->sentences = align_sentences(p->mem, p->m, p->a.t, p->b.t, p->shared);
  for (uint32_t i = 0; i < p->sentences.n; i++) {
    mark_aligned(&p->a, p->sentences.pairs[i].a);
    mark_aligned(&p->b, p->sentences.pairs[i].b);
  }
  sum_aligned(&p->a);
  sum_aligned(&p->b);
}

static void sum_held(pairing_side *s) {
  for (uint32_t i = 0; i < s->t->w->n_words; i++) {
    if (!(s->hits[i] & (HIT_RUN | HIT_STEM | HIT_CLOSE))) continue;
    uint32_t n = s->t->w->words[i].letters_end - s->t->w->words[i].letters;
    s->held += n;
    if (s->hits[i] & HIT_ALIGNED) s->aligned_held += n;
  }
}

void pairing_finish(pairing *p) {
  p->a.small = mark_small(p->mem, p->a.t);
  p->b.small = mark_small(p->mem, p->b.t);
  words_diff(p);
  sum_held(&p->a);
  sum_held(&p->b);
  sum_facts(p, &p->a);
  sum_facts(p, &p->b);
}
