#include "language/trees.h"
#include "language/heads.h"

static tree *make(arena *a, doc *d, const sentence *s) {
  uint32_t n = s->end - s->first, *heads = ARENA_ARRAY(a, uint32_t, n);
  uint8_t *labels = ARENA_ARRAY(a, uint8_t, n);
  uint16_t *tags = ARENA_ARRAY(a, uint16_t, n);
  int32_t *from_zero = ARENA_ARRAY(a, int32_t, n);
  network_tree(tags_again(d->tagging, d, s), a, heads, labels, tags);
  for (uint32_t i = 0; i < n; i++) from_zero[i] = (int32_t)heads[i] - 1;
  tree *t = ARENA_NEW(a, tree);
  *t = (tree){from_zero, labels, tags};
  return t;
}

const tree *trees_find(arena *a, doc *d, uint32_t sentence_no) {
  const sentence *s = &d->sentences[sentence_no];
  if (s->first == s->end || s->end - s->first > HEADS_MOST) return NULL;
  if (!d->trees) d->trees = ARENA_ARRAY(a, const tree *, d->n_sentences);
  if (!d->trees[sentence_no]) {
    d->trees[sentence_no] = make(a, d, s);
    d->trees_built++;
  }
  return d->trees[sentence_no];
}
