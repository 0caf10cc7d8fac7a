/* events.c: events by frames over tokens: a trigger verb, its object's class, the parties around it.
 *
 * The first stage: surface rules behind the seam that the event coder over trees will take. A trigger gives an
 * event only when a party stands on one side of it and the class its frame names is there. */
#include "facts/events.h"
#include "facts/actors.h"
#include "facts/phrases.h"
#include "facts/times.h"

enum { CLAUSE_TOKENS = 40, OBJECT_TOKENS = 14, STATUS_TOKENS = 4, LABEL_WORDS = 12, STATEMENTS_BACK = 64 };

typedef struct {
  const char *id, *type, *mode, *status;
  str cameo;
  bool subject_form, party_object;
  uint32_t class_bit;          /* 0: any object */
  const word_id *preps; uint32_t n_preps;
} frame;

struct events_model {
  const phrases *verbs;        /* lemma phrases → frame */
  const phrases *statuses;     /* lemma phrases → status_words */
  const frame *frames;
  const char *const *status_words;
  const uint32_t *classes;     /* [n_classes] class bits by word id */
  uint32_t n_classes;
  uint32_t copula, agent;      /* bits of two classes that make and mark the passive */
};

/* ---- loading --------------------------------------------------------------------------- */

static const char *word_or_null(arena *a, str s) { return s.len ? arena_str(a, s).ptr : NULL; }

static bool known_status(str s) {
  static const char *const words[] = {"", "happened", "ongoing", "attempted", "planned", "expected", "postponed", "cancelled",
                                      "stalled", "suspended", "resumed", "proposed", "requested", "threatened",
                                      "conditional", "denied", "hypothetical"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq(s, str_of(words[i]))) return true;
  return false;
}

/* Class names in order of the pack are bits 0, 1, …; at most 32. */
typedef struct { map bits; uint32_t n; uint32_t *of_word; uint32_t cap; } class_table;

static void class_word(arena *a, class_table *t, word_id w, uint32_t bit) {
  if (w >= t->cap) {
    uint32_t cap = w + w / 2 + 64;
    t->of_word = arena_grow(a, t->of_word, t->cap, cap, sizeof *t->of_word);
    t->cap = cap;
  }
  t->of_word[w] |= bit;
}

static ch_status load_classes(class_table *t, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "frame-words");
  map_init(&t->bits, a, 16);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    if (t->n == 32) return pack_err(err, r, "more than 32 classes of frame words");
    uint32_t bit = UINT32_C(1) << t->n++;
    *map_put(&t->bits, pack_field(r, 0), NULL) = bit;
    str rest = pack_field(r, 1), word;
    while (str_split(&rest, ';', &word)) {
      const word_id *words;
      if (phrases_words(&words, a, l, str_trim(word)) >= 1) class_word(a, t, words[0], bit);
    }
  }
  return CH_OK;
}

static const word_id *load_words(arena *a, lexicon *l, str list, uint32_t *n) {
  word_id *words = NULL;
  uint32_t cap = 0;
  *n = 0;
  str word;
  while (str_split(&list, ';', &word))
    if (str_trim(word).len) *ARENA_PUSH(a, words, *n, cap) = lexicon_add(l, str_trim(word));
  return words;
}

