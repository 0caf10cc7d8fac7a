/* coref_mentions.c: noun phrases and pronouns by tags, without trees; owners and names inside them too. */
#include "facts/coref.h"

enum { LONGEST_WORDS = 16 };   /* words that tell a phrase from others */

typedef struct {
  coref *c;
  const token *t;
  const doc *d;
  uint32_t *name_at;           /* [n_tokens] 1 + name that holds the token, 0: none */
  uint32_t *rule_at;           /* [n_tokens] 1 + mention of the rules, 0: none */
  bool *in_time;               /* [n_tokens] */
  uint32_t *speaker_at;        /* [n_tokens] 1 + actor who says the token */
  map heads;                   /* form of a head → 1 + last mention with it */
  uint32_t pronoun[COREF_TYPES];       /* 1 + last mention of the type */
  uint32_t sentence;
} finding;

static bool is_feature(const finding *k, uint32_t i, str feature) {
  return str_find(language_feats(k->c->f->language, &k->t[i]), feature) != SIZE_MAX;
}

/* ---- what stands where ------------------------------------------------------------------------------- */

static void mark_names(finding *k) {
  const name_list *l = k->c->names;
  for (uint32_t n = 0; n < l->n; n++)
    for (uint32_t i = l->all[n].first; l->all[n].kind != NAME_ROLE && i < l->all[n].end; i++)
      k->name_at[i] = n + 1;
}

static void mark_rules(finding *k) {
  const facts *f = k->c->f;
  for (uint32_t m = 0; m < f->n_mentions; m++)
    for (uint32_t i = f->mentions[m].first; i < f->mentions[m].end; i++) k->rule_at[i] = m + 1;
  for (uint32_t n = 0; n < f->n_times; n++)
    for (uint32_t i = f->times[n].first; i < f->times[n].end; i++) k->in_time[i] = true;
}

/* First token that ends behind the byte. */
static uint32_t token_from(const doc *d, uint32_t byte) {
  uint32_t lo = 0, hi = d->n_tokens;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (d->tokens[mid].at.end <= byte) lo = mid + 1; else hi = mid;
  }
  return lo;
}

/* Quoted words of statements belong to their speakers. */
static void mark_speakers(finding *k) {
  const facts *f = k->c->f;
  for (uint32_t s = 0; s < f->n_statements; s++) {
    const statement *x = &f->statements[s];
    if (x->speaker == NONE || x->mode == MODE_INDIRECT || x->mode == MODE_HEARSAY) continue;
    for (uint32_t n = 0; n < x->n_content; n++)
      for (uint32_t i = token_from(k->d, x->content[n].start);
           i < k->d->n_tokens && k->t[i].at.start < x->content[n].end; i++)
        if (k->t[i].flags & TOK_QUOTED) k->speaker_at[i] = x->speaker + 1;
  }
}

/* ---- one mention ------------------------------------------------------------------------------------- */

static bool is_finite(const token *t) {
  return t->upos == UPOS_AUX || (t->upos == UPOS_VERB && (t->morph & (MORPH_PAST | MORPH_PRESENT | MORPH_MODAL)));
}

static uint8_t role_of(const finding *k, uint32_t first, uint32_t end) {
  const sentence *s = &k->d->sentences[k->sentence];
  uint32_t i = end;
  if (i < s->end && k->t[i].upos == UPOS_PART && (k->t[i].morph & MORPH_POSS)) return COREF_OWNER;
  if (first > s->first && k->t[first - 1].upos == UPOS_ADP) return COREF_OBLIQUE;
  while (i < s->end && i < end + 3 && k->t[i].upos == UPOS_ADV) i++;
  if (i < s->end && is_finite(&k->t[i])) return COREF_SUBJECT;
  if (first > s->first && (k->t[first - 1].upos == UPOS_VERB || k->t[first - 1].upos == UPOS_AUX))
    return COREF_OBJECT;
  return 0;
}

static uint8_t number_of(const finding *k, uint32_t head, coref_type type) {
  if (type == COREF_PAIR) return COREF_PLURAL;
  if (type == COREF_YOU) return 0;
  return k->t[head].morph & MORPH_PLURAL ? COREF_PLURAL : COREF_SINGULAR;
}

