/* times_bias.c: does a clause look back or ahead? Tells "met on Monday" from "will meet on Monday".
 *
 * The verb nearest to the left of a time governs it, or where there is none the first one to its right;
 * the pack's [time-cues] say which words look ahead. A word of saying governs only a time that stands
 * close to it. */
#include "facts/times_model.h"

#define REACH 20       /* tokens looked at on either side */
#define INFINITIVE 3   /* tokens behind "plans" or before "named" in which "to meet", "will" stand */
#define OVER 4         /* tokens before a plan in which "had" says that it is over: "had been due to expire" */
#define CLOSE 2        /* tokens between "said" and its own time: "said on", "said late on" */

static bool is_past(const token *t) {
  return (t->upos == UPOS_VERB || t->upos == UPOS_AUX) && (t->morph & (MORPH_PAST | MORPH_PART_PAST)) != 0;
}

/* A capital inside a sentence makes a name of it: "May", "Will". */
static uint8_t cues_of(const times_model *m, const token *t) {
  if ((t->flags & TOK_CAP) && !(t->flags & TOK_FIRST)) return 0;
  return time_words_at(&m->words, t->word)->cues;
}

static uint8_t cues_at(const times_model *m, const doc *d, uint32_t i) { return cues_of(m, &d->tokens[i]); }

static bool has_infinitive(const doc *d, uint32_t from, uint32_t end) {
  for (uint32_t j = from; j < end; j++)
    if (d->tokens[j].morph & MORPH_INF) return true;
  return false;
}

/* "Plans to meet", "begins": no past form, and a verb in the infinitive behind it where the cue wants one. */
static bool looks_ahead(const doc *d, const sentence *s, uint32_t j, uint8_t cues) {
  uint32_t end = j + 1 + INFINITIVE < s->end ? j + 1 + INFINITIVE : s->end;
  if (is_past(&d->tokens[j])) return false;
  return (cues & CUE_INTEND) && has_infinitive(d, j + 1, end);
}

/* The first decided token to the right, up to the clause's end. */
static int8_t look_right(const times_model *m, const doc *d, const sentence *s, uint32_t end) {
  for (uint32_t j = end; j < s->end && j < end + REACH; j++) {
    uint8_t cues = cues_at(m, d, j);
    if (cues & CUE_FUTURE) return 1;
    if (cues & CUE_BREAK) return 0;
    if (looks_ahead(d, s, j, cues)) return 1;
    if (is_past(&d->tokens[j]) || (cues & CUE_SAY)) return -1;
  }
  return 0;
}

/* At the head of a sentence a comma parts the time from its clause: "On Friday, the envoys will …". */
static int8_t look_after_head(const times_model *m, const doc *d, const sentence *s, uint32_t end) {
  if (end < s->end && (cues_at(m, d, end) & CUE_BREAK)) end++;
  return look_right(m, d, s, end);
}

/* "Had been due to expire Friday": it is over. */
static bool is_over(const times_model *m, const doc *d, const sentence *s, uint32_t i, uint32_t reach) {
  for (uint32_t j = i; j-- > s->first && j + reach >= i;) {
    uint8_t cues = cues_at(m, d, j);
    if (cues & CUE_PERFECT) return true;
    if (cues & (CUE_SAY | CUE_BREAK)) return false;
  }
  return false;
}

/* "Will be named", "would then be paid", "is to be held": an auxiliary that looks ahead just before the
 * participle. */
static bool is_to_be(const times_model *m, const doc *d, const sentence *s, uint32_t j) {
  bool infinitive = false;
  if (!(d->tokens[j].morph & MORPH_PART_PAST)) return false;
  for (uint32_t k = j; k-- > s->first && k + INFINITIVE >= j;) {
    if (cues_at(m, d, k) & (infinitive ? CUE_FUTURE | CUE_INTEND : CUE_FUTURE)) return true;
    infinitive |= (d->tokens[k].morph & MORPH_INF) != 0;
    if (infinitive && d->tokens[k].upos == UPOS_PART) continue;
    if (d->tokens[k].upos != UPOS_AUX && d->tokens[k].upos != UPOS_ADV) return false;
  }
  return false;
}

