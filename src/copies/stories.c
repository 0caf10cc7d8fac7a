#include "copies/stories.h"
#include "copies/fingerprint.h"
#include "copies/odds.h"
#include "copies/tally.h"
#include "copies/threads.h"

struct stories_child {
  uint32_t report; cal_day day; uint32_t tie;
  const thread_sketch *sketch;         /* NULL: it has none */
  uint32_t keys[THREAD_KEYS], n_keys;
};

/* A report that was held against b, and a thread whose first members were held against each other: the candidates are
 * mostly of a few threads. */
typedef struct { uint32_t report; const thread_sketch *sketch; int32_t likeness; } seen_report;
typedef struct { uint32_t first; int32_t closeness; } seen_thread;
/* One of the reports that share most keys with b, and the first members of its thread. */
typedef struct { uint32_t report; uint16_t day; int32_t likeness; story_first first; } candidate;

typedef struct {
  const stories_index *x;
  const stories_child *b;
  arena *a;
  bool later;                  /* what comes after b is asked for, not what came before */
  seen_report *reports; uint32_t n_reports, cap_reports;
  seen_thread *threads; uint32_t n_threads, cap_threads;
} search;

str copies_sketch(const fingerprint *f) { return f->sketch; }

/* Who was first of two that tell one story is not asked. */
void stories_write(jw *j, const story_parent *p) {
  jw_key_null(j, "direction");
  jw_key_int(j, "p", odds_probability(p->fit / 10));
  jw_key(j, "passages");
  jw_array(j);
  jw_end(j);
  jw_key(j, "reasons");
  jw_array(j);
  jw_end(j);
  jw_key_str(j, "relation", STR("same_thread"));
}

uint32_t stories_window(const copies_model *m) { return (uint32_t)threads_limits(m).window_days; }

const stories_child *stories_child_new(arena *a, const stories_index *x, uint32_t which, cal_day day, uint32_t tie,
                                       str sketch) {
  stories_child *b = ARENA_NEW(a, stories_child);
  *b = (stories_child){.report = which, .day = day, .tie = tie};
  if (x->m->threads && sketch.ptr) b->sketch = threads_decode(a, (const uint8_t *)sketch.ptr, sketch.len);
  if (b->sketch) b->n_keys = threads_keys(b->keys, x->m, b->sketch);
  return b;
}

static bool counts(uint32_t which, uint16_t day, void *payload) {
  const search *s = payload;
  const stories_archive *v = &s->x->archive;
  uint32_t b = s->b->report;
  uint16_t own = postings_day(s->b->day);
  if (which == b) return false;
  if (s->later) return day != own ? day > own : v->is_before(b, which, v->payload);
  return (day != own ? day < own : v->is_before(which, b, v->payload)) && v->is_head(which, v->payload);
}

static postings_query query_of(search *s, uint16_t lo, uint16_t hi, uint32_t most, bool first) {
  return (postings_query){.lo = lo, .hi = hi, .most = most, .first = first,
                          .counts = s->x->in_order ? NULL : counts, .payload = s};
}

static int32_t days_between(const search *s, uint16_t day) {
  return s->b->day == CAL_OPEN_HI ? THREAD_UNDATED : (int32_t)postings_day(s->b->day) - day;
}

/* Valid until the next call. Its sketch is NULL where it has none. */
static const seen_report *see_report(search *s, uint32_t which) {
  for (uint32_t i = 0; i < s->n_reports; i++)
    if (s->reports[i].report == which) return &s->reports[i];
  str bytes = s->x->archive.sketch(which, s->a, s->x->archive.payload);
  seen_report seen = {which, NULL, 0};
  if (bytes.ptr) seen.sketch = threads_decode(s->a, (const uint8_t *)bytes.ptr, bytes.len);
  if (seen.sketch) seen.likeness = threads_likeness(s->x->m, seen.sketch, s->b->sketch);
  seen_report *kept = ARENA_PUSH(s->a, s->reports, s->n_reports, s->cap_reports);
  *kept = seen;
  return kept;
}

static int32_t closeness_of(search *s, const story_first *first) {
  const thread_sketch *members[STORY_FIRST];
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->n_threads; i++)
    if (s->threads[i].first == first->reports[0]) return s->threads[i].closeness;
  for (uint32_t i = 0; i < first->n; i++) {
    const thread_sketch *x = see_report(s, first->reports[i])->sketch;
    if (x) members[n++] = x;
  }
  int32_t closeness = threads_closeness(s->x->m, members, n);
  *ARENA_PUSH(s->a, s->threads, s->n_threads, s->cap_threads) = (seen_thread){first->reports[0], closeness};
  return closeness;
}

/* How well b fits the thread that the candidate is in; 0 where that is below `least`, and the dear half of it is not worked
 * out where it cannot be more. */
