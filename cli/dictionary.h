/* dictionary.h: the actor and agent dictionaries of PETRARCH (1, 2) and TABARI, as entries.
 *
 *   ANNA_VALE_ ; comment              RIGHTS_ACTIVIST {RIGHTS_ACTIVISTS} [SGM~] # comment
 *   +DR._VALE                         !PERSON! = MAN, WOMAN
 *     [RURGOV <890101] [RURELI >890101]       COUNCIL!PERSON! [~LEG]
 *
 * A name stands with its codes on the same line or on lines below it; + begins another name for the same.
 * Between words stand blanks or underscores, an underscore at the end closes the last word. A code may have days:
 * <date (up to), >date (from), date-date; dates are YYMMDD (00–30: 20YY) or YYYYMMDD. Comments: from # or ; on,
 * and <!-- … -->. What is malformed becomes a complaint, and the rest is read. */
#ifndef DICTIONARY_H
#define DICTIONARY_H
#include "base/base.h"

typedef struct {
  str code;                    /* as written: "RURGOV", "RUR/SYL", "~GOV"; "-": nobody ([---], [###]) */
  str sign;                    /* of nobody: as written, "###" */
  cal_day from, until;         /* CAL_OPEN_LO, CAL_OPEN_HI: open */
} dictionary_code;

typedef struct {
  str words;                   /* blanks between the words; in the case of the file */
  uint32_t line;
  bool gap;                    /* a blank in it: its coder lets other words stand there */
  bool open;                   /* no underscore closes it: TABARI matches words that begin so, too */
} dictionary_name;

typedef struct {
  dictionary_name *names; uint32_t n_names, cap_names;       /* the first is the main one */
  dictionary_code *codes; uint32_t n_codes, cap_codes;
  str plural; bool has_plural;           /* of agents: as given in {}; "" there: it has none */
} dictionary_entry;

typedef struct { uint32_t line; str text; } dictionary_complaint;

typedef enum {
  DICTIONARY_ACTORS, DICTIONARY_AGENTS,
  DICTIONARY_VERBS, DICTIONARY_ISSUES, DICTIONARY_DISCARDS,        /* not read here: rule_tables.h */
  DICTIONARY_OTHER
} dictionary_sort;

typedef struct {
  dictionary_sort sort;
  const char *other;           /* DICTIONARY_OTHER: what it seems to be, "an empty file" */
  dictionary_entry *entries; uint32_t n, cap;
  dictionary_complaint *complaints; uint32_t n_complaints, cap_complaints;
  uint32_t rows;               /* lines that hold something: names, codes, sets */
} dictionary;

/* Reads the bytes of one file; what sort it is shows in its rows. Uses the arena's guard; all is in the arena. */
dictionary *dictionary_parse(arena *a, str bytes);
/* The plural that a dictionary's program makes of a word: Y becomes IES, S SES, else an S is added. */
str dictionary_plural(arena *a, str words);
#endif
