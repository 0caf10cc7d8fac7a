/* dictionary_lines.h: the lines of a coder's dictionary: UTF-8, without comments and blanks at their ends.
 *
 * Comments: from # or ; on (# may stand in a code: [###]), <!-- … --> over lines too, <! to the end of its
 * line. ---STOP--- ends the file. */
#ifndef DICTIONARY_LINES_H
#define DICTIONARY_LINES_H
#include "base/base.h"

typedef struct {
  arena *a;
  str rest;                              /* of the bytes; ptr NULL: at the end */
  uint32_t line;                         /* number of the last one */
  bool comment;                          /* inside <!-- … */
} dictionary_lines;

/* Uses the arena's guard; all is in the arena. */
dictionary_lines dictionary_lines_of(arena *a, str bytes);
/* The next line, empty where nothing is left of it; *nul: there was a NUL byte in it, and it is empty.
 * False: no more. */
bool dictionary_lines_next(dictionary_lines *l, str *line, bool *nul);
#endif
