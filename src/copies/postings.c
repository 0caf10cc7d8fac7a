#include "copies/postings.h"
#include "copies/postings_run.h"
#include "copies/postings_table.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Eighths of the memory: for pages of runs; the most for their filters; the least for the table, which has what
 * the others leave. */
enum { MAPPED_PART = 1, HELD_PART = 5, TABLE_PART = 2, PARTS = 8 };
enum { FANOUT = 2, BYTES_A_POSTING = 10, LEAST_POSTINGS = 4096 };      /* bytes: of the table */

struct postings {
  postings_options options; char *folder, *prefix;     /* the strings of options */
  table table;
  run **runs; size_t n_runs, cap_runs;
  char **dead; size_t n_dead, cap_dead;                        /* names of runs that merging has replaced */
  uint64_t serial;             /* of the next run's name */
  bool loaded;                 /* runs were, and their filters are still to be held */
  ch_status status;
  ch_error err;
};

enum { FIRST_DAY = -25567 };   /* 1900-01-01 */

uint16_t postings_day(cal_day d) {
  if (d == CAL_OPEN_HI) return POSTINGS_UNDATED;
  if (d < FIRST_DAY) return 0;
  return d >= FIRST_DAY + POSTINGS_UNDATED ? POSTINGS_UNDATED - 1 : (uint16_t)(d - FIRST_DAY);
}

static void fail(postings *p, ch_status code, const char *what) {
  if (p->status) return;
  p->status = code;
  err_set(&p->err, code, "the index of copies: %s", what);
}

ch_status postings_status(const postings *p, ch_error *err) {
  if (p->status && err) *err = p->err;
  return p->status;
}

static size_t held_bytes(const postings *p) {
  size_t sum = 0;
  for (size_t i = 0; i < p->n_runs; i++) sum += run_held(p->runs[i]);
  return sum;
}

/* What the table may hold beside the filters. */
static uint64_t most_entries(const postings *p) {
  size_t part = p->options.memory / PARTS, rest = part * (PARTS - MAPPED_PART);
  size_t held = held_bytes(p) + places_bytes(&p->table.places);
  if (!p->options.folder) return UINT64_MAX;
  rest = held < rest ? rest - held : 0;
  uint64_t most = (rest < part * TABLE_PART ? part * TABLE_PART : rest) / BYTES_A_POSTING;
  return most < LEAST_POSTINGS ? LEAST_POSTINGS : most;
}

ch_status postings_open(postings **out, const postings_options *options, ch_error *err) {
  *out = NULL;
  postings *p = calloc(1, sizeof *p);
  if (!p) return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  p->options = *options;
  p->options.folder = p->folder = options->folder ? strdup(options->folder) : NULL;
  p->options.prefix = p->prefix = strdup(options->prefix);
  p->table.most = most_entries(p);
  p->table.places.with_ties = options->ties;
  if (!p->options.prefix || (options->folder && !p->options.folder)) {
    postings_close(p);
    return err_set(err, CH_ERR_MEMORY, "no memory for the index of copies");
  }
  *out = p;
  return CH_OK;
}

void postings_close(postings *p) {
  if (!p) return;
  for (size_t i = 0; i < p->n_runs; i++) run_close(p->runs[i], !p->options.lasting);
  for (size_t i = 0; i < p->n_dead; i++) free(p->dead[i]);
  free(p->dead);
  free(p->runs);
  table_free(&p->table);
  free(p->folder);
  free(p->prefix);
  free(p);
}

/* ---- runs ---------------------------------------------------------------------------------------------- */

static bool add_run(postings *p, run *r) {
  if (!p->options.lasting) run_remove(p->options.folder, run_name(r));        /* it is mapped: nobody else needs its name */
  if (p->n_runs == p->cap_runs) {
    size_t cap = p->cap_runs ? 2 * p->cap_runs : 16;
    run **runs = realloc(p->runs, cap * sizeof *runs);
    if (!runs) {
      fail(p, CH_ERR_MEMORY, "out of memory");
      run_close(r, !p->options.lasting);
      return false;
    }
    p->runs = runs;
    p->cap_runs = cap;
  }
  p->runs[p->n_runs++] = r;
  return true;
}

