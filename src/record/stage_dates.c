/* Dates: a report without a date takes that of the report it was made from.
 *
 * The same report or an excerpt of it is of the same day; a rewrite or revision is of that day or later.
 * Its words are those of the parent's day in either case, so its times are valued from there. */
#include "record/dates.h"
#include "record/keep.h"

enum { PASSES = 8 };           /* how long a chain of times that count from each other may be */

/* ---- the stage ----------------------------------------------------------------------------------------- */

static cal_date own_date(keeping *k, int64_t rep) {
  sqlite3_stmt *q = store_sql(k->s, "SELECT lo, hi FROM report WHERE n = ?");
  cal_date d = CAL_NOTHING;
  put_int(q, 1, rep);
  if (!store_row(k->s, q)) return d;
  if (!get_null(q, 0) || !get_null(q, 1))
    d = cal_between(get_null(q, 0) ? CAL_OPEN_LO : (cal_day)get_int(q, 0),
                    get_null(q, 1) ? CAL_OPEN_HI : (cal_day)get_int(q, 1));
  sqlite3_reset(q);
  return d;
}

static cal_date inherited_date(const standing *parent, relation by) {
  bool same_day = by == RELATION_SAME_REPORT || by == RELATION_EXCERPT;
  if (same_day || !cal_known(parent->published)) return parent->published;
  return parent->published.lo == CAL_OPEN_LO ? CAL_NOTHING : cal_between(parent->published.lo, CAL_OPEN_HI);
}

static void find_dates(keeping *k, standing *st, int64_t rep) {
  standing parent;
  st->published = st->base = own_date(k, rep);
  st->inherited = false;
  if (cal_known(st->published) || !st->parent || !standing_get(k->s, &parent, st->parent)) return;
  st->published = inherited_date(&parent, st->by);
  st->base = parent.base;
  st->inherited = cal_known(st->published);
}

static void put_family_children(keeping *k, int64_t rep) {
  numbers children;
  numbers_init(&children, k->step);
  sqlite3_stmt *q = store_sql(k->s, "SELECT b FROM link WHERE a = ? AND role = 0");
  put_int(q, 1, rep);
  while (store_row(k->s, q)) numbers_add(&children, get_int(q, 0));
  for (uint32_t i = 0; i < children.n; i++) agenda_put(&k->dates, k->s, children.items[i]);
}

void stage_dates(keeping *k) {
  for (place_in_time b; agenda_take(&k->dates, &b) && store_ok(k->s);) {
    arena_reset(k->step);
    standing old, now;
    if (!standing_get(k->s, &old, b.n)) continue;
    now = old;
    find_dates(k, &now, b.n);
    bool same_base = cal_same(old.base, now.base) && old.inherited == now.inherited;
    if (same_base && cal_same(old.published, now.published)) continue;
    standing_put(k->s, b.n, &now);
    numbers_add(&k->reports, b.n);
    numbers_add(&k->redated, b.n);
    keep_touch_facts(k, b.n);
    put_family_children(k, b.n);
  }
}

/* ---- valuing again ------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  const factset *f;
  cal_date base;               /* of the report */
  cal_date *times;             /* [n_times] */
  bool *done;                  /* [n_times] */
  dated *statements;
} valuing;

static dated as_read(const set_when *w) {
  dated d = {CAL_NOTHING, w->value, w->basis, w->time, w->approx};
  if (w->value.ptr && !cal_parse(w->value, &d.date)) d.date = CAL_NOTHING;
  return d;
}

static void set_date(arena *a, dated *d, cal_date value) {
  if (!cal_known(value)) return;
  d->date = value;
  d->value = cal_str(a, value);
}

static void value_when(const valuing *v, dated *d) {
  uint32_t t = factset_time(v->f, d->time);
  if (str_eq(d->basis, STR("report")) && v->base.hi != CAL_OPEN_HI)
    set_date(v->a, d, cal_between(CAL_OPEN_LO, v->base.hi));
  else if (t != NONE)
    set_date(v->a, d, v->times[t]);
}

/* The date an expression counts from; false: not known yet. */
static bool base_of(const valuing *v, const set_time *t, cal_date *out) {
  *out = CAL_NOTHING;
  if (str_eq(t->base, STR("report"))) *out = v->base;
  uint32_t other = factset_time(v->f, t->base), said = factset_statement(v->f, t->base);
  if (other != NONE) *out = v->times[other];
  if (said != NONE) *out = v->statements[said].date;
  uint32_t said_time = said == NONE ? NONE : factset_time(v->f, v->statements[said].time);
  return (other == NONE || v->done[other]) && (said_time == NONE || v->done[said_time]);
}

/* Values the times whose base is known; false: none was left. */
static bool value_times(valuing *v) {
  bool left = false;
  for (uint32_t i = 0; i < v->f->n_times; i++) {
    const set_time *t = &v->f->times[i];
    cal_date base;
    if (v->done[i]) continue;
    left = true;
    if (!base_of(v, t, &base)) continue;
    v->done[i] = true;
    cal_date value = t->has_expr ? time_value(&t->expr, base) : CAL_NOTHING;
    if (cal_known(value)) v->times[i] = value;
  }
  return left;
}

static void value_all(valuing *v, dated *events) {
  for (uint32_t i = 0; i < v->f->n_times; i++) v->times[i] = v->f->times[i].value;
  for (int pass = 0; pass < PASSES && value_times(v); pass++)
    for (uint32_t i = 0; i < v->f->n_statements; i++) value_when(v, &v->statements[i]);
  for (uint32_t i = 0; i < v->f->n_statements; i++) value_when(v, &v->statements[i]);
  for (uint32_t i = 0; i < v->f->n_events; i++) value_when(v, &events[i]);
}

dates dates_of(arena *a, const factset *f, const standing *st) {
  dated *statements = ARENA_ARRAY(a, dated, f->n_statements), *events = ARENA_ARRAY(a, dated, f->n_events);
  for (uint32_t i = 0; i < f->n_statements; i++) statements[i] = as_read(&f->statements[i].when);
  for (uint32_t i = 0; i < f->n_events; i++) events[i] = as_read(&f->events[i].when);
  if (st->inherited) {
    valuing v = {a, f, st->base, ARENA_ARRAY(a, cal_date, f->n_times), ARENA_ARRAY(a, bool, f->n_times),
                 statements};
    value_all(&v, events);
  }
  return (dates){statements, events};
}
