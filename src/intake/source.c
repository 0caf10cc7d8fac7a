#include "intake/conllu.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file or stream as reports. Text and Markdown are read whole; JSONL is read a line at a time, so that
 * only the longest line is ever in memory. */

enum {
  CHUNK = 1 << 16,
  ESCAPED = 6,               /* bytes that one byte of text may take in JSON: "\u0000" */
  LINE_ROOM = 1 << 16        /* bytes of a line besides its text */
};

struct ch_source {
  int fd;
  bool own_fd;
  ch_source_options options;
  char *name, *published;
  buf bytes;                 /* what was read and is not used up; begins at `at` */
  size_t at;
  bool end, started, done;   /* end: of the file; done: nothing more to give */
  uint64_t line;             /* the number of the last line taken */
  json_t *root;              /* what the last report borrows from */
  char given_id[24];         /* an id that is a number, as text */
  buf document;              /* CoNLL-U: sentences of the document under way, and what was read behind it */
  size_t given, mark;        /* its bytes that were given out; where the sentence under way begins */
  uint64_t document_line;    /* the number of its first line */
  bool cut;                  /* a sentence that was left out has ended it */
  bool over;                 /* it was too long; what is left of it is passed over */
};

/* Files of many reports are read a line at a time and may be longer than one report. */
static bool by_lines(const ch_source *s) {
  return s->options.format == CH_FORMAT_JSONL || s->options.format == CH_FORMAT_CONLLU;
}

/* ---- opening ---- */

static ch_status open_file(ch_source *s, const char *path, ch_error *err) {
  if (!strcmp(path, "-")) {
    s->fd = STDIN_FILENO;
    return CH_OK;
  }
  s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (s->fd < 0) return err_set(err, CH_ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
  s->own_fd = true;
  struct stat about;
  if (fstat(s->fd, &about)) return err_set(err, CH_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  if (S_ISDIR(about.st_mode)) return err_set(err, CH_ERR_IO, "%s: is a folder: name the files in it", path);
  if (S_ISREG(about.st_mode)) return CH_OK;
  return err_set(err, CH_ERR_IO, "%s: is no regular file: pipe it into \"-\"", path);
}

static bool has_ending(const char *name, const char *ending) {
  size_t n = strlen(name), m = strlen(ending);
  return n > m && !strcasecmp(name + n - m, ending);
}

static ch_format format_of_name(const char *name) {
  static const struct { const char *ending; ch_format format; } endings[] = {
    {".txt", CH_FORMAT_TEXT}, {".text", CH_FORMAT_TEXT}, {".md", CH_FORMAT_MARKDOWN},
    {".markdown", CH_FORMAT_MARKDOWN}, {".jsonl", CH_FORMAT_JSONL}, {".ndjson", CH_FORMAT_JSONL},
    {".conllu", CH_FORMAT_CONLLU}};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (has_ending(name, endings[i].ending)) return endings[i].format;
  }
  return CH_FORMAT_AUTO;
}

/* A file that is too long is refused before it is read; only one of many reports may be longer than one. */
static ch_status check_size(const ch_source *s, ch_error *err) {
  struct stat about;
  if (!s->own_fd || by_lines(s) || fstat(s->fd, &about)) return CH_OK;
  bool whole = s->options.format != CH_FORMAT_AUTO;
  if (about.st_size <= 0 || (uint64_t)about.st_size <= s->options.max_bytes || !whole) return CH_OK;
  return err_set(err, CH_ERR_LIMIT, "%s: %lld bytes, over the ceiling of %zu: raise it or cut the file",
                 s->name, (long long)about.st_size, s->options.max_bytes);
}

static void take_options(ch_source *s, const ch_source_options *options) {
  s->options = (ch_source_options)CH_SOURCE_OPTIONS_INIT;
  if (!options) return;
  size_t n = options->size < sizeof s->options ? options->size : sizeof s->options;
  memcpy(&s->options, options, n);
  if (!s->options.max_bytes) s->options.max_bytes = SIZE_MAX / (2 * ESCAPED);
}

ch_status source_open(ch_source **out, const char *path, const char *name, const ch_source_options *options,
                      ch_error *err) {
  *out = NULL;
  if (!path) return err_set(err, CH_ERR_ARG, "no path was given");
  ch_source *s = calloc(1, sizeof *s);
  if (!s) return err_set(err, CH_ERR_MEMORY, "out of memory");
  take_options(s, options);
  s->name = strdup(name ? name : path);
  s->published = s->options.published ? strdup(s->options.published) : NULL;
  ch_status status = CH_OK;
  bool copied = s->name && (s->published || !s->options.published);
  if (!copied) status = err_set(err, CH_ERR_MEMORY, "out of memory");
  if (!status) status = open_file(s, path, err);
  if (!status && s->options.format == CH_FORMAT_AUTO) s->options.format = format_of_name(path);
  if (!status) status = check_size(s, err);
  if (status) source_close(s);
  else *out = s;
  return status;
}

void source_close(ch_source *s) {
  if (!s) return;
  if (s->own_fd) close(s->fd);
  json_decref(s->root);
  buf_free(&s->bytes);
  buf_free(&s->document);
  free(s->name);
  free(s->published);
  free(s);
}

/* ---- reading ---- */

static str pending(const ch_source *s) {
  return s->bytes.ptr ? str_sub(buf_get(&s->bytes), s->at, s->bytes.len) : STR("");
}

/* Reads one more piece; false at the end or on an error (then *status says which). */
static bool read_more(ch_source *s, ch_status *status, ch_error *err) {
  if (s->end) return false;
  char piece[CHUNK];
  ssize_t n;
  do n = read(s->fd, piece, sizeof piece);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    s->end = true;
    *status = err_set(err, CH_ERR_IO, "%s: cannot be read: %s", s->name, strerror(errno));
    return false;
  }
  s->end = !n;
  buf_add(&s->bytes, piece, (size_t)n);
  if (s->bytes.status) {
    s->end = true;
    *status = err_set(err, CH_ERR_MEMORY, "%s: out of memory", s->name);
  }
  return n > 0 && !s->bytes.status;
}

