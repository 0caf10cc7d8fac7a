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

static void learn(label_net *w, label_room *r, arena *a, arena *room, const statement_settings *k, const statement_lessons *train,
                  const statement_lessons *dev) {
  dice d = {k->seed};
  uint32_t *by = ARENA_ARRAY(a, uint32_t, train->n), step = 0;
  const label_lesson **step_of = ARENA_ARRAY(a, const label_lesson *, train->n);
  for (uint32_t i = 0; i < train->n; i++) by[i] = i;
  uint32_t steps = (uint32_t)((train->n_words / k->words + 1) * k->epochs);
  for (uint32_t epoch = 1; epoch <= k->epochs; epoch++) {
    double loss = 0;
    dice_shuffle(&d, by, train->n);
    for (uint32_t i = 0; i < train->n;) {
      uint32_t n = 0, words = 0;
      for (; i < train->n && words < k->words; i++) {
        step_of[n++] = &train->all[by[i]];
        words += step_of[n - 1]->n;
      }
      label_net_learn(w, r, step_of, n, rate_at(k, ++step, steps), &d, &loss);
    }
    say("epoch %u: loss %.4f a word", epoch, loss / (double)train->n_words);
    if (dev->n && (epoch % 3 == 0 || epoch == k->epochs)) measure(room, w, r, dev, "dev");
  }
}

void train_statements(arena *a, const statement_settings *k) {
  statement_lessons train = {0}, dev = {0};
  for (int i = 0; i < k->n_files; i++) statement_docs_read(&train, a, k, k->files[i]);
  for (int i = 0; i < k->n_silver; i++) statement_docs_silver(&train, a, k, k->silver[i]);
  if (k->dev) statement_docs_read(&dev, a, k, k->dev);
  say("%u paragraphs, %llu words to learn from", train.n, (unsigned long long)train.n_words);
  label_net w = {.lawful = attribution_step_is_lawful};
  w.size = (labeller_sizes){k->rows, k->width, k->half, k->layers, ATTRIBUTION_LABELS, k->kind, (float)k->drop_row / 100,
                            (float)k->drop_input / 100, (float)k->drop_layer / 100, (float)k->drop_top / 100};
  dice d = {k->seed};
  label_net_init(&w, a, &d);
  uint32_t longest = train.longest > dev.longest ? train.longest : dev.longest, most = k->words + longest;
  label_room *r = label_room_new(a, &w, most, most * ATTRIBUTION_FEATURES);
  arena *room = arena_new(0);
  if (!room) arena_fail(a);
  learn(&w, r, a, room, k, &train, &dev);
  arena_free(room);
  model_section made[LABELLER_SECTIONS + 1];
  uint32_t n = label_net_sections(a, &w, made);
  made[n++] = (model_section){"who-said-made", str_of(k->note)};
  train_put(a, k->models, made, n);
}
