/* Statements: one a speaker and utterance, over copies, rewrites, re-used background, and other reporters. */
#include "record/trees.h"

/* ---- a report's statements ----------------------------------------------------------------------------- */

static const set_actor *actor_at(const factset *f, str fact) {
  uint32_t i = factset_actor(f, fact);
  return i == NONE ? NULL : &f->actors[i];
}

static str surname(str name) {
  size_t at = name.len;
  while (at && name.ptr[at - 1] != ' ') at--;
  return str_sub(name, at, name.len);
}

static bool closed(cal_date d) { return cal_known(d) && d.lo != CAL_OPEN_LO && d.hi != CAL_OPEN_HI; }

/* A speaker is compared by his key; a person by surname and party, by his whole name where a report does
 * not say for whom he speaks, and with the bodies that he speaks for. A day of speaking makes a block of
 * its own, which holds however far apart the reports are. */
static str blocks_of(keeping *k, const set_actor *x, cal_date day) {
  buf_clear(&k->out);
  if (!x) return STR("");
  bool person = str_eq(x->kind, STR("person"));
  if (x->key.ptr) block_line(&k->out, person ? 'p' : 'k', x->key, STR(""));
  if (!person && x->name.ptr) block_line(&k->out, 'b', utf8_folded(k->step, x->name), STR(""));
  if (person && x->party.ptr && x->name.ptr && surname(x->name).len)
    block_line(&k->out, 's', x->party, utf8_bare(k->step, surname(x->name)));
  if (person && x->name.ptr && surname(x->name).len < x->name.len)
    block_line(&k->out, 'n', utf8_bare(k->step, x->name), STR(""));
  if (person && x->name.ptr && closed(day) && day.lo == day.hi)
    block_line(&k->out, BLOCK_OF_DAY, utf8_bare(k->step, surname(x->name)), cal_str(k->step, day));
  for (uint32_t i = 0; i < x->n_roles && person; i++)
    if (x->roles[i].of.ptr && !str_eq(x->roles[i].of, x->party))
      block_line(&k->out, 'b', utf8_folded(k->step, x->roles[i].of), STR(""));
  str out = arena_str(k->step, k->out.len ? buf_get(&k->out) : STR(""));
  buf_clear(&k->out);
  return out;
}

static void write_refs(keeping *k, jw *j, const str *members, uint32_t n) {
  jw_array(j);
  for (uint32_t i = 0; i < n; i++) rows_ref(j, k->step, members[i]);
  jw_end(j);
}

static str detail_of(keeping *k, const set_statement *s, str content) {
  buf_clear(&k->out);
  jw *j = jw_new(k->step, &k->out);
  detail_key(&k->out, "act");
  jw_str(j, s->act);
  detail_key(&k->out, "co_speakers");
  write_refs(k, j, s->co_speakers, s->n_co_speakers);
  detail_key(&k->out, "content");
  jw_str(j, content);
  detail_key(&k->out, "mode");
  jw_str(j, s->mode);
  detail_key(&k->out, "silence");
  jw_str(j, s->silence);
  detail_key(&k->out, "within");
  rows_ref(j, k->step, s->within);
  str out = arena_str(k->step, buf_get(&k->out));
  buf_clear(&k->out);
  return out;
}

static uint32_t count(const factset *f) { return f->n_statements; }

static telling tell(keeping *k, const factset *f, const dates *d, uint32_t i) {
  const set_statement *s = &f->statements[i];
  const set_actor *x = actor_at(f, s->speaker);
  str said = s->n_content ? factset_words(k->step, f, s->content, s->n_content) : (str){NULL, 0};
  telling t = {.place = i, .id = s->id, .actor = s->speaker, .party = s->party, .word = s->mode, .at = s->at,
               .when = d->statements[i]};
  t.content = said.ptr ? said : factset_words(k->step, f, &s->at, 1);
  t.match = x ? x->key : (str){NULL, 0};
  t.actor_name = x ? x->name : (str){NULL, 0};
  t.blocks = blocks_of(k, x, t.when.date);
  t.detail = detail_of(k, s, said);
  return t;
}

/* ---- likeness ------------------------------------------------------------------------------------------ */

static bool declined(const told *t) { return same_word(t->word, STR("declined")); }

