/* scene.h: a report as the statements look at it: what each token belongs to, and noun phrases. */
#ifndef FACTS_SCENE_H
#define FACTS_SCENE_H
#include "facts/cues.h"

typedef struct {
  arena *a;
  const cue_table *cues;
  facts *f;
  const doc *d;
  const token *t;
  const char *mark;          /* [n_tokens] , : ; . ? ! ( ) -, o and c for quotation marks, 0 for words */
  const uint32_t *quote;     /* [n_tokens] outermost quotation that holds it, marks included, or NONE */
  const uint32_t *time;      /* [n_tokens] time expression that holds it, or NONE */
  const uint32_t *mention;   /* [n_tokens] mention that holds it, or NONE */
  const uint32_t *said;      /* [n_tokens] statement that has it in its content, or NONE; once all are found */
  uint32_t dateline_first, dateline_end;   /* tokens of "GENEVA (Agency) —"; equal: none */
} scene;

scene *scene_new(arena *a, const cue_table *cues, facts *f);

/* A noun phrase, with what hangs on it: "a spokesman for the ministry". */
typedef struct {
  uint32_t first, end;
  uint32_t head;             /* head token */
  uint32_t mention;          /* of its head, or NONE */
  bool joined;               /* "Vale and Orm": several heads, no mention */
} nominal;

static inline uint64_t scene_classes(const scene *s, uint32_t i) { return cues_classes(s->cues, &s->t[i]); }
static inline bool scene_is(const scene *s, uint32_t i, uint64_t word_class) {
  return scene_classes(s, i) & word_class;
}
/* A verb that carries tense, or a modal. */
bool scene_finite(const scene *s, uint32_t i);
/* Whether some token of [i, end) is finite. */
bool scene_has_finite(const scene *s, uint32_t i, uint32_t end);
/* Whether a noun phrase may begin at i. */
bool scene_noun_start(const scene *s, uint32_t i);
/* The noun phrase that ends just before `end`, within [lo, end); with its "of the …" where attach. */
bool scene_noun_before(const scene *s, uint32_t lo, uint32_t end, nominal *out);
/* The noun phrase that begins at i, within [i, hi); attach: with its "of the …". */
bool scene_noun_after(const scene *s, uint32_t i, uint32_t hi, bool attach, nominal *out);
/* Index of the sentence that holds the token. */
uint32_t scene_sentence(const scene *s, uint32_t token);
/* Whether the quotation holds a sentence rather than a few words. */
bool scene_quote_is_full(const scene *s, uint32_t q);
#endif
