#include "copies/postings_table.h"
#include "copies/large.h"
#include <stdlib.h>

enum { LEAST_BUCKETS = 1 << 16, USUAL_LOAD = 7, GROWTH = 3, GROWTH_OF = 2, STRIDE = 1 << 26 };
enum { LIST_HEAD = 2, LEAST_LIST = 4 };        /* words: how many, logarithm of the size; logarithm */
static const uint32_t MANY = (uint32_t)1 << 31;

/* ---- buckets ------------------------------------------------------------------------------------------- */

static uint32_t bucket_of(const table *t, uint32_t key) {
  return (uint32_t)((uint64_t)key * t->n_buckets >> 32);
}

/* The first key of a bucket's range. */
static uint32_t first_key(const table *t, uint32_t bucket) {
  return (uint32_t)((((uint64_t)bucket << 32) + t->n_buckets - 1) / t->n_buckets);
}

static uint32_t key_of(uint32_t first, uint16_t tag) { return first + (uint16_t)(tag - (uint16_t)first); }

static const table_bucket *next_of(const table *t, const table_bucket *b) {
  return b->next ? &t->more[b->next - 1] : NULL;
}

static size_t bucket_bytes(uint32_t n) { return (size_t)n * sizeof(table_bucket); }

static bool widen_more(table *t) {
  uint32_t cap = t->cap_more ? 2 * t->cap_more : 64;
  table_bucket *more = cap < MANY ? large_new(bucket_bytes(cap)) : NULL;
  if (!more) return false;
  if (t->n_more) memcpy(more, t->more, bucket_bytes(t->n_more));
  large_free(t->more, bucket_bytes(t->cap_more));
  t->more = more;
  t->cap_more = cap;
  return true;
}

