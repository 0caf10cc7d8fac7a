/* attribution.c: the labels of a report's words, and the statements that they and the rules make together. */
#include "facts/attribution.h"

/* ---- labels of a unit ------------------------------------------------------------------------------------ */

/* A run of words with one label. sure: by how much its words' label is better than none, the least of them, Q12. */
typedef struct { uint32_t first, end; uint8_t base; int32_t sure; } part;
typedef struct { part *all; uint32_t n, cap; } part_list;

typedef struct {
  const scene *s;
  const attribution_view *v;
  labeller_room *room;
  const int32_t *steps;        /* [labels + 1][labels] */
  uint32_t n_rows;
  /* of one unit */
  uint32_t cap;                /* words */
  uint32_t *rows, *at;
  int32_t *scores;             /* [n][labels] */
  uint8_t *from, *labels;      /* [n][labels], [n] */
} labelling;

enum { UNLAWFUL = INT32_MIN / 4 };

static void make_room(labelling *k, uint32_t n) {
  if (n <= k->cap) return;
  arena *a = k->s->a;
  k->cap = n + n / 2;
  k->rows = ARENA_ARRAY(a, uint32_t, (size_t)k->cap * ATTRIBUTION_FEATURES);
  k->at = ARENA_ARRAY(a, uint32_t, k->cap + (size_t)1);
  k->scores = ARENA_ARRAY(a, int32_t, (size_t)k->cap * ATTRIBUTION_LABELS);
  k->from = ARENA_ARRAY(a, uint8_t, (size_t)k->cap * ATTRIBUTION_LABELS);
  k->labels = ARENA_ARRAY(a, uint8_t, k->cap);
}

/* The best of the labels that may come before `to`. */
static uint8_t best_before(int32_t *sum, const int32_t *before, const int32_t *steps, uint8_t to) {
  uint8_t first = 0, end = ATTRIBUTION_LABELS, best = 0;
  if (to && !attribution_begins(to)) first = (uint8_t)(to - 1), end = (uint8_t)(to + 1);      /* what it goes on */
  *sum = INT32_MIN;
  for (uint8_t from = first; from < end; from++) {
    int32_t one = before[from] + steps[from * ATTRIBUTION_LABELS + to];
    if (one > *sum) *sum = one, best = from;
  }
  return best;
}

/* Viterbi, exactly: sums are of integers, brought down to 0 at every word. */
void attribution_best(uint8_t *labels, uint8_t *came_from, const int32_t *scores, const int32_t *steps, uint32_t n) {
  int32_t now[ATTRIBUTION_LABELS], before[ATTRIBUTION_LABELS];
  for (uint8_t y = 0; y < ATTRIBUTION_LABELS; y++) {
    bool lawful = attribution_step_is_lawful(0, y);
    before[y] = lawful ? scores[y] + steps[ATTRIBUTION_LABELS * ATTRIBUTION_LABELS + y] : UNLAWFUL;
  }
  for (uint32_t i = 1; i < n; i++) {
    int32_t top = INT32_MIN;
    for (uint8_t y = 0; y < ATTRIBUTION_LABELS; y++) {
      came_from[i * ATTRIBUTION_LABELS + y] = best_before(&now[y], before, steps, y);
      now[y] += scores[i * ATTRIBUTION_LABELS + y];
      top = now[y] > top ? now[y] : top;
    }
    for (uint32_t y = 0; y < ATTRIBUTION_LABELS; y++) before[y] = now[y] - top > UNLAWFUL ? now[y] - top : UNLAWFUL;
  }
  uint8_t best = 0;
  for (uint8_t y = 1; y < ATTRIBUTION_LABELS; y++)
    if (before[y] > before[best]) best = y;
  for (uint32_t i = n; i-- > 0; best = came_from[i * ATTRIBUTION_LABELS + best]) labels[i] = best;
}

static void collect(const labelling *k, attribution_unit u, part_list *out) {
  for (uint32_t i = 0; i < u.end - u.first;) {
    uint8_t base = k->labels[i];
    uint32_t end = i + 1;
    if (!base) {
      i++;
      continue;
    }
    while (k->labels[i] + 1 == k->labels[end] && end < u.end - u.first) end++;
    int32_t sure = INT32_MAX;
    for (uint32_t j = i; j < end; j++) {
      const int32_t *row = k->scores + (size_t)j * ATTRIBUTION_LABELS;
      int32_t margin = row[k->labels[j]] - row[LABEL_NONE];
      sure = margin < sure ? margin : sure;
    }
    *ARENA_PUSH(k->s->a, out->all, out->n, out->cap) = (part){u.first + i, u.first + end, base, sure};
    i = end;
  }
}

