#include "progress.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t clock_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

progress progress_start(const options *o) {
  bool plain = !strcmp(o->progress, "plain");
  return (progress){plain || (!strcmp(o->progress, "auto") && isatty(2)), plain, false, clock_ns(), 0};
}

void progress_show(progress *p, const char *verb, uint64_t reports, uint64_t bytes) {
  uint64_t now = p->on ? clock_ns() : 0;
  if (!p->on || now - p->last < (p->plain ? 1000000000u : 100000000u)) return;
  uint64_t ms = (now - p->start) / 1000000u + 1;
  fprintf(stderr, "%s%s %llu reports, %llu kB, %llu reports a second%s", p->plain ? "" : "\r\033[K", verb,
          (unsigned long long)reports, (unsigned long long)(bytes / 1000), (unsigned long long)(reports * 1000 / ms),
          p->plain ? "\n" : "");
  p->last = now;
  p->shown = !p->plain;
}

void progress_say(progress *p, const char *verb, uint64_t reports) {
  if (!p->on) return;
  fprintf(stderr, "%s%s %llu reports%s", p->plain ? "" : "\r\033[K", verb, (unsigned long long)reports, p->plain ? "\n" : "");
  p->shown = !p->plain;
}

void progress_end(progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}
