/* own_voice_labels.c: transcripts: speakers' labels, and what is said under them. */
#include "facts/own_voice_parts.h"

enum { P_TRANSCRIPT = 900 };
#define MAX_LABEL 14         /* tokens of a label, and of one that names what an answer is about */
#define MAX_TOPIC 48

typedef enum { LABEL_PERSON, LABEL_ANSWER, LABEL_QUESTION, LABEL_OTHER, LABEL_TOPIC } label_kind;

/* A speaker's label: tokens [first, end) with its colon. */
typedef struct label {
  label_kind kind;
  uint32_t first, end;
  uint32_t answer;             /* where the words begin: behind the topic, too */
  bool titled;                 /* "MR. VALE", not "VALE" */
  nominal who;                 /* mention NONE: nobody known */
} label;

/* ---- labels ----------------------------------------------------------------------------------------- */

/* Whether a sentence begins a paragraph, or a line of a text that is wrapped by hand; in one, only a label
 * in capitals counts ("Q: Why? A: Because."). */
static bool begins_line(const scene *s, uint32_t k) {
  if (!k || s->d->sentences[k - 1].block != s->d->sentences[k].block) return true;
  str text = s->f->report->text;
  for (uint32_t at = s->t[s->d->sentences[k].first].at.start; at-- > 0;) {
    if (text.ptr[at] == '\n') return true;
    if (!strchr(" \t\r*_>#", text.ptr[at])) return false;
  }
  return true;
}

/* Where the label that begins at i has its colon, and where its name ends; NONE: it is no label. */
static uint32_t colon_of(const voice_finder *x, uint32_t i, uint32_t end, uint32_t *name_end) {
  const scene *s = x->s;
  uint32_t stop = i + MAX_LABEL < end ? i + MAX_LABEL : end;
  *name_end = NONE;
  for (; i < stop && s->mark[i] != ':'; i++) {
    char mark = s->mark[i];
    const token *t = &s->t[i];
    if ((t->flags & TOK_LINK) || s->time[i] != NONE || (mark && !strchr(",()-.", mark))) return NONE;
    if (*name_end == NONE && (mark == ',' || mark == '(')) *name_end = i;
    bool part = i && s->mark[i - 1] == '-' && !(t->flags & TOK_SPACE_BEFORE);
    if (mark || part || *name_end != NONE || (t->flags & (TOK_CAP | TOK_DIGIT | TOK_MWT))) continue;
    if (t->upos != UPOS_ADP && t->upos != UPOS_DET && t->upos != UPOS_CCONJ && t->upos != UPOS_PART)
      return NONE;
  }
  if (i == stop || (i + 1 < end && !(s->t[i + 1].flags & TOK_SPACE_BEFORE) && !s->mark[i + 1])) return NONE;
  if (*name_end == NONE) *name_end = i;
  return i;
}

/* Whom a label [first, end) names. "Mr" alone is no reason to take a namesake in office somewhere for him. */
static uint32_t labelled(voice_finder *x, uint32_t first, uint32_t end) {
  const scene *s = x->s;
  uint32_t last = end - 1;
  while (last > first && s->mark[last]) last--;
  uint32_t m = s->mention[last];
  if (!voice_is_person(s, m)) return voice_mention_by_form(x, last);
  const actor *a = voice_actor(s, m);
  bool guessed = str_eq(str_of(a->rule), STR("actor-in-office")) && voice_is(x, first, VOICE_COURTESY);
  return guessed ? NONE : m;
}

static bool all_capitals(const scene *s, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (!s->mark[i] && (s->t[i].flags & TOK_ALPHA) && !(s->t[i].flags & (TOK_CAPS | TOK_MWT))) return false;
  return true;
}

/* "VALE AND ORM: A TALE", "VALE: A TALE OF TWO": no label but a headline in capitals. */
static bool is_headline(const scene *s, uint32_t first, uint32_t colon, uint32_t end) {
  for (uint32_t i = first; i < colon; i++)
    if (s->t[i].upos == UPOS_CCONJ) return true;
  uint32_t shown = 0;
  for (uint32_t i = colon + 1; i < end && shown < 2; i++) {
    if (!(s->t[i].flags & TOK_ALPHA) || s->t[i].at.end - s->t[i].at.start < 2) continue;
    if (!(s->t[i].flags & TOK_CAPS)) return false;
    shown++;
  }
  return shown == 2;
}