/* Takes the next piece between quotation marks off the front of *rest. */
static bool next_quote(str *rest, str *out) {
  static const struct { const char *open, *close; } marks[] = {{"“", "”"}, {"\"", "\""}, {"«", "»"},
                                                               {"„", "“"}};
  size_t best = SIZE_MAX;
  int kind = 0;
  for (int i = 0; i < 4; i++) {
    size_t at = str_find(*rest, str_of(marks[i].open));
    if (at < best) best = at, kind = i;
  }
  if (best == SIZE_MAX) return false;
  str open = str_of(marks[kind].open), close = str_of(marks[kind].close);
  str inside = str_sub(*rest, best + open.len, rest->len);
  size_t end = str_find(inside, close);
  *out = end == SIZE_MAX ? inside : str_sub(inside, 0, end);
  size_t behind = end == SIZE_MAX ? inside.len : end + close.len;
  *rest = str_sub(inside, behind, inside.len);
  return true;
}

static uint32_t count_words(str s) {
  uint32_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += s.ptr[i] != ' ' && (!i || s.ptr[i - 1] == ' ');
  return n;
}

typedef struct { str *items; uint32_t n, cap; } quotes;

/* Quoted words of a statement, at least so many; all of a direct one without marks. */
static quotes quotes_of(keeping *k, const told *t, uint32_t least) {
  quotes out = {0};
  str rest = t->content, one;
  bool any = false;
  while (next_quote(&rest, &one)) {
    any = true;
    if (count_words(one) >= least) *ARENA_PUSH(k->step, out.items, out.n, out.cap) = one;
  }
  if (!any && same_word(t->word, STR("direct")) && count_words(t->content) >= least)
    *ARENA_PUSH(k->step, out.items, out.n, out.cap) = t->content;
  return out;
}

static bool share_quote(keeping *k, const told *x, const told *y, uint32_t least) {
  quotes one = quotes_of(k, x, least), other = quotes_of(k, y, least);
  for (uint32_t i = 0; i < one.n; i++)
    for (uint32_t w = 0; w < other.n; w++)
      if (copies_same_quote(k->step, one.items[i], other.items[w])) return true;
  return false;
}

static int32_t closeness(relation via) {
  switch (via) {
    case RELATION_SAME_REPORT: return 200;
    case RELATION_REVISION: case RELATION_EXCERPT: return 150;
    case RELATION_REWRITE: return 100;
    default: return 50;
  }
}

/* Both have a block of that letter in common. */
static bool share_block(const told *x, const told *y, char letter) {
  for (str rest = x->blocks, line; str_split(&rest, '\n', &line);)
    for (str others = y->blocks, other; line.len && *line.ptr == letter && str_split(&others, '\n', &other);)
      if (str_eq(line, other)) return true;
  return false;
}

/* Blocks of a person begin with his key, surname or name. */
static bool is_person(const told *t) { return t->blocks.len && strchr("psn", *t->blocks.ptr); }

/* Whose words they are in two reports: how well they go together, or -1: words of two people are not
 * one's. */
static int32_t fit_speakers(const told *x, const told *y) {
  bool two_persons = is_person(x) && is_person(y);
  if (same_word(x->match, y->match)) return 300;
  if (share_block(x, y, 's') || (!two_persons && share_block(x, y, 'b'))) return 200;
  if (!x->actor.ptr || !y->actor.ptr) return 100;
  bool parties_differ = x->party.ptr && y->party.ptr && !str_eq(x->party, y->party);
  if (!parties_differ && share_block(x, y, 'n')) return 200;
  return parties_differ || two_persons ? -1 : 50;
}

/* In a passage that was taken over: the same speaker, or one that became a body or group of his party, was
 * lost or found; then the words must be alike. */
static int32_t score_passage(keeping *k, const told *x, const told *y, relation via) {
  int32_t speakers = fit_speakers(x, y);
  if (speakers < 0) return -1;
  int32_t like = copies_likeness(k->step, k->context->copies, x->content, y->content);
  if (speakers < 300 && like < (int32_t)k->context->model->drift_likeness) return -1;
  return like + closeness(via) + speakers + (same_word(x->word, y->word) ? 50 : 0) + (share_quote(k, x, y, 1)
                                                                                      ? 300 : 0);
}

/* Whether two contents are so long that they can be alike at all. */
static bool similar_length(str x, str y) { return x.len <= 3 * y.len && y.len <= 3 * x.len; }

/* Whether two reports are of the same days. */
static bool are_near(keeping *k, const told *x, const told *y) {
  if (x->day == STORE_UNDATED || y->day == STORE_UNDATED) return false;
  int64_t apart = (int64_t)x->day - y->day;
  return (apart < 0 ? -apart : apart) <= k->context->model->near_days;
}

