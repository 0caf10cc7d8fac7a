/* Who was made from whom, asked of a small archive: in canonical order, as a collection does, and in any order of arrival,
 * as the record does. */
#include "copies/fingerprint.h"
#include "copies/parents.h"
#include "kit.h"
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 3100, TEXTS = 3, MOST_TOLD = 48 };

/* A link that a report has, of those it was held against. */
typedef struct { uint32_t id; relation relation; int direction; bool best; } told;

typedef struct {
  const report *r;
  const fingerprint *keys;
  cal_day day;
  uint32_t id;                 /* the smaller one comes first on a day */
  uint32_t family_of;          /* of copies and revisions: the one it hangs on, number + 1 */
  parents found;               /* but for what is tried: `told` */
  told told[MOST_TOLD]; uint32_t n_told;
  entered entered;
  bool known, waiting;
} member;

typedef struct {
  kit *k;
  copies_model m;              /* of the kit, with limits of our own */
  parents_index x;
  member *all; uint32_t n;
  arena *texts[TEXTS]; uint32_t at, last, of[TEXTS]; const copy_text *made[TEXTS];
  arena *step;
  uint32_t most_compared;
} world;

/* ---- the archive --------------------------------------------------------------------------------------- */

typedef struct { world *w; uint32_t n; arena *a; } preparing;

static void prepare(void *payload) {
  preparing *p = payload;
  p->w->made[p->w->at] = copies_prepare(p->a, &p->w->m, p->w->all[p->n].r);
}

static const copy_text *text_of(uint32_t n, void *payload) {
  world *w = payload;
  for (uint32_t i = 0; i < TEXTS; i++)
    if (w->of[i] == n + 1) return w->made[w->last = i];
  w->at = (w->at + 1) % TEXTS;
  if (w->at == w->last) w->at = (w->at + 1) % TEXTS;         /* it may be in use */
  w->last = w->at;
  preparing p = {w, n, w->texts[w->at]};
  arena_reset(p.a);
  w->of[w->at] = n + 1;
  assert_true(arena_run(p.a, prepare, &p));
  return w->made[w->at];
}

static bool is_head(uint32_t n, void *payload) { return ((world *)payload)->all[n].found.is_head; }
static cal_day day_of(uint32_t n, void *payload) { return ((world *)payload)->all[n].day; }

static bool is_before(uint32_t a, uint32_t b, void *payload) {
  const member *x = &((world *)payload)->all[a], *y = &((world *)payload)->all[b];
  return x->day != y->day ? x->day < y->day : x->id < y->id;
}

static bool has_smaller_id(uint32_t a, uint32_t b, void *payload) {
  const world *w = payload;
  return w->all[a].id < w->all[b].id;
}

static uint32_t versions_of(uint32_t head, uint32_t b, uint32_t *out, void *payload) {
  world *w = payload;
  uint32_t n = 0;
  for (uint32_t i = 0; i < w->n; i++) {
    const member *v = &w->all[i];
    if (!v->known || v->family_of != head + 1 || v->found.is_head || v->found.exact || !is_before(i, b, w)) continue;
    uint32_t at = n < MOST_VERSIONS ? n++ : n;
    while (at && is_before(i, out[at - 1], w)) {
      if (at < MOST_VERSIONS) out[at] = out[at - 1];
      at--;
    }
    if (at < MOST_VERSIONS) out[at] = i;
  }
  return n;
}

static void world_begin(world *w, kit *k) {
  const parents_archive archive = {w, text_of, is_head, day_of, versions_of, is_before, has_smaller_id};
  const postings_options o = {.prefix = "t-", .memory = (size_t)1 << 30, .ties = true};
  memset(w, 0, sizeof *w);
  w->k = k;
  w->m = *k->m;
  w->all = calloc(MOST, sizeof *w->all);
  assert_non_null(w->all);
  for (int i = 0; i < TEXTS; i++) assert_non_null(w->texts[i] = arena_new(0));
  assert_non_null(w->step = arena_new(0));
  w->x = (parents_index){.m = &w->m, .archive = archive, .tiers = TIERS_ALL};
  assert_int_equal(postings_open(&w->x.recent, &o, NULL), CH_OK);
  assert_int_equal(postings_open(&w->x.lasting, &o, NULL), CH_OK);
}

static void world_end(world *w) {
  postings_close(w->x.recent);
  postings_close(w->x.lasting);
  for (int i = 0; i < TEXTS; i++) arena_free(w->texts[i]);
  arena_free(w->step);
  free(w->all);
}

