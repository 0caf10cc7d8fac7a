/* postings_run.h: one immutable sorted run of postings, a mapped file. Inside this room only.
 *
 *   header | directory u32[2^bits + 1] | keys u32[n] | places (report u32, day u16)[n] | ties u32[n], or none
 *
 * in this machine's order of bytes.
 *
 * The directory gives where the keys that begin with `bits` bits stand: some sixteen, side by side, so that a key is found or
 * not with two waits for memory, one of them for the small directory. */
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
/* Holds all of it in memory, where there is any: asking then waits for no page. */
void run_hold(run *r);
bool run_is_held(const run *r);
size_t run_mapped(const run *r);               /* of one that is not: bytes of its pages that may be in memory, at most */
void run_let_go(run *r);                       /* of them: they come back when asked for */

/* Writes a run of n postings, which come in order. After a failure run_write does nothing, and run_end says so. */
ch_status run_begin(run_writer **out, const char *folder, const char *name, run_shape shape, ch_error *err);
void run_write(run_writer *w, posting x);
ch_status run_end(run **out, run_writer *w, ch_error *err);
ch_status run_merge(run **out, const char *folder, const char *name, run *const *from, size_t n, bool sync,
                    ch_error *err);

/* For each key the range of its postings from day lo on; their days may go beyond `hi`. */
void run_find(run *r, const uint32_t *keys, uint32_t n, uint16_t lo, uint16_t hi, run_range *out);
posting run_at(const run *r, uint64_t i);
#endif
