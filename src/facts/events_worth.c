#include "facts/events_worth.h"
#include "facts/acts.h"
#include "facts/phrases.h"

enum {
  CLASS_WORDS_MOST = 64,               /* of 64 classes each */
  NEAR = 12,                           /* words before and behind a trigger in which its conditions are looked for */
  OLD_DAYS = 25 * 365
};

/* ---- words ------------------------------------------------------------------------------------------- */

/* What the words of a sentence are of, all together. */
typedef struct {
  const events_model *m;
  const token *t;
  uint32_t first, end;
  uint64_t classes[CLASS_WORDS_MOST];
} words;

static void take(words *w, word_id key) {
  if (key >= w->m->n_class_words) return;
  const uint64_t *row = w->m->classes + (size_t)key * w->m->class_row;
  for (uint32_t i = 0; i < w->m->class_row && i < CLASS_WORDS_MOST; i++) w->classes[i] |= row[i];
}

static words words_of(const events_model *m, const token *t, uint32_t first, uint32_t end) {
  words w = {.m = m, .t = t, .first = first, .end = end};
  for (uint32_t i = first; i < end; i++) {
    take(&w, t[i].word);
    if (t[i].lemma != t[i].word) take(&w, t[i].lemma);
  }
  return w;
}

static bool has_word(const words *w, word_id key) {
  for (uint32_t i = w->first; i < w->end; i++)
    if (w->t[i].lemma == key || w->t[i].word == key) return true;
  return false;
}

static bool may_fit(const words *w, const value *v) {
  if (v->kind == VALUE_WORD) return has_word(w, v->n);
  if (v->kind != VALUE_CLASS || v->n / 64 >= CLASS_WORDS_MOST) return true;
  return w->classes[v->n / 64] >> v->n % 64 & 1;
}

/* Whether each condition has a word in the sentence, wherever it stands. */
static bool may_hold(const words *w, const frame *f) {
  for (uint32_t i = 0; i < f->n_needs; i++) {
    const need *n = &f->needs[i];
    bool any = n->negated;
    bool led = n->at.kind == PATH_PREP && !n->at.of && n->values[0].kind != VALUE_NONE;
    if (!any && led && !has_word(w, n->at.prep)) return false;
    for (uint32_t v = 0; v < n->n && !any; v++) any = may_fit(w, &n->values[v]);
    if (!any) return false;
  }
  return true;
}

/* Some word makes an act of the operator: "accepted a mediator". */
static bool may_compose(const words *w, const frame *f) {
  for (uint32_t i = 0; i < w->m->n_compositions; i++) {
    const composition *c = &w->m->compositions[i];
    value v = {VALUE_CLASS, c->class};
    if (c->family == f->family && !c->inner.ptr && may_fit(w, &v)) return true;
  }
  return false;
}

/* The other words of a phrase are there. */
static bool may_stand(const words *w, const trigger *g) {
  for (uint32_t i = 1; i < g->n; i++)
    if (!has_word(w, g->words[i])) return false;
  return true;
}

/* ---- triggers ------------------------------------------------------------------------------------------ */

typedef struct { uint32_t acts, dated, bare, operators; } triggers;

static void count_word(const words *w, word_id key, bool noun, triggers *out) {
  uint32_t n;
  const trigger *g = frames_triggers(w->m, key, &n);
  for (uint32_t i = 0; i < n; i++) {
    const frame *f = &w->m->frames[g[i].frame];
    if (f->skip || (g[i].noun != noun && g[i].n == 1) || !may_stand(w, &g[i]) || !may_hold(w, f)) continue;
    if (f->acts_on) out->operators++, out->bare += f->bare || may_compose(w, f);
    else out->acts++, out->dated += f->dated;
    if (out->acts) return;
  }
}

static bool leads(const words *w, uint32_t i) {
  uint32_t n, more;
  frames_triggers(w->m, w->t[i].lemma, &n);
  frames_triggers(w->m, w->t[i].word, &more);
  return n + more > 0;
}

