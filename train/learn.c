#include "learn.h"
#include "chances.h"
#include "language/heads.h"
#include "language/word.h"
#include <stdlib.h>

enum { SEEN_FORM = 2, SEEN_PART = 3 };   /* how often a form, an ending … is seen to have a row */
enum { WARM_STEPS = 200 };

/* ---- rows ---------------------------------------------------------------------------------------------- */

static uint32_t slot_of(const lexis *l, uint64_t key) {
  uint32_t i = (uint32_t)key & (l->n_slots - 1);
  while (l->keys[i] && l->keys[i] != key) i = (i + 1) & (l->n_slots - 1);
  return i;
}

static void lexis_grow(lexis *l, arena *a) {
  lexis old = *l;
  l->n_slots = old.n_slots ? 2 * old.n_slots : 1 << 12;
  l->keys = ARENA_ARRAY(a, uint64_t, l->n_slots);
  l->often = ARENA_ARRAY(a, uint32_t, l->n_slots);
  l->row = ARENA_ARRAY(a, uint32_t, l->n_slots);
  for (uint32_t i = 0; i < old.n_slots; i++) {
    if (!old.keys[i]) continue;
    uint32_t s = slot_of(l, old.keys[i]);
    l->keys[s] = old.keys[i];
    l->often[s] = old.often[i];
    l->row[s] = old.row[i];
  }
}

static void see(lexis *l, arena *a, uint64_t key, uint32_t least) {
  if (2 * l->n_keys >= l->n_slots) lexis_grow(l, a);
  uint32_t s = slot_of(l, key);
  if (!l->keys[s]) l->keys[s] = key, l->n_keys++;
  if (++l->often[s] == least) l->row[s] = l->n_rows++;
}

static uint32_t row_of(const lexis *l, uint64_t key) {
  uint32_t s = slot_of(l, key);
  return l->keys[s] ? l->row[s] : 0;
}

/* ---- classes ------------------------------------------------------------------------------------------- */

typedef struct { uint32_t key, class; } classed;

static int by_key(const void *a, const void *b) {
  const classed *x = a, *y = b;
  return x->key < y->key ? -1 : x->key > y->key ? 1 : x->class < y->class ? -1 : x->class > y->class;
}

typedef struct { uint32_t class, often; } class_count;

static int by_often(const void *a, const void *b) {
  const class_count *x = a, *y = b;
  return x->often > y->often ? -1 : x->often < y->often ? 1 : x->class < y->class ? -1 : x->class > y->class;
}

/* Numbers for the 255 most frequent of n classes; 0: none. */
static uint8_t *number_classes(arena *a, const classed *all, uint32_t n, uint32_t n_classes) {
  class_count *c = ARENA_ARRAY(a, class_count, n_classes + (size_t)1);
  uint8_t *number = ARENA_ARRAY(a, uint8_t, n_classes + (size_t)1);
  for (uint32_t i = 0; i <= n_classes; i++) c[i].class = i;
  for (uint32_t i = 0; i < n; i++) c[all[i].class].often++;
  qsort(c, n_classes + (size_t)1, sizeof *c, by_often);
  for (uint32_t i = 0; i < UINT8_MAX && i <= n_classes && c[i].often; i++)
    number[c[i].class] = (uint8_t)(i + 1);
  return number;
}

void classes_read(form_classes *c, arena *a, const char *path) {
  names kinds = {0};
  classed *all = NULL;
  uint32_t n = 0, cap = 0;
  str text = path ? train_file(a, path) : (str){"", 0}, line;
  *c = (form_classes){0};
  while (str_split(&text, '\n', &line)) {
    word_key keys[WORD_KEYS];
    str form, rest = line;
    if (!line.len || line.ptr[0] == '#' || !str_split(&rest, '\t', &form)) continue;
    str folded = utf8_folded(a, form);
    word_keys(keys, folded, arena_alloc(a, folded.len + 1));
    *ARENA_PUSH(a, all, n, cap) = (classed){(uint32_t)(keys[WORD_FORM] >> 32), names_number(&kinds, a, rest)};
  }
  if (n) qsort(all, n, sizeof *all, by_key);
  uint8_t *number = number_classes(a, all, n, kinds.n);
  c->key = ARENA_ARRAY(a, uint32_t, n);
  c->kind = ARENA_ARRAY(a, uint8_t, n);
  for (uint32_t i = 0; i < n; i++) {
    if (!number[all[i].class] || (c->n && c->key[c->n - 1] == all[i].key)) continue;
    c->key[c->n] = all[i].key;
    c->kind[c->n++] = number[all[i].class];
  }
}

