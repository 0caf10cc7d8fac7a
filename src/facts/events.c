/* events.c: the event coder: from the acts of each sentence to the events of the report.
 *
 *   sentence with a trigger ─tree─▶ acts ─compose─▶ acts upon acts ─parties, status─▶ which of them are events
 *
 * A tree is asked for only where a word of a frame stands and somebody is named who could act. */
#include "facts/events.h"
#include "facts/events_more.h"
#include "facts/events_worth.h"
#include "facts/phrase_parties.h"
#include "facts/positions.h"
#include "facts/statement_lookup.h"

enum { LABEL_WORDS = 12, LABEL_LEFT = 24, DATELINE_MOST = 14 };

ch_status events_load(const events_model **out, arena *a, const pack *pk, lexicon *l, const struct gazetteer *g,
                      ch_error *err) {
  events_model *m = ARENA_NEW(a, events_model);
  m->gazetteer = g;
  *out = m;
  ch_status s = frames_load(m, a, pk, l, err);
  return s ? s : positions_load(&m->positions, a, pk, l, err);
}

/* ---- acts that tense implies --------------------------------------------------------------------- */

/* The statement's own speaker acts: "A said it would". */
static bool speaks_for_itself(const coder *k, const act *x) {
  if (x->claim == NONE || !x->source.n) return false;
  str party = k->f->statements[x->claim].party;
  return party.ptr && x->source.slots[0].party.ptr && str_eq(party, x->source.slots[0].party);
}

static slot_list speaker_of(const coder *k, uint32_t s) {
  slot_list l = {0};
  slot who;
  if (statement_speaker(k->f, s, &who)) slots_add(k, &l, who);
  return l;
}

/* An operator over an act, told by its tense alone. */
static void wrap(coder *k, uint32_t i, const frame *by, const char *status) {
  act outer = k->acts[i];
  const composition *c = frames_compose(k->m, by->family, outer.cameo);
  if (!c) return;
  outer.frame = by;
  outer.cameo = c->cameo;
  outer.type = c->type ? c->type : by->type;
  outer.mode = by->mode;
  outer.object = i;
  outer.composed = true;
  outer.negative = false;
  outer.status = "happened";
  if (speaks_for_itself(k, &outer)) outer.claim = k->f->statements[outer.claim].within;
  k->acts[i].status = status;
  k->acts[i].of = k->n;
  *ARENA_PUSH(k->a, k->acts, k->n, k->cap) = outer;
}

/* "A said B must": A asks B for it. */
static void wrap_must(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  const frame *must = frames_implied(k->m, IMPLIED_MUST, x->cameo);
  slot_list who = speaker_of(k, x->claim);
  bool other = who.n && x->source.n && who.slots[0].party.ptr && x->source.slots[0].party.ptr &&
               !str_eq(who.slots[0].party, x->source.slots[0].party);
  if (!must || !other) {
    acts_drop(x, "only thought of");
    return;
  }
  uint32_t claim = k->f->statements[x->claim].within, n = k->n;
  slot_list target = x->source;
  wrap(k, i, must, "requested");
  if (k->n == n) return;
  act *y = &k->acts[n];
  y->source = who;
  y->target = target;
  y->claim = claim;
}

/* "A said that B would attack C": B has not said so. Told by one of the two ("B will visit us"), the plan is known. */
static bool is_forecast(const coder *k, const act *x) {
  slot_list who = speaker_of(k, x->claim);
  return who.n && x->source.n && !slots_share(&who, &x->source) && !slots_share(&who, &x->target);
}

static void imply(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  if (x->dropped || x->of != NONE || !x->status) return;
  if (str_eq(str_of(x->status), STR("must"))) {
    wrap_must(k, i);
    return;
  }
  if (!str_eq(str_of(x->status), STR("planned"))) return;
  if (!slots_known(&x->source) && !slots_known(&x->target)) return;
  const frame *by = is_forecast(k, x) ? NULL : frames_implied(k->m, x->negative ? IMPLIED_NEVER : IMPLIED_WILL, x->cameo);
  if (by) wrap(k, i, by, x->negative ? "denied" : "planned");
}

/* ---- what stands in the content of another act -------------------------------------------------------- */

