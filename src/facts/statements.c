/* statements.c: from drafts to facts: order, speakers, nesting. */
#include "facts/statements.h"
#include "facts/actors.h"
#include "facts/attribution.h"
#include "facts/circumstances.h"
#include "facts/forces.h"
#include "facts/own_voice.h"

#include <stdlib.h>

struct statements_model { const cue_table *cues; const force_table *forces; const own_voice_model *voices; };

ch_status statements_load(const statements_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  statements_model *m = ARENA_NEW(a, statements_model);
  ch_status s = cues_load(&m->cues, a, pk, l, err);
  if (!s) s = own_voice_load(&m->voices, a, pk, l, err);
  if (!s) s = forces_load(&m->forces, a, pk, l, err);
  if (!s) *out = m;
  return s;
}

/* ---- order --------------------------------------------------------------------------------------------- */

/* Total order: by place, the wider first, then by cue, then as they stood. */
static int by_place(const void *pa, const void *pb) {
  const draft *a = pa, *b = pb;
  if (a->first != b->first) return a->first < b->first ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  if (a->cue_first != b->cue_first) return a->cue_first < b->cue_first ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

static void sort(draft_list *drafts) {
  for (uint32_t k = 0; k < drafts->n; k++) drafts->items[k].number = k;
  if (drafts->n) qsort(drafts->items, drafts->n, sizeof *drafts->items, by_place);
}

/* ---- speakers ------------------------------------------------------------------------------------------ */

/* The party a description names where its head is nobody known: "Ruritanian negotiators". */
static str party_in(const scene *s, const nominal *who) {
  str none = {NULL, 0};
  if (who->head <= who->first) return none;
  uint32_t m = s->mention[who->head - 1];
  if (m == NONE || s->f->mentions[m].actor == NONE || !actors_is_modifier(s->f, m)) return none;
  return s->f->actors[s->f->mentions[m].actor].party;
}

/* "Vale and Orm said": the first is the speaker, the others speak with him; the party is that of all. */
static void set_joint_speakers(const scene *s, const draft *d, statement *out) {
  const facts *f = s->f;
  uint32_t *others = NULL, n = 0, cap = 0;
  uint32_t from = actors_mention_from(f, d->who.first);
  if (from == f->n_mentions || f->mentions[from].first != d->who.first || actors_is_modifier(f, from)) return;
  out->speaker = f->mentions[from].actor;
  out->party = f->actors[out->speaker].party;
  for (uint32_t m = from + 1; m < f->n_mentions; m++) {
    const mention *x = &f->mentions[m];
    if (x->end > d->who.end) break;
    const actor *who = &f->actors[x->actor];
    bool heads = s->mark[x->first - 1] || s->t[x->first - 1].upos == UPOS_CCONJ;
    if (!heads || actors_is_modifier(f, m) || who->kind == ACTOR_PLACE) continue;
    *ARENA_PUSH(s->a, others, n, cap) = x->actor;
    if (!who->party.ptr || !out->party.ptr || !str_eq(out->party, who->party)) out->party = (str){NULL, 0};
  }
  out->co_speakers = others;
  out->n_co_speakers = n;
}

/* Whether a noun may be somebody, as far as words tell: no text, speech or time. */
static bool can_speak(const scene *s, uint32_t head) {
  return !scene_is(s, head, WORD_DOCUMENT | WORD_REMARKS | WORD_CLAIM) && s->time[head] == NONE;
}

/* Whether the mention is somebody's who can speak. */
static bool is_known(const scene *s, uint32_t m) {
  return m != NONE && s->f->mentions[m].actor != NONE &&
         s->f->actors[s->f->mentions[m].actor].kind != ACTOR_PLACE && !actors_is_modifier(s->f, m);
}

static void set_speaker(const scene *s, const draft *d, statement *out) {
  out->speaker = out->speaker_head = NONE;
  if (!d->has_who) return;
  if (can_speak(s, d->who.head)) out->speaker_head = d->who.head;
  out->has_speaker_at = true;
  out->speaker_at = doc_span(s->d, d->who.first, d->who.end);
  if (d->ours) {
    uint32_t m = d->of_voice;
    if (m != NONE && s->f->mentions[m].actor != NONE)
      out->party = s->f->actors[s->f->mentions[m].actor].party;
    return;
  }
  if (d->who.joined) {
    set_joint_speakers(s, d, out);
    return;
  }
  uint32_t m = d->who.mention;
  if (!is_known(s, m)) {
    out->party = party_in(s, &d->who);
    return;
  }
  out->speaker = s->f->mentions[m].actor;
  out->party = s->f->actors[out->speaker].party;
}

/* ---- cues ---------------------------------------------------------------------------------------------- */

static bool in_row(const cue *row, const token *t) {
  for (uint32_t k = 0; row && k < row->n; k++)
    if (row->words[k] == t->lemma || row->words[k] == t->word) return true;
  return false;
}

/* Whether word i of a cue says more than who spoke when: no article, adjective before a noun, adverb,
 * auxiliary before its verb, preposition that leads on; what the pack's row has counts anyway. */
static bool is_own_word(const scene *s, const draft *d, const cue *row, uint32_t i) {
  const token *t = &s->t[i];
  bool last = i + 1 == d->cue_end, verb = false;
  if (in_row(row, t) || (t->morph & MORPH_NEG)) return true;
  if (s->time[i] != NONE) return false;
  for (uint32_t j = i + 1; j < d->cue_end; j++) verb = verb || s->t[j].upos == UPOS_VERB;
  if (t->upos == UPOS_ADJ) return last || s->t[i + 1].upos == UPOS_ADP || s->t[i + 1].upos == UPOS_SCONJ;
  if (t->upos == UPOS_AUX) return !verb;
  if (t->upos == UPOS_ADP || t->upos == UPOS_PART) return !last;
  return t->upos != UPOS_DET && t->upos != UPOS_ADV && t->upos != UPOS_PUNCT && !(t->morph & MORPH_POSS);
}

/* The cue's own words as lemmas: "issue warning", "make clear", "be adamant". */
static str cue_words(const scene *s, const draft *d, const cue *row) {
  str *words = ARENA_ARRAY(s->a, str, d->cue_end - d->cue_first);
  size_t n = 0;
  bool channel = d->channel.first > d->cue_first && d->channel.first < d->cue_end;   /* "said in a note" */
  uint32_t end = channel ? d->channel.first : d->cue_end;
  uint32_t seen = 0;                                       /* words of the row */
  for (uint32_t i = d->cue_first; i < end; i++) {
    const token *t = &s->t[i];
    bool mine = in_row(row, t);
    seen += mine;
    if (row && seen >= row->n && !mine && t->upos == UPOS_ADP) break;        /* "said in a statement" */
    if (end - d->cue_first > 1 && !is_own_word(s, d, row, i)) continue;
    word_id w = t->lemma ? t->lemma : t->word;
    if (w) words[n++] = lexicon_word(s->f->lexicon, w);
  }
  if (!n) return doc_str(s->d, d->cue_first, d->cue_end);
  return n == 1 ? words[0] : arena_join(s->a, words, n, STR(" "));
}

static void set_cue(const scene *s, const force_table *forces, const draft *d, statement *out) {
  const cue *row = forces_row(s, d);
  out->cue_token = NONE;
  out->force = forces_of(s, forces, d, row, out);
  if (!d->cue_end) return;
  out->has_cue = true;
  out->cue_token = d->cue_first;
  out->cue_at = doc_span(s->d, d->cue_first, d->cue_end);
  out->cue_lemma = cue_words(s, d, row);
  if (d->cue) out->silence = d->cue->silence;
}

/* What a text or survey tells is shown, where only the labels say that it speaks. */
static statement_act act_of(const scene *s, const draft *d, const statement *out) {
  bool person = out->speaker != NONE && s->f->actors[out->speaker].kind == ACTOR_PERSON;
  bool shown = d->act == ACT_SAYS && d->has_who && !person && scene_is(s, d->who.head, WORD_DOCUMENT);
  return shown ? ACT_SHOWS : d->act;
}

/* ---- nesting ------------------------------------------------------------------------------------------- */

/* Drafts by place; the innermost statement whose content holds a statement's anchor. */
static void set_nesting(const scene *s, const draft *drafts, uint32_t n) {
  uint32_t *open = ARENA_ARRAY(s->a, uint32_t, n), n_open = 0;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t anchor = drafts[k].cue_end ? drafts[k].cue_first : drafts[k].first;
    while (n_open && drafts[open[n_open - 1]].end <= drafts[k].first) n_open--;
    s->f->statements[k].within = NONE;
    for (uint32_t o = n_open; o-- > 0 && s->f->statements[k].within == NONE;)
      if (draft_says(&drafts[open[o]], anchor)) s->f->statements[k].within = open[o];
    open[n_open++] = k;
  }
}