/* A report that is there, but not yet looked at. Its number. */
static uint32_t add(world *w, const char *text, cal_day day, uint32_t name) {
  assert_true(w->n < MOST);
  const report *r = kit_report(w->k, text, NULL, NULL);
  report *dated = ARENA_NEW(w->k->a, report);
  *dated = *r;
  dated->published = day == CAL_OPEN_HI ? CAL_NOTHING : cal_one_day(day);
  w->all[w->n] = (member){.r = dated, .day = day, .id = name,
                          .keys = copies_keys(w->k->a, copies_fingerprint(w->k->a, w->k->m, r))};
  assert_non_null(w->all[w->n].keys);
  return w->n++;
}

/* ---- looking ------------------------------------------------------------------------------------------- */

typedef struct { world *w; uint32_t n; parents found; const uint32_t *later; uint32_t n_later; } looking;

static void keep_told(const world *w, member *b, const parents *found) {
  b->n_told = 0;
  for (uint32_t i = 0; i < found->n_tried; i++) {
    const parent_link *p = &found->tried[i];
    for (uint32_t k = 0; k < i; k++) assert_int_not_equal(found->tried[k].report, p->report);
    if (!parents_is_told(found, p)) continue;
    assert_true(b->n_told < MOST_TOLD);
    bool best = parents_is_best(found, p);
    b->told[b->n_told++] = (told){w->all[p->report].id, p->link.relation, p->link.direction, best};
  }
}

static void look_job(void *payload) {
  looking *l = payload;
  world *w = l->w;
  member *b = &w->all[l->n];
  parents_child child = {l->n, b->day, b->id / 4, b->keys};   /* some have the same tie */
  parents_find(&l->found, w->step, &w->x, &child);
  bool turned = !b->known || b->found.is_head != l->found.is_head;
  const parent_link *same = &l->found.best[RELATION_SAME_REPORT], *revised = &l->found.best[RELATION_REVISION];
  const parent_link *near = same->link.relation ? same : revised;
  entered want = parents_entered(&w->x, &l->found);
  if (want > b->entered) {
    parents_put(&w->x, &child, b->entered, want);
    b->entered = want;
  }
  b->found = l->found;
  keep_told(w, b, &l->found);
  b->known = true;
  b->family_of = near->link.relation ? near->report + 1 : 0;
  if (turned && !w->x.in_order) l->later = parents_later(&w->x, w->step, &child, &l->n_later);
}

static void look(world *w, uint32_t n) {
  looking l = {.w = w, .n = n};
  arena_reset(w->step);
  assert_true(arena_run(w->step, look_job, &l));
  if (l.found.n_tried > w->most_compared) w->most_compared = l.found.n_tried;
  for (uint32_t i = 0; i < l.n_later; i++) {
    assert_true(is_before(n, l.later[i], w));
    assert_true(!i || l.later[i - 1] < l.later[i]);
    w->all[l.later[i]].waiting |= w->all[l.later[i]].known;
  }
}

/* Looks at a report, and at all whose parents may be others because of it. How many. */
static uint32_t arrive(world *w, uint32_t n) {
  uint32_t looked = 0;
  w->all[n].waiting = true;
  for (;;) {
    uint32_t next = UINT32_MAX;
    for (uint32_t i = 0; i < w->n; i++)
      if (w->all[i].waiting && (next == UINT32_MAX || is_before(i, next, w))) next = i;
    if (next == UINT32_MAX) return looked;
    w->all[next].waiting = false;
    look(w, next);
    looked++;
  }
}

static void look_in_order(world *w) {
  uint32_t done = 0;
  w->x.in_order = true;
  for (; done < w->n; done++) {
    uint32_t next = UINT32_MAX;
    for (uint32_t i = 0; i < w->n; i++)
      if (!w->all[i].known && (next == UINT32_MAX || is_before(i, next, w))) next = i;
    look(w, next);
  }
}

static void assert_parent(const world *w, uint32_t b, relation r, uint32_t a) {
  const parent_link *p = &w->all[b].found.best[r];
  if (p->link.relation != r) fail_msg("%u has no %s", b, relation_text(r));
  assert_int_equal(p->report, a);
}

/* ---- what is found ------------------------------------------------------------------------------------- */

