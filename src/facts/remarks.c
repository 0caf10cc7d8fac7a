/* remarks.c: when a statement was made: a time in its own clause, or that of the remarks it belongs to. */
#include "facts/remark_times.h"

/* Sentences after which remarks are taken for others; paragraphs between a body's words and its
 * spokesman's. */
#define MAX_SENTENCES 6
#define MAX_BLOCKS 2
/* Sentences after which words are no longer taken for those of a meeting. */
#define MAX_AFTER_MEETING 16

/* ---- offsets ------------------------------------------------------------------------------------------- */

typedef struct {
  const scene *s;
  const draft *drafts;
  uint32_t *last;            /* [n_actors] latest statement of each actor so far, or NONE */
  uint32_t latest;           /* of anybody */
  uint32_t first;            /* that counts, or NONE: what the report begins with */
  const uint32_t *meetings; uint32_t n_meetings;     /* times that date a meeting, by place */
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
  if (base == NONE || x->s->f->statements[base].when.time == NONE) return false;
  at->expr.base = BASE_STATEMENT;
  at->expr.base_ref = base;
  at->expr.n = -at->expr.n;
  at->expr.n2 = -at->expr.n2;
  return true;
}

/* "They will go by Easter," Vale said. A day earlier she had said …: such a day is told from the remarks, not
 * from one within somebody's words. */
static void rehang_offset(const dater *x, uint32_t t) {
  time_expr *e = &x->s->f->times[t].expr;
  if (e->op != OP_OFFSET || e->grain != CAL_DAY || e->base != BASE_TIME || e->base_ref == NONE) return;
  const time_fact *at = &x->s->f->times[t], *from = &x->s->f->times[e->base_ref];
  if (x->s->said[at->first] != NONE || x->s->said[from->first] == NONE) return;
  bool dated = x->latest != NONE && x->s->f->statements[x->latest].when.time != NONE;
  e->base = dated ? BASE_STATEMENT : BASE_REPORT;
  e->base_ref = dated ? x->latest : NONE;
}

/* ---- tense --------------------------------------------------------------------------------------------- */

/* The verb of the cue: its first that is no auxiliary of another; NONE: it has none. */
static uint32_t verb_of(const scene *s, const draft *d) {
  uint32_t found = NONE;
  for (uint32_t i = d->cue_first; i < d->cue_end; i++) {
    bool verb = s->t[i].upos == UPOS_VERB;
    if (found == NONE && (verb || s->t[i].upos == UPOS_AUX)) found = i;
    else if (verb && scene_is(s, found == NONE ? i : found, WORD_BE | WORD_HAVE)) found = i;
    if (found != NONE && verb && !scene_is(s, found, WORD_BE | WORD_HAVE)) break;
  }
  return found;
}

/* Present or perfect: what holds, or was said at some time before. */
static bool is_reported(const scene *s, const draft *d) {
  uint32_t verb = d->cue_end ? verb_of(s, d) : NONE;
  if (d->reported || verb == NONE) return d->reported;
  uint16_t morph = s->t[verb].morph;
  verb_group g = speakers_group(s, s->d->sentences[d->sentence].first, verb);
  return g.have || g.progressive || ((morph & MORPH_PRESENT) && !(morph & MORPH_PAST));
}

/* "previously", "repeatedly" beside the cue: other remarks than those before. */
static bool tells_of_earlier(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first, end = s->d->sentences[d->sentence].end;
  uint32_t first = d->cue_first > lo + 3 ? d->cue_first - 3 : lo,
           stop = d->cue_end + 2 < end ? d->cue_end + 2 : end;
  for (uint32_t i = first; i < stop; i++)
    if (!draft_says(d, i) && scene_is(s, i, WORD_EARLIER)) return true;
  return false;
}

/* ---- the same remarks ---------------------------------------------------------------------------------- */

static uint32_t block_of(const dater *x, uint32_t k) {
  return x->s->d->sentences[x->s->f->statements[k].sentence].block;
}

static bool is_body(const actor *a) {
  return a->kind == ACTOR_GOVERNMENT || a->kind == ACTOR_ORGANISATION || a->kind == ACTOR_STATE;
}

/* Whether the person holds an office of that body: "Foreign Ministry" in "the Ruritanian Foreign Ministry".
 * */
static bool works_for(const scene *s, const actor *person, const actor *body) {
  str name = utf8_folded(s->a, body->name);
  for (uint32_t r = 0; r < person->n_roles; r++) {
    str of = utf8_folded(s->a, person->roles[r].of);
    bool party = person->party.ptr && str_eq(person->roles[r].of, person->party);
    if (of.len && !party && (str_find(name, of) != SIZE_MAX || str_find(of, name) != SIZE_MAX)) return true;
  }
  return false;
}