static int32_t fit_of(search *s, const candidate *c, int32_t rivalry, int32_t least) {
  const copies_model *m = s->x->m;
  const int32_t days = days_between(s, c->day);
  int32_t others[STORY_FIRST];
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->first.n; i++) {
    if (c->first.reports[i] == c->report) continue;
    const seen_report *x = see_report(s, c->first.reports[i]);
    if (x->sketch) others[n++] = x->likeness;
  }
  if (threads_fit(m, c->likeness, days, others, n, threads_least_likeness(m)) - rivalry < least) return 0;
  return threads_fit(m, c->likeness, days, others, n, c->first.n ? closeness_of(s, &c->first) : 0) - rivalry;
}

static uint32_t thread_of(const candidate *c) { return c->first.n ? c->first.reports[0] : c->report; }

/* The likest two of different threads. */
typedef struct { const candidate *best, *second; } rivals;

static void add_rival(rivals *r, const candidate *c) {
  if (!r->best || c->likeness > r->best->likeness) {
    if (r->best && thread_of(r->best) != thread_of(c)) r->second = r->best;
    r->best = c;
  } else if (thread_of(c) != thread_of(r->best) && (!r->second || c->likeness > r->second->likeness)) {
    r->second = c;
  }
}

static int32_t rivalry_of(const search *s, const rivals *r, const candidate *c) {
  const candidate *other = thread_of(r->best) != thread_of(c) ? r->best : r->second;
  return other ? threads_rivalry(s->x->m, other->likeness) : 0;
}

/* Those that share most keys. */
static candidate *take_candidates(search *s, tally *t, uint32_t *n) {
  const stories_archive *v = &s->x->archive;
  const threads_policy policy = threads_limits(s->x->m);
  const tally_order order = {v->has_smaller_id, v->payload};
  const uint32_t most = policy.fitted < t->n ? policy.fitted : t->n;
  candidate *out = ARENA_ARRAY(s->a, candidate, most + 1);
  *n = 0;
  for (uint32_t i = 0; i < most; i++) {
    const tallied *x = tally_take(t, policy.min_shared, policy.min_shared, &order);
    if (!x) break;
    const seen_report *seen = see_report(s, x->report);
    if (!seen->sketch) continue;
    candidate *c = &out[(*n)++];
    *c = (candidate){.report = x->report, .day = x->day, .likeness = seen->likeness};
    v->first(c->report, s->b->report, policy.first_members, &c->first, v->payload);
  }
  return out;
}

story_parent stories_find(arena *a, const stories_index *x, const stories_child *b) {
  story_parent best = {0, 0};
  search s = {.x = x, .b = b, .a = a};
  rivals r = {NULL, NULL};
  tally t;
  uint32_t n;
  if (!b->n_keys) return best;
  const threads_policy policy = threads_limits(x->m);
  uint16_t day = postings_day(b->day), lo = day > policy.window_days ? (uint16_t)(day - policy.window_days) : 0;
  postings_query q = query_of(&s, b->day == CAL_OPEN_HI ? day : lo, day, policy.cap, false);
  const posting_hit *hits = postings_find(x->keys, a, b->keys, b->n_keys, &q, &n);
  tally_init(&t, a, n);
  for (uint32_t i = 0; i < n; i++) tally_add(&t, hits[i].report, hits[i].day, 1);
  const candidate *candidates = take_candidates(&s, &t, &n);
  for (uint32_t i = 0; i < n; i++) add_rival(&r, &candidates[i]);
  for (uint32_t i = 0; i < n; i++) {
    const candidate *c = &candidates[i];
    int32_t fit = fit_of(&s, c, rivalry_of(&s, &r, c), best.fit);
    if (fit <= 0 || fit < best.fit) continue;
    if (fit == best.fit && x->archive.has_smaller_id(best.report, c->report, x->archive.payload)) continue;
    best = (story_parent){c->report, fit};
  }
  return best;
}

void stories_put(const stories_index *x, const stories_child *b) {
  postings_put(x->keys, b->keys, b->n_keys, postings_day(b->day), b->tie, b->report);
}

const uint32_t *stories_later(const stories_index *x, arena *a, const stories_child *b, uint32_t *n) {
  search s = {.x = x, .b = b, .a = a, .later = true};
  uint32_t n_hits;
  uint16_t day = postings_day(b->day);
  uint32_t end = day == POSTINGS_UNDATED ? day : day + stories_window(x->m);
  if (day != POSTINGS_UNDATED && end >= POSTINGS_UNDATED) end = POSTINGS_UNDATED - 1;
  postings_query q = query_of(&s, day, (uint16_t)end, UINT32_MAX - 1, true);
  const posting_hit *hits = postings_find(x->keys, a, b->keys, b->n_keys, &q, &n_hits);
  uint32_t *out = ARENA_ARRAY(a, uint32_t, n_hits + 1);
  for (uint32_t i = 0; i < n_hits; i++) out[i] = hits[i].report;
  *n = tally_distinct(out, n_hits);
  return out;
}
