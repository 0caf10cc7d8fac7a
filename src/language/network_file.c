#include "language/network.h"
#include "language/matrices.h"

/* The numbers of section "net", in this order. */
enum { INPUT, TAG_HALF, TAG_LAYERS, TREE_HALF, TREE_LAYERS, ARC, LABEL, PARTS, ROWS, STYLES, STYLE,
       TABLE_BITS, SIZES };
enum { MOST_SIZE = 1024 };

typedef struct {
  network_model *m;
  const model_file *f;
  arena *a;
  ch_error *err;
  matrices from;               /* sections "net-w", "net-bias", "net-shift" */
} loading;

static ch_status load_sizes(loading *k) {
  network_model *m = k->m;
  const uint32_t *n;
  uint32_t len;
  ch_status status = model_file_u32(&n, &len, k->f, k->a, "net", k->err);
  if (status) return status;
  if (len != SIZES) return model_file_err(k->err, k->f, "section 'net' has %u numbers, not %d", len, SIZES);
  m->input = n[INPUT];
  m->tag_half = n[TAG_HALF];
  m->n_tag_layers = n[TAG_LAYERS];
  m->tree_half = n[TREE_HALF];
  m->n_tree_layers = n[TREE_LAYERS];
  m->arc = n[ARC];
  m->label = n[LABEL];
  m->n_parts = n[PARTS];
  m->n_rows = n[ROWS];
  m->n_styles = n[STYLES];
  m->style = n[STYLE];
  m->table_bits = n[TABLE_BITS];
  const uint32_t sizes[] = {m->input, m->tag_half, m->tree_half, m->arc, m->label};
  bool fits = m->n_tag_layers && m->n_tree_layers && m->n_tag_layers <= NETWORK_LAYERS &&
              m->n_tree_layers <= NETWORK_LAYERS && m->n_parts && m->n_parts < MOST_SIZE && m->n_rows > 1 &&
              m->n_rows <= UINT16_MAX && m->n_styles <= UINT8_MAX && m->style <= m->n_styles &&
              m->table_bits <= SUM_BITS;
  for (int i = 0; i < 5; i++) fits &= sizes[i] && sizes[i] <= MOST_SIZE && sizes[i] % PRODUCT_OUT == 0;
  return fits ? CH_OK : model_file_err(k->err, k->f, "the sizes in section 'net' are wrong");
}

/* ---- matrices ------------------------------------------------------------------------------------------ */

static void take_layers(matrices *k, network_layer *all, uint32_t n, uint32_t width, uint32_t half,
                        bool window) {
  for (uint32_t i = 0; i < n; i++, width = 2 * half, window = false)
    all[i] = (network_layer){matrices_take(k, window ? 3 * width : width, 4 * half), width, half, window};
}

static void take_tags(loading *k, network_tagger *t) {
  t->tag = matrices_weights(&k->from, (k->m->n_tags + (size_t)1) * t->part.in);
  t->tag_bias = matrices_biases(&k->from, k->m->n_tags + (size_t)1);
}

/* Scores of tags must not overflow either. */
static bool tags_fit(const network_model *m, const network_tagger *w) {
  uint32_t size = w->part.in;
  for (uint32_t t = 0; t <= m->n_tags; t++) {
    int64_t sum = w->tag_bias[t] < 0 ? -(int64_t)w->tag_bias[t] : w->tag_bias[t];
    for (uint32_t i = 0; i < size; i++) {
      int64_t one = w->tag[(size_t)t * size + i];
      sum += (one < 0 ? -one : one) * INT16_MAX;
    }
    if (sum > INT32_MAX) return false;
  }
  return true;
}

/* Vectors that stand for a head: as cut_heads of network.c leaves those of words. */
static bool heads_fit(const network_model *m) {
  int32_t most = INT32_MAX / 2 / ((int32_t)m->arc << ACTIVATION_BITS);
  for (uint32_t i = 0; i < m->arc; i++)
    if (m->root[i] > most || m->root[i] < -most) return false;
  for (uint32_t i = 0; i < DISTANCES * m->arc; i++)
    if (m->distance[i] > most || m->distance[i] < -most) return false;
  return true;
}

