#include "language/tags.h"

enum { LONGEST = 256 };        /* tokens that are decided together */

/* Tokens whose states hang together; before and behind them stand tokens of one state. */
struct tag_window {
  reading *r;
  const tag_model *m;
  const lexicon *l;
  lemma_room room;
  uint32_t first, end;                 /* token of place 2; the sentence's end */
  uint32_t n;                          /* places in use; 0 and 1 hold what is already decided */
  const candidate *candidates[LONGEST + 3];
  uint8_t counts[LONGEST + 3];
  /* best one two places before, by the next and this */
  uint8_t back[LONGEST + 3][MAX_CANDIDATES][MAX_CANDIDATES];
  int32_t scores[MAX_CANDIDATES][MAX_CANDIDATES];              /* of the last two places */
};
typedef struct tag_window window;

/* ---- candidates of a token ---------------------------------------------------------------------- */

static unsigned shape_of(const token *t, bool any_capital) {
  if (t->flags & TOK_DIGIT) return SHAPE_DIGIT;
  if (!(t->flags & TOK_ALPHA)) return SHAPE_OTHER;
  if (!(t->flags & TOK_CAP)) return SHAPE_LOWER;
  if (any_capital) return SHAPE_FIRST;
  return t->flags & TOK_CAPS ? SHAPE_CAPITALS : SHAPE_CAPITAL;
}

static candidate_list guess(window *w, const token *t, unsigned how) {
  doc_form *f = &w->r->forms.forms[t->form];
  if (!f->guess[how]) f->guess[how] = tag_model_guess(w->m, how, f->folded);
  return w->m->ends[f->guess[how]];
}

static candidate_list known(const word_tags *tags, unsigned how) {
  switch (how) {
    case SHAPE_FIRST: return tags->either;
    case SHAPE_CAPITAL: case SHAPE_CAPITALS: return tags->in_capital;
    default: return tags->in_lower;
  }
}

static bool in_lower_only(const window *w, const token *t, unsigned how) {
  return (how == SHAPE_CAPITAL || how == SHAPE_CAPITALS) && t->word && t->word <= w->m->n_words &&
         w->m->words[t->word].in_lower.n;
}

/* A word that is known in lower case only, with a capital: a name more often than not. */
static candidate_list raised(const tag_model *m, const token *t) {
  const candidate *best = &m->candidates[m->words[t->word].in_lower.first];
  return m->raised[m->tags[best->state]];
}

static bool is_possessive(const window *w, const token *t) {
  return t->flags & TOK_MWT && str_eq(w->r->forms.forms[t->form].folded, STR("'"));
}

static candidate_list list_of(window *w, const token *t, bool any_capital) {
  const tag_model *m = w->m;
  if (t->flags & TOK_LINK) return m->link;
  if (t->flags & TOK_OPEN) return m->open;
  if (t->flags & TOK_CLOSE) return m->close;
  if (is_possessive(w, t)) return m->possessive;
  unsigned how = shape_of(t, any_capital);
  candidate_list list = {0, 0};
  if (t->word && t->word <= m->n_words) list = known(&m->words[t->word], how);
  if (!list.n && in_lower_only(w, t, how)) list = raised(m, t);
  return list.n ? list : guess(w, t, how);
}

/* ---- the best states ---------------------------------------------------------------------------- */

static void set_place(window *w, uint32_t place, const candidate *c, uint32_t n) {
  w->candidates[place] = c;
  w->counts[place] = (uint8_t)n;
}

/* The scores of third elements behind b at place - 1, by the best one before b. */
static void find_best(window *w, uint32_t place, uint32_t b, int32_t *scores) {
  const tag_model *m = w->m;
  uint8_t second = w->candidates[place - 1][b].state;
  const candidate *thirds = w->candidates[place];
  uint32_t n = w->counts[place];
  for (uint32_t c = 0; c < n; c++) scores[c] = INT32_MIN;
  for (uint32_t a = 0; a < w->counts[place - 2]; a++) {
    bool by_tag;
    const int8_t *changes = tag_model_thirds(m, w->candidates[place - 2][a].state, second, &by_tag);
    for (uint32_t c = 0; c < n; c++) {
      uint8_t third = thirds[c].state;
      int32_t score = w->scores[a][b] - THIRD_UNIT * changes[by_tag ? m->tags[third] : third];
      if (score <= scores[c]) continue;
      scores[c] = score;
      w->back[place][b][c] = (uint8_t)a;
    }
  }
  for (uint32_t c = 0; c < n; c++)
    scores[c] += thirds[c].score - tag_model_second(m, second, thirds[c].state);
}

