#include "train.h"
#include <stdlib.h>

static int by_key(const void *a, const void *b) {
  const observed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->choice < y->choice ? -1 : x->choice > y->choice;
}

static int by_often(const void *a, const void *b) {
  const observed *x = a, *y = b;
  if (x->often != y->often) return x->often > y->often ? -1 : 1;
  return x->choice < y->choice ? -1 : x->choice > y->choice;
}

void observe(arena *a, observations *o, feature key, uint32_t choice) {
  *ARENA_PUSH(a, o->all, o->n, o->cap) = (observed){key, choice, 1};
}

/* Equal ones become one, with how often it was seen; sorted by key, the most frequent choice first. */
void observations_count(observations *o) {
  uint32_t n = 0;
  if (!o->n) return;
  qsort(o->all, o->n, sizeof *o->all, by_key);
  for (uint32_t i = 0; i < o->n; i++) {
    if (n && !by_key(&o->all[n - 1], &o->all[i])) o->all[n - 1].often += o->all[i].often;
    else o->all[n++] = o->all[i];
  }
  o->n = n;
  for (uint32_t i = 0, end; i < n; i = end) {
    end = observations_end(o, i);
    qsort(o->all + i, end - i, sizeof *o->all, by_often);
  }
}

uint32_t observations_end(const observations *o, uint32_t i) {
  uint32_t end = i;
  while (end < o->n && o->all[end].key == o->all[i].key) end++;
  return end;
}

uint32_t observations_sum(const observations *o, uint32_t first, uint32_t end) {
  uint32_t sum = 0;
  for (uint32_t i = first; i < end; i++) sum += o->all[i].often;
  return sum;
}
