/* threads_main.c: threads of a collection, straight from this room, for measuring by hand:
 *
 *   threads_dump PACK DOCS.jsonl [--shift] [--all] > DUMP.jsonl
 *
 * DOCS has a line {"id","text","published"?,"publisher"?} a report. Written are rows "report" with the
 * caller's id and a thread. Candidates and parents are found as the record finds them. --shift moves each
 * known day by up to two days, by a hash of the caller's id; --all asks all earlier reports of the window,
 * keys or none. */
#include "copies/threads.h"
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { NO_REPORT = UINT32_MAX };

typedef struct {
  report *report;
  const thread_sketch *sketch;
  int32_t day;                 /* INT32_MAX: not known */
  uint32_t keys[THREAD_KEYS], n_keys;
  uint32_t root, first[THREAD_FIRST], n_first;   /* of a root: the first members of its thread */
  int32_t closeness;           /* of these */
} item;

typedef struct { uint32_t item, next; } posting;

typedef struct {
  arena *a;
  const copies_model *m;
  threads_policy policy;
  item *items; uint32_t n, cap;
  posting *postings; uint32_t n_postings, cap_postings;
  map heads;                   /* key → posting + 1, latest first */
  bool shift, all;
  uint64_t candidates, scored, sketch_ns, score_ns, bytes;
} collection;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static str member(arena *a, json_t *o, const char *key) {
  const char *z = json_string_value(json_object_get(o, key));
  return z ? arena_str(a, str_of(z)) : (str){NULL, 0};
}

/* -2 to 2: in Python, int.from_bytes(hashlib.blake2b(id).digest(), "big") % 5 - 2. */
static int32_t moved_by(str given_id) {
  uint8_t h[64];
  uint32_t rest = 0;
  crypto_generichash(h, sizeof h, (const uint8_t *)given_id.ptr, given_id.len, NULL, 0);
  for (size_t i = 0; i < sizeof h; i++) rest = (rest << 8 | h[i]) % 5;
  return (int32_t)rest - 2;
}

/* The sketch goes through its bytes, as it does in the record. */
static void make_sketch(collection *c, item *x) {
  uint8_t bytes[THREAD_BYTES];
  const wording *w = words_read(c->a, c->m, x->report);
  uint64_t t = now();
  const thread_sketch *s = threads_sketch(c->a, c->m, w);
  c->sketch_ns += now() - t;
  uint32_t n = threads_encode(bytes, s);
  c->bytes += n;
  x->sketch = threads_decode(c->a, bytes, n);
  if (!x->sketch) abort();
  x->n_keys = threads_keys(x->keys, c->m, x->sketch);
}

static void read_line(collection *c, const intake_model *intake, const char *line) {
  json_t *o = json_loads(line, 0, NULL);
  ch_input in = {.bytes = member(c->a, o, "text"),
                 .format = CH_FORMAT_JSONL,
                 .given_id = member(c->a, o, "id"),
                 .published = member(c->a, o, "published"),
                 .publisher = member(c->a, o, "publisher"),
                 .title = member(c->a, o, "title"),
                 .url = member(c->a, o, "url")};
  json_decref(o);
  item x = {0};
  if (report_new(&x.report, c->a, intake, &in, (size_t)64 << 20, NULL)) return;
  x.day = cal_known(x.report->published) ? x.report->published.lo : INT32_MAX;
  if (c->shift && x.day != INT32_MAX) x.day += moved_by(x.report->given_id);
  make_sketch(c, &x);
  *ARENA_PUSH(c->a, c->items, c->n, c->cap) = x;
}

/* Canonical order. Total order: no two reports have the same id. */
static int in_order(const void *p, const void *q) {
  const item *x = p, *y = q;
  if (x->day != y->day) return (x->day > y->day) - (x->day < y->day);
  return str_cmp(id_str(&x->report->id), id_str(&y->report->id));
}

/* ---- parents ------------------------------------------------------------------------------------------- */

static int32_t days_apart(const item *a, const item *b) {
  return a->day == INT32_MAX || b->day == INT32_MAX ? THREAD_UNDATED : b->day - a->day;
}

static bool in_window(const collection *c, const item *a, const item *b) {
  int32_t days = days_apart(a, b);
  return days == THREAD_UNDATED || days <= c->policy.window_days;
}

static void count_holders(collection *c, const item *b, uint32_t key, uint16_t *shared) {
  const uint32_t *head = map_get(&c->heads, (str){(const char *)&key, sizeof key});
  uint32_t held = 0;
  for (uint32_t p = head ? *head : 0; p && held <= c->policy.cap; p = c->postings[p - 1].next)
    held += in_window(c, &c->items[c->postings[p - 1].item], b);
  if (held > c->policy.cap) return;
  for (uint32_t p = head ? *head : 0; p; p = c->postings[p - 1].next)
    shared[c->postings[p - 1].item] += in_window(c, &c->items[c->postings[p - 1].item], b);
}

