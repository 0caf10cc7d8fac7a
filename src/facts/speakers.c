/* speakers.c: verb groups and their subjects, over tags. */
#include "facts/speakers.h"

/* Commas looked past for the noun behind an insertion, and infinitives under another ("went on to try to
 * say"). */
#define MAX_INSERTIONS 3
#define MAX_GOVERNORS 3
/* Tokens of a relative clause between a speaker and his verb. */
#define MAX_RELATIVE 14

/* ---- verb groups ------------------------------------------------------------------------------------ */

/* Takes one more word before the group into it; false where the group begins. */
static bool extend_group(const scene *s, uint32_t lo, verb_group *g) {
  if (g->first <= lo) return false;
  uint32_t p = g->first - 1;
  const token *t = &s->t[p];
  if (s->time[p] != NONE && t->upos != UPOS_AUX) {
    p = s->f->times[s->time[p]].first;
    if (p > lo && s->t[p - 1].upos == UPOS_ADP) p--;
    if (p < lo) return false;
  } else if (t->morph & MORPH_NEG) {
    if (t->upos == UPOS_DET || t->upos == UPOS_PRON) return false;
    g->negative = true;
  } else if (t->upos == UPOS_AUX || (t->upos == UPOS_VERB && scene_is(s, p, WORD_BE | WORD_HAVE))) {
    g->modal = g->modal || (t->morph & MORPH_MODAL);
    g->be = g->be || scene_is(s, p, WORD_BE);
    g->have = g->have || scene_is(s, p, WORD_HAVE);
  } else if (t->upos == UPOS_PART && scene_is(s, p, WORD_TO)) {
    g->infinitive = true;
  } else if (t->upos != UPOS_ADV || s->mention[p] != NONE || scene_is(s, p, WORD_WH | WORD_WH_WIDE)) {
    return false;
  }
  bool phrase = t->upos == UPOS_ADV && p > lo && s->t[p - 1].upos == UPOS_ADP;      /* "critics at home" */
  g->first = phrase ? p - 1 : p;
  return true;
}

/* "went on to say": goes on from the verb whose infinitive tells what happened. */
static bool climb_governor(const scene *s, uint32_t lo, verb_group *g) {
  uint32_t p = g->first;
  if (p <= lo) return false;
  p--;
  if (p > lo && (s->t[p].upos == UPOS_ADV || s->t[p].upos == UPOS_ADP) && s->t[p - 1].upos == UPOS_VERB) p--;
  if (!scene_is(s, p, WORD_FACTUAL)) return false;
  g->infinitive = false;
  g->first = p;
  return true;
}

verb_group speakers_group(const scene *s, uint32_t lo, uint32_t verb) {
  verb_group g = {.first = verb, .verb = verb};
  uint16_t morph = s->t[verb].morph;
  bool ing = (morph & MORPH_PART_PRES) && !(morph & (MORPH_PAST | MORPH_PRESENT));
  for (uint32_t k = 0; k <= MAX_GOVERNORS; k++) {
    while (!g.infinitive && extend_group(s, lo, &g)) continue;
    if (!g.infinitive || !climb_governor(s, lo, &g)) break;
  }
  g.progressive = ing && g.be;
  g.participle = ing && !g.be;
  g.passive = g.be && !ing && (morph & (MORPH_PART_PAST | MORPH_PAST));
  return g;
}

/* ---- subjects --------------------------------------------------------------------------------------- */

static bool is_name(const scene *s, uint32_t m) {
  return m != NONE && s->f->mentions[m].form == MENTION_NAME;
}

/* Whether [first, end), between two commas, can stand inside a clause: no verb but a participle or behind
 * "who". */