static void label_unit(labelling *k, attribution_unit u, part_list *out) {
  uint32_t n = u.end - u.first, used = 0;
  make_room(k, n);
  for (uint32_t i = 0; i < n; i++) {
    k->at[i] = used;
    used += attribution_features(k->rows + used, k->n_rows, k->v, u.first + i);
  }
  k->at[n] = used;
  labeller_scores(k->scores, k->room, k->rows, k->at, n);
  attribution_best(k->labels, k->from, k->scores, k->steps, n);
  collect(k, u, out);
}

/* ---- parts that belong together -------------------------------------------------------------------------- */

/* A cue with what hangs on it. */
typedef struct {
  part cue;
  const part *who;             /* NULL: none of its own */
  run *runs; uint32_t n_runs, cap_runs;
} spoken;

typedef struct { spoken *all; uint32_t n, cap; } spoken_list;

/* The cue that a part hangs on: the nearest on its side within the parts [lo, hi) of its unit. */
static spoken *cue_of(spoken_list *cues, uint32_t from, const part *p) {
  bool ahead = p->base == LABEL_SPEAKER_AHEAD || p->base == LABEL_CONTENT_AHEAD;
  spoken *before = NULL;
  for (uint32_t k = from; k < cues->n; k++) {
    spoken *c = &cues->all[k];
    if (c->cue.first >= p->end) return ahead || !before ? c : before;
    before = c;
  }
  return before;
}

/* Parts of one unit: all[from] … */
static void link_unit(const scene *s, const part_list *parts, uint32_t from, spoken_list *out) {
  uint32_t first = out->n;
  for (uint32_t i = from; i < parts->n; i++)
    if (parts->all[i].base == LABEL_CUE) *ARENA_PUSH(s->a, out->all, out->n, out->cap) = (spoken){.cue = parts->all[i]};
  for (uint32_t i = from; i < parts->n; i++) {
    const part *p = &parts->all[i];
    spoken *c = p->base == LABEL_CUE ? NULL : cue_of(out, first, p);
    if (!c) continue;
    if (attribution_part(p->base) == PART_CONTENT) *ARENA_PUSH(s->a, c->runs, c->n_runs, c->cap_runs) = (run){p->first, p->end};
    else if (!c->who || p->base == LABEL_SPEAKER_AHEAD) c->who = p;
  }
}

/* ---- speakers -------------------------------------------------------------------------------------------- */

/* The noun phrase that a run of words is; mention NONE: nobody known. */
static nominal nominal_of(const scene *s, const part *p) {
  nominal np;
  if (!scene_noun_after(s, p->first, p->end, true, &np)) {
    uint32_t i = p->first;
    while (i + 1 < p->end && (s->mark[i] || !scene_noun_start(s, i))) i++;
    if (!scene_noun_after(s, i, p->end, true, &np)) np = (nominal){p->first, p->end, p->end - 1, s->mention[p->end - 1], false};
  }
  nominal next;
  if (np.end + 1 < p->end && s->t[np.end].upos == UPOS_CCONJ && scene_noun_after(s, np.end + 1, p->end, false, &next) &&
      next.mention != NONE && np.mention != NONE) {
    np.joined = true;
    np.mention = NONE;
  }
  np.first = p->first;
  np.end = p->end;
  return np;
}

/* ---- statements ------------------------------------------------------------------------------------------ */

static bool overlap(uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end) { return a < b_end && b < a_end; }

static const draft *draft_of(const draft_list *drafts, const spoken *c) {
  for (uint32_t k = 0; k < drafts->n; k++) {
    const draft *d = &drafts->items[k];
    if (d->cue_end && overlap(d->cue_first, d->cue_end, c->cue.first, c->cue.end)) return d;
  }
  return NULL;
}

/* The pack's row for the words of a cue that no rule made a statement of. */
static const cue *row_of(const scene *s, const part *p, uint32_t end) {
  return cues_kind(s->cues, s->t, p->first, p->end, end);
}

