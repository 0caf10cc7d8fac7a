/* patterns_phrases.c: the noun phrases of a sentence, coordinated ones together, and the dictionary's codes.
 *
 * A phrase is cut by tags, names of the dictionary being nouns whatever their tag; the tree says what is
 * coordinated and what a preposition ties to it. Its code is that of the first actor in its words, with the
 * codes of all agents in them: "the Ruritanian police chief". */
#include "facts/patterns_model.h"

/* Phrases in a list; codes of a compound; tokens over which the words of one name may be spread. */
enum { MOST_LISTED = 32, MOST_SIDES = 64, GAP_REACH = 24 };

typedef struct { str code; uint32_t first, end; } agent_hit;

/* A run of words around a noun. */
typedef struct {
  uint32_t first, end;
  str actor; uint32_t actor_first, actor_end;    /* ptr NULL: none */
  agent_hit *agents; uint32_t n_agents, cap_agents;
  bool timed;                  /* a time, and no preposition before it: nobody */
} chunk;

typedef struct { chunk *all; uint32_t n, cap; bool *glued, *named, *timed; } chunks;

static str none(void) { return (str){NULL, 0}; }

/* ---- chunks --------------------------------------------------------------------------------------------- */

/* Tokens of names and agents of several words hang together; those of names are nouns. */
static void mark_words(coded_sentence *s, chunks *c) {
  for (uint32_t i = s->first; i < s->end; i++) {
    gaz_match m = gaz_name_at(s->m->g, s->t, i, s->end);
    uint32_t agent = phrases_longest(s->m->agents, s->t, i, s->end, NULL);
    uint32_t marked = phrases_longest(s->m->signs, s->t, i, s->end, NULL), n = m.n && m.coded != NONE ? m.n : 0;
    if (marked > n && (s->t[i].flags & TOK_CAP)) n = marked;
    for (uint32_t k = i; k < i + n; k++) c->named[k - s->first] = true;
    if (agent > n) n = agent;
    for (uint32_t k = i + 1; k < i + n; k++) c->glued[k - s->first] = true;
  }
}

static void mark_times(coded_sentence *s, chunks *c) {
  const facts *f = s->f;
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].first < s->first) lo = mid + 1;
    else hi = mid;
  }
  for (; lo < f->n_times && f->times[lo].first < s->end; lo++)
    for (uint32_t i = f->times[lo].first; i < f->times[lo].end && i < s->end; i++)
      c->timed[i - s->first] = true;
}

static bool is_nominal(const coded_sentence *s, const chunks *c, uint32_t i) {
  static const uint32_t sorts = 1u << UPOS_NOUN | 1u << UPOS_PROPN | 1u << UPOS_ADJ | 1u << UPOS_NUM |
                                1u << UPOS_DET | 1u << UPOS_SYM | 1u << UPOS_X;
  if (i >= s->end) return false;
  const token *t = &s->t[i];
  if (c->named[i - s->first] || ((sorts & (1u << t->upos)) && !s->acts[i - s->first])) return true;
  return t->upos == UPOS_PRON && (t->morph & MORPH_POSS);
}

/* Whether the tree hangs a token on a noun behind it. */
static bool is_tied_ahead(const coded_sentence *s, const chunks *c, uint32_t i) {
  int32_t head = s->tree->head[i - s->first];
  return head > (int32_t)(i - s->first) && is_nominal(s, c, s->first + (uint32_t)head);
}

/* Whether a participle that the words before lead to stands before a noun, not behind a subject. */
static bool leads_to_noun(const coded_sentence *s, const chunks *c, uint32_t i) {
  while (i > s->first && s->t[i - 1].upos == UPOS_ADV) i--;
  if (i == s->first || c->named[i - 1 - s->first]) return false;
  const token *last = &s->t[i - 1];
  if (last->upos == UPOS_CCONJ && i >= s->first + 2)
    return s->t[i - 2].upos == UPOS_ADJ || (s->t[i - 2].upos == UPOS_VERB && is_tied_ahead(s, c, i - 2));
  if (last->upos == UPOS_PUNCT) return i >= s->first + 2 && s->t[i - 2].upos == UPOS_ADJ;
  static const uint32_t sorts = 1u << UPOS_DET | 1u << UPOS_ADJ | 1u << UPOS_NUM | 1u << UPOS_ADP |
                                1u << UPOS_VERB;
  return (sorts & (1u << last->upos)) || (last->morph & MORPH_POSS);
}

/* A participle before its noun: "the affected villages", "abandon strained ties". */
static bool is_attribute(const coded_sentence *s, const chunks *c, uint32_t i) {
  if (s->t[i].upos != UPOS_VERB || !is_nominal(s, c, i + 1) || !leads_to_noun(s, c, i)) return false;
  bool after_verb = s->t[i - 1].upos == UPOS_VERB && (s->t[i].morph & (MORPH_PART_PAST | MORPH_PAST)) &&
                    s->t[i + 1].upos != UPOS_DET;
  return after_verb || is_tied_ahead(s, c, i);
}

