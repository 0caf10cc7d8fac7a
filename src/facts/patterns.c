/* patterns.c: verbs of a sentence, in order, to events, as PETRARCH 1 codes them: the words before a verb,
 * back to a comma, hold its source, its verb phrase the target; where a verb is coded, the verbs inside its
 * phrase are not. */
#include "facts/patterns.h"

#include "facts/patterns_model.h"
#include "facts/statement_lookup.h"

typedef struct { slot *slots; uint32_t n, cap; } slot_list;

/* ---- discards ------------------------------------------------------------------------------------------- */

/* 0: none, 1: the sentence is left out, 2: the story is; *at: the words. */
static uint32_t discard_in(const patterns_model *m, const facts *f, const sentence *x, span *at) {
  uint32_t found = 0;
  for (uint32_t i = x->first; m->n_discards && i < x->end && found < 2; i++) {
    phrase_hit h = phrases_match(m->discards, f->doc->tokens, i, x->end);
    for (uint32_t value; h.n && phrases_next(m->discards, &h, &value);)
      if (value + 1 > found) {
        found = value + 1;
        *at = doc_span(f->doc, i, i + h.n);
      }
  }
  return found;
}

/* ---- issues --------------------------------------------------------------------------------------------- */

typedef struct { issue *all; uint32_t n, cap; } issue_list;

static void add_issue(arena *a, issue_list *out, str key, span at) {
  for (uint32_t i = 0; i < out->n; i++)
    if (str_eq(out->all[i].key, key)) return;
  *ARENA_PUSH(a, out->all, out->n, out->cap) = (issue){key, at};
}

/* The issues whose words a sentence has, each where it stands first; none where words stand that rule them
 * out. */
static issue_list issues_in(arena *a, const patterns_model *m, const facts *f, const sentence *x) {
  issue_list out = {NULL, 0, 0};
  for (uint32_t i = x->first; m->n_issues && i < x->end; i++) {
    phrase_hit h = phrases_match(m->issues, f->doc->tokens, i, x->end);
    for (uint32_t value; h.n && phrases_next(m->issues, &h, &value);) {
      if (str_eq(m->issue_codes[value], STR("-"))) return (issue_list){NULL, 0, 0};
      add_issue(a, &out, m->issue_codes[value], doc_span(f->doc, i, i + h.n));
    }
  }
  return out;
}

/* ---- sides ---------------------------------------------------------------------------------------------- */

/* Phrases that have a word among words [from, to), in order: the first with a code that is not just
 * `other`'s. */
static uint32_t first_coded(const coded_sentence *s, uint32_t from, uint32_t to, uint32_t other) {
  uint32_t seen = NONE;
  for (uint32_t w = from; w < to; w++) {
    uint32_t p = s->phrase_of[s->words[w] - s->first];
    if (p == NONE || p == seen) continue;
    seen = p;
    const noun_side *x = &s->phrases[p], *y = other == NONE ? NULL : &s->phrases[other];
    if (!x->n_sides) continue;
    bool same = y && x->n_sides == 1 && y->n_sides == 1 && str_eq(x->sides[0].code, y->sides[0].code);
    if (!same) return p;
  }
  return NONE;
}

static bool has_phrase(const coded_sentence *s, uint32_t from, uint32_t to) {
  for (uint32_t w = from; w < to; w++)
    if (s->phrase_of[s->words[w] - s->first] != NONE) return true;
  return false;
}

static void add_slot(coded_sentence *s, slot_list *out, str code, const coded_side *side) {
  const facts *f = s->f;
  uint32_t m = actors_mention_at(f, side->first);
  uint32_t who = m == NONE ? NONE : f->mentions[m].actor;
  for (uint32_t i = 0; i < out->n; i++)
    if (str_eq(out->slots[i].code, code)) return;
  *ARENA_PUSH(s->a, out->slots, out->n, out->cap) =
      (slot){who, who == NONE ? (str){NULL, 0} : f->actors[who].party, code,
             doc_span(f->doc, side->first, side->end)};
}

/* Everybody in a phrase; "A/B" is two. */
static slot_list slots_of(coded_sentence *s, uint32_t phrase) {
  slot_list out = {NULL, 0, 0};
  for (uint32_t i = 0; phrase != NONE && i < s->phrases[phrase].n_sides; i++) {
    const coded_side *side = &s->phrases[phrase].sides[i];
    str codes = side->code, code;
    while (str_split(&codes, '/', &code))
      if (code.len) add_slot(s, &out, code, side);
  }
  return out;
}

/* ---- events --------------------------------------------------------------------------------------------- */

/* A verb that is coded. */
typedef struct {
  const verb_form *form;
  const verb_pattern *pattern; /* NULL: the verb alone */
  uint32_t w, lo, before, after, hi;             /* words: the verb, its two sides */
  pattern_sides sides;
} coded_verb;

static const char *type_of(const patterns_model *m, str code) {
  size_t best = 0;
  const char *type = NULL;
  for (size_t i = 0; i < code.len; i++)
    if (code.ptr[i] < '0' || code.ptr[i] > '9') return NULL;
  for (uint32_t i = 0; code.len <= 4 && i < m->n_types; i++)
    if (str_starts(code, m->types[i].prefix) && m->types[i].prefix.len > best) {
      best = m->types[i].prefix.len;
      type = m->types[i].type;
    }
  return type;
}

