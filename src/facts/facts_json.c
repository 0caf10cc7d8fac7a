/* facts_json.c: times, actors, statements and events as the members of a facts line (FACTS.md).
 * Ids are made here: report id, kind, anchor span, ordinal among facts of that kind and span. */
#include "facts/times.h"

enum { MATTER_WORDS = 8 };

typedef struct {
  jw *j;
  const facts *f;
  str report_id;
  id *times, *actors, *statements, *events, *positions, *deadlines;     /* [n of each] */
} writer;

/* Ids of n facts of a kind by their anchors. The ordinal counts facts of the same anchor; they come sorted by place,
 * so equal anchors are near, but not always neighbours: a map counts them. */
static id *make_ids(arena *a, str report_id, char letter, const char *kind, uint32_t n, const span *keys) {
  id *ids = ARENA_ARRAY(a, id, n ? n : 1);
  map seen;
  map_init(&seen, a, n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t *count = map_put(&seen, (str){(const char *)&keys[i], sizeof keys[i]}, NULL);
    ids[i] = id_of_fact(letter, report_id, str_of(kind), keys[i], (*count)++);
  }
  return ids;
}

/* The span that stands at byte `at` of each of n structs of `each` bytes. */
static const span *anchors(arena *a, const void *list, uint32_t n, size_t each, size_t at) {
  span *keys = ARENA_ARRAY(a, span, n ? n : 1);
  for (uint32_t i = 0; i < n; i++) memcpy(&keys[i], (const char *)list + i * each + at, sizeof *keys);
  return keys;
}

/* An actor's anchor is its first mention. */
static const span *actor_anchors(arena *a, const facts *f) {
  span *keys = ARENA_ARRAY(a, span, f->n_actors + 1);
  for (uint32_t k = f->n_also; k > 0; k--) keys[f->also[k - 1].actor] = f->also[k - 1].at;
  for (uint32_t k = f->n_mentions; k > 0; k--)
    if (f->mentions[k - 1].actor != NONE) keys[f->mentions[k - 1].actor] = f->mentions[k - 1].at;
  return keys;
}

static void key_ref(jw *j, const char *key, const id *ids, uint32_t i) {
  if (i == NONE) jw_key_null(j, key);
  else jw_key_str(j, key, id_str(&ids[i]));
}

static void write_rule(jw *j, const char *rule, uint16_t p) {
  jw_key_int(j, "p", p);
  jw_key_str(j, "rule", str_of(rule));
}

static void key_date(jw *j, arena *a, const char *key, cal_date d) { jw_key_str(j, key, cal_str(a, d)); }

static str base_id(const writer *w, const time_expr *e) {
  if (e->base_ref == NONE) return (str){NULL, 0};
  if (e->base == BASE_TIME) return id_str(&w->times[e->base_ref]);
  if (e->base == BASE_STATEMENT) return id_str(&w->statements[e->base_ref]);
  return (str){NULL, 0};
}

static void write_time(const writer *w, arena *a, uint32_t i) {
  static const char *const types[] = {"date", "time", "duration", "set"};
  const time_fact *t = &w->f->times[i];
  jw *j = w->j;
  jw_object(j);
  jw_key(j, "expr");
  time_expr_write(j, &t->expr, base_id(w, &t->expr));
  jw_key_str(j, "granularity", str_of(time_granularity(&t->expr)));
  jw_key_str(j, "id", id_str(&w->times[i]));
  write_rule(j, t->rule, t->p);
  jw_key_span(j, "span", t->at);
  jw_key_str(j, "type", str_of(types[t->type]));
  jw_key_str(j, "value", t->value_text.ptr ? t->value_text : cal_str(a, t->value));
  jw_end(j);
}

static void write_when(const writer *w, arena *a, const when *v) {
  jw *j = w->j;
  jw_key(j, "when");
  jw_object(j);
  jw_key_bool(j, "approx", v->approx);
  jw_key_str(j, "basis", str_of(when_basis_text(v->basis)));
  key_ref(j, "time", w->times, v->time);
  key_date(j, a, "value", v->value);
  jw_end(j);
}

