#include "language/parser.h"

/* ---- words and tags ------------------------------------------------------------------------------------ */

void parser_find_tags(const parser_model *m, tree_word *w) {
  w->tags = (choices){NULL, 0};
  if (!features_capital(w)) w->tags = lists_find(&m->words, features_known(w, false));
  if (!w->tags.n) w->tags = lists_find(&m->words, features_known(w, true));
  for (uint32_t n = 5; n-- > 0 && !w->tags.n;) w->tags = lists_find(&m->words, features_ending(w, n));
  if (!w->tags.n) w->tags = lists_find(&m->words, features_ending(&(tree_word){0}, 0));
  w->may_be = w->tags.n ? map_hash((str){(const char *)w->tags.items, w->tags.n * sizeof *w->tags.items}) : 0;
}

tree_word *parser_words(arena *a, const parser_model *m, const str *forms, uint32_t n) {
  tree_word *words = ARENA_ARRAY(a, tree_word, n + (size_t)1);
  bool headline = features_headline(forms, n);
  size_t longest = 0;
  for (uint32_t i = 0; i < n; i++) longest = forms[i].len > longest ? forms[i].len : longest;
  char *room = arena_alloc(a, 3 * longest + 1);
  for (uint32_t i = 0; i < n; i++) {
    features_word(&words[i + 1], forms, i, headline, room);
    parser_find_tags(m, &words[i + 1]);
  }
  return words;
}

uint32_t parser_choose(const weights *w, choices c, const feature *f, uint32_t n) {
  uint32_t all[LIST_MAX], best = 0;
  int32_t sums[LIST_MAX];
  if (!c.n) return 0;
  for (uint32_t i = 0; i < c.n; i++) all[i] = c.items[i];
  weights_sum_choices(sums, w, f, n, all, c.n);
  for (uint32_t i = 1; i < c.n; i++)
    if (sums[i] > sums[best]) best = i;
  return all[best];
}

void parser_set_tag(const parser_model *m, tree_word *w, uint32_t tag) {
  w->tag = (uint16_t)tag;
  w->part = m->tag_parts[tag];
  w->upos = m->tag_upos[tag];
}

/* ---- trees --------------------------------------------------------------------------------------------- */

void parser_arcs(uint32_t *heads, void *room, const parser_model *m, const tree_word *words, uint32_t n,
                 uint32_t width) {
  search s;
  search_begin(&s, room, words, n, &m->moves, width);
  s.margin = m->move_margin;
  while (s.made < search_moves(&s)) search_step(&s);
  search_heads(&s, heads);
}

tree_shape parser_shape(arena *a, const uint32_t *heads, uint32_t n) {
  size_t size = n + (size_t)1;
  uint32_t *last = ARENA_ARRAY(a, uint32_t, size);         /* child of a head that came last */
  tree_shape t = {.heads = heads, .labels = ARENA_ARRAY(a, uint8_t, size)};
  t.first_left = ARENA_ARRAY(a, uint32_t, size);
  t.last_right = ARENA_ARRAY(a, uint32_t, size);
  t.before = ARENA_ARRAY(a, uint32_t, size);
  t.after = ARENA_ARRAY(a, uint32_t, size);
  t.n_children = ARENA_ARRAY(a, uint8_t, size);
  t.label_sets = ARENA_ARRAY(a, uint64_t, size);
  for (uint32_t i = 1; i <= n; i++) {
    uint32_t h = heads[i];
    if (!h) continue;
    t.n_children[h] += t.n_children[h] < UINT8_MAX;
    if (i < h && !t.first_left[h]) t.first_left[h] = i;
    if (i > h) t.last_right[h] = i;
    t.before[i] = last[h];
    if (last[h]) t.after[last[h]] = i;
    last[h] = i;
  }
  return t;
}

uint32_t *parser_order(arena *a, const uint32_t *heads, uint32_t n) {
  uint32_t *first = ARENA_ARRAY(a, uint32_t, n + (size_t)1), *next = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  uint32_t *order = ARENA_ARRAY(a, uint32_t, n + (size_t)1), at = n;
  for (uint32_t i = 1; i <= n; i++) {                      /* children from right to left */
    next[i] = first[heads[i]];
    first[heads[i]] = i;
  }
  for (uint32_t i = first[0]; i; i = next[i]) order[--at] = i;
  for (uint32_t done = n; done > at; done--)
    for (uint32_t i = first[order[done - 1]]; i; i = next[i]) order[--at] = i;
  return order;
}

choices parser_labels_of(const parser_model *m, const tree_word *words, const tree_shape *t, uint32_t i) {
  choices c = {NULL, 0};
  for (unsigned level = 0; level < LABEL_LEVELS && !c.n; level++)
    c = lists_find(&m->relations, features_label_key(words, t, i, level));
  return c;
}

void parser_set_label(tree_shape *t, uint32_t i, uint32_t label) {
  t->labels[i] = (uint8_t)label;
  t->label_sets[t->heads[i]] |= UINT64_C(1) << label % 64;
}

void parser_label(uint8_t *labels, arena *a, const parser_model *m, const tree_word *words, uint32_t n,
                  const uint32_t *heads) {
  feature f[MAX_FEATURES];
  tree_shape t = parser_shape(a, heads, n);
  uint32_t *order = parser_order(a, heads, n);
  t.labels = labels;
  labels[0] = 0;
  for (uint32_t k = 0; k < n; k++) labels[k + 1] = 0;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = order[k];
    choices c = parser_labels_of(m, words, &t, i);
    uint32_t label = c.n == 1 ? c.items[0] : 0;
    if (c.n > 1) label = parser_choose(&m->labels, c, f, features_of_label(f, words, n, &t, i));
    parser_set_label(&t, i, label);
  }
}
