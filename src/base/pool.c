#include "base/pool.h"
#include "base/err.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A ring of items under way. The calling thread puts items in at `put` and takes them out at
 * `got`; the workers take theirs at `taken`, between the two. All numbers count up for ever. */
typedef struct { void *item; bool finished; } place;

typedef struct {
  const pool_job *job;
  pthread_mutex_t lock;
  pthread_cond_t for_workers, for_caller;
  place *ring;             /* [ahead] */
  size_t ahead, put, taken, got;
  bool closed;             /* no more items come */
} pool;

typedef struct { pool *p; int thread; pthread_t id; } worker;

static void *work(void *payload) {
  worker *w = payload;
  pool *p = w->p;
  pthread_mutex_lock(&p->lock);
  for (;;) {
    while (p->taken == p->put && !p->closed) pthread_cond_wait(&p->for_workers, &p->lock);
    if (p->taken == p->put) break;
    place *at = &p->ring[p->taken++ % p->ahead];
    pthread_mutex_unlock(&p->lock);
    p->job->work(at->item, w->thread, p->job->payload);
    pthread_mutex_lock(&p->lock);
    at->finished = true;
    pthread_cond_signal(&p->for_caller);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

/* Under the lock. Asks for one more item and hands it to the workers; false when there is none. */
static bool feed(pool *p) {
  pthread_mutex_unlock(&p->lock);
  void *item = p->job->next(p->job->payload);
  pthread_mutex_lock(&p->lock);
  if (!item) return false;
  p->ring[p->put++ % p->ahead] = (place){item, false};
  pthread_cond_signal(&p->for_workers);
  return true;
}

/* Under the lock. Hands on the oldest item, which is finished. */
static bool deliver(pool *p) {
  void *item = p->ring[p->got % p->ahead].item;
  pthread_mutex_unlock(&p->lock);
  bool go_on = p->job->done(item, p->job->payload);
  pthread_mutex_lock(&p->lock);
  p->got++;
  return go_on;
}

/* The calling thread's part; false when done asked to stop. */
static bool conduct(pool *p) {
  bool more = true, go_on = true;
  pthread_mutex_lock(&p->lock);
  for (;;) {
    if (p->got < p->put && p->ring[p->got % p->ahead].finished) {
      if (!deliver(p)) more = go_on = false;
    } else if (more && p->put - p->got < p->ahead) {
      more = feed(p);
    } else if (p->got < p->put) {
      pthread_cond_wait(&p->for_caller, &p->lock);
    } else {
      break;
    }
  }
  p->closed = true;
  pthread_cond_broadcast(&p->for_workers);
  pthread_mutex_unlock(&p->lock);
  return go_on;
}

/* Signals are the caller's: its threads handle them, ours do not. Gives how many could start. */
static int start(pool *p, worker *workers, int n) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int started = 0;
  while (started < n) {
    worker *w = &workers[started];
    *w = (worker){.p = p, .thread = started};
    if (pthread_create(&w->id, NULL, work, w)) break;
    started++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

static ch_status run_here(const pool_job *job) {
  for (void *item; (item = job->next(job->payload));) {
    job->work(item, 0, job->payload);
    if (!job->done(item, job->payload)) return CH_ERR_STOPPED;
  }
  return CH_OK;
}

static ch_status run_on(pool *p, worker *workers, int n, ch_error *err) {
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->for_workers, NULL);
  pthread_cond_init(&p->for_caller, NULL);
  int started = start(p, workers, n);
  ch_status status = CH_OK;
  if (!started) status = err_set(err, CH_ERR_MEMORY, "no memory to start a thread; try with one thread");
  else if (!conduct(p)) status = CH_ERR_STOPPED;
  for (int i = 0; i < started; i++) pthread_join(workers[i].id, NULL);
  pthread_cond_destroy(&p->for_caller);
  pthread_cond_destroy(&p->for_workers);
  pthread_mutex_destroy(&p->lock);
  return status;
}

ch_status pool_run(const pool_job *job, ch_error *err) {
  if (job->threads <= 1) return run_here(job);
  size_t ahead = job->ahead > 0 ? (size_t)job->ahead : 4 * (size_t)job->threads;
  pool p = {.job = job, .ahead = ahead, .ring = calloc(ahead, sizeof(place))};
  worker *workers = calloc((size_t)job->threads, sizeof *workers);
  ch_status status;
  if (p.ring && workers) status = run_on(&p, workers, job->threads, err);
  else status = err_set(err, CH_ERR_MEMORY, "out of memory for %d threads", job->threads);
  free(workers);
  free(p.ring);
  return status;
}

int pool_cores(void) {
  cpu_set_t set;
  if (!sched_getaffinity(0, sizeof set, &set) && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
  long n = sysconf(_SC_NPROCESSORS_ONLN);   /* more processors than a cpu_set_t holds */
  return n > 0 && n < 1 << 20 ? (int)n : 1;
}
