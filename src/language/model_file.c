#include "language/model_file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER = 64, ENTRY = 32, ALIGN = 64, SUMMED_FROM = 32, MAX_SECTIONS = 1024 };
static const char magic[8] = "CHMODELS";

struct model_file {
  str bytes;
  bool mapped;
  uint32_t n_sections;
  char *name;                  /* for messages */
};

/* ---- numbers ------------------------------------------------------------------------------------------- */

static uint64_t number_at(const char *at, int bytes) {
  uint64_t n = 0;
  for (int i = bytes; i-- > 0;) n = n << 8 | (unsigned char)at[i];
  return n;
}

static void put_number(buf *b, uint64_t n, int bytes) {
  for (int i = 0; i < bytes; i++) buf_char(b, (char)(n >> 8 * i));
}

/* ---- opening ------------------------------------------------------------------------------------------- */

ch_status model_file_err(ch_error *err, const model_file *m, const char *format, ...) {
  char message[sizeof err->msg];
  va_list args;
  va_start(args, format);
  if (vsnprintf(message, sizeof message, format, args) < 0) message[0] = 0;
  va_end(args);
  return err_set(err, CH_ERR_PACK, "%s: %s; make it again with chancery-train, or get the pack again",
                 m->name, message);
}

static const char *entry_of(const model_file *m, uint32_t i) {
  return m->bytes.ptr + HEADER + (size_t)i * ENTRY;
}

static bool entry_is_sound(const model_file *m, uint32_t i) {
  const char *e = entry_of(m, i);
  uint64_t start = number_at(e + MODEL_NAME, 8), length = number_at(e + MODEL_NAME + 8, 8);
  uint64_t first = HEADER + (uint64_t)m->n_sections * ENTRY;
  return e[0] && !e[MODEL_NAME - 1] && start % ALIGN == 0 && start >= first && start <= m->bytes.len &&
         length <= m->bytes.len - start;
}

static ch_status check(model_file *m, ch_error *err) {
  const char *p = m->bytes.ptr;
  if (m->bytes.len < HEADER) return model_file_err(err, m, "too short for a model file");
  if (memcmp(p, magic, sizeof magic)) return model_file_err(err, m, "no model file");
  uint32_t format = (uint32_t)number_at(p + 8, 4), oldest = (uint32_t)number_at(p + 12, 4);
  if (oldest > MODEL_FORMAT || !format || format < oldest)
    return model_file_err(err, m, "its format is %u and needs a reader of %u or later, this one reads %d",
                          format, oldest, MODEL_FORMAT);
  if (number_at(p + 16, 8) != m->bytes.len)
    return model_file_err(err, m, "%llu bytes of %llu: the file is cut or has bytes behind its end",
                          (unsigned long long)m->bytes.len, (unsigned long long)number_at(p + 16, 8));
  if (number_at(p + 24, 8) != map_hash(str_sub(m->bytes, SUMMED_FROM, m->bytes.len)))
    return model_file_err(err, m, "the checksum is wrong: the file is damaged");
  m->n_sections = (uint32_t)number_at(p + 32, 4);
  if (m->n_sections > MAX_SECTIONS || HEADER + (uint64_t)m->n_sections * ENTRY > m->bytes.len)
    return model_file_err(err, m, "%u sections do not fit", m->n_sections);
  for (uint32_t i = 0; i < m->n_sections; i++)
    if (!entry_is_sound(m, i)) return model_file_err(err, m, "section %u lies outside the file", i + 1);
  return CH_OK;
}

static ch_status adopt(model_file **out, str bytes, bool mapped, const char *name, ch_error *err) {
  model_file *m = calloc(1, sizeof *m);
  ch_status status = CH_OK;
  if (m) m->name = strdup(name);
  if (!m || !m->name) status = err_set(err, CH_ERR_MEMORY, "%s: out of memory", name);
  if (m) m->bytes = bytes, m->mapped = mapped;
  if (!status) status = check(m, err);
  if (!status) {
    *out = m;
    return CH_OK;
  }
  if (!m && mapped) munmap((void *)(uintptr_t)bytes.ptr, bytes.len);
  model_file_close(m);
  return status;
}

ch_status model_file_of(model_file **out, str bytes, const char *name, ch_error *err) {
  *out = NULL;
  return adopt(out, bytes, false, name, err);
}

static ch_status map_file(str *out, int fd, const char *path, ch_error *err) {
  struct stat st;
  if (fstat(fd, &st)) return err_set(err, CH_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  if (!S_ISREG(st.st_mode)) return err_set(err, CH_ERR_IO, "%s: not a file", path);
  if (st.st_size < HEADER)
    return err_set(err, CH_ERR_PACK, "%s: too short for a model file; get the pack again", path);
  void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) return err_set(err, CH_ERR_IO, "%s: cannot be mapped: %s", path, strerror(errno));
  *out = (str){p, (size_t)st.st_size};
  return CH_OK;
}