/* Where the weight of input i for output o stands in a packed matrix. */
static size_t place_of(uint32_t in, uint32_t i, uint32_t o) {
  return ((size_t)(o / PRODUCT_OUT) * (in / 2) + i / 2) * 2 * PRODUCT_OUT + o % PRODUCT_OUT * 2 + i % 2;
}

/* One output's weights together, where few outputs of a word are wanted. */
static const int16_t *rows_of(arena *a, const product_matrix *p, uint32_t n) {
  int16_t *rows = ARENA_ARRAY(a, int16_t, (size_t)n * p->in);
  for (uint32_t o = 0; o < n; o++)
    for (uint32_t i = 0; i < p->in; i++)
      rows[(size_t)o * p->in + i] = p->w[place_of(p->in, i, o)];
  return rows;
}

/* The part of a packed matrix that is for inputs [first, first + in); no bias. */
static product_matrix part_of(arena *a, const product_matrix *p, uint32_t first, uint32_t in) {
  int16_t *w = ARENA_ARRAY(a, int16_t, (size_t)in * p->out);
  size_t part = (size_t)in * PRODUCT_OUT;
  for (uint32_t b = 0; b < p->out / PRODUCT_OUT; b++)
    memcpy(w + b * part, p->w + ((size_t)b * p->in + first) * PRODUCT_OUT, part * sizeof *w);
  return (product_matrix){w, ARENA_ARRAY(a, int32_t, p->out), in, p->out, p->shift};
}

/* The outputs that a set names, as a matrix of their own. */
static product_matrix outputs_of(arena *a, const network_tagger *t, const uint16_t *set) {
  uint32_t n = set[0], in = t->part.in, out = (n + PRODUCT_OUT - 1) / PRODUCT_OUT * PRODUCT_OUT;
  int16_t *w = ARENA_ARRAY(a, int16_t, (size_t)in * out);
  int32_t *bias = ARENA_ARRAY(a, int32_t, out);
  for (uint32_t o = 0; o < n; o++) {
    bias[o] = t->part.bias[set[o + 1]];
    for (uint32_t i = 0; i < in; i++)
      w[place_of(in, i, o)] = t->part_rows[(size_t)set[o + 1] * in + i];
  }
  return (product_matrix){w, bias, in, out, t->part.shift};
}

static void lay_rows(loading *k, network_tagger *t) {
  t->part_rows = rows_of(k->a, &t->part, k->m->n_parts + 1);
  if (k->m->open) t->open = outputs_of(k->a, t, k->m->sets + k->m->open);
}

static ch_status load_matrices(loading *k) {
  network_model *m = k->m;
  ch_status status = matrices_open(&k->from, k->a, k->f, "net", k->err);
  if (status) return status;
  uint32_t both = 2 * m->tag_half + m->input, tops = 2 * m->tree_half;
  take_layers(&k->from, m->tag_layer, m->n_tag_layers, m->input, m->tag_half, true);
  m->early.part = matrices_take(&k->from, both, m->n_parts + 1);
  take_layers(&k->from, m->tree_layer, m->n_tree_layers, both, m->tree_half, false);
  m->dependent = matrices_take(&k->from, tops, m->arc);
  m->head = matrices_take(&k->from, tops, m->arc);
  m->child = matrices_take(&k->from, tops, m->label);
  m->parent = matrices_take(&k->from, tops, m->label);
  m->relation = matrices_take(&k->from, m->label, m->n_labels + 1);
  m->late.part = matrices_take(&k->from, tops, m->n_parts + 1);
  take_tags(k, &m->early);
  take_tags(k, &m->late);
  m->root = matrices_weights(&k->from, m->arc);
  m->distance = matrices_weights(&k->from, (size_t)DISTANCES * m->arc);
  m->parent_root = matrices_weights(&k->from, m->label);
  m->apart = matrices_weights(&k->from, (size_t)DISTANCES * m->label);
  if (!matrices_are_used(&k->from) || !tags_fit(m, &m->early) || !tags_fit(m, &m->late) || !heads_fit(m))
    return model_file_err(k->err, k->f, "the weights of the network do not fit its sizes");
  for (uint32_t i = 0; i < 3; i++)
    m->around[i] = part_of(k->a, &m->tag_layer[0].gates, i * m->input, m->input);
  m->around[1].bias = m->tag_layer[0].gates.bias;
  lay_rows(k, &m->early);
  lay_rows(k, &m->late);
  return CH_OK;
}