static bool is_insertion(const scene *s, uint32_t first, uint32_t end) {
  if (first >= end) return false;
  const token *t = &s->t[first];
  if (t->upos == UPOS_VERB && (t->morph & (MORPH_PART_PAST | MORPH_PART_PRES))) return true;
  bool asked = t->upos == UPOS_VERB && (t->morph & MORPH_PAST) && first + 1 < end &&     /* "asked about …" */
               (s->t[first + 1].upos == UPOS_ADP || scene_is(s, first + 1, WORD_WH | WORD_TO | WORD_BY));
  if (asked && !scene_has_finite(s, first + 1, end)) return true;
  for (uint32_t i = first; i < end && !scene_is(s, i, WORD_REL | WORD_WH_WIDE); i++)
    if (scene_finite(s, i)) return false;
  return true;
}

/* The name an apposition brings: "the ambassador, Anna Vale," is Vale. */
static void take_apposition(const scene *s, uint32_t first, uint32_t end, nominal *who) {
  nominal inner;
  if (scene_is(s, first, WORD_REL) || !scene_noun_after(s, first, end, true, &inner)) return;
  if (inner.end != end && !is_insertion(s, first, end)) return;
  who->end = end;
  if (!is_name(s, who->mention) && is_name(s, inner.mention)) {
    who->mention = inner.mention;
    who->head = inner.head;
  }
}

/* One token left of p, or over the quotation that ends there. */
static uint32_t before_quote(const scene *s, uint32_t lo, uint32_t p) {
  if (s->mark[p] != 'c' || s->quote[p] == NONE) return p - 1;
  uint32_t open = s->d->quotes[s->quote[p]].open;
  return open > lo ? open - 1 : lo;
}

/* "Anna Vale, the head of the fund, who came, said": the name before what stands in apposition to it. */
static void take_name_before(const scene *s, uint32_t lo, nominal *who) {
  nominal name;
  if (is_name(s, who->mention) || who->first < lo + 2 || s->mark[who->first - 1] != ',') return;
  if (!scene_noun_before(s, lo, who->first - 1, &name) || !is_name(s, name.mention)) return;
  uint32_t whom = s->f->mentions[name.mention].actor;
  if (whom == NONE || s->f->actors[whom].kind != ACTOR_PERSON) return;
  if (name.first > lo && s->t[name.first - 1].upos == UPOS_ADP) return;
  *who = (nominal){name.first, who->end, name.head, name.mention, false};
}

/* Subject before the comma or dash at c, over an insertion: "Vale, the minister, said". */
static bool over_insertion(const scene *s, uint32_t lo, uint32_t c, nominal *who) {
  uint32_t open = c;
  char mark = s->mark[c] == '-' ? '-' : ',';
  for (uint32_t k = 0; k < MAX_INSERTIONS; k++) {
    if (open <= lo) return false;
    uint32_t p = before_quote(s, lo, open);
    while (p > lo && s->mark[p] != mark && s->mark[p] != 'o') p = before_quote(s, lo, p);
    if (s->mark[p] != mark) return false;
    open = p;
    if (!is_insertion(s, open + 1, c)) return false;
    if (!scene_noun_before(s, lo, open, who)) continue;
    take_apposition(s, open + 1, c, who);
    take_name_before(s, lo, who);
    return true;
  }
  return false;
}

/* What "who" or "which" at p stands for. */
static bool antecedent(const scene *s, uint32_t lo, uint32_t p, nominal *who) {
  uint32_t end = p > lo && s->mark[p - 1] == ',' ? p - 1 : p;
  if (end <= lo) return false;
  uint32_t m = s->mention[end - 1];
  if (m != NONE && s->f->mentions[m].end == end && s->f->mentions[m].first >= lo && is_name(s, m)) {
    *who = (nominal){s->f->mentions[m].first, end, s->f->mentions[m].head, m};
    return true;
  }
  return scene_noun_before(s, lo, end, who);
}

/* "An official reached by phone", "a diplomat familiar with the matter": what a participle or adjective
 * behind a noun, and its own phrase, belong to. */