/* "Refused to let planes land and evacuate": what is only thought of there. What a past form takes for granted has been. */
static bool is_granted(const coder *k, const act *x) {
  if (x->noun && x->frame->dated && x->when.basis == WHEN_TIME) return true;
  dep d = x->noun ? DEP_OTHER : clauses_dep(k->c, x->token);
  bool past = (k->t[x->token].morph & (MORPH_PAST | MORPH_PART_PAST)) != 0;
  return !x->noun && past && (d == DEP_RELCL || d == DEP_ACL);
}

static void drop_within(coder *k, const act *outer) {
  if (outer->dropped || !outer->frame->acts_on || outer->content == NONE) return;
  for (uint32_t i = 0; i < k->n; i++) {
    act *x = &k->acts[i];
    bool apart = x == outer || x->of != NONE || x->dropped || x->object != NONE || is_granted(k, x);
    if (!apart && clauses_below(k->c, x->token, outer->content)) acts_drop(x, "in what another act is about");
  }
}

/* ---- which acts are events ------------------------------------------------------------------------ */

/* A noun alone tells of an act that took place only where it names who did it to whom, or its day. */
static bool noun_is_enough(const act *x) {
  bool source = slots_known(&x->source), target = slots_known(&x->target);
  if (x->verb != NONE && (source || target)) return true;
  if (x->both_named || (x->by_agent && source)) return true;
  return (source || target || x->frame->dated) && x->when.basis == WHEN_TIME;
}

/* "Answers on its proposal", "the response to A's offer": what the words before are about, made some time ago. */
static bool is_matter(const coder *k, const act *x) {
  if (!x->noun || !x->frame->acts_on || x->verb != NONE || x->of != NONE) return false;
  dep d = clauses_dep(k->c, x->token);
  if (d == DEP_NMOD) return !clauses_marked(k->c, x->token, CLAUSE_AGENT);
  uint32_t owner = clauses_child(k->c, x->token, DEP_POSS);
  bool own = owner != NONE && k->t[owner].upos == UPOS_PRON;
  return d == DEP_OBL && own && clauses_marked(k->c, x->token, CLAUSE_MATTER);
}

static void judge(const coder *k, act *x) {
  bool source = slots_known(&x->source), target = slots_known(&x->target);
  if (x->of != NONE) return;
  bool dated = x->when.basis == WHEN_TIME;
  if (x->by_private) acts_drop(x, "somebody private does it");
  if (!source && !x->source.n && frames_kind(k->m, KIND_SAID, x->cameo)) acts_drop(x, "nobody is known who says it");
  bool anonymous = (x->frame->agentless && x->frame->status) || (x->frame->dated && x->noun && dated);
  if (!source && !target && !anonymous) acts_drop(x, "no party is known");
  if ((x->frame->both || x->negative) && !(source && target) && !anonymous) acts_drop(x, "one side is not known");
  if (x->frame->acts_on && !source && !(x->source.n && target)) acts_drop(x, "nobody is known who does it");
  if (x->frame->addressed && !x->composed && !x->addressed) acts_drop(x, "said to nobody who is named");
  if (is_matter(k, x)) acts_drop(x, "what other words are about");
  if (x->frame->bare && !x->composed && x->content == NONE && !target) acts_drop(x, "nothing that it acts on");
  if (x->noun && !noun_is_enough(x)) acts_drop(x, "a noun without both sides or a day");
}

/* What an operator that is no event had taken in is nobody's: what was only asked for did not happen. */
static bool drop_content(coder *k, uint32_t i) {
  const act *x = &k->acts[i];
  if (!x->dropped || x->object == NONE) return false;
  act *inner = &k->acts[x->object];
  if (inner->dropped || inner->of != i) return false;
  acts_drop(inner, "its act is no event");
  return true;
}

static void drop_contents(coder *k) {
  for (bool again = true; again;) {
    again = false;
    for (uint32_t i = k->n; i-- > 0;) again |= drop_content(k, i);
  }
}

/* ---- events --------------------------------------------------------------------------------------- */

/* What says that more follows: "testing and". */
static bool leads_on(const token *t) {
  return t->upos == UPOS_CCONJ || t->upos == UPOS_ADP || t->upos == UPOS_DET || t->upos == UPOS_SCONJ ||
         t->upos == UPOS_PART || (t->upos == UPOS_PUNCT && !(t->flags & TOK_CLOSE));
}

