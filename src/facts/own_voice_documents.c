/* own_voice_documents.c: documents whose head line says whose words they are. */
#include "facts/own_voice_parts.h"

enum { P_DOCUMENT = 800 };
#define MAX_HEAD 30          /* tokens of a head line */
#define MAX_HEAD_BLOCKS 6    /* in which it is looked for */
#define MIN_WORDS 4          /* of a paragraph that asserts something */

/* How a document says whose words it is. */
typedef enum { HEAD_NONE, HEAD_BY, HEAD_NAME, HEAD_ATTRIBUTED } head_kind;
typedef struct {
  head_kind kind;
  uint32_t sentence;           /* the first behind it */
  nominal who;
  uint32_t body;               /* as in a stretch */
} head;

/* The noun phrase at i with who stands beside it: "the minister, Anna Vale", "Vale and Orm". */
static bool read_speaker(const voice_finder *x, uint32_t i, uint32_t end, nominal *out) {
  const scene *s = x->s;
  nominal more;
  if (i >= end || !scene_noun_after(s, i, end, true, out)) return false;
  if (out->end + 1 >= end) return true;
  if (s->t[out->end].upos == UPOS_CCONJ && scene_noun_after(s, out->end + 1, end, true, &more)) {
    *out = (nominal){out->first, more.end, out->head, NONE, true};
  } else if (s->mark[out->end] == ',' && !voice_is_person(s, out->mention) &&
             scene_noun_after(s, out->end + 1, end, true, &more) && voice_is_person(s, more.mention)) {
    out->mention = more.mention;
    out->head = more.head;
    out->end = more.end;
  }
  return true;
}

/* Somebody known, or an office. */
static bool can_speak(const voice_finder *x, const nominal *who) {
  const actor *a = voice_actor(x->s, who->mention);
  return who->joined || (a && a->kind != ACTOR_PLACE) || voice_any(x, who->first, who->end, VOICE_TITLE);
}

/* "Press statement by X on the dam": nothing but such words before it, and no verb. */
static bool read_by(const voice_finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  bool fits = true;
  if (scene_has_finite(s, first, end)) return false;
  for (uint32_t i = first; i + 2 < end; i++) {
    if (fits && voice_is(x, i, VOICE_DOCUMENT) && voice_is(x, i + 1, VOICE_MAKER))
      return read_speaker(x, i + 2, end, out) && can_speak(x, out);
    bool leads = s->mark[i] || voice_is(x, i, VOICE_LEAD | VOICE_DOCUMENT);
    fits = s->mark[i] == '-' || s->mark[i] == ':' || (fits && leads);
  }
  return false;
}

/* "The following is attributable to X:", "Statement attributable to X". */
static bool read_attributed(const voice_finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  bool opens = voice_is(x, first, VOICE_DOCUMENT) && !scene_has_finite(s, first, end);
  if (!opens && s->mark[end - 1] != ':') return false;
  for (uint32_t i = first; i + 2 < end; i++)
    if (voice_is(x, i, VOICE_ATTRIBUTED) && voice_is(x, i + 1, VOICE_JOINS))
      return read_speaker(x, i + 2, end, out);
  return false;
}

/* "Anna Vale, Foreign Minister" alone on its line. */
static bool read_name(voice_finder *x, uint32_t first, uint32_t end, nominal *out) {
  const scene *s = x->s;
  uint32_t comma = first;
  while (comma < end && s->mark[comma] != ',' && (s->t[comma].flags & TOK_CAP)) comma++;
  if (comma < first + 2 || comma + 1 >= end || s->mark[comma] != ',' || s->mark[end - 1] == '.') return false;
  if (!(s->t[comma + 1].flags & TOK_CAP) || !voice_any(x, comma + 1, end, VOICE_TITLE)) return false;
  if (scene_has_finite(s, comma, end) || voice_any(x, first, end, VOICE_FORMER)) return false;
  uint32_t m = s->mention[comma - 1];
  if (!voice_is_person(s, m)) m = voice_mention_by_form(x, comma - 1);
  if (m == NONE && voice_is_person(s, s->mention[comma + 1])) m = s->mention[comma + 1];
  *out = (nominal){first, comma, m == NONE ? first : s->f->mentions[m].head, m, false};
  return true;
}

/* Where the speaker is nobody known: the last body or state with a party that the lines up to his name
 * tell of. */
static uint32_t body_of(const scene *s, const nominal *who) {
  uint32_t body = NONE;
  if (who->joined || voice_actor(s, who->mention)) return NONE;
  for (uint32_t m = 0; m < s->f->n_mentions && s->f->mentions[m].end <= who->end; m++) {
    const actor *a = voice_actor(s, m);
    if (a && a->party.ptr && a->kind != ACTOR_PERSON && a->kind != ACTOR_PLACE) body = m;
  }
  return body;
}

static head find_head(voice_finder *x) {
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
    if (d->has_who && d->cue_end && !(s->t[d->cue_first].morph & MORPH_INF))
      told[scene_sentence(s, d->cue_first)] = true;
  }
  return told;
}

/* Whether sentences [k, to), a paragraph of a document, are its speaker's own words. */
static bool is_spoken(const voice_finder *x, const head *h, const bool *told, uint32_t k, uint32_t to) {
  const scene *s = x->s;
  uint32_t first = s->d->sentences[k].first, end = s->d->sentences[to - 1].end, words = 0;
  bool own = voice_has_own(s, first, end), link = false;
  for (uint32_t i = first; i < end; i++) {
    words += !s->mark[i];
    link = link || (s->t[i].flags & TOK_LINK);
  }
  if (words < MIN_WORDS || !scene_has_finite(s, first, end) || (link && !own)) return false;
  if (own) return true;
  char last = s->mark[end - 1];
  if (last != '.' && last != '?' && last != '!' && last != ':' && last != 'c') return false;      /* a line of the page */
  for (uint32_t j = k; j < to && h->kind == HEAD_ATTRIBUTED; j++)
    if (told[j]) return false;
  return h->kind == HEAD_ATTRIBUTED || !voice_tells_of(s, &h->who, first, end);
}

/* A head line makes a document only where its paragraphs speak of themselves, and no dateline shows a
 * reporter. */
static bool is_document(const voice_finder *x, const head *h) {
  const scene *s = x->s;
  if (h->kind == HEAD_NONE || h->sentence >= s->d->n_sentences) return false;
  if (h->kind == HEAD_ATTRIBUTED) return true;
  return s->dateline_first == s->dateline_end &&
         voice_has_own(s, s->d->sentences[h->sentence].first, s->d->sentences[s->d->n_sentences - 1].end);
}

void voice_read_document(voice_finder *x, const draft_list *drafts) {
  const scene *s = x->s;
  head h = find_head(x);
  if (!is_document(x, &h)) return;
  const bool *told = told_in(s, drafts);
  for (uint32_t k = h.sentence; k < s->d->n_sentences;) {
    uint32_t to = k;
    while (to < s->d->n_sentences && s->d->sentences[to].block == s->d->sentences[k].block) to++;
    uint32_t first = s->d->sentences[k].first, end = s->d->sentences[to - 1].end;
    if (voice_block(x, k) == BLOCK_PARAGRAPH && is_spoken(x, &h, told, k, to))
      *ARENA_PUSH(s->a, x->stretches, x->n, x->cap) =
          (voice_stretch){first, first, NONE, end, false, h.who, h.body, "own-voice", P_DOCUMENT};
    k = to;
  }
}
