#include "copies/pile.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER = 1 << 20 };

struct pile {
  int fd;
  uint64_t written;            /* bytes in the file; what follows stands in the buffer */
  char *buffer; size_t n;
  ch_status status;
  int why;                     /* errno */
};

ch_status pile_open(pile **out, const char *path, ch_error *err) {
  *out = NULL;
  pile *p = calloc(1, sizeof *p);
  if (!p || !(p->buffer = malloc(BUFFER))) {
    free(p);
    return err_set(err, CH_ERR_MEMORY, "no memory for the texts of the collection");
  }
  p->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (p->fd < 0) {
    err_set(err, CH_ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
    pile_close(p);
    return CH_ERR_IO;
  }
  *out = p;
  return CH_OK;
}

void pile_close(pile *p) {
  if (!p) return;
  if (p->fd >= 0) close(p->fd);
  free(p->buffer);
  free(p);
}

static void fail(pile *p, int why) {
  if (p->status) return;
  p->status = CH_ERR_IO;
  p->why = why;
}

ch_status pile_status(const pile *p, ch_error *err) {
  if (p->status) err_set(err, p->status, "the texts of the collection: %s", p->why ? strerror(p->why) : "cut short");
  return p->status;
}

static void write_all(pile *p, const char *bytes, size_t n) {
  while (n && !p->status) {
    ssize_t done = pwrite(p->fd, bytes, n, (off_t)p->written);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      fail(p, errno);
      return;
    }
    bytes += done;
    n -= (size_t)done;
    p->written += (uint64_t)done;
  }
}

static void empty(pile *p) {
  write_all(p, p->buffer, p->n);
  p->n = 0;
}

uint64_t pile_size(const pile *p) { return p->written + p->n; }

uint64_t pile_add(pile *p, str bytes) {
  uint64_t at = pile_size(p);
  if (p->n + bytes.len > BUFFER) empty(p);
  if (bytes.len > BUFFER) {
    write_all(p, bytes.ptr, bytes.len);
  } else {
    memcpy(p->buffer + p->n, bytes.ptr, bytes.len);
    p->n += bytes.len;
  }
  return at;
}

static void read_all(pile *p, char *to, size_t n, uint64_t at) {
  while (n && !p->status) {
    ssize_t done = pread(p->fd, to, n, (off_t)at);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      fail(p, done ? errno : 0);
      return;
    }
    to += done;
    n -= (size_t)done;
    at += (uint64_t)done;
  }
}

str pile_get(pile *p, arena *a, uint64_t at, size_t n) {
  if (at + n > p->written) {
    if (at >= p->written && at + n <= p->written + p->n)
      return arena_str(a, (str){p->buffer + (at - p->written), n});
    empty(p);
  }
  char *bytes = arena_alloc(a, n + 1);
  read_all(p, bytes, n, at);
  return (str){p->status ? NULL : bytes, n};
}

void pile_expect(pile *p, uint64_t at, size_t n) {
  if (at + n <= p->written) posix_fadvise(p->fd, (off_t)at, (off_t)n, POSIX_FADV_WILLNEED);
}