/* The trigger and what belongs to it, in the order of the text, a dozen words. */
static void extent(const coder *k, const act *x, uint32_t *first, uint32_t *end) {
  uint32_t top = x->verb != NONE && x->verb < x->first ? x->verb : x->first;
  *first = top;
  *end = x->end > x->token ? x->end : x->token + 1;
  while (*end < k->c->end && *end - *first < LABEL_LEFT && clauses_below(k->c, *end, x->verb != NONE ? x->verb : x->token)) ++*end;
}

static str label_of(const coder *k, uint32_t first, uint32_t end, uint32_t least) {
  if (end > first + LABEL_WORDS && first + LABEL_WORDS > least) end = first + LABEL_WORDS;
  while (end > least && leads_on(&k->t[end - 1])) end--;
  return end > first ? doc_line(k->a, k->f->doc, first, end) : (str){NULL, 0};
}

/* How sure: more where both sides are known and a condition of the frame held. */
static uint16_t sure_of(const act *x) {
  uint32_t p = 550 + 100 * (x->frame->n_needs > 0 || x->composed);
  p += 100 * (slots_known(&x->source) && slots_known(&x->target)) + 50 * !x->noun;
  return (uint16_t)p;
}

/* "Met on March 3 and April 7": a day more; NONE: no other. */
static uint32_t further_day(const coder *k, uint32_t i) {
  const facts *f = k->f;
  if (i == NONE || i + 1 >= f->n_times) return NONE;
  const time_fact *t = &f->times[i], *next = t + 1;
  bool joined = next->first == t->end + 1 && next->first < k->c->end && k->t[t->end].upos == UPOS_CCONJ;
  return joined && next->type == TIME_DATE && cal_known(next->value) ? i + 1 : NONE;
}

static void push_further_days(coder *k, const act *x, event e) {
  facts *f = k->f;
  uint32_t i = e.when.basis == WHEN_TIME && x->object == NONE && x->of == NONE ? e.when.time : NONE;
  while ((i = further_day(k, i)) != NONE) {
    e.when = (when){WHEN_TIME, i, f->times[i].value, f->times[i].expr.approx};
    *ARENA_PUSH(k->a, f->events, f->n_events, f->cap_events) = e;
  }
}

static void push(coder *k, act *x) {
  facts *f = k->f;
  uint32_t first, end;
  extent(k, x, &first, &end);
  event e = {.type = x->type, .mode = x->mode, .cameo = x->cameo, .status = x->status, .label = label_of(k, first, end, x->end),
             .trigger = doc_span(f->doc, x->first, x->end), .trigger_token = x->token, .source = x->source.slots,
             .n_source = x->source.n, .target = x->target.slots, .n_target = x->target.n, .when = x->when,
             .claimed_by = x->claim, .negative = x->negative, .at = doc_span(f->doc, first, end), .sentence = k->sentence,
             .rule = x->frame->id, .p = sure_of(x), .object = NONE};
  e.alleged = (x->claim != NONE && f->statements[x->claim].mode == MODE_HEARSAY) ||
              (x->of != NONE && k->acts[x->of].frame->alleges);
  uint32_t place = places_named(k, x);
  if (place != NONE) e.where = actors_slot(f, place), e.has_where = true;
  events_more(k, first, end, &e);
  x->event = f->n_events;
  *ARENA_PUSH(k->a, f->events, f->n_events, f->cap_events) = e;
  push_further_days(k, x, e);
}

static void emit(coder *k) {
  for (uint32_t i = 0; i < k->n; i++)
    if (!k->acts[i].dropped) push(k, &k->acts[i]);
  for (uint32_t i = 0; i < k->n; i++) {
    const act *x = &k->acts[i];
    if (!x->dropped && x->object != NONE) k->f->events[x->event].object = k->acts[x->object].event;
  }
}

/* Two words that tell one act: "killed or wounded", "held talks" where both words have a frame: the first, of verb and
 * its noun the noun. */