static void over_reduced(const scene *s, uint32_t lo, nominal *who) {
  if (who->first < lo + 3 || s->t[who->first - 1].upos != UPOS_ADP) return;
  uint32_t p = who->first - 2;
  bool verb = s->t[p].upos == UPOS_VERB && (s->t[p].morph & (MORPH_PART_PAST | MORPH_PAST));
  nominal left;
  if (!verb && s->t[p].upos != UPOS_ADJ) return;
  if (!scene_noun_before(s, lo, p, &left) || s->t[left.head].upos == UPOS_PRON) return;
  *who = (nominal){left.first, who->end, left.head, left.mention};
}

/* "Leaders across the region": goes left to what no preposition governs; false: there is no such noun. */
static bool over_prepositions(const scene *s, uint32_t lo, nominal *who) {
  while (who->first > lo && s->t[who->first - 1].upos == UPOS_ADP &&
         !scene_is(s, who->first - 1, WORD_SUBORDINATE | WORD_AS)) {
    nominal left;
    if (!scene_noun_before(s, lo, who->first - 1, &left) || s->t[left.head].upos == UPOS_PRON) return false;
    *who = (nominal){left.first, who->end, left.head, left.mention, left.joined};
  }
  return true;
}

/* "A diplomat who attended the talks said", "who asked not to be named said": the place of "who" before a
 * verb that stands at `end`, or NONE. Behind a verb of thinking or saying, the words before `end` may speak. */
static uint32_t relative_before(const scene *s, uint32_t lo, uint32_t end, uint32_t np_first) {
  bool finite = false;
  for (uint32_t i = end, left = MAX_RELATIVE; i-- > lo && left > 0 && !s->mark[i]; left--) {
    cue_hit hit;
    bool speaks = s->t[i].upos == UPOS_VERB && cues_match(s->cues, s->t, i, end, &hit) && hit.end == np_first;
    if (speaks) return NONE;
    if (scene_is(s, i, WORD_SUBORDINATE | WORD_MEANWHILE) || (s->t[i].upos == UPOS_SCONJ)) return NONE;
    finite = finite || scene_finite(s, i);
    if (finite && s->t[i].upos == UPOS_PRON && scene_is(s, i, WORD_REL)) return i;
  }
  return NONE;
}

/* A subject behind the verb: "said Vale", "said Anna Vale, the minister". */
static bool inverted(const scene *s, uint32_t i, uint32_t hi, nominal *who) {
  if (i >= hi || s->time[i] != NONE) return false;
  if (!scene_noun_after(s, i, hi, false, who)) return false;
  uint32_t plain = who->end;
  if (!is_name(s, who->mention)) {
    nominal wide;
    if (scene_noun_after(s, i, hi, true, &wide)) who->end = wide.end;
  }
  if (plain < hi && scene_finite(s, plain)) return false;
  uint32_t comma = who->end;
  if (comma >= hi || s->mark[comma] != ',') return true;
  uint32_t close = comma + 1;
  while (close < hi && !s->mark[close]) close++;
  if (close < hi && (s->mark[close] == ',' || s->mark[close] == '.'))
    take_apposition(s, comma + 1, close, who);
  return true;
}

static subject found(subject_link link, nominal who, uint32_t before) { return (subject){link, who, before}; }

/* Subject behind a verb that stands first, or behind a comma, dash or quotation. */
static bool try_inverted(const scene *s, uint32_t hi, const verb_group *g, uint32_t cue_end, subject *out) {
  nominal who;
  if (g->first != g->verb || g->participle || !inverted(s, cue_end, hi, &who)) return false;
  *out = found(LINK_INVERTED, who, g->first);
  return true;
}

