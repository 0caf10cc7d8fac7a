#include "language/network.h"
#include "language/heads.h"

/* A form in one shape: its input, and what the first layer makes of it as the word before, itself, and
 * behind. The sums are of integers, so it is the same whether they are made once a report or at each word. */
struct network_seen {
  uint8_t shape;
  const network_input *form;
  int16_t *x;                  /* [input] */
  int32_t *around;             /* [3][4 × tag_half] */
  struct network_seen *next;   /* of the same form */
};
typedef struct network_seen seen;

struct network_room {
  const network_model *m;
  arena *a;
  uint32_t n, cap;             /* words; those there is room for */
  seen **words;                /* [n] */
  seen **fresh; uint32_t n_fresh;      /* [n] those not made yet */
  uint32_t n_kept;             /* by forms, in the whole report */
  int32_t *nothing;            /* [4 × tag_half] zeros: before the first word and behind the last */
  int16_t *acts;               /* [n][4 × the greater half] */
  int16_t *states[2];          /* [n][2 × the greater half], of one layer and the next */
  int16_t *both;               /* [n][tag states + input] */
  uint16_t *may;               /* [n] place of the parts a word may be */
  int32_t *parts;              /* [outputs of `part`] of one word */
  int16_t *dependent, *head;   /* [n][arc] */
  int16_t *child, *parent;     /* [n][label] */
  int32_t *scores;             /* [n + 1][n + 1] of heads, then of relations */
  size_t cap_scores;
  int16_t *state;              /* room of products.states */
};

static uint32_t greater(uint32_t a, uint32_t b) { return a > b ? a : b; }
static uint32_t both_of(const network_model *m) { return 2 * m->tag_half + m->input; }

network_room *network_room_new(arena *a, const network_model *m) {
  network_room *r = ARENA_NEW(a, network_room);
  r->m = m;
  r->a = a;
  r->state = ARENA_ARRAY(a, int16_t, greater(m->tag_half, m->tree_half));
  r->parts = ARENA_ARRAY(a, int32_t, m->early.part.out);
  r->nothing = ARENA_ARRAY(a, int32_t, 4 * (size_t)m->tag_half);
  return r;
}

/* ---- words --------------------------------------------------------------------------------------------- */

uint32_t network_row(const network_model *m, word_key key) {
  uint32_t want = (uint32_t)(key >> 32) | 1, mask = m->n_slots - 1, i = (uint32_t)key & mask;
  for (uint32_t tried = 0; tried < m->n_slots && m->keys[i]; tried++, i = (i + 1) & mask)
    if (m->keys[i] == want) return m->at[i];
  return 0;
}

static void add_row(const network_model *m, int16_t *sum, uint32_t row) {
  m->by->add(sum, m->table + (size_t)row * m->input, m->input);
}

/* 0: the lists do not know the form. */
static uint8_t class_of(const network_model *m, word_key form) {
  uint32_t b = (uint32_t)(form >> 48);
  uint16_t tail = (uint16_t)(form >> 32);
  for (uint32_t i = m->class_first[b]; i < m->class_first[b + 1] && m->class_tail[i] <= tail; i++)
    if (m->class_tail[i] == tail) return m->class_of[i];
  return 0;
}

static const network_input *common_form(const network_model *m, word_key form) {
  uint32_t mask = m->n_common - 1, i = (uint32_t)(form >> 32) & mask;
  for (; m->n_common && m->common[i].form; i = (i + 1) & mask)
    if (m->common[i].form == form) return &m->common[i].input;
  return NULL;
}

network_input network_form(const network_model *m, arena *a, const word_key keys[WORD_KEYS]) {
  const network_input *known = common_form(m, keys[WORD_FORM]);
  if (known) return *known;
  network_input in = {.sum = ARENA_ARRAY(a, int16_t, m->input)};
  for (uint32_t k = 0; k < WORD_KEYS; k++) {
    uint32_t row = network_row(m, keys[k]);
    if (!row && k == WORD_FORM) row = 1;
    if (k == WORD_FORM) in.may = m->may[row];
    if (row) add_row(m, in.sum, row);
  }
  uint16_t class = m->class_rows[class_of(m, keys[WORD_FORM])];
  if (class) add_row(m, in.sum, class);
  return in;
}

static void make_room(network_room *r, uint32_t n) {
  const network_model *m = r->m;
  uint32_t half = greater(m->tag_half, m->tree_half);
  if (n <= r->cap) return;
  r->cap = n + n / 2;
  r->words = ARENA_ARRAY(r->a, seen *, r->cap);
  r->fresh = ARENA_ARRAY(r->a, seen *, r->cap);
  r->acts = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * 4 * half);
  for (int i = 0; i < 2; i++) r->states[i] = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * 2 * half);
  r->both = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * both_of(m));
  r->may = ARENA_ARRAY(r->a, uint16_t, r->cap);
  r->dependent = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * m->arc);
  r->head = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * m->arc);
  r->child = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * m->label);
  r->parent = ARENA_ARRAY(r->a, int16_t, (size_t)r->cap * m->label);
}

