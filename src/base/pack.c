#include "base/pack.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/utf8.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const size_t max_bytes = (size_t)1 << 30;   /* of all files together */

typedef struct { str name, bytes; } file;

/* ---- reading lines; in the arena ---- */

typedef struct {
  str name;
  uint32_t last_file;      /* number of the file it was last begun in */
  pack_row *rows;          /* [n] */
  uint32_t n, cap;
} table;

typedef struct {
  arena *a;
  const file *files;       /* [n_files] */
  uint32_t n_files, file_no;
  map by_name;             /* section → number of its table */
  table *tables;           /* [n_tables] */
  uint32_t n_tables, cap_tables, here;   /* here: the section we are in, + 1; 0: none yet */
  pack *out;
  ch_status status;
  ch_error *err;
} reader;

static bool wrong(reader *r, const pack_row *at, const char *message) {
  r->status = pack_err(r->err, at, "%s", message);
  return false;
}

static bool begin_section(reader *r, str line, const pack_row *at) {
  if (line.ptr[line.len - 1] != ']') return wrong(r, at, "this section's name has no end; write only [name]");
  str name = str_trim(str_sub(line, 1, line.len - 1));
  if (!name.len) return wrong(r, at, "a section has no name; write [name]");
  if (memchr(name.ptr, '[', name.len) || memchr(name.ptr, ']', name.len)) {
    return wrong(r, at, "this section's name has a bracket in it; write only [name]");
  }
  bool added;
  uint32_t *number = map_put(&r->by_name, name, &added);
  if (added) {
    *number = r->n_tables;
    *ARENA_PUSH(r->a, r->tables, r->n_tables, r->cap_tables) = (table){.name = name};
  } else if (r->tables[*number].last_file == r->file_no) {
    return wrong(r, at, "this section stands twice in one file; put its rows together");
  }
  r->tables[*number].last_file = r->file_no;
  r->here = *number + 1;
  return true;
}

static bool add_row(reader *r, str line, pack_row row) {
  if (!r->here) return wrong(r, &row, "a row stands before any section; begin one with [name]");
  uint32_t n = 1;
  for (size_t i = 0; i < line.len; i++) n += line.ptr[i] == '|';
  str *fields = ARENA_ARRAY(r->a, str, n);
  row.fields = fields;
  for (str field; str_split(&line, '|', &field);) fields[row.n++] = str_trim(field);
  table *t = &r->tables[r->here - 1];
  *ARENA_PUSH(r->a, t->rows, t->n, t->cap) = row;
  return true;
}

static bool add_line(reader *r, str line, uint32_t number) {
  pack_row row = {r->files[r->file_no - 1].name, number, NULL, 0};
  if (memchr(line.ptr, 0, line.len)) return wrong(r, &row, "a NUL byte; a pack is plain text");
  if (utf8_valid(line) < line.len) return wrong(r, &row, "not UTF-8; save the file as UTF-8");
  bool comment = line.len && line.ptr[0] == '#';
  line = str_trim(line);
  if (comment || !line.len) return true;
  return line.ptr[0] == '[' ? begin_section(r, line, &row) : add_row(r, line, row);
}

static bool add_file(reader *r, str bytes) {
  r->here = 0;
  if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_sub(bytes, 3, bytes.len);
  uint32_t number = 0;
  for (str line; str_split(&bytes, '\n', &line);)
    if (!add_line(r, line, ++number)) return false;
  return true;
}

/* Lengths go before names and contents, so that no two packs run together to the same bytes. */
static void hash_files(const file *files, uint32_t n, char out[65]) {
  crypto_generichash_state state;
  unsigned char hash[32];
  crypto_generichash_init(&state, NULL, 0, sizeof hash);
  for (uint32_t i = 0; i < 2 * n; i++) {
    str part = i % 2 ? files[i / 2].bytes : files[i / 2].name;
    unsigned char len[8];
    for (int k = 0; k < 8; k++) len[k] = (unsigned char)((uint64_t)part.len >> (8 * k));
    crypto_generichash_update(&state, len, sizeof len);
    const void *bytes = part.ptr;
    if (part.len) crypto_generichash_update(&state, bytes, part.len);
  }
  crypto_generichash_final(&state, hash, sizeof hash);
  sodium_bin2hex(out, 65, hash, sizeof hash);
}

static str value_of(const pack *p, str key) {
  const pack_table *t = pack_find(p, "pack");
  for (uint32_t i = 0; i < t->n; i++)
    if (str_eq(pack_field(&t->rows[i], 0), key)) return pack_field(&t->rows[i], 1);
  return (str){"", 0};
}

/* Total order: by name, which is unique. */
static int by_name(const void *a, const void *b) {
  const pack_table *one = a, *other = b;
  return str_cmp(one->name, other->name);
}

static void finish(reader *r) {
  pack *p = r->out;
  pack_table *tables = ARENA_ARRAY(r->a, pack_table, r->n_tables);
  for (uint32_t i = 0; i < r->n_tables; i++)
    tables[i] = (pack_table){r->tables[i].name, r->tables[i].rows, r->tables[i].n};
  if (r->n_tables) qsort(tables, r->n_tables, sizeof *tables, by_name);
  p->tables = tables;
  p->n = r->n_tables;
  p->name = value_of(p, STR("name"));
  p->version = value_of(p, STR("version"));
  hash_files(r->files, r->n_files, p->hash);
}