/* The day nearest to the verb in the words of its event, no other verb standing between; NONE. */
static uint32_t day_of(const coded_sentence *s, uint32_t from, uint32_t verb, uint32_t to) {
  const facts *f = s->f;
  while (from < verb && s->t[verb - 1].upos == UPOS_AUX) verb--;
  uint32_t lo = verb, hi = verb, best = NONE, distance = UINT32_MAX;
  while (lo > from && s->t[lo - 1].upos != UPOS_VERB) lo--;
  while (hi < to && (hi <= verb || s->t[hi].upos != UPOS_VERB)) hi++;
  uint32_t i = 0, end = f->n_times;
  while (i < end) {
    uint32_t mid = i + (end - i) / 2;
    if (f->times[mid].first < lo) i = mid + 1;
    else end = mid;
  }
  for (; i < f->n_times && f->times[i].first < hi; i++) {
    const time_fact *t = &f->times[i];
    bool day = (t->type == TIME_DATE || t->type == TIME_TIME) && cal_known(t->value) && t->first < t->end;
    uint32_t d = t->first > verb ? t->first - verb : verb - t->first;
    if (day && d < distance) best = i, distance = d;
  }
  return best;
}

static when told_by(const facts *f) {
  when w = {WHEN_REPORT, NONE, CAL_NOTHING, false};
  cal_date told = f->report->published;
  if (cal_known(told) && !told.no_year) w.value = cal_between(CAL_OPEN_LO, told.hi);
  return w;
}

static when when_of(const coded_sentence *s, uint32_t from, uint32_t verb, uint32_t to) {
  uint32_t at = day_of(s, from, verb, to);
  if (at == NONE) return told_by(s->f);
  return (when){WHEN_TIME, at, s->f->times[at].value, s->f->times[at].expr.approx};
}

static bool is_self(const slot_list *source, const slot_list *target) {
  return source->n == 1 && target->n == 1 && str_eq(source->slots[0].code, target->slots[0].code);
}

static void push_event(coded_sentence *s, const coded_verb *v, str code, slot_list source, slot_list target) {
  facts *f = s->f;
  bool none = !code.len || str_eq(code, STR("---")) || is_self(&source, &target);
  if (none || (!source.n && !target.n)) return;
  if (s->m->settings.require_dyad && (!source.n || !target.n)) return;
  uint32_t first = s->words[v->before];
  uint32_t end = s->words[v->after - 1] + 1, last = v->hi ? s->words[v->hi - 1] + 1 : end;
  uint32_t from = v->lo < v->before ? s->words[v->lo] : first, verb = s->words[v->w];
  *ARENA_PUSH(s->a, f->events, f->n_events, f->cap_events) =
      (event){.object = NONE, .type = type_of(s->m, code), .status = "happened", .cameo = code,
              .label = doc_str(f->doc, first, end), .trigger = doc_span(f->doc, first, end),
              .trigger_token = verb, .source = source.slots, .n_source = source.n, .target = target.slots,
              .n_target = target.n, .when = when_of(s, from, verb, last > end ? last : end),
              .claimed_by = statement_over(f, verb),
              .at = doc_span(f->doc, from, last > end ? last : end),
              .rule = v->pattern ? v->pattern->rule : v->form->rule, .p = 600};
}

/* "[a:b]": b is the event the other way round. Somebody missing there is everybody of the other side. */
static void push_events(coded_sentence *s, const coded_verb *v, str code, slot_list source, slot_list target) {
  size_t colon = str_find(code, STR(":"));
  if (colon == SIZE_MAX) {
    push_event(s, v, code, source, target);
    return;
  }
  push_event(s, v, str_sub(code, 0, colon), source, target);
  push_event(s, v, str_sub(code, colon + 1, code.len), target, source);
}

/* ---- verbs ---------------------------------------------------------------------------------------------- */

/* "Was opposed by": a participle, a form of be before it, by whom behind it. */
static bool is_passive(const coded_sentence *s, const coded_verb *v) {
  if (!(s->t[s->words[v->w]].morph & MORPH_PART_PAST)) return false;
  bool be = false, by = false;
  for (uint32_t w = v->w; w > v->lo && !be; w--) {
    const token *t = &s->t[s->words[w - 1]];
    be = pattern_class(s->m, t) & PATTERN_BE;
    if (!be && t->upos != UPOS_ADV && t->upos != UPOS_AUX && t->upos != UPOS_PART) break;
  }
  for (uint32_t w = v->after; be && w < v->hi && !by; w++)
    by = pattern_class(s->m, &s->t[s->words[w]]) & PATTERN_BY;
  return by;
}

