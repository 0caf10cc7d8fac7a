/* kit.h: what the tests of the public interface share. They see chancery.h and nothing else of the program. */
#ifndef ENGINE_KIT_H
#define ENGINE_KIT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "chancery.h"
#include <stdbool.h>

/* Bytes that a callback was given; text is NUL-terminated. */
typedef struct { char *text; size_t n; int calls, stop_at; } kept;
int kept_take(const char *bytes, size_t n, void *payload);       /* a ch_write_fn; stops at call number stop_at */
void kept_free(kept *k);

/* cmocka group set-up and tear-down: *state is a ch_engine. */
int kit_open(void **state);
int kit_close(void **state);

/* A report of plain text with this publication date (NULL: none). */
ch_input kit_input(const char *text, const char *published);
/* Its facts line; the caller frees it. */
kept kit_facts(const ch_engine *engine, const char *text, const char *published, unsigned flags);
/* A file in a new folder under the system's temporary one: its path, to be freed; content NULL: no file is made. */
char *kit_file(const char *name, const char *content);

extern const char kit_report[], kit_other[];    /* two short reports of our own */
#endif
