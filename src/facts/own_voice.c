/* own_voice.c: stretches of a report in the speaker's own voice become statements; what they do to the
 * others. */
#include "facts/own_voice_parts.h"

#define MAX_REFUSAL 3        /* sentences of an answer that only refuses, and its tokens */
#define MAX_REFUSAL_TOKENS 40

/* ---- what the parts share --------------------------------------------------------------------------- */

bool voice_any(const voice_finder *x, uint32_t first, uint32_t end, uint32_t class) {
  for (uint32_t i = first; i < end; i++)
    if (voice_is(x, i, class)) return true;
  return false;
}

bool voice_is_own(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  return (t->morph & MORPH_P1) && !(t->flags & TOK_QUOTED) && (t->upos == UPOS_PRON || t->upos == UPOS_DET);
}

bool voice_has_own(const scene *s, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (voice_is_own(s, i)) return true;
  return false;
}

const actor *voice_actor(const scene *s, uint32_t m) {
  if (m == NONE || s->f->mentions[m].actor == NONE || actors_is_modifier(s->f, m)) return NULL;
  return &s->f->actors[s->f->mentions[m].actor];
}

bool voice_is_person(const scene *s, uint32_t m) {
  const actor *a = voice_actor(s, m);
  return a && a->kind == ACTOR_PERSON && !a->plural;
}

static void note_form(const voice_finder *x, uint32_t m, uint32_t i) {
  uint32_t *cell = &x->by_form[x->s->t[i].form];
  if (!*cell) *cell = m + 1;
  else if (*cell != NONE && x->s->f->mentions[*cell - 1].actor != x->s->f->mentions[m].actor) *cell = NONE;
}

uint32_t voice_mention_by_form(voice_finder *x, uint32_t i) {
  const scene *s = x->s;
  if (!x->by_form) {
    x->by_form = ARENA_ARRAY(s->a, uint32_t, s->d->n_forms + (size_t)1);
    for (uint32_t m = 0; m < s->f->n_mentions; m++) {
      const mention *at = &s->f->mentions[m];
      if (at->form != MENTION_NAME || !voice_is_person(s, m)) continue;
      note_form(x, m, at->end - 1);
      bool more = at->end < s->d->n_tokens && s->t[at->end].upos == UPOS_PROPN &&
                  (s->t[at->end].flags & TOK_CAP);
      if (more && s->mention[at->end] == NONE) note_form(x, m, at->end);
    }
  }
  uint32_t found = x->by_form[s->t[i].form];
  return !found || found == NONE ? NONE : found - 1;
}

bool voice_tells_of(const scene *s, const nominal *who, uint32_t first, uint32_t end) {
  if (voice_has_own(s, first, end)) return false;
  if (who->mention == NONE) return false;
  uint32_t whom = s->f->mentions[who->mention].actor;
  uint32_t m = actors_mention_from(s->f, first);
  for (; m < s->f->n_mentions && s->f->mentions[m].first < end; m++)
    if (s->f->mentions[m].actor == whom && s->f->mentions[m].form != MENTION_PRONOUN) return true;
  return false;
}

/* ---- refusals --------------------------------------------------------------------------------------- */

static bool is_word(const token *t, word_id w) {
  return w == WORD_ID_NOT ? (t->morph & MORPH_NEG) : t->word == w || t->lemma == w;
}

/* Whether the words of a refusal stand at token i; adverbs may stand between them. */
static bool refuses_at(const scene *s, const refusal *r, uint32_t i, uint32_t end) {
  for (uint32_t k = 0; k < r->n; k++, i++) {
    while (k && i < end && s->t[i].upos == UPOS_ADV && !is_word(&s->t[i], r->words[k])) i++;
    if (i >= end || !is_word(&s->t[i], r->words[k])) return false;
  }
  return true;
}

/* A refusal in the sentence that is the speaker's own: no other noun stands before it. */
static const char *refusal_in(const voice_finder *x, uint32_t first, uint32_t end) {
  const scene *s = x->s;
  for (uint32_t i = first; i < end; i++) {
    const token *t = &s->t[i];
    bool begins = voice_is(x, i, VOICE_REFUSES) || (t->morph & MORPH_NEG);
    for (uint32_t k = 0; k < x->m->n_refusals && begins; k++)
      if (refuses_at(s, &x->m->refusals[k], i, end)) return x->m->refusals[k].silence;
    bool other = t->upos == UPOS_PRON && !voice_is_own(s, i);
    if (other || t->upos == UPOS_NOUN || t->upos == UPOS_PROPN) return NULL;
  }
  return NULL;
}

