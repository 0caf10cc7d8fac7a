/* focus.c: pronouns and "both sides": the nearest fitting subject, and only where there is one. */
#include "facts/linking.h"

enum {
  BACK_SENTENCES = 3,          /* how far back a person stays in focus */
  BACK_MENTIONS = 64,          /* mentions looked at, whatever their sentences */
  MAX_ATTACHED = 6,            /* tokens of "in Strelsau" between a body and its verb */
  MAX_APPOSITION = 12          /* tokens between a name and its verb: "Vale, the minister, said" */
};

static uint32_t class_of(const linker *k, uint32_t i) {
  return i < k->f->doc->n_tokens ? gaz_class(k->g, &k->t[i]) : 0;
}
static bool quoted(const linker *k, uint32_t i) { return (k->t[i].flags & TOK_QUOTED) != 0; }
static const actor *actor_of(const linker *k, const mention *m) { return &k->f->actors[m->actor]; }

static bool verb_at(const linker *k, uint32_t i) {
  uint32_t end = k->f->doc->sentences[k->f->doc->n_sentences - 1].end;
  while (i < end && (k->t[i].upos == UPOS_ADV || (class_of(k, i) & WORD_SELF))) i++;
  return i < end && (k->t[i].upos == UPOS_VERB || k->t[i].upos == UPOS_AUX);
}

/* "The embassy in Strelsau said": behind the phrase that hangs on a mention, if a verb follows there, or i. */
static uint32_t behind_phrase(const linker *k, uint32_t i, uint32_t end) {
  for (uint32_t p = i + 1; p < end && p < i + MAX_ATTACHED; p++) {
    uint8_t tag = k->t[p].upos;
    if (tag == UPOS_VERB || tag == UPOS_AUX) return p;
    if (tag != UPOS_DET && tag != UPOS_ADJ && tag != UPOS_NOUN && tag != UPOS_PROPN) return i;
  }
  return i;
}

/* Where the clause goes on behind a mention: over an apposition between commas. */
static uint32_t clause_after(const linker *k, const mention *m) {
  uint32_t end = k->f->doc->sentences[m->sentence].end, i = m->end;
  if (class_of(k, i) & (WORD_OF | WORD_INSIDE | WORD_PLACE_BEFORE)) i = behind_phrase(k, i, end);
  if (!(class_of(k, i) & WORD_COMMA)) return i;
  bool closes = m->first && (class_of(k, m->first - 1) & WORD_COMMA) && verb_at(k, i + 1);
  if (closes) return i + 1;                /* "his spokeswoman, Anna Vale, said" */
  for (uint32_t left = MAX_APPOSITION; ++i < end && left > 0; left--)
    if (class_of(k, i) & WORD_COMMA) return verb_at(k, i + 1) ? i + 1 : m->end;
  return m->end;
}

/* Whether the mention is the subject of a clause: a verb behind it, no preposition before it (words that
 * also open clauses, "after", aside). */
static bool subject(const linker *k, const mention *m) {
  bool begins = m->first == k->f->doc->sentences[m->sentence].first;
  bool led = !begins && k->t[m->first - 1].upos == UPOS_ADP && !(class_of(k, m->first - 1) & WORD_CLAUSE);
  if (led) return false;
  return !(class_of(k, m->end) & WORD_POSSESSIVE) && verb_at(k, clause_after(k, m));
}

/* Subject of an inverted tag: "…," said Vale. */
static bool inverted(const linker *k, const mention *m) {
  if (m->first < k->f->doc->sentences[m->sentence].first + 2) return false;
  const token *verb = &k->t[m->first - 1];
  bool tag = verb->upos == UPOS_VERB && (verb->morph & MORPH_PAST) && k->t[m->first - 2].upos == UPOS_PUNCT;
  return tag && !(class_of(k, m->end) & WORD_POSSESSIVE);
}

static bool fits(const linker *k, const mention *m, uint8_t gender) {
  const actor *x = actor_of(k, m);
  if (k->np.items[k->phrase_of[m - k->f->mentions]].sort == NP_NOMINAL) return false;
  if (m->head >= m->end || quoted(k, m->first) || m->form == MENTION_PRONOUN) {
    if (m->form != MENTION_PRONOUN || quoted(k, m->first)) return false;
  }
  switch (gender) {
    case 'm': case 'f': return x->kind == ACTOR_PERSON && !x->plural && (x->gender == gender || !x->gender);
    case 'n': return !x->plural && (x->kind == ACTOR_STATE || x->kind == ACTOR_GOVERNMENT ||
                                    x->kind == ACTOR_ORGANISATION || x->kind == ACTOR_GROUP);
    default: return x->plural;
  }
}

typedef struct {
  uint32_t n;                  /* different actors that fit: 0, 1, 2 (or more) */
  const mention *first, *last, *subject;       /* mentions that fit; the first subject */
} field;

