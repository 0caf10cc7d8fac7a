#include "train.h"
#include "language/tagger.h"

enum { RARE_FORM = 5, RARE_CAPITAL = 10, RARE_ENDING = 5, ENDING_SEEN = 2, ENDING_TAGS = 10 };

tree_word **train_words(arena *a, const treebank *b) {
  tree_word **all = ARENA_ARRAY(a, tree_word *, b->n);
  char *room = NULL;
  size_t room_len = 0;
  for (uint32_t k = 0; k < b->n; k++) {
    const train_sentence *s = &b->sentences[k];
    bool headline = features_headline(s->forms, s->n);
    all[k] = ARENA_ARRAY(a, tree_word, s->n + (size_t)1);
    for (uint32_t i = 0; i < s->n; i++) {
      if (room_len < 3 * s->forms[i].len + 1) room = arena_alloc(a, room_len = 6 * s->forms[i].len + 64);
      features_word(&all[k][i + 1], s->forms, i, headline, room);
    }
  }
  return all;
}

/* ---- lists of tags ------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  const treebank *b;
  tree_word **words;
  const bool *use;
  observations forms;
  listing made;
} lexicon_work;

static uint32_t tag_of(const lexicon_work *k, uint32_t s, uint32_t i) {
  return k->b->sentences[s].tags[i];
}

static uint32_t find(const observations *o, feature key) {
  uint32_t lo = 0, hi = o->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (o->all[mid].key < key) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static uint32_t times_seen(const observations *o, feature key) {
  uint32_t i = find(o, key);
  if (i == o->n || o->all[i].key != key) return 0;
  return observations_sum(o, i, observations_end(o, i));
}

static bool has(const uint16_t *items, uint32_t n, uint32_t choice) {
  for (uint32_t i = 0; i < n; i++)
    if (items[i] == choice) return true;
  return false;
}

static void top_up(uint16_t *items, uint32_t *n, uint32_t max, choices c) {
  for (uint32_t i = 0; i < c.n && *n < max; i++)
    if (!has(items, *n, c.items[i])) items[(*n)++] = c.items[i];
}

/* Endings of n characters, topped up from those of n - 1, which `parents` knows by their key. */
static lists add_endings(lexicon_work *k, uint32_t n, const lists *shorter) {
  observations o = {0};
  observations parents = {0};
  for (uint32_t s = 0; s < k->b->n; s++) {
    if (!k->use[s]) continue;
    for (uint32_t i = 1; i <= k->b->sentences[s].n; i++) {
      const tree_word *w = &k->words[s][i];
      if (times_seen(&k->forms, features_known(w, true)) > RARE_ENDING) continue;
      observe(k->a, &o, features_ending(w, n), tag_of(k, s, i));
      observe(k->a, &parents, features_ending(w, n), lists_key(features_ending(w, n ? n - 1 : 0)));
    }
  }
  observations_count(&o);
  observations_count(&parents);
  listing level = {.a = k->a};
  for (uint32_t i = 0, end, p = 0; i < o.n; i = end, p = observations_end(&parents, p)) {
    uint16_t items[ENDING_TAGS];
    uint32_t used = 0;
    end = observations_end(&o, i);
    uint32_t sum = observations_sum(&o, i, end);
    if (n && sum < ENDING_SEEN) continue;
    for (uint32_t c = i; c < end && used < ENDING_TAGS; c++)
      if (200 * o.all[c].often >= sum) items[used++] = (uint16_t)o.all[c].choice;
    if (n) top_up(items, &used, ENDING_TAGS, lists_find(shorter, (uint64_t)parents.all[p].choice << 32));
    listing_add(&level, o.all[i].key, items, used);
    listing_add(&k->made, o.all[i].key, items, used);
  }
  return lists_make(k->a, &level);
}