/* ---- the facts ----------------------------------------------------------------------------------------- */

static void set_content(const scene *s, const draft *d, statement *out) {
  span *spans = ARENA_ARRAY(s->a, span, d->n_runs);
  for (uint32_t k = 0; k < d->n_runs; k++) spans[k] = doc_span(s->d, d->runs[k].first, d->runs[k].end);
  out->content = spans;
  out->n_content = d->n_runs;
}

static span words_of(const scene *s, run r) { return r.end ? doc_span(s->d, r.first, r.end) : (span){0, 0}; }

static void set_circumstances(const scene *s, const draft *d, statement *out) {
  out->audience = words_of(s, d->audience);
  out->channel = words_of(s, d->channel);
  out->translation = d->translation;
  if (!d->has_via) return;
  uint32_t m = d->via.mention;
  slot *via = ARENA_NEW(s->a, slot);
  *via = is_known(s, m) ? actors_slot(s->f, m) : (slot){.actor = NONE, .party = party_in(s, &d->via)};
  via->at = doc_span(s->d, d->via.first, d->via.end);
  out->via = via;
  out->n_via = 1;
}

static statement make_statement(const scene *s, const force_table *forces, const draft *d) {
  statement out = {.mode = d->mode, .act = d->act, .within = NONE, .first = d->first, .end = d->end};
  set_speaker(s, d, &out);
  out.act = act_of(s, d, &out);
  set_cue(s, forces, d, &out);
  set_content(s, d, &out);
  if (d->silence) out.silence = d->silence;
  else if (d->voice) out.force = "assert";
  set_circumstances(s, d, &out);
  out.at = doc_span(s->d, d->first, d->end);
  out.sentence = d->sentence;
  out.in_title = s->f->report->blocks[s->d->sentences[d->sentence].block].kind == BLOCK_TITLE;
  out.rule = d->rule;
  out.p = d->p;
  return out;
}

scene *statements_by_rules(arena *a, const statements_model *m, facts *f, draft_list *out) {
  scene *s = scene_new(a, m->cues, f);
  *out = (draft_list){0};
  for (uint32_t k = 0; k < f->doc->n_sentences; k++) candidates_read(s, k, out);
  quotations_join(s, out);
  return s;
}

void statements_find(arena *a, const statements_model *m, facts *f) {
  draft_list drafts;
  scene *s = statements_by_rules(a, m, f, &drafts);
  if (f->language) attribution_find(s, &drafts);          /* tagged tests have no models */
  own_voice_find(s, m->voices, &drafts);
  if (!drafts.n) return;
  sort(&drafts);
  circumstances_find(s, &drafts);
  sort(&drafts);               /* other speakers, other places */
  f->statements = ARENA_ARRAY(a, statement, drafts.n);
  f->n_statements = f->cap_statements = drafts.n;
  for (uint32_t k = 0; k < drafts.n; k++) f->statements[k] = make_statement(s, m->forces, &drafts.items[k]);
  set_nesting(s, drafts.items, drafts.n);
  remarks_date(s, drafts.items);
}
