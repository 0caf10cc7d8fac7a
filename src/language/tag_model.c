#include "language/tag_model.h"

enum { MAX_STATES = 250, MAX_ENDINGS = 60000, MAX_ROWS = 60000, LONGEST_ENDING = 5 };

/* ---- numbers and lists in fields ---------------------------------------------------------------- */

static bool take_word(str *rest, str *word) {
  while (rest->len && rest->ptr[0] == ' ') *rest = str_sub(*rest, 1, rest->len);
  size_t n = 0;
  while (n < rest->len && rest->ptr[n] != ' ') n++;
  *word = str_sub(*rest, 0, n);
  *rest = str_sub(*rest, n, rest->len);
  return n > 0;
}

static bool to_int(str s, int32_t *out) {
  bool minus = s.len && s.ptr[0] == '-';
  uint32_t n;
  if (!str_u32(minus ? str_sub(s, 1, s.len) : s, &n) || n > INT16_MAX) return false;
  *out = minus ? -(int32_t)n : (int32_t)n;
  return true;
}

static bool take_int(str *rest, int32_t *out) {
  str word;
  return take_word(rest, &word) && to_int(word, out);
}

/* 100 × log2(x), x > 0, cut. By squaring: ten digits of the binary logarithm. */
static int32_t centibits(uint32_t x) {
  uint32_t whole = 31 - (uint32_t)__builtin_clz(x), part = 0;
  uint64_t m = (uint64_t)x << (31 - whole);                /* [1, 2) with 31 binary places */
  for (int i = 0; i < 10; i++) {
    m = m * m >> 31;
    part = 2 * part + (m >> 32 != 0);
    m >>= m >> 32 != 0;
  }
  return (int32_t)((whole * 1024 + part) * 100 / 1024);
}

/* ---- tags, states, features --------------------------------------------------------------------- */

static const char *const upos_names[UPOS_COUNT] = {
  "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
  "SCONJ", "SYM", "VERB"
};

const char *upos_text(upos u) { return (unsigned)u < UPOS_COUNT ? upos_names[u] : "X"; }

static bool upos_parse(str s, uint8_t *out) {
  for (uint8_t u = 0; u < UPOS_COUNT; u++) {
    if (!str_eq(s, str_of(upos_names[u]))) continue;
    *out = u;
    return true;
  }
  return false;
}

typedef struct { const char *name; uint16_t bit; } feature;
static const feature features[] = {
  {"past", MORPH_PAST}, {"present", MORPH_PRESENT}, {"inf", MORPH_INF}, {"part-past", MORPH_PART_PAST},
  {"part-pres", MORPH_PART_PRES}, {"modal", MORPH_MODAL}, {"plural", MORPH_PLURAL}, {"poss", MORPH_POSS},
  {"masc", MORPH_MASC}, {"fem", MORPH_FEM}, {"neut", MORPH_NEUT}, {"p1", MORPH_P1}, {"p2", MORPH_P2},
  {"p3", MORPH_P3}, {"neg", MORPH_NEG}, {"name", MORPH_NAME}
};

static ch_status features_of(const pack_row *row, uint16_t *out, ch_error *err) {
  *out = 0;
  str list = pack_field(row, 1);
  for (str name; str_split(&list, ';', &name);) {
    size_t i = 0;
    while (i < sizeof features / sizeof *features && !str_eq(str_trim(name), str_of(features[i].name))) i++;
    if (i == sizeof features / sizeof *features)
      return pack_err(err, row, "no feature '%.*s'", (int)name.len, name.ptr);
    *out |= features[i].bit;
  }
  return CH_OK;
}

static uint8_t intern_xpos(tag_model *m, str name) {
  bool added;
  uint32_t *x = map_put(&m->xpos_of, name, &added);
  if (added) {
    *x = ++m->n_xpos;
    m->xpos_names[*x] = name;
  }
  return (uint8_t)*x;
}