static choices guess(const lists *levels, const tree_word *w) {
  choices c = {NULL, 0};
  for (uint32_t n = 5; n-- > 0 && !c.n;) c = lists_find(&levels[n], features_ending(w, n));
  return c;
}

/* A form is listed by how it was written in lower case, and by all that was seen of it. */
static void see_form(lexicon_work *k, uint32_t s, uint32_t i) {
  const tree_word *w = &k->words[s][i];
  observe(k->a, &k->forms, features_known(w, true), tag_of(k, s, i));
  if (!features_capital(w)) observe(k->a, &k->forms, features_known(w, false), tag_of(k, s, i));
}

static void add_form(lexicon_work *k, const lists *levels, const tree_word *w, bool capital) {
  const observations *o = &k->forms;
  uint16_t items[LIST_MAX];
  uint32_t used = 0, first = find(o, features_known(w, capital)), end = observations_end(o, first);
  uint32_t often = observations_sum(o, first, end), rare = RARE_FORM;
  for (uint32_t c = first; c < end && used < LIST_MAX; c++) items[used++] = (uint16_t)o->all[c].choice;
  if (features_capital(w)) {                               /* how often with a capital? */
    often -= times_seen(o, features_known(w, false));
    rare = RARE_CAPITAL;
  }
  if (often <= rare) top_up(items, &used, LIST_MAX, guess(levels, w));
  listing_add(&k->made, features_known(w, capital), items, used);
}

/* The tags a form was seen with; a rare form may also have those its ending tells. */
static void add_forms(lexicon_work *k, const lists *levels) {
  map done;
  map_init(&done, k->a, 1 << 16);
  for (unsigned pass = 0; pass < 2; pass++)  /* words with a capital first: they tell what it may mean */
    for (uint32_t s = 0; s < k->b->n; s++)
      for (uint32_t i = 1; k->use[s] && i <= k->b->sentences[s].n; i++) {
        const tree_word *w = &k->words[s][i];
        feature *key = ARENA_NEW(k->a, feature);
        bool capital = features_capital(w), added;
        *key = features_known(w, capital || pass);
        if (!pass && !capital && times_seen(&k->forms, features_known(w, false)) == 0) continue;
        map_put(&done, (str){(char *)key, sizeof *key}, &added);
        if (added) add_form(k, levels, w, capital || pass);
      }
}

/* For words that are written like none in the treebank. */
static void add_any(lexicon_work *k) {
  static const tree_word any;
  observations o = {0};
  uint16_t items[ENDING_TAGS];
  uint32_t used = 0;
  for (uint32_t i = 0; i < k->forms.n; i++)
    observe(k->a, &o, features_ending(&any, 0), k->forms.all[i].choice);
  observations_count(&o);
  for (uint32_t i = 0; i < o.n && used < ENDING_TAGS; i++) items[used++] = (uint16_t)o.all[i].choice;
  if (used) listing_add(&k->made, features_ending(&any, 0), items, used);
}

static lists make_lexicon(arena *a, const treebank *b, tree_word **words, const bool *use) {
  lexicon_work k = {.a = a, .b = b, .words = words, .use = use, .made = {.a = a}};
  lists levels[5];
  for (uint32_t s = 0; s < b->n; s++)
    for (uint32_t i = 1; use[s] && i <= b->sentences[s].n; i++)
      see_form(&k, s, i);
  observations_count(&k.forms);
  for (uint32_t n = 0; n < 5; n++) levels[n] = add_endings(&k, n, n ? &levels[n - 1] : NULL);
  add_forms(&k, levels);
  add_any(&k);
  return lists_make(a, &k.made);
}

/* ---- weights ------------------------------------------------------------------------------------------- */

typedef struct { table t; const parser_model *m; arena *a; tag_search s; tag_state *gold; } work;

