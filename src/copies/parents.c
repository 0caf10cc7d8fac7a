#include "copies/parents.h"
#include "copies/fingerprint.h"
#include "copies/tally.h"

typedef struct {
  const parents_index *x;
  const parents_child *b;
  arena *a;
  bool any_member;             /* of the reports asked about, those that are no heads count too */
  parents *out;
} search;

static uint32_t limit_of(const search *s, limit l) { return (uint32_t)s->x->m->limits[l]; }

static bool is_recent(const search *s, uint32_t a) {
  cal_day day = s->b->day;
  return day == CAL_OPEN_HI ||
         (int64_t)s->x->archive.day(a, s->x->archive.payload) >= (int64_t)day - limit_of(s, LIMIT_RECENT);
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

copy_link parents_compare(const parents_index *x, arena *a, uint32_t earlier, uint32_t b) {
  const parents_archive *v = &x->archive;
  const copy_text *one = v->text(earlier, v->payload), *other = one ? v->text(b, v->payload) : NULL;
  return other ? copies_compare(a, x->m, one, other) : (copy_link){0};
}

/* NULL: it was tried before. */
static const parent_link *try_new(parents *p, arena *a, const parents_index *x, uint32_t earlier, uint32_t b) {
  for (uint32_t i = 0; i < p->n_tried; i++)
    if (p->tried[i].report == earlier) return NULL;
  parent_link *out = ARENA_PUSH(a, p->tried, p->n_tried, p->cap_tried);
  *out = (parent_link){earlier, parents_compare(x, a, earlier, b)};
  return out;
}

void parents_try(parents *p, arena *a, const parents_index *x, uint32_t earlier, uint32_t b) {
  try_new(p, a, x, earlier, b);
}

/* Parent rule: for each relation the candidate of the best score; of equal ones the smaller id. */
static void try(search *s, uint32_t a) {
  const parents_archive *v = &s->x->archive;
  const parent_link *p = try_new(s->out, s->a, s->x, a, s->b->report);
  if (!p || !p->link.relation) return;
  parent_link *old = &s->out->best[p->link.relation];
  bool better = !old->link.relation || p->link.score > old->link.score;
  if (!better && p->link.score == old->link.score) better = v->has_smaller_id(a, old->report, v->payload);
  if (better) *old = *p;
}

/* Whether it is a copy or revision of a report of the last weeks: one that comes back after a year is news again. */
static bool is_copy(const search *s) {
  static const relation copies[] = {RELATION_SAME_REPORT, RELATION_REVISION};
  for (int i = 0; i < 2; i++) {
    const parent_link *p = &s->out->best[copies[i]];
    if (p->link.relation && is_recent(s, p->report)) return true;
  }
  return false;
}

/* ---- asking -------------------------------------------------------------------------------------------- */

/* Whether x is another report, and before b if b is the later one (`before`), else after it. */
static bool stands(const search *s, uint32_t x, uint16_t day, bool before) {
  const parents_archive *v = &s->x->archive;
  uint32_t b = s->b->report;
  if (x == b) return false;
  if (day != postings_day(s->b->day)) return before == (day < postings_day(s->b->day));
  return before ? v->is_before(x, b, v->payload) : v->is_before(b, x, v->payload);
}

static bool counts(uint32_t which, uint16_t day, void *payload) {
  const search *s = payload;
  return stands(s, which, day, true) && (s->any_member || s->x->archive.is_head(which, s->x->archive.payload));
}

static uint16_t days_before(uint16_t day, uint32_t days) { return day > days ? (uint16_t)(day - days) : 0; }

static postings_query query_of(search *s, uint32_t days, uint32_t most, bool first) {
  uint16_t day = postings_day(s->b->day);
  return (postings_query){.lo = day == POSTINGS_UNDATED ? 0 : days_before(day, days), .hi = day, .most = most,
                          .first = first, .counts = s->x->in_order ? NULL : counts, .payload = s};
}

static uint32_t exact_key(const fingerprint *k) { return (uint32_t)(k->exact >> 32 ^ k->exact); }

enum { EXACT_TRIES = 2 };                      /* keys are short: another report may have the same */

/* The first report with all the same letters, of the last `days`. The second one is no better a parent, but it
 * may be the one that this was made from. */
static void find_exact(search *s, uint32_t days) {
  const fingerprint *k = s->b->keys;
  const uint32_t key = exact_key(k);
  uint32_t n;
  if (!k->exact) return;
  postings_query q = query_of(s, days, EXACT_TRIES, true);
  const posting_hit *hits = postings_find(s->x->lasting, s->a, &key, 1, &q, &n);
  for (uint32_t i = 0; i < n && i < EXACT_TRIES; i++) {
    if (is_copy(s)) parents_try(s->out, s->a, s->x, hits[i].report, s->b->report);
    else try(s, hits[i].report);
  }
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

static bool is_best(const search *s, uint32_t a) {
  for (int r = 1; r < RELATIONS; r++) {
    const parent_link *p = &s->out->best[r];
    if (p->link.relation && p->report == a && relation_in_family((relation)r)) return true;
  }
  return false;
}

/* What was made from a head may have been made from a later version of it. */
static void try_versions(search *s, uint32_t head) {
  const parents_archive *v = &s->x->archive;
  uint32_t versions[MOST_VERSIONS];
  uint32_t n = v->versions(head, s->b->report, versions, v->payload);
  for (uint32_t i = 0; i < n; i++) try(s, versions[i]);
}

/* The heaviest candidates first: as many as are to be compared. */
static void try_heaviest(search *s, tally *t, uint32_t most, uint32_t least_weight, bool versions) {
  const tally_order order = {s->x->archive.has_smaller_id, s->x->archive.payload};
  uint32_t heaviest = 0;
  for (uint32_t i = 0; i < most; i++) {
    const tallied *c = tally_take(t, 2, least_weight, &order);
    if (!c || c->weight * limit_of(s, LIMIT_FAR_BEHIND) < heaviest) return;
    if (!i) heaviest = c->weight;
    try(s, c->report);
    if (versions && (!i || is_best(s, c->report))) try_versions(s, c->report);
  }
}

/* ---- near-duplicates ----------------------------------------------------------------------------------- */

static void find_near(search *s) {
  const fingerprint *k = s->b->keys;
  uint32_t n;
  tally t;
  if (!k->n_bands || s->b->day == CAL_OPEN_HI) return;
  postings_query q = query_of(s, limit_of(s, LIMIT_RECENT), limit_of(s, LIMIT_CAP), true);
  const posting_hit *hits = postings_find(s->x->recent, s->a, k->bands, k->n_bands, &q, &n);
  tally_init(&t, s->a, n);
  for (uint32_t i = 0; i < n; i++) tally_add(&t, hits[i].report, hits[i].day, 1);
  try_heaviest(s, &t, limit_of(s, LIMIT_NEAR), 2, false);
}

/* ---- all else ------------------------------------------------------------------------------------------ */

typedef struct { const posting_hit *hits; uint32_t n, times; bool anchors; } hit_list;   /* times: what each stands for */

/* A key says more the fewer reports hold it. */
static uint32_t key_weight(uint32_t holders) {
  return holders == 1 ? 8 : holders == 2 ? 6 : holders <= 4 ? 4 : holders <= 8 ? 3 : holders <= 16 ? 2 : 1;
}

static uint32_t anchor_weight(const copies_model *m, uint32_t holders) {
  uint32_t least = (uint32_t)m->limits[LIMIT_ANCHOR_LEAST], most = (uint32_t)m->limits[LIMIT_ANCHOR_MOST];
  uint32_t weight = (uint32_t)m->limits[LIMIT_ANCHOR_WEIGHT] / holders;
  return weight < least ? least : weight > most ? most : weight;
}

static void tally_hits(const copies_model *m, tally *t, const hit_list *l) {
  for (uint32_t i = 0, end; i < l->n; i = end) {
    for (end = i + 1; end < l->n && l->hits[end].key == l->hits[i].key; end++) {}
    uint32_t weight = l->anchors ? anchor_weight(m, end - i) : l->times * key_weight(end - i);
    for (uint32_t k = i; k < end; k++) tally_add(t, l->hits[k].report, l->hits[k].day, weight);
  }
}

static hit_list ask(search *s, postings *p, const uint32_t *keys, uint32_t n, const postings_query *q, uint32_t times) {
  hit_list l = {.times = times};
  l.hits = postings_find(p, s->a, keys, n, q, &l.n);
  return l;
}

static uint32_t kept_pairs(const copies_model *m, const fingerprint *k) {
  uint32_t most = (uint32_t)m->limits[LIMIT_LASTING_PAIRS];
  return k->n_pairs < most ? k->n_pairs : most;
}

static void find_rest(search *s) {
  const fingerprint *k = s->b->keys;
  const uint32_t cap = limit_of(s, LIMIT_CAP), kept = kept_pairs(s->x->m, k);
  bool dated = s->b->day != CAL_OPEN_HI;
  hit_list lists[2];
  s->any_member = false;
  /* of a run of letters the first that had it count, however many have it: among them is the source of them all */
  postings_query q = query_of(s, limit_of(s, LIMIT_WINDOW), cap, true);
  lists[0] = ask(s, s->x->lasting, k->anchors, k->n_anchors, &q, 1);
  lists[0].anchors = true;
  q = query_of(s, limit_of(s, dated ? LIMIT_RECENT : LIMIT_WINDOW), cap, false);
  if (dated) lists[1] = ask(s, s->x->recent, k->pairs, k->n_pairs, &q, 1);
  else lists[1] = ask(s, s->x->lasting, k->pairs, kept, &q, kept ? k->n_pairs / kept : 1);     /* a share is kept */
  tally t;
  tally_init(&t, s->a, lists[0].n + lists[1].n);
  for (int i = 0; i < 2; i++) tally_hits(s->x->m, &t, &lists[i]);
  uint32_t least = limit_of(s, dated ? LIMIT_MIN_SHARED : LIMIT_UNDATED_SHARED);
  try_heaviest(s, &t, limit_of(s, LIMIT_CANDIDATES), least, true);
}

/* ---- all ----------------------------------------------------------------------------------------------- */

uint32_t parents_recent_days(const parents_index *x) { return (uint32_t)x->m->limits[LIMIT_RECENT]; }

void parents_find(parents *out, arena *a, const parents_index *x, const parents_child *b) {
  search s = {.x = x, .b = b, .a = a, .any_member = true, .out = out};
  memset(out, 0, sizeof *out);
  if (x->tiers & TIER_EXACT) find_exact(&s, limit_of(&s, LIMIT_RECENT));
  if (x->tiers & TIER_EXACT && !is_copy(&s)) find_exact(&s, limit_of(&s, LIMIT_WINDOW));
  out->exact = is_copy(&s);
  if (x->tiers & TIER_NEAR && !is_copy(&s)) find_near(&s);
  out->early = is_copy(&s);
  if (x->tiers & TIER_REST && !out->early) find_rest(&s);
  out->is_head = !is_copy(&s);
}

static void put(postings *p, const uint32_t *keys, uint32_t n, const parents_child *b) {
  postings_put(p, keys, n, postings_day(b->day), b->tie, b->report);
}

void parents_put(const parents_index *x, const parents_child *b, entered have, entered want) {
  const fingerprint *k = b->keys;
  const uint32_t key = exact_key(k);
  bool dated = b->day != CAL_OPEN_HI;
  if (have == ENTERED_NONE && want > ENTERED_NONE) {
    if (k->exact) put(x->lasting, &key, 1, b);
    if (dated) put(x->recent, k->bands, k->n_bands, b);
  }
  if (have >= ENTERED_ALL || want < ENTERED_ALL) return;
  if (dated) put(x->recent, k->pairs, k->n_pairs, b);
  put(x->lasting, k->anchors, k->n_anchors, b);
  put(x->lasting, k->pairs, kept_pairs(x->m, k), b);
}

/* ---- who comes after ----------------------------------------------------------------------------------- */

static bool comes_after(uint32_t which, uint16_t day, void *payload) { return stands(payload, which, day, false); }

typedef struct { uint32_t *items; uint32_t n, cap; } report_list;

/* Later holders of keys, from `lo` days after b to `hi`. Beyond cap + 1 heads after b a key says nothing with b or
 * without. */
static void add_later(search *s, report_list *out, postings *p, const uint32_t *keys, uint32_t n, uint16_t lo, uint16_t hi,
                      bool capped) {
  postings_query q = {.lo = lo, .hi = hi, .most = UINT32_MAX - 1, .first = true, .counts = comes_after, .payload = s};
  uint32_t n_hits, heads = 0, cap = limit_of(s, LIMIT_CAP);
  if (lo > hi) return;
  const posting_hit *hits = postings_find(p, s->a, keys, n, &q, &n_hits);
  for (uint32_t i = 0; i < n_hits; i++) {
    if (!i || hits[i].key != hits[i - 1].key) heads = 0;
    if (capped && heads > cap) continue;
    heads += s->x->archive.is_head(hits[i].report, s->x->archive.payload);
    *ARENA_PUSH(s->a, out->items, out->n, out->cap) = hits[i].report;
  }
}

static uint16_t days_after(uint16_t day, uint32_t days) {
  return day + days >= POSTINGS_UNDATED ? POSTINGS_UNDATED - 1 : (uint16_t)(day + days);
}

const uint32_t *parents_later(const parents_index *x, arena *a, const parents_child *b, uint32_t *n) {
  search s = {.x = x, .b = b, .a = a};
  const fingerprint *k = b->keys;
  const uint32_t key = exact_key(k), kept = kept_pairs(x->m, k);
  const uint32_t window = limit_of(&s, LIMIT_WINDOW), recent = limit_of(&s, LIMIT_RECENT);
  report_list out = {0};
  uint16_t day = postings_day(b->day), end = days_after(day, window);
  if (day != POSTINGS_UNDATED) {
    add_later(&s, &out, x->lasting, &key, k->exact != 0, day, end, false);
    add_later(&s, &out, x->recent, k->bands, k->n_bands, day, days_after(day, recent), false);
    add_later(&s, &out, x->lasting, k->anchors, k->n_anchors, day, end, false);
    add_later(&s, &out, x->recent, k->pairs, k->n_pairs, day, days_after(day, recent), true);
  }
  add_later(&s, &out, x->lasting, &key, k->exact != 0, POSTINGS_UNDATED, POSTINGS_UNDATED, false);
  add_later(&s, &out, x->lasting, k->anchors, k->n_anchors, POSTINGS_UNDATED, POSTINGS_UNDATED, false);
  add_later(&s, &out, x->lasting, k->pairs, kept, POSTINGS_UNDATED, POSTINGS_UNDATED, true);
  *n = tally_distinct(out.items, out.n);
  return out.items;
}
