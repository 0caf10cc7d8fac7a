#include "language/names.h"
#include "language/roles.h"

/* ---- loading ----------------------------------------------------------------------------------------- */

static ch_status load_weights(name_weights *w, const model_file *m, ch_error *err) {
  str s = model_file_find(m, "name-weights");
  if (!s.len || s.len % CACHE_LINE || s.len / CACHE_LINE > UINT32_MAX)
    return model_file_err(err, m, "section 'name-weights' is missing or has a wrong length");
  *w = (name_weights){(const uint8_t *)s.ptr, (uint32_t)(s.len / CACHE_LINE)};
  return CH_OK;
}

ch_status name_model_load(name_model *n, arena *a, const model_file *m, ch_error *err) {
  const uint32_t *bias;
  uint32_t n_bias;
  *n = (name_model){0};
  ch_status status = name_table_load(&n->listed, a, m, "name-list-keys", "name-list-vals", err);
  if (!status) status = name_table_load(&n->senses, a, m, "name-word-keys", "name-word-vals", err);
  if (!status) status = model_file_u32(&bias, &n_bias, m, a, "name-bias", err);
  if (status) return status;
  if (n_bias != 1 || *bias > UINT16_MAX) return model_file_err(err, m, "section 'name-bias' is wrong");
  n->bias = -(int32_t)*bias;
  return load_weights(&n->weights, m, err);
}

/* ---- the best labels --------------------------------------------------------------------------------- */

static uint32_t type_of(uint32_t label) { return (label - 1) / 4; }
static uint32_t place_in(uint32_t label) { return (label - 1) % 4; }
static bool is_open(uint32_t label) { return label && place_in(label) <= LABEL_INSIDE; }

bool name_step_is_lawful(uint32_t from, uint32_t to) {
  if (!is_open(from)) return !to || place_in(to) == LABEL_BEGIN || place_in(to) == LABEL_UNIT;
  return to && type_of(to) == type_of(from) && (place_in(to) == LABEL_INSIDE || place_in(to) == LABEL_LAST);
}

feature name_step_feature(uint32_t from) { return name_table_hash(from + 1, 0x5354455053); }

void name_steps_order(name_steps *s) {
  memset(s->n_from, 0, sizeof s->n_from);
  for (uint32_t from = 0; from < NAME_LABELS; from++)
    for (uint32_t to = 0; to < NAME_LABELS; to++)
      if (name_step_is_lawful(from, to)) s->from[to][s->n_from[to]++] = (uint8_t)from;
}

void name_steps_make(name_steps *s, const name_weights *w) {
  for (uint32_t i = 0; i < NAME_LABELS; i++) {
    feature f = name_step_feature(i);
    name_weights_sum(s->steps[i], w, &f, 1);
  }
  name_steps_order(s);
}

enum { UNLAWFUL = INT32_MIN / 2 };

static uint8_t best_before(int32_t *score, const int32_t *before, uint32_t to, const name_steps *s) {
  uint8_t best = 0;
  *score = UNLAWFUL;
  for (uint32_t k = 0; k < s->n_from[to]; k++) {
    uint8_t from = s->from[to][k];
    int32_t sum = before[from] + s->steps[from][to];
    if (before[from] > UNLAWFUL && sum > *score) *score = sum, best = from;
  }
  return best;
}

void names_search(uint8_t *labels, uint8_t *room, const int32_t (*scores)[NAME_LABELS], uint32_t n,
                  const name_steps *s) {
  int32_t now[NAME_LABELS], before[NAME_LABELS];
  for (uint32_t k = 0; k < NAME_LABELS; k++) before[k] = k ? UNLAWFUL : 0;
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t to = 0; to < NAME_LABELS; to++) {
      room[i * NAME_LABELS + to] = best_before(&now[to], before, to, s);
      if (now[to] > UNLAWFUL) now[to] += scores[i][to];
    }
    /* scores stay small however long the stretch */
    int32_t top = UNLAWFUL;
    for (uint32_t k = 0; k < NAME_LABELS; k++) top = now[k] > top ? now[k] : top;
    for (uint32_t k = 0; k < NAME_LABELS; k++) before[k] = now[k] > UNLAWFUL ? now[k] - top : UNLAWFUL;
  }
  uint8_t label = 0;
  for (uint32_t k = 1; k < NAME_LABELS; k++)
    if (!is_open(k) && before[k] > before[label]) label = (uint8_t)k;
  for (uint32_t i = n; i-- > 0; label = room[i * NAME_LABELS + label]) labels[i] = label;
}

