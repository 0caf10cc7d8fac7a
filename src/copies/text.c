#include "copies/text.h"

static unsigned bits_for(uint32_t n) {
  unsigned bits = 4;
  while (((uint64_t)1 << bits) < 2 * (uint64_t)n) bits++;
  return bits;
}

static uint32_t first_slot(uint64_t hash, unsigned bits) { return (uint32_t)(hash >> (64 - bits)); }

/* ---- stems --------------------------------------------------------------------------------------------- */

static uint32_t stem_slot(const text_stem *stems, const uint32_t *slots, unsigned bits, uint64_t hash) {
  uint32_t mask = ((uint32_t)1 << bits) - 1, at = first_slot(hash, bits);
  while (slots[at] && stems[slots[at] - 1].hash != hash) at = (at + 1) & mask;
  return at;
}

uint32_t text_stem_number(const copy_text *t, uint64_t hash) {
  return t->stem_slots[stem_slot(t->stems, t->stem_slots, t->stem_bits, hash)] - 1; /* free: UINT32_MAX */
}

static void number_stems(arena *a, copy_text *t) {
  const wording *w = t->w;
  text_stem *stems = ARENA_ARRAY(a, text_stem, w->n_words + 1);
  uint32_t *stem_of = ARENA_ARRAY(a, uint32_t, w->n_words + 1);
  t->stem_bits = bits_for(w->n_words);
  uint32_t *slots = ARENA_ARRAY(a, uint32_t, (size_t)1 << t->stem_bits);
  for (uint32_t i = 0; i < w->n_words; i++) {
    const word *x = &w->words[i];
    stem_of[i] = UINT32_MAX;
    if (x->flags & WORD_STOP) continue;
    uint32_t at = stem_slot(stems, slots, t->stem_bits, x->stem);
    if (!slots[at]) {
      stems[t->n_stems] = (text_stem){x->stem, 0, x->idf, 0};
      slots[at] = ++t->n_stems;
      t->weight += x->idf;
    }
    stem_of[i] = slots[at] - 1;
    stems[stem_of[i]].count++;
    stems[stem_of[i]].flags |= x->flags;
  }
  t->stems = stems;
  t->stem_of = stem_of;
  t->stem_slots = slots;
}

/* ---- sentences and stems ------------------------------------------------------------------------------- */

static void list_stems(arena *a, copy_text *t, uint32_t *n_holders) {
  const wording *w = t->w;
  uint32_t *in = ARENA_ARRAY(a, uint32_t, w->n_words + 1), *at = ARENA_ARRAY(a, uint32_t, w->n_sentences + 1);
  uint32_t *weight = ARENA_ARRAY(a, uint32_t, w->n_sentences + 1),
           *seen = ARENA_ARRAY(a, uint32_t, t->n_stems + 1);
  uint32_t n = 0;
  for (uint32_t s = 0; s < w->n_sentences; s++) {
    at[s] = n;
    for (uint32_t i = w->sentences[s].first; i < w->sentences[s].end; i++) {
      uint32_t k = t->stem_of[i];
      if (k == UINT32_MAX || seen[k] == s + 1) continue;
      seen[k] = s + 1;
      in[n++] = k;
      weight[s] += t->stems[k].idf;
      n_holders[k]++;
    }
  }
  at[w->n_sentences] = n;
  t->in_sentence = in;
  t->in_sentence_at = at;
  t->sentence_weight = weight;
}

static void list_holders(arena *a, copy_text *t, const uint32_t *n_holders) {
  uint32_t *at = ARENA_ARRAY(a, uint32_t, t->n_stems + 1), *next = ARENA_ARRAY(a, uint32_t, t->n_stems + 1);
  uint32_t n = t->in_sentence_at[t->w->n_sentences];
  uint32_t *holders = ARENA_ARRAY(a, uint32_t, n + 1);
  for (uint32_t k = 0; k < t->n_stems; k++) at[k + 1] = at[k] + n_holders[k];
  memcpy(next, at, t->n_stems * sizeof *at);
  for (uint32_t s = 0; s < t->w->n_sentences; s++)
    for (uint32_t i = t->in_sentence_at[s]; i < t->in_sentence_at[s + 1]; i++)
      holders[next[t->in_sentence[i]]++] = s;
  t->holders = holders;
  t->holders_at = at;
}

/* ---- anchors ------------------------------------------------------------------------------------------- */

bool text_has_anchor(const copy_text *t, uint64_t anchor) {
  uint32_t mask = ((uint32_t)1 << t->anchor_bits) - 1, at = first_slot(anchor, t->anchor_bits);
  while (t->anchor_slots[at] && t->anchor_slots[at] != anchor) at = (at + 1) & mask;
  return t->anchor_slots[at] != 0;
}

static void set_anchors(arena *a, copy_text *t) {
  const wording *w = t->w;
  t->anchor_bits = bits_for(w->n_words);
  uint64_t *anchors = ARENA_ARRAY(a, uint64_t, w->n_words + 1);
  uint64_t *slots = ARENA_ARRAY(a, uint64_t, (size_t)1 << t->anchor_bits);
  uint32_t mask = ((uint32_t)1 << t->anchor_bits) - 1;
  for (uint32_t i = 0; i < w->n_words; i++) {
    if (!(anchors[i] = words_run(w, i))) break;
    uint32_t at = first_slot(anchors[i], t->anchor_bits);
    while (slots[at] && slots[at] != anchors[i]) at = (at + 1) & mask;
    slots[at] = anchors[i];
  }
  t->anchors = anchors;
  t->anchor_slots = slots;
}

copy_text *text_of_stems(arena *a, const wording *w) {
  copy_text *t = ARENA_NEW(a, copy_text);
  t->w = w;
  number_stems(a, t);
  return t;
}

copy_text *text_new(arena *a, const report *r, const wording *w) {
  copy_text *t = text_of_stems(a, w);
  t->report = r;
  uint32_t *n_holders = ARENA_ARRAY(a, uint32_t, t->n_stems + 1);
  list_stems(a, t, n_holders);
  list_holders(a, t, n_holders);
  set_anchors(a, t);
  return t;
}
