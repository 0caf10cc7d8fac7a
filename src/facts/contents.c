/* contents.c: the extent of what was said. */
#include "facts/contents.h"

/* What may stand between a cue and its content: a time, a listener, "in a statement", … */
#define MAX_BETWEEN 8
/* A parenthesis after the cue ("said, in a note, that") is at most so long. */
#define MAX_PARENTHESIS 14
/* "sought “…”": how far from the cue the quoted words may begin. */
#define MAX_TO_QUOTE 12

/* ---- runs ---------------------------------------------------------------------------------------------- */

static bool is_quote_mark(const scene *s, uint32_t i) { return s->mark[i] == 'o' || s->mark[i] == 'c'; }

/* Marks at the ends of a run that are none of the content's. */
static bool droppable(const scene *s, uint32_t i) {
  return s->mark[i] && !is_quote_mark(s, i) && s->mark[i] != '(' && s->mark[i] != ')';
}

static void add_run(const scene *s, candidate *c, uint32_t first, uint32_t end) {
  if (first >= s->dateline_first && first < s->dateline_end) first = s->dateline_end;
  while (first < end && droppable(s, first)) first++;
  while (end > first && droppable(s, end - 1)) end--;
  bool words = false;
  for (uint32_t i = first; i < end && !words; i++) words = !s->mark[i];
  if (words) *ARENA_PUSH(s->a, c->runs, c->n_runs, c->cap_runs) = (run){first, end};
}

void contents_add(const scene *s, candidate *c, uint32_t first, uint32_t end) {
  if (first >= end) return;
  uint32_t k = scene_sentence(s, first);
  while (first < end) {
    uint32_t here = s->d->sentences[k].block, stop = end;
    while (k < s->d->n_sentences && s->d->sentences[k].first < end && s->d->sentences[k].block == here) k++;
    if (k < s->d->n_sentences && s->d->sentences[k].first < end) stop = s->d->sentences[k].first;
    add_run(s, c, first, stop);
    first = stop;
  }
}

static void add_quote(const scene *s, candidate *c, uint32_t q) {
  contents_add(s, c, s->d->quotes[q].open, s->d->quotes[q].close + 1);
}

/* ---- behind the cue ------------------------------------------------------------------------------------ */

typedef struct { uint32_t start; const char *rule; } opening;

static bool opens_quote(const scene *s, uint32_t i, uint32_t hi) { return i < hi && s->mark[i] == 'o'; }

static bool has_prep(const scene *s, const cue *row, uint32_t i) {
  for (uint32_t k = 0; k < row->n_preps; k++)
    if (s->t[i].word == row->preps[k]) return true;
  return false;
}

static bool quote_within(const scene *s, uint32_t i, uint32_t hi) {
  for (uint32_t k = i; k < hi && k < i + MAX_TO_QUOTE; k++) {
    if (s->mark[k] == 'o') return true;
    if (scene_finite(s, k) || (s->mark[k] && s->mark[k] != '-')) return false;
  }
  return false;
}

static bool is_gerund(const scene *s, uint32_t i) {
  return s->t[i].upos == UPOS_VERB && (s->t[i].morph & MORPH_PART_PRES);
}

/* An object whose head is of the class: "rejected the claims". */
static bool object_is(const scene *s, uint32_t i, uint32_t hi, uint64_t word_class) {
  nominal np;
  if (i + 1 < hi && s->mark[i] == 'o') i++;
  return scene_noun_after(s, i, hi, false, &np) && scene_is(s, np.head, word_class);
}

/* An object and an infinitive: "ordered them to leave". */
static bool object_to_do(const scene *s, uint32_t i, uint32_t hi) {
  nominal np;
  return scene_noun_after(s, i, hi, true, &np) && np.end + 1 < hi && scene_is(s, np.end, WORD_TO) &&
         (s->t[np.end + 1].upos == UPOS_VERB || s->t[np.end + 1].upos == UPOS_AUX);
}

