/* events_parties.c: who does it to whom, by where the parties stand around a trigger.
 *
 *   verbs   subject before, object after or behind the frame's prepositions; the passive turns them round
 *   nouns   "A's invasion of B", "talks between A and B", "attacks by A", "the A-B talks" */
#include "facts/events_model.h"

enum {
  NOUN_TOKENS = 6,             /* words between a noun and what belongs to it */
  SAID_TOKENS = 24             /* words of what is said in which its addressee is looked for */
};

uint32_t events_class(const events_model *m, const token *t) {
  uint32_t bits = t->word < m->n_classes ? m->classes[t->word] : 0;
  return t->lemma < m->n_classes ? bits | m->classes[t->lemma] : bits;
}

bool events_mark(const clause *c, uint32_t i, char mark) {
  str s = doc_str(c->f->doc, i, i + 1);
  return s.len == 1 && s.ptr[0] == mark;
}

/* Somebody who can act, and in what was claimed: who claimed it stands outside. */
static bool is_party(const clause *c, uint32_t k) {
  const mention *m = &c->f->mentions[k];
  if (m->actor == NONE || c->f->actors[m->actor].kind == ACTOR_PLACE) return false;
  return c->claim == NONE || events_holds(&c->f->statements[c->claim], m->at.start);
}

static void add_slot(const clause *c, slot_list *l, slot s) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->slots[i].actor == s.actor) return;
  *ARENA_PUSH(c->a, l->slots, l->n, l->cap) = s;
}

/* A group stands for its members: "the two sides" are two slots of the same words. */
static void add_mention(const clause *c, slot_list *l, uint32_t k) {
  const actor *x = &c->f->actors[c->f->mentions[k].actor];
  if (!x->n_members) add_slot(c, l, actors_slot(c->f, k));
  for (uint32_t i = 0; i < x->n_members; i++) {
    const actor *m = &c->f->actors[x->members[i]];
    add_slot(c, l, (slot){x->members[i], m->party, m->code, c->f->mentions[k].at});
  }
}

/* "A and B", "A, B and C", "A-B". */
static bool coordinated(const clause *c, uint32_t left, uint32_t right) {
  const mention *a = &c->f->mentions[left], *b = &c->f->mentions[right];
  if (b->first < a->end || b->first - a->end > 2) return false;
  for (uint32_t i = a->end; i < b->first; i++)
    if (c->t[i].upos != UPOS_CCONJ && !events_mark(c, i, ',') && !events_mark(c, i, '-')) return false;
  return b->first > a->end;
}

/* The first of the mentions coordinated with k. */
static uint32_t leftmost(const clause *c, uint32_t k) {
  const facts *f = c->f;
  while (k > 0 && f->mentions[k - 1].first >= c->lo && is_party(c, k - 1) && coordinated(c, k - 1, k)) k--;
  return k;
}

static void add_with_left(const clause *c, slot_list *l, uint32_t k) {
  for (uint32_t from = leftmost(c, k); from <= k; from++) add_mention(c, l, from);
}

static void add_with_right(const clause *c, slot_list *l, uint32_t k) {
  const facts *f = c->f;
  add_mention(c, l, k);
  while (++k < f->n_mentions && f->mentions[k].end <= c->hi && is_party(c, k) && coordinated(c, k - 1, k))
    add_mention(c, l, k);
}

static const token *word_before(const clause *c, uint32_t k) {
  uint32_t first = c->f->mentions[k].first;
  return first > c->lo ? &c->t[first - 1] : NULL;
}

/* "An offer from A to …": the preposition leads from an act to who does it. */
static bool is_actor_of_act(const clause *c, uint32_t k) {
  uint32_t first = c->f->mentions[k].first;
  if (first < c->lo + 2) return false;
  uint32_t leads = events_class(c->m, &c->t[first - 1]), act = events_class(c->m, &c->t[first - 2]);
  return (leads & (c->m->known.agent | c->m->known.of)) && (act & c->m->known.act);
}

/* "A, an ally of B, has refused": the mention before what two commas set apart, or NONE. */
static uint32_t before_apposition(const clause *c) {
  uint32_t i = c->first;
  while (i > c->lo && (c->t[i - 1].upos == UPOS_AUX || c->t[i - 1].upos == UPOS_ADV)) i--;
  if (i == c->lo || !events_mark(c, i - 1, ',')) return NONE;
  for (i--; i > c->lo && !events_mark(c, i - 1, ','); i--)
    if (c->t[i - 1].upos == UPOS_VERB) return NONE;
  if (i == c->lo) return NONE;
  uint32_t k = actors_mention_from(c->f, i - 1);
  return k > 0 && c->f->mentions[k - 1].end == i - 1 && is_party(c, k - 1) ? k - 1 : NONE;
}