static ch_status load_tags(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  if (t->n > MAX_STATES) return pack_err(err, &t->rows[MAX_STATES], "more than %d tags", MAX_STATES);
  size_t n = t->n + (size_t)2;
  m->tag_names = ARENA_ARRAY(a, str, n);
  m->upos = ARENA_ARRAY(a, uint8_t, n);
  m->xpos = ARENA_ARRAY(a, uint8_t, n);
  m->morph = ARENA_ARRAY(a, uint16_t, n);
  m->xpos_names = ARENA_ARRAY(a, str, n);
  map_init(&m->tag_of, a, t->n);
  map_init(&m->xpos_of, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t tag = ++m->n_tags;
    m->tag_names[tag] = pack_field(&t->rows[i], 0);
    *map_put(&m->tag_of, m->tag_names[tag], NULL) = tag;
    if (!upos_parse(pack_field(&t->rows[i], 1), &m->upos[tag]))
      return pack_err(err, &t->rows[i], "no such UPOS");
    m->xpos[tag] = intern_xpos(m, pack_field(&t->rows[i], 2));
  }
  return CH_OK;
}

static ch_status load_tag_features(tag_model *m, const pack_table *t, ch_error *err) {
  for (uint32_t i = 0; i < t->n; i++) {
    uint16_t bits;
    ch_status status = features_of(&t->rows[i], &bits, err);
    if (status) return status;
    str list = pack_field(&t->rows[i], 0);
    for (str name; str_split(&list, ';', &name);)
      for (uint32_t tag = 1; tag <= m->n_tags; tag++)
        if (str_eq(m->xpos_names[m->xpos[tag]], str_trim(name))) m->morph[tag] |= bits;
  }
  return CH_OK;
}

static ch_status load_word_features(tag_model *m, const pack_table *t, lexicon *l, ch_error *err) {
  for (uint32_t i = 0; i < t->n; i++) {
    uint16_t bits;
    ch_status status = features_of(&t->rows[i], &bits, err);
    if (status) return status;
    str list = pack_field(&t->rows[i], 0);
    for (str word; str_split(&list, ';', &word);) m->word_morph[lexicon_add(l, str_trim(word))] |= bits;
  }
  return CH_OK;
}

static ch_status load_states(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  if (t->n > MAX_STATES) return pack_err(err, &t->rows[MAX_STATES], "more than %d states", MAX_STATES);
  m->tags = ARENA_ARRAY(a, uint8_t, t->n + (size_t)2);
  m->priors = ARENA_ARRAY(a, int32_t, t->n + (size_t)2);
  map_init(&m->state_of, a, t->n);
  for (uint32_t i = 0; i < t->n; i++) {
    const uint32_t *tag = map_get(&m->tag_of, pack_field(&t->rows[i], 1));
    uint32_t often;
    if (!tag) return pack_err(err, &t->rows[i], "no such tag");
    if (!str_u32(pack_field(&t->rows[i], 2), &often) || !often)
      return pack_err(err, &t->rows[i], "no frequency");
    uint32_t state = ++m->n_states;
    *map_put(&m->state_of, pack_field(&t->rows[i], 0), NULL) = state;
    m->tags[state] = (uint8_t)*tag;
    m->priors[state] = centibits(often) - centibits(1000000);
  }
  m->tags[m->n_states + 1] = (uint8_t)(m->n_tags + 1);      /* the sentence's end */
  return CH_OK;
}

/* ---- candidates --------------------------------------------------------------------------------- */

/* "TAG 850; TAG 150" as candidates; form ptr NULL: of no certain word. */
static ch_status load_list(tag_model *m, arena *a, candidate_list *out, const pack_row *row, str list,
                           ch_error *err) {
  *out = (candidate_list){m->n_candidates, 0};
  for (str piece; list.len && str_split(&list, ';', &piece);) {
    str name;
    int32_t weight;
    take_word(&piece, &name);
    const uint32_t *state = map_get(&m->state_of, name);
    if (!state || !take_int(&piece, &weight) || weight <= 0)
      return pack_err(err, row, "not a state and a weight: '%.*s'", (int)name.len, name.ptr);
    if (out->n == MAX_CANDIDATES) return pack_err(err, row, "more than %d tags", MAX_CANDIDATES);
    int32_t score = centibits((uint32_t)weight) - centibits(1000) - m->priors[*state];
    *ARENA_PUSH(a, m->candidates, m->n_candidates, m->cap_candidates) =
        (candidate){0, (int16_t)score, (uint8_t)*state};
    out->n++;
  }
  return CH_OK;
}

