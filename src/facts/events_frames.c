/* events_frames.c: the frames of the pack, compiled. */
#include "facts/events_model.h"

static const char *word_or_null(arena *a, str s) { return s.len ? arena_str(a, s).ptr : NULL; }

static bool known_status(str s) {
  static const char *const words[] = {
    "", "happened", "ongoing", "attempted", "planned", "expected", "postponed", "cancelled", "stalled",
    "suspended", "resumed", "proposed", "requested", "threatened", "conditional", "denied", "hypothetical"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq(s, str_of(words[i]))) return true;
  return false;
}

/* Class names in order of the pack are bits 0, 1, …; at most 32. */
typedef struct { map bits; uint32_t n; uint32_t *of_word; uint32_t cap; } class_table;

static void class_word(arena *a, class_table *t, word_id w, uint32_t bit) {
  if (w >= t->cap) {
    uint32_t cap = w + w / 2 + 64;
    t->of_word = arena_grow(a, t->of_word, t->cap, cap, sizeof *t->of_word);
    t->cap = cap;
  }
  t->of_word[w] |= bit;
}

static ch_status load_classes(class_table *t, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "frame-words");
  map_init(&t->bits, a, 16);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    if (t->n == 32) return pack_err(err, r, "more than 32 classes of frame words");
    uint32_t bit = UINT32_C(1) << t->n++;
    *map_put(&t->bits, pack_field(r, 0), NULL) = bit;
    str rest = pack_field(r, 1), word;
    while (str_split(&rest, ';', &word)) {
      const word_id *words;
      if (phrases_words(&words, a, l, str_trim(word)) >= 1) class_word(a, t, words[0], bit);
    }
  }
  return CH_OK;
}

static const word_id *load_words(arena *a, lexicon *l, str list, uint32_t *n) {
  word_id *words = NULL;
  uint32_t cap = 0;
  *n = 0;
  str word;
  while (str_split(&list, ';', &word))
    if (str_trim(word).len) *ARENA_PUSH(a, words, *n, cap) = lexicon_add(l, str_trim(word));
  return words;
}

static bool find_form(str s, frame_form *out) {
  static const char *const words[] = {"active", "subject", "noun", "skip"};
  for (int i = FORM_ACTIVE; i <= FORM_SKIP; i++)
    if (str_eq(s, str_of(words[i]))) return *out = (frame_form)i, true;
  return false;
}

static ch_status bad(ch_error *err, const pack_row *r, const char *what, str s) {
  return pack_err(err, r, "'%.*s' is no %s", (int)s.len, s.ptr, what);
}

static ch_status load_frame(frame *f, arena *a, const pack_row *r, const class_table *classes, lexicon *l,
                            ch_error *err) {
  str name = pack_field(r, 0), class = pack_field(r, 3), status = pack_field(r, 7);
  const uint32_t *bit = map_get(&classes->bits, class);
  *f = (frame){.type = word_or_null(a, pack_field(r, 4)), .mode = word_or_null(a, pack_field(r, 6)),
               .status = word_or_null(a, status), .party_object = str_eq(class, STR("party")),
               .dated = str_eq(class, STR("dated")), .owned = str_eq(class, STR("owned")),
               .class_bit = bit ? *bit : 0};
  if (!find_form(pack_field(r, 1), &f->form)) return bad(err, r, "form of a frame", pack_field(r, 1));
  bool known = !class.len || bit || f->party_object || f->dated || f->owned;
  if (!known) return bad(err, r, "class of [frame-words]", class);
  if (!known_status(status)) return bad(err, r, "status", status);
  f->id = arena_printf(a, "event:%.*s", (int)name.len, name.ptr).ptr;
  f->cameo = pack_field(r, 5).len ? arena_str(a, pack_field(r, 5)) : (str){NULL, 0};
  f->preps = load_words(a, l, pack_field(r, 8), &f->n_preps);
  for (str list = pack_field(r, 9), how; str_split(&list, ';', &how);) {
    f->owner_is_target |= str_eq(str_trim(how), STR("owner"));
    f->deep_target |= str_eq(str_trim(how), STR("deep"));
  }
  return CH_OK;
}

static ch_status load_statuses(events_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "status-words");
  phrases *p = phrases_new(a);
  const char **words = ARENA_ARRAY(a, const char *, table->n + 1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    if (!known_status(pack_field(r, 1))) return bad(err, r, "status", pack_field(r, 1));
    words[i] = arena_str(a, pack_field(r, 1)).ptr;
    phrases_add(p, l, pack_field(r, 0), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, l);
  m->statuses = p;
  m->status_words = words;
  return CH_OK;
}

static ch_status load_claimed(events_model *m, arena *a, const pack *pk, ch_error *err) {
  const pack_table *table = pack_find(pk, "claimed-status");
  claimed_status *all = ARENA_ARRAY(a, claimed_status, table->n + (size_t)1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    str tense = pack_field(r, 2);
    if (!known_status(pack_field(r, 1))) return bad(err, r, "status", pack_field(r, 1));
    if (tense.len && !str_eq(tense, STR("past"))) return bad(err, r, "tense; it is past or empty", tense);
    all[i] = (claimed_status){word_or_null(a, pack_field(r, 0)), word_or_null(a, pack_field(r, 1)), tense.len > 0};
  }
  m->claimed = all;
  m->n_claimed = table->n;
  return CH_OK;
}

static uint32_t bit_of(const class_table *t, const char *name) {
  const uint32_t *bit = map_get(&t->bits, str_of(name));
  return bit ? *bit : 0;
}

static ch_status load_frames(events_model *m, arena *a, const pack *pk, const class_table *classes,
                             lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "frames");
  frame *frames = ARENA_ARRAY(a, frame, table->n + 1);
  phrases *triggers = phrases_new(a);
  for (uint32_t i = 0; i < table->n; i++) {
    ch_status s = load_frame(&frames[i], a, &table->rows[i], classes, l, err);
    if (s) return s;
    str rest = pack_field(&table->rows[i], 2), words;
    while (str_split(&rest, ';', &words)) phrases_add(triggers, l, str_trim(words), i, PHRASE_LEMMA);
  }
  phrases_freeze(triggers, l);
  m->triggers = triggers;
  m->frames = frames;
  return CH_OK;
}

ch_status events_load(const events_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  events_model *m = ARENA_NEW(a, events_model);
  class_table classes = {0};
  ch_status s = load_classes(&classes, a, pk, l, err);
  if (s || (s = load_frames(m, a, pk, &classes, l, err)) || (s = load_statuses(m, a, pk, l, err)) ||
      (s = load_claimed(m, a, pk, err)))
    return s;
  m->known = (known_classes){.copula = bit_of(&classes, "copula"), .agent = bit_of(&classes, "agent"),
                             .between = bit_of(&classes, "between"), .act = bit_of(&classes, "act"),
                             .of = bit_of(&classes, "of"), .begin = bit_of(&classes, "begin"),
                             .clause = bit_of(&classes, "clause")};
  m->classes = classes.of_word;
  m->n_classes = classes.cap;
  *out = m;
  return CH_OK;
}
