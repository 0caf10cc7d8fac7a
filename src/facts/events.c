/* events.c: events by frames over tokens: a trigger, its object's class, the parties around it.
 *
 * The first stage: surface rules behind the seam that the event coder over trees will take. A trigger gives
 * an event only when the class that its frame names is there and enough of it is known. */
#include "facts/events.h"

#include "facts/events_model.h"
#include "facts/times.h"

enum {
  CLAUSE_TOKENS = 40, STATUS_TOKENS = 4, LABEL_WORDS = 12, STATEMENTS_BACK = 64,
  CHAIN_TOKENS = 2,            /* "rounds of talks" are one object */
  OWN_TIME_TOKENS = 5          /* words between a noun and the day before it by which it is called */
};

/* ---- clauses --------------------------------------------------------------------------------- */

/* "after the envoys met", where the tagger sees a preposition: a subject and its finite verb follow. */
static bool begins_clause(const clause *c, uint32_t i, uint32_t end) {
  if (c->t[i].upos == UPOS_SCONJ) return true;
  if (!(events_class(c->m, &c->t[i]) & c->m->known.clause)) return false;
  for (uint32_t k = i + 1; k < end; k++) {
    const token *t = &c->t[k];
    bool verb = t->upos == UPOS_VERB || t->upos == UPOS_AUX;
    if (verb) return k > i + 1 && (t->morph & (MORPH_PAST | MORPH_PRESENT | MORPH_MODAL)) != 0;
    bool inside = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_DET ||
                  t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->upos == UPOS_PRON || t->upos == UPOS_ADV ||
                  t->morph & MORPH_POSS;
    if (!inside) return false;
  }
  return false;
}

/* Whether the clause ends at token i. A quotation that lies inside it whole does not end it: *depth. */
static bool is_bound(const clause *c, uint32_t i, uint32_t end, uint32_t out, uint32_t in, uint32_t *depth) {
  if (c->t[i].flags & in) ++*depth;
  if ((c->t[i].flags & out) && !(*depth)--) return true;
  return events_mark(c, i, ';') || begins_clause(c, i, end);
}

/* Back and forward to a semicolon, a quotation mark or a conjunction; first stage: no trees. */
static void clause_bounds(clause *c, const sentence *s) {
  uint32_t lo = c->first > s->first + CLAUSE_TOKENS ? c->first - CLAUSE_TOKENS : s->first;
  uint32_t hi = c->end + CLAUSE_TOKENS < s->end ? c->end + CLAUSE_TOKENS : s->end;
  uint32_t depth = 0;
  c->lo = c->first;
  while (c->lo > lo && !is_bound(c, c->lo - 1, s->end, TOK_OPEN, TOK_CLOSE, &depth)) c->lo--;
  depth = 0;
  c->hi = c->end;
  while (c->hi < hi && !is_bound(c, c->hi, s->end, TOK_CLOSE, TOK_OPEN, &depth)) c->hi++;
}

/* "The palace that A seized", "A first proposed": an actor right before the trigger, and no agent behind it. */
static bool has_subject(const clause *c) {
  uint32_t first = c->first;
  while (first > c->lo && c->t[first - 1].upos == UPOS_ADV) first--;
  uint32_t k = actors_mention_from(c->f, first);
  bool agent = c->end < c->hi && (events_class(c->m, &c->t[c->end]) & c->m->known.agent);
  return k > 0 && c->f->mentions[k - 1].end == first && !agent && !actors_is_modifier(c->f, k - 1);
}

/* "The court convicted A": a noun phrase begins right behind the trigger. */
static bool has_object(const clause *c) {
  if (c->end >= c->hi) return false;
  uint8_t u = c->t[c->end].upos;
  bool name = u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
  return name || u == UPOS_DET || u == UPOS_ADJ || u == UPOS_NUM;
}

/* A participle behind a form of "be", or one that only follows its noun ("properties seized by …"). */
static bool is_passive(const clause *c) {
  if (!(c->t[c->first].morph & MORPH_PART_PAST)) return false;
  bool have = false;
  for (uint32_t i = c->first; i > c->lo && c->first - i < STATUS_TOKENS; i--) {
    const token *t = &c->t[i - 1];
    if (t->upos == UPOS_AUX && !(t->morph & MORPH_MODAL)) {
      if (events_class(c->m, t) & c->m->known.copula) return true;
      have = true;
    }
  }
  return !have && !(c->t[c->first].morph & MORPH_PAST) && !has_subject(c) && !has_object(c);
}

