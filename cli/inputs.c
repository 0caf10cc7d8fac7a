#include "inputs.h"
#include "progress.h"
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of files and words of reports get into what people read: no control code or override of the reading order
 * goes to a terminal. */
static bool unsafe(uint32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD;
}

static void put_safe(FILE *f, str text) {
  for (size_t i = 0; i < text.len;) {
    size_t start = i;
    if (unsafe(utf8_next(text, &i))) fputc('?', f);
    else fwrite(text.ptr + start, 1, i - start, f);
  }
}

void complain(const char *format, ...) {
  char text[8192];              /* a path and an error's message fit; more is cut */
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  for (char *p = text; *p; p++)
    if (*p == '\n') *p = ' ';
  fputs("chancery: ", stderr);
  put_safe(stderr, str_of(text));
  fputc('\n', stderr);
}

int to_stdout_safe(const char *bytes, size_t n, void *payload) {
  (void)payload;
  put_safe(stdout, (str){bytes, n});
  return ferror(stdout);
}

int to_stdout(const char *bytes, size_t n, void *payload) {
  (void)payload;
  return fwrite(bytes, 1, n, stdout) != n;
}

/* ---- the engine ------------------------------------------------------------------------ */

/* The pack beside the program: packs/en next to the build folder, or the installed one. NULL: there is none, or no
 * memory for its name. */
static char *pack_beside(bool *no_memory) {
  char exe[4096];
  ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
  if (n <= 0) return NULL;
  exe[n] = 0;
  static const char *const places[] = {"../packs/en", "../share/chancery/packs/en"};
  char *slash = strrchr(exe, '/');
  if (!slash) return NULL;
  *slash = 0;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    char *path = NULL;
    struct stat s;
    if (asprintf(&path, "%s/%s", exe, places[i]) < 0) {
      *no_memory = true;
      return NULL;
    }
    if (!stat(path, &s)) return path;
    free(path);
  }
  return NULL;
}

/* The folder of the pack to be used, in an allocation of its own; NULL: there is none, or no memory. */
static char *pack_folder(const options *o, ch_error *err) {
  const char *named = o->pack ? o->pack : getenv("CHANCERY_PACK");
  bool no_memory = false, given = named && *named;
  char *folder = given ? strdup(named) : pack_beside(&no_memory);
  if (no_memory || (given && !folder)) err_set(err, CH_ERR_MEMORY, "out of memory");
  else if (!folder) err_set(err, CH_ERR_PACK, "no language pack was found; name one with --pack DIR");
  return folder;
}

const pack *inputs_pack(const options *o, arena *a, ch_error *err) {
  char *folder = pack_folder(o, err);
  const pack *pk = NULL;
  if (folder) pack_open_with(&pk, a, folder, o->overlays.values, o->overlays.n, err);
  free(folder);
  return pk;
}

ch_engine *inputs_engine(const options *o) {
  ch_error err;
  char *folder = pack_folder(o, &err);
  ch_engine_options eo = CH_ENGINE_OPTIONS_INIT;
  eo.pack = folder;
  eo.clock = clock_ns;
  eo.style = o->style;
  eo.overlays = o->overlays.values;
  eo.n_overlays = o->overlays.n;
  if (o->max_bytes) eo.max_text = (size_t)o->max_bytes * 4;    /* an encoding may take up to 4 × its bytes */
  ch_engine *engine = NULL;
  if (!folder || ch_engine_open(&engine, &eo, &err)) complain("%s", err.msg);
  free(folder);
  return engine;
}

/* ---- files and folders ------------------------------------------------------------------ */

typedef struct { char *path, *name; } named_file;
typedef struct { named_file *files; size_t n, cap; uint64_t skipped; bool no_memory; } file_list;

static void list_add(file_list *l, const char *path, const char *name) {
  if (l->n == l->cap) {
    size_t cap = l->cap ? 2 * l->cap : 64;
    named_file *more = realloc(l->files, cap * sizeof *more);
    if (!more) {
      l->no_memory = true;
      return;
    }
    l->files = more;
    l->cap = cap;
  }
  named_file f = {strdup(path), strdup(name)};
  if (!f.path || !f.name) l->no_memory = true;
  l->files[l->n++] = f;
}