static ch_status load_frame(frame *f, arena *a, const pack_row *r, const class_table *classes, lexicon *l, ch_error *err) {
  str form = pack_field(r, 1), class = pack_field(r, 3);
  const uint32_t *bit = map_get(&classes->bits, class);
  bool party = str_eq(class, STR("party"));
  if (class.len && !bit && !party) return pack_err(err, r, "no class '%.*s' in [frame-words]", (int)class.len, class.ptr);
  if (!str_eq(form, STR("active")) && !str_eq(form, STR("subject"))) return pack_err(err, r, "the form is active or subject");
  if (!known_status(pack_field(r, 7))) return pack_err(err, r, "'%.*s' is no status", (int)pack_field(r, 7).len, pack_field(r, 7).ptr);
  *f = (frame){.id = arena_printf(a, "event:%.*s", (int)pack_field(r, 0).len, pack_field(r, 0).ptr).ptr,
               .type = word_or_null(a, pack_field(r, 4)), .mode = word_or_null(a, pack_field(r, 6)),
               .status = word_or_null(a, pack_field(r, 7)), .subject_form = str_eq(form, STR("subject")),
               .party_object = party, .class_bit = bit ? *bit : 0};
  f->cameo = pack_field(r, 5).len ? arena_str(a, pack_field(r, 5)) : (str){NULL, 0};
  f->preps = load_words(a, l, pack_field(r, 8), &f->n_preps);
  return CH_OK;
}

static ch_status load_statuses(events_model *m, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  const pack_table *table = pack_find(pk, "status-words");
  phrases *p = phrases_new(a);
  const char **words = ARENA_ARRAY(a, const char *, table->n + 1);
  for (uint32_t i = 0; i < table->n; i++) {
    const pack_row *r = &table->rows[i];
    if (!known_status(pack_field(r, 1))) return pack_err(err, r, "'%.*s' is no status", (int)pack_field(r, 1).len, pack_field(r, 1).ptr);
    words[i] = arena_str(a, pack_field(r, 1)).ptr;
    phrases_add(p, l, pack_field(r, 0), i, PHRASE_LEMMA);
  }
  phrases_freeze(p, l);
  m->statuses = p;
  m->status_words = words;
  return CH_OK;
}

ch_status events_load(const events_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  events_model *m = ARENA_NEW(a, events_model);
  class_table classes = {0};
  ch_status s = load_classes(&classes, a, pk, l, err);
  const pack_table *table = pack_find(pk, "frames");
  frame *frames = ARENA_ARRAY(a, frame, table->n + 1);
  phrases *verbs = phrases_new(a);
  for (uint32_t i = 0; !s && i < table->n; i++) {
    s = load_frame(&frames[i], a, &table->rows[i], &classes, l, err);
    str rest = pack_field(&table->rows[i], 2), verb;
    while (!s && str_split(&rest, ';', &verb)) phrases_add(verbs, l, str_trim(verb), i, PHRASE_LEMMA);
  }
  if (s || (s = load_statuses(m, a, pk, l, err))) return s;
  phrases_freeze(verbs, l);
  m->verbs = verbs;
  m->frames = frames;
  const uint32_t *copula = map_get(&classes.bits, STR("copula")), *agent = map_get(&classes.bits, STR("agent"));
  m->copula = copula ? *copula : 0;
  m->agent = agent ? *agent : 0;
  m->classes = classes.of_word;
  m->n_classes = classes.cap;
  *out = m;
  return CH_OK;
}

/* ---- finding ----------------------------------------------------------------------------- */

/* A trigger in its clause. */
typedef struct {
  arena *a;
  const events_model *m;
  const frame *frame;
  facts *f;
  const token *t;
  uint32_t first, end;         /* trigger tokens */
  uint32_t lo, hi;             /* tokens of the clause */
  uint32_t sentence;
  bool passive;
} clause;

static uint32_t class_of(const events_model *m, const token *t) {
  uint32_t bits = t->word < m->n_classes ? m->classes[t->word] : 0;
  return t->lemma < m->n_classes ? bits | m->classes[t->lemma] : bits;
}

static bool is_mark(const clause *c, uint32_t i, char mark) {
  str s = doc_str(c->f->doc, i, i + 1);
  return s.len == 1 && s.ptr[0] == mark;
}

/* The clause: back and forward to a semicolon, a quotation mark, or a verb of speech's far side; a comma ends it only
 * before the trigger where a conjunction or relative word follows. First stage: sentence bounds, marks, a window. */