/* ---- labels of a doc --------------------------------------------------------------------------------- */

bool names_stretch(uint32_t *first, uint32_t *end, const sentence *s, const name_word *words) {
  uint32_t i = *end > s->first ? *end : s->first + 1;
  while (i <= s->end && !words[i].active) i++;
  if (i > s->end) return false;
  *first = i;
  while (i <= s->end && words[i].active) i++;
  *end = i;
  return true;
}

typedef struct { int32_t (*scores)[NAME_LABELS]; uint8_t *room; uint32_t cap; } search_room;

static void make_room(search_room *r, arena *a, uint32_t n) {
  if (n <= r->cap) return;
  r->cap = 2 * n;
  r->scores = arena_array(a, r->cap, sizeof *r->scores);
  r->room = arena_array(a, r->cap, NAME_LABELS);
}

void names_label(uint8_t *labels, arena *a, const name_model *m, const doc *d, const name_word *words) {
  feature f[MAX_NAME_FEATURES];
  name_steps steps;
  search_room r = {0};
  name_steps_make(&steps, &m->weights);
  memset(labels, 0, d->n_tokens + (size_t)2);
  for (uint32_t k = 0; k < d->n_sentences; k++)
    for (uint32_t first, end = 0; names_stretch(&first, &end, &d->sentences[k], words);) {
      make_room(&r, a, end - first);
      for (uint32_t i = first; i < end; i++) {
        int32_t *scores = r.scores[i - first];
        uint32_t n = features_of_name(f, words, d->n_tokens, i);
        name_weights_sum(scores, &m->weights, f, n);
        scores[0] += m->bias;
      }
      names_search(labels + first, r.room, (const int32_t (*)[NAME_LABELS])r.scores, end - first, &steps);
    }
}

/* ---- names ------------------------------------------------------------------------------------------- */

typedef struct { arena *a; name_span *all; uint32_t n, cap; } collecting;

static void collect(collecting *c, const doc *d, const uint8_t *labels) {
  for (uint32_t i = 1; i <= d->n_tokens; i++) {
    if (!labels[i]) continue;
    uint32_t first = i;
    while (is_open(labels[i])) i++;
    *ARENA_PUSH(c->a, c->all, c->n, c->cap) = (name_span){first - 1, i, (name_kind)type_of(labels[i])};
  }
}

name_list names_of_labels(arena *a, const doc *d, const uint8_t *labels) {
  collecting c = {.a = a};
  collect(&c, d, labels);
  return (name_list){c.all, c.n};
}

/* What other rooms ask of forms. */
static void tell_forms(name_list *out, arena *a, const doc *d, const name_word *words) {
  uint64_t *hashes = ARENA_ARRAY(a, uint64_t, d->n_forms + (size_t)1);
  uint8_t *senses = ARENA_ARRAY(a, uint8_t, d->n_forms + (size_t)1);
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    hashes[d->tokens[i].form] = words[i + 1].of->hash;
    senses[d->tokens[i].form] = words[i + 1].of->sense;
  }
  out->hashes = hashes;
  out->senses = senses;
}

const name_list *names_find(arena *a, const name_model *m, const doc *d) {
  name_list *out = ARENA_NEW(a, name_list);
  name_word *words = name_words_make(a, d, &m->listed, &m->senses);
  uint8_t *labels = ARENA_ARRAY(a, uint8_t, d->n_tokens + (size_t)2);
  names_label(labels, a, m, d, words);
  name_list found = names_of_labels(a, d, labels);
  *out = roles_find(a, d, words, &found);
  tell_forms(out, a, d, words);
  return out;
}
