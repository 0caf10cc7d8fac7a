/* acts_status.c: whether an act happened, lies ahead, was tried, is denied, or only thought of. */
#include "facts/acts.h"
#include "facts/phrases.h"
#include "facts/statement_lookup.h"

enum { GOVERNORS = 4 };

static bool is(const char *status, const char *word) { return status && str_eq(str_of(status), str_of(word)); }

static const char *word_status(const coder *k, uint32_t i) {
  uint32_t v;
  return phrases_longest(k->m->statuses, k->t, i, k->c->end, &v) ? k->m->status_words[v] : NULL;
}

static bool is_one_of(const char *status, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (is(status, words[i])) return true;
  return false;
}

bool status_ahead(const char *status) {
  static const char *const words[] = {"planned", "expected", "hypothetical", "threatened", "conditional", "requested",
                                      "proposed", "postponed"};
  return is_one_of(status, words, sizeof words / sizeof *words);
}

/* Negation and auxiliaries of a verb or predicate noun. What stands nearest to it wins over what is there. */
static void read_around(const coder *k, uint32_t verb, const char **status, bool *negative) {
  uint32_t n;
  const uint32_t *kids = clauses_children(k->c, verb, &n);
  for (uint32_t i = 0; i < n; i++) {
    dep d = clauses_dep(k->c, kids[i]);
    bool around = d == DEP_AUX || d == DEP_AUX_PASS || d == DEP_ADVMOD || d == DEP_DET || d == DEP_AMOD || d == DEP_CC;
    if (!around) continue;
    const char *s = d == DEP_AUX || d == DEP_AMOD || d == DEP_ADVMOD ? word_status(k, kids[i]) : NULL;
    bool more = is(s, "happened");                       /* "not only" */
    if ((k->t[kids[i]].morph & MORPH_NEG) && !more) *negative = !*negative;
    if (s && !more && (!*status || is(s, "must"))) *status = s;
  }
}

/* "No troops were sent", "neither side met": the negation stands with subject or object. */
static bool negative_argument(const coder *k, uint32_t i) {
  uint32_t det = i == NONE ? NONE : clauses_child(k->c, i, DEP_DET);
  if (det != NONE && k->t[det].morph & MORPH_NEG) return true;
  const token *before = i == NONE || i == k->c->first ? NULL : &k->t[i - 1];
  if (before && before->upos == UPOS_CCONJ && (before->morph & MORPH_NEG)) return true;      /* "neither A nor B met" */
  return i != NONE && (k->t[i].morph & MORPH_NEG);
}

/* A verb that shares the auxiliaries of the one it is coordinated with: "will close and expel". */
static uint32_t shares_with(const coder *k, uint32_t verb) {
  if (clauses_dep(k->c, verb) != DEP_CONJ || clauses_child(k->c, verb, DEP_AUX) != NONE) return NONE;
  if (clauses_child(k->c, verb, DEP_NSUBJ) != NONE) return NONE;
  uint32_t head = clauses_head(k->c, verb);
  bool same = (k->t[verb].morph & (MORPH_PAST | MORPH_PRESENT)) == 0;
  return same && head != NONE ? head : NONE;
}

/* The word that an infinitive or clause hangs on, if that tells of its status: "plans to", "ready to", "attempt to". */
static uint32_t governor(const coder *k, uint32_t verb) {
  dep d = clauses_dep(k->c, verb);
  uint32_t head = clauses_head(k->c, verb);
  if (head == NONE) return NONE;
  bool hangs = d == DEP_ACL || d == DEP_ADVCL || d == DEP_CCOMP;
  bool gerund = (k->t[verb].morph & MORPH_PART_PRES) && k->t[head].upos == UPOS_ADJ;       /* "capable of launching" */
  bool infinitive = d == DEP_XCOMP || d == DEP_CSUBJ || (hangs && ((k->t[verb].morph & MORPH_INF) || gerund));
  return infinitive ? head : NONE;
}

/* "If A attacks", "unless": the marker of the clause it stands in, up to what is said. */
static const char *condition_over(const coder *k, uint32_t verb) {
  for (uint32_t i = verb, steps = 0; i != NONE && steps < GOVERNORS; i = clauses_head(k->c, i), steps++) {
    dep d = clauses_dep(k->c, i);
    uint32_t mark = d == DEP_ADVCL || d == DEP_ACL ? clauses_child(k->c, i, DEP_MARK) : NONE;
    const char *s = mark == NONE ? NULL : word_status(k, mark);
    if (s) return s;
    if (d == DEP_CCOMP || d == DEP_PARATAXIS) return NULL;
  }
  return NULL;
}

