/* times_bias.c: does a clause look back or ahead? Tells "met on Monday" from "will meet on Monday".
 *
 * The verb nearest to the left of a time governs it, or where there is none the first one to its right; the
 * pack's [time-cues] say which words look ahead. A word of saying governs only a time that stands close to it. */
#include "facts/times_model.h"

#define REACH 14       /* tokens looked at on either side */
#define CLOSE 2        /* tokens between "said" and its own time: "said on", "said late on" */

static bool is_past(const token *t) {
  return (t->upos == UPOS_VERB || t->upos == UPOS_AUX) && (t->morph & (MORPH_PAST | MORPH_PART_PAST)) != 0;
}

/* A capital inside a sentence makes a name of it: "May", "Will". */
static uint8_t cues_of(const times_model *m, const token *t) {
  if ((t->flags & TOK_CAP) && !(t->flags & TOK_FIRST)) return 0;
  return time_words_at(&m->words, t->word)->cues;
}

/* The first decided token to the right, up to the clause's end. */
static int8_t look_right(const times_model *m, const doc *d, const sentence *s, uint32_t end) {
  for (uint32_t j = end; j < s->end && j < end + REACH; j++) {
    uint8_t cues = cues_of(m, &d->tokens[j]);
    if (cues & CUE_FUTURE) return 1;
    if (cues & CUE_BREAK) return 0;
    if (is_past(&d->tokens[j]) && !(cues & CUE_SAY)) return -1;
  }
  return 0;
}

/* At the head of a sentence a comma parts the time from its clause: "On Friday, the envoys will …". */
static int8_t look_after_head(const times_model *m, const doc *d, const sentence *s, uint32_t end) {
  if (end < s->end && (cues_of(m, &d->tokens[end]) & CUE_BREAK)) end++;
  return look_right(m, d, s, end);
}

int8_t time_bias(const times_model *m, const doc *d, const sentence *s, uint32_t first, uint32_t end) {
  if (first > s->first && (cues_of(m, &d->tokens[first - 1]) & CUE_BOUND)) return 1;
  for (uint32_t j = first; j-- > s->first && j + REACH >= first;) {
    uint8_t cues = cues_of(m, &d->tokens[j]);
    if (cues & CUE_FUTURE) return 1;
    if (!is_past(&d->tokens[j]) && !(cues & CUE_SAY)) continue;
    if (!(cues & CUE_SAY) || j + 1 + CLOSE >= first) return -1;
    int8_t right = look_right(m, d, s, end);
    return right ? right : -1;
  }
  return look_after_head(m, d, s, end);
}
