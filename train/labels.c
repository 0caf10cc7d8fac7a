#include "train.h"

/* What features must be seen to learn; arcs, to have a list of their own */
enum { LEAST_SEEN = 2, FEW = 10 };

static lists make_relations(arena *a, const treebank *b, tree_word **words) {
  listing made = {.a = a};
  for (unsigned level = 0; level < LABEL_LEVELS; level++) {
    observations o = {0};
    for (uint32_t s = 0; s < b->n; s++) {
      tree_shape t = {.heads = b->sentences[s].heads};
      for (uint32_t i = 1; i <= b->sentences[s].n; i++)
        observe(a, &o, features_label_key(words[s], &t, i, level), b->sentences[s].labels[i]);
    }
    observations_count(&o);
    for (uint32_t i = 0, end; i < o.n; i = end) {
      uint16_t items[LIST_MAX];
      uint32_t used = 0;
      end = observations_end(&o, i);
      for (uint32_t c = i; c < end && used < LIST_MAX; c++) items[used++] = (uint16_t)o.all[c].choice;
      if (!level && observations_sum(&o, i, end) < FEW) continue;
      listing_add(&made, o.all[i].key, items, used);
    }
  }
  return lists_make(a, &made);
}

static bool has(choices c, uint32_t choice) {
  for (uint32_t i = 0; i < c.n; i++)
    if (c.items[i] == choice) return true;
  return false;
}

/* How often each feature is seen, by the right labels. */
static void count(table *t, arena *a, const train_sentence *s, const tree_word *words) {
  feature f[MAX_FEATURES];
  tree_shape shape = parser_shape(a, s->heads, s->n);
  uint32_t *order = parser_order(a, s->heads, s->n);
  for (uint32_t k = 0; k < s->n; k++) {
    uint32_t i = order[k];
    if (!i) continue;
    uint32_t n = features_of_label(f, words, s->n, &shape, i);
    for (uint32_t j = 0; j < n; j++) table_see(t, f[j]);
    parser_set_label(&shape, i, s->labels[i]);
  }
}

static void learn(table *t, const parser_model *m, arena *a, const train_sentence *s,
                  const tree_word *words) {
  feature f[MAX_FEATURES];
  tree_shape shape = parser_shape(a, s->heads, s->n);
  uint32_t *order = parser_order(a, s->heads, s->n);
  for (uint32_t k = 0; k < s->n; k++) {
    uint32_t i = order[k];
    if (!i) continue;                                      /* a circle in the treebank */
    choices c = parser_labels_of(m, words, &shape, i);
    uint32_t n = features_of_label(f, words, s->n, &shape, i), label = parser_choose(&m->labels, c, f, n);
    parser_set_label(&shape, i, label);
    t->clock++;
    if (label == s->labels[i] || !has(c, s->labels[i])) continue;
    for (uint32_t j = 0; j < n; j++) {
      if (!table_admits(t, f[j])) continue;
      table_add(t, weights_of_choice(&m->labels, f[j], s->labels[i]), 1);
      table_add(t, weights_of_choice(&m->labels, f[j], label), -1);
    }
  }
}

void train_labels(arena *a, parser_model *m, const treebank *b, tree_word **words, const settings *k) {
  table t;
  arena *room = arena_new(0);
  uint32_t *order = ARENA_ARRAY(a, uint32_t, b->n);
  m->relations = make_relations(a, b, words);
  table_init(&t, k->n_labels, LEAST_SEEN);
  for (uint32_t i = 0; i < b->n; i++) {
    count(&t, room, &b->sentences[i], words[i]);
    arena_reset(room);
  }
  for (uint32_t run = 0; run < k->runs; run++) {
    dice d = {k->seed + 104729 * run};
    for (uint32_t i = 0; i < b->n; i++) order[i] = i;
    m->labels = table_wide(&t);
    for (uint32_t epoch = 0; epoch < k->label_epochs; epoch++) {
      dice_shuffle(&d, order, b->n);
      for (uint32_t i = 0; i < b->n; i++) {
        learn(&t, m, room, &b->sentences[order[i]], words[order[i]]);
        arena_reset(room);
      }
    }
    table_end_run(&t);
  }
  m->labels = table_bytes(a, &t);
  table_free(&t);
  arena_free(room);
}
