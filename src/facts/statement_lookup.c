#include "facts/statement_lookup.h"

enum { STATEMENTS_BACK = 64 };

/* Number of statements that begin at or before a byte. */
static uint32_t statements_to(const facts *f, uint32_t at) {
  uint32_t lo = 0, hi = f->n_statements;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->statements[mid].at.start <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

bool statement_holds(const statement *s, uint32_t byte) {
  if (s->mode == MODE_DECLINED || s->in_title) return false;
  for (uint32_t i = 0; i < s->n_content; i++)
    if (span_has(s->content[i], byte)) return true;
  return false;
}

uint32_t statement_over(const facts *f, uint32_t token_index) {
  uint32_t at = f->doc->tokens[token_index].at.start, i = statements_to(f, at);
  for (uint32_t left = STATEMENTS_BACK; i > 0 && left > 0; i--, left--)
    if (statement_holds(&f->statements[i - 1], at)) return i - 1;
  return NONE;
}

uint32_t statement_of_cue(const facts *f, uint32_t first, uint32_t end) {
  uint32_t i = statements_to(f, f->doc->tokens[end - 1].at.end);
  for (uint32_t left = STATEMENTS_BACK; i > 0 && left > 0; i--, left--) {
    const statement *s = &f->statements[i - 1];
    if (s->has_cue && s->cue_token >= first && s->cue_token < end) return i - 1;
  }
  return NONE;
}

bool statement_speaker(const facts *f, uint32_t number, slot *out) {
  const statement *s = number == NONE ? NULL : &f->statements[number];
  if (!s || s->speaker == NONE) return false;
  const actor *x = &f->actors[s->speaker];
  *out = (slot){s->speaker, x->party, x->code, s->has_speaker_at ? s->speaker_at : s->at};
  return true;
}
