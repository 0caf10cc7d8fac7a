/* attribution_features.c: what the network of statements is told of a word. */
#include "facts/attribution.h"

/* What the rules make of a word: the part, whether it begins there, on which side its cue stands. */
enum { RULE_BEGINS = 1 << 2, RULE_AHEAD = 1 << 3 };

typedef struct {
  uint8_t rule;                /* the part that the rules give it; of several the cue, then the speaker */
  uint8_t draft;               /* act and mode of that draft */
  uint8_t cue;                 /* class and act of the cue that it is part of; 0: none */
  bool cue_begins;
} seen_word;

typedef struct { uint8_t cues, quotes, place, kind; } seen_sentence;

struct attribution_view {
  const scene *s;
  const name_list *names;
  const token *t;
  seen_word *words;            /* [n_tokens] */
  seen_sentence *sentences;    /* [n_sentences] */
  uint32_t *sentence_of;       /* [n_tokens] */
  uint32_t kind;
};

/* ---- what stands where --------------------------------------------------------------------------------- */

static void mark_run(attribution_view *v, const draft *d, uint32_t first, uint32_t end, statement_part part) {
  for (uint32_t i = first; i < end; i++) {
    seen_word *w = &v->words[i];
    uint8_t ahead = part != PART_CUE && d->cue_end && first < d->cue_first ? RULE_AHEAD : 0;
    w->rule = (uint8_t)(part | (i == first ? RULE_BEGINS : 0) | ahead);
    w->draft = (uint8_t)(1 + d->act * 8 + d->mode);
  }
}

static void mark_drafts(attribution_view *v, const draft_list *drafts) {
  for (uint32_t k = 0; k < drafts->n; k++) {
    const draft *d = &drafts->items[k];
    for (uint32_t r = 0; r < d->n_runs; r++) mark_run(v, d, d->runs[r].first, d->runs[r].end, PART_CONTENT);
  }
  for (uint32_t k = 0; k < drafts->n; k++) {
    const draft *d = &drafts->items[k];
    if (d->has_who) mark_run(v, d, d->who.first, d->who.end, PART_SPEAKER);
    if (d->cue_end) mark_run(v, d, d->cue_first, d->cue_end, PART_CUE);
  }
}

static void mark_cues(attribution_view *v, const sentence *at, seen_sentence *out) {
  cue_hit hit;
  for (uint32_t i = at->first; i < at->end; i++) {
    if (v->s->mark[i] || !cues_match(v->s->cues, v->t, i, at->end, &hit)) continue;
    for (uint32_t k = hit.first; k < hit.end; k++)
      v->words[k].cue = (uint8_t)(1 + hit.rows[0]->class * 4 + hit.rows[0]->act);
    v->words[i].cue_begins = true;
    out->cues += out->cues < 3;
    i = hit.end - 1;
  }
}

static void mark_sentence(attribution_view *v, uint32_t k) {
  const sentence *at = &v->s->d->sentences[k];
  seen_sentence *out = &v->sentences[k];
  bool first = !k || at[-1].block != at->block;
  for (uint32_t i = at->first; i < at->end; i++) {
    v->sentence_of[i] = k;
    out->quotes |= v->s->mark[i] == 'o' ? 1 : v->s->quote[i] != NONE ? 2 : 0;
  }
  out->place = first ? 0 : v->sentences[k - 1].place < 3 ? v->sentences[k - 1].place + 1 : 3;
  out->kind = (uint8_t)v->s->f->report->blocks[at->block].kind;
  mark_cues(v, at, out);
}

const attribution_view *attribution_view_new(const scene *s, const draft_list *drafts, uint32_t kind) {
  attribution_view *v = ARENA_NEW(s->a, attribution_view);
  v->names = language_names(s->a, s->f->language, s->f->doc);
  if (!v->names) return NULL;
  v->s = s;
  v->kind = kind;
  v->t = s->t;
  v->words = ARENA_ARRAY(s->a, seen_word, s->d->n_tokens);
  v->sentences = ARENA_ARRAY(s->a, seen_sentence, s->d->n_sentences);
  v->sentence_of = ARENA_ARRAY(s->a, uint32_t, s->d->n_tokens);
  for (uint32_t k = 0; k < s->d->n_sentences; k++) mark_sentence(v, k);
  mark_drafts(v, drafts);
  return v;
}