static const char *with(kit *k, const char *text, const char *from, const char *to) {
  size_t at = str_find(str_of(text), str_of(from));
  assert_true(at != SIZE_MAX);
  const str parts[] = {str_sub(str_of(text), 0, at), str_of(to), str_of(text + at + strlen(from))};
  return arena_join(k->a, parts, 3, STR("")).ptr;
}

static const char *part_of_original(kit *k) {
  const char *start = strstr(original, "Vestria closed"), *end = strstr(start, "The two governments");
  return arena_str(k->a, (str){start, (size_t)(end - start)}).ptr;
}

static const char *figure_changed(kit *k, int figure) {
  char text[12];
  snprintf(text, sizeof text, "%d V", figure);
  return with(k, original, "140 V", text);
}

static void each_kind(kit *k) {
  enum { FIRST = 100, COPY, NEAR, PART, LATER, REWRITE, OTHER };
  for (int in_order = 0; in_order < 2; in_order++) {
    world w;
    world_begin(&w, k);
    uint32_t first = add(&w, original, 22000, FIRST), other = add(&w, unrelated, 22000, OTHER);
    uint32_t copy = add(&w, kit_wrapped(k, original, 70), 22001, COPY);
    uint32_t near = add(&w, figure_changed(k, 90), 22002, NEAR);
    uint32_t part = add(&w, part_of_original(k), 22003, PART), later = add(&w, later_report, 22056, LATER);
    uint32_t rewrite = add(&w, rewritten, 22004, REWRITE), undated = add(&w, original, CAL_OPEN_HI, 7);
    if (in_order) look_in_order(&w);
    else for (uint32_t i = w.n; i-- > 0;) arrive(&w, i);
    assert_true(w.all[first].found.is_head && w.all[other].found.is_head && w.all[other].found.n_tried == 0);
    assert_parent(&w, copy, RELATION_SAME_REPORT, first);
    assert_true(!w.all[copy].found.is_head && w.all[copy].found.early);
    assert_parent(&w, near, RELATION_REVISION, first);
    assert_true(!w.all[near].found.is_head && !w.all[near].found.exact);
    assert_parent(&w, part, RELATION_EXCERPT, first);
    assert_parent(&w, later, RELATION_SHARES_BACKGROUND, first);
    assert_parent(&w, rewrite, RELATION_REWRITE, first);
    assert_true(w.all[rewrite].found.is_head);
    assert_parent(&w, undated, RELATION_SAME_REPORT, first);
    world_end(&w);
  }
}

/* Each tier is asked for by itself. */
static void tiers(kit *k) {
  static const unsigned asked[] = {TIER_EXACT, TIER_EXACT | TIER_NEAR, TIERS_ALL};
  for (int t = 0; t < 3; t++) {
    world w;
    world_begin(&w, k);
    w.x.tiers = asked[t];
    add(&w, original, 22000, 1);
    uint32_t copy = add(&w, original, 22001, 2), near = add(&w, figure_changed(k, 90), 22002, 3);
    uint32_t rewrite = add(&w, rewritten, 22003, 4);
    look_in_order(&w);
    assert_parent(&w, copy, RELATION_SAME_REPORT, 0);
    assert_int_equal(w.all[near].found.best[RELATION_REVISION].link.relation != RELATION_NONE, t > 0);
    assert_int_equal(w.all[rewrite].found.best[RELATION_REWRITE].link.relation != RELATION_NONE, t > 1);
    world_end(&w);
  }
}

/* One story, copied with one figure changed, is no more than one story. */
static void a_story_copied_often(kit *k) {
  enum { TIMES = 3000 };
  const int32_t *limits = k->m->limits;
  world w;
  world_begin(&w, k);
  uint32_t first = add(&w, original, 22000, 0);
  for (int i = 0; i < TIMES; i++) add(&w, figure_changed(k, 1000 + i), 22000 + i / 1500, 10 + (uint32_t)i);
  w.x.in_order = true;
  for (uint32_t i = 0; i < w.n; i++) look(&w, i);       /* they were added in canonical order */
  for (uint32_t i = 1; i < w.n; i++) assert_false(w.all[i].found.is_head);
  uint32_t rewrite = add(&w, rewritten, 22003, 5), later = add(&w, later_report, 22050, 6);
  look(&w, rewrite);
  look(&w, later);
  const parents *found = &w.all[rewrite].found;
  assert_int_equal(found->best[RELATION_REWRITE].link.relation, RELATION_REWRITE);
  assert_true(found->is_head);
  assert_parent(&w, later, RELATION_SHARES_BACKGROUND, first);
  int32_t most = 4 + limits[LIMIT_NEAR] + limits[LIMIT_CANDIDATES] * (1 + MOST_VERSIONS);
  assert_true((int32_t)w.most_compared <= most);
  world_end(&w);
}