typedef struct { tag_model *m; arena *a; lexicon *l; lemma_room room; } loading;

static void set_lemmas(loading *k, candidate_list list, word_id w) {
  for (uint32_t i = list.first; i < list.first + list.n; i++) {
    candidate *c = &k->m->candidates[i];
    uint8_t xpos = k->m->xpos[k->m->tags[c->state]];
    str word = lexicon_word(k->l, w);
    str lemma = lemma_rules_find(&k->m->lemmas, k->a, &k->room, k->l, xpos, word);
    c->lemma = str_eq(lemma, word) ? w : lexicon_add(k->l, lemma);
  }
}

static ch_status load_words(tag_model *m, arena *a, const pack_table *t, lexicon *l, ch_error *err) {
  loading k = {m, a, l, {0}};
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    word_id w = lexicon_add(l, pack_field(row, 0));
    word_tags *tags = &m->words[w];
    if (tags->either.n) continue;                          /* a row before this one has the word */
    ch_status status = load_list(m, a, &tags->in_lower, row, pack_field(row, 1), err);
    if (!status) status = load_list(m, a, &tags->in_capital, row, pack_field(row, 2), err);
    if (!status) status = load_list(m, a, &tags->either, row, pack_field(row, 3), err);
    if (status) return status;
    set_lemmas(&k, tags->in_lower, w);
    set_lemmas(&k, tags->in_capital, w);
    set_lemmas(&k, tags->either, w);
    if (!tags->either.n) tags->either = tags->in_lower.n ? tags->in_lower : tags->in_capital;
    if (!tags->in_lower.n) tags->in_lower = tags->in_capital;
  }
  return CH_OK;
}

static const char shape_letters[] = "lcCf0o";              /* in the order of SHAPE_… */

static str ending_key(arena *a, char shape, str ending) {
  char *key = arena_alloc(a, ending.len + 1);
  key[0] = shape;
  if (ending.len) memcpy(key + 1, ending.ptr, ending.len);
  return (str){key, ending.len + 1};
}

static candidate_list *known_beforehand(tag_model *m, str name) {
  if (str_eq(name, STR("link"))) return &m->link;
  if (str_eq(name, STR("open"))) return &m->open;
  if (str_eq(name, STR("close"))) return &m->close;
  return str_eq(name, STR("possessive")) ? &m->possessive : NULL;
}

static ch_status load_endings(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  map_init(&m->endings, a, t->n);
  if (t->n > MAX_ENDINGS) return pack_err(err, &t->rows[MAX_ENDINGS], "more than %d endings", MAX_ENDINGS);
  m->ends = ARENA_ARRAY(a, candidate_list, t->n + (size_t)2);
  m->raised = ARENA_ARRAY(a, candidate_list, m->n_tags + (size_t)1);
  m->n_ends = t->n;
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    str how = pack_field(row, 0);
    ch_status status = load_list(m, a, &m->ends[i + 1], row, pack_field(row, 2), err);
    if (status) return status;
    candidate_list *special = known_beforehand(m, how);
    if (str_eq(how, STR("raised"))) {
      const uint32_t *tag = map_get(&m->tag_of, pack_field(row, 1));
      if (tag) m->raised[*tag] = m->ends[i + 1];
    } else if (special) {
      *special = m->ends[i + 1];
    } else if (how.len == 1 && strchr(shape_letters, how.ptr[0])) {
      *map_put(&m->endings, ending_key(a, how.ptr[0], pack_field(row, 1)), NULL) = i + 1;
    } else {
      return pack_err(err, row, "first field: l, c, C, f, 0, o, raised, link, open, close or possessive");
    }
  }
  return CH_OK;
}

