/* own_voice_parts.h: what the files of own_voice share; inside own voice only. */
#ifndef FACTS_OWN_VOICE_PARTS_H
#define FACTS_OWN_VOICE_PARTS_H
#include "facts/actors.h"
#include "facts/own_voice.h"
#include "facts/word_classes.h"

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
  word_classes classes;                                  /* VOICE_… */
  const refusal *refusals; uint32_t n_refusals;
};

/* Beside the pack's classes: a word that begins a refusal. */
enum { VOICE_NO_REFUSES = 15, VOICE_REFUSES = 1 << VOICE_NO_REFUSES };
_Static_assert((int)VOICE_NO_COUNT <= (int)VOICE_NO_REFUSES, "a bit for each class");
enum { WORD_ID_NOT = UINT32_MAX };                       /* in a refusal: any negation */

/* Tokens that one speaks, or that are nobody's; [first, from) is a label, answer NONE: of a document. */
typedef struct {
  uint32_t first, from, answer, end;
  bool nobody;
  nominal who;
  uint32_t body;               /* where nobody known speaks: mention of the body for which, or NONE */
  const char *rule; uint16_t p;
} voice_stretch;

typedef struct voice_finder {
  const scene *s;
  const own_voice_model *m;
  struct label *labels; uint32_t n_labels, cap_labels;       /* own_voice_labels.c */
  voice_stretch *stretches; uint32_t n, cap;                   /* by place */
  uint32_t lead;               /* time in the paragraph that leads a transcript in, or NONE */
  uint32_t *by_form;           /* [n_forms + 1] 1 + mention of the one person whose name ends in the form; 0: none */
} voice_finder;

static inline bool voice_is(const voice_finder *x, uint32_t i, uint32_t class) {
  return word_classes_of(&x->m->classes, &x->s->t[i]) & class;
}
bool voice_any(const voice_finder *x, uint32_t first, uint32_t end, uint32_t class);
static inline block_kind voice_block(const voice_finder *x, uint32_t k) {
  return x->s->f->report->blocks[x->s->d->sentences[k].block].kind;
}
/* "I", "we", "our", outside quotation marks. */
bool voice_is_own(const scene *s, uint32_t i);
bool voice_has_own(const scene *s, uint32_t first, uint32_t end);
/* Who a mention is of; NULL: nobody, or it only modifies a noun. */
const actor *voice_actor(const scene *s, uint32_t m);
bool voice_is_person(const scene *s, uint32_t m);
/* The only person of the report whose name ends in the form of token i, or goes on with it; NONE. */
uint32_t voice_mention_by_form(voice_finder *x, uint32_t i);
/* Whether tokens [first, end) tell of the speaker instead of being his words. */
bool voice_tells_of(const scene *s, const nominal *who, uint32_t first, uint32_t end);

/* own_voice_labels.c: the stretches of a transcript; false: it is none. */
bool voice_read_transcript(voice_finder *x);
/* own_voice_documents.c: those of a document, where it is one. */
void voice_read_document(voice_finder *x, const draft_list *drafts);
#endif
