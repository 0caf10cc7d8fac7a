/* cues.h: the pack's words of speech: which words make a statement and what may hold its content.
 *
 *   [cues] ─cues_load─▶ rows by first word ─cues_match─▶ the longest cue at a token, and its rows
 *   [cue-words] ─────────────────────────────cues_kind──▶ the row that tells act and force of a cue found otherwise
 *
 * A pattern is a list of elements: a word (lemma or form), any negation, a skip over articles and
 * adjectives, or any word of a class of [statement-words]. Adverbs and words of class between may stand
 * between its elements. */
#ifndef FACTS_CUES_H
#define FACTS_CUES_H
#include "facts/facts.h"

typedef enum {
  CUE_VERB, CUE_ADJ, CUE_PASSIVE, CUE_RUMOUR, CUE_ADVERB, CUE_PREP, CUE_NOUN, CUE_SILENCE, CUE_NOTHING,
  CUE_WORD                   /* a row of [cue-words] */
} cue_class;

enum {                       /* what may hold the content; see packs/en/statements.txt */
  FRAME_THAT = 1 << 0, FRAME_TAG = 1 << 1, FRAME_AUD = 1 << 2, FRAME_TO = 1 << 3, FRAME_ING = 1 << 4,
  FRAME_NP = 1 << 5, FRAME_CLAIM = 1 << 6, FRAME_SPEECH = 1 << 7, FRAME_QUOTED = 1 << 8, FRAME_MODAL = 1 << 9,
  FRAME_TOPIC = 1 << 10, FRAME_FULL = 1 << 11, FRAME_TO_DO = 1 << 12,
  FRAME_QUOTE_TAG = 1 << 13
};

typedef struct {
  const word_id *words; uint32_t n;        /* the pattern */
  cue_class class;
  statement_act act;
  const char *force;         /* FACTS.md's word or NULL */
  bool plain;                /* assert, unless the content shows another force */
  bool negated;              /* a negation is among its words */
  const char *silence;       /* of CUE_SILENCE */
  uint32_t frames;
  const word_id *preps; uint32_t n_preps;  /* prepositions that begin the content */
} cue;

/* Classes of [statement-words], as bits. */
#define WORD_CLASSES(X)                                                                               \
  X(THAT, "that") X(WH, "wh") X(WH_WIDE, "wh-wide") X(REL, "rel") X(BE, "be") X(HAVE, "have")         \
  X(TO, "to") X(BY, "by") X(AS, "as") X(NOBODY, "nobody") X(IT, "it") X(ATTACH, "attach")                   \
  X(HYPOTHETICAL, "hypothetical") X(SUBORDINATE, "subordinate") X(NARRATOR, "narrator")               \
  X(FACTUAL, "factual") X(GIVING, "giving") X(BEFORE_GERUND, "before-gerund") X(WITHOUT, "without")   \
  X(DOCUMENT, "document") X(CLAIM, "claim") X(REMARKS, "remarks") X(SELF, "self") X(SPAN, "span")     \
  X(SPEAK, "speak")                                                                                   \
  X(ISSUED, "issued") X(MEET, "meet") X(HOLD, "hold") X(MEETING, "meeting") X(SIDES, "sides")         \
  X(OTHER, "other") X(SAME, "same") X(REPLY, "reply")                             \
  X(DETAILS, "details") X(EARLIER, "earlier") X(OCCASION, "occasion") X(MEANWHILE, "meanwhile")       \
  X(TOPIC, "topic") X(BETWEEN, "between") X(MEDIA, "media")                                           \
  X(HEARER, "hearer") X(HEARER_OF_CLAUSE, "hearer-of-clause") X(HEARER_TO, "hearer-to")               \
  X(HEARER_ON, "hearer-on")                                                                           \
  X(LISTENER, "listener") X(UTTERANCE, "utterance") X(MEDIUM, "medium") X(WITHIN, "within")           \
  X(ALONG, "along") X(CARRIED, "carried") X(SPOKESMAN, "spokesman") X(CITE, "cite")                   \
  X(OUTLET, "outlet") X(INFORMANT, "informant") X(TRANSLATION, "translation")                         \
  X(INTERPRETER, "interpreter") X(OFFICIAL, "official") X(OF, "of")                              \
  X(QUOTED_AS, "quoted-as") X(REPORT, "report") X(ENGLISH, "english") X(REACTION, "reaction")
enum {
#define X(name, text) WORD_NO_##name,
  WORD_CLASSES(X)
#undef X
  WORD_NO_COUNT
};
enum {
#define X(name, text) WORD_##name = UINT64_C(1) << WORD_NO_##name,
  WORD_CLASSES(X)
#undef X
};

typedef struct cue_table cue_table;
/* FACTS.md's word for a force, or NULL. */
const char *cues_force(str word);
/* Reads [cues], [cue-words] and [statement-words]. Errors: CH_ERR_PACK. */
ch_status cues_load(const cue_table **out, arena *a, const pack *pk, lexicon *l, ch_error *err);

/* A cue found: tokens [first, end), and the rows that share its pattern, in order of the pack. */
typedef struct { uint32_t first, end; const cue *const *rows; uint32_t n_rows; } cue_hit;
/* The longest cue that begins at token i and ends before `end`; false: none. */
bool cues_match(const cue_table *c, const token *t, uint32_t i, uint32_t end, cue_hit *out);
/* The row of [cues] or [cue-words] that tells what a cue of the tokens [first, end) does: the one with the
 * most words, of those one that denies, then one that does more than assert, then the last verb. stop:
 * where its words must have ended. NULL: none. */
const cue *cues_kind(const cue_table *c, const token *t, uint32_t first, uint32_t end, uint32_t stop);

/* WORD_… bits of a token, by its form or its lemma. */
uint64_t cues_classes(const cue_table *c, const token *t);
#endif