static uint8_t kind_of(const form_classes *c, word_key form) {
  uint32_t key = (uint32_t)(form >> 32), lo = 0, hi = c->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (c->key[mid] < key) lo = mid + 1;
    else hi = mid;
  }
  return lo < c->n && c->key[lo] == key ? c->kind[lo] : 0;
}

/* ---- words --------------------------------------------------------------------------------------------- */

typedef struct { word_key form[WORD_KEYS], shape; } seen_word;

/* What is seen in the words of a sentence: [n] */
static seen_word *see_words(arena *a, const train_sentence *s) {
  seen_word *all = ARENA_ARRAY(a, seen_word, s->n);
  word_headline h = {0};
  bool first = true;
  for (uint32_t i = 1; i < s->n; i++) word_headline_add(&h, s->forms[i]);
  for (uint32_t i = 0; i < s->n; i++) {
    str folded = utf8_folded(a, s->forms[i]);
    word_keys(all[i].form, folded, arena_alloc(a, folded.len + 1));
    all[i].shape = word_shape_key(word_shape(s->forms[i], first, word_is_headline(&h)));
    first = first && !word_has_letter(s->forms[i]);
  }
  return all;
}

void lexis_make(lexis *l, arena *a, const treebank *banks, uint32_t n_banks, const form_classes *classes) {
  *l = (lexis){.n_rows = 2, .classes = classes};
  for (uint32_t k = 0; k < n_banks; k++) {
    see(l, a, word_style_key(k + 1), 1);
    for (uint32_t i = 0; i < banks[k].n; i++) {
      const train_sentence *s = &banks[k].sentences[i];
      seen_word *words = see_words(a, s);
      for (uint32_t j = 0; j < s->n; j++) {
        for (uint32_t f = 0; f < WORD_KEYS; f++)
          see(l, a, words[j].form[f], f == WORD_FORM ? SEEN_FORM : SEEN_PART);
        see(l, a, words[j].shape, SEEN_PART);
        uint8_t kind = kind_of(classes, words[j].form[WORD_FORM]);
        if (kind) see(l, a, word_class_key(kind), SEEN_PART);
      }
    }
  }
  if (l->n_rows > UINT16_MAX) fail("%u rows of words, more than a model can hold", l->n_rows);
}

/* ---- parts --------------------------------------------------------------------------------------------- */

static str part_name(str tag) {
  size_t first = str_find(tag, STR("\t"));
  size_t xpos = str_find(str_sub(tag, first + 1, tag.len), STR("\t"));
  return str_sub(tag, 0, first + 1 + xpos);
}

void parts_make(tag_parts *p, arena *a, const names *tags) {
  names parts = {0};
  uint32_t used = 0;
  p->of_tag = ARENA_ARRAY(a, uint32_t, tags->n + (size_t)1);
  for (uint32_t t = 1; t <= tags->n; t++) p->of_tag[t] = names_number(&parts, a, part_name(tags->names[t]));
  p->n = parts.n;
  p->first = ARENA_ARRAY(a, uint32_t, p->n + (size_t)2);
  p->tags = ARENA_ARRAY(a, uint32_t, tags->n + (size_t)1);
  for (uint32_t i = 0; i <= p->n; i++) {
    p->first[i] = used;
    for (uint32_t t = 1; t <= tags->n; t++)
      if (p->of_tag[t] == i) p->tags[used++] = t;
  }
  p->first[p->n + 1] = used;
}

/* ---- what a form may be --------------------------------------------------------------------------------- */

/* Seen this often, a form is taken to be nothing it was not seen as; parts rarer than one in SELDOM are
 * errors. */
enum { OFTEN = 30, SELDOM = 1000, SET_MOST = 30, SELDOM_OPEN = 5000 };

typedef struct { uint16_t part[SET_MOST]; uint32_t often[SET_MOST], n, sum; bool over; } tally;

