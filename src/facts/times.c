/* times.c: finds the times of a report, then values them by their anchors. */
#include "facts/times.h"

#include "facts/times_model.h"

ch_status times_load(const times_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  times_model *m = ARENA_NEW(a, times_model);
  ch_status s = time_words_load(&m->words, a, pk, l, err);
  if (!s) s = time_rules_load(&m->rules, &m->words, a, pk, l, err);
  *out = s ? NULL : m;
  return s;
}

/* ---- finding --------------------------------------------------------------------------------- */

static void find_in(time_finder *x, const sentence *s) {
  facts *f = x->f;
  for (uint32_t i = s->first; i < s->end; i++) {
    if (!(x->classes[i] & x->m->rules.starts)) continue;
    time_match match = time_rules_match(x->m, f->doc, s, x->classes, i);
    if (!match.n) continue;
    time_fact t[2];
    bool skip = x->m->rules.rules[match.rule].action.verb == VERB_SKIP;
    int n = skip ? 0 : time_build(t, x, s, i, &match);
    if (!skip && !n) continue;
    for (int k = 0; k < n; k++) {
      *ARENA_PUSH(x->a, f->times, f->n_times, f->cap_times) = t[k];
      if (x->story.told) time_story_goes_on(&x->story, &x->m->words, f);
    }
    i = n ? t[n - 1].end - 1 : i + match.n - 1;
  }
}

/* Behind an insertion at `at` later times have moved by one. */
static void move_bases(facts *f, uint32_t at) {
  for (uint32_t i = 0; i < f->n_times; i++) {
    time_expr *e = &f->times[i].expr;
    if (e->base == BASE_TIME && e->base_ref != NONE) e->base_ref += e->base_ref >= at;
  }
}

/* The day that a line of the page gives is a time of the report too. No sentence holds it, so it has no
 * tokens. */
static void insert_date_line(arena *a, facts *f) {
  const report *r = f->report;
  const doc *d = f->doc;
  if (!r->published_in_text || r->published_basis != BASIS_DATELINE || !d->n_sentences) return;
  uint32_t at = 0, s = 0;
  while (at < f->n_times && f->times[at].at.end <= r->published_at.start) at++;
  if (at < f->n_times && f->times[at].at.start < r->published_at.end) return;      /* of a dateline: found */
  while (s + 1 < d->n_sentences && d->tokens[d->sentences[s].first].at.start < r->published_at.start) s++;
  ARENA_PUSH(a, f->times, f->n_times, f->cap_times);
  memmove(f->times + at + 1, f->times + at, (f->n_times - 1 - at) * sizeof *f->times);
  move_bases(f, at);
  time_fact t = {.at = r->published_at, .sentence = s, .type = TIME_DATE};
  t.first = t.end = d->sentences[s].first;
  t.expr = (time_expr){.base_ref = NONE, .op = OP_ABS, .grain = CAL_DAY, .literal = r->published};
  t.rule = "time-date-line";
  t.p = 990;
  f->times[at] = t;
}

void times_find(arena *a, const times_model *m, facts *f) {
  const doc *d = f->doc;
  class_set *classes = ARENA_ARRAY(a, class_set, d->n_tokens + 1);
  for (uint32_t i = 0; i < d->n_tokens; i++) classes[i] = time_words_classes(&m->words, d, i);
  time_finder x = {a, m, f, classes, {time_story_told(&m->words, d, classes), NONE, 0}};
  for (uint32_t i = 0; i < d->n_sentences; i++) find_in(&x, &d->sentences[i]);
  insert_date_line(a, f);
}

uint32_t times_at(const facts *f, uint32_t at_token) {
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].end <= at_token) lo = mid + 1;
    else hi = mid;
  }
  return lo < f->n_times && f->times[lo].first <= at_token ? lo : NONE;
}

/* ---- whose day a time is told from ----------------------------------------------------------- */

static bool is_closed(cal_date d) {
  return cal_known(d) && !d.no_year && d.lo != CAL_OPEN_LO && d.hi != CAL_OPEN_HI;
}

static bool covers(const statement *s, span at) {
  for (uint32_t k = 0; k < s->n_content; k++)
    if (s->content[k].start <= at.start && at.end <= s->content[k].end) return true;
  return false;
}

static uint32_t content_length(const statement *s) {
  uint32_t n = 0;
  for (uint32_t k = 0; k < s->n_content; k++) n += span_len(s->content[k]);
  return n;
}

/* Whether a time inside what somebody said is told from that moment: anything in quotation marks; of the
 * reporter's own words only what counts from the moment of speech ("within ten days"). */