/* ---- rows of the table --------------------------------------------------------------------------------- */

static ch_status load_table(loading *k) {
  network_model *m = k->m;
  uint32_t n;
  ch_status status = model_file_u32(&m->keys, &m->n_slots, k->f, k->a, "net-keys", k->err);
  if (!status) status = model_file_u16(&m->at, &n, k->f, k->a, "net-at", k->err);
  if (status) return status;
  str table = model_file_find(k->f, "net-table");
  bool fits = n == m->n_slots && n && !(n & (n - 1)) && table.len == (size_t)m->n_rows * m->input;
  for (uint32_t i = 0; i < n && fits; i++) fits = m->at[i] < m->n_rows;
  if (!fits) return model_file_err(k->err, k->f, "the table of the network does not fit its sizes");
  m->table = (const int8_t *)table.ptr;
  for (uint32_t i = 0; i <= UINT8_MAX; i++)
    m->shape_rows[i] = (uint16_t)network_row(m, word_shape_key((uint8_t)i));
  network_set_style(m, m->style);
  return CH_OK;
}

enum { BUCKETS = 1 << 16 };

static ch_status load_classes(loading *k) {
  network_model *m = k->m;
  uint32_t n_first, n;
  ch_status status = model_file_u32(&m->class_first, &n_first, k->f, k->a, "net-class-first", k->err);
  if (!status) status = model_file_u16(&m->class_tail, &n, k->f, k->a, "net-class-tail", k->err);
  if (status) return status;
  str of = model_file_find(k->f, "net-class-of");
  bool fits = n_first == BUCKETS + 1 && of.len == n && m->class_first[BUCKETS] == n;
  for (uint32_t i = 0; i < BUCKETS && fits; i++) fits = m->class_first[i] <= m->class_first[i + 1];
  if (!fits) return model_file_err(k->err, k->f, "the classes of forms do not fit");
  m->class_of = (const uint8_t *)of.ptr;
  for (uint32_t i = 1; i <= UINT8_MAX; i++) m->class_rows[i] = (uint16_t)network_row(m, word_class_key(i));
  return CH_OK;
}

void network_set_style(network_model *m, uint32_t style) {
  m->style = style;
  m->style_row = style ? (uint16_t)network_row(m, word_style_key(style)) : 0;
}

/* The parts that frequent forms may be. */
static ch_status load_sets(loading *k) {
  network_model *m = k->m;
  uint32_t n;
  ch_status status = model_file_u16(&m->may, &n, k->f, k->a, "net-may", k->err);
  if (!status) status = model_file_u16(&m->sets, &m->n_sets, k->f, k->a, "net-sets", k->err);
  if (status) return status;
  bool fits = n == m->n_rows && m->n_sets;
  for (uint32_t i = 0; i < n && fits; i++) {
    uint32_t at = m->may[i];
    fits = !at || (at < m->n_sets && m->sets[at] && m->sets[at] < m->n_sets - at);
    for (uint32_t p = 1; at && fits && p <= m->sets[at]; p++)
      fits = m->sets[at + p] && m->sets[at + p] <= m->n_parts;
  }
  m->open = fits ? m->may[1] : 0;
  return fits ? CH_OK : model_file_err(k->err, k->f, "sections 'net-may' and 'net-sets' do not fit");
}