/* Its place + 1, empty; 0: no memory. What pointed into `more` may point nowhere then. */
static uint32_t take_bucket(table *t) {
  uint32_t at = t->free_more;
  if (at) t->free_more = t->more[at - 1].next;
  else if (t->n_more < t->cap_more || widen_more(t)) at = ++t->n_more;
  if (at) t->more[at - 1] = (table_bucket){.next = 0};
  return at;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static uint32_t *list_at(const table *t, uint32_t item) { return t->lists + (item & ~MANY); }
static uint32_t list_room(const uint32_t *list) { return ((uint32_t)1 << list[1]) - LIST_HEAD; }

static bool widen_lists(table *t, uint32_t words) {
  uint64_t cap = t->cap_lists ? t->cap_lists : 1 << 10;
  while (cap < (uint64_t)t->n_lists + words) cap *= 2;
  uint32_t *lists = cap <= MANY ? realloc(t->lists, cap * sizeof *lists) : NULL;
  if (!lists) return false;
  t->lists = lists;
  t->cap_lists = (uint32_t)cap;
  return true;
}

/* An empty list of 2^size words as an item; 0: no memory. */
static uint32_t take_list(table *t, uint32_t size) {
  uint32_t at = t->free_lists[size], words = (uint32_t)1 << size;
  if (at) t->free_lists[size] = t->lists[--at + LIST_HEAD];
  else {
    if (words > t->cap_lists - t->n_lists && !widen_lists(t, words)) return 0;
    at = t->n_lists;
    t->n_lists += words;
  }
  t->lists[at] = 0;
  t->lists[at + 1] = size;
  return at | MANY;
}

static void give_list(table *t, uint32_t item) {
  uint32_t *list = list_at(t, item), size = list[1];
  list[LIST_HEAD] = t->free_lists[size];
  t->free_lists[size] = (item & ~MANY) + 1;
}

static void drop_gone(table *t, uint32_t item) {
  uint32_t *list = list_at(t, item), *reports = list + LIST_HEAD, gone = 0;
  while (gone < list[0] && reports[gone] < t->oldest) gone++;
  if (!gone) return;
  list[0] -= gone;
  t->n -= gone;
  memmove(reports, reports + gone, list[0] * sizeof *reports);
}

static bool is_after(const table *t, uint32_t x, uint32_t y) {
  if (x < t->oldest || y < t->oldest) return x > y;    /* in order of their days */
  return places_is_after(&t->places, x, y);
}

static void put_sorted(const table *t, uint32_t *reports, uint32_t n, uint32_t report) {
  if (!t->places.in_order || report != t->places.last)
    for (; n && is_after(t, reports[n - 1], report); n--) reports[n] = reports[n - 1];
  reports[n] = report;
}

static bool put_in_list(table *t, uint32_t *item, uint32_t report) {
  uint32_t *list = list_at(t, *item);
  if (list[0] == list_room(list)) drop_gone(t, *item);
  if (list[0] == list_room(list)) {
    uint32_t wider = list[1] < TABLE_SIZES - 2 ? take_list(t, list[1] + 1) : 0;
    if (!wider) return false;
    list = list_at(t, *item);  /* it may have moved */
    memcpy(list_at(t, wider) + LIST_HEAD, list + LIST_HEAD, list[0] * sizeof *list);
    list_at(t, wider)[0] = list[0];
    give_list(t, *item);
    *item = wider;
    list = list_at(t, wider);
  }
  put_sorted(t, list + LIST_HEAD, list[0]++, report);
  t->n++;
  return true;
}

/* ---- putting ------------------------------------------------------------------------------------------- */

/* Of a key's chain of buckets. */
typedef struct { table_bucket *free; int lane; uint32_t few; table_bucket *last; uint32_t last_more; } chain;

static bool is_gone(const table *t, uint32_t item) { return !(item & MANY) && item <= t->oldest; }

static table_bucket *begin_chain(const table *t, uint32_t key, chain *c) {
  c->last_more = 0;
  return c->last = &t->buckets[bucket_of(t, key)];
}

/* NULL: there is no more; then `last` stays. */
static table_bucket *step_chain(const table *t, chain *c) {
  if (!c->last->next) return NULL;
  c->last_more = c->last->next;
  return c->last = &t->more[c->last_more - 1];
}

/* Its postings that stand in lanes; the list that it has; the first lane that is free. */
static uint32_t *look_through(const table *t, uint32_t key, chain *c) {
  const uint16_t tag = (uint16_t)key;
  for (table_bucket *b = begin_chain(t, key, c); b; b = step_chain(t, c)) {
    for (int i = 0; i < TABLE_LANES; i++) {
      if (is_gone(t, b->items[i])) {
        if (!c->free) c->free = b, c->lane = i;
      } else if (b->tags[i] == tag) {
        if (b->items[i] & MANY) return &b->items[i];
        c->few++;
      }
    }
  }
  return NULL;
}

static bool put_in_lane(table *t, chain *c, uint16_t tag, uint32_t item) {
  if (!c->free) {
    uint32_t at = take_bucket(t);
    if (!at) return false;
    if (c->last_more) c->last = &t->more[c->last_more - 1];    /* it may have moved */
    c->last->next = at;
    c->free = &t->more[at - 1];
    c->lane = 0;
  }
  if (c->free->items[c->lane]) t->n--;         /* it is gone */
  else t->n_items++;
  c->free->tags[c->lane] = tag;
  c->free->items[c->lane] = item;
  return true;
}

/* The few postings of a key in lanes become a list. */
static bool begin_list(table *t, uint32_t key, uint32_t report) {
  uint32_t item = take_list(t, LEAST_LIST), *lane = NULL;
  if (!item) return false;
  chain c = {.free = NULL};
  for (table_bucket *b = begin_chain(t, key, &c); b; b = step_chain(t, &c))
    for (int i = 0; i < TABLE_LANES; i++) {
      if (b->tags[i] != (uint16_t)key || is_gone(t, b->items[i])) continue;
      uint32_t *list = list_at(t, item);
      put_sorted(t, list + LIST_HEAD, list[0]++, b->items[i] - 1);
      if (!lane) {
        lane = &b->items[i];
        continue;
      }
      b->items[i] = 0;
      t->n_items--;
    }
  if (lane) *lane = item;
  return lane && put_in_list(t, lane, report);
}

static bool put_one(table *t, uint32_t key, uint32_t report) {
  chain c = {.free = NULL};
  uint32_t *item = look_through(t, key, &c);
  if (item) return put_in_list(t, item, report);
  if (c.few == TABLE_FEW) return begin_list(t, key, report);
  if (!put_in_lane(t, &c, (uint16_t)key, report + 1)) return false;
  t->n++;
  return true;
}

/* ---- growing ------------------------------------------------------------------------------------------- */

static uint64_t most_buckets(const table *t) { return t->most / USUAL_LOAD + 1; }

static bool is_loaded(const table *t, uint32_t n) {
  return t->n_items + n >= (uint64_t)USUAL_LOAD * t->n_buckets && t->n_buckets < most_buckets(t);
}

/* Puts the items of the old buckets into those of t, which has the same lists. They come in order of their keys,
 * so both are walked through once; the old ones give their memory back on the way. */
static bool move_in(table *t, table *old) {
  for (uint32_t i = 0; i < old->n_buckets; i++) {
    const uint32_t first = first_key(old, i);
    for (const table_bucket *b = &old->buckets[i]; b; b = next_of(old, b))
      for (int k = 0; k < TABLE_LANES; k++) {
        if (!b->items[k]) continue;
        uint32_t key = key_of(first, b->tags[k]);
        chain c = {.free = NULL};
        begin_chain(t, key, &c);
        while (step_chain(t, &c)) {}
        for (int lane = 0; lane < TABLE_LANES && !c.free; lane++)
          if (!c.last->items[lane]) c.free = c.last, c.lane = lane;
        if (!put_in_lane(t, &c, b->tags[k], b->items[k])) return false;
      }
    size_t end = bucket_bytes(i + 1);
    if (end % STRIDE == 0) large_empty(old->buckets, bucket_bytes(old->n_buckets), end - STRIDE, end);
  }
  return true;
}

static void free_buckets(table *t) {
  large_free(t->buckets, bucket_bytes(t->n_buckets));
  large_free(t->more, bucket_bytes(t->cap_more));
}

/* Out of memory half-way the table has lost postings: nobody must go on with it. */
static bool grow(table *t) {
  const uint64_t most = most_buckets(t), n = (uint64_t)t->n_buckets * GROWTH / GROWTH_OF;
  table_purge(t);
  if (4 * t->n_items < (uint64_t)3 * USUAL_LOAD * t->n_buckets || n >= MANY) return true;
  table old = *t;
  t->buckets = large_new(bucket_bytes((uint32_t)(n < most ? n : most)));
  if (!t->buckets) {
    t->buckets = old.buckets;
    return false;
  }
  t->n_buckets = (uint32_t)(n < most ? n : most);
  t->more = NULL;
  t->n_more = t->cap_more = t->free_more = 0;
  t->n_items = 0;
  bool moved = move_in(t, &old);
  free_buckets(&old);
  return moved;
}

/* Of an empty table that may hold less than it did. */
static void shrink(table *t) {
  if (t->n_items || t->n_buckets <= LEAST_BUCKETS || t->n_buckets <= most_buckets(t)) return;
  free_buckets(t);
  t->buckets = t->more = NULL;
  t->n_buckets = t->n_more = t->cap_more = t->free_more = 0;
}

static bool make_room(table *t, uint32_t n) {
  shrink(t);
  if (!t->buckets) {
    if (!(t->buckets = large_new(bucket_bytes(LEAST_BUCKETS)))) return false;
    t->n_buckets = LEAST_BUCKETS;
  }
  return !is_loaded(t, n) || grow(t);
}

static void expect(const table *t, const uint32_t *keys, uint32_t n) {
  for (uint32_t i = 0; i < n && t->buckets; i++) __builtin_prefetch(&t->buckets[bucket_of(t, keys[i])]);
}

bool table_put(table *t, const uint32_t *keys, uint32_t n, uint32_t report, place at) {
  bool done = make_room(t, n) && places_set(&t->places, report, at);
  if (done) expect(t, keys, n);
  for (uint32_t i = 0; i < n && done; i++) done = put_one(t, keys[i], report);
  return done;
}

/* ---- what is gone -------------------------------------------------------------------------------------- */

void table_expire(table *t, uint16_t day) {
  const uint32_t end = t->places.first + t->places.n;
  if (t->oldest < t->places.first) t->oldest = t->places.first;
  while (t->oldest < end && places_day(&t->places, t->oldest) < day) t->oldest++;
  places_forget(&t->places, t->oldest);
}

static bool is_empty(const table_bucket *b) {
  for (int i = 0; i < TABLE_LANES; i++)
    if (b->items[i]) return false;
  return true;
}

static void purge_lanes(table *t, table_bucket *b) {
  for (int i = 0; i < TABLE_LANES; i++) {
    if (!b->items[i]) continue;
    if (b->items[i] & MANY) {
      drop_gone(t, b->items[i]);
      if (list_at(t, b->items[i])[0]) continue;
      give_list(t, b->items[i]);
    } else if (!is_gone(t, b->items[i])) continue;
    else t->n--;
    b->items[i] = 0;
    t->n_items--;
  }
}

void table_purge(table *t) {
  for (uint32_t i = 0; t->oldest && i < t->n_buckets; i++) {
    purge_lanes(t, &t->buckets[i]);
    for (uint32_t *link = &t->buckets[i].next; *link;) {
      table_bucket *b = &t->more[*link - 1];
      purge_lanes(t, b);
      if (!is_empty(b)) {
        link = &b->next;
        continue;
      }
      uint32_t at = *link;
      *link = b->next;
      b->next = t->free_more;
      t->free_more = at;
    }
  }
}

/* ---- asking -------------------------------------------------------------------------------------------- */

/* Whether one of the tags may be this one: four at a time (Warren, Hacker's Delight, 6-1). The four bytes behind
 * them are looked at too: that may say yes where there is none. */
static bool may_hold(const table_bucket *b, uint16_t tag) {
  const uint64_t ones = 0x0001000100010001u, all = ones * tag;
  uint64_t w[3], zeros = 0;
  memcpy(w, b, sizeof w);
  for (int i = 0; i < 3; i++) zeros |= ((w[i] ^ all) - ones) & ~(w[i] ^ all);
  return zeros & ones << 15;
}

static table_list find_one(const table *t, uint32_t key, uint32_t *few) {
  table_list out = {few, 0};
  for (const table_bucket *b = &t->buckets[bucket_of(t, key)]; b; b = next_of(t, b)) {
    if (!may_hold(b, (uint16_t)key)) continue;
    for (int i = 0; i < TABLE_LANES; i++) {
      if (b->tags[i] != (uint16_t)key || is_gone(t, b->items[i])) continue;
      if (!(b->items[i] & MANY)) {
        put_sorted(t, few, out.n++, b->items[i] - 1);
        continue;
      }
      const uint32_t *list = list_at(t, b->items[i]);
      __builtin_prefetch(list);
      return (table_list){list, UINT32_MAX};
    }
  }
  return out;
}

void table_find(const table *t, const uint32_t *keys, uint32_t n, uint32_t soon, uint32_t *few,
                table_list *out) {
  expect(t, keys, n);
  for (uint32_t i = 0; i < n; i++)
    out[i] = t->n ? find_one(t, keys[i], few + (size_t)i * TABLE_FEW) : (table_list){few, 0};
  for (uint32_t i = 0; i < n; i++)
    if (out[i].n == UINT32_MAX) {
      out[i] = (table_list){out[i].reports + LIST_HEAD, out[i].reports[0]};
      if (!out[i].n) continue;
      __builtin_prefetch(&out[i].reports[out[i].n - 1]);
      if (soon < out[i].n) __builtin_prefetch(&out[i].reports[out[i].n - soon]);
    }
}

/* ---- telling all --------------------------------------------------------------------------------------- */

typedef struct { uint32_t key, item; } keyed;
typedef struct { keyed *all; size_t n, cap; } keyed_items;

static bool gather(const table *t, uint32_t bucket, keyed_items *out) {
  const uint32_t first = first_key(t, bucket);
  out->n = 0;
  for (const table_bucket *b = &t->buckets[bucket]; b; b = next_of(t, b))
    for (int i = 0; i < TABLE_LANES; i++) {
      if (!b->items[i]) continue;
      if (out->n == out->cap) {
        size_t cap = out->cap ? 2 * out->cap : 64;
        keyed *all = realloc(out->all, cap * sizeof *all);
        if (!all) return false;
        out->all = all;
        out->cap = cap;
      }
      out->all[out->n++] = (keyed){key_of(first, b->tags[i]), b->items[i]};
    }
  return true;
}

/* Total order: equal ones are one report, of which two things had one hash. */
static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return (x->item > y->item) - (x->item < y->item);
}

