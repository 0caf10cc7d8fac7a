/* train.h: what all that learns has in common. */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H
#include "language/lemmas.h"
#include "language/weights.h"
#include "treebank.h"

void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A generator of its own, so that a seed means the same order everywhere. */
typedef struct { uint64_t state; } dice;
uint32_t dice_below(dice *d, uint32_t n);
void dice_shuffle(dice *d, uint32_t *items, uint32_t n);

/* ---- an averaged perceptron ---------------------------------------------------------------------------- */

typedef struct {
  int32_t *now;                /* [n] */
  /* [n] Σ change × clock when it was made: now × clock - later is the sum over time */
  int64_t *later;
  int64_t *total;              /* [n] averages of finished runs, in 1/4096 */
  uint32_t n;
  int64_t clock;               /* decisions of this run, from 1 */
  uint8_t *seen;               /* [SEEN] how often a feature was seen, by hash; at most 255 */
  uint8_t least;               /* features seen less often learn nothing */
} table;
enum { SEEN = 1 << 24 };

void table_init(table *t, uint32_t n, uint8_t least);
void table_free(table *t);
static inline void table_add(table *t, uint32_t i, int32_t change) {
  t->now[i] += change;
  t->later[i] += change * t->clock;
}
static inline void table_see(table *t, feature f) {
  uint8_t *n = &t->seen[feature_place(f, SEEN)];
  *n += *n < UINT8_MAX;
}
static inline bool table_admits(const table *t, feature f) {
  return t->seen[feature_place(f, SEEN)] >= t->least;
}
void table_end_run(table *t);                              /* adds the average to `total` and begins again */
weights table_wide(const table *t);                        /* as they are now */
weights table_bytes(arena *a, const table *t);             /* of the finished runs, in bytes */

/* The next row of JSON lines, to be given back with json_decref; NULL: no more. A wrong row ends the program. */
struct json_t *train_next_row(str *rest, uint32_t *line_no, const char *path);

/* ---- what a model file is made of -------------------------------------------------------------------- */

/* all[1] … all[n], a line each. */
str train_lines(arena *a, const str *all, uint32_t n);
/* Little-endian, on any machine. each: bytes of one, 2 or 4. */
str train_numbers(arena *a, const void *from, uint32_t n, int each);
/* Puts sections into a model file, in place of those of the same name; the others stay. The file may be
 * new. */
void train_put(arena *a, const char *path, const model_section *sections, uint32_t n);
typedef struct { uint32_t epochs, runs, seed, n; } end_schedule;         /* n: weights */
/* Where sentences end, into the models at `path`. The pack's folder tells what tokens are. */
void train_ends(arena *a, const treebank *b, const char *pack_folder, const end_schedule *k,
                const char *path);
/* The sections of lemmas, from a treebank and lists of forms (docs/language.md), into the file. */
void train_lemmas(arena *a, const char *path, const treebank *b, const char *const *lists, uint32_t n_lists);
/* Prints a CoNLL-U file with its own tags and the models' lemmas. */
void lemmatize_file(arena *a, const char *models, const char *path, const char *documents);
/* Prints a CoNLL-U file with the models' tags and trees. style 0: that of the models. */
void parse_file(arena *a, const char *models, const char *path, const char *documents, uint32_t style);
void coref_main(arena *a, int argc, char **argv);         /* of "coref …" (coref.h) */
void statements_main(arena *a, int argc, char **argv);    /* of "statements …" (statements.h) */

#endif
