/* own_voice.c: stretches of a report in the speaker's own voice, by labels or by a head line. */
#include "facts/own_voice.h"
#include "facts/actors.h"

enum { P_TRANSCRIPT = 900, P_DOCUMENT = 800 };
#define MAX_LABEL 14         /* tokens of a label, and of one that names what an answer is about */
#define MAX_TOPIC 48
#define MAX_HEAD 30          /* tokens of a head line, and blocks in which it is looked for */
#define MAX_HEAD_BLOCKS 6
#define MIN_WORDS 4          /* of a paragraph that asserts something */
#define MAX_REFUSAL 3        /* sentences of an answer that only refuses, and its tokens */
#define MAX_REFUSAL_TOKENS 40

/* ---- words of the pack --------------------------------------------------------------------------------- */

#define VOICE_CLASSES(X)                                                                                       \
  X(ANSWER, "answer") X(QUESTION, "question") X(COURTESY, "courtesy") X(TITLE, "title") X(DOCUMENT, "document") \
  X(LEAD, "lead") X(MAKER, "maker") X(ATTRIBUTED, "attributed") X(FORMER, "former") X(JOINS, "joins") X(TOPIC, "topic")
enum {
#define X(name, text) VOICE_NO_##name,
  VOICE_CLASSES(X)
#undef X
  VOICE_NO_COUNT
};
enum {
#define X(name, text) VOICE_##name = 1 << VOICE_NO_##name,
  VOICE_CLASSES(X)
#undef X
};

/* Words by which an answer says that it is none. */
typedef struct { const word_id *words; uint32_t n; const char *silence; } refusal;

struct own_voice_model {
  const uint16_t *classes; uint32_t n_classes;           /* VOICE_… by word */
  const refusal *refusals; uint32_t n_refusals;
};

enum { VOICE_REFUSES = 1 << 15 };                       /* a word that begins a refusal */
enum { WORD_ID_NOT = UINT32_MAX };                       /* in a refusal: any negation */

typedef struct { arena *a; lexicon *l; ch_error *err; uint16_t *classes; uint32_t n_classes; } loader;

static int32_t place_of(str word, const char *const *list) {
  for (int32_t k = 0; list[k]; k++)
    if (str_eq(word, str_of(list[k]))) return k;
  return -1;
}

static void set_class(loader *ld, word_id w, uint16_t bit) {
  if (w >= ld->n_classes) {
    uint32_t n = w < 512 ? 1024 : w * 2;
    ld->classes = arena_grow(ld->a, ld->classes, ld->n_classes, n, sizeof *ld->classes);
    ld->n_classes = n;
  }
  ld->classes[w] |= bit;
}

static ch_status load_classes(loader *ld, const pack_table *t) {
  static const char *const names[] = {
#define X(name, text) text,
    VOICE_CLASSES(X)
#undef X
    NULL
  };
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t class = place_of(pack_field(&t->rows[i], 0), names);
    if (class < 0) return pack_err(ld->err, &t->rows[i], "no rule looks for a class of this name");
    str rest = pack_field(&t->rows[i], 1), word;
    while (str_split(&rest, ';', &word))
      if ((word = str_trim(word)).len) set_class(ld, lexicon_add(ld->l, word), (uint16_t)(1 << class));
  }
  return CH_OK;
}

static refusal read_refusal(loader *ld, str text, const char *silence) {
  refusal out = {.silence = silence};
  word_id *words = NULL;
  uint32_t cap = 0;
  str word;
  while (str_split(&text, ' ', &word))
    if (word.len)
      *ARENA_PUSH(ld->a, words, out.n, cap) = str_eq(word, STR("not")) ? (word_id)WORD_ID_NOT : lexicon_add(ld->l, word);
  out.words = words;
  if (out.n && words[0] != WORD_ID_NOT) set_class(ld, words[0], VOICE_REFUSES);
  return out;
}

static ch_status load_refusals(loader *ld, own_voice_model *m, const pack_table *t) {
  static const char *const silences[] = {"declined", "not_confirmed", "not_denied", NULL};
  refusal *all = NULL;
  uint32_t cap = 0;
  for (uint32_t i = 0; i < t->n; i++) {
    int32_t silence = place_of(pack_field(&t->rows[i], 1), silences);
    if (silence < 0) return pack_err(ld->err, &t->rows[i], "the silence is declined, not_confirmed or not_denied");
    str rest = pack_field(&t->rows[i], 0), text;
    while (str_split(&rest, ';', &text))
      if ((text = str_trim(text)).len)
        *ARENA_PUSH(ld->a, all, m->n_refusals, cap) = read_refusal(ld, text, silences[silence]);
  }
  m->refusals = all;
  return CH_OK;
}