/* "On the dam: we have not seen the plans." */
static uint32_t topic_colon(const voice_finder *x, uint32_t first, uint32_t end) {
  if (!voice_is(x, first, VOICE_TOPIC)) return NONE;
  for (uint32_t i = first + 1; i < end && i < first + MAX_TOPIC; i++)
    if (x->s->mark[i] == ':') return i;
  return NONE;
}

static void read_label(voice_finder *x, uint32_t k) {
  const scene *s = x->s;
  uint32_t first = s->d->sentences[k].first, end = s->d->sentences[k].end, name_end;
  if (!(s->t[first].flags & TOK_CAP)) return;
  bool begins = begins_line(s, k);
  uint32_t about = begins ? topic_colon(x, first, end) : NONE;
  if (about != NONE) {
    label topic = {LABEL_TOPIC, first, first, about + 1, false, {first, first + 1, first, NONE, false}};
    *ARENA_PUSH(s->a, x->labels, x->n_labels, x->cap_labels) = topic;
    return;
  }
  uint32_t colon = colon_of(x, first, end, &name_end);
  if (colon == NONE || name_end == first) return;
  label l = {.first = first, .end = colon + 1, .answer = colon + 1};
  l.who = (nominal){first, colon, first, NONE, false};
  bool capitals = all_capitals(s, first, name_end);
  if (!begins && !capitals) return;
  bool titled = voice_any(x, first, name_end, VOICE_TITLE | VOICE_COURTESY);
  if (name_end == first + 1 && voice_is(x, first, VOICE_ANSWER)) l.kind = LABEL_ANSWER;
  else if (voice_any(x, first, name_end, VOICE_QUESTION)) l.kind = LABEL_QUESTION;
  else if (capitals && is_headline(s, first, colon, end)) return;
  else if ((l.who.mention = labelled(x, first, name_end)) != NONE || (capitals && titled))
    l.kind = LABEL_PERSON;
  else if (capitals || titled) l.kind = LABEL_OTHER;
  else return;
  l.titled = titled;
  *ARENA_PUSH(s->a, x->labels, x->n_labels, x->cap_labels) = l;
}

/* ---- transcripts ------------------------------------------------------------------------------------ */

/* Where the paragraph of label k ends, or the next label begins. */
static uint32_t end_of_paragraph(const voice_finder *x, uint32_t k) {
  const scene *s = x->s;
  uint32_t at = scene_sentence(s, x->labels[k].first), to = at;
  uint32_t stop = k + 1 < x->n_labels ? x->labels[k + 1].first : s->d->n_tokens;
  while (to < s->d->n_sentences && s->d->sentences[to].block == s->d->sentences[at].block &&
         s->d->sentences[to].first < stop)
    to++;
  return s->d->sentences[to - 1].end;
}

/* Whether the labels make a transcript: two at least, and somebody asks, or speaks of himself. */
static bool is_transcript(const voice_finder *x) {
  const scene *s = x->s;
  uint32_t n = 0, asked = 0, own = 0;
  for (uint32_t k = 0; k < x->n_labels; k++) {
    const label *l = &x->labels[k];
    if (l->kind == LABEL_OTHER || l->kind == LABEL_TOPIC) continue;
    n++;
    if (l->kind != LABEL_PERSON) asked++;
    if (l->kind == LABEL_PERSON && !own) own += voice_has_own(s, l->end, end_of_paragraph(x, k));
  }
  bool alone = n == 1 && !asked && own && x->n_labels == 1 && x->labels[0].titled;
  return alone || (n > 1 && (asked || own));
}

