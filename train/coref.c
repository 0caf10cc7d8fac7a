#include "coref.h"
#include <math.h>
#include <stdlib.h>

/* Log-linear models by AdaGrad. Links: a mention's antecedent is one of the entities read so far, of which
 * all with a mention of its gold entity are right (Durrett & Klein 2013), or none; which entities there are
 * is what the model itself made of the report so far. */

/* ---- weights while they are learnt -------------------------------------------------------------------- */

typedef struct { double *now, *squares, *sum; uint32_t n; double rate; } learner;

static void learner_init(learner *l, uint32_t n, double rate) {
  *l = (learner){calloc(n, sizeof(double)), calloc(n, sizeof(double)), calloc(n, sizeof(double)), n, rate};
  if (!l->now || !l->squares || !l->sum) fail("out of memory for %u weights", n);
}

static void learner_free(learner *l) {
  free(l->now);
  free(l->squares);
  free(l->sum);
}

static void move(learner *l, uint32_t i, double gradient) {
  l->squares[i] += gradient * gradient;
  l->now[i] += l->rate * gradient / (sqrt(l->squares[i]) + 1e-3);
}

static void add_to_mean(learner *l) {
  for (uint32_t i = 0; i < l->n; i++) l->sum[i] += l->now[i];
}

/* e to the x, x ≤ 0: by halving and the first terms of the series. */
static double power_of_e(double x) {
  if (x < -40) return 0;
  double t = x / 1024, r = 1 + t * (1 + t * (0.5 + t * (1.0 / 6 + t / 24)));
  for (int i = 0; i < 10; i++) r *= r;
  return r;
}

/* Scores to what each has of their sum. */
static void shares(double *p, uint32_t n) {
  double top = p[0], sum = 0;
  for (uint32_t i = 1; i < n; i++) top = p[i] > top ? p[i] : top;
  for (uint32_t i = 0; i < n; i++) sum += p[i] = power_of_e(p[i] - top);
  for (uint32_t i = 0; i < n; i++) p[i] /= sum;
}

/* ---- kinds ------------------------------------------------------------------------------------------- */

enum { FOLDS = 5, UNIT = 512 };        /* UNIT: a weight of 1 in the file */

typedef struct {
  arena *a;
  const coref_settings *k;
  coref_docs docs;
  dice dice;
} training;

static void drop_some(coref_features *f, training *t) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < f->count; i++)
    if (dice_below(&t->dice, 100) >= t->k->drop) f->at[n++] = f->at[i];
  f->count = n;
}

static void kind_sums(double *p, const double *w, const coref_features *f) {
  for (uint32_t y = 0; y < COREF_KINDS; y++) p[y] = 0;
  for (uint32_t i = 0; i < f->count; i++)
    for (uint32_t y = 0; y < COREF_KINDS; y++) p[y] += w[f->at[i] * COREF_KINDS + y];
}

static void learn_kind(learner *l, training *t, const coref_doc *d, uint32_t m) {
  uint32_t at[COREF_KIND_FEATURES];
  double p[COREF_KINDS];
  coref_features f = {t->k->n_kinds, at, 0};
  coref_kind_features(&f, d->c, m);
  drop_some(&f, t);
  kind_sums(p, l->now, &f);
  shares(p, COREF_KINDS);
  for (uint32_t i = 0; i < f.count; i++)
    for (uint32_t y = 0; y < COREF_KINDS; y++)
      move(l, f.at[i] * COREF_KINDS + y, (y == d->kind[m]) - p[y]);
}

/* Weights of all reports but those of a fold (FOLDS: of all). */
static void learn_kinds(learner *l, training *t, uint32_t fold) {
  learner_init(l, t->k->n_kinds * COREF_KINDS, t->k->rate / 1000.0);
  uint32_t *order = ARENA_ARRAY(t->a, uint32_t, t->docs.n);
  for (uint32_t i = 0; i < t->docs.n; i++) order[i] = i;
  for (uint32_t epoch = 0; epoch < t->k->kind_epochs; epoch++) {
    dice_shuffle(&t->dice, order, t->docs.n);
    for (uint32_t i = 0; i < t->docs.n; i++) {
      if (order[i] % FOLDS == fold) continue;
      for (uint32_t m = 0; m < t->docs.all[order[i]].c->n; m++) learn_kind(l, t, &t->docs.all[order[i]], m);
    }
    add_to_mean(l);
  }
}