static bool is_spoken(const facts *f, const time_fact *t) {
  if (t->expr.base != BASE_REPORT) return false;
  return (f->doc->tokens[t->first].flags & TOK_QUOTED) || (t->expr.op == OP_WITHIN && t->expr.n2 > 0);
}

#define STATEMENTS_BACK 32     /* how many statements back one that holds a time is looked for */

/* The innermost statement whose content holds the time: the shortest. Statements [0, n) begin before it. */
static uint32_t speech_of(const facts *f, const time_fact *t, uint32_t n) {
  uint32_t best = NONE, stop = n > STATEMENTS_BACK ? n - STATEMENTS_BACK : 0;
  for (uint32_t i = n; i-- > stop;) {
    const statement *s = &f->statements[i];
    if (covers(s, t->at) && (best == NONE || content_length(s) < content_length(&f->statements[best])))
      best = i;
  }
  return best;
}

/* A statement's own time, if it stands in its content, does not hang on it. */
static void base_on_speech(facts *f) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < f->n_times; i++) {
    time_fact *t = &f->times[i];
    while (n < f->n_statements && f->statements[n].at.start <= t->at.start) n++;
    if (!is_spoken(f, t)) continue;
    uint32_t speech = speech_of(f, t, n);
    if (speech == NONE || f->statements[speech].when.time == i || f->statements[speech].when.time == NONE)
      continue;
    t->expr.base = BASE_STATEMENT;
    t->expr.base_ref = speech;
  }
}

/* ---- values ---------------------------------------------------------------------------------- */

typedef enum { NOT_YET, ON_PATH, DONE } progress;

/* The time that a time's base hangs on; NONE: only on the report, or on nothing. */
static uint32_t base_time(const facts *f, const time_fact *t) {
  if (t->expr.base == BASE_TIME) return t->expr.base_ref;
  if (t->expr.base != BASE_STATEMENT || t->expr.base_ref == NONE) return NONE;
  return f->statements[t->expr.base_ref].when.time;
}

static bool is_timed(when_basis b) { return b == WHEN_TIME || b == WHEN_CARRIED || b == WHEN_OFFSET; }

/* A statement whose day is not known as a day leaves its words to the report's. */
static cal_date base_of(facts *f, time_fact *t) {
  const time_expr *e = &t->expr;
  if (e->base == BASE_REPORT) return f->report->published;
  if (e->base == BASE_NONE || e->base_ref == NONE) return CAL_NOTHING;
  if (e->base == BASE_TIME) return f->times[e->base_ref].value;
  const when *w = &f->statements[e->base_ref].when;
  cal_date said = is_timed(w->basis) && w->time != NONE ? f->times[w->time].value : CAL_NOTHING;
  if (e->op == OP_OFFSET || (is_closed(said) && said.lo == said.hi)) return said;
  t->expr.base = BASE_REPORT;
  t->expr.base_ref = NONE;
  return f->report->published;
}

static void value_one(arena *a, facts *f, time_fact *t) {
  t->value = time_value(&t->expr, base_of(f, t));
  t->value_text = time_value_text(a, t);
}

/* Follows the bases from time i to one that is known, and values them on the way back. Each time is visited
 * once; a ring stays unknown. */
static void value_chain(arena *a, facts *f, uint32_t i, uint8_t *state, uint32_t *path) {
  uint32_t n = 0;
  for (uint32_t at = i; at != NONE && state[at] != DONE; at = base_time(f, &f->times[at])) {
    if (state[at] == ON_PATH) break;
    state[at] = ON_PATH;
    path[n++] = at;
  }
  while (n-- > 0) {
    value_one(a, f, &f->times[path[n]]);
    state[path[n]] = DONE;
  }
}

static void value_statement(facts *f, statement *s) {
  when *w = &s->when;
  if (is_timed(w->basis) && w->time != NONE) {
    w->value = f->times[w->time].value;
    w->approx |= f->times[w->time].expr.approx;
  } else if (w->basis == WHEN_DOCUMENT && is_closed(f->report->published)) {
    w->value = f->report->published;
  } else if (w->basis == WHEN_REPORT && is_closed(f->report->published)) {
    w->value = cal_between(CAL_OPEN_LO, f->report->published.hi);
  }
}

void times_resolve(arena *a, const times_model *m, facts *f) {
  (void)m;
  base_on_speech(f);
  uint8_t *state = ARENA_ARRAY(a, uint8_t, f->n_times + 1);
  uint32_t *path = ARENA_ARRAY(a, uint32_t, f->n_times + 1);
  for (uint32_t i = 0; i < f->n_times; i++) value_chain(a, f, i, state, path);
  for (uint32_t i = 0; i < f->n_statements; i++) value_statement(f, &f->statements[i]);
}