/* The object's token of the frame's class: no other preposition than "of" and no verb stands before it. */
static uint32_t class_ahead(const clause *c, uint32_t hi) {
  for (uint32_t i = c->end; i < hi; i++) {
    const token *t = &c->t[i];
    uint32_t bits = events_class(c->m, t);
    if (bits & c->frame->class_bit) return i;
    if (t->upos == UPOS_VERB && !(t->morph & (MORPH_PART_PAST | MORPH_PART_PRES))) return NONE;
    if (t->upos == UPOS_AUX || (t->upos == UPOS_ADP && !(bits & c->m->known.of))) return NONE;
  }
  return NONE;
}

/* The nearest one before the trigger. */
static uint32_t class_behind(const clause *c, uint32_t lo) {
  for (uint32_t i = c->first; i > lo; i--)
    if (events_class(c->m, &c->t[i - 1]) & c->frame->class_bit) return i - 1;
  return NONE;
}

static bool class_holds(clause *c) {
  c->object = NONE;
  if (!c->frame->class_bit) return true;
  uint32_t back = c->first > c->lo + OBJECT_TOKENS ? c->first - OBJECT_TOKENS : c->lo;
  uint32_t ahead = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  bool before = c->frame->form == FORM_SUBJECT || c->passive;
  c->object = before ? class_behind(c, back) : class_ahead(c, ahead);
  return c->object != NONE;
}

/* ---- status ---------------------------------------------------------------------------------- */

/* "To meet" alone tells a purpose, not an act. */
static bool is_infinitive(const clause *c) {
  return c->frame->form != FORM_NOUN && c->first > c->lo && c->t[c->first - 1].upos == UPOS_PART &&
         !(c->t[c->first - 1].morph & MORPH_NEG);
}

/* What the statement makes of an act in its content that stands there plainly: denied, demanded, hoped for …; status:
 * what it counts else. */
static const char *claimed_status_of(const clause *c, const char *status) {
  const char *force = c->claim == NONE ? NULL : c->f->statements[c->claim].force;
  bool past = (c->t[c->first].morph & (MORPH_PAST | MORPH_PART_PAST)) != 0 || c->frame->form == FORM_NOUN;
  for (uint32_t i = 0; force && i < c->m->n_claimed; i++) {
    const claimed_status *x = &c->m->claimed[i];
    if (x->force && !strcmp(x->force, force)) return past && !x->past ? status : x->status;
  }
  return status;
}

/* NULL: nothing tells that it was more than a purpose. */
static const char *status_of(const clause *c, bool *negative) {
  const char *status = c->frame->status ? c->frame->status
                       : is_infinitive(c) ? NULL : claimed_status_of(c, "happened");
  uint32_t from = c->first > c->lo + STATUS_TOKENS ? c->first - STATUS_TOKENS : c->lo;
  for (uint32_t i = from; i < c->first; i++) {
    uint32_t value;
    if (c->t[i].morph & MORPH_NEG) *negative = true;
    if (phrases_longest(c->m->statuses, c->t, i, c->first, &value)) status = c->m->status_words[value];
  }
  return *negative && status ? "denied" : status;
}

static bool is_one_of(const char *status, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(str_of(status), str_of(words[i]))) return true;
  return false;
}

/* Not yet come about: that it was before the report cannot be said of it. */
static bool is_ahead(const char *status) {
  static const char *const words[] = {"planned", "expected", "hypothetical", "threatened", "conditional", "requested"};
  return is_one_of(status, words, sizeof words / sizeof *words);
}

/* ---- statements ------------------------------------------------------------------------------ */

/* Number of statements that begin at or before a byte. They are sorted by place. */
static uint32_t statements_to(const facts *f, uint32_t at) {
  uint32_t lo = 0, hi = f->n_statements;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->statements[mid].at.start <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

bool events_holds(const statement *s, uint32_t at) {
  if (s->mode == MODE_DECLINED || s->in_title) return false;
  for (uint32_t k = 0; k < s->n_content; k++)
    if (span_has(s->content[k], at)) return true;
  return false;
}

/* The innermost statement whose content holds the token; one that began long before is not looked for. */
static uint32_t statement_over(const facts *f, uint32_t token_index) {
  uint32_t at = f->doc->tokens[token_index].at.start, i = statements_to(f, at);
  for (uint32_t left = STATEMENTS_BACK; i > 0 && left > 0; i--, left--)
    if (events_holds(&f->statements[i - 1], at)) return i - 1;
  return NONE;
}

/* The statement whose cue the trigger is: to demand is to say, then and there. */
static uint32_t statement_of(const clause *c) {
  uint32_t i = statements_to(c->f, c->t[c->end - 1].at.end);
  for (uint32_t left = STATEMENTS_BACK; i > 0 && left > 0; i--, left--) {
    const statement *s = &c->f->statements[i - 1];
    if (s->has_cue && s->cue_token >= c->first && s->cue_token < c->end) return i - 1;
  }
  return NONE;
}

/* ---- times ----------------------------------------------------------------------------------- */

/* Index of the first time that begins at or after a token. */
static uint32_t times_from(const facts *f, uint32_t token_index) {
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].first < token_index) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static bool is_day(const time_fact *t) {
  return (t->type == TIME_DATE || t->type == TIME_TIME) && cal_known(t->value) && t->first < t->end;
}