static void write_roles(jw *j, const actor *x) {
  jw_key(j, "roles");
  jw_array(j);
  for (uint32_t k = 0; k < x->n_roles; k++) {
    jw_object(j);
    jw_key_str(j, "of", x->roles[k].of);
    jw_key_span(j, "span", x->roles[k].at);
    jw_key_str(j, "title", x->roles[k].title);
    jw_end(j);
  }
  jw_end(j);
}

/* Those of the rules and those of coreference, by place; in one place the former first. */
static const mention **all_mentions(arena *a, const facts *f, uint32_t *n) {
  const mention **all = ARENA_ARRAY(a, const mention *, f->n_mentions + (size_t)f->n_also + 1);
  uint32_t i = 0, k = 0;
  *n = 0;
  while (i < f->n_mentions || k < f->n_also) {
    bool rule = k == f->n_also || (i < f->n_mentions && f->mentions[i].first <= f->also[k].first);
    const mention *m = rule ? &f->mentions[i++] : &f->also[k++];
    if (m->actor != NONE) all[(*n)++] = m;
  }
  return all;
}

/* Mentions by actor, so that writing all actors is linear: those of actor i are order[starts[i]] … */
static const mention **mentions_by_actor(arena *a, const facts *f, uint32_t **starts) {
  uint32_t n, *start = ARENA_ARRAY(a, uint32_t, f->n_actors + 1);
  const mention **all = all_mentions(a, f, &n), **order = ARENA_ARRAY(a, const mention *, n + (size_t)1);
  for (uint32_t k = 0; k < n; k++) start[all[k]->actor + 1]++;
  for (uint32_t i = 0; i < f->n_actors; i++) start[i + 1] += start[i];
  uint32_t *next = ARENA_ARRAY(a, uint32_t, f->n_actors + 1);
  memcpy(next, start, f->n_actors * sizeof *next);
  for (uint32_t k = 0; k < n; k++) order[next[all[k]->actor]++] = all[k];
  *starts = start;
  return order;
}

static void write_members(const writer *w, const actor *x) {
  if (!x->n_members) return;
  jw_key(w->j, "members");
  jw_array(w->j);
  for (uint32_t k = 0; k < x->n_members; k++) jw_str(w->j, id_str(&w->actors[x->members[k]]));
  jw_end(w->j);
}

static bool is_learned(const facts *f, const mention *m) {
  return f->n_also && m >= f->also && m < f->also + f->n_also;
}

static void write_mentions(const writer *w, const mention *const *order, uint32_t from, uint32_t to) {
  jw *j = w->j;
  jw_key(j, "mentions");
  jw_array(j);
  for (uint32_t k = from; k < to; k++) {
    const mention *m = order[k];
    jw_object(j);
    jw_key_str(j, "form", str_of(mention_form_text(m->form)));
    if (is_learned(w->f, m)) jw_key_str(j, "rule", STR("coref"));
    jw_key_span(j, "span", m->at);
    jw_end(j);
  }
  jw_end(j);
}

static void write_actor(const writer *w, uint32_t i, const mention *const *order, const uint32_t *start) {
  const actor *x = &w->f->actors[i];
  jw *j = w->j;
  jw_object(j);
  if (x->affiliation.ptr) jw_key_str(j, "affiliation", x->affiliation);
  jw_key_bool(j, "anonymous", x->anonymous);
  jw_key_str(j, "code", x->code);
  jw_key_str(j, "id", id_str(&w->actors[i]));
  jw_key_str(j, "key", x->key);
  jw_key_str(j, "kind", str_of(actor_kind_text(x->kind)));
  write_members(w, x);
  write_mentions(w, order, start[i], start[i + 1]);
  jw_key_str(j, "name", x->name);
  jw_key_int(j, "p", x->p);
  jw_key_str(j, "party", x->party);
  write_roles(j, x);
  jw_key_str(j, "rule", str_of(x->rule));
  jw_end(j);
}

static void write_cue(jw *j, const statement *s) {
  jw_key(j, "cue");
  if (!s->has_cue) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, "lemma", s->cue_lemma);
  jw_key_span(j, "span", s->cue_at);
  jw_end(j);
}

static void empty_list(jw *j, const char *key) {
  jw_key(j, key);
  jw_array(j);
  jw_end(j);
}