/* Drops what is used up, so that the buffer holds one report. */
static void compact(ch_source *s) {
  str rest = pending(s);
  if (rest.len) memmove(s->bytes.ptr, rest.ptr, rest.len);
  s->bytes.len = rest.len;
  s->at = 0;
}

/* Bytes of a JSON line at most; a text of max_bytes may be longer where it is escaped. */
static size_t line_max(const ch_source *s) { return ESCAPED * s->options.max_bytes + LINE_ROOM; }

/* The next line without its end, of at most line_max bytes. CH_END: no more; CH_ERR_LIMIT: it was longer
 * and is skipped. The line lies in the buffer up to the next call. */
static ch_status next_line(ch_source *s, str *line, ch_error *err) {
  if (s->at > CHUNK || s->at == s->bytes.len) compact(s);
  size_t seen = 0;
  bool over = false;
  ch_status status = CH_OK;
  for (;;) {
    str rest = pending(s);
    const char *end = rest.len > seen ? memchr(rest.ptr + seen, '\n', rest.len - seen) : NULL;
    size_t n = end ? (size_t)(end - rest.ptr) : rest.len;
    over |= n > line_max(s);
    if (end) {
      *line = str_sub(rest, 0, n);
      s->at += n + 1;
      break;
    }
    seen = n;
    if (over) s->bytes.len = s->at, seen = 0;          /* its bytes are not wanted */
    if (read_more(s, &status, err)) continue;
    if (status) return status;
    *line = pending(s);
    s->at = s->bytes.len;
    if (!line->len && !over) return CH_END;
    break;
  }
  s->line++;
  if (!over) return CH_OK;
  return err_at(err, CH_ERR_LIMIT, s->line, "%s:%llu: the line is longer than %zu bytes allow", s->name,
                (unsigned long long)s->line, s->options.max_bytes);
}

/* ---- JSONL ---- */