/* Puts the next token's candidates behind those of the window. */
static void add(window *w, const candidate *list, uint32_t n) {
  int32_t scores[MAX_CANDIDATES][MAX_CANDIDATES];
  uint32_t place = w->n++, before = w->counts[place - 1];
  set_place(w, place, list, n);
  if (n == 1 && before == 1 && w->counts[place - 2] == 1) {        /* no choice */
    w->back[place][0][0] = 0;
    return;
  }
  for (uint32_t b = 0; b < before; b++) find_best(w, place, b, scores[b]);
  for (uint32_t b = 0; b < before; b++) memcpy(w->scores[b], scores[b], n * sizeof **scores);
}

static word_id lemma_of(window *w, const token *t) {
  const doc_form *f = &w->r->forms.forms[t->form];
  str lemma = lemma_rules_find(&w->m->lemmas, w->r->a, &w->room, w->l, t->xpos, f->folded);
  return str_eq(lemma, f->folded) ? t->word : lexicon_find(w->l, lemma);
}

static void tag_token(window *w, token *t, const candidate *c) {
  const tag_model *m = w->m;
  uint8_t tag = m->tags[c->state];
  t->upos = m->upos[tag];
  t->xpos = m->xpos[tag];
  t->morph = m->morph[tag];
  if (t->word && t->word <= m->n_words) t->morph |= m->word_morph[t->word];
  t->lemma = c->lemma ? c->lemma : lemma_of(w, t);
}

/* Decides all places of the window by the best way through them, and keeps the last two. */
static void settle(window *w) {
  uint32_t last = w->n - 1, b = 0, c = 0;
  for (uint32_t i = 0; i < w->counts[last - 1]; i++)
    for (uint32_t k = 0; k < w->counts[last]; k++)
      if (w->scores[i][k] > w->scores[b][c]) b = i, c = k;
  const candidate *ends[2] = {&w->candidates[last - 1][b], &w->candidates[last][c]};
  for (uint32_t place = last; place >= 2; place--) {
    uint32_t i = w->first + place - 2;
    if (i < w->end) tag_token(w, &w->r->tokens[i], &w->candidates[place][c]);
    uint32_t a = w->back[place][b][c];
    c = b;
    b = a;
  }
  w->first += last - 1;
  w->n = 2;
  set_place(w, 0, ends[0], 1);
  set_place(w, 1, ends[1], 1);
  w->scores[0][0] = 0;
}

static bool is_decided(const window *w) { return w->counts[w->n - 1] == 1 && w->counts[w->n - 2] == 1; }

/* Whether any word of the sentence may have a capital: most longer words have one, as in headlines.
 * tools/make_lexicon.py has the same rule. */
static bool is_headline(const reading *r, const sentence *s) {
  uint32_t longer = 0, capitals = 0;
  for (uint32_t i = s->first + 1; i < s->end; i++) {
    const token *t = &r->tokens[i];
    if (!(t->flags & TOK_ALPHA) || t->view_end - t->view < 4) continue;
    longer++;
    capitals += (t->flags & TOK_CAP) != 0;
  }
  return longer >= 3 && 4 * capitals >= 3 * longer;
}

tag_window *tags_begin(reading *r, const tag_model *m, const lexicon *l) {
  window *w = ARENA_NEW(r->a, window);
  w->r = r;
  w->m = m;
  w->l = l;
  return w;
}

void tags_find(tag_window *w, const sentence *s) {
  static const candidate start = {0, 0, 0};
  const candidate end = {0, 0, (uint8_t)(w->m->n_states + 1)}, unknown = {0, 0, 1};
  bool headline = is_headline(w->r, s), opened = false;
  w->first = s->first;
  w->end = s->end;
  w->n = 2;
  set_place(w, 0, &start, 1);
  set_place(w, 1, &start, 1);
  w->scores[0][0] = 0;
  for (uint32_t i = s->first; i < s->end; i++) {
    const token *t = &w->r->tokens[i];
    candidate_list list = list_of(w, t, headline || opened || t->flags & TOK_FIRST);
    add(w, list.n ? &w->m->candidates[list.first] : &unknown, list.n ? list.n : 1);
    if (is_decided(w) || w->n == LONGEST + 2) settle(w);
    opened = t->flags & TOK_OPEN;
  }
  add(w, &end, 1);
  settle(w);
}