static void a_copy_that_comes_back(kit *k) {
  int32_t recent = k->m->limits[LIMIT_RECENT];
  for (int in_order = 0; in_order < 2; in_order++) {
    world w;
    world_begin(&w, k);
    uint32_t first = add(&w, original, 22000, 10), soon = add(&w, original, 22000 + recent, 11);
    uint32_t back = add(&w, original, 22001 + 2 * recent, 12), again = add(&w, original, 22002 + 2 * recent, 13);
    if (in_order) look_in_order(&w);
    else for (uint32_t i = w.n; i-- > 0;) arrive(&w, i);
    assert_true(w.all[first].found.is_head && !w.all[soon].found.is_head);
    assert_parent(&w, back, RELATION_SAME_REPORT, first);
    assert_true(w.all[back].found.is_head);
    assert_true(!w.all[again].found.is_head && w.all[again].found.exact);
    world_end(&w);
  }
}

/* Of several kin of one relation the best is what it hangs on, and the others say who was first. */
static void all_kin_is_told(kit *k) {
  world w;
  world_begin(&w, k);
  uint32_t first = add(&w, original, 22000, 1), near = add(&w, figure_changed(k, 90), 22001, 2);
  uint32_t copy = add(&w, kit_wrapped(k, original, 70), 22002, 3);
  uint32_t again = add(&w, kit_wrapped(k, original, 60), 22003, 4);
  uint32_t other = add(&w, figure_changed(k, 95), 22004, 5);
  look_in_order(&w);
  assert_int_equal(w.all[first].n_told, 0);
  assert_int_equal(w.all[near].n_told, 1);
  const member *m = &w.all[again];
  assert_int_equal(m->n_told, 2);              /* both have all its letters */
  assert_true(m->told[0].id == 1 && m->told[0].best && m->told[1].id == 3 && !m->told[1].best);
  assert_true(m->told[1].relation == RELATION_SAME_REPORT && m->told[1].direction == 1);
  assert_parent(&w, again, RELATION_SAME_REPORT, first);
  assert_parent(&w, copy, RELATION_SAME_REPORT, first);
  m = &w.all[other];
  assert_true(m->n_told > 1);
  uint32_t best = 0;
  for (uint32_t i = 0; i < m->n_told; i++) best += m->told[i].best;
  assert_int_equal(best, 1);
  world_end(&w);
}

static void try_job(void *payload) {
  looking *l = payload;
  world *w = l->w;
  const member *b = &w->all[l->n];
  parents_child child = {l->n, b->day, b->id, b->keys};
  parents_find(&l->found, w->step, &w->x, &child);
  uint32_t n = l->found.n_tried, first = l->found.tried[0].report;
  const parent_link best = l->found.best[RELATION_SAME_REPORT];
  parents_try(&l->found, w->step, &w->x, first, l->n);
  assert_int_equal(l->found.n_tried, n);       /* it was tried before */
  parents_try(&l->found, w->step, &w->x, 0, l->n);
  assert_int_equal(l->found.n_tried, n + 1);
  assert_false(parents_is_told(&l->found, &l->found.tried[n]));
  parents_try(&l->found, w->step, &w->x, 1, l->n);
  assert_int_equal(l->found.n_tried, n + 2);
  const parent_link *rewrite = &l->found.tried[n + 1];
  assert_int_equal(rewrite->link.relation, RELATION_REWRITE);
  assert_true(parents_is_told(&l->found, rewrite) && !parents_is_best(&l->found, rewrite));
  assert_int_equal(l->found.best[RELATION_REWRITE].link.relation, RELATION_NONE);
  assert_int_equal(l->found.best[RELATION_SAME_REPORT].report, best.report);
}

/* One more, that keys do not lead to: the first report of all, the number of which is 0, is no parent by that. */
static void one_more(kit *k) {
  world w;
  world_begin(&w, k);
  add(&w, unrelated, 22000, 1);
  add(&w, rewritten, 22000, 2);
  add(&w, original, 22001, 3);
  uint32_t copy = add(&w, kit_wrapped(k, original, 70), 22002, 4);
  look_in_order(&w);
  looking l = {.w = &w, .n = copy};
  arena_reset(w.step);
  assert_true(arena_run(w.step, try_job, &l));
  world_end(&w);
}

