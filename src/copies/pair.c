#include "copies/pair.h"

const char *relation_text(relation r) {
  static const char *const words[] = {
      [RELATION_SAME_REPORT] = "same_report", [RELATION_REWRITE] = "rewrite", [RELATION_EXCERPT] = "excerpt",
      [RELATION_REVISION] = "revision", [RELATION_SHARES_BACKGROUND] = "shares_background",
      [RELATION_PARALLEL] = "parallel"};
  return words[r];
}

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
