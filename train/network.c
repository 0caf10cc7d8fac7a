#include "network.h"
#include "adam.h"
#include "masks.h"
#include <math.h>

static uint32_t tag_states(const network *w) { return 2 * w->size.tag_half; }
static uint32_t tree_states(const network *w) { return 2 * w->size.tree_half; }
static uint32_t both_of(const network *w) { return tag_states(w) + w->size.input; }

/* In this order, for each takes what chance gives next. */
void network_init(network *w, arena *a, dice *d) {
  const net_sizes *z = &w->size;
  inputs_init(&w->table, a, d, w->n_rows, z->input);
  layers_init(w->tag_layer, z->tag_layers, &w->all, a, d, z->input, z->tag_half, true, z->drop_layer);
  layers_init(w->tree_layer, z->tree_layers, &w->all, a, d, both_of(w), z->tree_half, false, z->drop_layer);
  tagger_init(&w->early, &w->all, a, d, both_of(w), w->parts, w->n_tags);
  tagger_init(&w->late, &w->all, a, d, tree_states(w), w->parts, w->n_tags);
  arcs_init(&w->arcs, &w->all, a, d, tree_states(w), z->arc);
  relations_init(&w->relations, &w->all, a, d, tree_states(w), z->label, w->n_labels);
}

/* ---- room ---------------------------------------------------------------------------------------------- */

struct workspace {
  inputs_room inputs;
  layer_room tag[NETWORK_LAYERS], tree[NETWORK_LAYERS];
  matrix both, d_both;         /* [n][tag states + input] what trees are made from */
  matrix tags_in, d_tags_in;   /* `both` after dropping, for the early tags */
  matrix tops, d_tops;         /* [n][tree states] after dropping, for all that is made from them */
  matrix tags_mask, tops_mask; /* [sentences][columns of tags_in, tops] */
  tagger_room early, late;
  arcs_room arcs;
  relations_room relations;
  layers_room layers;
  dense_room turned;
  adam adam;
};

