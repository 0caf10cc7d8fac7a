#include "language/tagger.h"

/* The tags a word may have and the UPOS they share, as choices. */
typedef struct {
  uint32_t all[2 * LIST_MAX], n;                 /* the tags, then each UPOS once */
  uint8_t upos_of[LIST_MAX];                     /* place in `all` of a tag's UPOS */
} tag_choices;

static void set_choices(tag_choices *t, const parser_model *m, choices c) {
  t->n = c.n;
  for (uint32_t i = 0; i < c.n; i++) {
    uint32_t shared = TAG_UPOS + m->tag_upos[c.items[i]], k = c.n;
    t->all[i] = c.items[i];
    while (k < t->n && t->all[k] != shared) k++;
    if (k == t->n) t->all[t->n++] = shared;
    t->upos_of[i] = (uint8_t)k;
  }
}

/* Sums of the tags, each with its UPOS. */
static void sum_all(int32_t *sums, const parser_model *m, const tag_choices *t, uint32_t n_tags,
                    const feature *f, uint32_t n) {
  int32_t all[2 * LIST_MAX];
  weights_sum_choices(all, &m->tags, f, n, t->all, t->n);
  for (uint32_t i = 0; i < n_tags; i++) sums[i] = all[i] + all[t->upos_of[i]];
}

static tag_before behind(const parser_model *m, const tag_before *before, uint32_t tag) {
  return (tag_before){(uint16_t)tag, m->tag_parts[tag], before->part};
}

tag_state tagger_after(const tag_search *t, const tag_state *before, uint32_t i, uint32_t tag) {
  feature f[MAX_FEATURES];
  uint16_t item = (uint16_t)tag;
  tag_choices c;
  int32_t sums[1];
  int64_t score = before->score;
  if (t->words[i].tags.n > 1) {
    uint32_t n = features_of_tag(f, t->words, t->n, i);
    set_choices(&c, t->m, (choices){&item, 1});
    sum_all(sums, t->m, &c, 1, f, n + features_of_tag_after(f + n, t->words, t->n, i, &before->tags));
    score += sums[0];
  }
  return (tag_state){score, 0, behind(t->m, &before->tags, tag)};
}

static bool same(const tag_before *a, const tag_before *b) {
  return a->tag == b->tag && a->part2 == b->part2;
}

/* Of states that look the same to what follows only the better one is kept. */
static void offer(tag_state *best, uint8_t *n, const tag_state *s) {
  uint8_t i = *n;
  for (uint8_t k = 0; k < *n; k++) {
    if (!same(&best[k].tags, &s->tags)) continue;
    if (best[k].score >= s->score) return;
    for (uint8_t j = k; j + 1 < *n; j++) best[j] = best[j + 1];
    i = --*n;
    break;
  }
  if (i == TAG_BEAM && s->score <= best[i - 1].score) return;
  if (i == TAG_BEAM) i--;
  else ++*n;
  for (; i && s->score > best[i - 1].score; i--) best[i] = best[i - 1];
  best[i] = *s;
}

static void step(tag_search *t, uint32_t i) {
  feature f[MAX_FEATURES];
  int32_t sums[LIST_MAX] = {0}, after[LIST_MAX] = {0};
  tag_choices all;
  choices c = t->words[i].tags;
  uint16_t none = 0;
  const parser_model *m = t->m;
  tag_state *best = t->states[i];
  if (!c.n) c = (choices){&none, 1};
  if (c.n > 1) {
    set_choices(&all, m, c);
    sum_all(sums, m, &all, c.n, f, features_of_tag(f, t->words, t->n, i));
  }
  t->counts[i] = 0;
  for (uint8_t k = 0; k < t->counts[i - 1]; k++) {
    const tag_state *from = &t->states[i - 1][k];
    if (c.n > 1) sum_all(after, m, &all, c.n, f, features_of_tag_after(f, t->words, t->n, i, &from->tags));
    for (uint32_t j = 0; j < c.n; j++) {
      tag_state next = {from->score + sums[j] + after[j], k, behind(m, &from->tags, c.items[j])};
      offer(best, &t->counts[i], &next);
    }
  }
  while (m->tag_margin && best[t->counts[i] - 1].score < best[0].score - m->tag_margin) t->counts[i]--;
}

void tagger_search(tag_search *t, arena *a, const parser_model *m, const tree_word *words, uint32_t n) {
  *t = (tag_search){.m = m, .words = words, .n = n};
  t->states = arena_array(a, n + (size_t)1, sizeof *t->states);
  t->counts = arena_alloc(a, n + (size_t)1);
  t->counts[0] = 1;
  for (uint32_t i = 1; i <= n; i++) step(t, i);
}

void parser_tag(arena *a, const parser_model *m, tree_word *words, uint32_t n) {
  tag_search t;
  uint8_t k = 0;
  tagger_search(&t, a, m, words, n);
  for (uint32_t i = n; i >= 1; i--) {
    parser_set_tag(m, &words[i], t.states[i][k].tags.tag);
    k = t.states[i][k].before;
  }
}
