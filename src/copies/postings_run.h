/* postings_run.h: one immutable sorted run of postings, a mapped file. Inside this room only.
 *
 *   header | directory u32[2^bits + 1] | filter u64[] | keys u32[n] | places (report u32, day u16)[n]
 *          | ties u32[n], or none
 *
 * in this machine's order of bytes.
 *
 * The filter says of nearly all keys that the run does not have that it has not, which is true of most that are
 * asked for: one wait for memory. The directory gives where the keys that begin with `bits` bits stand: some
 * sixteen, side by side. */
#ifndef COPIES_POSTINGS_RUN_H
#define COPIES_POSTINGS_RUN_H
#include "base/base.h"

typedef struct { uint32_t key, report, tie; uint16_t day; } posting;
typedef struct { uint64_t n; bool ties, sync; } run_shape;     /* sync: it is on the disk when it is there */
typedef struct run run;
typedef struct run_writer run_writer;
typedef struct { uint64_t first, end; } run_range;

/* CH_ERR_RECORD: it is not there or not whole. */
ch_status run_open(run **out, const char *folder, const char *name, ch_error *err);
void run_close(run *r, bool remove);
void run_remove(const char *folder, const char *name);
const char *run_name(const run *r);
uint64_t run_count(const run *r);
uint64_t run_bytes(const run *r);
uint16_t run_first_day(const run *r);
uint16_t run_last_day(const run *r);
/* Holds its filter in memory, where there is any: asking for what it does not have then waits for no page. */
void run_hold(run *r);
size_t run_held(const run *r);                 /* bytes; 0: it is not held */
size_t run_filter(const run *r);               /* bytes of the filter */
size_t run_mapped(const run *r);               /* bytes of its pages that may be in memory, at most */
void run_let_go(run *r);                       /* of them: they come back when asked for */

/* Writes a run of n postings, which come in order. After a failure run_write does nothing, and run_end says so. */
ch_status run_begin(run_writer **out, const char *folder, const char *name, run_shape shape, ch_error *err);
void run_write(run_writer *w, posting x);
ch_status run_end(run **out, run_writer *w, ch_error *err);
ch_status run_merge(run **out, const char *folder, const char *name, run *const *from, size_t n, bool sync,
                    ch_error *err);

/* For each key the range of its postings from day lo on; their days may go beyond `hi`. Keys: any order. */
void run_find(run *r, const uint32_t *keys, uint32_t n, uint16_t lo, uint16_t hi, run_range *out);
posting run_at(const run *r, uint64_t i);
#endif
