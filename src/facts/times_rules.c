/* times_rules.c: the pack's patterns about time as a trie over classes, and the longest match in it.
 *
 * A pattern is a row of elements, each a set of classes. What may be left out is expanded when the pack is
 * loaded, so matching knows no options: it walks the trie, trying each edge whose set meets the token's. */
#include "facts/times_model.h"

/* ---- actions --------------------------------------------------------------------------------- */

static const char *const verb_texts[VERB_COUNT] = {
  "skip", "date", "range", "decade", "century", "rel", "quarter", "half", "deictic", "before", "after", "offset",
  "within", "duration", "set", "past", "present", "future", "ahead", "until", "since", "same", "earlier", "clock",
  "shared", "spelled", "bc", "nth"};

static bool parse_verb(str s, time_verb *out) {
  for (int v = 0; v < VERB_COUNT; v++) {
    if (!str_eq(s, str_of(verb_texts[v]))) continue;
    *out = (time_verb)v;
    return true;
  }
  return false;
}

/* "12-25"; "11-22/4", the fourth day of the week on or after it. */
static bool parse_month_day(str s, time_action *a) {
  uint32_t month, day, weekday = 0;
  str piece;
  if (!str_split(&s, '-', &piece) || !str_u32(piece, &month) || month > 12) return false;
  if (!str_split(&s, '/', &piece) || !str_u32(piece, &day) || day > 31) return false;
  if (s.ptr && (!str_u32(s, &weekday) || weekday < 1 || weekday > 7)) return false;
  if (!cal_is_date(2000, (int)month, (int)day)) return false;
  a->month = (uint8_t)month;
  a->day = (uint8_t)day;
  a->weekday = (uint8_t)weekday;
  a->feast = weekday ? FEAST_WEEKDAY : FEAST_NONE;
  return true;
}

/* "easter", "easter+39", "easter-2". */
static bool parse_easter(str s, time_action *a) {
  uint32_t n = 0;
  if (!str_starts(s, STR("easter"))) return false;
  s = str_sub(s, 6, s.len);
  if (s.len && (!str_u32(str_sub(s, 1, s.len), &n) || n > 98 || (s.ptr[0] != '+' && s.ptr[0] != '-')))
    return false;
  a->feast = (uint8_t)(s.len && s.ptr[0] == '-' ? FEAST_EASTER - n : FEAST_EASTER + n);
  return true;
}

/* "18:00/30:00", the part of the day that a word means. */
static bool parse_clock(str s, time_action *a) {
  uint32_t from, to;
  if (!str_u32(str_sub(s, 0, 2), &from) || s.len != 11 || !str_u32(str_sub(s, 6, 8), &to)) return false;
  if (!str_eq(str_sub(s, 2, 6), STR(":00/")) || !str_eq(str_sub(s, 8, 11), STR(":00"))) return false;
  a->clock = (uint16_t)(60 * from + 1);
  a->clock_end = (uint16_t)(60 * to + 1);
  return from < 24 && from < to && to <= 48;
}

static bool parse_amount(str s, time_action *a) {
  uint32_t n;
  if (!str_u32(s, &n) || n > TIME_MOST_UNITS) return false;
  a->n = (int32_t)n;
  return true;
}

static bool parse_argument(str s, time_action *a) {
  if (str_eq(s, STR("+"))) a->sign = 1;
  else if (str_eq(s, STR("-"))) a->sign = -1;
  else if (str_eq(s, STR("report"))) a->base = BASE_REPORT;
  else if (str_eq(s, STR("time"))) a->base = BASE_TIME;
  else if (str_eq(s, STR("unknown"))) a->base = BASE_NONE;
  else if (str_eq(s, STR("half"))) a->half = true;
  else if (str_eq(s, STR("ends"))) a->ends = true;
  else return parse_clock(s, a) || parse_easter(s, a) || parse_amount(s, a) || cal_grain_parse(s, &a->grain) || parse_month_day(s, a);
  return true;
}

/* "offset - time day": a verb and its arguments, in any order. */
static bool parse_action(str s, time_action *out) {
  time_action a = {.base = BASE_REPORT};
  str word;
  if (!str_split(&s, ' ', &word) || !parse_verb(word, &a.verb)) return false;
  while (str_split(&s, ' ', &word))
    if (word.len && !parse_argument(word, &a)) return false;
  *out = a;
  return true;
}