static void count(tally *t, uint32_t part) {
  uint32_t i = 0;
  while (i < t->n && t->part[i] != part) i++;
  t->sum++;
  if (i == SET_MOST) {
    t->over = true;
    return;
  }
  if (i == t->n) t->part[t->n++] = (uint16_t)part;
  t->often[i]++;
}

/* The place of the set, which is added where there is none like it. */
static uint16_t set_place(lexis *l, arena *a, const uint16_t *parts, uint32_t n) {
  for (uint32_t at = 1; at < l->n_sets; at += 1 + l->sets[at])
    if (l->sets[at] == n && !memcmp(&l->sets[at + 1], parts, n * sizeof *parts)) return (uint16_t)at;
  uint32_t at = l->n_sets;
  if (at + n >= UINT16_MAX) return 0;
  *ARENA_PUSH(a, l->sets, l->n_sets, l->cap_sets) = (uint16_t)n;
  for (uint32_t i = 0; i < n; i++) *ARENA_PUSH(a, l->sets, l->n_sets, l->cap_sets) = parts[i];
  return (uint16_t)at;
}

static uint16_t set_of(lexis *l, arena *a, const tally *t, uint32_t n_parts) {
  uint16_t parts[SET_MOST];
  uint32_t n = 0;
  if (t->sum < OFTEN || t->over) return 0;
  for (uint32_t p = 1; p <= n_parts; p++)        /* in the order of their numbers */
    for (uint32_t i = 0; i < t->n; i++)
      if (t->part[i] == p && t->often[i] * SELDOM >= t->sum) parts[n++] = (uint16_t)p;
  return set_place(l, a, parts, n);
}

/* What forms that were seen less often are: nearly always one of these. */
static uint16_t open_set(lexis *l, arena *a, const uint32_t *often, uint32_t n_parts) {
  uint16_t *parts = ARENA_ARRAY(a, uint16_t, n_parts + (size_t)1);
  uint64_t sum = 0;
  uint32_t n = 0;
  for (uint32_t p = 1; p <= n_parts; p++) sum += often[p];
  for (uint32_t p = 1; p <= n_parts; p++)
    if (often[p] && (uint64_t)often[p] * SELDOM_OPEN >= sum) parts[n++] = (uint16_t)p;
  return n ? set_place(l, a, parts, n) : 0;
}

void lexis_sets(lexis *l, arena *a, const treebank *banks, uint32_t n_banks, const tag_parts *p) {
  tally *all = ARENA_ARRAY(a, tally, l->n_rows);
  uint32_t *once = ARENA_ARRAY(a, uint32_t, p->n + (size_t)1);           /* of forms without a row */
  l->may = ARENA_ARRAY(a, uint16_t, l->n_rows);
  *ARENA_PUSH(a, l->sets, l->n_sets, l->cap_sets) = 0;
  for (uint32_t k = 0; k < n_banks; k++)
    for (uint32_t i = 0; i < banks[k].n; i++) {
      const train_sentence *s = &banks[k].sentences[i];
      seen_word *words = see_words(a, s);
      for (uint32_t j = 0; j < s->n; j++) {
        uint32_t row = row_of(l, words[j].form[WORD_FORM]);
        if (row) count(&all[row], p->of_tag[s->tags[j + 1]]);
        else once[p->of_tag[s->tags[j + 1]]]++;
      }
    }
  uint32_t *often = ARENA_ARRAY(a, uint32_t, p->n + (size_t)1);
  for (uint32_t row = 0; row < l->n_rows; row++)
    for (uint32_t i = 0; all[row].sum < OFTEN && i < all[row].n; i++)
      often[all[row].part[i]] += all[row].often[i];
  for (uint32_t i = 1; i <= p->n; i++) often[i] += once[i];
  uint16_t open = open_set(l, a, often, p->n);
  for (uint32_t row = 0; row < l->n_rows; row++)
    l->may[row] = all[row].sum < OFTEN ? open : set_of(l, a, &all[row], p->n);
}

/* ---- learning ------------------------------------------------------------------------------------------ */

typedef struct {
  const train_sentence *sentence;
  uint32_t *rows;              /* [n × BATCH_FEATURES] */
  uint32_t style;
  opinion *opinion;            /* NULL: there are no teachers */
} lesson;

