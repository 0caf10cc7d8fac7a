/* quotations.c: quotations without a cue of their own. */
#include "facts/drafts.h"

enum { P_JOINED = 850, P_COLON = 800 };
/* Drafts looked back over for the one a quotation goes on with. */
#define MAX_BACK 16
#define MAX_RUNS 64

typedef struct {
  const scene *s;
  draft_list *drafts;
  bool *taken;               /* [n_quotes] some statement has it */
  uint32_t n_cued;           /* drafts with a cue, in order; those made here come after them */
  const uint32_t *words;     /* [n_tokens + 1] words, not marks, before each token */
  uint32_t passed;           /* of them, those that begin no later than the quotation */
} joiner;

/* Quotations that begin in the draft's content; one that holds a whole draft stays free. */
static void take_quotes(joiner *x, const draft *d) {
  for (uint32_t r = 0; r < d->n_runs; r++)
    for (uint32_t i = d->runs[r].first; i < d->runs[r].end; i++)
      if (x->s->mark[i] == 'o' && x->s->quote[i] != NONE) x->taken[x->s->quote[i]] = true;
}

static uint32_t block_of(const scene *s, uint32_t i) { return s->d->sentences[scene_sentence(s, i)].block; }

/* Whether the quotation fills its sentences: nothing but marks before it and behind it. */
static bool stands_alone(const joiner *x, const quote *q) {
  const scene *s = x->s;
  uint32_t first = s->d->sentences[scene_sentence(s, q->open)].first,
           end = s->d->sentences[scene_sentence(s, q->close)].end;
  return x->words[q->open] == x->words[first] && x->words[end] == x->words[q->close + 1];
}

/* Whether b is a better statement to go on with than a: later, and in one sentence the outer one. */
static bool is_nearer(const draft *a, const draft *b) {
  if (!a) return true;
  return b->sentence != a->sentence ? b->sentence > a->sentence : b->cue_first < a->cue_first;
}

static bool can_go_on(const draft *d, uint32_t i) {
  return d->end <= i && d->mode != MODE_HEARSAY && d->mode != MODE_DECLINED && d->act != ACT_SHOWS;
}

/* The last draft that ends before token i; NULL: none near. */
static draft *draft_before(joiner *x, uint32_t i) {
  uint32_t here = scene_sentence(x->s, i);
  while (x->passed < x->n_cued && x->drafts->items[x->passed].sentence <= here) x->passed++;
  draft *best = NULL;
  for (uint32_t k = x->passed, left = MAX_BACK; k > 0 && left > 0; k--, left--)
    if (can_go_on(&x->drafts->items[k - 1], i) && is_nearer(best, &x->drafts->items[k - 1]))
      best = &x->drafts->items[k - 1];
  if (x->drafts->n > x->n_cued && is_nearer(best, &x->drafts->items[x->drafts->n - 1]))
    best = &x->drafts->items[x->drafts->n - 1];
  return best;
}

/* More pieces than any speech has: then it is a list of quotations, and copying the runs would be quadratic. */
static bool is_full(const draft *d) { return d->n_runs >= MAX_RUNS; }

static void append_run(const scene *s, draft *d, const quote *q) {
  candidate c = {0};
  for (uint32_t k = 0; k < d->n_runs; k++) *ARENA_PUSH(s->a, c.runs, c.n_runs, c.cap_runs) = d->runs[k];
  contents_add(s, &c, q->open, q->close + 1);
  d->runs = c.runs;
  d->n_runs = c.n_runs;
  d->end = q->close + 1;
}

static draft new_draft(const scene *s, const quote *q, const char *rule, uint16_t p) {
  candidate c = {0};
  contents_add(s, &c, q->open, q->close + 1);
  draft d = {.first = q->open,
             .end = q->close + 1,
             .sentence = scene_sentence(s, q->open),
             .runs = c.runs,
             .n_runs = c.n_runs};
  d.mode = MODE_DIRECT;
  d.act = ACT_SAYS;
  d.quoted = true;
  d.rule = rule;
  d.p = p;
  return d;
}

/* "Vale: “…”", "Vale put it bluntly: “…”": the one named before the colon. */
static bool after_colon(joiner *x, const quote *q) {
  const scene *s = x->s;
  if (!q->open || s->mark[q->open - 1] != ':') return false;
  const sentence *at = &s->d->sentences[scene_sentence(s, q->open - 1)];
  nominal who;
  if (!scene_noun_after(s, at->first, q->open - 1, false, &who) || who.mention == NONE) return false;
  draft d = new_draft(s, q, "colon-quote", P_COLON);
  d.who = who;
  d.has_who = true;
  d.first = who.first;
  *ARENA_PUSH(s->a, x->drafts->items, x->drafts->n, x->drafts->cap) = d;
  return true;
}

/* Goes on with the statement just before: the same one in its paragraph, a new one by the same speaker else.
 */
static void join_before(joiner *x, const quote *q) {
  const scene *s = x->s;
  draft *found = draft_before(x, q->open);
  if (!found) return;
  draft *d = found;
  uint32_t here = block_of(s, q->open), there = block_of(s, d->first),
           gap = scene_sentence(s, q->open) - scene_sentence(s, d->end - 1);
  if (here == there && gap <= 2 && d->quoted && !is_full(d)) {
    append_run(s, d, q);
    return;
  }
  bool near = here == there
                  ? gap <= 1
                  : here == there + 1 && s->d->sentences[scene_sentence(s, q->open)].first == q->open;
  if (!near || !d->has_who || d->act != ACT_SAYS) return;
  draft next = new_draft(s, q, "quote-carried", P_JOINED);
  next.who = d->who;
  next.has_who = true;
  *ARENA_PUSH(s->a, x->drafts->items, x->drafts->n, x->drafts->cap) = next;
}

static const uint32_t *count_words(const scene *s) {
  uint32_t *words = ARENA_ARRAY(s->a, uint32_t, s->d->n_tokens + 1);
  for (uint32_t i = 0; i < s->d->n_tokens; i++) words[i + 1] = words[i] + !s->mark[i];
  return words;
}

void quotations_join(const scene *s, draft_list *drafts) {
  joiner x = {s, drafts, ARENA_ARRAY(s->a, bool, s->d->n_quotes), drafts->n, count_words(s), 0};
  for (uint32_t k = 0; k < drafts->n; k++) take_quotes(&x, &drafts->items[k]);
  for (uint32_t q = 0; q < s->d->n_quotes; q++) {
    const quote *at = &s->d->quotes[q];
    if (x.taken[q] || at->parent != NONE || !stands_alone(&x, at)) continue;
    if (!after_colon(&x, at)) join_before(&x, at);
  }
}
