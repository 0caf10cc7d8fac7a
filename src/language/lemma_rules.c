#include "language/lemma_rules.h"

enum { LONGEST = 12 };         /* bytes of an ending */

static uint8_t xpos_number(const map *xpos_of, str name) {
  const uint32_t *x = map_get(xpos_of, name);
  return x ? (uint8_t)*x : 0;
}

static str key_of(arena *a, uint8_t xpos, str text) {
  char *key = arena_alloc(a, text.len + 1);
  key[0] = (char)xpos;
  if (text.len) memcpy(key + 1, text.ptr, text.len);
  return (str){key, text.len + 1};
}

static ch_status load_rules(lemma_rules *m, arena *a, const pack_table *t, const map *xpos_of,
                            ch_error *err) {
  map_init(&m->rules, a, t->n);
  m->endings = ARENA_ARRAY(a, str, t->n + (size_t)1);
  for (uint32_t i = 0; i < t->n; i++) {
    uint8_t xpos = xpos_number(xpos_of, pack_field(&t->rows[i], 0));
    str ending = pack_field(&t->rows[i], 1);
    if (!xpos) return pack_err(err, &t->rows[i], "no tag has this XPOS");
    if (ending.len > LONGEST) return pack_err(err, &t->rows[i], "this ending is too long");
    if (m->longest[xpos] < ending.len) m->longest[xpos] = (uint8_t)ending.len;
    m->endings[i] = pack_field(&t->rows[i], 2);
    *map_put(&m->rules, key_of(a, xpos, ending), NULL) = i;
  }
  return CH_OK;
}

static ch_status load_exceptions(lemma_rules *m, arena *a, const pack_table *t, const map *xpos_of,
                                 lexicon *l, ch_error *err) {
  map_init(&m->exceptions, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    uint8_t xpos = xpos_number(xpos_of, pack_field(&t->rows[i], 1));
    if (!xpos) return pack_err(err, &t->rows[i], "no tag has this XPOS");
    word_id lemma = lexicon_add(l, pack_field(&t->rows[i], 2));
    *map_put(&m->exceptions, key_of(a, xpos, pack_field(&t->rows[i], 0)), NULL) = lemma;
  }
  return CH_OK;
}

static void load_capitals(lemma_rules *m, arena *a, const pack_table *t) {
  map_init(&m->capitals, a, t->n);
  m->written = ARENA_ARRAY(a, str, t->n + (size_t)1);
  for (uint32_t i = 0; i < t->n; i++) {
    m->written[i] = pack_field(&t->rows[i], 0);
    *map_put(&m->capitals, utf8_folded(a, m->written[i]), NULL) = i;
  }
}

ch_status lemma_rules_load(lemma_rules *m, arena *a, const pack *pk, const map *xpos_of, lexicon *l,
                      ch_error *err) {
  ch_status status = load_rules(m, a, pack_find(pk, "lemma-rules"), xpos_of, err);
  if (!status) status = load_exceptions(m, a, pack_find(pk, "lemma-exceptions"), xpos_of, l, err);
  if (!status) load_capitals(m, a, pack_find(pk, "lemma-capitals"));
  return status;
}

static char *room_for(arena *a, lemma_room *room, size_t n) {
  if (room->len < n) {
    room->len = 2 * n;
    room->ptr = arena_alloc(a, room->len);
  }
  return room->ptr;
}

/* The stem with another ending. */
static str replace(arena *a, lemma_room *room, str form, size_t stem, str ending) {
  char *out = room_for(a, room, stem + ending.len + 1);
  memcpy(out, form.ptr, stem);
  if (ending.len) memcpy(out + stem, ending.ptr, ending.len);
  return (str){out, stem + ending.len};
}

/* A rule must leave something of the word. */
static str by_rule(const lemma_rules *m, arena *a, lemma_room *room, uint8_t xpos, str form) {
  char key[LONGEST + 1] = {(char)xpos};
  size_t n = form.len - 1 < m->longest[xpos] ? form.len - 1 : m->longest[xpos];
  for (; n > 0; n--) {
    memcpy(key + 1, form.ptr + form.len - n, n);
    const uint32_t *rule = map_get(&m->rules, (str){key, n + 1});
    if (rule) return replace(a, room, form, form.len - n, m->endings[*rule]);
  }
  return form;
}

str lemma_rules_find(const lemma_rules *m, arena *a, lemma_room *room, const lexicon *l, uint8_t xpos,
                     str form) {
  if (!form.len) return form;
  char *key = room_for(a, room, form.len + 1);
  key[0] = (char)xpos;
  memcpy(key + 1, form.ptr, form.len);
  const word_id *lemma = map_get(&m->exceptions, (str){key, form.len + 1});
  if (lemma) return lexicon_word(l, *lemma);
  return by_rule(m, a, room, xpos, form);
}

str lemma_rules_written(const lemma_rules *m, str lemma) {
  const uint32_t *i = map_get(&m->capitals, lemma);
  return i ? m->written[*i] : lemma;
}
