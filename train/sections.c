/* The network in integers: what src/language/network_file.c reads. */
#include "learn.h"
#include "language/network.h"
#include <math.h>

typedef struct {
  arena *a;
  buf w, bias, shift;
} writer;

static float most_of(const matrix *m) {
  float most = 0;
  for (uint32_t i = 0; i < m->rows; i++)
    for (uint32_t k = 0; k < m->cols; k++) most = fmaxf(most, fabsf(matrix_row(m, i)[k]));
  return most;
}

static int32_t whole(float x, uint32_t bits) {
  double y = (double)x * (double)(UINT64_C(1) << bits);
  return (int32_t)(y < 0 ? ceil(y - 0.5) : floor(y + 0.5));
}

static void put(buf *b, uint32_t x, int bytes) {
  for (int i = 0; i < bytes; i++) buf_char(b, (char)(x >> 8 * i));
}

/* ---- matrices ------------------------------------------------------------------------------------------ */

/* w: [in][out] without its bias, packed as products.h says, with this many bits. */
static product_matrix packed(arena *a, const matrix *w, const float *bias, uint32_t bits) {
  uint32_t in = w->rows, out = (w->cols + PRODUCT_OUT - 1) / PRODUCT_OUT * PRODUCT_OUT;
  int16_t *p = ARENA_ARRAY(a, int16_t, (size_t)in * out);
  int32_t *b = ARENA_ARRAY(a, int32_t, out);
  for (uint32_t o = 0; o < w->cols; o++) {
    for (uint32_t k = 0; k < in; k++)
      p[((size_t)(o / PRODUCT_OUT) * (in / 2) + k / 2) * 2 * PRODUCT_OUT + o % PRODUCT_OUT * 2 + k % 2] =
        (int16_t)whole(matrix_row(w, k)[o], bits);
    b[o] = whole(bias[o], bits + ACTIVATION_BITS);
  }
  return (product_matrix){p, b, in, out, 0};
}

/* As many bits as its weights and sums leave room for. out_bits: of what is made of the sums; 0: they are
 * taken as they are. */
static void put_matrix(writer *k, const parameter *p, uint32_t out_bits) {
  matrix w = {p->v.v, p->v.rows - 1, p->v.cols, p->v.stride};
  const float *bias = matrix_row(&p->v, w.rows);
  uint32_t bits = 14;
  while (bits > 1 && most_of(&w) * (float)(1u << bits) > INT16_MAX) bits--;
  product_matrix m = packed(k->a, &w, bias, bits);
  for (;; m = packed(k->a, &w, bias, --bits)) {
    m.shift = bits + ACTIVATION_BITS - out_bits;
    if (products_fit(&m)) break;
    if (bits == 1) fail("a matrix of the network has weights too large for integers");
  }
  for (size_t i = 0; i < (size_t)m.in * m.out; i++) put(&k->w, (uint16_t)m.w[i], 2);
  for (uint32_t i = 0; i < m.out; i++) put(&k->bias, (uint32_t)m.bias[i], 4);
  put(&k->shift, m.shift, 4);
}

/* Rows of one score each, all with the same bits. */
static void put_rows(writer *k, const matrix *m) {
  uint32_t bits = 14, in = m->cols - 1;
  float most = 0;
  for (uint32_t i = 0; i < m->rows; i++) {
    float sum = fabsf(matrix_row(m, i)[in]);
    for (uint32_t c = 0; c < in; c++) sum += fabsf(matrix_row(m, i)[c]) * 4;
    most = fmaxf(most, sum);
  }
  while (bits > 1 && (most_of(m) * (float)(1u << bits) > INT16_MAX ||
                      most * (float)(1u << bits) * (1 << ACTIVATION_BITS) > (float)(INT32_MAX / 2)))
    bits--;
  for (uint32_t i = 0; i < m->rows; i++) {
    for (uint32_t c = 0; c < in; c++) put(&k->w, (uint16_t)whole(matrix_row(m, i)[c], bits), 2);
    put(&k->bias, (uint32_t)whole(matrix_row(m, i)[in], bits + ACTIVATION_BITS), 4);
  }
}

static void put_vectors(writer *k, const matrix *m, uint32_t bits, int32_t most) {
  for (uint32_t i = 0; i < m->rows; i++)
    for (uint32_t c = 0; c < m->cols; c++) {
      int32_t x = whole(matrix_row(m, i)[c], bits);
      put(&k->w, (uint16_t)(x > most ? most : x < -most ? -most : x), 2);
    }
}