/* ---- patterns -------------------------------------------------------------------------------- */

typedef struct {
  class_set any;
  bool glued, optional, between;
} element; /* between: only with both neighbours */
typedef struct { element items[RULE_MAX]; uint32_t n; } pattern;

typedef struct {
  time_rules *r;
  const time_words *w;
  arena *a;
} rule_loader;

/* "(PREP)" or "!(PREP)" around a pattern. False: no such classes. */
static bool parse_context(const time_words *w, str s, bool behind, time_rule *rule) {
  bool negative = s.ptr[0] == '!';
  s = str_sub(s, negative ? 2 : 1, s.len - 1);
  class_set *to =
      behind ? (negative ? &rule->not_after : &rule->after) : (negative ? &rule->not_before : &rule->before);
  *to = time_words_mask(w, s);
  return *to != 0;
}

/* "~DASH?": glued to what stands before it; may be left out. "COMMA&": may be left out, and never stands
 * at an end. */
static bool parse_element(const time_words *w, str s, element *e) {
  e->glued = s.ptr[0] == '~';
  e->between = s.ptr[s.len - 1] == '&';
  e->optional = e->between || s.ptr[s.len - 1] == '?';
  e->any = time_words_mask(w, str_sub(s, e->glued, s.len - e->optional));
  return e->any != 0;
}

static bool is_context(str s) {
  return s.len > 2 && s.ptr[s.len - 1] == ')' && (s.ptr[0] == '(' || str_starts(s, STR("!(")));
}

static const char *parse_pattern(const time_words *w, str s, pattern *p, time_rule *rule) {
  str word;
  p->n = 0;
  while (str_split(&s, ' ', &word)) {
    if (!word.len) continue;
    if (is_context(word)) {
      if (!parse_context(w, word, p->n > 0, rule)) return "an unknown class in a context";
    } else {
      if (p->n == RULE_MAX) return "a pattern too long";
      if (word.len < 2 || !parse_element(w, word, &p->items[p->n++])) return "an unknown class";
    }
  }
  for (uint32_t k = 0; k < p->n; k++)
    if (!p->items[k].optional) return NULL;
  return "a pattern that may be empty";
}

/* ---- the trie -------------------------------------------------------------------------------- */

static uint32_t new_node(rule_loader *x) {
  *ARENA_PUSH(x->a, x->r->nodes, x->r->n_nodes, x->r->cap_nodes) = (rule_node){0, 0};
  return x->r->n_nodes - 1;
}

/* The node behind an edge; made where there is none. Edges keep the order of the pack. */
static uint32_t child_of(rule_loader *x, uint32_t at, const element *e) {
  uint32_t last = 0;
  for (uint32_t k = x->r->nodes[at].edge; k; last = k, k = x->r->edges[k].next)
    if (x->r->edges[k].any == e->any && x->r->edges[k].glued == e->glued) return x->r->edges[k].child;
  uint32_t child = new_node(x), made = x->r->n_edges;
  *ARENA_PUSH(x->a, x->r->edges, x->r->n_edges, x->r->cap_edges) = (rule_edge){e->any, e->glued, child, 0};
  if (last) x->r->edges[last].next = made;
  else x->r->nodes[at].edge = made;
  return child;
}

/* Rules that end at a node, in the pack's order. */
static void add_accept(rule_loader *x, uint32_t at, uint32_t rule) {
  uint32_t last = 0;
  for (uint32_t k = x->r->nodes[at].accept; k; last = k, k = x->r->accepts[k].next)
    if (x->r->accepts[k].rule == rule) return;
  uint32_t made = x->r->n_accepts;
  *ARENA_PUSH(x->a, x->r->accepts, x->r->n_accepts, x->r->cap_accepts) = (rule_accept){rule, 0};
  if (last) x->r->accepts[last].next = made;
  else x->r->nodes[at].accept = made;
}