static void clause_bounds(clause *c, const sentence *s) {
  c->lo = c->first > s->first + CLAUSE_TOKENS ? c->first - CLAUSE_TOKENS : s->first;
  c->hi = c->end + CLAUSE_TOKENS < s->end ? c->end + CLAUSE_TOKENS : s->end;
  for (uint32_t i = c->first; i > c->lo; i--)
    if (is_mark(c, i - 1, ';') || (c->t[i - 1].flags & TOK_OPEN) || c->t[i - 1].upos == UPOS_SCONJ) {
      c->lo = i;
      break;
    }
  for (uint32_t i = c->end; i < c->hi; i++)
    if (is_mark(c, i, ';') || (c->t[i].flags & TOK_CLOSE) || c->t[i].upos == UPOS_SCONJ) {
      c->hi = i;
      break;
    }
}

/* A participle behind a form of "be", or one that only follows its noun ("properties seized by …"). */
static bool is_passive(const clause *c) {
  if (!(c->t[c->first].morph & MORPH_PART_PAST)) return false;
  bool have = false;
  for (uint32_t i = c->first; i > c->lo && c->first - i < STATUS_TOKENS; i--) {
    const token *t = &c->t[i - 1];
    if (t->upos == UPOS_AUX && !(t->morph & MORPH_MODAL)) {
      if (class_of(c->m, t) & c->m->copula) return true;
      have = true;
    }
  }
  return !have && !(c->t[c->first].morph & MORPH_PAST);
}

static bool has_class(const clause *c, uint32_t lo, uint32_t hi) {
  for (uint32_t i = lo; i < hi; i++)
    if (class_of(c->m, &c->t[i]) & c->frame->class_bit) return true;
  return false;
}

static bool class_holds(const clause *c) {
  if (!c->frame->class_bit) return true;
  uint32_t back = c->first > c->lo + OBJECT_TOKENS ? c->first - OBJECT_TOKENS : c->lo;
  uint32_t ahead = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  return c->frame->subject_form || c->passive ? has_class(c, back, c->first) : has_class(c, c->end, ahead);
}

/* ---- parties ------------------------------------------------------------------------------- */

typedef struct { slot *slots; uint32_t n, cap; } slot_list;

static bool is_party(const facts *f, uint32_t k) {
  return f->mentions[k].actor != NONE && f->actors[f->mentions[k].actor].kind != ACTOR_PLACE;
}

static void add_slot(const clause *c, slot_list *l, uint32_t k) {
  const slot s = actors_slot(c->f, k);
  for (uint32_t i = 0; i < l->n; i++)
    if (l->slots[i].actor == s.actor) return;
  *ARENA_PUSH(c->a, l->slots, l->n, l->cap) = s;
}

/* A group stands for its members: "the two sides" are two slots of the same words. */
static void add_mention(const clause *c, slot_list *l, uint32_t k) {
  const actor *x = &c->f->actors[c->f->mentions[k].actor];
  if (!x->n_members) {
    add_slot(c, l, k);
    return;
  }
  for (uint32_t i = 0; i < x->n_members; i++) {
    const actor *m = &c->f->actors[x->members[i]];
    *ARENA_PUSH(c->a, l->slots, l->n, l->cap) = (slot){x->members[i], m->party, m->code, c->f->mentions[k].at};
  }
}

static bool coordinated(const clause *c, uint32_t left, uint32_t right) {
  const mention *a = &c->f->mentions[left], *b = &c->f->mentions[right];
  if (b->first < a->end || b->first - a->end > 2) return false;
  for (uint32_t i = a->end; i < b->first; i++)
    if (c->t[i].upos != UPOS_CCONJ && !is_mark(c, i, ',')) return false;
  return b->first > a->end;
}

