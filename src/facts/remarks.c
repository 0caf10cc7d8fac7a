/* remarks.c: when a statement was made: a time in its own clause, or that of the remarks it belongs to. */
#include "facts/drafts.h"

/* Sentences after which remarks are taken for others; paragraphs between a body's words and its spokesman's.
 */
#define MAX_SENTENCES 12
#define MAX_BLOCKS 2
/* Tokens behind a cue that are looked at for its time. */
#define MAX_TAIL 24

/* ---- a time in the clause ------------------------------------------------------------------------------ */

static bool in_runs(const draft *d, uint32_t i) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (d->runs[r].first <= i && i < d->runs[r].end) return true;
  return false;
}

/* Whether a time expression can tell when something was said: neither a length nor to come. */
static bool tells_when(const time_fact *t) {
  if (t->type != TIME_DATE && t->type != TIME_TIME) return t->expr.op == OP_OFFSET;
  switch (t->expr.op) {
  case OP_REF: case OP_SINCE: case OP_UNTIL: case OP_WITHIN: case OP_NEXT: case OP_SET: case OP_DURATION:
    return false;
  default: return true;
  }
}

bool remarks_names_day(const time_fact *t) {
  return (t->type == TIME_DATE || t->type == TIME_TIME) && t->expr.op != OP_OFFSET && tells_when(t);
}

static uint32_t time_at(const scene *s, const draft *d, uint32_t i) {
  uint32_t t = s->time[i];
  if (t != NONE && s->said[i] != s->said[d->cue_first]) return NONE;       /* it belongs to another's words */
  if (t == NONE || in_runs(d, i) || !tells_when(&s->f->times[t])) return NONE;
  uint32_t first = s->f->times[t].first;
  bool named = (s->t[first].flags & TOK_QUOTED) && !(s->t[d->cue_first].flags & TOK_QUOTED);
  return named || (first && scene_is(s, first - 1, WORD_SPAN)) ? NONE : t;
}