ch_status own_voice_load(const own_voice_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  loader ld = {.a = a, .l = l, .err = err};
  own_voice_model *m = ARENA_NEW(a, own_voice_model);
  ch_status s = load_classes(&ld, pack_find(pk, "own-voice"));
  if (!s) s = load_refusals(&ld, m, pack_find(pk, "refusals"));
  if (s) return s;
  m->classes = ld.classes;
  m->n_classes = ld.n_classes;
  *out = m;
  return CH_OK;
}

/* ---- stretches ----------------------------------------------------------------------------------------- */

typedef enum { LABEL_PERSON, LABEL_ANSWER, LABEL_QUESTION, LABEL_OTHER, LABEL_TOPIC } label_kind;

/* A speaker's label: tokens [first, end) with its colon. */
typedef struct {
  label_kind kind;
  uint32_t first, end;
  uint32_t answer;             /* where the words begin: behind the topic, too */
  bool titled;                 /* "MR. VALE", not "VALE" */
  nominal who;                 /* mention NONE: nobody known */
} label;

/* Tokens that one speaks, or that are nobody's; [first, from) is a label, answer NONE: of a document. */
typedef struct {
  uint32_t first, from, answer, end;
  bool nobody;
  nominal who;
  uint32_t body;               /* where nobody known speaks: mention of the body for which, or NONE */
  const char *rule; uint16_t p;
} stretch;

typedef struct {
  const scene *s;
  const own_voice_model *m;
  label *labels; uint32_t n_labels, cap_labels;
  stretch *stretches; uint32_t n, cap;                   /* by place */
  uint32_t lead;               /* time in the paragraph that leads a transcript in, or NONE */
  uint32_t *by_form;           /* [n_forms + 1] 1 + mention of the one person whose name ends in the form; 0: none */
} finder;

static uint32_t class_of(const finder *x, uint32_t i) {
  const token *t = &x->s->t[i];
  uint32_t bits = t->word < x->m->n_classes ? x->m->classes[t->word] : 0;
  return t->lemma < x->m->n_classes ? bits | x->m->classes[t->lemma] : bits;
}
static bool is(const finder *x, uint32_t i, uint32_t class) { return class_of(x, i) & class; }

static block_kind kind_of(const finder *x, uint32_t k) {
  return x->s->f->report->blocks[x->s->d->sentences[k].block].kind;
}

/* "I", "we", "our", outside quotation marks. */
static bool is_own(const scene *s, uint32_t i) {
  const token *t = &s->t[i];
  return (t->morph & MORPH_P1) && !(t->flags & TOK_QUOTED) && (t->upos == UPOS_PRON || t->upos == UPOS_DET);
}

static bool has_own(const scene *s, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (is_own(s, i)) return true;
  return false;
}

static const actor *actor_at(const scene *s, uint32_t m) {
  if (m == NONE || s->f->mentions[m].actor == NONE || actors_is_modifier(s->f, m)) return NULL;
  return &s->f->actors[s->f->mentions[m].actor];
}

static bool is_person(const scene *s, uint32_t m) {
  const actor *a = actor_at(s, m);
  return a && a->kind == ACTOR_PERSON && !a->plural;
}

/* ---- labels -------------------------------------------------------------------------------------------- */

/* Whether a sentence begins a paragraph, or a line of a text that is wrapped by hand; in one, only a label in capitals
 * counts ("Q: Why? A: Because."). */
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
static uint32_t colon_of(const finder *x, uint32_t i, uint32_t end, uint32_t *name_end) {
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
    if (t->upos != UPOS_ADP && t->upos != UPOS_DET && t->upos != UPOS_CCONJ && t->upos != UPOS_PART) return NONE;
  }
  if (i == stop || (i + 1 < end && !(s->t[i + 1].flags & TOK_SPACE_BEFORE) && !s->mark[i + 1])) return NONE;
  if (*name_end == NONE) *name_end = i;
  return i;
}

