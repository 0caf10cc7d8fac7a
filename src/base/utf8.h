/* utf8.h: UTF-8 by hand where it is hot, utf8proc where it is Unicode. Thread-safe. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/arena.h"

/* Decodes the character at s[*i] and moves *i behind it. An invalid byte gives 0xFFFD and
 * moves by one. *i must be < s.len. */
uint32_t utf8_next(str s, size_t *i);
size_t utf8_put(uint32_t c, char out[4]);              /* bytes written, 1–4 */
/* Place of the first invalid byte, or s.len. NUL counts as valid here. */
size_t utf8_valid(str s);
bool utf8_is_letter(uint32_t c);
bool utf8_is_digit(uint32_t c);                        /* decimal digits of any script */
bool utf8_is_upper(uint32_t c);
bool utf8_is_space(uint32_t c);                        /* white space incl. NBSP, thin spaces, BOM */
uint32_t utf8_lower(uint32_t c);
uint32_t utf8_upper(uint32_t c);
/* Folded form for lookups: lower case, curly apostrophes and quotes made straight, dashes made
 * '-', soft hyphens and zero-width characters dropped. Written to out (cap bytes), returns its
 * length, or SIZE_MAX when it does not fit: a folded form is never longer than 3 × s.len. */
size_t utf8_fold(str s, char *out, size_t cap);
str utf8_folded(arena *a, str s);
/* Folded and without accents (NFD, marks dropped): for matching names across spellings. */
str utf8_bare(arena *a, str s);
/* Columns of a terminal the string takes (East Asian wide = 2, combining = 0). */
size_t utf8_width(str s);
#endif
