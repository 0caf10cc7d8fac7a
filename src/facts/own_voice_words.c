/* own_voice_words.c: the pack's words for what stands in the speaker's own voice. */
#include "facts/own_voice_parts.h"

typedef struct { arena *a; lexicon *l; ch_error *err; word_classes classes; } loader;

static int32_t place_of(str word, const char *const *list) {
  for (int32_t k = 0; list[k]; k++)
    if (str_eq(word, str_of(list[k]))) return k;
  return -1;
}

static ch_status load_classes(loader *ld, const pack_table *t) {
  static const char *const names[] = {
#define X(name, text) text,
    VOICE_CLASSES(X)
#undef X
    NULL
  };
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t class = place_of(pack_field(&t->rows[i], 0), names);
    if (class < 0) return pack_err(ld->err, &t->rows[i], "no rule looks for a class of this name");
    word_classes_add_row(&ld->classes, ld->a, ld->l, &t->rows[i], (uint32_t)class);
  }
  return CH_OK;
}

static refusal read_refusal(loader *ld, str text, const char *silence) {
  refusal out = {.silence = silence};
  word_id *words = NULL;
  uint32_t cap = 0;
  str word;
  while (str_split(&text, ' ', &word))
    if (word.len)
      *ARENA_PUSH(ld->a, words, out.n, cap) =
          str_eq(word, STR("not")) ? (word_id)WORD_ID_NOT : lexicon_add(ld->l, word);
  out.words = words;
  if (out.n && words[0] != WORD_ID_NOT) word_classes_add(&ld->classes, ld->a, words[0], VOICE_NO_REFUSES);
  return out;
}

static ch_status load_refusals(loader *ld, own_voice_model *m, const pack_table *t) {
  static const char *const silences[] = {"declined", "not_confirmed", "not_denied", NULL};
  refusal *all = NULL;
  uint32_t cap = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t silence = place_of(pack_field(&t->rows[i], 1), silences);
    if (silence < 0)
      return pack_err(ld->err, &t->rows[i], "the silence is declined, not_confirmed or not_denied");
    str rest = pack_field(&t->rows[i], 0), text;
    while (str_split(&rest, ';', &text))
      if ((text = str_trim(text)).len)
        *ARENA_PUSH(ld->a, all, m->n_refusals, cap) = read_refusal(ld, text, silences[silence]);
  }
  m->refusals = all;
  return CH_OK;
}

ch_status own_voice_load(const own_voice_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader ld = {.a = a, .l = l, .err = err};
  own_voice_model *m = ARENA_NEW(a, own_voice_model);
  ch_status s = load_classes(&ld, pack_find(pk, "own-voice"));
  if (!s) s = load_refusals(&ld, m, pack_find(pk, "refusals"));
  if (s) return s;
  m->classes = ld.classes;
  *out = m;
  return CH_OK;
}