static void note_form(const finder *x, uint32_t m, uint32_t i) {
  uint32_t *cell = &x->by_form[x->s->t[i].form];
  if (!*cell) *cell = m + 1;
  else if (*cell != NONE && x->s->f->mentions[*cell - 1].actor != x->s->f->mentions[m].actor) *cell = NONE;
}

/* The only person of the report whose name ends in the form of token i, or goes on with it. */
static uint32_t mention_by_form(finder *x, uint32_t i) {
  const scene *s = x->s;
  if (!x->by_form) {
    x->by_form = ARENA_ARRAY(s->a, uint32_t, s->d->n_forms + (size_t)1);
    for (uint32_t m = 0; m < s->f->n_mentions; m++) {
      const mention *at = &s->f->mentions[m];
      if (at->form != MENTION_NAME || !is_person(s, m)) continue;
      note_form(x, m, at->end - 1);
      bool more = at->end < s->d->n_tokens && s->t[at->end].upos == UPOS_PROPN && (s->t[at->end].flags & TOK_CAP);
      if (more && s->mention[at->end] == NONE) note_form(x, m, at->end);
    }
  }
  uint32_t found = x->by_form[s->t[i].form];
  return !found || found == NONE ? NONE : found - 1;
}

/* Whom a label [first, end) names. "Mr" alone is no reason to take a namesake in office somewhere for him. */
static uint32_t labelled(finder *x, uint32_t first, uint32_t end) {
  const scene *s = x->s;
  uint32_t last = end - 1;
  while (last > first && s->mark[last]) last--;
  uint32_t m = s->mention[last];
  if (!is_person(s, m)) return mention_by_form(x, last);
  const actor *a = actor_at(s, m);
  bool guessed = str_eq(str_of(a->rule), STR("actor-in-office")) && is(x, first, VOICE_COURTESY);
  return guessed ? NONE : m;
}

static bool all_capitals(const scene *s, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++)
    if (!s->mark[i] && (s->t[i].flags & TOK_ALPHA) && !(s->t[i].flags & (TOK_CAPS | TOK_MWT))) return false;
  return true;
}