void network_begin(network_room *r, uint32_t n) {
  make_room(r, n);
  r->n = n;
  r->n_fresh = 0;
}

enum { KEPT_MOST = 4096 };     /* forms in shapes that a report keeps: about 10 MB */

void network_word(network_room *r, uint32_t i, network_input *form, uint8_t shape) {
  seen *s = form->seen;
  while (s && s->shape != shape) s = s->next;
  r->may[i] = form->may;
  r->words[i] = s;
  if (s) return;
  s = r->words[i] = r->fresh[r->n_fresh++] = ARENA_NEW(r->a, seen);
  *s = (seen){.shape = shape, .form = form};
  if (r->n_kept == KEPT_MOST) return;
  s->next = form->seen;
  form->seen = s;
  r->n_kept++;
}

/* The input of a form in a shape. */
static void make_input(const network_model *m, const seen *s) {
  uint32_t rows[2] = {m->shape_rows[s->shape], m->style_row};
  int32_t most = INT16_MAX >> (SUM_BITS - m->table_bits);
  memcpy(s->x, s->form->sum, m->input * sizeof *s->x);
  for (int k = 0; k < 2; k++)
    if (rows[k]) add_row(m, s->x, rows[k]);
  for (uint32_t k = 0; k < m->input; k++) {
    int32_t sum = s->x[k] > most ? most : s->x[k] < -most ? -most : s->x[k];
    s->x[k] = (int16_t)(sum * (1 << (SUM_BITS - m->table_bits)));
  }
  m->by->squash(s->x, s->x, m->input);
}

static void make_inputs(const network_model *m, arena *a, seen *const *all, uint32_t n) {
  size_t gates = 4 * (size_t)m->tag_half;
  int16_t *x = ARENA_ARRAY(a, int16_t, (size_t)n * m->input);
  int32_t *around = ARENA_ARRAY(a, int32_t, 3 * gates * n);
  for (uint32_t i = 0; i < n; i++) {
    all[i]->x = x + (size_t)i * m->input;
    all[i]->around = around + 3 * gates * i;
    make_input(m, all[i]);
  }
  for (uint32_t side = 0; side < 3; side++)
    m->by->wide(around + side * gates, 3 * gates, x, m->input, n, &m->around[side]);
}

void network_make_common(network_model *m, arena *a, const model_file *f) {
  str forms = model_file_find(f, "net-common");
  uint32_t n = 0, n_slots = 16;
  str rest = forms, line;
  while (str_split(&rest, '\n', &line)) n++;
  if (n > COMMON_MOST) return;
  while (n_slots < 2 * n) n_slots *= 2;
  network_common *common = ARENA_ARRAY(a, network_common, n_slots);
  seen **all = ARENA_ARRAY(a, seen *, n + (size_t)1);
  for (n = 0, rest = forms; str_split(&rest, '\n', &line);) {
    word_key keys[WORD_KEYS];
    if (!line.len) continue;
    word_keys(keys, line, arena_alloc(a, line.len + 1));
    uint32_t i = (uint32_t)(keys[WORD_FORM] >> 32) & (n_slots - 1);
    while (common[i].form && common[i].form != keys[WORD_FORM]) i = (i + 1) & (n_slots - 1);
    if (common[i].form) continue;
    common[i] = (network_common){keys[WORD_FORM], network_form(m, a, keys)};
    seen *s = all[n++] = ARENA_NEW(a, seen);
    *s = (seen){.shape = word_shape(line, false, false), .form = &common[i].input};
    common[i].input.seen = s;
  }
  if (n) make_inputs(m, a, all, n);
  m->common = common;
  m->n_common = n_slots;
}

/* ---- layers -------------------------------------------------------------------------------------------- */

/* Gates and candidates of the first layer. */
static void first_gates(network_room *r, const network_layer *l) {
  uint32_t gates = 4 * l->half;
  for (uint32_t i = 0; i < r->n; i++) {
    const int32_t *const sums[3] = {i ? r->words[i - 1]->around : r->nothing, r->words[i]->around + gates,
                                    i + 1 < r->n ? r->words[i + 1]->around + 2 * (size_t)gates : r->nothing};
    r->m->by->join(r->acts + (size_t)i * gates, sums, l->gates.bias, l->gates.shift, gates);
  }
}

