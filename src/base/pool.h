/* pool.h: the same job over many items on several threads, results taken in order.
 *
 *   next(payload) ─▶ item ─work(item, thread, payload)─▶ … ─done(item, payload), in order of next
 *
 * next and done are called by one thread at a time and never at once; at most `ahead` items are
 * under way, so memory is bounded; with threads <= 1 all runs in the calling thread. */
#ifndef BASE_POOL_H
#define BASE_POOL_H
#include "base/str.h"

typedef struct {
  void *(*next)(void *payload);                           /* NULL: no more */
  void (*work)(void *item, int thread, void *payload);
  bool (*done)(void *item, void *payload);                /* false: stop; items under way are still done() */
  void *payload;
  int threads, ahead;                                     /* ahead 0: 4 × threads */
} pool_job;

/* CH_ERR_MEMORY: no thread could start. CH_ERR_STOPPED: done said so; *err is then as done left it. */
ch_status pool_run(const pool_job *job, ch_error *err);
int pool_cores(void);                                     /* cores this process may use, at least 1 */
#endif
