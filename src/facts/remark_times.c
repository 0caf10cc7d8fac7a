/* remark_times.c: the time in a statement's own clause. */
#include "facts/remark_times.h"

/* Tokens behind a cue that are looked at for its time. */
#define MAX_TAIL 24
/* Tokens at the head of a sentence before a time that stands for all of it. */
#define MAX_FRONT 12

bool remark_tells_when(const time_fact *t) {
  if (t->type != TIME_DATE && t->type != TIME_TIME) return t->expr.op == OP_OFFSET;
  switch (t->expr.op) {
  case OP_REF: case OP_SINCE: case OP_UNTIL: case OP_WITHIN: case OP_NEXT: case OP_SET: case OP_DURATION:
    return false;
  default: return true;
  }
}

bool remark_names_day(const time_fact *t) {
  return (t->type == TIME_DATE || t->type == TIME_TIME) && t->expr.op != OP_OFFSET && remark_tells_when(t);
}

/* The time at token i, in the draft's content or not, or NONE. */
static uint32_t time_of_token(const scene *s, const draft *d, uint32_t i) {
  uint32_t t = s->time[i];
  bool dateline = s->dateline_first <= i && i < s->dateline_end;
  if (t == NONE || dateline || !remark_tells_when(&s->f->times[t])) return NONE;
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

bool remark_is_meanwhile(const scene *s, const draft *d) {
  return d->has_who && d->who.first > s->d->sentences[d->sentence].first + 1 &&
         scene_is(s, d->who.first - 1, WORD_MEANWHILE);
}

/* "…, as Vale signaled interest", "in May, when Vale signaled": the time of the clause before. */
static uint32_t time_of_main(const scene *s, const draft *d) {
  uint32_t lo = s->d->sentences[d->sentence].first;
  if (!remark_is_meanwhile(s, d)) return NONE;
  uint32_t comma = d->who.first - 2;
  uint32_t at = s->mark[comma] == ',' && comma > lo ? time_of_token(s, d, comma - 1) : NONE;
  if (at != NONE) return at;
  for (uint32_t i = d->who.first - 1; i-- > lo;) {
    uint32_t t = time_at(s, d, i);
    if (t != NONE) return t;
  }
  return NONE;
}

uint32_t remark_time_in_clause(const scene *s, const draft *d) {
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
