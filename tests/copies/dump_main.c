/* dump_main.c: links and families of a collection, straight from this room, for measuring by hand:
 *
 *   copies_dump PACK DOCS.jsonl [--features] > DUMP.jsonl
 *
 * DOCS has a line {"id","text","published"?,"publisher"?} a report. Written are rows report, family and link
 * as in `chancery dump`, with the caller's ids. Candidates and parents are found as the record finds them:
 * earlier reports in canonical order that share enough keys; for each relation the best one. --features
 * writes, for each pair that is compared, what the decision about it looks at. */
#include "copies/rewrite.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RELATIONS = RELATION_PARALLEL + 1 };

typedef struct {
  report *report;
  const copy_text *text;
  const uint64_t *keys; uint32_t n_keys;
  copy_link best[RELATIONS];
  uint32_t parent[RELATIONS], family;
  relation role;               /* in its family; NONE: head */
} item;

typedef struct { uint32_t item, next; } posting;

typedef struct {
  arena *a, *step;
  const copies_model *m;
  item *items; uint32_t n, cap;
  posting *postings; uint32_t n_postings, cap_postings;
  map heads;                   /* key → posting + 1, latest first */
  bool features;
  uint64_t pairs, prepare_ns, compare_ns;
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

static void read_line(collection *c, const intake_model *intake, const char *line) {
  json_t *o = json_loads(line, 0, NULL);
  ch_input in = {.bytes = member(c->a, o, "text"),
                 .format = CH_FORMAT_JSONL,
                 .given_id = member(c->a, o, "id"),
                 .published = member(c->a, o, "published"),
                 .publisher = member(c->a, o, "publisher"),
                 .title = member(c->a, o, "title"),
                 .url = member(c->a, o, "url")};
  item *x = ARENA_PUSH(c->a, c->items, c->n, c->cap);
  *x = (item){0};
  json_decref(o);
  if (report_new(&x->report, c->a, intake, &in, (size_t)64 << 20, NULL)) {
    c->n--;
    return;
  }
  uint64_t t = now();
  x->text = copies_prepare(c->a, c->m, x->report);
  c->prepare_ns += now() - t;
  if (!copies_keys(c->a, copies_fingerprint(c->a, c->m, x->report), &x->keys, &x->n_keys)) abort();
}

static int in_order(const void *p, const void *q) {
  const item *x = p, *y = q;
  int by_day = cal_cmp(x->report->published, y->report->published);
  return by_day ? by_day : str_cmp(id_str(&x->report->id), id_str(&y->report->id));
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

static bool in_window(const collection *c, const item *a, const item *b) {
  return !cal_known(b->report->published) || !cal_known(a->report->published) ||
         a->report->published.hi >= b->report->published.hi - copies_limits(c->m).window_days;
}

static void count_holders(collection *c, const item *b, uint64_t key, uint16_t *shared, uint32_t *touched,
                          uint32_t *n) {
  const uint32_t *head = map_get(&c->heads, (str){(const char *)&key, sizeof key});
  uint32_t held = 0, cap = copies_limits(c->m).cap;
  for (uint32_t p = head ? *head : 0; p && held <= cap; p = c->postings[p - 1].next)
    held += in_window(c, &c->items[c->postings[p - 1].item], b);
  if (held > cap) return;
  for (uint32_t p = head ? *head : 0; p; p = c->postings[p - 1].next) {
    uint32_t a = c->postings[p - 1].item;
    if (!in_window(c, &c->items[a], b)) continue;
    if (!shared[a]++) touched[(*n)++] = a;
  }
}

static void print_features(collection *c, const item *a, const item *b, const copy_link *l) {
  pairing p;
  pairing_begin(&p, c->step, c->m, a->text, b->text);
  pairing_runs(&p);
  pairing_order(&p);
  pairing_align(&p);
  pairing_finish(&p);
  rewrite_features f = rewrite_see(&p);
  const int64_t x[] = {f.novel,
                       f.numbers,
                       f.conflict,
                       f.order,
                       f.outside,
                       f.rare,
                       f.late,
                       f.size,
                       f.publisher,
                       rewrite_odds(c->m, &f),
                       (int64_t)p.shared_weight,
                       (int64_t)p.a.t->weight,
                       (int64_t)p.b.t->weight,
                       p.a.letters,
                       p.a.run_letters,
                       p.a.longest_letters,
                       p.a.longest_idf,
                       p.a.held,
                       p.a.aligned,
                       p.a.aligned_held,
                       p.a.fact_weight,
                       p.a.novel_weight,
                       p.a.close,
                       p.b.letters,
                       p.b.run_letters,
                       p.b.longest_letters,
                       p.b.longest_idf,
                       p.b.held,
                       p.b.aligned,
                       p.b.aligned_held,
                       p.b.fact_weight,
                       p.b.novel_weight,
                       p.b.close,
                       p.changed_names,
                       p.changed_numbers,
                       p.close,
                       l->relation,
                       l->direction};
  printf("%s %s", a->report->given_id.ptr, b->report->given_id.ptr);
  for (size_t i = 0; i < sizeof x / sizeof *x; i++) printf(" %lld", (long long)x[i]);
  printf("\n");
}

static void compare(collection *c, uint32_t a, item *b) {
  arena_reset(c->step);
  uint64_t t = now();
  copy_link l = copies_compare(c->step, c->m, c->items[a].text, b->text);
  c->compare_ns += now() - t;
  c->pairs++;
  if (c->features) print_features(c, &c->items[a], b, &l);
  copy_link *old = &b->best[l.relation];
  if (!l.relation || (old->relation && old->score >= l.score)) return;
  *old = l;
  b->parent[l.relation] = a;
}

static int by_number(const void *p, const void *q) {
  uint32_t x = *(const uint32_t *)p, y = *(const uint32_t *)q;
  return (x > y) - (x < y);
}

static void find_parents(collection *c, uint32_t n) {
  item *b = &c->items[n];
  uint16_t *shared = calloc(c->n + 1, sizeof *shared);
  uint32_t *touched = calloc(c->n + 1, sizeof *touched), n_touched = 0;
  for (uint32_t i = 0; i < b->n_keys; i++) count_holders(c, b, b->keys[i], shared, touched, &n_touched);
  if (n_touched) qsort(touched, n_touched, sizeof *touched, by_number);
  for (uint32_t i = 0; i < n_touched; i++)
    if (shared[touched[i]] >= copies_limits(c->m).min_shared) compare(c, touched[i], b);
  for (uint32_t i = 0; i < b->n_keys; i++) {
    uint32_t *head = map_put(&c->heads, (str){(const char *)&b->keys[i], sizeof *b->keys}, NULL);
    *ARENA_PUSH(c->a, c->postings, c->n_postings, c->cap_postings) = (posting){n, *head};
    *head = c->n_postings;
  }
  free(shared);
  free(touched);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void print_link(const collection *c, const item *b, relation r) {
  const item *a = &c->items[b->parent[r]];
  const copy_link *l = &b->best[r];
  const char *direction = l->direction > 0 ? "\"a>b\"" : l->direction < 0 ? "\"b>a\"" : "null";
  printf("{\"row\":\"link\",\"a\":\"%s\",\"b\":\"%s\",\"relation\":\"%s\",\"direction\":%s,\"p\":%u,"
         "\"score\":%u,\"altered\":%u}\n",
         a->report->given_id.ptr, b->report->given_id.ptr, relation_text(r), direction, l->p, l->score,
         l->n_altered);
}

static int rank(relation r) {
  static const relation nearest[] = {RELATION_SAME_REPORT, RELATION_REVISION, RELATION_EXCERPT,
                                     RELATION_REWRITE};
  int k = 0;
  while (k < 4 && nearest[k] != r) k++;
  return k;
}

/* Hangs a report on its nearest parent; in its family it is what is farther, it or its parent. */
static void hang(collection *c, uint32_t i) {
  item *b = &c->items[i];
  relation near = RELATION_NONE;
  for (int r = 1; r < RELATIONS; r++)
    if (b->best[r].relation && rank((relation)r) < rank(near)) near = (relation)r;
  b->family = i;
  if (!near) return;
  const item *a = &c->items[b->parent[near]];
  b->family = a->family;
  b->role = a->role && rank(a->role) > rank(near) ? a->role : near;
}

static void print_rows(collection *c) {
  for (uint32_t i = 0; i < c->n; i++) {
    hang(c, i);
    const item *b = &c->items[i];
    printf("{\"row\":\"report\",\"id\":\"%s\",\"given_id\":[\"%s\"],\"family\":\"f%u\"}\n",
           b->report->given_id.ptr, b->report->given_id.ptr, b->family);
    printf("{\"row\":\"family\",\"id\":\"f%u\",\"members\":[{\"report\":\"%s\",\"relation\":\"%s\"}]}\n",
           b->family, b->report->given_id.ptr, b->role ? relation_text(b->role) : "head");
    for (int r = 1; r < RELATIONS; r++)
      if (b->best[r].relation) print_link(c, b, (relation)r);
  }
}

typedef struct { collection *c; const char *pack_folder, *docs; bool done; } job;

static void work(void *payload) {
  job *j = payload;
  collection *c = j->c;
  const pack *pk;
  const intake_model *intake;
  ch_error err;
  if (pack_open(&pk, c->a, j->pack_folder, &err) || copies_load(&c->m, c->a, pk, &err) ||
      intake_load(&intake, c->a, pk, &err)) {
    fprintf(stderr, "%s\n", err.msg);
    return;
  }
  FILE *f = fopen(j->docs, "r");
  if (!f) return;
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, f) > 0) read_line(c, intake, line);
  free(line);
  fclose(f);
  qsort(c->items, c->n, sizeof *c->items, in_order);
  map_init(&c->heads, c->a, 1 << 20);
  for (uint32_t i = 0; i < c->n; i++) find_parents(c, i);
  if (!c->features) print_rows(c);
  j->done = true;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  collection c = {
      .a = arena_new(0), .step = arena_new(0), .features = argc > 3 && !strcmp(argv[3], "--features")};
  job j = {&c, argv[1], argv[2], false};
  if (!arena_run(c.a, work, &j) || !j.done) return 1;
  fprintf(stderr, "%u reports, prepare %llu ns each; %llu pairs, compare %llu ns each\n", c.n,
          (unsigned long long)(c.prepare_ns / (c.n ? c.n : 1)), (unsigned long long)c.pairs,
          (unsigned long long)(c.compare_ns / (c.pairs ? c.pairs : 1)));
  arena_free(c.step);
  arena_free(c.a);
  return 0;
}