/* A verb, or words so striking that they are quoted. */
static bool has_verb(const scene *s, uint32_t i, uint32_t hi) {
  for (; i < hi; i++)
    if (s->t[i].upos == UPOS_VERB || s->t[i].upos == UPOS_AUX || s->mark[i] == 'o') return true;
  return false;
}

/* A clause without "that": "said the talks had failed". Behind verbs that do not only speak, the verb must
 * come right behind its subject. */
static bool opens_clause(const scene *s, const cue *row, uint32_t i, uint32_t hi) {
  const token *t = &s->t[i];
  bool start = scene_noun_start(s, i) || t->upos == UPOS_ADV || is_gerund(s, i) || s->mark[i] == '(' ||
               scene_is(s, i, WORD_HYPOTHETICAL);
  while (i < hi && t->upos == UPOS_ADV && s->t[i].upos == UPOS_ADV) i++;
  if (!start || i >= hi || scene_is(s, i, WORD_MEANWHILE) || scene_finite(s, i) || s->t[i].upos == UPOS_ADP)
    return false;
  if (row->act == ACT_SAYS && (row->frames & FRAME_TAG)) return has_verb(s, i, hi);
  nominal np;
  if (!scene_noun_after(s, i, hi, true, &np)) return false;
  uint32_t end = np.end;
  while (end < hi && s->t[end].upos == UPOS_ADV) end++;
  return end < hi && scene_finite(s, end);
}

/* "expressed regret": behind a verb that takes an object, the tagger's bare verb is a noun. */
static bool misread_noun(const scene *s, const cue *row, uint32_t i) {
  const token *t = &s->t[i];
  bool speaks = row->class == CUE_VERB && row->act == ACT_SAYS;
  return speaks && t->upos == UPOS_VERB && t->word && t->word == t->lemma;
}

static opening open_object(const scene *s, const cue *row, uint32_t i, uint32_t hi) {
  uint32_t f = row->frames;
  bool participle = s->t[i].upos == UPOS_VERB && (s->t[i].morph & MORPH_PART_PAST);
  bool noun = scene_noun_start(s, i) || misread_noun(s, row, i) ||
              (participle && i + 1 < hi && scene_noun_start(s, i + 1));
  if (noun && (f & FRAME_CLAIM) && object_is(s, i, hi, WORD_CLAIM)) return (opening){i, "cue-claim"};
  if (noun && (f & FRAME_TO_DO) && object_to_do(s, i, hi)) return (opening){i, "cue-to-do"};
  if (noun && (f & FRAME_SPEECH) && object_is(s, i, hi, WORD_CLAIM | WORD_REMARKS))
    return (opening){i, "cue-claim"};
  bool object = noun || opens_quote(s, i, hi);
  if (object && (f & FRAME_TOPIC) && object_is(s, i, hi, WORD_TOPIC)) return (opening){i, "cue-np"};
  if ((f & FRAME_QUOTED) && (noun || opens_quote(s, i, hi)) && quote_within(s, i, hi))
    return (opening){i, "cue-quoted"};
  if ((f & (FRAME_NP | FRAME_ING)) && is_gerund(s, i)) return (opening){i, "cue-ing"};
  if ((f & FRAME_NP) && (noun || opens_quote(s, i, hi) || scene_is(s, i, WORD_WH)))
    return (opening){i, "cue-np"};
  return (opening){NONE, NULL};
}

