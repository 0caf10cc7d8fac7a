/* arena.h: memory of one job, freed once.
 *
 * arena_alloc never returns NULL: when memory runs out, or the arena's ceiling is reached,
 * control goes back to the arena_run that the job stands in (setjmp/longjmp), which returns
 * false. So the pure stages carry no error paths for memory; see docs/decisions/. Nothing
 * that must be closed (a file, SQLite, a lock) may be opened inside an arena_run.
 * In malloc mode (CHANCERY_ARENA_MALLOC at build time) each allocation is its own malloc, so
 * that the sanitizers see every overrun. One thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/str.h"

typedef struct arena arena;

/* max: ceiling in bytes (0: none). NULL when out of memory. */
arena *arena_new(size_t max);
void arena_free(arena *a);             /* NULL is fine */
void arena_reset(arena *a);            /* forgets everything, keeps a first block for reuse */
size_t arena_used(const arena *a);     /* bytes handed out */
/* Runs job(payload) under a guard: true when it came to its end, false when memory ran out. */
bool arena_run(arena *a, void (*job)(void *payload), void *payload);

/* Goes back to the guard as if memory had run out: for a job whose memory outside the arena did. */
void arena_fail(arena *a) __attribute__((noreturn));

void *arena_alloc(arena *a, size_t n);                     /* zeroed, aligned to 16 */
void *arena_array(arena *a, size_t n, size_t each);        /* zeroed; overflow counts as no memory */
/* A bigger array: old content copied, rest zeroed; the old one stays valid until the end (and may be
 * the new one: what came last is made longer where it stands). */
void *arena_grow(arena *a, void *old, size_t old_n, size_t new_n, size_t each);
str arena_str(arena *a, str s);                            /* a copy, NUL after it; ptr NULL stays NULL */
str arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str arena_join(arena *a, const str *parts, size_t n, str between);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))
/* Appends to a (pointer, count, capacity) array that lives in the arena and gives the place. */
#define ARENA_PUSH(a, ptr, n, cap)                                                          \
  (((n) == (cap) ? ((ptr) = arena_grow((a), (ptr), (n), (cap) ? 2 * (size_t)(cap) : 8,       \
                                       sizeof *(ptr)),                                       \
                    (cap) = (cap) ? 2 * (cap) : 8)                                           \
                 : 0),                                                                      \
   &(ptr)[(n)++])
#endif