static void sort_keys(keyed_items *x) {
  if (x->n > 2 * TABLE_LANES) {
    qsort(x->all, x->n, sizeof *x->all, by_key);
    return;
  }
  for (size_t i = 1; i < x->n; i++) {
    keyed moved = x->all[i];
    size_t at = i;
    for (; at && by_key(&x->all[at - 1], &moved) > 0; at--) x->all[at] = x->all[at - 1];
    x->all[at] = moved;
  }
}

static void tell_key(const table *t, const keyed *items, size_t n, table_tell_fn *tell, void *payload) {
  uint32_t few[TABLE_FEW];
  table_list all = {few, 0};
  if (items->item & MANY) all = (table_list){list_at(t, items->item) + LIST_HEAD, list_at(t, items->item)[0]};
  else
    for (size_t i = 0; i < n; i++) put_sorted(t, few, all.n++, items[i].item - 1);
  for (uint32_t i = 0; i < all.n; i++) {
    uint32_t which = all.reports[i];
    tell(items->key, which, (place){places_tie(&t->places, which), places_day(&t->places, which)}, payload);
  }
}

bool table_tell(const table *t, table_tell_fn *tell, void *payload) {
  keyed_items x = {0};
  bool whole = true;
  for (uint32_t i = 0; i < t->n_buckets && (whole = gather(t, i, &x)); i++) {
    sort_keys(&x);
    for (size_t k = 0, end; k < x.n; k = end) {
      for (end = k + 1; end < x.n && x.all[end].key == x.all[k].key; end++) {}
      tell_key(t, x.all + k, end - k, tell, payload);
    }
  }
  free(x.all);
  return whole;
}

void table_empty(table *t) {
  if (t->buckets) large_empty(t->buckets, bucket_bytes(t->n_buckets), 0, bucket_bytes(t->n_buckets));
  memset(t->free_lists, 0, sizeof t->free_lists);
  free(t->lists);
  t->lists = NULL;
  t->n_more = t->free_more = t->n_lists = t->cap_lists = 0;
  places_empty(&t->places);
  t->n = t->n_items = 0;
}

void table_free(table *t) {
  free_buckets(t);
  free(t->lists);
  places_free(&t->places);
}
