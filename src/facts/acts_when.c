/* acts_when.c: the day of an act: of what is said, the statement's; else the day that hangs on its words in the tree. */
#include "facts/acts.h"
#include "facts/statement_lookup.h"

enum { TIMES_MOST = 32, STEPS_UP = 12, DAY_BEHIND = 10 };

uint32_t acts_statement_of(const coder *k, const act *x) { return statement_of_cue(k->f, x->first, x->end); }

/* Index of the first time that begins at or after a token. */
uint32_t acts_times_from(const facts *f, uint32_t i) {
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].first < i) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static bool is_day(const time_fact *t) {
  return (t->type == TIME_DATE || t->type == TIME_TIME) && cal_known(t->value) && t->first < t->end && !t->ends;
}

/* "Said on Monday that …": Monday is the saying's, and so is all that stands outside what was said. */
static bool in_claim(const coder *k, const act *x, uint32_t i) {
  if (x->claim == NONE) return true;
  const statement *s = &k->f->statements[x->claim];
  return s->when.time != i && statement_holds(s, k->f->times[i].at.start);
}

/* The word of the time that the rest hangs on. */
static uint32_t head_of(const coder *k, const time_fact *t) {
  for (uint32_t i = t->first; i < t->end; i++) {
    uint32_t h = clauses_head(k->c, i);
    if (h == NONE || h < t->first || h >= t->end) return i;
  }
  return t->first;
}

/* "Raised it at the May 3 talks": the day of the setting is the act's. */
static bool is_setting(const coder *k, uint32_t i) {
  dep d = clauses_dep(k->c, i);
  return (d == DEP_OBL || d == DEP_NMOD) && k->t[i].upos == UPOS_NOUN && clauses_marked(k->c, i, CLAUSE_PLACE);
}

/* "Cancelled talks with A on Monday": a noun of the act's own, which the tree has nearer to the day. */
static bool is_part(const coder *k, const act *x, uint32_t i) {
  const act *y = &k->acts[i];
  return y->noun && y->token > x->token && (x->object == i || y->dropped || clauses_head(k->c, y->token) == x->token);
}

/* How far up the act stands from the time: 0: not above it, or another verb or act stands between. */
static uint32_t steps_to(const coder *k, const act *x, uint32_t i) {
  for (uint32_t n = 1; n <= STEPS_UP && (i = clauses_head(k->c, i)) != NONE; n++) {
    if (i == x->token || i == x->verb || (i >= x->first && i < x->end)) return n;
    uint32_t other = k->at[i - k->c->first];
    bool is_act = other && other != UINT32_MAX && !(x->verb != NONE && clauses_below(k->c, x->verb, i));
    if (is_act && !is_setting(k, i) && !is_part(k, x, other - 1)) return 0;
    if (clauses_is_verb(k->c, i) && !clauses_below(k->c, x->token, i)) return 0;
    bool said = statement_of_cue(k->f, i, i + 1) != NONE;            /* "reported on Tuesday, citing officials at the talks" */
    if (clauses_below(k->c, x->token, i) && clauses_is_verb(k->c, i)) return said ? 0 : n + STEPS_UP;
  }
  return 0;
}

static uint32_t own_time(const coder *k, const act *x) {
  const facts *f = k->f;
  uint32_t best = NONE, least = UINT32_MAX, left = TIMES_MOST;
  for (uint32_t i = acts_times_from(f, k->c->first); i < f->n_times && f->times[i].first < k->c->end && left--; i++) {
    const time_fact *t = &f->times[i];
    if (!is_day(t) || t->first < k->dateline || !in_claim(k, x, i)) continue;
    uint32_t steps = steps_to(k, x, head_of(k, t));
    bool open = t->value.lo == CAL_OPEN_LO || t->value.hi == CAL_OPEN_HI;
    if (steps && steps + (open ? STEPS_UP : 0) < least) best = i, least = steps + (open ? STEPS_UP : 0);
  }
  return best;
}

/* "Talks between A and B on May 3", where the tree has the day elsewhere: the first behind the noun, no verb or comma
 * between. */
static uint32_t day_behind(const coder *k, const act *x) {
  uint32_t i = acts_times_from(k->f, x->end);
  if (!x->noun || i >= k->f->n_times || !is_day(&k->f->times[i]) || !in_claim(k, x, i)) return NONE;
  uint32_t first = k->f->times[i].first;
  if (first >= k->c->end || first > x->end + DAY_BEHIND) return NONE;
  for (uint32_t t = x->end; t < first; t++)
    if (k->t[t].upos == UPOS_VERB || k->t[t].upos == UPOS_AUX || k->t[t].upos == UPOS_PUNCT) return NONE;
  return i;
}

/* Not later than it was told: the day of the claim, else of the report. */
static when before_told(const coder *k, const act *x) {
  when w = {WHEN_REPORT, NONE, CAL_NOTHING, false};
  cal_date said = x->claim == NONE ? CAL_NOTHING : k->f->statements[x->claim].when.value;
  cal_date told = cal_known(said) && !said.no_year && said.hi != CAL_OPEN_HI ? said : k->f->report->published;
  if (cal_known(told) && !told.no_year) w.value = cal_between(CAL_OPEN_LO, told.hi);
  return w;
}

bool acts_lies_ahead(const coder *k, const act *x, cal_date day) {
  cal_date told = k->f->report->published;
  bool dated = cal_known(told) && !told.no_year && cal_known(day) && !day.no_year;
  bool past = !x->noun && (k->t[x->token].morph & (MORPH_PAST | MORPH_PART_PAST));
  return dated && !past && day.lo != CAL_OPEN_LO && day.lo > told.hi;
}

when acts_when(const coder *k, const act *x) {
  uint32_t speech = acts_statement_of(k, x);
  when said = speech == NONE ? (when){WHEN_NONE, NONE, CAL_NOTHING, false} : k->f->statements[speech].when;
  if (said.basis != WHEN_NONE && said.basis != WHEN_REPORT) return said;
  uint32_t at = own_time(k, x);
  if (at == NONE) at = day_behind(k, x);
  bool inner = at != NONE && x->object != NONE && acts_lies_ahead(k, x, k->f->times[at].value);  /* "wants talks in May" */
  if (at != NONE && !inner) return (when){WHEN_TIME, at, k->f->times[at].value, k->f->times[at].expr.approx};
  return status_ahead(x->status) ? (when){WHEN_NONE, NONE, CAL_NOTHING, false} : before_told(k, x);
}