bool attribution_next_unit(const scene *s, attribution_unit *u) {
  const sentence *all = s->d->sentences;
  uint32_t n = s->d->n_sentences, k = u->next;
  if (k == n) return false;
  uint32_t first = u->end > all[k].first ? u->end : all[k].first, end = all[k].end;
  if (end - first > ATTRIBUTION_LONGEST) {
    *u = (attribution_unit){first, first + ATTRIBUTION_LONGEST, k};
    return true;
  }
  for (k++; k < n && all[k].block == all[k - 1].block && all[k].end - first <= ATTRIBUTION_LONGEST; k++)
    end = all[k].end;
  *u = (attribution_unit){first, end, k};
  return true;
}

/* ---- features ------------------------------------------------------------------------------------------ */

enum {                         /* those of few values … */
  OF_TAG, OF_TAG_BEFORE, OF_TAG_BEHIND, OF_WRITING, OF_QUOTE, OF_CUE, OF_RULE, OF_MENTION, OF_SENSE, OF_TIME,
  OF_SENTENCE, OF_PLACE, OF_MORPH, OF_RELATION, OF_HEAD_TAG, OF_RELATIONS, OF_CUE_ABOVE, OF_CUE_RELATION,
                               /* … and of many */
  OF_FORM, OF_FORM_BEFORE, OF_FORM_BEHIND, OF_ENDING, OF_LEMMA, OF_PAIR_BEFORE, OF_PAIR_BEHIND, OF_HEAD_FORM
};

/* The table's first part is for features of few values, the rest for forms, where many share a row. */
typedef struct { uint32_t *rows, n, few, n_rows; } feature_list;

static void put(feature_list *f, uint32_t kind, uint64_t value) {
  uint64_t h = (value + kind * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93) >> 32;
  uint32_t from = kind < OF_FORM ? 1 : f->few, n = kind < OF_FORM ? f->few - 1 : f->n_rows - f->few;
  f->rows[f->n++] = from + (uint32_t)(h * n >> 32);
}

static bool inside(const attribution_view *v, uint32_t i, int32_t step) {
  return step < 0 ? i >= (uint32_t)-step : i + (uint32_t)step < v->s->d->n_tokens;
}

static uint64_t tag_at(const attribution_view *v, uint32_t i, int32_t step) {
  if (!inside(v, i, step)) return 0;
  const token *t = &v->t[(int64_t)i + step];
  return 1 + ((uint64_t)t->xpos << 8 | t->upos);
}

static bool is_name(const token *t) { return t->upos == UPOS_PROPN || t->morph & MORPH_NAME; }

/* Names are all alike: who speaks hangs on where a name stands, not on whose it is. */
static uint64_t form_at(const attribution_view *v, uint32_t i, int32_t step) {
  if (!inside(v, i, step)) return 1;
  const token *t = &v->t[(int64_t)i + step];
  return is_name(t) ? 2 : v->names->hashes[t->form];
}

static uint64_t ending_of(const attribution_view *v, uint32_t i) {
  str form = doc_str(v->s->d, i, i + 1);
  uint64_t h = form.len;
  for (size_t k = form.len > 3 ? form.len - 3 : 0; k < form.len; k++) h = h << 8 | (uint8_t)form.ptr[k];
  return form.len > 3 ? h & 0xFFFFFF : h;
}

/* Of words of the pack; by its letters, for numbers of words change with the pack. */
static uint64_t lemma_of(const attribution_view *v, uint32_t i) {
  word_id w = v->t[i].lemma;
  return w ? map_hash(lexicon_word(v->s->f->lexicon, w)) : 0;
}

/* Whether a quotation begins in this sentence (0), in this paragraph (1), before it (2). */
static uint64_t begins_before(const attribution_view *v, const quote *q, const sentence *here) {
  if (q->open >= here->first) return 0;
  return v->s->d->sentences[v->sentence_of[q->open]].block == here->block ? 1 : 2;
}

/* Where a word stands in the outermost quotation around it, and what that is like. */
static uint64_t quote_class(const attribution_view *v, uint32_t i, const sentence *here) {
  if (v->s->quote[i] == NONE) return 0;
  const quote *q = &v->s->d->quotes[v->s->quote[i]];
  uint32_t len = q->close - q->open;
  uint64_t size = len <= 3 ? 0 : len <= 7 ? 1 : 2;
  uint64_t place = i == q->open ? 1 : i == q->close && q->closed ? 2 : 3;
  return 1 + (((size << 2 | place) << 2 | begins_before(v, q, here)) << 1 | (q->close >= here->end));
}

static uint64_t mention_class(const attribution_view *v, uint32_t i) {
  uint32_t m = v->s->mention[i];
  if (m == NONE) return 0;
  const mention *x = &v->s->f->mentions[m];
  uint64_t kind = x->actor == NONE ? 7 : v->s->f->actors[x->actor].kind;
  uint64_t place = (uint64_t)(i == x->first) | (uint64_t)(i == x->head) << 1 |
                   (uint64_t)(i + 1 == x->end) << 2;
  return 1 + ((kind << 3 | x->form) << 3 | place);
}

