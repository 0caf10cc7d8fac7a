#include "language/network_words.h"

struct network_form {
  word_key keys[WORD_KEYS];
  int16_t *sum;                /* [input] of the rows of its keys */
  network_word *words;         /* in the shapes it was met in */
  uint16_t may;                /* place of the parts it may be; 0: any */
};

enum { CHUNK = 256, CHUNKS = WORDS_MOST / CHUNK, SLOTS = 2 * WORDS_MOST };

/* Forms and words are used up in order, so a chunk is never short of forms before it is short of words. */
typedef struct {
  network_form forms[CHUNK];
  network_word words[CHUNK];
  int16_t *x;                  /* [CHUNK][input] */
  int16_t *around;             /* [CHUNK][3][4 × tag_half] */
} chunk;

struct network_words {
  arena *a;
  const network_model *m;
  chunk *chunks[CHUNKS]; uint32_t n_chunks;
  uint16_t slots[SLOTS];       /* number of a form + 1; 0: free */
  uint32_t n_forms, n_words, n_made;       /* n_made: words that are made */
  uint16_t style_row;          /* the style they are made in */
};

uint16_t network_form_may(const network_form *f) { return f->may; }

static size_t gates_of(const network_model *m) { return 4 * (size_t)m->tag_half; }

network_words *network_words_new(arena *a, const network_model *m) {
  network_words *w = ARENA_NEW(a, network_words);
  w->a = a;
  w->m = m;
  w->style_row = m->style_row;
  return w;
}

static void forget(network_words *w) {
  memset(w->slots, 0, sizeof w->slots);
  w->n_forms = w->n_words = w->n_made = 0;
  w->style_row = w->m->style_row;
}

bool network_words_have(network_words *w, uint32_t n, bool *forgot) {
  *forgot = w->n_words + n > WORDS_MOST || w->style_row != w->m->style_row;
  if (*forgot) forget(w);
  return w->n_words + n <= w->n_chunks * CHUNK;
}

void network_words_grow(network_words *w, uint32_t n) {
  uint32_t input = w->m->input;
  size_t around = 3 * gates_of(w->m);
  while (w->n_chunks * CHUNK < w->n_words + n) {
    chunk *c = ARENA_NEW(w->a, chunk);
    int16_t *sums = ARENA_ARRAY(w->a, int16_t, CHUNK * (size_t)input);
    c->x = ARENA_ARRAY(w->a, int16_t, CHUNK * (size_t)input);
    c->around = ARENA_ARRAY(w->a, int16_t, CHUNK * around);
    for (uint32_t i = 0; i < CHUNK; i++) {
      c->forms[i].sum = sums + (size_t)i * input;
      c->words[i].x = c->x + (size_t)i * input;
      c->words[i].around = c->around + i * around;
    }
    w->chunks[w->n_chunks++] = c;
  }
}

/* ---- forms --------------------------------------------------------------------------------------------- */

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

static void make_form(network_form *f, const network_model *m, const word_key keys[WORD_KEYS]) {
  memcpy(f->keys, keys, sizeof f->keys);
  memset(f->sum, 0, m->input * sizeof *f->sum);
  f->words = NULL;
  for (uint32_t k = 0; k < WORD_KEYS; k++) {
    uint32_t row = network_row(m, keys[k]);
    if (!row && k == WORD_FORM) row = 1;
    if (k == WORD_FORM) f->may = m->may[row];
    if (row) add_row(m, f->sum, row);
  }
  uint16_t class = m->class_rows[class_of(m, keys[WORD_FORM])];
  if (class) add_row(m, f->sum, class);
}

network_form *network_words_form(network_words *w, const word_key keys[WORD_KEYS]) {
  uint32_t i = (uint32_t)(keys[WORD_FORM] >> 32) % SLOTS;
  for (; w->slots[i]; i = (i + 1) % SLOTS) {
    uint32_t k = w->slots[i] - 1u;
    network_form *f = &w->chunks[k / CHUNK]->forms[k % CHUNK];
    if (!memcmp(f->keys, keys, sizeof f->keys)) return f;
  }
  network_form *f = &w->chunks[w->n_forms / CHUNK]->forms[w->n_forms % CHUNK];
  make_form(f, w->m, keys);
  w->slots[i] = (uint16_t)++w->n_forms;
  return f;
}

/* ---- words --------------------------------------------------------------------------------------------- */

const network_word *network_words_word(network_words *w, network_form *f, uint8_t shape) {
  for (network_word *k = f->words; k; k = k->next)
    if (k->shape == shape) return k;
  network_word *k = &w->chunks[w->n_words / CHUNK]->words[w->n_words % CHUNK];
  w->n_words++;
  k->form = f;
  k->shape = shape;
  k->next = f->words;
  return f->words = k;
}

static void make_input(const network_model *m, const network_word *k) {
  uint32_t rows[2] = {m->shape_rows[k->shape], m->style_row};
  int32_t most = INT16_MAX >> (SUM_BITS - m->table_bits);
  memcpy(k->x, k->form->sum, m->input * sizeof *k->x);
  for (int i = 0; i < 2; i++)
    if (rows[i]) add_row(m, k->x, rows[i]);
  for (uint32_t i = 0; i < m->input; i++) {
    int32_t sum = k->x[i] > most ? most : k->x[i] < -most ? -most : k->x[i];
    k->x[i] = (int16_t)(sum * (1 << (SUM_BITS - m->table_bits)));
  }
  m->by->squash(k->x, k->x, m->input);
}

void network_words_make(network_words *w) {
  const network_model *m = w->m;
  size_t gates = gates_of(m);
  while (w->n_made < w->n_words) {
    const chunk *c = w->chunks[w->n_made / CHUNK];
    uint32_t first = w->n_made % CHUNK, n = CHUNK - first;
    if (n > w->n_words - w->n_made) n = w->n_words - w->n_made;
    for (uint32_t i = first; i < first + n; i++) make_input(m, &c->words[i]);
    for (uint32_t side = 0; side < 3; side++)
      m->by->narrow(c->around + (3 * first + side) * gates, 3 * gates, c->x + (size_t)first * m->input, m->input, n,
                  &m->around[side]);
    w->n_made += n;
  }
}