/* Whether the content of this row begins at i. */
static opening open_at(const scene *s, const cue *row, uint32_t i, uint32_t hi) {
  const token *t = &s->t[i];
  bool that = row->frames & (FRAME_THAT | FRAME_FULL);
  if (that && s->mark[i] == ':') return (opening){i + 1, "cue-colon"};
  if (that && opens_quote(s, i, hi)) return (opening){i, "cue-quote"};
  if (that && s->mark[i] == ',' && opens_quote(s, i + 1, hi)) return (opening){i + 1, "cue-quote"};
  if (that && scene_is(s, i, WORD_THAT) && i + 1 < hi &&
      (t->upos == UPOS_SCONJ || scene_has_finite(s, i + 1, hi)))
    return (opening){i + 1, "cue-that"};
  bool wide = row->force && str_eq(str_of(row->force), STR("ask"));
  wide = wide || row->act == ACT_THINKS || row->class == CUE_SILENCE;
  if (that && i + 1 < hi && scene_is(s, i, wide ? WORD_WH | WORD_WH_WIDE : WORD_WH))
    return (opening){i, "cue-wh"};
  if ((row->frames & FRAME_TO) && scene_is(s, i, WORD_TO) && i + 1 < hi) return (opening){i, "cue-to"};
  if (has_prep(s, row, i) && i + 1 < hi) return (opening){i + 1, "cue-prep"};
  opening o = open_object(s, row, i, hi);
  if (o.rule) return o;
  return (row->frames & FRAME_THAT) && opens_clause(s, row, i, hi) ? (opening){i, "cue-clause"} : o;
}

/* "what Vale says is a mistake": the content's own subject stands before the speaker. */
static bool opens_gap(const scene *s, const candidate *c, const cue *row, uint32_t i) {
  uint32_t b = c->sub.who.first;
  return (row->frames & FRAME_THAT) && c->sub.link == LINK_SUBJECT && scene_finite(s, i) && b > c->lo &&
         scene_is(s, b - 1, WORD_WH | WORD_REL);
}

/* "in what Vale called a trap", "what he described as “a trap”": the words for it, behind the cue. */
static opening open_what(const scene *s, const candidate *c, uint32_t i) {
  uint32_t b = c->sub.who.first;
  if (c->sub.link != LINK_SUBJECT || b <= c->lo || c->cue->class != CUE_VERB) return (opening){NONE, NULL};
  if (!scene_is(s, b - 1, WORD_WH) || s->t[b - 1].upos != UPOS_PRON) return (opening){NONE, NULL};
  if (scene_is(s, i, WORD_AS) && i + 1 < c->stop) i++;
  bool words = opens_quote(s, i, c->stop) || scene_noun_start(s, i);
  return words ? (opening){i, "cue-gap"} : (opening){NONE, NULL};
}

static opening open_any(const scene *s, candidate *c, uint32_t i) {
  opening o = {NONE, NULL};
  if (i >= c->stop) return o;
  for (uint32_t k = 0; k < c->hit.n_rows && !o.rule; k++) {
    const cue *row = c->hit.rows[k];
    if (row->class != c->cue->class) continue;
    o = open_at(s, row, i, c->stop);
    if (row->frames & (FRAME_NP | FRAME_QUOTED) && open_what(s, c, i).rule) o = open_what(s, c, i);
    if (!o.rule && opens_gap(s, c, row, i)) o = (opening){i, "cue-gap"};
    if (o.rule) c->cue = row;
  }
  return o;
}

static uint32_t frames_of(const candidate *c) {
  uint32_t all = 0;
  for (uint32_t k = 0; k < c->hit.n_rows; k++)
    if (c->hit.rows[k]->class == c->cue->class) all |= c->hit.rows[k]->frames;
  return all;
}

/* End of the listener that begins at i, or i: "told reporters that", but not "told the deal was off". */
static uint32_t over_listener(const scene *s, uint32_t i, uint32_t hi) {
  nominal np;
  if (!scene_noun_after(s, i, hi, true, &np)) return i;
  return np.end < hi && scene_finite(s, np.end) ? i : np.end;
}

/* A time or an adverb at i that belongs to the cue, and its end; i where there is none. */
static uint32_t over_time(const scene *s, uint32_t i, uint32_t hi) {
  uint32_t at = s->t[i].upos == UPOS_ADP && i + 1 < hi ? i + 1 : i;
  if (s->time[at] == NONE) return i;
  uint32_t end = s->f->times[s->time[at]].end;
  if (end < hi && (s->t[end].morph & MORPH_POSS)) return i;
  return end < hi ? end : hi;
}