/* Behind the cue, up to its content, a comma or the sentence's end: "said Wednesday that". */
static uint32_t time_behind(const scene *s, const draft *d) {
  uint32_t end = s->d->sentences[d->sentence].end, i = d->cue_end;
  if (d->has_who && d->who.first == d->cue_end) i = d->who.end;
  for (uint32_t left = MAX_TAIL; i < end && left > 0 && !in_runs(d, i) && s->mark[i] != ','; i++, left--) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

/* Between speaker and cue: "Vale on Monday said". */
static uint32_t time_between(const scene *s, const draft *d) {
  uint32_t from = d->has_who && d->who.end < d->cue_first ? d->who.end : d->cue_first;
  bool relative = false;                   /* "Vale, who spoke in May, said" */
  for (uint32_t i = from; i < d->cue_first; i++) {
    if (s->mark[i] == ',') relative = scene_is(s, i + 1, WORD_REL | WORD_WH_WIDE);
    uint32_t t = relative ? NONE : time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

/* Just before the clause: "On Sunday, Vale said", "a day after Vale said". */
static uint32_t time_before(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first,
           i = d->has_who && d->who.first < d->cue_first ? d->who.first : d->cue_first;
  if (i > lo && s->mark[i - 1] == ',') i--;
  return i > lo ? time_at(s, d, i - 1) : NONE;
}

/* Behind the content: "proposed a truce during the talks on Monday", "said it held, in remarks on Monday". */
static uint32_t time_of_occasion(const scene *s, const draft *d) {
  uint32_t end = s->d->sentences[d->sentence].end;
  uint32_t i = d->n_runs ? d->runs[d->n_runs - 1].end : end;
  if (i + 1 < end && s->mark[i] == ',' && s->t[i + 1].upos == UPOS_ADP) i++;
  else if (i >= end || !scene_is(s, i, WORD_OCCASION)) return NONE;
  for (uint32_t left = MAX_TAIL; i < end && left > 0 && !s->mark[i] && !scene_finite(s, i); i++, left--) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

/* "…, as Vale signaled interest": the time of the clause before. */
static uint32_t time_of_main(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first;
  if (!d->has_who || d->who.first <= lo + 1 || !scene_is(s, d->who.first - 1, WORD_MEANWHILE)) return NONE;
  for (uint32_t i = d->who.first - 1; i-- > lo;) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

static uint32_t time_in_clause(const scene *s, const draft *d) {
  if (!d->cue_end) return NONE;
  uint32_t t = time_behind(s, d);
  if (t == NONE) t = time_between(s, d);
  if (t == NONE && !d->shared) t = time_before(s, d);
  if (t == NONE) t = time_of_occasion(s, d);
  return t == NONE ? time_of_main(s, d) : t;
}

/* ---- offsets ------------------------------------------------------------------------------------------- */

typedef struct {
  const scene *s;
  const draft *drafts;
  uint32_t *last;            /* [n_actors] latest statement of each actor so far, or NONE */
  uint32_t latest;           /* of anybody */
} dater;

static bool counts(const statement *st) { return !st->in_title && st->within == NONE && st->act == ACT_SAYS; }

/* The statement whose making the clause before a time tells: "Her statement came a week after …". */
static uint32_t remarks_before(const dater *x, uint32_t k, uint32_t end) {
  const scene *s = x->s;
  nominal who;
  if (!speakers_of_clause_before(s, s->d->sentences[x->drafts[k].sentence].first, end, &who)) return NONE;
  bool remarks = scene_is(s, who.head, WORD_REMARKS);
  for (uint32_t i = who.first; i <= who.head; i++) {
    uint32_t m = s->mention[i];
    if (m == NONE || s->f->mentions[m].actor == NONE) continue;
    if (!remarks && i != who.head) continue;
    if (x->last[s->f->mentions[m].actor] != NONE) return x->last[s->f->mentions[m].actor];
  }
  return remarks ? x->latest : NONE;
}

/* "B came a week after A said": read backwards, A's time is B's less a week. */
static bool hang_offset(const dater *x, uint32_t k, uint32_t t) {
  time_fact *at = &x->s->f->times[t];
  if (at->expr.op != OP_OFFSET || at->expr.base != BASE_NONE) return false;
  uint32_t base = remarks_before(x, k, at->first);
  if (base == NONE) return false;
  at->expr.base = BASE_STATEMENT;
  at->expr.base_ref = base;
  at->expr.n = -at->expr.n;
  at->expr.n2 = -at->expr.n2;
  return true;
}

/* ---- the same remarks ---------------------------------------------------------------------------------- */

/* "previously", "repeatedly" beside the cue: other remarks than those before. */
static bool tells_of_earlier(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first, end = s->d->sentences[d->sentence].end;
  uint32_t first = d->cue_first > lo + 3 ? d->cue_first - 3 : lo,
           stop = d->cue_end + 2 < end ? d->cue_end + 2 : end;
  for (uint32_t i = first; i < stop; i++)
    if (!in_runs(d, i) && scene_is(s, i, WORD_EARLIER)) return true;
  return false;
}

static bool is_body(const actor *a) {
  return a->kind == ACTOR_GOVERNMENT || a->kind == ACTOR_ORGANISATION || a->kind == ACTOR_STATE;
}

/* Whether the person holds an office of that body: "Foreign Ministry" in "the Ruritanian Foreign Ministry". */
static bool works_for(const scene *s, const actor *person, const actor *body) {
  str name = utf8_folded(s->a, body->name);
  for (uint32_t r = 0; r < person->n_roles; r++) {
    str of = utf8_folded(s->a, person->roles[r].of);
    bool party = person->party.ptr && str_eq(person->roles[r].of, person->party);
    if (of.len && !party && (str_find(name, of) != SIZE_MAX || str_find(of, name) != SIZE_MAX)) return true;
  }
  return false;
}

/* A ministry's words in one paragraph, its spokesman's in the next. */
static bool speaks_for(const scene *s, uint32_t k, uint32_t j) {
  const statement *st = s->f->statements;
  if (st[j].speaker == NONE || st[k].speaker == NONE || !st[k].party.ptr || !st[j].party.ptr) return false;
  const actor *body = &s->f->actors[st[j].speaker], *person = &s->f->actors[st[k].speaker];
  if (!is_body(body) || person->kind != ACTOR_PERSON || !str_eq(st[j].party, st[k].party)) return false;
  if (!works_for(s, person, body)) return false;
  return s->d->sentences[st[k].sentence].block - s->d->sentences[st[j].sentence].block <= MAX_BLOCKS;
}

/* The statement whose remarks statement k goes on with, or NONE. */
static uint32_t goes_on_with(const dater *x, uint32_t k) {
  const scene *s = x->s;
  const statement *st = &s->f->statements[k];
  if (st->speaker == NONE || x->drafts[k].reported || tells_of_earlier(s, &x->drafts[k])) return NONE;
  uint32_t j = x->last[st->speaker];
  if (j != NONE) return st->sentence - s->f->statements[j].sentence <= MAX_SENTENCES ? j : NONE;
  return x->latest != NONE && speaks_for(s, k, x->latest) ? x->latest : NONE;
}

/* Words in the speaker's own voice are of the day that their report bears. */
static when when_spoken(const scene *s, const draft *d) {
  if (d->lead != NONE) return (when){.basis = WHEN_TIME, .time = d->lead, .approx = s->f->times[d->lead].expr.approx};
  bool dated = s->f->report->published_basis == BASIS_DATELINE;
  return (when){.basis = dated ? WHEN_DOCUMENT : WHEN_REPORT, .time = NONE};
}

static when when_of(const dater *x, uint32_t k) {
  const scene *s = x->s;
  when none = {.basis = WHEN_REPORT, .time = NONE};
  if (x->drafts[k].voice) return when_spoken(s, &x->drafts[k]);
  uint32_t t = time_in_clause(s, &x->drafts[k]);
  if (t != NONE) {
    const time_expr *e = &s->f->times[t].expr;
    bool open = e->op == OP_OFFSET && e->base == BASE_NONE;
    if (!open) return (when){.basis = WHEN_TIME, .time = t, .approx = e->approx};
    const draft *d = &x->drafts[k];
    bool opens = d->has_who && s->f->times[t].end == d->who.first;
    if (opens && hang_offset(x, k, t)) return (when){.basis = WHEN_OFFSET, .time = t, .approx = e->approx};
    if (opens) return none;
  }
  if (s->f->statements[k].in_title || s->f->statements[k].within != NONE) return none;
  uint32_t j = goes_on_with(x, k);
  if (j == NONE) return none;
  const when *w = &s->f->statements[j].when;
  if (w->time == NONE) return none;
  return (when){.basis = WHEN_CARRIED, .time = w->time, .approx = w->approx};
}

/* For each token the innermost statement in whose content it stands, or NONE. */
static const uint32_t *said_by(const scene *s, const draft *drafts) {
  uint32_t *said = ARENA_ARRAY(s->a, uint32_t, s->d->n_tokens);
  memset(said, 0xFF, s->d->n_tokens * sizeof *said);
  for (uint32_t k = 0; k < s->f->n_statements; k++)
    for (uint32_t r = 0; r < drafts[k].n_runs; r++)
      for (uint32_t i = drafts[k].runs[r].first; i < drafts[k].runs[r].end; i++) said[i] = k;
  return said;
}

void remarks_date(scene *s, const draft *drafts) {
  s->said = said_by(s, drafts);
  dater x = {s, drafts, ARENA_ARRAY(s->a, uint32_t, s->f->n_actors), NONE};
  memset(x.last, 0xFF, s->f->n_actors * sizeof *x.last);
  for (uint32_t k = 0; k < s->f->n_statements; k++) {
    statement *st = &s->f->statements[k];
    st->when = when_of(&x, k);
    if (!counts(st)) continue;
    x.latest = k;
    if (st->speaker != NONE) x.last[st->speaker] = k;
  }
}