static void write_co_speakers(const writer *w, const statement *s) {
  if (!s->n_co_speakers) return;
  jw_key(w->j, "co_speakers");
  jw_array(w->j);
  for (uint32_t k = 0; k < s->n_co_speakers; k++) jw_str(w->j, id_str(&w->actors[s->co_speakers[k]]));
  jw_end(w->j);
}

static void write_slot(const writer *w, const slot *s) {
  jw *j = w->j;
  jw_object(j);
  key_ref(j, "actor", w->actors, s->actor);
  jw_key_str(j, "code", s->code);
  jw_key_str(j, "party", s->party);
  jw_key_span(j, "span", s->at);
  jw_end(j);
}

static void write_slots(const writer *w, const char *key, const slot *slots, uint32_t n) {
  jw_key(w->j, key);
  jw_array(w->j);
  for (uint32_t i = 0; i < n; i++) write_slot(w, &slots[i]);
  jw_end(w->j);
}

/* Words of the report; nothing where there are none. */
static void write_words(const writer *w, const char *key, span at) {
  if (!at.end) return;
  jw_key(w->j, key);
  jw_object(w->j);
  jw_key_span(w->j, "span", at);
  jw_key_str(w->j, "text", str_at(w->f->report->text, at));
  jw_end(w->j);
}

static void write_statement(const writer *w, arena *a, uint32_t i) {
  const statement *s = &w->f->statements[i];
  jw *j = w->j;
  jw_object(j);
  jw_key_str(j, "act", str_of(statement_act_text(s->act)));
  write_words(w, "audience", s->audience);
  write_words(w, "channel", s->channel);
  write_co_speakers(w, s);
  jw_key(j, "content");
  jw_array(j);
  for (uint32_t k = 0; k < s->n_content; k++) jw_span(j, s->content[k]);
  jw_end(j);
  write_cue(j, s);
  if (s->force) jw_key_str(j, "force", str_of(s->force));
  jw_key_str(j, "id", id_str(&w->statements[i]));
  empty_list(j, "issues");
  jw_key_str(j, "mode", str_of(statement_mode_text(s->mode)));
  jw_key_int(j, "p", s->p);
  jw_key_str(j, "party", s->party);
  jw_key_str(j, "rule", str_of(s->rule));
  if (s->silence) jw_key_str(j, "silence", str_of(s->silence));
  jw_key_span(j, "span", s->at);
  key_ref(j, "speaker", w->actors, s->speaker);
  if (s->has_speaker_at) jw_key_span(j, "speaker_span", s->speaker_at);
  else jw_key_null(j, "speaker_span");
  if (s->translation) jw_key_str(j, "translation", str_of(s->translation));
  if (s->n_via) write_slots(w, "via", s->via, s->n_via);
  write_when(w, a, &s->when);
  key_ref(j, "within", w->statements, s->within);
  jw_end(j);
}

static void write_claims(const writer *w, const event *e) {
  jw *j = w->j;
  jw_key(j, "claims");
  jw_array(j);
  for (uint32_t i = 0; i < e->n_claims; i++) {
    jw_object(j);
    jw_key_str(j, "statement", id_str(&w->statements[e->claims[i].statement]));
    jw_key_str(j, "verdict", str_of(e->claims[i].verdict));
    jw_end(j);
  }
  jw_end(j);
}

static void write_contexts(jw *j, const event *e) {
  jw_key(j, "contexts");
  jw_array(j);
  for (uint32_t i = 0; i < e->n_contexts; i++) jw_str(j, str_of(e->contexts[i]));
  jw_end(j);
}

static void write_quantities(jw *j, const event *e) {
  jw_key(j, "quantities");
  jw_array(j);
  for (uint32_t i = 0; i < e->n_quantities; i++) {
    const quantity *q = &e->quantities[i];
    jw_object(j);
    jw_key_str(j, "of", q->of);
    jw_key_span(j, "span", q->at);
    jw_key_str(j, "unit", q->unit);
    jw_key_str(j, "value", q->value);
    jw_end(j);
  }
  jw_end(j);
}

static void write_issues(jw *j, const event *e) {
  jw_key(j, "issues");
  jw_array(j);
  for (uint32_t i = 0; i < e->n_issues; i++) {
    jw_object(j);
    jw_key_str(j, "key", e->issues[i].key);
    jw_key_str(j, "label", e->issues[i].key);
    jw_key_span(j, "span", e->issues[i].at);
    jw_end(j);
  }
  jw_end(j);
}

