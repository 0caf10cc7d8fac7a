#include "copies/copies.h"
#include "copies/text.h"

const copy_text *copies_prepare(arena *a, const copies_model *m, const report *r) {
  return text_new(a, r, words_read(a, m, r));
}

uint16_t copies_likeness(arena *a, const copies_model *m, str x, str y) {
  const copy_text *s = text_of_stems(a, words_of(a, m, x)), *t = text_of_stems(a, words_of(a, m, y));
  uint64_t common = 0;
  for (uint32_t k = 0; k < s->n_stems; k++)
    if (text_stem_number(t, s->stems[k].hash) != UINT32_MAX) common += s->stems[k].idf;
  return s->weight + t->weight ? (uint16_t)(2000 * common / (s->weight + t->weight)) : 0;
}