ch_status model_file_open(model_file **out, const char *path, ch_error *err) {
  str bytes;
  *out = NULL;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return err_set(err, CH_ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
  ch_status status = map_file(&bytes, fd, path, err);
  close(fd);
  return status ? status : adopt(out, bytes, true, path, err);
}

void model_file_close(model_file *m) {
  if (!m) return;
  if (m->mapped) munmap((void *)(uintptr_t)m->bytes.ptr, m->bytes.len);
  free(m->name);
  free(m);
}

/* ---- asking -------------------------------------------------------------------------------------------- */

const char *model_file_section(const model_file *m, uint32_t i, str *bytes) {
  if (i >= m->n_sections) return NULL;
  const char *e = entry_of(m, i);
  *bytes = (str){m->bytes.ptr + number_at(e + MODEL_NAME, 8), (size_t)number_at(e + MODEL_NAME + 8, 8)};
  return e;
}

str model_file_find(const model_file *m, const char *section) {
  str bytes;
  const char *name;
  for (uint32_t i = 0; (name = model_file_section(m, i, &bytes)); i++)
    if (!strcmp(name, section)) return bytes;
  return (str){NULL, 0};
}

/* Whole numbers of `each` bytes, in this machine's order and aligned. */
static ch_status numbers(const void **out, uint32_t *n, const model_file *m, arena *a, const char *section,
                         int each, ch_error *err) {
  str s = model_file_find(m, section);
  if (!s.ptr) return model_file_err(err, m, "section '%s' is missing", section);
  if (s.len % (size_t)each || s.len / (size_t)each > UINT32_MAX)
    return model_file_err(err, m, "section '%s' has a wrong length", section);
  *n = (uint32_t)(s.len / (size_t)each);
  *out = s.ptr;
  if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && (uintptr_t)s.ptr % (unsigned)each == 0) return CH_OK;
  uint16_t *halves = each == 2 ? ARENA_ARRAY(a, uint16_t, *n) : NULL;
  uint32_t *words = each == 4 ? ARENA_ARRAY(a, uint32_t, *n) : NULL;
  for (uint32_t i = 0; i < *n; i++) {
    if (words) words[i] = (uint32_t)number_at(s.ptr + (size_t)i * 4, 4);
    else halves[i] = (uint16_t)number_at(s.ptr + (size_t)i * 2, 2);
  }
  *out = words ? (const void *)words : (const void *)halves;
  return CH_OK;
}

ch_status model_file_u32(const uint32_t **out, uint32_t *n, const model_file *m, arena *a,
                         const char *section, ch_error *err) {
  const void *p = NULL;
  ch_status status = numbers(&p, n, m, a, section, 4, err);
  *out = p;
  return status;
}

ch_status model_file_u16(const uint16_t **out, uint32_t *n, const model_file *m, arena *a,
                         const char *section, ch_error *err) {
  const void *p = NULL;
  ch_status status = numbers(&p, n, m, a, section, 2, err);
  *out = p;
  return status;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static uint64_t aligned(uint64_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

static void put_entries(buf *out, const model_section *sections, uint32_t n) {
  uint64_t start = aligned(HEADER + (uint64_t)n * ENTRY);
  for (uint32_t i = 0; i < n; i++) {
    char name[MODEL_NAME] = {0};
    size_t len = strlen(sections[i].name);
    memcpy(name, sections[i].name, len < MODEL_NAME ? len : MODEL_NAME - 1);
    buf_add(out, name, sizeof name);
    put_number(out, start, 8);
    put_number(out, sections[i].bytes.len, 8);
    start = aligned(start + sections[i].bytes.len);
  }
}

void model_file_write(buf *out, const model_section *sections, uint32_t n) {
  buf rest = {0};
  put_number(&rest, n, 4);
  while (rest.len < HEADER - SUMMED_FROM && !rest.status) buf_char(&rest, 0);
  put_entries(&rest, sections, n);
  for (uint32_t i = 0; i < n; i++) {
    while ((SUMMED_FROM + rest.len) % ALIGN && !rest.status) buf_char(&rest, 0);
    buf_str(&rest, sections[i].bytes);
  }
  buf_add(out, magic, sizeof magic);
  put_number(out, MODEL_FORMAT, 4);
  put_number(out, MODEL_FORMAT, 4);
  put_number(out, SUMMED_FROM + rest.len, 8);
  put_number(out, map_hash(buf_get(&rest)), 8);
  buf_str(out, buf_get(&rest));
  if (rest.status) out->status = rest.status;
  buf_free(&rest);
}