static subject behind_comma(const scene *s, uint32_t lo, uint32_t hi, const verb_group *g, uint32_t cue_end,
                            bool tag) {
  uint32_t c = g->first - 1;
  subject out = {.link = LINK_NONE};
  nominal who;
  if (g->participle) return found(LINK_CONTROL, (nominal){0}, c);
  bool quoted = c > lo && (s->mark[c - 1] == 'c' || s->mark[c] == 'c');
  if (tag && quoted && try_inverted(s, hi, g, cue_end, &out)) return out;
  bool comma = s->mark[c] == ',' || (s->mark[c] == 'c' && s->mark[c - 1] == ',');
  if (s->mark[c] == '-' && over_insertion(s, lo, c, &who)) return found(LINK_SUBJECT, who, who.first);
  if (comma && over_insertion(s, lo, c, &who)) return found(LINK_SUBJECT, who, who.first);
  if (tag && try_inverted(s, hi, g, cue_end, &out)) return out;
  return comma ? found(LINK_SHARED, (nominal){0}, s->mark[c] == ',' ? c : c + 1) : out;
}

/* Whether the noun phrase that ends at token p says what a participle behind it tells ("officials saying
 * that"), and not the subject of the clause ("came to the coast saying that"). */
static bool speaks_itself(const scene *s, uint32_t lo, uint32_t p) {
  uint32_t m = s->mention[p];
  if (m == NONE) return true;
  uint32_t who = s->f->mentions[m].actor, first = s->f->mentions[m].first;
  if (who != NONE && (s->f->actors[who].kind == ACTOR_PERSON || s->f->actors[who].kind == ACTOR_GROUP))
    return true;
  return first <= lo || s->t[first - 1].upos != UPOS_ADP;
}

subject speakers_subject(const scene *s, uint32_t lo, uint32_t hi, const verb_group *g, uint32_t cue_end,
                         bool tag) {
  subject out = {.link = LINK_NONE};
  nominal who;
  if (g->first <= lo) {
    if (g->participle) return found(LINK_CONTROL, (nominal){0}, lo);
    if (tag) try_inverted(s, hi, g, cue_end, &out);
    return out;
  }
  uint32_t p = g->first - 1;
  if (s->mark[p] == ',' || s->mark[p] == '-' || s->mark[p] == 'c')
    return behind_comma(s, lo, hi, g, cue_end, tag);
  if (s->t[p].upos == UPOS_CCONJ) {
    bool comma = p > lo && s->mark[p - 1] == ',';
    return found(LINK_SHARED, (nominal){0}, comma ? p - 1 : p);
  }
  if (scene_is(s, p, WORD_REL) && antecedent(s, lo, p, &who)) return found(LINK_RELATIVE, who, p);
  if (g->participle && (s->t[p].upos == UPOS_ADP || s->t[p].upos == UPOS_SCONJ))
    return scene_is(s, p, WORD_BEFORE_GERUND) ? found(LINK_CONTROL, (nominal){0}, p) : out;
  bool noun = scene_noun_before(s, lo, g->first, &who);
  uint32_t rel = g->participle ? NONE : relative_before(s, lo, g->first, noun ? who.first : NONE);
  if (rel != NONE && antecedent(s, lo, rel, &who)) {
    who.end = g->first;
    return found(LINK_SUBJECT, who, who.first);
  }
  if (!noun) return out;
  if (!g->participle) over_reduced(s, lo, &who);
  if (!g->participle && !over_prepositions(s, lo, &who) && !g->be) return out;
  if (g->participle && !speaks_itself(s, lo, p)) return found(LINK_CONTROL, (nominal){0}, p + 1);
  return found(LINK_SUBJECT, who, who.first);
}

bool speakers_of_clause_before(const scene *s, uint32_t lo, uint32_t end, nominal *out) {
  for (uint32_t v = end; v-- > lo;) {
    if (s->t[v].flags & TOK_QUOTED || !scene_finite(s, v)) continue;
    verb_group g = speakers_group(s, lo, v);
    subject sub = speakers_subject(s, lo, end, &g, v + 1, false);
    if (sub.link == LINK_SUBJECT) {
      *out = sub.who;
      return true;
    }
    if (g.first > lo && g.first < v) v = g.first;
  }
  return false;
}
