/* clauses.c: subjects and objects that the syntax hides: of passives, relative clauses, infinitives, conjuncts. */
#include "facts/clauses.h"

enum { STEPS_UP = 6 };         /* how far an infinitive's subject is looked for */

static str base_of(str relation) {
  str rest = relation, first = relation;
  return str_split(&rest, ':', &first) ? first : relation;
}

static dep dep_of(str name) {
  static const char *const names[DEP_COUNT] = {
    "",
#define X(name, text) text,
    DEPS(X)
#undef X
  };
  for (int i = 1; i < DEP_COUNT; i++)
    if (str_eq(name, str_of(names[i]))) return (dep)i;
  return DEP_OTHER;
}

const uint8_t *clauses_deps(arena *a, const language_model *m) {
  uint8_t *deps = ARENA_ARRAY(a, uint8_t, 256);
  for (uint32_t r = 1; r < 256; r++) {
    str name = language_relation(m, (uint8_t)r);
    dep d = dep_of(name), base = dep_of(base_of(name));
    deps[r] = (uint8_t)(d != DEP_OTHER || base == DEP_OBL || base == DEP_NMOD ? d : base);
  }
  return deps;
}

ch_status clauses_load(clause_words *out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "clause-words");
  *out = (clause_words){{NULL, 0}};
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    static const char *const names[] = {"agent", "control", "owner", "place", "sender", "recipient", "matter",
                                        "condition"};
    uint32_t class = 0;
    while (class < 8 && !str_eq(pack_field(r, 0), str_of(names[class]))) class++;
    if (class == 8)
      return pack_err(err, r, "'%.*s' is no class of [clause-words]; write agent, control, owner, place, sender, recipient, matter or condition",
                      (int)pack_field(r, 0).len, pack_field(r, 0).ptr);
    word_classes_add_row(&out->words, a, l, r, class);
  }
  return CH_OK;
}

/* Children of each token, in order of place. */
static void index_children(arena *a, clauses *c) {
  uint32_t n = c->end - c->first, *from = ARENA_ARRAY(a, uint32_t, n + 1), *child = ARENA_ARRAY(a, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; i++)
    if (c->head[i] >= 0) from[c->head[i] + 1]++;
  for (uint32_t i = 0; i < n; i++) from[i + 1] += from[i];
  uint32_t *next = ARENA_ARRAY(a, uint32_t, n + 1);
  memcpy(next, from, n * sizeof *next);
  for (uint32_t i = 0; i < n; i++)
    if (c->head[i] >= 0) child[next[c->head[i]]++] = c->first + i;
  c->from = from;
  c->child = child;
}

/* ---- "The king dissolved parliament" ------------------------------------------------------------------- */

static bool holds_clause(uint8_t d) { return d == DEP_ROOT || d == DEP_CCOMP || d == DEP_PARATAXIS || d == DEP_CONJ; }

static bool stands_below(const int32_t *head, int32_t i, uint32_t top) {
  while (i >= 0 && (uint32_t)i != top) i = head[i];
  return i >= 0;
}

/* A participle cannot stand between two nouns as an adjective: where the tree says so ("dissolved" of "parliament"), it is
 * the verb, the noun before it the subject, the noun behind it the object; unless the noun behind hangs on the noun
 * before, for then the two would hang on each other. */
static void mend_verb(clauses *c, int32_t *head, uint8_t *kinds, uint32_t v) {
  uint32_t at = c->first + v, before = v - 1;
  bool past = c->t[at].upos == UPOS_VERB && (c->t[at].morph & (MORPH_PAST | MORPH_PART_PAST));
  uint8_t noun = c->t[c->first + before].upos;
  if (!past || kinds[v] != DEP_AMOD || head[v] <= (int32_t)v || (noun != UPOS_NOUN && noun != UPOS_PROPN)) return;
  uint32_t object = (uint32_t)head[v], subject = before;
  while (head[subject] >= 0 && (uint32_t)head[subject] < v) subject = (uint32_t)head[subject];
  if (!holds_clause(kinds[object]) || stands_below(head, head[object], subject)) return;
  head[v] = head[object];
  kinds[v] = kinds[object];
  for (uint32_t i = 0; i < v; i++)
    if (head[i] == (int32_t)object) head[i] = (int32_t)subject;
  head[object] = (int32_t)v;
  kinds[object] = DEP_OBJ;
  head[subject] = (int32_t)v;
  kinds[subject] = DEP_NSUBJ;
}