static bool is_that(const scene *s, uint32_t i) {
  return s->t[i].upos == UPOS_SCONJ && scene_is(s, i, WORD_THAT);
}

/* "in an interview published on Monday": a verb behind a noun inside a phrase with a preposition, although
 * the tagger took it for a past tense. */
static bool reduced_at(const scene *s, uint32_t from, uint32_t verb) {
  if (s->t[verb].upos != UPOS_VERB || !(s->t[verb].morph & (MORPH_PAST | MORPH_PART_PAST))) return false;
  nominal np;
  return verb > from && scene_noun_before(s, from, verb, &np) && s->t[np.head].upos != UPOS_PRON &&
         np.first > from && s->t[np.first - 1].upos == UPOS_ADP;
}

/* Whether what makes a content plain ("that", a colon, a quotation) comes before any finite verb; its place.
 */
static uint32_t plain_opening(const scene *s, const candidate *c, uint32_t i) {
  for (uint32_t k = i; k < c->stop && (!scene_finite(s, k) || reduced_at(s, i, k)); k++) {
    if (is_that(s, k)) return k;
    if (s->mark[k] == ':' || (s->mark[k] == ',' && opens_quote(s, k + 1, c->stop))) return k;
  }
  return NONE;
}

/* End of ", in a note," at i, or i. */
static uint32_t over_parenthesis(const scene *s, uint32_t i, uint32_t hi) {
  if (s->mark[i] != ',') return i;
  for (uint32_t k = i + 1; k < hi && k < i + MAX_PARENTHESIS && !scene_finite(s, k); k++)
    if (s->mark[k] == ',') return scene_is(s, k + 1 < hi ? k + 1 : k, WORD_THAT) ? k + 1 : i;
  return i;
}

/* "said when he came that …": the place of "that", or i. */
static uint32_t that_behind(const scene *s, const candidate *c, uint32_t i) {
  for (uint32_t k = i; k < c->stop && k < i + MAX_PARENTHESIS && !s->mark[k]; k++)
    if (is_that(s, k)) return k;
  return i;
}

/* End of a phrase at i that tells where, when or to whom it was said, or i. */
static uint32_t over_phrase(const scene *s, const candidate *c, uint32_t i) {
  uint32_t to = over_time(s, i, c->stop);
  if (to != i) return to;
  if (s->t[i].upos == UPOS_ADP) {
    uint32_t plain = plain_opening(s, c, i + 1);
    if (plain != NONE) return plain;
    nominal np;
    return scene_noun_after(s, i + 1, c->stop, true, &np) ? np.end : i;
  }
  if (s->t[i].upos == UPOS_ADV && i + 1 < c->stop) {
    bool part = scene_is(s, i + 1, WORD_THAT) || s->mark[i + 1] || s->t[i + 1].upos == UPOS_ADP ||
                s->time[i + 1] != NONE;
    return part ? i + 1 : i;
  }
  return over_parenthesis(s, i, c->stop);
}

static opening find_opening(const scene *s, candidate *c) {
  uint32_t frames = frames_of(c), i = c->hit.end;
  bool listener = frames & FRAME_AUD;
  uint32_t plain = (frames & FRAME_THAT) && !(frames & FRAME_NP) ? plain_opening(s, c, i) : NONE;
  if (plain != NONE && is_that(s, plain)) i = plain;
  for (uint32_t k = 0; k < MAX_BETWEEN && i < c->stop; k++) {
    uint32_t next = over_time(s, i, c->stop);
    if (next == i && scene_is(s, i, WORD_MEANWHILE)) next = that_behind(s, c, i);
    if (next == i && listener && !s->mark[i]) {
      next = over_listener(s, i, c->stop);
      uint32_t to = next > i && next < c->stop ? over_time(s, next, c->stop) : next;
      bool object = frames & FRAME_NP;
      if (next > i && object && !open_any(s, c, to).rule) next = i;
      listener = false;
    }
    if (next == i) {
      opening o = open_any(s, c, i);
      if (o.rule) return o;
      next = over_phrase(s, c, i);
    }
    if (next == i) break;
    i = next;
  }
  return (opening){NONE, NULL};
}