static void make_events(coded_sentence *s, const coded_verb *v, str code) {
  bool given = v->sides.source != NONE && v->sides.target != NONE;
  bool paired = str_find(code, STR(":")) != SIZE_MAX;
  uint32_t found = first_coded(s, v->after, v->hi, NONE);
  uint32_t target = v->sides.target, source = v->sides.source;
  bool compound = given && source == target;
  if (target == NONE || (compound && !paired && found != NONE)) target = found;
  if (source == NONE) source = first_coded(s, v->lo, v->before, target);
  if (source == NONE && target != NONE && s->phrases[target].compound && v->sides.target == target)
    source = target;
  bool empty = target == NONE && !has_phrase(s, v->after, v->hi);
  if (empty) return;
  slot_list from = slots_of(s, source), to = slots_of(s, target);
  if (is_passive(s, v) && !(given && !compound)) push_events(s, v, code, to, from);
  else push_events(s, v, code, from, to);
}

/* Verbs, not participles before nouns or in relative clauses. */
static bool is_verb(const coded_sentence *s, uint32_t i) {
  const token *t = &s->t[i];
  bool verb = t->upos == UPOS_VERB || t->upos == UPOS_AUX || s->acts[i - s->first];
  return verb && s->phrase_of[i - s->first] == NONE && !s->aside[i - s->first];
}

/* Of a verb of several words any may be taken for one. */
static bool is_verb_form(const coded_sentence *s, const verb_form *x, uint32_t w) {
  if (is_verb(s, s->words[w])) return true;
  for (uint32_t k = w - x->n_before; k <= w + x->n_after; k++)
    if (x->n_before + x->n_after && s->t[s->words[k]].upos == UPOS_VERB)
      return !s->aside[s->words[w] - s->first];
  return false;
}

static str code_of(const coded_verb *v) { return v->pattern ? v->pattern->code : v->form->code; }

static void code_verbs(coded_sentence *s) {
  uint32_t lo = 0, seen = s->first;
  for (uint32_t w = 0; w < s->n_words; w++) {
    uint32_t i = s->words[w];
    for (; seen <= i; seen++)
      if (s->comma[seen - s->first]) lo = s->word_of[seen - s->first];
    uint32_t hi = s->word_of[s->ends[i - s->first] - s->first];
    const verb_form *form = pattern_verb(s, w, lo, s->n_words);
    if (!form || !is_verb_form(s, form, w)) continue;
    coded_verb v = {.form = form, .w = w, .lo = lo, .before = w - form->n_before,
                    .after = w + 1 + form->n_after};
    v.hi = hi > v.after ? hi : v.after;
    v.pattern = pattern_match(s, form->block, lo, v.before, v.after, v.hi, &v.sides);
    str code = code_of(&v);
    if (str_eq(code, STR("---"))) continue;
    make_events(s, &v, code);
    w = v.hi - 1;
  }
}

static void code_sentence(arena *a, const patterns_model *m, facts *f, uint32_t number, uint32_t *seen) {
  const sentence *x = &f->doc->sentences[number];
  uint32_t size = x->end - x->first, first_event = f->n_events;
  const tree *parse = language_tree(a, f->language, f->doc, number);
  if (!parse || !size) return;
  coded_sentence s = {.a = a, .m = m, .f = f, .t = f->doc->tokens, .tree = parse, .first = x->first,
                      .end = x->end, .phrase_of = ARENA_ARRAY(a, uint32_t, size), .comma = ARENA_ARRAY(a, bool, size),
                      .left_out = ARENA_ARRAY(a, bool, size), .ends = ARENA_ARRAY(a, uint32_t, size),
                      .aside = ARENA_ARRAY(a, bool, size),
                      .acts = ARENA_ARRAY(a, bool, size), .seen = seen, .stamp = number + 1};
  for (uint32_t i = 0; i < size; i++) {
    s.phrase_of[i] = NONE;
    seen[s.t[x->first + i].word] = number + 1;
  }
  pattern_acts(&s);
  pattern_phrases(&s);
  pattern_words(&s);
  code_verbs(&s);
  issue_list issues = {NULL, 0, 0};
  if (first_event < f->n_events) issues = issues_in(a, m, f, x);
  for (uint32_t i = first_event; i < f->n_events; i++) {
    f->events[i].sentence = number;
    f->events[i].issues = issues.all;
    f->events[i].n_issues = issues.n;
  }
}

void patterns_find(arena *a, const patterns_model *m, facts *f) {
  uint32_t n = f->doc->n_sentences;
  bool *left_out = ARENA_ARRAY(a, bool, n + (size_t)1);
  for (uint32_t i = 0; i < n; i++) {
    span at;
    uint32_t found = discard_in(m, f, &f->doc->sentences[i], &at);
    if (!found) continue;
    report_note(a, f->report, found == 2 ? STR("story_discarded") : STR("sentence_discarded"),
                STR("the dictionary leaves it out: it has no events"), &at);
    left_out[i] = true;
    if (found == 2) return;
  }
  uint32_t *seen = ARENA_ARRAY(a, uint32_t, lexicon_size(f->lexicon) + (size_t)1);
  for (uint32_t i = 0; i < n; i++)
    if (!left_out[i] && f->report->blocks[f->doc->sentences[i].block].kind == BLOCK_PARAGRAPH)
      code_sentence(a, m, f, i, seen);
}