/* Holds as many filters as may be, of new runs first: they are asked as often as the others and are smaller. */
static void hold(postings *p) {
  size_t room = p->options.memory / PARTS * HELD_PART, held = held_bytes(p);
  room = held < room ? room - held : 0;
  for (size_t i = p->n_runs; i-- > 0;) {
    if (run_held(p->runs[i]) || run_filter(p->runs[i]) > room) continue;
    run_hold(p->runs[i]);
    room -= run_held(p->runs[i]);
  }
  p->table.most = most_entries(p);
  p->loaded = false;
}

void postings_reserve(postings *p, const char *name) {
  uint64_t serial = strtoull(name + strlen(p->options.prefix), NULL, 16);
  if (serial >= p->serial) p->serial = serial + 1;
}

ch_status postings_load(postings *p, const char *name, ch_error *err) {
  run *r;
  ch_status status = run_open(&r, p->options.folder, name, err);
  if (status) return status;
  postings_reserve(p, name);
  if (add_run(p, r)) p->loaded = true;
  return postings_status(p, err);
}

size_t postings_n_runs(const postings *p) { return p->n_runs; }
const char *postings_run_name(const postings *p, size_t i) { return run_name(p->runs[i]); }

uint64_t postings_bytes(const postings *p) {
  uint64_t sum = 0;
  for (size_t i = 0; i < p->n_runs; i++) sum += run_bytes(p->runs[i]);
  return sum;
}

/* The file goes at once, or when the owner has kept the new names. */
static void retire(postings *p, run *r) {
  if (!p->options.lasting) {
    run_close(r, true);
    return;
  }
  if (p->n_dead == p->cap_dead) {
    size_t cap = p->cap_dead ? 2 * p->cap_dead : 16;
    char **dead = realloc(p->dead, cap * sizeof *dead);
    if (dead) p->dead = dead, p->cap_dead = cap;
  }
  char *name = strdup(run_name(r));
  if (name && p->n_dead < p->cap_dead) p->dead[p->n_dead++] = name;
  else free(name);             /* the file stays: it is swept when the folder is opened again */
  run_close(r, false);
}

void postings_sweep(postings *p) {
  for (size_t i = 0; i < p->n_dead; i++) {
    run_remove(p->options.folder, p->dead[i]);
    free(p->dead[i]);
  }
  p->n_dead = 0;
}

void postings_expire(postings *p, uint16_t day) {
  size_t n = 0;
  for (size_t i = 0; i < p->n_runs; i++) {
    if (run_last_day(p->runs[i]) < day) retire(p, p->runs[i]);
    else p->runs[n++] = p->runs[i];
  }
  p->n_runs = n;
  table_expire(&p->table, day);
  p->table.most = most_entries(p);
}

static const char *next_name(postings *p, char *out, size_t room) {
  snprintf(out, room, "%s%016llx", p->options.prefix, (unsigned long long)p->serial++);
  return out;
}

/* The size class of a run: FANOUT of one class make one of the next. */
static unsigned level_of(const run *r) {
  unsigned level = 0;
  for (uint64_t n = run_count(r); n >= FANOUT; n /= FANOUT) level++;
  return level;
}

static void merge_at(postings *p, size_t first, size_t n) {
  char name[64];
  run *made;
  ch_status status = run_merge(&made, p->options.folder, next_name(p, name, sizeof name), p->runs + first, n,
                               p->options.lasting, &p->err);
  if (status) {
    p->status = status;
    return;
  }
  for (size_t i = first; i < first + n; i++) retire(p, p->runs[i]);
  if (!p->options.lasting) run_remove(p->options.folder, run_name(made));
  p->runs[first] = made;
  memmove(p->runs + first + 1, p->runs + first + n, (p->n_runs - first - n) * sizeof *p->runs);
  p->n_runs -= n - 1;
}