static statement_mode mode_of_runs(const scene *s, const run *runs, uint32_t n) {
  uint32_t quoted = 0, plain = 0;
  for (uint32_t r = 0; r < n; r++)
    for (uint32_t i = runs[r].first; i < runs[r].end; i++) {
      if (s->mark[i]) continue;
      if (s->t[i].flags & TOK_QUOTED) quoted++;
      else plain += !(i == runs[r].first && scene_is(s, i, WORD_THAT));
    }
  return !quoted ? MODE_INDIRECT : plain ? MODE_MIXED : MODE_DIRECT;
}

static void widen(draft *d, uint32_t first, uint32_t end) {
  if (first < d->first) d->first = first;
  if (end > d->end) d->end = end;
}

static draft make_draft(const scene *s, const spoken *c, const draft *by_rules) {
  uint32_t here = scene_sentence(s, c->cue.first);
  draft d = by_rules ? *by_rules : (draft){.act = ACT_SAYS, .rule = "labels", .p = 700, .sentence = here};
  if (!by_rules) {
    d.cue = row_of(s, &c->cue, s->d->sentences[here].end);
    if (d.cue) d.act = d.cue->act;
  }
  d.cue_first = c->cue.first;
  d.cue_end = c->cue.end;
  d.sentence = here;
  if (c->who) {
    bool same = d.has_who && overlap(d.who.first, d.who.end, c->who->first, c->who->end);
    nominal np = same ? d.who : nominal_of(s, c->who);
    np.first = c->who->first;
    np.end = c->who->end;
    d.who = np;
    d.has_who = true;
    d.shared = d.shared && !same;
  }
  if (c->n_runs) {
    d.runs = c->runs;
    d.n_runs = c->n_runs;
    if (d.mode != MODE_DECLINED && d.mode != MODE_HEARSAY) d.mode = mode_of_runs(s, d.runs, d.n_runs);
  }
  d.first = d.cue_first;
  d.end = d.cue_end;
  if (d.has_who && !d.shared) widen(&d, d.who.first, d.who.end);
  for (uint32_t r = 0; r < d.n_runs; r++) widen(&d, d.runs[r].first, d.runs[r].end);
  return d;
}

/* Whether a statement that only the rules see stands: one that is silent, hearsay, inside other words, or without a
 * cue of its own. */
static bool stands(const part_list *parts, const draft *d) {
  if (!d->cue_end || d->mode == MODE_DECLINED || d->mode == MODE_HEARSAY) return true;
  for (uint32_t i = 0; i < parts->n; i++)
    if (attribution_part(parts->all[i].base) == PART_CONTENT &&
        overlap(parts->all[i].first, parts->all[i].end, d->cue_first, d->cue_end))
      return true;
  return false;
}

void attribution_find(const scene *s, draft_list *drafts) {
  const labeller *l = language_labeller(s->f->language);
  const attribution_view *v = l && labeller_n_labels(l) == ATTRIBUTION_LABELS ? attribution_view_new(s, drafts, labeller_kind(l)) : NULL;
  if (!v) return;
  labelling k = {.s = s, .v = v, .room = labeller_room_new(s->a, l), .steps = labeller_steps(l),
                 .n_rows = labeller_n_rows(l)};
  part_list parts = {0};
  spoken_list cues = {0};
  attribution_unit u;
  for (uint32_t at = 0; attribution_next_unit(s, &at, &u);) {
    uint32_t from = parts.n;
    label_unit(&k, u, &parts);
    link_unit(s, &parts, from, &cues);
  }
  draft_list out = {0};
  for (uint32_t i = 0; i < cues.n; i++)
    *ARENA_PUSH(s->a, out.items, out.n, out.cap) = make_draft(s, &cues.all[i], draft_of(drafts, &cues.all[i]));
  for (uint32_t i = 0; i < drafts->n; i++) {
    const draft *d = &drafts->items[i];
    bool taken = false;
    for (uint32_t j = 0; j < cues.n && d->cue_end && !taken; j++)
      taken = overlap(d->cue_first, d->cue_end, cues.all[j].cue.first, cues.all[j].cue.end);
    if (!taken && stands(&parts, d)) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = *d;
  }
  *drafts = out;
}