static uint8_t gender_of(const finding *k, uint32_t head, uint32_t who) {
  uint8_t g = who == NONE ? 0 : k->c->f->actors[who].gender;
  if ((k->t[head].morph & MORPH_MASC) || g == 'm') return COREF_MASCULINE;
  return (k->t[head].morph & MORPH_FEM) || g == 'f' ? COREF_FEMININE : 0;
}

static uint64_t hash_of(const finding *k, uint32_t i) { return k->c->names->hashes[k->t[i].form]; }

static uint64_t words_hash(const finding *k, uint32_t first, uint32_t end) {
  uint64_t h = 0;
  if (end - first > LONGEST_WORDS) first = end - LONGEST_WORDS;
  while (first + 1 < end && k->t[first].upos == UPOS_DET) first++;
  for (uint32_t i = first; i < end; i++) h = (h ^ hash_of(k, i)) * UINT64_C(0x9E3779B97F4A7C15) + 1;
  return h;
}

static uint32_t chain(finding *k, coref_mention *m, uint32_t at) {
  bool added;
  if (coref_is_pronoun(m->type)) {
    uint32_t same = k->pronoun[m->type];
    k->pronoun[m->type] = at + 1;
    return same ? same - 1 : NONE;
  }
  uint32_t *last = map_put(&k->heads, (str){(const char *)&k->t[m->head].form, sizeof k->t->form}, &added);
  uint32_t before = added ? NONE : *last - 1;
  *last = at + 1;
  return before;
}

/* The mention of the rules that has the same words or the same head, or stands inside around the head. */
static uint32_t rule_of(const finding *k, uint32_t first, uint32_t end, uint32_t head, coref_type type) {
  uint32_t m = k->rule_at[head];
  if (!m || type == COREF_PAIR) return NONE;
  const mention *x = &k->c->f->mentions[m - 1];
  if (x->first == first && x->end == end) return m - 1;
  if (x->head >= x->end) return type == COREF_ADJECTIVE ? m - 1 : NONE;
  return x->head == head || (x->first >= first && x->end <= end) ? m - 1 : NONE;
}

/* "I" in a quotation is the one who speaks. */
static bool is_speaker(const finding *k, const coref_mention *m) {
  if (m->type != COREF_I || m->speaker == NONE) return false;
  return k->c->f->actors[m->speaker].kind == ACTOR_PERSON && !k->c->f->actors[m->speaker].plural;
}

static void add(finding *k, uint32_t first, uint32_t end, uint32_t head, coref_type type) {
  coref *c = k->c;
  uint32_t rule = rule_of(k, first, end, head, type);
  uint32_t who = rule == NONE ? NONE : c->f->mentions[rule].actor;
  bool noun = who != NONE && c->f->actors[who].noun;
  coref_mention m = {
      .first = first, .end = end, .head = head, .sentence = k->sentence, .type = (uint8_t)type,
      .block = k->d->sentences[k->sentence].block, .number = number_of(k, head, type),
      .gender = type == COREF_PAIR ? 0 : gender_of(k, head, who), .actor = noun ? NONE : who,
      .noun = noun ? who : NONE, .rule_mention = rule,
      .quoted = (k->t[head].flags & TOK_QUOTED) != 0, .entity = NONE,
      .speaker = k->speaker_at[head] ? k->speaker_at[head] - 1 : NONE, .head_hash = hash_of(k, head)};
  if (is_speaker(k, &m)) m.actor = m.speaker;
  m.possessive = coref_is_pronoun(type) && (k->t[head].morph & MORPH_POSS);
  m.role = m.possessive ? COREF_OWNER : role_of(k, first, end);
  if (type == COREF_ADJECTIVE) m.role = COREF_PREMODIFIER;
  m.name = k->name_at[head] ? 1 + c->names->all[k->name_at[head] - 1].kind : 0;
  m.words_hash = words_hash(k, first, end);
  for (uint32_t i = first; i < end && i < first + COREF_FIRST_WORDS; i++) m.words |= UINT64_C(1) << (hash_of(k, i) & 63);
  m.same_head = chain(k, &m, c->n);
  *ARENA_PUSH(c->a, c->mentions, c->n, c->cap) = m;
}

/* ---- phrases ----------------------------------------------------------------------------------------- */

