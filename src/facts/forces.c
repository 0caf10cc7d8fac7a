/* forces.c: reading the pack's rules for the force of a content, and using them. */
#include "facts/forces.h"
#include "facts/word_classes.h"

/* Classes that [force-words] may have, and how many words of a content are looked at. */
enum { MAX_CLASSES = 32, MAX_WORDS = 48 };
/* Classes that bound the main clause, and two that tell of the statement: its speaker speaks for a party,
 * words of it are quoted. */
enum { CLASS_END, CLASS_LEAD, CLASS_OFFICIAL, CLASS_QUOTED, NAMED_CLASSES };
static const char *const named[] = {"end", "lead", "official", "quoted"};

typedef enum { IN_MAIN, IN_ALL, IN_HEAD } place;

/* Classes that stand in this order. */
typedef struct {
  place where;
  bool absent;                 /* that they do not is what is required */
  const uint8_t *classes; uint32_t n;
} requirement;

typedef struct {
  const requirement *all; uint32_t n;
  uint32_t needs;              /* classes that must be there, as bits */
  const char *force;
} force_rule;

struct force_table {
  word_classes classes;        /* below MAX_CLASSES */
  const force_rule *rules; uint32_t n_rules;
};

/* ---- loading ---------------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  lexicon *l;
  ch_error *err;
  str names[MAX_CLASSES]; uint32_t n_names;
  word_classes classes;
} loader;

/* The number of a class; its number of classes where it has no such. */
static uint32_t class_of(const loader *ld, str name) {
  uint32_t k = 0;
  while (k < ld->n_names && !str_eq(ld->names[k], name)) k++;
  return k;
}

static ch_status load_words(loader *ld, const pack_table *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    uint32_t class = class_of(ld, pack_field(&t->rows[i], 0));
    if (class == MAX_CLASSES) return pack_err(ld->err, &t->rows[i], "more than 32 classes of [force-words]");
    if (class == ld->n_names) ld->names[ld->n_names++] = pack_field(&t->rows[i], 0);
    word_classes_add_row(&ld->classes, ld->a, ld->l, &t->rows[i], class);
  }
  return CH_OK;
}

static ch_status read_requirement(loader *ld, const pack_row *row, str text, requirement *out) {
  uint8_t *classes = NULL;
  uint32_t n = 0, cap = 0;
  str word;
  while (str_split(&text, ' ', &word)) {
    if (!word.len) continue;
    if (!n && str_eq(word, STR("no"))) out->absent = true;
    else if (!n && str_eq(word, STR("any"))) out->where = IN_ALL;
    else if (!n && str_eq(word, STR("first"))) out->where = IN_HEAD;
    else {
      uint32_t class = class_of(ld, word);
      if (class == ld->n_names)
        return pack_err(ld->err, row, "\"%.*s\" is no class of [force-words]", (int)word.len, word.ptr);
      *ARENA_PUSH(ld->a, classes, n, cap) = (uint8_t)class;
    }
  }
  if (!n) return pack_err(ld->err, row, "a requirement names no class");
  out->classes = classes;
  out->n = n;
  return CH_OK;
}

static ch_status read_rule(loader *ld, const pack_row *row, force_rule *out) {
  requirement *all = NULL;
  uint32_t n = 0, cap = 0;
  str rest = pack_field(row, 0), text, force = pack_field(row, 1);
  while (str_split(&rest, ';', &text)) {
    if (!(text = str_trim(text)).len) continue;
    requirement *r = ARENA_PUSH(ld->a, all, n, cap);
    *r = (requirement){0};
    ch_status s = read_requirement(ld, row, text, r);
    if (s) return s;
    for (uint32_t k = 0; k < r->n && !r->absent; k++) out->needs |= UINT32_C(1) << r->classes[k];
  }
  out->all = all;
  out->n = n;
  out->force = cues_force(force);
  if (!out->force) return pack_err(ld->err, row, "\"%.*s\" is no word for force", (int)force.len, force.ptr);
  return n ? CH_OK : pack_err(ld->err, row, "a rule requires nothing");
}

static ch_status load_rules(loader *ld, const pack_table *t, force_table *out) {
  force_rule *rules = NULL;
  uint32_t cap = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    force_rule *r = ARENA_PUSH(ld->a, rules, out->n_rules, cap);
    *r = (force_rule){0};
    ch_status s = read_rule(ld, &t->rows[i], r);
    if (s) return s;
  }
  out->rules = rules;
  return CH_OK;
}

ch_status forces_load(const force_table **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader ld = {.a = a, .l = l, .err = err};
  force_table *f = ARENA_NEW(a, force_table);
  for (; ld.n_names < NAMED_CLASSES; ld.n_names++) ld.names[ld.n_names] = str_of(named[ld.n_names]);
  ch_status s = load_words(&ld, pack_find(pk, "force-words"));
  if (!s) s = load_rules(&ld, pack_find(pk, "content-force"), f);
  if (s) return s;
  f->classes = ld.classes;
  *out = f;
  return CH_OK;
}