static uint32_t greater(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* Above the columns of all that is turned, and of what comes into a layer. */
static uint32_t widest_of(const network *w) {
  const net_sizes *z = &w->size;
  uint32_t layers = greater(4 * z->tree_half + 4 * z->tag_half, greater(both_of(w), 3 * z->input));
  return greater(greater(layers, w->parts->n + 16), greater(w->size.label, w->size.arc));
}

static void rooms_of_layers(layer_room *r, arena *a, const layer *all, uint32_t n, uint32_t most,
                            uint32_t sentences) {
  for (uint32_t i = 0; i < n; i++) layer_room_init(&r[i], a, &all[i], most, sentences);
}

static void matrices_of_words(workspace *s, arena *a, const network *w, uint32_t most, uint32_t sentences) {
  matrix *of_both[] = {&s->both, &s->d_both, &s->tags_in, &s->d_tags_in}, *of_tops[] = {&s->tops, &s->d_tops};
  for (int i = 0; i < 4; i++) *of_both[i] = matrix_new(a, most, both_of(w));
  for (int i = 0; i < 2; i++) *of_tops[i] = matrix_new(a, most, tree_states(w));
  s->tags_mask = matrix_new(a, sentences, both_of(w));
  s->tops_mask = matrix_new(a, sentences, tree_states(w));
}

workspace *workspace_new(arena *a, const network *w, uint32_t most, uint32_t most_sentences) {
  workspace *s = ARENA_NEW(a, workspace);
  inputs_room_init(&s->inputs, a, &w->table, most, most_sentences);
  rooms_of_layers(s->tag, a, w->tag_layer, w->size.tag_layers, most, most_sentences);
  rooms_of_layers(s->tree, a, w->tree_layer, w->size.tree_layers, most, most_sentences);
  matrices_of_words(s, a, w, most, most_sentences);
  tagger_room_init(&s->early, a, &w->early, most);
  tagger_room_init(&s->late, a, &w->late, most);
  arcs_room_init(&s->arcs, a, &w->arcs, most);
  relations_room_init(&s->relations, a, &w->relations, most);
  layers_room_init(&s->layers, a, most, widest_of(w));
  dense_room_init(&s->turned, a, most, widest_of(w));
  adam_init(&s->adam);
  return s;
}

/* ---- forward ------------------------------------------------------------------------------------------- */

/* y = [x, z] */
static void side_by_side(matrix *y, const matrix *x, const matrix *z) {
  y->rows = x->rows;
  for (uint32_t i = 0; i < y->rows; i++) {
    memcpy(matrix_row(y, i), matrix_row(x, i), x->cols * sizeof(float));
    memcpy(matrix_row(y, i) + x->cols, matrix_row(z, i), z->cols * sizeof(float));
  }
}

void network_forward(workspace *s, const network *w, const batch *b, dice *d) {
  const net_sizes *z = &w->size;
  inputs_forward(&s->inputs, &w->table, b, z->drop_form, z->drop_input, d);
  const matrix *x = layers_forward(s->tag, w->tag_layer, z->tag_layers, &s->inputs.x, b, d);
  side_by_side(&s->both, x, &s->inputs.x);
  mask_draw(&s->tags_mask, b, z->drop_layer, d);
  mask_apply(&s->tags_in, &s->both, &s->tags_mask, b);
  tagger_forward(&s->early, &w->early, &s->tags_in);
  x = layers_forward(s->tree, w->tree_layer, z->tree_layers, &s->both, b, d);
  mask_draw(&s->tops_mask, b, z->drop_top, d);
  mask_apply(&s->tops, x, &s->tops_mask, b);
  tagger_forward(&s->late, &w->late, &s->tops);
  arcs_forward(&s->arcs, &w->arcs, &s->tops);
  relations_forward(&s->relations, &w->relations, &s->tops, b);
}

/* ---- backward ------------------------------------------------------------------------------------------ */

/* x, z: the columns of y, apart. */
static void apart(matrix *x, matrix *z, const matrix *y) {
  x->rows = z->rows = y->rows;
  for (uint32_t i = 0; i < y->rows; i++) {
    memcpy(matrix_row(x, i), matrix_row(y, i), x->cols * sizeof(float));
    memcpy(matrix_row(z, i), matrix_row(y, i) + x->cols, z->cols * sizeof(float));
  }
}

static void back_through_layers(workspace *s, network *w, const batch *b) {
  const net_sizes *z = &w->size;
  matrix *of_tree = &s->tree[z->tree_layers - 1].d_y, *of_tags = &s->tag[z->tag_layers - 1].d_y;
  matrix_clear(of_tree, b->n);
  mask_add(of_tree, &s->d_tops, &s->tops_mask, b);
  matrix_clear(&s->d_both, b->n);
  mask_add(&s->d_both, &s->d_tags_in, &s->tags_mask, b);
  layers_back(&s->d_both, s->tree, w->tree_layer, z->tree_layers, &s->layers, &s->turned, b);
  apart(of_tags, &s->inputs.d_x, &s->d_both);
  layers_back(&s->inputs.d_x, s->tag, w->tag_layer, z->tag_layers, &s->layers, &s->turned, b);
}

void network_backward(workspace *s, network *w, const batch *b, double losses[4]) {
  float trust = w->size.trust;
  matrix_clear(&s->d_tags_in, b->n);
  matrix_clear(&s->d_tops, b->n);
  tagger_back(&s->d_tags_in, &s->early, &w->early, &s->turned, &s->tags_in, b, trust, &losses[0]);
  tagger_back(&s->d_tops, &s->late, &w->late, &s->turned, &s->tops, b, trust, &losses[1]);
  arcs_back(&s->d_tops, &s->arcs, &w->arcs, &s->turned, &s->tops, b, trust, &losses[2]);
  relations_back(&s->d_tops, &s->relations, &w->relations, &s->turned, &s->tops, b, trust, &losses[3]);
  back_through_layers(s, w, b);
  inputs_back(&s->inputs, &w->table, b);
}

/* ---- steps --------------------------------------------------------------------------------------------- */

enum { MOST_NORM = 2 };        /* a longer gradient is made as long, so that no batch leads far astray */

static float clip_of(const network *w, const inputs_room *r) {
  double sum = 0;
  for (uint32_t i = 0; i < w->all.n; i++) sum += adam_square(w->all.all[i], 0, w->all.all[i]->v.rows);
  for (uint32_t i = 0; i < r->n_touched; i++) sum += adam_square(&w->table, r->touched[i], 1);
  double norm = sqrt(sum);
  return norm > MOST_NORM ? (float)(MOST_NORM / norm) : 1;
}

void network_step(network *w, workspace *s, float rate) {
  inputs_room *r = &s->inputs;
  float clip = clip_of(w, r), corrected = adam_rate(&s->adam, rate);
  for (uint32_t i = 0; i < w->all.n; i++) adam_step(w->all.all[i], 0, w->all.all[i]->v.rows, corrected, clip);
  for (uint32_t i = 0; i < r->n_touched; i++) {
    adam_step(&w->table, r->touched[i], 1, corrected, clip);
    r->is_touched[r->touched[i]] = 0;
  }
  r->n_touched = 0;
}
