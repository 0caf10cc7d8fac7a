#include "language/lexicon.h"

struct lexicon { arena *a; map words; };

lexicon *lexicon_new(arena *a) {
  lexicon *l = ARENA_NEW(a, lexicon);
  l->a = a;
  map_init(&l->words, a, 24000);
  return l;
}

word_id lexicon_add(lexicon *l, str form) {
  char here[64];               /* most words are known, and short: they take nothing from the arena */
  size_t n = form.len < sizeof here ? utf8_fold(form, here, sizeof here) : SIZE_MAX;
  const word_id *known = n < SIZE_MAX ? map_get(&l->words, (str){here, n}) : NULL;
  if (known) return *known;
  str folded = utf8_folded(l->a, form);
  bool added;
  word_id *w = map_put(&l->words, folded, &added);
  if (added) *w = l->words.n;
  return *w;
}

word_id lexicon_find(const lexicon *l, str folded) {
  const word_id *w = map_get(&l->words, folded);
  return w ? *w : 0;
}

word_id lexicon_find_hashed(const lexicon *l, str folded, uint64_t hash) {
  const word_id *w = map_get_hashed(&l->words, folded, hash);
  return w ? *w : 0;
}

str lexicon_word(const lexicon *l, word_id w) {
  return w && w <= l->words.n ? l->words.entries[w - 1].key : (str){"", 0};
}

uint32_t lexicon_size(const lexicon *l) { return l->words.n; }