/* "To meet" alone tells a purpose: nothing that gives it a status stands above it. */
static bool is_purpose(const coder *k, uint32_t verb, const char *status) {
  dep d = clauses_dep(k->c, verb);
  bool bare = (d == DEP_ADVCL || d == DEP_ACL || d == DEP_XCOMP) && (k->t[verb].morph & MORPH_INF) &&
              clauses_child(k->c, verb, DEP_AUX) == NONE;
  return bare && !status;
}

/* "Talks on limiting missiles": what other words are about. */
static bool is_topic(const coder *k, uint32_t verb) {
  dep d = clauses_dep(k->c, verb);
  return (d == DEP_ACL || d == DEP_ADVCL) && (k->t[verb].morph & MORPH_PART_PRES) && clauses_marked(k->c, verb, CLAUSE_MATTER);
}

static const char *climb(const coder *k, uint32_t verb, bool *negative) {
  const char *status = NULL;
  read_around(k, verb, &status, negative);
  for (uint32_t i = verb, steps = 0; steps < GOVERNORS; steps++) {
    uint32_t shared = shares_with(k, i), up = shared != NONE ? shared : governor(k, i);
    if (up == NONE) break;
    if (shared == NONE) {
      if (acts_of_token(k, up)) break;                  /* an operator gives its content a status itself */
      const char *s = word_status(k, up);
      if (!s) break;
      if (!status) status = s;
    }
    read_around(k, up, &status, negative);
    i = up;
  }
  return status;
}

/* What the statement makes of an act in its content that stands there plainly: denied, demanded, hoped for …. */
static const char *claimed(const coder *k, const act *x, const char *status) {
  const char *force = x->claim == NONE ? NULL : k->f->statements[x->claim].force;
  bool past = x->noun || (k->t[x->token].morph & (MORPH_PAST | MORPH_PART_PAST)) != 0;
  for (uint32_t i = 0; force && i < k->m->n_claimed; i++) {
    const claimed_status *c = &k->m->claimed[i];
    if (is(c->force, force)) return past && !c->past ? status : c->status;
  }
  return status;
}

static bool is_question(const coder *k) {
  str last = doc_str(k->f->doc, k->c->end - 1, k->c->end);
  return last.len == 1 && last.ptr[0] == '?';
}

/* What a wish is for has not come about, and nobody claims it. What a past form in it takes for granted has: "wants
 * back the houses seized in 2016". */
static void settle_wish(coder *k, act *x) {
  if (x->claim == NONE || k->f->statements[x->claim].act != ACT_WANTS) return;
  x->claim = NONE;
  bool granted = x->noun || is(x->told, "planned") || (k->t[x->token].morph & (MORPH_PAST | MORPH_PART_PAST));
  if (!granted && x->of == NONE) acts_drop(x, "what a wish is for");
}

void status_read(const coder *k, act *x) {
  if (x->noun) read_around(k, x->token, &x->told, &x->negative);
  if (x->verb == NONE) return;
  const char *s = climb(k, x->verb, &x->negative);
  if (s) x->told = s;
  x->negative ^= negative_argument(k, clauses_child(k->c, x->verb, DEP_NSUBJ)) ||
                 negative_argument(k, clauses_child(k->c, x->verb, DEP_NSUBJ_PASS));
}

/* "Was heading back": still going on as it is told. */
static bool is_progressive(const coder *k, const act *x) {
  return !x->noun && !x->frame->acts_on && (k->t[x->token].morph & MORPH_PART_PRES) && clauses_child(k->c, x->token, DEP_AUX) != NONE;
}

void status_fill(coder *k, act *x) {
  x->claim = statement_over(k->f, x->token);
  settle_wish(k, x);
  if (is(x->told, "reported")) x->told = x->claim != NONE || x->of != NONE ? "planned" : "hypothetical";
  const char *told = x->told, *light = NULL;
  uint32_t top = x->verb != NONE ? x->verb : x->token, v;
  if (x->noun && x->verb != NONE && phrases_longest(k->m->lights, k->t, x->verb, k->c->end, &v))
    light = k->m->light_verbs[v].status;
  const char *under = condition_over(k, top);
  if (under) told = under;
  if (x->verb != NONE && x->of == NONE && is_purpose(k, x->verb, told)) acts_drop(x, "a purpose");
  if (x->verb != NONE && x->of == NONE && is_topic(k, x->verb)) acts_drop(x, "what other words are about");
  if (is_question(k)) acts_drop(x, "a question");
  if (is(told, "hypothetical")) acts_drop(x, "only thought of");
  if (!told && is_progressive(k, x)) told = "ongoing";
  const char *given = x->of != NONE ? x->status : NULL;          /* by the operator whose content it is */
  x->status = given ? given : told ? told : light ? light : x->frame->status ? x->frame->status : claimed(k, x, "happened");
  if (x->negative && x->of == NONE && !is(x->status, "must")) x->status = is(told, "planned") ? "planned" : "denied";
}
