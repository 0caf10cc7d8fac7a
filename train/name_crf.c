#include "name_crf.h"
#include <math.h>
#include <stdlib.h>

enum { Y = NAME_LABELS };

void name_crf_init(name_crf *c, uint32_t n, double rate) {
  size_t row = Y * sizeof(double);
  *c = (name_crf){calloc(n, row), calloc(n, row), calloc(n, row), calloc(n, Y * sizeof(uint32_t)), n, 0,
                  rate};
  if (!c->now || !c->sum || !c->squares || !c->since) fail("out of memory for %u features", n);
}

void name_crf_free(name_crf *c) {
  free(c->now);
  free(c->sum);
  free(c->squares);
  free(c->since);
}

/* e to the x, x ≤ 0 or a little more: by halving and the first terms of the series. */
static double power_of_e(double x) {
  if (x < -40) return 0;
  double t = x / 1024, r = 1 + t * (1 + t * (0.5 + t * (1.0 / 6 + t / 24)));
  for (int i = 0; i < 10; i++) r *= r;
  return r;
}

static void move(name_crf *c, size_t i, double gradient) {
  double *w = &c->now[i];
  c->sum[i] += *w * (c->step - c->since[i]);
  c->since[i] = c->step;
  c->squares[i] += gradient * gradient;
  *w += c->rate * gradient / (sqrt(c->squares[i]) + 1e-3);
}

/* Of a stretch: exponentials of scores, and sums over the rows of labels before and behind each word. */
typedef struct { double (*emit)[Y], (*forward)[Y], (*backward)[Y], *scale, step[Y][Y], all; } lattice;

/* Each word's best score counts as 1. */
static void set_scores(lattice *l, const name_crf *c, const uint32_t *f, const uint32_t *at, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    double top = -1e300;
    for (uint32_t y = 0; y < Y; y++) l->emit[i][y] = 0;
    for (uint32_t j = at[i]; j < at[i + 1]; j++)
      for (uint32_t y = 0; y < Y; y++) l->emit[i][y] += c->now[(size_t)f[j] * Y + y];
    for (uint32_t y = 0; y < Y; y++) top = l->emit[i][y] > top ? l->emit[i][y] : top;
    for (uint32_t y = 0; y < Y; y++) l->emit[i][y] = power_of_e(l->emit[i][y] - top);
  }
  for (uint32_t x = 0; x < Y; x++)
    for (uint32_t y = 0; y < Y; y++)
      l->step[x][y] = name_step_is_lawful(x, y) ? power_of_e(c->now[x * Y + y]) : 0;
}

static void sum_forward(lattice *l, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    double total = 0;
    for (uint32_t y = 0; y < Y; y++) {
      double sum = i ? 0 : l->step[0][y];
      for (uint32_t x = 0; i && x < Y; x++) sum += l->forward[i - 1][x] * l->step[x][y];
      l->forward[i][y] = sum * l->emit[i][y];
      total += l->forward[i][y];
    }
    l->scale[i] = total > 1e-300 ? 1 / total : 1;
    for (uint32_t y = 0; y < Y; y++) l->forward[i][y] *= l->scale[i];
  }
}

static void sum_backward(lattice *l, uint32_t n) {
  for (uint32_t x = 0; x < Y; x++) l->backward[n - 1][x] = name_step_is_lawful(x, 0);
  for (uint32_t i = n - 1; i-- > 0;)
    for (uint32_t x = 0; x < Y; x++) {
      double sum = 0;
      for (uint32_t y = 0; y < Y; y++) sum += l->step[x][y] * l->emit[i + 1][y] * l->backward[i + 1][y];
      l->backward[i][x] = sum * l->scale[i + 1];
    }
  l->all = 0;
  for (uint32_t y = 0; y < Y; y++) l->all += l->forward[n - 1][y] * l->backward[n - 1][y];
}

enum { FINE = 1000 };          /* what is wrong by less than 1 in FINE is left alone */

static bool is_wrong(double by) { return by > 1.0 / FINE || by < -1.0 / FINE; }

/* What each pair of labels is, less than what it is expected to be. */
static void learn_steps(name_crf *c, const lattice *l, const uint8_t *gold, uint32_t n) {
  double missing[Y][Y] = {{0}};
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t x = 0; x < Y; x++)
      for (uint32_t y = 0; y < Y; y++) {
        double from = i ? l->forward[i - 1][x] : x ? 0 : 1;
        missing[x][y] -= from * l->step[x][y] * l->emit[i][y] * l->backward[i][y] * l->scale[i] / l->all;
      }
  for (uint32_t i = 0; i < n; i++) missing[i ? gold[i - 1] : 0][gold[i]] += 1;
  for (uint32_t x = 0; x < Y; x++)
    for (uint32_t y = 0; y < Y; y++)
      if (is_wrong(missing[x][y])) move(c, x * Y + y, missing[x][y]);
}

void name_crf_learn(name_crf *c, arena *room, const uint32_t *f, const uint32_t *at, const uint8_t *gold,
                    uint32_t n) {
  lattice l = {arena_array(room, n, sizeof *l.emit), arena_array(room, n, sizeof *l.forward),
               arena_array(room, n, sizeof *l.backward), ARENA_ARRAY(room, double, n), {{0}}, 0};
  set_scores(&l, c, f, at, n);
  sum_forward(&l, n);
  sum_backward(&l, n);
  c->step++;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t y = 0; y < Y; y++) {
      double missing = (y == gold[i]) - l.forward[i][y] * l.backward[i][y] / l.all;
      for (uint32_t j = at[i]; is_wrong(missing) && j < at[i + 1]; j++)
        move(c, (size_t)f[j] * Y + y, missing);
    }
  learn_steps(c, &l, gold, n);
}

void name_crf_add_means(int64_t *total, const name_crf *c) {
  double steps = c->step ? c->step : 1;
  for (size_t i = 0; i < (size_t)c->n * Y; i++)
    total[i] += (int64_t)((c->sum[i] + c->now[i] * (c->step - c->since[i])) / steps * 1048576);
}