/* The newest runs whose sizes are no larger than that of the newest one's class are merged when there are enough. */
static void settle(postings *p) {
  while (!p->status && p->n_runs >= FANOUT) {
    unsigned level = level_of(p->runs[p->n_runs - 1]);
    size_t first = p->n_runs;
    uint64_t sum = 0;
    while (first && level_of(p->runs[first - 1]) <= level) sum += run_count(p->runs[--first]);
    if (p->n_runs - first < FANOUT || sum >= UINT32_MAX) return;        /* a run holds no more */
    if (p->options.largest_run && sum > p->options.largest_run) return;
    merge_at(p, first, p->n_runs - first);
  }
}

/* ---- putting ------------------------------------------------------------------------------------------- */

/* What is gone may make room enough. */
static bool is_full(postings *p) {
  if (p->table.n < p->table.most) return false;
  table_purge(&p->table);
  return p->table.n >= p->table.most - p->table.most / 8;
}

void postings_put(postings *p, const uint32_t *keys, uint32_t n, uint16_t day, uint32_t tie, uint32_t report) {
  if (p->status || !n) return;
  if (report >= TABLE_REPORTS) {
    fail(p, CH_ERR_LIMIT, "more than 2^31 reports");
    return;
  }
  if (!table_put(&p->table, keys, n, report, (place){tie, day})) fail(p, CH_ERR_MEMORY, "out of memory");
  else if (is_full(p)) postings_flush(p);
}

static void write_posting(uint32_t key, uint32_t report, place at, void *payload) {
  run_write(payload, (posting){key, report, at.tie, at.day});
}

static void write_run(postings *p) {
  char name[64];
  run_writer *w;
  run *r;
  const run_shape shape = {p->table.n, p->options.ties, p->options.lasting};
  p->status = run_begin(&w, p->options.folder, next_name(p, name, sizeof name), shape, &p->err);
  if (p->status) return;
  bool whole = table_tell(&p->table, write_posting, w);
  ch_status status = run_end(&r, w, &p->err);
  if (!status && !whole) run_close(r, true);
  if (!whole) fail(p, CH_ERR_MEMORY, "out of memory");
  else if (!(p->status = status)) add_run(p, r);
}

void postings_flush(postings *p) {
  table_purge(&p->table);
  if (p->status || !p->table.n || !p->options.folder) return;
  write_run(p);
  table_empty(&p->table);
  settle(p);
  hold(p);
}

/* ---- finding ------------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  const postings_query *q;
  posting *found; uint32_t n, cap;     /* key: place among those asked for */
  uint32_t *ends; uint32_t n_sources;  /* of `found`, as sources gave it: the table, then runs, new ones first */
  uint32_t *counts;            /* [keys] found so far */
  uint32_t *keys, *places; uint32_t n_keys;      /* that are still asked for, and their places */
} search;

static bool same_place(const posting *x, const posting *y) { return x->day == y->day && x->tie == y->tie; }

/* False: no more of this key are wanted from where this one stood. */
static bool take(search *s, uint32_t key, posting x) {
  const postings_query *q = s->q;
  if (q->counts && !q->counts(x.report, x.day, q->payload)) return true;
  if (q->first && s->counts[key] >= q->most && !same_place(&s->found[s->n - 1], &x)) return false;
  x.key = key;
  *ARENA_PUSH(s->a, s->found, s->n, s->cap) = x;
  return ++s->counts[key] <= q->most || q->first;
}

/* In `first` mode each source gives its first ones; else a key that has too many is given up at once. */
static bool begin_key(search *s, uint32_t key) {
  if (s->q->first) s->counts[key] = 0;
  return s->q->first || s->counts[key] <= s->q->most;
}

/* Whether `n` postings, all of which count, are too many, so that they need not be looked at. */
static bool is_too_many(search *s, uint32_t key, uint64_t n) {
  if (s->q->first || s->q->counts || s->counts[key] + n <= s->q->most) return false;
  s->counts[key] = s->q->most + 1;
  return true;
}

/* What of the table is asked for. Where all came in order the days of a query are a range of numbers, and no
 * report's day need be looked up. */
typedef struct { const table *t; bool in_order; uint16_t lo, hi; uint32_t from, end; } table_days;