/* One way to leave out the optional elements: bit k of `out` drops the k-th of them. */
static void add_variant(rule_loader *x, const pattern *p, uint32_t out, uint32_t rule) {
  element kept[RULE_MAX];
  uint32_t at = 0, n = 0, optional = 0;
  for (uint32_t k = 0; k < p->n; k++)
    if (!p->items[k].optional || !(out >> optional++ & 1)) kept[n++] = p->items[k];
  if (kept[0].between || kept[n - 1].between) return;
  for (uint32_t k = 0; k < n; k++) at = child_of(x, at, &kept[k]);
  x->r->starts |= kept[0].any;
  if (n == 1) x->r->alone |= kept[0].any;
  add_accept(x, at, rule);
}

#define MAX_OPTIONAL 8

static const char *add_pattern(rule_loader *x, const pattern *p, uint32_t rule) {
  uint32_t optional = 0;
  for (uint32_t k = 0; k < p->n; k++) optional += p->items[k].optional;
  if (optional > MAX_OPTIONAL) return "too many elements that may be left out";
  for (uint32_t out = 0; out < 1u << optional; out++) add_variant(x, p, out, rule);
  return NULL;
}

/* ---- loading --------------------------------------------------------------------------------- */

static uint32_t new_rule(rule_loader *x, const time_rule *rule) {
  *ARENA_PUSH(x->a, x->r->rules, x->r->n_rules, x->r->cap_rules) = *rule;
  return x->r->n_rules - 1;
}

#define DEFAULT_P 900

/* id | pattern | action | p */
static ch_status load_rules(rule_loader *x, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "time-rules");
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    time_rule rule = {.id = arena_printf(x->a, "time-%.*s", (int)row->fields[0].len, row->fields[0].ptr).ptr};
    pattern p;
    uint32_t sure = DEFAULT_P;
    const char *wrong = parse_pattern(x->w, pack_field(row, 1), &p, &rule);
    if (!wrong && !parse_action(pack_field(row, 2), &rule.action)) wrong = "an unknown action";
    if (!wrong && pack_field(row, 3).len && (!str_u32(row->fields[3], &sure) || sure > 1000))
      wrong = "p is 0 to 1000";
    rule.p = (uint16_t)sure;
    if (!wrong) wrong = add_pattern(x, &p, new_rule(x, &rule));
    if (wrong) return pack_err(err, row, "%s; see docs/times.md", wrong);
  }
  return CH_OK;
}

/* "(HAVE) * !(NOUN)": what stands around a phrase. */
static bool parse_surroundings(const time_words *w, str s, time_rule *rule) {
  bool behind = false;
  for (str word; str_split(&s, ' ', &word);) {
    if (!word.len) continue;
    if (str_eq(word, STR("*"))) behind = true;
    else if (!is_context(word) || !parse_context(w, word, behind, rule)) return false;
  }
  return true;
}

/* phrase | action | surroundings: the rule's id is the action's verb. */
static ch_status load_phrases(rule_loader *x, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *t = pack_find(pk, "time-phrases");
  x->r->phrases = phrases_new(x->a);
  for (uint32_t i = 0; i < t->n; i++) {
    const pack_row *row = &t->rows[i];
    time_rule rule = {.p = DEFAULT_P};
    if (!parse_action(pack_field(row, 1), &rule.action))
      return pack_err(err, row, "an unknown action; see docs/times.md");
    if (!parse_surroundings(x->w, pack_field(row, 2), &rule))
      return pack_err(err, row, "surroundings are (CLASS) * !(CLASS)");
    rule.id = arena_printf(x->a, "time-%s", verb_texts[rule.action.verb]).ptr;
    phrases_add(x->r->phrases, l, pack_field(row, 0), new_rule(x, &rule), 0);
  }
  phrases_freeze(x->r->phrases, l);
  return CH_OK;
}

/* Edges of the root by the classes they take. */
static void index_root(rule_loader *x) {
  uint32_t cap[CLASS_MAX] = {0};
  for (uint32_t k = x->r->nodes[0].edge; k; k = x->r->edges[k].next)
    for (class_set left = x->r->edges[k].any; left; left &= left - 1) {
      int c = __builtin_ctzll(left);
      *ARENA_PUSH(x->a, x->r->first[c], x->r->n_first[c], cap[c]) = k;
    }
}

