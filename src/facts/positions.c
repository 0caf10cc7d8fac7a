/* positions.c: an operator's act is a position of who does it: to demand is to ask, to reject is to refuse. What stands
 * behind "if", "unless", "contingent on" is its condition; with a term, a deadline. */
#include "facts/positions.h"
#include "facts/phrase_parties.h"
#include "facts/phrases.h"
#include "facts/statement_lookup.h"

enum { UP = 4, TIMES_MOST = 16 };

typedef struct { const char *stance, *strength; } stance;
struct positions_model {
  map stances;                 /* operator's id → number of stance, + 1 */
  stance *all;
  const phrases *conditions;   /* "if", "unless" … */
  const bool *negated;         /* [of conditions] */
};

static bool known_stance(str s) {
  static const char *const words[] = {"asks", "offers", "accepts", "partly_accepts", "refuses", "conditions", "delays",
                                      "expects", "silent", "withdraws"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq(s, str_of(words[i]))) return true;
  return false;
}

static ch_status load_stances(positions_model *m, arena *a, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "stances");
  map_init(&m->stances, a, t->n + 1);
  m->all = ARENA_ARRAY(a, stance, t->n + (size_t)1);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    str word = pack_field(r, 1), strength = pack_field(r, 2);
    if (!known_stance(word)) return pack_err(err, r, "'%.*s' is no stance", (int)word.len, word.ptr);
    m->all[i] = (stance){arena_str(a, word).ptr, strength.len ? arena_str(a, strength).ptr : NULL};
    *map_put(&m->stances, arena_printf(a, "event:%.*s", (int)pack_field(r, 0).len, pack_field(r, 0).ptr), NULL) = i + 1;
  }
  return CH_OK;
}

static ch_status load_conditions(positions_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *t = pack_find(pk, "condition-words");
  phrases *p = phrases_new(a);
  bool *negated = ARENA_ARRAY(a, bool, t->n + (size_t)1);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *r = &t->rows[i];
    negated[i] = str_eq(pack_field(r, 1), STR("not"));
    if (!negated[i] && pack_field(r, 1).len) return pack_err(err, r, "a condition is `not` or empty");
    phrases_add(p, l, pack_field(r, 0), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, l);
  m->conditions = p;
  m->negated = negated;
  return CH_OK;
}

ch_status positions_load(const positions_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  positions_model *m = ARENA_NEW(a, positions_model);
  *out = m;
  ch_status s = load_stances(m, a, pk, err);
  return s ? s : load_conditions(m, a, pk, l, err);
}

/* ---- words of a subtree ----------------------------------------------------------------------------- */

/* The run of tokens around i that lie below top, within the sentence. */
static void run_of(const coder *k, uint32_t top, uint32_t *first, uint32_t *end) {
  *first = top;
  *end = top + 1;
  while (*first > k->c->first && clauses_below(k->c, *first - 1, top)) --*first;
  while (*end < k->c->end && clauses_below(k->c, *end, top)) ++*end;
}

/* Without the marks and commas at its ends. */
static span words_of(const coder *k, uint32_t top, bool without_marker) {
  uint32_t first, end;
  run_of(k, top, &first, &end);
  uint32_t mark = without_marker ? clauses_marker(k->c, top) : NONE;
  if (mark != NONE && mark < top) first = mark + 1;
  while (first < top && k->t[first].upos == UPOS_PUNCT) first++;
  while (end > top + 1 && k->t[end - 1].upos == UPOS_PUNCT) end--;
  return doc_span(k->f->doc, first, end);
}

/* ---- conditions --------------------------------------------------------------------------------------- */

typedef struct { uint32_t clause; condition c; } found_condition;

static bool is_negative(const coder *k, uint32_t verb) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, verb, &n);
  for (uint32_t i = 0; i < n; i++)
    if (k->t[kids[i]].morph & MORPH_NEG) return true;
  return false;
}

/* A clause or phrase below the verb that a word of condition leads. */
static bool condition_below(const coder *k, const positions_model *m, uint32_t verb, found_condition *out) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, verb, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    if (d != DEP_ADVCL && d != DEP_OBL && d != DEP_ACL && d != DEP_NMOD) continue;
    uint32_t mark = clauses_marker(k->c, kids[i]), v;
    if (mark == NONE || !phrases_longest(m->conditions, k->t, mark, k->c->end, &v)) continue;
    bool negative = is_negative(k, kids[i]);
    *out = (found_condition){kids[i], {words_of(k, kids[i], true), m->negated[v] != negative}};
    return true;
  }
  return false;
}

/* Beside the act, or beside what is in its content. */
static bool condition_of(const coder *k, const positions_model *m, const act *x, found_condition *out) {
  if (x->verb != NONE && condition_below(k, m, x->verb, out)) return true;
  if (x->token != x->verb && condition_below(k, m, x->token, out)) return true;
  return x->content != NONE && condition_below(k, m, x->content, out);
}

/* ---- positions ------------------------------------------------------------------------------------------ */

static bool is_imputed(const coder *k, const act *x) {
  if (x->claim == NONE) return false;
  str by = k->f->statements[x->claim].party, whose = x->source.n ? x->source.slots[0].party : (str){NULL, 0};
  return by.ptr && whose.ptr && !str_eq(by, whose);
}