static bool verb_between(const clause *c, uint32_t from) {
  for (uint32_t i = from; i < c->first; i++)
    if (c->t[i].upos == UPOS_VERB) return true;
  return false;
}

/* Parties of the noun phrase nearest before the trigger that no preposition governs. What is done to has no
 * other verb behind it: "A wants back the ships that were seized". */
static void subject(const clause *c, slot_list *l) {
  const facts *f = c->f;
  uint32_t apart = before_apposition(c);
  if (apart != NONE && c->frame->form == FORM_ACTIVE) {
    add_mention(c, l, apart);
    return;
  }
  for (uint32_t k = actors_mention_from(f, c->first); k > 0; k--) {
    const mention *m = &f->mentions[k - 1];
    if (m->first < c->lo) return;
    if (m->end > c->first || !is_party(c, k - 1)) continue;
    if (c->passive && verb_between(c, m->end)) return;
    uint32_t from = leftmost(c, k - 1);
    const token *before = word_before(c, from);
    if (before && before->upos == UPOS_ADP && !is_actor_of_act(c, from)) {
      k = from + 1;
      continue;
    }
    for (; from < k; from++) add_mention(c, l, from);
    return;
  }
}

static bool is_target_prep(const clause *c, word_id w) {
  for (uint32_t i = 0; i < c->frame->n_preps; i++)
    if (c->frame->preps[i] == w) return true;
  return false;
}

/* Where the objects begin: "killed or wounded" have theirs together. */
static uint32_t behind_verb(const clause *c) {
  bool twin = c->end + 1 < c->hi && c->t[c->end].upos == UPOS_CCONJ && c->t[c->end + 1].upos == UPOS_VERB;
  return twin ? c->end + 2 : c->end;
}

/* No preposition or verb between the trigger and the mention that would make it something else's. */
static bool is_direct(const clause *c, uint32_t first) {
  for (uint32_t i = behind_verb(c); i < first; i++) {
    uint8_t u = c->t[i].upos;
    if (u == UPOS_ADP || u == UPOS_VERB || u == UPOS_AUX || events_mark(c, i, ',')) return false;
  }
  return true;
}

/* "Welcomed A's decision", "met A's hosts": not A is met. */
static bool owns_what_follows(const clause *c, uint32_t k) {
  uint32_t end = c->f->mentions[k].end;
  return actors_is_modifier(c->f, k) || (end < c->hi && (c->t[end].morph & MORPH_POSS));
}

/* Where the reach of a verb's objects ends: at the next finite verb. */
static uint32_t verb_ahead(const clause *c) {
  uint32_t i = behind_verb(c), most = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  for (; i < most; i++) {
    const token *t = &c->t[i];
    if (t->upos == UPOS_AUX || (t->upos == UPOS_VERB && (t->morph & (MORPH_PAST | MORPH_PRESENT)))) break;
  }
  return i;
}

/* Parties after the trigger: the first mention where the frame wants an actor as object, and those behind the
 * frame's prepositions, with what is coordinated with them. */
static void objects(const clause *c, slot_list *l, bool object) {
  const facts *f = c->f;
  uint32_t end = verb_ahead(c);
  bool last = false;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < end; k++) {
    const mention *m = &f->mentions[k];
    bool adp = m->first > c->end && c->t[m->first - 1].upos == UPOS_ADP;
    bool whole = !c->frame->party_object || !owns_what_follows(c, k);
    bool wanted = object && whole && !l->n && is_direct(c, m->first);
    if (adp) wanted = is_target_prep(c, c->t[m->first - 1].word);
    if (last && coordinated(c, k - 1, k)) wanted = true;
    last = wanted && is_party(c, k);
    if (last) add_mention(c, l, k);
  }
}

/* The agent of a passive, behind a word of the class "agent" ("by"). */
static void agent(const clause *c, slot_list *l) {
  const facts *f = c->f;
  uint32_t end = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < end; k++) {
    const token *before = word_before(c, k);
    if (!before || !is_party(c, k) || !(events_class(c->m, before) & c->m->known.agent)) continue;
    add_with_right(c, l, k);
    return;
  }
}

static bool is_inside_noun_phrase(const token *t) {
  bool participle = t->upos == UPOS_VERB && (t->morph & MORPH_PART_PAST);
  return participle || t->upos == UPOS_ADJ || t->upos == UPOS_NOUN || t->upos == UPOS_PROPN ||
         t->upos == UPOS_NUM || t->upos == UPOS_PART || t->upos == UPOS_PUNCT;
}

