/* remarks.c: when a statement was made: a time in its own clause, or that of the remarks it belongs to. */
#include "facts/drafts.h"

/* Sentences after which remarks are taken for others; paragraphs between a body's words and its spokesman's.
 */
#define MAX_SENTENCES 6
#define MAX_BLOCKS 2
/* Tokens behind a cue that are looked at for its time. */
#define MAX_TAIL 24
/* Sentences after which words are no longer taken for those of a meeting. */
#define MAX_AFTER_MEETING 16
/* Tokens at the head of a sentence before a time that stands for all of it. */
#define MAX_FRONT 12

/* ---- a time in the clause ------------------------------------------------------------------------------ */

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

/* The time at token i, in the draft's content or not, or NONE. */
static uint32_t time_of_token(const scene *s, const draft *d, uint32_t i) {
  uint32_t t = s->time[i];
  bool dateline = s->dateline_first <= i && i < s->dateline_end;
  if (t == NONE || dateline || !tells_when(&s->f->times[t])) return NONE;
  uint32_t first = s->f->times[t].first;
  bool named = (s->t[first].flags & TOK_QUOTED) && !(s->t[d->cue_first].flags & TOK_QUOTED);
  return named || (first && scene_is(s, first - 1, WORD_SPAN)) ? NONE : t;
}

static uint32_t time_at(const scene *s, const draft *d, uint32_t i) {
  if (s->said[i] != s->said[d->cue_first] || draft_says(d, i)) return NONE;   /* it belongs to another's words */
  return time_of_token(s, d, i);
}

/* Whether a phrase goes on behind the comma at i with the circumstances: ", in remarks on Monday", ",
 * speaking on Monday". */
static bool goes_on_behind(const scene *s, uint32_t i, uint32_t end) {
  if (s->mark[i] != ',' || i + 1 >= end) return false;
  const token *t = &s->t[i + 1];
  bool part = t->upos == UPOS_VERB && (t->morph & (MORPH_PART_PRES | MORPH_PART_PAST));
  return t->upos == UPOS_ADP || (part && ((t->morph & MORPH_PART_PRES) || scene_is(s, i + 1, WORD_ISSUED)));
}

