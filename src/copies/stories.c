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

typedef struct {
  const stories_index *x;
  const stories_child *b;
  arena *a;
  bool later;                  /* what comes after b is asked for, not what came before */
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
  if (day != own) return s->later == (day > own);
  return s->later ? v->is_before(b, which, v->payload) : v->is_before(which, b, v->payload);
}

static postings_query query_of(search *s, uint16_t lo, uint16_t hi, uint32_t most, bool first) {
  return (postings_query){.lo = lo, .hi = hi, .most = most, .first = first,
                          .counts = s->x->in_order ? NULL : counts, .payload = s};
}

static int32_t days_between(const search *s, uint16_t day) {
  return s->b->day == CAL_OPEN_HI ? THREAD_UNDATED : (int32_t)postings_day(s->b->day) - day;
}

static const thread_sketch *sketch_of(const search *s, uint32_t report_no) {
  str bytes = s->x->archive.sketch(report_no, s->a, s->x->archive.payload);
  return bytes.ptr ? threads_decode(s->a, (const uint8_t *)bytes.ptr, bytes.len) : NULL;
}

/* How well b fits the thread that the candidate is in. */
static int32_t fit_of(const search *s, uint32_t candidate, uint16_t day) {
  const copies_model *m = s->x->m;
  const thread_sketch *one = sketch_of(s, candidate), *members[STORY_FIRST];
  story_first first = {.n = 0};
  int32_t others[STORY_FIRST];
  uint32_t n = 0, n_members = 0;
  if (!one) return 0;
  s->x->archive.first(candidate, s->b->report, threads_limits(m).first_members, &first, s->x->archive.payload);
  for (uint32_t i = 0; i < first.n; i++) {
    const thread_sketch *x = first.reports[i] == candidate ? one : sketch_of(s, first.reports[i]);
    if (!x) continue;
    members[n_members++] = x;
    if (first.reports[i] != candidate) others[n++] = threads_likeness(m, x, s->b->sketch);
  }
  return threads_fit(m, threads_likeness(m, one, s->b->sketch), days_between(s, day), others, n,
                     threads_closeness(m, members, n_members));
}

story_parent stories_find(arena *a, const stories_index *x, const stories_child *b) {
  story_parent best = {0, 0};
  search s = {.x = x, .b = b, .a = a};
  tally t;
  uint32_t n;
  if (!b->n_keys) return best;
  const threads_policy policy = threads_limits(x->m);
  uint16_t day = postings_day(b->day), lo = day > policy.window_days ? (uint16_t)(day - policy.window_days) : 0;
  postings_query q = query_of(&s, b->day == CAL_OPEN_HI ? day : lo, day, policy.cap, false);
  const posting_hit *hits = postings_find(x->keys, a, b->keys, b->n_keys, &q, &n);
  tally_init(&t, a, n);
  for (uint32_t i = 0; i < n; i++) tally_add(&t, hits[i].report, hits[i].day, 1);
  const tally_order order = {x->archive.has_smaller_id, x->archive.payload};
  for (uint32_t i = 0; i < policy.fitted; i++) {
    const tallied *c = tally_take(&t, policy.min_shared, policy.min_shared, &order);
    if (!c) break;
    int32_t fit = fit_of(&s, c->report, c->day);
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