/* Told by two reporters of one speaker, on no two different days: the same words in quotation marks; or,
 * on one day or in reports of the same days, fewer quoted words or words that are alike. */
static int32_t score_independent(keeping *k, const told *x, const told *y) {
  const record_model *m = k->context->model;
  bool dated_both = closed(x->when) && closed(y->when);
  if (fit_speakers(x, y) < 200) return -1;
  if (dated_both && !cal_touches(x->when, y->when)) return -1;
  bool together = dated_both || are_near(k, x, y);
  if (share_quote(k, x, y, together ? m->near_quote_words : m->quote_words)) return 1000;
  if (!together || !similar_length(x->content, y->content)) return -1;
  int32_t like = copies_likeness(k->step, k->context->copies, x->content, y->content);
  if (share_quote(k, x, y, 1)) like += (int32_t)m->quote_bonus;
  return like >= (int32_t)m->likeness ? like : -1;
}

static int32_t score(keeping *k, const told *earlier, const told *later, relation via) {
  if (declined(earlier) != declined(later)) return -1;
  return via ? score_passage(k, earlier, later, via) : score_independent(k, earlier, later);
}

const forest statement_forest = {FOREST_STATEMENT, count, tell, score};

void stage_statements(keeping *k) { forest_grow(k, &statement_forest, &k->statements); }

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* The first member that names its speaker; NULL: none does. */
static const member *speaking(const tree_of_facts *t) {
  for (uint32_t i = 0; i < t->n; i++)
    if (t->members[i].actor.ptr) return &t->members[i];
  return NULL;
}

static str party_of(const tree_of_facts *t, const member *speaker) {
  if (speaker && speaker->party.ptr) return speaker->party;
  for (uint32_t i = 0; i < t->n; i++)
    if (t->members[i].party.ptr) return t->members[i].party;
  return (str){NULL, 0};
}

static void write_conflict(keeping *k, const tree_of_facts *t, const char *kind, str text, str a_report,
                           span a,
                           const member *b) {
  const str fields[] = {str_of(kind), t->members[0].id};
  id name = id_of('c', fields, 2);
  jw *j = rows_begin(k, "conflict", id_str(&name));
  jw_key(j, "between");
  jw_array(j);
  member_write_place(j, a_report, a);
  member_write_place(j, id_str(&b->at.id), b->span);
  jw_end(j);
  jw_key_str(j, "kind", str_of(kind));
  rows_known(k, j, b->at.day);
  jw_key_str(j, "text", text);
  jw_end(j);
  rows_write(k, "conflict", id_str(&name), t->root);
}

/* The words were repeated without saying whose they are. */
static void find_attribution_loss(keeping *k, const tree_of_facts *t, const member *speaker) {
  for (uint32_t i = 0; speaker && i < t->n; i++) {
    const member *m = &t->members[i];
    if (m->actor.ptr || place_cmp(&m->at, &speaker->at) <= 0) continue;
    write_conflict(k, t, "attribution_loss", speaker->actor_name, id_str(&speaker->at.id), speaker->span, m);
    return;
  }
}

/* A rewrite gave the words to somebody else. */
static void find_source_drift(keeping *k, const tree_of_facts *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    const member *m = &t->members[i];
    if (m->edge != RELATION_REWRITE || !m->actor_name.ptr || !m->parent_actor_name.ptr) continue;
    if (same_word(m->match, m->parent_match) || str_eq(m->actor_name, m->parent_actor_name)) continue;
    const str names[] = {m->parent_actor_name, m->actor_name};
    write_conflict(k, t, "source_drift", arena_join(k->step, names, 2, STR(" → ")), m->parent_report,
                   m->parent_span, m);
    return;
  }
}

void statement_row(keeping *k, const tree_of_facts *t) {
  const member *speaker = speaking(t);
  str name = t->members[0].id;
  jw *j = rows_begin(k, "statement", name);
  jw_key(j, "issues");
  jw_array(j);
  jw_end(j);
  jw_key_str(j, "party", party_of(t, speaker));
  jw_key(j, "speaker");
  rows_ref(j, k->step, speaker ? speaker->actor : (str){NULL, 0});
  tree_write_detail(k, j, t);
  tree_write_common(k, j, t);
  jw_end(j);
  rows_write(k, "statement", name, t->root);
  find_attribution_loss(k, t, speaker);
  find_source_drift(k, t);
}
