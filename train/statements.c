#include "statements.h"

/* ---- measuring ----------------------------------------------------------------------------------------- */

typedef struct { uint32_t right[4], found[4], wanted[4]; } part_score;

/* A run of words of one part that begins at i; its end. */
static uint32_t run_end(const uint8_t *labels, uint32_t i, uint32_t n) {
  uint32_t end = i + 1;
  while (end < n && labels[end] == labels[i] + 1) end++;
  return end;
}

static void count_runs(part_score *s, const uint8_t *gold, const uint8_t *found, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    bool g = attribution_begins(gold[i]), f = attribution_begins(found[i]);
    statement_part pg = attribution_part(gold[i]), pf = attribution_part(found[i]);
    s->wanted[pg] += g;
    s->found[pf] += f;
    s->right[pg] += g && f && pg == pf && run_end(gold, i, n) == run_end(found, i, n);
  }
}

static void measure(arena *room, label_net *w, label_room *r, const statement_lessons *dev, const char *what) {
  static const char *const parts[] = {"", "cue", "speaker", "content"};
  part_score s = {0};
  for (uint32_t i = 0; i < dev->n; i++) {
    const label_lesson *l = &dev->all[i];
    uint8_t *labels = ARENA_ARRAY(room, uint8_t, l->n);
    label_net_best(labels, room, w, label_net_scores(w, r, l), l->n);
    count_runs(&s, l->labels, labels, l->n);
    arena_reset(room);
  }
  double f[4];
  for (int p = 1; p < 4; p++) f[p] = 200.0 * s.right[p] / (s.found[p] + s.wanted[p] + 1e-9);
  say("%s: runs of words exact, F1: %s %.1f, %s %.1f, %s %.1f", what, parts[2], f[2], parts[1], f[1], parts[3], f[3]);
}

/* ---- learning ------------------------------------------------------------------------------------------ */

enum { WARM_STEPS = 200 };

static float rate_at(const statement_settings *k, uint32_t step, uint32_t steps) {
  float left = step < steps ? 1 - (float)step / (float)steps : 0;
  float warm = step < WARM_STEPS ? (float)step / WARM_STEPS : 1;
  return (float)k->rate / 1e5f * (warm < left ? warm : left) + 1e-5f;
}

/* The lessons in order, without those held back unless `all`; their number. */
static uint32_t choose(uint32_t *out, uint64_t *words, const statement_lessons *train, bool all) {
  uint32_t n = 0;
  *words = 0;
  for (uint32_t i = 0; i < train->n; i++) {
    if (train->all[i].held && !all) continue;
    out[n++] = i;
    *words += train->all[i].n;
  }
  return n;
}

typedef struct {
  arena *a, *room;
  const statement_settings *k;
  const statement_lessons *train, *dev;
  label_room *r;
} school;

static void learn(const school *s, label_net *w, bool all) {
  const statement_settings *k = s->k;
  dice d = {k->seed};
  uint64_t n_words;
  uint32_t *by = ARENA_ARRAY(s->a, uint32_t, s->train->n), step = 0, n = choose(by, &n_words, s->train, all);
  if (!n) fail("nothing to learn from%s", all ? "" : " but what is held back (--hold)");
  const label_lesson **step_of = ARENA_ARRAY(s->a, const label_lesson *, n);
  uint32_t steps = (uint32_t)((n_words / k->words + 1) * k->epochs);
  for (uint32_t epoch = 1; epoch <= k->epochs; epoch++) {
    double loss = 0;
    dice_shuffle(&d, by, n);
    for (uint32_t i = 0; i < n;) {
      uint32_t m = 0, words = 0;
      for (; i < n && words < k->words; i++) {
        step_of[m++] = &s->train->all[by[i]];
        words += step_of[m - 1]->n;
      }
      label_net_learn(w, s->r, step_of, m, rate_at(k, ++step, steps), &d, &loss);
    }
    say("epoch %u: loss %.4f a word", epoch, loss / (double)n_words);
    if (s->dev->n && (epoch % 3 == 0 || epoch == k->epochs)) measure(s->room, w, s->r, s->dev, "dev");
  }
}

/* A network that has learnt, into the models. */
static void make(const school *s, bool all) {
  const statement_settings *k = s->k;
  label_net w = {.lawful = attribution_step_is_lawful};
  w.size = (labeller_sizes){k->rows, k->width, k->half, k->layers, ATTRIBUTION_LABELS, k->kind, (float)k->drop_row / 100,
                            (float)k->drop_input / 100, (float)k->drop_layer / 100, (float)k->drop_top / 100};
  dice d = {k->seed};
  school of = *s;
  uint32_t most = k->words + (s->train->longest > s->dev->longest ? s->train->longest : s->dev->longest);
  label_net_init(&w, s->a, &d);
  of.r = label_room_new(s->a, &w, most, most * ATTRIBUTION_FEATURES);
  learn(&of, &w, all);
  model_section made[LABELLER_SECTIONS + 1];
  uint32_t n = label_net_sections(s->a, &w, LABEL_CUE, (float)k->lean / 100, made);
  made[n++] = (model_section){"who-said-made", str_of(k->note)};
  train_put(s->a, k->models, made, n);
}

static void put_sureness(const school *s) {
  uint16_t sure[SEEN_KINDS * SURE_BINS] = {0};
  statement_docs_sureness(sure, s->k, s->a);
  model_section of_sure = {"who-said-sure", train_numbers(s->a, sure, SEEN_KINDS * SURE_BINS, 2)};
  train_put(s->a, s->k->models, &of_sure, 1);
}

void train_statements(arena *a, const statement_settings *k) {
  statement_lessons train = {0}, dev = {0};
  school s = {a, arena_new(0), k, &train, &dev, NULL};
  if (!s.room) arena_fail(a);
  for (int i = 0; i < k->n_files; i++) statement_docs_read(&train, a, k, k->files[i]);
  for (int i = 0; i < k->n_silver; i++) statement_docs_silver(&train, a, k, k->silver[i]);
  if (k->dev) statement_docs_read(&dev, a, k, k->dev);
  say("%u paragraphs, %llu words to learn from", train.n, (unsigned long long)train.n_words);
  if (k->hold) make(&s, false);
  if (k->hold) put_sureness(&s);
  make(&s, true);
  arena_free(s.room);
}