/* "A's full-scale invasion", "the A-B talks": parties before a noun that belong to it. */
static void owners(const clause *c, slot_list *l) {
  uint32_t k = actors_mention_from(c->f, c->first), i = c->first;
  if (!k || c->f->mentions[k - 1].end > c->first || c->f->mentions[k - 1].first < c->lo) return;
  const mention *m = &c->f->mentions[k - 1];
  if (!is_party(c, k - 1) || m->end + NOUN_TOKENS < c->first) return;
  while (i > m->end && is_inside_noun_phrase(&c->t[i - 1]) && !events_mark(c, i - 1, ',')) i--;
  bool owns = m->end < c->first && (c->t[m->end].morph & MORPH_POSS);
  bool belongs = owns || actors_is_modifier(c->f, k - 1) || m->end == c->first;
  if (i == m->end && belongs) add_with_left(c, l, k - 1);
}

/* Where what belongs to a noun on its right ends: at a verb or a comma. */
static uint32_t noun_phrase_end(const clause *c) {
  uint32_t i = c->end, most = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  while (i < most && c->t[i].upos != UPOS_VERB && c->t[i].upos != UPOS_AUX && !events_mark(c, i, ',') &&
         c->t[i].upos != UPOS_SCONJ)
    i++;
  return i;
}

static void attached(const clause *c, slot_list *source, slot_list *target, bool *by) {
  const facts *f = c->f;
  uint32_t end = noun_phrase_end(c), last = c->end;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < c->hi; k++) {
    const token *before = word_before(c, k);
    if (f->mentions[k].first >= end || f->mentions[k].first > last + NOUN_TOKENS) return;
    if (!before || before->upos != UPOS_ADP || !is_party(c, k)) continue;
    uint32_t bits = events_class(c->m, before);
    if (bits & (c->m->known.agent | c->m->known.between)) add_with_right(c, source, k), *by = true;
    else if (is_target_prep(c, before->word)) add_with_right(c, target, k), *by = true;
    else return;
    last = f->mentions[k].end;
  }
}

/* Two who stand in one phrase are each other's side: the second is the target. */
static void part_pair(const clause *c, slot_list *source, slot_list *target) {
  if (target->n || source->n != 2) return;
  add_slot(c, target, source->slots[1]);
  source->n = 1;
}

/* One party is not both sides: "A's minister met A's officials" leaves the target open. */
static void drop_own(const slot_list *source, slot_list *target) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < target->n; i++) {
    bool own = false;
    for (uint32_t k = 0; k < source->n; k++) own |= source->slots[k].actor == target->slots[i].actor;
    if (!own) target->slots[kept++] = target->slots[i];
  }
  target->n = kept;
}

/* "Rejected A's plan": whose the object is. */
static void owner_of_object(const clause *c, slot_list *l) {
  if (!c->frame->owner_is_target || c->object == NONE || c->object < c->end) return;
  for (uint32_t k = actors_mention_from(c->f, c->end); k < c->f->n_mentions; k++) {
    if (c->f->mentions[k].first > c->object) return;
    if (!is_party(c, k) || !is_direct(c, c->f->mentions[k].first)) continue;
    add_mention(c, l, k);
    return;
  }
}

/* Speech acts are to or about somebody whom what is said names: the first other party in it. */
static void deep_target(const clause *c, const slot_list *source, slot_list *l) {
  const facts *f = c->f;
  uint32_t end = f->doc->sentences[c->sentence].end;
  if (!c->frame->deep_target || l->n || !source->n) return;
  if (c->end + SAID_TOKENS < end) end = c->end + SAID_TOKENS;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < end; k++) {
    str party = f->mentions[k].actor == NONE ? (str){NULL, 0} : f->actors[f->mentions[k].actor].party;
    if (!is_party(c, k) || !party.ptr || str_eq(party, source->slots[0].party)) continue;
    add_mention(c, l, k);
    return;
  }
}

void events_parties(const clause *c, slot_list *source, slot_list *target, bool *by) {
  if (c->frame->form == FORM_NOUN) {
    owners(c, source);
    attached(c, source, target, by);
  } else if (c->passive) {
    agent(c, source);
    if (c->frame->party_object || !c->frame->class_bit) subject(c, target);
    objects(c, target, false);
  } else {
    if (c->frame->form == FORM_ACTIVE) subject(c, source);
    owner_of_object(c, target);
    objects(c, target, c->frame->party_object || !c->frame->class_bit);
  }
  part_pair(c, source, target);
  deep_target(c, source, target);
  drop_own(source, target);
}