static table_days days_of(const table *t, const postings_query *q) {
  table_days d = {t, t->places.all_in_order, q->lo, q->hi, 0, 0};
  if (!d.in_order) return d;
  d.from = places_first_of(&t->places, q->lo);
  d.end = q->hi == UINT16_MAX ? UINT32_MAX : places_first_of(&t->places, q->hi + 1);
  return d;
}

static bool is_too_early(const table_days *d, uint32_t report) {
  if (d->in_order) return report < d->from;
  return report < d->t->oldest || places_day(&d->t->places, report) < d->lo;
}

static bool is_too_late(const table_days *d, uint32_t report) {
  return d->in_order ? report >= d->end : places_day(&d->t->places, report) > d->hi;
}

/* The first of a list from `first` on that is not too early, or (`late`) that is too late. */
static uint32_t skip(const table_days *d, const table_list *l, uint32_t first, bool late) {
  uint32_t end = l->n;
  while (first < end) {
    uint32_t mid = first + (end - first) / 2;
    if (late ? !is_too_late(d, l->reports[mid]) : is_too_early(d, l->reports[mid])) first = mid + 1;
    else end = mid;
  }
  return first;
}

/* The last ones of a long list tell mostly that there are too many. */
static bool ends_with_too_many(const table_days *d, search *s, uint32_t key, const table_list *l) {
  const uint32_t most = s->q->most, *end = l->reports + l->n;
  if (l->n <= most || is_too_early(d, end[-1 - (int64_t)most]) || is_too_late(d, end[-1])) return false;
  return is_too_many(s, key, most + (uint64_t)1);
}

static void search_list(const table_days *d, search *s, uint32_t key, const table_list *l) {
  if (!l->n || !begin_key(s, key) || ends_with_too_many(d, s, key, l)) return;
  uint32_t at = skip(d, l, 0, false), end = skip(d, l, at, true);
  if (is_too_many(s, key, end - at)) return;
  for (; at < end; at++) {
    uint32_t which = l->reports[at];
    place stands = {places_tie(&d->t->places, which), places_day(&d->t->places, which)};
    if (!take(s, key, (posting){0, which, stands.tie, stands.day})) break;
  }
}

static void search_table(const postings *p, search *s) {
  const uint32_t n = s->n_keys, most = s->q->most;
  if (!p->table.n) return;
  table_list *lists = ARENA_ARRAY(s->a, table_list, n + 1);
  uint32_t *few = ARENA_ARRAY(s->a, uint32_t, (size_t)n * TABLE_FEW + 1);
  table_find(&p->table, s->keys, n, most < UINT32_MAX ? most + 1 : 1, few, lists);
  const table_days days = days_of(&p->table, s->q);
  for (uint32_t i = 0; i < n; i++) search_list(&days, s, i, &lists[i]);
}

static void search_run(run *r, search *s, run_range *ranges) {
  run_find(r, s->keys, s->n_keys, s->q->lo, s->q->hi, ranges);
  for (uint32_t i = 0; i < s->n_keys; i++) {
    const uint32_t key = s->places[i];
    uint64_t e = ranges[i].first, end = ranges[i].end;
    if (e == end || !begin_key(s, key)) continue;
    if (run_last_day(r) <= s->q->hi && is_too_many(s, key, end - e)) continue;
    for (; e < end; e++) {
      posting x = run_at(r, e);
      if (x.day > s->q->hi || !take(s, key, x)) break;
    }
  }
}

/* A key of which too many were found need not be asked for any more. */
static void drop_spent(search *s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->n_keys; i++) {
    if (!begin_key(s, s->places[i])) continue;
    s->keys[n] = s->keys[i];
    s->places[n++] = s->places[i];
  }
  s->n_keys = n;
}

static void begin_search(search *s, const postings *p, const uint32_t *keys, uint32_t n) {
  s->cap = 4 * n + 8;
  s->found = ARENA_ARRAY(s->a, posting, s->cap);
  s->ends = ARENA_ARRAY(s->a, uint32_t, p->n_runs + 1);
  s->counts = ARENA_ARRAY(s->a, uint32_t, n + 1);
  s->keys = ARENA_ARRAY(s->a, uint32_t, n + 1);
  s->places = ARENA_ARRAY(s->a, uint32_t, n + 1);
  s->n_keys = n;
  memcpy(s->keys, keys, n * sizeof *keys);
  for (uint32_t i = 0; i < n; i++) s->places[i] = i;
}

