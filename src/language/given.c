#include "language/given.h"

void given_tokens(reading *r, const token_model *m) {
  const given_words *g = r->report->given;
  r->blocks = ARENA_ARRAY(r->a, read_block, r->report->n_blocks);
  for (uint32_t i = 0; i < g->n_sentences; i++) {
    const given_sentence *s = &g->sentences[i];
    if (!r->n_blocks || r->blocks[r->n_blocks - 1].block != s->block)
      r->blocks[r->n_blocks++] = (read_block){s->block, s->first, s->end};
    r->blocks[r->n_blocks - 1].end = s->end;
    for (uint32_t k = s->first; k < s->end; k++) tokens_add_given(r, m, &g->words[k]);
  }
}

static void mark_first(reading *r, uint32_t first, uint32_t end) {
  while (first < end && !(r->tokens[first].flags & (TOK_ALPHA | TOK_DIGIT))) first++;
  if (first < end) r->tokens[first].flags |= TOK_FIRST;
}

void given_sentences(reading *r, sentence **sentences, uint32_t *n) {
  const given_words *g = r->report->given;
  *n = g->n_sentences;
  *sentences = ARENA_ARRAY(r->a, sentence, *n);
  for (uint32_t i = 0; i < *n; i++) {
    const given_sentence *s = &g->sentences[i];
    (*sentences)[i] = (sentence){s->first, s->end, s->block};
    mark_first(r, s->first, s->end);
  }
}