/* Whether the reporter goes on at i, behind a comma: "citing …", "in remarks …", "a day after …". */
static bool is_aside(const scene *s, uint32_t i, uint32_t hi) {
  if ((s->t[i].morph & MORPH_PART_PRES) && scene_is(s, i, WORD_GIVING)) return true;
  nominal np;
  if (s->t[i].upos == UPOS_ADP && scene_noun_after(s, i + 1, hi, false, &np) &&
      scene_is(s, np.head, WORD_REMARKS))
    return true;
  const time_expr *e = s->time[i] == NONE ? NULL : &s->f->times[s->time[i]].expr;
  return e && e->op == OP_OFFSET && e->base == BASE_NONE;
}

/* Where a content ends at the latest: at a semicolon, or where the reporter goes on in his own voice. */
static uint32_t end_of_clause(const scene *s, const candidate *c, uint32_t from) {
  for (uint32_t i = from; i + 1 < c->stop; i++) {
    if (s->quote[i] != s->quote[c->hit.first]) continue;
    if (s->mark[i] == ';') return i;
    if (s->mark[i] == ',' && is_aside(s, i + 1, c->hi)) return i;
  }
  return c->stop;
}

static bool comma_within(const scene *s, uint32_t i, uint32_t end) {
  for (; i < end; i++)
    if (s->mark[i] == ',') return true;
  return false;
}

/* An object ends before ", which …", and before "during …", which tells when it was said. */
static uint32_t end_of_object(const scene *s, uint32_t from, uint32_t stop) {
  for (uint32_t i = from + 1; i + 1 < stop; i++) {
    if (s->t[i].flags & TOK_QUOTED) continue;
    if (s->mark[i] == ',' && scene_is(s, i + 1, WORD_REL) && !comma_within(s, i + 1, stop)) return i;
    if (scene_is(s, i, WORD_OCCASION)) return i;
  }
  return stop;
}

/* Where a clause that stands inside another ends: "Vale, who said the talks were over, left". */
static uint32_t end_of_inner(const scene *s, const candidate *c, uint32_t start) {
  bool relative = c->sub.link == LINK_RELATIVE;
  uint32_t b = c->sub.before;
  bool fronted =
      c->sub.link == LINK_SUBJECT && b == c->lo + 1 && scene_is(s, c->lo, WORD_SUBORDINATE | WORD_AS);
  bool control = c->sub.link == LINK_CONTROL && b <= c->lo;
  uint32_t stop = end_of_clause(s, c, start);
  if (!relative && !fronted && !control) return stop;
  for (uint32_t i = start; i + 1 < stop; i++) {
    bool closing = s->mark[i] == 'c' && s->mark[i - 1] == ',';
    if (!closing && (s->mark[i] != ',' || (s->t[i].flags & TOK_QUOTED))) continue;
    bool resumes =
        scene_finite(s, i + 1) || (i + 2 < stop && s->t[i + 1].upos == UPOS_ADV && scene_finite(s, i + 2));
    if (relative ? resumes : scene_noun_start(s, i + 1)) return closing ? i + 1 : i;
  }
  return stop;
}

/* Whether nothing goes on behind the quotation. */
static bool ends_clause(const scene *s, uint32_t q, uint32_t stop) {
  return s->d->quotes[q].close + 1 >= stop;
}