/* Parties of the noun phrase nearest before the trigger that no preposition governs. */
static void parties_before(const clause *c, slot_list *l) {
  const facts *f = c->f;
  for (uint32_t k = actors_mention_from(f, c->first); k > 0; k--) {
    const mention *m = &f->mentions[k - 1];
    if (m->first < c->lo) return;
    if (m->end > c->first || !is_party(f, k - 1)) continue;
    if (m->first > c->lo && c->t[m->first - 1].upos == UPOS_ADP) continue;
    uint32_t from = k - 1;
    while (from > 0 && f->mentions[from - 1].first >= c->lo && is_party(f, from - 1) && coordinated(c, from - 1, from)) from--;
    for (; from < k; from++) add_mention(c, l, from);
    return;
  }
}

static bool is_target_prep(const clause *c, word_id w) {
  for (uint32_t i = 0; i < c->frame->n_preps; i++)
    if (c->frame->preps[i] == w) return true;
  return false;
}

/* Parties after the trigger: the first mention where the frame wants an actor as object, and those behind the frame's
 * prepositions, with what is coordinated with them. */
static void parties_after(const clause *c, slot_list *l, bool object) {
  const facts *f = c->f;
  uint32_t end = c->end + OBJECT_TOKENS < c->hi ? c->end + OBJECT_TOKENS : c->hi;
  bool last = false;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < end; k++) {
    const mention *m = &f->mentions[k];
    bool adp = m->first > c->end && c->t[m->first - 1].upos == UPOS_ADP;
    bool wanted = adp ? is_target_prep(c, c->t[m->first - 1].word) : object && (m->first == c->end || !l->n);
    if (last && coordinated(c, k - 1, k)) wanted = true;
    last = wanted && is_party(f, k);
    if (last) add_mention(c, l, k);
  }
}

/* The agent of a passive, behind a word of the class "agent" ("by"). */
static void agent_after(const clause *c, slot_list *l) {
  const facts *f = c->f;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < c->hi; k++)
    if (f->mentions[k].first > c->end && (class_of(c->m, &c->t[f->mentions[k].first - 1]) & c->m->agent) && is_party(f, k)) {
      add_mention(c, l, k);
      return;
    }
}

static void find_parties(const clause *c, slot_list *source, slot_list *target) {
  if (c->passive) agent_after(c, source);
  else if (!c->frame->subject_form) parties_before(c, source);
  parties_after(c, target, c->frame->party_object || (!c->frame->class_bit && !c->passive));
  /* Talks of two who stand in one phrase: the second is the other side. */
  if (!target->n && source->n == 2) {
    *target = (slot_list){&source->slots[1], 1, 1};
    source->n = 1;
  }
}

/* ---- status, time, place ---------------------------------------------------------------------- */

static const char *status_of(const clause *c, bool *negative) {
  const char *status = c->frame->status ? c->frame->status : "happened";
  uint32_t from = c->first > c->lo + STATUS_TOKENS ? c->first - STATUS_TOKENS : c->lo;
  for (uint32_t i = from; i < c->first; i++) {
    uint32_t value;
    if (c->t[i].morph & MORPH_NEG) *negative = true;
    if (phrases_longest(c->m->statuses, c->t, i, c->first, &value)) status = c->m->status_words[value];
  }
  return *negative ? "denied" : status;
}