static void push_position(coder *k, const positions_model *m, const act *x, const stance *s) {
  facts *f = k->f;
  const event *e = &f->events[x->event];
  position p = {.party = x->source.slots[0], .stance = s->stance, .strength = s->strength, .imputed = is_imputed(k, x),
                .said_by = x->claim, .when = x->when, .at = e->at, .rule = x->frame->id, .p = e->p};
  uint32_t matter = x->content;
  if (matter == NONE && x->object != NONE) matter = k->acts[x->object].token;
  if (matter != NONE) p.matter = words_of(k, matter, true);
  found_condition c;
  if (x->frame->conditional && x->content != NONE) {
    uint32_t n;
    const uint32_t *of = acts_path(k, x, (path){PATH_OBJ, 0, false}, &n);
    p.condition = (condition){p.matter, false}, p.has_condition = true;
    if (n) p.matter = words_of(k, of[0], true);
  } else if (condition_of(k, m, x, &c)) p.condition = c.c, p.has_condition = true;
  *ARENA_PUSH(k->a, f->positions, f->n_positions, f->cap_positions) = p;
}

/* ---- deadlines -------------------------------------------------------------------------------------------- */

static bool is_term(const time_fact *t) {
  bool ahead = t->expr.op == OP_WITHIN || t->expr.op == OP_UNTIL || t->expr.op == OP_BEFORE;
  return ahead && t->first < t->end && t->type != TIME_SET;
}

/* The term in the words below a clause; NONE. */
static uint32_t term_below(const coder *k, uint32_t top) {
  uint32_t left = TIMES_MOST;
  for (uint32_t i = acts_times_from(k->f, k->c->first); i < k->f->n_times && left--; i++) {
    const time_fact *t = &k->f->times[i];
    if (t->first >= k->c->end) break;
    if (is_term(t) && clauses_below(k->c, t->end - 1, top)) return i;
  }
  return NONE;
}

static bool first_party(const coder *k, uint32_t head, slot *out) {
  slot_list l = {0};
  if (head != NONE) phrase_parties(k, &l, head);
  if (!slots_known(&l)) return false;
  *out = l.slots[0];
  return true;
}

static bool says_may(const coder *k, uint32_t verb) {
  uint32_t aux = clauses_child(k->c, verb, DEP_AUX), v;
  return aux != NONE && phrases_longest(k->m->statuses, k->t, aux, k->c->end, &v) &&
         str_eq(str_of(k->m->status_words[v]), STR("hypothetical"));
}

static void push_deadline(coder *k, uint32_t demand, bool negated, uint32_t consequence, uint32_t term) {
  facts *f = k->f;
  uint32_t statement_no = statement_over(f, demand);
  const statement *s = statement_no == NONE ? NULL : &f->statements[statement_no];
  deadline d = {.demand = words_of(k, demand, true), .negated = negated, .statement = statement_no, .rule = "deadline", .p = 700,
                .until = f->times[term].value, .base = s ? s->when.value : CAL_NOTHING};
  d.has_on = first_party(k, clauses_subject(k->c, demand), &d.on);
  d.has_by = statement_speaker(f, statement_no, &d.by);
  if (!d.has_by && consequence != NONE) d.has_by = first_party(k, clauses_subject(k->c, consequence), &d.by);
  d.at = d.demand;
  if (consequence != NONE) {
    d.consequence = words_of(k, consequence, true);
    uint32_t mark = clauses_marker(k->c, demand), cut = mark == NONE ? demand : mark;      /* "if" ends it */
    bool around = d.consequence.start < d.demand.start && d.consequence.end > d.demand.start && cut > k->c->first;
    if (around) d.consequence.end = f->doc->tokens[cut - 1].at.end;
    d.may = says_may(k, consequence);
    if (d.consequence.start < d.at.start) d.at.start = d.consequence.start;
  }
  *ARENA_PUSH(k->a, f->deadlines, f->n_deadlines, f->cap_deadlines) = d;
}

/* "Will strike if A does not leave within two days." */
static void ultimatum_at(coder *k, const positions_model *m, uint32_t clause) {
  uint32_t mark = clauses_marker(k->c, clause), v, over = clauses_head(k->c, clause);
  if (clauses_dep(k->c, clause) != DEP_ADVCL || mark == NONE || over == NONE) return;
  if (!phrases_longest(m->conditions, k->t, mark, k->c->end, &v)) return;
  bool negated = m->negated[v] != is_negative(k, clause);
  uint32_t term = term_below(k, clause);
  if (negated && term != NONE) push_deadline(k, clause, negated, over, term);
}

/* "Demanded that A leave by Friday", "gave A two days to leave". */
static void demand_at(coder *k, const act *x) {
  if (x->dropped || !x->frame->sets_terms || x->content == NONE) return;
  uint32_t term = term_below(k, x->content);
  if (term == NONE && x->verb != NONE) term = term_below(k, x->verb);
  if (term == NONE) return;
  push_deadline(k, x->content, false, NONE, term);
  deadline *d = &k->f->deadlines[k->f->n_deadlines - 1];
  if (x->source.n) d->by = x->source.slots[0], d->has_by = true;
  if (!d->has_on && x->target.n) d->on = x->target.slots[0], d->has_on = true;
}

void positions_find(coder *k, const positions_model *m) {
  for (uint32_t i = 0; i < k->n; i++) {
    const act *x = &k->acts[i];
    const uint32_t *n = x->dropped || x->event == NONE || !x->source.n ? NULL : map_get(&m->stances, str_of(x->frame->id));
    if (n) push_position(k, m, x, &m->all[*n - 1]);
  }
  for (uint32_t i = k->c->first; i < k->c->end; i++)
    if (clauses_dep(k->c, i) == DEP_ADVCL) ultimatum_at(k, m, i);
  for (uint32_t i = 0; i < k->n; i++) demand_at(k, &k->acts[i]);
}