static void list_free(file_list *l) {
  for (size_t i = 0; i < l->n; i++) free(l->files[i].path), free(l->files[i].name);
  free(l->files);
}

static bool known_ending(const char *name, bool conllu) {
  static const char *const endings[] = {".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson"};
  const char *dot = strrchr(name, '.');
  if (dot && conllu && !strcasecmp(dot, ".conllu")) return true;
  for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
    if (!strcasecmp(dot, endings[i])) return true;
  return false;
}

static int visible(const struct dirent *d) { return d->d_name[0] != '.'; }

/* Total order: names in one folder differ; bytes, not the locale's order. */
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

/* Folders still to be listed stand on a stack of their own, so depth costs no C stack. Within a folder names are
 * in byte order; a folder's files come before those of the folders in it. */
static void list_folder(file_list *l, const char *folder, bool conllu) {
  file_list todo = {0};
  list_add(&todo, folder, "");
  for (size_t at = 0; at < todo.n && !todo.no_memory; at++) {
    named_file here = todo.files[at];
    struct dirent **names = NULL;
    int n = scandir(here.path, &names, visible, by_name);
    if (n < 0) complain("%s: %s", here.path, strerror(errno));
    for (int i = 0; i < n; i++) {
      char *path = NULL, *name = NULL;
      struct stat s;
      if (asprintf(&path, "%s/%s", here.path, names[i]->d_name) < 0) path = NULL;
      if (asprintf(&name, "%s%s%s", here.name, *here.name ? "/" : "", names[i]->d_name) < 0) name = NULL;
      if (!path || !name || lstat(path, &s)) l->no_memory |= !path || !name;
      else if (S_ISDIR(s.st_mode)) list_add(&todo, path, name);
      else if (S_ISREG(s.st_mode) && known_ending(name, conllu)) list_add(l, path, name);
      else l->skipped++;
      free(path), free(name), free(names[i]);
    }
    free(names);
  }
  l->no_memory |= todo.no_memory;
  list_free(&todo);
}

static void list_all(file_list *l, const options *o) {
  for (int i = 0; i < o->n_args; i++) {
    struct stat s;
    const char *path = o->args[i], *slash = strrchr(path, '/');
    if (strcmp(path, "-") && !stat(path, &s) && S_ISDIR(s.st_mode)) list_folder(l, path, o->conllu);
    else list_add(l, path, slash && slash[1] ? slash + 1 : path);
  }
}

/* ---- reports on several threads ------------------------------------------------------------ */

typedef struct {
  ch_input in;
  char *memory;                         /* what `in` points into */
  char *file, *name;                    /* path and name, for messages */
  buf line;
  ch_status status;
  ch_error err;
  ch_stats stats;
  ch_card *card;
} item;

typedef struct {
  const ch_engine *engine;
  const options *o;
  unsigned write_flags;
  ch_source_options source_options;
  file_list files;
  size_t at;
  ch_source *source;
  inputs_look *look;                    /* or NULL */
  inputs_take *take;
  inputs_take_card *take_card;          /* cards instead of facts; or NULL */
  void *payload;
  inputs_count *count;
  progress progress;
  const char *verb;
} reading;

/* The library's messages begin with the report's name; a person wants the path she typed in its place. */
static void fail(reading *r, const char *path, const char *name, const ch_error *err) {
  size_t n = strlen(path);
  if (strncmp(err->msg, path, n)) n = strlen(name);
  bool named = (!strncmp(err->msg, path, n) || !strncmp(err->msg, name, n)) && err->msg[n] == ':';
  progress_end(&r->progress);
  complain("%s%s%s", path, named ? "" : ": ", named ? err->msg + n : err->msg);
  r->count->failed++;
}

static void show_progress(reading *r) {
  progress_show(&r->progress, r->verb, r->count->reports + r->count->known, r->count->stats.bytes);
}

static void item_free(item *x) {
  ch_card_free(x->card);
  buf_free(&x->line);
  free(x->memory), free(x->file), free(x->name), free(x);
}

