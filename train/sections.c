/* The network in integers: what src/language/network_file.c reads. */
#include "learn.h"
#include "pack_matrices.h"

static void put_all(packed_matrices *k, const network *w) {
  const net_sizes *z = &w->size;
  int32_t most_head = INT32_MAX / 2 / ((int32_t)z->arc << ACTIVATION_BITS);
  for (uint32_t i = 0; i < z->tag_layers; i++) pack_matrix(k, &w->tag_layer[i].w, SUM_BITS);
  pack_matrix(k, &w->early.part, 0);
  for (uint32_t i = 0; i < z->tree_layers; i++) pack_matrix(k, &w->tree_layer[i].w, SUM_BITS);
  pack_matrix(k, &w->arcs.dependent, SUM_BITS);
  pack_matrix(k, &w->arcs.head, HEAD_BITS);
  pack_matrix(k, &w->relations.child, SUM_BITS);
  pack_matrix(k, &w->relations.parent, SUM_BITS);
  pack_matrix(k, &w->relations.relation, 0);
  pack_matrix(k, &w->late.part, 0);
  pack_rows(k, &w->early.tag.v);
  pack_rows(k, &w->late.tag.v);
  pack_vectors(k, &w->arcs.root.v, HEAD_BITS, most_head);
  pack_vectors(k, &w->arcs.distance.v, HEAD_BITS, most_head);
  pack_vectors(k, &w->relations.parent_root.v, SUM_BITS, INT16_MAX);
  pack_vectors(k, &w->relations.apart.v, SUM_BITS, INT16_MAX);
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static str rows_bytes(arena *a, const network *w, uint32_t *bits) {
  uint32_t n = w->size.input;
  int8_t *out = ARENA_ARRAY(a, int8_t, (size_t)w->n_rows * n);
  float most = pack_most(&w->table.v);
  *bits = 8;
  /* the few largest are cut off */
  while (*bits > 1 && most * (float)(1u << *bits) > 2.2f * INT8_MAX) --*bits;
  for (uint32_t i = 0; i < w->n_rows; i++)
    for (uint32_t k = 0; k < n; k++) {
      int32_t x = pack_whole(matrix_row(&w->table.v, i)[k], *bits);
      out[(size_t)i * n + k] = (int8_t)(x > INT8_MAX ? INT8_MAX : x < -INT8_MAX ? -INT8_MAX : x);
    }
  return (str){(const char *)out, (size_t)w->n_rows * n};
}

/* As network_row looks for them; of two keys that look alike to it the first one stays. */
static void put_keys(const lexis *l, arena *a, buf *keys, buf *at) {
  uint32_t n = 16;
  while (n < 2 * l->n_rows) n *= 2;
  uint32_t *key = ARENA_ARRAY(a, uint32_t, n), *row = ARENA_ARRAY(a, uint32_t, n);
  for (uint32_t i = 0; i < l->n_slots; i++) {
    uint32_t want = (uint32_t)(l->keys[i] >> 32) | 1, s = (uint32_t)l->keys[i] & (n - 1);
    if (!l->row[i]) continue;
    while (key[s] && key[s] != want) s = (s + 1) & (n - 1);
    if (key[s] && row[s] < l->row[i]) continue;
    key[s] = want;
    row[s] = l->row[i];
  }
  for (uint32_t i = 0; i < n; i++) {
    pack_put(keys, key[i], 4);
    pack_put(at, row[i], 2);
  }
}

/* ---- sections ------------------------------------------------------------------------------------------ */

/* As class_of of network.c looks for them. */
static void put_classes(const form_classes *c, buf *first, buf *tail, buf *of) {
  for (uint32_t b = 0, i = 0; b <= 1 << 16; b++) {
    while (i < c->n && c->key[i] >> 16 < b) i++;
    pack_put(first, i, 4);
  }
  for (uint32_t i = 0; i < c->n; i++) {
    pack_put(tail, c->key[i] & 0xFFFF, 2);
    pack_put(of, c->kind[i], 1);
  }
}

void network_sections(arena *a, const network *w, const lexis *l, const tag_parts *p, uint32_t n_styles,
                      uint32_t style, model_section *out, uint32_t *n) {
  const net_sizes *z = &w->size;
  packed_matrices k = {.a = a};
  buf sizes = {0}, keys = {0}, at = {0}, parts = {0}, may = {0}, sets = {0};
  buf first = {0}, tail = {0}, of = {0};
  uint32_t table_bits;
  str rows = rows_bytes(a, w, &table_bits);
  const uint32_t all[] = {z->input, z->tag_half, z->tag_layers, z->tree_half, z->tree_layers, z->arc,
                          z->label, p->n, w->n_rows, n_styles, style, table_bits};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) pack_put(&sizes, all[i], 4);
  put_all(&k, w);
  put_keys(l, a, &keys, &at);
  put_classes(l->classes, &first, &tail, &of);
  for (uint32_t t = 0; t <= w->n_tags; t++) pack_put(&parts, p->of_tag[t], 2);
  for (uint32_t i = 0; i < l->n_rows; i++) pack_put(&may, l->may[i], 2);
  for (uint32_t i = 0; i < l->n_sets; i++) pack_put(&sets, l->sets[i], 2);
  const model_section made[] = {
    {"net", pack_kept(a, &sizes)}, {"net-w", pack_kept(a, &k.w)}, {"net-bias", pack_kept(a, &k.bias)},
    {"net-shift", pack_kept(a, &k.shift)}, {"net-keys", pack_kept(a, &keys)}, {"net-at", pack_kept(a, &at)},
    {"net-table", rows}, {"net-parts", pack_kept(a, &parts)}, {"net-may", pack_kept(a, &may)},
    {"net-sets", pack_kept(a, &sets)}, {"net-class-first", pack_kept(a, &first)}, {"net-class-tail", pack_kept(a, &tail)},
    {"net-class-of", pack_kept(a, &of)},
  };
  for (size_t i = 0; i < sizeof made / sizeof *made; i++) out[(*n)++] = made[i];
}
