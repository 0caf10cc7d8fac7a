#include "language/tag_model.h"

/* ---- names --------------------------------------------------------------------------------------------- */

static const char *const upos_names[UPOS_COUNT] = {
  [UPOS_X] = "X", [UPOS_ADJ] = "ADJ", [UPOS_ADP] = "ADP", [UPOS_ADV] = "ADV", [UPOS_AUX] = "AUX",
  [UPOS_CCONJ] = "CCONJ", [UPOS_DET] = "DET", [UPOS_INTJ] = "INTJ", [UPOS_NOUN] = "NOUN", [UPOS_NUM] = "NUM",
  [UPOS_PART] = "PART", [UPOS_PRON] = "PRON", [UPOS_PROPN] = "PROPN", [UPOS_PUNCT] = "PUNCT",
  [UPOS_SCONJ] = "SCONJ", [UPOS_SYM] = "SYM", [UPOS_VERB] = "VERB"
};

const char *upos_text(upos u) { return (unsigned)u < UPOS_COUNT ? upos_names[u] : "X"; }

static uint8_t upos_find(str s) {
  for (unsigned u = 0; u < UPOS_COUNT; u++)
    if (str_eq(s, str_of(upos_names[u]))) return (uint8_t)u;
  return UPOS_X;
}

typedef struct { const char *name; uint16_t bit; } feature_name;
static const feature_name feature_names[] = {
  {"past", MORPH_PAST}, {"present", MORPH_PRESENT}, {"inf", MORPH_INF}, {"part-past", MORPH_PART_PAST},
  {"part-pres", MORPH_PART_PRES}, {"modal", MORPH_MODAL}, {"plural", MORPH_PLURAL}, {"poss", MORPH_POSS},
  {"masc", MORPH_MASC}, {"fem", MORPH_FEM}, {"neut", MORPH_NEUT}, {"p1", MORPH_P1}, {"p2", MORPH_P2},
  {"p3", MORPH_P3}, {"neg", MORPH_NEG}, {"name", MORPH_NAME}
};

static ch_status bits_of(const pack_row *row, uint16_t *out, ch_error *err) {
  enum { N = sizeof feature_names / sizeof *feature_names };
  *out = 0;
  str list = pack_field(row, 1);
  for (str name; str_split(&list, ';', &name);) {
    size_t i = 0;
    while (i < N && !str_eq(str_trim(name), str_of(feature_names[i].name))) i++;
    if (i == N) return pack_err(err, row, "no feature '%.*s'", (int)name.len, name.ptr);
    *out |= feature_names[i].bit;
  }
  return CH_OK;
}

/* ---- tags ---------------------------------------------------------------------------------------------- */

static ch_status intern_xpos(tag_model *m, str name, uint8_t *out, ch_error *err) {
  bool added;
  uint32_t *x = map_put(&m->xpos_of, name, &added);
  if (added) {
    if (m->n_xpos == UINT8_MAX)
      return err_set(err, CH_ERR_PACK, "models.bin: more than %d kinds of XPOS", UINT8_MAX);
    *x = ++m->n_xpos;
    m->xpos_names[*x] = name;
  }
  *out = (uint8_t)*x;
  return CH_OK;
}

static ch_status load_tags(tag_model *m, arena *a, const network_model *network, ch_error *err) {
  size_t n = network->n_tags + (size_t)1;
  m->n_tags = network->n_tags;
  m->upos = ARENA_ARRAY(a, uint8_t, n);
  m->xpos = ARENA_ARRAY(a, uint8_t, n);
  m->morph = ARENA_ARRAY(a, uint16_t, n);
  m->features = ARENA_ARRAY(a, str, n);
  m->lemma_tags = ARENA_ARRAY(a, lemma_tag, n);
  m->xpos_names = ARENA_ARRAY(a, str, UINT8_MAX + 1);
  map_init(&m->xpos_of, a, 64);
  for (uint32_t tag = 1; tag <= m->n_tags; tag++) {
    str rest = network->tag_names[tag], name = {"", 0}, xpos = {"", 0};
    str_split(&rest, '\t', &name);
    str_split(&rest, '\t', &xpos);
    m->upos[tag] = upos_find(name);
    m->lemma_tags[tag] = lemmas_tag(network->tag_names[tag]);
    m->features[tag] = str_eq(rest, STR("_")) ? (str){"", 0} : rest;
    ch_status status = intern_xpos(m, xpos, &m->xpos[tag], err);
    if (status) return status;
  }
  return CH_OK;
}

static ch_status load_tag_features(tag_model *m, const pack_table *t, ch_error *err) {
  for (uint32_t i = 0; i < t->n; i++) {
    uint16_t bits;
    ch_status status = bits_of(&t->rows[i], &bits, err);
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
    ch_status status = bits_of(&t->rows[i], &bits, err);
    if (status) return status;
    str list = pack_field(&t->rows[i], 0);
    for (str word; str_split(&list, ';', &word);) m->word_morph[lexicon_add(l, str_trim(word))] |= bits;
  }
  return CH_OK;
}

void tag_model_words(const pack *pk, lexicon *l) {
  const pack_table *t = pack_find(pk, "word-features");
  for (uint32_t i = 0; t && i < t->n; i++) {
    str list = pack_field(&t->rows[i], 0);
    for (str word; str_split(&list, ';', &word);) lexicon_add(l, str_trim(word));
  }
}

ch_status tag_model_load(tag_model *m, arena *a, const pack *pk, const network_model *network, lexicon *l,
                         ch_error *err) {
  const pack_table *tags = pack_find(pk, "tag-features"), *words = pack_find(pk, "word-features");
  ch_status status = load_tags(m, a, network, err);
  m->n_words = lexicon_size(l);
  m->word_morph = ARENA_ARRAY(a, uint16_t, m->n_words + (size_t)1);
  if (!status && tags) status = load_tag_features(m, tags, err);
  if (!status && words) status = load_word_features(m, words, l, err);
  return status;
}
