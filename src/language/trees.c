#include "language/trees.h"

/* Ways followed at once; fewer in a sentence so long that they would fill the memory. */
enum { WIDTH = 8, LONG_SENTENCE = 500, LONGEST_SENTENCE = 20000 };

static uint32_t width_for(uint32_t n) {
  uint32_t width = n <= LONG_SENTENCE ? WIDTH : WIDTH * LONG_SENTENCE / n;
  return width ? width : 1;
}

static void *room_for(arena *a, doc *d, size_t bytes) {
  if (d->tree_room_len < bytes) {
    d->tree_room_len = bytes + bytes / 2;
    d->tree_room = arena_alloc(a, d->tree_room_len);
  }
  return d->tree_room;
}

static tree *make(arena *a, const parser_model *m, doc *d, const sentence *s) {
  uint32_t n = s->end - s->first, width = width_for(n);
  str *forms = ARENA_ARRAY(a, str, n);
  uint32_t *heads = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  uint8_t *labels = ARENA_ARRAY(a, uint8_t, n + (size_t)1);
  int32_t *from_zero = ARENA_ARRAY(a, int32_t, n);
  for (uint32_t i = 0; i < n; i++) forms[i] = doc_str(d, s->first + i, s->first + i + 1);
  tree_word *words = parser_words(a, m, forms, n);
  parser_tag(a, m, words, n);
  parser_arcs(heads, room_for(a, d, search_room(n, width, 0)), m, words, n, width);
  parser_label(labels, a, m, words, n, heads);
  for (uint32_t i = 0; i < n; i++) from_zero[i] = (int32_t)heads[i + 1] - 1;
  tree *t = ARENA_NEW(a, tree);
  *t = (tree){from_zero, labels + 1};
  return t;
}

const tree *trees_find(arena *a, const parser_model *m, doc *d, uint32_t sentence_no) {
  const sentence *s = &d->sentences[sentence_no];
  if (s->first == s->end || s->end - s->first > LONGEST_SENTENCE) return NULL;
  if (!d->trees) d->trees = ARENA_ARRAY(a, const tree *, d->n_sentences);
  if (!d->trees[sentence_no]) {
    d->trees[sentence_no] = make(a, m, d, s);
    d->trees_built++;
  }
  return d->trees[sentence_no];
}