static int32_t fit_of(collection *c, uint32_t candidate, const item *b) {
  const item *a = &c->items[candidate], *root = &c->items[a->root];
  int32_t others[THREAD_FIRST], likeness = threads_likeness(c->m, a->sketch, b->sketch);
  uint32_t n = 0;
  for (uint32_t i = 0; i < root->n_first; i++)
    if (root->first[i] != candidate)
      others[n++] = threads_likeness(c->m, c->items[root->first[i]].sketch, b->sketch);
  c->scored += n + 1;
  return threads_fit(c->m, likeness, days_apart(a, b), others, n, root->closeness);
}

static uint32_t best_parent(collection *c, uint32_t n, const uint16_t *shared) {
  uint32_t best = NO_REPORT;
  int32_t most = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (c->all ? !in_window(c, &c->items[i], &c->items[n]) : shared[i] < c->policy.min_shared) continue;
    c->candidates++;
    int32_t fit = fit_of(c, i, &c->items[n]);
    bool smaller = best != NO_REPORT && fit == most &&
                   str_cmp(id_str(&c->items[i].report->id), id_str(&c->items[best].report->id)) < 0;
    if (fit > most || smaller) {
      most = fit;
      best = i;
    }
  }
  return best;
}

static void put_keys(collection *c, uint32_t n) {
  const item *b = &c->items[n];
  for (uint32_t i = 0; i < b->n_keys; i++) {
    uint32_t *head = map_put(&c->heads, (str){(const char *)&b->keys[i], sizeof *b->keys}, NULL);
    *ARENA_PUSH(c->a, c->postings, c->n_postings, c->cap_postings) = (posting){n, *head};
    *head = c->n_postings;
  }
}

static void join_first(collection *c, item *root, uint32_t n) {
  const thread_sketch *first[THREAD_FIRST];
  root->first[root->n_first++] = n;
  for (uint32_t i = 0; i < root->n_first; i++) first[i] = c->items[root->first[i]].sketch;
  root->closeness = threads_closeness(c->m, first, root->n_first);
}

static void hang(collection *c, uint32_t n, uint16_t *shared) {
  item *b = &c->items[n];
  memset(shared, 0, c->n * sizeof *shared);
  for (uint32_t i = 0; i < b->n_keys; i++) count_holders(c, b, b->keys[i], shared);
  uint64_t t = now();
  uint32_t parent = best_parent(c, n, shared);
  c->score_ns += now() - t;
  b->root = parent == NO_REPORT ? n : c->items[parent].root;
  item *root = &c->items[b->root];
  if (root->n_first < c->policy.first_members) join_first(c, root, n);
  put_keys(c, n);
}

/* ---- main ---------------------------------------------------------------------------------------------- */

typedef struct { collection *c; const char *pack_folder, *docs; bool done; } job;

static bool load(job *j, const intake_model **intake) {
  collection *c = j->c;
  const pack *pk;
  ch_error err;
  if (pack_open(&pk, c->a, j->pack_folder, &err) || copies_load(&c->m, c->a, pk, &err) ||
      intake_load(intake, c->a, pk, &err)) {
    fprintf(stderr, "%s\n", err.msg);
    return false;
  }
  c->policy = threads_limits(c->m);
  return true;
}

static void work(void *payload) {
  job *j = payload;
  collection *c = j->c;
  const intake_model *intake;
  FILE *f = fopen(j->docs, "r");
  if (!f || !load(j, &intake)) return;
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, f) > 0) read_line(c, intake, line);
  free(line);
  fclose(f);
  if (c->n) qsort(c->items, c->n, sizeof *c->items, in_order);
  map_init(&c->heads, c->a, 1 << 20);
  uint16_t *shared = ARENA_ARRAY(c->a, uint16_t, c->n + 1);
  for (uint32_t i = 0; i < c->n; i++) {
    hang(c, i, shared);
    const char *z = c->items[i].report->given_id.ptr;
    printf("{\"row\":\"report\",\"id\":\"%s\",\"given_id\":[\"%s\"],\"thread\":\"t%u\"}\n", z, z,
           c->items[i].root);
  }
  j->done = true;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  collection c = {.a = arena_new(0)};
  for (int i = 3; i < argc; i++) {
    c.shift |= !strcmp(argv[i], "--shift");
    c.all |= !strcmp(argv[i], "--all");
  }
  job j = {&c, argv[1], argv[2], false};
  if (!arena_run(c.a, work, &j) || !j.done) return 1;
  unsigned long long n = c.n ? c.n : 1, scored = c.scored ? c.scored : 1;
  fprintf(stderr, "%u reports: sketch %llu ns, %llu bytes; %llu candidates; score %llu ns\n", c.n,
          c.sketch_ns / n, c.bytes / n, c.candidates / n, c.score_ns / scored);
  arena_free(c.a);
  return 0;
}