static coref_type pronoun_type(const finding *k, uint32_t i) {
  uint16_t m = k->t[i].morph;
  bool many = (m & MORPH_PLURAL) != 0;
  if (m & MORPH_P1) return many ? COREF_WE : COREF_I;
  if (m & MORPH_P2) return COREF_YOU;
  if (!(m & MORPH_P3)) return COREF_OTHER_PRONOUN;
  if (many) return COREF_THEY;
  return m & MORPH_MASC ? COREF_HE : m & MORPH_FEM ? COREF_SHE : COREF_IT;
}

/* "I", "this", not "who" and "there". */
static bool is_pronoun(const finding *k, uint32_t i) {
  if (k->t[i].upos != UPOS_PRON) return false;
  if (k->t[i].morph & (MORPH_P1 | MORPH_P2 | MORPH_P3)) return true;
  return is_feature(k, i, STR("PronType=Dem")) && is_feature(k, i, STR("Number="));
}

static bool is_noun(const token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN; }
static bool is_part_past(const token *t) { return t->upos == UPOS_VERB && (t->morph & (MORPH_PART_PAST | MORPH_PART_PRES)); }

/* Whether a word goes before a noun. */
static bool modifies(const finding *k, uint32_t i, uint32_t end, bool begun) {
  const token *t = &k->t[i];
  if (t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->upos == UPOS_SYM) return true;
  if (i + 1 >= end) return false;
  const token *next = &k->t[i + 1];
  if (t->upos == UPOS_ADV) return begun && (next->upos == UPOS_ADJ || next->upos == UPOS_NUM);
  if (is_part_past(t)) return begun && (is_noun(next) || next->upos == UPOS_ADJ);
  bool sign = t->upos == UPOS_PUNCT && !(next->flags & TOK_SPACE_BEFORE) && !(t->flags & TOK_SPACE_BEFORE);
  return sign && begun && (is_noun(next) || next->upos == UPOS_ADJ) && t->view_end - t->view == 1 &&
         k->d->report->view.ptr[t->view] == '-';
}

static coref_type phrase_type(const finding *k, uint32_t first, uint32_t head, bool owned) {
  const token *t = &k->t[first];
  bool name = k->t[head].upos == UPOS_PROPN || k->name_at[head];
  if (owned) return COREF_OWN;
  if (name) return COREF_NAME;
  if (t->upos == UPOS_PRON) return COREF_OWN;
  if (t->upos != UPOS_DET) return COREF_BARE;
  if (is_feature(k, first, STR("Definite=Def"))) return COREF_THE;
  return is_feature(k, first, STR("PronType=Dem")) ? COREF_THIS : COREF_INDEFINITE;
}

/* Names and adjectives of states before the head: "US" in "the US envoy". */
static void add_inner(finding *k, uint32_t first, uint32_t end, uint32_t head) {
  for (uint32_t i = first; i < end; i++) {
    const name_span *n = k->name_at[i] ? &k->c->names->all[k->name_at[i] - 1] : NULL;
    const mention *m = k->rule_at[i] ? &k->c->f->mentions[k->rule_at[i] - 1] : NULL;
    if (m && m->first == i && m->head >= m->end && m->end <= head) {
      add(k, i, m->end, i, COREF_ADJECTIVE);
      i = m->end - 1;
    } else if (n && n->first == i && n->end <= head) {
      add(k, i, n->end, n->end - 1, COREF_NAME);
      i = n->end - 1;
    } else if (m && m->first == i && m->end <= head) {
      add(k, i, m->end, m->head, COREF_NAME);
      i = m->end - 1;
    }
  }
}

typedef struct { uint32_t first, end, head; bool found; } phrase;

/* A longer name goes on over "of": "Bay of Ruritania". */
static uint32_t name_end(const finding *k, uint32_t i, uint32_t end) {
  uint32_t n = k->name_at[i] ? k->c->names->all[k->name_at[i] - 1].end : 0;
  return n > i + 1 && n <= end ? n : i + 1;
}

/* The word a name is known by: the last before "of". */
static uint32_t name_head(const finding *k, uint32_t first, uint32_t end) {
  for (uint32_t i = first + 1; i < end; i++)
    if (k->t[i].upos == UPOS_ADP) return i - 1;
  return end - 1;
}