static triggers triggers_of(const words *w) {
  triggers out = {0};
  for (uint32_t i = w->first; i < w->end && !out.acts; i++) {
    uint8_t u = w->t[i].upos;
    if ((u != UPOS_VERB && u != UPOS_NOUN && u != UPOS_PROPN) || !leads(w, i)) continue;
    uint32_t first = i - w->first > NEAR ? i - NEAR : w->first, end = w->end - i > NEAR ? i + NEAR + 1 : w->end;
    words near = words_of(w->m, w->t, first, end);
    count_word(&near, w->t[i].lemma, u != UPOS_VERB, &out);
    if (w->t[i].word != w->t[i].lemma) count_word(&near, w->t[i].word, u != UPOS_VERB, &out);
  }
  return out;
}

static bool has_dated(const words *w, word_id key) {
  uint32_t n;
  const trigger *g = frames_triggers(w->m, key, &n);
  for (uint32_t k = 0; k < n; k++)
    if (w->m->frames[g[k].frame].dated) return true;
  return false;
}

static bool any_dated(const words *w) {
  for (uint32_t i = w->first; i < w->end; i++)
    if (has_dated(w, w->t[i].word) || has_dated(w, w->t[i].lemma)) return true;
  return false;
}

/* ---- parties ------------------------------------------------------------------------------------------- */

static bool has_party(const facts *f, uint32_t first, uint32_t end) {
  for (uint32_t m = actors_mention_from(f, first); m < f->n_mentions && f->mentions[m].first < end; m++)
    if (f->mentions[m].actor != NONE) {
      const actor *x = &f->actors[f->mentions[m].actor];
      if (x->party.ptr || x->code.ptr || x->n_members) return true;
    }
  return false;
}

/* A state named within a longer mention: "envoys of A". */
static bool names_state(const events_model *m, const facts *f, uint32_t first, uint32_t end) {
  for (uint32_t k = actors_mention_from(f, first); k < f->n_mentions && f->mentions[k].first < end; k++)
    for (uint32_t i = f->mentions[k].first; i < f->mentions[k].end; i++) {
      gaz_match g = gaz_name_at(m->gazetteer, f->doc->tokens, i, f->mentions[k].end);
      if (gaz_is(&g, GAZ_STATE) || gaz_is(&g, GAZ_ADJECTIVE) || gaz_is(&g, GAZ_CAPITAL)) return true;
    }
  return false;
}

static bool has_day(const facts *f, uint32_t first, uint32_t end) {
  uint32_t i = acts_times_from(f, first);
  return i < f->n_times && f->times[i].first < end && f->times[i].type == TIME_DATE;
}

/* A day a generation before the report. */
static bool has_old_day(const facts *f, uint32_t first, uint32_t end) {
  cal_date told = f->report->published;
  if (!cal_known(told) || told.no_year) return false;
  for (uint32_t i = acts_times_from(f, first); i < f->n_times && f->times[i].first < end; i++) {
    const time_fact *t = &f->times[i];
    bool date = t->type == TIME_DATE && cal_known(t->value) && !t->value.no_year && t->value.hi != CAL_OPEN_HI;
    if (date && t->value.hi < told.lo - OLD_DAYS) return true;
  }
  return false;
}

bool events_worth_a_tree(const events_model *m, const facts *f, uint32_t s) {
  const sentence *x = &f->doc->sentences[s];
  if (f->report->blocks[x->block].kind != BLOCK_PARAGRAPH) return false;
  words w = words_of(m, f->doc->tokens, x->first, x->end);
  triggers g = triggers_of(&w);
  if (!g.acts && !g.bare) return false;
  bool party = has_party(f, x->first, x->end) || names_state(m, f, x->first, x->end);
  if (!party && !(has_day(f, x->first, x->end) && any_dated(&w))) return false;
  return !frames_off_topic(m, f->doc->tokens, x->first, x->end, has_old_day(f, x->first, x->end));
}
