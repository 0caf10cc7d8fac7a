#include "language/forms.h"
#include "language/lexicon.h"

enum { SHORT = 64 };

void forms_init(forms *f, arena *a, const lexicon *l, size_t view_bytes) {
  *f = (forms){.a = a, .lexicon = l, .n_slots = 256};
  while (f->n_slots < view_bytes / 16 && f->n_slots < 1u << 20) f->n_slots *= 2;
  f->slots = ARENA_ARRAY(a, uint32_t, f->n_slots);
  f->cap = f->n_slots / 2;
  f->forms = ARENA_ARRAY(a, doc_form, f->cap);
  f->room_len = 3 * SHORT;
  f->room = arena_alloc(a, f->room_len);
}

static void grow(forms *f) {
  f->n_slots *= 2;
  f->slots = ARENA_ARRAY(f->a, uint32_t, f->n_slots);
  for (uint32_t i = 0; i < f->n; i++) {
    uint32_t s = (uint32_t)f->forms[i].hash & (f->n_slots - 1);
    while (f->slots[s]) s = (s + 1) & (f->n_slots - 1);
    f->slots[s] = i + 1;
  }
}

static str fold(forms *f, str bytes) {
  if (bytes.len > f->room_len / 3) {
    f->room_len = 6 * bytes.len;
    f->room = arena_alloc(f->a, f->room_len);
  }
  return (str){f->room, utf8_fold(bytes, f->room, f->room_len)};
}

static uint32_t add(forms *f, uint32_t slot, str folded, uint64_t hash) {
  word_id w = lexicon_find_hashed(f->lexicon, folded, hash);
  str kept = w ? lexicon_word(f->lexicon, w) : arena_str(f->a, folded);
  *ARENA_PUSH(f->a, f->forms, f->n, f->cap) = (doc_form){.folded = kept, .hash = hash, .word = w};
  f->slots[slot] = f->n;
  if (2 * f->n >= f->n_slots) grow(f);
  return f->n - 1;
}

uint32_t forms_number(forms *f, str bytes) {
  str folded = fold(f, bytes);
  uint64_t hash = map_hash(folded);
  uint32_t slot = (uint32_t)hash & (f->n_slots - 1);
  for (uint32_t i; (i = f->slots[slot]); slot = (slot + 1) & (f->n_slots - 1)) {
    const doc_form *g = &f->forms[i - 1];
    if (g->hash == hash && str_eq(g->folded, folded)) return i - 1;
  }
  return add(f, slot, folded, hash);
}

word_id forms_word(forms *f, str bytes) {
  str folded = fold(f, bytes);
  return lexicon_find_hashed(f->lexicon, folded, map_hash(folded));
}