/* A copy of an input whose strings live in one allocation, for it goes to another thread. */
static item *item_new(const ch_input *in, const named_file *from_file) {
  const ch_str *from[] = {&in->bytes, &in->name, &in->given_id, &in->published, &in->title, &in->url, &in->publisher,
                          &in->language};
  item *x = calloc(1, sizeof *x);
  if (!x) return NULL;
  x->in = *in;
  ch_str *to[] = {&x->in.bytes, &x->in.name, &x->in.given_id, &x->in.published, &x->in.title, &x->in.url,
                  &x->in.publisher, &x->in.language};
  size_t total = 1;
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) total += from[i]->len;
  x->memory = malloc(total);
  x->file = strdup(from_file->path);
  x->name = strdup(from_file->name);
  if (!x->memory || !x->file || !x->name) {
    item_free(x);
    return NULL;
  }
  char *p = x->memory;
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
    if (!from[i]->ptr) continue;
    memcpy(p, from[i]->ptr, from[i]->len);
    *to[i] = (ch_str){p, from[i]->len};
    p += from[i]->len;
  }
  return x;
}

static inputs_wish look_at(reading *r, const ch_input *in) {
  inputs_wish wish = r->look ? r->look(in, r->payload) : INPUTS_READ;
  if (wish != INPUTS_KNOWN) return wish;
  r->count->known++;
  show_progress(r);
  return wish;
}

static void *next_item(void *payload) {
  reading *r = payload;
  for (;;) {
    if (!r->source && r->at == r->files.n) return NULL;
    ch_error err;
    const named_file *f = &r->files.files[r->source ? r->at - 1 : r->at];
    if (!r->source) {
      r->at++;
      if (ch_source_open(&r->source, f->path, f->name, &r->source_options, &err)) fail(r, f->path, f->name, &err);
      continue;
    }
    ch_input in;
    ch_status s = ch_source_next(r->source, &in, &err);
    if (s == CH_OK && in.format == CH_FORMAT_CONLLU && !r->o->conllu)
      s = err_set(&err, CH_ERR_IO, "%s: CoNLL-U gives words, not facts: only `chancery read --conllu` takes it",
                  f->name);
    inputs_wish wish = s == CH_OK ? look_at(r, &in) : INPUTS_READ;
    if (wish == INPUTS_KNOWN) continue;
    if (wish == INPUTS_STOP) return NULL;
    if (s == CH_OK) {
      item *x = item_new(&in, f);
      if (x) return x;
      err_set(&err, CH_ERR_MEMORY, "out of memory");
      s = CH_ERR_MEMORY;
    }
    if (s < 0) fail(r, f->path, f->name, &err);
    if (s == CH_END || s == CH_ERR_MEMORY || s == CH_ERR_IO) {
      ch_source_close(r->source);
      r->source = NULL;
    }
  }
}

static int to_buf(const char *bytes, size_t n, void *payload) {
  buf_add(payload, bytes, n);
  return 0;
}

static void work_item(void *p, int thread, void *payload) {
  (void)thread;
  const reading *r = payload;
  item *x = p;
  ch_facts *facts = NULL;
  if (r->take_card) {
    x->status = ch_card_new(&x->card, r->engine, &x->in, &x->err);
    if (!x->status) ch_card_stats(x->card, &x->stats);
    return;
  }
  bool conllu = r->o->conllu;
  unsigned flags = conllu ? CH_READ_EAGER | CH_READ_WORDS : r->o->eager ? CH_READ_EAGER : 0;
  x->status = ch_read(&facts, r->engine, &x->in, flags, &x->err);
  if (!x->status) {
    x->status = conllu ? ch_facts_conllu(facts, to_buf, &x->line, &x->err)
                       : ch_facts_write(facts, r->write_flags, to_buf, &x->line, &x->err);
    if (!x->status && x->line.status) x->status = err_set(&x->err, CH_ERR_MEMORY, "out of memory");
    ch_facts_stats(facts, &x->stats);
  }
  ch_facts_free(facts);
}

static void add_stats(ch_stats *sum, const ch_stats *one) {
  sum->bytes += one->bytes, sum->sentences += one->sentences, sum->tokens += one->tokens, sum->trees += one->trees;
  sum->intake_ns += one->intake_ns, sum->language_ns += one->language_ns;
  sum->facts_ns += one->facts_ns, sum->copies_ns += one->copies_ns;
  if (one->arena_bytes > sum->arena_bytes) sum->arena_bytes = one->arena_bytes;
}

