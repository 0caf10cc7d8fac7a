/* inputs.h: the files and folders of a command line, as reports, read on several threads, in order. */
#ifndef INPUTS_H
#define INPUTS_H
#include "options.h"
#include "base/base.h"

/* What is done with each report, in the order of the inputs: `line` is its facts line. False: stop. */
typedef bool inputs_take(str line, const ch_stats *stats, void *payload);

typedef struct {
  uint64_t reports, known, failed, skipped;     /* known: were not read; skipped: files of other kinds in folders */
  ch_stats stats;                       /* sums; arena_bytes: the largest */
} inputs_count;

/* Asked of each report before it is read, by the thread that takes: whether to read it, pass it by or stop. */
typedef enum { INPUTS_READ, INPUTS_KNOWN, INPUTS_STOP } inputs_wish;
typedef inputs_wish inputs_look(const ch_input *in, void *payload);

/* Reads everything that o->args name (standard input for "-"). A report or file that cannot be read is said
 * in one line on standard error and counted as failed. Returns CH_OK, or why it could not go on. */
ch_status inputs_read(const ch_engine *engine, const options *o, unsigned write_flags, inputs_look *look, inputs_take *take,
                      void *payload, inputs_count *count, ch_error *err);    /* look NULL: all are read */
/* --stats: what was read, and how long each room took for it. */
void inputs_print_stats(const inputs_count *c, uint64_t wall_ns);

/* The same with each report's card instead of its facts. */
typedef bool inputs_take_card(const ch_card *card, void *payload);
ch_status inputs_cards(const ch_engine *engine, const options *o, inputs_take_card *take, void *payload,
                       inputs_count *count, ch_error *err);

/* The engine for a command, from --pack, $CHANCERY_PACK, or the pack beside the program. NULL: it has been said. */
ch_engine *inputs_engine(const options *o);
/* The tables of the same pack, with its overlays. NULL: why is in err. */
const pack *inputs_pack(const options *o, arena *a, ch_error *err);
/* "chancery: message" on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Writes bytes to standard output: a ch_write_fn. */
int to_stdout(const char *bytes, size_t n, void *payload);
/* The same for text that people read: control codes of a report are shown as `?`. */
int to_stdout_safe(const char *bytes, size_t n, void *payload);
#endif