/* Fitting mentions [from, to). */
static field survey(const linker *k, uint32_t from, uint32_t to, uint8_t gender) {
  field s = {0, NULL, NULL, NULL};
  if (to > BACK_MENTIONS && from < to - BACK_MENTIONS) from = to - BACK_MENTIONS;
  for (uint32_t i = from; i < to; i++) {
    const mention *m = &k->f->mentions[i];
    if (!fits(k, m, gender)) continue;
    if (!s.n) s.n = 1;
    else if (m->actor != s.first->actor) s.n = 2;
    if (!s.first) s.first = m;
    if (!s.subject && (subject(k, m) || inverted(k, m))) s.subject = m;
    s.last = m;
  }
  return s;
}

/* "it was not clear", "it is said", "it seems": it stands for nothing. */
static bool expletive(const linker *k, const noun_phrase *x) {
  uint32_t end = k->f->doc->sentences[x->sentence].end, i = x->end;
  bool copula = false;
  for (; i < end; i++) {
    uint8_t tag = k->t[i].upos;
    if (tag != UPOS_AUX && tag != UPOS_ADV && tag != UPOS_PART) break;
    if (gaz_lemma_class(k->g, &k->t[i]) & WORD_COPULA) copula = true;
  }
  if (i == end || (gaz_lemma_class(k->g, &k->t[i]) & WORD_EXPLETIVE)) return true;
  return copula && (k->t[i].upos != UPOS_VERB || (k->t[i].morph & MORPH_PART_PAST));
}

/* Verbs in tokens [i, end). */
static uint32_t verbs(const linker *k, uint32_t i, uint32_t end) {
  uint32_t n = 0;
  for (; i < end; i++) n += k->t[i].upos == UPOS_VERB;
  return n;
}

/* Within its own sentence: the only one that fits, or the subject of the clause around the pronoun's. An
 * object is never the subject of its own clause. */
static uint32_t in_sentence(const linker *k, const field *s, uint8_t gender, uint8_t cases, uint32_t at) {
  bool person_like = gender == 'm' || gender == 'f';
  if (s->n == 1) {
    bool object = !(cases & (PRONOUN_SUBJECT | PRONOUN_POSSESSIVE));
    if (object && s->subject && verbs(k, s->last->end, at) < 2) return NONE;
    bool clear = person_like || s->subject || (gender == 'n' && (cases & PRONOUN_POSSESSIVE));
    return clear ? s->first->actor : NONE;
  }
  if (!(cases & PRONOUN_SUBJECT)) return NONE;
  return subject(k, s->last) ? s->last->actor : NONE;
}

/* What a form with several uses ("her", "it") is here, by the word after it. */
static uint8_t case_here(const linker *k, const noun_phrase *x, uint8_t cases) {
  uint8_t next = x->end < k->f->doc->n_tokens ? k->t[x->end].upos : UPOS_PUNCT;
  bool noun = next == UPOS_NOUN || next == UPOS_ADJ || next == UPOS_PROPN || next == UPOS_NUM;
  if (!(cases & PRONOUN_OBJECT)) return cases;
  if (cases & PRONOUN_POSSESSIVE) return noun ? PRONOUN_POSSESSIVE : PRONOUN_OBJECT;
  if (cases & PRONOUN_SUBJECT) return verb_at(k, x->end) ? PRONOUN_SUBJECT : PRONOUN_OBJECT;
  return cases;
}

/* The sentence before: its subject; a thing only where the pronoun, too, begins its sentence. */
static uint32_t in_earlier(const field *s, uint8_t gender, bool begins) {
  if (gender == 'm' || gender == 'f') {
    if (s->n == 1) return s->first->actor;
    return s->subject ? s->subject->actor : NONE;
  }
  return begins && s->subject && s->subject == s->first ? s->subject->actor : NONE;
}

/* ---- who spoke ------------------------------------------------------------------------------- */

/* The verb at i or behind adverbs and auxiliaries is one of speech. */
static bool speech_at(const linker *k, uint32_t i) {
  while (i < k->f->doc->n_tokens && (k->t[i].upos == UPOS_ADV || k->t[i].upos == UPOS_AUX)) i++;
  return i < k->f->doc->n_tokens && k->t[i].upos == UPOS_VERB &&
         (gaz_lemma_class(k->g, &k->t[i]) & WORD_SPEECH);
}

/* Whether a pronoun at x is the speaker of a tag: "…, he said". */
static bool is_tag(const linker *k, const noun_phrase *x) {
  uint32_t first = k->f->doc->sentences[x->sentence].first;
  return x->first > first + 1 && k->t[x->first - 1].upos == UPOS_PUNCT && speech_at(k, x->end);
}