static bool done_item(void *p, void *payload) {
  reading *r = payload;
  item *x = p;
  bool go_on = true;
  if (x->status) {
    fail(r, x->file, x->name, &x->err);
  } else {
    r->count->reports++;
    add_stats(&r->count->stats, &x->stats);
    if (r->take_card) go_on = r->take_card(x->card, r->payload);
    else go_on = r->take(buf_get(&x->line), &x->stats, r->payload);
    show_progress(r);
  }
  item_free(x);
  return go_on;
}

/* A day, or an interval of days, with a year. */
static bool good_date(const char *text) {
  cal_date d;
  return cal_parse(str_of(text), &d) && cal_known(d) && !d.no_year;
}

static bool parse_format(const options *o, ch_format *out) {
  static const char *const names[] = {"auto", "text", "markdown", "jsonl", "conllu"};
  for (int i = 0; i < 5; i++)
    if (!o->format || !strcmp(o->format, names[i])) {
      *out = (ch_format)i;
      return true;
    }
  return false;
}

static ch_status run_reading(reading *x, ch_error *err) {
  reading r = *x;
  const options *o = r.o;
  *r.count = (inputs_count){0};
  if (!parse_format(o, &r.source_options.format))
    return err_set(err, CH_ERR_ARG, "--format is text, markdown, jsonl or conllu, not %s", o->format);
  if (o->published && !good_date(o->published))
    return err_set(err, CH_ERR_ARG, "--published takes a date such as 2025-06-25, not '%s'", o->published);
  r.source_options.published = o->published;
  if (o->max_bytes) r.source_options.max_bytes = (size_t)o->max_bytes;
  list_all(&r.files, o);
  r.count->skipped = r.files.skipped;
  int threads = o->jobs ? (int)(o->jobs < 256 ? o->jobs : 256) : pool_cores();
  const pool_job job = {next_item, work_item, done_item, &r, threads, 0};
  ch_status s = r.files.no_memory ? err_set(err, CH_ERR_MEMORY, "out of memory") : pool_run(&job, err);
  ch_source_close(r.source);
  progress_end(&r.progress);
  list_free(&r.files);
  return s;
}

ch_status inputs_read(const ch_engine *engine, const options *o, unsigned write_flags, inputs_look *look, inputs_take *take,
                      void *payload, inputs_count *count, ch_error *err) {
  reading r = {.engine = engine, .o = o, .write_flags = write_flags, .source_options = CH_SOURCE_OPTIONS_INIT,
               .look = look, .take = take, .payload = payload, .count = count, .progress = progress_start(o), .verb = "read"};
  return run_reading(&r, err);
}

ch_status inputs_cards(const ch_engine *engine, const options *o, inputs_take_card *take, void *payload,
                       inputs_count *count, ch_error *err) {
  reading r = {.engine = engine, .o = o, .source_options = CH_SOURCE_OPTIONS_INIT, .take_card = take,
               .payload = payload, .count = count, .progress = progress_start(o), .verb = "read"};
  return run_reading(&r, err);
}

static uint64_t per_sentence(uint64_t ns, uint64_t sentences) { return sentences ? ns / sentences : 0; }

void inputs_print_stats(const inputs_count *c, uint64_t wall_ns) {
  const ch_stats *s = &c->stats;
  uint64_t rooms = s->intake_ns + s->language_ns + s->facts_ns + s->copies_ns;
  fprintf(stderr, "%llu reports, %llu sentences, %llu tokens, %llu trees, %llu bytes; largest arena %llu bytes\n",
          (unsigned long long)c->reports, (unsigned long long)s->sentences, (unsigned long long)s->tokens,
          (unsigned long long)s->trees, (unsigned long long)s->bytes, (unsigned long long)s->arena_bytes);
  const struct { const char *room; uint64_t ns; } rows[] = {
      {"intake", s->intake_ns}, {"language", s->language_ns}, {"facts", s->facts_ns}, {"copies", s->copies_ns}, {"rooms", rooms}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    fprintf(stderr, "  %-9s %10llu us %8llu ns a sentence\n", rows[i].room, (unsigned long long)(rows[i].ns / 1000),
            (unsigned long long)per_sentence(rows[i].ns, s->sentences));
  fprintf(stderr, "  %-9s %10llu us %8llu sentences a second\n", "all", (unsigned long long)(wall_ns / 1000),
          (unsigned long long)(wall_ns ? s->sentences * 1000000000u / wall_ns : 0));
}