static void learn_features(work *k, const feature *f, uint32_t n, uint32_t tag, int32_t change) {
  const weights *w = &k->m->tags;
  for (uint32_t i = 0; i < n; i++) {
    table_add(&k->t, weights_of_choice(w, f[i], tag), change);
    table_add(&k->t, weights_of_choice(w, f[i], TAG_UPOS + k->m->tag_upos[tag]), change);
  }
}

static void learn_place(work *k, uint32_t i, const tag_before *before, uint32_t tag, int32_t change) {
  feature f[MAX_FEATURES];
  uint32_t n = features_of_tag(f, k->s.words, k->s.n, i);
  n += features_of_tag_after(f + n, k->s.words, k->s.n, i, before);
  if (k->s.words[i].tags.n > 1) learn_features(k, f, n, tag, change);
}

static bool same_tags(const tag_before *a, const tag_before *b) {
  return a->tag == b->tag && a->part2 == b->part2;
}

/* Where the best way is furthest above the right one; 0: the right one won. */
static uint32_t greatest_violation(const work *k) {
  uint32_t worst = 0;
  int64_t most = -1;
  for (uint32_t i = 1; i <= k->s.n; i++) {
    int64_t violation = k->s.states[i][0].score - k->gold[i].score;
    if (violation <= most || same_tags(&k->s.states[i][0].tags, &k->gold[i].tags)) continue;
    most = violation;
    worst = i;
  }
  const tag_state *end = &k->s.states[k->s.n][0];
  bool won = end->score <= k->gold[k->s.n].score && same_tags(&end->tags, &k->gold[k->s.n].tags);
  return won ? 0 : worst;
}

static void learn_sentence(work *k, const tree_word *words, uint32_t n, const uint32_t *gold) {
  for (uint32_t i = 1; i <= n; i++)
    if (!has(words[i].tags.items, words[i].tags.n, gold[i])) return;
  k->gold = ARENA_ARRAY(k->a, tag_state, n + (size_t)1);
  tagger_search(&k->s, k->a, k->m, words, n);
  for (uint32_t i = 1; i <= n; i++) k->gold[i] = tagger_after(&k->s, &k->gold[i - 1], i, gold[i]);
  uint32_t end = greatest_violation(k);
  uint8_t place = 0;
  k->t.clock++;
  for (uint32_t i = end; i >= 1; i--) {
    const tag_state *at = &k->s.states[i][place], *from = &k->s.states[i - 1][at->before];
    const tag_state *right = &k->gold[i - 1];
    if (at->tags.tag != gold[i] || !same_tags(&from->tags, &right->tags)) {
      learn_place(k, i, &from->tags, at->tags.tag, -1);
      learn_place(k, i, &right->tags, gold[i], 1);
    }
    place = at->before;
  }
}

void train_tags(arena *a, parser_model *m, const treebank *b, tree_word **words, const bool *use,
                const settings *k, uint32_t runs) {
  work w = {.m = m, .a = arena_new(0)};
  uint32_t *order = ARENA_ARRAY(a, uint32_t, b->n), n = 0;
  m->words = make_lexicon(a, b, words, use);
  table_init(&w.t, k->n_tags, 0);
  for (uint32_t s = 0; s < b->n; s++) {
    if (!use[s]) continue;
    order[n++] = s;
    for (uint32_t i = 1; i <= b->sentences[s].n; i++) parser_find_tags(m, &words[s][i]);
  }
  m->tags = table_wide(&w.t);
  for (uint32_t run = 0; run < runs; run++) {
    dice d = {k->seed + 15485863 * run};
    for (uint32_t epoch = 0; epoch < k->tag_epochs; epoch++) {
      dice_shuffle(&d, order, n);
      for (uint32_t i = 0; i < n; i++) {
        learn_sentence(&w, words[order[i]], b->sentences[order[i]].n, b->sentences[order[i]].tags);
        arena_reset(w.a);
      }
    }
    table_end_run(&w.t);
  }
  m->tags = table_bytes(a, &w.t);
  table_free(&w.t);
  arena_free(w.a);
}