/* A town and day before the sentence hang nowhere; what hung on them stands where they stood. */
static void cut_before(int32_t *head, uint8_t *kinds, uint32_t n, uint32_t cut) {
  uint32_t root = NONE;
  for (uint32_t i = cut; i < n; i++) {
    int32_t at = head[i], top = -1;
    while (at >= 0 && (uint32_t)at < cut) top = at, at = head[at];
    if (top < 0) continue;
    if (at >= 0) head[i] = at, kinds[i] = kinds[top];
    else if (root == NONE) root = i, head[i] = -1, kinds[i] = DEP_ROOT;
    else head[i] = (int32_t)root;
  }
  for (uint32_t i = 0; i < cut; i++) kinds[i] = DEP_OTHER;
}

const clauses *clauses_of(arena *a, const facts *f, const clause_words *w, const uint8_t *deps, uint32_t sentence_no,
                          uint32_t opening) {
  const tree *t = language_tree(a, f->language, f->doc, sentence_no);
  if (!t) return NULL;
  const sentence *s = &f->doc->sentences[sentence_no];
  uint32_t n = s->end - s->first;
  uint8_t *kinds = ARENA_ARRAY(a, uint8_t, n + 1);
  int32_t *head = ARENA_ARRAY(a, int32_t, n + 1);
  memcpy(head, t->head, n * sizeof *head);
  for (uint32_t i = 0; i < n; i++) kinds[i] = t->head[i] < 0 ? DEP_ROOT : deps[t->relation[i]];
  if (opening > s->first && opening < s->end) cut_before(head, kinds, n, opening - s->first);
  clauses *c = ARENA_NEW(a, clauses);
  *c = (clauses){.f = f, .w = w, .t = f->doc->tokens, .first = s->first, .end = s->end, .head = head, .dep = kinds};
  for (uint32_t i = 1; i < n; i++) mend_verb(c, head, kinds, i);
  index_children(a, c);
  return c;
}

uint32_t clauses_child(const clauses *c, uint32_t i, dep d) {
  uint32_t n;
  const uint32_t *kids = clauses_children(c, i, &n);
  for (uint32_t k = 0; k < n; k++)
    if (clauses_dep(c, kids[k]) == d) return kids[k];
  return NONE;
}

uint32_t clauses_marker(const clauses *c, uint32_t i) {
  uint32_t k = clauses_child(c, i, DEP_CASE);
  return k != NONE ? k : clauses_child(c, i, DEP_MARK);
}

bool clauses_marked(const clauses *c, uint32_t i, uint32_t class) {
  uint32_t k = clauses_marker(c, i);
  return k != NONE && (word_classes_of(&c->w->words, &c->t[k]) & class);
}

bool clauses_is_verb(const clauses *c, uint32_t i) { return c->t[i].upos == UPOS_VERB; }

uint32_t clauses_first_conjunct(const clauses *c, uint32_t i) {
  while (clauses_dep(c, i) == DEP_CONJ && clauses_head(c, i) != NONE) i = clauses_head(c, i);
  return i;
}

static bool has_auxiliary(const clauses *c, uint32_t verb) {
  return clauses_child(c, verb, DEP_AUX) != NONE || clauses_child(c, verb, DEP_AUX_PASS) != NONE;
}

bool clauses_is_passive(const clauses *c, uint32_t verb) {
  if (!clauses_is_verb(c, verb)) return false;
  if (clauses_child(c, verb, DEP_AUX_PASS) != NONE || clauses_child(c, verb, DEP_NSUBJ_PASS) != NONE) return true;
  if (!(c->t[verb].morph & MORPH_PART_PAST) || clauses_child(c, verb, DEP_NSUBJ) != NONE) return false;
  dep d = clauses_dep(c, verb);
  if (d == DEP_CONJ && !has_auxiliary(c, verb)) return clauses_is_passive(c, clauses_head(c, verb));
  bool reduced = d == DEP_ACL || d == DEP_AMOD || d == DEP_ADVCL || d == DEP_ROOT;
  return reduced && !has_auxiliary(c, verb) && clauses_child(c, verb, DEP_OBJ) == NONE;
}

