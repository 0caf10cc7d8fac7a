#include "copies/copies.h"
#include "copies/text.h"

int relation_rank(relation r) {
  static const int rank[] = {
      [RELATION_SAME_REPORT] = 0, [RELATION_REVISION] = 1, [RELATION_EXCERPT] = 2, [RELATION_REWRITE] = 3,
      [RELATION_SHARES_BACKGROUND] = 4, [RELATION_PARALLEL] = 5, [RELATION_NONE] = 6};
  return rank[r];
}

relation relation_farther(relation x, relation y) {
  if (x == RELATION_NONE || y == RELATION_NONE) return x == RELATION_NONE ? y : x;
  return relation_rank(x) >= relation_rank(y) ? x : y;
}

static void write_passages(jw *j, const copy_link *l) {
  jw_key(j, "passages");
  jw_array(j);
  for (uint32_t i = 0; i < l->n_passages; i++) {
    jw_object(j);
    jw_key_span(j, "a", l->passages[i].a);
    jw_key_span(j, "b", l->passages[i].b);
    jw_key_int(j, "score", l->passages[i].score);
    jw_end(j);
  }
  jw_end(j);
}

void copies_write_link(jw *j, const copy_link *l) {
  jw_key_str(j, "direction", l->direction > 0 ? STR("a>b") : l->direction < 0 ? STR("b>a") : (str){NULL, 0});
  jw_key_int(j, "direction_p", l->direction_p);
  jw_key_int(j, "p", l->p);
  write_passages(j, l);
  jw_key(j, "reasons");
  jw_array(j);
  for (uint32_t i = 0; i < l->n_reasons; i++) jw_str(j, str_of(l->reasons[i]));
  jw_end(j);
  jw_key_str(j, "relation", str_of(relation_text(l->relation)));
}

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