static void read_files(void *payload) {
  reader *r = payload;
  map_init(&r->by_name, r->a, 64);
  r->out = ARENA_NEW(r->a, pack);
  file *copies = ARENA_ARRAY(r->a, file, r->n_files);
  for (uint32_t i = 0; i < r->n_files; i++)
    copies[i] = (file){arena_str(r->a, r->files[i].name), arena_str(r->a, r->files[i].bytes)};
  r->files = copies;
  while (r->file_no < r->n_files) {
    str bytes = copies[r->file_no++].bytes;
    if (!add_file(r, bytes)) return;
  }
  finish(r);
}

static ch_status parse(const pack **out, arena *a, const file *files, uint32_t n, ch_error *err) {
  reader r = {.a = a, .files = files, .n_files = n, .err = err};
  *out = NULL;
  if (!arena_run(a, read_files, &r)) return err_set(err, CH_ERR_MEMORY, "out of memory for the pack");
  if (!r.status) *out = r.out;
  return r.status;
}

ch_status pack_parse(const pack **out, arena *a, str name, str bytes, ch_error *err) {
  if (!bytes.ptr) bytes = STR("");
  file one = {name, bytes};
  return parse(out, a, &one, 1, err);
}

/* ---- reading files; not in the arena, because they must be closed and freed ---- */

typedef struct {
  const char *folder;
  struct dirent **names;   /* [n], in order of name */
  file *files;             /* [n] */
  size_t *ends;            /* [n] where each file ends in bytes */
  int n;
  buf bytes;
} folder;

static int is_pack_file(const struct dirent *entry) {
  return entry->d_name[0] != '.' && str_ends(str_of(entry->d_name), STR(".txt"));
}

/* Total order: by name, of which a folder has each but once. */
static int by_file_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static ch_status read_all(buf *bytes, int fd, const char *path, ch_error *err) {
  char piece[16384];
  ssize_t n;
  while ((n = read(fd, piece, sizeof piece)) != 0) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return err_set(err, CH_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    buf_add(bytes, piece, (size_t)n);
    if (bytes->status == CH_ERR_LIMIT) return err_set(err, CH_ERR_PACK, "%s: the pack is over 1 GiB", path);
    if (bytes->status) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", path);
  }
  return CH_OK;
}

static ch_status read_file(folder *f, int i, ch_error *err) {
  buf path = {0};
  buf_printf(&path, "%s/%s%c", f->folder, f->names[i]->d_name, 0);
  if (path.status) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", f->folder);
  int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
  ch_status status = fd < 0 ? err_set(err, CH_ERR_IO, "%s: cannot be opened: %s", path.ptr, strerror(errno))
                            : read_all(&f->bytes, fd, path.ptr, err);
  if (fd >= 0) close(fd);
  f->ends[i] = f->bytes.len;
  buf_free(&path);
  return status;
}

static ch_status read_folder(folder *f, ch_error *err) {
  f->n = scandir(f->folder, &f->names, is_pack_file, by_file_name);
  if (f->n < 0) {
    f->n = 0;
    if (errno == ENOMEM) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", f->folder);
    return err_set(err, CH_ERR_IO, "%s: the pack's folder cannot be read: %s", f->folder, strerror(errno));
  }
  if (!f->n) return err_set(err, CH_ERR_PACK, "%s: no .txt file in it; name the folder of a pack", f->folder);
  f->files = calloc((size_t)f->n, sizeof *f->files);
  f->ends = calloc((size_t)f->n, sizeof *f->ends);
  if (!f->files || !f->ends) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", f->folder);
  for (int i = 0; i < f->n; i++) {
    ch_status status = read_file(f, i, err);
    if (status) return status;
  }
  for (int i = 0; i < f->n; i++) {
    size_t start = i ? f->ends[i - 1] : 0, len = f->ends[i] - start;
    f->files[i] = (file){str_of(f->names[i]->d_name), {len ? f->bytes.ptr + start : "", len}};
  }
  return CH_OK;
}

ch_status pack_open(const pack **out, arena *a, const char *path, ch_error *err) {
  folder f = {.folder = path, .bytes.max = max_bytes};
  *out = NULL;
  ch_status status = read_folder(&f, err);
  if (!status) status = parse(out, a, f.files, (uint32_t)f.n, err);
  for (int i = 0; i < f.n; i++) free(f.names[i]);
  free(f.names);
  free(f.files);
  free(f.ends);
  buf_free(&f.bytes);
  if (status || ((*out)->name.len && (*out)->version.len)) return status;
  *out = NULL;
  return err_set(err, CH_ERR_PACK, "%s: no name or no version; pack.txt must have [pack] with `name | …` and "
                 "`version | …`", path);
}

/* ---- asking ---- */

const pack_table *pack_find(const pack *p, const char *section) {
  static const pack_table empty = {{"", 0}, NULL, 0};
  pack_table key = {.name = str_of(section)};
  const pack_table *found = p->n ? bsearch(&key, p->tables, p->n, sizeof key, by_name) : NULL;
  return found ? found : &empty;
}

ch_status pack_err(ch_error *err, const pack_row *r, const char *format, ...) {
  char message[sizeof err->msg];
  va_list args;
  va_start(args, format);
  if (vsnprintf(message, sizeof message, format, args) < 0) message[0] = 0;
  va_end(args);
  return err_at(err, CH_ERR_PACK, r->line, "%.*s:%u: %s", (int)r->file.len, r->file.ptr, r->line, message);
}