/* A hyphen inside a word. */
static bool is_hyphen(const coded_sentence *s, uint32_t i) {
  return s->t[i].upos == UPOS_PUNCT && !(s->t[i].flags & TOK_SPACE_BEFORE) && i + 1 < s->end &&
         !(s->t[i + 1].flags & TOK_SPACE_BEFORE) && doc_str(s->f->doc, i, i + 1).ptr[0] == '-';
}

/* Whether a token goes on with the chunk that began at `first`. */
static bool goes_on(const coded_sentence *s, const chunks *c, uint32_t first, uint32_t i) {
  const token *t = &s->t[i], *last = &s->t[i - 1];
  if (c->glued[i - s->first]) return true;
  bool owner = (t->morph & MORPH_POSS) && t->upos == UPOS_PART;
  if (owner) return true;
  if (is_hyphen(s, i)) return is_nominal(s, c, i + 1) || is_nominal(s, c, i + 2);
  if (is_hyphen(s, i - 1)) return true;
  bool begins = t->upos == UPOS_DET || t->upos == UPOS_PRON;
  if (begins) return last->upos == UPOS_DET && t->upos == UPOS_DET;
  if (is_nominal(s, c, i) || is_attribute(s, c, i))
    return last->upos != UPOS_PRON || (last->morph & MORPH_POSS);
  bool next = is_nominal(s, c, i + 1) && s->t[i + 1].upos != UPOS_DET && s->t[i + 1].upos != UPOS_PRON;
  if (!next) return false;
  bool joins = t->upos == UPOS_CCONJ && last->upos == UPOS_ADJ && !c->named[i - 1 - s->first] && first + 1 < i;
  bool adverb = t->upos == UPOS_ADV && i > first && s->t[i + 1].upos == UPOS_ADJ;
  return joins || adverb;
}

static bool begins(const coded_sentence *s, const chunks *c, uint32_t i) {
  return is_nominal(s, c, i) || is_attribute(s, c, i) || s->t[i].upos == UPOS_PRON || c->glued[i - s->first];
}

/* "$" is no noun, nor is a lone adjective. */
static bool has_noun(const coded_sentence *s, const chunks *c, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++) {
    upos u = (upos)s->t[i].upos;
    if (c->named[i - s->first] || u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON || u == UPOS_X)
      return true;
  }
  return false;
}

static bool is_timed(const coded_sentence *s, const chunks *c, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (!c->timed[i - s->first]) return false;
  return first == s->first || s->t[first - 1].upos != UPOS_ADP;
}

static void cut_chunks(coded_sentence *s, chunks *c) {
  for (uint32_t i = s->first; i < s->end;) {
    if (!begins(s, c, i)) {
      i++;
      continue;
    }
    uint32_t first = i++;
    while (i < s->end && goes_on(s, c, first, i)) i++;
    if (!has_noun(s, c, first, i)) continue;
    *ARENA_PUSH(s->a, c->all, c->n, c->cap) =
        (chunk){.first = first, .end = i, .timed = is_timed(s, c, first, i)};
  }
}

/* ---- codes ---------------------------------------------------------------------------------------------- */

/* Whether all words of a name stand in [i, end), in order, the first at i, and not too far from it. */
static bool has_gap_name(const coded_sentence *s, const gap_name *x, uint32_t i, uint32_t end) {
  uint32_t k = 0;
  if (end - i > GAP_REACH) end = i + GAP_REACH;
  for (; i < end && k < x->words.n; i++) k += s->t[i].word == x->words.words[k];
  return k == x->words.n;
}

/* The entity of the name of most words, more than `least`, that begins at a token, with other words in it; NONE. */
static uint32_t gap_name_at(const coded_sentence *s, uint32_t i, uint32_t end, uint32_t least) {
  word_id word = s->t[i].word;
  const uint32_t *at = word && (s->t[i].flags & TOK_CAP)
                           ? map_get(&s->m->gap_of, (str){(const char *)&word, sizeof word})
                           : NULL;
  const gap_names *all = at ? &s->m->gaps[*at] : NULL;
  uint32_t best = NONE;
  for (uint32_t k = 0; all && k < all->n; k++)
    if (all->names[k].words.n > least && has_gap_name(s, &all->names[k], i, end)) {
      best = all->names[k].entity;
      least = all->names[k].words.n;
    }
  return best;
}