/* "Said on Monday that …": Monday is the saying's, and so is all that stands outside what was said. */
static bool belongs(const clause *c, uint32_t i) {
  if (c->claim == NONE) return true;
  const statement *s = &c->f->statements[c->claim];
  return s->when.time != i && events_holds(s, c->f->times[i].at.start);
}

static bool is_open(const time_fact *t) { return t->value.lo == CAL_OPEN_LO || t->value.hi == CAL_OPEN_HI; }

/* The nearest in the words [lo, hi); one with both ends before "previously" and its like. */
static uint32_t nearest_time(const clause *c, uint32_t lo, uint32_t hi) {
  const facts *f = c->f;
  uint32_t best = NONE, distance = UINT32_MAX;
  for (uint32_t i = times_from(f, lo); i < f->n_times && f->times[i].first < hi; i++) {
    const time_fact *t = &f->times[i];
    if (!is_day(t) || t->ends || !belongs(c, i)) continue;
    uint32_t d = t->first >= c->end ? t->first - c->end : c->first - t->end + 1;
    if (is_open(t)) d += CLAUSE_TOKENS;
    if (d < distance) best = i, distance = d;
  }
  return best;
}

/* The day a noun is called by: "the Feb. 27 talks", "talks on April 10". */
static uint32_t own_time(const clause *c) {
  uint32_t lo = c->first > c->lo + OWN_TIME_TOKENS ? c->first - OWN_TIME_TOKENS : c->lo;
  uint32_t hi = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  for (uint32_t i = c->end; i < hi; i++) {
    bool verb = c->t[i].upos == UPOS_VERB || c->t[i].upos == UPOS_AUX;
    if (verb && (events_class(c->m, &c->t[i]) & c->m->known.begin)) continue;
    bool joins = c->t[i].upos == UPOS_CCONJ && actors_mention_at(c->f, i + 1) == NONE;
    if (verb || joins || events_mark(c, i, ',')) hi = i;
  }
  for (uint32_t i = c->first; i > lo; i--)
    if (c->t[i - 1].upos == UPOS_VERB || c->t[i - 1].upos == UPOS_ADP || events_mark(c, i - 1, ',')) lo = i;
  return nearest_time(c, lo, hi);
}

/* Not later than it was told: the day of the claim, else of the report. */
static when before_told(const clause *c) {
  when w = {WHEN_REPORT, NONE, CAL_NOTHING, false};
  cal_date said = c->claim == NONE ? CAL_NOTHING : c->f->statements[c->claim].when.value;
  cal_date told = cal_known(said) && !said.no_year && said.hi != CAL_OPEN_HI ? said : c->f->report->published;
  if (cal_known(told) && !told.no_year) w.value = cal_between(CAL_OPEN_LO, told.hi);
  return w;
}

static bool is_other_verb(const token *t) {
  return t->upos == UPOS_VERB && (t->morph & (MORPH_PAST | MORPH_PRESENT | MORPH_PART_PAST));
}

/* The day of a verb: no other verb stands between. */
static uint32_t time_of_verb(const clause *c) {
  uint32_t lo = c->first, hi = c->end;
  while (lo > c->lo && !is_other_verb(&c->t[lo - 1])) lo--;
  while (hi < c->hi && !is_other_verb(&c->t[hi])) hi++;
  return nearest_time(c, lo, hi);
}

static when when_of(const clause *c, const char *status) {
  const facts *f = c->f;
  uint32_t speech = statement_of(c);
  when said = speech == NONE ? (when){WHEN_NONE, NONE, CAL_NOTHING, false} : f->statements[speech].when;
  if (said.basis != WHEN_NONE && said.basis != WHEN_REPORT) return said;
  uint32_t at = c->frame->form == FORM_NOUN ? own_time(c) : time_of_verb(c);
  if (at != NONE) return (when){WHEN_TIME, at, f->times[at].value, f->times[at].expr.approx};
  return is_ahead(status) ? (when){WHEN_NONE, NONE, CAL_NOTHING, false} : before_told(c);
}