static uint64_t written_class(const attribution_view *v, uint32_t i) {
  const token *t = &v->t[i];
  uint64_t how =
      t->flags & (TOK_CAP | TOK_CAPS | TOK_DIGIT | TOK_ALPHA | TOK_FIRST | TOK_LINK | TOK_SPACE_BEFORE);
  return how << 8 | (uint8_t)v->s->mark[i];
}

/* ---- features of the tree ------------------------------------------------------------------------------ */

enum { CLIMB = 40 };           /* words that are gone up at most */

/* The nearest cue above a word, by which relation, and from which side. */
static uint64_t cue_above(const attribution_view *v, const tree *t, uint32_t first, uint32_t at) {
  uint32_t x = at;
  for (uint32_t left = CLIMB; t->head[x] >= 0 && left > 0; left--) {
    uint32_t up = (uint32_t)t->head[x];
    uint64_t class = v->words[first + up].cue;
    if (class)
      return 1 + ((uint64_t)t->relation[x] << 12 | (uint64_t)(up > at) << 11 | (uint64_t)(x == at) << 10 | class);
    x = up;
  }
  return 0;
}

static void put_tree(feature_list *f, const attribution_view *v, uint32_t i) {
  uint32_t k = v->sentence_of[i], first = v->s->d->sentences[k].first, at = i - first;
  const tree *t = language_tree(v->s->a, v->s->f->language, v->s->f->doc, k);
  if (!t) return;
  int32_t head = t->head[at];
  uint64_t relation = t->relation[at], side = head < 0 ? 0 : head < (int32_t)at ? 1 : 2;
  uint64_t above = cue_above(v, t, first, at);
  put(f, OF_RELATION, relation << 2 | side);
  put(f, OF_CUE_ABOVE, above);
  put(f, OF_CUE_RELATION, above >> 10);
  if (head < 0) return;
  put(f, OF_HEAD_TAG, relation << 16 | tag_at(v, first + (uint32_t)head, 0));
  put(f, OF_RELATIONS, (uint64_t)t->relation[head] << 8 | relation);
  put(f, OF_HEAD_FORM, form_at(v, first + (uint32_t)head, 0) * 64 + relation);
}

/* ---- all of a word ------------------------------------------------------------------------------------- */

static void put_forms(feature_list *f, const attribution_view *v, uint32_t i) {
  uint64_t form = form_at(v, i, 0), before = form_at(v, i, -1), behind = form_at(v, i, 1);
  put(f, OF_FORM, form);
  put(f, OF_FORM_BEFORE, before);
  put(f, OF_FORM_BEHIND, behind);
  put(f, OF_PAIR_BEFORE, before * 31 + form);
  put(f, OF_PAIR_BEHIND, behind * 31 + form);
  if (is_name(&v->t[i])) return;
  put(f, OF_ENDING, ending_of(v, i));
  put(f, OF_LEMMA, lemma_of(v, i));
}

uint32_t attribution_features(uint32_t *rows, uint32_t n_rows, const attribution_view *v, uint32_t i) {
  feature_list f = {rows, 0, n_rows / 4, n_rows};
  const sentence *here = &v->s->d->sentences[v->sentence_of[i]];
  const seen_sentence *in = &v->sentences[v->sentence_of[i]];
  const seen_word *w = &v->words[i];
  put(&f, OF_TAG, tag_at(v, i, 0));
  put(&f, OF_TAG_BEFORE, tag_at(v, i, -1));
  put(&f, OF_TAG_BEHIND, tag_at(v, i, 1));
  put(&f, OF_MORPH, v->t[i].morph);
  put(&f, OF_WRITING, written_class(v, i));
  put(&f, OF_QUOTE, quote_class(v, i, here));
  put(&f, OF_CUE, (uint64_t)w->cue << 1 | w->cue_begins);
  put(&f, OF_RULE, (uint64_t)w->rule << 8 | w->draft);
  put(&f, OF_MENTION, mention_class(v, i));
  put(&f, OF_SENSE, v->names->senses[v->t[i].form]);
  put(&f, OF_TIME, v->s->time[i] != NONE);
  put(&f, OF_SENTENCE, (uint64_t)in->cues << 8 | (uint64_t)in->quotes << 6 |
                          (uint64_t)in->place << 4 | in->kind);
  put(&f, OF_PLACE, (uint64_t)(i == here->first) << 1 | (i + 1 == here->end));
  put_forms(&f, v, i);
  if (v->kind & ATTRIBUTION_TREES) put_tree(&f, v, i);
  return f.n;
}