/* A quotation that is the whole content, where its text does not go on behind the mark. */
static bool is_whole_quote(const scene *s, uint32_t q, uint32_t stop) {
  if (!scene_quote_is_full(s, q)) return false;
  uint32_t after = s->d->quotes[q].close + 1;
  if (after >= stop) return true;
  return s->mark[after] || s->t[after].upos == UPOS_CCONJ || s->time[after] != NONE;
}

static bool is_object(const char *rule) {
  str r = str_of(rule);
  return str_eq(r, STR("cue-np")) || str_eq(r, STR("cue-ing")) || str_eq(r, STR("cue-prep"));
}

bool contents_after(const scene *s, candidate *c) {
  opening o = find_opening(s, c);
  if (!o.rule) return false;
  uint32_t start = o.start;
  while (start < c->stop && droppable(s, start)) start++;
  bool next_block = start >= c->stop && start < s->d->n_tokens && s->mark[start] == 'o' && c->stop == c->hi;
  if (start >= c->stop && !next_block) return false;
  bool led = start > c->lo && (s->mark[start - 1] == ':' || s->mark[start - 1] == ',');
  if (s->mark[start] == 'o' && s->quote[start] != NONE &&
      (next_block || (led && ends_clause(s, s->quote[start], c->stop)) ||
       is_whole_quote(s, s->quote[start], c->stop))) {
    add_quote(s, c, s->quote[start]);
    c->quoted = true;
  } else {
    uint32_t end = end_of_inner(s, c, start);
    contents_add(s, c, start, is_object(o.rule) ? end_of_object(s, start, end) : end);
  }
  c->rule = c->n_runs ? o.rule : NULL;
  return c->rule != NULL;
}

/* ---- before and around the cue ------------------------------------------------------------------------- */

/* First token of the tag: its subject, or its verb where that comes first. */
static uint32_t tag_first(const candidate *c) {
  return c->sub.link == LINK_INVERTED ? c->group.first : c->sub.who.first;
}

static uint32_t tag_end(const candidate *c) {
  return c->sub.link == LINK_INVERTED && c->sub.who.end > c->hit.end ? c->sub.who.end : c->hit.end;
}

/* Token of the closing mark of a quotation that ends before i, or NONE. */
static uint32_t close_before(const scene *s, uint32_t lo, uint32_t i) {
  if (i > lo && s->mark[i - 1] == 'c') return i - 1;
  if (i > lo + 1 && (s->mark[i - 1] == ',' || s->mark[i - 1] == '-') && s->mark[i - 2] == 'c') return i - 2;
  return NONE;
}

bool contents_quote_before(const scene *s, const candidate *c) {
  uint32_t close = close_before(s, c->lo, tag_first(c));
  if (close == NONE || s->quote[close] == NONE) return false;
  uint32_t q = s->quote[close], open = s->d->quotes[q].open;
  if (scene_quote_is_full(s, q)) return true;
  return open <= c->lo || s->d->sentences[scene_sentence(s, open)].first == open;
}

/* Quotations that go on behind the tag: "…,” Vale said, “…". */
static void add_quotes_behind(const scene *s, candidate *c) {
  for (uint32_t i = tag_end(c); i + 1 < c->stop; i++) {
    if (s->mark[i + 1] != 'o' || s->quote[i + 1] == NONE) continue;
    if (s->mark[i] == ',' || s->mark[i] == ':' || s->mark[i] == '-' || s->mark[i] == '.' || s->mark[i] == ';')
      add_quote(s, c, s->quote[i + 1]);
    i = s->d->quotes[s->quote[i + 1]].close;
  }
}

static void add_quote_before(const scene *s, candidate *c, uint32_t close) {
  uint32_t q = s->quote[close], open = s->d->quotes[q].open;
  uint32_t start = s->d->sentences[scene_sentence(s, open)].first;
  bool alone = true;
  for (uint32_t i = start; i < open; i++)
    alone = alone && (s->mark[i] || s->t[i].upos == UPOS_CCONJ || s->t[i].upos == UPOS_ADV);
  contents_add(s, c, alone ? open : start, s->d->quotes[q].close + 1);
  c->quoted = alone;
}

