#include "language/parser.h"

/* Lines of a section as names 1 … n. */
static ch_status read_names(str **out, uint32_t *n, uint32_t max, const model_file *m, arena *a,
                            const char *section, ch_error *err) {
  str text = model_file_find(m, section), rest = text, line;
  if (!text.ptr) return model_file_err(err, m, "section '%s' is missing", section);
  *n = 0;
  for (size_t i = 0; i < text.len; i++) *n += text.ptr[i] == '\n';
  if (!*n || *n > max || text.ptr[text.len - 1] != '\n' || utf8_valid(text) < text.len)
    return model_file_err(err, m, "section '%s' does not hold 1 to %u lines", section, max);
  *out = ARENA_ARRAY(a, str, *n + (size_t)1);
  for (uint32_t i = 1; i <= *n && str_split(&rest, '\n', &line); i++) (*out)[i] = line;
  return CH_OK;
}

/* The number a name has among those met so far; `met` keeps them. */
static uint32_t number_of(map *met, str name) {
  bool added;
  uint32_t *i = map_put(met, name, &added);
  if (added) *i = met->n;
  return *i;
}

bool parser_set_names(parser_model *m, arena *a, const str *tags, uint32_t n_tags, const str *labels,
                      uint32_t n_labels) {
  map parts, kinds;
  uint8_t *part_of = ARENA_ARRAY(a, uint8_t, n_tags + (size_t)1),
    *upos_of = ARENA_ARRAY(a, uint8_t, n_tags + (size_t)1);
  map_init(&parts, a, 64);
  map_init(&kinds, a, 32);
  for (uint32_t i = 1; i <= n_tags; i++) {
    str rest = tags[i], first, second;
    str_split(&rest, '\t', &first);
    if (!rest.ptr || !str_split(&rest, '\t', &second) || !rest.ptr) return false;
    part_of[i] = (uint8_t)number_of(&parts, str_sub(tags[i], 0, first.len + 1 + second.len));
    upos_of[i] = (uint8_t)number_of(&kinds, first);
    if (parts.n >= UINT8_MAX) return false;                /* 255 is the root's */
  }
  m->n_tags = n_tags;
  m->tag_parts = part_of;
  m->tag_upos = upos_of;
  m->tag_names = tags;
  m->n_labels = n_labels;
  m->label_names = labels;
  return true;
}

static ch_status read_names_of(parser_model *p, const model_file *m, arena *a, ch_error *err) {
  str *tags, *labels;
  uint32_t n_tags, n_labels;
  ch_status status = read_names(&tags, &n_tags, UINT16_MAX - 1, m, a, "tag-names", err);
  if (!status) status = read_names(&labels, &n_labels, UINT8_MAX, m, a, "label-names", err);
  if (status || parser_set_names(p, a, tags, n_tags, labels, n_labels)) return status;
  return model_file_err(err, m, "section 'tag-names' does not hold UPOS, XPOS and features, or too many");
}

static bool items_are_sound(const lists *l, uint32_t max) {
  for (uint32_t i = 0; i < l->n_items; i++)
    if (!l->items[i] || l->items[i] > max) return false;
  for (uint32_t i = 0; i < l->n_slots; i++)
    if (l->keys[i] &&
        (uint64_t)l->at[i] / (LIST_MAX + 1) + l->at[i] % (LIST_MAX + 1) > l->n_items) return false;
  return true;
}

/* Sections NAME-keys, NAME-at and NAME-items; items are 1 … max. */
static ch_status read_lists(lists *l, uint32_t max, const model_file *m, arena *a,
                            const char *const sections[3],
                            ch_error *err) {
  uint32_t n_at;
  ch_status status = model_file_u32(&l->keys, &l->n_slots, m, a, sections[0], err);
  if (!status) status = model_file_u32(&l->at, &n_at, m, a, sections[1], err);
  if (!status) status = model_file_u16(&l->items, &l->n_items, m, a, sections[2], err);
  if (status) return status;
  if (!l->n_slots || l->n_slots & (l->n_slots - 1) || n_at != l->n_slots || !items_are_sound(l, max))
    return model_file_err(err, m, "section '%s' and those with it do not fit together", sections[0]);
  return CH_OK;
}

/* A byte more than there are weights, so that a row's end may be read over. */
static ch_status read_weights(weights *w, const parser_model *p, const model_file *m, const char *section,
                              ch_error *err) {
  str s = model_file_find(m, section);
  if (s.len <= CACHE_LINE || s.len > UINT32_MAX) return model_file_err(err, m,
                                                                       "section '%s' is missing or empty",
                                                                         section);
  *w = (weights){(const uint8_t *)s.ptr, p->scale, NULL, (uint32_t)s.len - 1};
  return CH_OK;
}

/* How far behind the best one a way is given up, for tags and for arcs. */
static ch_status read_margins(parser_model *p, const model_file *m, arena *a, ch_error *err) {
  const uint32_t *margins;
  uint32_t n;
  ch_status status = model_file_u32(&margins, &n, m, a, "margins", err);
  if (status) return status;
  if (n != 2 || margins[0] > INT32_MAX || margins[1] > INT32_MAX)
    return model_file_err(err, m, "section 'margins' does not hold two numbers");
  p->tag_margin = (int32_t)margins[0];
  p->move_margin = (int32_t)margins[1];
  return CH_OK;
}

static ch_status read_scale(parser_model *p, const model_file *m, arena *a, ch_error *err) {
  const uint16_t *from;
  uint32_t n;
  ch_status status = model_file_u16(&from, &n, m, a, "scale", err);
  if (status) return status;
  if (n != SCALE) return model_file_err(err, m, "section 'scale' does not hold %d numbers", SCALE);
  int16_t *scale = ARENA_ARRAY(a, int16_t, SCALE);
  for (uint32_t i = 0; i < SCALE; i++) scale[i] = (int16_t)(from[i] < 0x8000 ? from[i] : from[i] - 0x10000);
  p->scale = scale;
  return CH_OK;
}

ch_status parser_load(parser_model *p, arena *a, const model_file *m, ch_error *err) {
  static const char *const tags[3] = {"tag-keys", "tag-at", "tag-items"};
  static const char *const relations[3] = {"label-keys", "label-at", "label-items"};
  *p = (parser_model){0};
  ch_status status = read_names_of(p, m, a, err);
  if (!status) status = read_lists(&p->words, p->n_tags, m, a, tags, err);
  if (!status) status = read_lists(&p->relations, p->n_labels, m, a, relations, err);
  if (!status) status = read_margins(p, m, a, err);
  if (!status) status = read_scale(p, m, a, err);
  if (!status) status = read_weights(&p->tags, p, m, "tag-weights", err);
  if (!status) status = read_weights(&p->moves, p, m, "move-weights", err);
  if (!status) status = read_weights(&p->labels, p, m, "label-weights", err);
  return status;
}
