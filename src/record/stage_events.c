/* Events: one a thing that took place (or was planned, threatened …), over the reports that tell it. */
#include "record/trees.h"
#include <stdlib.h>

/* ---- a report's events --------------------------------------------------------------------------------- */

/* Total order: by bytes. */
static int by_text(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

/* The parties of both sides, each once, in order: "RUS;USA". */
static str parties_of(arena *a, const set_event *e) {
  str *all = ARENA_ARRAY(a, str, (size_t)e->n_source + e->n_target);
  uint32_t n = 0, kept = 0;
  for (uint32_t i = 0; i < e->n_source; i++) all[n++] = e->source[i].party;
  for (uint32_t i = 0; i < e->n_target; i++) all[n++] = e->target[i].party;
  if (n) qsort(all, n, sizeof *all, by_text);
  for (uint32_t i = 0; i < n; i++)
    if (all[i].ptr && (!kept || !str_eq(all[i], all[kept - 1]))) all[kept++] = all[i];
  return arena_join(a, all, kept, STR(";"));
}

static str blocks_of(keeping *k, const set_event *e, str parties) {
  buf_clear(&k->out);
  if (e->type.ptr && parties.len) block_line(&k->out, 'e', e->type, parties);
  str out = arena_str(k->step, k->out.len ? buf_get(&k->out) : STR(""));
  buf_clear(&k->out);
  return out;
}

static void write_slot(keeping *k, jw *j, const set_slot *s) {
  jw_object(j);
  jw_key(j, "actor");
  rows_ref(j, k->step, s->actor);
  jw_key_str(j, "code", s->code);
  jw_key_str(j, "party", s->party);
  jw_end(j);
}

static void write_slots(keeping *k, jw *j, const set_slot *slots, uint32_t n) {
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) write_slot(k, j, &slots[i]);
  jw_end(j);
}

static void write_words(keeping *k, jw *j, const set_event *e) {
  const struct { const char *key; str value; } words[] = {
      {"cameo", e->cameo}, {"label", e->label}, {"mode", e->mode}, {"polarity", e->polarity},
          {"type", e->type}};
  for (int i = 0; i < 5; i++) {
    detail_key(&k->out, words[i].key);
    jw_str(j, words[i].value);
  }
}

static void write_strings(jw *j, const str *all, uint32_t n) {
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) jw_str(j, all[i]);
  jw_end(j);
}

static void write_quantities(jw *j, const set_event *e) {
  jw_array(j);
  for (uint32_t i = 0; i < e->n_quantities; i++) {
    jw_object(j);
    jw_key_str(j, "of", e->quantities[i].of);
    jw_key_str(j, "unit", e->quantities[i].unit);
    jw_key_str(j, "value", e->quantities[i].value);
    jw_end(j);
  }
  jw_end(j);
}

static str detail_of(keeping *k, const set_event *e) {
  buf_clear(&k->out);
  jw *j = jw_new(k->step, &k->out);
  write_words(k, j, e);
  detail_key(&k->out, "alleged");
  jw_bool(j, e->alleged);
  detail_key(&k->out, "contexts");
  write_strings(j, e->contexts, e->n_contexts);
  detail_key(&k->out, "object");
  jw_array(j);
  for (uint32_t i = 0; i < e->n_objects; i++) rows_ref(j, k->step, e->objects[i]);
  jw_end(j);
  detail_key(&k->out, "quantities");
  write_quantities(j, e);
  detail_key(&k->out, "source");
  write_slots(k, j, e->source, e->n_source);
  detail_key(&k->out, "target");
  write_slots(k, j, e->target, e->n_target);
  detail_key(&k->out, "where");
  if (e->has_where) write_slot(k, j, &e->where);
  else jw_null(j);
  str out = arena_str(k->step, buf_get(&k->out));
  buf_clear(&k->out);
  return out;
}

static uint32_t count(const factset *f) { return f->n_events; }

static telling tell(keeping *k, const factset *f, const dates *d, uint32_t i) {
  const set_event *e = &f->events[i];
  telling t = {.place = i, .id = e->id, .match = e->cameo, .word = e->type, .status = e->status, .at = e->at,
               .when = d->events[i]};
  t.actor = e->claimed_by;               /* of events: by which statement alone it is known, and what that says of it */
  t.actor_name = e->verdict;
  t.party = parties_of(k->step, e);
  t.content = factset_words(k->step, f, &e->at, 1);
  t.blocks = blocks_of(k, e, t.party);
  t.detail = detail_of(k, e);
  return t;
}

