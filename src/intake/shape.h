/* shape.h: how a stretch of prose looks: its words, capitals, and how it begins and ends. */
#ifndef INTAKE_SHAPE_H
#define INTAKE_SHAPE_H
#include "base/base.h"

/* How a stretch ends, closing quotation marks and brackets left aside. */
typedef enum {
  END_NONE, END_STOP, END_MARK /* ! ? */, END_COLON, END_COMMA, END_ABBR /* "U.S." */, END_HYPHEN
} ending;

typedef struct {
  uint32_t words, capitals;  /* words; those that begin with a capital or a digit */
  ending end;
  bool small_start;          /* first letter is a small one */
  bool caps;                 /* all its letters are capitals */
  bool quotes;               /* has a double quotation mark */
  bool foreign;              /* letters, and none of them Latin */
} shape;

shape shape_of(str s);
ending ending_of(str s);
bool starts_small(str s);
/* Takes the next run of non-space off s; false at the end. */
bool word_next(str s, size_t *at, str *word);
str last_word(str s);
bool has_digit(str s);
bool is_capitalised(str word);               /* first letter (quotes, brackets left aside) is a capital */
size_t blank_len(str s, size_t at);          /* bytes of the white space character at `at`, or 0 */
str str_strip(str s);                        /* without white space of any kind at both ends */
size_t trailing_marks(str word);             /* bytes of ASCII ,.;:!? at its end */
str str_of_trimmed(str s);                   /* without them */
bool is_closer(str s, size_t end, size_t *start);   /* a closing quotation mark or bracket ends at `end` */
#endif