/* "Meets on Monday", "meet separately Monday": what stands fixed is told in the present. */
static bool is_scheduled(const doc *d, uint32_t j, uint32_t first) {
  const token *t = &d->tokens[j];
  if (t->upos != UPOS_VERB || !(t->morph & MORPH_PRESENT) || is_past(t) || first - j > CLOSE) return false;
  for (uint32_t k = j + 1; k < first; k++)
    if (d->tokens[k].upos != UPOS_ADV && d->tokens[k].upos != UPOS_ADP) return false;
  return true;
}

/* Behind "by", "until", "before" lies a limit. It is ahead unless the clause says that it has passed: "waited
 * until", "had left by"; but "gave them until", "were told to leave by", "was put off until". */
static int8_t bias_of_limit(const times_model *m, const doc *d, const sentence *s, uint32_t first,
                            uint32_t end) {
  uint32_t limit = first - 1;
  if (limit == s->first) return look_after_head(m, d, s, end) < 0 ? -1 : 1;
  const token *verb = &d->tokens[limit - 1];
  if (is_past(verb) && !(cues_of(m, verb) & CUE_PLAN)) return -1;
  for (uint32_t j = limit; j-- > s->first && j + REACH >= limit;) {
    if (cues_at(m, d, j) & (CUE_FUTURE | CUE_PLAN)) return 1;
    const token *t = &d->tokens[j];
    if (t->upos == UPOS_AUX && (t->morph & MORPH_PAST)) return has_infinitive(d, j, limit) ? 1 : -1;
  }
  return 1;
}

/* "Ahead of Friday": a word that looks ahead from just before the time. */
static bool is_near(const times_model *m, const doc *d, const sentence *s, uint32_t first) {
  for (uint32_t j = first; j-- > s->first && j + CLOSE >= first;)
    if (cues_at(m, d, j) & CUE_NEAR) return true;
  return false;
}

/* "Friday's talks": only a word just before it looks ahead ("ahead of", "for"). */
static bool is_owner(const doc *d, const sentence *s, uint32_t end) {
  return end < s->end && (d->tokens[end].flags & TOK_MWT);
}

/* What the token at j, left of the time, decides; 0: look on. */
static int8_t decide_left(const times_model *m, const doc *d, const sentence *s, uint32_t j, uint32_t first,
                          uint32_t end) {
  uint8_t cues = cues_at(m, d, j);
  if (cues & CUE_FUTURE) return 1;
  if ((cues & CUE_INTEND) && has_infinitive(d, j, first)) return 1;
  if (cues & CUE_PLAN) return is_over(m, d, s, j, OVER) ? -1 : 1;
  bool scheduled = is_scheduled(d, j, first) && !is_owner(d, s, end);      /* but "follows Friday's talks" */
  if (!(cues & CUE_SAY) && (is_to_be(m, d, s, j) || scheduled)) return 1;
  if (!is_past(&d->tokens[j]) && !(cues & CUE_SAY)) return 0;
  if (!(cues & CUE_SAY) || j + 1 + CLOSE >= first) return -1;
  return look_right(m, d, s, end) > 0 ? 1 : -1;
}

int8_t time_bias(const times_model *m, const doc *d, const sentence *s, uint32_t first, uint32_t end) {
  if (first > s->first && (cues_at(m, d, first - 1) & CUE_BOUND)) return bias_of_limit(m, d, s, first, end);
  if (is_near(m, d, s, first)) return 1;
  uint32_t reach = is_owner(d, s, end) ? CLOSE : REACH;
  for (uint32_t j = first; j-- > s->first && j + reach >= first;) {
    int8_t bias = decide_left(m, d, s, j, first, end);
    if (bias) return bias;
  }
  return look_after_head(m, d, s, end);
}