ch_status network_set_style_named(network_model *m, const char *name, ch_error *err) {
  for (uint32_t i = 1; i <= m->n_styles; i++) {
    if (!str_eq(m->style_names[i], str_of(name))) continue;
    network_set_style(m, i);
    return CH_OK;
  }
  return err_set(err, CH_ERR_ARG, "no style '%s'; the pack's are those of its treebanks, %.*s first", name,
                 (int)m->style_names[1].len, m->style_names[1].ptr);
}

/* ---- names --------------------------------------------------------------------------------------------- */

/* The lines of a section, from 1. */
static ch_status load_names(loading *k, const char *section, str **out, uint32_t *n, uint32_t most) {
  str text = model_file_find(k->f, section), line;
  if (!text.ptr) return model_file_err(k->err, k->f, "section '%s' is missing", section);
  uint32_t cap = 0, size = 0;
  *out = NULL;
  *ARENA_PUSH(k->a, *out, size, cap) = (str){"", 0};
  while (str_split(&text, '\n', &line) && size <= most)
    if (line.len || text.len) *ARENA_PUSH(k->a, *out, size, cap) = line;
  *n = size - 1;
  if (!*n || *n > most) return model_file_err(k->err, k->f, "section '%s' has %u names", section, *n);
  return CH_OK;
}

/* The tags of a part stand together; parts are numbered from 1 in the order of section "net-parts", which has
 * the part of each tag. */
static ch_status load_parts(loading *k) {
  network_model *m = k->m;
  const uint16_t *part_of;
  uint32_t n;
  ch_status status = model_file_u16(&part_of, &n, k->f, k->a, "net-parts", k->err);
  if (status) return status;
  bool fits = n == m->n_tags + 1;
  for (uint32_t t = 1; t < n && fits; t++) fits = part_of[t] && part_of[t] <= m->n_parts;
  if (!fits) return model_file_err(k->err, k->f, "section 'net-parts' does not fit the tags");
  uint16_t *first = ARENA_ARRAY(k->a, uint16_t, m->n_parts + (size_t)2);
  uint16_t *tags = ARENA_ARRAY(k->a, uint16_t, n), used = 0;
  for (uint32_t p = 0; p <= m->n_parts; p++) {
    first[p] = used;
    for (uint32_t t = 1; t < n; t++)
      if (part_of[t] == p) tags[used++] = (uint16_t)t;
    if (p && first[p] == used)
      return model_file_err(k->err, k->f, "section 'net-parts': no tag has part %u", p);
  }
  first[m->n_parts + 1] = used;
  m->part_first = first;
  m->part_tags = tags;
  return CH_OK;
}

ch_status network_load(network_model *m, arena *a, const model_file *f, ch_error *err) {
  loading k = {.m = m, .f = f, .a = a, .err = err};
  str *tags = NULL, *labels = NULL, *styles = NULL;
  uint32_t n_styles;
  *m = (network_model){.by = products_best()};
  ch_status status = load_sizes(&k);
  if (!status) status = load_names(&k, "tag-names", &tags, &m->n_tags, INT16_MAX);
  if (!status) status = load_names(&k, "label-names", &labels, &m->n_labels, UINT8_MAX);
  m->tag_names = tags;
  m->label_names = labels;
  if (!status) status = load_names(&k, "style-names", &styles, &n_styles, UINT8_MAX);
  if (!status && n_styles != m->n_styles)
    status = model_file_err(err, f, "section 'style-names' does not fit");
  m->style_names = styles;
  if (!status) status = load_parts(&k);
  if (!status) status = load_table(&k);
  if (!status) status = load_sets(&k);
  if (!status) status = load_classes(&k);
  if (!status) status = load_matrices(&k);
  return status;
}