static bool is_unnamed(const actor *a) { return a->noun || a->anonymous; }

/* A ministry's words, then its spokesman's; those of an official not named, then his who is; a state's, then
 * its ministry's. */
static bool speaks_for(const scene *s, const actor *first, const actor *then, bool opens) {
  bool ministry = first->kind == ACTOR_STATE && then->kind == ACTOR_GOVERNMENT;
  if (ministry && !then->party.ptr) return true;                                 /* "the ministry" */
  if (!first->party.ptr || !then->party.ptr || !str_eq(first->party, then->party)) return false;
  if (then->kind == ACTOR_PERSON && first->kind == ACTOR_STATE && opens) return !is_unnamed(then);
  if (then->kind == ACTOR_PERSON && is_body(first)) return works_for(s, then, first);
  if (then->kind == ACTOR_PERSON) return is_unnamed(first) && !is_unnamed(then);
  return ministry;
}

/* "Its water minister said on Monday …": "the minister, Anna Vale, told reporters"; "a ministry official
 * said": "Orm, the ministry's director, told": an office or body of both, and no other one. */
static bool same_office(const scene *s, const draft *first, const draft *then) {
  if (!first->has_who || !then->has_who || first->who.joined) return false;
  bool found = false;
  for (uint32_t i = then->who.first; i < then->who.end; i++) {
    if (scene_is(s, i, WORD_OTHER)) return false;
    for (uint32_t k = first->who.first; s->t[i].upos == UPOS_NOUN && k < first->who.end && !found; k++)
      found = s->t[k].upos == UPOS_NOUN && s->t[k].lemma && s->t[k].lemma == s->t[i].lemma;
  }
  return found;
}

/* Whether statement k, next but perhaps for others of its paragraph, goes on with what j begins. */
static bool elaborates(const dater *x, uint32_t k, uint32_t j) {
  const scene *s = x->s;
  const statement *st = s->f->statements;
  if (block_of(x, k) - block_of(x, j) > MAX_BLOCKS) return false;
  const actor *first = st[j].speaker == NONE ? NULL : &s->f->actors[st[j].speaker];
  const actor *then = st[k].speaker == NONE ? NULL : &s->f->actors[st[k].speaker];
  bool other = st[j].party.ptr && st[k].party.ptr && !str_eq(st[j].party, st[k].party);
  bool opens = j == x->first && block_of(x, k) - block_of(x, j) <= 1;
  if (first && then && speaks_for(s, first, then, opens)) return true;
  const draft *d = &x->drafts[k];
  if (!then && d->has_who && s->t[d->who.head].upos == UPOS_PRON) return !scene_is(s, d->who.head, WORD_IT);
  bool two = first && then && first->kind == ACTOR_PERSON && !is_unnamed(first) && !is_unnamed(then);
  return !other && !two && same_office(s, &x->drafts[j], d);
}

/* "…, Orm replied", "the two said", "the letter said": of one occasion with the statement before, in the same
 * paragraph; of a text also in the next. */
static bool answers(const dater *x, uint32_t k) {
  const scene *s = x->s;
  const draft *d = &x->drafts[k];
  uint32_t apart = block_of(x, k) - block_of(x, x->latest);
  bool replies = d->cue_end && scene_is(s, d->cue_first, WORD_REPLY);
  if (!apart && (replies || (d->has_who && scene_is(s, d->who.head, WORD_SIDES)))) return true;
  return d->has_who && apart <= 1 && s->t[d->who.head].upos == UPOS_NOUN &&
         scene_is(s, d->who.head, WORD_REMARKS) && !scene_is(s, d->who.first, WORD_OTHER);
}

/* The statement whose remarks statement k goes on with, or NONE. */
static uint32_t goes_on_with(const dater *x, uint32_t k) {
  const statement *st = x->s->f->statements;
  const draft *d = &x->drafts[k];
  uint32_t j = st[k].speaker == NONE ? NONE : x->last[st[k].speaker];
  if (j != NONE) return st[k].sentence - st[j].sentence <= MAX_SENTENCES ? j : NONE;
  if (x->latest == NONE) return NONE;
  if (!d->has_who && d->cue_end) return st[x->latest].sentence == st[k].sentence ? x->latest : NONE;
  return answers(x, k) || elaborates(x, k, x->latest) ? x->latest : NONE;
}

/* ---- meetings ------------------------------------------------------------------------------------------ */