/* ---- what a content is like ------------------------------------------------------------------------- */

/* The classes of a content's words, and the main clause [main, main_end). */
typedef struct {
  uint32_t bits[MAX_WORDS], n, main, main_end;
  uint32_t seen;               /* all of them, and those that tell of the statement */
} content;

/* Whether another clause begins at word k: behind a mark, with its word, or "… [that] it would". */
static bool ends_clause(const scene *s, const content *c, uint32_t first, uint32_t k, bool finite) {
  char mark = s->mark[first + k];
  if ((mark && mark != 'o' && mark != 'c') || (c->bits[k] & (UINT32_C(1) << CLASS_END))) return true;
  return finite && k + 1 < c->n && s->t[first + k].upos == UPOS_PRON && scene_finite(s, first + k + 1);
}

static uint32_t clause_end(const scene *s, const content *c, uint32_t first, uint32_t from) {
  bool finite = false;
  for (; from < c->n && !ends_clause(s, c, first, from, finite); from++)
    finite = finite || scene_finite(s, first + from);
  return from;
}

/* The main clause: past "that" and quotation marks, past a subordinate clause that opens the content, and
 * past what stands between commas behind the subject. */
static void bound_main(const scene *s, content *c, uint32_t first) {
  uint32_t i = 0, end;
  while (i < c->n && (s->mark[first + i] || (c->bits[i] & (UINT32_C(1) << CLASS_LEAD)))) i++;
  if (i < c->n && (c->bits[i] & (UINT32_C(1) << CLASS_END))) {
    uint32_t comma = i;
    while (comma < c->n && s->mark[first + comma] != ',' && s->mark[first + comma] != '.') comma++;
    if (comma + 1 < c->n) i = comma + 1;
    else i++;
  }
  end = clause_end(s, c, first, i);
  while (end < c->n && !scene_has_finite(s, first + i, first + end)) end = clause_end(s, c, first, end + 1);
  c->main = i;
  c->main_end = end;
}

static void read_content(const scene *s, const force_table *f, run r, content *out) {
  out->n = out->seen = 0;
  for (uint32_t i = r.first; i < r.end && out->n < MAX_WORDS; i++) {
    out->bits[out->n] = (uint32_t)word_classes_of(&f->classes, &s->t[i]);
    out->seen |= out->bits[out->n++];
  }
  bound_main(s, out, r.first);
}

static bool holds(const content *c, const requirement *r) {
  if (r->classes[0] == CLASS_OFFICIAL || r->classes[0] == CLASS_QUOTED)
    return (c->seen & (UINT32_C(1) << r->classes[0])) != 0;
  uint32_t i = r->where == IN_ALL ? 0 : c->main, end = r->where == IN_ALL ? c->n : c->main_end, k = 0;
  if (r->where == IN_HEAD) return i < end && (c->bits[i] & (UINT32_C(1) << r->classes[0])) != 0;
  for (; i < end && k < r->n; i++) k += (c->bits[i] >> r->classes[k]) & 1;
  return k == r->n;
}

static const char *force_of(const scene *s, const force_table *f, const draft *d, const statement *out) {
  content c;
  read_content(s, f, d->runs[0], &c);
  c.seen |= (uint32_t)(out->party.ptr != NULL) << CLASS_OFFICIAL;
  c.seen |= (uint32_t)(d->mode != MODE_INDIRECT) << CLASS_QUOTED;
  for (uint32_t k = 0; k < f->n_rules; k++) {
    const force_rule *rule = &f->rules[k];
    bool fits = (c.seen & rule->needs) == rule->needs;
    for (uint32_t j = 0; j < rule->n && fits; j++) fits = holds(&c, &rule->all[j]) != rule->all[j].absent;
    if (fits) return rule->force;
  }
  return "assert";
}

/* ---- statements ------------------------------------------------------------------------------------- */

/* "has not promised": what was not done has no force. */
static bool is_negated(const scene *s, const draft *d) {
  for (uint32_t i = d->cue_first; i < d->cue_end; i++)
    if (s->t[i].morph & MORPH_NEG) return !(d->cue && d->cue->negated);
  return false;
}

/* "expressed the hope" */
const cue *forces_row(const scene *s, const draft *d) {
  if (!d->cue || d->cue->class != CUE_VERB || d->act != ACT_SAYS) return d->cue;
  uint32_t stop = s->d->sentences[scene_sentence(s, d->cue_first)].end;
  const cue *row = cues_kind(s->cues, s->t, d->cue_first, d->cue_end, stop);
  return row && row->n > d->cue->n && row->class == CUE_WORD ? row : d->cue;
}

const char *forces_of(const scene *s, const force_table *f, const draft *d, const cue *row,
                      const statement *out) {
  if (d->mode == MODE_DECLINED || is_negated(s, d)) return NULL;
  if (row && !row->plain) return row->force;
  if (!row && d->act != ACT_SAYS) return NULL;
  return d->n_runs && out->act == ACT_SAYS ? force_of(s, f, d, out) : "assert";
}