/* ---- events ---------------------------------------------------------------------------------- */

static void where_of(const clause *c, event *e) {
  const facts *f = c->f;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < c->hi; k++)
    if (f->mentions[k].actor != NONE && f->actors[f->mentions[k].actor].kind == ACTOR_PLACE) {
      e->where = actors_slot(f, k);
      e->has_where = true;
      return;
    }
}

/* What says that more follows: "testing and". */
static bool leads_on(const token *t) {
  return t->upos == UPOS_CCONJ || t->upos == UPOS_ADP || t->upos == UPOS_DET || t->upos == UPOS_SCONJ ||
         t->upos == UPOS_PART || (t->upos == UPOS_PUNCT && !(t->flags & TOK_CLOSE));
}

static str label_of(const clause *c) {
  uint32_t end = c->first + LABEL_WORDS < c->hi ? c->first + LABEL_WORDS : c->hi;
  while (end > c->end && leads_on(&c->t[end - 1])) end--;
  return end > c->first ? doc_str(c->f->doc, c->first, end) : (str){NULL, 0};
}

/* "Offer to mediate", "offer from A to mediate". */
static bool leads_to_infinitive(const clause *c) {
  for (uint32_t i = c->end; i + 1 < c->hi && i < c->end + OBJECT_TOKENS; i++) {
    if (c->t[i].upos == UPOS_PART && (c->t[i + 1].morph & MORPH_INF)) return true;
    if (c->t[i].upos == UPOS_VERB || c->t[i].upos == UPOS_AUX || events_mark(c, i, ',')) return false;
  }
  return false;
}

/* "Spoke to reporters" is no meeting of two parties. */
static bool has_party(const slot *slots, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (slots[i].party.ptr) return true;
  return false;
}

/* Between the beginning of a noun phrase and its noun. */
static bool stands_inside(const token *t) {
  return t->upos == UPOS_DET || t->upos == UPOS_ADJ || t->morph & MORPH_POSS;
}

/* "answers on its proposal", "the response to A's offer": what the words before are about, made some
 * time ago. */
static bool is_matter(const clause *c) {
  uint32_t i = c->first;
  while (i > c->lo && stands_inside(&c->t[i - 1])) i--;
  if (i < c->lo + 2 || c->t[i - 1].upos != UPOS_ADP) return false;
  if (events_class(c->m, &c->t[i - 1]) & c->m->known.agent) return false;
  uint32_t before = i - 2;
  while (before > c->lo && c->t[before].flags & TOK_CLOSE) before--;
  return c->t[before].upos == UPOS_NOUN;
}

/* "The canceled talks": a participle inside a noun phrase tells no act of its own. */
static bool is_attribute(const clause *c) {
  const token *t = &c->t[c->first];
  if (c->frame->form != FORM_ACTIVE || c->first == c->lo) return false;
  if (!(t->morph & (MORPH_PART_PAST | MORPH_PAST))) return false;
  return stands_inside(t - 1) && c->end < c->hi && c->t[c->end].upos == UPOS_NOUN;
}

/* Whether enough of it is known to be worth a row. */
static bool is_enough(const clause *c, const event *e, bool by) {
  bool any = e->n_source || e->n_target, both = e->n_source && e->n_target;
  bool dated = e->when.basis == WHEN_TIME;
  if (str_eq(str_of(e->status), STR("hypothetical")) || is_attribute(c)) return false;
  if (c->frame->dated) return dated || (both && by && !is_ahead(e->status));
  if (c->frame->owned) return e->n_source && leads_to_infinitive(c) && !is_matter(c);
  if (c->frame->form == FORM_SUBJECT || c->passive) return any || dated;
  if (c->frame->form == FORM_NOUN && by) return e->n_source;
  if (c->frame->party_object) return has_party(e->source, e->n_source) && has_party(e->target, e->n_target);
  return any;
}

/* What the noun of a verb's talks told is the verb's: "the Feb. 27 talks, which were held". */
static void take_over(const clause *c, event *e) {
  facts *f = c->f;
  if (!f->n_events || c->object == NONE || f->events[f->n_events - 1].trigger_token != c->object) return;
  const event *noun = &f->events[--f->n_events];
  if (!e->n_source) e->source = noun->source, e->n_source = noun->n_source;
  if (!e->n_target) e->target = noun->target, e->n_target = noun->n_target;
  if (noun->when.basis == WHEN_TIME) e->when = noun->when;
}

