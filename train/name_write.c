#include "names.h"

enum { OWN_SECTIONS = 7 };

static str describe(arena *a, const name_settings *k) {
  return arena_printf(a, "%s\nepochs %u, runs %u, rate %u, drop %u, hide %u, bias %u, seed %u\n", k->note,
                      k->epochs, k->runs, k->rate, k->drop, k->hide, k->bias, k->seed);
}

void name_sections_write(arena *a, const name_settings *k, const name_weights *w, const name_tables *t) {
  const model_section own[OWN_SECTIONS] = {
    {"name-made", describe(a, k)},
    {"name-bias", train_numbers(a, &k->bias, 1, 4)},
    {"name-list-keys", train_numbers(a, t->listed.keys, t->listed.n_slots, 4)},
    {"name-list-vals", train_numbers(a, t->listed.values, t->listed.n_slots, 2)},
    {"name-word-keys", train_numbers(a, t->senses.keys, t->senses.n_slots, 4)},
    {"name-word-vals", train_numbers(a, t->senses.values, t->senses.n_slots, 2)},
    {"name-weights", {(const char *)w->lines, (size_t)w->n_lines * CACHE_LINE}},
  };
  size_t bytes = 0;
  for (uint32_t i = 0; i < OWN_SECTIONS; i++) bytes += own[i].bytes.len;
  say("names take %zu bytes", bytes);
  train_put(a, k->models, own, OWN_SECTIONS);
}