static ch_status line_error(const ch_source *s, ch_error *err, const char *what, const char *key) {
  return err_at(err, CH_ERR_INPUT, s->line, "%s:%llu: %s%s", s->name, (unsigned long long)s->line, what, key);
}

static str without_bom(str s) { return str_starts(s, STR("\xEF\xBB\xBF")) ? str_sub(s, 3, s.len) : s; }

static json_t *parse(str line, json_error_t *why) {
  return json_loadb(line.ptr, line.len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, why);
}

/* A string member; absent and null give ptr NULL. */
static bool take_string(const json_t *root, const char *key, str *out) {
  json_t *v = json_object_get(root, key);
  if (json_is_string(v)) *out = (str){json_string_value(v), json_string_length(v)};
  return !v || json_is_null(v) || json_is_string(v);
}

static bool take_id(ch_source *s, str *out) {
  json_t *v = json_object_get(s->root, "id");
  if (!json_is_integer(v)) return take_string(s->root, "id", out);
  long long n = json_integer_value(v);
  buf digits = {0};
  buf_i64(&digits, n);
  bool fits = !digits.status && digits.len < sizeof s->given_id;
  if (fits) memcpy(s->given_id, digits.ptr, digits.len), *out = (str){s->given_id, digits.len};
  buf_free(&digits);
  return fits;
}

static ch_status take_members(ch_source *s, ch_input *in, ch_error *err) {
  static const char *const keys[] = {"text", "published", "title", "url", "publisher", "language"};
  str *const places[] = {&in->bytes, &in->published, &in->title, &in->url, &in->publisher, &in->language};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (take_string(s->root, keys[i], places[i])) continue;
    return line_error(s, err, "this key wants a string: ", keys[i]);
  }
  if (!take_id(s, &in->given_id)) return line_error(s, err, "\"id\" wants a string or a whole number", "");
  if (in->bytes.ptr) return CH_OK;
  if (json_object_get(s->root, "html")) {
    return line_error(s, err, "\"html\" cannot be read yet: give the article as \"text\"", "");
  }
  return line_error(s, err, "no \"text\"", "");
}

static ch_status read_object(ch_source *s, str line, ch_input *in, ch_error *err) {
  json_error_t why;
  json_decref(s->root);
  s->root = parse(line, &why);
  if (!s->root) return line_error(s, err, "not valid JSON: ", why.text);
  if (!json_is_object(s->root)) return line_error(s, err, "not a JSON object", "");
  *in = (ch_input){.format = CH_FORMAT_JSONL, .name = str_of(s->name), .line = s->line};
  ch_status status = take_members(s, in, err);
  if (status) return status;
  if (!in->published.ptr && s->published) in->published = str_of(s->published);
  if (!str_trim(in->bytes).len) return line_error(s, err, "empty: nothing to read", "");
  if (in->bytes.len <= s->options.max_bytes) return CH_OK;
  return err_at(err, CH_ERR_LIMIT, s->line, "%s:%llu: %zu bytes, over the ceiling of %zu", s->name,
                (unsigned long long)s->line, in->bytes.len, s->options.max_bytes);
}

static ch_status next_jsonl(ch_source *s, ch_input *in, ch_error *err) {
  str line;
  for (;;) {
    ch_status status = next_line(s, &line, err);
    if (status) return status;
    if (s->line == 1) line = without_bom(line);
    if (str_trim(line).len) return read_object(s, line, in, err);
  }
}

/* ---- CoNLL-U ---- */

typedef struct {
  uint64_t line;               /* its first */
  bool begins_document;
  uint64_t bad; const char *why;       /* the first wrong line and what is wrong with it; 0: none */
} sentence_lines;

static void look_at(ch_source *s, sentence_lines *x, conllu_state *state, str line) {
  conllu_row row;
  if (line.ptr[0] == '#') x->begins_document |= conllu_comment(line, STR("newdoc"), NULL);
  if (x->bad) return;
  if (conllu_line(state, line, &row) == CONLLU_WRONG) x->bad = s->line, x->why = state->wrong;
  if (s->document.len - s->mark + line.len >= s->options.max_bytes)
    x->bad = s->line, x->why = "the sentence is over the ceiling of bytes";
  buf_str(&s->document, line);
  buf_char(&s->document, '\n');
}

