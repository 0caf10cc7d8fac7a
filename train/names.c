#include "name_crf.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Features are dropped at random, and those that tell the word itself often all at once: half of the names
 * of a new text are new. */

typedef struct {
  arena *a;
  const name_settings *k;
  name_docs docs;
  name_tables tables;
} naming;

/* ---- features, made once, by number ------------------------------------------------------------------ */

/* Numbers of features that are seen often enough; the steps' come first. */
typedef struct { feature *all; uint32_t n, cap; } feature_list;

static int by_hash(const void *a, const void *b) {
  feature x = *(const feature *)a, y = *(const feature *)b;
  return x < y ? -1 : x > y;
}

static feature own_of(feature f) { return name_table_hash(f, 77); }

/* A document marked by other rules has each feature a second time, as one of its own: what is learnt of
 * its rules stays there. */
static uint32_t features_in(feature *f, const name_doc *of, uint32_t i) {
  if (!of->words[i].active) return 0;
  uint32_t n = features_of_name(f, of->words, of->d->n_tokens, i), all = n;
  for (uint32_t j = 0; of->by_other_rules && j < n; j++) f[all++] = own_of(f[j]);
  return all;
}

/* Those that stand in the list `least` times or more, once each, in order. */
static void keep_frequent(feature_list *l, uint32_t least) {
  uint32_t n = 0;
  qsort(l->all, l->n, sizeof *l->all, by_hash);
  for (uint32_t i = 0, end; i < l->n; i = end) {
    for (end = i + 1; end < l->n && l->all[end] == l->all[i];) end++;
    if (end - i >= least) l->all[n++] = l->all[i];
  }
  l->n = n;
}

static feature_list list_features(const naming *n) {
  feature_list l = {0};
  feature f[2 * MAX_NAME_FEATURES];
  for (uint32_t k = 0; k < n->docs.n; k++) {
    const name_doc *of = &n->docs.all[k];
    if (!of->trains) continue;
    for (uint32_t i = 1; i <= of->d->n_tokens; i++) {
      uint32_t m = features_in(f, of, i);
      if (l.n + m > l.cap) {
        l.cap = 2 * l.cap + 1024;
        l.all = realloc(l.all, l.cap * sizeof *l.all);
        if (!l.all) fail("out of memory");
      }
      memcpy(l.all + l.n, f, m * sizeof *f);
      l.n += m;
    }
  }
  keep_frequent(&l, n->k->least);
  return l;
}

/* The number of a feature, after those of the steps; UINT32_MAX: it learns nothing. */
static uint32_t number_of(const feature_list *l, feature f) {
  const feature *at = bsearch(&f, l->all, l->n, sizeof f, by_hash);
  return at ? NAME_LABELS + (uint32_t)(at - l->all) : UINT32_MAX;
}

static void set_features(name_doc *of, arena *a, const feature_list *l) {
  feature f[2 * MAX_NAME_FEATURES];
  uint32_t n = of->d->n_tokens, total = 0;
  of->feature_at = ARENA_ARRAY(a, uint32_t, n + (size_t)2);
  for (uint32_t i = 1; i <= n; i++) total += features_in(f, of, i);
  of->features = ARENA_ARRAY(a, uint32_t, total + (size_t)1);
  total = 0;
  for (uint32_t i = 1; i <= n; i++) {
    uint32_t m = features_in(f, of, i);
    of->feature_at[i] = total;
    for (uint32_t j = 0; j < m; j++) of->features[total++] = number_of(l, f[j]);
  }
  of->feature_at[n + 1] = total;
}

/* ---- a stretch while it is learnt from --------------------------------------------------------------- */

/* Of its words, features kept this time: those of word i are features [at[i], at[i + 1]). */
typedef struct {
  const uint8_t *gold;
  uint32_t n;
  uint32_t *features, *at;
  uint32_t cap, cap_features;
} stretch;

static void make_room(stretch *s, arena *a, uint32_t n, uint32_t n_features) {
  if (n > s->cap) {
    s->cap = 2 * n;
    s->at = ARENA_ARRAY(a, uint32_t, s->cap + (size_t)1);
  }
  if (n_features > s->cap_features) {
    s->cap_features = 2 * n_features;
    s->features = ARENA_ARRAY(a, uint32_t, s->cap_features);
  }
}

static void take(stretch *s, arena *a, const name_doc *of, uint32_t first, uint32_t end, dice *d,
                 const name_settings *k) {
  uint32_t m = 0;
  s->n = end - first;
  s->gold = of->labels + first;
  make_room(s, a, s->n, of->feature_at[end] - of->feature_at[first]);
  for (uint32_t i = first; i < end; i++) {
    uint32_t from = of->feature_at[i];
    bool hide = dice_below(d, 100) < k->hide;
    s->at[i - first] = m;
    for (uint32_t j = from; j < of->feature_at[i + 1]; j++) {
      bool of_form = j >= from + NAME_FORM_FIRST && j < from + NAME_FORM_END;
      if (of->features[j] != UINT32_MAX && dice_below(d, 100) >= k->drop && !(hide && of_form))
        s->features[m++] = of->features[j];
    }
  }
  s->at[s->n] = m;
}

static void learn_doc(name_crf *c, stretch *s, naming *n, const name_doc *of, dice *d, arena *room) {
  for (uint32_t k = 0; k < of->d->n_sentences; k++)
    for (uint32_t first, end = 0; names_stretch(&first, &end, &of->d->sentences[k], of->words);) {
      take(s, n->a, of, first, end, d, n->k);
      name_crf_learn(c, room, s->features, s->at, s->gold, s->n);
      arena_reset(room);
    }
}