/* The mention that speaks in [from, to) and fits: that of a tag, else the first. NULL: none. */
static const mention *speaker_in(const linker *k, uint32_t from, uint32_t to, uint8_t gender) {
  const mention *found = NULL;
  if (to > BACK_MENTIONS && from < to - BACK_MENTIONS) from = to - BACK_MENTIONS;
  for (uint32_t i = from; i < to; i++) {
    const mention *m = &k->f->mentions[i];
    if (!fits(k, m, gender)) continue;
    bool turned = inverted(k, m) && (gaz_lemma_class(k->g, &k->t[m->first - 1]) & WORD_SPEECH);
    bool cited = m->first > 1 && (class_of(k, m->first - 1) & WORD_TO) &&          /* "according to Vale" */
                 (gaz_lemma_class(k->g, &k->t[m->first - 2]) & WORD_SPEECH) &&
                 !(k->t[m->first - 2].morph & (MORPH_PAST | MORPH_PRESENT));
    bool speaks = turned || cited || (subject(k, m) && speech_at(k, clause_after(k, m)));
    bool tag = speaks && m->first && k->t[m->first - 1].upos == UPOS_PUNCT;
    if (speaks && (!found || tag || turned)) found = m;
  }
  return found;
}

/* "He said": who spoke in the sentences just before; for a tag, else the subject there; or NONE. */
static uint32_t focus_speaker(const linker *k, const noun_phrase *x, uint8_t gender, bool tag) {
  uint32_t to = k->first_mention[x->sentence];
  uint32_t back = gender == 'm' || gender == 'f' ? BACK_SENTENCES : 1;
  for (uint32_t n = 1; n <= back && n <= x->sentence; n++) {
    uint32_t from = k->first_mention[x->sentence - n];
    const mention *m = speaker_in(k, from, to, gender);
    if (m) return m->actor;
    field s = survey(k, from, to, gender);
    if (s.n) return tag && s.subject ? s.subject->actor : NONE;
    to = from;
  }
  return NONE;
}

uint32_t focus_pronoun(const linker *k, const noun_phrase *x) {
  word_id w = k->t[x->head].word;
  uint8_t gender = k->g->pronoun_gender[w], cases = case_here(k, x, k->g->pronoun_case[w]);
  bool thing = gender == 'n' || gender == 'p';
  if (quoted(k, x->head) || x->heading || (thing && cases == PRONOUN_OBJECT)) return NONE;
  if (gender == 'n' && cases == PRONOUN_SUBJECT && expletive(k, x)) return NONE;
  uint32_t to = k->f->n_mentions, from = k->first_mention[x->sentence];
  bool opens = from == to && speech_at(k, x->end), tag = is_tag(k, x);
  if (cases == PRONOUN_SUBJECT && (opens || tag)) {
    uint32_t who = focus_speaker(k, x, gender, tag);
    if (who != NONE || tag) return who;
  }
  field s = survey(k, from, to, gender);
  if (s.n) return in_sentence(k, &s, gender, cases, x->first);
  bool begins = x->first < k->f->doc->sentences[x->sentence].first + 3;
  for (uint32_t back = 1; back <= BACK_SENTENCES && back <= x->sentence; back++) {
    to = from;
    from = k->first_mention[x->sentence - back];
    s = survey(k, from, to, gender);
    if (s.n) return in_earlier(&s, gender, begins);
    if (thing) return NONE;
  }
  return NONE;
}

/* ---- the two --------------------------------------------------------------------------------- */

typedef struct { uint32_t n; uint32_t found[2]; } two;

static void take(two *t, uint32_t a) {
  for (uint32_t i = 0; i < t->n && i < 2; i++)
    if (t->found[i] == a) return;
  if (t->n < 2) t->found[t->n] = a;
  t->n++;
}

/* The state or organisation whose party the actor is of, or NONE. */
static uint32_t party_actor(const linker *k, uint32_t a) {
  if (!k->f->actors[a].party.ptr) return NONE;
  const uint32_t *at = map_get(&k->by_key, k->f->actors[a].party);
  return at ? *at : NONE;
}

static void take_parties(const linker *k, two *t, const actor *x, uint32_t a) {
  for (uint32_t i = 0; i < x->n_members; i++) {
    uint32_t p = party_actor(k, x->members[i]);
    if (p != NONE) take(t, p);
  }
  uint32_t p = x->n_members ? NONE : party_actor(k, a);
  if (p != NONE) take(t, p);
}

bool focus_pair(const linker *k, const noun_phrase *x, bool persons, uint32_t out[2]) {
  two t = {0, {NONE, NONE}};
  uint32_t to = k->f->n_mentions, steps = 0;
  for (uint32_t back = 0; back <= BACK_SENTENCES && back <= x->sentence && t.n < 2; back++) {
    uint32_t from = k->first_mention[x->sentence - back];
    for (uint32_t i = to; i-- > from && steps < BACK_MENTIONS; steps++) {
      uint32_t a = k->f->mentions[i].actor;
      const actor *who = &k->f->actors[a];
      if (k->np.items[k->phrase_of[i]].place) continue;
      if (!persons) take_parties(k, &t, who, a);
      else if (who->kind == ACTOR_PERSON && !who->anonymous) take(&t, a);
    }
    to = from;
  }
  out[0] = t.found[0] < t.found[1] ? t.found[0] : t.found[1];
  out[1] = t.found[0] < t.found[1] ? t.found[1] : t.found[0];
  return t.n == 2;
}
