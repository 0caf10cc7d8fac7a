#include "train.h"

enum { TOGETHER = 20 };  /* sentences that stand side by side go into one fold, as they are of one text */

static uint32_t fold_of(uint32_t i, uint32_t n, const settings *k) {
  return (n < TOGETHER * k->folds ? i : i / TOGETHER) % k->folds;
}

/* The tags of a fold, by a tagger that has not seen it: as wrong as those of a new text. */
static void tag_fold(arena *a, parser_model *m, const treebank *b, tree_word **words, tree_word **tagged,
                     const bool *use) {
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t n = b->sentences[i].n;
    if (use[i]) continue;
    for (uint32_t k = 1; k <= n; k++) parser_find_tags(m, &words[i][k]);
    parser_tag(a, m, words[i], n);
    /* They go with the fold's tagger */
    for (uint32_t k = 1; k <= n; k++) words[i][k].tags = (choices){NULL, 0};
    memcpy(tagged[i], words[i], (n + (size_t)1) * sizeof **words);
    arena_reset(a);
  }
}

void jackknife(arena *a, const parser_model *final, const treebank *b, tree_word **words, const settings *k) {
  bool *use = ARENA_ARRAY(a, bool, b->n);
  tree_word **tagged = train_words(a, b);
  arena *room = arena_new(0);
  for (uint32_t fold = 0; fold < k->folds; fold++) {
    arena *models = arena_new(0);
    parser_model m = *final;
    if (!models || !room) fail("out of memory");
    for (uint32_t i = 0; i < b->n; i++) use[i] = fold_of(i, b->n, k) != fold;
    train_tags(models, &m, b, words, use, k, 1);
    tag_fold(room, &m, b, words, tagged, use);
    arena_free(models);
    say("fold %u of %u tagged", fold + 1, k->folds);
  }
  arena_free(room);
  memcpy(words, tagged, b->n * sizeof *words);
}