/* The form's last LONGEST_ENDING characters, digits as 0, at the end of `room`. */
static str ending_of(str form, char room[4 * LONGEST_ENDING]) {
  size_t n = 0, chars = 0, cap = 4 * LONGEST_ENDING;
  while (n < form.len && n < cap && chars < LONGEST_ENDING) {
    char c = form.ptr[form.len - ++n];
    room[cap - n] = c >= '0' && c <= '9' ? '0' : c;
    chars += ((unsigned char)c & 0xC0) != 0x80;
  }
  return (str){room + cap - n, n};
}

uint16_t tag_model_guess(const tag_model *m, unsigned how, str folded) {
  char room[4 * LONGEST_ENDING + 1];
  str ending = ending_of(folded, room + 1);
  for (;;) {
    /* the shape's letter goes before the ending */
    char *key = room + 1 + 4 * LONGEST_ENDING - ending.len - 1;
    char kept = *key;
    *key = shape_letters[how];
    const uint32_t *i = map_get(&m->endings, (str){key, ending.len + 1});
    *key = kept;
    if (i) return (uint16_t)*i;
    if (!ending.len) return (uint16_t)(m->n_ends + 1);
    do ending = str_sub(ending, 1, ending.len);
    while (ending.len && ((unsigned char)ending.ptr[0] & 0xC0) == 0x80);
  }
}

/* ---- transitions -------------------------------------------------------------------------------- */

static ch_status find_name(const map *of, str name, uint32_t end, uint32_t *out, const pack_row *row,
                           ch_error *err) {
  const uint32_t *i = map_get(of, name);
  if (i) *out = *i;
  else if (str_eq(name, STR("<s>"))) *out = 0;
  else if (str_eq(name, STR("</s>"))) *out = end;
  else return pack_err(err, row, "no state or tag '%.*s'", (int)name.len, name.ptr);
  return CH_OK;
}

static ch_status load_pairs(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  uint32_t width = m->n_states + 2;
  m->pairs = ARENA_ARRAY(a, int16_t, (size_t)(width - 1) * width);
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t first = 0;
    const pack_row *row = &t->rows[i];
    ch_status status = find_name(&m->state_of, pack_field(row, 0), width - 1, &first, row, err);
    if (status) return status;
    if (first == width - 1) return pack_err(err, row, "nothing follows the end");
    str numbers = pack_field(row, 1);
    for (uint32_t second = 1; second < width; second++) {
      int32_t cost;
      if (!take_int(&numbers, &cost)) return pack_err(err, row, "a cost is missing or no number");
      m->pairs[first * width + second] = (int16_t)cost;
    }
  }
  return CH_OK;
}

static int8_t in_units(int32_t centi) {
  int32_t n = (centi + (centi < 0 ? -THIRD_UNIT / 2 : THIRD_UNIT / 2)) / THIRD_UNIT;
  return (int8_t)(n < INT8_MIN ? INT8_MIN : n > INT8_MAX ? INT8_MAX : n);
}

/* "first | second | change of those not named | third change; …" added to `row`, the centibits so far. */
static ch_status add_thirds(int16_t *row, uint32_t width, const map *of, const pack_row *from,
                            ch_error *err) {
  int32_t unseen, change;
  if (!to_int(pack_field(from, 2), &unseen)) return pack_err(err, from, "no cost of thirds not named");
  for (uint32_t c = 0; c < width; c++) row[c] = (int16_t)(row[c] + unseen);
  str list = pack_field(from, 3);
  for (str piece; list.len && str_split(&list, ';', &piece);) {
    str name;
    uint32_t c = 0;
    take_word(&piece, &name);
    ch_status status = find_name(of, name, width - 1, &c, from, err);
    if (status) return status;
    if (!take_int(&piece, &change)) return pack_err(err, from, "a change of cost is missing");
    row[c] = (int16_t)(row[c] + change - unseen);
  }
  return CH_OK;
}

static ch_status find_pair(const map *of, uint32_t width, const pack_row *row, uint32_t *at, ch_error *err) {
  uint32_t first = 0, second = 0;
  ch_status status = find_name(of, pack_field(row, 0), width - 1, &first, row, err);
  if (!status) status = find_name(of, pack_field(row, 1), width - 1, &second, row, err);
  *at = first * width + second;
  return status;
}