/* Whether the time tells when people met or spoke with each other: "Vale received Orm on Monday". */
static bool dates_meeting(const dater *x, const time_fact *t) {
  const scene *s = x->s;
  if (!remark_tells_when(t) || t->expr.grain != CAL_DAY) return false;
  run at = drafts_reach(&s->d->sentences[t->sentence], t->first, t->end);
  bool meets = false, holds = false, meeting = false;
  for (uint32_t i = at.first; i < at.end; i++) {
    uint32_t by = s->said[t->first];
    bool tells = by != NONE && x->drafts[by].cue_first <= i && i < x->drafts[by].cue_end;   /* the same */
    if (s->said[i] != by && !tells) continue;
    uint64_t is = scene_classes(s, i);
    bool past = s->t[i].upos == UPOS_VERB && (s->t[i].morph & MORPH_PAST);
    meets = meets || (past && (is & WORD_MEET));
    holds = holds || (past && (is & (WORD_HOLD | WORD_ISSUED)));
    meeting = meeting || (s->t[i].upos == UPOS_NOUN && (is & (WORD_MEETING | WORD_REMARKS)));
  }
  return meets || (holds && meeting);
}

static void find_meetings(dater *x) {
  const facts *f = x->s->f;
  uint32_t *all = NULL, n = 0, cap = 0;
  for (uint32_t t = 0; t < f->n_times; t++)
    if (dates_meeting(x, &f->times[t])) *ARENA_PUSH(x->s->a, all, n, cap) = t;
  x->meetings = all;
  x->n_meetings = n;
}

/* "…, Vale told reporters after the meeting". */
static bool names_meeting(const scene *s, const draft *d) {
  uint32_t end = drafts_reach(&s->d->sentences[d->sentence], d->cue_first, d->cue_end).end;
  for (uint32_t i = d->cue_first; i + 2 < end && !draft_says(d, i) && s->mark[i] != ','; i++)
    if (s->t[i].upos == UPOS_ADP && s->t[i + 1].upos == UPOS_DET && scene_is(s, i + 2, WORD_MEETING))
      return true;
  return false;
}

/* Whether he who speaks was there: the same actor or the same office in the sentence of the meeting that
 * the time dates, or both sides. */
static bool took_part(const dater *x, uint32_t k, const time_fact *t) {
  const scene *s = x->s;
  const draft *d = &x->drafts[k];
  run at = drafts_reach(&s->d->sentences[t->sentence], t->first, t->end);
  uint32_t who = s->f->statements[k].speaker;
  if (!d->has_who) return false;
  if (scene_is(s, d->who.head, WORD_SIDES) && !scene_is(s, d->who.first, WORD_OTHER)) return true;
  for (uint32_t i = at.first; i < at.end; i++) {
    uint32_t m = s->mention[i];
    if (who != NONE && m != NONE && s->f->mentions[m].actor == who) return true;
    if (s->t[i].word && s->t[i].word == s->t[d->who.head].word) return true;
  }
  return false;
}

