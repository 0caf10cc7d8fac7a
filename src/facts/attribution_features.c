/* attribution_features.c: what the network of statements is told of a word. */
#include "facts/attribution.h"

/* What the rules make of a word: the part, whether it begins there, on which side its cue stands. */
enum { RULE_BEGINS = 1 << 2, RULE_AHEAD = 1 << 3 };

typedef struct {
  uint8_t rule[2];             /* the part that the rules give it, and the part in another draft */
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

/* ---- what stands where ----------------------------------------------------------------------------------- */

static void mark_run(attribution_view *v, const draft *d, uint32_t first, uint32_t end, statement_part part) {
  for (uint32_t i = first; i < end; i++) {
    seen_word *w = &v->words[i];
    uint8_t ahead = part != PART_CUE && d->cue_end && first < d->cue_first ? RULE_AHEAD : 0;
    uint8_t is = (uint8_t)(part | (i == first ? RULE_BEGINS : 0) | ahead);
    if (w->rule[0]) w->rule[1] = w->rule[0];
    w->rule[0] = is;
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
  for (k++; k < n && all[k].block == all[k - 1].block && all[k].end - first <= ATTRIBUTION_LONGEST; k++) end = all[k].end;
  *u = (attribution_unit){first, end, k};
  return true;
}

/* ---- features -------------------------------------------------------------------------------------------- */

/* The table's first part is for features of few values, the rest for forms, where many share a row. */
typedef struct { uint32_t *rows, n, few, n_rows; } feature_list;

static void put(feature_list *f, uint32_t kind, uint64_t value) {
  uint64_t h = (value + kind * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
  f->rows[f->n++] = 1 + (uint32_t)(((h >> 32) * (f->few - 1)) >> 32);
}

static void put_form(feature_list *f, uint32_t kind, uint64_t value) {
  uint64_t h = (value ^ kind * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
  f->rows[f->n++] = f->few + (uint32_t)(((h >> 32) * (f->n_rows - f->few)) >> 32);
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

static uint64_t sense_at(const attribution_view *v, uint32_t i, int32_t step) {
  return inside(v, i, step) ? 1 + (uint64_t)v->names->senses[v->t[(int64_t)i + step].form] : 0;
}

/* By its letters, not by its number, which hangs on what else the pack names. */
static uint64_t lemma_of(const attribution_view *v, const token *t) {
  return t->lemma ? map_hash(lexicon_word(v->s->f->lexicon, t->lemma)) : 0;
}

static uint64_t ending_of(const attribution_view *v, uint32_t i) {
  str form = doc_str(v->s->d, i, i + 1);
  uint64_t h = form.len;
  for (size_t k = form.len > 3 ? form.len - 3 : 0; k < form.len; k++) h = h << 8 | (uint8_t)form.ptr[k];
  return form.len > 3 ? h & 0xFFFFFF : h;
}

/* Where a word stands to the outermost quotation around it, and what that is like. */
static uint64_t quote_class(const attribution_view *v, uint32_t i) {
  uint32_t q = v->s->quote[i];
  if (q == NONE) return 0;
  const quote *at = &v->s->d->quotes[q];
  uint32_t len = at->close - at->open;
  uint64_t size = len <= 3 ? 0 : len <= 7 ? 1 : 2;
  uint64_t place = i == at->open ? 1 : i == at->close && at->closed ? 2 : 3;
  const sentence *here = &v->s->d->sentences[v->sentence_of[i]];
  uint64_t opened = at->open >= here->first ? 0 : v->s->d->sentences[v->sentence_of[at->open]].block == here->block ? 1 : 2;
  return 1 + (((size << 2 | place) << 2 | opened) << 1 | (at->close >= here->end)) ;
}

static uint64_t mention_class(const attribution_view *v, uint32_t i) {
  uint32_t m = v->s->mention[i];
  if (m == NONE) return 0;
  const mention *x = &v->s->f->mentions[m];
  uint64_t kind = x->actor == NONE ? 7 : v->s->f->actors[x->actor].kind;
  uint64_t place = (uint64_t)(i == x->first) | (uint64_t)(i == x->head) << 1 | (uint64_t)(i + 1 == x->end) << 2;
  return 1 + ((kind << 3 | x->form) << 3 | place);
}

static uint64_t written_class(const attribution_view *v, uint32_t i) {
  const token *t = &v->t[i];
  uint64_t how = t->flags & (TOK_CAP | TOK_CAPS | TOK_DIGIT | TOK_ALPHA | TOK_FIRST | TOK_LINK | TOK_SPACE_BEFORE);
  return how << 8 | (uint8_t)v->s->mark[i];
}

static uint64_t rule_at(const attribution_view *v, uint32_t i, int32_t step) {
  if (!inside(v, i, step)) return 0;
  const seen_word *w = &v->words[(int64_t)i + step];
  return 1 + ((uint64_t)w->rule[0] << 8 | w->draft);
}

static uint64_t cue_at(const attribution_view *v, uint32_t i, int32_t step) {
  if (!inside(v, i, step)) return 0;
  const seen_word *w = &v->words[(int64_t)i + step];
  return 1 + ((uint64_t)w->cue << 1 | w->cue_begins);
}

static void put_tree(feature_list *f, const attribution_view *v, uint32_t i) {
  uint32_t k = v->sentence_of[i], first = v->s->d->sentences[k].first;
  const tree *t = language_tree(v->s->a, v->s->f->language, v->s->f->doc, k);
  if (!t) return;
  uint32_t at = i - first;
  int32_t head = t->head[at];
  uint64_t rel = t->relation[at], far = head < 0 ? 0 : head < (int32_t)at ? 1 : 2;
  put(f, 50, rel << 2 | far);
  if (head >= 0) {
    put(f, 51, rel << 16 | tag_at(v, first + (uint32_t)head, 0));
    put_form(f, 52, form_at(v, first + (uint32_t)head, 0) * 64 + rel);
    put(f, 53, (uint64_t)t->relation[head] << 8 | rel);
  }
  /* the nearest verb of a cue above it, and by which relation */
  uint32_t x = at, steps = 0;
  uint64_t found = 0;
  while (t->head[x] >= 0 && steps++ < 40) {
    uint32_t up = (uint32_t)t->head[x];
    if (v->words[first + up].cue) {
      found = 1 + ((uint64_t)t->relation[x] << 12 | (uint64_t)(up > at) << 11 | (uint64_t)(x == at) << 10 | v->words[first + up].cue);
      break;
    }
    x = up;
  }
  put(f, 54, found);
  put(f, 55, found >> 10);
}

uint32_t attribution_features(uint32_t *rows, uint32_t n_rows, const attribution_view *v, uint32_t i) {
  feature_list f = {rows, 0, n_rows / 4, n_rows};
  const token *t = &v->t[i];
  const sentence *here = &v->s->d->sentences[v->sentence_of[i]];
  const seen_sentence *in = &v->sentences[v->sentence_of[i]];
  const seen_word *w = &v->words[i];
  put(&f, 1, tag_at(v, i, 0));
  put(&f, 2, tag_at(v, i, -1));
  put(&f, 3, tag_at(v, i, 1));
  put(&f, 4, written_class(v, i));
  put(&f, 5, quote_class(v, i));
  put(&f, 6, cue_at(v, i, 0));
  put(&f, 7, cue_at(v, i, -1));
  put(&f, 8, cue_at(v, i, 1));
  put(&f, 9, rule_at(v, i, 0));
  put(&f, 10, rule_at(v, i, -1));
  put(&f, 11, rule_at(v, i, 1));
  put(&f, 12, w->rule[1]);
  put(&f, 13, mention_class(v, i));
  put(&f, 14, sense_at(v, i, 0));
  put(&f, 15, sense_at(v, i, -1));
  put(&f, 16, sense_at(v, i, 1));
  put(&f, 17, v->s->time[i] != NONE);
  put(&f, 18, (uint64_t)in->cues << 8 | (uint64_t)in->quotes << 6 | (uint64_t)in->place << 4 | in->kind);
  put(&f, 19, (uint64_t)(i == here->first) << 1 | (i + 1 == here->end));
  put(&f, 20, t->morph);
  put(&f, 21, (tag_at(v, i, -2) << 16) | (i + 2 < v->s->d->n_tokens ? (uint64_t)(uint8_t)v->s->mark[i + 1] : 0));
  put_form(&f, 30, form_at(v, i, 0));
  put_form(&f, 31, form_at(v, i, -1));
  put_form(&f, 32, form_at(v, i, 1));
  if (!is_name(t)) put_form(&f, 33, ending_of(v, i));
  if (!is_name(t)) put_form(&f, 34, lemma_of(v, t));
  put_form(&f, 35, form_at(v, i, -1) * 31 + form_at(v, i, 0));
  put_form(&f, 36, form_at(v, i, 1) * 31 + form_at(v, i, 0));
  put_form(&f, 37, form_at(v, i, -2));
  put_form(&f, 38, form_at(v, i, 2));
  if (v->kind & ATTRIBUTION_TREES) put_tree(&f, v, i);
  return f.n;
}