ch_status time_rules_load(time_rules *r, time_words *w, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  rule_loader x = {r, w, a};
  new_node(&x);
  *ARENA_PUSH(a, r->edges, r->n_edges, r->cap_edges) = (rule_edge){0};
  *ARENA_PUSH(a, r->accepts, r->n_accepts, r->cap_accepts) = (rule_accept){0};
  ch_status s = load_rules(&x, pk, err);
  if (!s) s = load_phrases(&x, pk, l, err);
  index_root(&x);
  r->starts |= CLASS_BIT(CLASS_PHRASE);
  r->alone |= CLASS_BIT(CLASS_PHRASE);
  return s;
}

/* ---- matching -------------------------------------------------------------------------------- */

typedef struct {
  const time_rules *r;
  const doc *d;
  const sentence *s;
  const class_set *classes;      /* [doc tokens] */
  uint32_t first;
} matcher;

static bool context_fits(const matcher *x, uint32_t at_token, class_set want, class_set not_want) {
  if (!want && !not_want) return true;
  bool inside = at_token >= x->s->first && at_token < x->s->end;
  class_set c = inside ? time_words_tags(x->d, at_token) | x->classes[at_token] : 0;
  return (!want || (c & want)) && !(c & not_want);
}

static bool fits(const matcher *x, uint32_t rule, uint32_t n) {
  const time_rule *t = &x->r->rules[rule];
  return context_fits(x, x->first - 1, t->before, t->not_before) &&
         context_fits(x, x->first + n, t->after, t->not_after);
}

/* Rules that end at a node, n tokens long: the first of the pack whose surroundings fit, if it beats the
 * best. */
static void consider(const matcher *x, uint32_t at, uint32_t n, const class_set *path, time_match *best) {
  for (uint32_t k = x->r->nodes[at].accept; k; k = x->r->accepts[k].next) {
    uint32_t rule = x->r->accepts[k].rule;
    if (n < best->n || (n == best->n && rule >= best->rule) || !fits(x, rule, n)) continue;
    best->rule = rule;
    best->n = n;
    memcpy(best->at, path, n * sizeof *path);
  }
}

static bool step(const matcher *x, const rule_edge *e, uint32_t at_token, class_set *met) {
  if (at_token >= x->s->end) return false;
  *met = x->classes[at_token] & e->any;
  return *met && !(e->glued && (x->d->tokens[at_token].flags & TOK_SPACE_BEFORE));
}

/* Walks what lies behind one edge of the root, depth first; edge[k] is the one tried for the k-th token. */
static void walk(const matcher *x, const rule_edge *from, time_match *best) {
  uint32_t edge[RULE_MAX + 1], depth = 1;
  class_set path[RULE_MAX + 1];
  if (!step(x, from, x->first, &path[0])) return;
  consider(x, from->child, 1, path, best);
  edge[1] = x->r->nodes[from->child].edge;
  for (;;) {
    if (!edge[depth]) {
      if (--depth == 0) return;
    } else {
      const rule_edge *e = &x->r->edges[edge[depth]];
      if (step(x, e, x->first + depth, &path[depth])) {
        consider(x, e->child, depth + 1, path, best);
        edge[++depth] = x->r->nodes[e->child].edge;
        continue;
      }
    }
    edge[depth] = x->r->edges[edge[depth]].next;
  }
}

time_match time_rules_match(const times_model *m, const doc *d, const sentence *s, const class_set *classes,
                            uint32_t i) {
  const time_rules *r = &m->rules;
  time_match best = {.n = 0};
  uint32_t rule;
  bool company = i + 1 < s->end && classes[i + 1];
  if (!(classes[i] & r->starts) || (!company && !(classes[i] & r->alone))) return best;
  const matcher x = {r, d, s, classes, i};
  for (class_set left = classes[i] & r->starts; left; left &= left - 1) {
    int c = __builtin_ctzll(left);
    for (uint32_t k = 0; k < r->n_first[c]; k++) {
      const rule_edge *e = &r->edges[r->first[c][k]];
      if (__builtin_ctzll(classes[i] & e->any) == c) walk(&x, e, &best);      /* each edge once */
    }
  }
  if (!(classes[i] & CLASS_BIT(CLASS_PHRASE))) return best;
  uint32_t n = phrases_longest(r->phrases, d->tokens, i, s->end, &rule);
  if (n && n >= best.n && fits(&x, rule, n)) best = (time_match){.rule = rule, .n = n, .phrase = true};
  return best;
}