/* The code of the name at a token; *n: its words. ptr NULL: none. */
static str actor_at(const coded_sentence *s, uint32_t i, uint32_t end, uint32_t *n) {
  uint32_t value;
  uint32_t marked = phrases_longest(s->m->signs, s->t, i, end, &value);
  if (marked && (s->t[i].flags & TOK_CAP)) {
    *n = marked;
    return s->m->sign_codes[value];
  }
  gaz_match m = gaz_name_at(s->m->g, s->t, i, end);
  uint32_t whole = m.n && m.coded != NONE ? m.n : 0, gap = gap_name_at(s, i, end, whole);
  *n = gap != NONE ? 1 : m.n;
  if (!whole && gap == NONE) return none();
  const gaz_role *r = gaz_coded_on(&s->m->g->entities[gap != NONE ? gap : m.coded], s->f->report->published);
  return r && !str_eq(r->title, STR("-")) ? r->title : none();
}

static void find_actor(coded_sentence *s, chunk *c) {
  for (uint32_t i = c->first; i < c->end && !c->actor.ptr; i++) {
    uint32_t n;
    c->actor = actor_at(s, i, c->end, &n);
    if (c->actor.ptr) c->actor_first = i, c->actor_end = i + n;
  }
}

static void find_agents(coded_sentence *s, chunk *c) {
  for (uint32_t i = c->first; i < c->end; i++) {
    if (c->actor.ptr && i >= c->actor_first && i < c->actor_end) continue;
    uint32_t value, n = phrases_longest(s->m->agents, s->t, i, c->end, &value);
    if (n)
      *ARENA_PUSH(s->a, c->agents, c->n_agents, c->cap_agents) =
          (agent_hit){s->m->agent_codes[value], i, i + n};
  }
}

static bool has_code(str code, str add) {
  for (size_t at = 0; at + add.len <= code.len; at += 3)
    if (str_eq(str_sub(code, at, at + add.len), add)) return true;
  return false;
}

/* "ZEN" and "~GOV": "ZENGOV"; a part that the code has is not added. */
static str with_agent(coded_sentence *s, str code, str agent) {
  bool before = agent.len && agent.ptr[agent.len - 1] == '~';
  str add = before ? str_sub(agent, 0, agent.len - 1) : str_sub(agent, agent.len > 0, agent.len);
  if (has_code(code, add)) return code;
  str parts[] = {before ? add : code, before ? code : add};
  return arena_join(s->a, parts, 2, STR(""));
}

typedef struct { coded_side *all; uint32_t n, cap; } sides;

/* The code of an actor with the agents of up to three runs of words; before: only those before a run's last
 * word. */
typedef struct { const chunk *words; bool before; } worded;

static void add_side(coded_sentence *s, sides *out, const worded *runs, uint32_t n) {
  const chunk *who = NULL, *any = NULL;
  for (uint32_t i = 0; i < n; i++) {
    const chunk *c = runs[i].words;
    bool whole = !runs[i].before || c->actor_end < c->end;
    if (!who && c->actor.ptr && whole) who = c;
    if (!any && c->n_agents) any = c;
  }
  if ((!who && !any) || out->n == MOST_SIDES) return;
  str code = who ? who->actor : STR("---");
  coded_side side = {.first = who ? who->actor_first : any->agents[0].first,
                     .end = who ? who->actor_end : any->agents[0].end};
  bool agents = false;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < runs[i].words->n_agents; k++) {
      const agent_hit *h = &runs[i].words->agents[k];
      if (runs[i].before && h->end == runs[i].words->end) continue;
      code = with_agent(s, code, h->code);
      agents = true;
    }
  if (!who && !agents) return;
  side.code = code;
  *ARENA_PUSH(s->a, out->all, out->n, out->cap) = side;
}

/* ---- coordination --------------------------------------------------------------------------------------- */

typedef enum { BETWEEN_ELSE, BETWEEN_COMMA, BETWEEN_AND } between;

static bool is_comma(const coded_sentence *s, uint32_t i) {
  str word = doc_str(s->f->doc, i, i + 1);
  return word.len == 1 && word.ptr[0] == ',';
}

/* What stands between two chunks. */
static between stands_between(const coded_sentence *s, uint32_t from, uint32_t to) {
  bool comma = from < to && is_comma(s, from);
  from += comma;
  if (from == to) return comma ? BETWEEN_COMMA : BETWEEN_ELSE;
  return from + 1 == to && s->t[from].upos == UPOS_CCONJ ? BETWEEN_AND : BETWEEN_ELSE;
}

/* The token of a chunk that hangs on a word outside it. */
static uint32_t head_of(const coded_sentence *s, uint32_t first, uint32_t end) {
  for (uint32_t i = end; i > first; i--) {
    int32_t head = s->tree->head[i - 1 - s->first];
    if (head < 0 || s->first + (uint32_t)head < first || s->first + (uint32_t)head >= end) return i - 1;
  }
  return end - 1;
}