/* Whether a sentence tells nothing beside a refusal: no clause, or one of the speaker himself. */
static bool says_little(const scene *s, uint32_t first, uint32_t end) {
  while (first < end && (s->mark[first] || s->t[first].upos == UPOS_INTJ)) first++;
  return first == end || voice_is_own(s, first) || !scene_has_finite(s, first, end);
}

/* How an answer is none, or NULL. */
static const char *silence_of(const voice_finder *x, const voice_stretch *at) {
  const scene *s = x->s;
  const char *found = NULL;
  if (at->answer == NONE || at->end - at->answer > MAX_REFUSAL_TOKENS) return NULL;
  uint32_t k = scene_sentence(s, at->answer), n = 0;
  for (; k < s->d->n_sentences && s->d->sentences[k].first < at->end; k++) {
    if (++n > MAX_REFUSAL) return NULL;
    uint32_t first = s->d->sentences[k].first > at->answer ? s->d->sentences[k].first : at->answer;
    const char *here = refusal_in(x, first, s->d->sentences[k].end);
    if (here) found = here;
    else if (!says_little(s, first, s->d->sentences[k].end)) return NULL;
  }
  return found;
}

/* ---- drafts ----------------------------------------------------------------------------------------- */

/* The statement of a stretch; no runs: nothing is said in it. */
static draft make_draft(const voice_finder *x, const voice_stretch *at) {
  const scene *s = x->s;
  candidate c = {0};
  contents_add(s, &c, at->from, at->end);
  draft d = {.first = at->first, .runs = c.runs, .n_runs = c.n_runs, .who = at->who, .has_who = true,
             .mode = MODE_DIRECT, .act = ACT_SAYS, .voice = true, .lead = x->lead, .rule = at->rule, .p = at->p};
  if (!c.n_runs) return d;
  if (at->first == at->from) d.first = c.runs[0].first;
  d.end = c.runs[c.n_runs - 1].end;
  d.ours = at->body != NONE;
  d.of_voice = at->body;
  d.sentence = scene_sentence(s, d.first);
  d.silence = silence_of(x, at);
  if (d.silence) d.mode = MODE_DECLINED;
  return d;
}

/* The stretch that holds token i, or NULL. */
static const voice_stretch *stretch_at(const voice_finder *x, uint32_t i) {
  uint32_t lo = 0, hi = x->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (x->stretches[mid].end <= i) lo = mid + 1;
    else hi = mid;
  }
  return lo < x->n && x->stretches[lo].first <= i ? &x->stretches[lo] : NULL;
}

/* Whether a draft inside a stretch is more than the stretch itself. "I" and "we" get their speaker. */
static bool settles(const voice_finder *x, const voice_stretch *at, draft *d) {
  const scene *s = x->s;
  if (at->nobody) return false;
  if (d->first < at->from) return false;                 /* the label is its speaker */
  if (!d->n_runs && d->mode != MODE_DECLINED) return false;
  bool outside = d->has_who && (d->who.first < at->from || d->who.first >= at->end);
  if (!d->cue_end && (outside || !d->has_who)) return false;
  if (!d->has_who || !voice_is_own(s, d->who.head)) return true;
  if (d->mode == MODE_DECLINED && silence_of(x, at)) return false;
  d->of_voice = at->body != NONE ? at->body : at->who.mention;
  d->ours = at->body != NONE || (s->t[d->who.head].morph & MORPH_PLURAL);
  if (!d->ours) d->who.mention = at->who.mention;
  return true;
}

void own_voice_find(const scene *s, const own_voice_model *m, draft_list *drafts) {
  voice_finder x = {.s = s, .m = m, .lead = NONE};
  if (!m->classes.n || !s->d->n_sentences) return;
  if (!voice_read_transcript(&x)) voice_read_document(&x, drafts);
  if (!x.n) return;
  draft_list out = {0};
  for (uint32_t k = 0; k < drafts->n; k++) {
    draft d = drafts->items[k];
    const voice_stretch *at = stretch_at(&x, d.cue_end ? d.cue_first : d.first);
    if (!at || settles(&x, at, &d)) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = d;
  }
  for (uint32_t k = 0; k < x.n; k++) {
    draft d = make_draft(&x, &x.stretches[k]);
    if (!x.stretches[k].nobody && d.n_runs) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = d;
  }
  *drafts = out;
}
