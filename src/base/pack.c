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

typedef struct { str name, bytes, folder; } file;      /* folder: an overlay's, for messages; else empty */

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
  str shown;               /* what messages call the file being read */
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
  pack_row row = {r->shown, number, NULL, 0};
  if (memchr(line.ptr, 0, line.len)) return wrong(r, &row, "a NUL byte; a pack is plain text");
  if (utf8_valid(line) < line.len) return wrong(r, &row, "not UTF-8; save the file as UTF-8");
  bool comment = line.len && line.ptr[0] == '#';
  line = str_trim(line);
  if (comment || !line.len) return true;
  return line.ptr[0] == '[' ? begin_section(r, line, &row) : add_row(r, line, row);
}

static bool add_file(reader *r, const file *f) {
  str bytes = f->bytes;
  r->here = 0;
  str in = f->folder, name = f->name;
  r->shown = in.len ? arena_printf(r->a, "%.*s/%.*s", (int)in.len, in.ptr, (int)name.len, name.ptr) : name;
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
  for (uint32_t i = 0; i < r->n_files; i++) {
    const file *f = &r->files[i];
    copies[i] = (file){arena_str(r->a, f->name), arena_str(r->a, f->bytes), f->folder};
  }
  r->files = copies;
  while (r->file_no < r->n_files)
    if (!add_file(r, &copies[r->file_no++])) return;
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
  file one = {name, bytes, {"", 0}};
  return parse(out, a, &one, 1, err);
}

/* ---- reading files; not in the arena, because they must be closed and freed ---- */

typedef struct {
  const char *folder;
  struct dirent **names;   /* [n], in order of name */
  int n;
} folder;

typedef struct {
  folder *folders; uint32_t n_folders;           /* the pack's, then its overlays' */
  file *files;             /* [n_files] their bytes are those between the ends */
  size_t *ends;            /* [n_files] where each file ends in bytes */
  uint32_t n_files;
  buf bytes;               /* of all files */
} loading;

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

static ch_status read_file(loading *l, const char *in, const char *name, ch_error *err) {
  buf path = {0};
  buf_printf(&path, "%s/%s%c", in, name, 0);
  if (path.status) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", in);
  int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
  ch_status status = fd < 0 ? err_set(err, CH_ERR_IO, "%s: cannot be opened: %s", path.ptr, strerror(errno))
                            : read_all(&l->bytes, fd, path.ptr, err);
  if (fd >= 0) close(fd);
  buf_free(&path);
  return status;
}

static ch_status list_folder(folder *f, ch_error *err) {
  f->n = scandir(f->folder, &f->names, is_pack_file, by_file_name);
  if (f->n > 0) return CH_OK;
  bool failed = f->n < 0;
  const char *in = f->folder;
  f->n = 0;
  if (!failed) return err_set(err, CH_ERR_PACK, "%s: no .txt file in it; name the folder of a pack", in);
  if (errno == ENOMEM) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", in);
  return err_set(err, CH_ERR_IO, "%s: the pack's folder cannot be read: %s", in, strerror(errno));
}

static ch_status list_folders(loading *l, ch_error *err) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n_folders; i++) {
    ch_status status = list_folder(&l->folders[i], err);
    if (status) return status;
    n += (uint32_t)l->folders[i].n;
  }
  l->files = calloc(n, sizeof *l->files);
  l->ends = calloc(n, sizeof *l->ends);
  if (l->files && l->ends) return CH_OK;
  return err_set(err, CH_ERR_MEMORY, "%s: out of memory", l->folders[0].folder);
}

static ch_status read_folders(loading *l, ch_error *err) {
  ch_status status = list_folders(l, err);
  for (uint32_t i = 0; i < l->n_folders && !status; i++) {
    const folder *f = &l->folders[i];
    for (int k = 0; k < f->n && !status; k++) {
      status = read_file(l, f->folder, f->names[k]->d_name, err);
      l->files[l->n_files] = (file){str_of(f->names[k]->d_name), {"", 0}, str_of(i ? f->folder : "")};
      l->ends[l->n_files++] = l->bytes.len;
    }
  }
  for (uint32_t i = 0; i < l->n_files; i++) {
    size_t start = i ? l->ends[i - 1] : 0, len = l->ends[i] - start;
    if (len) l->files[i].bytes = (str){l->bytes.ptr + start, len};
  }
  return status;
}

static void loading_free(loading *l) {
  for (uint32_t i = 0; l->folders && i < l->n_folders; i++) {
    for (int k = 0; k < l->folders[i].n; k++) free(l->folders[i].names[k]);
    free(l->folders[i].names);
  }
  free(l->folders);
  free(l->files);
  free(l->ends);
  buf_free(&l->bytes);
}

ch_status pack_open_with(const pack **out, arena *a, const char *path, const char *const *overlays, size_t n,
                         ch_error *err) {
  loading l = {.n_folders = (uint32_t)n + 1, .bytes.max = max_bytes};
  *out = NULL;
  l.folders = calloc(n + 1, sizeof *l.folders);
  if (!l.folders) return err_set(err, CH_ERR_MEMORY, "%s: out of memory", path);
  for (size_t i = 0; i <= n; i++) l.folders[i].folder = i ? overlays[i - 1] : path;
  ch_status status = read_folders(&l, err);
  if (!status) status = parse(out, a, l.files, l.n_files, err);
  loading_free(&l);
  if (status || ((*out)->name.len && (*out)->version.len)) return status;
  *out = NULL;
  return err_set(err, CH_ERR_PACK, "%s: no name or no version; pack.txt must have [pack] with `name | …` and "
                 "`version | …`", path);
}

ch_status pack_open(const pack **out, arena *a, const char *path, ch_error *err) {
  return pack_open_with(out, a, path, NULL, 0, err);
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
