/* patterns_model.h: compiled verb patterns and a sentence as they see it, shared by the patterns_*.c files.
 *
 *   patterns_load.c: pack to model              patterns_phrases.c: sentence to noun phrases with codes
 *   patterns_words.c: sentence to words         patterns_match.c: words around a verb against its patterns
 *   patterns.c: verbs to events */
#ifndef FACTS_PATTERNS_MODEL_H
#define FACTS_PATTERNS_MODEL_H
#include "facts/gazetteer.h"
#include "facts/patterns.h"

/* ---- the model ----------------------------------------------------------------------------------------- */

typedef enum { PART_WORD, PART_STEM, PART_SET, PART_SOURCE, PART_TARGET, PART_SKIP, PART_COMPOUND } part_kind;

/* One sign of a pattern. close: only small words may stand between it and the one before it, counted from
 * the verb. */
typedef struct { part_kind kind; bool close; word_id word; uint32_t set; str stem; } sign;

typedef struct {
  const sign *before, *after; uint32_t n_before, n_after;  /* both counted from the verb outwards */
  str code;
  const char *rule;
  uint32_t size, row;          /* signs in all; place in the pack */
  word_id needs[2];            /* a word of each side; 0: it has none */
} verb_pattern;

typedef struct {
  /* words of the verb beside its main one; outwards */
  const word_id *before, *after; uint32_t n_before, n_after;
  uint32_t block;
  str code;                    /* "---": none */
  const char *rule;
} verb_form;

/* of one word: those of more words first */
typedef struct { verb_form *forms; uint32_t n, cap; } verb_forms;
typedef struct { verb_pattern *patterns; uint32_t n, cap; } verb_block;        /* the longest patterns first */
typedef struct { const word_id *words; uint32_t n; } word_run;
typedef struct { word_run *runs; uint32_t n, cap; } word_runs;       /* the longest first */
typedef struct { word_run words; uint32_t entity; } gap_name;        /* others may stand between its words */
typedef struct { gap_name *names; uint32_t n, cap; } gap_names;      /* of one first word */

typedef struct { str prefix; const char *type; } cameo_type;

enum { PATTERN_SMALL = 1, PATTERN_BE = 2, PATTERN_BY = 4 };

typedef struct {
  uint32_t comma_min, comma_max, begin_min, begin_max, end_min, end_max;
  bool require_dyad;
} pattern_settings;

struct patterns_model {
  const gazetteer *g;
  map form_of;                 /* word id of a verb's main word (4 bytes) → place in verbs */
  verb_forms *verbs; uint32_t n_verbs, cap_verbs;
  verb_block *blocks; uint32_t n_blocks, cap_blocks;
  map run_of;                  /* set and first, or last, word of a run (run_key) → place in runs */
  word_runs *runs; uint32_t n_runs, cap_runs;
  const uint8_t *classes; uint32_t n_classes;              /* PATTERN_… by word id */
  const phrases *agents; const str *agent_codes;           /* "~GOV", by value */
  const phrases *signs; const str *sign_codes;             /* "###" */
  map gap_of;                  /* word id of a first word (4 bytes) → place in gaps */
  gap_names *gaps; uint32_t n_gaps, cap_gaps;
  const phrases *discards; uint32_t n_discards;            /* value 0: the sentence, 1: the story */
  const phrases *issues; const str *issue_codes; uint32_t n_issues;      /* "-": none in such a sentence */
  const cameo_type *types; uint32_t n_types;
  pattern_settings settings;
};

/* Key of the runs of a set that begin (or, backwards, end) with a word. */
typedef struct { uint32_t set, word, backwards; } run_key;

/* ---- a sentence ----------------------------------------------------------------------------------------- */

typedef struct { str code; uint32_t first, end; } coded_side;        /* and the tokens that gave it */

/* A noun phrase, or several that are coordinated: a compound. */
typedef struct {
  uint32_t first, end;         /* tokens */
  const coded_side *sides; uint32_t n_sides;     /* codes, "---" excepted */
  bool compound;
} noun_side;

typedef struct {
  arena *a;
  const patterns_model *m;
  facts *f;
  const token *t;              /* of the doc */
  const tree *tree;
  uint32_t first, end;         /* tokens of the sentence */
  noun_side *phrases; uint32_t n_phrases, cap_phrases;     /* by place */
  uint32_t *phrase_of;         /* [end - first] or NONE */
  bool *comma;                 /* [end - first] a comma between clauses */
  bool *left_out;              /* [end - first] in a clause that is left out */
  uint32_t *words; uint32_t n_words;             /* tokens that count, in order */
  uint32_t *word_of;           /* [end - first + 1] number of words before a token */
  uint32_t *ends;              /* [end - first] where the verb phrase of a verb ends */
  bool *aside;                 /* [end - first] in a relative clause */
  const uint32_t *seen; uint32_t stamp;          /* by word id: the stamp where the sentence has the word */
  bool *acts;                  /* [end - first] a verb that was taken for a noun */
} coded_sentence;

/* What a pattern's signs stand for: phrases, NONE. */
typedef struct { uint32_t source, target; } pattern_sides;

/* patterns_phrases.c */
void pattern_phrases(coded_sentence *s);
/* patterns_words.c: commas, clauses left out, words, verb phrases. */
void pattern_words(coded_sentence *s);
void pattern_acts(coded_sentence *s);                      /* before the phrases */
uint8_t pattern_class(const patterns_model *m, const token *t);
/* patterns_match.c: the words of a verb: how many of s->words it takes before and after word w; NULL: it is
 * no verb. */
const verb_form *pattern_verb(const coded_sentence *s, uint32_t w, uint32_t lo, uint32_t hi);
/* The first pattern of block `number` that the words [lo, before) and [after, hi) fit; NULL: none. */
const verb_pattern *pattern_match(const coded_sentence *s, uint32_t number, uint32_t lo, uint32_t before,
                                  uint32_t after, uint32_t hi, pattern_sides *sides);
#endif
