#include "facts/word_classes.h"

void word_classes_add(word_classes *c, arena *a, word_id w, uint32_t class) {
  if (w >= c->n) {
    uint32_t n = w < 512 ? 1024 : w * 2;
    c->bits = arena_grow(a, c->bits, c->n, n, sizeof *c->bits);
    c->n = n;
  }
  c->bits[w] |= UINT64_C(1) << class;
}

void word_classes_add_row(word_classes *c, arena *a, lexicon *l, const pack_row *row, uint32_t class) {
  str rest = pack_field(row, 1), word;
  while (str_split(&rest, ';', &word))
    if ((word = str_trim(word)).len) word_classes_add(c, a, lexicon_add(l, word), class);
}