static bool is_subject(const coded_sentence *s, uint32_t first, uint32_t end) {
  uint32_t head = head_of(s, first, end);
  return str_starts(language_relation(s->f->language, s->tree->relation[head - s->first]), STR("nsubj"));
}

/* Chunks of the list that begins at k: 1 where it is alone. */
static uint32_t listed(const coded_sentence *s, const chunks *c, uint32_t k) {
  for (uint32_t j = k; j + 1 < c->n && j - k < MOST_LISTED; j++) {
    const chunk *one = &c->all[j], *next = one + 1;
    between what = stands_between(s, one->end, next->first);
    bool clause = is_subject(s, next->first, next->end) && !is_subject(s, c->all[k].first, c->all[k].end);
    if (what == BETWEEN_ELSE || next->timed || one->timed || clause) return 1;
    if (what == BETWEEN_AND) return j - k + 2;
  }
  return 1;
}

/* A bare noun shares what stands before the first one's: "Ruritanian media and government". */
static void list_sides(coded_sentence *s, sides *out, const chunk *all, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    bool bare = i && all[i].end == all[i].first + 1 && !all[i].actor.ptr;
    worded runs[] = {{&all[0], true}, {&all[i], false}};
    add_side(s, out, bare ? runs : runs + 1, bare ? 2 : 1);
  }
}

/* Whether chunk `next` stands behind a preposition that the tree ties to words of [first, end). */
static bool is_tied(const coded_sentence *s, const chunks *c, uint32_t next, uint32_t first, uint32_t end) {
  if (next >= c->n || c->all[next].first != end + 1 || s->t[end].upos != UPOS_ADP) return false;
  int32_t parent = s->tree->head[head_of(s, c->all[next].first, c->all[next].end) - s->first];
  return parent >= 0 && s->first + (uint32_t)parent >= first && s->first + (uint32_t)parent < end;
}

/* Chunks of the list of owners that goes with the n chunks from i: agents without an actor of their own take
 * them, if they are owners of nothing else ("the parliament of A in B"). */
static uint32_t owners_of(const coded_sentence *s, const chunks *c, uint32_t i, uint32_t n) {
  uint32_t next = i + n, end = c->all[next - 1].end;
  bool agent = false, actors = false;
  for (uint32_t j = i; j < next; j++) agent |= !c->all[j].actor.ptr && c->all[j].n_agents;
  if (!agent || !is_tied(s, c, next, c->all[i].first, end)) return 0;
  uint32_t k = listed(s, c, next);
  for (uint32_t j = next; j < next + k; j++) actors |= c->all[j].actor.ptr != NULL;
  return actors && !is_tied(s, c, next + k, c->all[next].first, c->all[next + k - 1].end) ? k : 0;
}

/* "Soldiers and police of A and B": each of the first with each of the second, but who has an actor already. */
static void owned_sides(coded_sentence *s, sides *out, const chunk *all, uint32_t n, const chunk *owners,
                        uint32_t k) {
  for (uint32_t i = 0; i < n; i++) {
    bool alone = all[i].actor.ptr || !all[i].n_agents;
    for (uint32_t j = 0; j < (alone ? 1 : k); j++) {
      worded runs[] = {{&all[i], false}, {&owners[j], false}};
      add_side(s, out, runs, alone ? 1 : 2);
    }
  }
}

static void add_phrase(coded_sentence *s, const chunk *all, uint32_t n, const chunk *owners, uint32_t k) {
  sides out = {NULL, 0, 0};
  if (k) owned_sides(s, &out, all, n, owners, k);
  else if (!all[0].timed) list_sides(s, &out, all, n);
  uint32_t end = k ? owners[k - 1].end : all[n - 1].end;
  if (all[0].timed && !k) return;
  for (uint32_t i = all[0].first; i < end; i++) s->phrase_of[i - s->first] = s->n_phrases;
  *ARENA_PUSH(s->a, s->phrases, s->n_phrases, s->cap_phrases) =
      (noun_side){all[0].first, end, out.all, out.n, n > 1 || k > 1};
}

void pattern_phrases(coded_sentence *s) {
  uint32_t size = s->end - s->first + 1;
  chunks c = {.glued = ARENA_ARRAY(s->a, bool, size), .named = ARENA_ARRAY(s->a, bool, size),
              .timed = ARENA_ARRAY(s->a, bool, size)};
  mark_words(s, &c);
  mark_times(s, &c);
  cut_chunks(s, &c);
  for (uint32_t i = 0; i < c.n; i++) {
    find_actor(s, &c.all[i]);
    find_agents(s, &c.all[i]);
  }
  for (uint32_t i = 0; i < c.n;) {
    uint32_t n = listed(s, &c, i), k = owners_of(s, &c, i, n);
    add_phrase(s, &c.all[i], n, k ? &c.all[i + n] : NULL, k);
    i += n + k;
  }
}