/* ---- likeness ------------------------------------------------------------------------------------------ */


static int32_t closeness(relation via) { return 100 - 10 * relation_rank(via); }

static int32_t score_passage(keeping *k, const told *x, const told *y, relation via) {
  bool same_parties = same_word(x->party, y->party);
  if (x->word.ptr && y->word.ptr && !str_eq(x->word, y->word)) return -1;
  int32_t like = copies_likeness(k->step, k->context->copies, x->content, y->content);
  if (!same_parties && like < (int32_t)k->context->model->drift_likeness) return -1;
  return like + closeness(via) + (same_parties ? 150 : 0) + (same_word(x->word, y->word) ? 150 : 0) +
         (same_word(x->match, y->match) ? 100 : 0) + (same_word(x->status, y->status) ? 50 : 0);
}

static bool narrow(keeping *k, cal_date d) {
  return cal_known(d) && d.lo != CAL_OPEN_LO && d.hi != CAL_OPEN_HI &&
         (int64_t)d.hi - d.lo < (int64_t)k->context->model->event_days;
}

static int32_t score_independent(keeping *k, const told *x, const told *y) {
  if (!narrow(k, x->when) || !narrow(k, y->when) || !cal_touches(x->when, y->when)) return -1;
  int32_t like = copies_likeness(k->step, k->context->copies, x->content, y->content);
  return like >= (int32_t)k->context->model->event_likeness ? like : -1;
}

static int32_t score(keeping *k, const told *earlier, const told *later, relation via) {
  return via ? score_passage(k, earlier, later, via) : score_independent(k, earlier, later);
}

const forest event_forest = {FOREST_EVENT, count, tell, score};

void stage_events(keeping *k) { forest_grow(k, &event_forest, &k->events); }

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* What reports told by themselves, in canonical order, each change once. Gives the last status. */
static str write_history(keeping *k, jw *j, const tree_of_facts *t) {
  str last = {NULL, 0};
  jw_key(j, "history");
  jw_array(j);
  for (uint32_t i = 0; i < t->n; i++) {
    const member *m = &t->members[i];
    if (!m->status.ptr || member_is_copied(m) || same_word(last, m->status)) continue;
    last = m->status;
    jw_object(j);
    jw_key_null(j, "by");
    rows_known(k, j, m->at.day);
    jw_key_str(j, "status", m->status);
    jw_key(j, "when");
    jw_raw(j, m->when_json);
    jw_end(j);
  }
  jw_end(j);
  return last;
}

static void write_empty(jw *j, const char *key) {
  jw_key(j, key);
  jw_array(j);
  jw_end(j);
}

static bool is_denied(const member *m) { return same_word(m->status, STR("denied")); }

/* Who claims it: the first member's statement; nobody alone where a narrator tells it by himself, and none denies it. */
static void write_claimed_by(keeping *k, jw *j, const tree_of_facts *t) {
  bool plain = false, denied = false;
  for (uint32_t i = 0; i < t->n; i++) {
    plain |= !t->members[i].actor.ptr && !member_is_copied(&t->members[i]);
    denied |= is_denied(&t->members[i]);
  }
  jw_key(j, "claimed_by");
  rows_ref(j, k->step, plain && !denied ? (str){NULL, 0} : t->members[0].actor);
}

static void write_claims(keeping *k, jw *j, const tree_of_facts *t) {
  jw_key(j, "claims");
  jw_array(j);
  for (uint32_t i = 0; i < t->n; i++) {
    const member *m = &t->members[i];
    if (!m->actor.ptr || member_is_copied(m)) continue;
    jw_object(j);
    rows_known(k, j, m->at.day);
    jw_key(j, "statement");
    rows_ref(j, k->step, m->actor);
    jw_key_str(j, "verdict", m->actor_name.ptr ? m->actor_name : STR("claims"));
    jw_end(j);
  }
  jw_end(j);
}

void event_row(keeping *k, const tree_of_facts *t) {
  str name = t->members[0].id;
  jw *j = rows_begin(k, "event", name);
  write_claimed_by(k, j, t);
  write_claims(k, j, t);
  write_empty(j, "related");
  jw_key_str(j, "status", write_history(k, j, t));
  tree_write_detail(k, j, t);
  tree_write_common(k, j, t);
  jw_end(j);
  rows_write(k, "event", name, t->root);
}