static void drop_twin(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  if (i > 0 && k->acts[i - 1].frame == x->frame && x->verb != NONE && k->acts[i - 1].verb == x->verb)
    acts_drop(x, "told by the word before");
  act *carrier = x->noun ? acts_of_token(k, x->verb) : NULL;
  if (!carrier || carrier == x || carrier->frame->acts_on || x->dropped) return;
  if (x->light == LIGHT_OCCURS) {
    acts_drop(x, "told by its verb");
    return;
  }
  if (!carrier->type || !x->type || !str_eq(str_of(carrier->type), str_of(x->type))) return;
  if (!slots_known(&x->source)) x->source = carrier->source;
  if (!slots_known(&x->target)) x->target = carrier->target;
  if (x->frame->both && !(slots_known(&x->source) && slots_known(&x->target))) {
    acts_drop(x, "told by its verb");
    return;
  }
  acts_drop(carrier, "told by its noun");
}

/* "Two rounds of talks", "the accord on a truce": a noun within a noun that tells the same. */
static void drop_inner_noun(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  dep d = clauses_dep(k->c, x->token);
  act *outer = x->noun ? acts_of_token(k, clauses_head(k->c, x->token)) : NULL;
  if ((d != DEP_NMOD && d != DEP_COMPOUND) || !outer || x->dropped || x->of != NONE) return;
  if (!outer->noun || !outer->type || !x->type || !str_eq(str_of(outer->type), str_of(x->type))) return;
  if (!slots_known(&outer->source)) outer->source = x->source;
  if (!slots_known(&outer->target)) outer->target = x->target;
  acts_drop(x, "told by the noun before");
}

/* "Suspended its embargo" where the verb's frame is of embargoes: the noun alone is no act more. */
static void drop_object_noun(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  uint32_t head = clauses_head(k->c, x->token);
  const act *outer = x->noun && x->verb == NONE ? acts_of_token(k, head) : NULL;
  if (!outer || x->of != NONE || outer->frame->acts_on || outer->noun) return;
  if (clauses_object(k->c, head) == x->token) acts_drop(x, "the object of an act");
}

static bool tells_same(const act *x, const act *y) {
  return !x->dropped && !y->dropped && x->of == NONE && y->of == NONE && !x->frame->acts_on && !y->frame->acts_on && x->type &&
         y->type && str_eq(str_of(x->type), str_of(y->type)) && !x->noun && !y->noun;
}

/* "Blew up a bus, wounding two", "a bomb laid by A killed two": what came of the act, and how it was done. */
static void drop_participle(coder *k, uint32_t i) {
  act *x = &k->acts[i];
  dep d = x->noun ? DEP_OTHER : clauses_dep(k->c, x->token);
  uint32_t head = d == DEP_ADVCL || d == DEP_ACL ? clauses_head(k->c, x->token) : NONE;
  bool result = d == DEP_ADVCL && (k->t[x->token].morph & MORPH_PART_PRES) && x->token > head;
  bool means = d == DEP_ACL && (k->t[x->token].morph & MORPH_PART_PAST) && head != NONE;
  if (means) {
    head = clauses_first_conjunct(k->c, head);
    dep subject = clauses_dep(k->c, head);
    head = subject == DEP_NSUBJ || subject == DEP_NSUBJ_PASS ? clauses_head(k->c, head) : NONE;
  }
  act *y = result || means ? acts_of_token(k, head) : NULL;
  if (!y || !tells_same(x, y)) return;
  if (!slots_known(&y->source)) parties_take(k, y, &x->source);
  if (!slots_known(&y->target)) y->target = x->target;
  acts_drop(x, result ? "what came of an act" : "how an act was done");
}

static void drop_twins(coder *k) {
  for (uint32_t i = 0; i < k->n; i++) drop_inner_noun(k, i), drop_object_noun(k, i), drop_twin(k, i), drop_participle(k, i);
}

static void explain_dropped(coder *k) {
  for (uint32_t i = 0; k->trace && i < k->n; i++) {
    const act *x = &k->acts[i];
    str words = doc_str(k->f->doc, x->first, x->end);
    if (x->dropped) buf_printf(k->trace, "             dropped    %-28s \"%.*s\" %s\n", x->frame->id, (int)words.len, words.ptr, x->why);
  }
}

/* "The talks on May 3", told on May 1: planned. */
static void date(const coder *k, act *x) {
  x->when = acts_when(k, x);
  bool done = !strcmp(x->status, "happened") || !strcmp(x->status, "ongoing");
  if (done && x->when.basis == WHEN_TIME && acts_lies_ahead(k, x, x->when.value)) x->status = "planned";
}