static void write_event(const writer *w, arena *a, uint32_t i) {
  const event *e = &w->f->events[i];
  jw *j = w->j;
  jw_object(j);
  jw_key_bool(j, "alleged", e->alleged);
  jw_key_str(j, "cameo", e->cameo);
  key_ref(j, "claimed_by", w->statements, e->claimed_by);
  write_claims(w, e);
  write_contexts(j, e);
  jw_key_str(j, "id", id_str(&w->events[i]));
  write_issues(j, e);
  jw_key_str(j, "label", e->label);
  jw_key_str(j, "mode", str_of(e->mode));
  jw_key(j, "object");
  jw_array(j);
  if (e->object != NONE) jw_str(j, id_str(&w->events[e->object]));
  jw_end(j);
  jw_key_int(j, "p", e->p);
  jw_key_str(j, "polarity", e->negative ? STR("neg") : STR("pos"));
  write_quantities(j, e);
  jw_key_str(j, "rule", str_of(e->rule));
  write_slots(w, "source", e->source, e->n_source);
  jw_key_span(j, "span", e->at);
  jw_key_str(j, "status", str_of(e->status));
  write_slots(w, "target", e->target, e->n_target);
  jw_key_span(j, "trigger", e->trigger);
  jw_key_str(j, "type", str_of(e->type));
  write_when(w, a, &e->when);
  jw_key(j, "where");
  if (e->has_where) write_slot(w, &e->where);
  else jw_null(j);
  jw_end(j);
}

/* Runs of white space as one space. */
static str one_line(arena *a, str s) {
  char *out = ARENA_ARRAY(a, char, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    bool white = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\r' || s.ptr[i] == '\t';
    if (!white) out[n++] = s.ptr[i];
    else if (n && out[n - 1] != ' ') out[n++] = ' ';
  }
  return (str){out, n};
}

/* Lemmas of its nouns, in the order of the text. */
static str matter_key(arena *a, const facts *f, span at) {
  str *words = ARENA_ARRAY(a, str, MATTER_WORDS);
  uint32_t n = 0;
  uint32_t lo = 0, hi = f->doc->n_tokens;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->doc->tokens[mid].at.start < at.start) lo = mid + 1;
    else hi = mid;
  }
  for (uint32_t i = lo; i < f->doc->n_tokens && f->doc->tokens[i].at.end <= at.end && n < MATTER_WORDS; i++) {
    const token *t = &f->doc->tokens[i];
    if (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN) words[n++] = doc_lemma(a, f->language, f->doc, i);
  }
  return arena_join(a, words, n, STR(" "));
}

/* The words of a matter: its key is their lemmas, folded, so that the same words in another report have the same. */
static void write_issue(const writer *w, arena *a, span at) {
  jw *j = w->j;
  jw_key(j, "issue");
  if (!at.end) {
    jw_null(j);
    return;
  }
  str words = str_at(w->f->report->text, at);
  jw_object(j);
  jw_key_str(j, "key", matter_key(a, w->f, at));
  jw_key_str(j, "label", one_line(a, words));
  jw_key_span(j, "span", at);
  jw_end(j);
}

static void write_condition(const writer *w, arena *a, const position *p) {
  jw *j = w->j;
  jw_key(j, "condition");
  if (!p->has_condition) {
    jw_null(j);
    return;
  }
  jw_object(j);
  write_issue(w, a, p->condition.at);
  jw_key_bool(j, "negated", p->condition.negated);
  jw_key_span(j, "span", p->condition.at);
  jw_key_str(j, "text", one_line(a, str_at(w->f->report->text, p->condition.at)));
  jw_end(j);
}