static ch_status load_tag_thirds(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  uint32_t width = m->n_tags + 2, at;
  m->tag_thirds = ARENA_ARRAY(a, int8_t, (size_t)width * width * width);
  for (uint32_t i = 0; i < t->n; i++) {
    int16_t row[MAX_STATES + 2] = {0};
    ch_status status = find_pair(&m->tag_of, width, &t->rows[i], &at, err);
    if (!status) status = add_thirds(row, width, &m->tag_of, &t->rows[i], err);
    if (status) return status;
    for (uint32_t c = 0; c < width; c++) m->tag_thirds[(size_t)at * width + c] = in_units(row[c]);
  }
  return CH_OK;
}

static ch_status load_thirds(tag_model *m, arena *a, const pack_table *t, ch_error *err) {
  uint32_t width = m->n_states + 2, at;
  if (t->n > MAX_ROWS) return pack_err(err, &t->rows[MAX_ROWS], "more than %d pairs", MAX_ROWS);
  m->n_rows = t->n;
  m->rows = ARENA_ARRAY(a, uint16_t, (size_t)width * width);
  m->thirds = ARENA_ARRAY(a, int8_t, (size_t)width * (t->n + 1));
  for (uint32_t i = 0; i < t->n; i++) {
    int16_t row[MAX_STATES + 2];
    bool by_tag;
    ch_status status = find_pair(&m->state_of, width, &t->rows[i], &at, err);
    if (status) return status;
    const int8_t *tags = tag_model_thirds(m, (uint8_t)(at / width), (uint8_t)(at % width), &by_tag);
    if (!by_tag) return pack_err(err, &t->rows[i], "these two states stand above as well");
    for (uint32_t c = 0; c < width; c++) row[c] = (int16_t)(THIRD_UNIT * tags[m->tags[c]]);
    status = add_thirds(row, width, &m->state_of, &t->rows[i], err);
    if (status) return status;
    for (uint32_t c = 0; c < width; c++) m->thirds[(size_t)width * (i + 1) + c] = in_units(row[c]);
    m->rows[at] = (uint16_t)(i + 1);
  }
  return CH_OK;
}

/* ---- all ---------------------------------------------------------------------------------------- */

void tag_model_words(const pack *pk, lexicon *l) {
  const pack_table *t = pack_find(pk, "lexicon");
  for (uint32_t i = 0; i < t->n; i++) lexicon_add(l, pack_field(&t->rows[i], 0));
  t = pack_find(pk, "word-features");
  for (uint32_t i = 0; i < t->n; i++) {
    str list = pack_field(&t->rows[i], 0);
    for (str word; str_split(&list, ';', &word);) lexicon_add(l, str_trim(word));
  }
}

ch_status tag_model_load(tag_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  ch_status s = load_tags(m, a, pack_find(pk, "tags"), err);
  m->n_words = lexicon_size(l);
  m->words = ARENA_ARRAY(a, word_tags, m->n_words + (size_t)1);
  m->word_morph = ARENA_ARRAY(a, uint16_t, m->n_words + (size_t)1);
  if (!s) s = load_tag_features(m, pack_find(pk, "tag-features"), err);
  if (!s) s = load_word_features(m, pack_find(pk, "word-features"), l, err);
  if (!s) s = load_states(m, a, pack_find(pk, "tag-states"), err);
  if (!s) s = load_pairs(m, a, pack_find(pk, "transitions"), err);
  if (!s) s = load_tag_thirds(m, a, pack_find(pk, "transitions-of-tags"), err);
  if (!s) s = load_thirds(m, a, pack_find(pk, "transitions-of-pairs"), err);
  if (!s) s = lemma_rules_load(&m->lemmas, a, pk, &m->xpos_of, l, err);
  if (!s) s = load_words(m, a, pack_find(pk, "lexicon"), l, err);
  if (!s) s = load_endings(m, a, pack_find(pk, "word-endings"), err);
  return s;
}
