#include "language/network.h"
#include "language/heads.h"
#include "language/network_words.h"
#include <pthread.h>

struct network_room {
  network_rooms *of;
  const network_model *m;
  network_words *words;
  uint64_t age;                /* of the forms: network_begin */
  network_room *next;          /* of those not in use */
  uint32_t n, cap;             /* words of the sentence; those there is room for */
  const network_word **at;     /* [n] */
  int16_t *nothing;            /* [4 × tag_half] zeros: before the first word and behind the last */
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

struct network_rooms {
  pthread_mutex_t lock;        /* of all below, and of the arena's use */
  arena *a;
  network_room *idle;
  uint64_t ages;               /* given so far */
  const network_model *m;
};

static uint32_t greater(uint32_t a, uint32_t b) { return a > b ? a : b; }
static uint32_t both_of(const network_model *m) { return 2 * m->tag_half + m->input; }

/* ---- rooms --------------------------------------------------------------------------------------------- */

typedef struct { network_rooms *of; network_room *r; uint32_t n; size_t scores; } room_job;

static void make_room(void *payload) {
  room_job *j = payload;
  arena *a = j->of->a;
  const network_model *m = j->of->m;
  network_room *r = ARENA_NEW(a, network_room);
  r->of = j->of;
  r->m = m;
  r->age = ++j->of->ages;
  r->words = network_words_new(a, m);
  r->state = ARENA_ARRAY(a, int16_t, greater(m->tag_half, m->tree_half));
  r->parts = ARENA_ARRAY(a, int32_t, m->early.part.out);
  r->nothing = ARENA_ARRAY(a, int16_t, 4 * (size_t)m->tag_half);
  j->r = r;
}

network_rooms *network_rooms_new(arena *a, const network_model *m) {
  network_rooms *all = ARENA_NEW(a, network_rooms);
  *all = (network_rooms){.lock = PTHREAD_MUTEX_INITIALIZER, .a = a, .m = m};
  return all;
}

/* Runs a job that uses the arena; false: there was no memory. */
static bool run(network_rooms *all, void (*job)(void *), room_job *j) {
  pthread_mutex_lock(&all->lock);
  bool whole = arena_run(all->a, job, j);
  pthread_mutex_unlock(&all->lock);
  return whole;
}

network_room *network_rooms_take(network_rooms *all) {
  pthread_mutex_lock(&all->lock);
  network_room *r = all->idle;
  if (r) all->idle = r->next;
  pthread_mutex_unlock(&all->lock);
  room_job j = {.of = all};
  return r || !run(all, make_room, &j) ? r : j.r;
}

void network_rooms_give(network_rooms *all, network_room *r) {
  pthread_mutex_lock(&all->lock);
  r->next = all->idle;
  all->idle = r;
  pthread_mutex_unlock(&all->lock);
}

static void widen(void *payload) {
  const room_job *j = payload;
  network_room *r = j->r;
  arena *a = j->of->a;
  uint32_t n = j->n;
  network_words_grow(r->words, n);
  if (n <= r->cap) return;
  const network_model *m = r->m;
  uint32_t half = greater(m->tag_half, m->tree_half), cap = n + n / 2;
  r->at = ARENA_ARRAY(a, const network_word *, cap);
  r->acts = ARENA_ARRAY(a, int16_t, (size_t)cap * 4 * half);
  for (int i = 0; i < 2; i++) r->states[i] = ARENA_ARRAY(a, int16_t, (size_t)cap * 2 * half);
  r->both = ARENA_ARRAY(a, int16_t, (size_t)cap * both_of(m));
  r->may = ARENA_ARRAY(a, uint16_t, cap);
  r->dependent = ARENA_ARRAY(a, int16_t, (size_t)cap * m->arc);
  r->head = ARENA_ARRAY(a, int16_t, (size_t)cap * m->arc);
  r->child = ARENA_ARRAY(a, int16_t, (size_t)cap * m->label);
  r->parent = ARENA_ARRAY(a, int16_t, (size_t)cap * m->label);
  r->cap = cap;                /* last: where memory ends before, the old room stands */
}

uint64_t network_begin(network_room *r, uint32_t n) {
  bool forgot, room = network_words_have(r->words, n, &forgot);
  room_job j = {.of = r->of, .r = r, .n = n};
  if (forgot) {
    pthread_mutex_lock(&r->of->lock);
    r->age = ++r->of->ages;
    pthread_mutex_unlock(&r->of->lock);
  }
  if ((!room || n > r->cap) && !run(r->of, widen, &j)) return 0;
  r->n = n;
  return r->age;
}

network_form *network_form_of(network_room *r, const word_key keys[WORD_KEYS]) {
  return network_words_form(r->words, keys);
}

void network_word_put(network_room *r, uint32_t i, network_form *form, uint8_t shape) {
  r->may[i] = network_form_may(form);
  r->at[i] = network_words_word(r->words, form, shape);
}

static void widen_scores(void *payload) {
  const room_job *j = payload;
  j->r->scores = ARENA_ARRAY(j->of->a, int32_t, j->scores);
  j->r->cap_scores = j->scores;
}

/* Room for the scores of heads, then of relations. */
static void score_room(network_room *r, arena *a) {
  size_t n = r->n + (size_t)1, scores = n * n, of_labels = n * r->m->relation.out;
  if (scores < of_labels) scores = of_labels;
  room_job j = {.of = r->of, .r = r, .scores = scores + scores / 2};
  if (r->cap_scores < scores && !run(r->of, widen_scores, &j)) arena_fail(a);
}

/* ---- layers -------------------------------------------------------------------------------------------- */

/* Gates and candidates of the first layer. */
static void first_gates(network_room *r, const network_layer *l) {
  uint32_t gates = 4 * l->half;
  for (uint32_t i = 0; i < r->n; i++) {
    const int16_t *const parts[3] = {i ? r->at[i - 1]->around : r->nothing, r->at[i]->around + gates,
                                    i + 1 < r->n ? r->at[i + 1]->around + 2 * (size_t)gates : r->nothing};
    r->m->by->join(r->acts + (size_t)i * gates, parts, gates);
  }
}

void network_add_input(int16_t *y, const int16_t *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int32_t sum = y[i] + x[i];
    y[i] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < -INT16_MAX ? -INT16_MAX : sum);
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
  network_add_input(y, x, r->n * (size_t)l->width);
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

/* The one of n numbers, of rows of weights, whose score is best; of equals the first. n: 1 at least */
static uint16_t best_row(const network_model *m, const int16_t *x, uint32_t size, const int16_t *weights,
                         const int32_t *bias, const uint16_t *numbers, uint32_t n) {
  uint16_t best = numbers[0];
  int32_t most = INT32_MIN, sums[4];
  for (uint32_t k = 0; k < n && n > 1; k += 4) {
    const int16_t *rows[4];
    for (uint32_t j = 0; j < 4; j++) rows[j] = weights + (size_t)numbers[k + j < n ? k + j : k] * size;
    m->by->dots(sums, x, rows, size);
    for (uint32_t j = 0; j < 4 && k + j < n; j++) {
      int32_t score = sums[j] + bias[numbers[k + j]];
      if (score > most) most = score, best = numbers[k + j];
    }
  }
  return best;
}

static uint16_t tag_of_part(const network_model *m, const network_tagger *t, const int16_t *x, uint32_t part) {
  uint32_t from = m->part_first[part], end = m->part_first[part + 1];
  return best_row(m, x, t->part.in, t->tag, t->tag_bias, m->part_tags + from, end - from);
}

static uint32_t best_part(network_room *r, const network_tagger *t, const int16_t *x) {
  r->m->by->wide(r->parts, t->part.out, x, t->part.in, 1, &t->part);
  return best_of(r->parts, 1, r->m->n_parts + 1);
}

static uint32_t best_of_set(const network_room *r, const network_tagger *t, const int16_t *x,
                            const uint16_t *set) {
  return best_row(r->m, x, t->part.in, t->part_rows, t->part.bias, set + 1, set[0]);
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
  network_words_make(r->words);
  const int16_t *y = layers(r, m->tag_layer, m->n_tag_layers, NULL);
  for (uint32_t i = 0; i < r->n; i++) {
    memcpy(r->both + (size_t)i * both, y + (size_t)i * states, states * sizeof *y);
    memcpy(r->both + (size_t)i * both + states, r->at[i]->x, m->input * sizeof *y);
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

/* out: [n] of x with n rows that follow each other. */
static void dots_of_rows(int32_t *out, const products *by, const int16_t *x, const int16_t *rows, uint32_t n,
                         uint32_t size) {
  int32_t sums[4];
  for (uint32_t k = 0; k < n; k += 4) {
    const int16_t *four[4];
    for (uint32_t j = 0; j < 4; j++) four[j] = rows + (size_t)(k + j < n ? k + j : k) * size;
    by->dots(sums, x, four, size);
    for (uint32_t j = 0; j < 4 && k + j < n; j++) out[k + j] = sums[j];
  }
}

static void score_heads(network_room *r) {
  const network_model *m = r->m;
  uint32_t n = r->n;
  int32_t far[DISTANCES];
  for (uint32_t d = 1; d <= n; d++) {
    const int16_t *dependent = r->dependent + (size_t)(d - 1) * m->arc;
    int32_t *row = r->scores + (size_t)d * (n + 1);
    dots_of_rows(far, m->by, dependent, m->distance, DISTANCES, m->arc);
    row[0] = m->by->dot(dependent, m->root, m->arc);
    dots_of_rows(row + 1, m->by, dependent, r->head, n, m->arc);
    for (uint32_t h = 0; h <= n; h++) row[h] += far[network_distance(d, h)];
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
static const int16_t *read_heads(network_room *r, arena *a) {
  const network_model *m = r->m;
  uint32_t n = r->n, tops = 2 * m->tree_half;
  score_room(r, a);
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
  choose_tags(r, &m->late, read_heads(r, a), tags);
  uint32_t *found = ARENA_ARRAY(a, uint32_t, n + (size_t)1);
  heads_find(found, a, r->scores, n);
  memcpy(heads, found + 1, n * sizeof *heads);
  score_relations(r, heads);
  for (uint32_t i = 0; i < n; i++)
    labels[i] = (uint8_t)best_of(r->scores + (size_t)i * m->relation.out, 1, m->n_labels + 1);
}

void network_scores(network_room *r, arena *a, const uint32_t *given, int32_t *parts, int32_t *heads,
                    int32_t *labels) {
  const network_model *m = r->m;
  uint32_t n = r->n, of_parts = m->n_parts + 1, of_labels = m->n_labels + 1;
  const int16_t *y = read_heads(r, a);
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