static void search_all(postings *p, search *s) {
  run_range *ranges = ARENA_ARRAY(s->a, run_range, s->n_keys + 1);
  search_table(p, s);
  s->ends[s->n_sources++] = s->n;
  for (size_t i = p->n_runs; i-- > 0;) {
    if (run_first_day(p->runs[i]) > s->q->hi || run_last_day(p->runs[i]) < s->q->lo) continue;
    drop_spent(s);
    search_run(p->runs[i], s, ranges);
    s->ends[s->n_sources++] = s->n;
  }
}

/* Total order: equal ones are one report, of which two things had one hash. */
static int by_place(const void *a, const void *b) {
  const posting *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  if (x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
  return (x->report > y->report) - (x->report < y->report);
}

static const posting *sort_places(search *s, const posting *of_key, uint32_t n) {
  uint32_t i = 1;
  while (i < n && by_place(&of_key[i - 1], &of_key[i]) < 0) i++;
  if (i >= n) return of_key;
  posting *sorted = ARENA_ARRAY(s->a, posting, n);
  memcpy(sorted, of_key, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, by_place);
  return sorted;
}

/* By key, of each what old runs gave first; so it stands already where one source gave all. */
static const posting *by_key(search *s, const uint32_t *at, uint32_t n_keys) {
  if (s->ends[0] == s->n) return s->found;
  uint32_t *next = ARENA_ARRAY(s->a, uint32_t, n_keys);
  posting *sorted = ARENA_ARRAY(s->a, posting, s->n);
  memcpy(next, at, n_keys * sizeof *next);
  for (uint32_t k = s->n_sources; k-- > 0;)
    for (uint32_t i = k ? s->ends[k - 1] : 0; i < s->ends[k]; i++) sorted[next[s->found[i].key]++] = s->found[i];
  return sorted;
}

/* Sorts what was found by key, each key's postings by place, and leaves those that the query asks for. */
static const posting_hit *sift(search *s, uint32_t n_keys, uint32_t *n_hits) {
  const uint32_t most = s->q->most;
  uint32_t *at = ARENA_ARRAY(s->a, uint32_t, n_keys + 1);
  posting_hit *out = ARENA_ARRAY(s->a, posting_hit, s->n + 1);
  *n_hits = 0;
  for (uint32_t i = 0; i < s->n; i++) at[s->found[i].key + 1]++;
  for (uint32_t i = 1; i <= n_keys; i++) at[i] += at[i - 1];
  const posting *found = by_key(s, at, n_keys);
  for (uint32_t k = 0; k < n_keys; k++) {
    const uint32_t n = at[k + 1] - at[k];
    if (!n || (!s->q->first && s->counts[k] > most)) continue;       /* a run that had too many gave none of them */
    const posting *all = sort_places(s, found + at[k], n);
    for (uint32_t i = 0; i < n && (i < most || same_place(&all[i - 1], &all[i])); i++)
      out[(*n_hits)++] = (posting_hit){k, all[i].report, all[i].day};
  }
  return out;
}

/* Mapped pages are the kernel's to keep; ours to keep are only so many. */
static void let_go(postings *p) {
  size_t mapped = 0;
  for (size_t i = 0; i < p->n_runs; i++) mapped += run_mapped(p->runs[i]);
  if (mapped <= p->options.memory / PARTS * MAPPED_PART) return;
  for (size_t i = 0; i < p->n_runs; i++) run_let_go(p->runs[i]);
}

const posting_hit *postings_find(postings *p, arena *a, const uint32_t *keys, uint32_t n, const postings_query *q,
                                 uint32_t *n_hits) {
  search s = {.a = a, .q = q};
  if (p->loaded) hold(p);
  begin_search(&s, p, keys, n);
  search_all(p, &s);
  let_go(p);
  return sift(&s, n, n_hits);
}