static void put_all(writer *k, const network *w) {
  const net_sizes *z = &w->size;
  int32_t most_head = INT32_MAX / 2 / ((int32_t)z->arc << ACTIVATION_BITS);
  for (uint32_t i = 0; i < z->tag_layers; i++) put_matrix(k, &w->tag_layer[i].w, SUM_BITS);
  put_matrix(k, &w->early.part, 0);
  for (uint32_t i = 0; i < z->tree_layers; i++) put_matrix(k, &w->tree_layer[i].w, SUM_BITS);
  put_matrix(k, &w->arcs.dependent, SUM_BITS);
  put_matrix(k, &w->arcs.head, HEAD_BITS);
  put_matrix(k, &w->relations.child, SUM_BITS);
  put_matrix(k, &w->relations.parent, SUM_BITS);
  put_matrix(k, &w->relations.relation, 0);
  put_matrix(k, &w->late.part, 0);
  put_rows(k, &w->early.tag.v);
  put_rows(k, &w->late.tag.v);
  put_vectors(k, &w->arcs.root.v, HEAD_BITS, most_head);
  put_vectors(k, &w->arcs.distance.v, HEAD_BITS, most_head);
  put_vectors(k, &w->relations.parent_root.v, SUM_BITS, INT16_MAX);
  put_vectors(k, &w->relations.apart.v, SUM_BITS, INT16_MAX);
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static str rows_bytes(arena *a, const network *w, uint32_t *bits) {
  uint32_t n = w->size.input;
  int8_t *out = ARENA_ARRAY(a, int8_t, (size_t)w->n_rows * n);
  float most = most_of(&w->table.v);
  *bits = 8;
  /* the few largest are cut off */
  while (*bits > 1 && most * (float)(1u << *bits) > 2.2f * INT8_MAX) --*bits;
  for (uint32_t i = 0; i < w->n_rows; i++)
    for (uint32_t k = 0; k < n; k++) {
      int32_t x = whole(matrix_row(&w->table.v, i)[k], *bits);
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
    put(keys, key[i], 4);
    put(at, row[i], 2);
  }
}

/* ---- sections ------------------------------------------------------------------------------------------ */

/* As class_of of network.c looks for them. */
static void put_classes(const form_classes *c, buf *first, buf *tail, buf *of) {
  for (uint32_t b = 0, i = 0; b <= 1 << 16; b++) {
    while (i < c->n && c->key[i] >> 16 < b) i++;
    put(first, i, 4);
  }
  for (uint32_t i = 0; i < c->n; i++) {
    put(tail, c->key[i] & 0xFFFF, 2);
    put(of, c->kind[i], 1);
  }
}

static str kept(arena *a, buf *b) {
  if (b->status) fail("out of memory for the network");
  str s = arena_str(a, b->len ? buf_get(b) : STR(""));
  buf_free(b);
  return s;
}

void network_sections(arena *a, const network *w, const lexis *l, const tag_parts *p, uint32_t n_styles,
                      uint32_t style, model_section *out, uint32_t *n) {
  const net_sizes *z = &w->size;
  writer k = {.a = a};
  buf sizes = {0}, keys = {0}, at = {0}, parts = {0}, may = {0}, sets = {0};
  buf first = {0}, tail = {0}, of = {0};
  uint32_t table_bits;
  str rows = rows_bytes(a, w, &table_bits);
  const uint32_t all[] = {z->input, z->tag_half, z->tag_layers, z->tree_half, z->tree_layers, z->arc,
                          z->label, p->n, w->n_rows, n_styles, style, table_bits};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) put(&sizes, all[i], 4);
  put_all(&k, w);
  put_keys(l, a, &keys, &at);
  put_classes(l->classes, &first, &tail, &of);
  for (uint32_t t = 0; t <= w->n_tags; t++) put(&parts, p->of_tag[t], 2);
  for (uint32_t i = 0; i < l->n_rows; i++) put(&may, l->may[i], 2);
  for (uint32_t i = 0; i < l->n_sets; i++) put(&sets, l->sets[i], 2);
  const model_section made[] = {
    {"net", kept(a, &sizes)}, {"net-w", kept(a, &k.w)}, {"net-bias", kept(a, &k.bias)},
    {"net-shift", kept(a, &k.shift)}, {"net-keys", kept(a, &keys)}, {"net-at", kept(a, &at)},
    {"net-table", rows}, {"net-parts", kept(a, &parts)}, {"net-may", kept(a, &may)},
    {"net-sets", kept(a, &sets)}, {"net-class-first", kept(a, &first)}, {"net-class-tail", kept(a, &tail)},
    {"net-class-of", kept(a, &of)},
  };
  for (size_t i = 0; i < sizeof made / sizeof *made; i++) out[(*n)++] = made[i];
}