static void code_sentence(coder *k) {
  acts_find(k);
  if (!k->n) return;
  for (uint32_t i = 0; i < k->n; i++) parties_fill(k, &k->acts[i]), status_read(k, &k->acts[i]);
  acts_compose(k);
  for (uint32_t i = k->n; i-- > 0;)
    if (k->acts[i].frame->acts_on) parties_compose(k, &k->acts[i]);
  for (uint32_t i = 0; i < k->n; i++) status_fill(k, &k->acts[i]);
  for (uint32_t i = 0; i < k->n; i++) {
    act *x = &k->acts[i];
    bool pair = x->frame->mutual && x->source.n > 1;
    x->both_named = slots_known(&x->source) && (pair || slots_known(&x->target));
    parties_settle(k, x);
  }
  drop_twins(k);
  for (uint32_t i = 0, n = k->n; i < n; i++) imply(k, i);
  for (uint32_t i = 0; i < k->n; i++) date(k, &k->acts[i]);
  for (uint32_t i = 0; i < k->n; i++) judge(k, &k->acts[i]);
  drop_contents(k);
  for (uint32_t i = 0; i < k->n; i++) drop_within(k, &k->acts[i]);
  explain_dropped(k);
}

static bool is_dash(str s) {
  return str_eq(s, STR("-")) || str_eq(s, STR("--")) || str_eq(s, STR("–")) || str_eq(s, STR("—"));
}

/* "SEOUL, March 3 (Agency) —": a town, day and agency before a paragraph's first words are nobody's act. Index behind it. */
static uint32_t dateline_end(const events_model *m, const facts *f, uint32_t s) {
  const sentence *all = f->doc->sentences, *x = &all[s];
  const token *t = f->doc->tokens;
  if (s && all[s - 1].block == x->block) return x->first;
  gaz_match g = gaz_name_at(m->gazetteer, t, x->first, x->end);
  bool shown = gaz_is(&g, GAZ_CAPITAL) || (t[x->first].flags & TOK_CAPS);
  for (uint32_t i = x->first; i < x->end && i < x->first + DATELINE_MOST; i++) {
    uint8_t u = t[i].upos;
    if (is_dash(doc_str(f->doc, i, i + 1))) return shown && i > x->first ? i + 1 : x->first;
    shown |= i > x->first && u == UPOS_NUM;
    if (u != UPOS_PROPN && u != UPOS_NUM && u != UPOS_PUNCT && u != UPOS_SYM && u != UPOS_X && u != UPOS_NOUN) break;
  }
  return x->first;
}

void events_find(arena *a, const events_model *m, facts *f) {
  const uint8_t *deps = NULL;
  for (uint32_t s = 0; s < f->doc->n_sentences; s++) {
    if (!events_worth_a_tree(m, f, s)) continue;
    if (!deps) deps = clauses_deps(a, f->language);
    uint32_t opening = dateline_end(m, f, s);
    coder k = {.a = a, .m = m, .f = f, .t = f->doc->tokens, .sentence = s, .dateline = opening,
               .c = clauses_of(a, f, &m->clauses, deps, s, opening)};
    if (!k.c) continue;
    code_sentence(&k);
    emit(&k);
    positions_find(&k, m->positions);
  }
  events_carry(m, f);
  events_link(a, f);
}

void events_explain(arena *a, buf *out, const events_model *m, const facts *f, uint32_t s) {
  const sentence *x = &f->doc->sentences[s];
  if (f->report->blocks[x->block].kind != BLOCK_PARAGRAPH) return;
  if (!events_worth_a_tree(m, f, s)) {
    buf_str(out, STR("  events     none looked for: no word of a frame, nobody with a party, or another topic\n"));
    return;
  }
  facts copy = *f;
  uint32_t opening = dateline_end(m, f, s);
  coder k = {.a = a, .m = m, .f = &copy, .t = f->doc->tokens, .sentence = s, .dateline = opening, .trace = out,
             .c = clauses_of(a, f, &m->clauses, clauses_deps(a, f->language), s, opening)};
  if (k.c) code_sentence(&k);
}