static str in_file(arena *a, const learner *l, uint32_t n_sums) {
  uint16_t *all = ARENA_ARRAY(a, uint16_t, l->n);
  for (uint32_t i = 0; i < l->n; i++) {
    double w = floor(l->sum[i] / n_sums * UNIT + 0.5);
    w = w > INT16_MAX ? INT16_MAX : w < -INT16_MAX ? -INT16_MAX : w;
    all[i] = (uint16_t)(int16_t)w;
  }
  return train_numbers(a, all, l->n, 2);
}

/* The kinds that the reader would find in a report. */
static uint32_t set_kinds(coref_doc *d, const coref_settings *k, const learner *l) {
  uint32_t right = 0;
  for (uint32_t m = 0; m < d->c->n; m++) {
    uint32_t at[COREF_KIND_FEATURES];
    double p[COREF_KINDS];
    int32_t sums[COREF_KINDS];
    coref_features f = {k->n_kinds, at, 0};
    coref_kind_features(&f, d->c, m);
    kind_sums(p, l->sum, &f);
    for (uint32_t y = 0; y < COREF_KINDS; y++) sums[y] = (int32_t)floor(p[y] / k->kind_epochs * UNIT + 0.5);
    coref_set_kind(&d->c->mentions[m], sums, UNIT);
    right += d->c->mentions[m].kind == d->kind[m];
  }
  return right;
}

/* Each report's kinds by what the others tell, so that links learn how far kinds are to be trusted. */
static str make_kinds(training *t) {
  uint32_t right = 0, all = 0;
  learner l;
  for (uint32_t fold = 0; fold < FOLDS; fold++) {
    learn_kinds(&l, t, fold);
    for (uint32_t i = fold; i < t->docs.n; i += FOLDS) {
      right += set_kinds(&t->docs.all[i], t->k, &l);
      all += t->docs.all[i].c->n;
    }
    learner_free(&l);
  }
  say("kinds: %u of %u right in reports not learnt from", right, all);
  learn_kinds(&l, t, FOLDS);
  str bytes = in_file(t->a, &l, t->k->kind_epochs);
  learner_free(&l);
  return bytes;
}

/* ---- links ------------------------------------------------------------------------------------------- */

typedef struct {
  uint32_t at[COREF_MOST + 1][COREF_PAIR_FEATURES];
  coref_features f[COREF_MOST + 1];    /* 0: of none */
  uint32_t entity[COREF_MOST + 1];
  double all[COREF_MOST + 1], right[COREF_MOST + 1], plain[COREF_MOST + 1];
  bool good[COREF_MOST + 1];
  uint32_t n;
} choice;

/* gold_of: cluster of each entity made so far, by its last mention in one; 0: none. */
static void set_choice(choice *x, training *t, const coref_doc *d, uint32_t m, const uint32_t *gold_of) {
  bool any = false;
  for (uint32_t i = 0; i < x->n; i++) {
    x->f[i] = (coref_features){t->k->n_links, x->at[i], 0};
    coref_pair_features(&x->f[i], d->c, m, x->entity[i], i ? coref_rank(i - 1) : 0);
    x->good[i] = i && d->cluster[m] && gold_of[x->entity[i]] == d->cluster[m];
    any |= x->good[i];
  }
  x->good[0] = !any;
}

static double cost(const coref_settings *k, const choice *x, uint32_t i) {
  if (x->good[i]) return 0;
  if (!i) return k->miss / 10.0;
  return (x->good[0] ? k->join : k->wrong) / 10.0;
}