typedef struct {
  arena *a;
  const lexis *l;
  lesson *lessons; uint32_t n;
  uint64_t n_words;
  uint32_t longest;
} school;

static uint32_t *rows_of(school *k, const train_sentence *s, uint32_t style) {
  uint32_t *rows = ARENA_ARRAY(k->a, uint32_t, (size_t)s->n * BATCH_FEATURES);
  arena *room = arena_new(0);
  if (!room) arena_fail(k->a);
  seen_word *words = see_words(room, s);
  for (uint32_t i = 0; i < s->n; i++) {
    uint32_t *r = rows + (size_t)i * BATCH_FEATURES;
    for (uint32_t f = 0; f < WORD_KEYS; f++) r[f] = row_of(k->l, words[i].form[f]);
    if (!r[WORD_FORM]) r[WORD_FORM] = 1;
    r[WORD_KEYS] = row_of(k->l, words[i].shape);
    r[WORD_KEYS + 1] = row_of(k->l, word_style_key(style));
    uint8_t kind = kind_of(k->l->classes, words[i].form[WORD_FORM]);
    r[WORD_KEYS + 2] = kind ? row_of(k->l, word_class_key(kind)) : 0;
  }
  arena_free(room);
  return rows;
}

static void gather(school *k, const treebank *banks, uint32_t n_banks) {
  uint32_t all = 0;
  for (uint32_t b = 0; b < n_banks; b++) all += banks[b].n;
  k->lessons = ARENA_ARRAY(k->a, lesson, all);
  for (uint32_t b = 0; b < n_banks; b++)
    for (uint32_t i = 0; i < banks[b].n; i++) {
      const train_sentence *s = &banks[b].sentences[i];
      if (s->n > HEADS_MOST) continue;
      k->lessons[k->n++] = (lesson){s, rows_of(k, s, b + 1), b + 1, NULL};
      k->n_words += s->n;
      if (s->n > k->longest) k->longest = s->n;
    }
}

/* ---- teachers ------------------------------------------------------------------------------------------ */

/* bits: of the scores. */
static void add_chances(float *sum, const int32_t *scores, uint32_t rows, uint32_t cols, uint32_t bits,
                        uint32_t n_teachers, float *row) {
  for (uint32_t i = 0; i < rows; i++, scores += cols, sum += cols) {
    for (uint32_t k = 0; k < cols; k++) row[k] = (float)scores[k] / (float)(UINT64_C(1) << bits);
    chances_make(row, cols);
    for (uint32_t k = 0; k < cols; k++) sum[k] += row[k] / (float)n_teachers;
  }
}

static void ask(lesson *l, arena *room, network_room *r, const network_model *m, uint32_t n_teachers) {
  const train_sentence *s = l->sentence;
  uint32_t n = s->n, parts = m->n_parts + 1, labels = m->n_labels + 1;
  int32_t *p = ARENA_ARRAY(room, int32_t, (size_t)n * parts);
  int32_t *h = ARENA_ARRAY(room, int32_t, (size_t)n * (n + 1));
  int32_t *q = ARENA_ARRAY(room, int32_t, (size_t)n * labels);
  float *row = ARENA_ARRAY(room, float, n + parts + (size_t)labels);
  put_words(room, r, s);
  network_tags(r, ARENA_ARRAY(room, uint16_t, n));
  network_scores(r, room, s->heads + 1, p, h, q);
  for (uint32_t i = 0; i < n; i++) h[(size_t)i * (n + 1) + i + 1] = INT32_MIN;  /* no word is its own head */
  add_chances(l->opinion->parts, p, n, parts, m->late.part.shift, n_teachers, row);
  add_chances(l->opinion->heads, h, n, n + 1, ACTIVATION_BITS + HEAD_BITS, n_teachers, row);
  add_chances(l->opinion->labels, q, n, labels, m->relation.shift, n_teachers, row);
}