/* Whether the reporter goes on in his own voice at i, behind a tag and its comma. */
static bool narrator_at(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  return scene_is(s, i, WORD_NARRATOR) ||
         (t->upos == UPOS_VERB && (t->morph & (MORPH_PART_PRES | MORPH_PART_PAST)));
}

/* Text behind ", Vale said," that goes on with the content, added. */
static void add_rest(const scene *s, candidate *c, uint32_t from, bool complete) {
  uint32_t i = from;
  while (i < c->stop) {
    uint32_t to = over_time(s, i, c->stop);
    if (to == i) break;
    i = to;
  }
  if (i + 1 >= c->stop || s->mark[i] != ',') return;
  if (narrator_at(s, i + 1) && !quote_within(s, i + 1, c->stop)) return;
  if (complete && !scene_noun_start(s, i + 1) && s->t[i + 1].upos != UPOS_ADP) return;
  contents_add(s, c, i + 1, end_of_clause(s, c, i + 1));
}

static uint32_t skip_as(const scene *s, const candidate *c, uint32_t first) {
  return first > c->lo && scene_is(s, first - 1, WORD_AS) ? first - 1 : first;
}

bool contents_around(const scene *s, candidate *c, uint32_t end) {
  uint32_t first = skip_as(s, c, c->hit.first < tag_first(c) ? c->hit.first : tag_first(c));
  bool before = first > c->lo;
  if (before && !s->mark[first - 1]) {                     /* "… is possible according to Vale" */
    contents_add(s, c, c->lo, first);
  } else {
    if (before) contents_add(s, c, c->lo, first - 1);
    add_rest(s, c, end, before && scene_has_finite(s, c->lo, first));
  }
  return c->n_runs > 0;
}

/* Whether nothing is said behind a tag without quotations: a mark, a time, an adverb or a preposition stands
 * there. */
static bool ends_tag(const scene *s, const candidate *c, uint32_t i) {
  if (i >= c->stop || s->mark[i] || s->time[i] != NONE) return true;
  return !scene_noun_start(s, i) || (frames_of(c) & FRAME_AUD);
}

static bool rest_has_clause(const scene *s, const candidate *c, uint32_t i) {
  return i < c->stop && s->mark[i] == ',' && scene_has_finite(s, i, c->stop);
}

/* A clause, even one whose verb the tagger took for a participle: "powers reached a deal". */
static bool has_clause(const scene *s, uint32_t i, uint32_t end) {
  for (; i + 1 < end; i++) {
    bool object = s->t[i + 1].upos == UPOS_DET || s->t[i + 1].upos == UPOS_PRON;
    if (scene_finite(s, i) || (object && s->t[i].upos == UPOS_VERB && (s->t[i].morph & MORPH_PART_PAST)))
      return true;
  }
  return i < end && scene_finite(s, i);
}

bool contents_tag(const scene *s, candidate *c) {
  uint32_t first = tag_first(c), close = close_before(s, c->lo, first);
  if (close != NONE && s->quote[close] != NONE) {
    add_quote_before(s, c, close);
    add_quotes_behind(s, c);
    c->rule = "quote-tag";
    return c->n_runs > 0;
  }
  uint32_t start = skip_as(s, c, first);
  if (!(frames_of(c) & FRAME_TAG) || !ends_tag(s, c, tag_end(c))) return false;
  bool inside =
      start > c->lo && (s->mark[start - 1] == ',' || s->mark[start - 1] == '-' || s->mark[start - 1] == '?');
  if (!inside && !(start < first && start == c->lo)) return false;
  c->rule = "tag";
  if (inside && !has_clause(s, c->lo, start) && !rest_has_clause(s, c, tag_end(c))) return false;
  return contents_around(s, c, tag_end(c));
}