/* ---- order of arrival ---------------------------------------------------------------------------------- */

enum { STORIES = 6, SENTENCES = 8, WORDS = 11, REPORTS = 46, WORDS_KNOWN = 500 };

typedef struct { int words[WORDS]; } line;
typedef struct { line lines[SENTENCES]; int n; } story;

static void put_word(buf *b, int w) {
  uint64_t state = (uint64_t)w;
  if (w % 17 == 3) {
    buf_printf(b, "%d", 100 + w * 7);
    return;
  }
  for (int i = 0; i < 6; i++) {
    char c = (char)number_in(&state, 'a', 'z');
    buf_char(b, !i && w % 9 == 1 ? (char)(c - 'a' + 'A') : c);
  }
}

static const char *text_of_story(kit *k, const story *s) {
  buf b = {0};
  buf_str(&b, STR("Report of the day\n\n"));
  for (int i = 0; i < s->n; i++) {
    buf_str(&b, STR("It "));
    for (int w = 0; w < WORDS; w++) {
      put_word(&b, s->lines[i].words[w]);
      buf_char(&b, w < WORDS - 1 ? ' ' : '.');
    }
    buf_str(&b, i % 2 ? STR("\n\n") : STR(" "));
  }
  const char *z = arena_str(k->a, buf_get(&b)).ptr;
  buf_free(&b);
  return z;
}

static story new_story(uint64_t *state) {
  story s = {.n = SENTENCES};
  for (int i = 0; i < SENTENCES; i++)
    for (int w = 0; w < WORDS; w++) s.lines[i].words[w] = number_in(state, 0, WORDS_KNOWN);
  return s;
}

static void change_words(story *s, uint64_t *state, int n) {
  while (n-- > 0) {
    line *l = &s->lines[number_in(state, 0, s->n - 1)];
    l->words[number_in(state, 0, WORDS - 1)] = number_in(state, 0, WORDS_KNOWN);
  }
}

static void turn_lines(story *s, uint64_t *state) {
  for (int i = 0; i < s->n; i++) {
    int at = number_in(state, 1, WORDS - 2), kept[WORDS];
    memcpy(kept, s->lines[i].words, sizeof kept);
    for (int w = 0; w < WORDS; w++) s->lines[i].words[w] = kept[(w + at) % WORDS];
  }
}

/* The same, a revision, a rewrite, an excerpt, or another report with a paragraph of this one. */
static story derive(const story *from, uint64_t *state) {
  story s = *from, other = new_story(state);
  switch (number_in(state, 0, 6)) {
    case 0: break;
    case 1: change_words(&s, state, 1); break;
    case 2: change_words(&s, state, 3); break;
    case 3: turn_lines(&s, state); break;
    case 4: turn_lines(&s, state); change_words(&s, state, 4); break;
    case 5: s.n = s.n > 3 ? s.n / 2 : s.n; break;
    default:
      memcpy(other.lines, from->lines, 2 * sizeof *from->lines);
      s = other;
  }
  return s;
}

typedef struct { const char *text; cal_day day; uint32_t id; } source;

static void random_sources(kit *k, source out[REPORTS], uint64_t seed) {
  static story stories[REPORTS];
  for (int i = 0; i < REPORTS; i++) {
    stories[i] = i < STORIES ? new_story(&seed) : derive(&stories[number_in(&seed, 0, i - 1)], &seed);
    cal_day day = 22000 + number_in(&seed, 0, number_in(&seed, 0, 1) ? 6 : 60);
    out[i] = (source){text_of_story(k, &stories[i]), number_in(&seed, 0, 9) ? day : CAL_OPEN_HI,
                      (uint32_t)number_in(&seed, 0, 3) * 1000 + (uint32_t)i};
  }
}

/* Small ceilings, so that they are met. */
static void set_limits(world *w, uint64_t seed) {
  w->m.limits[LIMIT_CAP] = seed % 2 ? 3 : 40;
  w->m.limits[LIMIT_WINDOW] = 45;
  w->m.limits[LIMIT_RECENT] = 10;
  w->m.limits[LIMIT_CANDIDATES] = seed % 3 ? 8 : 2;
}

static uint32_t by_id(const world *w, uint32_t name) {
  for (uint32_t i = 0; i < w->n; i++)
    if (w->all[i].id == name) return i;
  return UINT32_MAX;
}