static void learn_run(int64_t *total, uint32_t n_features, naming *n, stretch *s, dice *d, uint32_t *order,
                      uint32_t n_order) {
  name_crf c;
  arena *room = arena_new(0);
  if (!room) fail("out of memory");
  name_crf_init(&c, n_features, n->k->rate / 1000.0);
  for (uint32_t epoch = 0; epoch < n->k->epochs; epoch++) {
    dice_shuffle(d, order, n_order);
    for (uint32_t i = 0; i < n_order; i++) learn_doc(&c, s, n, &n->docs.all[order[i]], d, room);
  }
  name_crf_add_means(total, &c);
  name_crf_free(&c);
  arena_free(room);
}

/* What was learnt of other rules is not kept. */
static void forget_own(int64_t *total, const feature_list *l) {
  for (uint32_t i = 0; i < l->n; i++) {
    uint32_t own = number_of(l, own_of(l->all[i]));
    if (own != UINT32_MAX) memset(total + (size_t)own * NAME_LABELS, 0, NAME_LABELS * sizeof *total);
  }
}

static name_weights learn_all(naming *n) {
  feature_list l = list_features(n);
  stretch s = {0};
  dice d = {n->k->seed};
  uint32_t *order = ARENA_ARRAY(n->a, uint32_t, n->docs.n), n_order = 0;
  int64_t *total = calloc((size_t)(l.n + NAME_LABELS) * NAME_LABELS, sizeof *total);
  if (!total) fail("out of memory");
  say("%u features", l.n);
  for (uint32_t i = 0; i < n->docs.n; i++) {
    if (!n->docs.all[i].trains) continue;
    order[n_order++] = i;
    set_features(&n->docs.all[i], n->a, &l);
  }
  for (uint32_t run = 0; run < n->k->runs; run++) {
    learn_run(total, l.n + NAME_LABELS, n, &s, &d, order, n_order);
    say("run %u of %u", run + 1, n->k->runs);
  }
  forget_own(total, &l);
  name_weights w = name_rows_make(n->a, l.all, l.n, total, n->k->n_weights);
  free(total);
  free(l.all);
  return w;
}

/* ---- measuring --------------------------------------------------------------------------------------- */

static void score_dev(naming *n, const name_weights *w) {
  name_score s = {0};
  name_model m = {*w, n->tables.listed, n->tables.senses, -(int32_t)n->k->bias};
  for (uint32_t i = 0; i < n->docs.n; i++) {
    const name_doc *of = &n->docs.all[i];
    if (of->trains) continue;
    uint8_t *labels = ARENA_ARRAY(n->a, uint8_t, of->d->n_tokens + (size_t)2);
    names_label(labels, n->a, &m, of->d, of->words);
    name_list found = names_of_labels(n->a, of->d, labels);
    name_score_add(&s, of, found.all, found.n);
  }
  name_score_say(&s, n->k->dev);
}

static void say_reach(const naming *n, bool trains) {
  uint32_t wanted = 0, kept = 0, active = 0, tokens = 0, docs = 0;
  for (uint32_t i = 0; i < n->docs.n; i++) {
    const name_doc *of = &n->docs.all[i];
    if (of->trains != trains) continue;
    docs++;
    wanted += of->n_gold;
    kept += names_of_labels(n->a, of->d, of->labels).n;
    tokens += of->d->n_tokens;
    for (uint32_t j = 1; j <= of->d->n_tokens; j++) active += of->words[j].active;
  }
  say("%s: %u documents, %u names, %u of them along our tokens; %u tokens, %u looked at",
      trains ? "train" : "dev", docs, wanted, kept, tokens, active);
}

void train_names(arena *a, const name_settings *k) {
  naming n = {.a = a, .k = k};
  name_reader r = name_reader_open(a, k->folder, k->models);
  n.tables = name_tables_make(a, &r, k->lists);
  for (int i = 0; i < k->n_files; i++) name_docs_read(&n.docs, &r, k->files[i], true);
  if (k->dev) name_docs_read(&n.docs, &r, k->dev, false);
  name_docs_mark(&n.docs, a, &n.tables);
  say_reach(&n, true);
  name_weights w = learn_all(&n);
  if (k->dev) {
    say_reach(&n, false);
    score_dev(&n, &w);
  }
  model_file_close(r.models);
  name_sections_write(a, k, &w, &n.tables);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void show_names(const name_doc *of, const name_list *found) {
  static const char *const kinds[] = {"PER", "ORG", "LOC", "ROLE"};
  for (uint32_t k = 0; k < found->n; k++) {
    const name_span *s = &found->all[k];
    span at = doc_span(of->d, s->first, s->end);
    str text = str_at(of->d->report->text, at);
    printf("%u\t%u\t%s\t%.*s\n", at.start, at.end, kinds[s->kind], (int)text.len, text.ptr);
  }
  putchar('\n');
}

void measure_names(arena *a, const char *models, const char *folder, const char *path, bool show) {
  name_reader r = name_reader_open(a, folder, models);
  name_docs docs = {0};
  name_score s = {0};
  uint64_t tokens = 0, ns = 0;
  name_docs_read(&docs, &r, path, false);
  for (uint32_t i = 0; i < docs.n; i++) {
    uint64_t start = now();
    const name_list *found = language_names(a, r.model, docs.all[i].d);
    ns += now() - start;
    if (!found) fail("%s: has no names; add them with chancery-train names", models);
    tokens += docs.all[i].d->n_tokens;
    name_score_add(&s, &docs.all[i], found->all, found->n);
    if (show) show_names(&docs.all[i], found);
  }
  name_score_say(&s, path);
  say("%llu tokens, %llu ns a token", (unsigned long long)tokens,
      (unsigned long long)(ns / (tokens ? tokens : 1)));
  model_file_close(r.models);
}