/* Puts the lines up to the sentence's end behind the document. CH_END: none is left, or only comments. A wrong
 * sentence is an error and left out. */
static ch_status read_sentence(ch_source *s, sentence_lines *x, ch_error *err) {
  conllu_state state = {0};
  str line;
  ch_status status;
  *x = (sentence_lines){.line = s->line + 1};
  while (!(status = next_line(s, &line, err)) || status == CH_ERR_LIMIT) {
    if (status && !x->bad) x->bad = s->line, x->why = "the line is over the ceiling of bytes";
    if (status) continue;
    if (s->line == 1) line = without_bom(line);
    if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
    if (!line.len && (conllu_begun(&state) || x->bad)) break;
    if (line.len) look_at(s, x, &state, line);
  }
  if (status < 0) return status;
  if (!x->bad && conllu_end(&state)) x->bad = s->line, x->why = conllu_end(&state);
  if (x->bad)
    return err_at(err, CH_ERR_INPUT, x->bad, "%s:%llu: %s; the sentence is left out", s->name,
                  (unsigned long long)x->bad, x->why);
  if (!state.words) return CH_END;
  buf_char(&s->document, '\n');
  return s->document.status ? err_set(err, CH_ERR_MEMORY, "%s: out of memory", s->name) : CH_OK;
}

/* Gives out the document, which ends where the sentence that was read last begins. */
static ch_status give_document(ch_source *s, ch_input *in) {
  *in = (ch_input){.bytes = {s->document.ptr, s->mark}, .format = CH_FORMAT_CONLLU, .name = str_of(s->name),
                   .line = s->document_line};
  s->given = s->mark;
  s->cut = false;
  return CH_OK;
}

/* Forgets the document that was given out; what was read of the next one moves to its place. */
static void drop_document(ch_source *s) {
  buf *d = &s->document;
  if (s->given && d->len > s->given) memmove(d->ptr, d->ptr + s->given, d->len - s->given);
  d->len -= s->given;
  s->given = 0;
}

static ch_status too_long(ch_source *s, ch_error *err) {
  s->document.len = 0;
  s->over = true;
  return err_at(err, CH_ERR_LIMIT, s->document_line,
                "%s:%llu: a document of more than %zu bytes: raise the ceiling or cut it", s->name,
                (unsigned long long)s->document_line, s->options.max_bytes);
}

/* The sentences up to the next `# newdoc`, or all. A wrong sentence is an error of its own, after which the next
 * call goes on. */
static ch_status next_document(ch_source *s, ch_input *in, ch_error *err) {
  drop_document(s);
  for (sentence_lines x;;) {
    s->mark = s->document.len;
    if (s->cut && s->mark) return give_document(s, in);
    s->cut = false;
    ch_status status = read_sentence(s, &x, err);
    if (status == CH_END) {
      s->done = true;
      return s->mark ? give_document(s, in) : CH_END;
    }
    if (x.begins_document) s->over = false;
    if (status || s->over) s->document.len = s->mark;
    if (status) s->cut = x.begins_document;
    if (status) return status;
    bool ends = x.begins_document && s->mark;
    if (ends) give_document(s, in);
    if (ends || !s->mark) s->document_line = x.line;
    if (ends) return CH_OK;
    if (s->document.len > s->options.max_bytes) return too_long(s, err);
  }
}

/* ---- text ---- */

static ch_status cannot_read(const ch_source *s, const char *what, ch_error *err) {
  return err_set(err, CH_ERR_INPUT, "%s: is %s, which cannot be read yet: save it as text", s->name, what);
}