/* x: [n][width], of the first layer unused; y: [n][2 × half] */
static void layer(network_room *r, const network_layer *l, const int16_t *x, int16_t *y) {
  const products *by = r->m->by;
  ptrdiff_t gates = 4 * l->half, wide = 2 * l->half, last = (ptrdiff_t)r->n - 1;
  if (l->window) first_gates(r, l);
  else by->narrow(r->acts, (size_t)gates, x, l->width, r->n, &l->gates);
  by->states(y, wide, r->acts, gates, r->n, l->half, r->state);
  by->states(y + last * wide + l->half, -wide, r->acts + last * gates + 2 * l->half, -gates, r->n, l->half,
             r->state);
  if (l->window || l->width != 2 * l->half) return;
  for (size_t i = 0; i < r->n * (size_t)l->width; i++) {      /* what came in stays in sight */
    int32_t sum = y[i] + x[i];
    y[i] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < -INT16_MAX ? -INT16_MAX : sum);
  }
}

static const int16_t *layers(network_room *r, const network_layer *all, uint32_t n, const int16_t *x) {
  for (uint32_t i = 0; i < n; i++) {
    layer(r, &all[i], x, r->states[i % 2]);
    x = r->states[i % 2];
  }
  return x;
}

/* ---- tags ---------------------------------------------------------------------------------------------- */

static uint32_t best_of(const int32_t *scores, uint32_t first, uint32_t end) {
  uint32_t best = first;
  for (uint32_t i = first + 1; i < end; i++)
    if (scores[i] > scores[best]) best = i;
  return best;
}

static uint16_t tag_of_part(const network_model *m, const network_tagger *t, const int16_t *x,
                            uint32_t part) {
  uint32_t from = m->part_first[part], end = m->part_first[part + 1], size = t->part.in;
  uint16_t best = m->part_tags[from];
  int32_t most = INT32_MIN;
  for (uint32_t k = from; k < end && end - from > 1; k++) {
    uint16_t tag = m->part_tags[k];
    int32_t score = m->by->dot(x, t->tag + (size_t)tag * size, size) + t->tag_bias[tag];
    if (score > most) most = score, best = tag;
  }
  return best;
}

static uint32_t best_part(network_room *r, const network_tagger *t, const int16_t *x) {
  r->m->by->wide(r->parts, t->part.out, x, t->part.in, 1, &t->part);
  return best_of(r->parts, 1, r->m->n_parts + 1);
}

static uint32_t best_of_set(const network_room *r, const network_tagger *t, const int16_t *x,
                            const uint16_t *set) {
  uint32_t best = set[1], size = t->part.in;
  int32_t most = INT32_MIN;
  for (uint32_t k = 1; k <= set[0] && set[0] > 1; k++) {
    int32_t score = r->m->by->dot(x, t->part_rows + (size_t)set[k] * size, size) + t->part.bias[set[k]];
    if (score > most) most = score, best = set[k];
  }
  return best;
}

static uint32_t best_open(network_room *r, const network_tagger *t, const int16_t *x) {
  const uint16_t *set = r->m->sets + r->m->open;
  r->m->by->wide(r->parts, t->open.out, x, t->open.in, 1, &t->open);
  return set[1 + best_of(r->parts, 0, set[0])];
}

static uint32_t part_of_word(network_room *r, const network_tagger *t, uint32_t i, const int16_t *x) {
  if (!r->may[i]) return best_part(r, t, x);
  return r->may[i] == r->m->open ? best_open(r, t, x) : best_of_set(r, t, x, r->m->sets + r->may[i]);
}

/* x: [n][t->part.in] */
static void choose_tags(network_room *r, const network_tagger *t, const int16_t *x, uint16_t *tags) {
  const network_model *m = r->m;
  for (uint32_t i = 0; i < r->n; i++, x += t->part.in)
    tags[i] = tag_of_part(m, t, x, part_of_word(r, t, i, x));
}

void network_states(network_room *r) {
  const network_model *m = r->m;
  uint32_t states = 2 * m->tag_half, both = both_of(m);
  if (r->n_fresh) make_inputs(m, r->a, r->fresh, r->n_fresh);
  r->n_fresh = 0;
  const int16_t *y = layers(r, m->tag_layer, m->n_tag_layers, NULL);
  for (uint32_t i = 0; i < r->n; i++) {
    memcpy(r->both + (size_t)i * both, y + (size_t)i * states, states * sizeof *y);
    memcpy(r->both + (size_t)i * both + states, r->words[i]->x, m->input * sizeof *y);
  }
}

void network_tags(network_room *r, uint16_t *tags) {
  network_states(r);
  choose_tags(r, &r->m->early, r->both, tags);
}

/* ---- trees --------------------------------------------------------------------------------------------- */