/* The phrase that begins at i, its owners and inner names added; end = i where there is none. */
static phrase read_phrase(finding *k, uint32_t i, uint32_t end) {
  phrase p = {i, i, NONE, false};
  uint32_t inner = i;
  bool owned = false;
  while (i < end && k->t[i].upos == UPOS_DET) i++;
  for (; i < end; i++) {
    const token *t = &k->t[i];
    if (is_noun(t) || k->name_at[i]) {
      if (p.head != NONE && k->in_time[i] && !k->in_time[p.head]) break;
      uint32_t stop = name_end(k, i, end);
      p.head = stop > i + 1 ? name_head(k, i, stop) : i;
      i = stop - 1;
      p.end = stop;
    } else if (p.head != NONE && t->upos == UPOS_PART && (t->morph & MORPH_POSS)) {
      add_inner(k, inner, p.end, p.head);
      add(k, p.first, p.end, p.head, phrase_type(k, p.first, p.head, owned));
      p.head = NONE;
      inner = i + 1;
      owned = true;
    } else if (t->upos == UPOS_PRON && (t->morph & MORPH_POSS) && is_pronoun(k, i) && p.head == NONE && !owned) {
      add(k, i, i + 1, i, pronoun_type(k, i));
      inner = i + 1;
      owned = true;
    } else if (p.head != NONE ? t->upos != UPOS_NUM || k->in_time[i] : !modifies(k, i, end, i > p.first)) {
      break;
    } else if (p.head != NONE) {
      p.end = i + 1;
    }
  }
  if (p.head == NONE && i > p.first + 1 && !owned && k->t[p.first].upos == UPOS_DET) p.head = i - 1, p.end = i;
  p.found = p.head != NONE;
  if (!p.found) p.end = i > p.first ? i : p.first;
  if (!p.found) return p;
  add_inner(k, inner, p.end, p.head);
  add(k, p.first, p.end, p.head, phrase_type(k, p.first, p.head, owned));
  return p;
}

static void read_sentence(finding *k) {
  const sentence *s = &k->d->sentences[k->sentence];
  phrase before = {0, 0, 0, false};
  bool joined = false;         /* only "and" stands behind `before` */
  for (uint32_t i = s->first; i < s->end;) {
    bool owns = (k->t[i].morph & MORPH_POSS) && i + 1 < s->end && k->t[i + 1].upos != UPOS_PUNCT;
    if (is_pronoun(k, i) && !owns) {
      add(k, i, i + 1, i, pronoun_type(k, i));
      if (joined) add(k, before.first, i + 1, before.head, COREF_PAIR);
      before = (phrase){i, i + 1, i, true};
      joined = false;
      i++;
      continue;
    }
    phrase p = read_phrase(k, i, s->end);
    if (p.found && joined) add(k, before.first, p.end, before.head, COREF_PAIR);
    if (p.found) before = p;
    joined = !p.found && before.found && i == before.end && k->t[i].upos == UPOS_CCONJ;
    i = p.end > i ? p.end : i + 1;
  }
}

/* Many first and second persons: somebody talks; in many short paragraphs: several do. */
static uint8_t manner_of(const coref *c) {
  uint32_t persons = 0, words = c->d->n_tokens, blocks = 1;
  for (uint32_t m = 0; m < c->n; m++) persons += c->mentions[m].type <= COREF_YOU && !c->mentions[m].quoted;
  for (uint32_t s = 1; s < c->d->n_sentences; s++) blocks += c->d->sentences[s].block != c->d->sentences[s - 1].block;
  if (persons * 33 < words) return 0;
  return words / blocks < 40 ? 2 : 1;
}

coref *coref_mentions_find(arena *a, const facts *f) {
  coref *c = ARENA_NEW(a, coref);
  const doc *d = f->doc;
  *c = (coref){.a = a, .f = f, .d = d, .names = language_names(a, f->language, f->doc), .newest = NONE};
  if (!c->names) return NULL;
  finding k = {.c = c, .t = d->tokens, .d = d};
  k.name_at = ARENA_ARRAY(a, uint32_t, d->n_tokens + (size_t)1);
  k.rule_at = ARENA_ARRAY(a, uint32_t, d->n_tokens + (size_t)1);
  k.in_time = ARENA_ARRAY(a, bool, d->n_tokens + (size_t)1);
  k.speaker_at = ARENA_ARRAY(a, uint32_t, d->n_tokens + (size_t)1);
  map_init(&k.heads, a, 256);
  mark_names(&k);
  mark_rules(&k);
  mark_speakers(&k);
  for (k.sentence = 0; k.sentence < d->n_sentences; k.sentence++) read_sentence(&k);
  c->manner = manner_of(c);
  return c;
}