static void write_position(const writer *w, arena *a, uint32_t i) {
  const position *p = &w->f->positions[i];
  jw *j = w->j;
  jw_object(j);
  write_condition(w, a, p);
  jw_key_str(j, "id", id_str(&w->positions[i]));
  jw_key_bool(j, "imputed", p->imputed);
  write_issue(w, a, p->matter);
  jw_key_int(j, "p", p->p);
  jw_key(j, "party");
  write_slot(w, &p->party);
  jw_key_str(j, "rule", str_of(p->rule));
  key_ref(j, "said_by", w->statements, p->said_by);
  jw_key_span(j, "span", p->at);
  jw_key_str(j, "stance", str_of(p->stance));
  if (p->strength) jw_key_str(j, "strength", str_of(p->strength));
  jw_key_str(j, "text", one_line(a, str_at(w->f->report->text, p->at)));
  write_when(w, a, &p->when);
  jw_end(j);
}

static void key_slot(const writer *w, const char *key, bool has, const slot *s) {
  jw_key(w->j, key);
  if (has) write_slot(w, s);
  else jw_null(w->j);
}

static void write_consequence(const writer *w, arena *a, const deadline *d) {
  jw *j = w->j;
  jw_key(j, "consequence");
  jw_array(j);
  if (d->consequence.end) {
    jw_object(j);
    jw_key_str(j, "modality", d->may ? STR("may") : STR("will"));
    jw_key_span(j, "span", d->consequence);
    jw_key_str(j, "text", one_line(a, str_at(w->f->report->text, d->consequence)));
    jw_end(j);
  }
  jw_end(j);
}

static void write_deadline(const writer *w, arena *a, uint32_t i) {
  const deadline *d = &w->f->deadlines[i];
  jw *j = w->j;
  jw_object(j);
  jw_key_str(j, "base", cal_str(a, d->base));
  key_slot(w, "by", d->has_by, &d->by);
  write_consequence(w, a, d);
  jw_key_str(j, "demand", one_line(a, str_at(w->f->report->text, d->demand)));
  jw_key_str(j, "id", id_str(&w->deadlines[i]));
  jw_key_bool(j, "negated", d->negated);
  key_slot(w, "on", d->has_on, &d->on);
  jw_key_int(j, "p", d->p);
  jw_key_str(j, "rule", str_of(d->rule));
  jw_key_span(j, "span", d->at);
  key_ref(j, "statement", w->statements, d->statement);
  jw_key_str(j, "until", cal_str(a, d->until));
  jw_end(j);
}

/* Lists in the byte order of their keys, so that nothing has to be moved. */
void facts_write(arena *a, jw *j, const facts *f, const facts_model *m) {
  (void)m;
  const str rid = id_str(&f->report->id);
  const uint32_t nt = f->n_times, ns = f->n_statements, ne = f->n_events, np = f->n_positions, nd = f->n_deadlines;
  const writer w = {
      j, f, rid, make_ids(a, rid, 't', "time", nt, anchors(a, f->times, nt, sizeof *f->times, offsetof(time_fact, at))),
      make_ids(a, rid, 'a', "actor", f->n_actors, actor_anchors(a, f)),
      make_ids(a, rid, 's', "statement", ns, anchors(a, f->statements, ns, sizeof *f->statements, offsetof(statement, at))),
      make_ids(a, rid, 'e', "event", ne, anchors(a, f->events, ne, sizeof *f->events, offsetof(event, trigger))),
      make_ids(a, rid, 'p', "position", np, anchors(a, f->positions, np, sizeof *f->positions, offsetof(position, at))),
      make_ids(a, rid, 'd', "deadline", nd, anchors(a, f->deadlines, nd, sizeof *f->deadlines, offsetof(deadline, at)))};
  uint32_t *start;
  const mention **order = mentions_by_actor(a, f, &start);
  jw_key(j, "actors");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_actors; i++)
    if (!f->actors[i].merged) write_actor(&w, i, order, start);
  jw_end(j);
  jw_key(j, "deadlines");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_deadlines; i++) write_deadline(&w, a, i);
  jw_end(j);
  jw_key(j, "events");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_events; i++) write_event(&w, a, i);
  jw_end(j);
  jw_key(j, "positions");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_positions; i++) write_position(&w, a, i);
  jw_end(j);
  jw_key(j, "statements");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_statements; i++)
    if (!f->statements[i].in_title) write_statement(&w, a, i);
  jw_end(j);
  jw_key(j, "times");
  jw_array(j);
  for (uint32_t i = 0; i < f->n_times; i++) write_time(&w, a, i);
  jw_end(j);
}
