/* markup.h: what a reader reads of a stretch of text: inline markup of Markdown and HTML left out.
 *
 * Left out: [ ]( ) of links, whole images, * _ of emphasis that pairs up, backslashes of escapes, simple
 * tags, < > around addresses. Brackets and asterisks that are no markup stay: "[our]" is an editor's. */
#ifndef INTAKE_MARKUP_H
#define INTAKE_MARKUP_H
#include "intake/intake.h"

typedef struct { span *all; uint32_t n, cap; } spans;
void spans_add(spans *s, arena *a, uint32_t start, uint32_t end);   /* empty ones are not added */
/* Appends the pieces of `at` that are read; `cuts` are left out besides. */
void markup_pieces(spans *out, arena *a, str text, span at, const spans *cuts);
/* Bytes of an address at s[at] ("https://…", "www.…"), or 0. */
size_t url_len(str s, size_t at);
#endif