/* What it was held against, in the same order. */
static void assert_same_told(const member *b, const member *c, uint64_t seed) {
  if (b->n_told != c->n_told)
    fail_msg("seed %u: %u has %u and %u links", (unsigned)seed, b->id, b->n_told, c->n_told);
  for (uint32_t i = 0; i < b->n_told; i++) {
    const told *p = &b->told[i], *q = &c->told[i];
    if (p->id != q->id || p->relation != q->relation || p->direction != q->direction || p->best != q->best)
      fail_msg("seed %u: of %u link %u is %s of %u and %s of %u", (unsigned)seed, b->id, i,
               relation_text(p->relation), p->id, relation_text(q->relation), q->id);
  }
}

static uint32_t assert_same(const world *x, const world *y, uint64_t seed, uint32_t counts[RELATIONS]) {
  uint32_t links = 0;
  for (uint32_t i = 0; i < x->n; i++) {
    const member *b = &x->all[i], *c = &y->all[by_id(y, b->id)];
    if (!b->known || !c->known) continue;
    for (int r = 1; r < RELATIONS; r++) {
      const parent_link *p = &b->found.best[r], *q = &c->found.best[r];
      uint32_t one = p->link.relation ? x->all[p->report].id : 0, other = q->link.relation ? y->all[q->report].id : 0;
      if (p->link.relation != q->link.relation || one != other)
        fail_msg("seed %u: of %u the %s is %u and %u", (unsigned)seed, b->id, relation_text((relation)r), one, other);
      links += p->link.relation != RELATION_NONE;
      counts[r] += p->link.relation != RELATION_NONE;
    }
    assert_same_told(b, c, seed);
    if (b->found.is_head != c->found.is_head || b->found.exact != c->found.exact || b->found.early != c->found.early)
      fail_msg("seed %u: %u stands otherwise", (unsigned)seed, b->id);
  }
  return links;
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t seed) {
  for (uint32_t i = 0; i < n; i++) order[i] = i;
  for (uint32_t i = n; i > 1; i--) {
    uint32_t w = (uint32_t)number_in(&seed, 0, (int32_t)i - 1), kept = order[i - 1];
    order[i - 1] = order[w];
    order[w] = kept;
  }
}

static void order_of_one_set(kit *k, uint64_t seed, uint32_t counts[RELATIONS], uint32_t *looked) {
  source sources[REPORTS];
  uint32_t order[REPORTS];
  world batch, late;
  random_sources(k, sources, seed);
  world_begin(&batch, k);
  set_limits(&batch, seed);
  for (int i = 0; i < REPORTS; i++) add(&batch, sources[i].text, sources[i].day, sources[i].id);
  look_in_order(&batch);
  for (int round = 0; round < 3; round++) {
    shuffle(order, REPORTS, seed * 10 + (uint64_t)round);
    world_begin(&late, k);
    set_limits(&late, seed);
    for (int i = 0; i < REPORTS; i++) {
      const source *s = &sources[order[i]];
      *looked += arrive(&late, add(&late, s->text, s->day, s->id));
    }
    assert_true(assert_same(&batch, &late, seed, counts) > 10);
    world_end(&late);
  }
  world_end(&batch);
}

static void any_order(kit *k) {
  uint32_t counts[RELATIONS] = {0}, looked = 0;
  for (uint64_t seed = 1; seed <= 12; seed++) order_of_one_set(k, seed, counts, &looked);
  for (int r = 1; r < RELATION_PARALLEL; r++)
    if (!counts[r]) fail_msg("the sets have no %s", relation_text((relation)r));
  assert_true(looked > 12 * 3 * REPORTS);      /* some had to be looked at again, */
  assert_true(looked < 12 * 3 * REPORTS * 12); /* but not all each time */
}

#define KIT_TEST(name) static void test_##name(void **state) { (void)state; with_kit(name); }
KIT_TEST(each_kind)
KIT_TEST(tiers)
KIT_TEST(a_story_copied_often)
KIT_TEST(a_copy_that_comes_back)
KIT_TEST(all_kin_is_told)
KIT_TEST(one_more)
KIT_TEST(any_order)

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_kind), cmocka_unit_test(test_tiers),
                                     cmocka_unit_test(test_a_story_copied_often),
                                     cmocka_unit_test(test_a_copy_that_comes_back), cmocka_unit_test(test_any_order),
                                     cmocka_unit_test(test_all_kin_is_told), cmocka_unit_test(test_one_more)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