/* One step; the place of what would have been chosen. */
static uint32_t learn_choice(learner *l, training *t, choice *x) {
  uint32_t best = 0;
  for (uint32_t i = 0; i < x->n; i++) {
    double whole = 0, sum = 0;
    for (uint32_t j = 0; j < x->f[i].count; j++) whole += l->now[x->f[i].at[j]];
    drop_some(&x->f[i], t);
    for (uint32_t j = 0; j < x->f[i].count; j++) sum += l->now[x->f[i].at[j]];
    x->plain[i] = whole;
    x->all[i] = sum + cost(t->k, x, i);
    x->right[i] = x->good[i] ? x->all[i] : -1e9;
    if (whole > x->plain[best]) best = i;
  }
  shares(x->all, x->n);
  shares(x->right, x->n);
  for (uint32_t i = 0; i < x->n; i++) {
    double gradient = x->right[i] - x->all[i];
    if (gradient > -1e-4 && gradient < 1e-4) continue;
    for (uint32_t j = 0; j < x->f[i].count; j++) move(l, x->f[i].at[j], gradient);
  }
  return best;
}

static uint32_t any_good(const choice *x) {
  for (uint32_t i = 0; i < x->n; i++)
    if (x->good[i]) return i;
  return 0;
}

/* In the first epoch the right choices are made, later the model's own. */
static void learn_doc(learner *l, training *t, coref_doc *d, bool guided) {
  choice x;
  uint32_t *gold_of = calloc(d->c->n + (size_t)1, sizeof *gold_of);
  if (!gold_of) fail("out of memory");
  coref_begin(d->c);
  for (uint32_t m = 0; m < d->c->n; m++) {
    bool sure;
    x.entity[0] = NONE;
    x.n = 1 + coref_candidates(x.entity + 1, &sure, d->c, m);
    uint32_t chosen = 1;
    if (!sure) {
      set_choice(&x, t, d, m, gold_of);
      chosen = learn_choice(l, t, &x);
      if (guided) chosen = any_good(&x);
    }
    coref_join(d->c, m, x.entity[chosen]);
    if (d->cluster[m]) gold_of[d->c->mentions[m].entity] = d->cluster[m];
  }
  free(gold_of);
}

static str make_links(training *t) {
  learner mean, l;
  learner_init(&mean, t->k->n_links, 0);
  uint32_t *order = ARENA_ARRAY(t->a, uint32_t, t->docs.n), n_sums = 0;
  for (uint32_t i = 0; i < t->docs.n; i++) order[i] = i;
  for (uint32_t run = 0; run < t->k->runs; run++) {
    learner_init(&l, t->k->n_links, t->k->rate / 1000.0);
    for (uint32_t epoch = 0; epoch < t->k->epochs; epoch++) {
      dice_shuffle(&t->dice, order, t->docs.n);
      for (uint32_t i = 0; i < t->docs.n; i++) learn_doc(&l, t, &t->docs.all[order[i]], !epoch);
      if (2 * epoch < t->k->epochs) continue;
      for (uint32_t i = 0; i < l.n; i++) mean.sum[i] += l.now[i];
      n_sums++;
    }
    learner_free(&l);
    say("run %u of %u", run + 1, t->k->runs);
  }
  str bytes = in_file(t->a, &mean, n_sums);
  learner_free(&mean);
  return bytes;
}

static void say_reach(const training *t) {
  uint32_t mentions = 0, linked = 0;
  for (uint32_t i = 0; i < t->docs.n; i++) {
    mentions += t->docs.all[i].c->n;
    for (uint32_t m = 0; m < t->docs.all[i].c->n; m++) linked += t->docs.all[i].cluster[m] > 0;
  }
  say("%u reports, %u mentions, %u of them in marked clusters", t->docs.n, mentions, linked);
}

void train_coref(arena *a, const coref_settings *k) {
  training t = {.a = a, .k = k, .dice = {k->seed}};
  for (int i = 0; i < k->n_files; i++) coref_docs_read(&t.docs, a, k, k->files[i]);
  say_reach(&t);
  str kinds = make_kinds(&t), links = make_links(&t);
  str made = arena_printf(a, "%s\nepochs %u, kind epochs %u, runs %u, rate %u, drop %u, costs %u %u %u, seed %u\n",
                          k->note, k->epochs, k->kind_epochs, k->runs, k->rate, k->drop, k->miss, k->join,
                          k->wrong, k->seed);
  const model_section own[] = {{"coref-made", made}, {"coref-kinds", kinds}, {"coref-links", links}};
  train_put(a, k->models, own, sizeof own / sizeof *own);
}