static void push(const clause *c, event e) {
  facts *f = c->f;
  *ARENA_PUSH(c->a, f->events, f->n_events, f->cap_events) = e;
}

/* "Met on March 3 and April 7": twice. */
static void push_with_further_days(const clause *c, event e) {
  const facts *f = c->f;
  push(c, e);
  while (e.when.basis == WHEN_TIME && e.when.time + 1 < f->n_times) {
    const time_fact *t = &f->times[e.when.time], *next = t + 1;
    bool joined = next->first == t->end + 1 && c->t[t->end].upos == UPOS_CCONJ && t->first >= c->end;
    if (!joined || !is_day(next) || next->first >= c->hi) return;
    e.when = (when){WHEN_TIME, e.when.time + 1, next->value, next->expr.approx};
    push(c, e);
  }
}

static bool make_event(const clause *c) {
  facts *f = c->f;
  slot_list source = {0}, target = {0};
  bool by = false;
  events_parties(c, &source, &target, &by);
  event e = {.type = c->frame->type, .mode = c->frame->mode, .cameo = c->frame->cameo, .label = label_of(c),
             .trigger = doc_span(f->doc, c->first, c->end), .trigger_token = c->first, .source = source.slots,
             .n_source = source.n, .target = target.slots, .n_target = target.n, .claimed_by = c->claim,
             .sentence = c->sentence, .rule = c->frame->id, .p = 600};
  e.status = status_of(c, &e.negative);
  if (!e.status) return false;
  e.when = when_of(c, e.status);
  if (!is_enough(c, &e, by)) return false;
  take_over(c, &e);
  e.alleged = e.claimed_by != NONE && f->statements[e.claimed_by].mode == MODE_HEARSAY;
  e.at = doc_span(f->doc, c->lo, c->hi);
  where_of(c, &e);
  push_with_further_days(c, e);
  return true;
}

static bool fits_form(const frame *f, const token *t) {
  return f->form == FORM_NOUN ? t->upos == UPOS_NOUN || t->upos == UPOS_PROPN : t->upos == UPOS_VERB;
}

/* "Of massing troops", "killed or wounded": what a preposition takes up; the same act told twice. */
static bool is_aside(const clause *c) {
  if (c->first < c->lo + 2 || c->frame->form == FORM_NOUN) return false;
  const token *before = &c->t[c->first - 1];
  bool same = before->upos == UPOS_CCONJ && c->f->n_events &&
              c->f->events[c->f->n_events - 1].trigger_token == c->first - 2 &&
              c->f->events[c->f->n_events - 1].rule == c->frame->id;
  return same || (before->upos == UPOS_ADP && (c->t[c->first].morph & MORPH_PART_PRES));
}

/* What is wished for has not come about, and nobody claims it. Only what a past form in it takes for granted
 * has: "wants back the houses seized in 2016". */
static bool settle_claim(clause *c) {
  if (c->claim == NONE || c->f->statements[c->claim].act != ACT_WANTS) return true;
  c->claim = NONE;
  return c->passive || (c->t[c->first].morph & MORPH_PAST) != 0;
}

/* The events of one sentence. A noun that is the object of a verb's event gives none of its own. */
static void find_in(arena *a, const events_model *m, facts *f, uint32_t s) {
  const sentence *x = &f->doc->sentences[s];
  uint32_t taken = x->first;                 /* where the object of the last verb ends */
  for (uint32_t i = x->first; i < x->end; i++) {
    phrase_hit h = phrases_match(m->triggers, f->doc->tokens, i, x->end);
    if (!h.n) continue;
    uint32_t value;
    for (bool made = false; !made && phrases_next(m->triggers, &h, &value);) {
      clause c = {.a = a, .m = m, .frame = &m->frames[value], .f = f, .t = f->doc->tokens, .first = i,
                  .end = i + h.n, .sentence = s};
      if (!fits_form(c.frame, &c.t[i]) || (c.frame->form == FORM_NOUN && i < taken)) continue;
      if (c.frame->form == FORM_SKIP) break;
      clause_bounds(&c, x);
      c.passive = c.frame->form != FORM_NOUN && is_passive(&c);
      c.claim = statement_over(f, i);
      made = !is_aside(&c) && class_holds(&c) && settle_claim(&c) && make_event(&c);
      if (made && c.object != NONE) taken = c.object + 1 + CHAIN_TOKENS;
    }
  }
}

void events_find(arena *a, const events_model *m, facts *f) {
  for (uint32_t s = 0; s < f->doc->n_sentences; s++)
    if (f->report->blocks[f->doc->sentences[s].block].kind == BLOCK_PARAGRAPH) find_in(a, m, f, s);
}