/* Number of statements that begin at or before a byte. They are sorted by place. */
static uint32_t statements_to(const facts *f, uint32_t at) {
  uint32_t lo = 0, hi = f->n_statements;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->statements[mid].at.start <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static bool holds(const statement *s, uint32_t at) {
  if (s->mode == MODE_DECLINED || s->in_title) return false;
  for (uint32_t k = 0; k < s->n_content; k++)
    if (span_has(s->content[k], at)) return true;
  return false;
}

/* The innermost statement whose content holds the token; one that began long before is not looked for. */
static uint32_t statement_over(const facts *f, uint32_t token_index) {
  uint32_t at = f->doc->tokens[token_index].at.start, i = statements_to(f, at);
  for (uint32_t left = STATEMENTS_BACK; i > 0 && left > 0; i--, left--)
    if (holds(&f->statements[i - 1], at)) return i - 1;
  return NONE;
}

/* Index of the first time that begins at or after a token. */
static uint32_t times_from(const facts *f, uint32_t token_index) {
  uint32_t lo = 0, hi = f->n_times;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (f->times[mid].first < token_index) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* The day named nearest in the clause; else only that it was before the report. */
static when when_of(const clause *c) {
  const facts *f = c->f;
  uint32_t best = NONE, distance = UINT32_MAX;
  for (uint32_t i = times_from(f, c->lo); i < f->n_times && f->times[i].first < c->hi; i++) {
    const time_fact *t = &f->times[i];
    if (t->type != TIME_DATE || !cal_known(t->value)) continue;
    uint32_t d = t->first >= c->end ? t->first - c->end : c->first - t->end + 1;
    if (d < distance) best = i, distance = d;
  }
  if (best != NONE) return (when){WHEN_TIME, best, f->times[best].value, f->times[best].expr.approx};
  when before = {WHEN_REPORT, NONE, CAL_NOTHING, false};
  if (cal_known(f->report->published)) before.value = cal_between(CAL_OPEN_LO, f->report->published.hi);
  return before;
}

static void where_of(const clause *c, event *e) {
  const facts *f = c->f;
  for (uint32_t k = actors_mention_from(f, c->end); k < f->n_mentions && f->mentions[k].first < c->hi; k++)
    if (f->mentions[k].actor != NONE && f->actors[f->mentions[k].actor].kind == ACTOR_PLACE) {
      e->where = actors_slot(f, k);
      e->has_where = true;
      return;
    }
}

static str label_of(const clause *c) {
  uint32_t end = c->first + LABEL_WORDS < c->hi ? c->first + LABEL_WORDS : c->hi;
  return end > c->first ? doc_str(c->f->doc, c->first, end) : (str){NULL, 0};
}

static void make_event(const clause *c) {
  facts *f = c->f;
  slot_list source = {0}, target = {0};
  find_parties(c, &source, &target);
  if (!source.n && !target.n) return;
  if (c->frame->party_object && (!source.n || !target.n)) return;
  bool negative = false;
  event e = {.type = c->frame->type, .mode = c->frame->mode, .cameo = c->frame->cameo, .label = label_of(c),
             .trigger = doc_span(f->doc, c->first, c->end), .trigger_token = c->first, .source = source.slots,
             .n_source = source.n, .target = target.slots, .n_target = target.n, .when = when_of(c),
             .claimed_by = statement_over(f, c->first), .sentence = c->sentence, .rule = c->frame->id, .p = 600};
  e.status = status_of(c, &negative);
  e.negative = negative;
  e.alleged = e.claimed_by != NONE && f->statements[e.claimed_by].mode == MODE_HEARSAY;
  e.at = doc_span(f->doc, c->lo, c->hi);
  where_of(c, &e);
  *ARENA_PUSH(c->a, f->events, f->n_events, f->cap_events) = e;
}

void events_find(arena *a, const events_model *m, facts *f) {
  const doc *d = f->doc;
  for (uint32_t s = 0; s < d->n_sentences; s++) {
    const sentence *x = &d->sentences[s];
    if (f->report->blocks[x->block].kind != BLOCK_PARAGRAPH) continue;
    for (uint32_t i = x->first; i < x->end; i++) {
      phrase_hit h = phrases_match(m->verbs, d->tokens, i, x->end);
      if (!h.n || (d->tokens[i].upos != UPOS_VERB && d->tokens[i].upos != UPOS_AUX)) continue;
      uint32_t value, made = f->n_events;
      while (f->n_events == made && phrases_next(m->verbs, &h, &value)) {
        clause c = {a, m, &m->frames[value], f, d->tokens, i, i + h.n, 0, 0, s, false};
        clause_bounds(&c, x);
        c.passive = is_passive(&c);
        if (class_holds(&c)) make_event(&c);
      }
    }
  }
}