/* So that a score, a sum over `arc` products with states within ± 1, fits. */
static void cut_heads(int16_t *head, size_t n, uint32_t arc) {
  int16_t most = (int16_t)(INT32_MAX / 2 / ((int32_t)arc << ACTIVATION_BITS));
  for (size_t i = 0; i < n; i++) head[i] = head[i] > most ? most : head[i] < -most ? (int16_t)-most : head[i];
}

static void score_heads(network_room *r) {
  const network_model *m = r->m;
  uint32_t n = r->n;
  int32_t far[DISTANCES];
  for (uint32_t d = 1; d <= n; d++) {
    const int16_t *dependent = r->dependent + (size_t)(d - 1) * m->arc;
    int32_t *row = r->scores + (size_t)d * (n + 1);
    for (uint32_t k = 0; k < DISTANCES; k++)
      far[k] = m->by->dot(dependent, m->distance + (size_t)k * m->arc, m->arc);
    for (uint32_t h = 0; h <= n; h++) {
      const int16_t *head = h ? r->head + (size_t)(h - 1) * m->arc : m->root;
      row[h] = m->by->dot(dependent, head, m->arc) + far[network_distance(d, h)];
    }
  }
}

static void score_relations(network_room *r, const uint32_t *heads) {
  const network_model *m = r->m;
  for (uint32_t i = 0; i < r->n; i++) {
    int16_t *child = r->child + (size_t)i * m->label;
    const int16_t *parent = heads[i] ? r->parent + (size_t)(heads[i] - 1) * m->label : m->parent_root;
    const int16_t *apart = m->apart + (size_t)network_distance(i + 1, heads[i]) * m->label;
    for (uint32_t k = 0; k < m->label; k++) {
      int32_t sum = child[k] + parent[k] + apart[k];
      child[k] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < -INT16_MAX ? -INT16_MAX : sum);
    }
    m->by->squash(child, child, m->label);
  }
  m->by->wide(r->scores, m->relation.out, r->child, m->label, r->n, &m->relation);
}

/* Scores of all heads, and what relations are scored from. The tree states are returned. */
static const int16_t *read_heads(network_room *r) {
  const network_model *m = r->m;
  uint32_t n = r->n, tops = 2 * m->tree_half;
  size_t scores = (n + (size_t)1) * (n + (size_t)1), of_labels = (size_t)n * m->relation.out;
  if (scores < of_labels) scores = of_labels;
  if (r->cap_scores < scores) r->scores = ARENA_ARRAY(r->a, int32_t, r->cap_scores = scores + scores / 2);
  const int16_t *y = layers(r, m->tree_layer, m->n_tree_layers, r->both);
  m->by->narrow(r->dependent, m->arc, y, tops, n, &m->dependent);
  m->by->squash(r->dependent, r->dependent, n * m->arc);
  m->by->narrow(r->head, m->arc, y, tops, n, &m->head);
  cut_heads(r->head, (size_t)n * m->arc, m->arc);
  m->by->narrow(r->child, m->label, y, tops, n, &m->child);
  m->by->narrow(r->parent, m->label, y, tops, n, &m->parent);
  score_heads(r);
  return y;
}

void network_tree(network_room *r, arena *a, uint32_t *heads, uint8_t *labels, uint16_t *tags) {
  const network_model *m = r->m;
  uint32_t n = r->n;
  choose_tags(r, &m->late, read_heads(r), tags);
  uint32_t *found = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  heads_find(found, a, r->scores, n);
  memcpy(heads, found + 1, n * sizeof *heads);
  score_relations(r, heads);
  for (uint32_t i = 0; i < n; i++)
    labels[i] = (uint8_t)best_of(r->scores + (size_t)i * m->relation.out, 1, m->n_labels + 1);
}

void network_scores(network_room *r, const uint32_t *given, int32_t *parts, int32_t *heads, int32_t *labels) {
  const network_model *m = r->m;
  uint32_t n = r->n, of_parts = m->n_parts + 1, of_labels = m->n_labels + 1;
  const int16_t *y = read_heads(r);
  const product_matrix *part = &m->late.part;
  for (uint32_t i = 0; i < n; i++) {
    m->by->wide(r->parts, part->out, y + (size_t)i * part->in, part->in, 1, part);
    memcpy(parts + (size_t)i * of_parts, r->parts, of_parts * sizeof *parts);
  }
  memcpy(heads, r->scores + n + 1, n * (n + (size_t)1) * sizeof *heads);
  score_relations(r, given);
  for (uint32_t i = 0; i < n; i++) {
    const int32_t *row = r->scores + (size_t)i * m->relation.out;
    memcpy(labels + (size_t)i * of_labels, row, of_labels * sizeof *labels);
  }
}