static void ask_teachers(school *k, const network_model *teachers, uint32_t n_teachers) {
  arena *room = arena_new(0);
  if (!room) arena_fail(k->a);
  for (uint32_t t = 0; t < n_teachers; t++) {
    network_model m = teachers[t];
    network_room *r = network_rooms_take(network_rooms_new(k->a, &m));
    if (!r) arena_fail(k->a);
    for (uint32_t i = 0; i < k->n; i++) {
      lesson *l = &k->lessons[i];
      uint32_t n = l->sentence->n;
      if (!t) {
        l->opinion = ARENA_NEW(k->a, opinion);
        l->opinion->parts = ARENA_ARRAY(k->a, float, (size_t)n * (m.n_parts + 1));
        l->opinion->heads = ARENA_ARRAY(k->a, float, (size_t)n * (n + 1));
        l->opinion->labels = ARENA_ARRAY(k->a, float, (size_t)n * (m.n_labels + 1));
      }
      network_set_style(&m, l->style);
      ask(l, room, r, &m, n_teachers);
      arena_reset(room);
    }
    say("teacher %u heard", t + 1);
  }
  arena_free(room);
}

/* ---- steps --------------------------------------------------------------------------------------------- */

static void batch_init(batch *b, arena *a, uint32_t words) {
  *b = (batch){0};
  b->rows = ARENA_ARRAY(a, uint32_t, (size_t)words * BATCH_FEATURES);
  uint32_t **of_words[] = {&b->part, &b->tag, &b->head, &b->label};
  for (int i = 0; i < 4; i++) *of_words[i] = ARENA_ARRAY(a, uint32_t, words);
  b->first = ARENA_ARRAY(a, uint32_t, words + (size_t)1);
  b->opinions = ARENA_ARRAY(a, const opinion *, words);
}

static void batch_add(batch *b, const lesson *l, const uint32_t *part_of) {
  const train_sentence *s = l->sentence;
  memcpy(b->rows + (size_t)b->n * BATCH_FEATURES, l->rows, (size_t)s->n * BATCH_FEATURES * sizeof *b->rows);
  memcpy(b->tag + b->n, s->tags + 1, s->n * sizeof *b->tag);
  memcpy(b->head + b->n, s->heads + 1, s->n * sizeof *b->head);
  memcpy(b->label + b->n, s->labels + 1, s->n * sizeof *b->label);
  for (uint32_t i = 0; i < s->n; i++) b->part[b->n + i] = part_of[s->tags[i + 1]];
  b->opinions[b->n_sentences] = l->opinion;
  b->n += s->n;
  b->first[++b->n_sentences] = b->n;
}

/* Up, then down to nothing. */
static float rate_at(const schedule *t, uint32_t step, uint32_t steps) {
  float left = step < steps ? 1 - (float)step / (float)steps : 0;
  float warm = step < WARM_STEPS ? (float)step / WARM_STEPS : 1;
  return t->rate * (warm < left ? warm : left) + 1e-5f;
}

void learn(network *w, arena *a, const lexis *l, const treebank *banks, uint32_t n_banks, const schedule *t,
           const network_model *teachers, uint32_t n_teachers) {
  school k = {.a = a, .l = l};
  dice d = {t->seed};
  batch b;
  gather(&k, banks, n_banks);
  ask_teachers(&k, teachers, n_teachers);
  network_init(w, a, &d);
  uint32_t most = t->words + k.longest, *order = ARENA_ARRAY(a, uint32_t, k.n), step = 0;
  uint32_t steps = (uint32_t)((k.n_words / t->words + 1) * t->epochs);
  workspace *s = workspace_new(a, w, most, most);
  batch_init(&b, a, most);
  for (uint32_t i = 0; i < k.n; i++) order[i] = i;
  for (uint32_t epoch = 1; epoch <= t->epochs; epoch++) {
    double losses[4] = {0};
    dice_shuffle(&d, order, k.n);
    for (uint32_t i = 0; i < k.n;) {
      for (b.n = b.n_sentences = 0; i < k.n && b.n < t->words; i++)
        batch_add(&b, &k.lessons[order[i]], w->parts->of_tag);
      network_forward(s, w, &b, &d);
      network_backward(s, w, &b, losses);
      step++;
      network_step(w, s, rate_at(t, step, steps));
    }
    double n = (double)k.n_words;
    say("epoch %u: losses a word: tags %.3f, %.3f, heads %.3f, relations %.3f", epoch, losses[0] / n,
        losses[1] / n, losses[2] / n, losses[3] / n);
  }
}