/* The time of the last meeting before statement k, if it was said there, or NONE. */
static uint32_t time_of_meeting(const dater *x, uint32_t k) {
  const facts *f = x->s->f;
  const draft *d = &x->drafts[k];
  uint32_t m = x->n_meetings;
  while (m > 0 && f->times[x->meetings[m - 1]].sentence >= d->sentence) m--;
  if (!m || !d->cue_end) return NONE;
  uint32_t t = x->meetings[m - 1];
  if (d->sentence - f->times[t].sentence > MAX_AFTER_MEETING) return NONE;
  return names_meeting(x->s, d) || took_part(x, k, &f->times[t]) ? t : NONE;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static when carried(uint32_t t, bool approx) {
  return (when){.basis = WHEN_CARRIED, .time = t, .approx = approx};
}

/* Of a statement that has no time of its own. */
static when when_by_others(const dater *x, uint32_t k) {
  const facts *f = x->s->f;
  const draft *d = &x->drafts[k];
  when none = {.basis = WHEN_REPORT, .time = NONE};
  if (f->statements[k].in_title || f->statements[k].within != NONE) return none;
  if (d->mode == MODE_HEARSAY || is_reported(x->s, d) || tells_of_earlier(x->s, d)) return none;
  uint32_t j = goes_on_with(x, k);
  if (j != NONE && f->statements[j].when.time != NONE)
    return carried(f->statements[j].when.time, f->statements[j].when.approx);
  uint32_t t = time_of_meeting(x, k);
  return t == NONE ? none : carried(t, f->times[t].expr.approx);
}

/* "Vale raised it during talks in May, as Orm signaled interest": when Vale did. */
static uint32_t time_of_main_statement(const dater *x, uint32_t k) {
  const statement *st = x->s->f->statements;
  if (!k || st[k].within != NONE || !remark_is_meanwhile(x->s, &x->drafts[k])) return NONE;
  bool dated = st[k - 1].sentence == st[k].sentence && st[k - 1].when.basis == WHEN_TIME;
  return dated ? st[k - 1].when.time : NONE;
}

/* Words in the speaker's own voice are of the day that their report bears. */
static when when_spoken(const scene *s, const draft *d) {
  if (d->lead != NONE)
    return (when){.basis = WHEN_TIME, .time = d->lead, .approx = s->f->times[d->lead].expr.approx};
  bool dated = s->f->report->published_basis == BASIS_DATELINE;
  return (when){.basis = dated ? WHEN_DOCUMENT : WHEN_REPORT, .time = NONE};
}

static when when_of(const dater *x, uint32_t k) {
  const scene *s = x->s;
  const draft *d = &x->drafts[k];
  if (d->voice) return when_spoken(s, d);
  uint32_t t = remark_time_in_clause(s, d);
  if (t == NONE) t = time_of_main_statement(x, k);
  if (t == NONE) return when_by_others(x, k);
  rehang_offset(x, t);
  const time_expr *e = &s->f->times[t].expr;
  bool open = e->op == OP_OFFSET && e->base == BASE_NONE;
  if (!open) return (when){.basis = WHEN_TIME, .time = t, .approx = e->approx};
  if (!d->has_who || s->f->times[t].end != d->who.first) return when_by_others(x, k);
  bool hours = (e->unit == CAL_HOUR || e->unit == CAL_MINUTE) && e->n > 0;
  if (hours && x->latest != NONE && s->f->statements[x->latest].when.time != NONE)
    return carried(s->f->statements[x->latest].when.time, true);                /* "Hours later Vale said" */
  if (!hang_offset(x, k, t)) return (when){.basis = WHEN_REPORT, .time = NONE};
  return (when){.basis = WHEN_OFFSET, .time = t, .approx = e->approx};
}

/* Where the content of a run begins, for what stands in it: with what stands between it and the run before,
 * behind the cue, where that is a clause already: "Vale said [the envoy had told] allies on Monday [that …]".
 * */
static uint32_t reach_of(const scene *s, const draft *d, uint32_t r) {
  uint32_t first = d->runs[r].first;
  bool gap = r > 0 && d->runs[r - 1].first >= d->cue_end && first < s->d->sentences[d->sentence].end;
  return gap && scene_has_finite(s, d->runs[r - 1].first, d->runs[r - 1].end) ? d->runs[r - 1].end : first;
}

/* "Asked about it on Monday, Vale said": nobody's words, but when and on what he spoke. */
static bool leads_in(const scene *s, const draft *d) {
  bool part = s->t[d->cue_first].morph & (MORPH_PART_PAST | MORPH_PAST);
  return part && !d->has_who && d->cue_end && d->cue_first == s->d->sentences[d->sentence].first;
}

/* For each token the innermost statement in whose content it stands, or NONE. */
static const uint32_t *said_by(const scene *s, const draft *drafts) {
  uint32_t *said = ARENA_ARRAY(s->a, uint32_t, s->d->n_tokens);
  memset(said, 0xFF, s->d->n_tokens * sizeof *said);
  for (uint32_t k = 0; k < s->f->n_statements; k++)
    for (uint32_t r = 0; r < drafts[k].n_runs && !leads_in(s, &drafts[k]); r++)
      for (uint32_t i = reach_of(s, &drafts[k], r); i < drafts[k].runs[r].end; i++) said[i] = k;
  return said;
}

/* "On Sunday he had accused her. Asked about it, he said": the remarks before are those before the flashback.
 * */
static bool looks_back(const dater *x, uint32_t k) {
  const when *w = &x->s->f->statements[k].when;
  return w->basis == WHEN_TIME && is_reported(x->s, &x->drafts[k]);
}

void remarks_date(scene *s, const draft *drafts) {
  s->said = said_by(s, drafts);
  dater x = {.s = s, .drafts = drafts, .last = ARENA_ARRAY(s->a, uint32_t, s->f->n_actors), .latest = NONE,
             .first = NONE};
  memset(x.last, 0xFF, s->f->n_actors * sizeof *x.last);
  find_meetings(&x);
  for (uint32_t k = 0; k < s->f->n_statements; k++) {
    statement *st = &s->f->statements[k];
    st->when = when_of(&x, k);
    if (!counts(st) || looks_back(&x, k)) continue;
    x.latest = k;
    if (x.first == NONE) x.first = k;
    if (st->speaker != NONE) x.last[st->speaker] = k;
  }
}