static bool any_of(const finder *x, uint32_t first, uint32_t end, uint32_t class) {
  for (uint32_t i = first; i < end; i++)
    if (is(x, i, class)) return true;
  return false;
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
static uint32_t topic_colon(const finder *x, uint32_t first, uint32_t end) {
  if (!is(x, first, VOICE_TOPIC)) return NONE;
  for (uint32_t i = first + 1; i < end && i < first + MAX_TOPIC; i++)
    if (x->s->mark[i] == ':') return i;
  return NONE;
}

static void read_label(finder *x, uint32_t k) {
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
  bool titled = any_of(x, first, name_end, VOICE_TITLE | VOICE_COURTESY);
  if (name_end == first + 1 && is(x, first, VOICE_ANSWER)) l.kind = LABEL_ANSWER;
  else if (any_of(x, first, name_end, VOICE_QUESTION)) l.kind = LABEL_QUESTION;
  else if (capitals && is_headline(s, first, colon, end)) return;
  else if ((l.who.mention = labelled(x, first, name_end)) != NONE || (capitals && titled)) l.kind = LABEL_PERSON;
  else if (capitals || titled) l.kind = LABEL_OTHER;
  else return;
  l.titled = titled;
  *ARENA_PUSH(s->a, x->labels, x->n_labels, x->cap_labels) = l;
}

/* ---- transcripts --------------------------------------------------------------------------------------- */

/* Where the paragraph of label k ends, or the next label begins. */
static uint32_t end_of_paragraph(const finder *x, uint32_t k) {
  const scene *s = x->s;
  uint32_t at = scene_sentence(s, x->labels[k].first), to = at;
  uint32_t stop = k + 1 < x->n_labels ? x->labels[k + 1].first : s->d->n_tokens;
  while (to < s->d->n_sentences && s->d->sentences[to].block == s->d->sentences[at].block && s->d->sentences[to].first < stop)
    to++;
  return s->d->sentences[to - 1].end;
}

/* Whether the labels make a transcript: two at least, and somebody asks, or speaks of himself. */
static bool is_transcript(const finder *x) {
  const scene *s = x->s;
  uint32_t n = 0, asked = 0, own = 0;
  for (uint32_t k = 0; k < x->n_labels; k++) {
    const label *l = &x->labels[k];
    if (l->kind == LABEL_OTHER || l->kind == LABEL_TOPIC) continue;
    n++;
    if (l->kind != LABEL_PERSON) asked++;
    if (l->kind == LABEL_PERSON && !own) own += has_own(s, l->end, end_of_paragraph(x, k));
  }
  bool alone = n == 1 && !asked && own && x->n_labels == 1 && x->labels[0].titled;
  return alone || (n > 1 && (asked || own));
}

/* The one person named before the labels: whom "A:" stands for. */
static nominal introduced(const finder *x) {
  const scene *s = x->s;
  nominal who = {0, 0, 0, NONE, false};
  uint32_t named = NONE;
  for (uint32_t m = 0; m < s->f->n_mentions && s->f->mentions[m].first < x->labels[0].first; m++) {
    const mention *at = &s->f->mentions[m];
    if (at->form != MENTION_NAME || !is_person(s, m)) continue;
    if (named != NONE && named != at->actor) return (nominal){0, 0, 0, NONE, false};
    named = at->actor;
    who = (nominal){at->first, at->end, at->head, m, false};
  }
  return who;
}

/* The one who has all answers, or nobody: whose the words under a topic are. */
static nominal only_speaker(const finder *x) {
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

/* Whether tokens [first, end) tell of the speaker instead of being his words. */
static bool tells_of(const scene *s, const nominal *who, uint32_t first, uint32_t end) {
  if (has_own(s, first, end)) return false;
  if (who->mention == NONE) return false;
  uint32_t whom = s->f->mentions[who->mention].actor;
  for (uint32_t m = actors_mention_from(s->f, first); m < s->f->n_mentions && s->f->mentions[m].first < end; m++)
    if (s->f->mentions[m].actor == whom && s->f->mentions[m].form != MENTION_PRONOUN) return true;
  return false;
}

/* Where an answer ends that begins at sentence k: before the next label, a heading, or the reporter's own words; behind
 * the last label only what speaks of itself goes on. */
static uint32_t end_of_answer(const finder *x, const label *l, const label *next) {
  const scene *s = x->s;
  uint32_t k = scene_sentence(s, l->first), to = next ? scene_sentence(s, next->first) : s->d->n_sentences;
  uint32_t here = s->d->sentences[k].block, sure = k;
  bool empty = s->d->sentences[k].end == l->end;
  for (uint32_t from = k; from < to;) {
    uint32_t at = s->d->sentences[from].block, end = from;
    while (end < to && s->d->sentences[end].block == at) end++;
    uint32_t first = s->d->sentences[from].first, stop = s->d->sentences[end - 1].end;
    bool opens = at == here || (empty && at == here + 1);
    if (!opens && (kind_of(x, from) != BLOCK_PARAGRAPH || tells_of(s, &l->who, first, stop))) break;
    if (opens || next || has_own(s, first, stop)) sure = end;
    from = end;
  }
  return s->d->sentences[sure - 1].end;
}

/* The first day named in the paragraph before the labels: "took questions on Monday". */
static uint32_t time_of_lead(const finder *x) {
  const scene *s = x->s;
  uint32_t k = scene_sentence(s, x->labels[0].first);
  if (!k || kind_of(x, k - 1) != BLOCK_PARAGRAPH) return NONE;
  uint32_t from = k - 1;
  while (from && s->d->sentences[from - 1].block == s->d->sentences[k - 1].block) from--;
  for (uint32_t i = s->d->sentences[from].first; i < s->d->sentences[k - 1].end; i++)
    if (s->time[i] != NONE && remarks_names_day(&s->f->times[s->time[i]])) return s->time[i];
  return NONE;
}

static void read_transcript(finder *x) {
  x->lead = time_of_lead(x);
  nominal who = introduced(x), only = only_speaker(x);
  for (uint32_t k = 0; k < x->n_labels; k++) {
    label *l = &x->labels[k];
    if (l->kind == LABEL_PERSON) who = l->who;
    if (l->kind == LABEL_ANSWER) l->who.mention = who.mention;
    if (l->kind == LABEL_TOPIC) l->who = only;
    const label *next = k + 1 < x->n_labels ? l + 1 : NULL;
    if (l->kind == LABEL_TOPIC && only.mention == NONE) l->kind = LABEL_OTHER;
    stretch one = {l->first, l->end, l->answer, end_of_answer(x, l, next), l->kind == LABEL_QUESTION || l->kind == LABEL_OTHER,
                   l->who, NONE, "transcript", P_TRANSCRIPT};
    *ARENA_PUSH(x->s->a, x->stretches, x->n, x->cap) = one;
  }
}

/* ---- documents ----------------------------------------------------------------------------------------- */

/* How a document says whose words it is. */
typedef enum { HEAD_NONE, HEAD_BY, HEAD_NAME, HEAD_ATTRIBUTED } head_kind;
typedef struct {
  head_kind kind;
  uint32_t sentence;           /* the first behind it */
  nominal who;
  uint32_t body;               /* as in a stretch */
} head;

/* The noun phrase at i with who stands beside it: "the minister, Anna Vale", "Vale and Orm". */
static bool read_speaker(const finder *x, uint32_t i, uint32_t end, nominal *out) {
  const scene *s = x->s;
  nominal more;
  if (i >= end || !scene_noun_after(s, i, end, true, out)) return false;
  if (out->end + 1 >= end) return true;
  if (s->t[out->end].upos == UPOS_CCONJ && scene_noun_after(s, out->end + 1, end, true, &more)) {
    *out = (nominal){out->first, more.end, out->head, NONE, true};
  } else if (s->mark[out->end] == ',' && !is_person(s, out->mention) &&
             scene_noun_after(s, out->end + 1, end, true, &more) && is_person(s, more.mention)) {
    out->mention = more.mention;
    out->head = more.head;
    out->end = more.end;
  }
  return true;
}

/* Somebody known, or an office. */
static bool can_speak(const finder *x, const nominal *who) {
  const actor *a = actor_at(x->s, who->mention);
  return who->joined || (a && a->kind != ACTOR_PLACE) || any_of(x, who->first, who->end, VOICE_TITLE);
}

/* "Press statement by X on the dam": nothing but such words before it, and no verb. */
static bool read_by(const finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  bool fits = true;
  if (scene_has_finite(s, first, end)) return false;
  for (uint32_t i = first; i + 2 < end; i++) {
    if (fits && is(x, i, VOICE_DOCUMENT) && is(x, i + 1, VOICE_MAKER))
      return read_speaker(x, i + 2, end, out) && can_speak(x, out);
    fits = s->mark[i] == '-' || s->mark[i] == ':' || (fits && (s->mark[i] || is(x, i, VOICE_LEAD | VOICE_DOCUMENT)));
  }
  return false;
}

/* "The following is attributable to X:", "Statement attributable to X". */
static bool read_attributed(const finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  bool opens = is(x, first, VOICE_DOCUMENT) && !scene_has_finite(s, first, end);
  if (!opens && s->mark[end - 1] != ':') return false;
  for (uint32_t i = first; i + 2 < end; i++)
    if (is(x, i, VOICE_ATTRIBUTED) && is(x, i + 1, VOICE_JOINS)) return read_speaker(x, i + 2, end, out);
  return false;
}

/* "Anna Vale, Foreign Minister" alone on its line. */
static bool read_name(finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  uint32_t comma = first;
  while (comma < end && s->mark[comma] != ',' && (s->t[comma].flags & TOK_CAP)) comma++;
  if (comma < first + 2 || comma + 1 >= end || s->mark[comma] != ',' || s->mark[end - 1] == '.') return false;
  if (!(s->t[comma + 1].flags & TOK_CAP) || !any_of(x, comma + 1, end, VOICE_TITLE)) return false;
  if (scene_has_finite(s, comma, end) || any_of(x, first, end, VOICE_FORMER)) return false;
  uint32_t m = s->mention[comma - 1];
  if (!is_person(s, m)) m = mention_by_form(x, comma - 1);
  if (m == NONE && is_person(s, s->mention[comma + 1])) m = s->mention[comma + 1];
  *out = (nominal){first, comma, m == NONE ? first : s->f->mentions[m].head, m, false};
  return true;
}

/* Where the speaker is nobody known: the last body or state with a party that the lines up to his name tell of. */
static uint32_t body_of(const scene *s, const nominal *who) {
  uint32_t body = NONE;
  if (who->joined || actor_at(s, who->mention)) return NONE;
  for (uint32_t m = 0; m < s->f->n_mentions && s->f->mentions[m].end <= who->end; m++) {
    const actor *a = actor_at(s, m);
    if (a && a->party.ptr && a->kind != ACTOR_PERSON && a->kind != ACTOR_PLACE) body = m;
  }
  return body;
}

static head find_head(finder *x) {
  const scene *s = x->s;
  head found = {HEAD_NONE, 0, {0, 0, 0, NONE, false}, NONE};
  for (uint32_t k = 0, blocks = 0; k < s->d->n_sentences && blocks < MAX_HEAD_BLOCKS; blocks++) {
    uint32_t to = k;
    while (to < s->d->n_sentences && s->d->sentences[to].block == s->d->sentences[k].block) to++;
    uint32_t first = s->d->sentences[k].first, end = s->d->sentences[to - 1].end;
    bool line = end - first <= MAX_HEAD;
    nominal who;
    head_kind kind = HEAD_NONE;
    if (line && read_attributed(x, first, end, &who)) kind = HEAD_ATTRIBUTED;
    else if (line && found.kind == HEAD_NONE && read_by(x, first, end, &who)) kind = HEAD_BY;
    else if (line && found.kind == HEAD_NONE && read_name(x, first, end, &who)) kind = HEAD_NAME;
    if (kind != HEAD_NONE) found = (head){kind, to, who, body_of(s, &who)};
    if (!line && kind == HEAD_NONE) break;
    k = to;
  }
  return found;
}

/* Sentences in which a clause tells what somebody said. */
static const bool *told_in(const scene *s, const draft_list *drafts) {
  bool *told = ARENA_ARRAY(s->a, bool, s->d->n_sentences);
  for (uint32_t k = 0; k < drafts->n; k++) {
    const draft *d = &drafts->items[k];
    if (d->has_who && d->cue_end && !(s->t[d->cue_first].morph & MORPH_INF)) told[scene_sentence(s, d->cue_first)] = true;
  }
  return told;
}

/* Whether sentences [k, to), a paragraph of a document, are its speaker's own words. */
static bool is_spoken(const finder *x, const head *h, const bool *told, uint32_t k, uint32_t to) {
  const scene *s = x->s;
  uint32_t first = s->d->sentences[k].first, end = s->d->sentences[to - 1].end, words = 0;
  bool own = has_own(s, first, end), link = false;
  for (uint32_t i = first; i < end; i++) {
    words += !s->mark[i];
    link = link || (s->t[i].flags & TOK_LINK);
  }
  if (words < MIN_WORDS || !scene_has_finite(s, first, end) || (link && !own)) return false;
  if (own) return true;
  for (uint32_t j = k; j < to && h->kind == HEAD_ATTRIBUTED; j++)
    if (told[j]) return false;
  return h->kind == HEAD_ATTRIBUTED || !tells_of(s, &h->who, first, end);
}

/* A head line makes a document only where its paragraphs speak of themselves, and no dateline shows a reporter. */
static bool is_document(const finder *x, const head *h) {
  const scene *s = x->s;
  if (h->kind == HEAD_NONE || h->sentence >= s->d->n_sentences) return false;
  if (h->kind == HEAD_ATTRIBUTED) return true;
  return s->dateline_first == s->dateline_end &&
         has_own(s, s->d->sentences[h->sentence].first, s->d->sentences[s->d->n_sentences - 1].end);
}

static void read_document(finder *x, const draft_list *drafts) {
  const scene *s = x->s;
  head h = find_head(x);
  if (!is_document(x, &h)) return;
  const bool *told = told_in(s, drafts);
  for (uint32_t k = h.sentence; k < s->d->n_sentences;) {
    uint32_t to = k;
    while (to < s->d->n_sentences && s->d->sentences[to].block == s->d->sentences[k].block) to++;
    uint32_t first = s->d->sentences[k].first, end = s->d->sentences[to - 1].end;
    if (kind_of(x, k) == BLOCK_PARAGRAPH && is_spoken(x, &h, told, k, to))
      *ARENA_PUSH(s->a, x->stretches, x->n, x->cap) = (stretch){first, first, NONE, end, false, h.who, h.body, "own-voice", P_DOCUMENT};
    k = to;
  }
}

/* ---- refusals ------------------------------------------------------------------------------------------ */

static bool refuses_at(const scene *s, const refusal *r, uint32_t i, uint32_t end) {
  for (uint32_t k = 0; k < r->n; k++, i++) {
    while (k && i < end && (s->t[i].upos == UPOS_ADV) && !(s->t[i].morph & MORPH_NEG) && s->t[i].word != r->words[k] &&
           s->t[i].lemma != r->words[k])
      i++;
    if (i >= end) return false;
    const token *t = &s->t[i];
    bool fits = r->words[k] == WORD_ID_NOT ? (t->morph & MORPH_NEG) : t->word == r->words[k] || t->lemma == r->words[k];
    if (!fits) return false;
  }
  return true;
}

/* A refusal in the sentence that is the speaker's own: no other noun stands before it. */
static const char *refusal_in(const finder *x, uint32_t first, uint32_t end) {
  const scene *s = x->s;
  for (uint32_t i = first; i < end; i++) {
    const token *t = &s->t[i];
    bool begins = is(x, i, VOICE_REFUSES) || (t->morph & MORPH_NEG);
    for (uint32_t k = 0; k < x->m->n_refusals && begins; k++)
      if (refuses_at(s, &x->m->refusals[k], i, end)) return x->m->refusals[k].silence;

    if (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || (t->upos == UPOS_PRON && !is_own(s, i))) return NULL;
  }
  return NULL;
}

/* Whether a sentence tells nothing beside a refusal: no clause, or one of the speaker himself. */
static bool says_little(const scene *s, uint32_t first, uint32_t end) {
  while (first < end && (s->mark[first] || s->t[first].upos == UPOS_INTJ)) first++;
  return first == end || is_own(s, first) || !scene_has_finite(s, first, end);
}

/* How an answer is none, or NULL. */
static const char *silence_of(const finder *x, const stretch *at) {
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

/* ---- drafts -------------------------------------------------------------------------------------------- */

static draft make_draft(const finder *x, const stretch *at) {
  const scene *s = x->s;
  candidate c = {0};
  contents_add(s, &c, at->from, at->end);
  draft d = {.first = at->first, .runs = c.runs, .n_runs = c.n_runs, .who = at->who, .has_who = true, .mode = MODE_DIRECT,
             .act = ACT_SAYS, .voice = true, .lead = x->lead, .rule = at->rule, .p = at->p};
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
static const stretch *stretch_at(const finder *x, uint32_t i) {
  uint32_t lo = 0, hi = x->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (x->stretches[mid].end <= i) lo = mid + 1;
    else hi = mid;
  }
  return lo < x->n && x->stretches[lo].first <= i ? &x->stretches[lo] : NULL;
}

/* Whether a draft inside a stretch is more than the stretch itself. "I" and "we" get their speaker. */
static bool settles(const finder *x, const stretch *at, draft *d) {
  const scene *s = x->s;
  if (at->nobody) return false;
  if (d->first < at->from) return false;                 /* the label is its speaker */
  if (!d->n_runs && d->mode != MODE_DECLINED) return false;
  bool outside = d->has_who && (d->who.first < at->from || d->who.first >= at->end);
  if (!d->cue_end && (outside || !d->has_who)) return false;
  if (!d->has_who || !is_own(s, d->who.head)) return true;
  if (d->mode == MODE_DECLINED && silence_of(x, at)) return false;
  d->of_voice = at->body != NONE ? at->body : at->who.mention;
  d->ours = at->body != NONE || (s->t[d->who.head].morph & MORPH_PLURAL);
  if (!d->ours) d->who.mention = at->who.mention;
  return true;
}

void own_voice_find(const scene *s, const own_voice_model *m, draft_list *drafts) {
  finder x = {.s = s, .m = m, .lead = NONE};
  if (!m->n_classes || !s->d->n_sentences) return;
  for (uint32_t k = 0; k < s->d->n_sentences; k++) read_label(&x, k);
  if (x.n_labels && is_transcript(&x)) read_transcript(&x);
  else read_document(&x, drafts);
  if (!x.n) return;
  draft_list out = {0};
  for (uint32_t k = 0; k < drafts->n; k++) {
    draft d = drafts->items[k];
    const stretch *at = stretch_at(&x, d.cue_end ? d.cue_first : d.first);
    if (!at || settles(&x, at, &d)) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = d;
  }
  for (uint32_t k = 0; k < x.n; k++) {
    draft d = make_draft(&x, &x.stretches[k]);
    if (!x.stretches[k].nobody && d.n_runs) *ARENA_PUSH(s->a, out.items, out.n, out.cap) = d;
  }
  *drafts = out;
}
