/* attribution.c: the labels of a report's words, and the statements that they and the rules make together. */
#include "facts/attribution.h"

/* ---- labels of a unit ---------------------------------------------------------------------------------- */

/* A run of words with one label. sure: by how much its words' label is better than none, their mean, Q12. */
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
  uint8_t *from;               /* [n][labels] */
  uint8_t *labels;             /* [n_tokens] of the doc */
} labelling;

/* Scores count up to MOST (256 in Q12) and no further, so that what is lawful stays far above UNLAWFUL:
 * any label but one that goes on can follow the best one, and one that goes on its beginning. */
enum { UNLAWFUL = -(1 << 25), MOST = 1 << 20 };

static void make_room(labelling *k, uint32_t n) {
  if (n <= k->cap) return;
  arena *a = k->s->a;
  k->cap = n + n / 2;
  k->rows = ARENA_ARRAY(a, uint32_t, (size_t)k->cap * ATTRIBUTION_FEATURES);
  k->at = ARENA_ARRAY(a, uint32_t, k->cap + (size_t)1);
  k->scores = ARENA_ARRAY(a, int32_t, (size_t)k->cap * ATTRIBUTION_LABELS);
  k->from = ARENA_ARRAY(a, uint8_t, (size_t)k->cap * ATTRIBUTION_LABELS);
}

static int32_t cut(int32_t score) { return score > MOST ? MOST : score < -MOST ? -MOST : score; }

/* Sums in sixteenths, so that the label a step comes from has room below: of equal sums the least label is
 * greatest. */
enum { FROM = 16 };
typedef struct { int32_t of[ATTRIBUTION_LABELS][FROM]; } step_table;     /* [from][to]; behind the labels nothing */

static void steps_table(step_table *t, const int32_t *steps) {
  for (uint8_t from = 0; from < ATTRIBUTION_LABELS; from++)
    for (uint8_t to = 0; to < FROM; to++) {
      bool lawful = to < ATTRIBUTION_LABELS && attribution_step_is_lawful(from, to);
      t->of[from][to] = lawful ? steps[from * ATTRIBUTION_LABELS + to] * FROM : UNLAWFUL * FROM;
    }
}

/* The best sums and where they come from, of all labels at once. */
static void best_steps(int32_t best[FROM], const int32_t *before, const step_table *t) {
  for (uint32_t to = 0; to < FROM; to++) best[to] = INT32_MIN;
  for (int32_t from = 0; from < ATTRIBUTION_LABELS; from++) {
    int32_t so_far = before[from] * FROM + (FROM - 1 - from);
    for (uint32_t to = 0; to < FROM; to++) {
      int32_t sum = so_far + t->of[from][to];
      best[to] = sum > best[to] ? sum : best[to];
    }
  }
}

/* Viterbi, exactly: sums are of integers, brought down to 0 at every word. */
void attribution_best(uint8_t *labels, uint8_t *came_from, const int32_t *scores, const int32_t *steps,
                      uint32_t n) {
  int32_t best[FROM], before[ATTRIBUTION_LABELS];
  step_table table;
  steps_table(&table, steps);
  for (uint8_t y = 0; y < ATTRIBUTION_LABELS; y++) {
    bool lawful = attribution_step_is_lawful(0, y);
    before[y] = lawful ? cut(scores[y]) + steps[ATTRIBUTION_LABELS * ATTRIBUTION_LABELS + y] : UNLAWFUL;
  }
  for (uint32_t i = 1; i < n; i++) {
    int32_t top = INT32_MIN;
    best_steps(best, before, &table);
    for (uint8_t y = 0; y < ATTRIBUTION_LABELS; y++) {
      came_from[i * ATTRIBUTION_LABELS + y] = (uint8_t)(FROM - 1 - (best[y] & (FROM - 1)));
      before[y] = (best[y] >> 4) + cut(scores[i * ATTRIBUTION_LABELS + y]);
      top = before[y] > top ? before[y] : top;
    }
    for (uint32_t y = 0; y < ATTRIBUTION_LABELS; y++)
      before[y] = before[y] - top > UNLAWFUL ? before[y] - top : UNLAWFUL;
  }
  uint8_t last = 0;
  for (uint8_t y = 1; y < ATTRIBUTION_LABELS; y++)
    if (before[y] > before[last]) last = y;
  for (uint32_t i = n; i-- > 0; last = came_from[i * ATTRIBUTION_LABELS + last]) labels[i] = last;
}