/* Within and behind the cue, up to its content, a comma or the sentence's end: "said Wednesday that". */
static uint32_t time_behind(const scene *s, const draft *d) {
  uint32_t end = s->d->sentences[d->sentence].end, i = d->cue_first;
  bool tag = d->n_runs && d->runs[d->n_runs - 1].end <= d->cue_first;
  bool who_behind = d->has_who && d->who.first >= d->cue_end;
  for (uint32_t left = MAX_TAIL; i < end && left > 0; i++, left--) {
    if (who_behind && i == d->who.first) i = d->who.end;
    bool that = i >= d->cue_end && s->t[i].upos == UPOS_SCONJ && scene_is(s, i, WORD_THAT);
    if (i >= end || draft_says(d, i) || that) break;
    if (s->mark[i] == ',' && !(tag && goes_on_behind(s, i, end))) break;
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

/* Whether a time among the words that name the speaker tells when he spoke: "Ruritania on Monday", "Monday's
 * letter", not "the May accord", "the class of 1968". */
static bool names_day(const scene *s, const draft *d, uint32_t t) {
  const time_fact *at = &s->f->times[t];
  if (at->expr.grain != CAL_DAY) return false;
  uint32_t i = at->end < d->who.end && (s->t[at->end].morph & MORPH_POSS) ? at->end + 1 : at->end;
  bool noun = i < d->who.end && (s->t[i].upos == UPOS_NOUN || s->t[i].upos == UPOS_PROPN);
  return !noun || scene_is(s, i, WORD_DOCUMENT | WORD_REMARKS);
}

/* Among the words that name the speaker, and between them and the cue: "Vale on Monday said", "a survey
 * published last week shows", "said Vale on Monday". Not what a relative clause or a participle tells of him:
 * "Vale, who spoke in May, said", "the man arrested on Monday said". */
static uint32_t time_with_speaker(const scene *s, const draft *d) {
  uint32_t first = d->has_who ? d->who.first : d->cue_first, end = d->cue_first;
  bool own = false, issued = false;
  if (first > d->cue_first) end = d->who.end;
  uint32_t lo = s->d->sentences[d->sentence].first;          /* "met Orm on Monday and warned that" */
  if (!d->has_who && first > lo && s->t[first - 1].upos == UPOS_CCONJ) first = lo;
  for (uint32_t i = first; i < end; i++) {
    bool inside = d->has_who && i < d->who.end, part = s->t[i].upos == UPOS_VERB || s->t[i].upos == UPOS_ADJ;
    if (s->mark[i] == ',') own = i + 1 < end && scene_is(s, i + 1, WORD_REL | WORD_WH_WIDE);
    if (part && scene_is(s, i, WORD_ISSUED)) issued = true;
    else if (inside && s->t[i].upos == UPOS_VERB && !(s->t[i].morph & MORPH_PART_PRES)) own = true;
    else if (inside && s->t[i].upos == UPOS_PRON && scene_is(s, i, WORD_REL)) own = true;
    uint32_t t = own ? NONE : time_at(s, d, i);
    if (t != NONE && (!inside || issued || names_day(s, d, t))) return t;
  }
  return NONE;
}

/* Just before the clause: "On Sunday, Vale said", "a day after Vale said". Of the speaker the words may be
 * but the noun. */
static uint32_t time_before(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first,
           i = d->has_who && d->who.first < d->cue_first ? d->who.first : d->cue_first;
  while (i > lo && s->time[i - 1] == NONE &&
         (s->t[i - 1].upos == UPOS_DET || (s->mention[i] != NONE && s->mention[i - 1] == s->mention[i])))
    i--;
  if (i > lo && s->mark[i - 1] == ',') i--;
  return i > lo ? time_at(s, d, i - 1) : NONE;
}

/* At the head of the sentence, up to a comma: "On Sunday, when she was asked about it, Vale said", "At
 * Monday's briefing, Vale said"; not what came before: "After Monday's raid, Vale said". */
static uint32_t time_fronted(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first, found = NONE;
  if (lo == s->dateline_first && s->dateline_end > lo) lo = s->dateline_end;
  if (s->said[d->cue_first] != NONE || scene_is(s, lo, WORD_NARRATOR)) return NONE;
  for (uint32_t i = lo; i < lo + MAX_FRONT && i < d->first && !scene_finite(s, i); i++) {
    if (s->mark[i] == ',') return found;
    uint32_t t = found == NONE ? time_at(s, d, i) : NONE;
    if (t == NONE) continue;
    uint32_t end = s->f->times[t].end;
    if (end + 1 >= s->d->sentences[d->sentence].end) return NONE;
    bool of = s->t[end].morph & MORPH_POSS;
    if (of && !scene_is(s, end + 1, WORD_MEETING | WORD_REMARKS)) return NONE;
    found = t;
  }
  return NONE;
}

/* Behind the content: "proposed a truce during the talks on Monday", "said it held, in remarks on Monday",
 * "denied the charge on Monday". */
static uint32_t time_of_occasion(const scene *s, const draft *d) {
  uint32_t end = s->d->sentences[d->sentence].end;
  uint32_t i = d->n_runs ? d->runs[d->n_runs - 1].end : end, left = MAX_TAIL;
  if (i < d->cue_end || i >= end) return NONE;
  if (goes_on_behind(s, i, end)) i++;
  else if (!scene_is(s, i, WORD_OCCASION)) left = s->t[i].upos == UPOS_ADP || s->time[i] != NONE ? 2 : 0;
  for (; i < end && left > 0 && !s->mark[i] && !scene_finite(s, i); i++, left--) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

/* Whether the content only points at what was said before: "said so on Monday", "promised the same in May".
 * */
static bool points_back(const scene *s, const run *r) {
  uint32_t i = r->first + (s->t[r->first].upos == UPOS_DET && r->first + 1 < r->end);
  if (!scene_is(s, i, WORD_SAME)) return false;
  const token *next = &s->t[i + 1];
  return i + 1 == r->end || next->upos == UPOS_ADP || next->upos == UPOS_ADV || next->upos == UPOS_NUM ||
         s->time[i + 1] != NONE || s->mark[i + 1];
}

/* Where the content begins with it, right behind the cue: "said [on Friday the market was calm]", not "said
 * [Monday would be …]". */
static uint32_t time_that_opens(const scene *s, const draft *d, const run *r) {
  uint32_t i = r->first + (s->t[r->first].upos == UPOS_ADP);
  uint32_t t = r->first == d->cue_end && i < r->end ? time_of_token(s, d, i) : NONE;
  if (t == NONE) return NONE;
  uint32_t end = s->f->times[t].end;
  bool own = end < r->end && !s->mark[end] && !(s->t[end].morph & MORPH_POSS) && !scene_finite(s, end);
  return own && s->t[end].upos != UPOS_ADP ? t : NONE;
}

/* Within the content: at its head, or where it is an object without a verb: "said so on Monday", "raised it
 * during talks in May". */
static uint32_t time_within(const scene *s, const draft *d) {
  const run *r = d->n_runs ? &d->runs[d->n_runs - 1] : NULL;
  if (!r || r->first < d->cue_end || s->t[r->first].flags & TOK_QUOTED) return NONE;
  uint32_t opens = time_that_opens(s, d, r);
  if (opens != NONE || d->n_runs > 1) return opens;
  bool on = points_back(s, r) || scene_is(s, d->cue_end - 1, WORD_MEET);  /* "summoned the envoy on Monday" */
  for (uint32_t i = r->first; i < r->end && !s->mark[i] && !scene_finite(s, i); i++) {
    on = on || (d->act == ACT_SAYS && i > r->first && scene_is(s, i, WORD_OCCASION));
    uint32_t t = on ? time_of_token(s, d, i) : NONE;
    if (t != NONE) return t;
  }
  return NONE;
}

static bool is_meanwhile(const scene *s, const draft *d) {
  return d->has_who && d->who.first > s->d->sentences[d->sentence].first + 1 &&
         scene_is(s, d->who.first - 1, WORD_MEANWHILE);
}

/* "…, as Vale signaled interest", "in May, when Vale signaled": the time of the clause before. */
static uint32_t time_of_main(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first;
  if (!is_meanwhile(s, d)) return NONE;
  uint32_t comma = d->who.first - 2;
  uint32_t at = s->mark[comma] == ',' && comma > lo ? time_of_token(s, d, comma - 1) : NONE;
  if (at != NONE) return at;
  for (uint32_t i = d->who.first - 1; i-- > lo;) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

static uint32_t time_in_clause(const scene *s, const draft *d) {
  if (!d->cue_end) return NONE;
  bool said = d->n_runs > 0;               /* else its content may be what stands before */
  uint32_t t = time_behind(s, d);
  if (t == NONE) t = time_with_speaker(s, d);
  if (t == NONE && said && !d->shared) t = time_before(s, d);
  if (t == NONE) t = time_of_occasion(s, d);
  if (t == NONE) t = time_within(s, d);
  if (t == NONE && said) t = time_fronted(s, d);
  return t == NONE ? time_of_main(s, d) : t;
}

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
  if (!tells_when(t) || t->expr.grain != CAL_DAY) return false;
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
  if (!k || st[k].within != NONE || !is_meanwhile(x->s, &x->drafts[k])) return NONE;
  bool dated = st[k - 1].sentence == st[k].sentence && st[k - 1].when.basis == WHEN_TIME;
  return dated ? st[k - 1].when.time : NONE;
}

/* Words in the speaker's own voice are of the day that their report bears. */
static when when_spoken(const scene *s, const draft *d) {
  if (d->lead != NONE) return (when){.basis = WHEN_TIME, .time = d->lead, .approx = s->f->times[d->lead].expr.approx};
  bool dated = s->f->report->published_basis == BASIS_DATELINE;
  return (when){.basis = dated ? WHEN_DOCUMENT : WHEN_REPORT, .time = NONE};
}

static when when_of(const dater *x, uint32_t k) {
  const scene *s = x->s;
  const draft *d = &x->drafts[k];
  if (d->voice) return when_spoken(s, d);
  uint32_t t = time_in_clause(s, d);
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