/* The one person named before the labels: whom "A:" stands for. */
static nominal introduced(const voice_finder *x) {
  const scene *s = x->s;
  nominal who = {0, 0, 0, NONE, false};
  uint32_t named = NONE;
  for (uint32_t m = 0; m < s->f->n_mentions && s->f->mentions[m].first < x->labels[0].first; m++) {
    const mention *at = &s->f->mentions[m];
    if (at->form != MENTION_NAME || !voice_is_person(s, m)) continue;
    if (named != NONE && named != at->actor) return (nominal){0, 0, 0, NONE, false};
    named = at->actor;
    who = (nominal){at->first, at->end, at->head, m, false};
  }
  return who;
}

/* The one who has all answers, or nobody: whose the words under a topic are. */
static nominal only_speaker(const voice_finder *x) {
  nominal who = {0, 0, 0, NONE, false};
  for (uint32_t k = 0; k < x->n_labels; k++) {
    const label *l = &x->labels[k];
    if (l->kind != LABEL_PERSON) continue;
    bool other = who.mention != NONE && l->who.mention != NONE &&
                 x->s->f->mentions[who.mention].actor != x->s->f->mentions[l->who.mention].actor;
    if (other || l->who.mention == NONE) return (nominal){0, 0, 0, NONE, false};
    who = l->who;
  }
  return who;
}

/* Where an answer ends that begins at sentence k: before the next label, a heading, or the reporter's own
 * words; behind the last label only what speaks of itself goes on. */
static uint32_t end_of_answer(const voice_finder *x, const label *l, const label *next) {
  const scene *s = x->s;
  uint32_t k = scene_sentence(s, l->first), to = next ? scene_sentence(s, next->first) : s->d->n_sentences;
  uint32_t here = s->d->sentences[k].block, sure = k;
  bool empty = s->d->sentences[k].end == l->end;
  for (uint32_t from = k; from < to;) {
    uint32_t at = s->d->sentences[from].block, end = from;
    while (end < to && s->d->sentences[end].block == at) end++;
    uint32_t first = s->d->sentences[from].first, stop = s->d->sentences[end - 1].end;
    bool opens = at == here || (empty && at == here + 1);
    if (!opens && (voice_block(x, from) != BLOCK_PARAGRAPH || voice_tells_of(s, &l->who, first, stop))) break;
    if (opens || next || voice_has_own(s, first, stop)) sure = end;
    from = end;
  }
  return s->d->sentences[sure - 1].end;
}

/* The first day named in the paragraph before the labels: "took questions on Monday". */
static uint32_t time_of_lead(const voice_finder *x) {
  const scene *s = x->s;
  uint32_t k = scene_sentence(s, x->labels[0].first);
  if (!k || voice_block(x, k - 1) != BLOCK_PARAGRAPH) return NONE;
  uint32_t from = k - 1;
  while (from && s->d->sentences[from - 1].block == s->d->sentences[k - 1].block) from--;
  for (uint32_t i = s->d->sentences[from].first; i < s->d->sentences[k - 1].end; i++)
    if (s->time[i] != NONE && remark_names_day(&s->f->times[s->time[i]])) return s->time[i];
  return NONE;
}

static void read_transcript(voice_finder *x) {
  x->lead = time_of_lead(x);
  nominal who = introduced(x), only = only_speaker(x);
  for (uint32_t k = 0; k < x->n_labels; k++) {
    label *l = &x->labels[k];
    if (l->kind == LABEL_PERSON) who = l->who;
    if (l->kind == LABEL_ANSWER) l->who.mention = who.mention;
    if (l->kind == LABEL_TOPIC) l->who = only;
    const label *next = k + 1 < x->n_labels ? l + 1 : NULL;
    if (l->kind == LABEL_TOPIC && only.mention == NONE) l->kind = LABEL_OTHER;
    bool nobody = l->kind == LABEL_QUESTION || l->kind == LABEL_OTHER;
    voice_stretch one = {l->first, l->end, l->answer, end_of_answer(x, l, next), nobody, l->who, NONE, "transcript", P_TRANSCRIPT};
    *ARENA_PUSH(x->s->a, x->stretches, x->n, x->cap) = one;
  }
}

bool voice_read_transcript(voice_finder *x) {
  for (uint32_t k = 0; k < x->s->d->n_sentences; k++) read_label(x, k);
  if (!x->n_labels || !is_transcript(x)) return false;
  read_transcript(x);
  return true;
}