static ch_status refuse_binary(const ch_source *s, str bytes, ch_error *err) {
  static const struct { const char *magic; size_t n; const char *what; } kinds[] = {
    {"%PDF-", 5, "a PDF"}, {"PK\3\4", 4, "a zip archive or office document"},
    {"\x1F\x8B", 2, "compressed (gzip)"}, {"\x28\xB5\x2F\xFD", 4, "compressed (zstd)"},
    {"\x89PNG", 4, "a picture"}, {"\xFF\xD8\xFF", 3, "a picture"},
    {"\x7F" "ELF", 4, "a program"}, {"\xD0\xCF\x11\xE0", 4, "an office document"}, {"{\\rtf", 5, "RTF"}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (bytes.len < kinds[i].n || memcmp(bytes.ptr, kinds[i].magic, kinds[i].n)) continue;
    return cannot_read(s, kinds[i].what, err);
  }
  str head = str_trim(without_bom(bytes));
  static const char *const pages[] = {"<!doctype html", "<html", "<?xml"};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    if (head.len < strlen(pages[i]) || strncasecmp(head.ptr, pages[i], strlen(pages[i]))) continue;
    return cannot_read(s, "HTML or XML", err);
  }
  return CH_OK;
}

static ch_status next_text(ch_source *s, ch_input *in, ch_error *err) {
  if (s->done) return CH_END;
  s->done = true;
  ch_status status = CH_OK;
  while (pending(s).len <= s->options.max_bytes && read_more(s, &status, err)) continue;
  if (status) return status;
  str bytes = pending(s);
  if (bytes.len > s->options.max_bytes) {
    return err_set(err, CH_ERR_LIMIT, "%s: more than the ceiling of %zu bytes: raise it or cut the text",
                   s->name, s->options.max_bytes);
  }
  if (!str_trim(bytes).len) return err_set(err, CH_ERR_INPUT, "%s: empty: nothing to read", s->name);
  status = refuse_binary(s, bytes, err);
  if (status) return status;
  *in = (ch_input){.bytes = bytes, .format = s->options.format, .name = str_of(s->name)};
  if (s->published) in->published = str_of(s->published);
  return CH_OK;
}

/* Without an ending that says it: JSONL where the first line is an object with a text, else text. */
static ch_status choose_format(ch_source *s, ch_error *err) {
  ch_status status = CH_OK;
  s->options.format = CH_FORMAT_TEXT;
  if (!read_more(s, &status, err)) return status;
  str head = str_trim(without_bom(pending(s)));
  if (!head.len || head.ptr[0] != '{') return CH_OK;
  size_t seen = 0;
  const char *end;
  while (!(end = memchr(s->bytes.ptr + seen, '\n', s->bytes.len - seen)) && s->bytes.len <= line_max(s)) {
    seen = s->bytes.len;
    if (!read_more(s, &status, err)) break;
  }
  if (status || !s->bytes.ptr) return status;
  json_error_t why;
  str first = {s->bytes.ptr, end ? (size_t)(end - s->bytes.ptr) : s->bytes.len};
  json_t *root = parse(without_bom(first), &why);
  if (json_object_get(root, "text") || json_object_get(root, "html")) s->options.format = CH_FORMAT_JSONL;
  json_decref(root);
  return CH_OK;
}

/* Before the first report: the format, and whether there is anything. */
static ch_status start(ch_source *s, ch_error *err) {
  ch_status status = s->options.format == CH_FORMAT_AUTO ? choose_format(s, err) : CH_OK;
  if (!status) status = check_size(s, err);
  if (!status && by_lines(s) && !s->bytes.len) {
    bool any = read_more(s, &status, err);
    if (!any && !status) status = err_set(err, CH_ERR_INPUT, "%s: empty: nothing to read", s->name);
  }
  s->started = true;
  s->done = status != CH_OK;
  return status;
}

ch_status source_next(ch_source *s, ch_input *in, ch_error *err) {
  ch_status status = s->started ? CH_OK : start(s, err);
  if (status) return status;
  if (!by_lines(s)) return next_text(s, in, err);
  if (s->done) return CH_END;
  return s->options.format == CH_FORMAT_JSONL ? next_jsonl(s, in, err) : next_document(s, in, err);
}