/* "Which", "who", "that" stand for the noun that the clause belongs to. */
static uint32_t antecedent(const clauses *c, uint32_t verb, uint32_t found) {
  bool relative = found != NONE && clauses_dep(c, verb) == DEP_RELCL && clauses_head(c, verb) != NONE &&
                  (c->t[found].upos == UPOS_PRON || c->t[found].upos == UPOS_DET) &&
                  !(c->t[found].morph & (MORPH_P1 | MORPH_P2 | MORPH_P3));
  return relative ? clauses_head(c, verb) : found;
}

static uint32_t agent(const clauses *c, uint32_t verb) {
  uint32_t n;
  const uint32_t *kids = clauses_children(c, verb, &n);
  for (uint32_t k = 0; k < n; k++) {
    dep d = clauses_dep(c, kids[k]);
    if (d == DEP_AGENT || (d == DEP_OBL && clauses_marked(c, kids[k], CLAUSE_AGENT))) return kids[k];
  }
  return NONE;
}

/* Whose a noun is: "Rome's decision to". */
static uint32_t owner(const clauses *c, uint32_t noun) {
  uint32_t k = clauses_child(c, noun, DEP_POSS), n;
  if (k != NONE) return k;
  const uint32_t *kids = clauses_children(c, noun, &n);
  for (uint32_t i = 0; i < n; i++)
    if (clauses_dep(c, kids[i]) == DEP_NMOD && clauses_marked(c, kids[i], CLAUSE_AGENT)) return kids[i];
  k = clauses_child(c, noun, DEP_AMOD);
  return k != NONE ? k : clauses_child(c, noun, DEP_COMPOUND);
}

static uint32_t subject_within(const clauses *c, uint32_t verb, uint32_t steps);

/* The object of a verb controls its infinitive ("urged A to go"), or the subject does ("threatened to go"). */
static uint32_t controller(const clauses *c, uint32_t verb, uint32_t steps) {
  uint32_t head = clauses_head(c, verb);
  if (head == NONE) return NONE;
  if (!clauses_is_verb(c, head)) {
    uint32_t own = clauses_child(c, head, DEP_NSUBJ);      /* "A is ready to go" */
    if (own == NONE) own = clauses_child(c, head, DEP_EXPL);
    return own != NONE ? antecedent(c, head, own) : owner(c, head);
  }
  bool adverbial = clauses_dep(c, verb) == DEP_ADVCL && !clauses_marked(c, verb, CLAUSE_CONTROL);
  uint32_t object = adverbial ? NONE : clauses_object(c, head);
  if (object != NONE && object != verb) return object;
  return subject_within(c, head, steps);
}

/* "A was attacked by B and asked C": A asked. */
static uint32_t subject_joined(const clauses *c, uint32_t verb, uint32_t steps) {
  uint32_t head = clauses_head(c, verb);
  if (!clauses_is_verb(c, head)) return NONE;
  uint32_t own = clauses_is_passive(c, head) && !clauses_is_passive(c, verb) ? clauses_child(c, head, DEP_NSUBJ_PASS) : NONE;
  return own != NONE ? antecedent(c, head, own) : subject_within(c, head, steps);
}

/* Without a subject of its own. */
static uint32_t subject_shared(const clauses *c, uint32_t verb, uint32_t steps) {
  switch (clauses_dep(c, verb)) {
  case DEP_CONJ: return subject_joined(c, verb, steps);
  case DEP_RELCL: return clauses_head(c, verb);
  case DEP_ACL: return c->t[verb].morph & MORPH_PART_PRES ? clauses_head(c, verb) : controller(c, verb, steps);
  case DEP_XCOMP: case DEP_CCOMP: case DEP_ADVCL: case DEP_CSUBJ: return controller(c, verb, steps);
  default: return NONE;
  }
}

/* "From June to July envoys met": an adjunct without preposition right before the verb is its subject. */
static uint32_t subject_unmarked(const clauses *c, uint32_t verb) {
  uint32_t n, found = NONE;
  const uint32_t *kids = clauses_children(c, verb, &n);
  for (uint32_t k = 0; k < n && kids[k] < verb; k++)
    if (clauses_dep(c, kids[k]) == DEP_OBL && c->t[kids[k]].upos != UPOS_NUM) found = kids[k];
  return found;
}

