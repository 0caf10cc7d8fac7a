/* facts.c: the order in which a report's facts are found, and the words of their kinds. */
#include "facts/facts.h"
#include "facts/check.h"
#include "facts/coref.h"
#include "facts/facts_model.h"
#include "facts/who.h"

ch_status facts_load(const facts_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  facts_model *m = ARENA_NEW(a, facts_model);
  ch_status s;
  if ((s = times_load(&m->times, a, pk, l, err)) || (s = actors_load(&m->actors, a, pk, l, err)) ||
      (s = statements_load(&m->statements, a, pk, l, err)) ||
      (s = events_load(&m->events, a, pk, l, actors_gazetteer(m->actors), err)) ||
      (s = patterns_load(&m->patterns, a, pk, l, actors_gazetteer(m->actors), err)))
    return s;
  *out = m;
  return CH_OK;
}

facts *facts_begin(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r, doc *d) {
  facts *f = ARENA_NEW(a, facts);
  f->report = r;
  f->doc = d;
  f->language = lm;
  f->lexicon = l;
  times_find(a, m->times, f);
  actors_find(a, m->actors, f);
  return f;
}

facts *facts_by_rules(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r,
                      doc *d) {
  facts *f = facts_begin(a, m, lm, l, r, d);
  statements_find(a, m->statements, f);
  times_resolve(a, m->times, f);
  if (m->patterns) patterns_find(a, m->patterns, f);
  else events_find(a, m->events, f);
  return f;
}

facts *facts_find(arena *a, const facts_model *m, const language_model *lm, const lexicon *l, report *r, doc *d) {
  facts *f = facts_by_rules(a, m, lm, l, r, d);
  coref_find(a, f);
  return f;
}

bool facts_who(arena *a, jw *j, const facts_model *m, const pack *pk, const lexicon *l, str question, cal_date on) {
  return who_answer(who_new(a, actors_gazetteer(m->actors), pk, l), j, question, on);
}

uint32_t facts_check(arena *a, buf *out, const facts_model *m, const pack *pk, const lexicon *l) {
  uint32_t n = check_pack(a, out, actors_gazetteer(m->actors), pk, l);
  return n + check_frames(a, out, m->events, pk);
}

const char *when_basis_text(when_basis b) {
  static const char *const words[] = {"none", "expression", "carried", "event", "report", "document"};
  return words[b];
}

bool when_basis_parse(str s, when_basis *out) {
  for (when_basis b = WHEN_NONE; b <= WHEN_DOCUMENT; b++)
    if (str_eq(s, str_of(when_basis_text(b)))) {
      *out = b;
      return true;
    }
  return false;
}

const char *actor_kind_text(actor_kind k) {
  static const char *const words[] = {"person", "state", "government", "organisation", "group", "place"};
  return words[k];
}

const char *mention_form_text(mention_form f) {
  static const char *const words[] = {"name", "title", "pronoun", "nominal", "metonym"};
  return words[f];
}

const char *statement_mode_text(statement_mode m) {
  static const char *const words[] = {"direct", "indirect", "mixed", "declined", "hearsay"};
  return words[m];
}

const char *statement_act_text(statement_act a) {
  static const char *const words[] = {"says", "thinks", "wants", "shows"};
  return words[a];
}