static void collect(const labelling *k, attribution_unit u, part_list *out) {
  for (uint32_t i = u.first, end; i < u.end; i = end) {
    uint8_t base = k->labels[i];
    int64_t sum = 0;
    for (end = i + 1; base && end < u.end && k->labels[end] == base + 1;) end++;
    if (!base) continue;
    for (uint32_t j = i; j < end; j++) {
      const int32_t *row = k->scores + (size_t)(j - u.first) * ATTRIBUTION_LABELS;
      sum += row[k->labels[j]] - row[LABEL_NONE];
    }
    *ARENA_PUSH(k->s->a, out->all, out->n, out->cap) =
        (part){i, end, base, (int32_t)(sum / (int64_t)(end - i))};
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
  attribution_best(k->labels + u.first, k->from, k->scores, k->steps, n);
  collect(k, u, out);
}

/* ---- parts that belong together ------------------------------------------------------------------------ */

/* A cue with what hangs on it. */
typedef struct {
  part cue;
  part who, what;              /* the nearest speaker, the first content; base 0: none of its own */
  run *runs; uint32_t n_runs, cap_runs;
} spoken;

typedef struct { spoken *all; uint32_t n, cap; } spoken_list;

/* Where the words from i on cease to be content of a cue at `from` in sentence `at`: those of the
 * sentence, and quoted ones, but not of the quotation that it stands in. */
static uint32_t reach(const scene *s, const sentence *at, uint32_t from, uint32_t i, uint32_t end) {
  for (; i < end; i++) {
    bool quoted = s->t[i].flags & (TOK_OPEN | TOK_QUOTED | TOK_CLOSE);
    bool elsewhere = quoted && (s->quote[i] == NONE || s->quote[i] != s->quote[from]);
    if (!elsewhere && (i < at->first || i >= at->end)) break;
  }
  return i;
}

static void link_part(const scene *s, spoken *c, const part *p) {
  if (attribution_part(p->base) == PART_CONTENT) {
    const sentence *at = &s->d->sentences[scene_sentence(s, c->cue.first)];
    uint32_t end = reach(s, at, c->cue.first, p->first, p->end);
    if (end == p->first) return;
    if (!c->what.base) c->what = *p;
    *ARENA_PUSH(s->a, c->runs, c->n_runs, c->cap_runs) = (run){p->first, end};
  } else if (!c->who.base || p->base == LABEL_SPEAKER_AHEAD) {
    c->who = *p;
  }
}

/* Ties the parts of one unit, all[from] …, to the nearest cue on their side, else on the other. */
static void link_unit(const scene *s, const part_list *parts, uint32_t from, spoken_list *out) {
  uint32_t next = out->n, first = next;    /* the first cue behind the part */
  for (uint32_t i = from; i < parts->n; i++)
    if (parts->all[i].base == LABEL_CUE)
      *ARENA_PUSH(s->a, out->all, out->n, out->cap) = (spoken){.cue = parts->all[i]};
  for (uint32_t i = from; i < parts->n; i++) {
    const part *p = &parts->all[i];
    if (p->base == LABEL_CUE) {
      next++;
      continue;
    }
    bool ahead = p->base == LABEL_SPEAKER_AHEAD || p->base == LABEL_CONTENT_AHEAD;
    if (next < out->n && (ahead || next == first)) link_part(s, &out->all[next], p);
    else if (next > first) link_part(s, &out->all[next - 1], p);
  }
}

/* ---- speakers ------------------------------------------------------------------------------------------ */

/* The noun phrase that a run of words is; mention NONE: nobody known. */
static nominal nominal_of(const scene *s, const part *p) {
  nominal np;
  if (!scene_noun_after(s, p->first, p->end, true, &np)) {
    uint32_t i = p->first;
    while (i + 1 < p->end && (s->mark[i] || !scene_noun_start(s, i))) i++;
    if (!scene_noun_after(s, i, p->end, true, &np))
      np = (nominal){p->first, p->end, p->end - 1, s->mention[p->end - 1], false};
  }
  nominal next;
  if (np.end + 1 < p->end && s->t[np.end].upos == UPOS_CCONJ &&
      scene_noun_after(s, np.end + 1, p->end, false, &next) && next.mention != NONE && np.mention != NONE) {
    np.joined = true;
    np.mention = NONE;
  }
  np.first = p->first;
  np.end = p->end;
  return np;
}

/* ---- statements ---------------------------------------------------------------------------------------- */

static bool overlap(uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end) { return a < b_end && b < a_end; }

/* [n_tokens] 1 + draft whose cue has the token, the first of several; 0: none */
static uint32_t *drafts_by_cue(const scene *s, const draft_list *drafts) {
  uint32_t *at = ARENA_ARRAY(s->a, uint32_t, s->d->n_tokens);
  for (uint32_t k = drafts->n; k-- > 0;)
    for (uint32_t i = drafts->items[k].cue_first; i < drafts->items[k].cue_end; i++) at[i] = k + 1;
  return at;
}

static const draft *draft_of(const draft_list *drafts, const uint32_t *by_cue, const spoken *c) {
  for (uint32_t i = c->cue.first; i < c->cue.end; i++)
    if (by_cue[i]) return &drafts->items[by_cue[i] - 1];
  return NULL;
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

/* Half of how sure the labels are is the cue, a quarter each the content and the speaker. */
static int32_t sure_of(const spoken *c) {
  int64_t what = c->what.base ? c->what.sure : 0, who = c->who.base ? c->who.sure : c->cue.sure;
  return (int32_t)((2 * (int64_t)c->cue.sure + what + who) / 4);
}

/* Whether cue and content are as the rules have them: a silence, hearsay, and words for a thing ("what he
 * calls …"), which labels cut elsewhere. */
static bool keeps_own(const draft *d) {
  return d->mode == MODE_DECLINED || d->mode == MODE_HEARSAY || str_eq(str_of(d->rule), STR("cue-gap"));
}

/* Of what belongs to whole quotations only what is quoted ("said in a note on the web site"): those come
 * first; their number, all where none is. */
static uint32_t quoted_runs(const scene *s, run *runs, uint32_t n) {
  uint32_t kept = 0;
  for (uint32_t r = 0; r < n; r++)
    for (uint32_t i = runs[r].first; i < runs[r].end; i++)
      if (!s->mark[i] && (s->t[i].flags & TOK_QUOTED)) {
        runs[kept++] = runs[r];
        break;
      }
  return kept ? kept : n;
}

/* "Vale, who said": the rules know whom it stands for. */
static bool is_relative(const scene *s, const part *p) {
  return p->end == p->first + 1 && s->t[p->first].upos == UPOS_PRON && scene_is(s, p->first, WORD_REL);
}

static draft make_draft(const scene *s, const spoken *c, const draft *by_rules) {
  bool own = by_rules && keeps_own(by_rules);
  uint32_t here = scene_sentence(s, c->cue.first);
  draft d = by_rules ? *by_rules : (draft){.act = ACT_SAYS, .rule = "labels", .p = 700, .sentence = here};
  if (!by_rules) {               /* the pack may have a row for the cue all the same */
    d.cue = cues_kind(s->cues, s->t, c->cue.first, c->cue.end, s->d->sentences[here].end);
    if (d.cue) d.act = d.cue->act;
  }
  d.sure = sure_of(c);
  d.seen = by_rules ? SEEN_BY_BOTH : SEEN_BY_LABELS;
  if (!own) {
    d.cue_first = c->cue.first;
    d.cue_end = c->cue.end;
  }
  d.sentence = here;
  if (c->who.base && d.mode != MODE_HEARSAY) {      /* hearsay is nobody's */
    bool same = d.has_who && overlap(d.who.first, d.who.end, c->who.first, c->who.end);
    nominal np = same || (d.has_who && is_relative(s, &c->who)) ? d.who : nominal_of(s, &c->who);
    np.first = c->who.first;
    np.end = c->who.end;
    d.who = np;
    d.has_who = true;
    d.shared = d.shared && !same;
  }
  if (c->n_runs && !own) {
    d.runs = c->runs;
    d.n_runs = by_rules && by_rules->quoted ? quoted_runs(s, c->runs, c->n_runs) : c->n_runs;
    d.mode = mode_of_runs(s, d.runs, d.n_runs);
  }
  d.first = d.cue_first;
  d.end = d.cue_end;
  if (d.has_who && !d.shared) draft_widen(&d, d.who.first, d.who.end);
  for (uint32_t r = 0; r < d.n_runs; r++) draft_widen(&d, d.runs[r].first, d.runs[r].end);
  return d;
}

/* Whether a statement of the rules stands beside those of the labels: no label has its cue, and it is
 * silent, hearsay, inside other words, or without a cue. */
static bool stands(const uint8_t *labels, const draft *d) {
  bool inside = false;
  for (uint32_t i = d->cue_first; i < d->cue_end; i++) {
    if (attribution_part(labels[i]) == PART_CUE) return false;
    inside = inside || attribution_part(labels[i]) == PART_CONTENT;
  }
  return inside || !d->cue_end || d->mode == MODE_DECLINED || d->mode == MODE_HEARSAY;
}

/* Whether a cue without a speaker tells of speech: a word of the pack, and no participle with a mere thing
 * ("while offering talks"). */
static bool tells_speech(const scene *s, const draft *d) {
  if (!d->cue || !(s->t[d->cue_first].morph & MORPH_PART_PRES)) return d->cue != NULL;
  for (uint32_t r = 0; r < d->n_runs; r++)
    if (scene_has_finite(s, d->runs[r].first, d->runs[r].end)) return true;
  return d->mode != MODE_INDIRECT;
}

/* Whether what only labels found was said at all, as the rules ask for it: by somebody, and no mere aim
 * ("on condition of anonymity to discuss the talks"). */
static bool was_said(const scene *s, const draft *d) {
  bool aim = scene_is(s, d->cue_first, WORD_TO) && s->t[d->cue_first].upos == UPOS_PART;
  return !aim && (d->has_who || tells_speech(s, d));
}

/* Labels all units; the cues that are found, each with its parts. */
static spoken_list label_all(labelling *k) {
  part_list parts = {0};
  spoken_list cues = {0};
  attribution_unit u = {0};
  while (attribution_next_unit(k->s, &u)) {
    uint32_t from = parts.n;
    label_unit(k, u, &parts);
    link_unit(k->s, &parts, from, &cues);
  }
  return cues;
}

bool attribution_merge(const scene *s, const labeller *l, draft_list *drafts) {
  if (labeller_n_labels(l) != ATTRIBUTION_LABELS || labeller_n_rows(l) < ATTRIBUTION_ROWS) return false;
  const attribution_view *v = attribution_view_new(s, drafts, labeller_kind(l));
  if (!v) return false;
  labelling k = {.s = s, .v = v, .room = labeller_room_new(s->a, l), .steps = labeller_steps(l),
                 .n_rows = labeller_n_rows(l), .labels = ARENA_ARRAY(s->a, uint8_t, s->d->n_tokens)};
  spoken_list cues = label_all(&k);
  const uint32_t *by_cue = drafts_by_cue(s, drafts);
  draft_list out = {0};
  for (uint32_t i = 0; i < cues.n; i++) {
    draft d = make_draft(s, &cues.all[i], draft_of(drafts, by_cue, &cues.all[i]));
    if (d.seen == SEEN_BY_LABELS && !was_said(s, &d)) continue;
    if (d.n_runs || d.mode == MODE_DECLINED) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = d;
  }
  for (uint32_t i = 0; i < drafts->n; i++)
    if (stands(k.labels, &drafts->items[i])) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = drafts->items[i];
  *drafts = out;
  return true;
}

/* ---- sureness ------------------------------------------------------------------------------------------ */

uint32_t attribution_sure_bin(const draft *d) {
  int32_t bin = d->seen == SEEN_BY_RULES ? d->p * SURE_BINS / 1001 : (d->sure + 2 * SURE_STEP) / SURE_STEP;
  return bin < 0 ? 0 : bin < SURE_BINS ? (uint32_t)bin : SURE_BINS - 1;
}

void attribution_find(const scene *s, draft_list *drafts) {
  const labeller *l = s->f->language ? language_labeller(s->f->language) : NULL;   /* NULL: rules alone, in tests */
  if (!l || !attribution_merge(s, l, drafts)) return;
  str sure = language_section(s->f->language, "who-said-sure");
  if (sure.len != 2 * SEEN_KINDS * SURE_BINS) return;
  for (uint32_t k = 0; k < drafts->n; k++) {
    draft *d = &drafts->items[k];
    const uint8_t *at = (const uint8_t *)sure.ptr + 2 * (d->seen * SURE_BINS + attribution_sure_bin(d));
    uint16_t share = (uint16_t)(at[0] | at[1] << 8);
    if (share <= 1000) d->p = share;
  }
}