static uint32_t subject_within(const clauses *c, uint32_t verb, uint32_t steps) {
  if (!steps) return NONE;
  if (clauses_is_passive(c, verb)) return agent(c, verb);
  uint32_t own = clauses_child(c, verb, DEP_NSUBJ);
  if (own == NONE && clauses_dep(c, verb) == DEP_ROOT) own = subject_unmarked(c, verb);
  return own != NONE ? antecedent(c, verb, own) : subject_shared(c, verb, steps - 1);
}

uint32_t clauses_subject(const clauses *c, uint32_t verb) { return subject_within(c, verb, STEPS_UP); }

/* "Killed or wounded two men": the object stands with one of the two. */
static uint32_t object_shared(const clauses *c, uint32_t verb) {
  uint32_t n, next = NONE;
  const uint32_t *kids = clauses_children(c, verb, &n);
  for (uint32_t k = 0; k < n && next == NONE; k++)
    if (clauses_dep(c, kids[k]) == DEP_CONJ && clauses_is_verb(c, kids[k])) next = kids[k];
  if (next != NONE && next <= verb + 2) return clauses_child(c, next, DEP_OBJ);
  if (clauses_dep(c, verb) != DEP_CONJ || verb > clauses_head(c, verb) + 2) return NONE;
  return clauses_child(c, clauses_head(c, verb), DEP_OBJ);
}

static bool comma_between(const clauses *c, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (c->t[i].upos == UPOS_PUNCT && clauses_dep(c, i) == DEP_PUNCT && !(c->t[i].flags & (TOK_OPEN | TOK_CLOSE))) return true;
  return false;
}

/* "Granted A a loan": of two objects the last is what is given. What a comma sets apart is none. */
static uint32_t last_object(const clauses *c, uint32_t verb) {
  uint32_t n, last = NONE;
  const uint32_t *kids = clauses_children(c, verb, &n);
  for (uint32_t k = 0; k < n; k++)
    if (clauses_dep(c, kids[k]) == DEP_OBJ && (last == NONE || !comma_between(c, last, kids[k]))) last = kids[k];
  return last;
}

uint32_t clauses_recipient(const clauses *c, uint32_t verb) {
  uint32_t own = clauses_child(c, verb, DEP_IOBJ), first = clauses_child(c, verb, DEP_OBJ);
  if (own != NONE) return own;
  return first != NONE && first != last_object(c, verb) ? first : NONE;
}

/* "Called off a strike": behind a particle the tree may have the object as an adjunct without preposition. */
static uint32_t object_behind_particle(const clauses *c, uint32_t verb) {
  uint32_t n, particle = clauses_child(c, verb, DEP_PRT);
  const uint32_t *kids = clauses_children(c, verb, &n);
  for (uint32_t k = 0; particle != NONE && k < n; k++)
    if (kids[k] > particle && clauses_dep(c, kids[k]) == DEP_OBL && clauses_marker(c, kids[k]) == NONE) return kids[k];
  return NONE;
}

static uint32_t object_of_active(const clauses *c, uint32_t verb) {
  uint32_t own = last_object(c, verb);
  if (own == NONE) own = object_behind_particle(c, verb);
  if (own != NONE) return antecedent(c, verb, own);
  bool bare = clauses_dep(c, verb) == DEP_RELCL && clauses_child(c, verb, DEP_NSUBJ) != NONE;
  uint32_t subject = bare ? clauses_child(c, verb, DEP_NSUBJ) : NONE;
  if (bare && antecedent(c, verb, subject) == subject) return clauses_head(c, verb);       /* "ships A seized" */
  uint32_t other = clauses_child(c, verb, DEP_IOBJ);
  return other != NONE ? other : object_shared(c, verb);
}

uint32_t clauses_object(const clauses *c, uint32_t verb) {
  if (!clauses_is_passive(c, verb)) return object_of_active(c, verb);
  uint32_t own = clauses_child(c, verb, DEP_NSUBJ_PASS);
  if (own != NONE) return antecedent(c, verb, own);
  dep d = clauses_dep(c, verb);
  if (d == DEP_CONJ && clauses_is_verb(c, clauses_head(c, verb)))
    return clauses_child(c, clauses_head(c, verb), DEP_NSUBJ_PASS);
  return d == DEP_ACL || d == DEP_RELCL || d == DEP_AMOD ? clauses_head(c, verb) : NONE;
}

bool clauses_below(const clauses *c, uint32_t i, uint32_t top) {
  while (i != NONE && i != top) i = clauses_head(c, i);
  return i == top;
}
