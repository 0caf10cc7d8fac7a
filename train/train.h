/* train.h: making a pack's models: averaged perceptrons in integers.
 *
 *   treebank ─train_tags─▶ tagger ─jackknife─▶ words as in a new text ─train_labels, train_moves─▶ models */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H
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
  int64_t *later;  /* [n] Σ change × clock when it was made: now × clock - later is the sum over time */
  int64_t *total;              /* [n] averages of finished runs, in 1/4096 */
  uint32_t n, runs;
  int64_t clock;
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

/* ---- lists of choices while they are made -------------------------------------------------------------- */

typedef struct { feature key; uint32_t choice, often; } observed;
typedef struct { observed *all; uint32_t n, cap; } observations;
void observe(arena *a, observations *o, feature key, uint32_t choice);
/* Equal ones become one, with how often it was seen; sorted by key, the most frequent choice first. */
void observations_count(observations *o);
uint32_t observations_end(const observations *o, uint32_t i);      /* first place of another key */
uint32_t observations_sum(const observations *o, uint32_t first, uint32_t end);

/* Lists being put together; a key counts once, the first time it comes. */
typedef struct { arena *a; feature *keys; choices *values; uint32_t n, cap, cap_values; } listing;
void listing_add(listing *l, feature key, const uint16_t *items, uint32_t n);      /* cut at LIST_MAX */
lists lists_make(arena *a, const listing *l);

/* ---- the steps ----------------------------------------------------------------------------------------- */

typedef struct {
  uint32_t tag_epochs, move_epochs, label_epochs, runs, beam, folds, seed;
  uint32_t n_tags, n_moves, n_labels;            /* sizes of the tables */
  uint32_t tag_margin, move_margin;
  uint32_t end_epochs, n_ends;
} settings;
#define SETTINGS {6, 10, 4, 3, 8, 5, 20261126, 2000000, 3000000, 2000000, 0, 0, 8, 262144}

/* The words of all sentences, not tagged. */
tree_word **train_words(arena *a, const treebank *b);
/* Lists and weights of the tagger, from sentences i with use[i]. */
void train_tags(arena *a, parser_model *m, const treebank *b, tree_word **words, const bool *use,
                const settings *k, uint32_t runs);
void train_moves(arena *a, parser_model *m, const treebank *b, tree_word **words, const settings *k);
void train_labels(arena *a, parser_model *m, const treebank *b, tree_word **words, const settings *k);
/* Gives the words the tags they would get as words of a new text. */
void jackknife(arena *a, const parser_model *final, const treebank *b, tree_word **words, const settings *k);
/* Where sentences end, into the models at `path`. The pack's folder tells what tokens are. */
void train_ends(arena *a, const treebank *b, const char *pack_folder, const settings *k, const char *path);
/* Lemmas, from the treebanks and lists of forms (docs/language.md), into the models at `path`. */
void train_lemmas(arena *a, const treebank *b, const char *const *words, uint32_t n_words, const char *path);
/* Puts sections into a model file, in place of those of the same name; the others stay. The file may be
 * new. */
void train_put(arena *a, const char *path, const model_section *sections, uint32_t n);
/* Little-endian, on any machine. each: bytes of one, 2 or 4. */
str train_numbers(arena *a, const void *from, uint32_t n, int each);
void train_write(arena *a, const parser_model *m, str made, const char *path);
str train_lines(arena *a, const str *all, uint32_t n);    /* all[1] … all[n], a line each */
/* Prints a CoNLL-U file with its own tags and the models' lemmas. */
void lemmatize_file(arena *a, const char *models, const char *path, const char *documents);
/* Prints a CoNLL-U file with the models' tags, lemmas and trees. */
void parse_file(arena *a, const char *models, const char *path, const char *documents, const settings *k);
#endif
